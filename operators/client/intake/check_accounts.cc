// What may be wrong with clients, limits and people's decisions.
#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"

namespace encours::intake {
namespace {

bool odd_currency(std::string_view code) {
  return !code.empty() && !Currency::from_code(code).has_value();
}

bool sound_registration(const v1::RegistrationNumber& row) {
  return names_something(row.scheme()) && names_something(row.number()) && printable(row.country());
}

bool too_long_registration(const v1::RegistrationNumber& row) {
  return too_long(row.scheme()) || too_long(row.number()) || too_long(row.country());
}

bool name_too_long(std::string_view name) {
  return too_long(name);
}

bool about_an_order(v1::DecisionAction action) {
  return action == v1::DECISION_ACTION_RELEASE || action == v1::DECISION_ACTION_REJECT ||
         action == v1::DECISION_ACTION_RECHECK;
}

// What a person may decide as far as it is folded.
bool folded(v1::DecisionAction action) {
  return action >= 0 && action <= v1::DECISION_ACTION_ASSIGN;
}

bool names_an_order(const v1::DocumentRef& ref) {
  return names_document(ref, v1::DOCUMENT_KIND_ORDER);
}

// Words of a newer contract than this fold knows.
bool odd_words(const v1::CreditLimitSet& limit) {
  return !v1::LimitKind_IsValid(limit.kind()) || !v1::LimitMode_IsValid(limit.mode()) ||
         !v1::LimitOnExpiry_IsValid(limit.on_expiry());
}

bool own_basis(v1::LimitBasis basis) {
  return basis == v1::LIMIT_BASIS_UNSPECIFIED || basis == v1::LIMIT_BASIS_OWN_RISK ||
         basis == v1::LIMIT_BASIS_MANAGEMENT;
}

bool own_scope(v1::LimitScope scope) {
  return scope == v1::LIMIT_SCOPE_UNSPECIFIED || scope == v1::LIMIT_SCOPE_SEGMENT;
}

}  // namespace

Verdict check(const v1::Client& client) {
  const auto& registrations = client.registrations();
  const bool odd_terms = client.terms_days() < 0 || client.terms_days() > kTermsDaysMax;
  if (!v1::ClientKind_IsValid(client.kind())) return unsupported("kind");
  if (odd_currency(client.currency())) return bad_currency("currency");
  if (odd_terms) return bad_amount("terms_days");
  if (!printable(client.folded_name())) return bad_reference("folded_name");
  if (!printable(client.parent_id())) return bad_reference("parent_id");
  if (!printable(client.country())) return bad_reference("country");
  if (!printable(client.portfolio())) return bad_reference("portfolio");
  if (!printable(client.salesperson())) return bad_reference("salesperson");
  if (!printable(client.person_ref())) return bad_reference("person_ref");
  if (!all(registrations, sound_registration)) return bad_reference("registrations");
  if (registrations.size() > kDetailsMax) return too_large("registrations");
  if (any(registrations, too_long_registration)) return too_large("registrations");
  if (client.folded_name().size() > kTextBytesMax) return too_large("folded_name");
  if (too_long(client.parent_id())) return too_large("parent_id");
  if (too_long(client.country())) return too_large("country");
  if (too_long(client.portfolio())) return too_large("portfolio");
  if (too_long(client.salesperson())) return too_large("salesperson");
  if (too_long(client.person_ref())) return too_large("person_ref");
  return accept();
}

Verdict check(const v1::CreditLimitSet& limit) {
  const v1::Money& largest = limit.max_order_value();
  const bool has_max = limit.has_max_order_value();
  const bool is_amount = limit.kind() == v1::LIMIT_KIND_AMOUNT;
  const bool adds = limit.mode() == v1::LIMIT_MODE_ADDS_TO_BASE;
  const bool odd_terms = limit.max_terms_days() < 0 || limit.max_terms_days() > kTermsDaysMax;
  if (odd_words(limit)) return unsupported("kind, mode or on_expiry");
  if (!own_scope(limit.scope())) return unsupported("scope: limits of a group are not folded yet");
  if (!own_basis(limit.basis())) return unsupported("basis: resting on others is not folded yet");
  if (limit.limit_id().empty()) return missing("limit_id");
  if (limit.kind() == v1::LIMIT_KIND_UNSPECIFIED) return missing("kind");
  if (is_amount && !limit.has_amount()) return missing("amount");
  if (adds && limit.valid_to() == 0) return missing("valid_to: what adds to the base must end");
  if (limit.has_amount() && !sound_currency(limit.amount())) return bad_currency("amount");
  if (has_max && !sound_currency(largest)) return bad_currency("max_order_value");
  if (is_amount && !positive(limit.amount())) return bad_amount("amount: none at all is kind ZERO");
  if (has_max && !not_negative(largest)) return bad_amount("max_order_value");
  if (limit.max_days_late() < 0) return bad_amount("max_days_late");
  if (odd_terms) return bad_amount("max_terms_days");
  if (!sound_date(limit.valid_from())) return bad_date("valid_from");
  if (!sound_date(limit.valid_to())) return bad_date("valid_to");
  if (!sound_date(limit.review_on())) return bad_date("review_on");
  if (!sound_date(limit.decided_on())) return bad_date("decided_on");
  if (ends_before(limit.valid_from(), limit.valid_to())) return bad_date("valid_to: too early");
  if (!printable(limit.limit_id())) return bad_reference("limit_id");
  if (!sound_segment(limit.segment())) return bad_reference("segment");
  if (!printable(limit.requested_by())) return bad_reference("requested_by");
  if (!all(limit.approved_by(), printable)) return bad_reference("approved_by");
  if (!printable(limit.reason())) return bad_reference("reason");
  if (too_long(limit.limit_id())) return too_large("limit_id");
  if (too_long(limit.segment())) return too_large("segment");
  if (too_long(limit.requested_by())) return too_large("requested_by");
  if (limit.approved_by_size() > kDetailsMax) return too_large("approved_by");
  if (any(limit.approved_by(), name_too_long)) return too_large("approved_by");
  if (too_long(limit.reason())) return too_large("reason");
  return accept();
}

Verdict check(const v1::HumanDecision& decision) {
  const v1::DecisionAction action = decision.action();
  const bool needs_order = about_an_order(action);
  const bool snoozes = action == v1::DECISION_ACTION_SNOOZE;
  const bool assigns = action == v1::DECISION_ACTION_ASSIGN;
  if (!folded(action)) return unsupported("action: not folded yet");
  if (decision.decision_id().empty()) return missing("decision_id");
  if (action == v1::DECISION_ACTION_UNSPECIFIED) return missing("action");
  if (decision.decided_by().empty()) return missing("decided_by");
  if (needs_order && !decision.has_order_ref()) return missing("order_ref");
  if (snoozes && decision.valid_until() == 0) return missing("valid_until");
  if (assigns && decision.assignee().empty()) return missing("assignee");
  if (decision.has_cap() && !sound_currency(decision.cap())) return bad_currency("cap");
  if (decision.has_cap() && !positive(decision.cap())) return bad_amount("cap");
  if (!sound_date(decision.valid_until())) return bad_date("valid_until");
  if (!sound_date(decision.decided_on())) return bad_date("decided_on");
  if (!printable(decision.decision_id())) return bad_reference("decision_id");
  if (needs_order && !names_an_order(decision.order_ref())) return bad_reference("order_ref");
  if (!sound_segment(decision.segment())) return bad_reference("segment");
  if (!printable(decision.decided_by())) return bad_reference("decided_by");
  if (!printable(decision.reason())) return bad_reference("reason");
  if (!printable(decision.case_id())) return bad_reference("case_id");
  if (!printable(decision.assignee())) return bad_reference("assignee");
  if (too_long(decision.decision_id())) return too_large("decision_id");
  if (needs_order && too_long(decision.order_ref())) return too_large("order_ref");
  if (too_long(decision.segment())) return too_large("segment");
  if (too_long(decision.decided_by())) return too_large("decided_by");
  if (too_long(decision.reason())) return too_large("reason");
  if (too_long(decision.case_id())) return too_large("case_id");
  if (too_long(decision.assignee())) return too_large("assignee");
  return accept();
}

}  // namespace encours::intake
