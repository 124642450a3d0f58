#include "src/cli/demo/words.h"

#include <array>

namespace encours::demo {
namespace {

struct Both {
  std::string_view english;
  std::string_view french;
};

constexpr std::array<Both, static_cast<std::size_t>(Phrase::kEnd)> kPhrases{{
    {"Maison Verdier, building supplies: a year of business",
     "Maison Verdier, matériaux : une année d'affaires"},
    {"outstanding", "encours"},
    {"overdue", "échu"},
    {"open cases", "dossiers ouverts"},
    {"orders held", "commandes bloquées"},
    {"over limit", "hors plafond"},
    {"client", "client"},
    {"exposure", "encours"},
    {"limit", "plafond"},
    {"use", "usage"},
    {"hold", "blocage"},
    {"What has just happened", "Ce qui vient de se passer"},
    {"HELD", "BLOQUÉE"},
    {"RELEASED", "LIBÉRÉE"},
    {"CASE", "DOSSIER"},
    {"CASE UP", "AGGRAVÉ"},
    {"CLOSED", "CLOS"},
    {"account", "compte"},
    {"The year in figures", "L'année en chiffres"},
    {"events folded", "événements traités"},
    {"order decisions", "décisions de commande"},
    {"times an order was held", "fois une commande bloquée"},
    {"times a held order was released", "fois une commande libérée"},
    {"cases opened", "dossiers ouverts"},
    {"cases closed", "dossiers clos"},
    {"largest case", "plus gros dossier"},
    {"Try next", "À essayer"},
    {"every client as it stands", "tous les clients aujourd'hui"},
    {"one client, with the reasons", "un client, avec les raisons"},
    {"open cases, with their causes", "les dossiers ouverts, avec leurs causes"},
    {"orders on hold, with the reasons", "les commandes bloquées, avec les raisons"},
    {"the clients as they stood on a day", "les clients à une date passée"},
    {"a mock, for looking only: it fences nobody and does not hide what was aborted",
     "une maquette, pour regarder seulement : ni exclusion, ni transactions annulées masquées"},
    {"What is on it, from another terminal (kcat is a Debian package)",
     "Ce qui s'y trouve, depuis un autre terminal (kcat est un paquet Debian)"},
    {"The cluster stays until Ctrl-C.", "Le cluster reste jusqu'à Ctrl-C."},
}};

}  // namespace

std::string_view phrase(views::Language language, Phrase which) {
  const Both& both = kPhrases.at(static_cast<std::size_t>(which));
  return language == views::Language::kFrench ? both.french : both.english;
}

std::string_view cause_phrase(views::Language language, v1::RuleKind kind) {
  const auto said = [language](std::string_view english, std::string_view french) {
    return language == views::Language::kFrench ? french : english;
  };
  switch (kind) {
    case v1::RULE_KIND_LIMIT_EXCEEDED:
      return said("over the limit", "plafond dépassé");
    case v1::RULE_KIND_LIMIT_NEAR:
      return said("near the limit", "plafond presque atteint");
    case v1::RULE_KIND_OLDEST_OVERDUE:
      return said("pays too late", "paie trop tard");
    case v1::RULE_KIND_OVERDUE_SHARE:
      return said("much of it overdue", "large part échue");
    case v1::RULE_KIND_ORDER_VALUE:
      return said("order too large", "commande trop forte");
    case v1::RULE_KIND_LIMIT_EXPIRED:
      return said("limit expires", "plafond expire");
    case v1::RULE_KIND_FORCED_HOLD:
      return said("held by a person", "bloqué par une personne");
    case v1::RULE_KIND_FX_MISSING:
      return said("no exchange rate", "cours de change absent");
    case v1::RULE_KIND_ALLOCATION:
      return said("cash does not fit", "règlement mal affecté");
    case v1::RULE_KIND_TERMS:
      return said("terms too long", "délai trop long");
    default:
      return said("to be looked at", "à examiner");
  }
}

}  // namespace encours::demo
