#include "src/cli/help.h"

#include <vector>

#include <fmt/format.h>

#include "src/config/did_you_mean.h"
#include "src/views/screen.h"

namespace encours::cli {
namespace {

constexpr int kColumns = 80;
constexpr int kIndent = 2;
constexpr int kDescriptionColumn = 26;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char letter : text) {
    if (letter != ' ') {
      word.push_back(letter);
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// The text wrapped at kColumns, every line but the first indented.
std::string wrapped(const std::string& text, int first_column, int indent) {
  std::string out;
  int column = first_column;
  bool line_begun = false;
  for (const std::string& word : words_of(text)) {
    const int width = views::display_width(word);
    if (line_begun && column + 1 + width > kColumns) {
      out += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
      column = indent;
      line_begun = false;
    }
    if (line_begun) {
      out += " ";
      ++column;
    }
    out += word;
    column += width;
    line_begun = true;
  }
  return out;
}

// Paragraphs are kept apart by their line ends.
std::string paragraphs(const std::string& text) {
  std::string out;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out += wrapped(text.substr(begin, end - begin), 0, 0) + "\n";
    begin = end + 1;
  }
  return out;
}

std::string entry(const std::string& name, const std::string& description) {
  std::string line = std::string(kIndent, ' ') + name;
  if (views::display_width(line) + 2 > kDescriptionColumn) {
    line += "\n" + std::string(kDescriptionColumn, ' ');
  } else {
    line.resize(kDescriptionColumn, ' ');
  }
  return line + wrapped(description, kDescriptionColumn, kDescriptionColumn) + "\n";
}

// The type as it was given: CLI11 adds what it checks, "FORMAT:{csv,json}".
std::string type_name(const CLI::Option& option) {
  const std::string name = option.get_type_name();
  return name.substr(0, name.find(':'));
}

bool takes_value(const CLI::Option& option) {
  return option.get_type_size() != 0;
}

std::string option_name(const CLI::Option& option) {
  if (option.nonpositional()) {
    std::string name;
    for (const std::string& shorter : option.get_snames())
      name += "-" + shorter + ", ";
    for (const std::string& longer : option.get_lnames())
      name += "--" + longer + ", ";
    name.resize(name.size() - 2);
    return takes_value(option) ? name + " " + type_name(option) : name;
  }
  return type_name(option);
}

// To CLI11 a group of options is a command without a name.
bool is_command(const CLI::App* one) {
  return !one->get_name().empty();
}

std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  return app.get_subcommands(is_command);
}

std::vector<const CLI::App*> groups_of(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* one) { return !is_command(one); });
}

// Those of its groups first: they are what the command is about.
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  std::vector<const CLI::Option*> options;
  for (const CLI::App* group : groups_of(app)) {
    for (const CLI::Option* option : group->get_options())
      options.push_back(option);
  }
  for (const CLI::Option* option : app.get_options())
    options.push_back(option);
  return options;
}

// One of a group's options must be there: "(--data DIR | --config ENCOURS.yaml)".
std::string choice(const CLI::App& group) {
  std::string text;
  for (const CLI::Option* option : group.get_options()) {
    text += text.empty() ? "(" : " | ";
    text += "--" + option->get_lnames().front() + " " + type_name(*option);
  }
  return text + ")";
}

std::string usage(const CLI::App& app, const std::string& name) {
  std::string line = "Usage: " + name;
  for (const CLI::App* group : groups_of(app))
    line += " " + choice(*group);
  for (const CLI::Option* option : app.get_options()) {
    if (option->nonpositional() && option->get_required()) line += " " + option_name(*option);
    if (!option->nonpositional()) {
      const bool many = option->get_items_expected_max() > 1;
      const std::string word = type_name(*option) + (many ? "..." : "");
      line += option->get_required() ? " " + word : " [" + word + "]";
    }
  }
  if (!commands_of(app).empty()) line += " COMMAND";
  return wrapped(line + " [OPTIONS]", 0, 9) + "\n";
}

std::string full_name(const CLI::App& app) {
  std::string name = app.get_name();
  for (const CLI::App* parent = app.get_parent(); parent != nullptr;
       parent = parent->get_parent()) {
    name = parent->get_name() + " " + name;
  }
  return name;
}

std::string commands_text(const CLI::App& app) {
  const auto commands = commands_of(app);
  if (commands.empty()) return "";
  std::string text = "\nCommands:\n";
  for (const CLI::App* command : commands) {
    const std::string& description = command->get_description();
    text += entry(command->get_name(), description.substr(0, description.find('\n')));
  }
  return text;
}

std::string help_text(const CLI::App* app, const std::string&, CLI::AppFormatMode) {
  std::string text = usage(*app, full_name(*app)) + "\n" + paragraphs(app->get_description());
  const bool has_commands = !commands_of(*app).empty();
  if (!has_commands) text += "\nExamples:\n" + app->get_footer();
  text += commands_text(*app);
  std::string positionals;
  std::string options;
  for (const CLI::Option* option : options_of(*app)) {
    (option->nonpositional() ? options : positionals) +=
        entry(option_name(*option), option->get_description());
  }
  if (!positionals.empty()) text += "\nArguments:\n" + positionals;
  text += "\nOptions:\n" + options;
  if (has_commands && !app->get_footer().empty()) text += "\n" + app->get_footer();
  return text;
}

// The command whose words were understood last.
const CLI::App& deepest(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : deepest(*chosen.back());
}

std::vector<std::string> known_words(const CLI::App& app, bool options) {
  std::vector<std::string> known;
  if (options) {
    for (const CLI::App* level = &app; level != nullptr; level = level->get_parent()) {
      for (const CLI::Option* option : options_of(*level)) {
        for (const std::string& name : option->get_lnames())
          known.push_back("--" + name);
      }
    }
  } else {
    for (const CLI::App* command : commands_of(app)) {
      known.push_back(command->get_name());
    }
  }
  return known;
}

}  // namespace

std::shared_ptr<CLI::FormatterBase> help_formatter() {
  return std::make_shared<CLI::FormatterLambda>(&help_text);
}

std::string usage_error(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = deepest(app);
  const std::string name = full_name(command);
  // The binary says its own name before every message.
  const std::string prefix = &command == &app ? "" : name.substr(name.find(' ') + 1) + ": ";
  const std::vector<std::string> rest = app.remaining(true);
  std::string message = error.what();
  if (!rest.empty()) {
    const std::string& word = rest.front();
    const bool option = word.starts_with('-');
    const std::string bare = word.substr(0, word.find('='));
    const std::vector<std::string> known = known_words(command, option);
    message = known.empty() && !option
                  ? fmt::format("too many words: '{}'", word)
                  : fmt::format("there is no {} '{}'{}", option ? "option" : "command", bare,
                                did_you_mean(nearest_word(bare, known)));
  } else if (!commands_of(command).empty()) {
    message = "a command is missing";
  }
  return fmt::format("{}{}\nSee {} --help.", prefix, message, name);
}

}  // namespace encours::cli
