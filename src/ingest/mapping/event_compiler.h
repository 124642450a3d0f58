// The `events` of a mapping, resolved against the descriptors of the canonical events. Used by the
// mapping compiler.
//
// An entry is an Event written in YAML: the same names as in schemas/encours/v1/event.proto, with
// expressions for values. What is said once for all (client, source, currency) is filled in
// wherever it is not said again.
#pragma once

#include <optional>
#include <vector>

#include "src/config/yaml_reader.h"
#include "src/ingest/mapping/expression_compiler.h"
#include "src/ingest/mapping/program.h"

namespace encours {

// What the events of a mapping share.
struct EventDefaults {
  std::optional<Expression> client_id;
  Expression source_system;
  Expression seller_company;
  std::optional<Expression> currency;
};

// Keeps a value in mind if it is a word without columns.
void note_plain_word(const YamlValue& value, std::vector<PlainWord>& words);

class EventCompiler {
 public:
  EventCompiler(ExpressionCompiler& expressions, EventDefaults defaults,
                std::vector<PlainWord>& plain_words)
      : expressions_(expressions), defaults_(std::move(defaults)), plain_words_(plain_words) {}

  std::vector<EventPlan> events(const YamlValue& value);

 private:
  using FieldDescriptor = google::protobuf::FieldDescriptor;
  using Descriptor = google::protobuf::Descriptor;

  EventPlan event(const YamlValue& value);
  void read_envelope(YamlMap& map, const YamlValue& value, EventPlan& plan);
  void read_key(const YamlValue& value, EventPlan& plan);
  void read_instant(YamlMap& map, EventPlan& plan);

  MessagePlan message(const YamlValue& value, const Descriptor& type);
  FieldPlan field(const YamlValue& value, const FieldDescriptor& field);
  void one_value(const YamlValue& value, FieldPlan& plan);
  void money(const YamlValue& value, FieldPlan& plan);
  void enumerated(const YamlValue& value, FieldPlan& plan);
  void truth(const YamlValue& value, FieldPlan& plan);
  MessagePlan reference(const YamlValue& value, const FieldDescriptor& field);
  void fill_source(const Descriptor& type, MessagePlan& plan);

  ExpressionCompiler& expressions_;
  EventDefaults defaults_;
  std::vector<PlainWord>& plain_words_;
};

}  // namespace encours
