// Files of notices, whatever their format: which it is, is told by the bytes.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "src/ingest/notices/notice_sink.h"

namespace encours {

// A larger file is no issue of a gazette.
inline constexpr std::size_t kNoticeFileBytesMax = std::size_t{256} << 20;

// Reads a file, plain or gzip; "-" is the standard input. The error, without the file's name, is
// that it cannot be read, is too large, or is of no format that is known; whatever else is wrong
// with it is told to the sink.
tl::expected<void, std::string> read_notice_file(const std::string& path, NoticeSink& sink);

// The same of bytes in memory.
tl::expected<void, std::string> read_notices(std::string_view bytes, const std::string& file,
                                             NoticeSink& sink);

}  // namespace encours
