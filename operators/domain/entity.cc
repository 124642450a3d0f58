#include "operators/domain/entity.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <xxhash.h>

namespace encours {
namespace {

// A control character that no number printed on a document holds; one in a field would be refused
// at intake.
constexpr char kSeparator = '\x1f';

std::string_view take_field(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(kSeparator), rest.size());
  const std::string_view field = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return field;
}

// The first `count` fields with separators between them. Made in one piece: an event asks for
// several.
std::string join(std::size_t count, const std::array<std::string_view, 5>& fields) {
  std::size_t size = count - 1;
  for (std::size_t i = 0; i < count; ++i) {
    size += fields[i].size();
  }
  std::string id(size, kSeparator);
  char* at = id.data();
  for (std::size_t i = 0; i < count; ++i) {
    at += fields[i].copy(at, fields[i].size()) + 1;
  }
  return id;
}

std::string_view digits_of(int number, std::array<char, 12>& buffer) {
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

int number_in(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::string entity_id(const v1::DocumentRef& ref) {
  std::array<char, 12> kind;
  std::array<char, 12> year;
  const std::string_view year_digits = digits_of(ref.fiscal_year(), year);
  return join(ref.fiscal_year() != 0 ? 5 : 4,
              {ref.source_system(), ref.seller_company(),
               digits_of(static_cast<int>(ref.kind()), kind), ref.number(), year_digits});
}

std::string entity_id(std::string_view source_system, std::string_view seller_company,
                      std::string_view kind, std::string_view number) {
  return join(4, {source_system, seller_company, kind, number, {}});
}

v1::DocumentRef document_ref(std::string_view entity_id) {
  v1::DocumentRef ref;
  ref.set_source_system(std::string(take_field(entity_id)));
  ref.set_seller_company(std::string(take_field(entity_id)));
  ref.set_kind(static_cast<v1::DocumentKind>(number_in(take_field(entity_id))));
  ref.set_number(std::string(take_field(entity_id)));
  ref.set_fiscal_year(number_in(take_field(entity_id)));
  return ref;
}

EntitySource entity_source(std::string_view entity_id) {
  const std::string_view source_system = take_field(entity_id);
  return {source_system, take_field(entity_id)};
}

std::string display_name(const v1::DocumentRef& ref) {
  constexpr std::string_view kPrefix = "DOCUMENT_KIND_";
  return v1::DocumentKind_Name(ref.kind()).substr(kPrefix.size()) + " " + ref.number();
}

std::uint64_t entity_hash(std::string_view entity_id) {
  return XXH3_64bits(entity_id.data(), entity_id.size());
}

}  // namespace encours
