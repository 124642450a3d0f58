// encours topics: the topics of a Kafka cluster, compared with the plan, and made where they are
// missing. Nothing that is there is ever changed.
#include "schemas/topics.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "src/cli/commands.h"
#include "src/cli/kafka_options.h"
#include "src/cli/settings_file.h"
#include "src/kafka/rdkafka_admin.h"
#include "src/kafka/topic_plan.h"
#include "src/views/json.h"
#include "src/views/table.h"

namespace encours::cli {
namespace {

using kafka::TopicDifference;
using kafka::TopicSetup;

struct Options {
  std::string settings;
  std::string brokers;
  std::optional<std::int32_t> partitions;
  std::optional<std::int32_t> copies;
  std::optional<std::int32_t> in_sync;
  std::string format;
};

// The cluster as it is and as it should be.
struct Comparison {
  std::string brokers;
  std::unique_ptr<kafka::RdkafkaAdmin> admin;
  std::vector<TopicSetup> planned;
  std::vector<TopicSetup> found;

  std::vector<TopicDifference> differences() const {
    return kafka::differences(planned, found, brokers);
  }
};

std::vector<std::string> names_of(const std::vector<TopicSetup>& topics) {
  std::vector<std::string> names;
  for (const TopicSetup& topic : topics)
    names.push_back(topic.name);
  return names;
}

// Where the feeds of the settings send what they refuse.
std::set<std::string> letters_of(const std::vector<FeedSettings>& feeds) {
  std::set<std::string> letters;
  for (const FeedSettings& feed : feeds)
    letters.insert(feed.dead_letters);
  return letters;
}

tl::expected<Comparison, Failure> look(const Options& options) {
  auto settings = settings_of(options.settings);
  if (!settings) return tl::unexpected(settings.error());
  if (!options.brokers.empty()) settings->kafka_brokers = options.brokers;
  if (settings->kafka_brokers.empty()) {
    return tl::unexpected(Failure{
        ExitCode::kConfig,
        "no broker is named: give --brokers HOST:PORT, or -c with a file that has kafka.brokers"});
  }
  auto connection = kafka_options_of(*settings);
  // A failed connection is the command's failure, in one line.
  connection.on_log = nullptr;
  auto admin = kafka::RdkafkaAdmin::open(connection);
  // Nothing was asked for yet: what it is told is wrong.
  if (!admin) return tl::unexpected(Failure{ExitCode::kConfig, admin.error().message});
  const auto brokers = (*admin)->broker_count();
  if (!brokers) return tl::unexpected(failure_of(brokers.error()));

  Comparison comparison{settings->kafka_brokers, std::move(*admin), {}, {}};
  auto rules = kafka::usual_rules(
      options.partitions.value_or(static_cast<std::int32_t>(settings->partitions)), *brokers);
  rules.replicas = options.copies.value_or(rules.replicas);
  rules.in_sync = std::min(options.in_sync.value_or(rules.in_sync), rules.replicas);
  const std::set<std::string> letters = letters_of(settings->feeds);
  comparison.planned = kafka::planned_topics(rules, letters);
  auto found = comparison.admin->describe(names_of(comparison.planned));
  if (!found) return tl::unexpected(failure_of(found.error()));
  comparison.found = std::move(*found);
  // The client log never changes: where it stands, all others go by it.
  const auto log = std::ranges::find(comparison.found, topic_of(Log::kEvents), &TopicSetup::name);
  if (log != comparison.found.end()) {
    rules.partitions = log->partitions;
    comparison.planned = kafka::planned_topics(rules, letters);
  }
  return comparison;
}

std::string differences_table(const std::vector<TopicDifference>& list, const Screen& screen) {
  using views::Align;
  views::Table table({{"topic", Align::kLeft, 0, false},
                      {"what", Align::kLeft, 0, false},
                      {"is", Align::kRight, 0, false},
                      {"should be", Align::kRight, 0, false}});
  std::vector<std::string> commands;
  for (const TopicDifference& one : list) {
    table.add_row({{one.topic, Paint::kBold},
                   {one.what, Paint::kPlain},
                   {one.found.empty() ? "missing" : one.found, Paint::kWarning},
                   {one.wanted, Paint::kPlain}});
    if (std::ranges::find(commands, one.mend) == commands.end()) commands.push_back(one.mend);
  }
  std::string text = table.text(screen) + "\nTo mend it:\n";
  for (const std::string& command : commands)
    text += fmt::format("  {}\n", command);
  return text;
}

std::string differences_json(const std::vector<TopicDifference>& list) {
  std::string text;
  for (const TopicDifference& one : list) {
    views::JsonObject object;
    object.text("topic", one.topic);
    object.text("what", one.what);
    object.text_or_null("found", one.found);
    object.text("wanted", one.wanted);
    object.text("mend", one.mend);
    text += object.take() + "\n";
  }
  return text;
}

Outcome report(const Comparison& comparison, const Options& options, const Terminal& terminal) {
  const std::vector<TopicDifference> list = comparison.differences();
  std::string text;
  if (options.format == "json") {
    text = differences_json(list);
  } else if (list.empty()) {
    text = fmt::format("{} topics at {} are as planned, {} partitions each\n",
                       comparison.planned.size(), comparison.brokers,
                       comparison.planned.front().partitions);
  } else {
    text = differences_table(list, terminal.screen());
  }
  if (!terminal.print(text)) return tl::unexpected(output_failure());
  return list.empty() ? ExitCode::kOk : ExitCode::kFindings;
}

Outcome run_check(const Options& options, const Terminal& terminal) {
  const auto comparison = look(options);
  if (!comparison) return tl::unexpected(comparison.error());
  return report(*comparison, options, terminal);
}

Outcome run_create(const Options& options, const Terminal& terminal) {
  auto comparison = look(options);
  if (!comparison) return tl::unexpected(comparison.error());
  std::vector<TopicSetup> missing;
  for (const TopicSetup& topic : comparison->planned) {
    const bool there = std::ranges::find(comparison->found, topic.name, &TopicSetup::name) !=
                       comparison->found.end();
    if (!there) missing.push_back(topic);
  }
  if (const auto done = comparison->admin->create(missing); !done) {
    return tl::unexpected(failure_of(done.error()));
  }
  for (const TopicSetup& topic : missing) {
    terminal.say(fmt::format("made {}: {} partitions, {} {}", topic.name, topic.partitions,
                             topic.replicas, topic.replicas == 1 ? "copy" : "copies"));
  }
  auto found = comparison->admin->describe(names_of(comparison->planned));
  if (!found) return tl::unexpected(failure_of(found.error()));
  comparison->found = std::move(*found);
  return report(*comparison, options, terminal);
}

void bind_topics(CLI::App& command, Options& options) {
  command
      .add_option("-c,--config", options.settings,
                  "Settings of the service: where the brokers are, how to log in")
      ->type_name("ENCOURS.yaml");
  command
      .add_option("--brokers", options.brokers,
                  "HOST:PORT, several with commas; before those of the settings")
      ->type_name("ADDRESSES");
  command
      .add_option("--partitions", options.partitions,
                  "Partitions of new topics, before those of the settings; where the client log "
                  "stands, as many as it has")
      ->type_name("N")
      ->check(CLI::Range(1, 1'024));
  command
      .add_option("--copies", options.copies,
                  "Copies of each partition; 3 unless told, or as "
                  "many as there are brokers")
      ->type_name("N")
      ->check(CLI::Range(1, 16));
  command
      .add_option("--in-sync", options.in_sync,
                  "Copies that must have a record before it counts; 2 of 3 unless told")
      ->type_name("N")
      ->check(CLI::Range(1, 16));
  add_format_option(command, options.format, {"table", "json"});
}

}  // namespace

void add_topics_command(CLI::App& app, Chosen& chosen) {
  CLI::App& topics = *app.add_subcommand("topics", "The topics of a Kafka cluster.");
  topics.require_subcommand(1);
  topics.fallthrough();
  add_command<Options>(
      topics, chosen, "check",
      "What differs from the plan, with the command that mends it.\n\n"
      "Topics that are missing, numbers of partitions and copies, settings by which records would "
      "be lost. Exit code 2 if anything differs. Changes nothing.",
      {{"encours topics check -c encours.yaml", "of the cluster that the service uses"},
       {"encours topics check --brokers localhost:9092 --format json", "for scripts"}},
      &bind_topics, &run_check);
  add_command<Options>(
      topics, chosen, "create",
      "Makes the topics that are missing, then checks.\n\n"
      "A topic that is there is left as it is. Exit code 2 if one of those differs from the plan.",
      {{"encours topics create -c encours.yaml", "in the cluster that the service uses"},
       {"encours topics create --brokers localhost:9092 --partitions 4", "a small one to try"}},
      &bind_topics, &run_create);
}

}  // namespace encours::cli
