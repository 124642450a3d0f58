// A compiled mapping: everything that stands in the YAML, resolved against the descriptors of the
// canonical events. Built by the mapping compiler, run by the event builder and the ingester, never
// changed in between.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>

#include "src/config/yaml_reader.h"
#include "src/ingest/csv/csv_reader.h"
#include "src/ingest/input.h"
#include "src/ingest/mapping/expression.h"
#include "src/ingest/mapping/target.h"

namespace encours {

struct MessagePlan;

// How one field is filled. Which members are used follows from the type.
struct FieldPlan {
  const google::protobuf::FieldDescriptor* field = nullptr;
  FieldType type = FieldType::kText;
  std::vector<Expression> values;      // one, or the items of a list
  std::vector<Expression> currency;    // of money: one
  std::vector<Condition> conditions;   // of a bool: one, in place of a value
  std::vector<MessagePlan> messages;   // of a message or reference: one, or the items of a list
  std::optional<int> constant_number;  // of an enum that is the same in every row
};

// How a message is filled.
struct MessagePlan {
  std::vector<Condition> when;  // none or one; when it does not hold the message is left out
  std::vector<FieldPlan> fields;
  // The field that decides whether a reference is there: when it is blank and optional, so is the
  // reference.
  std::optional<std::size_t> deciding_field;
};

struct EventPlan {
  const google::protobuf::FieldDescriptor* kind = nullptr;  // the field of Event.body
  std::string id_part;  // what tells this event from others of its row
  bool has_own_id = false;
  bool has_instant = true;      // a list of open items without `at` is of the day it stands for
  std::vector<Condition> when;  // none or one
  Expression at;
  MessagePlan fields;  // of the Event, body included
};

struct NamedCondition {
  std::string name;
  Condition condition;
};

struct TablePlan {
  std::string name;
  LookupTable rows;  // of a table in the mapping
  // Of a table in a file.
  std::string file;
  bool beside_input = false;  // the path begins at the folder of the input, not of the mapping
  std::vector<std::string> columns;
  std::vector<Expression> key;
  std::vector<Expression> value;  // one or more, joined by "/"
};

enum class FileFormat { kCsv, kJsonl };
enum class RevisionSource { kNone, kFile, kValue };

struct GroupPlan {
  std::vector<Expression> key;
  bool together = false;         // the rows of a document stand one after the other
  bool reject_document = false;  // one bad row rejects the whole document
};

// A word that fills a text field as it is. When a file turns out to have a column of that name, the
// column was meant.
struct PlainWord {
  std::string word;
  std::string key;
  YamlPosition position;
};

struct Program {
  std::string feed;
  FileFormat format = FileFormat::kCsv;
  CsvShape csv;
  TextEncoding encoding = TextEncoding::kUtf8;
  std::vector<std::string> columns;  // those of every row first, then those of the file
  std::vector<std::string> blank_words;
  std::shared_ptr<const Shapes> shapes;
  std::vector<TablePlan> tables;
  std::vector<Expression> row_id;  // empty = the whole row
  bool ignore_duplicates = false;
  RevisionSource revision_source = RevisionSource::kNone;
  Expression revision;
  std::vector<NamedCondition> ignore_when;
  std::vector<NamedCondition> reject_when;
  std::vector<GroupPlan> group;   // none or one
  bool open_items_lists = false;  // `mode: open-items-list`: a row is an item of its account's list
  std::vector<EventPlan> events;
  std::vector<PlainWord> plain_words;
};

}  // namespace encours
