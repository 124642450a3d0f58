#include "operators/client/ledger/list_sources.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "operators/domain/entity.h"

namespace encours::ledger {
namespace {

using state::v1::LedgerListsClosed;
using state::v1::ListEdition;
using state::v1::ListScope;
using Scopes = google::protobuf::RepeatedPtrField<ListScope>;

std::tuple<std::string_view, std::string_view> name_of(const ListScope& scope) {
  return {scope.source_system(), scope.seller_company()};
}

Scopes::const_iterator place_of(const Scopes& scopes, std::string_view source_system,
                                std::string_view seller_company) {
  return std::lower_bound(
      scopes.begin(), scopes.end(), std::tie(source_system, seller_company),
      [](const ListScope& scope, const auto& name) { return name_of(scope) < name; });
}

const ListScope* find_scope(const Scopes& scopes, std::string_view source_system,
                            std::string_view seller_company) {
  const auto place = place_of(scopes, source_system, seller_company);
  return place == scopes.end() || name_of(*place) != std::tie(source_system, seller_company)
             ? nullptr
             : &*place;
}

ListScope& scope_to_edit(Scopes& scopes, std::string_view source_system,
                         std::string_view seller_company) {
  const auto place = place_of(scopes, source_system, seller_company) - scopes.begin();
  if (find_scope(scopes, source_system, seller_company) == nullptr) {
    ListScope& added = *scopes.Add();
    added.set_source_system(std::string(source_system));
    added.set_seller_company(std::string(seller_company));
    std::rotate(scopes.pointer_begin() + place, scopes.pointer_end() - 1, scopes.pointer_end());
  }
  return scopes[static_cast<int>(place)];
}

// Puts the edition in the place of an older one; false when the one held counts.
bool raise(const Edition& edition, bool held, ListEdition& row) {
  if (held && edition <= edition_of(row)) {
    return false;
  }
  set_edition(edition, row);
  return true;
}

}  // namespace

ListSources::ListSources(Rows& rows, state::v1::LedgerHead& head)
    : head_(head), closed_(rows.find(kListsClosed, ShardKey{})) {}

Edition ListSources::complete_for(std::string_view item_id) const {
  Edition newest;
  if (empty()) {
    return newest;
  }
  const EntitySource source = entity_source(item_id);
  for (const std::string_view company : {source.seller_company, std::string_view()}) {
    const ListScope* named = find_scope(head_.lists(), source.source_system, company);
    if (named != nullptr && named->has_complete()) {
      newest = std::max(newest, edition_of(named->complete()));
    }
    const ListScope* closed =
        closed_ == nullptr ? nullptr : find_scope(closed_->lists(), source.source_system, company);
    // A list that named the account without all its items does not say that the others are settled.
    const bool partly = closed != nullptr && named != nullptr && named->has_incomplete() &&
                        edition_of(named->incomplete()) == edition_of(closed->complete());
    if (closed != nullptr && !partly) {
      newest = std::max(newest, edition_of(closed->complete()));
    }
  }
  return newest;
}

Day ListSources::newest_of_books(std::string_view source_system,
                                 std::string_view seller_company) const {
  Day newest = kNoDay;
  const auto look = [&](const Scopes& scopes) {
    for (const ListScope& scope : scopes) {
      if (scope.source_system() == source_system &&
          (seller_company.empty() || scope.seller_company().empty() ||
           scope.seller_company() == seller_company)) {
        newest = std::max(newest, scope.has_complete() ? scope.complete().as_of() : kNoDay);
        newest = std::max(newest, scope.has_incomplete() ? scope.incomplete().as_of() : kNoDay);
      }
    }
  };
  look(head_.lists());
  if (closed_ != nullptr) {
    look(closed_->lists());
  }
  return newest;
}

bool ListSources::take(const v1::OpenItemsList& list, const Edition& edition) {
  ListScope& scope =
      scope_to_edit(*head_.mutable_lists(), list.source_system(), list.seller_company());
  const bool is_complete = list.complete();
  raise(edition, is_complete ? scope.has_complete() : scope.has_incomplete(),
        is_complete ? *scope.mutable_complete() : *scope.mutable_incomplete());
  return head_.lists_size() <= kListSourcesMax;
}

std::uint64_t ListSources::closed_hash() const {
  return closed_ == nullptr ? 0 : entity_hash(closed_->SerializeAsString());
}

Verdict keep_closed(const v1::OpenItemsListClosed& closed, const Edition& edition, Rows& rows) {
  if (!closed.complete()) {
    return accept();
  }
  const LedgerListsClosed* held = rows.find(kListsClosed, ShardKey{});
  const ListScope* scope =
      held == nullptr ? nullptr
                      : find_scope(held->lists(), closed.source_system(), closed.seller_company());
  if (scope != nullptr && edition <= edition_of(scope->complete())) {
    return repeat();
  }
  if (scope == nullptr && held != nullptr && held->lists_size() == kListSourcesMax) {
    return refuse(RejectReason::kTooLarge, "sources of open-items lists: at most 1,000");
  }
  auto& scopes = *rows.edit(kListsClosed, ShardKey{}).mutable_lists();
  set_edition(
      edition,
      *scope_to_edit(scopes, closed.source_system(), closed.seller_company()).mutable_complete());
  return accept();
}

}  // namespace encours::ledger
