// Bytes in memory as the input of a reader, handed out in pieces of one size, so that a fuzzer can
// try every boundary. Used by the fuzzers of formats.
#pragma once

#include <string>
#include <string_view>

#include "src/ingest/input.h"

namespace encours {

class MemoryInput : public InputFile {
 public:
  MemoryInput(std::string_view bytes, std::size_t piece_bytes)
      : bytes_(bytes), piece_bytes_(piece_bytes) {}

  tl::expected<std::size_t, std::string> read(char* out, std::size_t size) override {
    const std::size_t got = bytes_.substr(at_, piece_bytes_).copy(out, size);
    at_ += got;
    return got;
  }
  std::uint64_t bytes_used() const override { return at_; }

 private:
  std::string_view bytes_;
  std::size_t piece_bytes_;
  std::size_t at_ = 0;
};

}  // namespace encours
