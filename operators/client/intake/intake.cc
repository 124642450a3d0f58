#include "operators/client/intake/intake.h"

#include <algorithm>

#include "operators/client/intake/checks.h"
#include "operators/client/intake/fields.h"
#include "operators/client/intake/identity.h"
#include "operators/client/intake/known_below.h"
#include "operators/client/intake/review.h"

namespace encours {
namespace {

using intake::Seen;
using intake::Standing;
using state::v1::SeenEntity;

// Credit accounts of one client: a group of companies has as many lines of business, no more.
constexpr int kSegmentsMax = 64;

AccountKey account_of(const Input& input, std::string segment) {
  return {std::string(input.owner), std::move(segment)};
}

Verdict turn_accounts(const Input& input, Rows& rows, Emit& emit) {
  for (const std::string& segment : segments_of(rows, input.owner)) {
    const AccountKey account = account_of(input, segment);
    intake::turn(input, rows, emit, account);
    emit.say(AccountTurned{account});
  }
  return accept();
}

// Whether a document that nobody knows is too old to be opened. A policy without a horizon opens
// all.
bool too_old(const v1::Policy& policy, Day business_day, Day today) {
  const int horizon = policy.idempotency_horizon_days();
  return horizon > 0 && business_day != kNoDay && today != kNoDay && business_day < today - horizon;
}

// Remembered while a repeat would not be recognised as too old.
Day forget_after(const v1::Policy& policy, Day business_day, Day today) {
  const int horizon = policy.idempotency_horizon_days();
  return horizon > 0 && business_day != kNoDay ? std::max(business_day, today) + horizon : 0;
}

void remember(const Input& input, const v1::Policy& policy, Rows& rows, Standing standing,
              SeenEntity& entity) {
  intake::add_content(entity, standing, input.event->revision(), input.content_hash);
  entity.set_forget_after(forget_after(policy, intake::business_day(input), input.day));
  Seen(rows, input.owner).put(entity, input.day);
}

// What the event found out about others of its name; whether the rows below may hear it.
Verdict judge(const Input& input, Rows& rows, Emit& emit, Standing standing,
              const std::vector<std::string>& segments) {
  const bool conflict = standing == Standing::kWins || standing == Standing::kLoses;
  for (const std::string& segment : segments) {
    const AccountKey account = account_of(input, segment);
    if (conflict) {
      intake::note(input, rows, emit, account, v1::RULE_KIND_CONFLICTING_REVISION);
    } else if (standing == Standing::kNewer) {
      intake::settle(input, rows, emit, account);
    }
  }
  return standing == Standing::kLoses ? set_aside() : accept();
}

void register_accounts(const Input& input, Rows& rows, const std::vector<std::string>& segments) {
  for (const std::string& segment : segments) {
    register_account(rows, account_of(input, segment));
  }
}

Verdict review_old(const Input& input, Rows& rows, Emit& emit,
                   const std::vector<std::string>& segments) {
  register_accounts(input, rows, segments);
  for (const std::string& segment : segments) {
    intake::note(input, rows, emit, account_of(input, segment), v1::RULE_KIND_STALE_ENTITY);
  }
  return set_aside();
}

std::ptrdiff_t new_accounts(Rows& rows, std::string_view client_id,
                            const std::vector<std::string>& segments) {
  return std::count_if(segments.begin(), segments.end(),
                       [&](const auto& segment) { return !has_segment(rows, client_id, segment); });
}

bool known_below(const Input& input, Rows& rows, const std::vector<std::string>& segments) {
  return std::any_of(segments.begin(), segments.end(), [&](const std::string& segment) {
    return intake::known_below(input, rows, account_of(input, segment));
  });
}

// A posting into books that are closed is taken, and a person is told.
void note_closed_period(const Input& input, Rows& rows, Emit& emit) {
  const std::string_view company = intake::posting_company(input);
  if (is_closed(rows, company, intake::business_day(input))) {
    const std::string_view segment = segment_of(policy_in_force(rows), company);
    intake::note(input, rows, emit, account_of(input, std::string(segment)),
                 v1::RULE_KIND_CLOSED_PERIOD);
  }
}

Verdict take(const Input& input, Rows& rows, Emit& emit) {
  const v1::Policy& policy = policy_in_force(rows);
  const std::int64_t revision = input.event->revision();
  SeenEntity entity;
  entity.set_id(intake::entity_of(input));
  const bool known = Seen(rows, input.owner).find(entity.id(), entity);
  const Standing standing =
      intake::standing_of(known ? &entity : nullptr, revision, input.content_hash);
  const std::vector<std::string> segments = intake::touched_segments(input, policy);
  const bool old = !known && too_old(policy, intake::business_day(input), input.day) &&
                   !known_below(input, rows, segments);
  const std::ptrdiff_t added = new_accounts(rows, input.owner, segments);
  if (standing == Standing::kRepeat && added == 0) return repeat();
  if (segments_of(rows, input.owner).size() + added > kSegmentsMax) {
    return intake::too_large("segment");
  }
  if (old) return review_old(input, rows, emit, segments);
  register_accounts(input, rows, segments);
  // A revision that comes after a newer one names accounts too: the client has them in any order.
  if (standing == Standing::kRepeat) return set_aside();
  remember(input, policy, rows, standing, entity);
  if (input.kind == Kind::kClient && standing != Standing::kLoses) {
    *rows.edit(kClients, OwnerKey{input.owner}).mutable_master() = input.event->client();
  }
  const Verdict verdict = judge(input, rows, emit, standing, segments);
  if (verdict.accepted()) {
    note_closed_period(input, rows, emit);
  }
  return verdict;
}

// What holds for all clients. The log orders policies, so the last one rules.
Verdict keep(const Input& input, Rows& rows, Emit& emit) {
  switch (input.kind) {
    case Kind::kPolicy:
      return intake::keep_policy(input.event->policy(), input.day, rows, emit);
    case Kind::kFxTable:
      return intake::keep_table(input.event->fx_table(), input.day, rows, emit);
    case Kind::kFeedCompleteThrough:
      return keep_mark(input.event->feed_complete_through(), rows);
    case Kind::kPeriodClosed:
      return keep_period(input.event->period_closed(), rows);
    default:
      return accept();  // what shards tell each other is for the rows below
  }
}

}  // namespace

void Intake::wants(const Heard& heard, Wishes& wishes) {
  const Input& input = heard.input();
  wishes.want(kPolicy, ShardKey{});
  if (input.owner.empty()) {
    return;
  }
  wishes.want(kMarks, ShardKey{});
  wishes.want(kClients, OwnerKey{input.owner});
  if (const std::string entity = intake::entity_of(input); !entity.empty()) {
    intake::want_seen(wishes, input.owner, entity);
  }
}

Verdict Intake::apply(const Heard& heard, Rows& rows, Emit& emit) {
  const Input& input = heard.input();
  if (input.kind == Kind::kOwnerDue) {
    return turn_accounts(input, rows, emit);
  }
  if (input.kind == Kind::kDayTurned) {
    intake::turn_rates(input.day, rows, emit);
    return accept();
  }
  if (const Verdict verdict = intake::check(input); !verdict.accepted()) {
    return verdict;
  }
  return input.owner.empty() ? keep(input, rows, emit) : take(input, rows, emit);
}

}  // namespace encours
