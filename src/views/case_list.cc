#include "src/views/case_list.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "operators/domain/day.h"
#include "operators/domain/money.h"
#include "src/views/amounts.h"
#include "src/views/codes.h"
#include "src/views/csv.h"
#include "src/views/message_json.h"
#include "src/views/table.h"

namespace encours::views {
namespace {

std::string date_text(std::int32_t date) {
  return format_day(day_from_date(date).value_or(kNoDay));
}

std::string heading(const Screen& screen, Word which) {
  return std::string(word(screen.language, which));
}

std::string decimal(const v1::Money& money) {
  const auto currency = Currency::from_code(money.currency());
  const auto minor = minor_from_wire(money);
  return currency && minor ? format_minor(*currency, *minor) : "";
}

Cell severity_cell(v1::Severity severity, const Screen& screen) {
  return {std::string(severity_words(severity, screen.language)), severity_paint(severity)};
}

std::string cause_words(const v1::Cause& cause, Language language) {
  std::string words(rule_kind_words(cause.kind(), language));
  if (!cause.subject().empty() && cause.subject() != "orders") words += " " + cause.subject();
  return words;
}

}  // namespace

void sort_cases(std::vector<v1::Case>& cases) {
  std::sort(cases.begin(), cases.end(), [](const v1::Case& a, const v1::Case& b) {
    return std::forward_as_tuple(-static_cast<int>(a.severity()), -a.at_stake().units(),
                                 a.account().client_id(), a.account().segment()) <
           std::forward_as_tuple(-static_cast<int>(b.severity()), -b.at_stake().units(),
                                 b.account().client_id(), b.account().segment());
  });
}

std::string cases_table(const std::vector<v1::Case>& cases, const Screen& screen) {
  if (cases.empty()) return heading(screen, Word::kNoCases) + "\n";
  Table table({{heading(screen, Word::kSeverity), Align::kLeft, 0, false},
               {heading(screen, Word::kClient), Align::kLeft, 0, false},
               {heading(screen, Word::kAtStake), Align::kRight, 0, false},
               {heading(screen, Word::kSince), Align::kLeft, 0, false},
               {heading(screen, Word::kCause), Align::kLeft, 0, false},
               {heading(screen, Word::kEvidence), Align::kLeft, 1, false}});
  for (const v1::Case& one : cases) {
    const bool closed = one.state() == v1::CASE_STATE_CLOSED;
    std::string client = one.account().client_id();
    if (one.account().segment() != "main") client += "|" + one.account().segment();
    bool first = true;
    for (const v1::Cause& cause : one.causes()) {
      table.add_row(
          {first ? severity_cell(one.severity(), screen) : Cell{},
           {first ? client : "", Paint::kBold},
           {first ? amount_for_people(one.at_stake(), screen.language) : "", Paint::kPlain},
           {date_text(cause.since()), Paint::kDim},
           {cause_words(cause, screen.language), severity_paint(cause.severity())},
           {evidence_words(cause, screen.language), Paint::kDim}});
      first = false;
    }
    if (first || closed) {
      table.add_row({closed ? Cell{heading(screen, Word::kCaseClosed), Paint::kDim}
                            : severity_cell(one.severity(), screen),
                     {client, Paint::kBold},
                     {},
                     {date_text(one.opened_on()), Paint::kDim},
                     {},
                     {}});
    }
  }
  return table.text(screen);
}

std::string cases_csv(const std::vector<v1::Case>& cases) {
  CsvWriter csv;
  for (const std::string_view column :
       {"client_id", "segment", "case_id", "state", "severity", "opened_on", "rule", "kind", "mode",
        "cause_severity", "subject", "since", "at_stake", "currency"}) {
    csv.cell(column);
  }
  csv.end_row();
  for (const v1::Case& one : cases) {
    // A case without causes, which is a closed one, still has its row.
    static const v1::Cause kNoCause;
    const int rows = std::max(1, one.causes_size());
    for (int i = 0; i < rows; ++i) {
      const v1::Cause& cause = i < one.causes_size() ? one.causes(i) : kNoCause;
      csv.cell(one.account().client_id());
      csv.cell(one.account().segment());
      csv.cell(one.case_id());
      csv.cell(short_code(v1::CaseState_Name(one.state()), "CASE_STATE_"));
      csv.cell(short_code(v1::Severity_Name(one.severity()), "SEVERITY_"));
      csv.cell(date_text(one.opened_on()));
      csv.cell(cause.rule());
      csv.cell(short_code(v1::RuleKind_Name(cause.kind()), "RULE_KIND_"));
      csv.cell(short_code(v1::RuleMode_Name(cause.mode()), "RULE_MODE_"));
      csv.cell(short_code(v1::Severity_Name(cause.severity()), "SEVERITY_"));
      csv.cell(cause.subject());
      csv.cell(date_text(cause.since()));
      csv.cell(decimal(cause.at_stake()));
      csv.cell(cause.at_stake().currency());
      csv.end_row();
    }
  }
  return csv.take();
}

std::string cases_json(const std::vector<v1::Case>& cases) {
  std::string text;
  for (const v1::Case& one : cases)
    text += message_json(one) + "\n";
  return text;
}

std::string causes_table(const std::vector<v1::Cause>& causes, const Screen& screen) {
  if (causes.empty()) return heading(screen, Word::kNoCases) + "\n";
  std::vector<v1::Cause> sorted = causes;
  std::stable_sort(sorted.begin(), sorted.end(), [](const v1::Cause& a, const v1::Cause& b) {
    return a.severity() > b.severity();
  });
  Table table({{heading(screen, Word::kSeverity), Align::kLeft, 0, false},
               {heading(screen, Word::kCause), Align::kLeft, 0, false},
               {heading(screen, Word::kMode), Align::kLeft, 2, false},
               {heading(screen, Word::kSince), Align::kLeft, 1, false},
               {heading(screen, Word::kAtStake), Align::kRight, 0, false},
               {heading(screen, Word::kEvidence), Align::kLeft, 3, false}});
  for (const v1::Cause& cause : sorted) {
    table.add_row(
        {severity_cell(cause.severity(), screen),
         {cause_words(cause, screen.language), Paint::kPlain},
         {std::string(mode_words(cause.mode(), screen.language)), Paint::kDim},
         {date_text(cause.since()), Paint::kDim},
         {cause.has_at_stake() ? amount_for_people(cause.at_stake(), screen.language) : "",
          Paint::kPlain},
         {evidence_words(cause, screen.language), Paint::kDim}});
  }
  return table.text(screen);
}

}  // namespace encours::views
