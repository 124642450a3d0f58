#include "src/cli/reject_output.h"

#include <utility>

#include <fmt/format.h>

namespace encours::cli {
namespace {

// More would hide the summary.
constexpr std::uint64_t kToldMax = 10;

}  // namespace

tl::expected<RejectOutput, Failure> RejectOutput::open(const std::string& path,
                                                       const Terminal& terminal) {
  if (path.empty()) return RejectOutput(std::nullopt, terminal);
  auto file = OutputFile::open(path);
  if (!file) return tl::unexpected(file.error());
  return RejectOutput(std::move(*file), terminal);
}

bool RejectOutput::accept(const Reject& reject) {
  if (file_) return file_->write(reject_to_json(reject) + "\n");
  if (++told_ <= kToldMax) {
    const std::string column = reject.column.empty() ? "" : reject.column + ": ";
    terminal_->say(fmt::format("{}:{}: {}{}: {}", reject.file, reject.line, column,
                               reject_reason_name(reject.reason), reject.detail));
  }
  return true;
}

std::optional<Failure> RejectOutput::failure() const {
  return file_ && file_->failed() ? std::optional(file_->failure()) : std::nullopt;
}

tl::expected<void, Failure> RejectOutput::commit() {
  return file_ ? file_->commit() : tl::expected<void, Failure>();
}

void RejectOutput::say_rest() const {
  if (told_ > kToldMax) {
    terminal_->say("Every reject with its place and reason: --rejects FILE");
  }
}

}  // namespace encours::cli
