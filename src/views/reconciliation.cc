#include "src/views/reconciliation.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "operators/domain/entity.h"
#include "src/views/amounts.h"
#include "src/views/csv.h"
#include "src/views/json.h"
#include "src/views/table.h"

namespace encours::views {
namespace {

struct KindWords {
  std::string_view code;
  Word word;
};

// In the order of DifferenceKind.
constexpr std::array kKinds = {
    KindWords{"missing_here", Word::kMissingHere},
    KindWords{"missing_there", Word::kMissingThere},
    KindWords{"amount_differs", Word::kAmountDiffers},
    KindWords{"date_differs", Word::kDateDiffers},
};

const KindWords& words_of(DifferenceKind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}

std::tuple<std::string, std::string> name_of(const OpenDocument& document) {
  return {document.client_id, entity_id(document.ref)};
}

bool by_name(const OpenDocument& a, const OpenDocument& b) {
  return name_of(a) < name_of(b);
}

OpenDocument only_named(const OpenDocument& document) {
  OpenDocument name;
  name.client_id = document.client_id;
  name.ref = document.ref;
  name.currency = document.currency;
  return name;
}

void compare(const OpenDocument& ours, const OpenDocument& listed,
             std::vector<Difference>& differences) {
  if (ours.currency != listed.currency || ours.open_minor != listed.open_minor) {
    differences.push_back({DifferenceKind::kAmount, ours, listed});
  } else if (ours.due_on != kNoDay && listed.due_on != kNoDay && ours.due_on != listed.due_on) {
    differences.push_back({DifferenceKind::kDate, ours, listed});
  }
}

// The list's open less ours; of two currencies the list's alone.
std::int64_t difference_minor(const Difference& one) {
  return one.listed.open_minor -
         (one.ours.currency == one.listed.currency ? one.ours.open_minor : 0);
}

std::string kind_code(const v1::DocumentRef& ref) {
  return v1::DocumentKind_Name(ref.kind()).substr(std::string_view("DOCUMENT_KIND_").size());
}

std::string amount_cell(const OpenDocument& document, Language language) {
  return amount_for_people(document.currency, document.open_minor, language, true);
}

}  // namespace

std::vector<Difference> differences(std::vector<OpenDocument> ours,
                                    std::vector<OpenDocument> listed) {
  std::sort(ours.begin(), ours.end(), by_name);
  std::sort(listed.begin(), listed.end(), by_name);
  std::vector<Difference> found;
  auto here = ours.begin();
  auto there = listed.begin();
  while (here != ours.end() || there != listed.end()) {
    if (there == listed.end() || (here != ours.end() && by_name(*here, *there))) {
      found.push_back({DifferenceKind::kMissingThere, *here, only_named(*here)});
      ++here;
    } else if (here == ours.end() || by_name(*there, *here)) {
      found.push_back({DifferenceKind::kMissingHere, only_named(*there), *there});
      ++there;
    } else {
      compare(*here++, *there++, found);
    }
  }
  return found;
}

std::string differences_csv(const std::vector<Difference>& differences) {
  CsvWriter csv;
  for (const std::string_view column :
       {"client_id", "seller_company", "kind", "number", "difference", "currency", "ours", "listed",
        "listed_less_ours", "due_here", "due_listed"}) {
    csv.cell(column);
  }
  csv.end_row();
  for (const Difference& one : differences) {
    csv.cell(one.ours.client_id);
    csv.cell(one.ours.ref.seller_company());
    csv.cell(kind_code(one.ours.ref));
    csv.cell(one.ours.ref.number());
    csv.cell(words_of(one.kind).code);
    csv.cell(one.listed.currency.code());
    csv.cell(format_minor(one.ours.currency, one.ours.open_minor));
    csv.cell(format_minor(one.listed.currency, one.listed.open_minor));
    csv.cell(format_minor(one.listed.currency, difference_minor(one)));
    csv.cell(format_day(one.ours.due_on));
    csv.cell(format_day(one.listed.due_on));
    csv.end_row();
  }
  return csv.take();
}

std::string differences_json(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& one : differences) {
    JsonObject object;
    object.text("client_id", one.ours.client_id);
    object.text("seller_company", one.ours.ref.seller_company());
    object.text("kind", kind_code(one.ours.ref));
    object.text("number", one.ours.ref.number());
    object.text("difference", words_of(one.kind).code);
    object.text("currency", one.listed.currency.code());
    object.text("ours", format_minor(one.ours.currency, one.ours.open_minor));
    object.text("listed", format_minor(one.listed.currency, one.listed.open_minor));
    object.text("listed_less_ours", format_minor(one.listed.currency, difference_minor(one)));
    object.text_or_null("due_here", format_day(one.ours.due_on));
    object.text_or_null("due_listed", format_day(one.listed.due_on));
    text += object.take() + "\n";
  }
  return text;
}

std::string differences_table(const std::vector<Difference>& differences, const Screen& screen) {
  const Language language = screen.language;
  const auto heading = [&](Word which) { return std::string(word(language, which)); };
  if (differences.empty()) return heading(Word::kNoDifference) + "\n";
  Table table({{heading(Word::kClient), Align::kLeft, 0, false},
               {heading(Word::kDocument), Align::kLeft, 0, false},
               {heading(Word::kCause), Align::kLeft, 0, false},
               {heading(Word::kOurs), Align::kRight, 1, false},
               {heading(Word::kListed), Align::kRight, 1, false},
               {heading(Word::kDifference), Align::kRight, 0, false},
               {heading(Word::kCurrency), Align::kLeft, 0, false},
               {heading(Word::kDueHere), Align::kLeft, 2, true},
               {heading(Word::kDueListed), Align::kLeft, 2, true}});
  for (const Difference& one : differences) {
    table.add_row({{one.ours.client_id, Paint::kBold},
                   {display_name(one.ours.ref), Paint::kPlain},
                   {heading(words_of(one.kind).word), Paint::kWarning},
                   {amount_cell(one.ours, language), Paint::kPlain},
                   {amount_cell(one.listed, language), Paint::kPlain},
                   {amount_for_people(one.listed.currency, difference_minor(one), language, true),
                    Paint::kPlain},
                   {std::string(one.listed.currency.code()), Paint::kDim},
                   {format_day(one.ours.due_on), Paint::kDim},
                   {format_day(one.listed.due_on), Paint::kDim}});
  }
  return table.text(screen);
}

std::string differences_summary(const std::vector<Difference>& differences, Language language) {
  struct Sum {
    std::int64_t count = 0;
    std::map<Currency, std::int64_t> minor;
  };
  std::map<DifferenceKind, Sum> sums;
  for (const Difference& one : differences) {
    Sum& sum = sums[one.kind];
    ++sum.count;
    sum.minor[one.listed.currency] += difference_minor(one);
  }
  std::string text;
  for (const auto& [kind, sum] : sums) {
    text += fmt::format("{:>9} {}", count_for_people(sum.count, language),
                        word(language, words_of(kind).word));
    for (const auto& [currency, minor] : sum.minor) {
      if (minor == 0) continue;
      text += fmt::format("  {} {}", amount_for_people(currency, minor, language), currency.code());
    }
    text += '\n';
  }
  return text;
}

}  // namespace encours::views
