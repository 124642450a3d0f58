// Any bytes as policy.yaml: either mistakes, each with a place in the text, or a policy that the
// fold may rely on: sorted, named, within bounds, the same for the same text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "operators/client/intake/checks.h"
#include "operators/domain/assert.h"
#include "operators/domain/money.h"
#include "src/policy/policy.h"

namespace encours {
namespace {

void check_mistakes(const std::vector<ConfigError>& errors) {
  ENCOURS_ASSERT(!errors.empty() && errors.size() <= kConfigErrorsMax, "mistakes are told");
  for (const ConfigError& error : errors) {
    ENCOURS_ASSERT(error.position.line >= 1 && error.position.column >= 1, "in a place");
    ENCOURS_ASSERT(!error.problem.empty() && !error.text().empty(), "in words");
  }
}

void check_rule(const v1::Rule& rule) {
  ENCOURS_ASSERT(!rule.name().empty(), "a rule has a name");
  ENCOURS_ASSERT(rule.kind() != v1::RULE_KIND_UNSPECIFIED, "a rule has a kind");
  ENCOURS_ASSERT(rule.mode() != v1::RULE_MODE_UNSPECIFIED, "a rule has a mode");
  ENCOURS_ASSERT(rule.severity() != v1::SEVERITY_UNSPECIFIED, "a rule has a severity");
  ENCOURS_ASSERT(rule.threshold_bp() >= 0 && rule.threshold_days() >= 0, "thresholds count up");
  ENCOURS_ASSERT(rule.minimum_minor() >= 0 && rule.minimum_minor() <= kAmountMinorMax, "bounded");
}

void check_policy(const v1::Policy& policy, std::string_view text) {
  ENCOURS_ASSERT(policy.text() == text, "the text travels along");
  ENCOURS_ASSERT(!policy.version().empty(), "cases name the version");
  ENCOURS_ASSERT(Currency::from_code(policy.reporting_currency()).has_value(), "a currency");
  ENCOURS_ASSERT(policy.fx_fallback_micro() > 0, "a missing rate is never 0");
  for (const v1::FxRate& rate : policy.fx()) {
    ENCOURS_ASSERT(rate.rate_micro() > 0, "a rate is never 0");
  }
  for (const v1::Rule& rule : policy.rules()) {
    check_rule(rule);
  }
  ENCOURS_ASSERT(std::is_sorted(policy.rules().begin(), policy.rules().end(),
                                [](const auto& a, const auto& b) { return a.name() < b.name(); }),
                 "rules are sorted by name");
  ENCOURS_ASSERT(std::is_sorted(policy.segments().begin(), policy.segments().end(),
                                [](const auto& a, const auto& b) {
                                  return a.seller_company() < b.seller_company();
                                }),
                 "segments are sorted by company");
  ENCOURS_ASSERT(intake::check(policy).accepted(), "the fold takes what the compiler takes");
  v1::Policy read;
  ENCOURS_ASSERT(read.ParseFromString(policy.SerializeAsString()), "it survives the wire");
  const PolicyOrErrors again = compile_policy(text, "again.yaml");
  ENCOURS_ASSERT(again && again->SerializeAsString() == policy.SerializeAsString(),
                 "the same text gives the same bytes");
}

}  // namespace
}  // namespace encours

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace encours;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const PolicyOrErrors policy = compile_policy(text, "fuzz.yaml");
  if (policy) {
    check_policy(*policy, text);
  } else {
    check_mistakes(policy.error());
  }
  return 0;
}
