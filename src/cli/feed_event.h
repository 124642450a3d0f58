// An event on its way from a feed into the log: whether a feed may send it at all, and where it
// goes. Used by replay and by the service.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "encours/v1/event.pb.h"
#include "src/ports.h"

namespace encours::cli {

// Why a feed may not send the event, for people; empty if it may.
std::string_view refusal_of(const v1::Event& event);

// The key of an event that may be sent; empty on broadcast kinds, which go to every partition.
std::string_view key_of(const v1::Event& event);

// Adds the records of an event: one to the partition of its key, or one to each of the
// `partitions`.
void add_records(std::string_view key, std::string_view event_bytes, std::int32_t partitions,
                 std::vector<Append>& records);

}  // namespace encours::cli
