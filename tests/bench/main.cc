// The benchmarks: `encours_bench fold [--full] [--small]` folds whole workloads and prints ratios;
// `encours_bench large` folds a client with very much open. All other words go to Google Benchmark,
// whose small costs are printed first (--benchmark_filter=...). Without words, everything.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <type_traits>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/fold_case.h"

namespace encours::bench {
namespace {

// Runs a case in a process of its own, so that its memory is that of the case alone.
FoldFigures run_apart(const FoldCase& fold_case, const std::filesystem::path& folder) {
  static_assert(std::is_trivially_copyable_v<FoldFigures>);
  std::array<int, 2> pipe{};
  FoldFigures figures;
  std::fflush(nullptr);
  const pid_t child = ::pipe(pipe.data()) == 0 ? fork() : -1;
  if (child == 0) {
    figures = run_fold_case(fold_case, folder);
    const bool told = write(pipe[1], &figures, sizeof figures) == sizeof figures;
    _exit(told ? 0 : 1);
  }
  int status = 1;
  const bool ran = child > 0 && close(pipe[1]) == 0 &&
                   read(pipe[0], &figures, sizeof figures) == sizeof figures &&
                   waitpid(child, &status, 0) == child && status == 0;
  if (!ran) {
    fmt::print(stderr, "bench: {} did not end well\n", fold_case.name);
    std::exit(1);
  }
  close(pipe[0]);
  return figures;
}

double rate(std::uint64_t events, double seconds) {
  return seconds > 0 ? static_cast<double>(events) / seconds : 0;
}

void print_case(const FoldCase& fold_case, const FoldFigures& f) {
  const double n = static_cast<double>(f.events);
  fmt::print("\n{}: {} clients, {} open items, {} events\n", fold_case.name, fold_case.size.clients,
             fold_case.size.clients * fold_case.size.items_per_client, f.events);
  fmt::print("  parse only          {:>9.0f} events/s and core\n",
             rate(f.events, f.parse.thread_s));
  fmt::print("  fold, fold thread   {:>9.0f} events/s and core   {:.2f} of parse only\n",
             rate(f.events, f.fold.thread_s), f.parse.thread_s / f.fold.thread_s);
  fmt::print("  fold, all threads   {:>9.0f} events/s and core   {:.2f} of parse only\n",
             rate(f.events, f.fold.process_s), f.parse.thread_s / f.fold.process_s);
  fmt::print("  fold, wall          {:>9.0f} events/s\n", rate(f.events, f.fold.wall_s));
  if (fold_case.bare_loop) {
    fmt::print("  bare reads, writes  {:>9.0f} events/s             fold is {:.2f} of it (wall)\n",
               rate(f.events, f.bare.wall_s), f.bare.wall_s / f.fold.wall_s);
  }
  fmt::print("  rows written        {:>9.2f} an event\n", static_cast<double>(f.rows_written) / n);
  fmt::print("  rows read           {:>9.2f} an event together, {:.3f} one by one\n",
             static_cast<double>(f.cache.wished_reads) / n,
             static_cast<double>(f.cache.blocking_reads) / n);
  fmt::print("  heap calls          {:>9.1f} an event on the fold thread, {:.1f} of them parsing\n",
             static_cast<double>(f.fold.allocations) / n,
             static_cast<double>(f.parse.allocations) / n);
  fmt::print("  resident memory     {:>9} MiB, bound {} MiB\n", f.resident_bytes >> 20,
             f.bound_bytes >> 20);
}

// `scale` divides the cold cases: 1 is a million clients with ten million open items.
void run_fold(std::uint64_t scale) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("encours-bench-{}", getpid());
  const std::uint64_t cold_clients = 1'000'000 / scale;
  // About 2.5 KiB of rows a client in memory: a tenth of them.
  const std::size_t tenth = cold_clients * 2'560 / 10;
  const std::vector<FoldCase> cases{
      {"hot", {10'000, 10}, Spread::kUniform, 300'000, std::size_t{2} << 30, false},
      {"zipf", {cold_clients, 10}, Spread::kZipf, 300'000, tenth, false},
      {"cold uniform", {cold_clients, 10}, Spread::kUniform, 300'000, tenth, true},
  };
  double hot = 0;
  for (const FoldCase& fold_case : cases) {
    const FoldFigures figures = run_apart(fold_case, folder);
    print_case(fold_case, figures);
    const double wall = rate(figures.events, figures.fold.wall_s);
    if (hot == 0) {
      hot = wall;
    } else {
      fmt::print("  against hot         {:>9.2f} (wall)\n", wall / hot);
    }
  }
  std::filesystem::remove_all(folder);
}

// What an event costs on a client with very much open, beside one with little.
void run_large_client() {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("encours-bench-{}", getpid());
  constexpr std::uint64_t kStream = 100'000;
  constexpr std::size_t kCacheBytes = std::size_t{2} << 30;
  const std::vector<FoldCase> cases{
      {"small clients", {10'000, 10, 5, 1}, Spread::kUniform, kStream, kCacheBytes, false},
      {"a large client", {1, 100'000, 50'000, 10'000}, Spread::kUniform, kStream, kCacheBytes},
  };
  double small = 0;
  for (const FoldCase& fold_case : cases) {
    const FoldFigures figures = run_apart(fold_case, folder);
    print_case(fold_case, figures);
    if (small == 0) {
      small = figures.fold.process_s;
    } else {
      fmt::print("  an event costs      {:>9.2f} of one of a small client (all threads)\n",
                 figures.fold.process_s / small);
    }
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace encours::bench

int main(int argc, char** argv) {
  bool fold = argc == 1;
  bool large = argc == 1;
  std::uint64_t scale = 10;
  std::vector<char*> rest{argv[0]};
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "fold") {
      fold = true;
    } else if (word == "large") {
      large = true;
    } else if (word == "--full") {
      scale = 1;
    } else if (word == "--small") {
      scale = 100;
    } else {
      rest.push_back(argv[i]);
    }
  }
  int count = static_cast<int>(rest.size());
  benchmark::Initialize(&count, rest.data());
  if (benchmark::ReportUnrecognizedArguments(count, rest.data())) return 64;
  benchmark::RunSpecifiedBenchmarks();
  if (fold) encours::bench::run_fold(scale);
  if (large) encours::bench::run_large_client();
  return 0;
}
