#include "operators/domain/entity.h"

#include <algorithm>
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

int number_in(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::string entity_id(const v1::DocumentRef& ref) {
  std::string id;
  id.reserve(ref.source_system().size() + ref.seller_company().size() + ref.number().size() + 10);
  id.append(ref.source_system()).push_back(kSeparator);
  id.append(ref.seller_company()).push_back(kSeparator);
  id.append(std::to_string(static_cast<int>(ref.kind()))).push_back(kSeparator);
  id.append(ref.number());
  if (ref.fiscal_year() != 0) {
    id.push_back(kSeparator);
    id.append(std::to_string(ref.fiscal_year()));
  }
  return id;
}

std::string entity_id(std::string_view source_system, std::string_view seller_company,
                      std::string_view kind, std::string_view number) {
  std::string id;
  id.append(source_system).push_back(kSeparator);
  id.append(seller_company).push_back(kSeparator);
  id.append(kind).push_back(kSeparator);
  id.append(number);
  return id;
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
