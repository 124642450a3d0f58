// The small costs that the fold is made of, by Google Benchmark.
#include <benchmark/benchmark.h>

#include "operators/domain/money.h"
#include "src/engine/decode.h"
#include "src/engine/hash128.h"
#include "tests/bench/workload.h"

namespace encours::bench {
namespace {

std::string bytes_of(int events_before) {
  Workload workload({1, 1}, Spread::kUniform, 1);
  v1::Event event = workload.next_stream();
  for (int i = 0; i < events_before; ++i)
    event = workload.next_stream();
  return event.SerializeAsString();
}

void decode_event(benchmark::State& state) {
  const std::string value = bytes_of(static_cast<int>(state.range(0)));
  const Record record{0, 0, "C0000000", value, {}};
  const TopicPartition shard{"credit.events", 0};
  Decoded decoded;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decode(record, shard, 1, decoded));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(value.size()));
}
BENCHMARK(decode_event)->ArgName("invoice_receipt_settlement")->Arg(0)->Arg(1)->Arg(2);

void hash_row(benchmark::State& state) {
  const std::string key(30, 'k');
  const std::string value(static_cast<std::size_t>(state.range(0)), 'v');
  for (auto _ : state) {
    benchmark::DoNotOptimize(row_hash(key, value));
  }
}
BENCHMARK(hash_row)->Arg(100)->Arg(4'096);

void amount_from_wire(benchmark::State& state) {
  v1::Money money;
  money.set_currency("EUR");
  money.set_units(1'234);
  money.set_nanos(560'000'000);
  for (auto _ : state) {
    benchmark::DoNotOptimize(minor_from_wire(money));
  }
}
BENCHMARK(amount_from_wire);

}  // namespace
}  // namespace encours::bench
