"""The made-up business: invoices, credit notes, receipts, settlements, disputes."""

import datetime

from made_instruments import Instruments
from made_log import COMPANIES, DAYS, FIRST, REVISED_SHARE, Client, Day, money, yyyymmdd

# What stands against an item in a settlement when it is not another item.
OUTSIDE_CAUSES = ("BANK_CHARGE", "SMALL_DIFFERENCE", "WITHHOLDING_TAX", "FX_DIFFERENCE")
WHOLE_CAUSES = ("NETTING", "BILL", "TRANSFER", "WRITE_OFF", "ABSENT_FROM_LIST")


class Receivables(Instruments):
    # ---- Invoices ------------------------------------------------------------------------------

    def invoice(self, client: Client, day: Day, currency: str, company: str, minor: int,
                **more) -> dict:
        item = {"ref": self.ref(client, "INVOICE", company), "currency": currency,
                "open": minor, "day": day, "lines": 1}
        body = self.invoice_body(client, item, day, minor)
        body.update(more)
        self.say(client, day, {"invoice": body})
        if self.happens(REVISED_SHARE):
            minor = max(1, minor + self.chance.randint(-minor // 2, minor // 2))
            item["open"] = minor
            changed = self.invoice_body(client, item, day, minor)
            changed.update(more)
            self.say(client, day, {"invoice": changed}, 2, self.after(day, 1, 20))
        client.open.append(item)
        return item

    def invoice_body(self, client: Client, item: dict, day: Day, minor: int) -> dict:
        currency = item["currency"]
        parts = self.chance.choice((1, 1, 1, 2, 3)) if minor > 3 else 1
        schedule = []
        left = minor
        for number in range(1, parts + 1):
            part = left if number == parts else left // 2
            left -= part
            due = day + datetime.timedelta(client.terms + 30 * (number - 1))
            line = {"line": number, "due_on": yyyymmdd(due), "amount": money(currency, part)}
            if client.terms >= 30 and self.happens(0.2):
                line |= {"discount_bp": 200,
                         "discount_until": yyyymmdd(day + datetime.timedelta(10))}
            schedule.append(line)
        item["lines"] = parts
        last_due = day + datetime.timedelta(client.terms + 30 * (parts - 1))
        delay = client.usual_delay + self.chance.randint(-4, 12)
        if not self.happens(0.08):  # some are never paid
            paid_on = max(day, last_due + datetime.timedelta(delay))
            self.plan_payment(client, paid_on)
        return {"ref": item["ref"], "gross": money(currency, minor),
                "document_date": yyyymmdd(day), "posting_date": yyyymmdd(day),
                "schedule": schedule}

    def plan_payment(self, client: Client, day: Day) -> None:
        if day < FIRST + datetime.timedelta(DAYS):
            self.plan(day, self.pay, client)

    def direct_invoice(self, client: Client, day: Day) -> None:
        currency = self.chance.choice(client.currencies)
        self.invoice(client, day, currency, self.chance.choice(COMPANIES), self.amount(currency))

    def negative_invoice(self, client: Client, day: Day) -> None:
        currency = self.chance.choice(client.currencies)
        minor = -self.amount(currency)
        self.say(client, day, {"invoice": {
            "ref": self.ref(client, "INVOICE", "1000"), "gross": money(currency, minor),
            "document_date": yyyymmdd(day), "posting_date": yyyymmdd(day)}})

    def cancel_invoice(self, client: Client, day: Day) -> None:
        own = [item for item in client.open if "moved" not in item]
        if own:
            item = self.chance.choice(own)
            client.open.remove(item)
            self.say(client, day, {"invoice_cancelled": {
                "ref": item["ref"], "posting_date": yyyymmdd(day), "reason": "MISTAKE"}})

    def credit_note(self, client: Client, day: Day) -> None:
        currency = self.chance.choice(client.currencies)
        minor = self.amount(currency) // 4 + 1
        ref = self.ref(client, "CREDIT_NOTE", self.chance.choice(COMPANIES))
        self.say(client, day, {"credit_note": {
            "ref": ref, "gross": money(currency, minor), "document_date": yyyymmdd(day),
            "posting_date": yyyymmdd(day)}})
        client.on_account.append({"ref": ref, "currency": currency, "open": minor,
                                  "cause": "CREDIT_NOTE"})

    # ---- Money ---------------------------------------------------------------------------------

    def receipt(self, client: Client, day: Day, currency: str, company: str, minor: int) -> dict:
        ref = self.ref(client, "RECEIPT", company)
        receipt = {"ref": ref, "amount": money(currency, minor), "posting_date": yyyymmdd(day),
                   "state": "RECEIPT_STATE_RECEIVED", **self.instrument(client, ref, day)}
        self.say(client, day, {"receipt": receipt})
        return {"ref": ref, "currency": currency, "open": minor, "cause": "CASH"}

    def settle(self, client: Client, day: Day, company: str, movements: list[dict]) -> None:
        client.numbers += 1
        settlement = {"settlement_id": f"S{client.id}-{client.numbers}", "source_system": "erp",
                      "seller_company": company, "posting_date": yyyymmdd(day)}
        self.say(client, day, {"settlement": settlement | {"movements": movements}})
        receipts = {movement["item_ref"]["number"] for movement in movements
                    if movement.get("item_ref", {}).get("kind") == "DOCUMENT_KIND_RECEIPT"}
        client.settlements.append({"name": settlement, "receipts": receipts})

    def movement(self, item: dict | None, currency: str, minor: int, cause: str,
                 line: int = 0) -> dict:
        body = {"amount": money(currency, minor), "cause": f"MOVEMENT_CAUSE_{cause}"}
        if item is not None:
            body["item_ref"] = item["ref"] | ({"line": line} if line else {})
            item["open"] -= abs(minor)
        return body

    def pay(self, client: Client, day: Day) -> None:
        """One receipt for one to three of the oldest invoices, in full or nearly."""
        if not client.open:
            return
        currency = client.open[0]["currency"]
        items = [item for item in client.open if item["currency"] == currency]
        items = items[:self.chance.choice((1, 1, 1, 2, 3))]
        movements, received = [], 0
        for item in items:
            paid = item["open"] if self.happens(0.85) else max(1, item["open"] // 3)
            kept = 0
            if paid > 100 and self.happens(0.25):
                kept = max(1, paid // self.chance.choice((50, 200)))
                cause = self.chance.choice(("CASH_DISCOUNT", "CASH_DISCOUNT", *OUTSIDE_CAUSES))
                movements.append(self.movement(None, currency, kept, cause))
            line = self.chance.randint(1, item["lines"]) if self.happens(0.2) else 0
            movements.append(self.movement(item, currency, -paid, "CASH", line))
            received += paid - kept
        client.open = [item for item in client.open if item["open"] > 0]
        if received <= 0:
            return
        over = self.chance.randint(1, 5000) if self.happens(0.05) else 0
        receipt = self.receipt(client, day, currency, items[0]["ref"]["seller_company"],
                               received + over)
        movements.append(self.movement(receipt, currency, received, "CASH"))
        if over:
            client.on_account.append(receipt)
        self.settle(client, day, items[0]["ref"]["seller_company"], movements)

    def pay_on_account(self, client: Client, day: Day) -> None:
        currency = self.chance.choice(client.currencies)
        client.on_account.append(self.receipt(client, day, currency, self.chance.choice(COMPANIES),
                                              self.amount(currency) // 2 + 1))

    def use_on_account(self, client: Client, day: Day) -> None:
        """A receipt or credit note on account against up to two invoices, of any company."""
        if not client.on_account:
            return
        credit = self.chance.choice(client.on_account)
        items = [item for item in client.open if item["currency"] == credit["currency"]]
        movements = []
        for item in items[:2]:
            part = min(item["open"], credit["open"])
            if part > 0:
                movements.append(self.movement(item, item["currency"], -part, credit["cause"]))
                movements.append(self.movement(credit, item["currency"], part, credit["cause"]))
        client.open = [item for item in client.open if item["open"] > 0]
        client.on_account = [item for item in client.on_account if item["open"] > 0]
        if movements:
            self.settle(client, day, credit["ref"]["seller_company"], movements)

    def refund(self, client: Client, day: Day) -> None:
        """What is on account is paid back, or was a debt already written off."""
        if client.on_account:
            credit = client.on_account.pop()
            cause = self.chance.choice(("REFUND", "RECOVERY"))
            minor = credit["open"]
            self.settle(client, day, credit["ref"]["seller_company"],
                        [self.movement(credit, credit["currency"], minor, cause),
                         self.movement(None, credit["currency"], -minor, cause)])

    def whole_settlement(self, client: Client, day: Day) -> None:
        """An invoice that ends otherwise than by cash, wholly or in part."""
        if not client.open:
            return
        item = client.open[0]
        minor = item["open"] if self.happens(0.6) else max(1, item["open"] // 2)
        if self.happens(0.3):
            client.numbers += 1
            item["open"] -= minor
            self.say(client, day, {"write_off": {
                "write_off_id": f"W{client.id}-{client.numbers}", "item_ref": item["ref"],
                "amount": money(item["currency"], minor), "posting_date": yyyymmdd(day),
                "reason": "BAD_DEBT"}})
        else:
            cause = self.chance.choice(WHOLE_CAUSES)
            self.settle(client, day, item["ref"]["seller_company"],
                        [self.movement(item, item["currency"], -minor, cause),
                         self.movement(None, item["currency"], minor, cause)])
        client.open = [one for one in client.open if one["open"] > 0]

    def reverse(self, client: Client, day: Day) -> None:
        if client.settlements:
            settlement = client.settlements.pop(self.chance.randrange(len(client.settlements)))
            self.undo(client, settlement, day)

    def undo(self, client: Client, settlement: dict, day: Day) -> None:
        self.say(client, day, {"settlement_reversed":
                               settlement["name"] | {"posting_date": yyyymmdd(day),
                                                     "reason": "MISTAKE"}})

    # ---- Disputes ------------------------------------------------------------------------------

    def dispute(self, client: Client, day: Day) -> None:
        free = [item for item in client.open if "dispute" not in item]
        if not free:
            return
        item = self.chance.choice(free)
        client.numbers += 1
        item["dispute"] = True
        opened = {"dispute_id": f"D{client.id}-{client.numbers}", "item_ref": item["ref"],
                  "reason": "PRICE", "opened_on": yyyymmdd(day)}
        if self.happens(0.6):
            opened["amount"] = money(item["currency"], max(1, item["open"] // 3))
        self.say(client, day, {"dispute_opened": opened})
        if self.happens(0.3):
            changed = opened | {"amount": money(item["currency"], max(1, item["open"] // 5))}
            self.plan(self.after(day, 2, 15), self.change_dispute, client, changed)
        if self.happens(0.6):
            self.plan(self.after(day, 5, 80), self.close_dispute, client, opened)

    def change_dispute(self, client: Client, dispute: dict, day: Day) -> None:
        self.say(client, day, {"dispute_changed": {"dispute": dispute,
                                                   "changed_on": yyyymmdd(day)}}, 2)

    def close_dispute(self, client: Client, dispute: dict, day: Day) -> None:
        self.say(client, day, {"dispute_closed": {
            "dispute_id": dispute["dispute_id"], "item_ref": dispute["item_ref"],
            "outcome": "DISPUTE_OUTCOME_REJECTED", "closed_on": yyyymmdd(day)}})
