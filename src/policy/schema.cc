// The JSON Schema of policy.yaml, written from the tables that the compiler reads by. It is a help
// for editors; what the compiler says is what counts.
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "operators/domain/finality.h"
#include "src/policy/defaults.h"
#include "src/policy/policy.h"
#include "src/policy/words.h"

namespace encours {
namespace policy {
namespace {

using Json = nlohmann::ordered_json;

Json reference(std::string_view name, std::string_view description) {
  return {{"$ref", fmt::format("#/$defs/{}", name)}, {"description", description}};
}

// One of the words of a table, each with its meaning for the editor to show.
template <class Table>
Json one_of(const Table& table, std::string_view description) {
  Json choices = Json::array();
  for (const auto& row : table) {
    choices.push_back({{"const", row.word}, {"description", row.meaning}});
  }
  return {{"description", description}, {"oneOf", choices}};
}

Json count_or(std::string_view word, int usual, std::string_view description) {
  return {{"description", description},
          {"default", usual},
          {"oneOf", {{{"type", "integer"}, {"minimum", 1}}, {{"const", word}}}}};
}

Json list_of(Json items, std::string_view description) {
  return {{"description", description}, {"type", "array"}, {"items", std::move(items)}};
}

Json object(Json properties, std::string_view description) {
  return {{"description", description},
          {"type", "object"},
          {"additionalProperties", false},
          {"properties", std::move(properties)}};
}

// A map whose keys people choose.
Json table_of(std::string_view key_pattern, Json values, std::string_view description) {
  return {{"description", description},
          {"type", "object"},
          {"propertyNames", {{"pattern", key_pattern}}},
          {"additionalProperties", std::move(values)}};
}

Json definitions() {
  const Json amount_map = {{"type", "object"},
                           {"additionalProperties", false},
                           {"required", {"amount"}},
                           {"properties",
                            {{"amount", {{"type", {"number", "string"}}}},
                             {"currency", {{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}}}}};
  const Json amount_text = {{"type", "string"},
                            {"pattern", R"(^ *[0-9]+(\.[0-9]+)? *([A-Z]{3})? *$)"}};
  return {
      {"share", {{"type", "string"}, {"pattern", R"(^ *[0-9]+(\.[0-9]+)? *(%|bp) *$)"}}},
      {"days",
       {{"oneOf",
         {{{"type", "integer"}, {"minimum", 0}},
          {{"type", "string"}, {"pattern", "^ *[0-9]+ *(days?)? *$"}}}}}},
      {"amount", {{"oneOf", {{{"type", "number"}, {"minimum", 0}}, amount_text, amount_map}}}},
      {"rate", {{"type", {"number", "string"}}, {"exclusiveMinimum", 0}}},
      {"name", {{"type", {"string", "number"}}}},
  };
}

// The keys that rules of some kinds have.
Json threshold_properties() {
  Json properties = Json::object();
  for (const RuleShape& shape : kRuleShapes) {
    if (!shape.key.empty()) {
      const bool is_share = shape.threshold == Threshold::kShare;
      properties[std::string(shape.key)] = reference(
          is_share ? "share" : "days", fmt::format("for {}: {}", shape.word, shape.meaning));
    }
  }
  return properties;
}

// For each kind: which keys it must have and which it may not.
Json conditions() {
  Json all = Json::array();
  for (const RuleShape& shape : kRuleShapes) {
    Json then = Json::object();
    Json properties = Json::object();
    for (const std::string_view key : kThresholdKeys) {
      if (key != shape.key) {
        properties[std::string(key)] = false;
      }
    }
    if (!shape.has_minimum) {
      properties["minimum"] = false;
    }
    if (!shape.has_hysteresis) {
      properties["hysteresis"] = false;
    }
    if (!shape.may_enforce) {
      properties["mode"] = {{"enum", {"off", "shadow", "propose"}}};
    }
    then["properties"] = properties;
    if (shape.key_required) {
      then["required"] = Json::array({shape.key});
    }
    all.push_back({{"if",
                    {{"properties", {{"kind", {{"const", shape.word}}}}},
                     {"required", Json::array({"kind"})}}},
                   {"then", then}});
  }
  return all;
}

Json rule() {
  Json properties = {
      {"name", reference("name", "the rule's name, unique; it stands in every case and hold")},
      {"kind", one_of(kRuleShapes, "what the rule looks at")},
      {"mode", one_of(kModes, "how far the rule may go")},
      {"severity", one_of(kSeverities, "how urgent its findings are")},
  };
  properties.update(threshold_properties());
  properties["minimum"] =
      reference("amount", "findings below this amount at stake say nothing; reporting currency");
  properties["hysteresis"] =
      reference("share", "a finding closes only this far on the good side of the threshold, of it");
  properties["for"] = object(
      {{"client_kinds", list_of(one_of(kClientKinds, "a kind of client"), "these kinds only")},
       {"segments", list_of({{"type", "string"}}, "these credit segments only")}},
      "whom the rule is for; left out = everybody");
  Json rule = object(properties, "one rule");
  rule["required"] = {"name", "kind", "mode", "severity"};
  rule["allOf"] = conditions();
  return rule;
}

Json with_default(Json schema, Json usual) {
  schema["default"] = std::move(usual);
  return schema;
}

Json grace_days() {
  Json kinds = {{"default", reference("days", "for every kind not named")}};
  for (const auto& kind : kClientKinds) {
    kinds[std::string(kind.word)] = reference("days", kind.meaning);
  }
  return {{"description", "days after the due date that rules do not yet call late"},
          {"default", kGraceDays},
          {"oneOf", {{{"$ref", "#/$defs/days"}}, object(kinds, "by kind of client")}}};
}

Json finality() {
  Json instruments = Json::object();
  for (const auto& instrument : kRevocableInstruments) {
    instruments[std::string(instrument.word)] =
        with_default(reference("days", instrument.meaning), usual_finality_days(instrument.value));
  }
  return object(instruments, "bank days after maturity during which money can be taken back");
}

Json checkpoints() {
  Json row = object(
      {{"at", one_of(kCheckpoints, "where")},
       {"rule", reference("name", "the rule it is about; left out = all rules")},
       {"when_unknown", one_of(kWhenUnknown, "what an order without a decision does")},
       {"deadline",
        {{"description", "how long the ERP waits for a decision"},
         {"default", kDeadlineSeconds},
         {"oneOf",
          {{{"type", "integer"}, {"minimum", 1}},
           {{"type", "string"}, {"pattern", "^ *[0-9]+ *(seconds?)? *$"}}}}}},
       {"materiality", reference("amount", "smaller orders need no decision; reporting currency")}},
      "one checkpoint");
  row["required"] = {"at", "when_unknown"};
  return list_of(row, "what the ERP does with an order while no decision is known");
}

Json limit_approvals() {
  Json row = object({{"up_to", reference("amount", "the largest limit; left out = any")},
                     {"by", reference("name", "who: a function, not a person")}},
                    "one level");
  row["required"] = Json::array({"by"});
  return list_of(row, "who may approve which limit, named in the way out of a held order");
}

Json default_limit() {
  Json words = one_of(kDefaultLimits, "");
  words.erase("description");
  return {{"description", "the limit of an account that nobody has given one"},
          {"default", "none"},
          {"anyOf", {words, {{"$ref", "#/$defs/amount"}}}}};
}

Json properties() {
  return {
      {"version", reference("name", "name and version, shown in the evidence of every finding")},
      {"time_zone", {{"type", "string"}, {"description", "of the business day: Europe/Paris"}}},
      {"reporting_currency",
       {{"type", "string"},
        {"pattern", "^[A-Z]{3}$"},
        {"description", "of minimum amounts and of what is at stake in a case, ISO 4217"}}},
      {"fx", table_of("^[A-Z]{3}$", {{"$ref", "#/$defs/rate"}},
                      "what one unit of a currency is worth in the reporting currency")},
      {"fx_fallback",
       with_default(reference("rate", "the rate for a currency without one; never silently"),
                    "1.2")},
      {"segments", table_of("^[A-Za-z0-9_-]{1,32}$",
                            list_of({{"$ref", "#/$defs/name"}}, "seller companies of the segment"),
                            "credit segments; a company that stands nowhere belongs to main")},
      {"grace_days", grace_days()},
      {"default_limit", default_limit()},
      {"default_tax",
       with_default(reference("share", "tax added where a source gives none"), "0 %")},
      {"approval_valid_days",
       with_default(reference("days", "days an approval of an order stands"), kApprovalValidDays)},
      {"idempotency_horizon_days",
       with_default(reference("days", "unknown documents older than this are not opened"),
                    kIdempotencyHorizonDays)},
      {"dispute_days",
       count_or("never", kDisputeDays, "a dispute older than this counts as undisputed again")},
      {"holds_per_hour", count_or("unlimited", kHoldsPerHour,
                                  "automatic holds in an hour before the circuit breaker opens")},
      {"order_horizon_days",
       {{"description", "orders that ship later do not count against the limit yet"},
        {"default", "unlimited"},
        {"oneOf", {{{"type", "integer"}, {"minimum", 1}}, {{"const", "unlimited"}}}}}},
      {"acknowledge_days",
       {{"description", "days that the ERP has to acknowledge the hold of an order"},
        {"default", "never"},
        {"oneOf", {{{"type", "integer"}, {"minimum", 1}}, {{"const", "never"}}}}}},
      {"hold_exemptions",
       list_of(one_of(kExemptions, "what passes"), "what a hold on a whole account lets pass")},
      {"checkpoints", checkpoints()},
      {"limit_approvals", limit_approvals()},
      {"case_step",
       object({{"share", with_default(reference("share", "of the amount last told"), "20 %")},
               {"amount",
                with_default(reference("amount", "and at least this much"), kCaseStepUnits)}},
              "a case is told again when its amount grew by both of these")},
      {"company_countries",
       table_of("^.{1,64}$", {{"type", "string"}, {"pattern", "^[A-Z]{2}$"}},
                "the country of each of your companies, for its bank holidays")},
      {"bank_holidays",
       table_of("^[A-Z]{2}$", list_of({{"type", "string"}, {"format", "date"}}, "days"),
                "days on which the banks of a country are closed besides TARGET holidays")},
      {"finality", finality()},
      {"bank_feed",
       with_default(
           reference("name", "the bank's feed: lateness is judged up to where it is complete"),
           "none")},
      {"bank_feed_days",
       with_default(reference("days", "an older bank feed suspends holds for lateness"),
                    kBankFeedDays)},
      {"returned_payment_days",
       with_default(reference("days", "days that a returned payment is held against the client"),
                    kReturnedPaymentDays)},
      {"rules", list_of({{"$ref", "#/$defs/rule"}}, "what is watched")},
  };
}

}  // namespace
}  // namespace policy

std::string policy_json_schema() {
  using namespace policy;
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                 {"title", "Encours credit policy"}};
  schema.update(object(properties(), "what is watched, how urgent it is, how far a rule may go"));
  schema["required"] = {"version", "time_zone", "reporting_currency", "rules"};
  schema["$defs"] = definitions();
  schema["$defs"]["rule"] = rule();
  return schema.dump(2) + "\n";
}

}  // namespace encours
