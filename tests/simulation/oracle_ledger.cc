#include <algorithm>

#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

struct Moved {
  int line = 0;
  std::string currency;
  std::int64_t minor = 0;
};

struct Dispute {
  std::string id;
  int line = 0;
  bool has_amount = false;
  std::string currency;
  std::int64_t minor = 0;
};

// A due date put off.
struct Extension {
  int line = 0;
  Day agreed_on = kNoDay;
  Day until = kNoDay;
};

struct Assignment {
  bool sold = false;
  bool recourse = false;
  bool returned = false;
};

// What a transfer from another client tells.
struct Brought {
  std::string currency;
  std::vector<std::pair<Day, int>> lines;  // due date, number
};

// One document, or only its name, with what was booked on it.
struct Item {
  v1::DocumentRef ref;
  const v1::Event* document = nullptr;
  bool cancelled = false;
  std::vector<Moved> moved;
  std::vector<Dispute> disputes;
  std::vector<std::pair<Day, v1::ReceiptState>> states;
  std::vector<Extension> extensions;
  std::map<std::string, Assignment> assignments;
  std::map<std::string, Brought> brought;  // by transfer
  const v1::Statement* statement = nullptr;
  std::map<std::string, Day> statement_due;  // by statement
};

using Items = std::map<std::string, Item>;

struct Line {
  Day due_on = kNoDay;
  Day put_off_to = kNoDay;
  int number = 0;
  std::int64_t open = 0;
  std::int64_t disputed = 0;
};

Item& item_of(Items& items, const v1::DocumentRef& ref) {
  Item& item = items[name_of(ref)];
  item.ref = ref;
  return item;
}

void move(Items& items, const v1::DocumentRef& ref, const v1::Money& money, int sign) {
  item_of(items, ref).moved.push_back({ref.line(), money.currency(), sign * minor_of(money)});
}

void add_dispute(const Known& known, const v1::DisputeOpened& dispute, Items& items) {
  const Day opened_on = *day_from_date(dispute.opened_on());
  const int days = known.policy.dispute_days();
  if (days > 0 && known.today != kNoDay && opened_on < known.today - days) {
    return;  // it counts as clean again
  }
  item_of(items, dispute.item_ref())
      .disputes.push_back({dispute.dispute_id(), dispute.item_ref().line(), dispute.has_amount(),
                           dispute.amount().currency(),
                           dispute.has_amount() ? minor_of(dispute.amount()) : 0});
}

bool has(const KnownClient& client, const std::string& what, const std::string& source,
         const std::string& company, const std::string& number) {
  return client.in_force.contains(what + "\n" + source + "\n" + company + "\n" + number);
}

void take_settlement(const KnownClient& client, const v1::Settlement& settlement, Items& items) {
  if (has(client, "reversed", settlement.source_system(), settlement.seller_company(),
          settlement.settlement_id())) {
    return;
  }
  for (const v1::Movement& movement : settlement.movements()) {
    if (movement.has_item_ref()) {
      move(items, movement.item_ref(), movement.amount(), 1);
    }
  }
}

void take_transfer(const v1::TransferIn& transfer, Items& items) {
  const Day posted_on = *day_from_date(transfer.posting_date());
  for (const v1::TransferredItem& row : transfer.items()) {
    move(items, row.item_ref(), row.amount(), 1);
    Brought& brought = item_of(items, row.item_ref()).brought[transfer.transfer_id()];
    brought.currency = row.amount().currency();
    brought.lines.emplace_back(row.due_on() == 0 ? posted_on : *day_from_date(row.due_on()),
                               row.item_ref().line());
    std::sort(brought.lines.begin(), brought.lines.end());
  }
}

void take(const Known& known, const KnownClient& client, const v1::Event& event, Items& items) {
  const auto dispute = [&](const v1::DisputeOpened& opened) {
    if (!has(client, "dispute closed", "", opened.item_ref().seller_company(),
             opened.dispute_id())) {
      add_dispute(known, opened, items);
    }
  };
  if (is_billing_document(event)) {
    return;  // no item until accounting posts it
  }
  if (event.has_invoice()) {
    item_of(items, event.invoice().ref()).document = &event;
  } else if (event.has_credit_note()) {
    item_of(items, event.credit_note().ref()).document = &event;
  } else if (event.has_receipt()) {
    item_of(items, event.receipt().ref()).document = &event;
  } else if (event.has_invoice_cancelled()) {
    item_of(items, event.invoice_cancelled().ref()).cancelled = true;
  } else if (event.has_settlement()) {
    take_settlement(client, event.settlement(), items);
  } else if (event.has_write_off()) {
    move(items, event.write_off().item_ref(), event.write_off().amount(), -1);
  } else if (event.has_recovery()) {
    move(items, event.recovery().item_ref(), event.recovery().amount(), 1);
    move(items, event.recovery().item_ref(), event.recovery().amount(), -1);
  } else if (event.has_receipt_state_changed()) {
    const v1::ReceiptStateChanged& changed = event.receipt_state_changed();
    item_of(items, changed.ref())
        .states.emplace_back(*day_from_date(changed.changed_on()), changed.state());
  } else if (event.has_due_date_extended()) {
    const v1::DueDateExtended& extended = event.due_date_extended();
    item_of(items, extended.item_ref())
        .extensions.push_back({extended.item_ref().line(), *day_from_date(extended.agreed_on()),
                               *day_from_date(extended.due_on())});
  } else if (event.has_receivable_assigned()) {
    const v1::ReceivableAssigned& assigned = event.receivable_assigned();
    Assignment& row = item_of(items, assigned.item_ref()).assignments[assigned.assignment_id()];
    row.sold = true;
    row.recourse = assigned.recourse();
  } else if (event.has_receivable_returned()) {
    const v1::ReceivableReturned& returned = event.receivable_returned();
    item_of(items, returned.item_ref()).assignments[returned.assignment_id()].returned = true;
  } else if (event.has_statement()) {
    item_of(items, event.statement().ref()).statement = &event.statement();
  } else if (event.has_transfer_out()) {
    for (const v1::TransferredItem& row : event.transfer_out().items()) {
      move(items, row.item_ref(), row.amount(), -1);
    }
  } else if (event.has_transfer_in()) {
    take_transfer(event.transfer_in(), items);
  } else if (event.has_dispute_opened()) {
    dispute(event.dispute_opened());
  } else if (event.has_dispute_changed()) {
    dispute(event.dispute_changed().dispute());
  }
}

// What moved each statement is handed over to its items: credits wholly, then what is owed in order.
void share_statement(const v1::Statement& statement, Items& items) {
  const std::string name = name_of(statement.ref());
  const std::string& currency = statement.items(0).amount().currency();
  std::int64_t pool = 0;
  for (const Moved& moved : items[name].moved) {
    pool -= moved.currency == currency ? moved.minor : 0;
  }
  const bool paid = pool > 0;
  const auto hand_over = [&](const v1::DocumentRef& ref, std::int64_t minor) {
    item_of(items, ref).moved.push_back({ref.line(), currency, minor});
    items[name].moved.push_back({0, currency, -minor});
    pool += minor;
  };
  for (const v1::StatementItem& row : statement.items()) {
    if (paid && minor_of(row.amount()) < 0) {
      hand_over(row.item_ref(), -minor_of(row.amount()));
    }
  }
  for (const v1::StatementItem& row : statement.items()) {
    if (paid && minor_of(row.amount()) > 0) {
      hand_over(row.item_ref(), -std::min(pool, minor_of(row.amount())));
    }
    if (statement.due_on() != 0) {
      item_of(items, row.item_ref()).statement_due[name] = *day_from_date(statement.due_on());
    }
  }
}

// --- an invoice -------------------------------------------------------------------------------

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

bool stands(const Item& item) {
  return !item.cancelled && (item.document != nullptr || !item.brought.empty());
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

// The lines of what the client owes by the item, as they came; with a predecessor they are due when
// that is.
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

// Its own disputes, and those of the items it continues.
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

Line* line_named(std::vector<Line>& lines, int number) {
  for (Line& line : lines) {
    if (line.number == number) {
      return &line;
    }
  }
  return nullptr;
}

// What is open of each line; returns what was paid beyond all of them, positive.
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

// Not due, 1-30, 31-60, 61-90, over 90 days late.
std::size_t bucket_of(Day due_on, Day today) {
  const Day late = today == kNoDay ? 0 : today - due_on;
  if (late <= 0) {
    return 0;
  }
  return late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4;
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

// --- payments ---------------------------------------------------------------------------------

// The days of 2023 to 2026 on which TARGET was closed in the week.
const std::set<std::int32_t> kTargetHolidays{
    20230407, 20230410, 20230501, 20231225, 20231226, 20240101, 20240329, 20240401, 20240501,
    20241225, 20241226, 20250101, 20250418, 20250421, 20250501, 20251225, 20251226, 20260101,
    20260403, 20260406, 20260501, 20261225};

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

Day returned_on(const Item& item) {
  const v1::Receipt& receipt = item.document->receipt();
  std::pair<Day, v1::ReceiptState> last{*day_from_date(receipt.posting_date()), receipt.state()};
  for (const auto& state : item.states) {
    last = std::max(last, state);
  }
  return last.second == v1::RECEIPT_STATE_RETURNED ? last.first : kNoDay;
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
    case v1::INSTRUMENT_CHEQUE:
    case v1::INSTRUMENT_CARD:
      break;
    default:
      return false;
  }
  const std::int32_t from =
      receipt.maturity() == 0 ? receipt.posting_date() : receipt.maturity();
  return today == kNoDay || today <= bank_days_after(*day_from_date(from), days);
}

// --- all items --------------------------------------------------------------------------------

std::string currency_of(const Item& item) {
  if (item.document == nullptr) {
    return item.brought.begin()->second.currency;
  }
  const v1::Event& document = *item.document;
  if (document.has_invoice()) {
    return document.invoice().gross().currency();
  }
  return document.has_credit_note() ? document.credit_note().gross().currency()
                                    : document.receipt().amount().currency();
}

std::int64_t moved_in(const Item& item, const std::string& currency) {
  std::int64_t sum = 0;
  for (const Moved& moved : item.moved) {
    sum += moved.currency == currency ? moved.minor : 0;
  }
  return sum;
}

bool is_sold(const Item& item) {
  return std::any_of(item.assignments.begin(), item.assignments.end(), [](const auto& row) {
    return row.second.sold && !row.second.recourse && !row.second.returned;
  });
}

// What the client owes by the item, in its own currency.
void add_claim(const Item& item, std::vector<Line> lines, const std::vector<Dispute>& disputes,
               Day today, Figures& figures, std::int64_t& clean_overdue) {
  const std::string currency = currency_of(item);
  figures.unapplied_credits += pay_lines(item, currency, lines);
  contest_lines(disputes, currency, lines);
  for (const Line& line : lines) {
    if (is_sold(item)) {
      figures.assigned += line.open;
    } else {
      add_line(line, today, figures, clean_overdue);
    }
  }
}

// Money or a credit note, in its own currency.
void add_credit(const Item& item, const Known& known, const std::string& company_order,
                Figures& figures, Account& account) {
  const std::string currency = currency_of(item);
  std::int64_t came = 0;
  v1::Receipt receipt;
  if (item.document != nullptr && item.document->has_credit_note()) {
    came = minor_of(item.document->credit_note().gross());
  } else if (item.document != nullptr) {
    receipt = item.document->receipt();
    came = minor_of(receipt.amount());
  }
  figures.credits += came;
  const std::int64_t left = came - moved_in(item, currency);
  if (item.ref.kind() == v1::DOCUMENT_KIND_CREDIT_NOTE) {
    figures.unapplied_credits += left;
    return;
  }
  if (receipt.purpose() == v1::RECEIPT_PURPOSE_DOWN_PAYMENT) {
    figures.advances += left;
    account.advances[{company_order, currency}] += left;
  } else if (receipt.purpose() == v1::RECEIPT_PURPOSE_DEPOSIT) {
    figures.deposits += left;
  } else {
    figures.unapplied_receipts += left;
  }
  if (item.document != nullptr && is_at_risk(receipt, known.policy, known.today)) {
    figures.at_risk += came;
  }
}

void add_document(const Items& items, const Item& item, const Known& known, Account& account,
                  std::int64_t& clean_overdue) {
  Figures& figures = account.figures[currency_of(item)];
  const bool payment = item.document != nullptr && item.document->has_receipt();
  const Day returned = payment ? returned_on(item) : kNoDay;
  if (item.ref.kind() == v1::DOCUMENT_KIND_INVOICE) {
    figures.debits += item.document == nullptr ? 0 : minor_of(item.document->invoice().gross());
    if (item.document != nullptr) {
      for (const v1::ScheduleLine& row : item.document->invoice().schedule()) {
        if (row.kind() == v1::SCHEDULE_KIND_DOWN_PAYMENT_REQUEST) {
          figures.debits -= minor_of(row.amount());
        }
      }
    }
    add_claim(item, claim_lines(items, item), disputes_of(items, item), known.today, figures,
              clean_overdue);
  } else if (returned != kNoDay) {
    add_claim(item, {{returned, kNoDay, 0, 0, 0}}, item.disputes, known.today, figures,
              clean_overdue);
  } else {
    const std::string order = payment && item.document->receipt().has_order_ref()
                                  ? name_of(item.document->receipt().order_ref())
                                  : "";
    add_credit(item, known, order, figures, account);
  }
}

}  // namespace

void add_ledger(const Known& known, const std::string& client_id, const KnownClient& client,
                Accounts& accounts) {
  Items items;
  for (const auto& [entity, event] : client.in_force) {
    take(known, client, event, items);
  }
  std::vector<const v1::Statement*> statements;
  for (const auto& [name, item] : items) {
    if (item.statement != nullptr) {
      statements.push_back(item.statement);
    }
  }
  for (const v1::Statement* statement : statements) {
    share_statement(*statement, items);
  }
  std::map<std::pair<std::string, std::string>, std::int64_t> clean_overdue;  // segment, currency
  for (const auto& [name, item] : items) {
    const std::string segment = segment_of_company(known.policy, item.ref.seller_company());
    Account& account = accounts[{client_id, segment}];
    const std::string own = stands(item) ? currency_of(item) : "";
    std::set<std::string> others;
    for (const Moved& moved : item.moved) {
      account.figures[moved.currency].moved += moved.minor;
      if (moved.currency != own) {
        others.insert(moved.currency);
      }
    }
    if (stands(item)) {
      add_document(items, item, known, account, clean_overdue[{segment, own}]);
    }
    for (const std::string& currency : others) {
      Figures& figures = account.figures[currency];
      const std::int64_t sum = moved_in(item, currency);
      if (item.cancelled) {
        figures.unapplied_credits -= sum;
      } else {
        figures.parked += sum;
        figures.parked_gross += std::abs(sum);
      }
    }
  }
  for (const auto& [place, clean] : clean_overdue) {
    Figures& figures = accounts[{client_id, place.first}].figures[place.second];
    const std::int64_t on_account =
        std::max<std::int64_t>(0, figures.unapplied_receipts + figures.unapplied_credits);
    figures.overdue_net = std::max<std::int64_t>(0, clean - on_account);
  }
}

}  // namespace encours::simulation
