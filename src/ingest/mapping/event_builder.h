// Runs a compiled mapping on one row: the events it gives, or why it is rejected. Used by the
// ingester.
//
// All events of a row are built or none. Messages are used again from row to row.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "encours/v1/event.pb.h"
#include "src/ingest/mapping/evaluator.h"
#include "src/ingest/mapping/program.h"

namespace encours {

struct BuiltEvent {
  const EventPlan* plan = nullptr;
  v1::Event event;
};

class EventBuilder {
 public:
  // `tables` in the order of the program's. `file_revision`: what `revision: file` stands for.
  EventBuilder(const Program& program, std::span<const LookupTable> tables,
               std::int64_t file_revision);

  // The events of a row. Empty, with failure() set, when the row is rejected. Valid until the next
  // call. The cells are those of the program's columns, $row_id included.
  std::span<BuiltEvent> build(std::span<const std::string_view> cells);

  const Failure& failure() const { return evaluator_.failure(); }
  // Name of the condition that rejected the row, empty if it was none.
  const std::string& condition_name() const { return condition_name_; }

  // What ignore_when says of a row. kValue: `name` is the condition that holds, empty if none does.
  Outcome ignored(std::span<const std::string_view> cells, std::string& name);

  // The expressions joined by "/": a row id or the key of a document. Nothing, with failure() set,
  // when one is blank.
  std::optional<std::string> joined(const std::vector<Expression>& expressions,
                                    std::span<const std::string_view> cells);

 private:
  using Message = google::protobuf::Message;

  Outcome first_that_holds(const std::vector<NamedCondition>& conditions,
                           const NamedCondition*& found);
  bool refused_by_condition();
  bool build_event(const EventPlan& plan, std::string_view row_id, BuiltEvent& built);
  bool fill(const MessagePlan& plan, Message& message);
  bool fill_field(const FieldPlan& plan, Message& message);
  bool fill_message(const FieldPlan& plan, const MessagePlan& inner, Message& message);
  bool fill_value(const FieldPlan& plan, std::size_t place, Message& message);
  bool fill_money(const FieldPlan& plan, std::size_t place, Message& message);
  bool fill_number(const FieldPlan& plan, const Expression& value, Message& message);
  bool fill_date(const FieldPlan& plan, const Expression& value, Message& message);
  bool fill_text(const FieldPlan& plan, const Expression& value, Message& message);
  bool fill_enum(const FieldPlan& plan, const Expression& value, Message& message);
  bool fill_bool(const FieldPlan& plan, Message& message);
  bool settled(Outcome outcome, const Expression& value, bool& present);
  bool read_revision(std::int64_t& revision);
  bool refuse(RowRejectReason reason, const Expression& expression, std::string detail);

  const Program& program_;
  Evaluator evaluator_;
  std::int64_t file_revision_;
  std::vector<BuiltEvent> pool_;
  std::string condition_name_;
  std::string id_input_;
};

// The 128-bit XXH3 of a text as 32 hexadecimal digits.
std::string hash_text(std::string_view text);

}  // namespace encours
