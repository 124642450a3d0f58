// The feeds at work: one thread, one LogSession whose group shares out the partitions of the feed
// topics, one transaction at a time. Whoever runs a service of feeds drives it by turn().
//
// What it promises: the events of a record, or its dead letter, and the offset behind it become
// visible together, once, whatever dies; events of one record, and of one partition, keep their
// order; a record says the same however often its transaction is tried.
//
// What records become is kept in memory until a transaction is due, and only then is one opened,
// written and committed in one go: readers of the logs wait for an open transaction, also for that
// of an instance that has died.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/engine/clock.h"
#include "src/engine/commit_pace.h"
#include "src/ingest/feed/feed_intake.h"
#include "src/ports.h"

namespace encours {

// A transaction is due at so many records or bytes: what a broker takes in a few hundredths of a
// second. The events of one record stay together, and may be more.
inline constexpr std::size_t kFeedTransactionRecordsMax = 5'000;
inline constexpr std::size_t kFeedTransactionBytesMax = std::size_t{4} << 20U;
// What an instance leaves open when it dies, the broker ends after so long.
inline constexpr std::chrono::milliseconds kFeedTransactionTimeout{3'000};
// A committed offset behind the end of a topic is not believed at once: a broker that has just
// taken over a partition learns its end a little later.
inline constexpr std::chrono::seconds kFeedEndPatience{30};

// Records that the feed should have read next, and that its topic no longer has.
struct FeedGap {
  TopicPartition from;
  std::int64_t expected = 0;  // offset of the next record to read
  std::int64_t first = 0;     // of the first that is there: the feed goes on from it
};

struct FeedWorkerSettings {
  std::int32_t ordinal = 0;  // stable name of the worker; a second one fences it
  // A transaction is due this long after its first record, under load after up to the second.
  std::chrono::milliseconds commit_interval_min{20};
  std::chrono::milliseconds commit_interval_max{100};
  std::chrono::milliseconds poll_timeout{50};  // how long turn() may wait for records
  std::function<void(const FeedGap&)> on_gap;  // people must hear of it
};

// What happened, for tests, metrics and people.
struct FeedWorkerFigures {
  std::uint64_t transactions = 0;
  std::uint64_t aborted = 0;
  std::uint64_t unknown_outcomes = 0;
  std::uint64_t assignments = 0;  // times that the group gave partitions
  std::uint64_t expulsions = 0;   // times that the group went on without us
  std::uint64_t gaps = 0;
};

// A partition of a feed topic that is served, and how far it is read.
struct FeedPlace {
  TopicPartition from;
  std::int64_t next_offset = 0;
};

class FeedWorker {
 public:
  // `log` and `clock` must outlive the worker. The sessions of `log` share out the topics of
  // `feeds`, and nothing else.
  FeedWorker(EventLog& log, const Clock& clock, FeedWorkerSettings settings,
             std::vector<FeedIntake> feeds);

  // Takes its place in the group.
  Status start();
  // One round: what the group says, records in, perhaps a transaction. True if anything moved.
  Result<bool> turn();
  // Commits what was taken.
  Status stop();

  const FeedWorkerFigures& figures() const { return figures_; }
  // Of each feed, in the order they were given; what is committed alone.
  const std::vector<FeedFigures>& feeds() const { return committed_; }
  std::vector<FeedPlace> places() const;

 private:
  // A partition that is served.
  struct Source {
    TopicPartition from;
    std::size_t feed = 0;                   // index into feeds_
    std::uint32_t index = 0;                // that its records bear
    std::optional<std::int64_t> committed;  // C
    std::int64_t stands = 0;                // before what was taken since the last commit
    std::int64_t next = 0;                  // behind it

    bool is_touched() const { return next != stands; }
  };

  Status hear(const GroupNews& news);
  Result<bool> take_up_next();
  Result<bool> take_up(const TopicPartition& from);
  bool is_believed(std::int64_t next, const Bounds& bounds) const;
  Result<bool> pass_gaps(const Error& why);
  void tell_gap(const TopicPartition& from, std::int64_t expected, std::int64_t first);

  Status take(const Batch& batch);
  void take(Source& source, const Record& record);
  Source* source_of(std::uint32_t index);
  bool is_full() const;
  bool is_due() const;
  std::chrono::milliseconds poll_timeout(bool moved) const;

  Status commit();
  Result<CommitOutcome> write();
  Result<CommitOutcome> resolve_unknown();
  void committed();
  void drop_taken();
  void drop_all();

  EventLog& log_;
  const Clock& clock_;
  const FeedWorkerSettings settings_;
  std::vector<FeedIntake> feeds_;
  std::vector<FeedFigures> committed_;  // as feeds_
  std::unique_ptr<LogSession> session_;
  std::vector<Source> sources_;
  std::vector<TopicPartition> waiting_;  // given, not served yet
  std::chrono::steady_clock::time_point given_at_;
  CommitPace pace_;
  FeedWorkerFigures figures_;

  // What was taken since the last commit: kept until its outcome is known, and written again as it
  // is if that was no commit.
  std::vector<Append> taken_;
  std::size_t bytes_ = 0;
  bool urgent_ = false;
  std::optional<std::chrono::steady_clock::time_point> since_;
};

}  // namespace encours
