#include "src/config/listen_address.h"

#include <charconv>

#include <arpa/inet.h>

namespace encours {
namespace {

bool is_address(int family, const std::string& host) {
  in6_addr bytes{};
  return inet_pton(family, host.c_str(), &bytes) == 1;
}

}  // namespace

std::string ListenAddress::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  ListenAddress address;
  std::string_view host = text.substr(0, colon);
  const bool v6 = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (v6) host = host.substr(1, host.size() - 2);
  address.host = host;
  const std::string_view port = text.substr(colon + 1);
  const char* end = port.data() + port.size();
  const auto read = std::from_chars(port.data(), end, address.port);
  const bool is_port = !port.empty() && read.ec == std::errc() && read.ptr == end;
  if (!is_port || !is_address(v6 ? AF_INET6 : AF_INET, address.host)) return std::nullopt;
  return address;
}

}  // namespace encours
