#include "src/cli/inbox.h"

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <xxhash.h>

#include "src/cli/live_feed.h"
#include "src/cli/output_file.h"
#include "src/ingest/ndjson/event_reader.h"

namespace encours::cli {
namespace {

namespace fs = std::filesystem;

// The cursor of a file: "events N" while it is read, then this.
constexpr std::string_view kWhole = "whole";

Failure file_failure(const fs::path& file, std::string_view what, const std::error_code& code) {
  return {ExitCode::kIo, fmt::format("{}: {}: {}", file.string(), what, code.message())};
}

std::optional<std::string> content_hash(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  XXH3_state_t* state = XXH3_createState();
  XXH3_128bits_reset(state);
  std::string buffer(std::size_t{1} << 20U, '\0');
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    XXH3_128bits_update(state, buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state);
  XXH3_freeState(state);
  if (in.bad() || !in.eof()) return std::nullopt;
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace

// One file on its way into the log.
class Inbox::Reading {
 public:
  Reading(LiveFeed& feed, const fs::path& file) : feed_(feed), reader_({file.string()}) {
    taken_.name = file.filename().string();
  }

  // False when it was stopped.
  tl::expected<bool, Failure> read_all(const std::atomic<bool>& stop) {
    std::uint64_t skip = 0;
    if (feed_.cursor().starts_with("events ")) skip = std::stoull(feed_.cursor().substr(7));
    std::uint64_t seen = 0;
    v1::Event event;
    EventPlace place;
    Reject reject;
    while (true) {
      const RowOutcome outcome = reader_.next(event, place, reject);
      if (outcome == RowOutcome::kEnd) break;
      if (outcome == RowOutcome::kReject) {
        note(reject);
        continue;
      }
      if (++seen <= skip) continue;
      if (const auto refusal = feed_.take(event)) {
        note_refused(place.line, *refusal);
      } else {
        ++taken_.events;
      }
      if (!feed_.full()) continue;
      if (auto done = feed_.append(fmt::format("events {}", seen)); !done) {
        return tl::unexpected(done.error());
      }
      if (stop) return false;
    }
    if (auto done = feed_.append(std::string(kWhole)); !done) return tl::unexpected(done.error());
    return true;
  }

  const Taken& taken() const { return taken_; }
  const std::vector<std::string>& rejects() const { return rejects_; }

 private:
  void note(const Reject& reject) {
    ++taken_.rejected;
    rejects_.push_back(reject_to_json(reject));
  }

  // The reader has refused what no feed may send; what is left is an event too large for the log.
  void note_refused(std::uint64_t line, const encours::Failure& refusal) {
    Reject reject;
    reject.file = taken_.name;
    reject.line = line;
    reject.column = refusal.column;
    reject.reason = refusal.reason;
    reject.detail = refusal.detail;
    note(reject);
  }

  LiveFeed& feed_;
  EventReader reader_;
  Taken taken_;
  std::vector<std::string> rejects_;
};

tl::expected<void, Failure> Inbox::make_folders() const {
  for (const fs::path& folder : {folder_, folder_ / "done", folder_ / "rejected"}) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) return tl::unexpected(file_failure(folder, "the folder cannot be made", code));
  }
  return {};
}

tl::expected<std::vector<fs::path>, Failure> Inbox::waiting() const {
  std::error_code code;
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(folder_, code), end; !code && entry != end;
       entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    std::error_code gone;
    if (entry->is_regular_file(gone) && !name.starts_with('.') && !name.ends_with(".part")) {
      files.push_back(entry->path());
    }
  }
  if (code) return tl::unexpected(file_failure(folder_, "the inbox cannot be listed", code));
  std::sort(files.begin(), files.end());
  return files;
}

tl::expected<Inbox::Taken, Failure> Inbox::take(const fs::path& file,
                                                const std::atomic<bool>& stop) const {
  const std::optional<std::string> hash = content_hash(file);
  Taken taken{file.filename().string(), 0, 0, false, {}};
  if (!hash) {
    taken.problem = "cannot be read";
    return taken;
  }
  auto feed = LiveFeed::open(log_, clock_, "inbox/" + *hash);
  if (!feed) return tl::unexpected(feed.error());
  taken.known = feed->cursor() == kWhole;
  Reading reading(*feed, file);
  if (!taken.known) {
    const auto whole = reading.read_all(stop);
    if (!whole) return tl::unexpected(whole.error());
    taken = reading.taken();
    if (!*whole) return taken;
  }
  // What is in the log is there; a file that stays in the way is for a person to see to.
  if (auto moved = move_away(file, *hash, reading.rejects()); !moved) {
    taken.problem = moved.error().message;
  }
  return taken;
}

tl::expected<void, Failure> Inbox::move_away(const fs::path& file, const std::string& content_hash,
                                             const std::vector<std::string>& rejects) const {
  const fs::path folder = folder_ / (rejects.empty() ? "done" : "rejected");
  fs::path target = folder / file.filename();
  std::error_code code;
  // Another file of that name is there: neither is lost.
  constexpr std::size_t kHashDigits = 8;
  if (fs::exists(target, code)) target += "." + content_hash.substr(0, kHashDigits);
  if (!rejects.empty()) {
    auto out = OutputFile::open(target.string() + ".rejects.ndjson");
    if (!out) return tl::unexpected(out.error());
    for (const std::string& reject : rejects)
      out->write(reject + "\n");
    if (auto written = out->commit(); !written) return written;
  }
  fs::rename(file, target, code);
  if (code) return tl::unexpected(file_failure(file, "cannot be moved away", code));
  return {};
}

}  // namespace encours::cli
