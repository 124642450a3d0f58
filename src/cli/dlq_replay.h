// `encours dlq replay`, added by dlq.cc.
#pragma once

#include "src/cli/command.h"

namespace encours::cli {

void add_dlq_replay_command(CLI::App& dlq, Chosen& chosen);

}  // namespace encours::cli
