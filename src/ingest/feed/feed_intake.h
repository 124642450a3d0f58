// The records of one feed on their way into the logs: each becomes the records of its events, or
// one dead letter, or nothing; counted. Used by the ingest of topics, which writes what comes out
// in the transaction that moves the feed on.
//
//   FeedIntake intake(std::move(codec), Router(partitions), letters_partitions);
//   for (const FeedRecord& record : batch) intake.take(record, clock.now_us(), appends);
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "src/ingest/feed/feed_codec.h"
#include "src/ingest/feed/feed_record.h"
#include "src/ingest/feed/router.h"
#include "src/ingest/reject.h"
#include "src/ports.h"

namespace encours {

// records = accepted + ignored + refused.
struct FeedFigures {
  FeedFigures& operator+=(const FeedFigures& more);

  std::uint64_t records = 0;
  std::uint64_t accepted = 0;
  std::uint64_t ignored = 0;  // nothing happened: tombstones of an outbox, rows a mapping ignores
  std::uint64_t refused = 0;
  std::uint64_t events = 0;
  std::uint64_t derived_ids = 0;  // events that nobody gave an id
  std::array<std::uint64_t, kRejectReasonCount> refused_by_reason{};
};

class FeedIntake {
 public:
  // `letters_partitions`: of the topic of dead letters; a letter goes to the partition of its
  // record where there is one of that number.
  FeedIntake(FeedCodec codec, Router router, std::int32_t letters_partitions)
      : codec_(std::move(codec)), router_(router), letters_partitions_(letters_partitions) {}

  // Adds what the record becomes, all of it or its dead letter. `now_us` is the clock of ingest.
  // True if one of its events is urgent: to be committed at once.
  bool take(const FeedRecord& record, std::int64_t now_us, std::vector<Append>& out);

  const FeedFigures& figures() const { return figures_; }
  // The same, and counts from 0 again.
  FeedFigures take_figures() { return std::exchange(figures_, {}); }
  const FeedSettings& settings() const { return codec_.settings(); }

 private:
  void refuse(const FeedRecord& record, const Failure& failure, std::vector<Append>& out);

  FeedCodec codec_;
  Router router_;
  std::int32_t letters_partitions_;
  FeedFigures figures_;
  std::vector<v1::Event> events_;  // of one record, used again
};

// The dead letter of a record of a feed.
Append feed_letter(const FeedSettings& feed, std::int32_t letters_partitions,
                   const FeedRecord& record, const Failure& failure);

}  // namespace encours
