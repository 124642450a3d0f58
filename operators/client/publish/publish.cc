#include "operators/client/publish/publish.h"

#include <algorithm>

#include <xxhash.h>

#include "operators/client/accounts.h"
#include "operators/client/findings.h"
#include "operators/client/publish/sheet.h"
#include "schemas/topics.h"

namespace encours {
namespace {

using state::v1::AccountSheet;
using state::v1::ClientSheets;

constexpr std::string_view kSheetsTopic = "credit.exposures";

// The account whose figures a signal is about.
const AccountKey& account_of(const Heard& heard) {
  switch (heard.kind()) {
    case Kind::kAccountTurned:
      return heard.as<AccountTurned>().account;
    case Kind::kExposureChanged:
      return heard.as<ExposureChanged>().account;
    case Kind::kAgeingChanged:
      return heard.as<AgeingChanged>().account;
    case Kind::kLimitInForce:
      return heard.as<LimitInForce>().account;
    case Kind::kOrderBookChanged:
      return heard.as<OrderBookChanged>().account;
    case Kind::kUtilisationChanged:
      return heard.as<UtilisationChanged>().account;
    default:
      return heard.as<HoldChanged>().account;
  }
}

const AccountSheet* find_sheet(Rows& rows, const AccountKey& account) {
  const ClientSheets* client = rows.find(kSheets, OwnerKey{account.client_id});
  for (int i = 0; client != nullptr && i < client->sheets_size(); ++i) {
    if (client->sheets(i).segment() == account.segment) {
      return &client->sheets(i);
    }
  }
  return nullptr;
}

// The account's entry, made in its place if absent.
AccountSheet& edit_sheet(Rows& rows, const AccountKey& account) {
  auto& sheets = *rows.edit(kSheets, OwnerKey{account.client_id}).mutable_sheets();
  int place = 0;
  while (place < sheets.size() && sheets[place].segment() < account.segment) {
    ++place;
  }
  if (place == sheets.size() || sheets[place].segment() != account.segment) {
    sheets.Add()->set_segment(account.segment);
    for (int i = sheets.size() - 1; i > place; --i) {
      sheets.SwapElements(i, i - 1);
    }
  }
  return sheets[place];
}

// Most events of a busy client find its sheet waiting already: they change nothing here.
void let_wait(Rows& rows, Emit& emit, const AccountKey& account) {
  const AccountSheet* sheet = find_sheet(rows, account);
  if (sheet != nullptr && sheet->waits()) {
    return;
  }
  edit_sheet(rows, account).set_waits(true);
  emit.wake_at_beat();
}

// Says the sheet if it is another than the one said last; called again, it says nothing more.
void say(const Input& input, Rows& rows, Emit& emit, const AccountKey& account) {
  const v1::Policy& policy = policy_in_force(rows);
  v1::ExposureSheet sheet = compose_sheet(rows, account, policy, input.day);
  const std::string content = sheet.SerializeAsString();
  const std::uint64_t hash = XXH3_64bits(content.data(), content.size());
  AccountSheet& entry = edit_sheet(rows, account);
  entry.set_waits(false);
  if (entry.said() == hash) {
    return;
  }
  entry.set_said(hash);
  *sheet.mutable_origin() = emit.origin(Publish::kName, "sheet|" + account.segment);
  sheet.mutable_origin()->set_policy_version(policy.version());
  emit.send(kSheetsTopic, client_segment_key(account.client_id, account.segment), sheet);
}

void say_waiting(const Input& input, Rows& rows, Emit& emit) {
  const std::string client_id(input.owner);
  const ClientSheets* client = rows.find(kSheets, OwnerKey{client_id});
  for (int i = 0; client != nullptr && i < client->sheets_size(); ++i) {
    if (client->sheets(i).waits()) {
      say(input, rows, emit, {client_id, client->sheets(i).segment()});
    }
  }
}

}  // namespace

void Publish::wants(const Heard& heard, Wishes& wishes) {
  const Input& input = heard.input();
  if (input.owner.empty()) {
    return;
  }
  const OwnerKey owner{input.owner};
  wishes.want(kSheets, owner);
  const auto* client = wishes.wanted(kSheets, owner);
  const bool says = input.kind == Kind::kOwnerBeat && client != nullptr;
  for (int i = 0; says && i < client->sheets_size(); ++i) {
    want_sheet(wishes, {std::string(input.owner), client->sheets(i).segment()});
  }
}

Verdict Publish::apply(const Heard& heard, Rows& rows, Emit& emit) {
  const Input& input = heard.input();
  if (heard.kind() == Kind::kOwnerBeat) {
    say_waiting(input, rows, emit);
  } else if (input.kind == Kind::kOwnerBeat) {
    say(input, rows, emit, account_of(heard));  // changed by this beat itself: no need to wait
  } else {
    let_wait(rows, emit, account_of(heard));
  }
  return accept();
}

}  // namespace encours
