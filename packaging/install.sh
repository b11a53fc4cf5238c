#!/bin/sh
# Installs Itgrix on a system without dpkg: copies the files, and does what the Debian package does. Again: an update.
set -e
cd "$(dirname "$0")"
[ "$(id -u)" -eq 0 ] || { echo "install.sh: run it as root." >&2; exit 1; }
had_systemd=
if [ -d /run/systemd/system ]; then had_systemd=yes; fi
was_active=
if [ -n "$had_systemd" ] && systemctl is-active --quiet itgrix; then was_active=yes; systemctl stop itgrix; fi
rm -rf /usr/lib/itgrix
cp -R usr lib /
./setup/postinst configure
[ -z "$was_active" ] || systemctl start --no-block itgrix
