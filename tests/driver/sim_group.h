// The consumer group of the simulated cluster: members by instance id, generations, eager
// rebalances with the range assignor. Used by SimKafka alone.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "src/ports.h"

namespace encours {

class SimGroup {
 public:
  // Where a member stands in the eyes of the group.
  enum class Standing : std::uint8_t { kMember, kExpelled, kFenced };

  // `partitions` of each topic.
  explicit SimGroup(std::map<std::string, std::int32_t> partitions)
      : partitions_(std::move(partitions)) {}

  // Joins, or comes back: returns the ticket by which the member is known from now on.
  std::uint64_t join(const std::string& instance_id, const std::vector<std::string>& topics);
  Standing standing(std::uint64_t ticket) const;
  // Whether offsets of the member are accepted.
  bool accepts(std::uint64_t ticket) const;
  std::optional<GroupNews> news(std::uint64_t ticket);
  // The member has let go of everything, and joins the rebalance under way, if any. One that was
  // expelled joins anew.
  void let_go(std::uint64_t ticket);
  // The member's session has timed out.
  void expel(std::uint64_t ticket);

  std::size_t members() const { return seats_.size(); }
  std::uint64_t rebalances() const { return rebalances_; }

 private:
  struct Seat {
    std::string instance_id;
    std::vector<std::string> topics;
    bool is_ready = false;   // has joined the rebalance under way
    bool is_served = false;  // was given its part of the generation in force
    std::vector<TopicPartition> given;
    std::deque<GroupNews> news;
  };
  struct Gone {  // expelled or fenced
    Standing standing = Standing::kExpelled;
    Seat seat;
    bool is_told = false;
  };

  std::uint64_t seat(Seat seat);
  void rebalance();
  void complete_if_all_are_ready();
  std::vector<TopicPartition> part_of(const Seat& seat) const;

  const std::map<std::string, std::int32_t> partitions_;
  std::map<std::uint64_t, Seat> seats_;  // by ticket
  std::map<std::uint64_t, Gone> gone_;
  std::uint64_t next_ticket_ = 1;
  bool rebalancing_ = false;
  std::uint64_t rebalances_ = 0;
};

}  // namespace encours
