#include "operators/domain/assert.h"

#include <cstdio>
#include <cstdlib>

namespace encours {
namespace {

// How many FoldScopes stand on this thread. It decides how a bug is reported, never what is folded.
thread_local int fold_depth = 0;

}  // namespace

FoldScope::FoldScope() {
  ++fold_depth;
}
FoldScope::~FoldScope() {
  --fold_depth;
}

void assertion_failed(const char* file, int line, const char* expression,
                      const std::string& meaning) {
  std::string what = std::string(file) + ":" + std::to_string(line) + ": " + meaning +
                     " (expected: " + expression + ")";
  if (fold_depth > 0) {
    throw AssertionFailed(what);
  }
  std::fprintf(stderr, "encours: assertion failed: %s\n", what.c_str());
  std::abort();
}

}  // namespace encours
