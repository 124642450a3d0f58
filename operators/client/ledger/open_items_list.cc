#include "operators/client/ledger/open_items_list.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "operators/client/accounts.h"
#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/client/ledger/listing.h"
#include "operators/domain/entity.h"

namespace encours::ledger {
namespace {

using state::v1::ItemListing;
using state::v1::LedgerItem;

// Puts a line of the list in its place; one that a part of the list named before is replaced.
void put_line(const v1::OpenItem& listed, ItemListing& listing) {
  const Day posted_on = checked_day(listed.posting_date());
  const Day due_on = listed.due_on() == 0 ? posted_on : checked_day(listed.due_on());
  const int line = listed.ref().line();
  const bool owed = listed.ref().kind() == v1::DOCUMENT_KIND_INVOICE;
  auto& lines = *listing.mutable_line();
  auto& days = *listing.mutable_due_on();
  auto& sums = *listing.mutable_open_minor();
  if (const auto held = std::find(lines.begin(), lines.end(), line); held != lines.end()) {
    const auto at = held - lines.begin();
    lines.erase(held);
    days.erase(days.begin() + at);
    sums.erase(sums.begin() + at);
  }
  int at = 0;
  while (at < lines.size() && std::tie(days[at], lines[at]) < std::tie(due_on, line)) {
    ++at;
  }
  lines.Add(line);
  days.Add(due_on);
  sums.Add(owed ? checked_minor(listed.open()) : -checked_minor(listed.open()));
  std::rotate(lines.begin() + at, lines.end() - 1, lines.end());
  std::rotate(days.begin() + at, days.end() - 1, days.end());
  std::rotate(sums.begin() + at, sums.end() - 1, sums.end());
}

// The newest list that names an item counts; the item is what it says until its document comes.
void name_item(const v1::OpenItem& listed, const Edition& edition, AccountBook& book) {
  LedgerItem& item = book.item(entity_id(listed.ref()));
  const bool held = item.has_listing();
  if (held && edition < edition_of(item.listing())) {
    return;
  }
  ItemListing& listing = *item.mutable_listing();
  if (!held || edition_of(listing) != edition) {
    listing.Clear();
    set_edition(edition, listing);
    listing.set_posted_on(checked_day(listed.posting_date()));
    listing.set_document_on(listed.document_date() == 0 ? listing.posted_on()
                                                        : checked_day(listed.document_date()));
    listing.set_currency(listed.open().currency());
  }
  if (listing.currency() != listed.open().currency()) {
    book.note(refuse(RejectReason::kBadCurrency, "items.open: two currencies for one item"));
    return;
  }
  put_line(listed, listing);
  if (listing.line_size() > kListedLinesMax) {
    book.note(refuse(RejectReason::kTooLarge, "an item has at most 120 listed lines"));
  }
  if (item.state() == state::v1::ITEM_STATE_UNSPECIFIED ||
      item.state() == state::v1::ITEM_STATE_LISTED) {
    open_by_listing(item);
  }
}

}  // namespace

Edition edition_of_list(const v1::Event& event, std::string_view list_id, std::int32_t as_of) {
  return {checked_day(as_of), event.revision(), entity_hash(list_id)};
}

Verdict take_list(const v1::Event& event, const v1::Policy& policy, AccountBook& book) {
  const v1::OpenItemsList& list = event.open_items_list();
  for (const v1::OpenItem& item : list.items()) {
    if (segment_of(policy, item.ref().seller_company()) != book.account().segment) {
      return refuse(RejectReason::kBadReference, "items.ref: a company of another segment");
    }
  }
  const Edition edition = edition_of_list(event, list.list_id(), list.as_of());
  if (!book.lists().take(list, edition)) {
    return refuse(RejectReason::kTooLarge, "sources of open-items lists: at most 1,000");
  }
  for (const v1::OpenItem& item : list.items()) {
    name_item(item, edition, book);
  }
  return accept();
}

void want_list(const Input& input, Wishes& wishes) {
  const v1::Policy* policy = wishes.wanted(kPolicy, ShardKey{});
  const AccountKey account{
      std::string(input.owner),
      std::string(segment_of_list(policy == nullptr ? v1::Policy::default_instance() : *policy,
                                  input.event->open_items_list()))};
  wishes.want(kLedger, account);
  wishes.want(kLedgerDrift, account);
  wishes.want(kLedgerBalances, account);
  wishes.want(kFindings, account);
  const state::v1::LedgerHead* head = wishes.wanted(kLedger, account);
  const std::uint32_t pages = head == nullptr ? 0 : page_count(head->open_items());
  for (std::uint32_t page = 0; page < pages; ++page) {
    wishes.want(kLedgerOpenItems, AccountPageKey{account, page});
  }
}

void want_leftovers(const Input& input, Wishes& wishes) {
  const auto* client = wishes.wanted(kClients, OwnerKey{input.owner});
  for (int i = 0; client != nullptr && i < client->segments_size(); ++i) {
    const AccountKey account{std::string(input.owner), client->segments(i)};
    wishes.want(kLedgerDrift, account);
    wishes.want(kLedger, account);
    if (const auto* head = wishes.wanted(kLedger, account); head != nullptr && head->asserted()) {
      wishes.want(kLedgerBalances, account);
    }
  }
}

void judge_by_lists(Rows& rows, AccountBook& book, Emit& emit) {
  const bool finished = book.open_misjudged(kMisjudgedPerStepMax);
  state::v1::LedgerDrift& row = rows.edit(kLedgerDrift, book.account());
  row.set_closed_hash(book.lists().closed_hash());
  row.set_unfinished(!finished);
  if (!finished) {
    emit.wake_at_beat();
  }
}

bool must_be_judged(Rows& rows, const AccountKey& account) {
  const state::v1::LedgerListsClosed* closed = rows.find(kListsClosed, ShardKey{});
  const state::v1::LedgerDrift* drift = rows.find(kLedgerDrift, account);
  const std::uint64_t hash = closed == nullptr ? 0 : entity_hash(closed->SerializeAsString());
  return drift == nullptr ? hash != 0 : drift->unfinished() || drift->closed_hash() != hash;
}

}  // namespace encours::ledger
