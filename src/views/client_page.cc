#include "src/views/client_page.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "operators/domain/entity.h"
#include "src/views/amounts.h"
#include "src/views/case_list.h"
#include "src/views/client_rows.h"
#include "src/views/json.h"
#include "src/views/message_json.h"
#include "src/views/table.h"
#include "src/views/way_out.h"

namespace encours::views {
namespace {

std::string heading(const Screen& screen, Word which) {
  return std::string(word(screen.language, which));
}

std::string title(const Screen& screen, std::string_view text) {
  return "\n" + painted(screen, Paint::kBold, text) + "\n";
}

Currency currency_of(const v1::SheetLine& line) {
  return Currency::from_code(line.currency()).value_or(Currency{});
}

// A term of the exposure: its sign in the formula, its name, its amount.
struct Term {
  char sign;
  Word name;
  std::int64_t (*of)(const v1::SheetLine&);
};

constexpr std::array kExposureTerms = {
    Term{'+', Word::kOpenItems, [](const v1::SheetLine& l) { return l.open_items_minor(); }},
    Term{'+', Word::kBillsAtRisk,
         [](const v1::SheetLine& l) { return l.bills_and_debits_at_risk_minor(); }},
    Term{'+', Word::kBillingNotPosted,
         [](const v1::SheetLine& l) { return l.billing_not_posted_minor(); }},
    Term{'+', Word::kDeliveriesNotInvoiced,
         [](const v1::SheetLine& l) { return l.deliveries_not_invoiced_minor(); }},
    Term{'+', Word::kOpenOrders, [](const v1::SheetLine& l) { return l.open_orders_minor(); }},
    Term{'-', Word::kUnappliedReceipts,
         [](const v1::SheetLine& l) { return l.unapplied_receipts_minor(); }},
    Term{'-', Word::kUnappliedCredits,
         [](const v1::SheetLine& l) { return l.unapplied_credits_minor(); }},
};

constexpr std::array kAges = {Word::kCurrent, Word::kDays1To30, Word::kDays31To60,
                              Word::kDays61To90, Word::kDaysOver90};

class Page {
 public:
  Page(const AccountPage& page, bool explain, const Screen& screen)
      : page_(page), explain_(explain), screen_(screen) {}

  std::string text() {
    const v1::Account& account = page_.sheet.account();
    std::string name = account.client_id();
    if (account.segment() != "main") name += "  " + account.segment();
    std::string out = painted(screen_, Paint::kBold, name) + "  " + format_day(page_.day);
    if (page_.sheet.account_hold()) {
      out += "  " +
             painted(screen_, Paint::kBad,
                     heading(screen_, Word::kHold) + ": " + heading(screen_, Word::kHoldAccount));
    }
    out += "\n";
    for (const v1::SheetLine& line : page_.sheet.lines())
      out += figures(line);
    out += limit();
    out += title(screen_, heading(screen_, Word::kCases)) + causes_table(page_.causes, screen_);
    if (!page_.orders.empty()) {
      out += title(screen_, heading(screen_, Word::kOrders)) +
             orders_table(page_.orders, false, screen_);
    }
    if (explain_) out += ways_out() + items();
    return out;
  }

 private:
  std::string amount(Currency currency, std::int64_t minor) const {
    return amount_for_people(currency, minor, screen_.language);
  }

  // The exposure with its terms, then the open items by age. Terms of nothing are left out unless
  // explaining.
  std::string figures(const v1::SheetLine& line) const {
    const Currency currency = currency_of(line);
    Table table({{heading(screen_, Word::kFigures), Align::kLeft, 0, false},
                 {std::string(currency.code()), Align::kRight, 0, false}});
    for (const Term& term : kExposureTerms) {
      const std::int64_t minor = term.of(line);
      if (minor == 0 && !explain_ && term.name != Word::kOpenItems) continue;
      table.add_row({{fmt::format("{} {}", term.sign, heading(screen_, term.name)), Paint::kPlain},
                     {amount(currency, minor), Paint::kPlain}});
    }
    table.add_rule();
    table.add_row(
        {{"= " + heading(screen_, Word::kExposure), Paint::kBold},
         {(line.estimated() ? "~" : "") + amount(currency, line.exposure_minor()), Paint::kBold}});
    for (int i = 0; i < line.bucket_minor_size() && i < static_cast<int>(kAges.size()); ++i) {
      const std::int64_t minor = line.bucket_minor(i);
      if (minor == 0 && !explain_) continue;
      table.add_row({{"  " + heading(screen_, kAges[static_cast<std::size_t>(i)]), Paint::kDim},
                     {amount(currency, minor), i > 2 ? Paint::kBad : Paint::kDim}});
    }
    add_rest(line, currency, table);
    std::string text = "\n" + table.text(screen_);
    if (line.estimated()) {
      text += painted(screen_, Paint::kDim, heading(screen_, Word::kEstimated)) + "\n";
    }
    return text;
  }

  void add_rest(const v1::SheetLine& line, Currency currency, Table& table) const {
    const auto add = [&](Word name, std::int64_t minor) {
      if (minor == 0 && !explain_) return;
      table.add_row(
          {{"  " + heading(screen_, name), Paint::kDim}, {amount(currency, minor), Paint::kDim}});
    };
    add(Word::kOverdue, line.overdue_minor());
    add(Word::kOverdueNet, line.overdue_net_minor());
    add(Word::kDisputed, line.disputed_minor());
    add(Word::kOrdersHeld, line.orders_held_minor());
  }

  std::string limit() const {
    const v1::ExposureSheet& sheet = page_.sheet;
    const auto kind = static_cast<v1::LimitKind>(sheet.limit_kind());
    std::string text = "\n" + painted(screen_, Paint::kBold, heading(screen_, Word::kLimit)) + "  ";
    switch (kind) {
      case v1::LIMIT_KIND_AMOUNT:
        text += amount_for_people(sheet.limit(), screen_.language);
        break;
      case v1::LIMIT_KIND_ZERO:
        text += heading(screen_, Word::kLimitZero);
        break;
      case v1::LIMIT_KIND_UNLIMITED:
        text += heading(screen_, Word::kLimitUnlimited);
        break;
      default:
        text += heading(screen_, Word::kLimitNone);
    }
    if (sheet.utilisation_bp() >= 0 && kind == v1::LIMIT_KIND_AMOUNT) {
      text += fmt::format("  {} {}", heading(screen_, Word::kUtilisation),
                          share_for_people(sheet.utilisation_bp(), screen_.language));
      if (explain_) {
        text += fmt::format(" = {} / {}", amount_for_people(sheet.exposure(), screen_.language),
                            amount_for_people(sheet.limit(), screen_.language));
      }
    }
    return text + "\n";
  }

  // What is on account already in a currency pays the oldest before anything else does.
  std::int64_t on_account(Currency currency) const {
    for (const v1::SheetLine& line : page_.sheet.lines()) {
      if (line.currency() == currency.code()) {
        return line.unapplied_receipts_minor() + line.unapplied_credits_minor();
      }
    }
    return 0;
  }

  // For each held order what would let it pass, and which invoices that would pay.
  std::string ways_out() const {
    std::string out;
    for (const OrderLine& line : page_.orders) {
      if (line.order.verdict() != v1::VERDICT_HELD) continue;
      out += fmt::format("{}  {}\n", display_name(document_ref(line.order.id())),
                         way_out_words(line.decision, screen_.language));
      const v1::Money& pay = line.decision.way_out().pay();
      const Currency currency = Currency::from_code(pay.currency()).value_or(Currency{});
      const std::int64_t minor = minor_from_wire(pay).value_or(0);
      for (const ItemToPay& to_pay :
           items_to_pay(page_.items, currency, on_account(currency), minor)) {
        out += fmt::format("  {}  {}  {} {}\n", format_day(to_pay.item->due_on),
                           display_name(to_pay.item->ref), amount(currency, to_pay.minor),
                           currency.code());
      }
    }
    return out.empty() ? out : title(screen_, heading(screen_, Word::kWayOut)) + out;
  }

  std::string items() const {
    std::string out = title(screen_, heading(screen_, Word::kOpenItems));
    if (page_.items.empty()) return out + heading(screen_, Word::kNothingOpen) + "\n";
    Table table({{heading(screen_, Word::kDueOn), Align::kLeft, 0, false},
                 {heading(screen_, Word::kDaysLate), Align::kRight, 0, false},
                 {heading(screen_, Word::kDocument), Align::kLeft, 0, false},
                 {heading(screen_, Word::kPostedOn), Align::kLeft, 1, false},
                 {heading(screen_, Word::kOpen), Align::kRight, 0, false},
                 {heading(screen_, Word::kDisputed), Align::kRight, 1, true},
                 {heading(screen_, Word::kCurrency), Align::kLeft, 0, false}});
    for (const OpenItem& item : page_.items) {
      const Day late = item.due_on == kNoDay || page_.day == kNoDay ? 0 : page_.day - item.due_on;
      table.add_row({{format_day(item.due_on), Paint::kPlain},
                     {late > 0 ? std::to_string(late) : "", Paint::kWarning},
                     {display_name(item.ref), Paint::kPlain},
                     {format_day(item.posted_on), Paint::kDim},
                     {amount(item.currency, item.open_minor), Paint::kPlain},
                     {amount_for_people(item.currency, item.disputed_minor, screen_.language, true),
                      Paint::kDim},
                     {std::string(item.currency.code()), Paint::kDim}});
    }
    return out + table.text(screen_);
  }

  const AccountPage& page_;
  bool explain_;
  const Screen& screen_;
};

}  // namespace

std::string account_page(const AccountPage& page, bool explain, const Screen& screen) {
  return Page(page, explain, screen).text();
}

std::string account_json(const AccountPage& page) {
  JsonObject object;
  object.text("day", format_day(page.day));
  object.raw("sheet", message_json(page.sheet));
  JsonArray causes;
  for (const v1::Cause& cause : page.causes)
    causes.add(message_json(cause));
  object.raw("causes", causes.take());
  JsonArray orders;
  for (const OrderLine& line : page.orders) {
    std::string json = orders_json({line});
    json.pop_back();  // its line end
    orders.add(json);
  }
  object.raw("orders", orders.take());
  JsonArray items;
  for (const OpenItem& item : page.items) {
    JsonObject one;
    one.raw("ref", message_json(item.ref));
    one.text("due_on", format_day(item.due_on));
    one.text("posted_on", format_day(item.posted_on));
    one.text("currency", item.currency.code());
    one.text("open", format_minor(item.currency, item.open_minor));
    one.text("disputed", format_minor(item.currency, item.disputed_minor));
    items.add(one.take());
  }
  object.raw("open_items", items.take());
  return object.take() + "\n";
}

}  // namespace encours::views
