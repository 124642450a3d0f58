#include "src/ingest/reject.h"

#include <algorithm>

namespace encours {
namespace {

constexpr std::array<std::string_view, kRejectReasonCount> kNames{
    "MISSING_COLUMN", "MISSING_VALUE", "BAD_DATE",    "BAD_AMOUNT",       "BAD_NUMBER",
    "BAD_VALUE",      "BAD_ROW",       "CONDITION",   "UNSUPPORTED_KIND", "DOCUMENT",
    "BAD_FILE",       "OVERSIZE",      "UNDECODABLE", "NOT_DETECTED",     "BAD_FRAMING",
    "UNKNOWN_SCHEMA", "BAD_ENVELOPE",  "NULL_VALUE"};

constexpr std::string_view kHex = "0123456789abcdef";

// Values are shown so far in messages; the raw row has all of it.
constexpr std::size_t kShownBytesMax = 60;

void append_field(std::string& out, std::string_view name, std::string_view text) {
  out += ",\"";
  out += name;
  out += "\":";
  append_json_string(out, is_utf8(text) ? std::string(text) : in_quotes(text));
}

}  // namespace

std::string_view reject_reason_name(RowRejectReason reason) {
  return kNames.at(static_cast<std::size_t>(reason));
}

std::string reject_to_json(const Reject& reject) {
  std::string out = "{\"file\":";
  append_json_string(out, is_utf8(reject.file) ? reject.file : in_quotes(reject.file));
  out += ",\"line\":" + std::to_string(reject.line);
  append_field(out, "column", reject.column);
  append_field(out, "reason", reject_reason_name(reject.reason));
  if (!reject.name.empty()) append_field(out, "name", reject.name);
  append_field(out, "detail", reject.detail);
  if (is_utf8(reject.raw)) {
    append_field(out, "raw", reject.raw);
  } else {
    append_field(out, "raw_base64", base64(reject.raw));
  }
  out += '}';
  return out;
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f) continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (text[i]) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += "\\u00";
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t taken = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8U | (j < taken ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += j <= taken ? kDigits[group >> (18U - 6U * j) & 63U] : '=';
    }
  }
  return text;
}

std::string in_quotes(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size() && shown.size() < kShownBytesMax;) {
    const std::size_t length = utf8_length(text.substr(i, 4));
    const bool printable = length > 1 || (length == 1 && text[i] >= ' ' && text[i] != '\x7f');
    shown += printable ? text.substr(i, length) : "?";
    i += std::max<std::size_t>(1, length);
  }
  return '"' + shown + (shown.size() < text.size() ? "\xe2\x80\xa6\"" : "\"");
}

}  // namespace encours
