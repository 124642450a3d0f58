// Conditions of a mapping: reject_when, when, and fields that are true or false.
#include <algorithm>

#include "operators/domain/assert.h"
#include "src/ingest/mapping/evaluator.h"

namespace encours {
namespace {

bool in_order(Condition::Op op, int order) {
  switch (op) {
    case Condition::Op::kLess:
      return order < 0;
    case Condition::Op::kAtMost:
      return order <= 0;
    case Condition::Op::kMore:
      return order > 0;
    case Condition::Op::kAtLeast:
      return order >= 0;
    default:
      break;
  }
  ENCOURS_ASSERT(false, "only four tests compare an order");
  return false;
}

}  // namespace

Outcome Evaluator::holds(const Condition& condition, bool& value) {
  const bool any = condition.op == Condition::Op::kAny;
  if (any || condition.op == Condition::Op::kAll || condition.op == Condition::Op::kNot) {
    for (const Condition& part : condition.parts) {
      if (holds(part, value) == Outcome::kFailed) return Outcome::kFailed;
      if (value == any) break;
    }
    if (condition.op == Condition::Op::kNot) value = !value;
    return Outcome::kValue;
  }
  if (condition.type != ValueType::kText) return compared(condition, value);
  std::string_view subject;
  const Outcome outcome = text(condition.subject.front(), subject);
  if (outcome == Outcome::kFailed) return outcome;
  const bool blank = outcome == Outcome::kBlank;
  if (condition.op == Condition::Op::kBlank || condition.op == Condition::Op::kPresent) {
    value = blank == (condition.op == Condition::Op::kBlank);
    return Outcome::kValue;
  }
  value = false;
  for (const Expression& operand : condition.operands) {
    std::string_view other;
    const Outcome found = text(operand, other);
    if (found == Outcome::kFailed) return found;
    if (blank || found == Outcome::kBlank) continue;
    value = value || (condition.op == Condition::Op::kStartsWith ? subject.starts_with(other)
                                                                 : subject == other);
  }
  return Outcome::kValue;
}

Outcome Evaluator::compared(const Condition& condition, bool& value) {
  const Expression& left = condition.subject.front();
  const Expression& right = condition.operands.front();
  value = false;
  int order = 0;
  if (condition.type == ValueType::kNumber) {
    Decimal a;
    Decimal b;
    const Outcome first = number(left, a);
    if (first != Outcome::kValue) return first == Outcome::kBlank ? Outcome::kValue : first;
    const Outcome second = number(right, b);
    if (second != Outcome::kValue) return second == Outcome::kBlank ? Outcome::kValue : second;
    order = a.compare(b);
  } else {
    PrintedTime a;
    PrintedTime b;
    const Outcome first = date(left, a);
    if (first != Outcome::kValue) return first == Outcome::kBlank ? Outcome::kValue : first;
    const Outcome second = date(right, b);
    if (second != Outcome::kValue) return second == Outcome::kBlank ? Outcome::kValue : second;
    // Days are compared, not instants: "before" is about the calendar.
    order = a.day < b.day ? -1 : a.day > b.day ? 1 : 0;
  }
  value = in_order(condition.op, order);
  return Outcome::kValue;
}

}  // namespace encours
