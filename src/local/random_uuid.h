// A name for a new log that no other log bears. Used once, when a log is made.
#pragma once

#include <string>

namespace encours {

// A version 4 UUID from the operating system's randomness: "1b4e28ba-2fa1-4d3b-a3f5-0ef2b0a9c3de".
std::string random_uuid();

}  // namespace encours
