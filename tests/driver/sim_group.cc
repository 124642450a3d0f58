#include "tests/driver/sim_group.h"

#include <algorithm>

namespace encours {

std::uint64_t SimGroup::seat(Seat seat) {
  const std::uint64_t ticket = next_ticket_++;
  seats_.emplace(ticket, std::move(seat));
  return ticket;
}

std::uint64_t SimGroup::join(const std::string& instance_id,
                             const std::vector<std::string>& topics) {
  for (auto& [ticket, gone] : gone_) {
    if (gone.seat.instance_id == instance_id) gone.standing = Standing::kFenced;
  }
  for (auto place = seats_.begin(); place != seats_.end(); ++place) {
    if (place->second.instance_id != instance_id) continue;
    // The same instance comes back: its part stays its part.
    Seat back = place->second;
    gone_[place->first] = {Standing::kFenced, std::move(place->second), false};
    seats_.erase(place);
    back.news.clear();
    back.is_ready = rebalancing_;
    back.is_served = back.is_served && !rebalancing_;
    if (!rebalancing_) back.news.push_back({GroupNews::Kind::kGiven, back.given});
    const std::uint64_t ticket = seat(std::move(back));
    complete_if_all_are_ready();
    return ticket;
  }
  Seat fresh;
  fresh.instance_id = instance_id;
  fresh.topics = topics;
  fresh.is_ready = true;
  const std::uint64_t ticket = seat(std::move(fresh));
  rebalance();
  return ticket;
}

SimGroup::Standing SimGroup::standing(std::uint64_t ticket) const {
  if (seats_.contains(ticket)) return Standing::kMember;
  const auto found = gone_.find(ticket);
  return found == gone_.end() ? Standing::kExpelled : found->second.standing;
}

bool SimGroup::accepts(std::uint64_t ticket) const {
  const auto found = seats_.find(ticket);
  return found != seats_.end() && found->second.is_served && !found->second.is_ready;
}

std::optional<GroupNews> SimGroup::news(std::uint64_t ticket) {
  if (const auto found = gone_.find(ticket); found != gone_.end()) {
    if (found->second.is_told || found->second.standing == Standing::kFenced) return std::nullopt;
    found->second.is_told = true;
    return GroupNews{GroupNews::Kind::kLost, {}};
  }
  const auto found = seats_.find(ticket);
  if (found == seats_.end() || found->second.news.empty()) return std::nullopt;
  GroupNews news = std::move(found->second.news.front());
  found->second.news.pop_front();
  return news;
}

void SimGroup::let_go(std::uint64_t ticket) {
  if (const auto found = gone_.find(ticket); found != gone_.end()) {
    return;  // SimMember joins anew
  }
  const auto found = seats_.find(ticket);
  if (found == seats_.end()) return;
  found->second.is_ready = true;
  found->second.is_served = false;
  complete_if_all_are_ready();
}

void SimGroup::expel(std::uint64_t ticket) {
  const auto found = seats_.find(ticket);
  if (found == seats_.end()) return;
  gone_[ticket] = {Standing::kExpelled, std::move(found->second), false};
  seats_.erase(found);
  rebalance();
}

// Everybody gives back what they have; whoever has nothing is ready at once.
void SimGroup::rebalance() {
  if (!rebalancing_) {
    rebalancing_ = true;
    for (auto& [ticket, seat] : seats_) {
      const bool has_been_told = seat.is_served;
      const bool does_not_know_yet = !seat.news.empty();
      if (!has_been_told || does_not_know_yet) {
        seat.news.clear();
        seat.is_ready = true;
        seat.is_served = false;
      } else {
        seat.news.push_back({GroupNews::Kind::kTaken, {}});
      }
    }
  }
  complete_if_all_are_ready();
}

void SimGroup::complete_if_all_are_ready() {
  if (!rebalancing_ || seats_.empty()) return;
  for (const auto& [ticket, seat] : seats_) {
    if (!seat.is_ready) return;
  }
  rebalancing_ = false;
  ++rebalances_;
  for (auto& [ticket, seat] : seats_) {
    seat.is_ready = false;
    seat.is_served = true;
    seat.given = part_of(seat);
    seat.news.clear();
    seat.news.push_back({GroupNews::Kind::kGiven, seat.given});
  }
}

// Per topic, the partitions in order over the members in order.
std::vector<TopicPartition> SimGroup::part_of(const Seat& seat) const {
  std::vector<std::string> names;
  for (const auto& [ticket, other] : seats_)
    names.push_back(other.instance_id);
  std::sort(names.begin(), names.end());
  const auto place = std::find(names.begin(), names.end(), seat.instance_id) - names.begin();
  const auto members = static_cast<std::int32_t>(names.size());
  std::vector<TopicPartition> part;
  for (const std::string& topic : seat.topics) {
    const std::int32_t count = partitions_.at(topic);
    const std::int32_t each = count / members;
    const std::int32_t more = count % members;
    const auto at = static_cast<std::int32_t>(place);
    const std::int32_t first = at * each + std::min(at, more);
    for (std::int32_t p = first; p < first + each + (at < more ? 1 : 0); ++p) {
      part.push_back({topic, p});
    }
  }
  return part;
}

}  // namespace encours
