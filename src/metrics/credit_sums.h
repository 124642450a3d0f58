// Running sums over the credit accounts, by segment and currency: exposure, ages of the open items,
// limits, cases, holds. Kept by whoever hears what was said (collector.h) and fed once with what
// stood before (credit_reader.h). One thread.
//
// A changed sheet costs the same however many accounts there are: what the account contributed
// before is taken out, what it contributes now put in. That takes about 200 bytes an account and
// currency. Sums are exact, in minor units.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/money.h"
#include "src/engine/hash128.h"
#include "src/ports.h"

namespace encours::metrics {

// Segments with series of their own; those met later count as kOtherSegment. A feed may send
// nonsense, and every segment is several dozen series.
inline constexpr std::size_t kSegmentsMax = 50;
inline constexpr std::string_view kOtherSegment = "~other";

// Amounts in the order of AmountGroup::minor.
enum class Amount : std::uint8_t {
  kExposure,
  kNotDue,
  kDays1To30,
  kDays31To60,
  kDays61To90,
  kDaysOver90,
  kDisputed,
  kUnappliedCash,
  kUnappliedCredits,
  kOrdersApproved,
  kOrdersHeld,
  kLimit,
};
inline constexpr std::size_t kAmountCount = 12;

// How much of the limit is used.
enum class Utilisation : std::uint8_t { kNoLimit, kUnder80, k80To100, kOver100 };
inline constexpr std::size_t kUtilisationCount = 4;

__extension__ using WideMinor = __int128;  // many accounts may be more than 64 bits

struct AmountGroup {
  std::array<WideMinor, kAmountCount> minor = {};

  WideMinor of(Amount amount) const { return minor[static_cast<std::size_t>(amount)]; }
};

struct SegmentCounts {
  std::array<std::int64_t, kUtilisationCount> by_utilisation = {};
  std::int64_t on_hold = 0;
};

// A rule's kind and a severity.
using AlertLabels = std::pair<v1::RuleKind, v1::Severity>;

// What is published.
struct CreditNumbers {
  bool complete = false;  // every account was read: before that amounts and counts lack some
  std::map<std::pair<std::string, Currency>, AmountGroup> amounts;  // by segment and currency
  std::map<std::string, SegmentCounts> accounts;                    // by segment
  std::map<AlertLabels, std::int64_t> open_causes;
  std::map<v1::Severity, std::int64_t> open_cases;
  // Since the start.
  std::map<AlertLabels, std::uint64_t> alerts;
  std::map<std::pair<v1::HoldScope, v1::HoldState>, std::uint64_t> holds;
  std::map<v1::Verdict, std::uint64_t> decisions;
};

class CreditSums {
 public:
  // An output that has become visible; topics that say nothing of credit are passed over.
  void hear(const Append& output);

  // What stands in the rows of an account: its sheet, and the causes of its case, shadow ones too.
  void read(const v1::ExposureSheet& sheet, std::span<const v1::Cause> causes);

  // The accounts of a partition are no longer ours. Tells nothing of them from now on.
  void forget(std::int32_t partition);
  // Which partition read() is about.
  void set_partition(std::int32_t partition) { partition_ = partition; }

  // All but `complete`.
  const CreditNumbers& numbers() const { return numbers_; }

 private:
  struct KeyHash {
    std::size_t operator()(const Hash128& key) const { return static_cast<std::size_t>(key.low); }
  };
  // What an account put into the sums.
  struct Line {
    Currency currency;
    std::array<std::int64_t, kAmountCount> minor = {};
  };
  struct Account {
    std::int32_t partition = 0;
    Utilisation utilisation = Utilisation::kNoLimit;
    bool on_hold = false;
    const std::string* segment = nullptr;  // in segments_
    std::vector<Line> lines;
  };
  // One cause of an open case.
  struct Mark {
    std::uint64_t id = 0;  // of rule and subject
    v1::RuleKind kind = v1::RULE_KIND_UNSPECIFIED;
    v1::Severity severity = v1::SEVERITY_UNSPECIFIED;
  };
  struct OpenCase {
    std::int32_t partition = 0;
    std::vector<Mark> marks;
  };

  void set_sheet(const Hash128& key, const v1::ExposureSheet& sheet);
  void hear_case(const Hash128& key, const v1::Case& told);
  void set_case(const Hash128& key, std::vector<Mark> marks);
  void count_alerts(const OpenCase* before, const std::vector<Mark>& now, bool opened);
  void add(const Account& account, int sign);
  void add(const OpenCase& open, int sign);
  const std::string& segment_of(const std::string& name);

  CreditNumbers numbers_;
  std::int32_t partition_ = 0;
  std::map<std::string, std::string, std::less<>> segments_;  // the label of each segment
  std::unordered_map<Hash128, Account, KeyHash> accounts_;
  std::unordered_map<Hash128, OpenCase, KeyHash> cases_;
};

}  // namespace encours::metrics
