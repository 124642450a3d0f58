#include "src/cli/demo/kafka_home.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "src/cli/demo/words.h"
#include "src/cli/kafka_options.h"
#include "src/cli/kcat_stream.h"

namespace encours::demo {
namespace {

// Each transaction waits for every partition that it touches: few are quick.
constexpr std::int32_t kPartitions = 2;
constexpr int kBrokers = 1;

}  // namespace

tl::expected<KafkaHome, cli::Failure> KafkaHome::start() {
  // Each client warns that the mock is too old for a setting that a mock has no use for.
  spdlog::set_level(spdlog::level::err);
  auto mock = kafka::RdkafkaMock::start(kBrokers);
  if (!mock) return tl::unexpected(cli::failure_of(mock.error()));
  const auto rules = kafka::usual_rules(kPartitions, kBrokers);
  if (const auto made = (*mock)->make_topics(kafka::planned_topics(rules)); !made) {
    return tl::unexpected(cli::failure_of(made.error()));
  }
  return KafkaHome(std::move(*mock));
}

tl::expected<cli::DataFolder, cli::Failure> KafkaHome::open_folder(const std::string& data) const {
  Settings settings;
  settings.data_folder = data;
  settings.kafka_brokers = mock_->address();
  return cli::DataFolder::open(settings);
}

std::string KafkaHome::where(const views::Screen& screen) const {
  return fmt::format("Kafka {}  {}\n",
                     views::painted(screen, views::Paint::kBold, mock_->address()),
                     phrase(screen.language, Phrase::kKafkaIsMock));
}

std::string KafkaHome::how_to_look(const std::string& program, const views::Screen& screen) const {
  std::string text = fmt::format("{}\n", phrase(screen.language, Phrase::kKafkaLook));
  for (const char* topic : {"credit.alerts", "credit.order-decisions", "credit.events"}) {
    text += fmt::format("  kcat -C -b {} -t {} -e -q -f '{}' | {} decode\n", mock_->address(),
                        topic, cli::kKcatFormat, program);
  }
  return text;
}

}  // namespace encours::demo
