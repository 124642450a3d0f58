#include "src/metrics/exposition.h"

#include <limits>
#include <sstream>

#include <prometheus/text_serializer.h>

#include "operators/domain/assert.h"

namespace encours::metrics {
namespace {

prometheus::MetricType type_of(MetricType type) {
  switch (type) {
    case MetricType::kCounter:
      return prometheus::MetricType::Counter;
    case MetricType::kGauge:
      return prometheus::MetricType::Gauge;
    case MetricType::kHistogram:
      break;
  }
  return prometheus::MetricType::Histogram;
}

}  // namespace

Exposition::Exposition() {
  for (const MetricRow& row : catalogue()) {
    families_.push_back({std::string(row.name), std::string(row.help), type_of(row.type), {}});
  }
}

prometheus::ClientMetric& Exposition::new_series(Metric metric, Labels labels) {
  const MetricRow& row = row_of(metric);
  ENCOURS_ASSERT(labels.size() == row.label_count(), "a series has the labels of its metric");
  prometheus::ClientMetric& series =
      families_[static_cast<std::size_t>(metric)].metric.emplace_back();
  const auto* name = row.labels.data();
  for (const std::string_view value : labels) {
    series.label.push_back({std::string(*name++), std::string(value)});
  }
  return series;
}

void Exposition::add(Metric metric, Labels labels, double value) {
  prometheus::ClientMetric& series = new_series(metric, labels);
  // Only the one of the family's type is written.
  series.counter.value = value;
  series.gauge.value = value;
}

void Exposition::add(Metric metric, Labels labels, const Histogram& histogram) {
  prometheus::ClientMetric::Histogram& out = new_series(metric, labels).histogram;
  out.sample_count = histogram.count();
  out.sample_sum = histogram.sum();
  std::uint64_t cumulative = 0;
  for (std::size_t i = 0; i < histogram.counts().size(); ++i) {
    cumulative += histogram.counts()[i];
    const bool last = i == histogram.bounds().size();
    out.bucket.push_back(
        {cumulative, last ? std::numeric_limits<double>::infinity() : histogram.bounds()[i]});
  }
}

std::string Exposition::text() const {
  std::vector<prometheus::MetricFamily> with_series;
  for (const prometheus::MetricFamily& family : families_) {
    if (!family.metric.empty()) with_series.push_back(family);
  }
  std::ostringstream out;
  prometheus::TextSerializer().Serialize(out, with_series);
  return out.str();
}

}  // namespace encours::metrics
