// One case of the fold benchmark: fill the books, then fold a stream and say what it cost, beside a
// loop that only parses the same events and, for cold cases, one that only reads and writes the
// same rows.
#pragma once

#include <filesystem>
#include <string>

#include "src/engine/row_cache.h"
#include "tests/bench/measure.h"
#include "tests/bench/workload.h"

namespace encours::bench {

struct FoldCase {
  std::string name;
  WorkloadSize size;
  Spread spread = Spread::kUniform;
  std::uint64_t stream = 300'000;  // events measured
  std::size_t cache_bytes = std::size_t{2} << 30;
  bool bare_loop = false;  // do the same reads and writes with nothing around
};

struct FoldFigures {
  std::uint64_t events = 0;
  Spent parse;  // the same records, read from the log and decoded
  Spent fold;
  Spent bare;
  CacheFigures cache;
  std::uint64_t rows_written = 0;
  std::uint64_t resident_bytes = 0;
  // Cache, two flush sets and one of them as bytes, one transaction, the databases' budget, an
  // eighth for what the allocator cannot fill, and the program as it was before the case.
  std::uint64_t bound_bytes = 0;
};

// Works in a new folder below `folder` and removes it. Exits with a message when anything fails.
FoldFigures run_fold_case(const FoldCase& fold_case, const std::filesystem::path& folder);

}  // namespace encours::bench
