#include "src/serve/http_connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <exception>

namespace encours {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

HttpPage refusal(http::status status, std::string_view why) {
  return {static_cast<unsigned>(status), "text/plain; charset=utf-8", std::string(why) + "\n"};
}

HttpPage refusal_of(beast::error_code error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refusal(http::status::request_header_fields_too_large, "the request is too long");
  }
  if (error == http::error::body_limit || error == http::error::unexpected_body) {
    return refusal(http::status::payload_too_large, "a request has no body here");
  }
  return refusal(http::status::bad_request, "this is no HTTP request");
}

// Errors of the network, of which nobody is to be told: there is nobody there.
bool is_gone(beast::error_code error) {
  return error == http::error::end_of_stream || error == http::error::partial_message ||
         error == beast::error::timeout || error.category() == boost::system::system_category();
}

}  // namespace

HttpConnection::HttpConnection(boost::asio::ip::tcp::socket socket, const HttpPages& pages,
                               const HttpLimits& limits, std::function<void(HttpConnection*)> gone)
    : pages_(pages),
      limits_(limits),
      gone_(std::move(gone)),
      stream_(std::move(socket)),
      buffer_(limits.request_bytes_max) {
  parser_.header_limit(static_cast<std::uint32_t>(limits.request_bytes_max));
  parser_.body_limit(std::uint64_t{0});
}

HttpConnection::~HttpConnection() {
  gone_(this);
}

void HttpConnection::begin() {
  // Set once: the whole request must be there by then, however slowly it drips.
  stream_.expires_after(limits_.request_time);
  http::async_read(stream_, buffer_, parser_,
                   [self = shared_from_this()](beast::error_code error, std::size_t) {
                     self->read_request(error);
                   });
}

void HttpConnection::drop() {
  beast::error_code ignored;
  stream_.socket().close(ignored);
}

void HttpConnection::read_request(beast::error_code error) {
  if (!error) {
    return answer(page_of_request(), parser_.get().method() == http::verb::head);
  }
  if (!is_gone(error)) {
    answer(refusal_of(error), false);
  }
}

HttpPage HttpConnection::page_of_request() const {
  const auto& request = parser_.get();
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    return refusal(http::status::method_not_allowed, "GET or HEAD");
  }
  const std::string_view target(request.target().data(), request.target().size());
  try {
    return pages_(target.substr(0, target.find('?')));
  } catch (const std::exception&) {
    // Memory, say: a page that cannot be made must not end the process that it is about.
    return refusal(http::status::internal_server_error, "the page cannot be made");
  }
}

void HttpConnection::answer(HttpPage page, bool head_only) {
  answer_.emplace(static_cast<http::status>(page.status), 11U);
  answer_->set(http::field::content_type, page.content_type);
  answer_->set(http::field::cache_control, "no-store");
  answer_->set("X-Content-Type-Options", "nosniff");
  if (answer_->result() == http::status::method_not_allowed) {
    answer_->set(http::field::allow, "GET, HEAD");
  }
  answer_->keep_alive(false);
  answer_->content_length(page.body.size());
  if (!head_only) {
    answer_->body() = std::move(page.body);
  }
  stream_.expires_after(limits_.answer_time);
  http::async_write(stream_, *answer_,
                    [self = shared_from_this()](beast::error_code error, std::size_t) {
                      if (!error) {
                        self->say_farewell();
                      }
                    });
}

// Closing while the other side still sends would take the answer away from it.
void HttpConnection::say_farewell() {
  beast::error_code error;
  stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
  if (error) {
    return;
  }
  stream_.expires_after(limits_.farewell_time);
  wait_for_end();
}

void HttpConnection::wait_for_end() {
  stream_.async_read_some(boost::asio::buffer(rest_),
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                            if (!error) {
                              self->wait_for_end();
                            }
                          });
}

}  // namespace encours
