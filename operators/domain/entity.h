// Identity of documents: the whole tuple of a DocumentRef, because ERP numbers repeat across
// companies, kinds and years.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "encours/v1/common.pb.h"

namespace encours {

// The document's identity as one string: the fields but the line, joined by unit separators. Never
// shown to people.
std::string entity_id(const v1::DocumentRef& ref);

// The identity of something that is named by system, company and number alone (a settlement, a
// dispute, a limit).
std::string entity_id(std::string_view source_system, std::string_view seller_company,
                      std::string_view kind, std::string_view number);

// The reference an entity_id was made of; the line is 0.
v1::DocumentRef document_ref(std::string_view entity_id);

// Where an entity_id comes from; views into it.
struct EntitySource {
  std::string_view source_system;
  std::string_view seller_company;
};
EntitySource entity_source(std::string_view entity_id);

// "INVOICE 0009888306" for people.
std::string display_name(const v1::DocumentRef& ref);

// Spreads identities over pages; equal ids have equal hashes on every machine (XXH3-64).
std::uint64_t entity_hash(std::string_view entity_id);

}  // namespace encours
