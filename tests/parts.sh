# shellcheck shell=bash
# shellcheck disable=SC2154  # jobs and the colours are set by ./dev
# The parts of `./dev check` and `./dev test`. Sourced by ./dev, whose say, die, build, jobs,
# verbose and colours it uses. To add a part: one line in PARTS, and a function if it is of a new
# kind.

# One line per part, run in this order: name | commands that run it | function and arguments.
PARTS=(
    'tidy       | check test | part_tidy'
    'format     | test       | part_format'
    'shell      | test       | part_shell'
    'schemas    | test       | part_schemas'
    'build      | check test | part_build dev'
    'unit       | check test | part_ctest unit dev'
    'story      | check test | part_ctest story dev'
    'simulation | test       | part_ctest simulation dev'
    'snapshot   | test       | part_ctest snapshot dev'
    'release    | test       | part_build release encours encours_bench encours_release_tests'
    'dataset    | test       | part_ctest dataset release encours encours_release_tests'
    'kill       | test       | part_ctest kill release encours encours_release_tests'
    'metrics    | test       | part_metrics'
    'demo       | test       | part_demo'
    'threads    | test       | part_ctest threads tsan encours_threads_tests'
    'fuzz       | test       | part_fuzz 20'
    'lint       | test       | part_lint'
)

# ---- What a part does ----------------------------------------------------------------------------
# A part prints its details on standard output (its log) and its progress on file descriptor 3 (the
# terminal). It ends with 0, by `skip`, or with another number when it failed. It may append
# `count PASSED FAILED SKIPPED` to $part_file; without that it counts as one.

skip() { # WHY...
    printf 'SKIPPED: %s\n' "$*"
    printf 'skip %s\n' "$*" >>"$part_file"
    exit 77
}

# The files of the project that match, committed or about to be.
sources() { # PATTERN...
    git ls-files --cached --others --exclude-standard -- "$@"
}

part_tidy() {
    python3 -B tests/tidy/tidy_test.py
    python3 -B tests/tidy/tidy.py
}

part_format() {
    command -v clang-format-14 >/dev/null || skip 'clang-format-14 is not on this system'
    sources '*.h' '*.cc' | xargs --no-run-if-empty clang-format-14 --dry-run --Werror
}

part_shell() {
    command -v shellcheck >/dev/null || skip 'shellcheck is not installed'
    sources '*.sh' dev .ci/run | xargs shellcheck -x
}

# buf comes from npm, into build/tools; the lock file is copied last, as the mark of a whole
# install.
part_schemas() {
    local tools=build/tools lock=package-lock.json
    command -v npm >/dev/null || skip 'npm, by which buf is installed, is not on this system'
    if ! cmp -s tests/tidy/$lock $tools/installed/$lock; then
        mkdir -p $tools/installed
        cp tests/tidy/package.json tests/tidy/$lock $tools/
        npm --prefix $tools ci --no-audit --no-fund
        cp tests/tidy/$lock $tools/installed/
    fi
    schemas/check.sh $tools/node_modules/.bin/buf
    tests/contracts/check_fires.sh $tools/node_modules/.bin/buf
}

part_build() { # PRESET [TARGET...]
    build "$@" >&3 2>&3
}

part_ctest() { # LABEL PRESET [TARGET...]
    build "${@:2}" >&3 2>&3
    python3 tests/run_label.py --build "build/$2" --label "$1" --jobs "$jobs" --counts "$part_file"
}

# Prometheus and promtool come from Debian's package, unpacked: installed, it would start a server.
part_metrics() {
    local tools=build/tools/prometheus
    if ! command -v prometheus >/dev/null && [[ ! -x $tools/usr/bin/promtool ]]; then
        command -v apt-get >/dev/null || skip 'there is no prometheus, and no apt-get to fetch it'
        mkdir -p $tools
        (cd $tools && apt-get -q download "${PACKAGES_UNPACKED[@]}") ||
            skip 'the package prometheus cannot be fetched; is there a network?'
        dpkg-deb --extract $tools/prometheus_*.deb $tools
    fi
    PATH=$PATH:$PWD/$tools/usr/bin part_ctest metrics release encours
}

part_demo() {
    build release encours >&3 2>&3
    build/release/encours demo </dev/null
}

# clang-tidy needs the flags of clang, so it reads the fuzz build's. It reads the sources that
# decide something: on all of them it would take longer than all the other parts.
part_lint() {
    command -v clang-tidy-14 >/dev/null || skip 'clang-tidy-14 is not on this system'
    build fuzz encours_schemas >&3 2>&3
    sources 'operators/*.cc' |
        xargs --no-run-if-empty -P "$jobs" -n 1 clang-tidy-14 -p build/fuzz --quiet
}

part_fuzz() { # SECONDS
    build fuzz encours_fuzzers >&3 2>&3
    run_fuzzers '' "$1"
}

# Each fuzzer starts from its committed corpus and keeps what it learns under build/fuzz/corpus.
run_fuzzers() { # NAME-OR-NOTHING SECONDS
    local name binary corpus found=0 failed=0
    while read -r name binary corpus; do
        if [[ -n $1 && $name != "$1" ]]; then continue; fi
        found=$((found + 1))
        mkdir -p "build/fuzz/corpus/$name" build/fuzz/found
        printf '== %s, %s seconds\n' "$name" "$2"
        "$binary" -max_total_time="$2" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
            -verbosity=0 -artifact_prefix="build/fuzz/found/$name-" \
            "build/fuzz/corpus/$name" "$corpus" || failed=$((failed + 1))
    done <build/fuzz/fuzzers.txt
    if ((found == 0)); then
        die "there is no fuzzer ${1:-at all}; they are: $(cut -d' ' -f1 build/fuzz/fuzzers.txt |
            xargs)"
    fi
    if [[ -n ${part_file:-} ]]; then
        printf 'count %d %d 0\n' $((found - failed)) "$failed" >>"$part_file"
    fi
    ((failed == 0))
}

# ---- Running parts -------------------------------------------------------------------------------
table=()
total_passed=0 total_failed=0 total_skipped=0

run_part() { # NAME FUNCTION [ARGUMENT...]
    local name=$1 status=0 started=$SECONDS log=build/log/$1.log part_file=build/log/$1.counts
    shift
    say "-- $name"
    : >"$part_file"
    # A subshell outside any condition, so that the first failing command of a part fails the part.
    set +e
    if [[ -n $verbose ]]; then
        (set -e -o pipefail; "$@") 3>&1 2>&1 | tee "$log"
        status=${PIPESTATUS[0]}
    else
        (set -e -o pipefail; "$@") 3>&1 >"$log" 2>&1
        status=$?
        if ((status == 0 || status == 77)); then grep '^SKIPPED' "$log"; else tail -n 60 "$log"; fi
    fi
    set -e
    note_part "$name" "$status" $((SECONDS - started))
}

# Adds one part to the table and the totals.
note_part() { # NAME STATUS SECONDS
    local name=$1 counts=build/log/$1.counts passed failed skipped why result
    read -r passed failed skipped < <(
        awk '$1 == "count" { p += $2; f += $3; s += $4 }
             END { print p + 0, f + 0, s + 0 }' "$counts"
    )
    why=$(sed -n '/^skip /{ s///; p; q }' "$counts")
    case $2 in
        0) passed=$((passed + skipped ? passed : 1)) ;;
        77) skipped=$((skipped ? skipped : 1)) ;;
        *) failed=$((failed ? failed : 1)) ;;
    esac
    result="${green}passed$plain ($passed)"
    if ((skipped)); then result="${yellow}$skipped SKIPPED$plain ($why)"; fi
    if ((skipped && passed)); then result="${green}passed$plain ($passed), $result"; fi
    if [[ ${ENCOURS_REQUIRE_ALL:-} == 1 ]]; then failed=$((failed + skipped)) skipped=0; fi
    if ((failed)); then
        result="${red}failed$plain ($failed of $((passed + failed + skipped)))"
        if [[ -n $why ]]; then result+=", not run: $why"; fi
        if [[ -s build/log/$name.log ]]; then result+="; see build/log/$name.log"; fi
    fi
    table+=("$(printf '%-11s %5d s  %s' "$name" "$3" "$result")")
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    total_skipped=$((total_skipped + skipped))
}

run_parts() { # check|test [PART...]
    local command=$1 line name commands function known=' ' wanted=" ${*:2} " started=$SECONDS
    for line in "${PARTS[@]}"; do
        IFS=' |' read -r name commands <<<"$line"
        if [[ " ${commands%%|*}" == *" $command "* ]]; then known+="$name "; fi
    done
    for name in "${@:2}"; do
        [[ $known == *" $name "* ]] || die "$command has no part '$name'; they are:${known% }"
    done
    for line in "${PARTS[@]}"; do
        IFS=' |' read -r name _ <<<"$line"
        function=${line##*| }
        if [[ $known != *" $name "* ]]; then continue; fi
        if [[ $wanted != '  ' && $wanted != *" $name "* ]]; then continue; fi
        # shellcheck disable=SC2086  # the table's words are meant to be split
        run_part "$name" $function
    done
    printf '\n%s%-11s %7s  %s%s\n' "$bold" part time result "$plain"
    printf '%s\n' "${table[@]}"
    printf '%-11s %5d s\n\n' all $((SECONDS - started))
    printf '%d passed, %d failed, %d skipped\n' "$total_passed" "$total_failed" "$total_skipped"
    ((total_failed == 0))
}
