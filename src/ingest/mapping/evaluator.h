// Evaluates the expressions and conditions of a mapping on one row. Used by the event builder for
// every field.
//
// A value is there, or blank, or wrong; what is wrong is kept as a Failure that becomes the Reject
// of the row. Texts are views into the row, the mapping or the evaluator's own store, valid until
// the next row.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "src/ingest/mapping/expression.h"
#include "src/ingest/reject.h"

namespace encours {

enum class Outcome { kValue, kBlank, kFailed };

class Evaluator {
 public:
  // `column_names` and `blank_words` as the mapping has them; all arguments must outlive the
  // evaluator.
  Evaluator(std::span<const LookupTable> tables, std::span<const std::string> column_names,
            std::span<const std::string> blank_words)
      : tables_(tables), column_names_(column_names), blank_words_(blank_words) {}

  // The cells of the row that the next calls are about.
  void set_row(std::span<const std::string_view> cells) {
    cells_ = cells;
    stored_ = 0;
  }

  Outcome text(const Expression& expression, std::string_view& value);
  Outcome number(const Expression& expression, Decimal& value);
  Outcome date(const Expression& expression, PrintedTime& value);
  // kValue or kFailed. A comparison with a blank does not hold.
  Outcome holds(const Condition& condition, bool& value);

  // Of the last kFailed.
  const Failure& failure() const { return failure_; }
  // The failure of an expression that is blank where a value is needed.
  Outcome missing(const Expression& expression);
  // A failure that the caller found in a value.
  Outcome fail(RowRejectReason reason, const Expression& expression, std::string detail);
  // Gives the last failure another reason: a number that fails is a bad amount where money was
  // wanted.
  void call_it(RowRejectReason reason) { failure_.reason = reason; }
  // The column that an expression reads first, empty if it reads none.
  std::string column_of(const Expression& expression) const;

 private:
  Outcome raw_text(const Expression& expression, std::string_view& value);
  Outcome column(const Expression& expression, std::string_view& value);
  Outcome joined(const Expression& expression, char separator, std::string_view& value);
  Outcome lookup(const Expression& expression, std::string_view& value);
  Outcome reshaped(const Expression& expression, std::string_view& value);
  Outcome raw_number(const Expression& expression, Decimal& value);
  Outcome combined(const Expression& expression, Decimal& value);
  Outcome raw_date(const Expression& expression, PrintedTime& value);
  Outcome shifted(const Expression& expression, PrintedTime& value);
  Outcome compared(const Condition& condition, bool& value);
  template <class Value, class Read>
  Outcome first_of(const Expression& expression, Value& value, Read read);
  template <class Value, class Read, class Order>
  Outcome extreme(const Expression& expression, Value& value, Read read, Order order);
  std::string& store();
  const Expression* first_column(const Expression& expression) const;

  std::span<const LookupTable> tables_;
  std::span<const std::string> column_names_;
  std::span<const std::string> blank_words_;
  std::span<const std::string_view> cells_;
  // Texts made for this row; the strings are used again for the next.
  std::deque<std::string> store_;
  std::size_t stored_ = 0;
  Failure failure_;
};

}  // namespace encours
