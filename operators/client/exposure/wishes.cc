#include "operators/client/exposure/wishes.h"

#include "operators/client/exposure/billing.h"
#include "operators/client/exposure/tables.h"
#include "operators/client/findings.h"
#include "operators/domain/entity.h"

namespace encours::exposure {
namespace {

class Wanted {
 public:
  Wanted(const Input& input, Wishes& wishes) : input_(input), wishes_(wishes) {
    if (const v1::Policy* policy = wishes.wanted(kPolicy, ShardKey{}); policy != nullptr) {
      policy_ = policy;
    }
  }

  void order(const v1::DocumentRef& ref) { order(ref, entity_id(ref)); }

  // A delivery, and the orders it serves once it is in memory.
  void delivery(const v1::DocumentRef& ref) {
    const AccountKey account = account_of(ref);
    const auto* head = head_of(account);
    if (head == nullptr) {
      return;
    }
    const std::string id = entity_id(ref);
    DeliverySet::want(wishes_, kExposureDeliveries, account, head->deliveries(), id);
    state::v1::ExposureDelivery held;
    DeliverySet::peek(wishes_, kExposureDeliveries, account, head->deliveries(), id, held);
    for (const state::v1::ExposureDeliveryLine& line : held.lines()) {
      if (!line.order_id().empty()) {
        order(document_ref(line.order_id()), line.order_id());
      }
    }
  }

  // What the document bills and billed before, and once they are in memory all documents that share
  // a billing_ref with it.
  template <class Document>
  void billing(const Document& document) {
    for (const v1::BilledLine& line : document.lines()) {
      if (line.has_order_ref()) {
        order(line.order_ref());
      }
      if (line.has_delivery_ref()) {
        delivery(line.delivery_ref());
      }
    }
    billing(document.ref(), billing_ref_id(document.ref(), document.billing_ref()));
  }

  void billing(const v1::DocumentRef& ref, std::string_view ref_id) {
    const AccountKey account = account_of(ref);
    const auto* head = head_of(account);
    if (head == nullptr || head->billings().count() == 0) {
      return;
    }
    const state::v1::ExposureBilling held = billing_held(account, *head, entity_id(ref));
    bearers(account, *head, held.ref_id());
    bearers(account, *head, ref_id);
  }

  template <class Lines>
  void served_orders(const Lines& lines) {
    for (const v1::DeliveryLine& line : lines) {
      if (line.has_order_ref()) {
        order(line.order_ref());
      }
    }
  }

 private:
  void billed_lines(const state::v1::ExposureBilling& billing) {
    for (const state::v1::ExposureBilledLine& line : billing.lines()) {
      if (!line.order_id().empty()) {
        order(document_ref(line.order_id()), line.order_id());
      }
      if (!line.delivery_id().empty()) {
        delivery(document_ref(line.delivery_id()));
      }
    }
  }

  state::v1::ExposureBilling billing_held(const AccountKey& account,
                                          const state::v1::ExposureHead& head,
                                          std::string_view id) {
    state::v1::ExposureBilling held;
    BillingSet::want(wishes_, kExposureBillings, account, head.billings(), id);
    BillingSet::peek(wishes_, kExposureBillings, account, head.billings(), id, held);
    billed_lines(held);
    return held;
  }

  void bearers(const AccountKey& account, const state::v1::ExposureHead& head,
               std::string_view ref_id) {
    if (ref_id.empty()) {
      return;
    }
    state::v1::ExposureBillingRef held;
    BillingRefSet::want(wishes_, kExposureBillingRefs, account, head.billing_refs(), ref_id);
    BillingRefSet::peek(wishes_, kExposureBillingRefs, account, head.billing_refs(), ref_id, held);
    for (const auto* ids : {&held.billing_id(), &held.posting_id()}) {
      for (const std::string& id : *ids) {
        billing_held(account, head, id);
      }
    }
  }

  AccountKey account_of(const v1::DocumentRef& ref) const {
    return {std::string(input_.owner), std::string(segment_of(*policy_, ref.seller_company()))};
  }

  const state::v1::ExposureHead* head_of(const AccountKey& account) {
    wishes_.want(kExposure, account);
    return wishes_.wanted(kExposure, account);
  }

  void order(const v1::DocumentRef& ref, std::string_view id) {
    const AccountKey account = account_of(ref);
    if (const auto* head = head_of(account); head != nullptr) {
      OrderSet::want(wishes_, kExposureOrders, account, head->orders(), id);
    }
  }

  const Input& input_;
  Wishes& wishes_;
  const v1::Policy* policy_ = &v1::Policy::default_instance();
};

}  // namespace

void want_rows(const Heard& heard, Wishes& wishes) {
  const v1::Event& event = heard.event();
  Wanted wanted(heard.input(), wishes);
  switch (heard.kind()) {
    case Kind::kOrderPlaced:
      return wanted.order(event.order_placed().order().ref());
    case Kind::kOrderChanged:
      return wanted.order(event.order_changed().order().ref());
    case Kind::kOrderCancelled:
      return wanted.order(event.order_cancelled().ref());
    case Kind::kOrderClosed:
      return wanted.order(event.order_closed().ref());
    case Kind::kOrderReopened:
      return wanted.order(event.order_reopened().order().ref());
    case Kind::kDelivery:
      wanted.delivery(event.delivery().ref());
      return wanted.served_orders(event.delivery().lines());
    case Kind::kGoodsReturned:
      wanted.delivery(event.goods_returned().ref());
      return wanted.served_orders(event.goods_returned().lines());
    case Kind::kInvoice:
      return wanted.billing(event.invoice());
    case Kind::kInvoiceCancelled:
      return wanted.billing(event.invoice_cancelled().ref(), "");
    case Kind::kCreditNote:
      return wanted.billing(event.credit_note());
    default:
      return;
  }
}

}  // namespace encours::exposure
