// encours decode: records that other tools have read from a broker, as JSON.
#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "schemas/topics.h"
#include "src/cli/commands.h"
#include "src/cli/kcat_stream.h"
#include "src/cli/mapping_file.h"
#include "src/config/feed_table.h"
#include "src/ingest/feed/feed_codec.h"
#include "src/ingest/ndjson/event_json.h"
#include "src/views/json.h"
#include "src/views/record_json.h"

namespace encours::cli {
namespace {

// Refusals told one by one; more would hide the count.
constexpr std::uint64_t kRefusalsShownMax = 20;
constexpr std::string_view kHexPrefix = "0x";
// What a message of one record may be, as a file.
constexpr std::size_t kMessageBytesMax = std::size_t{64} << 20U;

struct Options {
  std::vector<std::string> files;
  std::string topic;
  std::string codec = std::string(feed_format_name(FeedFormat::kAuto));
  std::string mapping;
  std::vector<std::string> headers;
};

tl::unexpected<Failure> usage(std::string message) {
  return tl::unexpected(Failure{ExitCode::kUsage, std::move(message)});
}

// "ce_id=A1", or "__value_schema_id=0x01..." for bytes.
tl::expected<Header, Failure> parse_header(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos || sign == 0) {
    return usage(fmt::format("--header: '{}' is no NAME=VALUE", text));
  }
  Header header{text.substr(0, sign), text.substr(sign + 1)};
  if (!header.value.starts_with(kHexPrefix)) return header;
  const std::string digits = header.value.substr(kHexPrefix.size());
  header.value.clear();
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    unsigned byte = 0;
    const char* begin = digits.data() + i;
    const char* end = digits.data() + std::min(i + 2, digits.size());
    const auto [stop, failure] = std::from_chars(begin, end, byte, 16);
    if (failure != std::errc{} || stop != end || end - begin != 2) {
      return usage(fmt::format("--header: '{}' is no hexadecimal", text));
    }
    header.value += static_cast<char>(byte);
  }
  return header;
}

class Decoder {
 public:
  Decoder(FeedCodec codec, std::vector<Header> headers, const Terminal& terminal)
      : codec_(std::move(codec)), headers_(std::move(headers)), terminal_(terminal) {
    for (const Header& header : headers_)
      views_.push_back({header.name, header.value});
  }

  // A record of a stream: with its place around its message. False when nothing can be printed.
  bool take(const KcatRecord& record) { return take(record, /*alone=*/false); }
  // A message that stands alone: nothing around it.
  bool take_message(const std::string& topic, std::string_view value) {
    return take({{topic, 0}, 0, kNoTimestamp, std::nullopt, value}, /*alone=*/true);
  }

  Outcome finish() const {
    if (refused_ == 0) return ExitCode::kOk;
    terminal_.say(fmt::format("{} of {} records could not be read", refused_, records_));
    return ExitCode::kFindings;
  }

 private:
  bool take(const KcatRecord& record, bool alone) {
    ++records_;
    // What we write ourselves has one message a topic; what others write is a feed.
    if (find_topic(record.from.topic) != nullptr) return take_ours(record, alone);
    const FeedRecord feed{record.from,  record.offset, record.key,
                          record.value, views_,        record.timestamp_ms};
    events_.clear();
    const FeedAnswer answer = codec_.decode(feed, events_);
    if (answer.outcome == FeedAnswer::Outcome::kRefused) {
      const std::string column = answer.failure.column.empty() ? "" : answer.failure.column + ": ";
      refuse(record, alone,
             fmt::format("{}: {}{}", reject_reason_name(answer.failure.reason), column,
                         answer.failure.detail));
      return true;
    }
    for (const v1::Event& event : events_) {
      std::string json;
      append_json(json, event);
      if (!print(record, alone, json)) return false;
    }
    return true;
  }

  bool take_ours(const KcatRecord& record, bool alone) {
    // A tombstone takes the last word on its key back.
    if (!record.value) return print(record, alone, "null");
    const auto json = views::value_json(record.from.topic, *record.value);
    if (json) return print(record, alone, *json);
    refuse(record, alone,
           fmt::format("{}: no {} in protobuf", reject_reason_name(RowRejectReason::kUndecodable),
                       find_topic(record.from.topic)->message));
    return true;
  }

  bool print(const KcatRecord& record, bool alone, const std::string& json) const {
    if (alone) return terminal_.print(json + "\n");
    views::JsonObject object;
    object.text("topic", record.from.topic);
    object.number("partition", record.from.partition);
    object.number("offset", record.offset);
    if (record.key) object.text("key", *record.key);
    object.raw("value", json);
    return terminal_.print(object.take() + "\n");
  }

  void refuse(const KcatRecord& record, bool alone, const std::string& why) {
    if (++refused_ > kRefusalsShownMax) return;
    terminal_.say(alone ? why
                        : fmt::format("{}/{} offset {}: {}", record.from.topic,
                                      record.from.partition, record.offset, why));
  }

  FeedCodec codec_;
  std::vector<Header> headers_;
  std::vector<HeaderView> views_;
  const Terminal& terminal_;
  std::vector<v1::Event> events_;
  std::uint64_t records_ = 0;
  std::uint64_t refused_ = 0;
};

tl::expected<FeedCodec, Failure> codec_of(const Options& options) {
  const auto place = std::ranges::find(kFeedFormatNames, options.codec);
  FeedSettings settings;
  settings.codec = static_cast<FeedFormat>(place - kFeedFormatNames.begin());
  settings.mapping = options.mapping;
  if (needs_mapping(settings.codec) == options.mapping.empty()) {
    return usage(options.mapping.empty()
                     ? fmt::format("--codec {} needs a --mapping", options.codec)
                     : "--mapping goes with --codec csv or jsonl");
  }
  if (!options.mapping.empty()) {
    if (const auto mapping = load_mapping(options.mapping); !mapping) {
      return tl::unexpected(mapping.error());
    }
  }
  auto codec = FeedCodec::open(settings);
  if (!codec) return tl::unexpected(Failure{ExitCode::kConfig, codec.error()});
  return std::move(*codec);
}

tl::expected<void, Failure> decode_stream(const std::string& file, std::unique_ptr<InputFile> input,
                                          Decoder& decoder) {
  KcatStream stream(std::move(input));
  KcatRecord record;
  while (true) {
    const auto more = stream.next(record);
    if (!more) {
      return tl::unexpected(Failure{ExitCode::kBadData, fmt::format("{}: {}", file, more.error())});
    }
    if (!*more) return {};
    if (!decoder.take(record)) return tl::unexpected(output_failure());
  }
}

tl::expected<void, Failure> decode_message(const std::string& file, const std::string& topic,
                                           InputFile& input, Decoder& decoder) {
  constexpr std::size_t kStepBytes = std::size_t{64} << 10U;
  std::string bytes;
  while (true) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kStepBytes);
    const auto got = input.read(bytes.data() + before, kStepBytes);
    bytes.resize(before + got.value_or(0));
    if (!got) return tl::unexpected(Failure{ExitCode::kIo, file + ": " + got.error()});
    if (*got == 0) break;
    if (bytes.size() > kMessageBytesMax) {
      return tl::unexpected(Failure{
          ExitCode::kBadData,
          fmt::format("{}: more than {} bytes are no single message", file, kMessageBytesMax)});
    }
  }
  if (!decoder.take_message(topic, bytes)) return tl::unexpected(output_failure());
  return {};
}

Outcome run_decode(const Options& options, const Terminal& terminal) {
  auto codec = codec_of(options);
  if (!codec) return tl::unexpected(codec.error());
  std::vector<Header> headers;
  for (const std::string& text : options.headers) {
    const auto header = parse_header(text);
    if (!header) return tl::unexpected(header.error());
    headers.push_back(*header);
  }
  const std::vector<std::string> standard_input{"-"};
  const std::vector<std::string>& files = options.files.empty() ? standard_input : options.files;
  if (const auto readable = check_readable(files); !readable) {
    return tl::unexpected(readable.error());
  }
  Decoder decoder(std::move(*codec), std::move(headers), terminal);
  for (const std::string& file : files) {
    auto input = open_input(file);
    if (!input) return tl::unexpected(Failure{ExitCode::kIo, file + ": " + input.error()});
    const auto decoded = options.topic.empty()
                             ? decode_stream(file, std::move(*input), decoder)
                             : decode_message(file, options.topic, **input, decoder);
    if (!decoded) return tl::unexpected(decoded.error());
  }
  return decoder.finish();
}

void bind_decode(CLI::App& command, Options& options) {
  command.add_option("FILE", options.files, "What was read; standard input unless told")
      ->type_name("FILE");
  command
      .add_option("--topic", options.topic,
                  "Each file is the value of one message of this topic, and nothing else")
      ->type_name("TOPIC");
  command
      .add_option("--codec", options.codec,
                  "What records of a feed are: auto (told by their bytes), protobuf, json, "
                  "cloudevents, debezium, csv, jsonl")
      ->type_name("CODEC")
      ->check(
          CLI::IsMember(std::set<std::string>(kFeedFormatNames.begin(), kFeedFormatNames.end())));
  command.add_option("--mapping", options.mapping, "How rows of csv or jsonl become events")
      ->type_name("MAPPING.yaml");
  command
      .add_option("--header", options.headers,
                  "A header of the message, repeated for more; a value of bytes as 0x0100ff")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

}  // namespace

void add_decode_command(CLI::App& app, Chosen& chosen) {
  add_command<Options>(
      app, chosen, "decode",
      "Records that kcat or another tool has read, as JSON.\n\n"
      "The topic decides what a message is: our own topics have one message each, every other "
      "topic "
      "is a feed, whose records are shown as the events that ingest would make of them. What "
      "cannot "
      "be read is told with its place and reason, and the exit code is 2.\n\n"
      "Records come in the one format of kcat that keeps every byte; headers are not in it. Or a "
      "file is the value of a single message: say its --topic.",
      {{"encours decode alerts.kcat",
        "kcat -C -b HOST -t credit.alerts -e -q -f '%t %p %o %T %K %S\\n%k%s\\n' > alerts.kcat"},
       {"encours decode --topic credit.alerts < message.bin",
        "a single message of a topic of ours"},
       {"encours decode --topic erp.invoices --header ce_specversion=1.0 --header ce_id=1 --header "
        "ce_source=/erp --header ce_type=invoice < message.bin",
        "what ingest would make of a CloudEvent"},
       {"encours decode --topic erp.invoices --codec csv --mapping invoices.yaml rows.csv",
        "and of a record of rows"}},
      &bind_decode, &run_decode);
}

}  // namespace encours::cli
