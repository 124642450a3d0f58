// Writes JSON objects on one line each, keys in the order they are given. Used by the views for
// programs, which get money as text and counts as numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace encours::views {

// Text as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD.
std::string json_text(std::string_view text);

class JsonObject {
 public:
  void text(std::string_view key, std::string_view value);
  void number(std::string_view key, std::int64_t value);
  void boolean(std::string_view key, bool value);
  // null where there is nothing to say.
  void text_or_null(std::string_view key, std::string_view value);
  void number_or_null(std::string_view key, std::int64_t value, bool known);
  // A value that is JSON already: an array, an object.
  void raw(std::string_view key, std::string_view json);

  std::string take();

 private:
  void key(std::string_view key);
  std::string out_;
};

// The items, JSON each, as an array.
class JsonArray {
 public:
  void add(std::string_view json);
  std::string take();

 private:
  std::string out_;
};

}  // namespace encours::views
