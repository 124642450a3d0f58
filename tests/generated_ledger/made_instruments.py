"""The made-up business: how money comes in, and comes back; due dates put off, residual items,
items that go to another client. Each behind a feature, to tell which one goes wrong."""

import datetime

from made_log import DIGITS, Client, Day, Log, money, yyyymmdd

FEATURES = ("instruments", "advances", "deposits", "residual_items", "extensions", "transfers")


class Instruments(Log):
    def instrument(self, client: Client, ref: dict, day: Day) -> dict:
        """How a receipt comes in; plans its return, where it has one."""
        if "instruments" not in self.features or self.happens(0.5):
            kind = self.chance.choice(("TRANSFER", "TRANSFER", "CASH"))
            return {"instrument": f"INSTRUMENT_{kind}"}
        kind = self.chance.choice(("SDD_CORE", "SDD_CORE", "BILL_ACCEPTED"))
        maturity = self.after(day, 2, 5) if kind == "SDD_CORE" else self.after(day, 30, 90)
        more = {"instrument": f"INSTRUMENT_{kind}", "maturity": yyyymmdd(maturity)}
        if self.happens(0.1):
            more["final_on"] = yyyymmdd(self.after(maturity, 0, 20))
        if self.happens(0.15):
            self.plan(self.after(maturity, 0, 12), self.give_back, client, ref)
        elif self.happens(0.3):
            self.plan(maturity, self.change_state, client, ref, "PAID")
        return more

    def change_state(self, client: Client, ref: dict, state: str, day: Day) -> None:
        changed = {"ref": ref, "state": f"RECEIPT_STATE_{state}", "changed_on": yyyymmdd(day)}
        if state == "RETURNED":
            changed |= {"reason": self.chance.choice(("AM04", "MD01", "AC04")),
                        "fees": money("EUR", 350)}
        self.say(client, day, {"receipt_state_changed": changed})

    def give_back(self, client: Client, ref: dict, day: Day) -> None:
        """The bank takes the money back; half the time the ERP undoes what it had settled."""
        self.change_state(client, ref, "RETURNED", day)
        client.on_account = [item for item in client.on_account if item["ref"] != ref]
        for settlement in client.settlements:
            if ref["number"] in settlement["receipts"] and self.happens(0.5):
                client.settlements.remove(settlement)
                return self.undo(client, settlement, self.after(day, 0, 3))

    def deposit(self, client: Client, day: Day) -> None:
        if "deposits" in self.features:
            currency = self.chance.choice(client.currencies)
            self.say(client, day, {"receipt": {
                "ref": self.ref(client, "RECEIPT", "1000"),
                "amount": money(currency, self.amount(currency)), "posting_date": yyyymmdd(day),
                "instrument": "INSTRUMENT_TRANSFER", "state": "RECEIPT_STATE_RECEIVED",
                "purpose": "RECEIPT_PURPOSE_DEPOSIT"}})

    def advance(self, client: Client, day: Day) -> None:
        """Money for one order, before it is invoiced; used like any other money on account."""
        if "advances" in self.features and client.orders:
            known = self.chance.choice(client.orders)
            order = known["order"]
            share = self.chance.choice((3, 2, 1))
            whole = sum(int(line["gross"]["units"]) for line in order["lines"])
            minor = max(1, whole // share) * 10 ** DIGITS[known["currency"]]
            ref = self.ref(client, "RECEIPT", known["company"])
            self.say(client, day, {"receipt": {
                "ref": ref, "amount": money(known["currency"], minor),
                "posting_date": yyyymmdd(day), "instrument": "INSTRUMENT_TRANSFER",
                "state": "RECEIPT_STATE_RECEIVED", "purpose": "RECEIPT_PURPOSE_DOWN_PAYMENT",
                "order_ref": order["ref"]}})
            client.on_account.append({"ref": ref, "currency": known["currency"], "open": minor,
                                      "cause": "CASH", "moved": True})

    def put_off(self, client: Client, day: Day) -> None:
        if "extensions" in self.features and client.open:
            item = self.chance.choice(client.open)
            line = {"line": self.chance.randint(1, item["lines"])} if self.happens(0.3) else {}
            self.say(client, day, {"due_date_extended": {
                "item_ref": item["ref"] | line, "agreed_on": yyyymmdd(day),
                "due_on": yyyymmdd(self.after(day, 5, 90)), "agreed_by": "user/7"}})

    def residual(self, client: Client, day: Day) -> None:
        """An invoice is cleared, and what was not paid goes on under a new number."""
        items = [item for item in client.open if item["open"] > 1 and "continues" not in item]
        if "residual_items" not in self.features or not items:
            return
        item = self.chance.choice(items)
        company, currency = item["ref"]["seller_company"], item["currency"]
        left = item["open"] // 2
        heir = {"ref": self.ref(client, "INVOICE", company), "currency": currency, "open": left,
                "day": day, "lines": 1, "continues": True}
        line = {"line": self.chance.randint(1, item["lines"])} if self.happens(0.5) else {}
        self.say(client, day, {"invoice": {
            "ref": heir["ref"], "gross": money(currency, left), "document_date": yyyymmdd(day),
            "posting_date": yyyymmdd(day), "continues": item["ref"] | line,
            "schedule": [{"line": 1, "due_on": yyyymmdd(self.after(day, 0, 60)),
                          "amount": money(currency, left)}]}})
        whole = item["open"]
        receipt = self.receipt(client, day, currency, company, whole - left)
        self.settle(client, day, company, [
            self.movement(item, currency, -whole, "CASH"),
            self.movement(receipt, currency, whole - left, "CASH"),
            self.movement(None, currency, left, "TRANSFER")])
        client.open = [one for one in client.open if one["open"] > 0] + [heir]

    def transfer(self, client: Client, day: Day) -> None:
        """An open invoice, or money on account, goes to another client."""
        if "transfers" not in self.features or not client.open:
            return
        other = self.chance.choice(self.clients)
        item = client.open[-1]
        if other is client or item["ref"]["seller_company"] == "2000" or item.get("moved"):
            return
        client.open.remove(item)
        other.open.append(item | {"moved": True, "lines": 1})
        self.plan_payment(other, self.after(day, 10, 60))
        items = [self.moved(item, item["open"], self.after(day, -40, 40))]
        for credit in client.on_account[:1]:
            if credit["ref"]["seller_company"] != "2000" and "moved" not in credit:
                client.on_account.remove(credit)
                other.on_account.append(credit | {"moved": True})
                items.append(self.moved(credit, -credit["open"], day))
        client.numbers += 1
        transfer = {"transfer_id": f"T{client.id}-{client.numbers}",
                    "posting_date": yyyymmdd(day), "items": items, "reason": "PAYER_CHANGED"}
        self.say(client, day, {"transfer_out": transfer | {"to_client_id": other.id}})
        self.say(other, day, {"transfer_in": transfer | {"from_client_id": client.id}})

    def moved(self, item: dict, minor: int, due_on: Day) -> dict:
        return {"item_ref": item["ref"], "amount": money(item["currency"], minor),
                "due_on": yyyymmdd(due_on)}
