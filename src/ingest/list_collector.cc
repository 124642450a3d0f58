#include "src/ingest/list_collector.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "operators/domain/entity.h"
#include "operators/domain/money.h"
#include "src/ingest/mapping/event_builder.h"
#include "src/ingest/reject.h"

namespace encours {
namespace {

constexpr char kPartSign = '\x1f';  // in no name that intake takes

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) {
    text.append(part).push_back(kPartSign);
  }
  return text;
}

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// The date that begins there, kNoDay if none does.
Day day_at(const std::string& text, std::size_t at) {
  const auto ends = [&](std::size_t end) { return end == text.size() || !is_digit(text[end]); };
  const bool begins = at == 0 || !is_digit(text[at - 1]);
  if (begins && at + 10 <= text.size() && ends(at + 10)) {
    if (const auto day = parse_day(text.substr(at, 10)); day) return *day;
  }
  const std::string digits = text.substr(at, 8);
  if (begins && digits.size() == 8 && std::all_of(digits.begin(), digits.end(), is_digit) &&
      ends(at + 8)) {
    return day_from_date(std::stoi(digits)).value_or(kNoDay);
  }
  return kNoDay;
}

// Signed: what we owe is negative.
std::int64_t signed_minor(const v1::OpenItem& item) {
  const std::int64_t minor = minor_from_wire(item.open()).value_or(0);
  return item.ref().kind() == v1::DOCUMENT_KIND_INVOICE ? minor : -minor;
}

}  // namespace

Day day_in_name(const std::string& file_name) {
  Day found = kNoDay;
  for (std::size_t at = 0; at < file_name.size(); ++at) {
    const Day day = day_at(file_name, at);
    if (day == kNoDay) continue;
    if (found != kNoDay && found != day) return kNoDay;
    found = day;
  }
  return found;
}

std::optional<std::string> ListCollector::add(const v1::Event& row) {
  v1::Event account = row;
  v1::OpenItemsList& list = *account.mutable_open_items_list();
  if (list.as_of() == 0) list.set_as_of(date_from_day(day_));
  if (list.as_of() == 0) {
    return "the day of the list is not known: as_of in the mapping, a date in the file's name, or "
           "--list-date";
  }
  if (list.list_id().empty()) {
    list.set_list_id(
        fmt::format("{} {}", feed_, format_day(day_from_date(list.as_of()).value_or(kNoDay))));
  }
  const std::string list_name = joined(
      {list.source_system(), list.seller_company(), list.list_id(), std::to_string(list.as_of())});
  const std::string account_name = joined({list_name, account.client_id(), list.segment()});
  const auto [place, is_new] = places_.emplace(account_name, accounts_.size());
  for (const v1::OpenItem& item : list.items()) {
    const std::string name = joined(
        {std::to_string(place->second), entity_id(item.ref()), std::to_string(item.ref().line())});
    if (!items_.emplace(name, place->second).second) {
      if (is_new) places_.erase(place);
      return fmt::format("{} stands in the list twice", in_quotes(item.ref().number()));
    }
  }
  const ListName name{list.source_system(), list.seller_company(), list.list_id(), list.as_of()};
  if (!lists_.contains(name)) names_.push_back(name);
  List& whole = lists_[name];
  for (const v1::OpenItem& item : list.items()) {
    whole.totals_minor[item.open().currency()] += signed_minor(item);
  }
  if (is_new) {
    whole.accounts.push_back(accounts_.size());
    accounts_.push_back(std::move(account));
    return std::nullopt;
  }
  v1::Event& held = accounts_[place->second];
  held.set_revision(std::max(held.revision(), account.revision()));
  for (v1::OpenItem& item : *list.mutable_items()) {
    *held.mutable_open_items_list()->add_items() = std::move(item);
  }
  return std::nullopt;
}

std::vector<v1::Event> ListCollector::take(bool complete) {
  std::vector<v1::Event> out;
  for (const ListName& name : names_) {
    const List& list = lists_[name];
    for (const std::size_t place : list.accounts) {
      give_account(accounts_[place], complete, out);
    }
    out.push_back(closing(name, list, complete));
  }
  accounts_.clear();
  places_.clear();
  items_.clear();
  names_.clear();
  lists_.clear();
  return out;
}

void ListCollector::give_account(v1::Event& account, bool complete,
                                 std::vector<v1::Event>& out) const {
  v1::Event part = account;
  part.mutable_open_items_list()->clear_items();
  std::size_t bytes = 0;
  int number = 0;
  const auto give = [&](bool is_last) {
    v1::OpenItemsList& list = *part.mutable_open_items_list();
    ++number;
    list.set_part(is_last && number == 1 ? 0 : number);
    list.set_complete(complete && is_last);
    part.set_event_id(
        hash_text(joined({feed_, list.source_system(), list.seller_company(), list.list_id(),
                          part.client_id(), list.segment(), std::to_string(list.part())})));
    out.push_back(part);
    list.clear_items();
    bytes = 0;
  };
  for (v1::OpenItem& item : *account.mutable_open_items_list()->mutable_items()) {
    const std::size_t size = item.ByteSizeLong();
    const int count = part.open_items_list().items_size();
    if (count == kListItemsMax || (count > 0 && bytes + size > kListBytesMax)) give(false);
    bytes += size;
    *part.mutable_open_items_list()->add_items() = std::move(item);
  }
  give(true);
}

v1::Event ListCollector::closing(const ListName& name, const List& list, bool complete) const {
  v1::Event event;
  v1::OpenItemsListClosed& closed = *event.mutable_open_items_list_closed();
  closed.set_source_system(std::get<0>(name));
  closed.set_seller_company(std::get<1>(name));
  closed.set_list_id(std::get<2>(name));
  closed.set_as_of(std::get<3>(name));
  closed.set_clients(static_cast<std::int64_t>(list.accounts.size()));
  closed.set_complete(complete);
  for (const auto& [currency, minor] : list.totals_minor) {
    if (const auto known = Currency::from_code(currency); known) {
      wire_from_minor(*known, minor, *closed.add_totals());
    }
  }
  event.set_feed(feed_);
  for (const std::size_t place : list.accounts) {
    event.set_revision(std::max(event.revision(), accounts_[place].revision()));
  }
  event.set_event_id(hash_text(joined(
      {feed_, closed.source_system(), closed.seller_company(), closed.list_id(), "closed"})));
  return event;
}

}  // namespace encours
