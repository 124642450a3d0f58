#include "src/cli/demo/board.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "operators/domain/money.h"
#include "src/cli/demo/words.h"
#include "src/views/amounts.h"
#include "src/views/table.h"

namespace encours::demo {
namespace {

using views::Paint;
using views::Screen;

constexpr std::size_t kNewsKept = 40;
constexpr int kBarCells = 10;

std::int64_t minor_of(const v1::Money& money) {
  return minor_from_wire(money).value_or(0);
}

// Whole euros: a board is read at a glance.
std::string euros(std::int64_t cents, const Screen& screen) {
  return views::count_for_people((cents + 50) / 100, screen.language) + " €";
}

std::string short_date(std::int32_t yyyymmdd) {
  return fmt::format("{:02}/{:02}", yyyymmdd % 100, yyyymmdd / 100 % 100);
}

// "████▌     " of ten cells; over 100 % it is full.
std::string use_bar(std::int64_t basis_points) {
  const auto halves =
      static_cast<int>(std::clamp<std::int64_t>(basis_points * 2 * kBarCells / 10'000, 0, 20));
  std::string bar;
  for (int cell = 0; cell < kBarCells; ++cell) {
    bar += halves >= 2 * cell + 2 ? "█" : halves == 2 * cell + 1 ? "▌" : "·";
  }
  return bar;
}

// The kind of the most urgent of some causes; reasons that only speak come after those that act.
template <class Causes>
v1::RuleKind gravest(const Causes& causes) {
  const auto weight = [](const v1::Cause& cause) {
    return std::pair(cause.mode() == v1::RULE_MODE_ENFORCE ? 1 : 0, cause.severity());
  };
  const v1::Cause* gravest = nullptr;
  for (const v1::Cause& cause : causes) {
    if (gravest == nullptr || weight(cause) > weight(*gravest)) gravest = &cause;
  }
  return gravest == nullptr ? v1::RULE_KIND_UNSPECIFIED : gravest->kind();
}

Paint paint_of_use(std::int64_t basis_points) {
  return basis_points > 10'000  ? Paint::kBad
         : basis_points > 9'000 ? Paint::kWarning
                                : Paint::kPlain;
}

}  // namespace

std::string Board::name(const std::string& client_id) const {
  const auto found = names_.find(client_id);
  return found == names_.end() ? client_id : found->second;
}

void Board::add_news(News news) {
  news_.push_back(std::move(news));
  if (news_.size() > kNewsKept) news_.pop_front();
}

void Board::hear(const v1::Case& told) {
  const std::string& client = told.account().client_id();
  if (told.state() == v1::CASE_STATE_CLOSED) {
    ++totals_.cases_closed;
    open_cases_.erase(client);
    add_news({NewsKind::kCaseClosed, told.origin().day(), client, "", {}, 0});
    return;
  }
  const std::int64_t at_stake = minor_of(told.at_stake());
  const bool opened = told.news() == v1::CASE_NEWS_OPENED;
  totals_.cases_opened += opened ? 1 : 0;
  // A case that comes back on the day it closed was not closed after all.
  const bool back = !opened && !open_cases_.contains(client);
  totals_.cases_closed -= back ? 1 : 0;
  if (at_stake > worst_case_cents_) {
    worst_case_cents_ = at_stake;
    worst_case_client_ = client;
  }
  open_cases_[client] = told;
  if (told.news() == v1::CASE_NEWS_UNSPECIFIED && !back) return;  // nothing new for people
  add_news({opened ? NewsKind::kCaseOpened : NewsKind::kCaseRaised, told.origin().day(), client, "",
            gravest(told.causes()), at_stake});
}

void Board::hear(const v1::OrderDecision& decision) {
  ++totals_.decisions;
  const std::string& client = decision.account().client_id();
  const std::string& order = decision.order_ref().number();
  const bool held = decision.verdict() == v1::VERDICT_HELD;
  const bool changed = held ? held_orders_.insert(client + " " + order).second
                            : held_orders_.erase(client + " " + order) > 0;
  if (!changed) return;
  ++(held ? totals_.orders_held : totals_.orders_released);
  add_news({held ? NewsKind::kHeld : NewsKind::kReleased, decision.origin().day(), client, order,
            gravest(decision.reasons()), minor_of(decision.amount())});
}

void Board::hear(const v1::ExposureSheet& sheet) {
  Account& account = accounts_[sheet.account().client_id()];
  account = {};
  account.exposure = minor_of(sheet.exposure());
  account.limit = minor_of(sheet.limit());
  account.utilisation_bp = sheet.utilisation_bp();
  account.on_hold = sheet.account_hold();
  for (const v1::SheetLine& line : sheet.lines()) {
    account.overdue += line.overdue_minor();
    account.orders_held += line.orders_held_minor();
  }
}

std::string Board::totals_line(const Screen& screen) const {
  std::int64_t exposure = 0;
  std::int64_t overdue = 0;
  std::int64_t over_limit = 0;
  for (const auto& [client, account] : accounts_) {
    exposure += std::max<std::int64_t>(account.exposure, 0);
    overdue += account.overdue;
    over_limit += account.utilisation_bp > 10'000 ? 1 : 0;
  }
  const auto figure = [&](Phrase what, const std::string& value) {
    return fmt::format("{} {}", phrase(screen.language, what),
                       views::painted(screen, Paint::kBold, value));
  };
  return fmt::format("{}   {}   {}   {}   {}",
                     figure(Phrase::kOutstanding, euros(exposure, screen)),
                     figure(Phrase::kOverdue, euros(overdue, screen)),
                     figure(Phrase::kOverLimit, std::to_string(over_limit)),
                     figure(Phrase::kOrdersHeld, std::to_string(held_orders_.size())),
                     figure(Phrase::kCasesOpen, std::to_string(open_cases_.size())));
}

std::string Board::accounts_table(int rows, const Screen& screen) const {
  const auto said = [&](Phrase which) { return std::string(phrase(screen.language, which)); };
  views::Table table({{said(Phrase::kClient)},
                      {said(Phrase::kExposure), views::Align::kRight},
                      {said(Phrase::kLimit), views::Align::kRight, 3},
                      {"", views::Align::kLeft, 2},
                      {said(Phrase::kUse), views::Align::kRight},
                      {said(Phrase::kOverdue), views::Align::kRight, 1},
                      {said(Phrase::kHold), views::Align::kRight}});
  std::vector<std::pair<std::string, Account>> worst(accounts_.begin(), accounts_.end());
  const auto count = std::min(worst.size(), static_cast<std::size_t>(std::max(rows, 1)));
  const auto by_use = [](const auto& a, const auto& b) {
    return std::pair(-a.second.utilisation_bp, a.first) <
           std::pair(-b.second.utilisation_bp, b.first);
  };
  std::partial_sort(worst.begin(), worst.begin() + static_cast<std::ptrdiff_t>(count), worst.end(),
                    by_use);
  worst.resize(count);
  for (const auto& [client, account] : worst) {
    const Paint paint = paint_of_use(account.utilisation_bp);
    const std::string hold = account.on_hold           ? said(Phrase::kAccountHold)
                             : account.orders_held > 0 ? euros(account.orders_held, screen)
                                                       : "";
    table.add_row({{views::shortened(client + " " + name(client), 34)},
                   {euros(account.exposure, screen)},
                   {euros(account.limit, screen)},
                   {use_bar(account.utilisation_bp), paint},
                   {views::share_for_people(account.utilisation_bp, screen.language), paint},
                   {account.overdue > 0 ? euros(account.overdue, screen) : ""},
                   {hold, Paint::kBad}});
  }
  return table.text(screen);
}

std::string Board::news_line(const News& news, const Screen& screen) const {
  struct Look {
    Phrase phrase;
    Paint paint;
  };
  constexpr std::array<Look, 5> kLooks{{{Phrase::kHeld, Paint::kBad},
                                        {Phrase::kReleased, Paint::kGood},
                                        {Phrase::kCase, Paint::kWarning},
                                        {Phrase::kCaseUp, Paint::kBad},
                                        {Phrase::kCaseClosed, Paint::kDim}}};
  const Look& look = kLooks.at(static_cast<std::size_t>(news.kind));
  std::string text = name(news.client_id);
  if (!news.order.empty()) text += "  " + news.order;
  if (news.cents > 0) text += "  " + euros(news.cents, screen);
  const bool tells_why = news.kind != NewsKind::kReleased && news.kind != NewsKind::kCaseClosed;
  if (tells_why) text += fmt::format("  ({})", cause_phrase(screen.language, news.cause));
  const std::string_view label = phrase(screen.language, look.phrase);
  const std::string gap(static_cast<std::size_t>(std::max(1, 9 - views::display_width(label))),
                        ' ');
  const int room = screen.columns > 0 ? screen.columns - 17 : 1'000;
  return fmt::format("{}  {}{} {}\n", views::painted(screen, Paint::kDim, short_date(news.day)),
                     views::painted(screen, look.paint, label), gap, views::shortened(text, room));
}

std::string Board::news_lines(int lines, const Screen& screen) const {
  std::string text;
  const std::size_t shown = std::min(news_.size(), static_cast<std::size_t>(std::max(lines, 0)));
  for (std::size_t i = news_.size() - shown; i < news_.size(); ++i) {
    text += news_line(news_[i], screen);
  }
  return text;
}

std::string Board::picture(Day day, int percent_done, int lines, const Screen& screen) const {
  constexpr int kFixedLines = 8;  // header, bar, totals, headings, blanks
  constexpr int kNewsShare = 40;  // percent of what is left
  const int room = std::max(lines - kFixedLines, 6);
  const int news = room * kNewsShare / 100;
  const int cells = std::clamp(screen.columns - 24, 10, 60);
  std::string bar;
  for (int cell = 0; cell < cells; ++cell)
    bar += cell * 100 < percent_done * cells ? "━" : "─";
  std::string text = fmt::format("{}  {}\n{}  {}  {:>3} %\n\n{}\n\n",
                                 views::painted(screen, Paint::kBold, "encours"),
                                 phrase(screen.language, Phrase::kTitle), format_day(day), bar,
                                 percent_done, totals_line(screen));
  text += accounts_table(room - news - 1, screen);
  text += fmt::format("\n{}\n",
                      views::painted(screen, Paint::kBold, phrase(screen.language, Phrase::kNews)));
  return text + news_lines(news, screen);
}

std::string Board::month_line(Day day, const Screen& screen) const {
  return fmt::format("{}   {}\n", format_day(day), totals_line(screen));
}

std::string Board::summary(const Screen& screen) const {
  const auto line = [&](std::uint64_t count, Phrase what) {
    return fmt::format("  {:>9}  {}\n",
                       views::count_for_people(static_cast<std::int64_t>(count), screen.language),
                       phrase(screen.language, what));
  };
  std::string text = fmt::format(
      "{}\n", views::painted(screen, Paint::kBold, phrase(screen.language, Phrase::kSummary)));
  text += line(totals_.events, Phrase::kEventsFolded);
  text += line(totals_.decisions, Phrase::kOrdersJudged);
  text += line(totals_.orders_held, Phrase::kHeldTimes);
  text += line(totals_.orders_released, Phrase::kReleasedTimes);
  text += line(totals_.cases_opened, Phrase::kCasesOpened);
  text += line(totals_.cases_closed, Phrase::kCasesClosed);
  if (!worst_case_client_.empty()) {
    text +=
        fmt::format("  {}: {} ({}), {}\n", phrase(screen.language, Phrase::kWorst),
                    name(worst_case_client_), worst_case_client_, euros(worst_case_cents_, screen));
  }
  return text;
}

}  // namespace encours::demo
