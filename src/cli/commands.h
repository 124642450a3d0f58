// The commands there are: one function and one file each. Called by main.cc alone.
#pragma once

#include "src/cli/command.h"

namespace encours::cli {

void add_alerts_command(CLI::App& app, Chosen& chosen);
void add_append_command(CLI::App& app, Chosen& chosen);
void add_client_command(CLI::App& app, Chosen& chosen);
void add_clients_command(CLI::App& app, Chosen& chosen);
void add_config_command(CLI::App& app, Chosen& chosen);
void add_decode_command(CLI::App& app, Chosen& chosen);
void add_demo_command(CLI::App& app, Chosen& chosen);
void add_dlq_command(CLI::App& app, Chosen& chosen);
void add_notices_command(CLI::App& app, Chosen& chosen);
void add_ingest_command(CLI::App& app, Chosen& chosen);
void add_log_command(CLI::App& app, Chosen& chosen);
void add_metrics_command(CLI::App& app, Chosen& chosen);
void add_orders_command(CLI::App& app, Chosen& chosen);
void add_reconcile_command(CLI::App& app, Chosen& chosen);
void add_replay_command(CLI::App& app, Chosen& chosen);
void add_run_command(CLI::App& app, Chosen& chosen);
void add_snapshot_command(CLI::App& app, Chosen& chosen);
void add_status_command(CLI::App& app, Chosen& chosen);
void add_topics_command(CLI::App& app, Chosen& chosen);
void add_topology_command(CLI::App& app, Chosen& chosen);
void add_verify_command(CLI::App& app, Chosen& chosen);
void add_version_command(CLI::App& app, Chosen& chosen);

}  // namespace encours::cli
