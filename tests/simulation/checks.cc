#include "tests/simulation/checks.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "operators/client/ledger/ledger.h"
#include "schemas/topics.h"
#include "src/engine/decode.h"
#include "src/engine/nothing_store.h"
#include "tests/simulation/oracle.h"

namespace encours::simulation {
namespace {

const std::string kLog = "credit.events";
constexpr std::size_t kRecordsMax = 1'000'000;

// The events of one shard's log that were not refused.
std::vector<v1::Event> accepted_events(TopologyDriver& driver, std::int32_t partition) {
  std::set<std::int64_t> refused;
  for (const DeadLetter& letter : driver.dead_letters()) {
    if (letter.partition == partition) {
      refused.insert(letter.offset);
    }
  }
  std::vector<v1::Event> events;
  const auto batch = *driver.log().read({kLog, partition}, 0, kRecordsMax);
  for (const Record& record : batch->records) {
    if (!refused.contains(record.offset)) {
      events.emplace_back().ParseFromArray(record.value.data(),
                                           static_cast<int>(record.value.size()));
    }
  }
  return events;
}

class Comparison {
 public:
  Comparison(Problems& problems, std::string where)
      : problems_(problems), where_(std::move(where)) {}

  void same(std::string_view column, std::int64_t oracle, std::int64_t found) {
    if (oracle != found) {
      problems_.push_back(fmt::format("{} {}: the oracle says {}, the sheet says {}", where_,
                                      column, oracle, found));
    }
  }

 private:
  Problems& problems_;
  std::string where_;
};

void compare_line(const Figures& oracle, const v1::SheetLine& line, Comparison& comparison) {
  comparison.same("open_items", oracle.open_items, line.open_items_minor());
  comparison.same("disputed", oracle.disputed, line.disputed_minor());
  comparison.same("bills_and_debits_at_risk", oracle.at_risk,
                  line.bills_and_debits_at_risk_minor());
  comparison.same("deposits", oracle.deposits, line.deposits_minor());
  comparison.same("unapplied_credits", oracle.unapplied_credits, line.unapplied_credits_minor());
  comparison.same("billing_not_posted", oracle.billing_not_posted, line.billing_not_posted_minor());
  comparison.same("deliveries_not_invoiced", oracle.deliveries_not_invoiced,
                  line.deliveries_not_invoiced_minor());
  comparison.same("parked", oracle.parked_gross, line.parked_minor());
  comparison.same("overdue", oracle.overdue, line.overdue_minor());
  comparison.same("overdue_net", oracle.overdue_net, line.overdue_net_minor());
  for (int i = 0; i < 5; ++i) {
    comparison.same(fmt::format("bucket {}", i), oracle.buckets.at(static_cast<std::size_t>(i)),
                    i < line.bucket_minor_size() ? line.bucket_minor(i) : 0);
  }
  comparison.same("oldest_overdue_since", oracle.oldest_overdue_since, line.oldest_overdue_since());
  comparison.same("estimated", oracle.estimated ? 1 : 0, line.estimated() ? 1 : 0);
  comparison.same("conservation of debits, credits and movements",
                  oracle.debits - oracle.credits + oracle.moved,
                  line.open_items_minor() + oracle.assigned - oracle.unapplied_receipts -
                      line.unapplied_credits_minor() - oracle.advances - line.deposits_minor() +
                      oracle.parked);
}

// By account and order number.
using Decisions = std::map<std::pair<std::string, std::string>, v1::OrderDecision>;

Decisions last_decisions(TopologyDriver& driver) {
  Decisions last;
  for (auto& [account, decision] : driver.outputs<v1::OrderDecision>("credit.order-decisions")) {
    last[{account, decision.order_ref().number()}] = decision;
  }
  return last;
}

// Values by currency, open or beyond the horizon, of the orders that were decided on so.
std::map<std::string, std::int64_t> orders_decided(const Account& account, const std::string& where,
                                                   const Decisions& decisions, v1::Verdict verdict,
                                                   std::int64_t OpenOrder::*value) {
  std::map<std::string, std::int64_t> sums;
  for (const auto& [number, order] : account.orders) {
    const auto decision = decisions.find({where, number});
    if (decision != decisions.end() && decision->second.verdict() == verdict) {
      sums[order.currency] += order.*value;
    }
  }
  return sums;
}

// What stands without orders.
std::int64_t documents_of(const Figures& figures) {
  return figures.open_items + figures.at_risk + figures.billing_not_posted +
         figures.deliveries_not_invoiced - figures.prepaid_deliveries - figures.unapplied_receipts -
         figures.unapplied_credits;
}

void compare_orders(const Account& account, const v1::ExposureSheet& sheet,
                    const std::string& where, const v1::Policy& policy, const Decisions& decisions,
                    Problems& problems) {
  const auto decided = [&](v1::Verdict verdict, std::int64_t OpenOrder::*value) {
    return orders_decided(account, where, decisions, verdict, value);
  };
  auto approved = decided(v1::VERDICT_APPROVED, &OpenOrder::open);
  auto later = decided(v1::VERDICT_APPROVED, &OpenOrder::later);
  auto prepaid = decided(v1::VERDICT_APPROVED, &OpenOrder::prepaid);
  auto held = decided(v1::VERDICT_HELD, &OpenOrder::open);
  std::int64_t documents = 0;
  std::int64_t orders = 0;
  for (const auto& [currency, figures] : account.figures) {
    const std::int64_t own = documents_of(figures);
    documents += value_in(policy, currency, own, account.limit.currency);
    orders += value_in(policy, currency, approved[currency] - later[currency] - prepaid[currency],
                       account.limit.currency);
  }
  for (const v1::SheetLine& line : sheet.lines()) {
    const auto figures = account.figures.find(line.currency());
    const Figures own = figures == account.figures.end() ? Figures() : figures->second;
    Comparison comparison(problems, where + " " + line.currency());
    comparison.same("open_orders", approved[line.currency()], line.open_orders_minor());
    comparison.same("unapplied_receipts",
                    own.unapplied_receipts + own.prepaid_deliveries + prepaid[line.currency()],
                    line.unapplied_receipts_minor());
    comparison.same("orders_later", later[line.currency()], line.orders_later_minor());
    comparison.same("orders_held", held[line.currency()], line.orders_held_minor());
    comparison.same("exposure",
                    documents_of(own) + approved[line.currency()] - prepaid[line.currency()],
                    line.exposure_minor());
  }
  Comparison comparison(problems, where);
  comparison.same("limit kind", account.limit.kind, sheet.limit_kind());
  comparison.same("limit", account.limit.amount, minor_of(sheet.limit()));
  comparison.same("exposure in the limit's currency", documents + orders,
                  minor_of(sheet.exposure()));
  comparison.same("utilisation",
                  utilisation_bp(account.limit.kind, account.limit.amount, documents + orders),
                  sheet.utilisation_bp());
}

void compare_account(const Account& account, const v1::ExposureSheet& sheet,
                     const std::string& where, Problems& problems) {
  std::map<std::string, const v1::SheetLine*> lines;
  for (const v1::SheetLine& line : sheet.lines()) {
    lines[line.currency()] = &line;
  }
  for (const auto& [currency, figures] : account.figures) {
    Comparison comparison(problems, where + " " + currency);
    const auto line = lines.find(currency);
    compare_line(figures, line == lines.end() ? v1::SheetLine::default_instance() : *line->second,
                 comparison);
    lines.erase(currency);
  }
  for (const auto& [currency, line] : lines) {
    Comparison comparison(problems, where + " " + currency);
    compare_line({}, *line, comparison);
  }
}

// What the ledger holds of the balance, nullptr for nothing.
const state::v1::BookBalance* find_balance(TopologyDriver& driver, const StatedBalance& stated) {
  Rows& rows = driver.shard_of(stated.client_id).rows();
  const auto* row = rows.find(ledger::kLedgerBalances, {stated.client_id, stated.segment});
  for (int i = 0; row != nullptr && i < row->books_size(); ++i) {
    const state::v1::BookBalance& balance = row->books(i);
    if (balance.source_system() == stated.source_system &&
        balance.seller_company() == stated.company && balance.currency() == stated.currency) {
      return &balance;
    }
  }
  return nullptr;
}

}  // namespace

Problems check_against_oracle(TopologyDriver& driver) {
  Problems problems;
  const Decisions decisions = last_decisions(driver);
  for (std::int32_t partition = 0; partition < driver.partitions(); ++partition) {
    const std::vector<v1::Event> events = accepted_events(driver, partition);
    for (const auto& [key, account] : figures_of(events)) {
      const std::string where = client_segment_key(key.first, key.second);
      const auto sheet = driver.sheet(key.first, key.second);
      compare_account(account, sheet.value_or(v1::ExposureSheet()), where, problems);
      if (sheet.has_value()) {
        compare_orders(account, *sheet, where, policy_of(events), decisions, problems);
      }
    }
  }
  return problems;
}

Problems check_balances(TopologyDriver& driver) {
  Problems problems;
  for (std::int32_t partition = 0; partition < driver.partitions(); ++partition) {
    for (const StatedBalance& stated : balances_of(accepted_events(driver, partition))) {
      const std::string where =
          fmt::format("{}|{} balance of {} {} {}", stated.client_id, stated.segment,
                      stated.source_system, stated.company, stated.currency);
      const state::v1::BookBalance* held = find_balance(driver, stated);
      if (held == nullptr) {
        if (!stated.is_overtaken) {
          problems.push_back(where + ": it is not held");
        }
        continue;
      }
      Comparison comparison(problems, where);
      comparison.same("as_of", stated.as_of, held->as_of());
      comparison.same("open", stated.open, held->open_minor());
      comparison.same("unapplied", stated.unapplied, held->unapplied_minor());
      comparison.same("pages gone through", held->pages(), held->pages_done());
      if (stated.is_known && !stated.is_overtaken) {
        comparison.same("our open", stated.own_open, held->own_open_minor());
        comparison.same("our unapplied", stated.own_unapplied, held->own_unapplied_minor());
      }
    }
  }
  return problems;
}

Problems check_conservation(TopologyDriver& driver, const std::vector<std::string>& client_ids) {
  Problems problems;
  std::map<std::string, std::int64_t> unbalanced;  // by currency, over all accounts
  for (const std::string& client_id : client_ids) {
    for (const char* const segment : {"main", "export"}) {
      Rows& rows = driver.shard_of(client_id).rows();
      for (const auto& totals : ledger::head_of(rows, {client_id, segment}).totals()) {
        std::int64_t moved = 0;
        for (const std::int64_t minor : totals.moved_minor()) {
          moved += minor;
        }
        unbalanced[totals.currency()] += moved;
        for (const std::int64_t minor : totals.outside_minor()) {
          unbalanced[totals.currency()] += minor;
        }
        Comparison(problems, client_id + "|" + segment + " " + totals.currency())
            .same("conservation", totals.debits_minor() - totals.credits_minor() + moved,
                  totals.open_items_minor() + totals.assigned_minor() -
                      totals.unapplied_receipts_minor() - totals.unapplied_credits_minor() -
                      totals.advances_minor() - totals.deposits_minor() + totals.parked_minor());
      }
    }
  }
  for (const auto& [currency, minor] : unbalanced) {
    Comparison(problems, "all clients " + currency).same("movements and counterparts", 0, minor);
  }
  return problems;
}

Problems check_dead_letters(TopologyDriver& driver,
                            std::vector<std::pair<std::string, std::string>> expected) {
  Problems problems;
  std::vector<std::pair<std::string, std::string>> found;
  for (const DeadLetter& letter : driver.dead_letters()) {
    v1::Event event;
    const bool decision = event.ParseFromString(letter.value) && event.has_human_decision() &&
                          (letter.reason == "BAD_DECISION" || letter.reason == "BAD_CURRENCY");
    if (!decision) {
      found.emplace_back(letter.value, letter.reason);
    }
  }
  std::sort(expected.begin(), expected.end());
  std::sort(found.begin(), found.end());
  const auto tell = [&](const auto& letter, std::string_view what) {
    v1::Event event;
    const bool parsed = event.ParseFromString(letter.first);
    problems.push_back(fmt::format("{}: {} {}", what, letter.second,
                                   parsed ? event.ShortDebugString() : "bytes that are no event"));
  };
  std::vector<std::pair<std::string, std::string>> difference;
  std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                      std::back_inserter(difference));
  for (const auto& letter : difference) {
    tell(letter, "refused, and nobody knows why");
  }
  difference.clear();
  std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                      std::back_inserter(difference));
  for (const auto& letter : difference) {
    tell(letter, "not refused");
  }
  return problems;
}

Problems check_refold(TopologyDriver& driver, const Topology& topology) {
  Problems problems;
  std::map<std::string, std::vector<SaidRecord>> said;
  for (std::int32_t partition = 0; partition < driver.partitions(); ++partition) {
    NothingStore nothing;
    const TopicPartition log{kLog, partition};
    Shard shard({driver.log().cluster_id(), log, driver.partitions()}, topology, nothing,
                std::numeric_limits<std::size_t>::max(), true);
    std::map<std::string, std::vector<Append>> outputs;
    Decoded input;
    const auto batch = *driver.log().read(log, 0, kRecordsMax);
    for (const Record& record : batch->records) {
      std::vector<Append> step;
      const Verdict verdict = decode(record, log, driver.partitions(), input);
      const Status status = shard.fold(record, input, verdict, &step);
      ENCOURS_ASSERT(status.has_value() && !shard.poisoned(), "a log folds as it did");
      shard.commit_transaction();
      for (Append& output : step) {
        outputs[output.to.topic].push_back(std::move(output));
      }
    }
    const std::string live = driver.shard(partition).hashes().full.hex();
    if (shard.hashes().full.hex() != live) {
      problems.push_back(fmt::format("shard {}: folded again the rows are others", partition));
    }
    for (const Topic& topic : topics()) {
      if (topic.name == kLog || topic.planned || topic.name == "credit.positions") {
        continue;
      }
      const auto was = *driver.log().read({std::string(topic.name), partition}, 0, kRecordsMax);
      const std::vector<Append>& is = outputs[std::string(topic.name)];
      bool same = was->records.size() == is.size();
      for (std::size_t i = 0; same && i < is.size(); ++i) {
        same = was->records[i].key == is[i].key && was->records[i].value == is[i].value;
      }
      if (!same) {
        problems.push_back(
            fmt::format("{}/{}: {} records were said, folded again {} are, or others", topic.name,
                        partition, was->records.size(), is.size()));
      }
    }
  }
  return problems;
}

Problems check_decisions(TopologyDriver& driver) {
  Problems problems;
  const Decisions last = last_decisions(driver);
  for (std::int32_t partition = 0; partition < driver.partitions(); ++partition) {
    for (const auto& [key, account] : figures_of(accepted_events(driver, partition))) {
      const std::string name = client_segment_key(key.first, key.second);
      for (const auto& [number, order] : account.orders) {
        const auto decision = last.find({name, number});
        if (decision == last.end()) {
          problems.push_back(fmt::format("{}: nothing was decided on order {}", name, number));
        } else if (decision->second.order_revision() != order.revision) {
          problems.push_back(fmt::format("{}: order {} stands at revision {}, {} was decided on",
                                         name, number, order.revision,
                                         decision->second.order_revision()));
        }
      }
    }
  }
  return problems;
}

}  // namespace encours::simulation
