#include "src/ingest/feed/cloud_event.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

#include "src/ingest/feed/base64_text.h"
#include "src/ingest/feed/feed_record.h"
#include "src/ingest/json_tree.h"

namespace encours {
namespace {

constexpr std::string_view kPrefix = "ce_";
constexpr std::string_view kStructured = "application/cloudevents";
constexpr std::string_view kOurMessages = "encours.v1.";

using Attribute = std::pair<std::string_view, std::string CloudAttributes::*>;
constexpr std::array kAttributes{
    Attribute{"specversion", &CloudAttributes::specversion},
    Attribute{"id", &CloudAttributes::id},
    Attribute{"source", &CloudAttributes::source},
    Attribute{"type", &CloudAttributes::type},
    Attribute{"time", &CloudAttributes::time},
    Attribute{"datacontenttype", &CloudAttributes::datacontenttype},
    Attribute{"sequence", &CloudAttributes::sequence},
    Attribute{"traceparent", &CloudAttributes::traceparent},
};
// The first four must be there.
constexpr std::size_t kRequiredAttributes = 4;

tl::unexpected<Failure> bad(std::string detail) {
  return tl::unexpected(Failure{RowRejectReason::kBadEnvelope, "", std::move(detail)});
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& letter : out) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return out;
}

// "application/json" of "Application/JSON; charset=utf-8".
std::string media_type(std::string_view content_type) {
  std::string type = lower(content_type.substr(0, content_type.find(';')));
  type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
  return type;
}

tl::expected<PayloadShape, Failure> declared_shape(std::string_view content_type) {
  const std::string type = media_type(content_type);
  if (type.empty()) return PayloadShape::kUnknown;
  if (type == "application/json" || type == "text/json" || type.ends_with("+json")) {
    return PayloadShape::kJson;
  }
  if (type == "application/protobuf" || type == "application/x-protobuf" ||
      type == "application/vnd.google.protobuf" || type.ends_with("+protobuf")) {
    return PayloadShape::kProtobuf;
  }
  // Bytes of which nobody says more.
  if (type == "application/octet-stream") return PayloadShape::kUnknown;
  return bad(fmt::format("the data is {}; an event is application/protobuf or application/json",
                         in_quotes(content_type)));
}

std::optional<Failure> check(const CloudAttributes& attributes) {
  for (std::size_t i = 0; i < kAttributes.size(); ++i) {
    const auto& [name, member] = kAttributes.at(i);
    const std::string& value = attributes.*member;
    if (i < kRequiredAttributes && value.empty()) {
      return bad(fmt::format("the CloudEvent lacks {}", name)).value();
    }
    if (!is_utf8(value)) return bad(fmt::format("{} of the CloudEvent is no UTF-8", name)).value();
  }
  if (attributes.specversion != "1.0") {
    return bad(fmt::format("specversion {}; 1.0 is read", in_quotes(attributes.specversion)))
        .value();
  }
  // Types are named by their senders as they like; only one of ours can contradict the data.
  if (attributes.type.starts_with(kOurMessages) &&
      attributes.type != v1::Event::descriptor()->full_name()) {
    return Failure{RowRejectReason::kUnknownSchema, "",
                   fmt::format("the CloudEvent is of type {}, not encours.v1.Event",
                               in_quotes(attributes.type))};
  }
  return std::nullopt;
}

// The data of a structured event into `event.data`.
std::optional<Failure> take_data(const nlohmann::json& tree, CloudEvent& event) {
  const auto data = tree.find("data");
  const auto bytes = tree.find("data_base64");
  if ((data == tree.end()) == (bytes == tree.end())) {
    return bad("a CloudEvent has either data or data_base64").value();
  }
  if (data != tree.end()) {
    if (!data->is_object() || event.shape == PayloadShape::kProtobuf) {
      return bad("data is no JSON object; bytes go into data_base64").value();
    }
    event.shape = PayloadShape::kJson;
    event.data = data->dump();
    return std::nullopt;
  }
  const auto* text = bytes->get_ptr<const std::string*>();
  auto decoded = text == nullptr ? std::nullopt : bytes_of_base64(*text);
  if (!decoded) return bad("data_base64 is no base64").value();
  event.data = std::move(*decoded);
  return std::nullopt;
}

}  // namespace

std::string_view content_type_of(std::span<const HeaderView> headers) {
  const auto found = std::ranges::find_if(
      headers, [](const HeaderView& header) { return lower(header.name) == "content-type"; });
  return found == headers.end() ? std::string_view{} : found->value;
}

bool is_structured_cloud_event(std::span<const HeaderView> headers) {
  return lower(content_type_of(headers)).starts_with(kStructured);
}

bool is_binary_cloud_event(std::span<const HeaderView> headers) {
  return header_of(headers, "ce_specversion").has_value() ||
         header_of(headers, "ce_id").has_value();
}

tl::expected<CloudEvent, Failure> read_binary_cloud_event(std::span<const HeaderView> headers) {
  CloudEvent event;
  for (const auto& [name, member] : kAttributes) {
    const auto value = header_of(headers, std::string(kPrefix) + std::string(name));
    if (value) event.attributes.*member = *value;
  }
  // In this mode the type of the data is the header of the record.
  event.attributes.datacontenttype = content_type_of(headers);
  if (auto problem = check(event.attributes)) return tl::unexpected(std::move(*problem));
  const auto shape = declared_shape(event.attributes.datacontenttype);
  if (!shape) return tl::unexpected(shape.error());
  event.shape = *shape;
  return event;
}

tl::expected<CloudEvent, Failure> read_structured_cloud_event(std::string_view json,
                                                              std::string_view content_type) {
  const std::string type = media_type(content_type);
  if (type.starts_with("application/cloudevents-batch")) {
    return bad("a batch of CloudEvents; send each as a record of its own");
  }
  if (!type.empty() && type != "application/cloudevents+json" && type != kStructured) {
    return bad(fmt::format("a structured CloudEvent in {}; JSON is read", in_quotes(content_type)));
  }
  const auto tree = parse_json_tree(json);
  if (!tree) return bad("no CloudEvent in JSON: " + tree.error());
  if (!tree->is_object()) return bad("no CloudEvent in JSON: no object");
  CloudEvent event;
  for (const auto& [name, member] : kAttributes) {
    const auto found = tree->find(name);
    if (found == tree->end() || found->is_null()) continue;
    const auto* text = found->get_ptr<const std::string*>();
    if (text == nullptr) return bad(fmt::format("{} of the CloudEvent is no text", name));
    event.attributes.*member = *text;
  }
  if (auto problem = check(event.attributes)) return tl::unexpected(std::move(*problem));
  const auto shape = declared_shape(event.attributes.datacontenttype);
  if (!shape) return tl::unexpected(shape.error());
  event.shape = *shape;
  if (auto problem = take_data(*tree, event)) return tl::unexpected(std::move(*problem));
  return event;
}

std::optional<Failure> complete_from(const CloudAttributes& attributes, v1::Event& event) {
  if (event.event_id().empty()) event.set_event_id(attributes.source + "#" + attributes.id);
  if (!attributes.time.empty()) {
    google::protobuf::Timestamp time;
    if (!google::protobuf::util::TimeUtil::FromString(attributes.time, &time)) {
      return bad(fmt::format("time {} of the CloudEvent is no instant such as "
                             "2026-01-31T12:00:00Z",
                             in_quotes(attributes.time)))
          .value();
    }
    if (!event.has_occurred_at()) *event.mutable_occurred_at() = time;
  }
  // A sequence is any text that sorts; only a number can stand for a revision.
  std::int64_t sequence = 0;
  const char* end = attributes.sequence.data() + attributes.sequence.size();
  const auto [stop, failure] = std::from_chars(attributes.sequence.data(), end, sequence);
  const bool number = failure == std::errc{} && stop == end && sequence > 0;
  if (number && event.revision() == 0) event.set_revision(sequence);
  if (event.traceparent().empty() && is_traceparent(attributes.traceparent)) {
    event.set_traceparent(attributes.traceparent);
  }
  return std::nullopt;
}

bool is_traceparent(std::string_view text) {
  constexpr std::string_view kShape = "00-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hex = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
    if (kShape[i] == 'x' ? !hex : text[i] != kShape[i]) return false;
  }
  return true;
}

}  // namespace encours
