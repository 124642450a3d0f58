// `encours ingest -c`: the feeds of the settings, topics of any shape, into the logs until a
// signal.
#pragma once

#include <string>

#include "src/cli/command.h"

namespace encours::cli {

// Settings that name no feed, feeds whose codec or mapping is wrong, and topics that are not there
// are refused before anything is read.
Outcome run_ingest_service(const std::string& settings_file);

}  // namespace encours::cli
