// encours topology: the operators, what they hear, say and keep.
#include "operators/topology.h"

#include "src/cli/commands.h"

namespace encours::cli {
namespace {

struct Options {};

Outcome run_topology(const Options&, const Terminal& terminal) {
  if (!terminal.print(client_topology().describe())) return tl::unexpected(output_failure());
  return ExitCode::kOk;
}

void bind_topology(CLI::App&, Options&) {}

}  // namespace

void add_topology_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "topology",
      "The operators, on one page.\n\n"
      "The operators of the client log in the order in which an event runs down them: what each "
      "hears, says and keeps.",
      {{"encours topology", "the whole product on one page"},
       {"encours topology | grep -A 3 '^limits'", "one operator"}},
      &bind_topology, &run_topology);
}

}  // namespace encours::cli
