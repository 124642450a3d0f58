// ENCOURS_ASSERT: what must be true if our own code is right. Always on.
//
// While a shard folds an event (a FoldScope stands on this thread) a failed assertion throws
// AssertionFailed, which only src/engine/shard.cc catches: that shard stops with its position, its
// neighbours go on. Anywhere else it prints and aborts. Bad input is never an assertion: it is
// refused with a Verdict.
#pragma once

#include <stdexcept>
#include <string>

namespace encours {

// Thrown by ENCOURS_ASSERT inside a FoldScope, caught by the shard alone.
class AssertionFailed : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

// Marks that this thread is folding an event; scopes may nest.
class FoldScope {
 public:
  FoldScope();
  ~FoldScope();
  FoldScope(const FoldScope&) = delete;
  FoldScope& operator=(const FoldScope&) = delete;
};

[[noreturn, gnu::cold]] void assertion_failed(const char* file, int line, const char* expression,
                                              const std::string& meaning);

}  // namespace encours

// `meaning` says in words what was expected; it is evaluated only on failure.
#define ENCOURS_ASSERT(expression, meaning)                                    \
  do {                                                                         \
    if (!(expression)) [[unlikely]] {                                          \
      ::encours::assertion_failed(__FILE__, __LINE__, #expression, (meaning)); \
    }                                                                          \
  } while (false)
