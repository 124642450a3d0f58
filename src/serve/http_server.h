// A small HTTP server on one thread of its own: GET and HEAD, short answers, one request a
// connection. Used by `encours run` for /metrics, /livez and /readyz; main.cc's neighbours give it
// the pages.
//
// It bears whatever is on the network. A request that is too long, no HTTP or never ends is
// answered or dropped within HttpLimits; when all connections are taken, the one that has been
// there longest makes room, so that who asks next is heard. Nothing that it reads is kept or
// logged.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "src/config/listen_address.h"
#include "src/ports.h"

namespace encours {

struct HttpLimits {
  std::size_t request_bytes_max = std::size_t{8} << 10U;  // request line and headers; no body
  std::size_t connections_max = 64;                       // at once
  std::chrono::milliseconds request_time{10'000};         // until a request is there whole
  std::chrono::milliseconds answer_time{30'000};          // until the answer is taken
  std::chrono::milliseconds farewell_time{1'000};         // for the other side to hang up
};

struct HttpPage {
  unsigned status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

// The page of a path ("/metrics", without a query). Called on the server's thread; 404 is a page
// like any other.
using HttpPages = std::function<HttpPage(std::string_view path)>;

class HttpServer {
 public:
  // Listens from now on. kRefused: somebody else listens there, or this address is not ours.
  static Result<std::unique_ptr<HttpServer>> start(const ListenAddress& address, HttpPages pages,
                                                   const HttpLimits& limits);
  // Drops all connections and ends the thread.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Where it listens; the port is the real one where any was asked for.
  const ListenAddress& address() const;

 private:
  class Listener;
  explicit HttpServer(std::unique_ptr<Listener> listener);

  std::unique_ptr<Listener> listener_;
};

}  // namespace encours
