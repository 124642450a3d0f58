// Short words for tests that speak to a Broker.
#pragma once

#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "src/kafka/broker.h"

namespace encours::kafka {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

// Longer than anything here takes on a busy machine.
inline constexpr seconds kPatience{40};

// What was asked for, or the end of the test.
template <class T>
T must(Answer<T> answer) {
  if (!answer) throw std::runtime_error(answer.error().message);
  return std::move(*answer);
}
inline void must(const Done& done) {
  if (!done) throw std::runtime_error(done.error().message);
}

template <class Result>
testing::AssertionResult fails_by(const Result& result, Trouble trouble) {
  if (result) return testing::AssertionFailure() << "it did not fail";
  if (result.error().trouble == trouble) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "trouble " << static_cast<int>(result.error().trouble)
                                     << " instead: " << result.error().message;
}

// Makes a call again while it says kRetry.
template <class Call>
auto until(Call call) {
  const auto end = steady_clock::now() + kPatience;
  for (;;) {
    auto result = call();
    if (result) return result;
    if (result.error().trouble != Trouble::kRetry || steady_clock::now() > end) {
      throw std::runtime_error(result.error().message);
    }
  }
}

// Asks again and again; conditions here ask a broker, which takes its time.
template <class Condition>
bool comes_true(Condition condition) {
  const auto end = steady_clock::now() + kPatience;
  while (!condition()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

// Polls until there is news.
inline GroupNews next_news(Member& member) {
  const auto end = steady_clock::now() + kPatience;
  while (steady_clock::now() < end) {
    must(member.poll(/*records_max=*/10, milliseconds{50}));
    if (auto news = member.news()) return *std::move(news);
  }
  throw std::runtime_error("no news came");
}

}  // namespace encours::kafka
