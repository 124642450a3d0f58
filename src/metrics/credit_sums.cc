#include "src/metrics/credit_sums.h"

#include <algorithm>

#include "encours/v1/accounts.pb.h"
#include "schemas/topics.h"

namespace encours::metrics {
namespace {

constexpr std::int64_t kNearlyFullBp = 8'000;

std::int64_t bucket(const v1::SheetLine& line, int number) {
  return number < line.bucket_minor_size() ? line.bucket_minor(number) : 0;
}

std::array<std::int64_t, kAmountCount> amounts_of(const v1::SheetLine& line) {
  return {line.exposure_minor(),
          bucket(line, 0),
          bucket(line, 1),
          bucket(line, 2),
          bucket(line, 3),
          bucket(line, 4),
          line.disputed_minor(),
          line.unapplied_receipts_minor(),
          line.unapplied_credits_minor(),
          line.open_orders_minor(),
          line.orders_held_minor(),
          0};
}

Utilisation utilisation_of(const v1::ExposureSheet& sheet) {
  if (sheet.limit_kind() == v1::LIMIT_KIND_ZERO) {
    const bool used = minor_from_wire(sheet.exposure()).value_or(0) > 0;
    return used ? Utilisation::kOver100 : Utilisation::kUnder80;
  }
  const std::int64_t used_bp = sheet.utilisation_bp();
  return used_bp < 0                ? Utilisation::kNoLimit
         : used_bp > kWholeBp       ? Utilisation::kOver100
         : used_bp >= kNearlyFullBp ? Utilisation::k80To100
                                    : Utilisation::kUnder80;
}

std::uint64_t id_of(const v1::Cause& cause) {
  return short_hash_of(cause.rule() + '\n' + cause.subject());
}

template <class Message>
bool parse(const Append& output, Message& message) {
  return message.ParseFromString(output.value);
}

Hash128 key_of(const v1::Account& account) {
  return hash_of(client_segment_key(account.client_id(), account.segment()));
}

}  // namespace

void CreditSums::hear(const Append& output) {
  partition_ = output.to.partition;
  if (output.to.topic == "credit.exposures") {
    v1::ExposureSheet sheet;
    if (parse(output, sheet)) set_sheet(key_of(sheet.account()), sheet);
  } else if (output.to.topic == "credit.alerts") {
    v1::Case told;
    if (parse(output, told)) hear_case(key_of(told.account()), told);
  } else if (output.to.topic == "credit.holds") {
    v1::Hold hold;
    if (parse(output, hold)) ++numbers_.holds[{hold.scope(), hold.state()}];
  } else if (output.to.topic == "credit.order-decisions") {
    v1::OrderDecision decision;
    if (parse(output, decision)) ++numbers_.decisions[decision.verdict()];
  }
}

void CreditSums::read(const v1::ExposureSheet& sheet, std::span<const v1::Cause> causes) {
  const Hash128 key = key_of(sheet.account());
  set_sheet(key, sheet);
  std::vector<Mark> marks;
  for (const v1::Cause& cause : causes) {
    if (cause.mode() != v1::RULE_MODE_SHADOW) {
      marks.push_back({id_of(cause), cause.kind(), cause.severity()});
    }
  }
  set_case(key, std::move(marks));
}

void CreditSums::forget(std::int32_t partition) {
  const auto drop = [this, partition](auto& entries) {
    std::erase_if(entries, [this, partition](const auto& entry) {
      const bool gone = entry.second.partition == partition;
      if (gone) add(entry.second, -1);
      return gone;
    });
  };
  drop(accounts_);
  drop(cases_);
}

// --- sheets

void CreditSums::set_sheet(const Hash128& key, const v1::ExposureSheet& sheet) {
  Account now{partition_,
              utilisation_of(sheet),
              sheet.account_hold(),
              &segment_of(sheet.account().segment()),
              {}};
  const auto line_in = [&now](Currency currency) -> Line& {
    const auto found = std::ranges::find(now.lines, currency, &Line::currency);
    return found != now.lines.end() ? *found : now.lines.emplace_back(Line{currency, {}});
  };
  for (const v1::SheetLine& line : sheet.lines()) {
    if (const auto currency = Currency::from_code(line.currency())) {
      line_in(*currency).minor = amounts_of(line);
    }
  }
  const auto limit = minor_from_wire(sheet.limit());
  if (sheet.limit_kind() == v1::LIMIT_KIND_AMOUNT && limit) {
    line_in(*Currency::from_code(sheet.limit().currency())).minor[kAmountCount - 1] = *limit;
  }
  now.lines.shrink_to_fit();
  Account& account = accounts_[key];
  if (account.segment != nullptr) add(account, -1);
  account = std::move(now);
  add(account, 1);
}

void CreditSums::add(const Account& account, int sign) {
  SegmentCounts& counts = numbers_.accounts[*account.segment];
  counts.by_utilisation[static_cast<std::size_t>(account.utilisation)] += sign;
  counts.on_hold += account.on_hold ? sign : 0;
  for (const Line& line : account.lines) {
    AmountGroup& group = numbers_.amounts[{*account.segment, line.currency}];
    for (std::size_t i = 0; i < kAmountCount; ++i) {
      group.minor[i] += WideMinor{line.minor[i]} * sign;
    }
  }
}

const std::string& CreditSums::segment_of(const std::string& name) {
  const auto known = segments_.find(name);
  if (known != segments_.end()) return known->second;
  if (segments_.size() < kSegmentsMax) return segments_.emplace(name, name).first->second;
  return segments_.emplace(kOtherSegment, kOtherSegment).first->second;
}

// --- cases

void CreditSums::hear_case(const Hash128& key, const v1::Case& told) {
  std::vector<Mark> marks;
  for (const v1::Cause& cause : told.causes()) {
    marks.push_back({id_of(cause), cause.kind(), cause.severity()});
  }
  const auto before = cases_.find(key);
  count_alerts(before == cases_.end() ? nullptr : &before->second, marks,
               told.news() == v1::CASE_NEWS_OPENED);
  set_case(key, std::move(marks));
}

// What is new in a case of which nothing is known is not counted, unless all of it is: it was open
// before the start and is not read yet, or it has come back and is no news to anybody.
void CreditSums::count_alerts(const OpenCase* before, const std::vector<Mark>& now, bool opened) {
  if (before == nullptr && !opened) return;
  for (const Mark& mark : now) {
    const bool known =
        before != nullptr && std::ranges::any_of(before->marks, [&mark](const Mark& old) {
          return old.id == mark.id && old.severity >= mark.severity;
        });
    if (!known) ++numbers_.alerts[{mark.kind, mark.severity}];
  }
}

void CreditSums::set_case(const Hash128& key, std::vector<Mark> marks) {
  const auto before = cases_.find(key);
  if (before != cases_.end()) {
    add(before->second, -1);
    if (marks.empty()) {
      cases_.erase(before);
      return;
    }
  }
  if (marks.empty()) return;
  OpenCase& open = cases_[key];
  open = {partition_, std::move(marks)};
  add(open, 1);
}

void CreditSums::add(const OpenCase& open, int sign) {
  v1::Severity greatest = v1::SEVERITY_UNSPECIFIED;
  for (const Mark& mark : open.marks) {
    numbers_.open_causes[{mark.kind, mark.severity}] += sign;
    greatest = std::max(greatest, mark.severity);
  }
  numbers_.open_cases[greatest] += sign;
}

}  // namespace encours::metrics
