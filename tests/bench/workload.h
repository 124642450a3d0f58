// The business that the benchmarks fold: clients with open items, and a steady stream in which each
// new invoice is met by the payment of an older one, so that the open items stay as many as they
// were. The same seed gives the same events.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"

namespace encours::bench {

enum class Spread : std::uint8_t {
  kUniform,
  kZipf,  // exponent 0.99: a few clients have most of the events
};

struct WorkloadSize {
  std::uint64_t clients = 10'000;
  std::uint64_t items_per_client = 10;
  std::uint64_t receipts_per_client = 0;  // on account
  std::uint64_t orders_per_client = 0;    // open; with them the stream places and closes orders too
};

class Workload {
 public:
  Workload(WorkloadSize size, Spread spread, std::uint64_t seed);

  // What each client has at first, client by client.
  std::uint64_t fill_size() const { return size_.clients * per_client(); }
  v1::Event next_fill();

  // The stream after it: invoice, receipt, settlement (order, order closed), and again.
  v1::Event next_stream();

  static Day first_day();

 private:
  struct Books {
    std::uint32_t first_open = 0;  // the oldest invoice that is not paid
    std::uint32_t next_invoice = 0;
    std::uint32_t next_receipt = kOnAccountFrom;
    std::uint32_t first_order = 0;  // the oldest that is not closed
    std::uint32_t next_order = 0;
  };
  // Receipts on account are numbered from here, the others like the invoice they pay.
  static constexpr std::uint32_t kOnAccountFrom = 10'000'000;

  std::uint64_t per_client() const {
    return size_.items_per_client + size_.receipts_per_client + size_.orders_per_client;
  }

  std::uint64_t random();
  std::uint64_t pick_client();
  v1::Event event(std::uint64_t client, std::string event_id) const;
  v1::Event invoice(std::uint64_t client);
  v1::Event receipt(std::uint64_t client, std::uint32_t number);
  v1::Event order(std::uint64_t client);
  v1::Event order_closed(std::uint64_t client);
  v1::Event settlement(std::uint64_t client);

  WorkloadSize size_;
  Spread spread_;
  std::uint64_t state_;
  std::vector<Books> books_;
  std::uint64_t filled_ = 0;
  int phase_ = 0;
  std::uint64_t client_ = 0;
  // Zipf by Gray's method ("Quickly generating billion-record synthetic databases", 1994).
  double zipf_n_ = 0;
  double zipf_alpha_ = 0;
  double zipf_eta_ = 0;
};

}  // namespace encours::bench
