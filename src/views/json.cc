#include "src/views/json.h"

#include "nlohmann/json.hpp"

namespace encours::views {

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void JsonObject::key(std::string_view key) {
  out_.push_back(out_.empty() ? '{' : ',');
  out_ += json_text(key);
  out_.push_back(':');
}

void JsonObject::text(std::string_view name, std::string_view value) {
  key(name);
  out_ += json_text(value);
}

void JsonObject::number(std::string_view name, std::int64_t value) {
  key(name);
  out_ += std::to_string(value);
}

void JsonObject::boolean(std::string_view name, bool value) {
  key(name);
  out_ += value ? "true" : "false";
}

void JsonObject::text_or_null(std::string_view name, std::string_view value) {
  value.empty() ? raw(name, "null") : text(name, value);
}

void JsonObject::number_or_null(std::string_view name, std::int64_t value, bool known) {
  known ? number(name, value) : raw(name, "null");
}

void JsonObject::raw(std::string_view name, std::string_view json) {
  key(name);
  out_ += json;
}

std::string JsonObject::take() {
  if (out_.empty()) out_ = "{";
  out_.push_back('}');
  return std::move(out_);
}

void JsonArray::add(std::string_view json) {
  out_.push_back(out_.empty() ? '[' : ',');
  out_ += json;
}

std::string JsonArray::take() {
  if (out_.empty()) out_ = "[";
  out_.push_back(']');
  return std::move(out_);
}

}  // namespace encours::views
