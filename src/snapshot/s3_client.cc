#include "src/snapshot/s3_client.h"

#include <algorithm>
#include <cerrno>
#include <pugixml.hpp>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "operators/domain/assert.h"
#include "src/snapshot/snapshot_store.h"

namespace encours {
namespace {

constexpr long kConnectSeconds = 10;
constexpr long kStallBytesPerSecond = 1'000;
constexpr std::chrono::milliseconds kPauseMax{5'000};
constexpr std::chrono::milliseconds kPauseSlice{50};

using Headers = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

void add_header(Headers& headers, const std::string& line) {
  headers.reset(curl_slist_append(headers.release(), line.c_str()));
}

// What the server says is wrong, in its own words; empty when it says nothing, or not all of it.
std::string words_of(std::string_view body) {
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size())) return "";
  const pugi::xml_node error = document.child("Error");
  if (!error) return "";
  return fmt::format("{}: {}", error.child_value("Code"), error.child_value("Message"));
}

bool is_passing(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_UPLOAD_FAILED:
      return true;
    default:
      return false;
  }
}

bool is_passing(long status) {
  return status == 408 || status == 429 || status >= 500;
}

// What a person can do about it.
std::string_view advice_for(long status) {
  switch (status) {
    case 301:
    case 307:
      return "; the bucket is of another region or endpoint: see snapshots.s3_region";
    case 401:
    case 403:
      return "; check the two keys, their rights on the bucket, and this machine's clock";
    default:
      return "";
  }
}

}  // namespace

// The bodies of one try, for libcurl's callbacks.
struct S3Client::Exchange {
  const S3Client& client;
  const S3Request& request;
  CURL* handle = nullptr;
  std::size_t sent = 0;      // of request.body
  std::string body = {};     // of an answer, unless it goes into a file
  bool too_large = false;    // the answer
  int write_failed = 0;      // errno of the file it goes into
  bool read_failed = false;  // the file that is sent

  long status() const {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  static std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* user) {
    auto& self = *static_cast<Exchange*>(user);
    if (self.request.from != nullptr) {
      const std::size_t got = std::fread(buffer, size, count, self.request.from);
      self.read_failed = std::ferror(self.request.from) != 0;
      return self.read_failed ? CURL_READFUNC_ABORT : got * size;
    }
    const std::string_view part = self.request.body.substr(self.sent, size * count);
    std::copy(part.begin(), part.end(), buffer);
    self.sent += part.size();
    return part.size();
  }

  // libcurl sends a body again from its beginning, never from elsewhere.
  static int on_seek(void* user, curl_off_t offset, int origin) {
    auto& self = *static_cast<Exchange*>(user);
    if (offset != 0 || origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
    self.sent = 0;
    if (self.request.from != nullptr) std::rewind(self.request.from);
    return CURL_SEEKFUNC_OK;
  }

  static std::size_t on_write(char* bytes, std::size_t size, std::size_t count, void* user) {
    auto& self = *static_cast<Exchange*>(user);
    if (self.request.to != nullptr && self.status() < 300) {
      const std::size_t written = std::fwrite(bytes, size, count, self.request.to);
      if (written != count) self.write_failed = errno;
      return written * size;
    }
    self.too_large = self.body.size() + size * count > kSmallObjectBytesMax;
    if (self.too_large) return 0;
    self.body.append(bytes, size * count);
    return size * count;
  }

  static int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Exchange*>(user)->client.stopped() ? 1 : 0;
  }

  // An option that libcurl does not take is a mistake of ours: which ones there are was settled
  // when this was built.
  template <class Value>
  void set(CURLoption option, Value value) const {
    ENCOURS_ASSERT(curl_easy_setopt(handle, option, value) == CURLE_OK, "libcurl has the option");
  }

  void prepare(const S3Options& options, const curl_slist* headers);
};

void S3Client::Exchange::prepare(const S3Options& options, const curl_slist* headers) {
  set(CURLOPT_URL, fmt::format("{}{}{}{}", options.endpoint, request.path,
                               request.query.empty() ? "" : "?", request.query)
                       .c_str());
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  set(CURLOPT_LOW_SPEED_LIMIT, kStallBytesPerSecond);
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall.count()));
  set(CURLOPT_USERAGENT, "encours");
  set(CURLOPT_AWS_SIGV4, fmt::format("aws:amz:{}:s3", options.region).c_str());
  set(CURLOPT_USERNAME, options.access_key.c_str());
  set(CURLOPT_PASSWORD, options.secret_key.c_str());
  set(CURLOPT_HTTPHEADER, headers);
  set(CURLOPT_WRITEFUNCTION, &on_write);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(CURLOPT_XFERINFODATA, this);
  if (request.method != "PUT") {
    if (request.method != "GET") set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    return;
  }
  const std::uint64_t bytes = request.from != nullptr ? request.from_bytes : request.body.size();
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(bytes));
  set(CURLOPT_READFUNCTION, &on_read);
  set(CURLOPT_READDATA, this);
  set(CURLOPT_SEEKFUNCTION, &on_seek);
  set(CURLOPT_SEEKDATA, this);
}

S3Client::S3Client(std::string place, S3Options options)
    : place_(std::move(place)), options_(std::move(options)) {
  static const CURLcode kStarted = curl_global_init(CURL_GLOBAL_DEFAULT);
  ENCOURS_ASSERT(kStarted == CURLE_OK, "libcurl starts");
  if (options_.endpoint.empty()) {
    options_.endpoint = fmt::format("https://s3.{}.amazonaws.com", options_.region);
  }
  if (options_.endpoint.ends_with('/')) options_.endpoint.pop_back();
}

S3Client::~S3Client() = default;

S3Client::Handle S3Client::take_handle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) {
    Handle made(curl_easy_init(), &curl_easy_cleanup);
    ENCOURS_ASSERT(made != nullptr, "libcurl makes a handle");
    return made;
  }
  Handle handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void S3Client::give_back(Handle handle) {
  curl_easy_reset(handle.get());  // forgets the keys, keeps the connection
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(handle));
}

Result<S3Answer> S3Client::send(const S3Request& request) {
  if (options_.access_key.empty() || options_.secret_key.empty()) {
    return tl::unexpected(failure(request, Fault::kRefused,
                                  "there are no keys: set AWS_ACCESS_KEY_ID and "
                                  "AWS_SECRET_ACCESS_KEY, or snapshots.s3_access_key and "
                                  "snapshots.s3_secret_key"));
  }
  std::chrono::milliseconds time = options_.first_pause;
  for (int tries = 1;; ++tries) {
    Result<S3Answer> answer = try_once(request);
    const bool again = !answer && answer.error().fault == Fault::kRetry && !stopped();
    if (!again) return answer;
    if (tries == options_.tries_max) {
      answer.error().message += fmt::format("; {} tries", tries);
      return answer;
    }
    if (!pause(time)) return answer;
    time = std::min(time * 2, kPauseMax);
  }
}

Result<S3Answer> S3Client::try_once(const S3Request& request) {
  if (request.from != nullptr) std::rewind(request.from);
  if (request.to != nullptr) {
    std::rewind(request.to);
    if (::ftruncate(::fileno(request.to), 0) != 0) {
      return tl::unexpected(failure(request, Fault::kIo, "the file cannot be emptied"));
    }
  }
  Headers headers(nullptr, &curl_slist_free_all);
  add_header(headers, "x-amz-content-sha256: " + request.sha256);
  if (!options_.session_token.empty()) {
    add_header(headers, "x-amz-security-token: " + options_.session_token);
  }
  // Otherwise libcurl waits a second for a leave to send, which few servers give.
  add_header(headers, "Expect:");
  Handle handle = take_handle();
  Exchange exchange{*this, request};
  exchange.handle = handle.get();
  exchange.prepare(options_, headers.get());
  const CURLcode code = curl_easy_perform(handle.get());
  Result<S3Answer> answer = judge(request, exchange, code);
  give_back(std::move(handle));
  return answer;
}

Result<S3Answer> S3Client::judge(const S3Request& request, Exchange& exchange,
                                 CURLcode code) const {
  if (exchange.write_failed != 0) {
    const bool full = exchange.write_failed == ENOSPC || exchange.write_failed == EDQUOT;
    return tl::unexpected(failure(request, full ? Fault::kFull : Fault::kIo,
                                  full ? "the disk here is full" : "the file here takes no more"));
  }
  if (exchange.read_failed) {
    return tl::unexpected(failure(request, Fault::kIo, "the file here cannot be read"));
  }
  if (exchange.too_large) {
    return tl::unexpected(failure(request, Fault::kCorrupt, "the answer is too large"));
  }
  if (code == CURLE_ABORTED_BY_CALLBACK) {
    return tl::unexpected(failure(request, Fault::kRetry, "stopped"));
  }
  const long status = exchange.status();
  const std::string words = words_of(exchange.body);
  // A server that refuses an upload may answer and hang up before it has it all.
  if (code != CURLE_OK && (status < 300 || words.empty())) {
    return tl::unexpected(failure(request, is_passing(code) ? Fault::kRetry : Fault::kRefused,
                                  curl_easy_strerror(code)));
  }
  const bool found = status >= 200 && status < 300;
  // Servers answer 404 to unknown keys and buckets too; only this code says that all else is well.
  const bool not_there =
      status == 404 && request.method != "PUT" && words.starts_with("NoSuchKey:");
  if (found || not_there) return S3Answer{status, std::move(exchange.body)};
  return tl::unexpected(failure(request, is_passing(status) ? Fault::kRetry : Fault::kRefused,
                                fmt::format("{} {}{}", status, words, advice_for(status))));
}

Error S3Client::failure(const S3Request& request, Fault fault, std::string_view why) const {
  return {fault, fmt::format("{}: {} {}{}: {}", place_, request.method, options_.endpoint,
                             request.path, why)};
}

bool S3Client::pause(std::chrono::milliseconds time) const {
  for (; time.count() > 0 && !stopped(); time -= kPauseSlice) {
    std::this_thread::sleep_for(std::min(time, kPauseSlice));
  }
  return !stopped();
}

}  // namespace encours
