// What an event is about, so that a repeat is known as one: the entity, the accounts it touches,
// the day it belongs to. Used by intake.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operators/operator.h"

namespace encours::intake {

// The entity of an event, checked or not, as 16 bytes: XXH3-128 of what it is (a document, a
// settlement, a dispute ...) and its identity. Equal on every machine; 128 bits, because two
// entities with one name would lose money. Empty for kinds that are about none.
std::string entity_of(const Input& input);

// The day by which a document is too old to be opened when nobody knows it, and by which what was
// seen of it may be forgotten. kNoDay for master data and limits: they stand until replaced, so
// they are never too old and never forgotten.
Day business_day(const Input& input);

// The segments that the event touches under the policy, sorted, each once; empty for a client's
// master record.
std::vector<std::string> touched_segments(const Input& input, const v1::Policy& policy);

// The company in whose books the event is posted, empty for what is no posting.
std::string_view posting_company(const Input& input);

// The entity of a checked event for people: "INVOICE 0009888306", "settlement 77".
std::string shown_name(const Input& input);

// The amount of the document, where it has one.
std::optional<v1::Money> amount_of(const Input& input);

}  // namespace encours::intake
