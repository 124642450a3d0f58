#include "src/ingest/input.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include <zlib.h>

namespace encours {
namespace {

// One read of the disk; large enough that the calls do not count.
constexpr std::size_t kDiskReadBytes = 256U << 10U;
constexpr unsigned char kGzipMagic[] = {0x1f, 0x8b};

// What zlib must be told to expect a gzip header: 15 bits of window, plus 16.
constexpr int kGzipWindowBits = 15 + 16;

// The standard input is not ours to close.
struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// The file itself, read in large steps, with a look at the next bytes.
class DiskBytes {
 public:
  explicit DiskBytes(File file) : file_(std::move(file)), buffer_(kDiskReadBytes) {}

  // Makes `size` bytes visible if the file has them.
  bool fill(std::size_t size) {
    if (end_ - begin_ >= size || failed_) return !failed_;
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    while (end_ < size) {
      const std::size_t got =
          std::fread(buffer_.data() + end_, 1, buffer_.size() - end_, file_.get());
      if (got == 0) {
        failed_ = std::ferror(file_.get()) != 0;
        return !failed_;
      }
      end_ += got;
    }
    return true;
  }
  std::string_view visible() const { return {buffer_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t size) {
    begin_ += size;
    used_ += size;
  }
  std::uint64_t used() const { return used_; }

 private:
  File file_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t used_ = 0;
  bool failed_ = false;
};

const std::string kCannotRead = "the file cannot be read to its end";

class PlainInput : public InputFile {
 public:
  explicit PlainInput(DiskBytes disk) : disk_(std::move(disk)) {}

  tl::expected<std::size_t, std::string> read(char* out, std::size_t size) override {
    if (!disk_.fill(1)) return tl::unexpected(kCannotRead);
    const std::size_t got = disk_.visible().copy(out, size);
    disk_.consume(got);
    return got;
  }
  std::uint64_t bytes_used() const override { return disk_.used(); }

 private:
  DiskBytes disk_;
};

class GzipInput : public InputFile {
 public:
  explicit GzipInput(DiskBytes disk) : disk_(std::move(disk)) {
    ready_ = inflateInit2(&stream_, kGzipWindowBits) == Z_OK;
  }
  ~GzipInput() override {
    if (ready_) inflateEnd(&stream_);
  }
  GzipInput(const GzipInput&) = delete;
  GzipInput& operator=(const GzipInput&) = delete;

  tl::expected<std::size_t, std::string> read(char* out, std::size_t size) override {
    if (!ready_) return tl::unexpected<std::string>("there is no memory to unpack gzip");
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(size);
    while (!done_ && problem_.empty() && stream_.avail_out == size)
      problem_ = step();
    // What was unpacked before the problem is handed out first.
    if (!problem_.empty() && stream_.avail_out == size) {
      done_ = true;
      return tl::unexpected(std::exchange(problem_, ""));
    }
    return size - stream_.avail_out;
  }
  std::uint64_t bytes_used() const override { return disk_.used(); }

 private:
  // Unpacks one buffer. Gives a sentence when that is impossible.
  std::string step() {
    if (!disk_.fill(1)) return kCannotRead;
    const std::string_view packed = disk_.visible();
    if (packed.empty()) return "the gzip data ends in the middle";
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    disk_.consume(packed.size() - stream_.avail_in);
    if (status == Z_STREAM_END) return next_member();
    if (status != Z_OK && status != Z_BUF_ERROR) return "the gzip data is damaged";
    return "";
  }

  std::string next_member() {
    if (!disk_.fill(sizeof kGzipMagic)) return kCannotRead;
    done_ = disk_.visible().empty();
    if (done_) return "";
    return inflateReset(&stream_) == Z_OK ? "" : "the gzip data is damaged";
  }

  DiskBytes disk_;
  z_stream stream_{};
  std::string problem_;
  bool ready_ = false;
  bool done_ = false;
};

class TextInput : public InputFile {
 public:
  explicit TextInput(std::string_view text) : text_(text) {}

  tl::expected<std::size_t, std::string> read(char* out, std::size_t size) override {
    const std::size_t got = text_.substr(used_).copy(out, size);
    used_ += got;
    return got;
  }
  std::uint64_t bytes_used() const override { return used_; }

 private:
  std::string_view text_;
  std::size_t used_ = 0;
};

// The 27 characters that windows-1252 has where latin-1 has control characters. 0 = none: the
// control character stays, as browsers do it, so that no byte is lost.
constexpr std::array<char16_t, 32> kWindows1252High{
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

std::size_t put_utf8(char16_t letter, char* out) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  if (letter < 0x80) {
    out[0] = byte(letter);
    return 1;
  }
  if (letter < 0x800) {
    out[0] = byte(0xc0U | (letter >> 6U));
    out[1] = byte(0x80U | (letter & 0x3fU));
    return 2;
  }
  out[0] = byte(0xe0U | (letter >> 12U));
  out[1] = byte(0x80U | ((letter >> 6U) & 0x3fU));
  out[2] = byte(0x80U | (letter & 0x3fU));
  return 3;
}

// Turns single bytes into UTF-8, which takes at most three bytes each.
class SingleByteInput : public InputFile {
 public:
  SingleByteInput(std::unique_ptr<InputFile> inner, bool windows)
      : inner_(std::move(inner)), windows_(windows) {}

  tl::expected<std::size_t, std::string> read(char* out, std::size_t size) override {
    bytes_.resize(size / 3);
    const auto got = inner_->read(bytes_.data(), bytes_.size());
    if (!got) return got;
    std::size_t written = 0;
    for (std::size_t i = 0; i < *got; ++i) {
      written += put_utf8(letter_of(static_cast<unsigned char>(bytes_[i])), out + written);
    }
    return written;
  }
  std::uint64_t bytes_used() const override { return inner_->bytes_used(); }

 private:
  char16_t letter_of(unsigned char byte) const {
    if (!windows_ || byte < 0x80 || byte >= 0xa0) return byte;
    const char16_t letter = kWindows1252High[byte - 0x80U];
    return letter == 0 ? byte : letter;
  }

  std::unique_ptr<InputFile> inner_;
  bool windows_;
  std::string bytes_;
};

std::unique_ptr<InputFile> in_utf8(std::unique_ptr<InputFile> input, TextEncoding encoding) {
  if (encoding == TextEncoding::kUtf8) return input;
  return std::make_unique<SingleByteInput>(std::move(input),
                                           encoding == TextEncoding::kWindows1252);
}

}  // namespace

tl::expected<std::unique_ptr<InputFile>, std::string> open_input(const std::string& path,
                                                                 TextEncoding encoding) {
  File file(path == "-" ? stdin : std::fopen(path.c_str(), "rbe"));
  if (!file) {
    return tl::unexpected(std::string("the file cannot be opened: ") + std::strerror(errno));
  }
  DiskBytes disk(std::move(file));
  if (!disk.fill(2)) return tl::unexpected(kCannotRead);
  const std::string_view start = disk.visible();
  if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff")) {
    return tl::unexpected<std::string>(
        "the text is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8");
  }
  std::unique_ptr<InputFile> input;
  if (start.size() >= 2 && std::memcmp(start.data(), kGzipMagic, 2) == 0) {
    input = std::make_unique<GzipInput>(std::move(disk));
  } else {
    input = std::make_unique<PlainInput>(std::move(disk));
  }
  return in_utf8(std::move(input), encoding);
}

std::unique_ptr<InputFile> input_of_text(std::string_view text, TextEncoding encoding) {
  return in_utf8(std::make_unique<TextInput>(text), encoding);
}

std::uint64_t input_size_bytes(const std::string& path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  return failure ? 0 : size;
}

}  // namespace encours
