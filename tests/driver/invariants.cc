#include "tests/driver/invariants.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "encours/v1/shards.pb.h"

namespace encours {
namespace {

using Problems = std::vector<std::string>;

// From which offset to which a case is open.
struct Opening {
  std::int64_t from = 0;
  std::int64_t until = std::numeric_limits<std::int64_t>::max();
};

// By case id. Cases of one account follow each other in its partition.
std::map<std::string, Opening> check_cases(TopologyDriver& driver, Problems& problems) {
  std::map<std::string, Opening> openings;
  std::map<std::string, std::string> open;                                // by account
  std::map<std::string, std::pair<std::string, std::int32_t>> closed_on;  // by account
  for (const auto& [account, said] : driver.outputs<v1::Case>("credit.alerts")) {
    const auto complain = [&, who = account](std::string_view what) {
      problems.push_back(fmt::format("{}, {}: {}", who, said.origin().causation_id(), what));
    };
    // On the day on which it closed a case may come back.
    const std::pair last{said.case_id(), said.origin().day()};
    if (said.state() == v1::CASE_STATE_OPEN && said.news() != v1::CASE_NEWS_OPENED &&
        !open.contains(account) && closed_on[account] == last) {
      open[account] = said.case_id();
      openings[said.case_id()].until = Opening().until;
    }
    const auto known = open.find(account);
    const bool is_open = known != open.end();
    if (said.case_id().empty()) {
      complain("a case has no id");
    }
    if (said.news() == v1::CASE_NEWS_OPENED) {
      if (is_open) {
        complain("a case opens while another is open");
      }
      if (openings.contains(said.case_id())) {
        complain("a case opens under an id that was used before");
      }
      openings[said.case_id()].from = said.origin().revision();
      open[account] = said.case_id();
    } else if (!is_open || known->second != said.case_id()) {
      complain("there is news of a case that is not open");
    } else if (said.news() == v1::CASE_NEWS_CLOSED) {
      openings[said.case_id()].until = said.origin().revision();
      closed_on[account] = last;
      open.erase(known);
    }
    const bool closed = said.news() == v1::CASE_NEWS_CLOSED;
    if ((said.state() == v1::CASE_STATE_CLOSED) != closed) {
      complain("a case is closed, or not, against its news");
    }
    if (!closed && said.causes().empty()) {
      complain("a case is open without a cause");
    }
  }
  return openings;
}

void check_holds(TopologyDriver& driver, const std::map<std::string, Opening>& openings,
                 Problems& problems) {
  for (const auto& [account, hold] : driver.outputs<v1::Hold>("credit.holds")) {
    if (hold.state() == v1::HOLD_STATE_RELEASED) {
      continue;
    }
    const auto opening = openings.find(hold.case_id());
    const std::int64_t said_at = hold.origin().revision();
    // One record may bring up its client and then be folded: a hold of the first, whose case the
    // second closes, bears the same offset.
    if (opening == openings.end() || said_at < opening->second.from ||
        said_at > opening->second.until) {
      problems.push_back(fmt::format("{}, {}: a hold without an open case", account,
                                     hold.origin().causation_id()));
    }
    if (hold.causes().empty()) {
      problems.push_back(
          fmt::format("{}, {}: a hold without a cause", account, hold.origin().causation_id()));
    }
  }
}

template <class Message>
void check_ids(TopologyDriver& driver, const std::string& topic, std::set<std::string>& ids,
               Problems& problems) {
  for (const auto& [account, said] : driver.outputs<Message>(topic)) {
    if (said.origin().id().empty() || !ids.insert(said.origin().id()).second) {
      problems.push_back(fmt::format("{}, {}: two outputs with one id on {}", account,
                                     said.origin().causation_id(), topic));
    }
  }
}

void check_sheets(TopologyDriver& driver, Problems& problems) {
  std::map<std::string, v1::ExposureSheet> last;
  for (auto& [account, sheet] : driver.outputs<v1::ExposureSheet>("credit.exposures")) {
    last[account] = std::move(sheet);
  }
  for (auto& [key, said] : last) {
    if (driver.shard_of(said.account().client_id()).wants_beat()) {
      continue;
    }
    auto now = driver.sheet(said.account().client_id(), said.account().segment());
    said.clear_origin();
    if (now.has_value()) {
      now->clear_origin();
    }
    if (!now.has_value() || now->SerializeAsString() != said.SerializeAsString()) {
      problems.push_back(fmt::format(
          "{}: the sheet said last is not the sheet\n  said: {}\n  is:   {}", key,
          said.ShortDebugString(), now.has_value() ? now->ShortDebugString() : "nothing"));
    }
  }
}

// Where a shard's word stands: the partition, and the offset that caused it.
using At = std::pair<std::int32_t, std::int64_t>;

// How many cases of a partition are open after each offset that opened or closed one.
std::map<At, int> open_cases(TopologyDriver& driver) {
  std::map<std::string, bool> is_open;
  std::map<std::int32_t, int> open;
  std::map<At, int> counts;
  for (const auto& [account, said] : driver.outputs<v1::Case>("credit.alerts")) {
    const std::int32_t partition =
        driver.shard_of(said.account().client_id()).identity().log.partition;
    const bool opens = said.state() == v1::CASE_STATE_OPEN;
    open[partition] += static_cast<int>(opens) - static_cast<int>(is_open[account]);
    is_open[account] = opens;
    counts[{partition, said.origin().revision()}] = open[partition];
  }
  return counts;
}

// The parts of a day's digest count each open case of their shard once.
void check_digests(TopologyDriver& driver, Problems& problems) {
  const std::map<At, int> counts = open_cases(driver);
  std::map<At, std::int64_t> counted;
  for (const auto& [portfolio, part] : driver.outputs<v1::DigestPart>("credit.digests")) {
    std::int64_t& sum = counted[{part.partition(), part.origin().revision()}];
    for (const v1::SeverityCount& count : part.cases()) {
      sum += count.open();
    }
  }
  for (const auto& [at, sum] : counted) {
    const auto after = counts.upper_bound(at);
    const bool none = after == counts.begin() || std::prev(after)->first.first != at.first;
    const int open = none ? 0 : std::prev(after)->second;
    if (sum != open) {
      problems.push_back(fmt::format("partition {}, offset {}: the digest counts {} cases, {} are",
                                     at.first, at.second, sum, open));
    }
  }
}

}  // namespace

std::vector<std::string> broken_invariants(TopologyDriver& driver) {
  Problems problems;
  check_holds(driver, check_cases(driver, problems), problems);
  std::set<std::string> ids;
  check_ids<v1::Case>(driver, "credit.alerts", ids, problems);
  check_ids<v1::Hold>(driver, "credit.holds", ids, problems);
  check_ids<v1::OrderDecision>(driver, "credit.order-decisions", ids, problems);
  check_ids<v1::ExposureSheet>(driver, "credit.exposures", ids, problems);
  check_ids<v1::DigestPart>(driver, "credit.digests", ids, problems);
  check_ids<v1::OrderHeartbeat>(driver, "credit.order-heartbeats", ids, problems);
  check_sheets(driver, problems);
  check_digests(driver, problems);
  return problems;
}

}  // namespace encours
