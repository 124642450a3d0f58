#include "operators/client/digest/digest.h"

#include <algorithm>

#include "encours/v1/shards.pb.h"
#include "operators/client/accounts.h"
#include "operators/client/findings.h"
#include "operators/domain/sorted_rows.h"

namespace encours {
namespace {

using state::v1::DigestAccount;
using state::v1::DigestPortfolio;
using state::v1::DigestPortfolios;
using state::v1::DigestTally;

constexpr std::string_view kDigestsTopic = "credit.digests";

// The key of the part that counts clients without a portfolio.
constexpr std::string_view kNoPortfolio = "~none";

// Portfolios of one shard: more is a code in the wrong column, and its clients count as without.
constexpr int kPortfoliosMax = 1'000;

std::string portfolio_of(Rows& rows, const std::string& client_id) {
  const state::v1::ClientAccounts* client = rows.find(kClients, OwnerKey{client_id});
  return client == nullptr ? std::string() : client->master().portfolio();
}

// Sees to it that the portfolio is listed; false when the list is full.
bool list_portfolio(Rows& rows, const std::string& portfolio) {
  const DigestPortfolios* held = rows.find(kDigestPortfolios, ShardKey{});
  const auto& codes =
      held == nullptr ? DigestPortfolios::default_instance().portfolios() : held->portfolios();
  const auto found = std::lower_bound(codes.begin(), codes.end(), portfolio);
  if (found != codes.end() && *found == portfolio) {
    return true;
  }
  if (codes.size() >= kPortfoliosMax && !portfolio.empty()) {
    return false;
  }
  const auto place = static_cast<int>(found - codes.begin());
  auto& list = *rows.edit(kDigestPortfolios, ShardKey{}).mutable_portfolios();
  *list.Add() = portfolio;
  std::rotate(list.pointer_begin() + place, list.pointer_end() - 1, list.pointer_end());
  return true;
}

// The tally of a severity, made in its place if absent.
DigestTally& tally_of(Rows& rows, const std::string& portfolio, v1::Severity severity) {
  return element_of(
      *rows.edit(kDigestTallies, PortfolioKey{portfolio}).mutable_tallies(), severity,
      [](const DigestTally& tally) { return tally.severity(); },
      [](DigestTally& tally, v1::Severity key) { tally.set_severity(key); });
}

void count_open(Rows& rows, const DigestAccount& counted, int sign) {
  DigestTally& tally = tally_of(rows, counted.portfolio(), counted.severity());
  tally.set_open(tally.open() + sign);
}

// Counts the account's open case under its portfolio of today and that severity.
void recount(Rows& rows, const AccountKey& account, v1::Severity severity) {
  if (const DigestAccount* held = rows.find(kDigestAccounts, account); held != nullptr) {
    count_open(rows, *held, -1);
  }
  std::string portfolio = portfolio_of(rows, account.client_id);
  if (!list_portfolio(rows, portfolio)) {
    portfolio.clear();
    static_cast<void>(list_portfolio(rows, portfolio));
  }
  DigestAccount& row = rows.edit(kDigestAccounts, account);
  row.set_portfolio(portfolio);
  row.set_severity(severity);
  count_open(rows, row, 1);
}

void change_case(Rows& rows, const CaseChanged& changed) {
  const DigestAccount* held = rows.find(kDigestAccounts, changed.account);
  if (changed.severity == v1::SEVERITY_UNSPECIFIED) {
    if (held != nullptr) {
      count_open(rows, *held, -1);
      DigestTally& tally = tally_of(rows, held->portfolio(), held->severity());
      tally.set_closed(tally.closed() + 1);
      rows.erase(kDigestAccounts, changed.account);
    }
    return;
  }
  const bool opens = held == nullptr;
  if (!opens && held->severity() == changed.severity) {
    return;
  }
  recount(rows, changed.account, changed.severity);
  if (opens) {
    const DigestAccount& row = *rows.find(kDigestAccounts, changed.account);
    DigestTally& tally = tally_of(rows, row.portfolio(), row.severity());
    tally.set_opened(tally.opened() + 1);
  }
}

// A client that changes its portfolio takes its open cases with it.
void move_client(Rows& rows, std::string_view client_id) {
  const std::string portfolio = portfolio_of(rows, std::string(client_id));
  for (const std::string& segment : segments_of(rows, client_id)) {
    const AccountKey account{std::string(client_id), segment};
    const DigestAccount* held = rows.find(kDigestAccounts, account);
    if (held != nullptr && held->portfolio() != portfolio) {
      recount(rows, account, held->severity());
    }
  }
}

void say_part(const Input& input, Rows& rows, Emit& emit, const std::string& portfolio,
              const DigestPortfolio& counted) {
  const ShardName shard = emit.shard_name();
  v1::DigestPart part;
  *part.mutable_origin() = emit.origin(Digest::kName, portfolio);
  part.mutable_origin()->set_policy_version(policy_in_force(rows).version());
  part.set_kind(v1::DIGEST_KIND_DAY);
  part.set_portfolio(portfolio);
  part.set_partition(shard.partition);
  part.set_partition_count(shard.partition_count);
  part.set_day(date_from_day(input.day));
  for (const DigestTally& tally : counted.tallies()) {
    v1::SeverityCount& count = *part.add_cases();
    count.set_severity(tally.severity());
    count.set_open(tally.open());
    count.set_opened(tally.opened());
    count.set_closed(tally.closed());
  }
  emit.send(kDigestsTopic, portfolio.empty() ? kNoPortfolio : portfolio, part);
}

// Begins to count anew what happened; whether anything is left to say tomorrow.
bool begin_anew(DigestPortfolio& counted) {
  auto& tallies = *counted.mutable_tallies();
  for (int i = tallies.size() - 1; i >= 0; --i) {
    tallies[i].clear_opened();
    tallies[i].clear_closed();
    if (tallies[i].open() == 0) {
      tallies.DeleteSubrange(i, 1);
    }
  }
  return !tallies.empty();
}

bool has_anything(const DigestPortfolio& counted) {
  return std::any_of(counted.tallies().begin(), counted.tallies().end(), [](const auto& tally) {
    return tally.open() != 0 || tally.opened() != 0 || tally.closed() != 0;
  });
}

void say_digests(const Input& input, Rows& rows, Emit& emit) {
  const DigestPortfolios* held = rows.find(kDigestPortfolios, ShardKey{});
  if (held == nullptr) {
    return;
  }
  DigestPortfolios left;
  for (const std::string& portfolio : held->portfolios()) {
    DigestPortfolio& counted = rows.edit(kDigestTallies, PortfolioKey{portfolio});
    if (has_anything(counted)) {
      say_part(input, rows, emit, portfolio, counted);
    }
    if (begin_anew(counted)) {
      left.add_portfolios(portfolio);
    } else {
      rows.erase(kDigestTallies, PortfolioKey{portfolio});
    }
  }
  if (left.portfolios().empty()) {
    rows.erase(kDigestPortfolios, ShardKey{});
  } else {
    rows.edit(kDigestPortfolios, ShardKey{}) = left;
  }
}

}  // namespace

void Digest::wants(const Heard& heard, Wishes& wishes) {
  const Input& input = heard.input();
  const auto* client =
      input.owner.empty() ? nullptr : wishes.wanted(kClients, OwnerKey{input.owner});
  for (int i = 0; client != nullptr && i < client->segments_size(); ++i) {
    wishes.want(kDigestAccounts, AccountKey{std::string(input.owner), client->segments(i)});
  }
}

Verdict Digest::apply(const Heard& heard, Rows& rows, Emit& emit) {
  const Input& input = heard.input();
  if (heard.kind() == Kind::kCaseChanged) {
    change_case(rows, heard.as<CaseChanged>());
  } else if (heard.kind() == Kind::kClient) {
    move_client(rows, input.owner);
  } else {
    say_digests(input, rows, emit);
  }
  return accept();
}

}  // namespace encours
