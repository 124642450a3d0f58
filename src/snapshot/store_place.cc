#include "src/snapshot/store_place.h"

#include <algorithm>

#include <fmt/format.h>

namespace encours {
namespace {

constexpr std::string_view kS3 = "s3://";
constexpr std::size_t kPrefixBytesMax = 512;  // S3 has 1024 for the whole name

bool is_letter_or_digit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

bool is_bucket(std::string_view text) {
  return text.size() >= 3 && text.size() <= 63 && std::ranges::all_of(text, [](char letter) {
           return (is_letter_or_digit(letter) && !(letter >= 'A' && letter <= 'Z')) ||
                  letter == '-' || letter == '.';
         });
}

// Signed as it is written, so that nothing has to be encoded.
bool is_prefix(std::string_view text) {
  return text.size() <= kPrefixBytesMax && text.find("//") == std::string_view::npos &&
         text.find("..") == std::string_view::npos && std::ranges::all_of(text, [](char letter) {
           return is_letter_or_digit(letter) || letter == '-' || letter == '.' || letter == '_' ||
                  letter == '/';
         });
}

}  // namespace

bool is_s3_place(std::string_view text) {
  return text.starts_with(kS3);
}

tl::expected<StorePlace, std::string> parse_store_place(std::string_view text) {
  if (text.empty()) return tl::unexpected(std::string("must be a folder or s3://BUCKET/PREFIX"));
  if (!is_s3_place(text)) {
    if (text.find("://") != std::string_view::npos) {
      return tl::unexpected(
          fmt::format("'{}' is neither a folder nor s3://BUCKET/PREFIX; other stores than S3 are "
                      "not known",
                      text));
    }
    return StorePlace{std::string(text), "", ""};
  }
  const std::string_view rest = text.substr(kS3.size());
  const std::size_t slash = rest.find('/');
  StorePlace place;
  place.bucket = rest.substr(0, slash);
  if (slash != std::string_view::npos) place.prefix = rest.substr(slash + 1);
  while (place.prefix.ends_with('/'))
    place.prefix.pop_back();
  if (!is_bucket(place.bucket)) {
    return tl::unexpected(fmt::format(
        "'{}' is no name of a bucket: 3 to 63 small letters, digits, '-' and '.'", place.bucket));
  }
  if (!is_prefix(place.prefix) || place.prefix.starts_with('/')) {
    return tl::unexpected(fmt::format(
        "'{}' is no prefix: letters, digits, '-', '.', '_', and single '/' between", place.prefix));
  }
  return place;
}

std::string endpoint_problem(std::string_view text) {
  std::string_view host = text;
  if (text.starts_with("https://")) {
    host.remove_prefix(8);
  } else if (text.starts_with("http://")) {
    host.remove_prefix(7);
  } else {
    return "must begin with https:// or http://";
  }
  if (host.ends_with('/')) host.remove_suffix(1);
  const bool fits = !host.empty() && std::ranges::all_of(host, [](char letter) {
    return is_letter_or_digit(letter) || letter == '-' || letter == '.' || letter == ':' ||
           letter == '[' || letter == ']';
  });
  return fits ? "" : "must be https://HOST or https://HOST:PORT, with nothing behind it";
}

}  // namespace encours
