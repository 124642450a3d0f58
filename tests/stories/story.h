// A story: a text of events and of what must be said, which a credit manager can read. This reads
// it; story_runner.h runs it. The language is in README.md.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"

namespace encours::story {

// A day opens, and with it all days that lie between.
struct OpenDay {
  Day day = kNoDay;
};

// What waits for a beat is said.
struct Beat {};

// An event goes into the log.
struct Send {
  v1::Event event;
};

// Bytes that are no event of that client go into the log.
struct SendBytes {
  std::string key;
  std::string value;
};

// What an expectation looks at.
enum class About { kSheet, kCase, kOrder, kHold, kDigest, kDeadLetters, kSilence };

// "severity high": the value is as it was written.
struct Property {
  std::string name;
  std::string value;
};

struct Expect {
  About about = About::kSheet;
  std::string client_id;
  std::string segment = "main";
  std::string order;     // for kOrder, and for kHold unless it is the account's
  std::string currency;  // for kSheet; empty: the account has one line
  std::vector<Property> properties;
};

struct Step {
  int line = 0;
  std::string text;
  std::variant<OpenDay, Beat, Send, SendBytes, Expect> what;
};

struct Story {
  std::string title;  // its first comment
  std::vector<Step> steps;
};

// What is wrong with a text, and where.
struct StoryError {
  int line = 0;
  std::string problem;
};

// `folder` holds the policies that a story may name: default, strict, shadow.
tl::expected<Story, StoryError> parse_story(std::string_view text, const std::string& folder);

}  // namespace encours::story
