#include "src/ingest/notices/notice_rules.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <re2/re2.h>

#include "src/ingest/notices/folding.h"

namespace encours {
namespace {

constexpr std::string_view kKindPrefix = "NOTICE_KIND_";
constexpr int kBasisPointsPerCent = 100;

using Expression = std::unique_ptr<const re2::RE2>;

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

// Whether any of the expressions is found in the text.
bool finds(const std::vector<Expression>& expressions, std::string_view text) {
  return std::ranges::any_of(expressions, [&](const Expression& expression) {
    return re2::RE2::PartialMatch(piece(text), *expression);
  });
}

// Whether any of them is the whole text.
bool is_whole(const std::vector<Expression>& expressions, std::string_view text) {
  return std::ranges::any_of(expressions, [&](const Expression& expression) {
    return re2::RE2::FullMatch(piece(text), *expression);
  });
}

struct Rule {
  std::string name;
  std::vector<Expression> natures;  // none: any
  std::vector<Expression> texts;    // none: any
  std::vector<Expression> unless;   // of the body
  std::vector<v1::NoticeKind> kinds;
  int confidence_bp = 0;
  bool review = false;
  bool only_silent = false;  // only where the nature says nothing
  bool goes_on = false;      // rules below may add kinds
};

const std::vector<std::string>& kind_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (int kind = v1::NoticeKind_MIN; kind <= v1::NoticeKind_MAX; ++kind) {
      names.push_back(notice_kind_name(static_cast<v1::NoticeKind>(kind)));
    }
    return names;
  }();
  return kNames;
}

// Reads a file of rules; mistakes are collected.
class RuleReader {
 public:
  std::vector<Expression> read_expressions(YamlMap& map, const std::string& key) {
    std::vector<Expression> expressions;
    const auto value = map.optional(key);
    if (!value) return expressions;
    const std::vector<YamlValue> items = value->is_list() ? value->list() : std::vector{*value};
    for (const YamlValue& item : items) {
      if (Expression expression = read_expression(item)) {
        expressions.push_back(std::move(expression));
      }
    }
    return expressions;
  }

  Rule read_rule(const YamlValue& value) {
    YamlMap map = value.map();
    Rule rule;
    if (const auto name = map.required("rule")) read_name(*name, rule);
    rule.natures = read_expressions(map, "nature");
    rule.texts = read_expressions(map, "text");
    rule.unless = read_expressions(map, "unless");
    if (const auto kinds = map.required("kinds")) {
      for (const YamlValue& kind : kinds->list())
        read_kind(kind, rule);
    }
    if (const auto confidence = map.required("confidence")) {
      rule.confidence_bp =
          static_cast<int>(confidence->integer(1, 100).value_or(1)) * kBasisPointsPerCent;
    }
    rule.review = read_flag(map, "review");
    rule.only_silent = read_flag(map, "only_silent");
    rule.goes_on = read_flag(map, "goes_on");
    if (rule.texts.empty() && (rule.natures.empty() || rule.only_silent)) {
      value.error(rule.only_silent
                      ? "is for natures that say nothing and reads no text"
                      : "names neither a nature nor a text: it would fit every notice");
    }
    map.finish();
    return rule;
  }

 private:
  Expression read_expression(const YamlValue& value) {
    const auto text = value.text();
    if (!text) return nullptr;
    auto expression = std::make_unique<re2::RE2>(*text, re2::RE2::Quiet);
    if (!expression->ok()) {
      value.error(fmt::format("is no expression: {}", expression->error()));
      return nullptr;
    }
    // Words are looked for in folded text; an expression with others would never fit.
    const bool folded = std::ranges::none_of(
        *text, [](unsigned char sign) { return sign >= 0x80 || sign == '\'' || sign == '-'; });
    if (!folded) {
      value.error("must be written in folded words: no accents, apostrophes or hyphens", "");
      return nullptr;
    }
    return expression;
  }

  static bool read_flag(YamlMap& map, const std::string& key) {
    const auto value = map.optional(key);
    return value && value->boolean().value_or(false);
  }

  void read_name(const YamlValue& value, Rule& rule) {
    rule.name = value.text().value_or("");
    if (!names_.insert(rule.name).second) value.error("is the name of a rule above");
  }

  void read_kind(const YamlValue& value, Rule& rule) {
    const auto place = value.choice(kind_names());
    if (place && *place == v1::NOTICE_KIND_UNSPECIFIED) value.error("is no kind");
    if (place) rule.kinds.push_back(static_cast<v1::NoticeKind>(*place));
  }

  std::set<std::string> names_;
};

void put_in_order(std::vector<v1::NoticeKind>& kinds) {
  std::ranges::sort(kinds, [](v1::NoticeKind one, v1::NoticeKind other) {
    return std::pair(-severity_of(one), one) < std::pair(-severity_of(other), other);
  });
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
}

}  // namespace

struct NoticeRules::Program {
  std::string jurisdiction;
  std::vector<Expression> silent;  // natures that say nothing by themselves
  std::vector<Expression> ignore;  // parts of bodies that say nothing about what was decided
  std::vector<Rule> rules;

  bool is_silent(std::string_view nature) const { return is_whole(silent, nature); }

  // The body without the parts that mislead.
  std::string body_of(const PrintedNotice& notice) const {
    std::string body = fold_words(notice.text);
    for (const Expression& expression : ignore)
      re2::RE2::GlobalReplace(&body, *expression, " ");
    return body;
  }

  static bool fits(const Rule& rule, std::string_view nature, bool silent, std::string_view body) {
    if (silent ? rule.texts.empty() || !rule.natures.empty() : rule.only_silent) return false;
    if (!rule.natures.empty() && !is_whole(rule.natures, nature)) return false;
    return (rule.texts.empty() || finds(rule.texts, body)) && !finds(rule.unless, body);
  }
};

NoticeRules::NoticeRules(std::unique_ptr<const Program> program) : program_(std::move(program)) {}
NoticeRules::NoticeRules(NoticeRules&&) noexcept = default;
NoticeRules& NoticeRules::operator=(NoticeRules&&) noexcept = default;
NoticeRules::~NoticeRules() = default;

const std::string& NoticeRules::jurisdiction() const {
  return program_->jurisdiction;
}

std::vector<std::string> NoticeRules::names() const {
  std::vector<std::string> names;
  for (const Rule& rule : program_->rules)
    names.push_back(rule.name);
  return names;
}

tl::expected<NoticeRules, std::vector<ConfigError>> NoticeRules::compile(std::string_view yaml,
                                                                         const std::string& file) {
  const auto tree = parse_yaml(yaml, file);
  if (!tree) return tl::unexpected(std::vector{tree.error()});
  YamlErrors errors(file);
  YamlMap top = YamlValue(*tree, errors).map();
  RuleReader reader;
  auto program = std::make_unique<Program>();
  if (const auto country = top.required("jurisdiction")) {
    program->jurisdiction = country->text().value_or("");
  }
  program->silent = reader.read_expressions(top, "silent");
  program->ignore = reader.read_expressions(top, "ignore");
  if (const auto rules = top.required("rules")) {
    for (const YamlValue& rule : rules->list())
      program->rules.push_back(reader.read_rule(rule));
  }
  top.finish();
  if (!errors.empty()) return tl::unexpected(errors.take());
  return NoticeRules(std::move(program));
}

NoticeMeaning NoticeRules::classify(const PrintedNotice& notice) const {
  const std::string nature = fold_words(notice.nature);
  const std::string body = program_->body_of(notice);
  const bool silent = program_->is_silent(nature);
  NoticeMeaning meaning;
  for (const Rule& rule : program_->rules) {
    if (!Program::fits(rule, nature, silent, body)) continue;
    if (meaning.rule.empty()) {
      meaning.rule = rule.name;
      meaning.confidence_bp = rule.confidence_bp;
    }
    meaning.confidence_bp = std::min(meaning.confidence_bp, rule.confidence_bp);
    meaning.kinds.insert(meaning.kinds.end(), rule.kinds.begin(), rule.kinds.end());
    meaning.needs_review = meaning.needs_review || rule.review;
    if (!rule.goes_on) break;
  }
  put_in_order(meaning.kinds);
  if (meaning.kinds.empty()) meaning.kinds.push_back(v1::NOTICE_KIND_UNCLASSIFIED);
  meaning.needs_review = meaning.needs_review || meaning.kinds.size() > 1 ||
                         meaning.kinds.front() == v1::NOTICE_KIND_UNCLASSIFIED;
  return meaning;
}

int severity_of(v1::NoticeKind kind) {
  switch (kind) {
    case v1::NOTICE_KIND_SIMPLIFIED_REGIME_APPLIED:
    case v1::NOTICE_KIND_ACCOUNTS_FILED:
      return 0;
    case v1::NOTICE_KIND_PETITION_DISMISSED:
    case v1::NOTICE_KIND_OBSERVATION_EXTENDED:
    case v1::NOTICE_KIND_OFFICEHOLDER:
    case v1::NOTICE_KIND_CLAIMS_STEP:
    case v1::NOTICE_KIND_CLOSED_LIABILITIES_PAID:
    case v1::NOTICE_KIND_PROCEEDINGS_ENDED:
    case v1::NOTICE_KIND_JUDGMENT_CORRECTED:
    case v1::NOTICE_KIND_ACCOUNTS_LATE:
      return 1;
    case v1::NOTICE_KIND_PREVENTIVE_PUBLIC:
    case v1::NOTICE_KIND_SOLVENT_LIQUIDATION:
    case v1::NOTICE_KIND_PLAN_ADOPTED:
    case v1::NOTICE_KIND_PLAN_MODIFIED:
    case v1::NOTICE_KIND_CESSATION_DATE_CHANGED:
    case v1::NOTICE_KIND_APPEAL:
    case v1::NOTICE_KIND_MANAGER_SANCTION:
      return 2;
    case v1::NOTICE_KIND_PROVISIONAL_MEASURES:
    case v1::NOTICE_KIND_REORGANISATION_OPENED:
    case v1::NOTICE_KIND_INSOLVENCY_OPENED:
    case v1::NOTICE_KIND_EXTENSION_TO_ENTITY:
    case v1::NOTICE_KIND_CONVERSION_TO_REORGANISATION:
    case v1::NOTICE_KIND_ASSET_SALE_PLAN:
    case v1::NOTICE_KIND_PLAN_FAILED:
    case v1::NOTICE_KIND_RECEIVERSHIP:
    case v1::NOTICE_KIND_REOPENED:
    case v1::NOTICE_KIND_DEREGISTERED:
      return 4;
    case v1::NOTICE_KIND_LIQUIDATION_OPENED:
    case v1::NOTICE_KIND_REJECTED_NO_ASSETS:
    case v1::NOTICE_KIND_CONVERSION_TO_LIQUIDATION:
    case v1::NOTICE_KIND_CLOSED_NO_ASSETS:
      return 5;
    default:
      return 3;
  }
}

std::string notice_kind_name(v1::NoticeKind kind) {
  return v1::NoticeKind_Name(kind).substr(kKindPrefix.size());
}

}  // namespace encours
