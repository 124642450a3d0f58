// Which lists of open items the documents of an account are under: those that named the account,
// kept in its head row, and those that were closed, kept by the shard. Used by the account's book.
#pragma once

#include <string_view>

#include "encours/v1/lists.pb.h"
#include "operators/client/ledger/listing.h"
#include "operators/client/ledger/tables.h"
#include "operators/verdict.h"

namespace encours::ledger {

// Systems and companies of ours that send lists: a group has hundreds, no more.
inline constexpr int kListSourcesMax = 1'000;

class ListSources {
 public:
  // Both are kept by reference; `head` holds the account's lists.
  ListSources(Rows& rows, state::v1::LedgerHead& head);

  // No list has named the account or been closed.
  bool empty() const { return head_.lists().empty() && closed_ == nullptr; }

  // The newest complete list that a document is under, by its id.
  Edition complete_for(std::string_view item_id) const;

  // The day of the newest list, complete or not, of any of those books; `seller_company` empty =
  // all of the system.
  Day newest_of_books(std::string_view source_system, std::string_view seller_company) const;

  // The account was named by a list: the newest of its source is kept. False when there are too
  // many sources.
  [[nodiscard]] bool take(const v1::OpenItemsList& list, const Edition& edition);

  // Changes whenever a list is closed; 0 while none was.
  std::uint64_t closed_hash() const;

 private:
  state::v1::LedgerHead& head_;
  const state::v1::LedgerListsClosed* closed_ = nullptr;
};

// A list of the shard was closed: whoever it did not name has nothing open in its source.
// Accepted, a repeat when the list is known, refused when there are too many sources.
Verdict keep_closed(const v1::OpenItemsListClosed& closed, const Edition& edition, Rows& rows);

}  // namespace encours::ledger
