#include "src/ingest/mapping/event_compiler.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "encours/v1/event.pb.h"
#include "operators/domain/currency.h"
#include "schemas/topics.h"
#include "src/config/did_you_mean.h"

namespace encours {
namespace {

// Fields of the envelope that ingest fills by itself, and what to write instead.
const std::map<std::string, std::string, std::less<>> kFilledByIngest{
    {"feed", "it is the name after `mapping`"},
    {"revision", "write `revision` at the top of the mapping"},
    {"logged_at", "write `at`"},
    {"traceparent", "it belongs to the first hop"},
};

const FieldPlan* find_field(const MessagePlan& plan, std::string_view name) {
  const auto found =
      std::ranges::find(plan.fields, name, [](const FieldPlan& f) { return f.field->name(); });
  return found == plan.fields.end() ? nullptr : &*found;
}

FieldPlan text_field(const google::protobuf::FieldDescriptor& field, const Expression& value) {
  FieldPlan plan;
  plan.field = &field;
  plan.type = FieldType::kText;
  plan.values.push_back(value);
  return plan;
}

// The id that an event of a kind is keyed by.
std::string key_field_of(const KindBinding& kind) {
  if (kind.on(Log::kCompanies)) return "company_id";
  return kind.on(Log::kGroups) ? "group_id" : "client_id";
}

}  // namespace

void note_plain_word(const YamlValue& value, std::vector<PlainWord>& words) {
  if (!value.is_scalar() || value.node().text.find('{') != std::string::npos) return;
  words.push_back({value.node().text, value.path(), value.node().position});
}

std::vector<EventPlan> EventCompiler::events(const YamlValue& value) {
  std::vector<EventPlan> plans;
  // Two events of one kind in a row are told apart by their place among those of the kind.
  std::map<std::string, int> count;
  for (const YamlValue& item : value.list()) {
    EventPlan plan = event(item);
    if (plan.kind == nullptr) continue;
    const int nth = ++count[plan.kind->name()];
    plan.id_part = plan.kind->name() + (nth == 1 ? "" : "#" + std::to_string(nth));
    plans.push_back(std::move(plan));
  }
  if (value.is_list() && value.node().items.empty()) value.error("must name at least one event");
  return plans;
}

EventPlan EventCompiler::event(const YamlValue& value) {
  EventPlan plan;
  YamlMap map = value.map();
  if (!value.is_map()) return plan;
  if (const auto when = map.optional("when")) plan.when.push_back(expressions_.condition(*when));
  read_envelope(map, value, plan);
  if (plan.kind == nullptr) {
    value.error("names no kind of event, such as invoice");
    return plan;
  }
  plan.has_own_id = find_field(plan.fields, "event_id") != nullptr;
  read_key(value, plan);
  read_instant(map, plan);
  return plan;
}

// The fields of the Event, its body among them.
void EventCompiler::read_envelope(YamlMap& map, const YamlValue& value, EventPlan& plan) {
  const Descriptor& type = *v1::Event::descriptor();
  std::vector<std::string> known = field_names(type);
  known.insert(known.end(), {"when", "at"});
  for (const YamlMap::Entry& entry : map.entries()) {
    if (entry.key == "when" || entry.key == "at") continue;
    const FieldDescriptor* field = type.FindFieldByName(entry.key);
    const auto filled = kFilledByIngest.find(entry.key);
    const auto refuse = [&](const std::string& problem, const std::string& suggestion = "") {
      value.errors().add(entry.key_position, entry.value.path(), problem, suggestion);
    };
    if (field == nullptr) {
      refuse("there is no such field or kind of event", nearest_word(entry.key, known));
    } else if (filled != kFilledByIngest.end()) {
      refuse("ingest fills this by itself: " + filled->second);
    } else if (field->containing_oneof() == nullptr) {
      plan.fields.fields.push_back(this->field(entry.value, *field));
    } else if (plan.kind != nullptr) {
      refuse("an event has one kind; begin another entry with \"-\"");
    } else if (find_kind(field->number())->route == KindRoute::kShard) {
      plan.kind = field;
      refuse("feeds may not send ticks");
    } else {
      plan.kind = field;
      plan.fields.fields.push_back(this->field(entry.value, *field));
    }
  }
}

// An event needs the id that its log is keyed by; the client may be said once for all.
void EventCompiler::read_key(const YamlValue& value, EventPlan& plan) {
  const KindBinding& kind = *find_kind(plan.kind->number());
  if (kind.route != KindRoute::kKeyed) return;
  const std::string key = key_field_of(kind);
  if (find_field(plan.fields, key) != nullptr) return;
  if (key == "client_id" && defaults_.client_id) {
    const FieldDescriptor& field = *v1::Event::descriptor()->FindFieldByName(key);
    plan.fields.fields.insert(plan.fields.fields.begin(), text_field(field, *defaults_.client_id));
    return;
  }
  value.error(fmt::format("the key \"{}\" is missing", key));
}

// When the event entered its source: `at`, else its posting date.
void EventCompiler::read_instant(YamlMap& map, EventPlan& plan) {
  if (const auto at = map.optional("at")) {
    plan.at = expressions_.expression(*at, ValueType::kDate);
    return;
  }
  const FieldPlan* body = find_field(plan.fields, plan.kind->name());
  if (body != nullptr && !body->messages.empty()) {
    const FieldPlan* posted = find_field(body->messages.front(), "posting_date");
    if (posted != nullptr && posted->values.size() == 1) {
      plan.at = posted->values.front();
      return;
    }
  }
  if (body == nullptr) return;  // the kind itself was refused
  if (plan.kind->number() == v1::Event::kOpenItemsList) {
    plan.has_instant = false;
    return;
  }
  map.value().error("say `at`: when it entered its source; there is no posting_date to take");
}

MessagePlan EventCompiler::message(const YamlValue& value, const Descriptor& type) {
  MessagePlan plan;
  YamlMap map = value.map();
  for (const YamlMap::Entry& entry : map.entries()) {
    if (entry.key == "when") {
      plan.when.push_back(expressions_.condition(entry.value));
      continue;
    }
    const FieldDescriptor* field = type.FindFieldByName(entry.key);
    if (field == nullptr) {
      value.errors().add(entry.key_position, entry.value.path(),
                         fmt::format("{} has no such field", type.name()),
                         nearest_word(entry.key, field_names(type)));
      continue;
    }
    plan.fields.push_back(this->field(entry.value, *field));
  }
  if (value.is_map()) fill_source(type, plan);
  return plan;
}

// Names that carry their source beside them get it filled in.
void EventCompiler::fill_source(const Descriptor& type, MessagePlan& plan) {
  const auto fill = [&](const char* name, const Expression& value) {
    const FieldDescriptor* field = type.FindFieldByName(name);
    if (field != nullptr && field_type(*field) == FieldType::kText && !field->is_repeated() &&
        find_field(plan, name) == nullptr) {
      plan.fields.push_back(text_field(*field, value));
    }
  };
  fill("source_system", defaults_.source_system);
  fill("seller_company", defaults_.seller_company);
}

FieldPlan EventCompiler::field(const YamlValue& value, const FieldDescriptor& field) {
  FieldPlan plan;
  plan.field = &field;
  plan.type = field_type(field);
  const bool truths = field.is_repeated() && plan.type == FieldType::kBool;
  if (plan.type == FieldType::kUnsupported || truths) {
    value.error("a mapping cannot fill this field");
  } else if (!field.is_repeated()) {
    one_value(value, plan);
  } else {
    for (const YamlValue& item : value.list())
      one_value(item, plan);
    if (value.is_list() && value.node().items.empty()) value.error("must not be empty");
  }
  return plan;
}

void EventCompiler::one_value(const YamlValue& value, FieldPlan& plan) {
  switch (plan.type) {
    case FieldType::kMessage:
      plan.messages.push_back(message(value, *plan.field->message_type()));
      return;
    case FieldType::kReference:
      plan.messages.push_back(reference(value, *plan.field));
      return;
    case FieldType::kMoney:
      money(value, plan);
      return;
    case FieldType::kEnum:
      enumerated(value, plan);
      return;
    case FieldType::kBool:
      truth(value, plan);
      return;
    case FieldType::kText:
      note_plain_word(value, plain_words_);
      plan.values.push_back(expressions_.expression(value, ValueType::kText));
      return;
    case FieldType::kDate:
    case FieldType::kInstant:
      plan.values.push_back(expressions_.expression(value, ValueType::kDate));
      return;
    default:
      break;
  }
  Expression number = expressions_.expression(value, ValueType::kNumber);
  if (!number.digits) number.digits = digits_of(plan.type);
  plan.values.push_back(std::move(number));
}

// An amount: an expression, with a currency of its own if it has one.
void EventCompiler::money(const YamlValue& value, FieldPlan& plan) {
  std::optional<Expression> currency = defaults_.currency;
  Expression amount;
  if (value.is_map() && ExpressionCompiler::is_expression(value.node()) &&
      value.node().entries.size() > 1) {
    YamlMap map = value.map();
    if (const auto own = map.optional("currency")) {
      currency = expressions_.expression(*own, ValueType::kText);
    }
    amount = expressions_.expression_of(map, ValueType::kNumber);
    map.finish();
  } else {
    amount = expressions_.expression(value, ValueType::kNumber);
  }
  if (!currency) {
    value.error("the currency is not known; say `currency` at the top of the mapping");
  } else if (currency->op == Expression::Op::kConstant && currency_exponent(currency->text) < 0) {
    value.error(fmt::format("\"{}\" is no currency of ISO 4217", currency->text));
  }
  plan.values.push_back(std::move(amount));
  plan.currency.push_back(currency.value_or(Expression{}));
}

void EventCompiler::enumerated(const YamlValue& value, FieldPlan& plan) {
  Expression name = expressions_.expression(value, ValueType::kText);
  if (name.op == Expression::Op::kConstant && value.is_scalar()) {
    const auto& type = *plan.field->enum_type();
    plan.constant_number = enum_number(type, name.text);
    if (!plan.constant_number) {
      value.error(fmt::format("{} has no such value", type.name()),
                  nearest_word(name.text, enum_names(type)));
    }
  }
  plan.values.push_back(std::move(name));
}

void EventCompiler::truth(const YamlValue& value, FieldPlan& plan) {
  if (value.is_map() && ExpressionCompiler::is_condition(value.node())) {
    plan.conditions.push_back(expressions_.condition(value));
    return;
  }
  const Expression word = expressions_.expression(value, ValueType::kText);
  if (word.op == Expression::Op::kConstant && word.text != "true" && word.text != "false") {
    value.error("must be true, false, a column or a condition");
  }
  plan.values.push_back(word);
}

// A reference is its number alone, or a map of its fields. The source is filled in, the kind where
// the field tells it.
MessagePlan EventCompiler::reference(const YamlValue& value, const FieldDescriptor& field) {
  const Descriptor& type = *field.message_type();
  MessagePlan plan;
  if (ExpressionCompiler::is_expression(value.node())) {
    note_plain_word(value, plain_words_);
    plan.fields.push_back(text_field(*type.FindFieldByName("number"),
                                     expressions_.expression(value, ValueType::kText)));
    fill_source(type, plan);
  } else {
    plan = message(value, type);
  }
  const auto number =
      std::ranges::find(plan.fields, "number", [](const FieldPlan& f) { return f.field->name(); });
  if (number != plan.fields.end()) {
    plan.deciding_field = static_cast<std::size_t>(number - plan.fields.begin());
  } else if (value.is_map()) {
    value.error("the key \"number\" is missing");
  }
  if (find_field(plan, "kind") != nullptr) return plan;
  FieldPlan kind;
  kind.field = type.FindFieldByName("kind");
  kind.type = FieldType::kEnum;
  kind.constant_number = implied_document_kind(field);
  kind.values.emplace_back();
  if (!kind.constant_number) value.error("say the kind of document: {kind: INVOICE, number: ...}");
  plan.fields.push_back(std::move(kind));
  return plan;
}

}  // namespace encours
