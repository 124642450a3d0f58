// What a mapping says about one value: a column, a constant, a text with columns in it, a table,
// arithmetic; and the conditions made of them. Compiled from YAML once (expression_compiler.h),
// evaluated for every row (evaluator.h).
//
// An expression has no type of its own: the field it fills, or the test it stands in, asks for
// text, a number or a date. The compiler has checked that what stands here makes sense for that
// type.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "src/ingest/mapping/date_shape.h"
#include "src/ingest/mapping/decimal.h"

namespace encours {

enum class ValueType { kText, kNumber, kDate };

// How the texts of a file are to be read. Shared by the expressions; one may override it for
// itself.
struct Shapes {
  NumberShape numbers;
  DateShapes dates;
};

// A lookup table of the mapping, from the mapping itself or from a file.
struct LookupTable {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };

  std::string name;
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> rows;
};

// Parts of a compound key are joined by a character that no export has.
inline constexpr char kKeySeparator = '\x1f';

struct Expression {
  enum class Op {
    kConstant,    // text; number and date are ready where they were asked for
    kColumn,      // column
    kTemplate,    // operands, one after the other; blank as soon as one is
    kLookup,      // table, by the operands as its key
    kFirstOf,     // the first operand that is not blank
    kSum,         // of all operands
    kDifference,  // the first operand less all others
    kProduct,     // of all operands
    kMin,         // of the operands that are not blank
    kMax,
  };
  enum class LetterCase { kAsIs, kUpper, kLower };

  Op op = Op::kConstant;
  std::size_t column = 0;  // place among the columns of the mapping, or of the table being read
  std::size_t table = 0;   // place among the tables of the mapping
  std::string text;
  std::optional<Decimal> number;
  std::optional<PrintedTime> date;
  std::vector<Expression> operands;

  // Applied to the text, in this order.
  bool integer_text = false;  // 17850.0 -> 17850
  bool strip_zeros = false;   // 00042 -> 42, digits only
  std::size_t zero_pad = 0;   // 42 -> 00042, digits only
  LetterCase letter_case = LetterCase::kAsIs;

  // How the text is read as a number or date.
  std::shared_ptr<const Shapes> shapes;

  // Applied to a number, in this order.
  bool absolute = false;
  bool negated = false;
  std::optional<Rounding> rounding;
  std::optional<int> digits;  // to round to; nothing = those of the field

  // Applied to a date. Empty or one expression.
  std::vector<Expression> plus_days;
  std::vector<Expression> minus_days;

  // What a blank becomes. Empty or one expression.
  std::vector<Expression> fallback;
  // A blank leaves the field unset instead of refusing the row.
  bool optional = false;
  // The sum over the rows of a document, see group_by.
  bool total = false;
};

struct Condition {
  enum class Op {
    kAll,
    kAny,
    kNot,
    kBlank,
    kPresent,
    kEquals,  // text, to any of the operands
    kStartsWith,
    kLess,
    kAtMost,
    kMore,
    kAtLeast,
  };

  Op op = Op::kAll;
  ValueType type = ValueType::kText;  // of what is compared
  std::vector<Expression> subject;    // one expression, none for kAll, kAny, kNot
  std::vector<Expression> operands;
  std::vector<Condition> parts;
};

}  // namespace encours
