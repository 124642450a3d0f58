#include "tests/ingest/feed.h"

#include <atomic>
#include <filesystem>
#include <fstream>

#include <unistd.h>
#include <zlib.h>

#include "src/ingest/ndjson/event_json.h"

namespace encours::testing {
namespace {

class Collector : public EventSink, public RejectSink {
 public:
  explicit Collector(FeedResult& result) : result_(result) {}

  bool accept(v1::Event& event, const EventOrigin& origin) override {
    result_.ids.push_back(event.event_id());
    result_.lines.push_back(origin.line);
    event.clear_event_id();
    event.clear_feed();
    append_json(result_.events.emplace_back(), event);
    return true;
  }
  bool accept(const Reject& reject) override {
    std::string text = std::to_string(reject.line) + " " + reject.column + " ";
    text += reject_reason_name(reject.reason);
    if (!reject.name.empty()) text += " " + reject.name;
    result_.rejects.push_back(text);
    result_.rejected.push_back(reject);
    return true;
  }

 private:
  FeedResult& result_;
};

}  // namespace

ScratchFolder::ScratchFolder() {
  static std::atomic<int> count = 0;
  const auto name = "encours-ingest-" + std::to_string(getpid()) + "-" + std::to_string(count++);
  path_ = (std::filesystem::temp_directory_path() / name).string();
  std::filesystem::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchFolder::write(const std::string& name, std::string_view text) const {
  const std::filesystem::path path = std::filesystem::path(path_) / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

FeedResult run_files(const ScratchFolder& folder, const std::string& mapping,
                     const std::vector<std::string>& files, std::int64_t file_revision) {
  FeedResult result;
  const auto loaded = Mapping::load(folder.write("mapping.yaml", mapping));
  if (!loaded) {
    for (const ConfigError& error : loaded.error())
      result.error += error.text() + "\n";
    return result;
  }
  Collector collector(result);
  IngestRequest request{*loaded, files, file_revision, 0};
  const auto summary = ingest(request, collector, collector, nullptr);
  if (summary) {
    result.summary = *summary;
  } else {
    result.error = summary.error();
  }
  return result;
}

FeedResult run_feed(const std::string& mapping, std::string_view file_text,
                    const std::string& file_name) {
  const ScratchFolder folder;
  return run_files(folder, mapping, {folder.write(file_name, file_text)});
}

std::vector<std::string> mistakes_of(const std::string& mapping) {
  std::vector<std::string> mistakes;
  const auto loaded = Mapping::parse(mapping, "m");
  if (loaded) return mistakes;
  for (const ConfigError& error : loaded.error())
    mistakes.push_back(error.text().substr(2));
  return mistakes;
}

std::string small_mapping(const std::string& more) {
  return R"(mapping: small
format: csv
source: {system: s, company: c}
currency: EUR
row_id: number
client_id: {column: client}
events:
  - invoice:
      ref: {column: number}
      gross: {column: amount}
      posting_date: {column: date}
)" + more;
}

}  // namespace encours::testing
