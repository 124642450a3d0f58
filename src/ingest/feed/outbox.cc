#include "src/ingest/feed/outbox.h"

#include "src/ingest/feed/base64_text.h"
#include "src/ingest/feed/feed_record.h"
#include "src/ingest/json_tree.h"

namespace encours {
namespace {

tl::unexpected<Failure> bad(std::string detail) {
  return tl::unexpected(Failure{RowRejectReason::kBadEnvelope, "", std::move(detail)});
}

bool is_connect_envelope(const nlohmann::json& tree) {
  return tree.is_object() && tree.size() == 2 && tree.contains("schema") &&
         tree.contains("payload");
}

bool is_schema_of_bytes(const nlohmann::json& schema) {
  const auto type = schema.is_object() ? schema.find("type") : schema.end();
  return type != schema.end() && *type == "bytes";
}

}  // namespace

tl::expected<std::string, Failure> outbox_id(std::span<const HeaderView> headers) {
  const auto id = header_of(headers, kOutboxIdHeader);
  if (!id || id->empty()) {
    return bad("the header id is missing; Debezium's outbox event router sets it");
  }
  if (!is_utf8(*id)) return bad("the header id is no UTF-8");
  // A header that was written by Connect's own converter is a JSON string.
  const bool quoted = id->size() > 2 && id->starts_with('"') && id->ends_with('"');
  return std::string(quoted ? id->substr(1, id->size() - 2) : *id);
}

bool may_be_connect_envelope(std::string_view value) {
  return value.find("\"schema\"") != std::string_view::npos &&
         value.find("\"payload\"") != std::string_view::npos;
}

tl::expected<std::optional<std::string>, Failure> connect_payload(std::string_view value) {
  const std::size_t begin = value.find_first_not_of(" \t\r\n");
  const bool text = begin != std::string_view::npos && value[begin] == '"';
  if (!text && !may_be_connect_envelope(value)) return std::string(value);
  auto tree = parse_json_tree(value);
  // Bytes that only looked so are judged as what they are.
  if (!tree) return std::string(value);
  if (tree->is_string()) return tree->get<std::string>();
  if (!is_connect_envelope(*tree)) return std::string(value);
  const nlohmann::json& payload = (*tree)["payload"];
  if (payload.is_null()) return std::nullopt;
  if (payload.is_object()) return payload.dump();
  const auto* content = payload.get_ptr<const std::string*>();
  if (content == nullptr) return bad("payload of Connect's envelope is neither text nor an object");
  if (!is_schema_of_bytes((*tree)["schema"])) return *content;
  auto bytes = bytes_of_base64(*content);
  if (!bytes) return bad("payload of Connect's envelope says bytes, but is no base64");
  return std::move(*bytes);
}

}  // namespace encours
