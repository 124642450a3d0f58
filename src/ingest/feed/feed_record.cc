#include "src/ingest/feed/feed_record.h"

#include <algorithm>

namespace encours {

std::optional<std::string_view> header_of(std::span<const HeaderView> headers,
                                          std::string_view name) {
  const auto found = std::ranges::find(headers, name, &HeaderView::name);
  if (found == headers.end()) return std::nullopt;
  return found->value;
}

}  // namespace encours
