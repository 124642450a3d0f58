#include "tests/simulation/oracle_known.h"

#include <functional>

#include <xxhash.h>

#include "operators/domain/posting.h"

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

// What an event is about. Events of one entity replace each other.
std::string entity_of(const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kClient:
      return "client";
    case v1::Event::kCreditLimitSet:
      return "limit\n" + event.credit_limit_set().segment() + "\n" +
             event.credit_limit_set().limit_id();
    case v1::Event::kHumanDecision:
      return "decision\n" + event.human_decision().decision_id();
    case v1::Event::kInvoice:
      return "document\n" + name_of(event.invoice().ref());
    case v1::Event::kInvoiceCancelled:
      return "cancelled\n" + name_of(event.invoice_cancelled().ref());
    case v1::Event::kCreditNote:
      return "document\n" + name_of(event.credit_note().ref());
    case v1::Event::kReceipt:
      return "document\n" + name_of(event.receipt().ref());
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
    case v1::Event::kOpenItemsList:  // every list, part and revision stays true of its day
      return named("list", event.open_items_list().segment(),
                   event.open_items_list().seller_company(), event.open_items_list().list_id()) +
             "\n" + std::to_string(event.open_items_list().as_of()) + "\n" +
             std::to_string(event.open_items_list().part()) + "\n" +
             std::to_string(event.revision());
    case v1::Event::kOrderPlaced:
      return "document\n" + name_of(event.order_placed().order().ref());
    case v1::Event::kOrderChanged:
      return "document\n" + name_of(event.order_changed().order().ref());
    case v1::Event::kOrderCancelled:
      return "cancelled\n" + name_of(event.order_cancelled().ref());
    case v1::Event::kOrderClosed:
      return "closed\n" + name_of(event.order_closed().ref());
    case v1::Event::kDelivery:
      return "document\n" + name_of(event.delivery().ref());
    default:
      return "";
  }
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

Known known_from(std::span<const v1::Event> events) {
  Known known;
  std::map<std::string, std::map<std::string, Entity>> entities;  // by client
  for (const v1::Event& event : events) {
    if (event.has_day_turned()) {
      known.today = *day_from_date(event.day_turned().day());
    } else if (event.has_policy()) {
      known.policy = event.policy();
    } else if (event.has_open_items_list_closed()) {
      known.closed_lists.push_back(event);
    } else if (!event.client_id().empty()) {
      if (too_old(event, known, entities[event.client_id()])) {
        continue;
      }
      KnownClient& client = known.clients[event.client_id()];
      if (takes_effect(event, entities[event.client_id()])) {
        client.in_force[entity_of(event)] = event;
      }
    }
  }
  return known;
}

}  // namespace encours::simulation
