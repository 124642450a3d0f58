#include "operators/client/ledger/settlements.h"

#include <algorithm>
#include <vector>

#include "operators/client/checked.h"
#include "operators/domain/entity.h"

namespace encours::ledger {
namespace {

using state::v1::LedgerSettlement;

std::string id_of(std::string_view source_system, std::string_view seller_company,
                  std::string_view settlement_id) {
  return entity_id(source_system, seller_company, "SETTLEMENT", settlement_id);
}

void add_movement(const v1::DocumentRef* item_ref, const v1::Money& amount, int cause,
                  std::int64_t moved_minor, LedgerSettlement& record) {
  const Currency currency = checked_currency(amount);
  auto& currencies = *record.mutable_currency();
  const auto known = std::find(currencies.begin(), currencies.end(), currency.code());
  record.add_currency_place(static_cast<int>(known - currencies.begin()));
  if (known == currencies.end()) {
    currencies.Add(std::string(currency.code()));
  }
  record.add_item_id(item_ref == nullptr ? "" : entity_id(*item_ref));
  record.add_line(item_ref == nullptr ? 0 : item_ref->line());
  record.add_cause(cause);
  record.add_moved_minor(moved_minor);
}

bool is_balanced(const LedgerSettlement& record) {
  std::vector<std::int64_t> sums(static_cast<std::size_t>(record.currency_size()));
  for (int i = 0; i < record.moved_minor_size(); ++i) {
    if (!add_to(sums[static_cast<std::size_t>(record.currency_place(i))], record.moved_minor(i))) {
      return false;
    }
  }
  return std::all_of(sums.begin(), sums.end(), [](std::int64_t sum) { return sum == 0; });
}

// A transfer's items move, and what they came to stands outside, to be found with the other client.
template <class Transfer>
LedgerSettlement moved_by(const Transfer& transfer, int sign) {
  LedgerSettlement record;
  record.set_id(settlement_id(transfer));
  record.set_posted_on(checked_day(transfer.posting_date()));
  constexpr int kCause = v1::MOVEMENT_CAUSE_TRANSFER;
  for (const v1::TransferredItem& item : transfer.items()) {
    const std::int64_t moved = sign * checked_minor(item.amount());
    add_movement(&item.item_ref(), item.amount(), kCause, moved, record);
    add_movement(nullptr, item.amount(), kCause, -moved, record);
  }
  return record;
}

}  // namespace

LedgerSettlement settlement_of(const v1::Settlement& settlement) {
  LedgerSettlement record;
  record.set_id(settlement_id(settlement));
  record.set_posted_on(checked_day(settlement.posting_date()));
  for (const v1::Movement& movement : settlement.movements()) {
    add_movement(movement.has_item_ref() ? &movement.item_ref() : nullptr, movement.amount(),
                 movement.cause(), checked_minor(movement.amount()), record);
  }
  ENCOURS_ASSERT(is_balanced(record), "intake refuses what does not balance");
  return record;
}

LedgerSettlement settlement_of(const v1::WriteOff& write_off) {
  const v1::DocumentRef& item = write_off.item_ref();
  const std::int64_t amount_minor = checked_minor(write_off.amount());
  LedgerSettlement record;
  record.set_id(settlement_id(write_off));
  record.set_posted_on(checked_day(write_off.posting_date()));
  constexpr int kCause = v1::MOVEMENT_CAUSE_WRITE_OFF;
  add_movement(&item, write_off.amount(), kCause, -amount_minor, record);
  add_movement(nullptr, write_off.amount(), kCause, amount_minor, record);
  return record;
}

LedgerSettlement settlement_of(const v1::Recovery& recovery) {
  const v1::DocumentRef& item = recovery.item_ref();
  const v1::Money& amount = recovery.amount();
  const std::int64_t minor = checked_minor(amount);
  LedgerSettlement record;
  record.set_id(settlement_id(recovery));
  record.set_posted_on(checked_day(recovery.posting_date()));
  add_movement(&item, amount, v1::MOVEMENT_CAUSE_RECOVERY, minor, record);
  add_movement(nullptr, amount, v1::MOVEMENT_CAUSE_RECOVERY, -minor, record);
  add_movement(&item, amount, v1::MOVEMENT_CAUSE_CASH, -minor, record);
  add_movement(nullptr, amount, v1::MOVEMENT_CAUSE_CASH, minor, record);
  return record;
}

LedgerSettlement settlement_of(const v1::TransferOut& transfer) {
  return moved_by(transfer, -1);
}

LedgerSettlement settlement_of(const v1::TransferIn& transfer) {
  return moved_by(transfer, 1);
}

std::string settlement_id(const v1::Settlement& settlement) {
  return id_of(settlement.source_system(), settlement.seller_company(), settlement.settlement_id());
}

std::string settlement_id(const v1::WriteOff& write_off) {
  return entity_id(write_off.item_ref().source_system(), write_off.item_ref().seller_company(),
                   "WRITE_OFF", write_off.write_off_id());
}

std::string settlement_id(const v1::SettlementReversed& reversed) {
  return id_of(reversed.source_system(), reversed.seller_company(), reversed.settlement_id());
}

std::string settlement_id(const v1::Recovery& recovery) {
  return entity_id(recovery.item_ref().source_system(), recovery.item_ref().seller_company(),
                   "RECOVERY", recovery.recovery_id());
}

std::string settlement_id(const v1::TransferOut& transfer) {
  return entity_id("", "", "TRANSFER_OUT", transfer.transfer_id());
}

std::string settlement_id(const v1::TransferIn& transfer) {
  return entity_id("", "", "TRANSFER_IN", transfer.transfer_id());
}

Movement movement_at(const LedgerSettlement& record, int place) {
  return {record.item_id(place),
          record.line(place),
          checked_currency(record.currency(record.currency_place(place))),
          record.cause(place),
          record.moved_minor(place),
          record.posted_on()};
}

}  // namespace encours::ledger
