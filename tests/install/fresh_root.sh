#!/usr/bin/env bash
# Shows that a clean clone works on a fresh machine: makes a bare Debian in a folder, clones the
# committed tree into it and runs commands there as root. Not part of `./dev test`: it needs root,
# debootstrap and a Debian mirror, and takes as long as a first build does.
#
#   tests/install/fresh_root.sh [--suite NAME] [--java] [--user] [COMMAND...]
#
#   --suite NAME   the Debian to make: bookworm (the default) or trixie
#   --java         with a Java runtime and Kafka's jars, so that the broker tests run
#   --user         run the commands as a user who is not root and has no sudo
#   COMMAND        run by bash in the clone, one after the other until one fails;
#                  './dev demo' and './dev test' unless told
#
# Packages come from the mirror that this machine's own apt uses, and are kept under build/install
# for the next time. The jars of ENCOURS_KAFKA_CACHE (build/tools/kafka unless set), fetched here
# first if they are not there, and the data sets of ENCOURS_DATASETS, if there are any, are mounted
# read-only. KEEP=1 leaves the folder in place.
set -euo pipefail
repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '== %s\n' "$*"; }

die() {
    printf 'fresh_root.sh: %s\n' "$*" >&2
    exit 1
}

# The first Debian mirror that apt here reads packages of `main` from.
find_mirror() {
    # shellcheck disable=SC2016  # apt-get, not bash, fills these in
    apt-get indextargets --format '$(REPO_URI) $(LABEL) $(COMPONENT)' 'Identifier: Packages' |
        awk '$2 == "Debian" && $3 == "main" && !found { print $1; found = 1 }'
}

# Here and now: inside, what is missing would be skipped after an hour of building.
fetch_jars() {
    local version
    for version in 4 3.9; do
        python3 -B "$repository/tests/broker/broker.py" fetch --version "$version" ||
            die "Kafka $version cannot be fetched here, by which the broker tests inside would skip"
    done
}

make_root() { # ROOT SUITE PACKAGES
    local mirror debs=$repository/build/install/$2
    mirror=$(find_mirror)
    [[ $mirror ]] ||
        die 'apt here knows no Debian mirror; is there one, and was apt-get update run?'
    mkdir -p "$debs"
    say "making a bare Debian $2 in $1"
    # What a new server or container image has, and git, with which the tree got there.
    debootstrap --variant=minbase --include="$3" --cache-dir="$debs" \
        "$2" "$1" "$mirror" >"$debs/debootstrap.log" 2>&1 || {
        tail -n 20 "$debs/debootstrap.log" >&2
        die "debootstrap failed; the whole log is $debs/debootstrap.log"
    }
    cp /etc/resolv.conf "$1/etc/resolv.conf"
}

# Runs inside mount and process namespaces of its own, so that whatever happens its mounts vanish
# and its processes end with it.
run_inside() { # ROOT USER COMMAND...
    local root=$1 user=$2 command started status
    shift 2
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    if [[ -d $root/srv/shared/data ]]; then
        mount --bind -o ro "$ENCOURS_DATASETS" "$root/srv/shared/data"
    fi
    if [[ -d $root/srv/kafka ]]; then
        mount --bind -o ro "$ENCOURS_KAFKA_CACHE" "$root/srv/kafka"
    fi
    for command in "$@"; do
        say "$user runs: $command"
        started=$SECONDS status=0
        chroot --userspec="$user" "$root" /usr/bin/env -i HOME=/tmp LANG=C.UTF-8 \
            TERM="${TERM:-dumb}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            ENCOURS_KAFKA_CACHE=/srv/kafka \
            ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
            bash -c "cd /srv/encours && $command" || status=$?
        say "ended with $status after $((SECONDS - started)) seconds: $command"
        if ((status)); then exit "$status"; fi
    done
}

main() {
    local suite=bookworm user=root packages=ca-certificates,git java='' root
    while [[ ${1:-} == --* ]]; do
        case $1 in
            --suite) suite=${2:-} && shift ;;
            --java) java=1 ;;
            --user) user=nobody ;;
            *) die "unknown option $1; the script opens with what it takes" ;;
        esac
        shift
    done
    ((EUID == 0)) || die 'only root can make a root'
    command -v debootstrap >/dev/null || die 'debootstrap is missing: apt-get install debootstrap'
    if (($# == 0)); then set -- './dev demo' './dev test'; fi
    export ENCOURS_DATASETS=${ENCOURS_DATASETS:-$repository/../shared/data}
    export ENCOURS_KAFKA_CACHE=${ENCOURS_KAFKA_CACHE:-$repository/build/tools/kafka}
    if [[ $java ]]; then fetch_jars && packages+=,default-jre-headless; fi
    root=$(mktemp -d /var/tmp/encours-fresh-root.XXXXXX)
    chmod 755 "$root"
    # shellcheck disable=SC2064  # the folder's name of now is meant
    if [[ ${KEEP:-} ]]; then trap "say kept: '$root'" EXIT; else trap "rm -rf '$root'" EXIT; fi
    make_root "$root" "$suite" "$packages"
    git clone --quiet --no-hardlinks "$repository" "$root/srv/encours"
    if [[ -d $ENCOURS_DATASETS ]]; then mkdir -p "$root/srv/shared/data"; fi
    if [[ $java ]]; then mkdir "$root/srv/kafka"; fi
    if [[ $user != root ]]; then chroot "$root" chown -R "$user" /srv/encours; fi
    unshare --mount --pid --fork --kill-child --propagation private \
        bash "$0" --inside "$root" "$user" "$@"
}

if [[ ${1:-} == --inside ]]; then run_inside "${@:2}"; else main "$@"; fi
