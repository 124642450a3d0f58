// The newest committed record of a key in a compacted topic, without reading the topic from its
// beginning. Used for positions and for the cursors of feeds.
#pragma once

#include <optional>
#include <string>

#include "src/kafka/broker.h"
#include "src/kafka/kafka_log.h"

namespace encours::kafka {

// Its value. Looks at all that was written until now, also by transactions that are still
// undecided: it waits for them, and answers kRetry when they outlast its patience.
Answer<std::optional<std::string>> last_record(Reader& reader, const KafkaLogOptions& options,
                                               const TopicPartition& partition,
                                               const std::string& key);

}  // namespace encours::kafka
