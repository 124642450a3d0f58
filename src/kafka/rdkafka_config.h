// How librdkafka is set up for each kind of client: every setting that a promise or the speed
// hangs on is written out here. Three layers, a later one over an earlier:
//
//   usual    chosen for speed; RdkafkaOptions::extra may say otherwise
//   extra    passed on
//   binding  what the promises rest on; refused in `extra`
#pragma once

#include "src/kafka/broker.h"
#include "src/kafka/rdkafka_handle.h"
#include "src/kafka/rdkafka_options.h"

namespace encours::kafka {

// kRefused: an option is out of bounds, or `extra` holds a setting that is binding, that librdkafka
// does not know, or whose value it does not take.
Done check_options(const RdkafkaOptions& options);

Answer<RdkafkaConf> member_conf(const RdkafkaOptions& options, const std::string& instance_id);
Answer<RdkafkaConf> producer_conf(const RdkafkaOptions& options,
                                  const std::string& transactional_id);
// Of clients that join no group; also for metadata and administration.
Answer<RdkafkaConf> reader_conf(const RdkafkaOptions& options, Isolation isolation);

// A larger record is refused before it is sent: the embedded log's limit, and room for headers.
inline constexpr int kMessageBytesMax = (1 << 20) + (64 << 10);

}  // namespace encours::kafka
