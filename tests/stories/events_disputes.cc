// Disputes.
#include "tests/stories/events_internal.h"

namespace encours::story {
namespace {

void read_dispute_body(Words& words, const Place& place, v1::DisputeOpened& dispute) {
  dispute.set_dispute_id(words.name("the dispute's name"));
  dispute.set_opened_on(date_from_day(place.today));
  if (!words.take("on")) {
    words.fail("write it as: dispute C1 D1 on F1");
  }
  *dispute.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
  while (!words.at_end()) {
    if (words.next_is_amount()) {
      *dispute.mutable_amount() = words.money(kUsualCurrency);
    } else if (words.take("reason")) {
      dispute.set_reason(words.name("a reason"));
    } else if (words.take("opened")) {
      dispute.set_opened_on(date_from_day(words.date()));
    } else {
      words.fail("a dispute may have: an amount, reason, opened");
    }
  }
}

}  // namespace

void read_dispute(Words& words, const Place& place, v1::Event& event) {
  read_dispute_body(words, place, *event.mutable_dispute_opened());
}

void read_dispute_changed(Words& words, const Place& place, v1::Event& event) {
  read_dispute_body(words, place, *event.mutable_dispute_changed()->mutable_dispute());
  event.mutable_dispute_changed()->set_changed_on(date_from_day(place.today));
}

void read_dispute_closed(Words& words, const Place& place, v1::Event& event) {
  v1::DisputeClosed& closed = *event.mutable_dispute_closed();
  closed.set_dispute_id(words.name("the dispute's name"));
  if (!words.take("on")) {
    words.fail("write it as: close dispute C1 D1 on F1 as rejected");
  }
  *closed.mutable_item_ref() = read_ref(words, v1::DOCUMENT_KIND_INVOICE);
  closed.set_closed_on(date_from_day(place.today));
  if (words.take("as")) {
    closed.set_outcome(
        read_enum<v1::DisputeOutcome>(words, "DISPUTE_OUTCOME_", v1::DisputeOutcome_Parse));
  }
}

}  // namespace encours::story
