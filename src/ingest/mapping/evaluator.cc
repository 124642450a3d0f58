#include "src/ingest/mapping/evaluator.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "operators/domain/assert.h"

namespace encours {
namespace {

// Further than this a number of days is a mistake, a date written as a number perhaps.
constexpr std::int64_t kShiftDaysMax = 40'000;

// Blanks as exports have them: spaces, tabs, and the no-break space of spreadsheets.
constexpr std::array<std::string_view, 3> kBlanks{" ", "\t", "\xc2\xa0"};

std::string_view trimmed(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view blank : kBlanks) {
      if (text.starts_with(blank)) {
        text.remove_prefix(blank.size());
        again = true;
      }
      if (text.ends_with(blank)) {
        text.remove_suffix(blank.size());
        again = true;
      }
    }
  }
  return text;
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string shapes_text(const DateShapes& shapes) {
  std::string text;
  for (const DateShape& shape : shapes)
    text += (text.empty() ? "" : " or ") + shape.text();
  return text;
}

}  // namespace

// --- Text ---

Outcome Evaluator::text(const Expression& expression, std::string_view& value) {
  Outcome outcome = raw_text(expression, value);
  if (outcome == Outcome::kValue) outcome = reshaped(expression, value);
  if (outcome == Outcome::kBlank && !expression.fallback.empty()) {
    return text(expression.fallback.front(), value);
  }
  return outcome;
}

Outcome Evaluator::raw_text(const Expression& expression, std::string_view& value) {
  switch (expression.op) {
    case Expression::Op::kConstant:
      value = expression.text;
      return value.empty() ? Outcome::kBlank : Outcome::kValue;
    case Expression::Op::kColumn:
      return column(expression, value);
    case Expression::Op::kTemplate:
      return joined(expression, '\0', value);
    case Expression::Op::kLookup:
      return lookup(expression, value);
    case Expression::Op::kFirstOf:
      return first_of(expression, value,
                      [this](const auto& operand, auto& found) { return text(operand, found); });
    default:
      break;
  }
  ENCOURS_ASSERT(false, "the compiler lets no arithmetic into a text");
  return Outcome::kFailed;
}

Outcome Evaluator::column(const Expression& expression, std::string_view& value) {
  value = trimmed(cells_[expression.column]);
  if (value.empty()) return Outcome::kBlank;
  const bool word = std::ranges::find(blank_words_, value) != blank_words_.end();
  return word ? Outcome::kBlank : Outcome::kValue;
}

// The operands one after the other; blank as soon as one is.
Outcome Evaluator::joined(const Expression& expression, char separator, std::string_view& value) {
  std::string& text_so_far = store();
  for (const Expression& operand : expression.operands) {
    std::string_view part;
    const Outcome outcome = text(operand, part);
    if (outcome != Outcome::kValue) return outcome;
    if (separator != '\0' && &operand != &expression.operands.front()) text_so_far += separator;
    text_so_far += part;
  }
  value = text_so_far;
  return Outcome::kValue;
}

Outcome Evaluator::lookup(const Expression& expression, std::string_view& value) {
  std::string_view key;
  const Outcome outcome = expression.operands.size() == 1 ? text(expression.operands.front(), key)
                                                          : joined(expression, kKeySeparator, key);
  if (outcome != Outcome::kValue) return outcome;
  const LookupTable& table = tables_[expression.table];
  const auto found = table.rows.find(key);
  if (found != table.rows.end()) {
    value = found->second;
    return value.empty() ? Outcome::kBlank : Outcome::kValue;
  }
  if (!expression.fallback.empty() || expression.optional) return Outcome::kBlank;
  std::string shown(key);
  std::ranges::replace(shown, kKeySeparator, '/');
  return fail(RowRejectReason::kBadValue, expression,
              fmt::format("{} is not in the table {}", in_quotes(shown), table.name));
}

Outcome Evaluator::reshaped(const Expression& expression, std::string_view& value) {
  if (expression.integer_text) {
    const std::size_t point = value.find('.');
    const std::string_view fraction =
        point == std::string_view::npos ? "" : value.substr(point + 1);
    if (fraction.find_first_not_of('0') != std::string_view::npos) {
      return fail(RowRejectReason::kBadNumber, expression,
                  in_quotes(value) + " is no whole number");
    }
    value = value.substr(0, point);
    if (value.empty()) return Outcome::kBlank;
  }
  if (expression.strip_zeros && all_digits(value)) {
    value.remove_prefix(std::min(value.find_first_not_of('0'), value.size() - 1));
  }
  if (expression.zero_pad > value.size() && all_digits(value)) {
    std::string& padded = store();
    padded.assign(expression.zero_pad - value.size(), '0');
    padded += value;
    value = padded;
  }
  if (expression.letter_case != Expression::LetterCase::kAsIs) {
    const bool upper = expression.letter_case == Expression::LetterCase::kUpper;
    std::string& folded = store();
    folded = value;
    for (char& letter : folded) {
      const bool turns = upper ? letter >= 'a' && letter <= 'z' : letter >= 'A' && letter <= 'Z';
      if (turns) letter = static_cast<char>(letter ^ 0x20);
    }
    value = folded;
  }
  return Outcome::kValue;
}

// --- Numbers ---

Outcome Evaluator::number(const Expression& expression, Decimal& value) {
  const Outcome outcome = raw_number(expression, value);
  if (outcome == Outcome::kBlank && !expression.fallback.empty()) {
    return number(expression.fallback.front(), value);
  }
  if (outcome != Outcome::kValue) return outcome;
  if (expression.absolute) value = value.absolute();
  if (expression.negated) value = value.negated();
  if (expression.rounding && expression.digits) {
    value = value.rounded(*expression.digits, *expression.rounding);
  }
  return Outcome::kValue;
}

Outcome Evaluator::raw_number(const Expression& expression, Decimal& value) {
  const auto read = [this](const auto& operand, auto& found) { return number(operand, found); };
  switch (expression.op) {
    case Expression::Op::kFirstOf:
      return first_of(expression, value, read);
    case Expression::Op::kMin:
      return extreme(expression, value, read,
                     [](const Decimal& a, const Decimal& b) { return a.compare(b) < 0; });
    case Expression::Op::kMax:
      return extreme(expression, value, read,
                     [](const Decimal& a, const Decimal& b) { return a.compare(b) > 0; });
    case Expression::Op::kSum:
    case Expression::Op::kDifference:
    case Expression::Op::kProduct:
      return combined(expression, value);
    default:
      break;
  }
  if (expression.number) {
    value = *expression.number;
    return Outcome::kValue;
  }
  std::string_view printed;
  Outcome outcome = raw_text(expression, printed);
  if (outcome == Outcome::kValue) outcome = reshaped(expression, printed);
  if (outcome != Outcome::kValue) return outcome;
  const std::optional<Decimal> parsed = Decimal::parse(printed, expression.shapes->numbers);
  if (!parsed) {
    return fail(RowRejectReason::kBadNumber, expression,
                in_quotes(printed) + " is no number as the mapping writes them");
  }
  value = *parsed;
  return Outcome::kValue;
}

// Sum, difference or product; blank as soon as an operand is.
Outcome Evaluator::combined(const Expression& expression, Decimal& value) {
  std::optional<Decimal> result;
  for (const Expression& operand : expression.operands) {
    Decimal part;
    const Outcome outcome = number(operand, part);
    if (outcome != Outcome::kValue) return outcome;
    if (&operand == &expression.operands.front()) {
      result = part;
    } else if (expression.op == Expression::Op::kProduct) {
      result = result->times(part);
    } else {
      result = result->plus(expression.op == Expression::Op::kSum ? part : part.negated());
    }
    if (!result) return fail(RowRejectReason::kBadNumber, expression, "the result is too large");
  }
  value = *result;
  return Outcome::kValue;
}

// --- Dates ---

Outcome Evaluator::date(const Expression& expression, PrintedTime& value) {
  const Outcome outcome = raw_date(expression, value);
  if (outcome == Outcome::kBlank && !expression.fallback.empty()) {
    return date(expression.fallback.front(), value);
  }
  return outcome == Outcome::kValue ? shifted(expression, value) : outcome;
}

Outcome Evaluator::raw_date(const Expression& expression, PrintedTime& value) {
  const auto read = [this](const auto& operand, auto& found) { return date(operand, found); };
  const auto earlier = [](const PrintedTime& a, const PrintedTime& b) {
    return a.epoch_micros() < b.epoch_micros();
  };
  if (expression.op == Expression::Op::kFirstOf) return first_of(expression, value, read);
  if (expression.op == Expression::Op::kMin) return extreme(expression, value, read, earlier);
  if (expression.op == Expression::Op::kMax) {
    return extreme(expression, value, read,
                   [&](const auto& a, const auto& b) { return earlier(b, a); });
  }
  if (expression.date) {
    value = *expression.date;
    return Outcome::kValue;
  }
  std::string_view printed;
  Outcome outcome = raw_text(expression, printed);
  if (outcome == Outcome::kValue) outcome = reshaped(expression, printed);
  if (outcome != Outcome::kValue) return outcome;
  const std::optional<PrintedTime> parsed = parse_date(printed, expression.shapes->dates);
  if (!parsed) {
    return fail(RowRejectReason::kBadDate, expression,
                fmt::format("{} is no date of the shape {}", in_quotes(printed),
                            shapes_text(expression.shapes->dates)));
  }
  value = *parsed;
  return Outcome::kValue;
}

// Adds and takes off days.
Outcome Evaluator::shifted(const Expression& expression, PrintedTime& value) {
  std::int64_t day = value.day;
  for (const auto* days : {&expression.plus_days, &expression.minus_days}) {
    if (days->empty()) continue;
    Decimal count;
    const Outcome outcome = number(days->front(), count);
    if (outcome != Outcome::kValue) return outcome;
    const std::optional<std::int64_t> whole = count.in_units_of(0);
    if (!whole || *whole > kShiftDaysMax || *whole < -kShiftDaysMax) {
      return fail(RowRejectReason::kBadNumber, days->front(),
                  count.text() + " is no number of days");
    }
    day += days == &expression.plus_days ? *whole : -*whole;
  }
  value.day = static_cast<Day>(day);
  // Days outside the calendar that we keep do not survive the way to a date and back.
  const std::optional<Day> kept = day_from_date(date_from_day(value.day));
  if (!kept || *kept != value.day) {
    return fail(RowRejectReason::kBadDate, expression, "the date lies outside 1900 to 2199");
  }
  return Outcome::kValue;
}

// --- What they share ---

template <class Value, class Read>
Outcome Evaluator::first_of(const Expression& expression, Value& value, Read read) {
  for (const Expression& operand : expression.operands) {
    const Outcome outcome = read(operand, value);
    if (outcome != Outcome::kBlank) return outcome;
  }
  return Outcome::kBlank;
}

// The first operand in an order; blanks are left out.
template <class Value, class Read, class Order>
Outcome Evaluator::extreme(const Expression& expression, Value& value, Read read, Order order) {
  bool found = false;
  for (const Expression& operand : expression.operands) {
    Value candidate;
    const Outcome outcome = read(operand, candidate);
    if (outcome == Outcome::kFailed) return outcome;
    if (outcome == Outcome::kBlank) continue;
    if (!found || order(candidate, value)) value = candidate;
    found = true;
  }
  return found ? Outcome::kValue : Outcome::kBlank;
}

std::string& Evaluator::store() {
  if (stored_ == store_.size()) store_.emplace_back();
  std::string& text = store_[stored_++];
  text.clear();
  return text;
}

const Expression* Evaluator::first_column(const Expression& expression) const {
  if (expression.op == Expression::Op::kColumn) return &expression;
  for (const Expression& operand : expression.operands) {
    if (const Expression* found = first_column(operand)) return found;
  }
  return nullptr;
}

std::string Evaluator::column_of(const Expression& expression) const {
  const Expression* found = first_column(expression);
  return found == nullptr ? "" : column_names_[found->column];
}

Outcome Evaluator::fail(RowRejectReason reason, const Expression& expression, std::string detail) {
  failure_ = {reason, column_of(expression), std::move(detail)};
  return Outcome::kFailed;
}

Outcome Evaluator::missing(const Expression& expression) {
  const Expression* found = first_column(expression);
  const bool absent = found != nullptr && cells_[found->column].data() == nullptr;
  return fail(absent ? RowRejectReason::kMissingColumn : RowRejectReason::kMissingValue, expression,
              absent ? "the row has no such column" : "the column is blank");
}

}  // namespace encours
