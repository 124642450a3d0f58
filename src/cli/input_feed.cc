#include "src/cli/input_feed.h"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "src/ingest/feed/payload.h"
#include "src/ingest/reject.h"

namespace encours::cli {
namespace {

constexpr std::size_t kReadBytes = std::size_t{64} << 10U;
// How long a stop may have to wait for a silent input.
constexpr int kWaitMs = 100;

}  // namespace

InputFeed::Done InputFeed::run(const std::atomic<bool>& stop) {
  auto feed = LiveFeed::open(log_, clock_, feed_);
  if (!feed) return tl::unexpected(feed.error());
  while (!stop && !at_end_) {
    if (!wait_and_read()) continue;
    if (auto taken = take_lines(*feed); !taken) return taken;
  }
  return {};
}

// False when nothing came.
bool InputFeed::wait_and_read() {
  pollfd input{descriptor_, POLLIN, 0};
  if (::poll(&input, 1, kWaitMs) <= 0) return false;
  const std::size_t before = bytes_.size();
  bytes_.resize(before + kReadBytes);
  const ssize_t count = ::read(descriptor_, bytes_.data() + before, kReadBytes);
  bytes_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count > 0) return true;
  // A last line without a line end is a line too.
  at_end_ = true;
  if (!bytes_.empty()) bytes_.push_back('\n');
  return true;
}

InputFeed::Done InputFeed::take_lines(LiveFeed& feed) {
  std::size_t begin = 0;
  while (true) {
    std::size_t end = bytes_.find('\n', begin);
    const bool too_long = end == std::string::npos && bytes_.size() - begin > kInputLineBytesMax;
    if (end == std::string::npos && !too_long) break;
    end = std::min(end, bytes_.size());
    ++line_number_;
    if (auto taken = take_line(std::string_view(bytes_).substr(begin, end - begin), feed); !taken) {
      return taken;
    }
    begin = std::min(end + 1, bytes_.size());
    if (!feed.full()) continue;
    if (auto done = feed.append(fmt::format("line {}", line_number_)); !done) return done;
  }
  bytes_.erase(0, begin);
  return feed.empty() ? Done{} : feed.append(fmt::format("line {}", line_number_));
}

InputFeed::Done InputFeed::take_line(std::string_view line, LiveFeed& feed) {
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return {};
  v1::Event event;
  if (const auto problem = decode_json(line, event)) return reject(line, problem->detail);
  if (const auto refusal = feed.take(event)) return reject(line, refusal->detail);
  ++events_;
  return {};
}

InputFeed::Done InputFeed::reject(std::string_view line, std::string_view why) {
  ++rejected_;
  Reject reject;
  reject.file = "-";
  reject.line = line_number_;
  reject.detail = why;
  reject.raw = line;
  std::ofstream out(rejects_, std::ios::binary | std::ios::app);
  out << reject_to_json(reject) << '\n' << std::flush;
  if (out) return {};
  return tl::unexpected(
      Failure{ExitCode::kIo, fmt::format("{}: cannot be written", rejects_.string())});
}

}  // namespace encours::cli
