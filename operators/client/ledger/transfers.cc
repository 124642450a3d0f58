#include "operators/client/ledger/transfers.h"

#include <algorithm>
#include <tuple>

#include "operators/client/checked.h"
#include "operators/client/ledger/listing.h"

namespace encours::ledger {
namespace {

using state::v1::ItemBrought;
using state::v1::LedgerItem;

// Gives the item the dates of the first transfer, unless the document itself has come.
void show_brought(LedgerItem& item) {
  if (item.state() == state::v1::ITEM_STATE_KNOWN ||
      item.state() == state::v1::ITEM_STATE_CANCELLED) {
    return;
  }
  const bool comes = !item.brought().empty();
  if (!comes && item.has_listing()) {
    open_by_listing(item);
    return;
  }
  const ItemBrought& shown = comes ? item.brought(0) : ItemBrought::default_instance();
  item.set_state(comes ? state::v1::ITEM_STATE_BROUGHT : state::v1::ITEM_STATE_UNSPECIFIED);
  item.set_currency(shown.currency());
  item.set_document_on(shown.document_on());
  item.set_posted_on(shown.posted_on());
  *item.mutable_line() = shown.line();
  *item.mutable_due_on() = shown.due_on();
  item.clear_amount_minor();
  item.mutable_amount_minor()->Resize(shown.line_size(), 0);
}

ItemBrought& brought_by(const std::string& transfer_id, LedgerItem& item) {
  auto& all = *item.mutable_brought();
  const auto place = std::lower_bound(
      all.begin(), all.end(), transfer_id,
      [](const ItemBrought& one, const std::string& id) { return one.transfer_id() < id; });
  const auto at = place - all.begin();
  if (place == all.end() || place->transfer_id() != transfer_id) {
    all.Add()->set_transfer_id(transfer_id);
    std::rotate(all.pointer_begin() + at, all.pointer_end() - 1, all.pointer_end());
  }
  return all[static_cast<int>(at)];
}

}  // namespace

void forget_transfer(const std::string& transfer_id, LedgerItem& item) {
  auto& all = *item.mutable_brought();
  all.erase(
      std::remove_if(all.begin(), all.end(),
                     [&](const ItemBrought& one) { return one.transfer_id() == transfer_id; }),
      all.end());
  show_brought(item);
}

void add_brought(const v1::TransferIn& transfer, const v1::TransferredItem& line,
                 const std::string& transfer_id, LedgerItem& item) {
  const Day posted_on = checked_day(transfer.posting_date());
  const auto day_or_posting = [&](std::int32_t date) {
    return date == 0 ? posted_on : checked_day(date);
  };
  ItemBrought& brought = brought_by(transfer_id, item);
  brought.set_currency(line.amount().currency());
  brought.set_document_on(day_or_posting(line.document_date()));
  brought.set_posted_on(posted_on);
  const Day due_on = day_or_posting(line.due_on());
  const int number = line.item_ref().line();
  int place = 0;
  while (place < brought.line_size() &&
         std::tuple(brought.due_on(place), brought.line(place)) < std::tuple(due_on, number)) {
    ++place;
  }
  auto& lines = *brought.mutable_line();
  auto& days = *brought.mutable_due_on();
  lines.Add(number);
  days.Add(due_on);
  std::rotate(lines.begin() + place, lines.end() - 1, lines.end());
  std::rotate(days.begin() + place, days.end() - 1, days.end());
  show_brought(item);
}

}  // namespace encours::ledger
