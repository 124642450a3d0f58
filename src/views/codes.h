// The product's codes in words: what a rule looks at, how urgent, what was decided, which figure.
// For people, in French and English; programs get the codes themselves. Used by the tables and
// pages of this folder.
#pragma once

#include <string>
#include <string_view>

#include "encours/v1/outputs.pb.h"
#include "encours/v1/policy.pb.h"
#include "src/views/screen.h"

namespace encours::views {

std::string_view rule_kind_words(v1::RuleKind kind, Language language);
std::string_view severity_words(v1::Severity severity, Language language);
std::string_view mode_words(v1::RuleMode mode, Language language);
std::string_view verdict_words(v1::Verdict verdict, Language language);

// High and above stand out.
Paint severity_paint(v1::Severity severity);
Paint verdict_paint(v1::Verdict verdict);

// One figure with its name: "limit 5,000.00 EUR", "days late 45".
std::string evidence_words(const v1::Evidence& evidence, Language language);

// All of them, joined by commas.
std::string evidence_words(const v1::Cause& cause, Language language);

// The code of an enum value without the prefix that the schemas demand: "LIMIT_EXCEEDED".
std::string short_code(std::string_view code, std::string_view prefix);

}  // namespace encours::views
