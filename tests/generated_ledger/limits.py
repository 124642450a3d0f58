"""Which limit is in force on a day."""

from dataclasses import dataclass

from facts import REPORTING, Day, InForce, day_of, minor_of, valued


@dataclass
class Limit:
    kind: str = "none"
    currency: str = REPORTING
    minor: int = 0

    def bounded(self) -> bool:
        return self.kind in ("zero", "amount")


def limit_on(force: InForce, segment: str, today: Day) -> Limit:
    """The base limit, or the temporary one that was decided last, with or in place of the base. A
    limit that ended leaves nothing, unless it is kept; an account that never had a base is left
    with zero."""
    base = temporary = kept = lapsed = None
    decided = lambda limit: limit["decided_on"]
    for limit in sorted(force.of("credit_limit_set"), key=decided):
        first, last = day_of(limit.get("valid_from")), day_of(limit.get("valid_to"))
        if (limit.get("segment") or "main") != segment or (first and first > today):
            continue
        if last is None:
            base = limit
        elif last >= today:
            temporary = limit
        elif limit.get("on_expiry") == "LIMIT_ON_EXPIRY_KEEP_AND_ALERT":
            kept = limit
        else:
            lapsed = limit
    if kept and not temporary and (not base or decided(kept) > decided(base)):
        return terms_of(kept)
    if temporary is None:
        return terms_of(base) if base else Limit("zero", terms_of(lapsed).currency) if lapsed \
            else Limit()
    top = terms_of(temporary)
    if temporary.get("mode") != "LIMIT_MODE_ADDS_TO_BASE":
        return top
    return added(terms_of(base) if base else Limit(), top)


def terms_of(limit: dict) -> Limit:
    kind = limit["kind"].removeprefix("LIMIT_KIND_").lower()
    currency = limit["amount"]["currency"]
    return Limit(kind, currency, minor_of(limit["amount"]) if kind == "amount" else 0)


def added(base: Limit, top: Limit) -> Limit:
    currency = base.currency if base.kind == "amount" else top.currency
    if "unlimited" in (base.kind, top.kind):
        return Limit("unlimited", currency)
    return Limit("amount", currency, base.minor + valued(top.minor, top.currency, currency))
