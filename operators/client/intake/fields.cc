#include "operators/client/intake/fields.h"

namespace encours::intake {
namespace {

constexpr unsigned char kFirstPrintable = 0x20;
constexpr unsigned char kDelete = 0x7f;

}  // namespace

bool printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= kFirstPrintable && byte != kDelete;
  });
}

bool sound_segment(std::string_view segment) {
  return printable(segment) && segment.find('|') == std::string_view::npos;
}

bool sound_currency(const v1::Money& money) {
  return Currency::from_code(money.currency()).has_value();
}

bool not_negative(const v1::Money& money) {
  return minor_from_wire(money).value_or(-1) >= 0;
}

bool positive(const v1::Money& money) {
  return minor_from_wire(money).value_or(-1) > 0;
}

bool sound_ref(const v1::DocumentRef& ref, std::initializer_list<v1::DocumentKind> kinds) {
  return names_something(ref.number()) && printable(ref.source_system()) &&
         printable(ref.seller_company()) && ref.line() >= 0 && ref.fiscal_year() >= 0 &&
         std::find(kinds.begin(), kinds.end(), ref.kind()) != kinds.end();
}

bool too_long(const v1::DocumentRef& ref) {
  return too_long(ref.number()) || too_long(ref.source_system()) || too_long(ref.seller_company());
}

}  // namespace encours::intake
