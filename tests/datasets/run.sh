#!/usr/bin/env bash
# Runs the product over the real data sets and compares it, to the cent, with reference.py.
#
#   run.sh ENCOURS_BINARY [NAME...]     all data sets of the comparison, or the named ones
#   run.sh --in-kafka FOLD_OVER_KAFKA ENCOURS_BINARY NAME
#
# Per data set: the page's rejects against the reference's; ingest, and its rejects against the
# page; replay; then the clients at the three dates against the reference; for some of them, and for
# the year that `encours demo` plays, how noisy the alerts are. One line for each step.
# --in-kafka: beside a Kafka of the run's own, which tests/broker/broker.py names in ENCOURS_KAFKA.
# What was replayed is folded there again, in 4 partitions by 2 workers: the same words, the same
# facts, and the clients at the three dates are read from there.
# Exit 0: nothing differs. Exit 1: something does; what was written is kept, and its place is said.
# Exit 77: the data sets are not there (exit 1 when ENCOURS_REQUIRE_ALL=1).
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd -- "$here/../.." && pwd)
datasets=${ENCOURS_DATASETS:-$repository/../shared/data}
shown_differences=10

NAMES=(ibm highradius_cleared highradius_open_b udyam_payables_settled guild_invoices_raw
    uci_online_retail sap_o2c demo)

# What each mapping reads. A data set has one mapping, of its own name, or those listed below.
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
    [sap_o2c_orders]=sap_o2c/sales_order_items.jsonl
    [sap_o2c_deliveries]=sap_o2c/outbound_delivery_items.jsonl
    [sap_o2c_billing]=sap_o2c/billing_document_items.jsonl
    [sap_o2c_journal]=sap_o2c/journal_entry_items_accounts_receivable.jsonl
    [sap_o2c_clearings]=sap_o2c/journal_entry_items_accounts_receivable.jsonl
)
declare -A MAPPINGS=(
    [sap_o2c]='sap_o2c_orders sap_o2c_deliveries sap_o2c_billing sap_o2c_journal sap_o2c_clearings'
)

KAFKA_PARTITIONS=4

failures=0
fold_over_kafka=''

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

# No rule is needed. Where orders might be held for what is late, the rules are in the shadow: which
# orders pass is a decision, and no figure of the pages.
policy_of() {
    local policy=default
    [[ $1 == sap_o2c* ]] && policy=shadow
    echo "$repository/deploy/examples/policies/$policy.yaml"
}

mappings_of() { echo "${MAPPINGS[$1]:-$1}"; }

# Rows that the page says are refused make exit 2 the right answer, and any other the wrong one.
ingest() {
    local name=$1 work=$2 expected=0 rejects mapping
    rejects=$(python3 -B "$here/rejects.py" "$here/$name.md") || return 1
    ((rejects == 0)) || expected=2
    for mapping in $(mappings_of "$name"); do
        local status=0
        "$encours" ingest --mapping "$repository/deploy/examples/mappings/$mapping.yaml" \
            "$datasets/ar/${FILES[$mapping]}" --out "$work/$mapping.ndjson" \
            --rejects "$work/$mapping.rejects" || status=$?
        if ((status != expected)); then
            echo "exit $status of ingest, expected $expected: $mapping"
            return 1
        fi
        cat "$work/$mapping.rejects" >>"$work/rejects.ndjson"
    done
}

replay() { # NAME WORK
    local mapping files=()
    for mapping in $(mappings_of "$1"); do files+=("$2/$mapping.ndjson"); done
    "$encours" replay "${files[@]}" --data "$2/data" --policy "$(policy_of "$1")" \
        ${fold_over_kafka:+--partitions $KAFKA_PARTITIONS}
}

# The facts are the same too: the hash stands in the last line of the replay.
fold_in_kafka() { # WORK
    "$fold_over_kafka" "$1/data" "$ENCOURS_KAFKA" || return 1
    local facts
    facts=$(tail -n 1 "$1/replay.txt")
    grep --quiet "^facts ${facts##* }$" "$1/kafka.txt" ||
        { echo "the facts of the replay are ${facts##* }"; return 1; }
    printf 'data: %s\nkafka: {brokers: "%s"}\n' "$1/none" "$ENCOURS_KAFKA" >"$1/encours.yaml"
}

# Where `clients` reads.
source_of() { # WORK
    if [[ -n $fold_over_kafka ]]; then echo "-c $1/encours.yaml"; else echo "--data $1/data"; fi
}

compare_at() {
    local name=$1 date=$2 work=$3
    # shellcheck disable=SC2046  # an option and its value
    reference "$name" --as-of "$date" >"$work/$date.reference.csv" &&
        "$encours" clients $(source_of "$work") --as-of "$date" --format csv \
            >"$work/$date.encours.csv" &&
        python3 -B "$here/compare.py" "$work/$date.reference.csv" "$work/$date.encours.csv"
}

page_agrees() {
    reference "$1" --rejects >"$2/rejects.csv" &&
        python3 -B "$here/rejects.py" "$here/$1.md" "$2/rejects.csv"
}

# A distributor that sells in USD reckons in USD; all else is as in the built-in policy.
noise_of_highradius() { # WORK
    sed 's/^reporting_currency: EUR/reporting_currency: USD/' \
        "$repository/deploy/examples/policies/default.yaml" >"$1/policy.yaml"
    "$encours" replay "$1/highradius_cleared.ndjson" --data "$1/noise" \
        --policy "$1/policy.yaml" --outputs "$1/said.ndjson" >"$1/noise.txt" &&
        python3 -B "$here/noise.py" --events "$1/highradius_cleared.ndjson" \
            --said "$1/said.ndjson"
}

noise_of_demo() { # WORK
    "$encours" demo --fast --data "$1/year" >"$1/demo.txt" &&
        "$encours" log dump --data "$1/year" >"$1/events.dump" &&
        "$encours" log dump --data "$1/year" --topic credit.alerts >"$1/said.dump" &&
        python3 -B "$here/noise.py" --events "$1/events.dump" --said "$1/said.dump"
}

# What stands in billing_not_posted as long as accounting has posted nothing.
before_accounting() { # WORK
    local work=$1/unposted
    mkdir -p "$work"
    "$encours" replay "$1"/sap_o2c_{orders,deliveries,billing}.ndjson --data "$work/data" \
        --policy "$(policy_of sap_o2c)" >"$work/replay.txt" &&
        compare_at sap_o2c_unposted 2025-07-24 "$work"
}

# What only one of them can show.
run_more() { # NAME WORK
    case $1 in
        highradius_cleared)
            step "$1" 'noise of the alerts' "$2/noise.csv" noise_of_highradius "$2" || true
            sed 's/^/        /' "$2/noise.csv"
            ;;
        sap_o2c)
            step "$1" 'clients before accounting has posted' "$2/unposted.txt" \
                before_accounting "$2" || true
            # shellcheck disable=SC2046  # a list of mappings
            step "$1" 'any order of arrival' "$2/arrivals.txt" \
                python3 -B "$here/arrivals.py" "$encours" "$(policy_of "$1")" "$2" \
                $(mappings_of "$1") || true
            ;;
    esac
}

run_demo() { # WORK
    step demo 'noise of the alerts' "$1/noise.csv" noise_of_demo "$1" || true
    sed 's/^/        /' "$1/noise.csv"
}

run_data_set() {
    local name=$1 work=$2 date
    step "$name" 'the page expects what the reference refuses' "$work/page.txt" \
        page_agrees "$name" "$work" || true
    step "$name" 'ingest' "$work/ingest.txt" ingest "$name" "$work" || return 0
    step "$name" 'rejects per reason' "$work/rejects.txt" \
        python3 -B "$here/rejects.py" "$here/$name.md" "$work/rejects.ndjson" || true
    step "$name" 'replay' "$work/replay.txt" replay "$name" "$work" || return 0
    if [[ -n $fold_over_kafka ]]; then
        step "$name" 'folded again in Kafka' "$work/kafka.txt" fold_in_kafka "$work" || return 0
        sed 's/^/        /' "$work/kafka.txt"
    fi
    for date in $(python3 -B "$here/reference.py" dates "$name"); do
        step "$name" "clients at $date" "$work/$date.txt" compare_at "$name" "$date" "$work" || true
    done
    [[ -n $fold_over_kafka ]] || run_more "$name" "$work"
}

if (($# == 0)); then
    sed -n '2,14s/^# \{0,1\}//p' "$0" >&2
    exit 1
fi
if [[ $1 == --in-kafka ]]; then
    fold_over_kafka=$(realpath -- "$2")
    shift 2
    if (($# != 2)) || [[ -z ${ENCOURS_KAFKA:-} ]]; then
        echo 'run.sh: --in-kafka takes one data set, beside tests/broker/broker.py start' >&2
        exit 1
    fi
fi
encours=$(realpath -- "$1")
shift
(($# == 0)) || NAMES=("$@")
for name in "${NAMES[@]}"; do
    if [[ -z ${MAPPINGS[$name]:-${FILES[$name]:-}} && $name != demo ]]; then
        echo "run.sh: no data set is called $name; there are:" \
            "${!FILES[@]}" "${!MAPPINGS[@]}" demo >&2
        exit 1
    fi
done
if [[ ! -d $datasets/ar && ${NAMES[*]} != demo ]]; then
    echo "SKIPPED: no data sets at $datasets"
    [[ ${ENCOURS_REQUIRE_ALL:-} == 1 ]] && exit 1
    exit 77
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/encours-datasets.XXXXXX")
for name in "${NAMES[@]}"; do
    mkdir -p "$folder/$name"
    if [[ $name == demo ]]; then
        run_demo "$folder/$name"
    else
        run_data_set "$name" "$folder/$name"
    fi
done
if ((failures > 0)); then
    echo "$failures steps failed; what was written is in $folder"
    exit 1
fi
rm -rf -- "$folder"
