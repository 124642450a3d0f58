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

expect() { # OUTCOME FILE SED-EXPRESSION WHAT
    local outcome=silent
    rm -rf "$copy/schemas"
    cp -r schemas "$copy/"
    sed -i -E "$3" "$copy/schemas/encours/v1/$2"
    if cmp -s "schemas/encours/v1/$2" "$copy/schemas/encours/v1/$2"; then
        outcome='nothing changed'
    elif ! "$copy/schemas/check.sh" "$buf" >"$copy/out" 2>&1; then
        outcome=fires
    fi
    if [[ $outcome == "$1" ]]; then
        echo "ok      $1: $4"
    else
        failed=1
        echo "FAILED  expected $1, was $outcome: $4"
        cat "$copy/out"
    fi
}

expect fires receivables.proto 's/DocumentRef continues = 10;/DocumentRef continues = 90;/' 'a field gets another number'
expect fires receivables.proto 's/int32 posting_date = 4;/int32 booked_on = 4;/' 'a field gets another name'
expect fires common.proto 's/int64 units = 2;/string units = 2;/' 'a field gets another type'
expect fires policy.proto 's/RULE_KIND_TERMS = 10;/RULE_KIND_TERMS = 99;/' 'an enum value gets another number'
expect fires event.proto 's/Invoice invoice = 120;/Invoice invoice = 129;/' 'a kind gets another number'
expect fires outputs.proto 's/message Rejected \{/message Refused {/' 'the message of a topic gets another name'
expect fires event.proto '/Delivery delivery = 170;/d' 'a kind is gone'
expect fires event.proto 's/\/\/ (Goods or services were delivered)/\/\/ PLANNED. \1/' 'a kind goes back to being planned'
expect fires event.proto 's/\/\/ PLANNED. (An order was reopened)/\/\/ \1/' 'a kind is heard, its message still planned'
expect fires common.proto '/Whole units/d' 'a field loses its comment'
expect silent common.proto 's/OneTimeParty one_time = 4;/OneTimeParty one_time = 9;/' 'a planned field gets another number'
expect silent cover.proto 's/int32 valid_from = 3;/string valid_from = 33;/' 'a field of a planned message changes'
expect silent event.proto 's/LegalNotice legal_notice = 180;/LegalNotice legal_notice = 188;/' 'a planned kind gets another number'
expect silent policy.proto 's/RULE_KIND_DRIFT = 15;/RULE_KIND_DRIFT = 77;/' 'a planned enum value changes'
expect silent common.proto 's/^  int32 nanos = 3;/&\n  \/\/ A new one.\n  int32 newcomer = 4;/' 'a field is added'
expect silent outputs.proto 's/\/\/ PLANNED. (Who looks after it)/\/\/ \1/' 'a planned field is used'
exit "$failed"
