// A record of any topic as one line of JSON, for programs and for people who look into a log. Used
// by `log dump` and by the export of outputs.
//
//   {"topic":"credit.alerts","partition":0,"offset":3,"key":"C1|main","value":{...}}
//
// The value is the topic's message in protobuf JSON with the names of the .proto files; bytes that
// are none stand as "value_base64". A dead letter has the refused event as its value, and in its
// "headers" where it stood and why.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "src/ports.h"

namespace encours::views {

// Without a line end. The same record always gives the same text.
std::string record_json(const TopicPartition& from, const Record& record);

// The value of a record of a topic of ours as JSON: of a dead letter the event that was refused.
// Nothing when the bytes are no such message, or the topic is none of ours.
std::optional<std::string> value_json(const std::string& topic, std::string_view value);

}  // namespace encours::views
