// Where the rejects of a command go: all of them to the file that was asked for, or the first few
// to the terminal. Used by `ingest` and `notices`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/cli/output_file.h"
#include "src/ingest/ingester.h"

namespace encours::cli {

class RejectOutput : public RejectSink {
 public:
  // An empty path: the terminal.
  static tl::expected<RejectOutput, Failure> open(const std::string& path,
                                                  const Terminal& terminal);

  bool accept(const Reject& reject) override;

  // Why the file took no more, if it did not.
  std::optional<Failure> failure() const;
  // Puts the file in its place.
  tl::expected<void, Failure> commit();
  // Says how to see the rest, where the terminal got only the first few.
  void say_rest() const;

 private:
  RejectOutput(std::optional<OutputFile> file, const Terminal& terminal)
      : file_(std::move(file)), terminal_(&terminal) {}

  std::optional<OutputFile> file_;
  const Terminal* terminal_;
  std::uint64_t told_ = 0;
};

}  // namespace encours::cli
