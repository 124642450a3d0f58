#include "src/cli/policy_feed.h"

#include <fstream>
#include <optional>

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

#include "encours/v1/event.pb.h"
#include "schemas/topics.h"
#include "src/ingest/feed/router.h"
#include "src/policy/policy.h"

namespace encours::cli {
namespace {

constexpr std::string_view kFeed = "policy";

// Names the policy in the log, and is what the feed remembers.
std::string event_id_of(const v1::Policy& policy) {
  return fmt::format("policy/{}/{:016x}", policy.version(), policy.hash());
}

}  // namespace

tl::expected<v1::Policy, Failure> policy_of(const std::string& file) {
  if (file.empty()) return default_policy();
  if (!std::ifstream(file).good()) {
    return tl::unexpected(
        Failure{ExitCode::kIo, fmt::format("{}: cannot be opened; is the name right?", file)});
  }
  PolicyOrErrors policy = load_policy(file);
  if (policy) return std::move(*policy);
  std::string text = "the policy has mistakes";
  for (const ConfigError& error : policy.error())
    text += "\n" + error.text();
  return tl::unexpected(Failure{ExitCode::kConfig, text});
}

namespace {

// Nothing: another instance took the feed's place meanwhile.
tl::expected<std::optional<bool>, Failure> try_to_append(EventLog& log, const v1::Policy& policy,
                                                         std::int64_t logged_at_us) {
  auto feed = log.open_feed(kFeed);
  if (!feed) return tl::unexpected(failure_of(feed.error()));
  const auto last = (*feed)->cursor();
  if (!last) return tl::unexpected(failure_of(last.error()));
  v1::Event event;
  event.set_event_id(event_id_of(policy));
  if (*last == event.event_id()) return std::optional(false);
  event.set_feed(std::string(kFeed));
  *event.mutable_logged_at() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(logged_at_us);
  *event.mutable_policy() = policy;
  const auto partitions = log.partition_count(topic_of(Log::kEvents));
  if (!partitions) return tl::unexpected(failure_of(partitions.error()));
  std::vector<Append> records;
  if (const auto refusal = Router(*partitions).add(event, records)) {
    return tl::unexpected(Failure{ExitCode::kConfig, "the policy: " + refusal->detail});
  }
  if (const Status status = (*feed)->append(records, event.event_id()); !status) {
    if (status.error().fault == Fault::kFenced) return std::optional<bool>();
    return tl::unexpected(failure_of(status.error()));
  }
  return std::optional(true);
}

}  // namespace

// Instances that start together bring the same policy: who was pushed aside looks again.
tl::expected<bool, Failure> append_policy(EventLog& log, const v1::Policy& policy,
                                          std::int64_t logged_at_us) {
  constexpr int kTriesMax = 20;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    const auto appended = try_to_append(log, policy, logged_at_us);
    if (!appended) return tl::unexpected(appended.error());
    if (appended->has_value()) return **appended;
  }
  return tl::unexpected(
      Failure{ExitCode::kUnavailable,
              "other instances bring policies of their own again and again; do all "
              "of them have the same policy?"});
}

tl::expected<bool, Failure> is_last_policy(EventLog& log, const v1::Policy& policy) {
  auto feed = log.open_feed(kFeed);
  if (!feed) return tl::unexpected(failure_of(feed.error()));
  const auto last = (*feed)->cursor();
  if (!last) return tl::unexpected(failure_of(last.error()));
  return *last == event_id_of(policy);
}

}  // namespace encours::cli
