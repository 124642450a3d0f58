#include "tests/stories/events.h"

#include <array>

#include <fmt/format.h>

#include "tests/stories/events_internal.h"

namespace encours::story {
namespace {

constexpr std::string_view kCompany = "1000";
constexpr std::string_view kSourceSystem = "erp";
constexpr std::int64_t kNoonSeconds = 12 * 3'600;
constexpr std::int64_t kSecondsPerDay = 86'400;

void read_client(Words& words, const Place& /*place*/, v1::Event& event) {
  v1::Client& client = *event.mutable_client();
  while (!words.at_end()) {
    if (words.take("kind")) {
      client.set_kind(read_enum<v1::ClientKind>(words, "CLIENT_KIND_", v1::ClientKind_Parse));
    } else if (words.take("country")) {
      client.set_country(words.name("a country"));
    } else if (words.take("terms")) {
      client.set_terms_days(static_cast<int>(words.integer("days")));
    } else if (words.take("portfolio")) {
      client.set_portfolio(words.name("a portfolio"));
    } else {
      words.fail("a client may have: kind, country, terms, portfolio");
    }
  }
}

// A kind that has no statement of its own, with nothing in it.
void read_bare(Words& words, const Place& /*place*/, v1::Event& event) {
  set_body(event, words.name("a kind of event"));
}

struct Form {
  std::string_view first;
  std::string_view second;  // empty: the form begins with one word
  void (*read)(Words& words, const Place& place, v1::Event& event);
};

constexpr std::array kForms{
    Form{"client", "", read_client},
    Form{"invoice", "", read_invoice},
    Form{"billing", "", read_billing},
    Form{"cancel", "invoice", read_invoice_cancelled},
    Form{"cancel", "billing", read_billing_cancelled},
    Form{"credit", "", read_credit_note},
    Form{"receipt", "", read_receipt},
    Form{"bill", "", read_bill},
    Form{"payment", "", read_payment_state},
    Form{"statement", "", read_statement},
    Form{"extend", "", read_extension},
    Form{"recover", "", read_recovery},
    Form{"sell", "", read_assignment},
    Form{"take", "back", read_assignment_end},
    Form{"transfer", "out", read_transfer_out},
    Form{"transfer", "in", read_transfer_in},
    Form{"settle", "", read_settlement},
    Form{"reverse", "", read_reversal},
    Form{"write", "off", read_write_off},
    Form{"dispute", "", read_dispute},
    Form{"change", "dispute", read_dispute_changed},
    Form{"close", "dispute", read_dispute_closed},
    Form{"list", "", read_list},
    Form{"balance", "", read_balance},
    Form{"order", "", read_order},
    Form{"change", "order", read_order_changed},
    Form{"cancel", "order", read_order_cancelled},
    Form{"close", "order", read_order_closed},
    Form{"reopen", "order", read_order_reopened},
    Form{"erp", "answers", read_acknowledgement},
    Form{"deliver", "", read_delivery},
    Form{"return", "", read_return},
    Form{"limit", "", read_limit},
    Form{"release", "", read_release},
    Form{"reject", "", read_reject},
    Form{"recheck", "", read_recheck},
    Form{"hold", "", read_hold},
    Form{"lift", "", read_lift},
    Form{"acknowledge", "", read_acknowledge},
    Form{"snooze", "", read_snooze},
    Form{"assign", "", read_assign},
    Form{"breaker", "", read_breaker},
    Form{"event", "", read_bare},
};

// "2024-01-02: USD 0.80, GBP 1.10"
void read_rates(Words& words, v1::FxTable& table) {
  table.set_valid_from(date_from_day(words.date()));
  table.set_base_currency(std::string(kUsualCurrency));
  if (!words.take(":")) {
    words.fail("write it as: rates from 2024-01-02: GBP 1.10, USD 0.80");
  }
  do {
    v1::FxRate& rate = *table.add_rates();
    rate.set_currency(words.name("a currency"));
    constexpr std::int64_t kMicroPerMilli = 1'000;
    rate.set_rate_micro(words.quantity_milli() * kMicroPerMilli);
  } while (words.take(","));
}

// Of no client: it goes to every partition.
constexpr Form kListClosed{"close", "list", read_list_closed};

bool begins(Words& words, const Form& form) {
  return form.second.empty() ? words.take(form.first) : words.take_all({form.first, form.second});
}

void read_body(const Form& form, Words& words, const Place& place, v1::Event& event) {
  event.set_event_id(fmt::format("line {}", place.line));
  event.set_feed("story");
  event.mutable_logged_at()->set_seconds(place.today * kSecondsPerDay + kNoonSeconds);
  if (form.read != read_breaker && form.read != read_list_closed) {  // which are said to all
    event.set_client_id(words.name("the client"));
  }
  if (const auto revision = words.pull("revision")) {
    Words number(*revision);
    event.set_revision(number.integer("the revision"));
  }
  Place dated = place;
  if (const auto posted = words.pull("posted")) {
    Words date(*posted);
    dated.today = date.date();
  }
  form.read(words, dated, event);
  if (!words.at_end()) {
    words.fail("nothing more is understood");
  }
}

}  // namespace

bool read_event(Words& words, const Place& place, v1::Event& event) {
  const auto* form = std::find_if(kForms.begin(), kForms.end(),
                                  [&](const Form& known) { return begins(words, known); });
  if (form == kForms.end() && begins(words, kListClosed)) {
    form = &kListClosed;
  }
  if (form == kForms.end()) {
    return false;
  }
  if (place.today == kNoDay) {
    throw Mistake("say the day first: day 2024-01-02");
  }
  read_body(*form, words, place, event);
  return true;
}

bool read_broadcast(Words& words, const Place& place, v1::Event& event) {
  if (words.take_all({"rates", "from"})) {
    read_rates(words, *event.mutable_fx_table());
  } else if (words.take("complete")) {
    v1::FeedCompleteThrough& mark = *event.mutable_feed_complete_through();
    mark.set_feed(words.name("the feed"));
    if (!words.take("through")) {
      words.fail("write it as: complete bank through 2024-01-31");
    }
    mark.set_date(date_from_day(words.date()));
  } else if (words.take_all({"close", "books"})) {
    v1::PeriodClosed& period = *event.mutable_period_closed();
    period.set_seller_company(words.name("the company"));
    if (!words.take("through")) {
      words.fail("write it as: close books 1000 through 2024-01-31");
    }
    constexpr int kDayFactor = 100;
    period.set_period(date_from_day(words.date()) / kDayFactor);
    period.set_closed_on(date_from_day(place.today));
  } else {
    return false;
  }
  event.set_event_id(fmt::format("line {}", place.line));
  return true;
}

v1::DocumentRef read_ref(Words& words, v1::DocumentKind kind) {
  std::string word = words.name("a document's number");
  v1::DocumentRef ref;
  ref.set_source_system(std::string(kSourceSystem));
  ref.set_seller_company(std::string(kCompany));
  ref.set_kind(kind);
  if (const std::size_t at = word.find('@'); at != std::string::npos) {
    ref.set_seller_company(word.substr(at + 1));
    word.erase(at);
  }
  if (const std::size_t slash = word.find('/'); slash != std::string::npos) {
    Words line(word.substr(slash + 1));
    ref.set_line(static_cast<int>(line.integer("the line")));
    word.erase(slash);
  }
  ref.set_number(word);
  return ref;
}

void set_body(v1::Event& event, const std::string& field) {
  const auto* descriptor = event.GetDescriptor()->FindFieldByName(field);
  if (descriptor == nullptr || descriptor->containing_oneof() == nullptr) {
    throw Mistake(fmt::format("'{}' is no kind of event", field));
  }
  event.GetReflection()->MutableMessage(&event, descriptor);
}

}  // namespace encours::story
