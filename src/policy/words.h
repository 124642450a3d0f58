// The words of policy.yaml and what they stand for: modes, severities, kinds of client, kinds of
// rule with the keys each of them has. The compiler reads by these tables and the JSON Schema is
// written from them, so that the two cannot drift apart.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "encours/v1/policy.pb.h"
#include "src/config/yaml_reader.h"

namespace encours::policy {

template <class Value>
struct Word {
  std::string_view word;
  Value value;
  std::string_view meaning;
};

inline constexpr std::array kModes{
    Word<v1::RuleMode>{"off", v1::RULE_MODE_OFF, "does not run"},
    Word<v1::RuleMode>{"shadow", v1::RULE_MODE_SHADOW, "runs, says nothing to anybody"},
    Word<v1::RuleMode>{"propose", v1::RULE_MODE_PROPOSE, "raises a case; a person decides"},
    Word<v1::RuleMode>{"enforce", v1::RULE_MODE_ENFORCE, "raises a case and holds by itself"},
};

inline constexpr std::array kSeverities{
    Word<v1::Severity>{"info", v1::SEVERITY_INFO, "for information"},
    Word<v1::Severity>{"note", v1::SEVERITY_NOTE, "to be noted"},
    Word<v1::Severity>{"watch", v1::SEVERITY_WATCH, "to be watched"},
    Word<v1::Severity>{"high", v1::SEVERITY_HIGH, "act soon"},
    Word<v1::Severity>{"critical", v1::SEVERITY_CRITICAL, "act now"},
};

inline constexpr std::array kClientKinds{
    Word<v1::ClientKind>{"company", v1::CLIENT_KIND_COMPANY, "a company"},
    Word<v1::ClientKind>{"sole_trader", v1::CLIENT_KIND_SOLE_TRADER, "a person in business"},
    Word<v1::ClientKind>{"consumer", v1::CLIENT_KIND_CONSUMER, "a consumer"},
    Word<v1::ClientKind>{"public", v1::CLIENT_KIND_PUBLIC, "a public body"},
    Word<v1::ClientKind>{"intercompany", v1::CLIENT_KIND_INTERCOMPANY, "a company of our group"},
    Word<v1::ClientKind>{"one_time", v1::CLIENT_KIND_ONE_TIME, "a one-time account"},
    Word<v1::ClientKind>{"factor", v1::CLIENT_KIND_FACTOR, "a factor"},
    Word<v1::ClientKind>{"internal", v1::CLIENT_KIND_INTERNAL, "an internal account"},
};

inline constexpr std::array kDefaultLimits{
    Word<v1::LimitKind>{"none", v1::LIMIT_KIND_NONE, "nobody has set one: limits are not judged"},
    Word<v1::LimitKind>{"zero", v1::LIMIT_KIND_ZERO, "no credit at all"},
    Word<v1::LimitKind>{"unlimited", v1::LIMIT_KIND_UNLIMITED, "no ceiling"},
};

// How money comes that can be taken back.
inline constexpr std::array kRevocableInstruments{
    Word<v1::Instrument>{"card", v1::INSTRUMENT_CARD, "payment card"},
    Word<v1::Instrument>{"cheque", v1::INSTRUMENT_CHEQUE, "cheque"},
    Word<v1::Instrument>{"sdd_core", v1::INSTRUMENT_SDD_CORE, "SEPA core direct debit"},
    Word<v1::Instrument>{"sdd_b2b", v1::INSTRUMENT_SDD_B2B, "SEPA business direct debit"},
    Word<v1::Instrument>{"bill", v1::INSTRUMENT_BILL_ACCEPTED, "bill of exchange"},
};

inline constexpr std::array kCheckpoints{
    Word<v1::Checkpoint>{"order_entry", v1::CHECKPOINT_ORDER_ENTRY, "when an order is entered"},
    Word<v1::Checkpoint>{"delivery", v1::CHECKPOINT_DELIVERY, "before goods are shipped"},
};

inline constexpr std::array kWhenUnknown{
    Word<v1::WhenUnknown>{"pass", v1::WHEN_UNKNOWN_PASS, "the order goes on"},
    Word<v1::WhenUnknown>{"hold", v1::WHEN_UNKNOWN_HOLD, "the order waits"},
};

inline constexpr std::array kExemptions{
    Word<v1::Exemption>{"prepaid", v1::EXEMPTION_PREPAID, "orders paid in advance"},
    Word<v1::Exemption>{"cash", v1::EXEMPTION_CASH, "cash sales"},
    Word<v1::Exemption>{"running_contract", v1::EXEMPTION_RUNNING_CONTRACT,
                        "contracts that must go on"},
};

// What a kind of rule compares with.
enum class Threshold : std::uint8_t { kNone, kShare, kDays };

// A kind of rule: the key of its threshold, its bounds (basis points or days), what else it has.
struct RuleShape {
  std::string_view word;
  v1::RuleKind kind;
  std::string_view meaning;
  Threshold threshold = Threshold::kNone;
  std::string_view key = {};  // of the threshold; empty = it has none
  bool key_required = false;
  std::int32_t min = 0;
  std::int32_t max = 0;
  bool has_minimum = true;
  bool has_hysteresis = false;
  bool may_enforce = false;  // whether it is about something that an order can be held for
};

// Every key that a threshold may have; a rule of another kind is told so.
inline constexpr std::array<std::string_view, 6> kThresholdKeys{
    "tolerance", "utilisation", "days", "share", "days_before", "within"};

inline constexpr std::array kRuleShapes{
    RuleShape{.word = "limit_exceeded",
              .kind = v1::RULE_KIND_LIMIT_EXCEEDED,
              .meaning = "exposure, with the order if one is judged, is above the limit",
              .threshold = Threshold::kShare,
              .key = "tolerance",
              .max = 10'000,
              .has_hysteresis = true,
              .may_enforce = true},
    RuleShape{.word = "limit_near",
              .kind = v1::RULE_KIND_LIMIT_NEAR,
              .meaning = "this share of the limit is used: a word before it is reached",
              .threshold = Threshold::kShare,
              .key = "utilisation",
              .key_required = true,
              .min = 1,
              .max = 100'000,
              .has_hysteresis = true},
    RuleShape{.word = "oldest_overdue",
              .kind = v1::RULE_KIND_OLDEST_OVERDUE,
              .meaning = "the oldest undisputed item is more than so many days late, after grace",
              .threshold = Threshold::kDays,
              .key = "days",
              .key_required = true,
              .max = 3'650,
              .has_hysteresis = true,
              .may_enforce = true},
    RuleShape{.word = "overdue_share",
              .kind = v1::RULE_KIND_OVERDUE_SHARE,
              .meaning = "this share of the open items is overdue",
              .threshold = Threshold::kShare,
              .key = "share",
              .key_required = true,
              .min = 1,
              .max = 10'000,
              .has_hysteresis = true,
              .may_enforce = true},
    RuleShape{.word = "order_value",
              .kind = v1::RULE_KIND_ORDER_VALUE,
              .meaning = "one order is above the largest that the account may place",
              .may_enforce = true},
    RuleShape{.word = "limit_expired",
              .kind = v1::RULE_KIND_LIMIT_EXPIRED,
              .meaning = "the limit has ended, or ends within so many days",
              .threshold = Threshold::kDays,
              .key = "days_before",
              .max = 366,
              .may_enforce = true},
    RuleShape{.word = "forced_hold",
              .kind = v1::RULE_KIND_FORCED_HOLD,
              .meaning = "a person has put the account on hold",
              .has_minimum = false,
              .may_enforce = true},
    RuleShape{.word = "fx_missing",
              .kind = v1::RULE_KIND_FX_MISSING,
              .meaning = "a currency has no rate: fx_fallback was used"},
    RuleShape{.word = "allocation",
              .kind = v1::RULE_KIND_ALLOCATION,
              .meaning = "cash or an allocation fits nothing"},
    RuleShape{.word = "terms",
              .kind = v1::RULE_KIND_TERMS,
              .meaning = "an order asks for longer terms than the account may have",
              .may_enforce = true},
    RuleShape{.word = "conflicting_revision",
              .kind = v1::RULE_KIND_CONFLICTING_REVISION,
              .meaning = "a feed sent two different contents under one revision"},
    RuleShape{.word = "awaiting_prepayment",
              .kind = v1::RULE_KIND_AWAITING_PREPAYMENT,
              .meaning = "the money for a prepaid order is not here yet",
              .has_minimum = false,
              .may_enforce = true},
    RuleShape{.word = "payment_returned",
              .kind = v1::RULE_KIND_PAYMENT_RETURNED,
              .meaning = "a bill or direct debit came back unpaid"},
    RuleShape{.word = "closed_period",
              .kind = v1::RULE_KIND_CLOSED_PERIOD,
              .meaning = "a posting into an accounting period that was closed"},
    RuleShape{.word = "stale_entity",
              .kind = v1::RULE_KIND_STALE_ENTITY,
              .meaning = "a document older than the idempotency horizon that nobody knows"},
    RuleShape{.word = "order_split",
              .kind = v1::RULE_KIND_ORDER_SPLIT,
              .meaning = "orders within so many days of each other, each allowed, are together "
                         "above the largest that the account may place",
              .threshold = Threshold::kDays,
              .key = "within",
              .key_required = true,
              .min = 1,
              .max = 31,
              .may_enforce = true},
    RuleShape{.word = "order_reopened",
              .kind = v1::RULE_KIND_ORDER_REOPENED,
              .meaning = "an order that had been cancelled or closed came back",
              .may_enforce = true},
    RuleShape{.word = "held_delivery",
              .kind = v1::RULE_KIND_HELD_DELIVERY,
              .meaning = "goods left although their order was held or rejected"},
    RuleShape{.word = "hold_unacknowledged",
              .kind = v1::RULE_KIND_HOLD_UNACKNOWLEDGED,
              .meaning = "the ERP has not acknowledged the hold of an order in time"},
};

// The words of a table, for a message or a schema.
template <class Row, std::size_t Size>
std::vector<std::string> words_of(const std::array<Row, Size>& table) {
  std::vector<std::string> words;
  for (const Row& row : table) {
    words.emplace_back(row.word);
  }
  return words;
}

// The row whose word is written there; nothing, and an error, for any other.
template <class Row, std::size_t Size>
const Row* read_word(const YamlValue& value, const std::array<Row, Size>& table) {
  const std::optional<std::size_t> place = value.choice(words_of(table));
  return place ? &table[*place] : nullptr;
}

}  // namespace encours::policy
