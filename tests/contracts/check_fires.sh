#!/usr/bin/env bash
# Shows that schemas/check.sh fires on a change of a settled contract and is silent on one of a
# planned one: each row below changes one line of a copy of the contracts and names the outcome.
#
#   tests/contracts/check_fires.sh [BUF]      exit 77 and a line SKIPPED when there is no buf
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
buf=${1:-buf}
if ! buf=$(command -v "$buf"); then
    echo 'SKIPPED: buf, which checks the contracts, is not on this system'
    exit 77
fi
buf=$(realpath "$buf")
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
failed=0

# Otherwise every row below would fire, for a reason of its own.
schemas/check.sh "$buf" || { echo 'FAILED  the contracts as they stand'; exit 1; }

expect() { # OUTCOME FILE WHAT SED-EXPRESSION
    local outcome=silent
    rm -rf "$copy/schemas"
    cp -r schemas "$copy/"
    : >"$copy/out"
    sed -i -E "$4" "$copy/schemas/encours/v1/$2"
    if cmp -s "schemas/encours/v1/$2" "$copy/schemas/encours/v1/$2"; then
        outcome='nothing changed'
    elif ! "$copy/schemas/check.sh" "$buf" >"$copy/out" 2>&1; then
        outcome=fires
    fi
    if [[ $outcome == "$1" ]]; then
        echo "ok      $1: $3"
    else
        failed=1
        echo "FAILED  expected $1, was $outcome: $3"
        cat "$copy/out"
    fi
}

expect fires receivables.proto 'a field gets another number' \
    's/DocumentRef continues = 10;/DocumentRef continues = 90;/'
expect fires receivables.proto 'a field gets another name' \
    's/int32 posting_date = 4;/int32 booked_on = 4;/'
expect fires common.proto 'a field gets another type' \
    's/int64 units = 2;/string units = 2;/'
expect fires policy.proto 'an enum value gets another number' \
    's/RULE_KIND_TERMS = 10;/RULE_KIND_TERMS = 99;/'
expect fires event.proto 'a kind gets another number' \
    's/Invoice invoice = 120;/Invoice invoice = 129;/'
expect fires outputs.proto 'the message of a topic gets another name' \
    's/message Rejected \{/message Refused {/'
expect fires event.proto 'a kind is gone' \
    '/Delivery delivery = 170;/d'
expect fires event.proto 'a kind goes back to being planned' \
    's/\/\/ (Goods or services were delivered)/\/\/ PLANNED. \1/'
expect fires event.proto 'a kind is heard, its message still planned' \
    's/\/\/ PLANNED. (An insurer decided on a client)/\/\/ \1/'
expect fires common.proto 'a field loses its comment' \
    '/Whole units/d'
expect silent common.proto 'a planned field gets another number' \
    's/OneTimeParty one_time = 4;/OneTimeParty one_time = 9;/'
expect silent cover.proto 'a field of a planned message changes' \
    's/int32 valid_from = 3;/string valid_from = 33;/'
expect silent event.proto 'a planned kind gets another number' \
    's/LegalNotice legal_notice = 180;/LegalNotice legal_notice = 188;/'
expect silent policy.proto 'a planned enum value changes' \
    's/RULE_KIND_PROMISE_BROKEN = 22;/RULE_KIND_PROMISE_BROKEN = 77;/'
expect silent common.proto 'a field is added' \
    's/^  int32 nanos = 3;/&\n  \/\/ A new one.\n  int32 newcomer = 4;/'
expect silent outputs.proto 'a planned field is used' \
    's/\/\/ PLANNED. (Deliveries under way)/\/\/ \1/'
exit "$failed"
