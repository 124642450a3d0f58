// Digest: how many cases each portfolio has, said once a day. Counts them as they open, change and
// close, so that the turn of the day looks at no client.
//
// A shard says its part of each portfolio when its sweep of the day has ended; readers add the
// parts of all partitions. See README.md.
#pragma once

#include "encours/state/v1/digest.pb.h"
#include "operators/operator.h"

namespace encours {

// The rows of one portfolio of the shard.
struct PortfolioKey {
  std::string_view portfolio;
  void write(KeyWriter& out, TableId table) const {
    out.owner_and_table("", table);
    out.text(portfolio);
  }
  KeyParts parts(TableId table) const { return {table, portfolio, {}, 0}; }
};

inline constexpr Table<AccountKey, state::v1::DigestAccount> kDigestAccounts{100, "digest_account",
                                                                             Content::kHistory};
inline constexpr Table<PortfolioKey, state::v1::DigestPortfolio> kDigestTallies{
    101, "digest_portfolio", Content::kHistory};
inline constexpr Table<ShardKey, state::v1::DigestPortfolios> kDigestPortfolios{
    102, "digest_portfolios", Content::kHistory};

struct Digest {
  static constexpr std::string_view kName = "digest";
  static constexpr auto kHears = kinds(Kind::kClient, Kind::kDaySwept, Kind::kCaseChanged);
  static constexpr auto kSays = kinds();
  static constexpr auto kTables = tables(kDigestAccounts, kDigestTallies, kDigestPortfolios);

  static void wants(const Heard& heard, Wishes& wishes);
  static Verdict apply(const Heard& heard, Rows& rows, Emit& emit);
};

}  // namespace encours
