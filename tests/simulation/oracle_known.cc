#include "tests/simulation/oracle_known.h"

#include <functional>

#include <xxhash.h>

#include "operators/domain/money.h"
#include "operators/domain/posting.h"
#include "tests/simulation/oracle.h"
#include "tests/simulation/oracle_parts.h"

namespace encours::simulation {
namespace {

// The content of an event: the bytes of its body.
std::uint64_t content_of(const v1::Event& event) {
  const auto* reflection = event.GetReflection();
  const auto* field = event.GetDescriptor()->FindFieldByNumber(event.body_case());
  const std::string bytes = reflection->GetMessage(event, field).SerializeAsString();
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::string named(const std::string& what, const std::string& source, const std::string& company,
                  const std::string& number) {
  return what + "\n" + source + "\n" + company + "\n" + number;
}

std::string other_entity_of(const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kClient:
      return "client";
    case v1::Event::kCreditLimitSet:
      return "limit\n" + event.credit_limit_set().segment() + "\n" +
             event.credit_limit_set().limit_id();
    case v1::Event::kHumanDecision:
      return "decision\n" + event.human_decision().decision_id();
    case v1::Event::kTransferOut:
      return "transfer out\n" + event.transfer_out().segment() + "\n" +
             event.transfer_out().transfer_id();
    case v1::Event::kTransferIn:
      return "transfer in\n" + event.transfer_in().segment() + "\n" +
             event.transfer_in().transfer_id();
    case v1::Event::kOpenItemsList:  // every list, part and revision stays true of its day
      return named("list", event.open_items_list().segment(),
                   event.open_items_list().seller_company(), event.open_items_list().list_id()) +
             "\n" + std::to_string(event.open_items_list().as_of()) + "\n" +
             std::to_string(event.open_items_list().part()) + "\n" +
             std::to_string(event.revision());
    case v1::Event::kBalanceAsserted: {
      const v1::BalanceAsserted& asserted = event.balance_asserted();
      return named("balance", asserted.source_system(), asserted.seller_company(),
                   asserted.segment()) +
             "\n" + std::to_string(asserted.as_of()) + "\n" + asserted.open().currency();
    }
    case v1::Event::kOrderPlaced:
      return "document\n" + name_of(event.order_placed().order().ref());
    case v1::Event::kOrderChanged:
      return "document\n" + name_of(event.order_changed().order().ref());
    case v1::Event::kOrderCancelled:
      return "cancelled\n" + name_of(event.order_cancelled().ref());
    case v1::Event::kOrderClosed:
      return "closed\n" + name_of(event.order_closed().ref());
    case v1::Event::kOrderReopened:
      return "reopened\n" + name_of(event.order_reopened().order().ref());
    case v1::Event::kErpAcknowledgement:
      return named("answer", "", event.erp_acknowledgement().ref().seller_company(),
                   event.erp_acknowledgement().output_id());
    case v1::Event::kDelivery:
      return "document\n" + name_of(event.delivery().ref());
    case v1::Event::kGoodsReturned:
      return "document\n" + name_of(event.goods_returned().ref());
    default:
      return "";
  }
}

// What an event is about. Events of one entity replace each other.
std::string entity_of(const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kInvoice:
      return "document\n" + name_of(event.invoice().ref());
    case v1::Event::kStatement:
      return "document\n" + name_of(event.statement().ref());
    case v1::Event::kInvoiceCancelled:
      return "cancelled\n" + name_of(event.invoice_cancelled().ref());
    case v1::Event::kCreditNote:
      return "document\n" + name_of(event.credit_note().ref());
    case v1::Event::kReceipt:
      return "document\n" + name_of(event.receipt().ref());
    case v1::Event::kReceiptStateChanged: {
      const v1::ReceiptStateChanged& changed = event.receipt_state_changed();
      return "state\n" + name_of(changed.ref()) + "\n" + std::to_string(changed.state()) + "\n" +
             std::to_string(changed.changed_on());
    }
    case v1::Event::kDueDateExtended: {
      const v1::DueDateExtended& extended = event.due_date_extended();
      return "extension\n" + name_of(extended.item_ref()) + "\n" +
             std::to_string(extended.item_ref().line()) + "\n" +
             std::to_string(extended.agreed_on());
    }
    case v1::Event::kSettlement:
      return named("settlement", event.settlement().source_system(),
                   event.settlement().seller_company(), event.settlement().settlement_id());
    case v1::Event::kSettlementReversed:
      return named("reversed", event.settlement_reversed().source_system(),
                   event.settlement_reversed().seller_company(),
                   event.settlement_reversed().settlement_id());
    case v1::Event::kDisputeOpened:
      return named("dispute", "", event.dispute_opened().item_ref().seller_company(),
                   event.dispute_opened().dispute_id());
    case v1::Event::kDisputeChanged:
      return named("dispute", "", event.dispute_changed().dispute().item_ref().seller_company(),
                   event.dispute_changed().dispute().dispute_id());
    case v1::Event::kDisputeClosed:
      return named("dispute closed", "", event.dispute_closed().item_ref().seller_company(),
                   event.dispute_closed().dispute_id());
    case v1::Event::kWriteOff:
      return named("write-off", "", event.write_off().item_ref().seller_company(),
                   event.write_off().write_off_id());
    case v1::Event::kRecovery:
      return named("recovery", "", event.recovery().item_ref().seller_company(),
                   event.recovery().recovery_id());
    case v1::Event::kReceivableAssigned:
      return "assigned\n" + name_of(event.receivable_assigned().item_ref()) + "\n" +
             event.receivable_assigned().assignment_id();
    case v1::Event::kReceivableReturned:
      return "assignment ended\n" + name_of(event.receivable_returned().item_ref()) + "\n" +
             event.receivable_returned().assignment_id();
    default:
      return other_entity_of(event);
  }
}

// Gives the line its gross value, if it has only a net one; whether that is an estimate.
template <class Line>
bool reckon(int tax_bp, Line& line) {
  if (line.has_gross() || !line.has_net()) {
    return false;
  }
  const bool estimate = line.tax().empty();
  std::int64_t minor = minor_of(line.net());
  for (const v1::Tax& tax : line.tax()) {
    minor += minor_of(tax.amount());
  }
  constexpr int kWhole = 10'000;
  const std::int64_t gross = estimate ? rounded(minor, kWhole + tax_bp, kWhole) : minor;
  wire_from_minor(*Currency::from_code(line.net().currency()), gross, *line.mutable_gross());
  return estimate;
}

template <class Document>
void reckon_lines(int tax_bp, Document& document) {
  for (auto& line : *document.mutable_lines()) {
    document.set_estimated(reckon(tax_bp, line) || document.estimated());
  }
}

// The event with gross values everywhere, by the rate of the day on which it came.
v1::Event reckoned(v1::Event event, int tax_bp) {
  switch (event.body_case()) {
    case v1::Event::kOrderPlaced:
      reckon_lines(tax_bp, *event.mutable_order_placed()->mutable_order());
      break;
    case v1::Event::kOrderChanged:
      reckon_lines(tax_bp, *event.mutable_order_changed()->mutable_order());
      break;
    case v1::Event::kOrderReopened:
      reckon_lines(tax_bp, *event.mutable_order_reopened()->mutable_order());
      break;
    case v1::Event::kDelivery:
      reckon_lines(tax_bp, *event.mutable_delivery());
      break;
    default:
      break;
  }
  return event;
}

// What was accepted of one entity.
struct Entity {
  std::int64_t revision = 0;
  std::uint64_t content = 0;
  std::set<std::uint64_t> contents;  // under that revision
};

// Whether the event is in force from now on. A revision replaces smaller ones; of two contents
// under one revision the greater hash wins; without revisions each new content replaces the one
// before.
bool takes_effect(const v1::Event& event, std::map<std::string, Entity>& entities) {
  const std::uint64_t content = content_of(event);
  const auto [place, is_new] = entities.try_emplace(entity_of(event));
  Entity& entity = place->second;
  const bool newer = event.revision() > entity.revision;
  if (!is_new && event.revision() != 0 && event.revision() < entity.revision) {
    return false;
  }
  if (newer) {
    entity.contents.clear();
  }
  if (!entity.contents.insert(content).second) {
    return false;
  }
  const bool conflict = !is_new && !newer && event.revision() != 0;
  if (conflict && content < entity.content) {
    return false;
  }
  entity.revision = std::max(entity.revision, event.revision());
  entity.content = content;
  return true;
}

bool too_old(const v1::Event& event, const Known& known,
             const std::map<std::string, Entity>& entities) {
  const bool standing = event.has_client() || event.has_credit_limit_set();
  const Day day = standing ? kNoDay : posting_day(event);
  const int horizon = known.policy.idempotency_horizon_days();
  return horizon > 0 && day != kNoDay && known.today != kNoDay && day < known.today - horizon &&
         !entities.contains(entity_of(event));
}

}  // namespace

std::string name_of(const v1::DocumentRef& ref) {
  return ref.source_system() + "\n" + ref.seller_company() + "\n" + std::to_string(ref.kind()) +
         "\n" + ref.number() + "\n" + std::to_string(ref.fiscal_year());
}

v1::Policy no_policy() {
  v1::Policy policy;
  policy.set_reporting_currency("EUR");
  return policy;
}

std::string segment_of_company(const v1::Policy& policy, const std::string& seller_company) {
  for (const v1::SegmentOfCompany& row : policy.segments()) {
    if (row.seller_company() == seller_company) {
      return row.segment();
    }
  }
  return "main";
}

// The policy with the rates of the day in the place of its own: of each currency those of the
// latest table that names it.
void put_rates_in_force(const std::vector<v1::FxTable>& tables, Known& known) {
  std::map<std::string, std::pair<Day, std::int64_t>> rates;
  for (const v1::FxRate& rate : known.policy.fx()) {
    rates[rate.currency()] = {kNoDay, rate.rate_micro()};
  }
  for (const v1::FxTable& table : tables) {
    const Day from = *day_from_date(table.valid_from());
    if (known.today == kNoDay || from > known.today) {
      continue;
    }
    for (const v1::FxRate& rate : table.rates()) {
      auto& held = rates.try_emplace(rate.currency(), kNoDay, 0).first->second;
      if (from >= held.first) {
        held = {from, rate.rate_micro()};
      }
    }
  }
  known.policy.clear_fx();
  for (const auto& [currency, rate] : rates) {
    v1::FxRate& row = *known.policy.add_fx();
    row.set_currency(currency);
    row.set_rate_micro(rate.second);
  }
}

Known known_from(std::span<const v1::Event> events) {
  Known known;
  std::vector<v1::FxTable> tables;
  std::map<std::string, std::map<std::string, Entity>> entities;  // by client
  int place = 0;
  for (const v1::Event& event : events) {
    ++place;
    if (event.has_day_turned()) {
      known.today = *day_from_date(event.day_turned().day());
    } else if (event.has_policy()) {
      known.policy = event.policy();
    } else if (event.has_fx_table()) {
      tables.push_back(event.fx_table());
    } else if (event.has_open_items_list_closed()) {
      known.closed_lists.push_back(event);
    } else if (!event.client_id().empty()) {
      if (too_old(event, known, entities[event.client_id()])) {
        continue;
      }
      KnownClient& client = known.clients[event.client_id()];
      if (takes_effect(event, entities[event.client_id()])) {
        client.in_force[entity_of(event)] = reckoned(event, known.policy.default_tax_bp());
        client.taken_at[entity_of(event)] = place;
      }
    }
  }
  put_rates_in_force(tables, known);
  return known;
}

}  // namespace encours::simulation
