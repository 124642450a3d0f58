// Judges what became of the records of feed topics, by the topics themselves: every record is
// decoded once more, alone and in order, and what it becomes must stand in the logs or among the
// dead letters once, byte for byte, in the order of its partition. Used by the simulation and by
// the test on a real Kafka.
//
// An event's stamp of ingest (logged_at) is the one thing that is not compared.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "src/ingest/feed/feed_intake.h"
#include "src/ports.h"

namespace encours {

struct FeedVerdict {
  std::uint64_t records = 0;  // of the feeds
  std::uint64_t events = 0;   // found in the log; a broadcast counts in each partition
  std::uint64_t letters = 0;
  std::uint64_t lost = 0;
  std::uint64_t repeated = 0;
  std::uint64_t out_of_order = 0;
  std::uint64_t foreign = 0;  // of no feed
};

class FeedJudge {
 public:
  // `feeds` are fresh ones; they and their topics must be those of the run.
  FeedJudge(EventLog& log, std::vector<FeedIntake> feeds) : log_(log), feeds_(std::move(feeds)) {}

  Result<FeedVerdict> judge();

 private:
  // One record that must be found: of which partition of a feed, as the how-manieth.
  struct Expected {
    TopicPartition stream;
    std::uint64_t rank = 0;
    bool is_found = false;
  };

  Status expect(FeedIntake& feed, const TopicPartition& stream);
  Status find(const TopicPartition& place);
  template <class Take>
  Status read(const TopicPartition& place, Take take);

  EventLog& log_;
  std::vector<FeedIntake> feeds_;
  std::map<std::string, Expected> expected_;
  FeedVerdict verdict_;
};

}  // namespace encours
