// An address and port to listen on, as people write it: "127.0.0.1:9464", "[::1]:9464",
// "0.0.0.0:0". Numeric addresses alone: a name may stand for several, or for another one tomorrow.
// Used by the settings and by whoever listens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace encours {

struct ListenAddress {
  std::string host;        // without brackets
  std::uint16_t port = 0;  // 0: any that is free

  // As it was written.
  std::string text() const;
};

// Nothing for a text that is no address and port.
std::optional<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace encours
