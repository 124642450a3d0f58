// Puts a policy into the log, once: the feed "policy" remembers which one was put there last. Used
// by replay and run.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "encours/v1/policy.pb.h"
#include "src/cli/command.h"
#include "src/ports.h"

namespace encours::cli {

// The policy of a file, or the one inside the binary when `file` is empty.
tl::expected<v1::Policy, Failure> policy_of(const std::string& file);

// Broadcasts the policy to every partition, unless it is the last one that was. True if it was
// appended.
tl::expected<bool, Failure> append_policy(EventLog& log, const v1::Policy& policy,
                                          std::int64_t logged_at_us);

// Whether the policy is the last one that was put there.
tl::expected<bool, Failure> is_last_policy(EventLog& log, const v1::Policy& policy);

}  // namespace encours::cli
