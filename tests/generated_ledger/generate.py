#!/usr/bin/env python3
"""Two years of a made-up group's ledger, as canonical events.

    generate.py SEED [--feature NAME]... > events.ndjson

Three seller companies in two segments sell to some thirty clients in four currencies. The events
are what feeds would send, mistakes of feeds included: entries that come weeks after their posting
date, revisions, exact repeats, settlements before their invoices. Everything follows from the seed.
Each event is one line of protobuf JSON of encours.v1.Event, in order of entry (logged_at).
"""

import argparse
import datetime
import json
import sys

from made_instruments import FEATURES
from made_log import DAYS, FIRST, Client, Day, money, yyyymmdd
from made_orders import Orders


class Ledger(Orders):
    def write(self, output) -> None:
        for client in self.clients:
            self.limits(client)
        for place in range(DAYS):
            day = FIRST + datetime.timedelta(place)
            for action, *arguments in self.later.pop(day, []):
                action(*arguments, day)
            if day.weekday() < 5:
                for client in self.clients:
                    self.working_day(client, day)
        for number, (_, _, event) in enumerate(sorted(self.events, key=lambda entry: entry[:2])):
            output.write(json.dumps({"event_id": f"e{number}", **event},
                                    separators=(",", ":")) + "\n")

    def working_day(self, client: Client, day: Day) -> None:
        if not self.happens(client.busy):
            return
        happening = self.chance.choices(
            (self.direct_invoice, self.order, self.credit_note, self.pay_on_account, self.dispute,
             self.reverse, self.cancel_invoice, self.whole_settlement, self.change_order,
             self.end_order, self.return_goods, self.free_delivery, self.use_on_account,
             self.refund, self.negative_invoice, self.put_off, self.residual, self.transfer,
             self.deposit, self.advance),
            weights=(30, 24, 6, 4, 6, 3, 2, 5, 4, 2, 3, 2, 7, 2, 1, 4, 4, 2, 1, 3))[0]
        happening(client, day)

    # ---- Limits --------------------------------------------------------------------------------

    def limits(self, client: Client) -> None:
        for segment in ("main", "export"):
            kind = self.chance.choice(("AMOUNT", "AMOUNT", "AMOUNT", "ZERO", "UNLIMITED", ""))
            currency = self.chance.choice(("EUR", client.currencies[0]))
            minor = self.chance.randint(5, 60) * 100_000
            if kind == "":
                # None for good: what ends leaves zero, or is kept.
                if self.happens(0.6):
                    first = self.after(FIRST, 0, 300)
                    self.limit(client, segment, currency, minor, first, valid_from=first,
                               valid_to=self.after(first, 60, 200),
                               on_expiry=self.chance.choice(("ZERO", "KEEP_AND_ALERT")))
                continue
            self.limit(client, segment, currency, minor if kind == "AMOUNT" else 0, FIRST, kind)
            day = FIRST
            for _ in range(self.chance.randint(0, 4)):
                day = self.after(day, 40, 200)
                if self.happens(0.4):
                    self.limit(client, segment, currency, self.chance.randint(5, 60) * 100_000, day)
                    continue
                first = self.after(day, 0, 20)
                self.limit(client, segment, currency, self.chance.randint(1, 30) * 100_000, day,
                           valid_from=first, valid_to=self.after(first, 5, 90),
                           mode=self.chance.choice(("REPLACES", "ADDS_TO_BASE")))

    def limit(self, client: Client, segment: str, currency: str, minor: int, day: Day,
              kind: str = "AMOUNT", valid_from: Day | None = None, valid_to: Day | None = None,
              mode: str = "", on_expiry: str = "") -> None:
        client.numbers += 1
        body = {"limit_id": f"L{client.id}-{client.numbers}", "segment": segment,
                "kind": f"LIMIT_KIND_{kind}", "amount": money(currency, minor),
                "decided_on": yyyymmdd(day)}
        body |= {"valid_from": yyyymmdd(valid_from)} if valid_from else {}
        body |= {"valid_to": yyyymmdd(valid_to)} if valid_to else {}
        body |= {"mode": f"LIMIT_MODE_{mode}"} if mode else {}
        body |= {"on_expiry": f"LIMIT_ON_EXPIRY_{on_expiry}"} if on_expiry else {}
        self.say(client, day, {"credit_limit_set": body}, entered=day)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("--feature", action="append", default=[], choices=FEATURES,
                        metavar="NAME", help=", ".join(FEATURES))
    arguments = parser.parse_args()
    Ledger(arguments.seed, frozenset(arguments.feature)).write(sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
