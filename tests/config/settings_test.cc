// Shows how the settings of the service come from a file, the environment and defaults, and what
// people are told about mistakes in them.
#include "src/config/settings.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/config/feed_table.h"
#include "src/config/listen_address.h"
#include "src/config/settings_table.h"

namespace encours {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Settings settings(const std::string& text, const Environment& environment = {}) {
  SettingsOrErrors read = read_settings(text, "conf/encours.yaml", environment);
  if (!read) {
    ADD_FAILURE() << read.error().front().text();
    return {};
  }
  return *read;
}

std::vector<std::string> mistakes(const std::string& text, const Environment& environment = {}) {
  std::vector<std::string> messages;
  if (const auto read = read_settings(text, "e.yaml", environment); !read) {
    for (const ConfigError& error : read.error()) {
      messages.push_back(error.text());
    }
  }
  return messages;
}

// A file with a content, gone at the end of the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content)
      : path_(std::filesystem::temp_directory_path() /
              ("encours_settings_" + std::to_string(::getpid()))) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

TEST(Settings, EmptyFileGivesDefaults) {
  const Settings defaults;
  for (const SettingRow& row : kSettingRows) {
    EXPECT_EQ(row.text_of(settings("")), row.text_of(defaults)) << row.path();
  }
}

TEST(Settings, ReadsEveryKey) {
  const Settings read = settings(
      "data: rows\ninbox: /in\npolicy: p/strict.yaml\npartitions: 4\n"
      "memory: {row_cache_mb: 100, flush_set_mb: 10, rocksdb_mb: 50}\n"
      "flush: {interval_ms: 1000}\ncommit: {interval_min_ms: 5, interval_max_ms: 100}\n"
      "metrics: {listen: \"[::1]:80\"}\n"
      "kafka: {brokers: \"a:1,b:2\", group: g, ordinal: 3, session_timeout_ms: 6000,\n"
      "  transaction_timeout_ms: 3000, client: {security.protocol: SSL, linger.ms: 5}}\n"
      "snapshots: {store: backup, interval_s: 60, keep: 5, s3_endpoint: 'http://s3:9000',\n"
      "  s3_region: eu-west-3, s3_access_key: AKIA, s3_secret_key: hush}\n");
  EXPECT_EQ(read.data_folder, "conf/rows") << "a path in the file counts from its folder";
  EXPECT_EQ(read.inbox_folder, "/in");
  EXPECT_EQ(read.policy_file, "conf/p/strict.yaml");
  EXPECT_EQ(read.partitions, 4);
  EXPECT_EQ(read.row_cache_mb, 100);
  EXPECT_EQ(read.flush_set_mb, 10);
  EXPECT_EQ(read.rocksdb_mb, 50);
  EXPECT_EQ(read.flush_interval_ms, 1000);
  EXPECT_EQ(read.commit_interval_min_ms, 5);
  EXPECT_EQ(read.commit_interval_max_ms, 100);
  EXPECT_EQ(read.snapshot_store, "conf/backup");
  EXPECT_EQ(read.snapshot_interval_s, 60);
  EXPECT_EQ(read.snapshot_keep, 5);
  EXPECT_EQ(read.s3_endpoint, "http://s3:9000");
  EXPECT_EQ(read.s3_region, "eu-west-3");
  EXPECT_EQ(read.s3_access_key, "AKIA");
  EXPECT_EQ(read.s3_secret_key, "hush");
  EXPECT_EQ(settings("snapshots: {store: 's3://b-1/x/y/'}").snapshot_store, "s3://b-1/x/y/")
      << "no path of a folder";
  EXPECT_EQ(read.metrics_listen, "[::1]:80");
  EXPECT_EQ(read.kafka_brokers, "a:1,b:2") << "no path";
  EXPECT_EQ(read.kafka_group, "g");
  EXPECT_EQ(read.kafka_ordinal, 3);
  EXPECT_EQ(read.kafka_session_timeout_ms, 6'000);
  EXPECT_EQ(read.kafka_transaction_timeout_ms, 3'000);
  EXPECT_EQ(read.kafka_client, (SettingMap{{"security.protocol", "SSL"}, {"linger.ms", "5"}}));
}

TEST(Settings, ListensWhereItIsToldOrNowhere) {
  EXPECT_EQ(settings("metrics: {listen: 0.0.0.0:0}").metrics_listen, "0.0.0.0:0");
  EXPECT_EQ(settings("metrics: {listen: \"\"}").metrics_listen, "");
  EXPECT_EQ(settings("", {{"ENCOURS__METRICS__LISTEN", ""}}).metrics_listen, "");
  for (const char* text : {"9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80",
                           "[::1:80", "a:80", "127.0.0.1:8x", "127.0.0.1:-1", "[127.0.0.1]:80"}) {
    EXPECT_FALSE(parse_listen_address(text)) << text;
  }
  EXPECT_EQ(parse_listen_address("[::1]:80")->text(), "[::1]:80");
}

TEST(Settings, EnvironmentGoesBeforeTheFile) {
  const Settings read = settings(
      "partitions: 4\nmemory: {row_cache_mb: 100}\n",
      {{"ENCOURS__MEMORY__ROW_CACHE_MB", "200"}, {"ENCOURS__DATA", "rows"}, {"HOME", "/root"}});
  EXPECT_EQ(read.row_cache_mb, 200);
  EXPECT_EQ(read.partitions, 4);
  EXPECT_EQ(read.data_folder, "rows") << "a path of the environment counts from where we are";
}

TEST(Settings, PutsInVariablesAndFiles) {
  const TemporaryFile secret("16\n");
  const Settings read = settings(
      "data: /var/${NAME}/$$x\npartitions: ${file:" + secret.path() + "}\n", {{"NAME", "${HOME}"}});
  EXPECT_EQ(read.data_folder, "/var/${HOME}/$x") << "what was put in is not expanded again";
  EXPECT_EQ(read.partitions, 16);
}

TEST(Settings, PrintSaysWhereEachValueCameFrom) {
  const TemporaryFile secret("16\n");
  const Settings read = settings("data: a b\npartitions: ${file:" + secret.path() + "}\n",
                                 {{"ENCOURS__FLUSH__INTERVAL_MS", "1234"}});
  const std::string text = print_settings(read);
  EXPECT_THAT(text, HasSubstr("data: \"conf/a b\"  # conf/encours.yaml:1:7\n"));
  EXPECT_THAT(text, HasSubstr("flush:\n  interval_ms: 1234  # ENCOURS__FLUSH__INTERVAL_MS\n"));
  EXPECT_THAT(text, HasSubstr("  row_cache_mb: 512  # default\n"));
  EXPECT_THAT(text, HasSubstr("partitions: \"(from a file, not shown)\"  # conf/encours.yaml:2"));
  EXPECT_THAT(text, Not(HasSubstr("16")));
}

TEST(Settings, PrintHidesKeysWhereverTheyCameFrom) {
  const Settings read = settings("snapshots: {s3_access_key: AKIA}\n",
                                 {{"ENCOURS__SNAPSHOTS__S3_SECRET_KEY", "hush"}});
  const std::string text = print_settings(read);
  EXPECT_THAT(text,
              HasSubstr("  s3_access_key: \"(a secret, not shown)\"  # conf/encours.yaml:1:28\n"));
  EXPECT_THAT(text,
              HasSubstr("  s3_secret_key: \"(a secret, not shown)\"  # ENCOURS__SNAPSHOTS__"));
  EXPECT_THAT(text, Not(HasSubstr("AKIA")));
  EXPECT_THAT(text, Not(HasSubstr("hush")));
  EXPECT_THAT(print_settings(settings("")), HasSubstr("  s3_secret_key: \"\"  # default\n"));
}

TEST(Settings, PrintHidesWhatIsSecretInTheClientsSettings) {
  const TemporaryFile secret("s3cret\n");
  const Settings read = settings("kafka:\n  client:\n    sasl.username: ${file:" + secret.path() +
                                     "}\n    sasl.password: ${PASSWORD}\n    linger.ms: 5\n",
                                 {{"PASSWORD", "open sesame"}});
  EXPECT_EQ(read.kafka_client.at("sasl.username"), "s3cret");
  EXPECT_EQ(read.kafka_client.at("sasl.password"), "open sesame");
  const std::string text = print_settings(read);
  EXPECT_THAT(text, HasSubstr("  client:\n    linger.ms: 5  # conf/encours.yaml:5:16\n"));
  EXPECT_THAT(text, HasSubstr("    sasl.password: \"(a secret, not shown)\"  # conf/encours.yaml"));
  EXPECT_THAT(text, HasSubstr("    sasl.username: \"(a secret, not shown)\"  # conf/encours.yaml"));
  EXPECT_THAT(text, Not(HasSubstr("s3cret")));
  EXPECT_THAT(text, Not(HasSubstr("sesame")));
  EXPECT_THAT(print_settings(settings("")), HasSubstr("  client: {}  # default\n"));
}

TEST(Settings, Mistakes) {
  struct Row {
    std::string text;
    Environment environment;
    std::string message;
  };
  const std::vector<Row> rows{
      {"patitions: 4", {}, "e.yaml:1:1: patitions: unknown key; did you mean \"partitions\"?"},
      {"partitions: 0", {}, "e.yaml:1:13: partitions: must be a whole number from 1 to 1024"},
      {"memory: 5", {}, "e.yaml:1:9: memory: must be a map of keys and values"},
      {"memory: {row_cache: 5}",
       {},
       "e.yaml:1:10: memory.row_cache: unknown key; did you mean \"row_cache_mb\"?"},
      {"data: [a]", {}, "e.yaml:1:7: data: must be one word or text"},
      {"data: \"\"", {}, "e.yaml:1:7: data: must be the path of a file or folder"},
      {"metrics: {listen: localhost}",
       {},
       "e.yaml:1:19: metrics.listen: must be an address and a port, as 127.0.0.1:9464; \"\" for "
       "none"},
      {"kafka: {group: \"\"}", {}, "e.yaml:1:16: kafka.group: must not be empty"},
      {"kafka: {client: [a]}", {}, "e.yaml:1:17: kafka.client: must be a map of keys and values"},
      {"kafka: {client: {a.b: [c]}}",
       {},
       "e.yaml:1:23: kafka.client.a.b: must be one word or text"},
      {"data: ${NO_SUCH}", {}, "e.yaml:1:7: data: the environment variable NO_SUCH is not set"},
      {"data: ${NO", {}, "e.yaml:1:7: data: write ${NAME}, ${file:PATH}, or $$ for a dollar sign"},
      {"data: $NAME", {}, "e.yaml:1:7: data: write ${NAME}, ${file:PATH}, or $$ for a dollar sign"},
      {"data: ${file:/no/such}", {}, "e.yaml:1:7: data: /no/such: the file cannot be opened"},
      {"commit: {interval_min_ms: 500}",
       {},
       "e.yaml:1:1: commit: interval_min_ms is longer than interval_max_ms"},
      {"memory: {row_cache_mb: 16}",
       {},
       "e.yaml:1:1: memory: flush_set_mb is larger than row_cache_mb, of which it is a part"},
      {"",
       {{"ENCOURS__PARTITION", "1"}},
       "environment variable ENCOURS__PARTITION:1:1: there is no such setting; did you mean "
       "\"ENCOURS__PARTITIONS\"?"},
      {"",
       {{"ENCOURS__PARTITIONS", "many"}},
       "environment variable ENCOURS__PARTITIONS:1:1: partitions: must be a whole number from 1 to "
       "1024"},
      {"- a", {}, "e.yaml:1:1: must be a map of keys and values"},
      {"a: 1\na: 2", {}, "e.yaml:2:1: a: this key stands here twice"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(mistakes(row.text, row.environment), ElementsAre(row.message)) << row.text;
  }
  EXPECT_EQ(load_settings("no-such.yaml").error().front().text(),
            "no-such.yaml:1:1: the file cannot be opened");
}

TEST(Settings, MistakesAboutSnapshots) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"snapshots: {store: 'gs://b'}",
       "e.yaml:1:20: snapshots.store: 'gs://b' is neither a folder nor s3://BUCKET/PREFIX; other "
       "stores than S3 are not known"},
      {"snapshots: {store: 's3://B'}",
       "e.yaml:1:20: snapshots.store: 'B' is no name of a bucket: 3 to 63 small letters, digits, "
       "'-' and '.'"},
      {"snapshots: {store: 's3://bucket/a//b'}",
       "e.yaml:1:20: snapshots.store: 'a//b' is no prefix: letters, digits, '-', '.', '_', and "
       "single '/' between"},
      {"snapshots: {s3_endpoint: s3.local}",
       "e.yaml:1:26: snapshots.s3_endpoint: must begin with https:// or http://"},
      {"snapshots: {s3_endpoint: 'https://s3.local/path'}",
       "e.yaml:1:26: snapshots.s3_endpoint: must be https://HOST or https://HOST:PORT, with "
       "nothing behind it"},
      {"snapshots: {s3_region: ''}", "e.yaml:1:24: snapshots.s3_region: must not be empty"},
      {"snapshots: {s3_access_key: A}",
       "e.yaml:1:1: snapshots: s3_access_key and s3_secret_key are given together or not"},
      {"snapshots: {keep: 0}",
       "e.yaml:1:19: snapshots.keep: must be a whole number from 1 to 1000"},
  };
  for (const auto& [text, message] : rows) {
    EXPECT_THAT(mistakes(text), ElementsAre(message)) << text;
  }
}

TEST(Settings, MistakesOfFileAndEnvironmentAreToldTogether) {
  EXPECT_EQ(mistakes("partitions: x\nfoo: 1\n", {{"ENCOURS__FOO", "1"}}).size(), 3U);
}

std::vector<std::string> feeds_of(const Settings& read) {
  std::vector<std::string> lines;
  for (const FeedSettings& feed : read.feeds) {
    lines.push_back(feed.name + " " + feed.topic + " " + std::string(feed_format_name(feed.codec)) +
                    " " + feed.mapping + " " + feed.dead_letters);
  }
  return lines;
}

TEST(Feeds, AreAListOfTopics) {
  EXPECT_TRUE(settings("").feeds.empty());
  EXPECT_TRUE(settings("feeds:\n").feeds.empty());
  const Settings read = settings(
      "feeds:\n"
      "  - {name: erp, topic: erp.documents}\n"
      "  - {name: bank, topic: \"${BANK}\", codec: csv, mapping: maps/bank.yaml,\n"
      "     dead_letters: bank-refused}\n",
      {{"BANK", "bank.camt"}});
  EXPECT_THAT(feeds_of(read), ElementsAre("erp erp.documents auto  erp.documents.dlq",
                                          "bank bank.camt csv conf/maps/bank.yaml bank-refused"));
}

TEST(Feeds, ArePrintedWithWhereTheyCameFrom) {
  const std::string text =
      print_settings(settings("feeds:\n  - name: erp-1\n    topic: erp.documents\n"));
  EXPECT_THAT(text, HasSubstr("feeds:\n"
                              "  - name: erp-1  # conf/encours.yaml:2:11\n"
                              "    topic: erp.documents  # conf/encours.yaml:3:12\n"
                              "    codec: auto  # default\n"
                              "    dead_letters: erp.documents.dlq  # default\n"));
  const std::string feeds = text.substr(text.find("feeds:"));
  EXPECT_THAT(feeds_of(settings(feeds)),
              ElementsAre("erp-1 erp.documents auto  erp.documents.dlq"));
}

TEST(Feeds, Mistakes) {
  struct Row {
    std::string text;
    std::string message;
  };
  const std::vector<Row> rows{
      {"feeds: x", "e.yaml:1:8: feeds: must be a list"},
      {"feeds: [x]", "e.yaml:1:9: feeds[0]: must be a map of keys and values"},
      {"feeds: [{topic: t}]", "e.yaml:1:9: feeds[0]: the key \"name\" is missing"},
      {"feeds: [{name: n}]", "e.yaml:1:9: feeds[0]: the key \"topic\" is missing"},
      {"feeds: [{name: n, topic: t, codek: csv}]",
       "e.yaml:1:29: feeds[0].codek: unknown key; did you mean \"codec\"?"},
      {"feeds: [{name: n, topic: t, codec: protobof}]",
       "e.yaml:1:36: feeds[0].codec: must be one of auto, protobuf, json, cloudevents, debezium, "
       "csv, jsonl; did you mean \"protobuf\"?"},
      {"feeds: [{name: a b, topic: t}]",
       "e.yaml:1:16: feeds[0].name: must be a name of letters, digits and . _ -, at most 64"},
      {"feeds: [{name: n, topic: a/b}]",
       "e.yaml:1:26: feeds[0].topic: no topic has such a name: letters, digits and . _ -, at most "
       "249"},
      {"feeds: [{name: n, topic: ..}]",
       "e.yaml:1:26: feeds[0].topic: no topic has such a name: letters, digits and . _ -, at most "
       "249"},
      {"feeds: [{name: n, topic: credit.events}]",
       "e.yaml:1:26: feeds[0].topic: is a topic of ours: canonical events may be written there "
       "without a feed"},
      {"feeds: [{name: n, topic: t, dead_letters: credit.alerts}]",
       "e.yaml:1:43: feeds[0].dead_letters: is a topic of ours: canonical events may be written "
       "there without a feed"},
      {"feeds: [{name: n, topic: t, dead_letters: t}]",
       "e.yaml:1:9: feeds[0]: its dead letters go to t, which is the topic of a feed "
       "(feeds[0].topic)"},
      {"feeds: [{name: n, topic: t}, {name: m, topic: t.dlq}]",
       "e.yaml:1:9: feeds[0]: its dead letters go to t.dlq, which is the topic of a feed "
       "(feeds[1].topic)"},
      {"feeds: [{name: n, topic: t}, {name: n, topic: u}]",
       "e.yaml:1:37: feeds[1].name: stands already at feeds[0].name"},
      {"feeds: [{name: n, topic: t}, {name: m, topic: t}]",
       "e.yaml:1:47: feeds[1].topic: stands already at feeds[0].topic"},
      {"feeds: [{name: n, topic: t, codec: csv}]",
       "e.yaml:1:9: feeds[0]: codec csv needs a mapping"},
      {"feeds: [{name: n, topic: t, mapping: m.yaml}]",
       "e.yaml:1:9: feeds[0]: a mapping goes with codec csv or jsonl, not with auto"},
      {"feeds: [{name: n, topic: \"${NO_SUCH}\"}]",
       "e.yaml:1:26: feeds[0].topic: the environment variable NO_SUCH is not set"},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(mistakes(row.text), ElementsAre(row.message)) << row.text;
  }
}

TEST(Feeds, TheExampleIsAFeed) {
  std::string example = settings_example();
  example.erase(0, example.find("# feeds:"));
  std::string text;
  std::istringstream lines(example);
  for (std::string line; std::getline(lines, line);)
    text += line.substr(2) + "\n";
  EXPECT_THAT(feeds_of(settings(text)),
              ElementsAre("erp-documents erp.documents csv conf/documents.yaml erp.documents.dlq"));
}

TEST(SettingsExample, IsTheDefaults) {
  const Settings read = *read_settings(settings_example(), "encours.yaml", {});
  const Settings defaults;
  for (const SettingRow& row : kSettingRows) {
    EXPECT_EQ(row.text_of(read), row.text_of(defaults)) << row.path();
    if (row.is_map()) {
      EXPECT_EQ(row.map_of(read), row.map_of(defaults)) << row.path();
    }
    EXPECT_THAT(settings_example(), HasSubstr(std::string(row.key) + ": "));
  }
}

TEST(SettingsSchema, HasEveryKey) {
  const nlohmann::json schema = nlohmann::json::parse(settings_json_schema());
  for (const SettingRow& row : kSettingRows) {
    const nlohmann::json& properties =
        row.section.empty() ? schema["properties"]
                            : schema["properties"][std::string(row.section)]["properties"];
    ASSERT_TRUE(properties.contains(std::string(row.key))) << row.path();
    EXPECT_EQ(properties[std::string(row.key)]["description"], row.meaning);
  }
  const nlohmann::json& feed = schema["properties"]["feeds"]["items"];
  for (const FeedSettingRow& row : kFeedSettingRows) {
    EXPECT_EQ(feed["properties"][std::string(row.key)]["description"], row.meaning);
  }
  EXPECT_EQ(feed["required"], nlohmann::json({"name", "topic"}));
  EXPECT_EQ(feed["properties"]["codec"]["enum"].size(), kFeedFormatNames.size());
}

}  // namespace
}  // namespace encours
