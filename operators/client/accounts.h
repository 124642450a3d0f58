// Who a client is and in which segments it has a credit account. Written by intake, read by all.
#pragma once

#include <string>
#include <string_view>

#include "encours/state/v1/intake.pb.h"
#include "operators/operator.h"

namespace encours {

// One row a client: its master record as last accepted, and its segments.
inline constexpr Table<OwnerKey, state::v1::ClientAccounts> kClients{3, "client", Content::kFacts};

// What the client is; COMPANY when its master record is unknown or does not say.
v1::ClientKind client_kind(Rows& rows, std::string_view client_id);

// The segments the client is known in, sorted; empty for an unknown client. Valid until the step
// ends.
const google::protobuf::RepeatedPtrField<std::string>& segments_of(Rows& rows,
                                                                   std::string_view client_id);

// Whether the client has an account in the segment.
bool has_segment(Rows& rows, std::string_view client_id, std::string_view segment);

// Adds the account if it is not there yet; the segments stay sorted.
void register_account(Rows& rows, const AccountKey& account);

}  // namespace encours
