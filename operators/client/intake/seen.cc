#include "operators/client/intake/seen.h"

#include <algorithm>
#include <vector>

namespace encours::intake {
namespace {

using state::v1::SeenEntity;
using state::v1::SeenHead;

// One entity in 16 looks at its neighbours when it is remembered: a page is cleaned often
// enough and most events are spared the work. Taken from the top of the hash: its low bits choose
// the page.
constexpr int kCleaningShift = 60;

bool knows(const SeenEntity& entity, std::uint64_t content) {
  const auto& contents = entity.contents();
  return std::find(contents.begin(), contents.end(), content) != contents.end();
}

}  // namespace

Standing standing_of(const SeenEntity* held, std::int64_t revision, std::uint64_t content) {
  if (held == nullptr) {
    return Standing::kUnknown;
  }
  const bool has_revision = revision != 0;
  if (has_revision && revision != held->revision()) {
    return revision > held->revision() ? Standing::kNewer : Standing::kRepeat;
  }
  if (knows(*held, content)) {
    return Standing::kRepeat;
  }
  if (!has_revision) {
    return Standing::kNewer;
  }
  const std::uint64_t in_force = held->contents(held->contents_size() - 1);
  return content > in_force ? Standing::kWins : Standing::kLoses;
}

void add_content(SeenEntity& entity, Standing standing, std::int64_t revision,
                 std::uint64_t content) {
  if (revision > entity.revision()) {
    entity.clear_contents();
    entity.set_revision(revision);
  }
  auto& contents = *entity.mutable_contents();
  contents.Add(content);
  if (standing == Standing::kLoses) {
    std::swap(contents[contents.size() - 1], contents[contents.size() - 2]);
  }
  if (contents.size() > kContentsMax) {
    contents.erase(contents.begin());
  }
}

bool Seen::find(std::string_view id, SeenEntity& entity) const {
  const SeenHead* head = rows_.find(kSeen, OwnerKey{owner_});
  return head != nullptr && set_.find(head->entities(), id, entity);
}

void Seen::put(const SeenEntity& entity, Day today) {
  SeenHead& head = rows_.edit(kSeen, OwnerKey{owner_});
  set_.put(*head.mutable_entities(), entity);
  if (entity_hash(entity.id()) >> kCleaningShift == 0) {
    forget_neighbours(head, entity.id(), today);
  }
}

void Seen::forget_neighbours(SeenHead& head, std::string_view id, Day today) {
  const std::uint32_t page_number = page_of(entity_hash(id), page_count(head.entities()));
  const auto* page = rows_.find(kSeenPages, OwnerPageKey{owner_, page_number});
  std::vector<std::string> forgotten;
  for (std::size_t begin = 0; page != nullptr && begin < page->entries().size();) {
    const PageEntry place = page_entry_at(page->entries(), begin);
    SeenEntity neighbour;
    const bool parsed =
        neighbour.ParseFromArray(place.body.data(), static_cast<int>(place.body.size()));
    ENCOURS_ASSERT(parsed, "a page holds what was put there");
    if (neighbour.forget_after() != 0 && neighbour.forget_after() < today) {
      forgotten.emplace_back(place.id);
    }
    begin = place.end;
  }
  for (const std::string& old_id : forgotten) {
    set_.erase(*head.mutable_entities(), old_id);
  }
}

void want_seen(Wishes& wishes, std::string_view owner, std::string_view id) {
  wishes.want(kSeen, OwnerKey{owner});
  const SeenHead* head = wishes.wanted(kSeen, OwnerKey{owner});
  Seen::Set::want(wishes, kSeenPages, owner,
                  head == nullptr ? state::v1::SetSize::default_instance() : head->entities(), id);
}

}  // namespace encours::intake
