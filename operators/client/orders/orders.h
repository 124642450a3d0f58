// Orders: the order desk. Owns the order book; approves, holds and releases, with the reasons.
// Approved orders reserve the limit, held ones stand outside of it. Utilisation and publish read
// its sums here.
#pragma once

#include "operators/client/orders/book.h"
#include "operators/client/orders/breaker.h"
#include "operators/operator.h"

namespace encours {

struct Orders {
  static constexpr std::string_view kName = "orders";
  static constexpr auto kHears =
      kinds(Kind::kHumanDecision, Kind::kErpAcknowledgement, Kind::kBreakerTripped, Kind::kBeat,
            Kind::kOwnerBeat, Kind::kAccountTurned, Kind::kOrderValueChanged,
            Kind::kExposureChanged, Kind::kLimitInForce, Kind::kFindings);
  static constexpr auto kSays = kinds(Kind::kOrderBookChanged, Kind::kHoldChanged, Kind::kFindings);
  static constexpr auto kTables = tables(kOrderBook, kOrderPages, kWaitingHeads, kWaitingPages,
                                         kHoldBreaker, kAgendaHeads, kAgendaPages);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

namespace orders {

// Open values of the account's orders by currency and verdict, sorted. Valid until the step ends.
const google::protobuf::RepeatedPtrField<state::v1::OrderSums>& sums(Rows& rows,
                                                                     const AccountKey& account);

// The strongest hold on an account.
enum class AccountHold : std::uint8_t {
  kNone,      // nothing is held
  kDocument,  // orders of the account are
  kForced,    // the account is, by a person
};

AccountHold hold_of(Rows& rows, const AccountKey& account);

// The order as the book has it; false when nothing of it is open.
bool find_order(Rows& rows, const AccountKey& account, std::string_view order_id,
                BookedOrder& order);

// Calls visit(order) for every order of the account. Reads every page: for people, never per event.
template <class Visit>
void for_each_order(Rows& rows, const AccountKey& account, Visit visit) {
  OrderSet(rows, kOrderPages, account).for_each(Book(rows, account).head().orders(), visit);
}

}  // namespace orders
}  // namespace encours
