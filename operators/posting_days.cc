#include "operators/posting_days.h"

#include <map>
#include <string>

#include "operators/client/intake/checks.h"
#include "operators/client/intake/identity.h"
#include "operators/client/intake/seen.h"
#include "operators/domain/posting.h"

namespace encours {
namespace {

struct Version {
  state::v1::SeenEntity seen;
  Day day = kNoDay;
};

// Said again, a document or a movement is corrected. A change of an order or of a dispute and a
// limit of later days are news: what was said before them stays true of the days before.
bool is_news(Kind kind) {
  return kind == Kind::kOrderChanged || kind == Kind::kOrderReopened ||
         kind == Kind::kDisputeChanged || kind == Kind::kCreditLimitSet;
}

// Empty for an event that stands on its own day whatever else is said.
std::string key_of(const Input& input) {
  if (is_news(input.kind)) {
    return {};
  }
  const std::string entity = intake::entity_of(input);
  return entity.empty() ? entity : entity + std::string(input.owner);
}

}  // namespace

struct PostingDays::Versions {
  std::map<std::string, Version> by_entity;
};

PostingDays::PostingDays() : versions_(std::make_unique<Versions>()) {}
PostingDays::~PostingDays() = default;
PostingDays::PostingDays(PostingDays&&) noexcept = default;
PostingDays& PostingDays::operator=(PostingDays&&) noexcept = default;

void PostingDays::add(const Input& input) {
  const std::string key = key_of(input);
  if (key.empty() || !intake::check(input).accepted()) {
    return;
  }
  const auto [place, is_new] = versions_->by_entity.try_emplace(key);
  Version& version = place->second;
  const std::int64_t revision = input.event->revision();
  const intake::Standing standing =
      intake::standing_of(is_new ? nullptr : &version.seen, revision, input.content_hash);
  if (standing == intake::Standing::kRepeat) {
    return;
  }
  intake::add_content(version.seen, standing, revision, input.content_hash);
  if (standing != intake::Standing::kLoses) {
    version.day = posting_day(*input.event);
  }
}

Day PostingDays::of(const Input& input) const {
  const auto found = versions_->by_entity.find(key_of(input));
  return found == versions_->by_entity.end() ? posting_day(*input.event) : found->second.day;
}

}  // namespace encours
