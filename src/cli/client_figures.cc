#include "src/cli/client_figures.h"

#include "operators/client_reading.h"
#include "operators/topology.h"

namespace encours::cli {
namespace {

// Rows in memory are dropped after so many clients, so that a large portfolio fits.
constexpr std::size_t kClientsBetweenEvictions = 1'000;

}  // namespace

tl::expected<bool, Failure> for_each_account(
    ShardView& view, const std::string& client_id,
    const std::function<void(Rows& rows, const AccountKey& account)>& visit) {
  Rows& rows = view.shard().rows();
  try {
    const std::vector<AccountKey> accounts = accounts_of(rows, client_id);
    for (const AccountKey& account : accounts)
      visit(rows, account);
    return !accounts.empty();
  } catch (const StoreFailure& failure) {
    // Rows reads through to the store, and a store that fails has no other way to say so.
    return tl::unexpected(failure_of(failure.error));
  }
}

tl::expected<std::vector<views::ClientRow>, Failure> client_rows(const ShardViews& views,
                                                                 views::RowsIn in) {
  const auto sheet_of =
      in == views::RowsIn::kLimitCurrency ? &client_sheet_in_limit : &client_sheet;
  std::vector<views::ClientRow> rows;
  for (const auto& view : views) {
    const Day day = view->shard().day();
    std::size_t clients = 0;
    for (const std::string& client_id : view->owners()) {
      const auto read = for_each_account(
          *view, client_id, [&rows, day, sheet_of](Rows& shard_rows, const AccountKey& account) {
            views::add_client_rows(sheet_of(shard_rows, account, day), day, rows);
          });
      if (!read) return tl::unexpected(read.error());
      if (++clients % kClientsBetweenEvictions == 0) view->shard().rows().evict();
    }
  }
  views::sort_client_rows(rows);
  return rows;
}

}  // namespace encours::cli
