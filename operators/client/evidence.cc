#include "operators/client/evidence.h"

#include <string>

namespace encours {

void add_evidence(v1::Cause& cause, std::string_view name, Currency currency, std::int64_t minor) {
  v1::Evidence& line = *cause.add_evidence();
  line.set_name(std::string(name));
  wire_from_minor(currency, minor, *line.mutable_amount());
}

void add_evidence(v1::Cause& cause, std::string_view name, std::int64_t value) {
  v1::Evidence& line = *cause.add_evidence();
  line.set_name(std::string(name));
  line.set_value(value);
}

void add_evidence(v1::Cause& cause, std::string_view name, std::string_view text) {
  v1::Evidence& line = *cause.add_evidence();
  line.set_name(std::string(name));
  line.set_text(std::string(text));
}

}  // namespace encours
