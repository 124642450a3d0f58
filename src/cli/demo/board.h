// What the demo shows: the accounts that matter most, what has just happened, the totals. Filled
// from what Encours says (cases, holds, decisions, sheets), drawn as text.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/day.h"
#include "src/views/screen.h"

namespace encours::demo {

struct Totals {
  std::uint64_t events = 0;
  std::uint64_t decisions = 0;
  std::uint64_t orders_held = 0;      // times an order was held
  std::uint64_t orders_released = 0;  // times a held order was let go
  std::uint64_t cases_opened = 0;
  std::uint64_t cases_closed = 0;
};

class Board {
 public:
  // `names`: of clients, by id; must outlive the board.
  explicit Board(const std::map<std::string, std::string>& names) : names_(names) {}

  void hear(const v1::Case& told);
  void hear(const v1::OrderDecision& decision);
  void hear(const v1::ExposureSheet& sheet);
  void count_events(std::size_t events) { totals_.events += events; }

  // The whole picture: a header, totals, accounts, news. `lines` is the height of the screen.
  std::string picture(Day day, int percent_done, int lines, const views::Screen& screen) const;

  // One line for a month that ends, for those who do not watch.
  std::string month_line(Day day, const views::Screen& screen) const;

  // What the year has shown.
  std::string summary(const views::Screen& screen) const;

 private:
  struct Account {
    std::int64_t exposure = 0;
    std::int64_t overdue = 0;
    std::int64_t limit = 0;
    std::int64_t utilisation_bp = -1;
    std::int64_t orders_held = 0;
    bool on_hold = false;
  };
  enum class NewsKind : std::uint8_t { kHeld, kReleased, kCaseOpened, kCaseRaised, kCaseClosed };
  struct News {
    NewsKind kind = NewsKind::kHeld;
    std::int32_t day = 0;  // yyyymmdd
    std::string client_id;
    std::string order;                               // held or released
    v1::RuleKind cause = v1::RULE_KIND_UNSPECIFIED;  // the gravest, if any
    std::int64_t cents = 0;                          // of the order, or at stake
  };

  void add_news(News news);
  std::string accounts_table(int rows, const views::Screen& screen) const;
  std::string news_lines(int lines, const views::Screen& screen) const;
  std::string news_line(const News& news, const views::Screen& screen) const;
  std::string totals_line(const views::Screen& screen) const;
  std::string name(const std::string& client_id) const;

  const std::map<std::string, std::string>& names_;
  std::map<std::string, Account> accounts_;
  std::map<std::string, v1::Case> open_cases_;  // by client
  std::set<std::string> held_orders_;           // client and number
  std::deque<News> news_;
  Totals totals_;
  std::int64_t worst_case_cents_ = 0;
  std::string worst_case_client_;
};

}  // namespace encours::demo
