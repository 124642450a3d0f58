// The default policy's text, put into the binary when it is built. embedded.cc is written by CMake
// from deploy/examples/policies/default.yaml.
#pragma once

#include <string_view>

namespace encours::policy {

extern const std::string_view kEmbeddedPolicy;

}  // namespace encours::policy
