// Puts lists of open items together (`mode: open-items-list`): every row of a file is an item of
// its account's list; what comes out is one OpenItemsList for each account, in parts where it is
// long, and one OpenItemsListClosed. Used by the ingester.
//
// A file is a whole list: the accounts it does not name have nothing open. So a file of which a row
// was rejected is not complete, and settles nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"

namespace encours {

// Items in one event, and its bytes: half of what the log takes.
inline constexpr int kListItemsMax = 4'000;
inline constexpr std::size_t kListBytesMax = std::size_t{512} << 10U;

// The only date that stands in a file's name, 2024-02-29 or 20240229; kNoDay for none or several.
Day day_in_name(const std::string& file_name);

class ListCollector {
 public:
  // `feed` names the lists where the mapping does not; `usual_day` is theirs where it does not say.
  ListCollector(std::string feed, Day usual_day) : feed_(std::move(feed)), day_(usual_day) {}

  // Takes what one row says. Gives what is wrong with it: it names an item again, or no day.
  std::optional<std::string> add(const v1::Event& row);

  // The lists of what was added, in the order in which accounts came, each list closed at its end.
  std::vector<v1::Event> take(bool complete);

 private:
  // Of one list of one source.
  struct List {
    std::vector<std::size_t> accounts;  // places
    std::map<std::string, std::int64_t> totals_minor;
  };
  using ListName = std::tuple<std::string, std::string, std::string, std::int32_t>;

  void give_account(v1::Event& account, bool complete, std::vector<v1::Event>& out) const;
  v1::Event closing(const ListName& name, const List& list, bool complete) const;

  std::string feed_;
  Day day_;
  std::vector<v1::Event> accounts_;
  std::map<std::string, std::size_t> places_;  // by list, client and segment
  std::map<std::string, std::size_t> items_;   // by place and document: in use
  std::vector<ListName> names_;                // in the order in which they came
  std::map<ListName, List> lists_;
};

}  // namespace encours
