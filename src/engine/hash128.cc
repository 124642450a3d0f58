#include "src/engine/hash128.h"

#include <fmt/format.h>

namespace encours {

std::string Hash128::hex() const {
  return fmt::format("{:016x}{:016x}", high, low);
}

}  // namespace encours
