"""The made-up business: orders, deliveries, what is billed of them."""

import json

from made_log import COMPANIES, DIGITS, Client, Day, money, yyyymmdd
from made_receivables import Receivables


class Orders(Receivables):
    def order(self, client: Client, day: Day) -> None:
        currency = self.chance.choice(client.currencies)
        company = self.chance.choice(COMPANIES)
        returns = self.happens(0.04)
        lines = []
        for number in range(1, self.chance.randint(1, 3) + 1):
            quantity = self.chance.randint(1, 40) * (-1 if returns else 1)
            minor = self.amount(currency) * (-1 if returns else 1)
            lines.append({"line": number, "quantity_milli": str(quantity * 1000), "unit": "PC",
                          "gross": money(currency, minor)})
        order = {"ref": self.ref(client, "ORDER", company), "document_date": yyyymmdd(day),
                 "lines": lines, "priority": self.chance.randint(0, 3)}
        known = {"order": order, "revision": 1, "currency": currency, "company": company,
                 "delivered": {}, "billed": {}, "returns": returns}
        self.say(client, day, {"order_placed": {"order": order}})
        if returns:
            return
        client.orders.append(known)
        for _ in range(self.chance.randint(1, 3)):
            step = self.chance.choice((self.deliver, self.deliver, self.bill))
            self.plan(self.after(day, 1, 40), step, client, known)

    def line_ref(self, known: dict, line: dict) -> dict:
        return known["order"]["ref"] | {"line": line["line"]}

    def deliver(self, client: Client, known: dict, day: Day) -> None:
        """Some lines, in part, in full, or more than was ordered; billed some days later."""
        lines = []
        for line in known["order"]["lines"]:
            ordered = int(line["quantity_milli"])
            left = ordered - known["delivered"].get(line["line"], 0)
            if not self.happens(0.7) or left <= 0:
                continue
            quantity = self.chance.choice((left, left, max(1000, left // 2000 * 1000)))
            if self.happens(0.05):
                quantity += 2000
            known["delivered"][line["line"]] = ordered - left + quantity
            lines.append({"line": len(lines) + 1, "order_ref": self.line_ref(known, line),
                          "quantity_milli": str(quantity),
                          "final_delivery": quantity < left and self.happens(0.2)})
        if not lines:
            return
        ref = self.ref(client, "DELIVERY", known["company"])
        self.say(client, day, {"delivery": {"ref": ref, "delivered_on": yyyymmdd(day),
                                            "lines": lines}})
        if self.happens(0.9):
            self.plan(self.after(day, 0, 15), self.bill, client, known)

    def bill(self, client: Client, known: dict, day: Day) -> None:
        """What was delivered and not billed, or before any delivery what was ordered."""
        lines, minor = [], 0
        for line in known["order"]["lines"]:
            ordered = int(line["quantity_milli"])
            billed = known["billed"].get(line["line"], 0)
            ready = known["delivered"].get(line["line"], 0) - billed
            if ready <= 0 and not known["delivered"] and self.happens(0.5):
                ready = ordered - billed
            if ready <= 0:
                continue
            known["billed"][line["line"]] = billed + ready
            gross = line["gross"]
            value = int(gross["units"]) * 10 ** DIGITS[known["currency"]] + (
                gross["nanos"] // (1_000_000_000 // 10 ** DIGITS[known["currency"]]))
            minor += max(1, value * ready // ordered)
            lines.append({"line": len(lines) + 1, "order_ref": self.line_ref(known, line),
                          "quantity_milli": str(ready)})
        if not lines:
            return
        if self.happens(0.3):
            return self.bill_first(client, known, minor, lines, day)
        self.invoice(client, day, known["currency"], known["company"], minor, lines=lines)

    def bill_first(self, client: Client, known: dict, minor: int, lines: list, day: Day) -> None:
        """Accounting posts the billing document some days later, or never, or it is cancelled."""
        ref = self.ref(client, "BILLING", known["company"])
        self.say(client, day, {"invoice": {
            "ref": ref, "gross": money(known["currency"], minor), "document_date": yyyymmdd(day),
            "posting_date": yyyymmdd(day), "lines": lines, "billing_ref": ref["number"]}})
        if self.happens(0.85):
            self.plan(self.after(day, 0, 20), self.post, client, known, minor, lines,
                      ref["number"])
        elif self.happens(0.5):
            self.plan(self.after(day, 1, 20), self.cancel_billing, client, ref)

    def post(self, client: Client, known: dict, minor: int, lines: list, billing_ref: str,
             day: Day) -> None:
        again = {"lines": lines} if self.happens(0.5) else {}
        self.invoice(client, day, known["currency"], known["company"], minor,
                     billing_ref=billing_ref, **again)

    def cancel_billing(self, client: Client, ref: dict, day: Day) -> None:
        self.say(client, day, {"invoice_cancelled": {"ref": ref, "posting_date": yyyymmdd(day),
                                                     "reason": "MISTAKE"}})

    def change_order(self, client: Client, day: Day) -> None:
        if not client.orders:
            return
        known = self.chance.choice(client.orders)
        known["revision"] += 1
        order = json.loads(json.dumps(known["order"]))
        line = self.chance.choice(order["lines"])
        if self.happens(0.5):
            line["rejected_milli"] = str(int(line["quantity_milli"]) // 2000 * 1000)
        else:
            line["quantity_milli"] = str(self.chance.randint(1, 40) * 1000)
        known["order"] = order
        self.say(client, day, {"order_changed": {"order": order}}, known["revision"], day)

    def end_order(self, client: Client, day: Day) -> None:
        if client.orders:
            known = client.orders.pop(self.chance.randrange(len(client.orders)))
            kind = self.chance.choice(("cancelled", "closed"))
            self.say(client, day, {f"order_{kind}": {"ref": known["order"]["ref"],
                                                     f"{kind}_on": yyyymmdd(day)}})

    def return_goods(self, client: Client, day: Day) -> None:
        delivered = [known for known in client.orders if known["delivered"]]
        if not delivered:
            return
        known = self.chance.choice(delivered)
        number = self.chance.choice(list(known["delivered"]))
        line = next(line for line in known["order"]["lines"] if line["line"] == number)
        self.say(client, day, {"goods_returned": {
            "ref": self.ref(client, "RETURN", known["company"]), "returned_on": yyyymmdd(day),
            "lines": [{"line": 1, "order_ref": self.line_ref(known, line),
                       "quantity_milli": str(self.chance.randint(1, 5) * 1000)}]}})

    def free_delivery(self, client: Client, day: Day) -> None:
        """Goods without an order; most are invoiced, by naming the delivery's line."""
        currency = self.chance.choice(client.currencies)
        company = self.chance.choice(COMPANIES)
        minor = self.amount(currency)
        quantity = self.chance.randint(1, 9) * 1000
        ref = self.ref(client, "DELIVERY", company)
        self.say(client, day, {"delivery": {
            "ref": ref, "delivered_on": yyyymmdd(day),
            "lines": [{"line": 1, "quantity_milli": str(quantity),
                       "gross": money(currency, minor)}]}})
        if self.happens(0.8):
            billed = self.chance.choice((quantity, quantity, 1000))
            self.plan(self.after(day, 1, 30), self.bill_delivery, client, currency, company,
                      max(1, minor * billed // quantity), ref, billed)

    def bill_delivery(self, client: Client, currency: str, company: str, minor: int, ref: dict,
                      billed: int, day: Day) -> None:
        self.invoice(client, day, currency, company, minor,
                     lines=[{"line": 1, "delivery_ref": ref | {"line": 1},
                             "quantity_milli": str(billed)}])
