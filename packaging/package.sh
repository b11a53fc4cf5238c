#!/usr/bin/env bash
# Makes itgrix_VERSION_ARCH.deb and itgrix_VERSION_ARCH.tar.gz of what is built; called by ./run.sh package.
#
#   package.sh BUILT VERSION FOLDER    BUILT: has program and simulators, published; FOLDER gets the packages
set -euo pipefail

project=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
built=$1 version=$2 target=$3
here=$project/packaging arch=$(dpkg --print-architecture)
work=$(mktemp -d) tree=
trap 'rm -rf "$work"' EXIT
tree=$work/itgrix

put() { install -D -m "${3-644}" "$project/$1" "$tree/$2"; }
copy() { mkdir -p "$tree/$2" && cp -R "$project/$1/." "$tree/$2"; }

program() {
    mkdir -p "$tree/usr/lib/itgrix"
    cp -R "$built/program/." "$tree/usr/lib/itgrix"
    # With the runtime of the program.
    cp -Rn "$built/simulators/." "$tree/usr/lib/itgrix"
    # For debuggers, and the documentation of libraries.
    (cd "$tree/usr/lib/itgrix" && rm -f .built createdump libmscordbi.so libmscordaccore.so libcoreclrtraceptprovider.so \
        Itgrix.Runtime.xml Itgrix.Hooks.xml)
    put packaging/itgrix usr/bin/itgrix 755
}

shared() {
    copy customizations usr/share/itgrix/customizations
    copy php-compat/examples usr/share/itgrix/php-compat/examples
    copy asterisk usr/share/itgrix/asterisk
    mkdir -p "$tree/usr/share/itgrix/tests/captures"
    cp "$project"/tests/captures/*.ami "$tree/usr/share/itgrix/tests/captures"
    put packaging/config.json usr/share/itgrix/config.json
    put packaging/itgrix.env usr/share/itgrix/itgrix.env
    put config.schema.json usr/share/itgrix/config.schema.json
    put README.md usr/share/doc/itgrix/README.md
    put CHANGELOG.md usr/share/doc/itgrix/CHANGELOG.md
    put packaging/debian/copyright usr/share/doc/itgrix/copyright
    copy docs usr/share/doc/itgrix/docs
}

# The unit of the project with the places of the package, and the same for a further copy: itgrix@NAME.
units() {
    local units=$tree/lib/systemd/system
    mkdir -p "$units"
    sed -e 's|/opt/itgrix/out/Itgrix.Runtime|/usr/lib/itgrix/Itgrix.Runtime|' \
        -e 's|ITGRIX_HOME=/opt/itgrix|ITGRIX_HOME=/usr/share/itgrix ITGRIX_COMMAND=itgrix|' \
        -e 's|file:/opt/itgrix/docs|file:/usr/share/doc/itgrix/docs|' \
        -e '/^Environment=/a EnvironmentFile=-/etc/itgrix/itgrix.env' \
        "$project/systemd/itgrix.service" >"$units/itgrix.service"
    sed -e 's|/etc/itgrix/config.json|/etc/itgrix/%i.json|' -e 's|/etc/itgrix/itgrix.env|/etc/itgrix/%i.env|' \
        -e 's|XDG_STATE_HOME=/var/lib|XDG_STATE_HOME=/var/lib/itgrix-%i|' \
        -e 's|XDG_CACHE_HOME=/var/cache|XDG_CACHE_HOME=/var/cache/itgrix-%i|' \
        -e 's|HOME=/var/lib/itgrix |HOME=/var/lib/itgrix-%i |' \
        -e 's|^\(State\|Cache\)Directory=itgrix|&-%i|' -e 's|^SyslogIdentifier=itgrix|&@%i|' \
        -e 's|^Description=.*|& (%i)|' "$units/itgrix.service" >"$units/itgrix@.service"
}

deb() {
    local control=$tree/DEBIAN size
    mkdir -p "$control"
    size=$(du -sk --apparent-size "$tree" | cut -f1)
    sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$size/" "$here/debian/control" >"$control/control"
    for script in preinst postinst prerm postrm; do
        install -m 755 "$here/debian/$script" "$control/$script"
    done
    install -m 644 "$here/debian/templates" "$control/templates"
    (cd "$tree" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$control/md5sums"
    # xz: the dpkg of Debian 11 reads no zstd.
    dpkg-deb --root-owner-group -Zxz -z"${ITGRIX_COMPRESSION-6}" --build "$tree" \
        "$target/itgrix_${version}_$arch.deb" >/dev/null
    rm -r "$control"
}

# For systems without dpkg: the same files, and a script that does what the package's do.
tar_gz() {
    local name=itgrix_${version}_$arch
    mkdir "$tree/setup"
    install -m 755 "$here/debian/postinst" "$tree/setup/postinst"
    install -m 755 "$here/install.sh" "$tree/install.sh"
    mv "$tree" "$work/$name"
    tar -C "$work" --owner=0 --group=0 -czf "$target/$name.tar.gz" "$name"
}

umask 022
mkdir -p "$tree" "$target"
program
shared
units
deb
tar_gz
ls -l --block-size=1 "$target"/itgrix_"${version}"_* | awk '{print $5, $NF}'
