#include "operators/client/orders/orders.h"

#include <algorithm>
#include <set>
#include <variant>

#include "operators/client/accounts.h"
#include "operators/client/findings.h"
#include "operators/client/orders/desk.h"
#include "operators/client/orders/heartbeat.h"
#include "operators/domain/entity.h"

namespace encours {
namespace {

using orders::Book;
using orders::Desk;

static_assert(Orders::kName == orders::kOperatorName);

// Which account a signal that orders hear is about; nullptr for signals they do not hear.
const AccountKey* account_heard(const Signal& signal) {
  const Kind kind = kind_of(signal);
  const bool heard =
      std::find(Orders::kHears.begin(), Orders::kHears.end(), kind) != Orders::kHears.end();
  return heard ? std::visit([](const auto& body) { return &body.account; }, signal) : nullptr;
}

bool is_first_heard(const Heard& heard, const Emit& emit) {
  for (const Signal& signal : emit.signals()) {
    if (account_heard(signal) != nullptr) {
      return heard.is(signal);
    }
  }
  return false;
}

// What a step said of one account.
struct Told {
  bool turned = false;
  std::vector<const OrderValueChanged*> orders;
};

std::map<AccountKey, Told> told_in(const Emit& emit) {
  std::map<AccountKey, Told> told;
  for (const Signal& signal : emit.signals()) {
    const AccountKey* account = account_heard(signal);
    if (account == nullptr) {
      continue;
    }
    Told& of_account = told[*account];
    of_account.turned = of_account.turned || std::holds_alternative<AccountTurned>(signal);
    if (const auto* changed = std::get_if<OrderValueChanged>(&signal)) {
      of_account.orders.push_back(changed);
    }
  }
  return told;
}

Verdict work(const Input& input, Rows& rows, Emit& emit, const AccountKey& account,
             const Told& told) {
  // Most events are about accounts without waiting orders: nothing can become of them here.
  if (told.orders.empty() && !told.turned && Book(rows, account).head().waiting() == 0) {
    return accept();
  }
  Desk desk(input, rows, emit, account);
  for (const OrderValueChanged* changed : told.orders) {
    desk.value_changed(*changed);
  }
  if (told.turned) {
    desk.keep_agenda();
  }
  desk.review_waiting();
  return desk.finish();
}

// What was left over from steps that had too much to do.
Verdict go_on(const Input& input, Rows& rows, Emit& emit) {
  for (const std::string& segment : segments_of(rows, input.owner)) {
    const AccountKey account{std::string(input.owner), segment};
    if (!Book(rows, account).exists()) {
      continue;
    }
    Desk desk(input, rows, emit, account);
    desk.keep_agenda();
    desk.review_waiting();
    if (const Verdict verdict = desk.finish(); !verdict.accepted()) {
      return verdict;
    }
  }
  return accept();
}

AccountKey account_decided_on(const Input& input, const v1::Policy& policy) {
  const v1::HumanDecision& decision = input.event->human_decision();
  const std::string client(input.owner);
  if (decision.has_order_ref()) {
    return {client, std::string(segment_of(policy, decision.order_ref().seller_company()))};
  }
  return {client, decision.segment().empty() ? "main" : decision.segment()};
}

// Whether the decision is about orders or the account; those about a case are for alerts.
bool is_for_desk(const v1::HumanDecision& decision) {
  return decision.action() <= v1::DECISION_ACTION_LIFT;
}

Verdict decide(const Input& input, Rows& rows, Emit& emit) {
  Desk desk(input, rows, emit, account_decided_on(input, policy_in_force(rows)));
  if (const Verdict verdict = desk.decide(input.event->human_decision()); !verdict.accepted()) {
    return verdict;
  }
  desk.review_waiting();
  return desk.finish();
}

Verdict acknowledge(const Input& input, Rows& rows, Emit& emit) {
  const v1::ErpAcknowledgement& said = input.event->erp_acknowledgement();
  const std::string segment(segment_of(policy_in_force(rows), said.ref().seller_company()));
  const AccountKey account{std::string(input.owner), segment};
  if (!Book(rows, account).exists()) {
    return accept();
  }
  Desk desk(input, rows, emit, account);
  desk.acknowledge(said);
  return desk.finish();
}

// What the log itself says, before any signal of the step.
Verdict hear_input(const Input& input, Rows& rows, Emit& emit) {
  switch (input.kind) {
    case Kind::kHumanDecision:
      return is_for_desk(input.event->human_decision()) ? decide(input, rows, emit) : accept();
    case Kind::kErpAcknowledgement:
      return acknowledge(input, rows, emit);
    case Kind::kBreakerTripped:
      orders::hear_breaker(input, rows);
      return accept();
    case Kind::kBeat:
      orders::say_heartbeat(input, rows, emit);
      return accept();
    default:
      return go_on(input, rows, emit);
  }
}

// The rows of one account that stand whatever happens, and the page of the order it is about.
void want_account(Wishes& wishes, const AccountKey& account, const std::string& order_id) {
  wishes.want(kOrderBook, account);
  orders::OrderIndex::want_first(wishes, kAgendaHeads, kAgendaPages, account);
  orders::OrderIndex::want_first(wishes, kWaitingHeads, kWaitingPages, account);
  const state::v1::OrderBook* book = wishes.wanted(kOrderBook, account);
  if (!order_id.empty()) {
    orders::OrderSet::want(
        wishes, kOrderPages, account,
        book == nullptr ? state::v1::SetSize::default_instance() : book->orders(), order_id);
  }
}

// The order that an event is about by its name, empty if it is about none.
std::string order_of(const Input& input) {
  const v1::Event& event = *input.event;
  switch (input.kind) {
    case Kind::kOrderPlaced:
      return entity_id(event.order_placed().order().ref());
    case Kind::kOrderChanged:
      return entity_id(event.order_changed().order().ref());
    case Kind::kOrderCancelled:
      return entity_id(event.order_cancelled().ref());
    case Kind::kOrderClosed:
      return entity_id(event.order_closed().ref());
    case Kind::kOrderReopened:
      return entity_id(event.order_reopened().order().ref());
    case Kind::kErpAcknowledgement:
      return entity_id(event.erp_acknowledgement().ref());
    case Kind::kHumanDecision:
      return event.human_decision().has_order_ref() ? entity_id(event.human_decision().order_ref())
                                                    : std::string();
    default:
      return {};
  }
}

}  // namespace

void Orders::wants(const Heard& heard, Wishes& wishes) {
  const Input& input = heard.input();
  const auto* client =
      input.owner.empty() ? nullptr : wishes.wanted(kClients, OwnerKey{input.owner});
  const std::string order_id = client == nullptr ? std::string() : order_of(input);
  for (int i = 0; client != nullptr && i < client->segments_size(); ++i) {
    want_account(wishes, {std::string(input.owner), client->segments(i)}, order_id);
  }
}

// Orders work once a step, when they hear the first of its signals: the rows above have all spoken
// by then and their figures are final, so every order is judged once and by what is true.
Verdict Orders::apply(const Heard& heard, Rows& rows, Emit& emit) {
  const Input& input = heard.input();
  if (heard.kind() == input.kind) {
    return hear_input(input, rows, emit);
  }
  if (!is_first_heard(heard, emit)) {
    return accept();
  }
  for (const auto& [account, told] : told_in(emit)) {
    if (const Verdict verdict = work(input, rows, emit, account, told); !verdict.accepted()) {
      return verdict;
    }
  }
  return accept();
}

namespace orders {

const google::protobuf::RepeatedPtrField<state::v1::OrderSums>& sums(Rows& rows,
                                                                     const AccountKey& account) {
  return Book(rows, account).head().sums();
}

AccountHold hold_of(Rows& rows, const AccountKey& account) {
  const Book book(rows, account);
  if (book.head().has_forced()) {
    return AccountHold::kForced;
  }
  return book.head().active_holds() > 0 ? AccountHold::kDocument : AccountHold::kNone;
}

bool find_order(Rows& rows, const AccountKey& account, std::string_view order_id,
                BookedOrder& order) {
  return Book(rows, account).find(order_id, order);
}

}  // namespace orders
}  // namespace encours
