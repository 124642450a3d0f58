#include "src/policy/policy.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <xxhash.h>

#include "operators/domain/assert.h"
#include "src/config/text_file.h"
#include "src/policy/bank_days.h"
#include "src/policy/defaults.h"
#include "src/policy/desk.h"
#include "src/policy/embedded.h"
#include "src/policy/rules.h"
#include "src/policy/values.h"
#include "src/policy/words.h"

namespace encours {
namespace policy {
namespace {

constexpr std::size_t kVersionBytesMax = 80;
constexpr std::size_t kSellerCompanyBytesMax = 64;
constexpr std::int32_t kGraceDaysMax = 365;

// Reads the keys of a policy one after the other into the message.
class PolicyReader {
 public:
  PolicyReader(const YamlNode& root, YamlErrors& errors)
      : errors_(errors), top_(YamlValue(root, errors)) {}

  v1::Policy read() {
    if (!top_.value().is_map()) {
      top_.value().error("must be a map of keys and values, as in: encours config example policy");
      return {};
    }
    read_names();
    read_fx();
    read_segments();
    read_grace();
    read_limit_and_tax();
    read_days_and_counts();
    read_case_step();
    read_bank_days(top_, policy_);
    if (const auto rules = top_.required("rules")) {
      read_rules(*rules, {reporting_, segment_names()}, policy_);
    }
    // Behind the rules, whose names they may bear.
    read_desk(top_, reporting_, policy_);
    top_.finish();
    return std::move(policy_);
  }

 private:
  void read_names() {
    if (const auto version = top_.required("version")) {
      policy_.set_version(read_name(*version, kVersionBytesMax).value_or(""));
    }
    if (const auto zone = top_.required("time_zone")) {
      policy_.set_time_zone(read_time_zone(*zone).value_or(""));
    }
    if (const auto code = top_.required("reporting_currency")) {
      reporting_ = read_currency(*code).value_or(Currency());
      policy_.set_reporting_currency(std::string(reporting_.empty() ? "" : reporting_.code()));
    }
  }

  void read_fx() {
    std::map<std::string, std::int64_t> rates;
    if (const auto table = top_.optional("fx")) {
      for (const YamlMap::Entry& entry : table->map().entries()) {
        if (!Currency::from_code(entry.key)) {
          const NoCurrency no = no_currency(entry.key);
          errors_.add(entry.key_position, entry.value.path(), no.problem, no.suggestion);
        } else if (entry.key == policy_.reporting_currency()) {
          errors_.add(entry.key_position, entry.value.path(),
                      "is the reporting currency: its rate is 1 by itself");
        } else {
          rates[entry.key] = read_rate_micro(entry.value).value_or(0);
        }
      }
    }
    for (const auto& [currency, rate_micro] : rates) {
      v1::FxRate* rate = policy_.add_fx();
      rate->set_currency(currency);
      rate->set_rate_micro(rate_micro);
    }
    policy_.set_fx_fallback_micro(kFxFallbackMicro);
    if (const auto fallback = top_.optional("fx_fallback")) {
      policy_.set_fx_fallback_micro(read_rate_micro(*fallback).value_or(kFxFallbackMicro));
    }
  }

  void read_segments() {
    if (const auto table = top_.optional("segments")) {
      for (const YamlMap::Entry& entry : table->map().entries()) {
        if (!is_segment_name(entry.key)) {
          errors_.add(entry.key_position, entry.value.path(),
                      "a segment's name is 1 to 32 letters, digits, - and _");
        }
        for (const YamlValue& company : entry.value.list()) {
          read_company_of(entry.key, company);
        }
      }
    }
    for (const auto& [company, segment] : segment_of_company_) {
      v1::SegmentOfCompany* row = policy_.add_segments();
      row->set_seller_company(company);
      row->set_segment(segment);
    }
  }

  void read_company_of(const std::string& segment, const YamlValue& value) {
    const std::optional<std::string> company = read_name(value, kSellerCompanyBytesMax);
    if (!company) {
      return;
    }
    const auto [place, fresh] = segment_of_company_.emplace(*company, segment);
    if (!fresh) {
      value.error(fmt::format("this company belongs to segment {} already", place->second));
    }
  }

  std::vector<std::string> segment_names() const {
    std::set<std::string> names{"main"};
    for (const auto& [company, segment] : segment_of_company_) {
      names.insert(segment);
    }
    return {names.begin(), names.end()};
  }

  void read_grace() {
    policy_.set_default_grace_days(kGraceDays);
    const auto grace = top_.optional("grace_days");
    if (!grace) {
      return;
    }
    if (!grace->is_map()) {
      policy_.set_default_grace_days(read_days(*grace, 0, kGraceDaysMax).value_or(kGraceDays));
      return;
    }
    YamlMap map = grace->map();
    if (const auto usual = map.optional("default")) {
      policy_.set_default_grace_days(read_days(*usual, 0, kGraceDaysMax).value_or(kGraceDays));
    }
    for (const auto& kind : kClientKinds) {  // in the order of their numbers
      if (const auto days = map.optional(std::string(kind.word))) {
        v1::Grace* row = policy_.add_grace();
        row->set_client_kind(kind.value);
        row->set_days(read_days(*days, 0, kGraceDaysMax).value_or(0));
      }
    }
    map.finish();
  }

  void read_limit_and_tax() {
    policy_.set_default_limit_kind(v1::LIMIT_KIND_NONE);
    if (const auto limit = top_.optional("default_limit")) {
      read_default_limit(*limit);
    }
    if (const auto tax = top_.optional("default_tax")) {
      policy_.set_default_tax_bp(read_share_bp(*tax, 0, 10'000).value_or(0));
    }
  }

  // A word, or an amount. 0 is refused: some read it as no credit, others as no limit.
  void read_default_limit(const YamlValue& value) {
    const std::string& text = value.node().text;
    const bool is_amount = value.is_map() || (!text.empty() && text[0] >= '0' && text[0] <= '9');
    if (!is_amount) {
      const auto* word = read_word(value, kDefaultLimits);
      policy_.set_default_limit_kind(word == nullptr ? v1::LIMIT_KIND_NONE : word->value);
      return;
    }
    if (reporting_.empty()) {
      return;  // that mistake was told; an amount without a currency cannot be read
    }
    const std::optional<v1::Money> money = read_money(value, reporting_);
    if (money && money->units() == 0 && money->nanos() == 0) {
      value.error("say what 0 means: zero (no credit), none (no limit set) or unlimited");
    } else if (money) {
      policy_.set_default_limit_kind(v1::LIMIT_KIND_AMOUNT);
      *policy_.mutable_default_limit() = *money;
    }
  }

  void read_days_and_counts() {
    policy_.set_approval_valid_days(kApprovalValidDays);
    if (const auto days = top_.optional("approval_valid_days")) {
      policy_.set_approval_valid_days(read_days(*days, 1, 366).value_or(kApprovalValidDays));
    }
    policy_.set_idempotency_horizon_days(kIdempotencyHorizonDays);
    if (const auto days = top_.optional("idempotency_horizon_days")) {
      policy_.set_idempotency_horizon_days(
          read_days(*days, 31, 3'650).value_or(kIdempotencyHorizonDays));
    }
    policy_.set_dispute_days(kDisputeDays);
    if (const auto days = top_.optional("dispute_days")) {
      policy_.set_dispute_days(read_count_or(*days, "never", 3'650).value_or(0));
    }
    policy_.set_holds_per_hour_max(kHoldsPerHour);
    if (const auto holds = top_.optional("holds_per_hour")) {
      policy_.set_holds_per_hour_max(read_count_or(*holds, "unlimited", 1'000'000).value_or(0));
    }
  }

  void read_case_step() {
    policy_.set_case_step_bp(kCaseStepBp);
    if (!reporting_.empty()) {
      std::int64_t minor = kCaseStepUnits;
      for (int digit = 0; digit < reporting_.exponent(); ++digit) {
        minor *= 10;
      }
      policy_.set_case_step_minor(minor);
    }
    const auto step = top_.optional("case_step");
    if (!step) {
      return;
    }
    YamlMap map = step->map();
    if (const auto share = map.optional("share")) {
      policy_.set_case_step_bp(read_share_bp(*share, 0, 100'000).value_or(kCaseStepBp));
    }
    if (const auto amount = map.optional("amount"); amount && !reporting_.empty()) {
      policy_.set_case_step_minor(read_minor(*amount, reporting_).value_or(0));
    }
    map.finish();
  }

  YamlErrors& errors_;
  YamlMap top_;
  v1::Policy policy_;
  Currency reporting_;  // empty if the policy names none
  std::map<std::string, std::string> segment_of_company_;
};

std::vector<ConfigError> in_order_of_text(std::vector<ConfigError> errors) {
  std::ranges::stable_sort(errors, {}, [](const ConfigError& error) {
    return std::tuple(error.position.line, error.position.column);
  });
  return errors;
}

// A protobuf message without maps has one serial form, so its hash is that of its content.
std::uint64_t hash_of(const v1::Policy& policy) {
  const std::string bytes = policy.SerializeAsString();
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::vector<ConfigError> one_error(const std::string& file, YamlPosition position,
                                   std::string problem) {
  return {ConfigError{file, position, "", std::move(problem), ""}};
}

}  // namespace
}  // namespace policy

PolicyOrErrors compile_policy(std::string_view text, const std::string& file_name) {
  if (text.size() > kPolicyBytesMax) {
    return tl::unexpected(policy::one_error(
        file_name, {}, fmt::format("a policy has at most {} bytes", kPolicyBytesMax)));
  }
  const auto tree = parse_yaml(text, file_name);
  if (!tree) {
    return tl::unexpected(std::vector{tree.error()});
  }
  YamlErrors errors(file_name);
  v1::Policy compiled = policy::PolicyReader(*tree, errors).read();
  if (!errors.empty()) {
    return tl::unexpected(policy::in_order_of_text(errors.take()));
  }
  compiled.set_hash(policy::hash_of(compiled));
  compiled.set_text(std::string(text));
  return compiled;
}

PolicyOrErrors load_policy(const std::string& file) {
  const auto text = read_text_file(file, kPolicyBytesMax);
  if (!text) {
    return tl::unexpected(std::vector{text.error()});
  }
  return compile_policy(*text, file);
}

const v1::Policy& default_policy() {
  static const v1::Policy embedded = [] {
    PolicyOrErrors compiled = compile_policy(policy::kEmbeddedPolicy, "default.yaml");
    ENCOURS_ASSERT(compiled.has_value(), compiled.error().front().text());
    return *std::move(compiled);
  }();
  return embedded;
}

std::string_view policy_example() {
  return policy::kEmbeddedPolicy;
}

}  // namespace encours
