#include "tests/simulation/business.h"

#include <array>

#include <fmt/format.h>

#include "tests/simulation/business_words.h"

namespace encours::simulation {
namespace {

const std::vector<std::string> kCompanies{"1000", "1000", "1100", "2000"};

}  // namespace

Business::Business(std::uint64_t seed, BusinessOptions options) : chance_(seed), options_(options) {
  for (int i = 0; i < options_.clients; ++i) {
    Client client;
    client.id = fmt::format("C{}", i);
    client.has_revisions = options_.revisions_only || i % 2 == 0;
    client_ids_.push_back(client.id);
    clients_.push_back(std::move(client));
  }
  horizon_days_ = options_.horizon && chance_.percent(70) ? chance_.between(5, 40) : 0;
}

std::vector<v1::Event> Business::next(Day today) {
  struct Row {
    int share;
    void (Business::*happen)(Client& client, Day today, Events& events);
  };
  static constexpr std::array kTable{
      Row{18, &Business::invoice},       Row{4, &Business::change_invoice},
      Row{2, &Business::cancel_invoice}, Row{12, &Business::credit},
      Row{18, &Business::settle},        Row{4, &Business::reverse},
      Row{2, &Business::write_off},      Row{6, &Business::dispute},
      Row{10, &Business::order},         Row{4, &Business::change_order},
      Row{2, &Business::end_order},      Row{7, &Business::deliver},
      Row{5, &Business::bill},           Row{5, &Business::bill_before_posting},
      Row{3, &Business::take_back},      Row{4, &Business::limit},
      Row{5, &Business::payment_state},  Row{3, &Business::extend},
      Row{3, &Business::assign},         Row{1, &Business::recover},
      Row{4, &Business::transfer},       Row{3, &Business::statement},
      Row{4, &Business::decide},         Row{2, &Business::master_data},
      Row{2, &Business::reopen_order},   Row{3, &Business::answer},
      Row{3, &Business::list},           Row{1, &Business::close_list},
      Row{5, &Business::balance},
  };
  int total = 0;
  for (const Row& row : kTable) {
    total += row.share;
  }
  Events events;
  while (events.empty()) {
    int left = chance_.below(total);
    for (const Row& row : kTable) {
      if (left < row.share) {
        (this->*row.happen)(chance_.pick(clients_), today, events);
        break;
      }
      left -= row.share;
    }
  }
  return events;
}

v1::Event Business::event_of(Client& client, Day today) {
  v1::Event event;
  event.set_event_id(fmt::format("event {}", ++events_));
  event.set_client_id(client.id);
  event.set_feed("business");
  event.mutable_logged_at()->set_seconds(std::int64_t{today} * 86'400 + events_ % 86'400);
  if (client.has_revisions) {
    event.set_revision(chance_.between(1, 3));
  }
  return event;
}

// The event becomes a later state of its entity; now and then two states bear one revision.
void Business::change(Client& client, v1::Event& event) {
  event.set_event_id(fmt::format("event {}", ++events_));
  if (client.has_revisions && !chance_.percent(15)) {
    event.set_revision(event.revision() + chance_.between(1, 2));
  }
}

v1::DocumentRef Business::ref(v1::DocumentKind kind, const std::string& number) {
  v1::DocumentRef ref;
  ref.set_source_system("erp");
  // The company follows from the number, so that whoever names the document names it right.
  const auto place = static_cast<std::size_t>(number.back());
  ref.set_seller_company(kCompanies[place % kCompanies.size()]);
  ref.set_kind(kind);
  ref.set_number(number);
  return ref;
}

std::string Business::number(Client& client, const char* letter) {
  return fmt::format("{}{}", letter, ++client.numbers);
}

v1::Money Business::money(const std::string& currency, std::int64_t minor) {
  return money_of(currency, minor);
}

std::int64_t Business::amount_minor() {
  const int size = chance_.below(10);
  if (size == 0) {
    return chance_.between(0, 3);
  }
  return size < 8 ? chance_.between(100, 200'000) : chance_.between(100'000, 90'000'000);
}

// --- clients and limits -----------------------------------------------------------------------

void Business::master_data(Client& client, Day today, Events& events) {
  v1::Event event = event_of(client, today);
  v1::Client& master = *event.mutable_client();
  master.set_kind(static_cast<v1::ClientKind>(chance_.between(0, 4)));
  master.set_terms_days(chance_.between(0, 60));
  master.set_portfolio(chance_.percent(30) ? "" : chance_.percent(50) ? "NORTH" : "SOUTH");
  // A client has one master record: its revision is the number of the event.
  if (client.has_revisions) {
    event.set_revision(events_);
  }
  events.push_back(event);
}

void Business::limit(Client& client, Day today, Events& events) {
  v1::Event event = event_of(client, today);
  v1::CreditLimitSet& limit = *event.mutable_credit_limit_set();
  limit.set_limit_id(fmt::format("L{}", client.limits.size() + 1));
  if (!client.limits.empty() && chance_.percent(25)) {
    limit.set_limit_id(chance_.pick(client.limits).credit_limit_set().limit_id());
  }
  limit.set_segment(chance_.percent(70) ? "" : "export");
  limit.set_kind(static_cast<v1::LimitKind>(chance_.percent(70) ? v1::LIMIT_KIND_AMOUNT
                                                                : chance_.between(1, 4)));
  const std::string currency = chance_.percent(80) ? "EUR" : "USD";
  *limit.mutable_amount() = money(currency, chance_.between(1, 100) * 10'000);
  if (chance_.percent(40)) {
    limit.set_valid_from(date_from_day(around(today, 10, 5)));
    limit.set_valid_to(date_from_day(around(today, -6, 30)));
    limit.set_mode(chance_.percent(50) ? v1::LIMIT_MODE_ADDS_TO_BASE : v1::LIMIT_MODE_REPLACES);
    limit.set_on_expiry(static_cast<v1::LimitOnExpiry>(chance_.between(0, 2)));
  }
  if (chance_.percent(20)) {
    *limit.mutable_max_order_value() = money("EUR", chance_.between(1, 50) * 10'000);
    limit.set_max_terms_days(chance_.between(0, 60));
  }
  // No two decisions of a client are of one day and revision: which is the later is then plain.
  limit.set_decided_on(date_from_day(around(today, 20, 0)));
  event.set_revision(events_);
  client.limits.push_back(event);
  events.push_back(event);
}

v1::Event Business::rates(Day today) {
  v1::Event event;
  event.set_event_id(fmt::format("rates {}", ++events_));
  v1::FxTable& table = *event.mutable_fx_table();
  table.set_valid_from(date_from_day(around(today, 10, 5)));
  table.set_base_currency("EUR");
  for (const auto& [currency, rate] :
       {std::pair("JPY", 6'000), std::pair("TND", 300'000), std::pair("USD", 900'000)}) {
    if (chance_.percent(60) || table.rates().empty()) {
      v1::FxRate& row = *table.add_rates();
      row.set_currency(currency);
      row.set_rate_micro(rate + chance_.between(0, 900));
    }
  }
  return event;
}

// Often there is no case: then the decision is refused.
void Business::decide_on_case(v1::HumanDecision& decision, Day today) {
  decision.set_segment(chance_.percent(70) ? "" : "export");
  decision.set_action(static_cast<v1::DecisionAction>(
      chance_.between(v1::DECISION_ACTION_ACKNOWLEDGE, v1::DECISION_ACTION_ASSIGN)));
  decision.set_assignee("bob");
  decision.set_valid_until(date_from_day(around(today, 0, 15)));
}

void Business::decide(Client& client, Day today, Events& events) {
  if (!options_.decisions) {
    return;
  }
  v1::Event event = event_of(client, today);
  v1::HumanDecision& decision = *event.mutable_human_decision();
  decision.set_decision_id(number(client, "D"));
  decision.set_decided_by(chance_.percent(50) ? "ann" : "bob");
  decision.set_decided_on(date_from_day(today));
  const int what = chance_.below(13);
  if (what >= 10) {
    decide_on_case(decision, today);
    events.push_back(event);
    return;
  }
  if (what < 2) {
    decision.set_action(what == 0 ? v1::DECISION_ACTION_FORCED_HOLD : v1::DECISION_ACTION_LIFT);
    decision.set_segment(chance_.percent(70) ? "" : "export");
    events.push_back(event);
    return;
  }
  if (client.orders.empty()) {
    return;
  }
  const v1::Order& order = order_in(chance_.pick(client.orders).event);
  decision.set_action(what < 7   ? v1::DECISION_ACTION_RELEASE
                      : what < 8 ? v1::DECISION_ACTION_REJECT
                                 : v1::DECISION_ACTION_RECHECK);
  *decision.mutable_order_ref() = order.ref();
  if (chance_.percent(50)) {
    *decision.mutable_cap() = money(order_currency(order), chance_.between(1, 100) * 10'000);
  }
  if (chance_.percent(50)) {
    decision.set_valid_until(date_from_day(around(today, 1, 10)));
  }
  events.push_back(event);
}

}  // namespace encours::simulation
