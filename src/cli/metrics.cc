// encours metrics: every metric there is, as the service serves it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "src/cli/commands.h"
#include "src/metrics/catalogue.h"
#include "src/views/json.h"
#include "src/views/screen.h"

namespace encours::cli {
namespace {

struct Options {
  std::string format;
};

using metrics::MetricRow;

std::span<const std::string_view> labels_of(const MetricRow& row) {
  return std::span(row.labels).first(row.label_count());
}

// Two lines each: the names are long, and what they mean is a sentence.
std::string catalogue_text(const views::Screen& screen) {
  std::string text;
  for (const MetricRow& row : metrics::catalogue()) {
    const std::string labels = fmt::format("{}", fmt::join(labels_of(row), ", "));
    text += fmt::format("{}{}  {}\n    {}\n", views::painted(screen, views::Paint::kBold, row.name),
                        labels.empty() ? "" : "{" + labels + "}",
                        views::painted(screen, views::Paint::kDim, metrics::type_word(row.type)),
                        row.help);
  }
  return text;
}

std::string catalogue_json() {
  std::string text;
  for (const MetricRow& row : metrics::catalogue()) {
    views::JsonArray labels;
    for (const std::string_view label : labels_of(row))
      labels.add(views::json_text(label));
    views::JsonObject object;
    object.text("name", row.name);
    object.text("type", metrics::type_word(row.type));
    object.raw("labels", labels.take());
    object.text("help", row.help);
    text += object.take() + "\n";
  }
  return text;
}

Outcome run_metrics(const Options& options, const Terminal& terminal) {
  const std::string text =
      options.format == "json" ? catalogue_json() : catalogue_text(terminal.screen());
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  return ExitCode::kOk;
}

void bind_metrics(CLI::App& command, Options& options) {
  add_format_option(command, options.format, {"text", "json"});
}

}  // namespace

void add_metrics_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "metrics",
      "Every metric that the service serves.\n\n"
      "Name, type, labels and meaning, in the order of /metrics. `encours run` serves them for "
      "Prometheus; the boards and alerts that go with them stand in dashboards/.",
      {{"encours metrics", "all of them, for people"},
       {"encours metrics --format json", "one a line, for a program"},
       {"curl -s http://127.0.0.1:9464/metrics", "their values, of a service that runs"}},
      &bind_metrics, &run_metrics);
}

}  // namespace encours::cli
