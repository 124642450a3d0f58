#include <algorithm>
#include <deque>

#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

struct Moved {
  int line = 0;
  std::string currency;
  std::int64_t minor = 0;
  Day day = kNoDay;
};

struct Dispute {
  std::string id;
  int line = 0;
  bool has_amount = false;
  std::string currency;
  std::int64_t minor = 0;
};

// One document, or only its name, with what was booked on it.
struct Item {
  v1::DocumentRef ref;
  const v1::Event* document = nullptr;
  bool cancelled = false;
  std::vector<Moved> moved;
  std::vector<Dispute> disputes;
};

using Items = std::map<std::string, Item>;

struct Line {
  Day due_on = kNoDay;
  int number = 0;
  std::int64_t open = 0;
  std::int64_t disputed = 0;
};

Item& item_of(Items& items, const v1::DocumentRef& ref) {
  Item& item = items[name_of(ref)];
  item.ref = ref;
  return item;
}

void move(Items& items, const v1::DocumentRef& ref, const v1::Money& money, int sign,
          std::int32_t date) {
  item_of(items, ref)
      .moved.push_back(
          {ref.line(), money.currency(), sign * minor_of(money), *day_from_date(date)});
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
      move(items, movement.item_ref(), movement.amount(), 1, settlement.posting_date());
    }
  }
}

void take(const Known& known, const KnownClient& client, const v1::Event& event, Items& items) {
  const auto dispute = [&](const v1::DisputeOpened& opened) {
    if (!has(client, "dispute closed", "", opened.item_ref().seller_company(),
             opened.dispute_id())) {
      add_dispute(known, opened, items);
    }
  };
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
    move(items, event.write_off().item_ref(), event.write_off().amount(), -1,
         event.write_off().posting_date());
  } else if (event.has_open_items_list()) {
    for (const v1::OpenItem& listed : event.open_items_list().items()) {
      item_of(items, listed.ref()).ref.clear_line();
    }
  } else if (event.has_dispute_opened()) {
    dispute(event.dispute_opened());
  } else if (event.has_dispute_changed()) {
    dispute(event.dispute_changed().dispute());
  }
}

// --- an invoice -------------------------------------------------------------------------------

std::vector<Line> lines_of(const v1::Invoice& invoice) {
  const Day posted_on = *day_from_date(invoice.posting_date());
  std::vector<Line> lines;
  for (const v1::ScheduleLine& row : invoice.schedule()) {
    const int place = static_cast<int>(lines.size()) + 1;
    lines.push_back({row.due_on() == 0 ? posted_on : *day_from_date(row.due_on()),
                     row.line() == 0 ? place : row.line(), minor_of(row.amount()), 0});
  }
  if (lines.empty()) {
    lines.push_back({posted_on, 1, minor_of(invoice.gross()), 0});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::pair(a.due_on, a.number) < std::pair(b.due_on, b.number);
  });
  return lines;
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

void contest_lines(const Item& item, const std::string& currency, std::vector<Line>& lines) {
  std::vector<Dispute> disputes = item.disputes;
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
  if (bucket == 0 || line.open == 0) {
    return;
  }
  figures.overdue += line.open;
  clean_overdue += line.open - line.disputed;
  const std::int32_t date = date_from_day(line.due_on);
  if (figures.oldest_overdue_since == 0 || date < figures.oldest_overdue_since) {
    figures.oldest_overdue_since = date;
  }
}

// --- all items --------------------------------------------------------------------------------

std::string currency_of(const v1::Event& document) {
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

// The document in its own currency.
void add_document(const Item& item, const Known& known, Figures& figures,
                  std::int64_t& clean_overdue) {
  const v1::Event& document = *item.document;
  const std::string currency = currency_of(document);
  if (document.has_invoice()) {
    std::vector<Line> lines = lines_of(document.invoice());
    figures.debits += minor_of(document.invoice().gross());
    figures.unapplied_credits += pay_lines(item, currency, lines);
    contest_lines(item, currency, lines);
    for (const Line& line : lines) {
      add_line(line, known.today, figures, clean_overdue);
    }
    return;
  }
  const std::int64_t came = document.has_credit_note() ? minor_of(document.credit_note().gross())
                                                       : minor_of(document.receipt().amount());
  figures.credits += came;
  (document.has_credit_note() ? figures.unapplied_credits : figures.unapplied_receipts) +=
      came - moved_in(item, currency);
}

// What a document came to, signed: what we owe is negative.
std::int64_t came_to(const v1::Event& document) {
  if (document.has_invoice()) {
    return minor_of(document.invoice().gross());
  }
  return document.has_credit_note() ? -minor_of(document.credit_note().gross())
                                    : -minor_of(document.receipt().amount());
}

Day posted_on(const v1::Event& document) {
  const std::int32_t date = document.has_invoice()       ? document.invoice().posting_date()
                            : document.has_credit_note() ? document.credit_note().posting_date()
                                                         : document.receipt().posting_date();
  return *day_from_date(date);
}

// What a list changes of an item: named, it is what the list says and what came after its day;
// absent, only what raised it after that day is left, and what paid it then pays what the list
// settled. An item whose document never came is the list's.
void hear_lists(const ListWord& word, std::deque<v1::Event>& listed, Item& item) {
  if (item.cancelled) {
    return;
  }
  const bool by_list_alone = item.document == nullptr && word.was_named;
  if (by_list_alone) {
    item.document = &listed.emplace_back(word.document);
  }
  if (item.document == nullptr || word.as_of == kNoDay) {
    return;
  }
  const std::string currency = currency_of(*item.document);
  const bool covered = word.was_named || posted_on(*item.document) <= word.as_of;
  if (!covered || (word.is_named && currency_of(word.document) != currency)) {
    return;
  }
  std::int64_t before = came_to(*item.document);
  std::int64_t after = 0;
  for (const Moved& moved : item.moved) {
    if (moved.currency == currency) {
      (moved.day <= word.as_of ? before : after) += moved.minor;
    }
  }
  std::int64_t wanted = 0;  // to be open in the end
  if (word.is_named) {
    wanted = came_to(word.document) + after;
  } else if ((before > 0 && after < 0) || (before < 0 && after > 0)) {
    const bool beyond = std::abs(after) > std::abs(before);
    wanted = beyond ? before + after : 0;
  } else {
    wanted = after;
  }
  item.moved.push_back({0, currency, wanted - before - after, word.as_of});
}

}  // namespace

void add_ledger(const Known& known, const std::string& client_id, const KnownClient& client,
                Accounts& accounts) {
  Items items;
  for (const auto& [entity, event] : client.in_force) {
    take(known, client, event, items);
  }
  std::map<std::pair<std::string, std::string>, std::int64_t> clean_overdue;  // segment, currency
  std::deque<v1::Event> listed;
  for (auto& [name, item] : items) {
    const std::string segment = segment_of_company(known.policy, item.ref.seller_company());
    hear_lists(word_of_lists(known, client, segment, item.ref), listed, item);
    Account& account = accounts[{client_id, segment}];
    const bool stands = item.document != nullptr && !item.cancelled;
    const std::string own = stands ? currency_of(*item.document) : "";
    std::set<std::string> others;
    for (const Moved& moved : item.moved) {
      account.figures[moved.currency].moved += moved.minor;
      if (moved.currency != own) {
        others.insert(moved.currency);
      }
    }
    if (stands) {
      add_document(item, known, account.figures[own], clean_overdue[{segment, own}]);
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
