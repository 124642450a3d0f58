#include "src/ingest/json_tree.h"

#include <set>
#include <vector>

#include <fmt/format.h>

#include "src/ingest/reject.h"

namespace encours {
namespace {

// Walks a text without keeping it, and stops where a tree of it would be too large.
class Guard : public nlohmann::json_sax<nlohmann::json> {
 public:
  const std::string& problem() const { return problem_; }

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t&) override { return value(); }
  bool string(string_t&) override { return value(); }
  bool binary(binary_t&) override { return value(); }
  bool start_object(std::size_t) override { return open(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (keys_.back().insert(name).second) return true;
    return stop(fmt::format("the key {} stands twice in one object", in_quotes(name)));
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    return stop(fmt::format("no JSON from byte {} on", position));
  }

 private:
  bool stop(std::string problem) {
    problem_ = std::move(problem);
    return false;
  }
  bool value() {
    if (++values_ <= kEnvelopeValuesMax) return true;
    return stop(fmt::format("the JSON has more than {} values", kEnvelopeValuesMax));
  }
  bool open() {
    keys_.emplace_back();
    if (keys_.size() <= kEnvelopeDepthMax) return value();
    return stop(fmt::format("the JSON is nested deeper than {} levels", kEnvelopeDepthMax));
  }
  bool close() {
    keys_.pop_back();
    return true;
  }

  std::vector<std::set<std::string>> keys_;  // of each open object; empty of a list
  std::size_t values_ = 0;
  std::string problem_;
};

}  // namespace

tl::expected<nlohmann::json, std::string> parse_json_tree(std::string_view text) {
  // The parser takes a NUL byte for the end of the text.
  if (text.find('\0') != std::string_view::npos) {
    return tl::unexpected<std::string>("the JSON has a NUL byte");
  }
  Guard guard;
  if (!nlohmann::json::sax_parse(text, &guard)) return tl::unexpected(guard.problem());
  constexpr bool kThrow = false;
  return nlohmann::json::parse(text, nullptr, kThrow);
}

}  // namespace encours
