#include "operators/client/exposure/progress.h"

#include <algorithm>
#include <vector>

#include "operators/client/checked.h"
#include "operators/domain/total.h"

namespace encours::exposure {
namespace {

using state::v1::ExposureOrder;

// Where a line stands in an ascending list, or would.
template <class List>
int place_of(const List& lines, int line) {
  return static_cast<int>(std::lower_bound(lines.begin(), lines.end(), line) - lines.begin());
}

template <class List, class Value>
void insert(List& list, int place, Value value) {
  list.Add(value);
  std::rotate(list.begin() + place, list.end() - 1, list.end());
}

template <class List>
void remove(List& list, int place) {
  list.erase(list.begin() + place);
}

// The place of a line's progress, made if it has none.
int place_to_edit(ExposureOrder& entry, int line) {
  const int place = place_of(entry.moved_line(), line);
  if (place == entry.moved_line_size() || entry.moved_line(place) != line) {
    insert(*entry.mutable_moved_line(), place, line);
    insert(*entry.mutable_delivered_milli(), place, std::int64_t{0});
    insert(*entry.mutable_invoiced_milli(), place, std::int64_t{0});
    insert(*entry.mutable_final_deliveries(), place, 0);
  }
  return place;
}

// A line without progress left is as one that never had any.
void remove_if_idle(ExposureOrder& entry, int place) {
  if (entry.delivered_milli(place) == 0 && entry.invoiced_milli(place) == 0 &&
      entry.final_deliveries(place) == 0) {
    remove(*entry.mutable_moved_line(), place);
    remove(*entry.mutable_delivered_milli(), place);
    remove(*entry.mutable_invoiced_milli(), place);
    remove(*entry.mutable_final_deliveries(), place);
  }
}

struct Line {
  std::int64_t ordered = 0;
  std::int64_t gross = 0;
  std::int64_t rejected = 0;
  bool complete = false;
  std::int64_t delivered = 0;
  std::int64_t invoiced = 0;
};

Line line_at(const ExposureOrder& entry, int i) {
  Line line{entry.ordered_milli(i),
            entry.gross_minor(i),
            entry.rejected_milli(i),
            entry.complete(i) != 0,
            0,
            0};
  const int place = place_of(entry.moved_line(), entry.line(i));
  if (place < entry.moved_line_size() && entry.moved_line(place) == entry.line(i)) {
    line.delivered = entry.delivered_milli(place);
    line.invoiced = entry.invoiced_milli(place);
    line.complete = line.complete || entry.final_deliveries(place) > 0;
  }
  return line;
}

// The line's value from nothing up to a quantity; bounded as single amounts are, so that a feed's nonsense cannot
// overflow a total.
std::int64_t value_up_to(const Line& line, std::int64_t milli) {
  const std::optional<std::int64_t> value =
      multiply_divide_half_up(line.gross, milli, line.ordered);
  return std::clamp(value.value_or(kAmountMinorMax), -kAmountMinorMax, kAmountMinorMax);
}

OrderValue value_of_line(Line line, bool ended) {
  const bool nothing_more = ended || line.complete;
  if (line.ordered == 0) {
    const bool untouched = line.delivered == 0 && line.invoiced == 0 && line.rejected == 0;
    return {untouched && !nothing_more ? line.gross : 0, 0};
  }
  if (line.ordered < 0) {  // a return order: the same, mirrored
    line.ordered = -line.ordered;
    line.rejected = -line.rejected;
    line.delivered = -line.delivered;
    line.invoiced = -line.invoiced;
  }
  const std::int64_t invoiced = std::max<std::int64_t>(line.invoiced, 0);
  const std::int64_t delivered = std::max(line.delivered, invoiced);
  const std::int64_t wanted =
      nothing_more ? delivered : std::max(line.ordered - line.rejected, delivered);
  const std::int64_t up_to_delivered = value_up_to(line, delivered);
  return {value_up_to(line, wanted) - up_to_delivered,
          up_to_delivered - value_up_to(line, invoiced)};
}

}  // namespace

void replace_order(const v1::Order& order, std::int64_t revision, ExposureOrder& entry) {
  entry.set_known(true);
  entry.set_revision(revision);
  entry.clear_currency();
  entry.clear_line();
  entry.clear_ordered_milli();
  entry.clear_gross_minor();
  entry.clear_rejected_milli();
  entry.clear_complete();
  std::vector<const v1::OrderLine*> lines;
  for (const v1::OrderLine& line : order.lines()) {
    lines.push_back(&line);
  }
  std::sort(lines.begin(), lines.end(),
            [](const v1::OrderLine* a, const v1::OrderLine* b) { return a->line() < b->line(); });
  for (const v1::OrderLine* line : lines) {
    entry.set_currency(line->gross().currency());
    entry.add_line(line->line());
    entry.add_ordered_milli(line->quantity_milli());
    entry.add_gross_minor(checked_minor(line->gross()));
    entry.add_rejected_milli(line->rejected_milli());
    entry.add_complete(line->final_delivery() ? 1 : 0);
  }
}

bool add_delivered(ExposureOrder& entry, int line, std::int64_t milli, int finals) {
  const int place = place_to_edit(entry, line);
  const bool added = add_to_total((*entry.mutable_delivered_milli())[place], milli);
  entry.set_final_deliveries(place, entry.final_deliveries(place) + finals);
  remove_if_idle(entry, place);
  return added;
}

bool add_invoiced(ExposureOrder& entry, int line, std::int64_t milli) {
  const int place = place_to_edit(entry, line);
  const bool added = add_to_total((*entry.mutable_invoiced_milli())[place], milli);
  remove_if_idle(entry, place);
  return added;
}

OrderValue value_of(const ExposureOrder& entry) {
  OrderValue value;
  for (int i = 0; entry.known() && i < entry.line_size(); ++i) {
    const OrderValue line = value_of_line(line_at(entry, i), entry.ended());
    value.open += line.open;
    value.delivered += line.delivered;
  }
  return value;
}

bool is_done(const ExposureOrder& entry, const OrderValue& value) {
  if (entry.ended()) {
    return true;
  }
  for (int i = 0; i < entry.line_size(); ++i) {
    const Line line = line_at(entry, i);
    const bool covered =
        line.ordered >= 0 ? std::max(line.delivered, line.invoiced) + line.rejected >= line.ordered
                          : std::min(line.delivered, line.invoiced) + line.rejected <= line.ordered;
    if (!line.complete && !covered) {
      return false;
    }
  }
  return entry.known() && value.open == 0;
}

}  // namespace encours::exposure
