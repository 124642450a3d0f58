// What would let a held order pass, for people: one line for a list, and the invoices to pay for a
// client's page. Used by the views of orders and clients.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "operators/client_reading.h"
#include "src/views/language.h"

namespace encours::views {

// "pay 250.00 EUR (due by 2024-02-01), prepay 250.00 EUR"; a person's release where nothing else
// helps; empty for a decision that holds nothing.
std::string way_out_words(const v1::OrderDecision& decision, Language language);

// An open item, and how much of it is to be paid.
struct ItemToPay {
  const OpenItem* item = nullptr;
  std::int64_t minor = 0;
};

// The items that come to `minor` of a currency, oldest due first and undisputed, once what is on
// account already (`on_account_minor`) has paid the first of them. `items`: by currency and due
// date.
std::vector<ItemToPay> items_to_pay(std::span<const OpenItem> items, Currency currency,
                                    std::int64_t on_account_minor, std::int64_t minor);

}  // namespace encours::views
