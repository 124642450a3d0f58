// What a replay rests on: events in the order of their instants, files and lines; a spool that
// leaves nothing behind; a cursor that reads back as it was written.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "encours/v1/event.pb.h"
#include "src/cli/replay_cursor.h"
#include "src/cli/replay_input.h"
#include "src/cli/spool.h"
#include "tests/driver/temporary_folder.h"

namespace encours::cli {
namespace {

class ReplayInputTest : public testing::Test {
 protected:
  std::string file(const std::string& name, const std::string& text) {
    const std::string path = (folder_.path() / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  tl::expected<ReplayInput, Failure> read(const std::vector<std::string>& files) {
    return ReplayInput::read(files, folder_.path().string(), Terminal{});
  }

  // The event ids in order, "a b c".
  std::string order(const std::vector<std::string>& files) {
    const auto input = read(files);
    if (!input) return input.error().message;
    std::string ids;
    for (std::size_t place = 0; place < input->size(); ++place) {
      v1::Event event;
      EXPECT_TRUE(event.ParseFromString(std::string(input->item(place).value)));
      EXPECT_EQ(input->item(place).key, event.client_id());
      ids += (ids.empty() ? "" : " ") + event.event_id();
    }
    return ids;
  }

  TemporaryFolder folder_;
};

std::string line(const std::string& id, const std::string& logged_at) {
  return R"({"event_id":")" + id + R"(","client_id":"C","logged_at":")" + logged_at +
         R"(","invoice":{"posting_date":20240102}})" + "\n";
}

TEST_F(ReplayInputTest, OrdersByInstantThenFileThenLine) {
  const std::string first =
      file("1", line("c", "2024-01-02T10:00:00Z") + line("a", "2024-01-01T10:00:00Z"));
  const std::string second =
      file("2", line("d", "2024-01-02T10:00:00Z") + line("e", "2024-01-02T10:00:00Z") +
                    line("b", "2024-01-02T09:59:59.999999Z"));
  EXPECT_EQ(order({first, second}), "a b c d e");
  EXPECT_EQ(order({second, first}), "a b d e c");
}

TEST_F(ReplayInputTest, AnEventWithoutAnInstantStandsAtTheStartOfItsBusinessDay) {
  const std::string bare =
      R"({"event_id":"x","client_id":"C","invoice":{"posting_date":20240102}})";
  EXPECT_EQ(order({file("1", line("b", "2024-01-02T00:00:01Z") + bare + "\n")}), "x b");
}

TEST_F(ReplayInputTest, DaysAreUtcAndCountedInclusively) {
  const auto input =
      read({file("1", line("a", "2024-01-01T23:59:59Z") + line("b", "2024-01-02T00:00:00Z") +
                          line("c", "2024-01-04T00:00:00Z"))});
  ASSERT_TRUE(input.has_value());
  EXPECT_EQ(format_day(input->first_day()), "2024-01-01");
  EXPECT_EQ(format_day(input->last_day()), "2024-01-04");
  const Day first = input->first_day();
  EXPECT_EQ(input->count_through(first - 1), 0U);
  EXPECT_EQ(input->count_through(first), 1U);
  EXPECT_EQ(input->count_through(first + 1), 2U);
  EXPECT_EQ(input->count_through(first + 2), 2U);
  EXPECT_EQ(input->count_through(first + 3), 3U);
}

TEST_F(ReplayInputTest, TheFingerprintIsThatOfTheHistoryNotOfItsFiles) {
  const std::string a = line("a", "2024-01-01T00:00:00Z");
  const std::string b = line("b", "2024-01-02T00:00:00Z");
  const std::string whole = read({file("1", a + b)})->fingerprint();
  EXPECT_EQ(read({file("2", b), file("3", a)})->fingerprint(), whole);
  EXPECT_NE(read({file("4", a)})->fingerprint(), whole);
  EXPECT_NE(read({file("5", a + b + b)})->fingerprint(), whole);
}

TEST_F(ReplayInputTest, RefusesTheWholeForOneLineAndNamesIt) {
  struct Row {
    std::string bad;
    std::string named;
    ExitCode code = ExitCode::kBadData;
  };
  const std::string good = line("a", "2024-01-01T00:00:00Z");
  for (const Row& row : {
           Row{"{", "bad:2: no canonical event"},
           Row{R"({"client_id":"C","invoce":{}})", "bad:2: no canonical event"},
           Row{R"({"client_id":"C"})", "bad:2: the event has no body"},
           Row{R"({"logged_at":"2024-01-01T00:00:00Z","day_turned":{"day":20240101}})", "bad:2: "},
           Row{R"({"logged_at":"2024-01-01T00:00:00Z","invoice":{}})",
               "bad:2: client_id is missing"},
           Row{R"({"client_id":"C","client":{}})", "bad:2: logged_at is missing"},
           Row{R"({"client_id":"C","logged_at":"2300-01-01T00:00:00Z","client":{}})",
               "bad:2: logged_at is missing, or no instant between"},
           Row{R"({"company_id":"C","logged_at":"2024-01-01T00:00:00Z","legal_notice":{}})",
               "bad:2: an event of another log"},
       }) {
    const auto input = read({file("bad", good + row.bad + "\n")});
    ASSERT_FALSE(input.has_value()) << row.bad;
    EXPECT_NE(input.error().message.find(row.named), std::string::npos) << input.error().message;
    EXPECT_EQ(input.error().code, row.code);
  }
  EXPECT_EQ(read({"/nowhere/at/all"}).error().code, ExitCode::kIo);
}

TEST_F(ReplayInputTest, LeavesNoFileBehind) {
  const std::string path = file("1", line("a", "2024-01-01T00:00:00Z"));
  const auto input = read({path});
  ASSERT_TRUE(input.has_value());
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
    EXPECT_EQ(entry.path(), path) << "the spool has no name";
  }
}

TEST(Spool, GivesBackWhatWasPutInWhateverTheSizes) {
  const TemporaryFolder folder;
  auto spool = Spool::make(folder.path().string());
  ASSERT_TRUE(spool.has_value());
  std::vector<std::uint64_t> places;
  // Empty, small, and larger than the buffer.
  for (const std::size_t size : {0U, 1U, 70'000U, 3'000'000U, 5U}) {
    places.push_back(spool->add(std::string(size / 2, 'k'), std::string(size, 'v')));
  }
  ASSERT_TRUE(spool->finish().has_value());
  EXPECT_EQ(spool->read(places[0]).value, "");
  EXPECT_EQ(spool->read(places[2]).key.size(), 35'000U);
  EXPECT_EQ(spool->read(places[3]).value, std::string(3'000'000, 'v'));
  EXPECT_EQ(spool->read(places[4]).value, "vvvvv");
}

TEST(ReplayCursor, ReadsBackAsItWasWritten) {
  ReplayCursor cursor;
  cursor.input = "0123456789abcdef";
  cursor.stage = ReplayCursor::Stage::kEvents;
  cursor.day = *day_from_date(20240229);
  cursor.appended = 12'345;
  cursor.finished = {"one", "two"};
  const auto read = ReplayCursor::parse(cursor.text());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->input, cursor.input);
  EXPECT_EQ(read->stage, cursor.stage);
  EXPECT_EQ(read->day, cursor.day);
  EXPECT_EQ(read->appended, cursor.appended);
  EXPECT_EQ(read->finished, cursor.finished);
  const auto blank = ReplayCursor::parse(ReplayCursor{}.text());
  ASSERT_TRUE(blank.has_value());
  EXPECT_TRUE(blank->input.empty());
  EXPECT_EQ(blank->day, kNoDay);
}

TEST(ReplayCursor, RefusesWhatItDidNotWrite) {
  for (const std::string& text :
       {std::string(), std::string("replay 2\ninput x\nstage open 20240101 0\n"),
        std::string("replay 1\ninput x\nstage asleep 20240101 0\n"),
        std::string("replay 1\ninput x\nstage open 20240230 0\n"),
        std::string("replay 1\ninput x\nstage open 20240101\n"),
        std::string("replay 1\ninput x\nstage open 20240101 0\nfinished\n")}) {
    EXPECT_FALSE(ReplayCursor::parse(text).has_value()) << text;
  }
}

TEST(ReplayCursor, RemembersTheLatestInputsOnce) {
  ReplayCursor cursor;
  for (std::size_t i = 0; i <= kFinishedInputsMax; ++i) {
    cursor.input = std::to_string(i);
    cursor.note_finished();
    cursor.note_finished();
  }
  EXPECT_EQ(cursor.finished.size(), kFinishedInputsMax);
  EXPECT_EQ(cursor.finished.front(), "1");
  EXPECT_EQ(cursor.finished.back(), std::to_string(kFinishedInputsMax));
}

}  // namespace
}  // namespace encours::cli
