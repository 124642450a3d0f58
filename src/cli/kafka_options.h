// The connection to Kafka as the settings describe it.
#pragma once

#include <tl/expected.hpp>

#include "src/cli/command.h"
#include "src/config/settings.h"
#include "src/kafka/broker.h"
#include "src/kafka/rdkafka_options.h"

namespace encours::cli {

// Of the section `kafka`. Lines of the library's log go to ours.
kafka::RdkafkaOptions kafka_options_of(const Settings& settings);

// A failure of Kafka as the end of a command: unavailable when it may pass.
Failure failure_of(const kafka::Failure& failure);

}  // namespace encours::cli
