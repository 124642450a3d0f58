#include "src/views/order_list.h"

#include <set>

#include "operators/domain/day.h"
#include "operators/domain/entity.h"
#include "operators/domain/money.h"
#include "src/views/amounts.h"
#include "src/views/codes.h"
#include "src/views/csv.h"
#include "src/views/json.h"
#include "src/views/message_json.h"
#include "src/views/table.h"
#include "src/views/way_out.h"

namespace encours::views {
namespace {

std::string heading(const Screen& screen, Word which) {
  return std::string(word(screen.language, which));
}

Currency currency_of(const OrderLine& line) {
  return Currency::from_code(line.order.currency()).value_or(Currency{});
}

Day valid_until(const OrderLine& line) {
  return line.order.verdict() == v1::VERDICT_APPROVED ? line.order.valid_until() : kNoDay;
}

const std::string& decided_by(const OrderLine& line) {
  if (line.order.has_release()) return line.order.release().decided_by();
  return line.order.rejected_by();
}

// What holds the order now; for others what was said when they were judged. Two rules of one kind
// are one reason to a person.
std::string reasons(const OrderLine& line, Language language) {
  std::string text;
  std::set<std::string_view> said;
  for (const v1::Cause& cause : line.decision.reasons()) {
    const std::string_view words = rule_kind_words(cause.kind(), language);
    if (said.insert(words).second) {
      text += text.empty() ? "" : ", ";
      text += words;
    }
  }
  return text;
}

// "250.00 EUR", as other columns write amounts; empty where there is none.
std::string plain_amount(const v1::Money& money) {
  const std::optional<Currency> currency = Currency::from_code(money.currency());
  const std::optional<std::int64_t> minor = minor_from_wire(money);
  return currency && minor ? format_minor(*currency, *minor) + " " + money.currency() : "";
}

std::string verdict_code(v1::Verdict verdict) {
  return short_code(v1::Verdict_Name(verdict), "VERDICT_");
}

}  // namespace

std::string orders_table(const std::vector<OrderLine>& orders, bool with_client,
                         const Screen& screen) {
  if (orders.empty()) return heading(screen, Word::kNoOrders) + "\n";
  const Language language = screen.language;
  Table table({{with_client ? heading(screen, Word::kClient) : "", Align::kLeft, 0, true},
               {heading(screen, Word::kOrder), Align::kLeft, 0, false},
               {heading(screen, Word::kAmount), Align::kRight, 0, false},
               {heading(screen, Word::kVerdict), Align::kLeft, 0, false},
               {heading(screen, Word::kReasons), Align::kLeft, 1, true},
               {heading(screen, Word::kWayOut), Align::kLeft, 4, true},
               {heading(screen, Word::kValidUntil), Align::kLeft, 2, true},
               {heading(screen, Word::kDecidedBy), Align::kLeft, 3, true}});
  for (const OrderLine& line : orders) {
    const Currency currency = currency_of(line);
    table.add_row({{with_client ? line.account.client_id : "", Paint::kBold},
                   {display_name(document_ref(line.order.id())), Paint::kPlain},
                   {amount_for_people(currency, line.order.open_minor(), language) + " " +
                        std::string(currency.code()),
                    Paint::kPlain},
                   {std::string(verdict_words(line.order.verdict(), language)),
                    verdict_paint(line.order.verdict())},
                   {reasons(line, language), Paint::kPlain},
                   {way_out_words(line.decision, language), Paint::kPlain},
                   {format_day(valid_until(line)), Paint::kDim},
                   {decided_by(line), Paint::kDim}});
  }
  return table.text(screen);
}

std::string orders_csv(const std::vector<OrderLine>& orders) {
  CsvWriter csv;
  for (const std::string_view column :
       {"client_id", "segment", "order", "revision", "amount", "currency", "verdict", "reasons",
        "valid_until", "decided_by", "pay", "pay_due_through", "prepay", "ask_limit",
        "ask_limit_of"}) {
    csv.cell(column);
  }
  csv.end_row();
  for (const OrderLine& line : orders) {
    std::string codes;
    for (const v1::Cause& cause : line.decision.reasons()) {
      codes += codes.empty() ? "" : " ";
      codes += short_code(v1::RuleKind_Name(cause.kind()), "RULE_KIND_");
    }
    csv.cell(line.account.client_id);
    csv.cell(line.account.segment);
    csv.cell(document_ref(line.order.id()).number());
    csv.cell(std::to_string(line.order.revision()));
    csv.cell(format_minor(currency_of(line), line.order.open_minor()));
    csv.cell(line.order.currency());
    csv.cell(verdict_code(line.order.verdict()));
    csv.cell(codes);
    csv.cell(format_day(valid_until(line)));
    csv.cell(decided_by(line));
    const v1::WayOut& out = line.decision.way_out();
    csv.cell(plain_amount(out.pay()));
    csv.cell(format_day(day_from_date(out.pay_due_through()).value_or(kNoDay)));
    csv.cell(plain_amount(out.prepay()));
    csv.cell(plain_amount(out.limit()));
    csv.cell(out.limit_approver());
    csv.end_row();
  }
  return csv.take();
}

std::string orders_json(const std::vector<OrderLine>& orders) {
  std::string text;
  for (const OrderLine& line : orders) {
    JsonObject object;
    object.text("client_id", line.account.client_id);
    object.text("segment", line.account.segment);
    object.raw("order_ref", message_json(document_ref(line.order.id())));
    object.number("revision", line.order.revision());
    object.text("amount", format_minor(currency_of(line), line.order.open_minor()));
    object.text("currency", line.order.currency());
    object.text("verdict", verdict_code(line.order.verdict()));
    JsonArray reasons;
    for (const v1::Cause& cause : line.decision.reasons())
      reasons.add(message_json(cause));
    object.raw("reasons", reasons.take());
    object.text_or_null("valid_until", format_day(valid_until(line)));
    object.text_or_null("decided_by", decided_by(line));
    if (line.decision.has_way_out()) {
      object.raw("way_out", message_json(line.decision.way_out()));
    }
    text += object.take() + "\n";
  }
  return text;
}

}  // namespace encours::views
