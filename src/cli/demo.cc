// encours demo: a year of a small company's business, played at speed, with live cases and holds.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "src/cli/commands.h"
#include "src/cli/demo/kafka_home.h"
#include "src/cli/demo/player.h"
#include "src/cli/demo/words.h"
#include "src/cli/policy_feed.h"

namespace encours::cli {
namespace {

struct Options {
  std::string data;
  std::string policy;
  std::uint64_t seed = 2025;
  int clients = 240;
  int days = 365;
  int seconds = 45;  // for a whole year
  bool fast = false;
  bool kafka = false;
};

constexpr std::int32_t kFirstDate = 20250101;
constexpr Day kDaysOfYear = 365;
constexpr std::chrono::milliseconds kLookInterval{100};
constexpr std::string_view kHome = "\x1b[H";
constexpr std::string_view kClearBelow = "\x1b[J";
constexpr std::string_view kClearLine = "\x1b[K\n";
constexpr std::string_view kHideCursor = "\x1b[?25l\x1b[2J";
constexpr std::string_view kShowCursor = "\x1b[?25h";

int screen_lines() {
  winsize size{};
  const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
  return known ? std::clamp<int>(size.ws_row - 1, 16, 60) : 24;
}

// Draws the board in place for whoever watches, or tells a line a month.
class Show {
 public:
  // `below`: one line that stands under the board, or nothing.
  Show(const Terminal& terminal, const Options& options, Day first, std::string below)
      : terminal_(terminal),
        first_(first),
        days_(options.days),
        below_(std::move(below)),
        drawn_(isatty(STDOUT_FILENO) != 0 && terminal.screen().columns > 0),
        pause_(options.fast ? 0 : options.seconds * 1'000 / kDaysOfYear) {
    if (drawn_) terminal_.print(kHideCursor);
  }
  ~Show() {
    if (drawn_) terminal_.print(kShowCursor);
  }
  Show(const Show&) = delete;
  Show& operator=(const Show&) = delete;

  void day(const demo::Board& board, Day day) {
    const bool month_ends = date_from_day(day + 1) % 100 == 1;
    if (!drawn_) {
      if (month_ends) terminal_.print(board.month_line(day, terminal_.screen()));
      return;
    }
    const int percent = (day - first_ + 1) * 100 / days_;
    const int lines = screen_lines() - (below_.empty() ? 0 : 2);
    std::string text = board.picture(day, percent, lines, terminal_.screen());
    if (!below_.empty()) text += "\n" + below_;
    std::string picture{kHome};
    for (const char c : text) {
      if (c == '\n') {
        picture += kClearLine;
      } else {
        picture += c;
      }
    }
    terminal_.print(picture + std::string(kClearBelow));
    next_ = std::max(next_ + pause_, std::chrono::steady_clock::now());
    std::this_thread::sleep_until(next_);
  }

 private:
  const Terminal& terminal_;
  Day first_;
  int days_;
  std::string below_;
  bool drawn_;
  std::chrono::milliseconds pause_;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now();
};

tl::expected<std::string, Failure> new_folder(const std::string& wished) {
  if (!wished.empty()) {
    if (std::filesystem::exists(wished)) {
      return tl::unexpected(
          Failure{ExitCode::kUsage,
                  fmt::format("{}: is there already; the demo needs a new folder", wished)});
    }
    return wished;
  }
  std::string pattern = (std::filesystem::temp_directory_path() / "encours-demo-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    return tl::unexpected(Failure{ExitCode::kIo, pattern + ": the folder cannot be made"});
  }
  return pattern + "/data";
}

std::string what_to_try(const std::string& data, const views::Screen& screen) {
  using demo::Phrase;
  std::string text = fmt::format(
      "{}\n",
      views::painted(screen, views::Paint::kBold, demo::phrase(screen.language, Phrase::kTryNext)));
  const auto line = [&](const std::string& command, Phrase what) {
    // As this program itself was called, so that the line can be copied.
    text += fmt::format("  # {}\n  {} {} --data {}\n", demo::phrase(screen.language, what),
                        program_invocation_name, command, data);
  };
  line("clients", Phrase::kTryClients);
  line("client show C0004 --explain", Phrase::kTryClient);
  line("alerts", Phrase::kTryAlerts);
  line("orders --held", Phrase::kTryOrders);
  line("clients --as-of 2025-06-30", Phrase::kTryLog);
  return text;
}

// The year on a folder, and what it has shown.
Outcome play(const Options& options, const Terminal& terminal, DataFolder& folder,
             const v1::Policy& policy, const std::string& below) {
  const Day first = *day_from_date(kFirstDate);
  demo::Company company(options.seed, options.clients, first);
  demo::Board board(company.names());
  demo::Player player(folder, company, board);
  const auto begun = std::chrono::steady_clock::now();
  {
    Show show(terminal, options, first, below);
    const auto played = player.play(policy, first, first + options.days - 1,
                                    [&](const demo::Board& b, Day day) { show.day(b, day); });
    if (!played) return tl::unexpected(played.error());
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
  const bool printed = terminal.print("\n" + board.summary(terminal.screen()) +
                                      fmt::format("  {:>9.1f}  s\n\n", seconds.count()));
  return printed ? Outcome(ExitCode::kOk) : tl::unexpected(output_failure());
}

Outcome run_in_folder(const Options& options, const Terminal& terminal, const v1::Policy& policy,
                      const std::string& data) {
  auto folder = DataFolder::open(data, std::nullopt);
  if (!folder) return tl::unexpected(folder.error());
  if (auto played = play(options, terminal, *folder, policy, ""); !played) return played;
  return terminal.print(what_to_try(data, terminal.screen())) ? Outcome(ExitCode::kOk)
                                                              : tl::unexpected(output_failure());
}

std::atomic<bool> end_asked = false;

void wait_for_the_end() {
  const auto ask = [](int /*signal*/) { end_asked = true; };
  std::signal(SIGINT, ask);
  std::signal(SIGTERM, ask);
  while (!end_asked)
    std::this_thread::sleep_for(kLookInterval);
}

Outcome run_on_kafka(const Options& options, const Terminal& terminal, const v1::Policy& policy,
                     const std::string& data) {
  const Screen& screen = terminal.screen();
  const auto kafka = demo::KafkaHome::start();
  if (!kafka) return tl::unexpected(kafka.error());
  const std::string where = kafka->where(screen);
  const std::string how_to_look = kafka->how_to_look(program_invocation_name, screen);
  if (!terminal.print(where + how_to_look + "\n")) return tl::unexpected(output_failure());
  auto folder = kafka->open_folder(data);
  if (!folder) return tl::unexpected(folder.error());
  if (auto played = play(options, terminal, *folder, policy, where); !played) return played;
  const std::string stays(demo::phrase(screen.language, demo::Phrase::kKafkaStays));
  if (!terminal.print(where + how_to_look + stays + "\n")) {
    return tl::unexpected(output_failure());
  }
  wait_for_the_end();
  return ExitCode::kOk;
}

Outcome run_demo(const Options& options, const Terminal& terminal) {
  const auto policy = policy_of(options.policy);
  if (!policy) return tl::unexpected(policy.error());
  const auto data = new_folder(options.data);
  if (!data) return tl::unexpected(data.error());
  return options.kafka ? run_on_kafka(options, terminal, *policy, *data)
                       : run_in_folder(options, terminal, *policy, *data);
}

void bind_demo(CLI::App& command, Options& options) {
  command
      .add_option("--data", options.data,
                  "A new folder to keep the year in; a temporary one unless told")
      ->type_name("DIR");
  command.add_option("--policy", options.policy, "The credit policy; a built-in one unless told")
      ->type_name("POLICY.yaml");
  command.add_option("--seed", options.seed, "Another seed, another year")->capture_default_str();
  command.add_option("--clients", options.clients, "How many clients")
      ->check(CLI::Range(50, 5'000))
      ->capture_default_str();
  command.add_option("--days", options.days, "How much of the year")
      ->check(CLI::Range(1, int{kDaysOfYear}))
      ->capture_default_str();
  command.add_option("--seconds", options.seconds, "How long the year may take on a terminal")
      ->check(CLI::Range(1, 3'600))
      ->capture_default_str();
  command.add_flag("--fast", options.fast, "As fast as it goes");
  command.add_flag("--kafka", options.kafka,
                   "With the log on a Kafka cluster inside this process, for kcat and others to "
                   "look at until Ctrl-C");
}

}  // namespace

void add_demo_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "demo",
      "Plays a year of a small French company's business: orders, deliveries, invoices, payments, "
      "good and bad payers, and one client whose fall brings down others. Cases and order holds "
      "appear as they are decided, and the company obeys them.\n\n"
      "Everything runs in this process on a data folder of its own, which is kept. With --kafka "
      "the log is on a cluster inside this process, librdkafka's mock: its address and commands to "
      "copy are printed. It is for looking only, for a mock fences nobody and does not hide what "
      "was aborted; it ends with the process, and so does the log.",
      {{"encours demo", "the year in 45 seconds"},
       {"encours demo --fast --data year", "as fast as it goes, kept in the folder year"},
       {"encours demo --kafka --days 90", "a quarter, with topics that kcat can read"},
       {"encours demo --seed 7 --lang fr", "another year, in French"}},
      &bind_demo, &run_demo);
}

}  // namespace encours::cli
