// Appends to a log until it is killed, and says on its standard output what was acknowledged. Run
// by log_kill_test. Two feeds and a worker write at once; each goes on where it stands in the log.
//
//   log_appender FOLDER
//
// prints lines of "feed-0 17": the feed's record 17 was acknowledged.
#include <iostream>
#include <thread>

#include <unistd.h>

#include "src/local/local_log.h"
#include "tests/local/appended.h"

namespace encours {
namespace {

[[noreturn]] void fail(const Error& error) {
  std::cerr << "log_appender: " << error.message << '\n';
  _exit(1);
}

// One write, so that a line is whole or absent.
void acknowledge(const std::string& writer, std::int64_t number) {
  const std::string line = writer + " " + std::to_string(number) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) _exit(1);
}

[[noreturn]] void feed(LocalLog& log, const std::string& name) {
  auto session = log.open_feed(name);
  if (!session) fail(session.error());
  const auto cursor = (*session)->cursor();
  if (!cursor) fail(cursor.error());
  for (std::int64_t number = cursor->has_value() ? std::stoll(**cursor) : 0;; ++number) {
    const std::vector<Append> records{appended_record(name, number)};
    const Status status = (*session)->append(records, std::to_string(number + 1));
    if (!status) fail(status.error());
    acknowledge(name, number);
  }
}

[[noreturn]] void work(LocalLog& log) {
  auto session = log.open_session(0);
  if (!session) fail(session.error());
  if (auto status = (*session)->init(); !status) fail(status.error());
  const auto committed = (*session)->committed(kAppendedShard);
  if (!committed) fail(committed.error());
  for (std::int64_t number = committed->value_or(0);; ++number) {
    const CommittedOffset offset{kAppendedShard, number + 1};
    Status status = (*session)->begin();
    if (status) status = (*session)->append(appended_record(kAppendingWorker, number));
    if (status) status = (*session)->append(appended_position(number + 1));
    if (!status) fail(status.error());
    if ((*session)->commit({&offset, 1}) != CommitOutcome::kCommitted) {
      fail({Fault::kIo, "a commit did not succeed"});
    }
    acknowledge(kAppendingWorker, number);
  }
}

}  // namespace
}  // namespace encours

int main(int argc, char** argv) {
  using namespace encours;
  if (argc != 2) return 2;
  auto log = LocalLog::open(argv[1], appended_options());
  if (!log) fail(log.error());
  std::thread([&] { feed(**log, "feed-0"); }).detach();
  std::thread([&] { feed(**log, "feed-1"); }).detach();
  work(**log);
}
