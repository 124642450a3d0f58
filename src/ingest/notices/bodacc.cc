#include "src/ingest/notices/bodacc.h"

#include <algorithm>

#include <fmt/format.h>

#include "src/ingest/notices/folding.h"

namespace encours::bodacc {
namespace {

std::string digits_of(std::string_view printed) {
  std::string digits;
  std::ranges::copy_if(printed, std::back_inserter(digits),
                       [](char sign) { return sign >= '0' && sign <= '9'; });
  return digits;
}

}  // namespace

std::string notice_id(std::string_view publication, std::string_view issue,
                      std::string_view number) {
  if (publication.empty() || issue.empty() || number.empty()) return "";
  return fmt::format("{}{}{}", publication.back(), issue, number);
}

v1::NoticeCorrection correction_of(std::string_view type, std::string_view family) {
  const std::string folded = fold_words(type);
  if (folded.find("annul") != std::string::npos) return v1::NOTICE_CORRECTION_CANCELLATION;
  if (fold_words(family).starts_with("retractation")) return v1::NOTICE_CORRECTION_RETRACTION;
  if (folded.find("rectif") != std::string::npos) return v1::NOTICE_CORRECTION_RECTIFICATION;
  return v1::NOTICE_CORRECTION_NEW;
}

bool bears(const PrintedPerson& person, std::string_view printed) {
  return std::ranges::any_of(person.numbers, [digits = digits_of(printed)](const auto& number) {
    return digits_of(number) == digits;
  });
}

void add_number(PrintedPerson& person, std::string_view printed) {
  if (!digits_of(printed).empty() && !bears(person, printed)) {
    person.numbers.emplace_back(printed);
  }
}

}  // namespace encours::bodacc
