#!/usr/bin/env bash
# Boots a real systemd as process 1 of namespaces of its own, with the shipped unit installed as docs/service.md says.
# Nothing of the machine outside is touched: /etc, /opt, /run, /var/lib, /var/cache and the tree of cgroups are its own.
#
#   boot.sh FOLDER    FOLDER has config.json; it may have customizations/, and drop-ins for the unit in itgrix.service.d/
#
# Prints "booted PID" once it runs; it ends when its standard input does. Commands run in it by
#
#   nsenter --target PID --mount --pid systemctl ...
set -euo pipefail

project=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)

outside() {
    coproc machine { exec unshare --mount --pid --fork --kill-child --ipc --uts --cgroup --propagation private \
        "$0" --inside "$1" </dev/null; }
    # systemd is the child of unshare.
    local process=
    until [ -n "$process" ] && [ "$(cat "/proc/$process/comm" 2>/dev/null)" = systemd ]; do
        kill -0 "$machine_PID" || exit 1
        process=$(cat "/proc/$machine_PID/task/$machine_PID/children" 2>/dev/null) process=${process%% *}
    done
    until nsenter --target "$process" --mount --pid systemctl is-system-running --quiet 2>/dev/null; do
        kill -0 "$machine_PID" || exit 1
    done
    echo "booted $process"
    cat >/dev/null
    kill -KILL "$machine_PID"
}

inside() {
    mount -t proc proc /proc
    # The network, and so its settings, are the machine's.
    mount --bind -o ro /proc/sys /proc/sys
    mount -t tmpfs tmpfs /mnt
    cp -a /etc /mnt/etc
    mount --bind /mnt/etc /etc
    mkdir /mnt/config /mnt/itgrix
    cp -a "$1/." /mnt/config
    mount --bind "$project" /mnt/itgrix
    for folder in /run /opt /var/lib /var/cache; do
        mount -t tmpfs -o mode=755 tmpfs "$folder"
    done
    mkdir /opt/itgrix
    mount --move /mnt/itgrix /opt/itgrix
    # What the tests are of, in the place of what is compiled ahead of the same sources.
    mkdir -p /opt/itgrix/out
    mount --bind /opt/itgrix/Itgrix.Runtime/bin/Release/net10.0 /opt/itgrix/out
    umount --recursive --lazy /sys/fs/cgroup
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    install_service
    exec env -i container=test PATH="$PATH" SYSTEMD_UNIT_PATH=/etc/systemd/system SYSTEMD_GENERATOR_PATH=/nowhere \
        /lib/systemd/systemd --system --show-status=no
}

# As docs/service.md says, on a machine that has nothing but what the service waits for.
install_service() {
    local units=/etc/systemd/system
    rm -rf "$units"
    mkdir -p "$units"
    useradd --system --home-dir /var/lib/itgrix --shell /usr/sbin/nologin itgrix
    install -d -m 750 -g itgrix /etc/itgrix
    install -m 640 -g itgrix /mnt/config/config.json /etc/itgrix/config.json
    [ ! -d /mnt/config/customizations ] || cp -r /mnt/config/customizations /etc/itgrix
    cp /opt/itgrix/systemd/itgrix.service "$units"
    [ ! -d /mnt/config/itgrix.service.d ] || cp -r /mnt/config/itgrix.service.d "$units"
    cp /lib/systemd/system/systemd-journald{.service,.socket,-dev-log.socket} "$units"
    local target
    for target in default basic sysinit shutdown network-online; do
        printf '[Unit]\nDescription=%s\nDefaultDependencies=no\nWants=systemd-journald.socket\n' "$target" >"$units/$target.target"
    done
}

case ${1-} in
    --inside) inside "$2" ;;
    *) outside "$1" ;;
esac
