#!/bin/sh
# Proves the newcomer's two commands on a bare machine: a Debian made by debootstrap (minbase, python3,
# ca-certificates), this repository cloned into it, `./prongsai run fixtures/reports`, `./prongsai test`.
#
#   tests/fresh_machine.sh [KEPT]
#
# Needs root, debootstrap and a network. KEPT is a folder for the bare system, kept and used again; without
# it a temporary one is made. A machine with its own way to the network says so by the environment:
# PIP_*, SSL_CERT_FILE, HTTP_PROXY, HTTPS_PROXY and NO_PROXY are handed on; PRONGSAI_CA_BUNDLE is a file of
# certificates to use inside, PRONGSAI_APT_SOURCES and PRONGSAI_APT_CONF are files for apt, PRONGSAI_MIRROR a
# mirror for debootstrap.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
release=bookworm
kept=${1:-}
work=$(mktemp -d)
base=${kept:-$work/base}
root=$work/root

leave() {
    for inner in "$root/dev/shm" "$root/proc"; do
        if mountpoint -q "$inner" 2>/dev/null; then umount -l "$inner"; fi
    done
    rm -rf "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM

step() { printf '== %s\n' "$*"; }

if [ ! -e "$base/etc/debian_version" ]; then
    step "a bare $release"
    mkdir -p "$base"
    # shellcheck disable=SC2086 # an unset mirror is no argument
    debootstrap --variant=minbase --include=python3,ca-certificates "$release" "$base" ${PRONGSAI_MIRROR:-}
fi
cp -a "$base" "$root"
for file in resolv.conf hosts; do cp "/etc/$file" "$root/etc/$file"; done
if [ -n "${PRONGSAI_APT_SOURCES:-}" ]; then
    rm -f "$root/etc/apt/sources.list"
    cp "$PRONGSAI_APT_SOURCES" "$root/etc/apt/sources.list.d/"
fi
if [ -n "${PRONGSAI_APT_CONF:-}" ]; then cp "$PRONGSAI_APT_CONF" "$root/etc/apt/apt.conf.d/"; fi
if [ -n "${PRONGSAI_CA_BUNDLE:-}" ]; then
    cp -L "$PRONGSAI_CA_BUNDLE" "$root/etc/ssl/certs/ca-certificates.crt"
fi
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mount -t tmpfs tmpfs "$root/dev/shm"

step "the repository as committed"
git clone -q "$here" "$root/srv/prongsai"

inside() {
    # Only what a newcomer has, and the way to the network.
    env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        $(env | grep -E '^(PIP_[A-Z_]+|SSL_CERT_FILE|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY)=' || true) \
        chroot "$root" /bin/sh -euc "cd /srv/prongsai; $*"
}

for absent in tesseract make gcc git; do
    if inside "command -v $absent" >/dev/null; then
        echo "$absent is there already: not a bare machine" >&2
        exit 1
    fi
done

step "./prongsai run fixtures/reports"
inside './prongsai run fixtures/reports'
inside 'test -s output/records.jsonl && test -s output/documents.csv'

step "a second start"
best=999999 # milliseconds, the best of three: the machine may be busy with other things
for attempt in 1 2 3; do
    began=$(date +%s%N)
    inside './prongsai version'
    taken=$((($(date +%s%N) - began) / 1000000))
    if [ "$taken" -lt "$best" ]; then best=$taken; fi
done
echo "$best ms"
[ "$best" -lt 1000 ] || {
    echo "a second start takes a second or more" >&2
    exit 1
}

step "./prongsai test"
inside './prongsai test'
step "all is well"
