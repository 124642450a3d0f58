// A set of entries spread over pages, for sets that may hold a million: finding, adding, changing
// and removing an entry touches the page it stands on, and now and then two more.
//
// Linear hashing. The number of pages follows from the bytes of all entries, the page of an entry
// from the hash of its id and that number, its place on the page from its id. So the rows are a
// function of what is in the set, whatever the order in which it came: tables of facts may use it.
//
//   using Items = PagedSet<state::v1::LedgerItem, AccountPageKey, AccountKey>;
//   Items items(rows, kItemPages, account);
//   if (items.find(head.items(), id, item)) ...          // head.items() is a state::v1::SetSize
//   items.put(*head.mutable_items(), item);
//
// An entry is a message whose field 1 is its id, a string or bytes, never empty.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "encours/state/v1/pages.pb.h"
#include "operators/domain/assert.h"
#include "operators/domain/entity.h"
#include "operators/rows.h"

namespace encours {

// Mean size of a page. A page whose turn to be split has not come yet holds up to twice as much, 4
// KB.
inline constexpr std::uint64_t kPageBytesMean = 2048;

// How many pages a set of this size has, at least one.
std::uint32_t page_count(const state::v1::SetSize& size);

// The page of an entry whose id has this hash, in a set of so many pages.
std::uint32_t page_of(std::uint64_t id_hash, std::uint32_t pages);

// The page whose entries were on page `page` before the set had that many pages. `page` > 0.
std::uint32_t page_split_from(std::uint32_t page);

// The pages of a set that has `now` pages on which entries stand that would stand on pages first ..
// last - 1 of a set of `pages` pages, ascending.
std::vector<std::uint32_t> pages_of_part(std::uint32_t now, std::uint32_t pages,
                                         std::uint32_t first, std::uint32_t last);

// One entry within the bytes of a page.
//
//   0a size:varint 0a id_size:varint id rest     the whole is begin..end, the entry's message is
//   `body`
struct PageEntry {
  std::size_t begin = 0;
  std::size_t end = 0;  // begin = end: no such entry, `begin` is where it would stand
  std::string_view id;
  std::string_view body;

  bool found() const { return end > begin; }
};

// The entry that begins there.
PageEntry page_entry_at(std::string_view page, std::size_t begin);

// The entry of that id, or the place for it.
PageEntry find_page_entry(std::string_view page, std::string_view id);

// Puts the message in the place of an entry that was found, or that was not; the change of the
// page's size in bytes.
std::int64_t put_page_entry(std::string& page, const PageEntry& place,
                            const google::protobuf::MessageLite& message);

// Moves the entries of page `split` that belong on page `added` of a set of added + 1 pages.
void split_page(std::string& split, std::string& added, std::uint32_t added_page);

// Adds the entries of `removed` to `page`, in order.
void merge_page(std::string& page, std::string_view removed);

template <class Entry, class Key, class Owner>
class PagedSet {
 public:
  using Pages = Table<Key, state::v1::Page>;
  using Size = state::v1::SetSize;

  // `owner` is kept by reference.
  PagedSet(Rows& rows, const Pages& pages, const Owner& owner)
      : rows_(rows), pages_(pages), owner_(owner) {}

  // Reads the entry into `entry`, which is left alone when there is none.
  bool find(const Size& size, std::string_view id, Entry& entry) const {
    const state::v1::Page* page = rows_.find(pages_, key_of(size, id));
    if (page == nullptr) {
      return false;
    }
    const PageEntry place = find_page_entry(page->entries(), id);
    if (place.found()) {
      parse(place, entry);
    }
    return place.found();
  }

  // Adds the entry, or puts it in the place of the one with its id.
  void put(Size& size, const Entry& entry) {
    ENCOURS_ASSERT(!entry.id().empty(), "an entry has an id");
    const std::uint32_t pages_before = page_count(size);
    std::string& page = *rows_.edit(pages_, key_of(size, entry.id())).mutable_entries();
    const PageEntry place = find_page_entry(page, entry.id());
    size.set_count(size.count() + (place.found() ? 0 : 1));
    const std::int64_t grown = put_page_entry(page, place, entry);
    size.set_bytes(size.bytes() + static_cast<std::uint64_t>(grown));
    resize(pages_before, page_count(size));
  }

  // Removes the entry; false when there was none.
  bool erase(Size& size, std::string_view id) {
    const Key key = key_of(size, id);
    const state::v1::Page* held = rows_.find(pages_, key);
    const PageEntry place = held == nullptr ? PageEntry{} : find_page_entry(held->entries(), id);
    if (!place.found()) {
      return false;
    }
    const std::uint32_t pages_before = page_count(size);
    std::string& page = *rows_.edit(pages_, key).mutable_entries();
    page.erase(place.begin, place.end - place.begin);
    if (page.empty()) {
      rows_.erase(pages_, key);
    }
    size.set_count(size.count() - 1);
    size.set_bytes(size.bytes() - (place.end - place.begin));
    resize(pages_before, page_count(size));
    return true;
  }

  // Calls visit(entry) for every entry, in an order that is a function of the set. Reads every
  // page: never per event.
  template <class Visit>
  void for_each(const Size& size, Visit visit) const {
    for (std::uint32_t number = 0; number < page_count(size); ++number) {
      for_each_on_page(
          number, [](const PageEntry& /*place*/) { return true; }, visit);
    }
  }

  // The same for the entries that stand on pages first .. last - 1 of a set of `pages` pages: parts
  // of a set, whatever it grows or shrinks to from one to the next.
  template <class Visit>
  void for_each_in_part(const Size& size, std::uint32_t pages, std::uint32_t first,
                        std::uint32_t last, Visit visit) const {
    const auto in_part = [&](const PageEntry& place) {
      const std::uint32_t page = page_of(hash(place.id), pages);
      return page >= first && page < last;
    };
    for (const std::uint32_t number : pages_of_part(page_count(size), pages, first, last)) {
      for_each_on_page(number, in_part, visit);
    }
  }

  // Wishes for the pages that a change of the entry will touch.
  static void want(Wishes& wishes, const Pages& pages, const Owner& owner, const Size& size,
                   std::string_view id) {
    const std::uint32_t count = page_count(size);
    wishes.want(pages, Key{owner, page_of(hash(id), count)});
    Size grown = size;
    grown.set_bytes(size.bytes() + kUsualEntryBytes);
    if (page_count(grown) > count) {
      wishes.want(pages, Key{owner, page_split_from(count)});
    }
  }

  // Reads the entry if its page is in memory by now.
  static bool peek(Wishes& wishes, const Pages& pages, const Owner& owner, const Size& size,
                   std::string_view id, Entry& entry) {
    const state::v1::Page* page =
        wishes.wanted(pages, Key{owner, page_of(hash(id), page_count(size))});
    const PageEntry place = page == nullptr ? PageEntry{} : find_page_entry(page->entries(), id);
    if (place.found()) {
      parse(place, entry);
    }
    return place.found();
  }

 private:
  // Most entries add less. When so much would make another page, the page that would be split is
  // wished for too.
  static constexpr std::uint64_t kUsualEntryBytes = 256;

  static std::uint64_t hash(std::string_view id) { return entity_hash(id); }

  template <class Wanted, class Visit>
  void for_each_on_page(std::uint32_t number, Wanted wanted, Visit visit) const {
    const state::v1::Page* page = rows_.find(pages_, Key{owner_, number});
    Entry entry;
    for (std::size_t begin = 0; page != nullptr && begin < page->entries().size();) {
      const PageEntry place = page_entry_at(page->entries(), begin);
      if (wanted(place)) {
        parse(place, entry);
        visit(static_cast<const Entry&>(entry));
      }
      begin = place.end;
    }
  }

  static void parse(const PageEntry& place, Entry& entry) {
    const bool parsed =
        entry.ParseFromArray(place.body.data(), static_cast<int>(place.body.size()));
    ENCOURS_ASSERT(parsed, "a page holds what was put there");
  }

  Key key_of(const Size& size, std::string_view id) const {
    return Key{owner_, page_of(hash(id), page_count(size))};
  }

  void resize(std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t pages = from; pages < to; ++pages) {
      add_page(pages);
    }
    for (std::uint32_t pages = from; pages > to; --pages) {
      remove_page(pages - 1);
    }
  }

  void add_page(std::uint32_t added_page) {
    const Key split_key{owner_, page_split_from(added_page)};
    if (rows_.find(pages_, split_key) == nullptr) {
      return;
    }
    std::string added;
    std::string& split = *rows_.edit(pages_, split_key).mutable_entries();
    split_page(split, added, added_page);
    if (split.empty()) {
      rows_.erase(pages_, split_key);
    }
    if (!added.empty()) {
      *rows_.edit(pages_, Key{owner_, added_page}).mutable_entries() = std::move(added);
    }
  }

  void remove_page(std::uint32_t removed_page) {
    const Key removed_key{owner_, removed_page};
    const state::v1::Page* removed = rows_.find(pages_, removed_key);
    if (removed == nullptr) {
      return;
    }
    const Key key{owner_, page_split_from(removed_page)};
    merge_page(*rows_.edit(pages_, key).mutable_entries(), removed->entries());
    rows_.erase(pages_, removed_key);
  }

  Rows& rows_;
  const Pages& pages_;
  const Owner& owner_;
};

}  // namespace encours
