// Records of every form that feeds take, written to a real Kafka; and the judge of what became of
// them. Used by feeds_test.py.
//
//   feed_records write BROKERS FIRST COUNT    records by their numbers; what must come of each, a
//                                             line of JSON: {"marks": [...]} for its events, by the
//                                             one field in which they differ, {"refused": REASON},
//                                             or {} when nothing happened
//   feed_records judge BROKERS ENCOURS.yaml   every record of the feeds once more; exit code 1 when
//                                             something is lost, repeated or out of order
#include <array>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <librdkafka/rdkafka.h>

#include "encours/v1/event.pb.h"
#include "fmt/format.h"
#include "schemas/topics.h"
#include "src/config/settings.h"
#include "src/ingest/ndjson/event_json.h"
#include "src/kafka/kafka_log.h"
#include "src/kafka/rdkafka_broker.h"
#include "src/kafka/rdkafka_handle.h"
#include "tests/kafka/feed_judge.h"

namespace encours {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kClients = 20;

// --- records -----------------------------------------------------------------------------------

struct Made {
  std::string topic;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::vector<Header> headers;
  Json becomes = Json::object();
};

std::string mark_of(std::uint64_t number) {
  return fmt::format("n{}", number);
}

v1::Event event_of(std::uint64_t number, bool with_id) {
  v1::Event event;
  if (with_id) event.set_event_id(fmt::format("E{}", number));
  event.set_client_id(fmt::format("C{}", number % kClients));
  event.mutable_client()->set_folded_name(mark_of(number));
  return event;
}

std::string json_of(const v1::Event& event) {
  std::string text;
  append_json(text, event);
  return text;
}

Made document(std::uint64_t number, std::string value, std::vector<Header> headers = {}) {
  return {"erp.documents",
          "a key",
          std::move(value),
          std::move(headers),
          {{"marks", {mark_of(number)}}}};
}

Made plain(std::uint64_t number) {
  return document(number, event_of(number, true).SerializeAsString());
}
Made framed(std::uint64_t number) {
  return document(number,
                  std::string("\0\0\0\0\7\0", 6) + event_of(number, true).SerializeAsString());
}
Made with_schema_header(std::uint64_t number) {
  return document(number, event_of(number, true).SerializeAsString(),
                  {{"__value_schema_id", std::string("\0\0\0\0\7\0", 6)}});
}
Made json(std::uint64_t number) {
  return document(number, json_of(event_of(number, true)));
}
Made structured_cloud_event(std::uint64_t number) {
  return document(
      number,
      fmt::format(R"({{"specversion":"1.0","id":"{}","source":"/erp","type":"t","data":{}}})",
                  number, json_of(event_of(number, false))),
      {{"content-type", "application/cloudevents+json"}});
}
Made binary_cloud_event(std::uint64_t number) {
  return document(number, event_of(number, false).SerializeAsString(),
                  {{"ce_specversion", "1.0"},
                   {"ce_id", std::to_string(number)},
                   {"ce_source", "/erp"},
                   {"ce_type", "t"},
                   {"content-type", "application/protobuf"}});
}
Made outbox_row(std::uint64_t number) {
  return {"shop.outbox",
          "order",
          json_of(event_of(number, false)),
          {{"id", fmt::format("row-{}", number)}},
          {{"marks", {mark_of(number)}}}};
}
Made removed_outbox_row(std::uint64_t number) {
  return {"shop.outbox",
          "order",
          std::nullopt,
          {{"id", fmt::format("row-{}", number)}},
          Json::object()};
}
Made csv_rows(std::uint64_t number) {
  const std::string mark = mark_of(number);
  return {"bank.lines",
          std::nullopt,
          fmt::format("{0}a,C{1},10.50,2024-03-01\n{0}b,C{1},11.50,2024-03-02\n", mark,
                      number % kClients),
          {},
          {{"marks", {mark + "a", mark + "b"}}}};
}
Made json_row(std::uint64_t number) {
  return {"shop.lines",
          std::nullopt,
          fmt::format(R"({{"number":"{}","client":"C{}","amount":10.50,"date":"2024-03-01"}})",
                      mark_of(number), number % kClients),
          {},
          {{"marks", {mark_of(number)}}}};
}
// Bytes of all sorts, a header twice, one with nothing in it.
Made garbage(std::uint64_t number) {
  return {"erp.documents",
          std::string("k\0\xff", 3),
          std::string("\xff\0 no event ", 12) + mark_of(number),
          {{"twice", "1"}, {"twice", std::string("\0\xfe", 2)}, {"empty", ""}},
          {{"refused", "NOT_DETECTED"}}};
}
Made null_value(std::uint64_t number) {
  return {"erp.documents",
          std::nullopt,
          std::nullopt,
          {{"number", std::to_string(number)}},
          {{"refused", "NULL_VALUE"}}};
}
Made bad_row(std::uint64_t number) {
  return {"bank.lines",
          std::nullopt,
          fmt::format("{}a,C1,10.50,2024-03-01\n{}b,C1,much,2024-03-01\n", mark_of(number),
                      mark_of(number)),
          {},
          {{"refused", "BAD_AMOUNT"}}};
}

constexpr std::array kForms{&plain,
                            &framed,
                            &with_schema_header,
                            &json,
                            &structured_cloud_event,
                            &binary_cloud_event,
                            &outbox_row,
                            &removed_outbox_row,
                            &csv_rows,
                            &json_row,
                            &garbage,
                            &null_value,
                            &bad_row};

// --- a producer as others have one -------------------------------------------------------------

class PlainProducer {
 public:
  explicit PlainProducer(const std::string& brokers) {
    std::array<char, 512> problem{};
    rd_kafka_conf_t* const conf = rd_kafka_conf_new();
    for (const auto& [name, value] :
         {std::pair<const char*, const char*>{"bootstrap.servers", brokers.c_str()},
          {"enable.idempotence", "true"}}) {
      rd_kafka_conf_set(conf, name, value, problem.data(), problem.size());
    }
    client_ = rd_kafka_new(RD_KAFKA_PRODUCER, conf, problem.data(), problem.size());
    if (client_ == nullptr) throw std::runtime_error(problem.data());
  }
  ~PlainProducer() { rd_kafka_destroy(client_); }
  PlainProducer(const PlainProducer&) = delete;
  PlainProducer& operator=(const PlainProducer&) = delete;

  void write(const Made& record) {
    std::vector<rd_kafka_vu_t> parts(4 + record.headers.size());
    parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    parts[0].u.cstr = record.topic.c_str();
    parts[1].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[1].u.i = RD_KAFKA_MSG_F_COPY;
    set_bytes(parts[2], RD_KAFKA_VTYPE_VALUE, record.value);
    set_bytes(parts[3], RD_KAFKA_VTYPE_KEY, record.key);
    for (std::size_t i = 0; i < record.headers.size(); ++i) {
      const Header& header = record.headers[i];
      parts[4 + i].vtype = RD_KAFKA_VTYPE_HEADER;
      parts[4 + i].u.header = {header.name.c_str(), header.value.data(),
                               static_cast<ssize_t>(header.value.size())};
    }
    const kafka::RdkafkaError error(rd_kafka_produceva(client_, parts.data(), parts.size()));
    if (error != nullptr) throw std::runtime_error(rd_kafka_error_string(error.get()));
    rd_kafka_poll(client_, 0);
  }

  void flush() {
    constexpr int kPatienceMs = 60'000;
    if (rd_kafka_flush(client_, kPatienceMs) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      throw std::runtime_error("not all was delivered");
    }
  }

 private:
  static void set_bytes(rd_kafka_vu_t& part, rd_kafka_vtype_t kind,
                        const std::optional<std::string>& bytes) {
    part.vtype = kind;
    if (bytes) part.u.mem = {const_cast<char*>(bytes->data()), bytes->size()};
  }

  rd_kafka_t* client_ = nullptr;
};

int write(const std::string& brokers, std::uint64_t first, std::uint64_t count) {
  PlainProducer producer(brokers);
  for (std::uint64_t number = first; number < first + count; ++number) {
    const Made record = kForms.at(number % kForms.size())(number);
    producer.write(record);
    fmt::print("{}\n", record.becomes.dump());
  }
  producer.flush();
  return 0;
}

// --- the judge ---------------------------------------------------------------------------------

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

int judge(const std::string& brokers, const std::string& file) {
  const auto settings = load_settings(file);
  if (!settings) throw std::runtime_error(settings.error().front().text());
  kafka::RdkafkaOptions options;
  options.bootstrap = brokers;
  auto broker = kafka::RdkafkaBroker::open(std::move(options));
  if (!broker) throw std::runtime_error(broker.error().message);
  const auto log = must(KafkaLog::open(std::move(*broker), {}));
  const std::int32_t partitions = must(log->partition_count(topic_of(Log::kEvents)));
  std::vector<FeedIntake> feeds;
  for (const FeedSettings& feed : settings->feeds) {
    auto codec = FeedCodec::open(feed);
    if (!codec) throw std::runtime_error(codec.error());
    feeds.emplace_back(std::move(*codec), Router(partitions),
                       must(log->partition_count(feed.dead_letters)));
  }
  const FeedVerdict verdict = must(FeedJudge(*log, std::move(feeds)).judge());
  const Json said{{"records", verdict.records},   {"events", verdict.events},
                  {"letters", verdict.letters},   {"lost", verdict.lost},
                  {"repeated", verdict.repeated}, {"out_of_order", verdict.out_of_order},
                  {"foreign", verdict.foreign}};
  fmt::print("{}\n", said.dump());
  return verdict.lost + verdict.repeated + verdict.out_of_order == 0 ? 0 : 1;
}

std::uint64_t number_of(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace
}  // namespace encours

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  try {
    if (words.size() == 4 && words[0] == "write") {
      return encours::write(words[1], encours::number_of(words[2]), encours::number_of(words[3]));
    }
    if (words.size() == 3 && words[0] == "judge") return encours::judge(words[1], words[2]);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "feed_records: {}\n", failure.what());
    return 3;
  }
  fmt::print(stderr, "usage: feed_records write BROKERS FIRST COUNT | judge BROKERS SETTINGS\n");
  return 2;
}
