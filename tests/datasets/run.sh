#!/usr/bin/env bash
# Runs the product over the real data sets and compares it, to the cent, with reference.py.
#
#   run.sh ENCOURS_BINARY [NAME...]     all data sets of the comparison, or the named ones
#
# Per data set: the page's rejects against the reference's; ingest, and its rejects against the
# page; replay; then the clients at the three dates against the reference. One line for each step.
# Exit 0: nothing differs. Exit 1: something does; what was written is kept, and its place is said.
# Exit 77: the data sets are not there (exit 1 when ENCOURS_REQUIRE_ALL=1).
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd -- "$here/../.." && pwd)
datasets=${ENCOURS_DATASETS:-$repository/../shared/data}
shown_differences=10

NAMES=(ibm highradius_cleared highradius_open_b udyam_payables_settled guild_invoices_raw
    uci_online_retail)

declare -A FILES=(
    [ibm]=ibm_accounts_receivable.csv
    [highradius_cleared]=highradius_cleared.csv.gz
    [highradius_open_a]=highradius_open_a.csv.gz
    [highradius_open_b]=highradius_open_b.csv.gz
    [highradius_open_c]=highradius_open_c.csv.gz
    [udyam_payables_settled]=udyam_payables_settled.csv
    [udyam_payables_unlabelled]=udyam_payables_unlabelled.csv
    [guild_invoices_raw]=guild_invoices_raw.csv
    [uci_online_retail]=uci_online_retail.csv.gz
)

failures=0

# step NAME WHAT OUTPUT COMMAND...: runs a command, its output into a file, and says how it went.
step() {
    local name=$1 what=$2 output=$3 status=0
    shift 3
    "$@" >"$output" 2>"$output.messages" || status=$?
    if ((status == 0)); then
        printf 'ok      %s: %s\n' "$name" "$what"
        return 0
    fi
    failures=$((failures + 1))
    printf 'FAILED  %s: %s (exit %d)\n' "$name" "$what" "$status"
    cat "$output" "$output.messages" | head -n "$shown_differences" | sed 's/^/        /'
    local lines
    lines=$(cat "$output" "$output.messages" | wc -l)
    if ((lines > shown_differences)); then
        printf '        ... %d lines in all: %s\n' "$lines" "$output"
    fi
    return 1
}

reference() { python3 -B "$here/reference.py" "$@" --datasets "$datasets"; }

# Rows that the page says are refused make exit 2 the right answer, and any other the wrong one.
ingest() {
    local name=$1 file=$2 work=$3 expected=0 status=0 rejects
    rejects=$(python3 -B "$here/rejects.py" "$here/$name.md") || return 1
    ((rejects == 0)) || expected=2
    "$encours" ingest --mapping "$repository/deploy/examples/mappings/$name.yaml" "$file" \
        --out "$work/events.ndjson" --rejects "$work/rejects.ndjson" || status=$?
    ((status == expected)) && return 0
    echo "exit $status of ingest, expected $expected"
    return 1
}

compare_at() {
    local name=$1 date=$2 work=$3
    reference "$name" --as-of "$date" >"$work/$date.reference.csv" &&
        "$encours" clients --data "$work/data" --as-of "$date" --format csv \
            >"$work/$date.encours.csv" &&
        python3 -B "$here/compare.py" "$work/$date.reference.csv" "$work/$date.encours.csv"
}

page_agrees() {
    reference "$1" --rejects >"$2/rejects.csv" &&
        python3 -B "$here/rejects.py" "$here/$1.md" "$2/rejects.csv"
}

run_data_set() {
    local name=$1 work=$2 date
    local file=$datasets/ar/${FILES[$name]}
    step "$name" 'the page expects what the reference refuses' "$work/page.txt" \
        page_agrees "$name" "$work" || true
    step "$name" 'ingest' "$work/ingest.txt" ingest "$name" "$file" "$work" || return 0
    step "$name" 'rejects per reason' "$work/rejects.txt" \
        python3 -B "$here/rejects.py" "$here/$name.md" "$work/rejects.ndjson" || true
    step "$name" 'replay' "$work/replay.txt" \
        "$encours" replay "$work/events.ndjson" --data "$work/data" || return 0
    for date in $(python3 -B "$here/reference.py" dates "$name"); do
        step "$name" "clients at $date" "$work/$date.txt" compare_at "$name" "$date" "$work" || true
    done
}

if (($# == 0)); then
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 1
fi
encours=$(realpath -- "$1")
shift
(($# == 0)) || NAMES=("$@")
for name in "${NAMES[@]}"; do
    if [[ -z ${FILES[$name]:-} ]]; then
        echo "run.sh: no data set is called $name; there are: ${!FILES[*]}" >&2
        exit 1
    fi
done
if [[ ! -d $datasets/ar ]]; then
    echo "SKIPPED: no data sets at $datasets"
    [[ ${ENCOURS_REQUIRE_ALL:-} == 1 ]] && exit 1
    exit 77
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/encours-datasets.XXXXXX")
for name in "${NAMES[@]}"; do
    mkdir -p "$folder/$name"
    run_data_set "$name" "$folder/$name"
done
if ((failures > 0)); then
    echo "$failures steps failed; what was written is in $folder"
    exit 1
fi
rm -rf -- "$folder"
