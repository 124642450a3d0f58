// The text of a scrape, in Prometheus' format. prometheus-cpp's core writes it; which metrics there
// may be, and with which labels, the catalogue says. Used by metrics_text.cc alone.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <prometheus/metric_family.h>

#include "src/metrics/catalogue.h"
#include "src/metrics/histogram.h"

namespace encours::metrics {

class Exposition {
 public:
  // One value for each label of the metric, in the catalogue's order.
  using Labels = std::initializer_list<std::string_view>;

  Exposition();

  void add(Metric metric, Labels labels, double value);
  void add(Metric metric, Labels labels, const Histogram& histogram);

  // Everything added, metrics in the order of the catalogue.
  std::string text() const;

 private:
  prometheus::ClientMetric& new_series(Metric metric, Labels labels);

  std::vector<prometheus::MetricFamily> families_;  // by Metric
};

}  // namespace encours::metrics
