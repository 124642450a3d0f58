// One connection of the HTTP server: reads a request, writes its answer, hangs up. Used by
// http_server.cc alone; lives as long as an operation of it is under way.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "src/serve/http_server.h"

namespace encours {

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  // `pages` and `limits` must outlive it. `gone` is called once, when it ends.
  HttpConnection(boost::asio::ip::tcp::socket socket, const HttpPages& pages,
                 const HttpLimits& limits, std::function<void(HttpConnection*)> gone);
  ~HttpConnection();

  void begin();
  // Hangs up at once.
  void drop();

 private:
  using Answer = boost::beast::http::response<boost::beast::http::string_body>;

  void read_request(boost::beast::error_code error);
  HttpPage page_of_request() const;
  void answer(HttpPage page, bool head_only);
  void say_farewell();
  void wait_for_end();

  const HttpPages& pages_;
  const HttpLimits& limits_;
  std::function<void(HttpConnection*)> gone_;
  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  boost::beast::http::request_parser<boost::beast::http::empty_body> parser_;
  std::optional<Answer> answer_;
  std::array<char, 4096> rest_;  // what comes after the request, unread
};

}  // namespace encours
