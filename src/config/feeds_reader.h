// Reads `feeds:` of encours.yaml. Used by the reader of settings.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "src/config/expansion.h"
#include "src/config/feed_settings.h"

namespace encours {

// Where a value was written: its path ("feeds[0].topic"), its node, and what was put in.
using FeedSourceNoted =
    std::function<void(const std::string& path, const YamlValue& value, const Expanded& expanded)>;

// The feeds of a list. Mistakes are reported at their places: names and topics that no topic can
// have, that stand twice or are our own, a codec that nobody knows, a mapping too many or too few.
// `folder` is what paths count from.
std::vector<FeedSettings> read_feeds(const YamlValue& list, const Environment& environment,
                                     const std::string& folder, const FeedSourceNoted& noted);

}  // namespace encours
