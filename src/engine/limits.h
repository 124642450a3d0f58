// The engine's limits: each with its unit and its reason. What a user may set stands in
// src/config/settings.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace encours {

// Raised by hand whenever rows or outputs of the same log could change. 1 until the first tag.
inline constexpr std::int32_t kFoldVersion = 1;

// Bytes of one event. An order of 10,000 lines fits; anything larger is a mistake and would stall
// its partition.
inline constexpr std::size_t kEventBytesMax = std::size_t{1} << 20;

// One transaction: beyond these, readers wait too long and an undo costs too much.
inline constexpr std::size_t kTransactionEventsMax = 20'000;
inline constexpr std::size_t kTransactionBytesMax = std::size_t{8} << 20;

// Records asked for in one poll: enough to read cold rows together, few enough to keep in memory.
inline constexpr std::size_t kPollRecordsMax = 1'000;

// Clients folded by one slice of a sweep or one beat, so that live events stand between slices.
inline constexpr std::size_t kSweepOwnersMax = 512;

// Rounds of asking an event for its wishes: a head row, the page it leads to, and one to spare.
inline constexpr int kPrefetchRoundsMax = 3;

// Outputs of one step: more is a bug of an operator, never a big client (those are swept).
inline constexpr std::size_t kOutputsPerStepMax = 100'000;

// Rows serialised for the flusher between two polls: a few milliseconds of the fold thread at most.
inline constexpr std::size_t kFreezeRowsPerTurn = 2'000;

// A freeze is made at the first commit after each multiple, so that replicas can compare their
// state there.
inline constexpr std::int64_t kStateHashOffsets = 131'072;

// Tries of a transaction that makes no headway before the worker stops.
inline constexpr int kTransactionTriesMax = 3;

}  // namespace encours
