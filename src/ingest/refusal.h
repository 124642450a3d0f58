// Whether an event may come by a feed at all: the one check of every way in, whatever the format.
// Used by the reader of canonical files and by the router of feeds.
#pragma once

#include <optional>

#include "encours/v1/event.pb.h"
#include "src/ingest/reject.h"

namespace encours {

// Why a feed may not send the event; nothing if it may. Refused are ticks, which only the owner of
// a shard may say, kinds of logs that are not folded yet, and a keyed event that names no client.
std::optional<Failure> refusal_of(const v1::Event& event);

}  // namespace encours
