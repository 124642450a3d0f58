// Base64 (RFC 4648, section 4) back into bytes. Used by the envelopes that carry bytes in JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace encours {

// Nothing when the text is no base64: other letters, no padding, bits set behind the last byte.
std::optional<std::string> bytes_of_base64(std::string_view text);

}  // namespace encours
