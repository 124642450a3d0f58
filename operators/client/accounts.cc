#include "operators/client/accounts.h"

#include <algorithm>

namespace encours {

using state::v1::ClientAccounts;

v1::ClientKind client_kind(Rows& rows, std::string_view client_id) {
  const ClientAccounts* client = rows.find(kClients, OwnerKey{client_id});
  if (client == nullptr || client->master().kind() == v1::CLIENT_KIND_UNSPECIFIED) {
    return v1::CLIENT_KIND_COMPANY;
  }
  return client->master().kind();
}

const google::protobuf::RepeatedPtrField<std::string>& segments_of(Rows& rows,
                                                                   std::string_view client_id) {
  const ClientAccounts* client = rows.find(kClients, OwnerKey{client_id});
  return client == nullptr ? ClientAccounts::default_instance().segments() : client->segments();
}

bool has_segment(Rows& rows, std::string_view client_id, std::string_view segment) {
  const auto& segments = segments_of(rows, client_id);
  return std::binary_search(segments.begin(), segments.end(), segment);
}

void register_account(Rows& rows, const AccountKey& account) {
  if (has_segment(rows, account.client_id, account.segment)) {
    return;
  }
  auto& segments = *rows.edit(kClients, OwnerKey{account.client_id}).mutable_segments();
  segments.Add(std::string(account.segment));
  std::sort(segments.begin(), segments.end());
}

}  // namespace encours
