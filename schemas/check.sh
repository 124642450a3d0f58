#!/usr/bin/env bash
# Checks the contracts with buf: lint, layout, and that nothing that stands in baseline.binpb has
# changed its number, name or type. What is marked PLANNED is left out on both sides.
#
#   schemas/check.sh [BUF]            exit 77 and a line SKIPPED when there is no buf
#   schemas/check.sh --accept [BUF]   makes the contracts as they stand the new baseline
set -euo pipefail
schemas=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
baseline=$schemas/baseline.binpb

accept=''
if [[ ${1:-} == --accept ]]; then
    accept=yes
    shift
fi
buf=${1:-buf}
if ! buf=$(command -v "$buf"); then
    echo 'SKIPPED: buf, which checks the contracts, is not on this system'
    exit 77
fi
buf=$(realpath "$buf")

cd "$schemas"
"$buf" lint
"$buf" format --diff --exit-code

settled=$(mktemp -d)
trap 'rm -rf "$settled"' EXIT
cp buf.yaml "$settled/"
python3 strip_planned.py . "$settled"
cd "$settled"
if [[ $accept ]]; then
    "$buf" build --exclude-source-info --output "$baseline"
else
    "$buf" breaking --against "$baseline"
fi
