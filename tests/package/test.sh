#!/usr/bin/env bash
# The package in a fresh Debian 12: apt install, setup by answers, a call, an upgrade during a call, a rollback, a purge.
# Asterisk is the tests' own, the portal the simulated one, both outside, on this machine's loopback. Needs root,
# debootstrap and namespaces; where something is missing it says so and passes. Called by ./run.sh test-package.
#
#   test.sh OLD.deb NEW.deb SIMULATORS
set -euo pipefail

project=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
kit=$project/tests/asterisk
base=/var/tmp/itgrix-bookworm
mirror=${ITGRIX_DEBIAN_MIRROR-http://deb.debian.org/debian}
number=912025550144

say() { printf '%s\n' "test-package: $*"; }
skip() { say "skipped: $*"; exit 0; }
fail() { say "FAILED: $*"; exit 1; }

# ---- outside
outside() {
    [ "$(id -u)" -eq 0 ] || skip "it needs root, to boot a system in namespaces."
    command -v debootstrap >/dev/null || skip "debootstrap is not installed."
    unshare --mount --pid --fork --ipc --uts --cgroup true 2>/dev/null || skip "namespaces are not allowed here."
    work=$(mktemp -d /tmp/itgrix-package-XXXXXX)
    trap stop EXIT
    [ -e "$base/etc/debian_version" ] || bootstrap
    start_asterisk
    start_portal
    boot
    local step
    for step in install set_up call upgrade rollback purge; do
        say "$step ..."
        "$step"
    done
    say "passed."
}

bootstrap() {
    say "making a Debian 12 ..."
    if ! debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates,debconf,adduser bookworm \
        "$base.new" "$mirror" >"$work/debootstrap.log" 2>&1; then
        tail -n 3 "$work/debootstrap.log"
        rm -rf "$base.new"
        skip "debootstrap cannot make a Debian 12 from $mirror."
    fi
    mv "$base.new" "$base"
}

# In a folder that the service may see: its own /var/tmp is private.
start_asterisk() {
    local installed
    installed=$("$kit/setting.sh" ROOT)
    [ -d "$installed" ] || "$kit/install.sh" >/dev/null 2>&1 || skip "the Asterisk of the tests cannot be installed."
    export AST_HOME=/srv/itgrix-kit AST_LANE=0
    mkdir -p "$AST_HOME/22"
    ln -sfn "$installed" "$AST_HOME/22/root"
    "$kit/stop.sh" >/dev/null 2>&1 || true
    "$kit/start.sh" >/dev/null
    lane=$("$kit/setting.sh" RUN)
    chmod -R o+rX "$lane"
}

start_portal() {
    "$simulators/Itgrix.Sandbox" bitrix24 --lenient-webhook --no-limit --port 0 --portal-file "$work/portal.json" \
        >"$work/portal.log" 2>&1 &
    portal=$!
    until_true "the simulated portal" grep -q ^Webhook: "$work/portal.log"
    webhook=$(sed -n 's/^Webhook: //p' "$work/portal.log")
}

boot() {
    mkdir -p "$work/upper" "$work/root" "$work/root-files"
    coproc machine { exec unshare --mount --pid --fork --kill-child --ipc --uts --cgroup --propagation private \
        "$0" --inside "$work" "$project" "$lane" </dev/null >"$work/boot.log" 2>&1; }
    init=
    until [ -n "$init" ] && [ "$(cat "/proc/$init/comm" 2>/dev/null)" = systemd ]; do
        kill -0 "$machine_PID" 2>/dev/null || { cat "$work/boot.log"; fail "systemd does not boot."; }
        init=$(cat "/proc/$machine_PID/task/$machine_PID/children" 2>/dev/null) init=${init%% *}
    done
    until_true "the system" inside_quiet systemctl is-system-running
}

stop() {
    [ -z "${machine_PID-}" ] || kill -KILL "$machine_PID" 2>/dev/null || true
    [ -z "${portal-}" ] || kill "$portal" 2>/dev/null || true
    [ -z "${lane-}" ] || "$kit/stop.sh" >/dev/null 2>&1 || true
    wait 2>/dev/null || true
    rm -rf "$work"
}

on() { nsenter --target "$init" --mount --pid --ipc --uts --root --wd=/ env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
inside_quiet() { local state; state=$(on "$@" 2>/dev/null || true); [ "$state" = running ] || [ "$state" = degraded ]; }

# until_true WHAT COMMAND...: waits up to two minutes.
until_true() {
    local what=$1 end=$((SECONDS + 120))
    shift
    until "$@"; do
        [ $SECONDS -lt $end ] || fail "$what: not within two minutes."
        sleep 0.2
    done
}

calls() { grep -o '"CALL_FAILED_CODE"' "$work/portal.json" 2>/dev/null | wc -l; }
has_calls() { [ "$(calls)" -eq "$1" ]; }
state_of() { on systemctl show itgrix --value --property="$1"; }
is_active() { [ "$(state_of ActiveState)" = active ]; }

# ---- what is tested
install() {
    cp "$old" "$work/root-files/old.deb"
    cp "$new" "$work/root-files/new.deb"
    on apt-get update -qq
    on apt-get install -y -qq --no-install-recommends /files/old.deb >"$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail apt; }
    on itgrix hooks >/dev/null || fail "itgrix hooks"
    [ "$(on stat -c %a:%U:%G /etc/itgrix/config.json)" = 640:root:itgrix ] || fail "rights of config.json"
    [ "$(on stat -c %a:%U:%G /etc/itgrix/customizations)" = 2775:root:itgrix-admin ] || fail "rights of customizations"
    on setpriv --reuid=itgrix --regid=itgrix --init-groups test ! -w /etc/itgrix/customizations || fail "hooks are writable"
    [ "$(state_of ActiveState)" = inactive ] || fail "it was started without a configuration"
}

set_up() {
    cat >"$work/root-files/asterisk" <<END
#!/bin/sh
AST_HOME=$AST_HOME AST_LANE=0 exec $kit/cli.sh "\$2"
END
    chmod 755 "$work/root-files/asterisk"
    cat >"$work/root-files/answers.json" <<END
{"crm": "bitrix24", "bitrix24": "$webhook", "recordings": "$lane/recordings"}
END
    # The context of the tests' dialplan; of FreePBX it is the default.
    on sh -c 'echo "{\"click_to_call\": {\"context\": \"internal\"}}" >/etc/itgrix/config.json'
    on itgrix setup --answers /files/answers.json --asterisk "$lane/etc" --asterisk-program /files/asterisk \
        >"$work/setup.log" 2>&1 || { cat "$work/setup.log"; fail setup; }
    sed 's/^/    /' "$work/setup.log"
    until_true "the service" is_active
    on systemctl stop itgrix
    local began ended
    began=$(date +%s%N)
    on systemctl start itgrix
    ended=$(date +%s%N)
    say "up $(((ended - began) / 1000000)) ms after systemctl start"
}

call() {
    echo "{\"test_call\": \"101 $number\"}" >"$work/root-files/answers.json"
    "$kit/scenarios/play.sh" click_by_the_connector >"$work/play.log" 2>&1 &
    local play=$!
    # The phones register before they are called.
    until_true "the phones" phones 2
    on itgrix setup --answers /files/answers.json --asterisk "$lane/etc" --asterisk-program /files/asterisk \
        >"$work/call.log" 2>&1 || { cat "$work/call.log"; fail "test call"; }
    wait "$play" || { cat "$work/play.log"; fail "the phones"; }
    sed -n '/^test call/,$p' "$work/call.log" | sed 's/^/    /'
    until_true "the call in the portal" has_calls 1
}

phones() { [ "$("$kit/cli.sh" 'pjsip show contacts' | grep -c Avail)" -ge "$1" ] || pgrep -f "sipp.*101" >/dev/null; }

upgrade() {
    local before play
    before=$(on stat -c %i /var/lib/itgrix/outbox.db)
    "$kit/scenarios/play.sh" in_hold >"$work/play.log" 2>&1 &
    play=$!
    on apt-get install -y -qq --no-install-recommends /files/new.deb >"$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail apt; }
    wait "$play" || { cat "$work/play.log"; fail "the phones"; }
    until_true "the service" is_active
    until_true "the call during the upgrade" has_calls 2
    [ "$(on stat -c %i /var/lib/itgrix/outbox.db)" = "$before" ] || fail "the outbox was replaced"
}

rollback() {
    on apt-get install -y -qq --no-install-recommends --allow-downgrades /files/old.deb >"$work/apt.log" 2>&1 \
        || { tail "$work/apt.log"; fail apt; }
    until_true "the service" is_active
    "$kit/scenarios/play.sh" in_answered_caller_ends >"$work/play.log" 2>&1 || { cat "$work/play.log"; fail "the phones"; }
    until_true "the call after the rollback" has_calls 3
}

purge() {
    on apt-get remove -y -qq itgrix >/dev/null 2>&1
    on test -e /etc/itgrix/config.json || fail "a removal took the configuration"
    on apt-get purge -y -qq itgrix >/dev/null 2>&1
    on test ! -e /etc/itgrix || fail "a purge left the configuration"
    on test -e /var/lib/itgrix/outbox.db || fail "a purge that was not answered took the calls"
    on apt-get install -y -qq --no-install-recommends /files/new.deb >/dev/null 2>&1
    on sh -c 'echo "itgrix itgrix/purge_state boolean true" | debconf-set-selections'
    on apt-get purge -y -qq itgrix >/dev/null 2>&1
    on test ! -e /var/lib/itgrix || fail "a purge left the calls"
    ! on getent passwd itgrix >/dev/null || fail "a purge left the user"
}

# ---- inside
inside() {
    local work=$1 project=$2 lane=$3 root=$1/root folder
    mount -t tmpfs tmpfs "$work/upper"
    mkdir "$work/upper/changes" "$work/upper/work"
    mount -t overlay -o "lowerdir=$base,upperdir=$work/upper/changes,workdir=$work/upper/work" overlay "$root"
    mkdir -p "$root/files"
    mount --bind "$work/root-files" "$root/files"
    for folder in "$project/tests/asterisk" /srv/itgrix-kit "$(readlink -f /srv/itgrix-kit/22/root)"; do
        mkdir -p "$root$folder"
        mount --bind "$folder" "$root$folder"
    done
    cp -L /etc/resolv.conf "$root/etc/resolv.conf"
    mount -t proc proc "$root/proc"
    mount --bind -o ro /proc/sys "$root/proc/sys"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
    mount -t tmpfs -o mode=755 tmpfs "$root/dev"
    local device
    for device in null zero full random urandom tty; do
        touch "$root/dev/$device"
        mount --bind "/dev/$device" "$root/dev/$device"
    done
    mkdir "$root/dev/pts" "$root/dev/shm"
    mount -t devpts devpts "$root/dev/pts"
    ln -s /proc/self/fd "$root/dev/fd"
    mount -t tmpfs -o mode=755 tmpfs "$root/run"
    exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" /lib/systemd/systemd --system \
        --show-status=no --unit=multi-user.target
}

case ${1-} in
    --inside) inside "$2" "$3" "$4" ;;
    *) old=$(readlink -f "$1") new=$(readlink -f "$2") simulators=$3; outside ;;
esac
