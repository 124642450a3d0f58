#include "src/views/language.h"

#include <array>
#include <cstdlib>

#include "operators/domain/assert.h"

namespace encours::views {
namespace {

struct Entry {
  Word which;
  std::string_view english;
  std::string_view french;
};

// In the order of Word.
constexpr std::array kWords = {
    Entry{Word::kClient, "Client", "Client"},
    Entry{Word::kSegment, "Segment", "Segment"},
    Entry{Word::kCurrency, "Cur", "Dev"},
    Entry{Word::kOpenItems, "Open", "En-cours"},
    Entry{Word::kDisputed, "Disputed", "Litiges"},
    Entry{Word::kUnappliedReceipts, "Receipts", "Règlements"},
    Entry{Word::kUnappliedCredits, "Credits", "Avoirs"},
    Entry{Word::kBillsAtRisk, "Bills", "Effets"},
    Entry{Word::kEstimated, "~ partly estimated: a source gave no tax",
          "~ en partie estimé : une source ne donne pas la taxe"},
    Entry{Word::kBillingNotPosted, "Not posted", "Non compta."},
    Entry{Word::kDeliveriesNotInvoiced, "Delivered", "Livré"},
    Entry{Word::kOpenOrders, "Orders", "Commandes"},
    Entry{Word::kOrdersHeld, "Held", "Bloqué"},
    Entry{Word::kExposure, "Exposure", "Exposition"},
    Entry{Word::kOverdue, "Overdue", "Échu"},
    Entry{Word::kOverdueNet, "Net overdue", "Échu net"},
    Entry{Word::kCurrent, "Not due", "Non échu"},
    Entry{Word::kDays1To30, "1-30 d", "1-30 j"},
    Entry{Word::kDays31To60, "31-60 d", "31-60 j"},
    Entry{Word::kDays61To90, "61-90 d", "61-90 j"},
    Entry{Word::kDaysOver90, "> 90 d", "> 90 j"},
    Entry{Word::kOldestDays, "Days", "Jours"},
    Entry{Word::kLimit, "Limit", "Plafond"},
    Entry{Word::kUtilisation, "Used", "Utilisé"},
    Entry{Word::kHold, "Hold", "Blocage"},
    Entry{Word::kTotal, "Total", "Total"},
    Entry{Word::kHoldNone, "", ""},
    Entry{Word::kHoldDocument, "orders", "commandes"},
    Entry{Word::kHoldAccount, "account", "compte"},
    Entry{Word::kLimitNone, "none", "aucun"},
    Entry{Word::kLimitZero, "zero", "zéro"},
    Entry{Word::kLimitUnlimited, "unlimited", "illimité"},
    Entry{Word::kSeverity, "Severity", "Gravité"},
    Entry{Word::kAtStake, "At stake", "En jeu"},
    Entry{Word::kSince, "Since", "Depuis"},
    Entry{Word::kCause, "Cause", "Cause"},
    Entry{Word::kEvidence, "Evidence", "Preuves"},
    Entry{Word::kMode, "Mode", "Mode"},
    Entry{Word::kState, "State", "État"},
    Entry{Word::kOrder, "Order", "Commande"},
    Entry{Word::kAmount, "Amount", "Montant"},
    Entry{Word::kVerdict, "Verdict", "Décision"},
    Entry{Word::kReasons, "Reasons", "Motifs"},
    Entry{Word::kValidUntil, "Valid until", "Valable jusqu'au"},
    Entry{Word::kDecidedBy, "Decided by", "Décidé par"},
    Entry{Word::kDueOn, "Due", "Échéance"},
    Entry{Word::kDaysLate, "Days late", "Jours de retard"},
    Entry{Word::kDocument, "Document", "Pièce"},
    Entry{Word::kPostedOn, "Posted", "Comptabilisé"},
    Entry{Word::kOpen, "Open", "Reste dû"},
    Entry{Word::kCases, "Open causes", "Causes ouvertes"},
    Entry{Word::kOrders, "Orders", "Commandes"},
    Entry{Word::kFigures, "Figures", "Montants"},
    Entry{Word::kNothingOpen, "nothing is open", "rien n'est ouvert"},
    Entry{Word::kNoOrders, "no orders", "aucune commande"},
    Entry{Word::kNoCases, "no open cause", "aucune cause ouverte"},
    Entry{Word::kCaseClosed, "closed", "clos"},
    Entry{Word::kWayOut, "Way out", "Issue"},
    Entry{Word::kPay, "pay", "régler"},
    Entry{Word::kDueThrough, "due by", "échéances au"},
    Entry{Word::kPrepay, "prepay", "payer d'avance"},
    Entry{Word::kAskLimit, "limit of", "plafond de"},
    Entry{Word::kApprovedBy, "approved by", "accordé par"},
    Entry{Word::kReleaseOnly, "a person's release", "déblocage par une personne"},
    Entry{Word::kDifference, "Difference", "Écart"},
    Entry{Word::kOurs, "Ours", "Chez nous"},
    Entry{Word::kListed, "Listed", "Liste"},
    Entry{Word::kDueHere, "Due here", "Échéance ici"},
    Entry{Word::kDueListed, "Due listed", "Échéance liste"},
    Entry{Word::kMissingHere, "missing here", "absente ici"},
    Entry{Word::kMissingThere, "not in the list", "absente de la liste"},
    Entry{Word::kAmountDiffers, "amount differs", "montant différent"},
    Entry{Word::kDateDiffers, "date differs", "échéance différente"},
    Entry{Word::kNoDifference, "no difference", "aucun écart"},
    Entry{Word::kLetter, "Dead letter", "Lettre morte"},
    Entry{Word::kOffset, "Offset", "Offset"},
    Entry{Word::kFrom, "From", "Origine"},
    Entry{Word::kReason, "Reason", "Motif"},
    Entry{Word::kWhen, "When", "Instant"},
    Entry{Word::kBytes, "Bytes", "Octets"},
    Entry{Word::kMessage, "Message", "Message"},
    Entry{Word::kFeed, "Feed", "Flux"},
    Entry{Word::kKey, "Key", "Clé"},
    Entry{Word::kHeaders, "Headers", "En-têtes"},
    Entry{Word::kValue, "Value", "Valeur"},
    Entry{Word::kLetters, "Letters", "Lettres"},
    Entry{Word::kNull, "(null)", "(null)"},
    Entry{Word::kNoLetters, "no dead letters", "aucune lettre morte"},
};
static_assert(kWords.size() == static_cast<std::size_t>(Word::kEnd));

constexpr bool in_order() {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (static_cast<std::size_t>(kWords[i].which) != i) return false;
  }
  return true;
}
static_assert(in_order(), "kWords stands in the order of Word");

}  // namespace

std::optional<Language> language_of(std::string_view code) {
  if (code == "fr") return Language::kFrench;
  if (code == "en") return Language::kEnglish;
  return std::nullopt;
}

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale(value);
    const bool french = locale.starts_with("fr") && (locale.size() == 2 || locale[2] == '_' ||
                                                     locale[2] == '.' || locale[2] == '@');
    return french ? Language::kFrench : Language::kEnglish;
  }
  return Language::kEnglish;
}

std::string_view word(Language language, Word which) {
  ENCOURS_ASSERT(which < Word::kEnd, "kEnd is not a word");
  const Entry& entry = kWords[static_cast<std::size_t>(which)];
  return language == Language::kFrench ? entry.french : entry.english;
}

}  // namespace encours::views
