// A random business: what a few clients order, receive, are billed for, pay, misallocate, contest
// and leave unpaid, with the changes, mistakes and second thoughts of real feeds. Everything
// follows from the seed. Used by the simulation.
#pragma once

#include <string>
#include <vector>

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"
#include "tests/simulation/chance.h"

namespace encours::simulation {

struct BusinessOptions {
  int clients = 6;
  // All feeds carry revisions; else those of every other client do.
  bool revisions_only = false;
  // People decide on orders and accounts.
  bool decisions = true;
  // Policies give a seller company a segment of its own.
  bool segments = true;
  // Policies name a horizon of orders, the same in all of them: what counts once goes on counting.
  bool horizon = true;
};

class Business {
 public:
  Business(std::uint64_t seed, BusinessOptions options);

  // One thing that happens on `today`: an event, or a few that belong together. They may reach the
  // log in any order.
  std::vector<v1::Event> next(Day today);

  // A policy; each has its own thresholds, modes and rates, all have the same segments.
  v1::Event policy();

  // A table of rates that holds from a day about `today`.
  v1::Event rates(Day today);

  // An event that is refused whoever is asked, for the reason given.
  struct Nonsense {
    v1::Event event;
    std::string reason;
  };
  Nonsense nonsense(Day today);

  const std::vector<std::string>& client_ids() const { return client_ids_; }

 private:
  struct Document {
    v1::Event event;        // as it was sent last
    std::int64_t left = 0;  // what its maker believes is open of it, minor units
  };
  // What the business remembers of a client.
  struct Client {
    std::string id;
    bool has_revisions = false;
    std::vector<Document> invoices;
    std::vector<Document> credits;  // credit notes and receipts
    std::vector<Document> orders;
    std::vector<v1::Event> settlements;
    std::vector<v1::Event> disputes;
    std::vector<v1::Event> deliveries;
    std::vector<v1::Event> returns;
    std::vector<v1::Event> billings;  // billing documents
    std::vector<v1::Event> limits;
    int numbers = 0;
  };
  using Events = std::vector<v1::Event>;

  v1::Event event_of(Client& client, Day today);
  void change(Client& client, v1::Event& event);
  v1::DocumentRef ref(v1::DocumentKind kind, const std::string& number);
  std::string number(Client& client, const char* letter);
  v1::Money money(const std::string& currency, std::int64_t minor);
  std::int64_t amount_minor();
  Day around(Day day, int before, int after) { return day + chance_.between(-before, after); }

  void invoice(Client& client, Day today, Events& events);
  void schedule(Day today, v1::Invoice& invoice, const std::string& currency, std::int64_t minor);
  void continue_one(Client& client, v1::Invoice& invoice);
  void change_invoice(Client& client, Day today, Events& events);
  void cancel_invoice(Client& client, Day today, Events& events);
  void credit(Client& client, Day today, Events& events);
  void settle(Client& client, Day today, Events& events);
  void allocate(Client& client, v1::Settlement& settlement, const std::string& currency,
                std::int64_t& sum);
  void reverse(Client& client, Day today, Events& events);
  void write_off(Client& client, Day today, Events& events);
  void dispute(Client& client, Day today, Events& events);
  void instrument(Client& client, Day today, v1::Receipt& receipt);
  void payment_state(Client& client, Day today, Events& events);
  void extend(Client& client, Day today, Events& events);
  void assign(Client& client, Day today, Events& events);
  void recover(Client& client, Day today, Events& events);
  void transfer(Client& client, Day today, Events& events);
  void statement(Client& client, Day today, Events& events);
  void list(Client& client, Day today, Events& events);
  void close_list(Client& client, Day today, Events& events);
  void balance(Client& client, Day today, Events& events);
  std::int64_t believed(const std::vector<Document>& documents, const std::string& company,
                        const std::string& currency) const;
  v1::OpenItemsList list_head(Day today);
  v1::Event list_of(Client& client, Day today, const v1::OpenItemsList& head);
  void fill_list(Client& client, Day today, v1::OpenItemsList& list);
  void list_item(const v1::DocumentRef& ref, const std::string& currency, std::int64_t minor,
                 std::int32_t posting_date, Day today, v1::OpenItemsList& list);
  bool is_listed(const v1::DocumentRef& ref, const v1::OpenItemsList& list) const;
  template <class Line>
  void value(const std::string& currency, Line& line);
  void order(Client& client, Day today, Events& events);
  void change_order(Client& client, Day today, Events& events);
  void end_order(Client& client, Day today, Events& events);
  void reopen_order(Client& client, Day today, Events& events);
  void answer(Client& client, Day today, Events& events);
  void deliver(Client& client, Day today, Events& events);
  void bill(Client& client, Day today, Events& events);
  void add_billed_lines(Client& client, v1::Invoice& invoice);
  void bill_before_posting(Client& client, Day today, Events& events);
  void post_billing(Client& client, Day today, Events& events);
  void take_back(Client& client, Day today, Events& events);
  void limit(Client& client, Day today, Events& events);
  void decide(Client& client, Day today, Events& events);
  void set_desk(v1::Policy& policy);
  void set_rules(v1::Policy& policy);
  void decide_on_case(v1::HumanDecision& decision, Day today);
  void master_data(Client& client, Day today, Events& events);

  Chance chance_;
  BusinessOptions options_;
  std::vector<Client> clients_;
  std::vector<std::string> client_ids_;
  int events_ = 0;
  int policies_ = 0;
  int horizon_days_ = 0;
};

}  // namespace encours::simulation
