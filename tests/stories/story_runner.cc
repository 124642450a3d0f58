#include "tests/stories/story_runner.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "tests/driver/invariants.h"
#include "tests/stories/found.h"
#include "tests/stories/transcript.h"

namespace encours::story {
namespace {

constexpr std::int32_t kPartitionsSpread = 4;

DriverOptions options_for(Way way) {
  constexpr std::size_t kRecordBytesMax = std::size_t{4} << 20;
  DriverOptions options;
  options.partitions = way == Way::kSpread ? kPartitionsSpread : 1;
  options.log.record_bytes_max = kRecordBytesMax;  // so that an oversize event gets as far as us
  return options;
}

class Runner {
 public:
  explicit Runner(Way way) : way_(way), driver_(options_for(way)) {}

  Outcome run(const Story& story, const std::function<void(TopologyDriver&)>& look) {
    for (const Step& step : story.steps) {
      step_ = &step;
      std::visit([this](const auto& what) { take(what); }, step.what);
    }
    end();
    look(driver_);
    return std::move(outcome_);
  }

 private:
  void fail(std::string_view problem) {
    outcome_.failures.push_back(
        fmt::format("line {}: {}\n    {}", step_->line, step_->text, problem));
  }

  void take(const OpenDay& open) {
    Day day = driver_.day() == kNoDay ? open.day : driver_.day() + 1;
    for (; day <= open.day; ++day) {
      if (driver_.day() != kNoDay) {
        driver_.beat();
      }
      driver_.turn_day(day);
      disturb();
    }
  }

  void take(const Beat& /*beat*/) {
    driver_.beat();
    disturb();
  }

  void take(const Send& send) {
    for (int times = way_ == Way::kTwice ? 2 : 1; times > 0; --times) {
      driver_.send(send.event);
      driver_.run();
      disturb();
    }
  }

  void take(const SendBytes& bytes) {
    for (int times = way_ == Way::kTwice ? 2 : 1; times > 0; --times) {
      if (bytes.key == shard_key(0)) {
        driver_.append({{"credit.events", 0}, bytes.key, bytes.value, {}});
      } else {
        driver_.send_bytes(bytes.key, bytes.value);
      }
      driver_.run();
      disturb();
    }
  }

  void take(const Expect& expect) {
    switch (expect.about) {
      case About::kDeadLetters:
        compare_dead_letters(expect);
        break;
      case About::kSilence:
        if (words_said() != words_heard_) {
          fail("something was said since the last expectation");
        }
        break;
      default:
        compare(expect);
        break;
    }
    words_heard_ = words_said();
  }

  void compare(const Expect& expect) {
    const Properties found = find(driver_, expect);
    for (const Property& wanted : expect.properties) {
      const auto place = found.find(wanted.name);
      if (place == found.end()) {
        std::string names;
        for (const auto& [name, value] : found) {
          names += fmt::format(" {} {},", name, value);
        }
        fail(fmt::format("there is no '{}' here; there are:{}", wanted.name, names));
      } else if (place->second != wanted.value) {
        fail(fmt::format("expected {} {}, found {}", wanted.name, wanted.value, place->second));
      }
    }
  }

  // The reasons of dead letters that came since this was asked last; a letter that came again, or
  // to every partition, counts once.
  std::vector<std::string> new_dead_letters() {
    std::vector<std::string> reasons;
    for (const DeadLetter& letter : driver_.dead_letters()) {
      if (letters_seen_.insert(letter.reason + letter.value).second) {
        reasons.push_back(letter.reason);
      }
    }
    std::sort(reasons.begin(), reasons.end());
    return reasons;
  }

  void compare_dead_letters(const Expect& expect) {
    std::vector<std::string> wanted;
    for (const Property& property : expect.properties) {
      wanted.push_back(property.value);
    }
    std::sort(wanted.begin(), wanted.end());
    const std::vector<std::string> found = new_dead_letters();
    if (found != wanted) {
      fail(fmt::format("expected {}, found {}", fmt::join(wanted, ", "),
                       found.empty() ? "none" : fmt::to_string(fmt::join(found, ", "))));
    }
  }

  std::size_t words_said() {
    return driver_.records("credit.alerts").size() + driver_.records("credit.holds").size() +
           driver_.records("credit.order-decisions").size();
  }

  // Ends the process, each time with something else on its way to the disk.
  void disturb() {
    if (way_ != Way::kCrashes) {
      return;
    }
    constexpr int kFlushWays = 4;  // not at all, frozen, being written, written
    const int flush = crashes_ % kFlushWays;
    if (flush == kFlushWays - 1) {
      driver_.flush();
    } else if (flush > 0) {
      driver_.flush(flush);
    }
    driver_.crash_and_restore(crashes_ % 3 == 0 ? Crash::kPower : Crash::kProcess);
    ++crashes_;
  }

  void end() {
    if (driver_.day() != kNoDay) {
      driver_.beat();
    }
    for (const std::string& reason : new_dead_letters()) {
      fail(fmt::format("nobody expected the dead letter {}", reason));
    }
    for (const std::string& broken : broken_invariants(driver_)) {
      fail(broken);
    }
    outcome_.said = transcript_of(driver_);
  }

  Way way_;
  TopologyDriver driver_;
  Outcome outcome_;
  const Step* step_ = nullptr;
  std::set<std::string> letters_seen_;
  std::size_t words_heard_ = 0;
  int crashes_ = 0;
};

}  // namespace

std::string name_of(Way way) {
  switch (way) {
    case Way::kStraight:
      return "straight";
    case Way::kCrashes:
      return "crashes";
    case Way::kTwice:
      return "twice";
    case Way::kSpread:
      return "spread";
  }
  return "";
}

Outcome run_story(const Story& story, Way way, const std::function<void(TopologyDriver&)>& look) {
  return Runner(way).run(story, look);
}

}  // namespace encours::story
