// The small questions that intake's checks ask of fields, and the limits on what one event may
// hold. Used by checks alone.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "encours/v1/common.pb.h"
#include "operators/domain/day.h"
#include "operators/domain/money.h"
#include "operators/verdict.h"

namespace encours::intake {

// Lines of an order, a delivery or an invoice, movements of a settlement. Sums over them cannot
// overflow.
inline constexpr int kLinesMax = 9'000;
inline constexpr int kTaxesMax = 100;  // rates on one line
static_assert(kLinesMax < INT64_MAX / kAmountMinorMax);

// Schedule lines of one invoice: ten years of monthly instalments.
inline constexpr int kScheduleLinesMax = 120;

// Items of one statement: a month of a client that buys every hour.
inline constexpr int kStatementItemsMax = 800;

// Rates of tax on one line; register numbers and approvers of one record. No real one comes near.
inline constexpr int kDetailsMax = 50;

// Bytes of an id, a number or a code: longer ones are text in the wrong column, and they stand in
// keys of rows.
inline constexpr std::size_t kNameBytesMax = 128;

// Bytes of a folded company name.
inline constexpr std::size_t kTextBytesMax = 512;

// Thousandths of a unit on one line: a million million, so that quantities of many lines add up
// within int64.
inline constexpr std::int64_t kQuantityMilliMax = 1'000'000'000'000'000;

// Days of payment terms: ten years.
inline constexpr int kTermsDaysMax = 3'650;

// Refusals, by what is wrong; the detail names the field.
inline Verdict unsupported(std::string_view field) {
  return refuse(RejectReason::kUnsupportedKind, field);
}
inline Verdict wrong_key(std::string_view field) {
  return refuse(RejectReason::kWrongKey, field);
}
inline Verdict missing(std::string_view field) {
  return refuse(RejectReason::kMissingField, field);
}
inline Verdict bad_currency(std::string_view field) {
  return refuse(RejectReason::kBadCurrency, field);
}
inline Verdict bad_amount(std::string_view field) {
  return refuse(RejectReason::kBadAmount, field);
}
inline Verdict bad_date(std::string_view field) {
  return refuse(RejectReason::kBadDate, field);
}
inline Verdict bad_reference(std::string_view field) {
  return refuse(RejectReason::kBadReference, field);
}
inline Verdict too_large(std::string_view field) {
  return refuse(RejectReason::kTooLarge, field);
}

// Whether it holds no control character: those would blur identities (domain/entity.h) and reach
// people's screens.
bool printable(std::string_view text);

// Whether it names something: not empty, printable.
inline bool names_something(std::string_view text) {
  return !text.empty() && printable(text);
}

// Segments stand in keys of outputs as "client_id|segment"; empty is allowed where it means main.
bool sound_segment(std::string_view segment);

// 0, or a day of the calendar.
inline bool sound_date(std::int32_t yyyymmdd) {
  return day_from_date(yyyymmdd).has_value();
}

// Whether `last` comes before `first`, both given.
inline bool ends_before(std::int32_t first, std::int32_t last) {
  return last != 0 && last < first;
}

bool sound_currency(const v1::Money& money);
inline bool exact(const v1::Money& money) {
  return minor_from_wire(money).has_value();
}

// Exact and 0 or more; exact and more than 0.
bool not_negative(const v1::Money& money);
bool positive(const v1::Money& money);

// A reference with a number, printable, of one of `kinds`; its line is 0 or more.
bool sound_ref(const v1::DocumentRef& ref, std::initializer_list<v1::DocumentKind> kinds);

// The name of a whole document of `kind`: sound, and line 0.
inline bool names_document(const v1::DocumentRef& ref, v1::DocumentKind kind) {
  return sound_ref(ref, {kind}) && ref.line() == 0;
}

bool too_long(const v1::DocumentRef& ref);
inline bool too_long(std::string_view name) {
  return name.size() > kNameBytesMax;
}

template <class List, class Question>
bool any(const List& list, Question question) {
  return std::any_of(list.begin(), list.end(), question);
}

template <class List, class Question>
bool all(const List& list, Question question) {
  return std::all_of(list.begin(), list.end(), question);
}

// Whether every line has a number of 1 or more and no two have the same.
template <class Lines>
bool numbered(const Lines& lines) {
  std::vector<std::int32_t> numbers;
  numbers.reserve(static_cast<std::size_t>(lines.size()));
  for (const auto& line : lines) {
    numbers.push_back(line.line());
  }
  std::sort(numbers.begin(), numbers.end());
  return std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end() &&
         (numbers.empty() || numbers.front() >= 1);
}

}  // namespace encours::intake
