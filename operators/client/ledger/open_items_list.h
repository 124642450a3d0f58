// Takes lists of open items into an account's book, and works through what they change: the items
// they name at once, those they lack so many a step, the rest at the next beats. Used by the
// operator.
#pragma once

#include "encours/v1/event.pb.h"
#include "operators/client/ledger/account_book.h"

namespace encours::ledger {

// Items that lists settle or mend in one step beside those they name: a tenth of a second.
inline constexpr std::size_t kMisjudgedPerStepMax = 4'096;

// Which list an event is of.
Edition edition_of_list(const v1::Event& event, std::string_view list_id, std::int32_t as_of);

// What the list names is opened or mended, and its newest list is kept for what it lacks. Refuses a
// list whose items are of another segment than its account.
Verdict take_list(const v1::Event& event, const v1::Policy& policy, AccountBook& book);

// The rows that a list will touch beside those of the items it names.
void want_list(const Input& input, Wishes& wishes);

// The rows that tell at a beat whether a list has left something to do.
void want_leftovers(const Input& input, Wishes& wishes);

// Opens what lists say otherwise than it is booked, so many at most; what is left waits for a beat.
void judge_by_lists(Rows& rows, AccountBook& book, Emit& emit);

// Whether a list was closed since the account was judged, or items were left over.
bool must_be_judged(Rows& rows, const AccountKey& account);

}  // namespace encours::ledger
