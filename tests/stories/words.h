// The words of one statement of a story, read from left to right. Used by the story parser; what it
// cannot read it throws as a Mistake, which parse_story() turns into an error with its line.
//
// Words are parted by blanks; "," and ":" stand for themselves at the end of a word; "in quotes" is
// one word.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "encours/v1/common.pb.h"
#include "operators/domain/day.h"

namespace encours::story {

// What is wrong with a statement, in words.
class Mistake : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Words {
 public:
  explicit Words(std::string_view text);

  bool at_end() const { return next_ == words_.size(); }
  // The word to come, empty at the end.
  std::string_view peek() const;
  // Takes the next word if it is this one, or the next words if they are these.
  bool take(std::string_view word);
  bool take_all(std::initializer_list<std::string_view> words);
  // Takes a word and the one behind it out of wherever they stand: clauses that may come at any
  // place.
  std::optional<std::string> pull(std::string_view word);
  // Takes the next word, whatever it is; `what` names it for people.
  std::string name(std::string_view what);

  Day date();
  std::int64_t integer(std::string_view what);
  // "10" or "2.5" as thousandths.
  std::int64_t quantity_milli();
  // "1000.00 EUR"; the currency may be left out where `usual` names one.
  v1::Money money(std::string_view usual);
  bool next_is_amount() const;

  // Whether the next word begins another entry, or nothing is left.
  bool at_entry_end() const { return at_end() || peek() == ","; }

  [[noreturn]] void fail(const std::string& problem) const;

 private:
  std::vector<std::string> words_;
  std::size_t next_ = 0;
};

// "1000.00" and "1000", "+5" and "5" are the same number: the shortest way to write it. Other words
// come back as they are.
std::string plain_number(std::string_view word);

}  // namespace encours::story
