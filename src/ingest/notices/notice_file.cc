#include "src/ingest/notices/notice_file.h"

#include <vector>

#include <fmt/format.h>

#include "src/ingest/input.h"
#include "src/ingest/notices/bodacc_records.h"
#include "src/ingest/notices/bodacc_xml.h"

namespace encours {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 18;

tl::expected<std::string, std::string> read_whole(const std::string& path) {
  auto input = open_input(path);
  if (!input) return tl::unexpected(input.error());
  std::string bytes;
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    const auto read = (*input)->read(piece.data(), piece.size());
    if (!read) return tl::unexpected(read.error());
    if (*read == 0) return bytes;
    bytes.append(piece.data(), *read);
    if (bytes.size() > kNoticeFileBytesMax) {
      return tl::unexpected(
          fmt::format("has more than {} MiB; split it", kNoticeFileBytesMax >> 20U));
    }
  }
}

}  // namespace

tl::expected<void, std::string> read_notices(std::string_view bytes, const std::string& file,
                                             NoticeSink& sink) {
  if (is_bodacc_xml(bytes)) {
    read_bodacc_xml(bytes, file, sink);
  } else if (is_bodacc_records(bytes)) {
    read_bodacc_records(bytes, file, sink);
  } else {
    return tl::unexpected(
        std::string("is of no format that is known: BODACC XML (PCL_REDIFF), or records of its "
                    "open data (JSON)"));
  }
  return {};
}

tl::expected<void, std::string> read_notice_file(const std::string& path, NoticeSink& sink) {
  const auto bytes = read_whole(path);
  if (!bytes) return tl::unexpected(bytes.error());
  return read_notices(*bytes, path, sink);
}

}  // namespace encours
