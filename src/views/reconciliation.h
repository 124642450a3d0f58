// Our open items against a list of open items, document by document: what differs and how, as text,
// csv and json. Used by `encours reconcile`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "operators/client_reading.h"
#include "src/views/screen.h"

namespace encours::views {

enum class DifferenceKind : std::uint8_t {
  kMissingHere,   // the list has it open, we do not
  kMissingThere,  // we have it open, the list does not
  kAmount,        // another amount is open, or another currency
  kDate,          // it is due on another day
};

// A document on one side of the comparison; of one with several schedule lines the sum, and the
// day on which the first is due.
struct OpenDocument {
  std::string client_id;
  v1::DocumentRef ref;
  Currency currency;
  std::int64_t open_minor = 0;  // signed: what we owe is negative
  Day due_on = kNoDay;          // of invoices
};

struct Difference {
  DifferenceKind kind = DifferenceKind::kAmount;
  OpenDocument ours;    // of a document that is missing here only the name
  OpenDocument listed;  // of one that is missing there only the name
};

// What differs between both sides, in byte order of client and document. Each side names a client's
// document once.
std::vector<Difference> differences(std::vector<OpenDocument> ours,
                                    std::vector<OpenDocument> listed);

std::string differences_csv(const std::vector<Difference>& differences);
std::string differences_json(const std::vector<Difference>& differences);
std::string differences_table(const std::vector<Difference>& differences, const Screen& screen);

// How many there are of each kind, and what they come to by currency: one line each, for people.
std::string differences_summary(const std::vector<Difference>& differences, Language language);

}  // namespace encours::views
