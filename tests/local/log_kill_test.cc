// A process that writes to the embedded log is killed at random moments, again and again. Whatever
// it had been told is done is there, whole and in order, and nothing is there twice.
#include <array>
#include <csignal>
#include <map>
#include <random>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/local/local_log.h"
#include "tests/driver/temporary_folder.h"
#include "tests/local/appended.h"

namespace encours {
namespace {

constexpr int kKills = 20;

// The helper beside this program.
std::string appender_path() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "log_appender";
}

// A running log_appender and what it has said so far.
class Appender {
 public:
  explicit Appender(const std::filesystem::path& folder) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    const std::string program = appender_path();
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execl(program.c_str(), program.c_str(), folder.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    out_ = ::fdopen(ends[0], "r");
  }
  ~Appender() {
    if (out_ != nullptr) ::fclose(out_);
  }
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  // Notes the next acknowledgement; false when the process has ended.
  bool listen(std::map<std::string, std::int64_t>& acknowledged) {
    std::array<char, 64> line{};
    if (std::fgets(line.data(), line.size(), out_) == nullptr) return false;
    const std::string text(line.data());
    const std::size_t space = text.find(' ');
    acknowledged[text.substr(0, space)] = std::stoll(text.substr(space + 1));
    return true;
  }

  void kill() {
    ::kill(process_, SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it was to run until it is killed";
  }

 private:
  pid_t process_ = 0;
  std::FILE* out_ = nullptr;
};

// Every writer's records are 0, 1, 2 ... once each, and rows that belong together agree.
std::map<std::string, std::int64_t> check(LocalLog& log) {
  std::map<std::string, std::int64_t> counts;
  std::int64_t next = 0;
  while (true) {
    const auto batch = log.read({"said", 0}, next, 1000);
    EXPECT_TRUE(batch.has_value()) << batch.error().message;
    if (!batch || (*batch)->records.empty()) break;
    for (const Record& record : (*batch)->records) {
      EXPECT_EQ(record.offset, next++);
      const std::string writer(record.key);
      const std::int64_t number = counts[writer]++;
      EXPECT_EQ(record.value, appended_record(writer, number).value) << writer;
    }
  }
  EXPECT_EQ(next, log.bounds({"said", 0})->end);
  const std::int64_t said = counts[kAppendingWorker];
  EXPECT_EQ(log.committed(kAppendedShard)->value_or(0), said);
  EXPECT_EQ(log.last_position(kAppendedShard)->value_or("0"), std::to_string(said));
  EXPECT_EQ(log.bounds({"credit.positions", 0})->end, said);
  return counts;
}

TEST(LogKill, LosesNothingThatWasAcknowledged) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "log";
  std::mt19937 chance(20261121);
  std::map<std::string, std::int64_t> acknowledged;
  for (int kills = 0; kills < kKills; ++kills) {
    SCOPED_TRACE(kills);
    Appender appender(path);
    const unsigned long lines = 1 + chance() % 300;
    for (unsigned long line = 0; line < lines; ++line) {
      ASSERT_TRUE(appender.listen(acknowledged)) << "the helper ended by itself";
    }
    {
      const auto reader = LocalLog::open_reader(path, nullptr);
      ASSERT_TRUE(reader.has_value()) << reader.error().message;
      SCOPED_TRACE("read beside the writer");
      check(**reader);
      const Status caught_up = (*reader)->catch_up();
      ASSERT_TRUE(caught_up.has_value()) << caught_up.error().message;
      check(**reader);
    }
    appender.kill();
    while (appender.listen(acknowledged)) {
    }
    const auto log = LocalLog::open(path, appended_options());
    ASSERT_TRUE(log.has_value()) << log.error().message;
    const auto found = check(**log);
    for (const auto& [writer, number] : acknowledged) {
      EXPECT_GT(found.at(writer), number) << writer << " was told that " << number << " is done";
    }
    for (const std::string feed : {"feed-0", "feed-1"}) {
      const auto cursor = (*(*log)->open_feed(feed))->cursor();
      EXPECT_EQ(cursor->value_or("0"), std::to_string(found.contains(feed) ? found.at(feed) : 0));
    }
  }
  EXPECT_EQ(acknowledged.size(), 3U) << "all three writers came to write";
}

}  // namespace
}  // namespace encours
