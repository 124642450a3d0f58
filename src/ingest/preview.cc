#include "src/ingest/preview.h"

#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "operators/domain/money.h"
#include "src/ingest/ingester.h"
#include "src/ingest/ndjson/event_json.h"

namespace encours {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string amount_text(const v1::Money& money) {
  const auto currency = Currency::from_code(money.currency());
  const auto minor = minor_from_wire(money);
  if (!currency || !minor) return "not an amount";
  return fmt::format("{} {}", format_minor(*currency, *minor), money.currency());
}

// "INVOICE ibm/1000/0009888306", with year and line where there are any.
std::string reference_text(const v1::DocumentRef& ref) {
  constexpr std::string_view kPrefix = "DOCUMENT_KIND_";
  std::string text = v1::DocumentKind_Name(ref.kind()).substr(kPrefix.size());
  text += fmt::format(" {}/{}/{}", ref.source_system(), ref.seller_company(), ref.number());
  if (ref.fiscal_year() != 0) text += fmt::format(" of {}", ref.fiscal_year());
  if (ref.line() != 0) text += fmt::format(" line {}", ref.line());
  return text;
}

// The value of a field as JSON writes it, without quotes.
std::string plain_text(const Message& message, const FieldDescriptor& field, int place) {
  std::string text;
  append_json_value(text, message, field, place);
  return text.size() > 1 && text.front() == '"' ? text.substr(1, text.size() - 2) : text;
}

class Lines {
 public:
  explicit Lines(std::string& out) : out_(out) {}

  // Every field that is set, on a line of its own, with the path that leads to it.
  void message(const std::string& path, const Message& message) {
    const Reflection& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const std::string name = path.empty() ? field->name() : path + "." + field->name();
      if (!field->is_repeated()) {
        value(name, message, *field, -1);
        continue;
      }
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        value(fmt::format("{}[{}]", name, i), message, *field, i);
      }
    }
  }

 private:
  void value(const std::string& path, const Message& message, const FieldDescriptor& field,
             int place) {
    const Reflection& reflection = *message.GetReflection();
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      line(path, plain_text(message, field, place));
      return;
    }
    const Message& inner = place < 0 ? reflection.GetMessage(message, &field)
                                     : reflection.GetRepeatedMessage(message, &field, place);
    if (inner.GetDescriptor() == v1::Money::descriptor()) {
      line(path, amount_text(static_cast<const v1::Money&>(inner)));
    } else if (inner.GetDescriptor() == v1::DocumentRef::descriptor()) {
      line(path, reference_text(static_cast<const v1::DocumentRef&>(inner)));
    } else if (inner.GetDescriptor()->full_name() == "google.protobuf.Timestamp") {
      line(path, plain_text(message, field, place));
    } else {
      this->message(path, inner);
    }
  }

  void line(const std::string& path, const std::string& text) {
    fmt::format_to(std::back_inserter(out_), "    {}: {}\n", path, text);
  }

  std::string& out_;
};

class Preview : public EventSink, public RejectSink {
 public:
  bool accept(v1::Event& event, const EventOrigin& origin) override {
    if (last_line_ != origin.line) fmt::format_to(end(), "{}:{}\n", origin.file, origin.line);
    last_line_ = origin.line;
    const FieldDescriptor& kind = *event.GetDescriptor()->FindFieldByNumber(event.body_case());
    const FieldDescriptor& logged_at = *event.GetDescriptor()->FindFieldByName("logged_at");
    fmt::format_to(end(), "  {}  client {}  at {}\n", kind.name(), event.client_id(),
                   plain_text(event, logged_at, -1));
    Lines(text_).message("", event.GetReflection()->GetMessage(event, &kind));
    return true;
  }

  bool accept(const Reject& reject) override {
    fmt::format_to(end(), "{}:{}\n  rejected  {}{}{}: {}\n    {}\n", reject.file, reject.line,
                   reject_reason_name(reject.reason), reject.column.empty() ? "" : " in ",
                   reject.column.empty() ? reject.name : reject.column, reject.detail,
                   in_quotes(reject.raw));
    last_line_.reset();
    return true;
  }

  std::string finish(const IngestSummary& summary) {
    fmt::format_to(end(), "{} rows: {} accepted, {} rejected, {} repeats, {} ignored; {} events\n",
                   summary.rows, summary.accepted, summary.rejected, summary.repeats,
                   summary.ignored, summary.events);
    return std::move(text_);
  }

 private:
  std::back_insert_iterator<std::string> end() { return std::back_inserter(text_); }

  std::string text_;
  std::optional<std::uint64_t> last_line_;
};

}  // namespace

tl::expected<std::string, std::string> preview(const Mapping& mapping, const std::string& file,
                                               std::uint64_t rows) {
  Preview shown;
  // Any revision will do where the mapping takes that of the file: it is not shown.
  const IngestRequest request{mapping, {file}, 1, rows};
  const auto summary = ingest(request, shown, shown, nullptr);
  if (!summary) return tl::unexpected(summary.error());
  return shown.finish(*summary);
}

}  // namespace encours
