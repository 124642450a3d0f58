// Shows what a mapping makes of the first rows of a file: for the person who is writing the
// mapping. Used by `ingest --preview N`.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "src/ingest/mapping/mapping.h"

namespace encours {

// Text for people: each of the first rows with the events it gives, field by field, or with the
// reason why it is rejected, and a count at the end. The error is that of ingest().
//
//   ibm.csv:2
//     invoice  client 9322-YCTQO  at 2013-02-10T00:00:00Z
//       ref: INVOICE ibm/1000/0009888306
//       gross: 105.92 USD
tl::expected<std::string, std::string> preview(const Mapping& mapping, const std::string& file,
                                               std::uint64_t rows);

}  // namespace encours
