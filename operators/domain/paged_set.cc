#include "operators/domain/paged_set.h"

#include <algorithm>
#include <bit>

namespace encours {
namespace {

constexpr char kFieldOne = '\x0a';  // field 1, length-delimited
constexpr std::uint64_t kPagesMax = std::uint64_t{1} << 30;

std::size_t varint_bytes(std::uint64_t value) {
  std::size_t bytes = 1;
  for (; value >= 0x80; value >>= 7) {
    ++bytes;
  }
  return bytes;
}

// The rest of a size whose first byte said that it goes on.
[[gnu::noinline]] std::size_t take_long_size(std::string_view bytes, std::size_t& at) {
  std::size_t size = 0;
  for (unsigned shift = 0;; shift += 7) {
    ENCOURS_ASSERT(at < bytes.size() && shift < 32, "an entry has a size");
    const auto byte = static_cast<std::uint8_t>(bytes[at++]);
    size |= static_cast<std::size_t>(byte & 0x7f) << shift;
    if (byte < 0x80) {
      return size;
    }
  }
}

// Reads "0a size" at `at`, moves `at` behind it; the size, which is mostly one byte.
inline std::size_t take_size(std::string_view bytes, std::size_t& at) {
  ENCOURS_ASSERT(at + 1 < bytes.size() && bytes[at] == kFieldOne, "a page is a list of entries");
  ++at;
  auto size = static_cast<std::size_t>(static_cast<std::uint8_t>(bytes[at]));
  if (size < 0x80) {
    ++at;
  } else {
    size = take_long_size(bytes, at);
  }
  ENCOURS_ASSERT(size <= bytes.size() - at, "an entry ends within its page");
  return size;
}

}  // namespace

std::uint32_t page_count(const state::v1::SetSize& size) {
  const std::uint64_t pages = (size.bytes() + kPageBytesMean - 1) / kPageBytesMean;
  ENCOURS_ASSERT(pages <= kPagesMax, "a set stays within its limits");
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(1, pages));
}

std::uint32_t page_of(std::uint64_t id_hash, std::uint32_t pages) {
  ENCOURS_ASSERT(pages > 0, "a set has a page");
  // The pages up to the last power of two, and those that have been split off them since.
  const std::uint64_t round = std::bit_floor(pages);
  const std::uint64_t page = id_hash & (2 * round - 1);
  return static_cast<std::uint32_t>(page < pages ? page : page - round);
}

std::uint32_t page_split_from(std::uint32_t page) {
  ENCOURS_ASSERT(page > 0, "the first page was split from none");
  return page - std::bit_floor(page);
}

std::vector<std::uint32_t> pages_of_part(std::uint32_t now, std::uint32_t pages,
                                         std::uint32_t first, std::uint32_t last) {
  // Where the entries of a page stood, or will, in a set of fewer pages.
  const auto merged = [](std::uint32_t page, std::uint32_t count) {
    while (page >= count) {
      page = page_split_from(page);
    }
    return page;
  };
  std::vector<std::uint32_t> found;
  for (std::uint32_t page = 0; page < now; ++page) {
    if (const std::uint32_t stood = merged(page, pages); stood >= first && stood < last) {
      found.push_back(page);
    }
  }
  for (std::uint32_t page = std::max(first, now); page < last; ++page) {
    found.push_back(merged(page, now));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

PageEntry page_entry_at(std::string_view page, std::size_t begin) {
  std::size_t at = begin;
  const std::size_t size = take_size(page, at);
  PageEntry entry;
  entry.begin = begin;
  entry.end = at + size;
  entry.body = page.substr(at, size);
  const std::size_t id_size = take_size(page, at);
  entry.id = page.substr(at, id_size);
  return entry;
}

PageEntry find_page_entry(std::string_view page, std::string_view id) {
  // Only ids are looked at on the way: a page is searched several times an event.
  std::size_t begin = 0;
  while (begin < page.size()) {
    std::size_t at = begin;
    const std::size_t size = take_size(page, at);
    const std::size_t end = at + size;
    const std::size_t id_size = take_size(page, at);
    const int order = std::string_view(page.data() + at, id_size).compare(id);
    if (order >= 0) {
      return order == 0 ? page_entry_at(page, begin) : PageEntry{begin, begin, {}, {}};
    }
    begin = end;
  }
  return {begin, begin, {}, {}};
}

std::int64_t put_page_entry(std::string& page, const PageEntry& place,
                            const google::protobuf::MessageLite& message) {
  const std::size_t body = message.ByteSizeLong();
  const std::size_t header = 1 + varint_bytes(body);
  const std::size_t held = place.end - place.begin;
  page.replace(place.begin, held, header + body, '\0');
  std::size_t at = place.begin;
  page[at++] = kFieldOne;
  std::size_t rest = body;
  for (; rest >= 0x80; rest >>= 7) {
    page[at++] = static_cast<char>((rest & 0x7f) | 0x80);
  }
  page[at++] = static_cast<char>(rest);
  message.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(page.data() + at));
  return static_cast<std::int64_t>(header + body) - static_cast<std::int64_t>(held);
}

void split_page(std::string& split, std::string& added, std::uint32_t added_page) {
  std::string kept;
  for (std::size_t begin = 0; begin < split.size();) {
    const PageEntry entry = page_entry_at(split, begin);
    const bool moves = page_of(entity_hash(entry.id), added_page + 1) == added_page;
    (moves ? added : kept).append(split, entry.begin, entry.end - entry.begin);
    begin = entry.end;
  }
  split = std::move(kept);
}

void merge_page(std::string& page, std::string_view removed) {
  std::string merged;
  merged.reserve(page.size() + removed.size());
  std::size_t left = 0;
  std::size_t right = 0;
  while (left < page.size() && right < removed.size()) {
    const PageEntry a = page_entry_at(page, left);
    const PageEntry b = page_entry_at(removed, right);
    if (a.id < b.id) {
      merged.append(page, a.begin, a.end - a.begin);
      left = a.end;
    } else {
      merged.append(removed, b.begin, b.end - b.begin);
      right = b.end;
    }
  }
  merged.append(page, left).append(removed.substr(right));
  page = std::move(merged);
}

}  // namespace encours
