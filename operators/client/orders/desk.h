// The order desk of one account for one step: it takes in what happened to orders, judges those
// that must be judged, one after the other so that each approval reserves before the next, and says
// at the end what changed. Used by Orders; made anew for each step.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "operators/client/orders/book.h"
#include "operators/client/orders/judging.h"
#include "operators/client/orders/outputs.h"
#include "operators/operator.h"

namespace encours::orders {

// Orders judged again in one step, those that the event itself is about not counted; the rest
// follow at the next beats.
inline constexpr int kReviewsPerStepMax = 64;

class Desk {
 public:
  Desk(const Input& input, Rows& rows, Emit& emit, AccountKey account);
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // Takes in an order's new open value; judges the order if it came or changed.
  void value_changed(const OrderValueChanged& changed);

  // Does what a person decided.
  Verdict decide(const v1::HumanDecision& decision);

  // Does to orders what time alone does: approvals end and are judged again, parts begin to count,
  // acknowledgements are overdue.
  void keep_agenda();

  // What the ERP did with the hold of an order.
  void acknowledge(const v1::ErpAcknowledgement& said);

  // Judges again the orders that wait, if something got better for them.
  void review_waiting();

  // Says what changed. Refuses when a sum of the account grew beyond what can be held.
  Verdict finish();

 private:
  // Why an order is judged.
  enum class Occasion : std::uint8_t {
    kPlaced,   // it came or changed: a decision is said in any case
    kShipped,  // goods left that should not have: likewise
    kEnded,    // its approval ended: likewise
    kDecided,  // a person asked: likewise
    kReview,   // something got better: an approval is not withdrawn
  };

  // What is to be said about an order at the end of the step.
  struct Told {
    std::optional<BookedOrder> before;  // as it was when the step began
    BookedOrder after;
    Causes reasons;
    bool decision = false;
    std::string decided_by;
  };

  BookedOrder booked(const OrderValueChanged& changed, const BookedOrder* held) const;
  void judge(const BookedOrder* before, BookedOrder order, Occasion occasion);
  bool hold_by_rules(Causes& reasons, const BookedOrder* before, bool forced);
  void withdraw_small(BookedOrder& order);
  void count_small(const BookedOrder* before, bool shipped, BookedOrder& order);
  void await_acknowledgement(const BookedOrder* before, BookedOrder& order) const;
  void note_held_delivery(const BookedOrder& order, std::int64_t left_minor);
  void come_due(const BookedOrder& before);
  void forget_old();
  Day forgets_on() const;
  bool goods_left(const OrderValueChanged& changed) const;
  bool has_ended(const BookedOrder& order) const;
  void relieve(const BookedOrder& before, BookedOrder order, const Causes& reasons);
  void leave(const BookedOrder& order);
  void replace(const BookedOrder* before, const BookedOrder* after);
  void note(const BookedOrder* before, const BookedOrder& after, Causes reasons, bool decision,
            std::string_view decided_by);
  std::int64_t room_wanted(const BookedOrder& order);
  void note_waiting(const BookedOrder& order);

  Verdict release(const v1::HumanDecision& decision, const BookedOrder& order);
  void reject(const v1::HumanDecision& decision, const BookedOrder& order);
  void force_hold(const v1::HumanDecision& decision);
  Verdict lift_hold(const v1::HumanDecision& decision);

  void begin_review();
  void continue_review();
  void say_told();
  void ask_for_wakes();

  bool is_released(const BookedOrder& order);
  Day approval_ends() const;
  std::int64_t approved_without(const BookedOrder* order);
  std::int64_t room_minor();
  Climate& climate();

  const Input& input_;
  Rows& rows_;
  Emit& emit_;
  const AccountKey account_;
  const v1::Policy& policy_;
  Book book_;
  const std::string sums_before_;
  std::optional<Climate> climate_;
  std::map<std::string, Told> told_;  // by order id
  int reviews_left_ = kReviewsPerStepMax;
  bool overflow_ = false;
  bool wakes_changed_ = false;
};

}  // namespace encours::orders
