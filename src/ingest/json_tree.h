// A JSON text as a tree, where all of it is wanted at once: envelopes around events, files of
// notices. What is inside an envelope is read by src/ingest/ndjson.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace encours {

// An envelope has a few levels and a few thousand values; these keep hostile texts cheap.
inline constexpr std::size_t kEnvelopeDepthMax = 32;
inline constexpr std::size_t kEnvelopeValuesMax = 500'000;

// The error is a sentence for people: no JSON, nested too deep, too many values, a key that stands
// twice in one object (readers disagree on which one counts).
tl::expected<nlohmann::json, std::string> parse_json_tree(std::string_view text);

}  // namespace encours
