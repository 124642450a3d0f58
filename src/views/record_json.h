// A record of any topic as one line of JSON, for programs and for people who look into a log. Used
// by `log dump` and by the export of outputs.
//
//   {"topic":"credit.alerts","partition":0,"offset":3,"key":"C1|main","value":{...}}
//
// The value is the topic's message in protobuf JSON with the names of the .proto files; bytes that
// are none stand as "value_base64". A dead letter has the refused event as its value, and in its
// "headers" where it stood and why.
#pragma once

#include <string>

#include "src/ports.h"

namespace encours::views {

// Without a line end. The same record always gives the same text.
std::string record_json(const TopicPartition& from, const Record& record);

}  // namespace encours::views
