#include "src/ingest/ndjson/ndjson_writer.h"

#include <cerrno>
#include <cstring>

#include "src/ingest/ndjson/event_json.h"

namespace encours {
namespace {

constexpr std::size_t kBufferBytes = 256U << 10U;

}  // namespace

void LineWriter::CloseFile::operator()(std::FILE* file) const {
  if (file != stdout) std::fclose(file);
}

tl::expected<LineWriter, std::string> LineWriter::open(const std::string& path) {
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wbe");
  if (file == nullptr) {
    return tl::unexpected(path + ": the file cannot be written: " + std::strerror(errno));
  }
  if (file != stdout) std::setvbuf(file, nullptr, _IOFBF, kBufferBytes);
  return LineWriter(file, path);
}

bool LineWriter::write(std::string_view line) {
  return std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size() &&
         std::fputc('\n', file_.get()) != EOF;
}

std::string LineWriter::close() {
  const bool written = std::fflush(file_.get()) == 0 && std::ferror(file_.get()) == 0;
  const std::string problem = written ? "" : std::strerror(errno);
  file_.reset();
  return written ? "" : path_ + ": the file could not be written to its end: " + problem;
}

bool EventWriter::accept(v1::Event& event, const EventOrigin&) {
  text_.clear();
  append_json(text_, event);
  return lines_.write(text_);
}

bool RejectWriter::accept(const Reject& reject) {
  return lines_.write(reject_to_json(reject));
}

}  // namespace encours
