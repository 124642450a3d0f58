#include "operators/client/ledger/disputes.h"

#include <algorithm>

#include "operators/client/checked.h"
#include "operators/domain/entity.h"
#include "operators/domain/sorted_rows.h"

namespace encours::ledger {
namespace {

using state::v1::ItemDispute;
using state::v1::LedgerDispute;
using state::v1::LedgerItem;

// The place of the item's dispute of that number, or where it would stand.
int place_of(const LedgerItem& item, std::string_view number) {
  const auto& all = item.disputes();
  return static_cast<int>(std::lower_bound(all.begin(), all.end(), number,
                                           [](const ItemDispute& dispute, std::string_view wanted) {
                                             return dispute.dispute_id() < wanted;
                                           }) -
                          all.begin());
}

ItemDispute& dispute_of(LedgerItem& item, std::string_view number) {
  return element_of(
      *item.mutable_disputes(), number,
      [](const ItemDispute& dispute) -> std::string_view { return dispute.dispute_id(); },
      [](ItemDispute& dispute, std::string_view key) { dispute.set_dispute_id(std::string(key)); });
}

void remove_dispute(LedgerItem& item, std::string_view number) {
  const int place = place_of(item, number);
  ENCOURS_ASSERT(place < item.disputes_size() && item.disputes(place).dispute_id() == number,
                 "an open dispute stands at its item");
  item.mutable_disputes()->DeleteSubrange(place, 1);
}

}  // namespace

void put_dispute(const v1::DisputeOpened& dispute, AccountBook& book) {
  LedgerDispute record;
  record.set_id(dispute_id(dispute.item_ref(), dispute.dispute_id()));
  const std::string item_id = entity_id(dispute.item_ref());
  if (book.find_dispute(record.id(), record)) {
    if (record.closed()) {
      return;
    }
    if (record.item_id() != item_id) {
      remove_dispute(book.item(record.item_id()), dispute.dispute_id());
    }
  }
  record.set_item_id(item_id);
  book.put_dispute(record);

  LedgerItem& item = book.item(item_id);
  ItemDispute& stands = dispute_of(item, dispute.dispute_id());
  stands.set_line(dispute.item_ref().line());
  stands.set_opened_on(checked_day(dispute.opened_on()));
  stands.set_currency(dispute.has_amount() ? dispute.amount().currency() : "");
  stands.set_amount_minor(dispute.has_amount() ? checked_minor(dispute.amount()) : 0);
  if (item.disputes_size() > kDisputesPerItemMax) {
    book.note(refuse(RejectReason::kTooLarge, "an item has at most 32 open disputes"));
  }
}

void close_dispute(const v1::DisputeClosed& closed, AccountBook& book) {
  LedgerDispute record;
  record.set_id(dispute_id(closed.item_ref(), closed.dispute_id()));
  if (book.find_dispute(record.id(), record) && !record.closed()) {
    remove_dispute(book.item(record.item_id()), closed.dispute_id());
    record.clear_item_id();
  }
  record.set_closed(true);
  book.put_dispute(record);
}

std::string dispute_id(const v1::DocumentRef& item_ref, std::string_view number) {
  return entity_id(item_ref.source_system(), item_ref.seller_company(), "DISPUTE", number);
}

}  // namespace encours::ledger
