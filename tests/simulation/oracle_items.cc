#include "tests/simulation/oracle_items.h"

#include <algorithm>

namespace encours::simulation {
namespace {

Item& item_of(Items& items, const v1::DocumentRef& ref) {
  Item& item = items[name_of(ref)];
  item.ref = ref;
  return item;
}

void move(Items& items, const v1::DocumentRef& ref, const v1::Money& money, int sign,
          std::int32_t date) {
  item_of(items, ref)
      .moved.push_back(
          {ref.line(), money.currency(), sign * minor_of(money), *day_from_date(date)});
}

void add_dispute(const Known& known, const v1::DisputeOpened& dispute, Items& items) {
  const Day opened_on = *day_from_date(dispute.opened_on());
  const int days = known.policy.dispute_days();
  if (days > 0 && known.today != kNoDay && opened_on < known.today - days) {
    return;  // it counts as clean again
  }
  item_of(items, dispute.item_ref())
      .disputes.push_back({dispute.dispute_id(), dispute.item_ref().line(), dispute.has_amount(),
                           dispute.amount().currency(),
                           dispute.has_amount() ? minor_of(dispute.amount()) : 0});
}

bool has(const KnownClient& client, const std::string& what, const std::string& source,
         const std::string& company, const std::string& number) {
  return client.in_force.contains(what + "\n" + source + "\n" + company + "\n" + number);
}

void take_settlement(const KnownClient& client, const v1::Settlement& settlement, Items& items) {
  if (has(client, "reversed", settlement.source_system(), settlement.seller_company(),
          settlement.settlement_id())) {
    return;
  }
  for (const v1::Movement& movement : settlement.movements()) {
    if (movement.has_item_ref()) {
      move(items, movement.item_ref(), movement.amount(), 1, settlement.posting_date());
    }
  }
}

void take_transfer(const v1::TransferIn& transfer, Items& items) {
  const Day posted_on = *day_from_date(transfer.posting_date());
  for (const v1::TransferredItem& row : transfer.items()) {
    move(items, row.item_ref(), row.amount(), 1, transfer.posting_date());
    Brought& brought = item_of(items, row.item_ref()).brought[transfer.transfer_id()];
    brought.currency = row.amount().currency();
    brought.posted_on = posted_on;
    brought.lines.emplace_back(row.due_on() == 0 ? posted_on : *day_from_date(row.due_on()),
                               row.item_ref().line());
    std::sort(brought.lines.begin(), brought.lines.end());
  }
}

void take(const Known& known, const KnownClient& client, const v1::Event& event, Items& items) {
  const auto dispute = [&](const v1::DisputeOpened& opened) {
    if (!has(client, "dispute closed", "", opened.item_ref().seller_company(),
             opened.dispute_id())) {
      add_dispute(known, opened, items);
    }
  };
  if (is_billing_document(event)) {
    return;  // no item until accounting posts it
  }
  if (event.has_invoice()) {
    item_of(items, event.invoice().ref()).document = &event;
  } else if (event.has_credit_note()) {
    item_of(items, event.credit_note().ref()).document = &event;
  } else if (event.has_receipt()) {
    item_of(items, event.receipt().ref()).document = &event;
  } else if (event.has_invoice_cancelled()) {
    item_of(items, event.invoice_cancelled().ref()).cancelled = true;
  } else if (event.has_settlement()) {
    take_settlement(client, event.settlement(), items);
  } else if (event.has_write_off()) {
    move(items, event.write_off().item_ref(), event.write_off().amount(), -1,
         event.write_off().posting_date());
  } else if (event.has_recovery()) {
    move(items, event.recovery().item_ref(), event.recovery().amount(), 1,
         event.recovery().posting_date());
    move(items, event.recovery().item_ref(), event.recovery().amount(), -1,
         event.recovery().posting_date());
  } else if (event.has_receipt_state_changed()) {
    const v1::ReceiptStateChanged& changed = event.receipt_state_changed();
    item_of(items, changed.ref())
        .states.emplace_back(*day_from_date(changed.changed_on()), changed.state());
  } else if (event.has_due_date_extended()) {
    const v1::DueDateExtended& extended = event.due_date_extended();
    item_of(items, extended.item_ref())
        .extensions.push_back({extended.item_ref().line(), *day_from_date(extended.agreed_on()),
                               *day_from_date(extended.due_on())});
  } else if (event.has_receivable_assigned()) {
    const v1::ReceivableAssigned& assigned = event.receivable_assigned();
    Assignment& row = item_of(items, assigned.item_ref()).assignments[assigned.assignment_id()];
    row.sold = true;
    row.recourse = assigned.recourse();
  } else if (event.has_receivable_returned()) {
    const v1::ReceivableReturned& returned = event.receivable_returned();
    item_of(items, returned.item_ref()).assignments[returned.assignment_id()].returned = true;
  } else if (event.has_statement()) {
    item_of(items, event.statement().ref()).statement = &event.statement();
  } else if (event.has_transfer_out()) {
    for (const v1::TransferredItem& row : event.transfer_out().items()) {
      move(items, row.item_ref(), row.amount(), -1, event.transfer_out().posting_date());
    }
  } else if (event.has_transfer_in()) {
    take_transfer(event.transfer_in(), items);
  } else if (event.has_open_items_list()) {
    for (const v1::OpenItem& listed : event.open_items_list().items()) {
      item_of(items, listed.ref()).ref.clear_line();
    }
  } else if (event.has_dispute_opened()) {
    dispute(event.dispute_opened());
  } else if (event.has_dispute_changed()) {
    dispute(event.dispute_changed().dispute());
  }
}

// What moved each statement is handed over to its items: credits wholly, then what is owed in
// order.
void share_statement(const v1::Statement& statement, Items& items) {
  const std::string name = name_of(statement.ref());
  const std::string& currency = statement.items(0).amount().currency();
  std::int64_t pool = 0;
  for (const Moved& moved : items[name].moved) {
    pool -= moved.currency == currency ? moved.minor : 0;
  }
  const bool paid = pool > 0;
  const auto hand_over = [&](const v1::DocumentRef& ref, std::int64_t minor) {
    const Day day = *day_from_date(statement.document_date());
    item_of(items, ref).moved.push_back({ref.line(), currency, minor, day});
    items[name].moved.push_back({0, currency, -minor, day});
    pool += minor;
  };
  for (const v1::StatementItem& row : statement.items()) {
    if (paid && minor_of(row.amount()) < 0) {
      hand_over(row.item_ref(), -minor_of(row.amount()));
    }
  }
  for (const v1::StatementItem& row : statement.items()) {
    if (paid && minor_of(row.amount()) > 0) {
      hand_over(row.item_ref(), -std::min(pool, minor_of(row.amount())));
    }
    if (statement.due_on() != 0) {
      item_of(items, row.item_ref()).statement_due[name] = *day_from_date(statement.due_on());
    }
  }
}

}  // namespace

Items items_of(const Known& known, const KnownClient& client) {
  Items items;
  for (const auto& [entity, event] : client.in_force) {
    take(known, client, event, items);
  }
  std::vector<const v1::Statement*> statements;
  for (const auto& [name, item] : items) {
    if (item.statement != nullptr) {
      statements.push_back(item.statement);
    }
  }
  for (const v1::Statement* statement : statements) {
    share_statement(*statement, items);
  }
  return items;
}

}  // namespace encours::simulation
