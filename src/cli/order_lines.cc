#include "src/cli/order_lines.h"

#include "operators/client_reading.h"
#include "operators/domain/entity.h"
#include "schemas/topics.h"
#include "src/cli/latest.h"

namespace encours::cli {
namespace {

std::string subject(const AccountKey& account, const std::string& order_id) {
  return client_segment_key(account.client_id, account.segment) + "\n" + order_id;
}

}  // namespace

tl::expected<Decisions, Failure> read_decisions(DataFolder& folder, std::int32_t partition) {
  Decisions decisions;
  const auto read = read_latest(
      folder.log(), {"credit.order-decisions", partition},
      [](const v1::OrderDecision& decision) {
        return subject({decision.account().client_id(), decision.account().segment()},
                       entity_id(decision.order_ref()));
      },
      decisions);
  if (!read) return tl::unexpected(read.error());
  return decisions;
}

std::vector<views::OrderLine> order_lines(Rows& rows, const AccountKey& account,
                                          const Decisions& decisions) {
  std::vector<views::OrderLine> lines;
  for (state::v1::BookedOrder& order : orders_of(rows, account)) {
    const auto decision = decisions.find(subject(account, order.id()));
    lines.push_back({account, std::move(order),
                     decision == decisions.end() ? v1::OrderDecision{} : decision->second});
  }
  return lines;
}

}  // namespace encours::cli
