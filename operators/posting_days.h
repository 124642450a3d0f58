// On which day each document stands, by the version of it that counts in the end: for readers who
// fold only what was posted by a day. A correction that moves a document to a later day takes it
// out of the days before, all its versions with it; a change that is news, as of an order, does
// not.
#pragma once

#include <memory>

#include "operators/domain/day.h"
#include "operators/operator.h"

namespace encours {

class PostingDays {
 public:
  PostingDays();
  ~PostingDays();
  PostingDays(PostingDays&&) noexcept;
  PostingDays& operator=(PostingDays&&) noexcept;

  // Takes note of an event; all of them, in the order of the log.
  void add(const Input& input);

  // The day of what the event is about, kNoDay if it is bound to none.
  Day of(const Input& input) const;

 private:
  struct Versions;
  std::unique_ptr<Versions> versions_;
};

}  // namespace encours
