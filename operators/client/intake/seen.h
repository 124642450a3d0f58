// What has been accepted of each entity of a client, so that repeats are ignored, late revisions
// do no harm, and two contents under one revision come out the same in any order. Used by intake.
#pragma once

#include <string>
#include <string_view>

#include "encours/state/v1/intake.pb.h"
#include "operators/domain/paged_set.h"
#include "operators/operator.h"

namespace encours {

inline constexpr Table<OwnerKey, state::v1::SeenHead> kSeen{4, "seen", Content::kHistory};
inline constexpr Table<OwnerPageKey, state::v1::Page> kSeenPages{5, "seen_page", Content::kHistory};

namespace intake {

// Contents remembered of one entity: enough for a feed without revisions that sends the last few
// states again.
inline constexpr int kContentsMax = 8;

// What an event is to what has been accepted of its entity.
enum class Standing : std::uint8_t {
  kUnknown,  // nothing has been: it is new
  kNewer,    // a greater revision; or, where the feed has none, other content
  kRepeat,   // this content, or an older revision
  kWins,     // other content under the same revision, and its hash is the greater
  kLoses,    // the same, and its hash is the lesser
};

// `held` is nullptr when nothing is known of the entity.
Standing standing_of(const state::v1::SeenEntity* held, std::int64_t revision,
                     std::uint64_t content);

// Adds the content to what is known of the entity, as `standing` demands.
void add_content(state::v1::SeenEntity& entity, Standing standing, std::int64_t revision,
                 std::uint64_t content);

// The set of one client.
class Seen {
 public:
  using Set = PagedSet<state::v1::SeenEntity, OwnerPageKey, std::string_view>;

  // `owner` must outlive the set.
  Seen(Rows& rows, std::string_view owner)
      : rows_(rows), owner_(owner), set_(rows, kSeenPages, owner_) {}

  // False when the entity is unknown.
  bool find(std::string_view id, state::v1::SeenEntity& entity) const;

  // Remembers the entity, and forgets neighbours whose time has passed.
  void put(const state::v1::SeenEntity& entity, Day today);

 private:
  void forget_neighbours(state::v1::SeenHead& head, std::string_view id, Day today);

  Rows& rows_;
  std::string_view owner_;
  Set set_;
};

// The rows that an event about the entity needs.
void want_seen(Wishes& wishes, std::string_view owner, std::string_view id);

}  // namespace intake
}  // namespace encours
