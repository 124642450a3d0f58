// The orders, deliveries and billings that one step touches, over all accounts of the client:
// entries are read once, changed in memory, and put back by finish(), which lets deliveries act
// upon orders, keeps the totals and says what became of each order.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "encours/v1/policy.pb.h"
#include "operators/client/exposure/delivery.h"
#include "operators/client/exposure/progress.h"
#include "operators/client/exposure/tables.h"
#include "operators/operator.h"

namespace encours::exposure {

// Documents that bear one billing_ref: a billing document, its accounting item, and a few that mend
// them. All are looked at when one of them changes.
inline constexpr int kBearersMax = 64;
// Orders, deliveries, billings of one account, each: more is a mistake of the feed.
inline constexpr std::uint64_t kEntriesPerAccountMax = 1'000'000;
// Lines of one order or delivery, those included that only others named.
inline constexpr int kLinesPerEntryMax = 10'000;

class OrderBook {
 public:
  OrderBook(const Input& input, Rows& rows, const v1::Policy& policy)
      : input_(input), rows_(rows), policy_(policy) {}
  OrderBook(const OrderBook&) = delete;
  OrderBook& operator=(const OrderBook&) = delete;

  // Entries to change at will until finish(); blank when nothing was known of them. An entry
  // belongs to the account of the company that its id names.
  state::v1::ExposureOrder& order(std::string_view id) { return open_order(id).entry; }
  state::v1::ExposureDelivery& delivery(std::string_view id);

  // The order itself came or changed: it must be judged, whatever its value does.
  void mark_placed(std::string_view id) { open_order(id).placed = true; }

  // Adds to the advances for the order, which may not have come.
  void add_advance(std::string_view id, Currency currency, std::int64_t minor);

  // Puts the billing in the place of the one the document had, and lets it count instead of that. A
  // billing document that was cancelled stays so.
  void replace_billing(const state::v1::ExposureBilling& billing);

  // Whether the document ever billed anything: most have not, and cost nothing here.
  bool has_billing(std::string_view id);

  // Keeps a refusal for finish(); the first one counts.
  void note(const Verdict& verdict);

  // Closes the book.
  Verdict finish(Emit& emit);

  // After finish(): the accounts in which a figure moved or an order was placed, sorted.
  std::vector<AccountKey> moved() const;

 private:
  struct Account {
    AccountKey key;
    state::v1::ExposureHead head;
    bool touched = false;  // an entry was put back: the head row must be too
    bool moved = false;
  };
  struct Order {
    Account* account = nullptr;
    state::v1::ExposureOrder entry;
    state::v1::ExposureOrder before;
    bool placed = false;
  };
  struct Delivery {
    Account* account = nullptr;
    state::v1::ExposureDelivery entry;
    state::v1::ExposureDelivery before;
  };

  static Verdict beyond_bound();

  Account& account_of(std::string_view id);
  Order& open_order(std::string_view id);
  void act_on_orders(const state::v1::ExposureDelivery& delivery, int sign);
  state::v1::ExposureBilling held_billing(const Account& account, std::string_view id);
  state::v1::ExposureBillingRef held_ref(const Account& account, std::string_view id);
  void put_billing(Account& account, const state::v1::ExposureBilling& billing);
  void move_bearer(Account& account, const state::v1::ExposureBilling& billing, int sign);
  void count_bearers(Account& account, std::string_view ref_id, int sign);
  void count_billing(Account& account, const state::v1::ExposureBilling& billing,
                     const state::v1::ExposureBillingRef& bearers, int sign);
  void count_lines(const state::v1::ExposureBilling& billing, int sign);
  void put(Order& order, Emit& emit);
  void put(Delivery& delivery);
  void say(const Order& order, const OrderValue& before, const OrderValue& after, Emit& emit);
  void add_totals(Account& account, const state::v1::ExposureTotals& part, int sign);
  void close(Account& account);

  const Input& input_;
  Rows& rows_;
  const v1::Policy& policy_;
  std::map<std::string, Account, std::less<>> accounts_;  // by segment
  std::map<std::string, Order, std::less<>> orders_;
  std::map<std::string, Delivery, std::less<>> deliveries_;
  Verdict verdict_ = accept();
};

}  // namespace encours::exposure
