// One line of protobuf JSON into a canonical event. Used by EventReader, by the fuzzer of this
// format, and by whoever takes single events (the service, HTTP).
//
// What a line means is decided by protobuf's own parser. It is slow (tens of microseconds a line),
// so a fast reader stands before it that knows the plain forms which our own writer uses and gives
// up at anything else; only then is protobuf asked, and its sentence is what people see. The fuzzer
// holds the two against each other.
#pragma once

#include <string>
#include <string_view>

#include "encours/v1/event.pb.h"

namespace encours {

// Gives a sentence when the text is no event; then the event's contents mean nothing. Unknown
// fields are refused, because a misspelt field would otherwise be lost in silence. The text must be
// UTF-8.
std::string parse_event(std::string_view text, v1::Event& event);

// The two ways, for comparing them. parse_event_quickly gives up (false) rather than guess.
bool parse_event_quickly(std::string_view text, v1::Event& event);
std::string parse_event_slowly(std::string_view text, v1::Event& event);

}  // namespace encours
