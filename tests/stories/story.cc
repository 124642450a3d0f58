#include "tests/stories/story.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/engine/limits.h"
#include "src/engine/ticks.h"
#include "src/policy/policy.h"
#include "tests/stories/events.h"
#include "tests/stories/words.h"

namespace encours::story {
namespace {

struct Statement {
  int line = 0;
  std::string text;                   // the first line
  std::vector<std::string> indented;  // the lines under it
};

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string::npos;
}

std::string_view without_comment(std::string_view line) {
  const std::size_t begin = line.find('#');
  return begin == std::string_view::npos ? line : line.substr(0, begin);
}

// The statements of a text with the lines that are indented under them, and its title.
std::vector<Statement> split(std::string_view text, std::string& title) {
  std::vector<Statement> statements;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (title.empty() && line.starts_with("# ")) {
      title = line.substr(2);
    }
    if (is_blank(without_comment(line))) {
      continue;
    }
    if (line.front() != ' ') {
      statements.push_back({number, std::string(without_comment(line)), {}});
    } else if (!statements.empty()) {
      statements.back().indented.emplace_back(line);
    } else {
      throw Mistake("the first line of a story is indented");
    }
  }
  return statements;
}

// --- policies ---------------------------------------------------------------------------------

// What a policy written within a story may leave out.
std::string completed(const std::vector<std::string>& lines, int line) {
  std::string text;
  for (const std::string& row : lines) {
    text += row.substr(row.find_first_not_of(' ') >= 2 ? 2 : 0) + "\n";
  }
  const auto lacks = [&text](std::string_view key) {
    return text.find("\n" + std::string(key)) == std::string::npos &&
           !text.starts_with(std::string(key));
  };
  if (lacks("version:")) {
    text += fmt::format("version: line {}\n", line);
  }
  if (lacks("time_zone:")) {
    text += "time_zone: Europe/Paris\n";
  }
  if (lacks("reporting_currency:")) {
    text += "reporting_currency: EUR\n";
  }
  return text;
}

v1::Policy policy_of(Words& words, const Statement& statement, const std::string& folder) {
  if (words.at_end()) {
    if (statement.indented.empty()) {
      throw Mistake("name a policy, or write its keys indented under this line");
    }
    const PolicyOrErrors policy =
        compile_policy(completed(statement.indented, statement.line), "policy");
    if (!policy) {
      throw Mistake(policy.error().front().text());
    }
    return *policy;
  }
  const std::string name = words.name("a policy");
  if (name == "default") {
    return default_policy();
  }
  const PolicyOrErrors policy = load_policy(fmt::format("{}/{}.yaml", folder, name));
  if (!policy) {
    throw Mistake(policy.error().front().text());
  }
  return *policy;
}

// --- what is no event -------------------------------------------------------------------------

// "garbage C1", "oversize C1", "wrong key C1", "foreign tick"
std::optional<SendBytes> read_bytes(Words& words, const Place& place) {
  if (words.take("garbage")) {
    return SendBytes{words.name("the client"), "\xff\xfe no event at all"};
  }
  if (words.take("oversize")) {
    return SendBytes{words.name("the client"), std::string(kEventBytesMax + 1, 'x')};
  }
  if (words.take_all({"foreign", "tick"})) {
    return SendBytes{shard_key(0), day_turned_event(place.today + 400).SerializeAsString()};
  }
  if (words.take_all({"wrong", "key"})) {
    SendBytes bytes{words.name("the key"), ""};
    v1::Event event;
    if (!words.take(":") || !read_event(words, place, event)) {
      words.fail("write it as: wrong key C2: invoice C1 ...");
    }
    bytes.value = event.SerializeAsString();
    return bytes;
  }
  return std::nullopt;
}

// --- expectations -----------------------------------------------------------------------------

// Entries parted by ",": a name and what it is to be; an entry of one word is a state.
std::vector<Property> read_properties(Words& words) {
  std::vector<Property> properties;
  while (!words.at_end()) {
    Property property;
    property.name = words.name("a property");
    while (!words.at_entry_end()) {
      property.value += property.value.empty() ? "" : " ";
      property.value += plain_number(words.name("a value"));
    }
    if (property.value.empty()) {
      std::swap(property.name, property.value);
      property.name = "state";
    }
    properties.push_back(std::move(property));
    words.take(",");
  }
  return properties;
}

Expect read_dead_letters(Words& words) {
  Expect expect;
  expect.about = About::kDeadLetters;
  if (!words.take(":")) {
    words.fail("write it as: expect dead letters: BAD_CURRENCY");
  }
  while (!words.at_end()) {
    expect.properties.push_back({"reason", words.name("a reason")});
    words.take(",");
  }
  return expect;
}

Expect read_expectation(Words& words) {
  if (words.take_all({"dead", "letters"})) {
    return read_dead_letters(words);
  }
  Expect expect;
  if (words.take("silence")) {
    expect.about = About::kSilence;
    return expect;
  }
  if (words.take("case")) {
    expect.about = About::kCase;
  } else if (words.take("order")) {
    expect.about = About::kOrder;
  } else if (words.take("hold")) {
    expect.about = About::kHold;
  }
  expect.client_id = words.name("the client");
  if (words.take("in")) {
    expect.segment = words.name("a segment");
  }
  if (expect.about == About::kOrder || (expect.about == About::kHold && words.peek() != ":")) {
    expect.order = words.name("an order");
  } else if (expect.about == About::kSheet && words.peek() != ":") {
    expect.currency = words.name("a currency");
  }
  if (!words.take(":")) {
    words.fail("':' is expected behind whom it is about");
  }
  expect.properties = read_properties(words);
  if (expect.properties.empty()) {
    words.fail("nothing is expected");
  }
  return expect;
}

// --- statements -------------------------------------------------------------------------------

class Parser {
 public:
  explicit Parser(std::string folder) : folder_(std::move(folder)) {}

  Step read(const Statement& statement) {
    Step step;
    step.line = statement.line;
    step.text = statement.text;
    std::string text = statement.text;
    if (!statement.text.starts_with("policy")) {
      for (const std::string& more : statement.indented) {
        text += " " + std::string(without_comment(more));
      }
    }
    Words words(text);
    read_what(words, statement, step);
    if (!words.at_end()) {
      words.fail("nothing more is understood");
    }
    return step;
  }

 private:
  void read_what(Words& words, const Statement& statement, Step& step) {
    const Place place{statement.line, today_};
    Send send;
    if (words.take("day")) {
      read_day(words, step);
    } else if (words.take("beat")) {
      step.what = Beat{};
    } else if (words.take("policy")) {
      send.event.set_event_id(fmt::format("line {}", statement.line));
      *send.event.mutable_policy() = policy_of(words, statement, folder_);
      step.what = std::move(send);
    } else if (words.take("expect")) {
      step.what = read_expectation(words);
    } else if (std::optional<SendBytes> bytes = read_bytes(words, place)) {
      step.what = *std::move(bytes);
    } else if (read_broadcast(words, place, send.event)) {
      step.what = std::move(send);
    } else if (read_event(words, place, send.event)) {
      step.what = std::move(send);
    } else {
      words.fail("no statement begins so: day, beat, policy, invoice, settle, order, expect ...");
    }
  }

  void read_day(Words& words, Step& step) {
    const Day day = words.date();
    constexpr Day kDaysMax = 800;  // a story that leaps further has a wrong date
    if (today_ != kNoDay && (day <= today_ || day > today_ + kDaysMax)) {
      throw Mistake(fmt::format("the day before is {}", format_day(today_)));
    }
    today_ = day;
    step.what = OpenDay{day};
  }

  std::string folder_;
  Day today_ = kNoDay;
};

}  // namespace

tl::expected<Story, StoryError> parse_story(std::string_view text, const std::string& folder) {
  Story story;
  Parser parser(folder);
  int line = 1;
  try {
    for (const Statement& statement : split(text, story.title)) {
      line = statement.line;
      story.steps.push_back(parser.read(statement));
    }
  } catch (const Mistake& mistake) {
    return tl::unexpected(StoryError{line, mistake.what()});
  }
  if (story.title.empty()) {
    return tl::unexpected(StoryError{1, "a story begins with a comment that says what it shows"});
  }
  return story;
}

}  // namespace encours::story
