// A window on the bytes of an InputFile that grows at its end and is used up at its front. The
// readers of rows and lines look for the end of a row in it, asking for more until they find one. A
// byte order mark at the start is left out.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "src/ingest/input.h"

namespace encours {

class ByteBuffer {
 public:
  explicit ByteBuffer(std::unique_ptr<InputFile> input) : input_(std::move(input)) {}

  // The bytes read and not yet consumed. Views stay valid until the next call of more().
  std::string_view visible() const { return std::string_view(bytes_).substr(begin_); }

  // Makes more bytes visible; false when there are none, at the end or after an error.
  bool more();

  void consume(std::size_t size) { begin_ += size; }

  // Why the input ended too soon, empty if it did not.
  const std::string& error() const { return error_; }
  std::uint64_t bytes_used() const { return input_->bytes_used(); }

 private:
  void read_step();

  std::unique_ptr<InputFile> input_;
  std::string bytes_;
  std::size_t begin_ = 0;
  std::string error_;
  bool at_start_ = true;
  bool at_end_ = false;
};

}  // namespace encours
