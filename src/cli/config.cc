// encours config: the files that people write (settings, policy, mapping): checked, printed,
// explained.
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "src/cli/commands.h"
#include "src/cli/kafka_options.h"
#include "src/cli/policy_feed.h"
#include "src/cli/settings_file.h"
#include "src/config/settings.h"
#include "src/ingest/mapping/mapping.h"
#include "src/kafka/rdkafka_config.h"
#include "src/policy/policy.h"

namespace encours::cli {
namespace {

struct Check {
  std::vector<std::string> files;
  std::string what;
};

struct Print {
  std::string settings;
};

struct What {
  std::string what;
};

// What a file is, by the keys at its top; nothing when it could be anything.
std::optional<std::string> kind_of(const std::string& file) {
  const auto tree = load_yaml(file);
  if (!tree) return std::nullopt;
  const auto has_one_of = [&tree](std::initializer_list<std::string_view> keys) {
    return std::any_of(tree->entries.begin(), tree->entries.end(), [keys](const YamlEntry& entry) {
      return std::find(keys.begin(), keys.end(), entry.key) != keys.end();
    });
  };
  if (has_one_of({"mapping", "events", "row_id"})) return "mapping";
  if (has_one_of({"rules", "version", "reporting_currency", "grace_days"})) return "policy";
  if (has_one_of({"data", "inbox", "policy", "partitions", "memory", "flush", "commit", "metrics",
                  "kafka", "snapshots", "feeds"})) {
    return "settings";
  }
  return std::nullopt;
}

// What librdkafka makes of its settings is known only to itself.
std::vector<ConfigError> mistakes_in_settings(const std::string& file) {
  const SettingsOrErrors settings = load_settings(file);
  if (!settings) return settings.error();
  if (settings->kafka_brokers.empty()) return {};
  const auto checked = kafka::check_options(kafka_options_of(*settings));
  if (checked) return {};
  return {{file, {}, "", checked.error().message, ""}};
}

std::vector<ConfigError> mistakes_in(const std::string& file, const std::string& what) {
  if (what == "mapping") {
    const auto mapping = Mapping::load(file);
    return mapping ? std::vector<ConfigError>{} : mapping.error();
  }
  if (what == "settings") {
    return mistakes_in_settings(file);
  }
  const PolicyOrErrors policy = load_policy(file);
  return policy ? std::vector<ConfigError>{} : policy.error();
}

Outcome run_validate(const Check& check, const Terminal& terminal) {
  std::size_t mistakes = 0;
  for (const std::string& file : check.files) {
    const std::optional<std::string> what =
        check.what.empty() ? kind_of(file) : std::optional(check.what);
    if (!what && load_yaml(file)) {
      return tl::unexpected(Failure{
          ExitCode::kConfig,
          fmt::format("{}: no settings, policy or mapping by its keys; say which by --as", file)});
    }
    // A file that is no YAML at all has the same mistake whatever it was meant to be.
    const std::vector<ConfigError> errors = mistakes_in(file, what.value_or("policy"));
    for (const ConfigError& error : errors)
      terminal.say(error.text());
    if (errors.empty()) terminal.say(fmt::format("{}: {}, no mistakes", file, *what));
    mistakes += errors.size();
  }
  return mistakes == 0 ? ExitCode::kOk : ExitCode::kConfig;
}

void bind_validate(CLI::App& command, Check& check) {
  command.add_option("FILE", check.files, "Settings, policies, mappings; told apart by their keys")
      ->required()
      ->type_name("FILE");
  command.add_option("--as", check.what, "What the files are meant to be")
      ->type_name("settings|policy|mapping")
      ->check(CLI::IsMember({"settings", "policy", "mapping"}));
}

Outcome run_print(const Print& print, const Terminal& terminal) {
  const auto settings = settings_of(print.settings);
  if (!settings) return tl::unexpected(settings.error());
  if (!terminal.print(print_settings(*settings))) return tl::unexpected(output_failure());
  return ExitCode::kOk;
}

void bind_print(CLI::App& command, Print& print) {
  command
      .add_option("-c,--config", print.settings,
                  "Settings of the service; environment and defaults alone unless told")
      ->type_name("ENCOURS.yaml");
}

Outcome run_schema(const What& what, const Terminal& terminal) {
  const std::string schema = what.what == "policy" ? policy_json_schema() : settings_json_schema();
  if (!terminal.print(schema)) return tl::unexpected(output_failure());
  return ExitCode::kOk;
}

Outcome run_example(const What& what, const Terminal& terminal) {
  const std::string example =
      what.what == "policy" ? std::string(policy_example()) : settings_example();
  if (!terminal.print(example)) return tl::unexpected(output_failure());
  return ExitCode::kOk;
}

void bind_what(CLI::App& command, What& what) {
  command.add_option("WHAT", what.what, "settings (of the service) or policy")
      ->required()
      ->type_name("settings|policy")
      ->check(CLI::IsMember({"settings", "policy"}));
}

}  // namespace

void add_config_command(CLI::App& app, Chosen& chosen) {
  CLI::App& config = *app.add_subcommand("config", "Files that people write: checked, explained.");
  config.require_subcommand(1);
  config.fallthrough();
  add_command<Check>(config, chosen, "validate",
                     "Checks files and tells every mistake as file:line:column: key: problem.",
                     {{"encours config validate policy.yaml", "a policy"},
                      {"encours config validate encours.yaml ibm.yaml",
                       "settings and a mapping; exit code 78 if anything is wrong"}},
                     &bind_validate, &run_validate);
  add_command<Print>(config, chosen, "print",
                     "The settings in force, each with where it came from; secrets hidden.",
                     {{"encours config print -c encours.yaml", "file, environment and defaults"},
                      {"encours config print", "environment and defaults alone"}},
                     &bind_print, &run_print);
  add_command<What>(config, chosen, "schema",
                    "JSON Schema (2020-12) of a file, for editors that complete and check.",
                    {{"encours config schema policy > policy.schema.json", "of the policy"},
                     {"encours config schema settings", "of the settings"}},
                    &bind_what, &run_schema);
  add_command<What>(config, chosen, "example",
                    "A file with every key, its default and its meaning, to be copied and changed.",
                    {{"encours config example policy > policy.yaml", "a policy to begin with"},
                     {"encours config example settings > encours.yaml", "settings to begin with"}},
                    &bind_what, &run_example);
}

}  // namespace encours::cli
