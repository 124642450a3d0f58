#include "src/ingest/notices/folding.h"

#include <limits>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "operators/domain/assert.h"

namespace encours {
namespace {

const icu::Normalizer2& decomposition() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKDInstance(error);
  ENCOURS_ASSERT(U_SUCCESS(error), "ICU has its data");
  return *normalizer;
}

bool is_mark(UChar32 point) {
  const auto mask = U_MASK(u_charType(point));
  return (mask & U_GC_M_MASK) != 0;
}

}  // namespace

std::string fold_words(std::string_view text) {
  const auto size = static_cast<std::int32_t>(
      std::min<std::size_t>(text.size(), std::numeric_limits<std::int32_t>::max()));
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString words = decomposition().normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), size)).foldCase(), error);
  icu::UnicodeString folded;
  bool gap = false;
  for (std::int32_t at = 0; U_SUCCESS(error) && at < words.length();) {
    const UChar32 point = words.char32At(at);
    at += U16_LENGTH(point);
    if (is_mark(point)) continue;
    if (u_isalnum(point) == 0) {
      gap = true;
      continue;
    }
    if (gap && !folded.isEmpty()) folded.append(u' ');
    gap = false;
    folded.append(point);
  }
  std::string out;
  folded.toUTF8String(out);
  return out;
}

}  // namespace encours
