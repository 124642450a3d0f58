// Shows what the HTTP server answers to requests as they come over the network: good ones, garbage,
// halves, floods. Each speaks over a real socket.
#include "src/serve/http_server.h"

#include <functional>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace encours {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kPatienceMs = 30'000;

// A client that writes bytes and reads what comes back until the other side hangs up.
class Client {
 public:
  explicit Client(const ListenAddress& address) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(address.port);
    EXPECT_EQ(inet_pton(AF_INET, address.host.c_str(), &to.sin_addr), 1);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  }
  Client(Client&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    if (socket_ >= 0) ::close(socket_);
  }

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // hung up on: what was answered tells
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void end_writing() const { ::shutdown(socket_, SHUT_WR); }

  // All that is answered. Waits for the end of the connection.
  std::string read() const {
    std::string answer;
    char bytes[4096];
    while (true) {
      pollfd ready{socket_, POLLIN, 0};
      if (::poll(&ready, 1, kPatienceMs) <= 0) {
        ADD_FAILURE() << "the connection was not ended";
        return answer;
      }
      const ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
      if (got <= 0) return answer;
      answer.append(bytes, static_cast<std::size_t>(got));
    }
  }

 private:
  int socket_;
};

HttpPage page(std::string_view path) {
  if (path == "/hello") return {200, "text/plain", "hello\n"};
  if (path == "/long") return {200, "text/plain", std::string(std::size_t{8} << 20U, 'x')};
  if (path == "/breaks") throw std::bad_alloc();
  return {404, "text/plain", "not here: " + std::string(path) + "\n"};
}

std::unique_ptr<HttpServer> server(const HttpLimits& limits = {}) {
  auto started = HttpServer::start({"127.0.0.1", 0}, &page, limits);
  EXPECT_TRUE(started.has_value());
  return std::move(*started);
}

std::string answer_to(const HttpServer& http, std::string_view request) {
  const Client client(http.address());
  client.write(request);
  return client.read();
}

std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

TEST(HttpServer, ServesAPage) {
  const auto http = server();
  const std::string answer = answer_to(*http, get("/hello"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 6\r\n"));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nhello\n"));
}

TEST(HttpServer, HeadIsThePageWithoutItsBody) {
  const auto http = server();
  const std::string answer = answer_to(*http, "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 6\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(HttpServer, ALongPageArrivesWhole) {
  const auto http = server();
  EXPECT_GT(answer_to(*http, get("/long")).size(), std::size_t{8} << 20U);
}

TEST(HttpServer, AnswersWhatIsNoPage) {
  struct Row {
    std::string request;
    std::string status;
  };
  const std::vector<Row> rows{
      {get("/hello?name=x"), "200"},
      {get("/nowhere"), "404"},
      {get("/breaks"), "500"},
      {"POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "405"},
      {"DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n", "405"},
      {"POST /hello HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", "413"},
      {"GET /hello HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "413"},
      {"GET /hello HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", "413"},
      {"GET /hello HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "400"},
      {"GET /hello HTTP/9.9\r\n\r\n", "400"},
      {"GET\r\n\r\n", "400"},
      {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400"},
      {std::string(500, '\0'), "400"},
      {"GET /hello HTTP/1.1\r\nBad Header: a\r\n\r\n", "400"},
      {"GET /" + std::string(10'000, 'a') + " HTTP/1.1\r\n\r\n", "431"},
      {"GET /hello HTTP/1.1\r\nA: " + std::string(100'000, 'a') + "\r\n\r\n", "431"},
  };
  const auto http = server();
  for (const Row& row : rows) {
    EXPECT_THAT(answer_to(*http, row.request), StartsWith("HTTP/1.1 " + row.status + " "))
        << row.request.substr(0, 80);
  }
  EXPECT_THAT(answer_to(*http, "PUT /hello HTTP/1.1\r\n\r\n"), HasSubstr("Allow: GET, HEAD\r\n"));
}

TEST(HttpServer, OneRequestAConnection) {
  const auto http = server();
  const std::string answer = answer_to(*http, get("/hello") + get("/hello"));
  EXPECT_EQ(answer.find("200 OK"), answer.rfind("200 OK"));
}

TEST(HttpServer, WhoHangsUpHalfwayIsNotAnswered) {
  const auto http = server();
  for (const std::string_view half : {"", "G", "GET /hello HTTP/1.1\r\n", "GET /hel"}) {
    const Client client(http->address());
    client.write(half);
    client.end_writing();
    EXPECT_EQ(client.read(), "") << half;
  }
  EXPECT_THAT(answer_to(*http, get("/hello")), EndsWith("hello\n"));
}

TEST(HttpServer, ARequestThatNeverEndsIsDropped) {
  HttpLimits limits;
  limits.request_time = std::chrono::milliseconds(200);
  const auto http = server(limits);
  const Client silent(http->address());
  const Client slow(http->address());
  slow.write("GET /hello HTTP/1.1\r\nA: ");
  EXPECT_EQ(silent.read(), "");
  EXPECT_EQ(slow.read(), "");
}

TEST(HttpServer, DrippingBytesDoNotKeepAConnection) {
  HttpLimits limits;
  limits.request_time = std::chrono::milliseconds(300);
  const auto http = server(limits);
  const Client slow(http->address());
  const auto began = std::chrono::steady_clock::now();
  // A byte for each answer of another client: dripping, by no clock of its own.
  while (std::chrono::steady_clock::now() - began < 2 * limits.request_time) {
    slow.write("a");
    EXPECT_THAT(answer_to(*http, get("/hello")), EndsWith("hello\n"));
  }
  EXPECT_THAT(slow.read(), Not(HasSubstr("200")));
}

TEST(HttpServer, WhoeverHasBeenThereLongestMakesRoom) {
  HttpLimits limits;
  limits.connections_max = 8;
  const auto http = server(limits);
  std::vector<Client> silent;
  for (int i = 0; i < 100; ++i) {
    silent.emplace_back(http->address());
  }
  EXPECT_THAT(answer_to(*http, get("/hello")), EndsWith("hello\n"));
  EXPECT_EQ(silent.front().read(), "") << "the first was dropped, long before its time was over";
}

TEST(HttpServer, ServesManyAtOnce) {
  const auto http = server();
  std::vector<std::thread> askers;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 8; ++i) {
    askers.emplace_back([&] {
      for (int j = 0; j < 25; ++j) {
        answered += answer_to(*http, get("/hello")).ends_with("hello\n") ? 1 : 0;
      }
    });
  }
  for (std::thread& asker : askers)
    asker.join();
  EXPECT_EQ(answered, 200);
}

TEST(HttpServer, EndsWhileConnectionsAreOpen) {
  auto http = server();
  const Client silent(http->address());
  const Client greedy(http->address());
  greedy.write(get("/long"));
  EXPECT_THAT(answer_to(*http, get("/hello")), EndsWith("hello\n"));
  http.reset();
  EXPECT_EQ(silent.read(), "");
}

TEST(HttpServer, SaysWhyItCannotListen) {
  const auto first = server();
  const auto second = HttpServer::start(first->address(), &page, {});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().message,
            first->address().text() + ": cannot listen there: Address already in use");
  const auto foreign = HttpServer::start({"192.0.2.1", 0}, &page, {});
  ASSERT_FALSE(foreign.has_value());
  EXPECT_THAT(foreign.error().message, HasSubstr("192.0.2.1:0: cannot listen there: "));
}

}  // namespace
}  // namespace encours
