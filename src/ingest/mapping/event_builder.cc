#include "src/ingest/mapping/event_builder.h"

#include <charconv>

#include <fmt/format.h>
#include <google/protobuf/timestamp.pb.h>
#include <xxhash.h>

#include "operators/domain/currency.h"
#include "operators/domain/money.h"
#include "src/ingest/mapping/columns.h"

namespace encours {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::int64_t kNanosPerUnit = 1'000'000'000;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::string_view kUnidentified = "~unidentified/";

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i)
    power *= 10;
  return power;
}

void set_instant(std::int64_t epoch_micros, google::protobuf::Timestamp& instant) {
  std::int64_t seconds = epoch_micros / kMicrosPerSecond;
  std::int64_t micros = epoch_micros % kMicrosPerSecond;
  if (micros < 0) {
    micros += kMicrosPerSecond;
    --seconds;
  }
  instant.set_seconds(seconds);
  instant.set_nanos(static_cast<std::int32_t>(micros * 1'000));
}

Message& inner_message(const FieldDescriptor& field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? *reflection.AddMessage(&message, &field)
                             : *reflection.MutableMessage(&message, &field);
}

void set_text(const FieldDescriptor& field, std::string_view value, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    reflection.AddString(&message, &field, std::string(value));
  } else {
    reflection.SetString(&message, &field, std::string(value));
  }
}

// False when the value does not fit the field.
bool set_integer(const FieldDescriptor& field, std::int64_t value, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const bool narrow = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
  if (narrow && (value > INT32_MAX || value < INT32_MIN)) return false;
  const auto small = static_cast<std::int32_t>(narrow ? value : 0);
  if (field.is_repeated()) {
    narrow ? reflection.AddInt32(&message, &field, small)
           : reflection.AddInt64(&message, &field, value);
  } else {
    narrow ? reflection.SetInt32(&message, &field, small)
           : reflection.SetInt64(&message, &field, value);
  }
  return true;
}

}  // namespace

std::string hash_text(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

EventBuilder::EventBuilder(const Program& program, std::span<const LookupTable> tables,
                           std::int64_t file_revision)
    : program_(program),
      evaluator_(tables, program.columns, program.blank_words),
      file_revision_(file_revision),
      pool_(program.events.size()) {}

std::span<BuiltEvent> EventBuilder::build(std::span<const std::string_view> cells) {
  evaluator_.set_row(cells);
  condition_name_.clear();
  if (refused_by_condition()) return {};
  std::size_t count = 0;
  for (const EventPlan& plan : program_.events) {
    bool holds = true;
    if (!plan.when.empty() && evaluator_.holds(plan.when.front(), holds) == Outcome::kFailed) {
      return {};
    }
    if (!holds) continue;
    if (!build_event(plan, cells[kRowIdColumn], pool_[count])) return {};
    ++count;
  }
  if (count == 0) {
    condition_name_ = "NO_EVENT";
    refuse(RowRejectReason::kCondition, {}, "no event of the mapping applies to this row");
  }
  return std::span(pool_).first(count);
}

Outcome EventBuilder::first_that_holds(const std::vector<NamedCondition>& conditions,
                                       const NamedCondition*& found) {
  found = nullptr;
  for (const NamedCondition& named : conditions) {
    bool holds = false;
    if (evaluator_.holds(named.condition, holds) == Outcome::kFailed) return Outcome::kFailed;
    if (!holds) continue;
    found = &named;
    break;
  }
  return Outcome::kValue;
}

Outcome EventBuilder::ignored(std::span<const std::string_view> cells, std::string& name) {
  evaluator_.set_row(cells);
  condition_name_.clear();
  const NamedCondition* found = nullptr;
  const Outcome outcome = first_that_holds(program_.ignore_when, found);
  name = found == nullptr ? "" : found->name;
  return outcome;
}

bool EventBuilder::refused_by_condition() {
  const NamedCondition* found = nullptr;
  if (first_that_holds(program_.reject_when, found) == Outcome::kFailed) return true;
  if (found == nullptr) return false;
  condition_name_ = found->name;
  const std::vector<Expression>& subject = found->condition.subject;
  return !refuse(RowRejectReason::kCondition, subject.empty() ? Expression{} : subject.front(),
                 "the mapping rejects such rows");
}

bool EventBuilder::refuse(RowRejectReason reason, const Expression& expression,
                          std::string detail) {
  evaluator_.fail(reason, expression, std::move(detail));
  return false;
}

bool EventBuilder::build_event(const EventPlan& plan, std::string_view row_id, BuiltEvent& built) {
  v1::Event& event = built.event;
  event.Clear();
  built.plan = &plan;
  if (!fill(plan.fields, event)) return false;
  if (plan.has_instant) {
    PrintedTime at;
    const Outcome outcome = evaluator_.date(plan.at, at);
    if (outcome == Outcome::kFailed) return false;
    if (outcome == Outcome::kBlank) return evaluator_.missing(plan.at) == Outcome::kValue;
    set_instant(at.epoch_micros(), *event.mutable_logged_at());
  }
  std::int64_t revision = 0;
  if (!read_revision(revision)) return false;
  event.set_revision(revision);
  event.set_feed(program_.feed);
  if (event.client_id().starts_with('~') && !event.client_id().starts_with(kUnidentified)) {
    return refuse(RowRejectReason::kBadValue, {}, "no client id begins with ~");
  }
  if (!plan.has_own_id) {
    id_input_ = program_.feed;
    id_input_.append(1, kKeySeparator).append(row_id).append(1, kKeySeparator);
    id_input_ += plan.id_part;
    event.set_event_id(hash_text(id_input_));
  }
  return true;
}

bool EventBuilder::read_revision(std::int64_t& revision) {
  if (program_.revision_source != RevisionSource::kValue) {
    revision = program_.revision_source == RevisionSource::kFile ? file_revision_ : 0;
    return true;
  }
  const Expression& expression = program_.revision;
  std::string_view text;
  const Outcome outcome = evaluator_.text(expression, text);
  if (outcome == Outcome::kFailed) return false;
  if (outcome == Outcome::kBlank) return evaluator_.missing(expression) == Outcome::kValue;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), revision);
  if (failure == std::errc{} && stop == text.data() + text.size() && revision > 0) return true;
  const std::optional<PrintedTime> time = parse_date(text, expression.shapes->dates);
  if (!time || time->epoch_micros() <= 0) {
    return refuse(RowRejectReason::kBadNumber, expression,
                  in_quotes(text) + " is neither a positive number nor a date");
  }
  revision = time->epoch_micros();
  return true;
}

bool EventBuilder::fill(const MessagePlan& plan, Message& message) {
  for (const FieldPlan& field : plan.fields) {
    if (!fill_field(field, message)) return false;
  }
  return true;
}

bool EventBuilder::fill_field(const FieldPlan& plan, Message& message) {
  for (const MessagePlan& inner : plan.messages) {
    if (!fill_message(plan, inner, message)) return false;
  }
  for (std::size_t place = 0; place < plan.values.size(); ++place) {
    if (!fill_value(plan, place, message)) return false;
  }
  return plan.conditions.empty() || fill_bool(plan, message);
}

bool EventBuilder::fill_message(const FieldPlan& plan, const MessagePlan& inner, Message& message) {
  bool wanted = true;
  if (!inner.when.empty() && evaluator_.holds(inner.when.front(), wanted) == Outcome::kFailed) {
    return false;
  }
  if (!wanted) return true;
  if (inner.deciding_field) {
    const Expression& number = inner.fields[*inner.deciding_field].values.front();
    std::string_view text;
    const Outcome outcome = evaluator_.text(number, text);
    if (outcome == Outcome::kFailed) return false;
    if (outcome == Outcome::kBlank && number.optional) return true;
  }
  return fill(inner, inner_message(*plan.field, message));
}

bool EventBuilder::fill_value(const FieldPlan& plan, std::size_t place, Message& message) {
  const Expression& value = plan.values[place];
  switch (plan.type) {
    case FieldType::kText:
      return fill_text(plan, value, message);
    case FieldType::kDate:
    case FieldType::kInstant:
      return fill_date(plan, value, message);
    case FieldType::kMoney:
      return fill_money(plan, place, message);
    case FieldType::kEnum:
      return fill_enum(plan, value, message);
    case FieldType::kBool:
      return fill_bool(plan, message);
    default:
      return fill_number(plan, value, message);
  }
}

// Whether a field can go on: false when the row is rejected; `present` is false when the field
// stays unset.
bool EventBuilder::settled(Outcome outcome, const Expression& value, bool& present) {
  present = outcome == Outcome::kValue;
  if (outcome == Outcome::kBlank && !value.optional) outcome = evaluator_.missing(value);
  return outcome != Outcome::kFailed;
}

bool EventBuilder::fill_text(const FieldPlan& plan, const Expression& value, Message& message) {
  std::string_view text;
  bool present = false;
  if (!settled(evaluator_.text(value, text), value, present)) return false;
  if (present) set_text(*plan.field, text, message);
  return true;
}

bool EventBuilder::fill_date(const FieldPlan& plan, const Expression& value, Message& message) {
  PrintedTime time;
  bool present = false;
  if (!settled(evaluator_.date(value, time), value, present)) return false;
  if (!present) return true;
  if (plan.type == FieldType::kDate) {
    return set_integer(*plan.field, date_from_day(time.day), message);
  }
  Message& instant = inner_message(*plan.field, message);
  set_instant(time.epoch_micros(), static_cast<google::protobuf::Timestamp&>(instant));
  return true;
}

bool EventBuilder::fill_number(const FieldPlan& plan, const Expression& value, Message& message) {
  Decimal number;
  bool present = false;
  if (!settled(evaluator_.number(value, number), value, present)) return false;
  if (!present) return true;
  const std::optional<std::int64_t> stored = number.in_units_of(digits_of(plan.type));
  if (!stored || !set_integer(*plan.field, *stored, message)) {
    return refuse(RowRejectReason::kBadNumber, value,
                  fmt::format("{} does not fit {}", number.text(), plan.field->name()));
  }
  return true;
}

bool EventBuilder::fill_money(const FieldPlan& plan, std::size_t place, Message& message) {
  const Expression& value = plan.values[place];
  Decimal amount;
  bool present = false;
  const Outcome outcome = evaluator_.number(value, amount);
  if (outcome == Outcome::kFailed && failure().reason == RowRejectReason::kBadNumber) {
    evaluator_.call_it(RowRejectReason::kBadAmount);
    return false;
  }
  if (!settled(outcome, value, present)) return false;
  if (!present) return true;
  const Expression& currency = plan.currency[place];
  std::string_view code;
  if (!settled(evaluator_.text(currency, code), currency, present)) return false;
  const int exponent = present ? currency_exponent(code) : -1;
  if (exponent < 0) {
    return refuse(RowRejectReason::kBadValue, currency,
                  in_quotes(code) + " is no currency of ISO 4217");
  }
  if (value.rounding) amount = amount.rounded(exponent, *value.rounding);
  const std::optional<std::int64_t> minor = amount.in_units_of(exponent);
  if (!minor || *minor > kAmountMinorMax || *minor < -kAmountMinorMax) {
    const bool fine = !amount.fits_scale(exponent);
    return refuse(RowRejectReason::kBadAmount, value,
                  fmt::format("{} {}", amount.text(),
                              fine ? fmt::format("is finer than {} allows; say round", code)
                                   : "is larger than any amount"));
  }
  auto& money = static_cast<v1::Money&>(inner_message(*plan.field, message));
  const std::int64_t per_unit = power_of_ten(exponent);
  money.set_currency(code.data(), code.size());
  money.set_units(*minor / per_unit);
  money.set_nanos(static_cast<std::int32_t>(*minor % per_unit * (kNanosPerUnit / per_unit)));
  return true;
}

bool EventBuilder::fill_enum(const FieldPlan& plan, const Expression& value, Message& message) {
  std::optional<int> number = plan.constant_number;
  if (!number) {
    std::string_view name;
    bool present = false;
    if (!settled(evaluator_.text(value, name), value, present)) return false;
    if (!present) return true;
    number = enum_number(*plan.field->enum_type(), name);
    if (!number) {
      return refuse(RowRejectReason::kBadValue, value,
                    fmt::format("{} is no {}", in_quotes(name), plan.field->enum_type()->name()));
    }
  }
  const Reflection& reflection = *message.GetReflection();
  if (plan.field->is_repeated()) {
    reflection.AddEnumValue(&message, plan.field, *number);
  } else {
    reflection.SetEnumValue(&message, plan.field, *number);
  }
  return true;
}

bool EventBuilder::fill_bool(const FieldPlan& plan, Message& message) {
  bool truth = false;
  if (!plan.conditions.empty()) {
    if (evaluator_.holds(plan.conditions.front(), truth) == Outcome::kFailed) return false;
  } else {
    const Expression& value = plan.values.front();
    std::string_view text;
    bool present = false;
    if (!settled(evaluator_.text(value, text), value, present)) return false;
    if (!present) return true;
    truth = text == "true" || text == "1";
    if (!truth && text != "false" && text != "0") {
      return refuse(RowRejectReason::kBadValue, value,
                    in_quotes(text) + " is neither true nor false; write a condition with equals");
    }
  }
  message.GetReflection()->SetBool(&message, plan.field, truth);
  return true;
}

std::optional<std::string> EventBuilder::joined(const std::vector<Expression>& expressions,
                                                std::span<const std::string_view> cells) {
  evaluator_.set_row(cells);
  condition_name_.clear();
  std::string text;
  for (const Expression& expression : expressions) {
    std::string_view part;
    Outcome outcome = evaluator_.text(expression, part);
    if (outcome == Outcome::kBlank) outcome = evaluator_.missing(expression);
    if (outcome == Outcome::kFailed) return std::nullopt;
    if (&expression != &expressions.front()) text += '/';
    text += part;
  }
  return text;
}

}  // namespace encours
