// The golden log: a small log of every kind that is folded, and what it led to when the fold had
// its present version. Whoever changes rows or outputs on purpose raises kFoldVersion; whoever
// changes them by mistake is told here. See golden/README.md.
#include <cstdlib>
#include <deque>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "encours/v1/outputs.pb.h"
#include "encours/v1/shards.pb.h"
#include "operators/topology.h"
#include "schemas/topics.h"
#include "src/engine/dead_letter.h"
#include "src/engine/hash128.h"
#include "src/engine/limits.h"
#include "src/engine/nothing_store.h"
#include "src/engine/shard.h"

namespace encours {
namespace {

const std::string kFolder = "tests/driver/golden/";
constexpr std::string_view kLog = "credit.events";

std::string read_file(const std::string& name) {
  std::ifstream file(kFolder + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<v1::Event> read_log() {
  std::vector<v1::Event> events;
  std::istringstream lines(read_file("log.ndjson"));
  for (std::string line; std::getline(lines, line);) {
    const auto status = google::protobuf::util::JsonStringToMessage(line, &events.emplace_back());
    EXPECT_TRUE(status.ok()) << "line " << events.size() << ": " << status.ToString();
  }
  return events;
}

std::string key_of(const v1::Event& event) {
  const KindBinding* binding = find_kind(event.body_case());
  if (binding != nullptr && binding->route == KindRoute::kBroadcast) {
    return broadcast_key(0);
  }
  return event.client_id().empty() ? shard_key(0) : event.client_id();
}

// One output as a line: topic, key, message. A dead letter is its reason.
template <class Message>
std::string as_json(const std::string& bytes) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(bytes));
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json, options).ok());
  return json;
}

std::string line_of(const Append& output) {
  std::string what;
  if (output.to.topic == "credit.alerts") {
    what = as_json<v1::Case>(output.value);
  } else if (output.to.topic == "credit.holds") {
    what = as_json<v1::Hold>(output.value);
  } else if (output.to.topic == "credit.order-decisions") {
    what = as_json<v1::OrderDecision>(output.value);
  } else if (output.to.topic == "credit.exposures") {
    what = as_json<v1::ExposureSheet>(output.value);
  } else if (output.to.topic == "credit.order-heartbeats") {
    what = as_json<v1::OrderHeartbeat>(output.value);
  } else if (output.to.topic == "credit.breakers") {
    what = as_json<v1::BreakerTripped>(output.value);
  } else {
    for (const Header& header : output.headers) {
      what += header.name == kDeadLetterReasonHeader ? header.value : "";
    }
  }
  return fmt::format("{} {} {}\n", output.to.topic, output.key, what);
}

struct Folded {
  std::string said;
  std::string hashes;
};

// Folds the log as a shard does, at offsets without gaps; what the shard appends to its own log
// comes right after the event that led to it.
Folded fold(const std::vector<v1::Event>& events) {
  NothingStore nothing;
  constexpr std::size_t kCacheBytes = std::size_t{1} << 30;
  const TopicPartition log{std::string(kLog), 0};
  Shard shard({"golden", log, 1}, client_topology(), nothing, kCacheBytes, true);
  Folded folded;
  std::int64_t offset = 0;
  Decoded input;
  for (const v1::Event& event : events) {
    std::deque<std::pair<std::string, std::string>> waiting{
        {key_of(event), event.SerializeAsString()}};
    for (; !waiting.empty(); waiting.pop_front()) {
      const auto& [key, value] = waiting.front();
      const Record record{0, offset++, key, value, {}};
      const Verdict verdict = decode(record, log, 1, input);
      std::vector<Append> outputs;
      EXPECT_TRUE(shard.fold(record, input, verdict, &outputs).has_value());
      EXPECT_FALSE(shard.poisoned().has_value()) << event.ShortDebugString();
      shard.commit_transaction();
      for (const Append& output : outputs) {
        if (output.to.topic == kLog) {
          waiting.emplace_back(output.key, output.value);
        } else {
          folded.said += line_of(output);
        }
      }
    }
  }
  const RowCache::Hashes hashes = shard.hashes();
  folded.hashes = fmt::format("fold_version {}\nlog {:016x}\nrows {}\nfacts {}\n", kFoldVersion,
                              shard.log_hash(), hashes.full.hex(), hashes.facts.hex());
  return folded;
}

void write_file(const std::string& name, const std::string& text) {
  std::ofstream(kFolder + name) << text;
}

// What is kept of a text of outputs: of each the topic, the key and the hash of the whole line.
std::string in_short(const std::string& said) {
  std::string text;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t key_end = line.find(' ', line.find(' ') + 1);
    text += fmt::format("{} {}\n", line.substr(0, key_end), row_hash("", line).hex());
  }
  return text;
}

// The first line that differs, and what `whole` has there, so that it can be read.
std::string difference(const std::string& was, const std::string& is, const std::string& whole) {
  std::istringstream old_lines(was);
  std::istringstream new_lines(is);
  std::istringstream whole_lines(whole);
  std::string old_line;
  std::string new_line;
  std::string whole_line;
  for (int number = 1;; ++number) {
    std::getline(whole_lines, whole_line);
    const bool has_old = static_cast<bool>(std::getline(old_lines, old_line));
    const bool has_new = static_cast<bool>(std::getline(new_lines, new_line));
    if (!has_old && !has_new) {
      return "";
    }
    if (has_old != has_new || old_line != new_line) {
      return fmt::format("line {}\n  was: {}\n  is:  {}", number, has_old ? old_line : "nothing",
                         has_new ? whole_line : "nothing");
    }
  }
}

TEST(GoldenLog, LeadsToTheSameRowsAndWordsAsLongAsTheFoldHasItsVersion) {
  const std::vector<v1::Event> events = read_log();
  ASSERT_GT(events.size(), 100U);
  const Folded folded = fold(events);
  if (std::getenv("ENCOURS_REGENERATE") != nullptr) {
    write_file("said.txt", in_short(folded.said));
    write_file("hashes.txt", folded.hashes);
    return;
  }
  const std::string advice =
      "rows or outputs of the fold have changed. On purpose? Raise kFoldVersion "
      "(src/engine/limits.h; until the first tag it stays 1) and run again with "
      "ENCOURS_REGENERATE=1 in the environment.";
  EXPECT_EQ(difference(read_file("said.txt"), in_short(folded.said), folded.said), "") << advice;
  EXPECT_EQ(difference(read_file("hashes.txt"), folded.hashes, folded.hashes), "") << advice;
}

// What is not in the log is not guarded.
TEST(GoldenLog, HoldsEveryKindThatIsFolded) {
  std::set<int> kinds;
  for (const v1::Event& event : read_log()) {
    kinds.insert(event.body_case());
  }
  for (const KindBinding& binding : kind_bindings()) {
    const bool folded = client_topology().hears(static_cast<Kind>(binding.kind)) ||
                        binding.kind == v1::Event::kDayTurned || binding.kind == v1::Event::kBeat;
    if (folded && binding.on(Log::kEvents)) {
      EXPECT_TRUE(kinds.contains(binding.kind)) << "kind " << binding.kind << " is missing";
    }
  }
}

}  // namespace
}  // namespace encours
