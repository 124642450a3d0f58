#include "src/cli/settings_file.h"

namespace encours::cli {

tl::expected<Settings, Failure> settings_of(const std::string& file) {
  SettingsOrErrors settings = file.empty() ? settings_without_file() : load_settings(file);
  if (settings) return std::move(*settings);
  std::string text = "the settings have mistakes";
  for (const ConfigError& error : settings.error())
    text += "\n" + error.text();
  return tl::unexpected(Failure{ExitCode::kConfig, text});
}

}  // namespace encours::cli
