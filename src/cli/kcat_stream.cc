#include "src/cli/kcat_stream.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace encours::cli {
namespace {

// A topic of 249 bytes and five numbers.
constexpr std::size_t kHeadBytesMax = 400;
constexpr std::size_t kHeadFields = 6;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc{} || stop != end || text.empty()) return std::nullopt;
  return number;
}

}  // namespace

tl::expected<bool, std::string> KcatStream::next(KcatRecord& record) {
  buffer_.consume(used_);
  offset_ += used_;
  used_ = 0;
  if (!fill(1)) {
    if (!buffer_.error().empty()) return tl::unexpected(buffer_.error());
    return false;
  }
  const auto head = take_head();
  if (!head) return tl::unexpected(problem("no record in the format of kcat"));
  const auto [offset, time, key_bytes, value_bytes] = head->numbers;
  if (key_bytes < -1 || value_bytes < -1 || key_bytes > kKcatBytesMax ||
      value_bytes > kKcatBytesMax) {
    return tl::unexpected(problem("an impossible length"));
  }
  const auto key_size = static_cast<std::size_t>(std::max<std::int64_t>(key_bytes, 0));
  const auto value_size = static_cast<std::size_t>(std::max<std::int64_t>(value_bytes, 0));
  const std::size_t whole = head->bytes + key_size + value_size + 1;
  if (!fill(whole)) return tl::unexpected(problem("the stream ends within a record"));
  const std::string_view bytes = buffer_.visible();
  if (bytes[whole - 1] != '\n') {
    return tl::unexpected(problem("a record that does not end where its lengths say"));
  }
  record = {head->from, offset, time, std::nullopt, std::nullopt};
  if (key_bytes >= 0) record.key = bytes.substr(head->bytes, key_size);
  if (value_bytes >= 0) record.value = bytes.substr(head->bytes + key_size, value_size);
  used_ = whole;
  return true;
}

std::optional<KcatStream::Head> KcatStream::take_head() {
  fill(kHeadBytesMax);
  const std::string_view start = buffer_.visible().substr(0, kHeadBytesMax);
  const std::size_t end = start.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::array<std::string_view, kHeadFields> fields;
  std::string_view line = start.substr(0, end);
  for (std::size_t i = 0; i < kHeadFields; ++i) {
    const std::size_t blank = line.find(' ');
    if ((blank == std::string_view::npos) != (i + 1 == kHeadFields)) return std::nullopt;
    fields.at(i) = line.substr(0, blank);
    line.remove_prefix(std::min(line.size(), blank == std::string_view::npos ? blank : blank + 1));
  }
  Head head;
  head.bytes = end + 1;
  const auto partition = whole_number(fields[1]);
  if (fields[0].empty() || !partition || *partition < 0 || *partition > INT32_MAX) {
    return std::nullopt;
  }
  head.from = {std::string(fields[0]), static_cast<std::int32_t>(*partition)};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = whole_number(fields.at(i + 2));
    if (!number) return std::nullopt;
    head.numbers[i] = *number;
  }
  return head;
}

// Makes so many bytes visible, if the stream has them.
bool KcatStream::fill(std::size_t bytes) {
  while (buffer_.visible().size() < bytes && buffer_.more()) {
  }
  return buffer_.visible().size() >= bytes;
}

std::string KcatStream::problem(std::string_view what) const {
  return fmt::format(
      "at byte {}: {}; print records with kcat -C -t TOPIC -e -q -f '{}', or name "
      "the topic of a single message by --topic",
      offset_, what, kKcatFormat);
}

}  // namespace encours::cli
