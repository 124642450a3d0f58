// The policy compiler: policy.yaml, written by a credit manager, to v1::Policy, the integers that
// the fold reads. Used by the commands that replay, run and check; nothing below the edge sees
// YAML.
//
// The result is whole, sorted and depends on the text alone: the same text gives the same bytes and
// the same hash. A text with any mistake gives no policy, but as many of its mistakes as can be
// told at once, each as file:line:column: key: problem; did you mean "x"?
//
// What may be written: deploy/examples/policies/default.yaml, which is also what runs when there is
// no policy file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "encours/v1/policy.pb.h"
#include "src/config/yaml_reader.h"

namespace encours {

// The text travels within the Policy event, and an event has at most a megabyte.
inline constexpr std::size_t kPolicyBytesMax = std::size_t{256} << 10;

using PolicyOrErrors = tl::expected<v1::Policy, std::vector<ConfigError>>;

// Compiles a text; `file_name` is for the messages, which come in the order of the text.
PolicyOrErrors compile_policy(std::string_view text, const std::string& file_name);

// The same of a file on disk.
PolicyOrErrors load_policy(const std::string& file);

// The policy that runs when nobody has written one: that of policy_example().
const v1::Policy& default_policy();

// A policy with every key and comments, to be copied and changed.
std::string_view policy_example();

// JSON Schema (2020-12) of policy.yaml, for editors that complete and check while one types.
std::string policy_json_schema();

}  // namespace encours
