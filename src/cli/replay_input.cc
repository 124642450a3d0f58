#include "src/cli/replay_input.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <xxhash.h>

#include "operators/domain/posting.h"
#include "src/cli/progress.h"
#include "src/ingest/feed/router.h"
#include "src/ingest/ndjson/event_reader.h"

namespace encours::cli {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
// Mistakes told by name; the rest are counted.
constexpr std::size_t kMistakesTold = 20;

std::int64_t start_us(Day day) {
  return day * kMicrosPerDay;
}

Day day_of(std::int64_t us) {
  const std::int64_t days = us / kMicrosPerDay - (us % kMicrosPerDay < 0 ? 1 : 0);
  return static_cast<Day>(days);
}

struct CloseHash {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

}  // namespace

// One reading of all files: events into the spool, mistakes collected.
class ReplayInput::Reading {
 public:
  Reading(const std::vector<std::string>& files, ReplayInput& input)
      : files_(files), input_(input), reader_(files) {}

  tl::expected<void, Failure> read_all(const Terminal& terminal) {
    Progress bar(terminal, "reading", reader_.bytes_total());
    v1::Event event;
    EventPlace place;
    Reject reject;
    while (true) {
      const RowOutcome outcome = reader_.next(event, place, reject);
      if (outcome == RowOutcome::kEnd) break;
      if (outcome == RowOutcome::kReject) {
        note_mistake(reject.file, reject.line, reject.detail);
        cannot_open_ = cannot_open_ || reject.reason == RowRejectReason::kBadFile;
      } else if (const std::string mistake = take(event); !mistake.empty()) {
        note_mistake(files_[place.file], place.line, mistake);
      }
      if (input_.entries_.size() > kReplayEventsMax) return tl::unexpected(too_many());
      bar.show(reader_.bytes_used());
    }
    if (mistakes_ > 0) return tl::unexpected(refusal());
    return input_.spool_.finish();
  }

 private:
  // Empty, or why the event cannot be replayed.
  std::string take(const v1::Event& event) {
    std::int64_t logged_at_us = 0;
    if (logged_day(event) != kNoDay) {
      logged_at_us =
          event.logged_at().seconds() * kMicrosPerSecond + event.logged_at().nanos() / 1'000;
    } else if (!event.has_logged_at() && posting_day(event) != kNoDay) {
      logged_at_us = start_us(posting_day(event));
    } else {
      return "logged_at is missing, or no instant between the years 1900 and 2199";
    }
    bytes_.clear();
    event.AppendToString(&bytes_);
    input_.entries_.push_back({logged_at_us, input_.spool_.add(Router::key_of(event), bytes_)});
    return {};
  }

  void note_mistake(const std::string& file, std::uint64_t line, const std::string& mistake) {
    if (++mistakes_ <= kMistakesTold) told_ += fmt::format("\n{}:{}: {}", file, line, mistake);
  }

  Failure refusal() const {
    std::string more;
    if (mistakes_ > kMistakesTold) more = fmt::format("\n... and {}", mistakes_ - kMistakesTold);
    const std::string what =
        fmt::format("{} {} no event that can be replayed; nothing was appended:", mistakes_,
                    mistakes_ == 1 ? "line is" : "lines are");
    return {cannot_open_ ? ExitCode::kIo : ExitCode::kBadData, what + told_ + more};
  }

  static Failure too_many() {
    return {ExitCode::kBadData,
            fmt::format("more than {} events in one replay; split the files by date and replay one "
                        "after the other",
                        kReplayEventsMax)};
  }

  const std::vector<std::string>& files_;
  ReplayInput& input_;
  EventReader reader_;
  std::string bytes_;
  std::string told_;
  std::size_t mistakes_ = 0;
  bool cannot_open_ = false;
};

tl::expected<ReplayInput, Failure> ReplayInput::read(const std::vector<std::string>& files,
                                                     const std::string& folder,
                                                     const Terminal& terminal) {
  auto spool = Spool::make(folder);
  if (!spool) return tl::unexpected(spool.error());
  ReplayInput input(std::move(*spool));
  Reading reading(files, input);
  if (const auto read = reading.read_all(terminal); !read) return tl::unexpected(read.error());
  input.sort_and_hash();
  return input;
}

void ReplayInput::sort_and_hash() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.logged_at_us != b.logged_at_us ? a.logged_at_us < b.logged_at_us : a.place < b.place;
  });
  const std::unique_ptr<XXH3_state_t, CloseHash> state(XXH3_createState());
  XXH3_128bits_reset(state.get());
  for (std::size_t place = 0; place < entries_.size(); ++place) {
    const std::string_view value = item(place).value;
    const std::uint64_t size = value.size();
    XXH3_128bits_update(state.get(), &size, sizeof size);
    XXH3_128bits_update(state.get(), value.data(), value.size());
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  fingerprint_ = fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

ReplayInput::Item ReplayInput::item(std::size_t place) const {
  const Spool::Item item = spool_.read(entries_[place].place);
  return {item.key, item.value};
}

std::size_t ReplayInput::count_through(Day day) const {
  const std::int64_t end_us = start_us(day + 1);
  const auto end =
      std::partition_point(entries_.begin(), entries_.end(),
                           [end_us](const Entry& entry) { return entry.logged_at_us < end_us; });
  return static_cast<std::size_t>(end - entries_.begin());
}

Day ReplayInput::first_day() const {
  return entries_.empty() ? kNoDay : day_of(entries_.front().logged_at_us);
}

Day ReplayInput::last_day() const {
  return entries_.empty() ? kNoDay : day_of(entries_.back().logged_at_us);
}

}  // namespace encours::cli
