// Bytes of one input file: plain or gzip (told by its first two bytes, never by its name), in UTF-8
// or in one of the two old single-byte encodings. Used by the readers of every format.
//
// A gzip file may hold several members one after the other; one that ends in the middle is an error
// after all bytes that could be had. Text that is no UTF-8 is passed on as it is: the readers
// refuse the row it stands in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace encours {

enum class TextEncoding { kUtf8, kLatin1, kWindows1252 };

class InputFile {
 public:
  virtual ~InputFile() = default;

  // Up to `size` bytes into `out`; 0 at the end. After an error the input is at its end.
  virtual tl::expected<std::size_t, std::string> read(char* out, std::size_t size) = 0;

  // Bytes of the file on disk that have been used, for a progress bar.
  virtual std::uint64_t bytes_used() const = 0;
};

// Opens a file; "-" is the standard input. The error is a sentence for people, without the file's
// name.
tl::expected<std::unique_ptr<InputFile>, std::string> open_input(
    const std::string& path, TextEncoding encoding = TextEncoding::kUtf8);

// The bytes of a text in memory, which must outlive it. Never gzip: what unpacks to more than it is
// has no place in a record.
std::unique_ptr<InputFile> input_of_text(std::string_view text, TextEncoding encoding);

// Size on disk, 0 when it is not known (standard input, pipes).
std::uint64_t input_size_bytes(const std::string& path);

}  // namespace encours
