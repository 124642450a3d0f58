#!/usr/bin/env bash
# Loads the ibm data set as 24 month-end lists of open items, made by open_items.py from the
# original file, and again as events: open items and ageing must be the same at those 24 days. Then
# compares lists with what the events say: as they are nothing differs, and of ten planted
# differences exactly those ten are told.
#
#   lists.sh ENCOURS_BINARY
#
# Exit codes as those of run.sh.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd -- "$here/../.." && pwd)
datasets=${ENCOURS_DATASETS:-$repository/../shared/data}
original=$datasets/ar/ibm_accounts_receivable.csv
mappings=$repository/deploy/examples/mappings
reconciled_day=2012-09-30

if (($# != 1)); then
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 1
fi
encours=$(realpath -- "$1")
if [[ ! -f $original ]]; then
    echo "SKIPPED: no data sets at $datasets"
    [[ ${ENCOURS_REQUIRE_ALL:-} == 1 ]] && exit 1
    exit 77
fi

items() { python3 -B "$here/open_items.py" "$@"; }

folder=$(mktemp -d "${TMPDIR:-/tmp}/encours-lists.XXXXXX")
fail() {
    echo "FAILED  $1; what was written is in $folder"
    exit 1
}

# load NAME MAPPING FILE...
load() {
    local name=$1 mapping=$2
    shift 2
    "$encours" ingest --mapping "$mapping" "$@" --out "$folder/$name.ndjson" \
        >"$folder/$name.txt" 2>&1 || fail "ingest of $name"
    "$encours" replay "$folder/$name.ndjson" --data "$folder/$name" \
        >>"$folder/$name.txt" 2>&1 || fail "replay of $name"
    echo "ok      loaded as $name"
}

# reconcile LIST EXPECTED_EXIT
reconcile() {
    local status=0
    "$encours" reconcile --data "$folder/events" --list "$1" --list-date "$reconciled_day" \
        --mapping "$mappings/open_items.yaml" --format csv \
        >"$folder/differences.csv" 2>"$folder/differences.txt" || status=$?
    ((status == $2)) || fail "reconcile of $1: exit $status, expected $2"
}

mkdir "$folder/files"
items lists "$original" "$folder/files"
load events "$mappings/ibm.yaml" "$original"
load lists "$mappings/open_items.yaml" "$folder"/files/open-*.csv

for day in $(items dates); do
    for name in events lists; do
        "$encours" clients --data "$folder/$name" --as-of "$day" --format csv \
            >"$folder/$day.$name.csv" 2>>"$folder/$name.txt" || fail "clients of $name at $day"
    done
    items same "$folder/$day.events.csv" "$folder/$day.lists.csv" || fail "lists at $day"
done
echo 'ok      the same open items and ageing at 24 month ends'

reconcile "$folder/files/open-$reconciled_day.csv" 0
items plant "$folder/files/open-$reconciled_day.csv" "$folder/planted.csv" "$folder/expected.csv"
reconcile "$folder/planted.csv" 2
diff "$folder/expected.csv" "$folder/differences.csv" || fail 'the planted differences'
echo 'ok      ten planted differences are told, and no other'
rm -rf -- "$folder"
