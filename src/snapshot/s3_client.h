// One request to an S3 server, signed by libcurl (AWS signature, version 4), tried again when the
// server is busy or the network fails. Used by s3_store.h.
//
// The keys go to libcurl and nowhere else: no error, no log line has them.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <curl/curl.h>

#include "src/ports.h"

namespace encours {

struct S3Options {
  std::string endpoint;  // "https://s3.eu-west-3.amazonaws.com"; empty: Amazon's, of the region
  std::string region = "us-east-1";
  std::string access_key;
  std::string secret_key;
  std::string session_token;  // of temporary keys; empty: none
  // A request that fails for now is tried so often; the pauses double from the first one on.
  int tries_max = 5;
  std::chrono::milliseconds first_pause{200};
  // A transfer that stands still for so long has failed.
  std::chrono::seconds stall{30};
  // Objects in one answer to a listing; S3 gives at most 1000.
  int list_objects_max = 1'000;
  const std::atomic<bool>* stop = nullptr;  // when true, nothing is waited for any more
};

struct S3Request {
  std::string method;         // GET, PUT, DELETE
  std::string path;           // "/bucket/prefix/name"; no byte of it needs encoding
  std::string query;          // encoded, sorted by key; empty: none
  std::string sha256;         // of the body, in hexadecimal
  std::string_view body;      // PUT: what is sent, unless there is
  std::FILE* from = nullptr;  // a file to send,
  std::uint64_t from_bytes = 0;
  std::FILE* to = nullptr;  // GET: where the body goes, written from its beginning
};

struct S3Answer {
  long status = 0;   // 2xx, or 404: there is no such object
  std::string body;  // unless it went into a file
};

class S3Client {
 public:
  // `place` names the store in errors.
  S3Client(std::string place, S3Options options);
  ~S3Client();
  S3Client(const S3Client&) = delete;
  S3Client& operator=(const S3Client&) = delete;

  // An answer that is neither 2xx nor "there is no such object" is an error: kRefused when the
  // server will say the same again, kRetry when it was busy or out of reach to the last try.
  Result<S3Answer> send(const S3Request& request);

  const S3Options& options() const { return options_; }

 private:
  struct Exchange;
  using Handle = std::unique_ptr<CURL, void (*)(CURL*)>;

  Handle take_handle();
  void give_back(Handle handle);
  // One try. kRetry: another one may go through.
  Result<S3Answer> try_once(const S3Request& request);
  Result<S3Answer> judge(const S3Request& request, Exchange& exchange, CURLcode code) const;
  Error failure(const S3Request& request, Fault fault, std::string_view why) const;
  // False when it is time to stop.
  bool pause(std::chrono::milliseconds time) const;
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

  const std::string place_;
  S3Options options_;
  std::mutex mutex_;
  std::vector<Handle> idle_;  // with the connections they hold open
};

}  // namespace encours
