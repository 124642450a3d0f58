// What the client owes by an item, line by line, and what its payments are worth.
#include <algorithm>
#include <set>

#include "tests/simulation/oracle_items.h"

namespace encours::simulation {
namespace {

std::vector<Line> lines_of(const v1::Invoice& invoice) {
  const Day posted_on = *day_from_date(invoice.posting_date());
  std::vector<Line> lines;
  for (const v1::ScheduleLine& row : invoice.schedule()) {
    const int place = static_cast<int>(lines.size()) + 1;
    const bool claim = row.kind() != v1::SCHEDULE_KIND_DOWN_PAYMENT_REQUEST;
    lines.push_back({row.due_on() == 0 ? posted_on : *day_from_date(row.due_on()), kNoDay,
                     row.line() == 0 ? place : row.line(), claim ? minor_of(row.amount()) : 0, 0});
  }
  if (lines.empty()) {
    lines.push_back({posted_on, kNoDay, 1, minor_of(invoice.gross()), 0});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::pair(a.due_on, a.number) < std::pair(b.due_on, b.number);
  });
  return lines;
}

// The item that this one continues, if it stands.
const Item* predecessor_of(const Items& items, const Item& item) {
  if (item.document == nullptr || item.cancelled || !item.document->has_invoice() ||
      !item.document->invoice().has_continues()) {
    return nullptr;
  }
  const auto place = items.find(name_of(item.document->invoice().continues()));
  return place == items.end() || !stands(place->second) ? nullptr : &place->second;
}

Day put_off_to(const Item& item, int number, Day inherited) {
  Day agreed_on = kNoDay;
  Day until = inherited;
  bool own = false;
  for (const bool of_line : {false, true}) {  // what names the line counts before the whole
    for (const Extension& extension : item.extensions) {
      if (extension.line != (of_line ? number : 0)) {
        continue;
      }
      if (of_line && !own) {
        agreed_on = kNoDay;
        own = true;
      }
      if (extension.agreed_on >= agreed_on) {
        agreed_on = extension.agreed_on;
        until = extension.until;
      }
    }
  }
  return until;
}

Line* line_named(std::vector<Line>& lines, int number) {
  for (Line& line : lines) {
    if (line.number == number) {
      return &line;
    }
  }
  return nullptr;
}

// Not due, 1-30, 31-60, 61-90, over 90 days late.
std::size_t bucket_of(Day due_on, Day today) {
  const Day late = today == kNoDay ? 0 : today - due_on;
  if (late <= 0) {
    return 0;
  }
  return late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4;
}

// The days of 2023 to 2026 on which TARGET was closed in the week.
const std::set<std::int32_t> kTargetHolidays{
    20230407, 20230410, 20230501, 20231225, 20231226, 20240101, 20240329, 20240401,
    20240501, 20241225, 20241226, 20250101, 20250418, 20250421, 20250501, 20251225,
    20251226, 20260101, 20260403, 20260406, 20260501, 20261225};

bool is_bank_day(Day day) {
  const int days_since_thursday = ((day % 7) + 7) % 7;  // 1970-01-01 was one
  const bool week_end = days_since_thursday == 2 || days_since_thursday == 3;
  return !week_end && !kTargetHolidays.contains(date_from_day(day));
}

Day bank_days_after(Day day, int count) {
  while (count > 0) {
    ++day;
    count -= is_bank_day(day) ? 1 : 0;
  }
  return day;
}

// Bank days that the policy gives an instrument, or what is usual.
int finality_days(const v1::Policy& policy, v1::Instrument instrument, int usual) {
  for (const v1::Finality& row : policy.finality()) {
    if (row.instrument() == instrument) {
      return row.bank_days();
    }
  }
  return usual;
}

}  // namespace

bool stands(const Item& item) {
  return !item.cancelled && (item.document != nullptr || !item.brought.empty());
}

std::vector<Line> claim_lines(const Items& items, const Item& item) {
  std::vector<Line> lines;
  if (item.document != nullptr) {
    lines = lines_of(item.document->invoice());
  } else {
    for (const auto& [due_on, number] : item.brought.begin()->second.lines) {
      lines.push_back({due_on, kNoDay, number, 0, 0});
    }
  }
  for (Line& line : lines) {
    line.due_on = item.statement_due.empty() ? line.due_on : item.statement_due.begin()->second;
  }
  Day inherited = kNoDay;
  if (const Item* predecessor = predecessor_of(items, item); predecessor != nullptr) {
    std::vector<Line> before = claim_lines(items, *predecessor);
    const int named = item.document->invoice().continues().line();
    Line from = before.front();
    for (const Line& line : before) {
      from = line.number == named ? line : from;
    }
    inherited = from.put_off_to;
    for (Line& line : lines) {
      line.due_on = from.due_on;
    }
  }
  for (Line& line : lines) {
    const Day until = put_off_to(item, line.number, inherited);
    line.put_off_to = until > line.due_on ? until : kNoDay;
  }
  return lines;
}

std::vector<Dispute> disputes_of(const Items& items, const Item& item) {
  std::vector<Dispute> disputes = item.disputes;
  if (const Item* predecessor = predecessor_of(items, item); predecessor != nullptr) {
    for (Dispute dispute : disputes_of(items, *predecessor)) {
      dispute.line = 0;
      disputes.push_back(dispute);
    }
  }
  return disputes;
}

std::int64_t pay_lines(const Item& item, const std::string& currency, std::vector<Line>& lines) {
  std::int64_t paid = 0;  // on the document as a whole
  for (const Moved& moved : item.moved) {
    Line* line = line_named(lines, moved.line);
    if (moved.currency != currency) {
      continue;
    }
    if (moved.line != 0 && line != nullptr) {
      line->open += moved.minor;
    } else {
      paid -= moved.minor;
    }
  }
  for (Line& line : lines) {
    paid -= std::min<std::int64_t>(line.open, 0);  // too much on one line pays the others
    line.open = std::max<std::int64_t>(line.open, 0);
  }
  if (paid < 0) {
    lines.back().open -= paid;
    return 0;
  }
  for (Line& line : lines) {
    const std::int64_t part = std::min(line.open, paid);
    line.open -= part;
    paid -= part;
  }
  return paid;
}

void contest_lines(std::vector<Dispute> disputes, const std::string& currency,
                   std::vector<Line>& lines) {
  std::sort(disputes.begin(), disputes.end(),
            [](const Dispute& a, const Dispute& b) { return a.id < b.id; });
  bool all = false;
  std::int64_t rest = 0;
  for (const Dispute& dispute : disputes) {
    Line* line = line_named(lines, dispute.line);
    if (!dispute.has_amount) {
      all = all || line == nullptr;
      if (line != nullptr) {
        line->disputed = line->open;
      }
    } else if (dispute.currency == currency) {
      const std::int64_t part =
          line == nullptr ? 0 : std::min(dispute.minor, line->open - line->disputed);
      if (line != nullptr) {
        line->disputed += part;
      }
      rest += dispute.minor - part;
    }
  }
  for (Line& line : lines) {
    const std::int64_t part =
        all ? line.open - line.disputed : std::min(rest, line.open - line.disputed);
    line.disputed += part;
    rest -= part;
  }
}

void add_line(const Line& line, Day today, Figures& figures, std::int64_t& clean_overdue) {
  const std::size_t bucket = bucket_of(line.due_on, today);
  figures.open_items += line.open;
  figures.disputed += line.disputed;
  figures.buckets.at(bucket) += line.open;
  const Day asked_for = line.put_off_to == kNoDay ? line.due_on : line.put_off_to;
  if (bucket_of(asked_for, today) != 0) {
    clean_overdue += line.open - line.disputed;
  }
  if (bucket == 0 || line.open == 0) {
    return;
  }
  figures.overdue += line.open;
  const std::int32_t date = date_from_day(line.due_on);
  if (figures.oldest_overdue_since == 0 || date < figures.oldest_overdue_since) {
    figures.oldest_overdue_since = date;
  }
}

Day returned_on(const Item& item) {
  const v1::Receipt& receipt = item.document->receipt();
  std::pair<Day, v1::ReceiptState> last{*day_from_date(receipt.posting_date()), receipt.state()};
  for (const auto& state : item.states) {
    last = std::max(last, state);
  }
  return last.second == v1::RECEIPT_STATE_RETURNED ? last.first : kNoDay;
}

bool is_at_risk(const v1::Receipt& receipt, const v1::Policy& policy, Day today) {
  if (receipt.purpose() == v1::RECEIPT_PURPOSE_DEPOSIT) {
    return false;
  }
  if (receipt.final_on() != 0) {
    return today == kNoDay || today < *day_from_date(receipt.final_on());
  }
  int days = 0;
  switch (receipt.instrument()) {
    case v1::INSTRUMENT_BILL_ACCEPTED:
    case v1::INSTRUMENT_BILL_UNACCEPTED:
      days = finality_days(policy, v1::INSTRUMENT_BILL_ACCEPTED, 5);
      break;
    case v1::INSTRUMENT_SDD_CORE:
      days = finality_days(policy, v1::INSTRUMENT_SDD_CORE, 10);
      break;
    case v1::INSTRUMENT_SDD_B2B:
      days = finality_days(policy, v1::INSTRUMENT_SDD_B2B, 3);
      break;
    case v1::INSTRUMENT_CHEQUE:
    case v1::INSTRUMENT_CARD:
      break;
    default:
      return false;
  }
  const std::int32_t from = receipt.maturity() == 0 ? receipt.posting_date() : receipt.maturity();
  return today == kNoDay || today <= bank_days_after(*day_from_date(from), days);
}

}  // namespace encours::simulation
