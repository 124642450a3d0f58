#include "tests/stories/transcript.h"

#include <fmt/format.h>

namespace encours::story {
namespace {

// Names in the order in which they come: ids depend on offsets, their sameness does not.
class Numbers {
 public:
  explicit Numbers(std::string word) : word_(std::move(word)) {}

  std::string name(const std::string& id) {
    if (id.empty()) {
      return "";
    }
    const auto [place, added] = names_.try_emplace(id, "");
    if (added) {
      place->second = fmt::format("{} {}", word_, names_.size());
    }
    return place->second;
  }

 private:
  std::string word_;
  std::map<std::string, std::string> names_;
};

void strip(v1::Origin& origin) {
  origin.clear_id();
  origin.clear_revision();
}

class Writer {
 public:
  explicit Writer(Transcript& said) : said_(said) {}

  void write(v1::Case message) {
    message.set_case_id(cases_.name(message.case_id()));
    add("case", message);
  }
  void write(v1::Hold message) {
    message.set_case_id(cases_.name(message.case_id()));
    message.set_hold_id(holds_.name(message.hold_id()));
    add("hold", message);
  }
  void write(v1::OrderDecision message) { add("decision", message); }
  void write(v1::ExposureSheet message) { add("sheet", message); }

 private:
  template <class Message>
  void add(std::string_view what, Message& message) {
    strip(*message.mutable_origin());
    said_[message.account().client_id() + "|" + message.account().segment()].push_back(
        fmt::format("{}: {}", what, message.ShortDebugString()));
  }

  Transcript& said_;
  Numbers cases_{"case"};
  Numbers holds_{"hold"};
};

// The accounts that a topic is about, one after the other: across accounts the order of what is
// said follows the partitions.
template <class Message>
void write_topic(TopologyDriver& driver, const std::string& topic,
                 std::map<std::string, Writer>& writers, Transcript& said) {
  for (const auto& output : driver.outputs<Message>(topic)) {
    writers.try_emplace(output.key, said).first->second.write(output.message);
  }
}

}  // namespace

Transcript transcript_of(TopologyDriver& driver) {
  Transcript said;
  std::map<std::string, Writer> writers;
  write_topic<v1::Case>(driver, "credit.alerts", writers, said);
  write_topic<v1::Hold>(driver, "credit.holds", writers, said);
  write_topic<v1::OrderDecision>(driver, "credit.order-decisions", writers, said);
  write_topic<v1::ExposureSheet>(driver, "credit.exposures", writers, said);
  return said;
}

}  // namespace encours::story
