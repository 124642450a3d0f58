// Records as kcat prints them with the one format that keeps every byte: lengths before bytes. Used
// by `encours decode`.
//
//   kcat -C -t TOPIC -e -q -f '%t %p %o %T %K %S\n%k%s\n'
//
//   topic SP partition SP offset SP time in ms SP bytes of the key SP bytes of the value LF
//   key value LF
//
// A length of -1 stands for null. Headers are not in it: kcat prints them with commas between,
// which their values may hold too.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "src/ingest/byte_buffer.h"
#include "src/ports.h"

namespace encours::cli {

inline constexpr std::string_view kKcatFormat = "%t %p %o %T %K %S\\n%k%s\\n";
// More is no length of a message: the stream is of another format.
inline constexpr std::int64_t kKcatBytesMax = std::int64_t{256} << 20U;

// The views live until the next call of next().
struct KcatRecord {
  TopicPartition from;
  std::int64_t offset = 0;
  std::int64_t timestamp_ms = -1;
  std::optional<std::string_view> key;
  std::optional<std::string_view> value;
};

class KcatStream {
 public:
  explicit KcatStream(std::unique_ptr<InputFile> input) : buffer_(std::move(input)) {}

  // True with the next record, false at the end; or a sentence that names the byte at which the
  // stream is of no such format. Nothing follows then.
  tl::expected<bool, std::string> next(KcatRecord& record);

 private:
  struct Head {
    TopicPartition from;
    std::int64_t numbers[4] = {};  // offset, time, bytes of key and value
    std::size_t bytes = 0;         // of the line, with its end
  };

  std::optional<Head> take_head();
  bool fill(std::size_t bytes);
  std::string problem(std::string_view what) const;

  ByteBuffer buffer_;
  std::size_t used_ = 0;      // of the record given last
  std::uint64_t offset_ = 0;  // in the stream, of what is visible
};

}  // namespace encours::cli
