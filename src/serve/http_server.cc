#include "src/serve/http_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include "src/serve/http_connection.h"

namespace encours {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// When the process has no descriptor left: until one may be free.
constexpr std::chrono::milliseconds kAcceptPause{100};

Error cannot_listen(const ListenAddress& address, const boost::system::error_code& error) {
  return {Fault::kRefused,
          fmt::format("{}: cannot listen there: {}", address.text(), error.message())};
}

}  // namespace

// The socket that listens and the thread that serves. All but the constructor, start() and the
// destructor runs on that thread.
class HttpServer::Listener {
 public:
  Listener(ListenAddress address, HttpPages pages, const HttpLimits& limits)
      : address_(std::move(address)), pages_(std::move(pages)), limits_(limits) {}
  ~Listener() {
    context_.stop();
    if (thread_.joinable()) {
      thread_.join();
    }
  }

  Status start() {
    boost::system::error_code error;
    const tcp::endpoint wanted(asio::ip::make_address(address_.host, error), address_.port);
    if (!error) acceptor_.open(wanted.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(wanted, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (!error) address_.port = acceptor_.local_endpoint(error).port();
    if (error) {
      return tl::unexpected(cannot_listen(address_, error));
    }
    accept();
    thread_ = std::thread([this] { context_.run(); });
    return {};
  }

  const ListenAddress& address() const { return address_; }

 private:
  void accept() {
    acceptor_.async_accept([this](const boost::system::error_code& error, tcp::socket socket) {
      if (error) {
        pause();
        return;
      }
      serve(std::move(socket));
      accept();
    });
  }

  void pause() {
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](const boost::system::error_code& error) {
      if (!error) {
        accept();
      }
    });
  }

  void serve(tcp::socket socket) {
    if (open_.size() >= limits_.connections_max) {
      HttpConnection* oldest = open_.front();
      open_.pop_front();
      oldest->drop();
    }
    const auto connection = std::make_shared<HttpConnection>(
        std::move(socket), pages_, limits_, [this](HttpConnection* gone) { open_.remove(gone); });
    open_.push_back(connection.get());
    connection->begin();
  }

  ListenAddress address_;
  const HttpPages pages_;
  const HttpLimits limits_;
  std::list<HttpConnection*> open_;  // the oldest first; outlives the context's last operations
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
  asio::steady_timer pause_{context_};
  std::thread thread_;
};

HttpServer::HttpServer(std::unique_ptr<Listener> listener) : listener_(std::move(listener)) {}

HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::start(const ListenAddress& address, HttpPages pages,
                                                      const HttpLimits& limits) {
  auto listener = std::make_unique<Listener>(address, std::move(pages), limits);
  if (Status status = listener->start(); !status) {
    return tl::unexpected(status.error());
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(listener)));
}

const ListenAddress& HttpServer::address() const {
  return listener_->address();
}

}  // namespace encours
