#include "src/ingest/document.h"

#include <algorithm>
#include <utility>

#include <google/protobuf/util/message_differencer.h>

#include "operators/domain/currency.h"
#include "operators/domain/money.h"

namespace encours {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Memory for documents whose rows may come anywhere in the file.
constexpr std::size_t kStoredBytesMax = 1U << 30U;

// Not in the rows' own allocations, but taken by them all the same.
constexpr std::size_t kRowOverheadBytes = 160;

bool is_total(const FieldPlan& plan) {
  return plan.values.size() == 1 && plan.values[0].total;
}

bool is_nested(const FieldPlan& plan) {
  return plan.messages.size() == 1 && !plan.field->is_repeated();
}

bool has_totals(const MessagePlan& plan) {
  return std::ranges::any_of(plan.fields, [](const FieldPlan& field) {
    return is_total(field) || (is_nested(field) && has_totals(field.messages.front()));
  });
}

// Takes out what rows need not agree on: lists, and totals too if that is asked for.
void strip(const MessagePlan& plan, bool with_totals, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  for (const FieldPlan& field : plan.fields) {
    if (field.field->is_repeated() || (with_totals && is_total(field))) {
      reflection.ClearField(&message, field.field);
    } else if (is_nested(field) && reflection.HasField(message, field.field)) {
      strip(field.messages.front(), with_totals, *reflection.MutableMessage(&message, field.field));
    }
  }
}

void strip_event(const BuiltEvent& built, bool with_totals, v1::Event& header) {
  header = built.event;
  header.clear_logged_at();  // a document enters its source with its first row
  strip(built.plan->fields, with_totals, header);
}

bool add_money(const v1::Money& part, v1::Money& sum) {
  if (sum.currency().empty()) {
    sum = part;
    return true;
  }
  const auto left = minor_from_wire(sum);
  const auto right = minor_from_wire(part);
  const auto currency = Currency::from_code(sum.currency());
  if (sum.currency() != part.currency() || !left || !right || !currency) return false;
  const std::int64_t total = *left + *right;
  if (total > kAmountMinorMax || total < -kAmountMinorMax) return false;
  wire_from_minor(*currency, total, sum);
  return true;
}

bool add_integer(const FieldDescriptor& field, const Message& part, Message& sum) {
  const Reflection& reflection = *sum.GetReflection();
  const bool narrow = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
  const std::int64_t left =
      narrow ? reflection.GetInt32(sum, &field) : reflection.GetInt64(sum, &field);
  const std::int64_t right =
      narrow ? reflection.GetInt32(part, &field) : reflection.GetInt64(part, &field);
  std::int64_t total = 0;
  if (__builtin_add_overflow(left, right, &total)) return false;
  if (!narrow) {
    reflection.SetInt64(&sum, &field, total);
    return true;
  }
  if (total > INT32_MAX || total < INT32_MIN) return false;
  reflection.SetInt32(&sum, &field, static_cast<std::int32_t>(total));
  return true;
}

bool add_total(const FieldPlan& plan, const Message& row, Message& document) {
  const Reflection& reflection = *document.GetReflection();
  if (plan.type != FieldType::kMoney) return add_integer(*plan.field, row, document);
  if (!reflection.HasField(row, plan.field)) return true;
  return add_money(static_cast<const v1::Money&>(reflection.GetMessage(row, plan.field)),
                   static_cast<v1::Money&>(*reflection.MutableMessage(&document, plan.field)));
}

// Adds the totals of a row to the sums; false when one grows too large.
bool add_totals(const MessagePlan& plan, const Message& row, Message& sums) {
  const Reflection& reflection = *sums.GetReflection();
  for (const FieldPlan& field : plan.fields) {
    if (is_total(field)) {
      if (!add_total(field, row, sums)) return false;
    } else if (is_nested(field) && reflection.HasField(row, field.field)) {
      if (!add_totals(field.messages.front(), reflection.GetMessage(row, field.field),
                      *reflection.MutableMessage(&sums, field.field))) {
        return false;
      }
    }
  }
  return true;
}

// Puts the sums into the document.
void put_totals(const MessagePlan& plan, const Message& sums, Message& document) {
  const Reflection& reflection = *document.GetReflection();
  for (const FieldPlan& field : plan.fields) {
    if (is_total(field) && field.type == FieldType::kMoney) {
      reflection.MutableMessage(&document, field.field)
          ->CopyFrom(reflection.GetMessage(sums, field.field));
    } else if (is_total(field)) {
      reflection.ClearField(&document, field.field);
      add_integer(*field.field, sums, document);
    } else if (is_nested(field) && reflection.HasField(sums, field.field)) {
      put_totals(field.messages.front(), reflection.GetMessage(sums, field.field),
                 *reflection.MutableMessage(&document, field.field));
    }
  }
}

// A message with nothing but the lists of a row, to be merged into the document.
void keep_lists(const MessagePlan& plan, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> present;
  reflection.ListFields(message, &present);
  for (const FieldDescriptor* field : present) {
    if (field->is_repeated()) continue;
    const auto nested = std::find_if(plan.fields.begin(), plan.fields.end(), [&](const auto& f) {
      return f.field == field && is_nested(f);
    });
    if (nested == plan.fields.end() || nested->type == FieldType::kReference) {
      reflection.ClearField(&message, field);
    } else {
      keep_lists(nested->messages.front(), *reflection.MutableMessage(&message, field));
    }
  }
}

}  // namespace

StoredRow::StoredRow(const Row& row) : raw_(row.raw), line_(row.line) {
  for (const std::string_view cell : row.cells) {
    text_ += cell;
    lengths_.push_back(cell.data() == nullptr ? -1 : static_cast<std::int32_t>(cell.size()));
  }
}

void StoredRow::append_cells(std::vector<std::string_view>& cells) const {
  std::size_t begin = 0;
  for (const std::int32_t length : lengths_) {
    const auto size = static_cast<std::size_t>(length < 0 ? 0 : length);
    cells.push_back(length < 0 ? kAbsentCell : std::string_view(text_).substr(begin, size));
    begin += size;
  }
}

std::size_t StoredRow::bytes() const {
  return text_.capacity() + raw_.capacity() + lengths_.capacity() * sizeof lengths_[0] +
         kRowOverheadBytes;
}

bool DocumentStore::add(const std::string& key, const Row& row) {
  const auto [place, added] = places_.try_emplace(key, documents_.size());
  if (added) {
    documents_.push_back({key, {}});
    bytes_ += 2 * key.size() + kRowOverheadBytes;
  }
  std::vector<StoredRow>& rows = documents_[place->second].rows;
  rows.emplace_back(row);
  bytes_ += rows.back().bytes();
  return bytes_ <= kStoredBytesMax;
}

std::vector<Document> DocumentStore::take() {
  places_.clear();
  bytes_ = 0;
  return std::exchange(documents_, {});
}

void DocumentBuilder::begin(std::span<BuiltEvent> row) {
  headers_.resize(row.size());
  header_bytes_.resize(row.size());
  sums_.resize(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    strip_event(row[i], true, headers_[i]);
    strip_event(row[i], false, sums_[i]);
    header_bytes_[i] = headers_[i].SerializeAsString();
    has_totals_ = has_totals_ || has_totals(row[i].plan->fields);
    events_.push_back({row[i].plan, std::move(row[i].event)});
  }
}

std::optional<Failure> DocumentBuilder::add(std::span<BuiltEvent> row) {
  if (events_.empty()) {
    begin(row);
    return std::nullopt;
  }
  if (auto disagreement = check_agreement(row)) return disagreement;
  if (has_totals_) {
    std::vector<v1::Event> sums = sums_;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!add_totals(row[i].plan->fields, row[i].event, sums[i])) {
        return Failure{RowRejectReason::kBadAmount, "",
                       "the total of the document grows too large"};
      }
    }
    sums_ = std::move(sums);
  }
  for (std::size_t i = 0; i < row.size(); ++i) {
    keep_lists(row[i].plan->fields, row[i].event);
    events_[i].event.MergeFrom(row[i].event);
  }
  return std::nullopt;
}

std::optional<Failure> DocumentBuilder::check_agreement(std::span<const BuiltEvent> row) {
  const std::string unlike = "the row does not agree with the first row of its document: ";
  bool same_events = row.size() == events_.size();
  for (std::size_t i = 0; same_events && i < row.size(); ++i) {
    same_events = row[i].plan == events_[i].plan;
  }
  if (!same_events)
    return Failure{RowRejectReason::kBadValue, "", unlike + "it gives other events"};
  v1::Event header;
  for (std::size_t i = 0; i < row.size(); ++i) {
    strip_event(row[i], true, header);
    if (header.SerializeAsString() == header_bytes_[i]) continue;
    google::protobuf::util::MessageDifferencer differencer;
    std::string difference;
    differencer.ReportDifferencesToString(&difference);
    differencer.Compare(headers_[i], header);
    return Failure{RowRejectReason::kBadValue, "",
                   unlike + difference.substr(0, difference.find('\n'))};
  }
  return std::nullopt;
}

std::span<BuiltEvent> DocumentBuilder::finish() {
  for (std::size_t i = 0; has_totals_ && i < events_.size(); ++i) {
    put_totals(events_[i].plan->fields, sums_[i], events_[i].event);
  }
  return events_;
}

}  // namespace encours
