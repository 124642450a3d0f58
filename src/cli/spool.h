// Records kept outside memory while they are put in order: a nameless file in a given folder,
// written once from front to back and then read anywhere through a map. Used by replay.
//
// The file has no name from the moment it is made, so nothing is left behind however the process
// ends.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "src/cli/command.h"

namespace encours::cli {

class Spool {
 public:
  static tl::expected<Spool, Failure> make(const std::string& folder);
  ~Spool();
  Spool(Spool&& other) noexcept;
  Spool& operator=(Spool&&) = delete;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  struct Item {
    std::string_view key;
    std::string_view value;
  };

  // Adds an item; its place is what read() asks for. Only before finish().
  std::uint64_t add(std::string_view key, std::string_view value);
  // The end of writing. Fails if anything before failed (a full disk).
  tl::expected<void, Failure> finish();
  // The views live as long as the spool.
  Item read(std::uint64_t place) const;

  std::uint64_t bytes() const { return written_ + buffer_.size(); }

 private:
  explicit Spool(int file, std::string folder) : file_(file), folder_(std::move(folder)) {}
  void write_out();

  int file_ = -1;
  std::string folder_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  int error_ = 0;
  const char* map_ = nullptr;
};

}  // namespace encours::cli
