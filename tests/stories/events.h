// The statements of a story that are events: "invoice C1 F1 1000.00 EUR due 2024-02-01". Used by
// the story parser; the grammar is in README.md.
#pragma once

#include "encours/v1/event.pb.h"
#include "operators/domain/day.h"
#include "tests/stories/words.h"

namespace encours::story {

// Where a statement stands.
struct Place {
  int line = 0;
  Day today = kNoDay;  // the story's day: the date of whatever names no other
};

// Reads the event whose first words come next; false if they begin no event. Throws Mistake.
bool read_event(Words& words, const Place& place, v1::Event& event);

// The same for events that are about all clients: rates, how far a feed is complete, closed books.
bool read_broadcast(Words& words, const Place& place, v1::Event& event);

// A document's name: NUMBER, NUMBER/LINE, either with @COMPANY behind it.
v1::DocumentRef read_ref(Words& words, v1::DocumentKind kind);

// Makes the whole of an event that came without any words of its own: "event C1 promise".
void set_body(v1::Event& event, const std::string& field);

}  // namespace encours::story
