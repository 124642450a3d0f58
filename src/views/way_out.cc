#include "src/views/way_out.h"

#include <algorithm>

#include <fmt/format.h>

#include "operators/domain/day.h"
#include "src/views/amounts.h"

namespace encours::views {

std::string way_out_words(const v1::OrderDecision& decision, Language language) {
  if (decision.verdict() != v1::VERDICT_HELD) return {};
  const v1::WayOut& out = decision.way_out();
  std::string text;
  const auto add = [&](Word what, const v1::Money& money, const std::string& more) {
    text += text.empty() ? "" : ", ";
    text += fmt::format("{} {}", word(language, what), amount_for_people(money, language));
    text += more.empty() ? "" : " (" + more + ")";
  };
  if (out.has_pay()) {
    const Day through = day_from_date(out.pay_due_through()).value_or(kNoDay);
    add(Word::kPay, out.pay(),
        through == kNoDay
            ? ""
            : fmt::format("{} {}", word(language, Word::kDueThrough), format_day(through)));
  }
  if (out.has_prepay()) add(Word::kPrepay, out.prepay(), "");
  if (out.has_limit()) {
    add(Word::kAskLimit, out.limit(),
        out.limit_approver().empty()
            ? ""
            : fmt::format("{} {}", word(language, Word::kApprovedBy), out.limit_approver()));
  }
  return text.empty() ? std::string(word(language, Word::kReleaseOnly)) : text;
}

std::vector<ItemToPay> items_to_pay(std::span<const OpenItem> items, Currency currency,
                                    std::int64_t on_account_minor, std::int64_t minor) {
  std::vector<ItemToPay> to_pay;
  for (const OpenItem& item : items) {
    if (item.currency != currency || minor <= 0) continue;
    const std::int64_t clean = item.open_minor - item.disputed_minor;
    const std::int64_t paid = std::clamp<std::int64_t>(on_account_minor, 0, clean);
    on_account_minor -= paid;
    const std::int64_t share = std::min(clean - paid, minor);
    if (share > 0) to_pay.push_back({&item, share});
    minor -= share;
  }
  return to_pay;
}

}  // namespace encours::views
