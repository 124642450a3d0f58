#include "tests/stories/found.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "encours/v1/shards.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"
#include "tests/stories/words.h"

namespace encours::story {
namespace {

const Properties kNothing{{"state", "none"}};

// "CASE_STATE_OPEN" without its prefix, written small.
std::string small_word(std::string_view name, std::string_view prefix) {
  std::string word(name.substr(prefix.size()));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return word;
}

std::string amount(Currency currency, std::int64_t minor) {
  return plain_number(format_minor(currency, minor));
}

std::string amount(const v1::Money& money) {
  const auto currency = Currency::from_code(money.currency());
  const auto minor = minor_from_wire(money);
  return currency && minor ? amount(*currency, *minor) + " " + money.currency() : "none";
}

std::string date(std::int32_t yyyymmdd) {
  return yyyymmdd == 0 ? "none" : format_day(*day_from_date(yyyymmdd));
}

bool is_about(const v1::Account& account, const Expect& expect) {
  return account.client_id() == expect.client_id && account.segment() == expect.segment;
}

// The rules of the causes that `takes` accepts: "a" and "b".
template <class Causes, class Takes>
std::string rules(const Causes& causes, Takes takes) {
  std::string text;
  for (const v1::Cause& cause : causes) {
    if (takes(cause)) {
      text += (text.empty() ? "" : " and ") + cause.rule();
    }
  }
  return text.empty() ? "nothing" : text;
}

// What a hold lets pass: cash and running_contract.
std::string exemptions(const v1::Hold& hold) {
  std::string text;
  for (const int exemption : hold.exempt()) {
    text += (text.empty() ? "" : " and ") +
            small_word(v1::Exemption_Name(static_cast<v1::Exemption>(exemption)), "EXEMPTION_");
  }
  return text.empty() ? "nothing" : text;
}

bool any_cause(const v1::Cause& /*cause*/) {
  return true;
}
bool holds(const v1::Cause& cause) {
  return cause.mode() == v1::RULE_MODE_ENFORCE;
}
bool only_speaks(const v1::Cause& cause) {
  return cause.mode() != v1::RULE_MODE_ENFORCE;
}

void add_line(const v1::SheetLine& line, Properties& found) {
  const Currency currency = *Currency::from_code(line.currency());
  const auto add = [&](const char* name, std::int64_t minor) {
    found[name] = amount(currency, minor);
  };
  add("open_items", line.open_items_minor());
  add("disputed", line.disputed_minor());
  add("unapplied_receipts", line.unapplied_receipts_minor());
  add("unapplied_credits", line.unapplied_credits_minor());
  add("bills_and_debits_at_risk", line.bills_and_debits_at_risk_minor());
  add("deposits", line.deposits_minor());
  add("billing_not_posted", line.billing_not_posted_minor());
  add("deliveries_not_invoiced", line.deliveries_not_invoiced_minor());
  add("open_orders", line.open_orders_minor());
  add("orders_held", line.orders_held_minor());
  add("orders_later", line.orders_later_minor());
  add("exposure", line.exposure_minor());
  add("overdue", line.overdue_minor());
  add("overdue_net", line.overdue_net_minor());
  add("parked", line.parked_minor());
  const char* const buckets[] = {"current", "d1_30", "d31_60", "d61_90", "d90_plus"};
  for (int i = 0; i < 5; ++i) {
    add(buckets[i], i < line.bucket_minor_size() ? line.bucket_minor(i) : 0);
  }
  found["oldest_overdue_since"] = date(line.oldest_overdue_since());
  found["estimated"] = line.estimated() ? "yes" : "no";
}

Properties find_sheet(TopologyDriver& driver, const Expect& expect) {
  const std::optional<v1::ExposureSheet> sheet = driver.sheet(expect.client_id, expect.segment);
  if (!sheet.has_value()) {
    return kNothing;
  }
  Properties found{{"state", "there"}};
  found["limit_kind"] = small_word(
      v1::LimitKind_Name(static_cast<v1::LimitKind>(sheet->limit_kind())), "LIMIT_KIND_");
  found["limit"] = amount(sheet->limit());
  found["total_exposure"] = amount(sheet->exposure());
  // In per cent, as people say it.
  found["utilisation"] = sheet->utilisation_bp() < 0
                             ? "none"
                             : plain_number(fmt::format("{}.{:02}", sheet->utilisation_bp() / 100,
                                                        sheet->utilisation_bp() % 100)) +
                                   " %";
  found["fx_as_of"] = date(sheet->fx_as_of());
  found["account_hold"] = sheet->account_hold() ? "yes" : "no";
  std::string currencies;
  for (const v1::SheetLine& line : sheet->lines()) {
    currencies += (currencies.empty() ? "" : " and ") + line.currency();
    if (line.currency() == expect.currency ||
        (expect.currency.empty() && sheet->lines_size() == 1)) {
      add_line(line, found);
    }
  }
  found["currencies"] = currencies.empty() ? "none" : currencies;
  return found;
}

// By the evidence's own name, as far as no other property has it.
void add_evidence(const v1::Cause& cause, Properties& found) {
  for (const v1::Evidence& evidence : cause.evidence()) {
    const std::string said = evidence.has_amount()     ? amount(evidence.amount())
                             : evidence.text().empty() ? std::to_string(evidence.value())
                                                       : evidence.text();
    found.try_emplace(evidence.name(), said);
  }
}

Properties find_case(TopologyDriver& driver, const Expect& expect) {
  Properties found = kNothing;
  int told = 0;
  for (const auto& said : driver.outputs<v1::Case>("credit.alerts")) {
    const v1::Case& message = said.message;
    if (!is_about(message.account(), expect)) {
      continue;
    }
    found = {
        {"state", small_word(v1::CaseState_Name(message.state()), "CASE_STATE_")},
        {"news", small_word(v1::CaseNews_Name(message.news()), "CASE_NEWS_")},
        {"severity", small_word(v1::Severity_Name(message.severity()), "SEVERITY_")},
        {"because", rules(message.causes(), any_cause)},
        {"enforcing", rules(message.causes(), holds)},
        {"at_stake", amount(message.at_stake())},
        {"opened", date(message.opened_on())},
        {"owner", message.owner().empty() ? "nobody" : message.owner()},
        {"seen_by", message.acknowledged_by().empty() ? "nobody" : message.acknowledged_by()},
        {"silent_until", date(message.snoozed_until())},
        {"told", std::to_string(++told)},
    };
    for (const v1::Cause& cause : message.causes()) {
      add_evidence(cause, found);
    }
  }
  return found;
}

Properties find_order(TopologyDriver& driver, const Expect& expect) {
  Properties found = kNothing;
  int told = 0;
  for (const auto& said : driver.outputs<v1::OrderDecision>("credit.order-decisions")) {
    const v1::OrderDecision& message = said.message;
    if (!is_about(message.account(), expect) || message.order_ref().number() != expect.order) {
      continue;
    }
    found = {
        {"state", small_word(v1::Verdict_Name(message.verdict()), "VERDICT_")},
        {"because", rules(message.reasons(), holds)},
        {"noting", rules(message.reasons(), only_speaks)},
        {"amount", amount(message.amount())},
        {"revision", std::to_string(message.order_revision())},
        {"until", date(message.valid_until())},
        {"by", message.decided_by().empty() ? "rules" : message.decided_by()},
        {"checkpoint", small_word(v1::Checkpoint_Name(message.checkpoint()), "CHECKPOINT_")},
        {"pay", amount(message.way_out().pay())},
        {"pay_due_through", date(message.way_out().pay_due_through())},
        {"prepay", amount(message.way_out().prepay())},
        {"ask_limit", amount(message.way_out().limit())},
        {"ask_whom", message.way_out().limit_approver().empty()
                         ? "nobody"
                         : message.way_out().limit_approver()},
        {"told", std::to_string(++told)},
    };
  }
  return found;
}

Properties find_hold(TopologyDriver& driver, const Expect& expect) {
  Properties found = kNothing;
  int told = 0;
  for (const auto& said : driver.outputs<v1::Hold>("credit.holds")) {
    const v1::Hold& message = said.message;
    const bool whole_account = message.scope() == v1::HOLD_SCOPE_ACCOUNT;
    if (!is_about(message.account(), expect) || whole_account != expect.order.empty() ||
        (!whole_account && message.order_ref().number() != expect.order)) {
      continue;
    }
    found = {
        {"state", small_word(v1::HoldState_Name(message.state()), "HOLD_STATE_")},
        {"because", rules(message.causes(), any_cause)},
        {"by", message.decided_by().empty() ? "rules" : message.decided_by()},
        {"exempt", exemptions(message)},
        {"told", std::to_string(++told)},
    };
  }
  return found;
}

// The last day's parts of all partitions, added up as their readers do.
Properties find_digest(TopologyDriver& driver, const Expect& expect) {
  std::int32_t day = 0;
  std::int64_t open = 0;
  std::int64_t opened = 0;
  std::int64_t closed = 0;
  for (const auto& said : driver.outputs<v1::DigestPart>("credit.digests")) {
    const v1::DigestPart& part = said.message;
    if (part.portfolio() != expect.client_id || part.day() < day) {
      continue;
    }
    if (part.day() > day) {
      day = part.day();
      open = opened = closed = 0;
    }
    for (const v1::SeverityCount& count : part.cases()) {
      open += count.open();
      opened += count.opened();
      closed += count.closed();
    }
  }
  if (day == 0) {
    return kNothing;
  }
  return {{"state", "said"},
          {"day", date(day)},
          {"open", std::to_string(open)},
          {"opened", std::to_string(opened)},
          {"closed", std::to_string(closed)}};
}

}  // namespace

Properties find(TopologyDriver& driver, const Expect& expect) {
  switch (expect.about) {
    case About::kSheet:
      return find_sheet(driver, expect);
    case About::kCase:
      return find_case(driver, expect);
    case About::kOrder:
      return find_order(driver, expect);
    case About::kHold:
      return find_hold(driver, expect);
    case About::kDigest:
      return find_digest(driver, expect);
    default:
      return kNothing;
  }
}

}  // namespace encours::story
