#include "src/views/codes.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "src/views/amounts.h"

namespace encours::views {
namespace {

template <class Code>
struct Words {
  Code code;
  std::string_view english;
  std::string_view french;
};

template <class Code>
std::string_view find_words(std::span<const Words<Code>> list, Code code, Language language) {
  for (const Words<Code>& words : list) {
    if (words.code == code) return language == Language::kFrench ? words.french : words.english;
  }
  return {};
}

constexpr std::array<Words<v1::RuleKind>, 21> kRuleKinds = {{
    {v1::RULE_KIND_LIMIT_EXCEEDED, "over the limit", "plafond dépassé"},
    {v1::RULE_KIND_LIMIT_NEAR, "close to the limit", "proche du plafond"},
    {v1::RULE_KIND_OLDEST_OVERDUE, "late for too long", "retard trop ancien"},
    {v1::RULE_KIND_OVERDUE_SHARE, "too much is late", "trop d'échu"},
    {v1::RULE_KIND_ORDER_VALUE, "order too large", "commande trop forte"},
    {v1::RULE_KIND_LIMIT_EXPIRED, "limit expired", "plafond expiré"},
    {v1::RULE_KIND_FORCED_HOLD, "held by a person", "bloqué par une personne"},
    {v1::RULE_KIND_FX_MISSING, "no exchange rate", "taux de change absent"},
    {v1::RULE_KIND_ALLOCATION, "payment does not fit", "lettrage incohérent"},
    {v1::RULE_KIND_TERMS, "terms too long", "délai de paiement trop long"},
    {v1::RULE_KIND_CONFLICTING_REVISION, "conflicting data", "données contradictoires"},
    {v1::RULE_KIND_STALE_ENTITY, "unknown old document", "pièce ancienne inconnue"},
    {v1::RULE_KIND_AWAITING_PREPAYMENT, "not paid in advance", "acompte attendu"},
    {v1::RULE_KIND_PAYMENT_RETURNED, "payment came back", "paiement revenu impayé"},
    {v1::RULE_KIND_CLOSED_PERIOD, "posted into closed books", "écriture sur période close"},
    {v1::RULE_KIND_HELD_DELIVERY, "shipped while held", "livrée malgré le blocage"},
    {v1::RULE_KIND_ORDER_REOPENED, "order came back", "commande rouverte"},
    {v1::RULE_KIND_ORDER_SPLIT, "order in pieces", "commande fractionnée"},
    {v1::RULE_KIND_HOLD_UNACKNOWLEDGED, "hold not acknowledged", "blocage sans accusé"},
    {v1::RULE_KIND_DRIFT, "differs from the list", "écart avec la liste"},
    {v1::RULE_KIND_CIRCUIT_BREAKER, "too many holds", "trop de blocages"},
}};

constexpr std::array<Words<v1::Severity>, 6> kSeverities = {{
    {v1::SEVERITY_INFO, "info", "info"},
    {v1::SEVERITY_NOTE, "note", "à noter"},
    {v1::SEVERITY_WATCH, "watch", "à suivre"},
    {v1::SEVERITY_HIGH, "high", "élevée"},
    {v1::SEVERITY_CRITICAL, "critical", "critique"},
    {v1::SEVERITY_TERMINAL, "terminal", "terminale"},
}};

constexpr std::array<Words<v1::RuleMode>, 4> kModes = {{
    {v1::RULE_MODE_OFF, "off", "éteint"},
    {v1::RULE_MODE_SHADOW, "shadow", "à blanc"},
    {v1::RULE_MODE_PROPOSE, "propose", "propose"},
    {v1::RULE_MODE_ENFORCE, "enforce", "bloque"},
}};

constexpr std::array<Words<v1::Verdict>, 4> kVerdicts = {{
    {v1::VERDICT_APPROVED, "approved", "accordée"},
    {v1::VERDICT_HELD, "held", "bloquée"},
    {v1::VERDICT_PENDING, "pending", "en attente"},
    {v1::VERDICT_REJECTED, "rejected", "refusée"},
}};

// Names of evidence that read badly with their underscores alone.
constexpr std::array<Words<std::string_view>, 48> kFigures = {{
    {"amount", "amount", "montant"},
    {"amount_differs", "amount differs", "montant différent"},
    {"balance_open_difference", "open differs from the balance", "encours différent du solde"},
    {"balance_unapplied_difference", "unapplied differs from the balance",
     "non lettré différent du solde"},
    {"circuit_breaker", "breaker", "disjoncteur"},
    {"currency_differs", "currency differs", "devise différente"},
    {"cutover_on", "first load", "reprise du"},
    {"date_differs", "due date differs", "échéance différente"},
    {"days_late_effective", "days late", "jours de retard"},
    {"decided_by", "by", "par"},
    {"decision_id", "decision", "décision"},
    {"deliveries", "deliveries", "livraisons"},
    {"document", "document", "pièce"},
    {"drift_items", "documents that differ", "pièces en écart"},
    {"exempt", "exempt", "exempt"},
    {"exposure", "exposure", "exposition"},
    {"limit", "limit", "plafond"},
    {"limit_id", "limit decision", "décision de plafond"},
    {"max_days_late", "allowed days late", "jours de retard admis"},
    {"max_order_value", "largest order", "commande maximale"},
    {"max_terms_days", "longest terms", "délai maximal"},
    {"missing_here", "not known here", "inconnue ici"},
    {"missing_there", "not in the list", "absente de la liste"},
    {"oldest_due_on", "oldest due", "plus ancienne échéance"},
    {"open_items", "open items", "encours"},
    {"open_orders", "open orders", "commandes ouvertes"},
    {"opening_items", "items opened", "pièces reprises"},
    {"order", "order", "commande"},
    {"last_order", "last order", "dernière commande"},
    {"orders", "orders", "commandes"},
    {"orders_together", "orders together", "commandes rapprochées"},
    {"other_revisions_acknowledged", "acknowledged for another revision",
     "accusés pour une autre révision"},
    {"over_allocated", "over-allocated", "trop lettré"},
    {"over_allocated_items", "items over-allocated", "pièces trop lettrées"},
    {"overdue_net", "net overdue", "échu net"},
    {"parked", "parked", "en attente de pièce"},
    {"parked_items", "documents awaited", "pièces attendues"},
    {"prepaid", "paid in advance", "payé d'avance"},
    {"reason", "reason", "motif"},
    {"bank_feed_through", "bank feed known through", "relevés de banque connus jusqu'au"},
    {"returned", "returned", "impayé"},
    {"returned_payments", "payments returned", "paiements impayés"},
    {"revalued_on", "by the rates of", "au cours du"},
    {"terms_days", "terms", "délai"},
    {"valid_to", "valid to", "valable jusqu'au"},
    {"value", "value", "valeur"},
    {"value_together", "value together", "valeur cumulée"},
    {"within_days", "within days", "sur jours"},
}};

std::string name_words(const std::string& name, Language language) {
  const std::span<const Words<std::string_view>> figures(kFigures);
  const std::string_view known = find_words<std::string_view>(figures, name, language);
  if (!known.empty()) return std::string(known);
  std::string words = name;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

}  // namespace

std::string_view rule_kind_words(v1::RuleKind kind, Language language) {
  const std::string_view words = find_words<v1::RuleKind>(kRuleKinds, kind, language);
  return words.empty() ? std::string_view(v1::RuleKind_Name(kind)) : words;
}

std::string_view severity_words(v1::Severity severity, Language language) {
  return find_words<v1::Severity>(kSeverities, severity, language);
}

std::string_view mode_words(v1::RuleMode mode, Language language) {
  return find_words<v1::RuleMode>(kModes, mode, language);
}

std::string_view verdict_words(v1::Verdict verdict, Language language) {
  return find_words<v1::Verdict>(kVerdicts, verdict, language);
}

Paint severity_paint(v1::Severity severity) {
  if (severity >= v1::SEVERITY_HIGH) return Paint::kBad;
  return severity == v1::SEVERITY_WATCH ? Paint::kWarning : Paint::kPlain;
}

Paint verdict_paint(v1::Verdict verdict) {
  switch (verdict) {
    case v1::VERDICT_APPROVED:
      return Paint::kGood;
    case v1::VERDICT_HELD:
    case v1::VERDICT_REJECTED:
      return Paint::kBad;
    default:
      return Paint::kWarning;
  }
}

std::string evidence_words(const v1::Evidence& evidence, Language language) {
  const std::string& name = evidence.name();
  constexpr std::string_view kShareSuffix = "_bp";
  if (evidence.has_amount() && !evidence.text().empty()) {
    return fmt::format("{} {} {}", name_words(name, language), evidence.text(),
                       amount_for_people(evidence.amount(), language));
  }
  if (evidence.has_amount()) {
    return fmt::format("{} {}", name_words(name, language),
                       amount_for_people(evidence.amount(), language));
  }
  if (!evidence.text().empty()) {
    return fmt::format("{} {}", name_words(name, language), evidence.text());
  }
  if (name.ends_with(kShareSuffix)) {
    return fmt::format("{} {}",
                       name_words(name.substr(0, name.size() - kShareSuffix.size()), language),
                       share_for_people(evidence.value(), language));
  }
  return fmt::format("{} {}", name_words(name, language),
                     count_for_people(evidence.value(), language));
}

std::string evidence_words(const v1::Cause& cause, Language language) {
  std::string text;
  for (const v1::Evidence& evidence : cause.evidence()) {
    text += (text.empty() ? "" : ", ") + evidence_words(evidence, language);
  }
  return text;
}

std::string short_code(std::string_view code, std::string_view prefix) {
  return std::string(code.starts_with(prefix) ? code.substr(prefix.size()) : code);
}

}  // namespace encours::views
