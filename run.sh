#!/usr/bin/env bash
# Itgrix on one command line. Installs and builds what is missing first, and says so; then it starts at once.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
sources=("$root"/Itgrix.* "$root/php-compat" "$root/widget")
export ITGRIX_HOME=$root DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "run.sh: $*" >&2; }

# with_progress TEXT COMMAND...: runs it, and shows the elapsed time.
with_progress() {
    local text=$1 began=$SECONDS
    shift
    say "$text ..."
    (while sleep 10; do say "$text ... $((SECONDS - began)) s"; done) &
    local ticker=$! status=0
    "$@" || status=$?
    kill "$ticker" && wait "$ticker" 2>/dev/null || true
    return "$status"
}

usage() {
    cat <<'END'
Usage: ./run.sh [COMMAND] [OPTIONS]

  (nothing)                     the service with a simulated Asterisk and simulated CRMs; shows calls run through hooks
  examples                      runs the shipped examples on a sample call, C# beside PHP
  hook CRM/NAME < input.json    runs one hook; prints the outcome as one JSON object
  check [DIR]                   compiles and lints every hook of a folder
  new CRM/NAME [--php]          writes a commented template
  serve --config FILE           the service: follows calls and delivers them to the CRMs
  setup                         asks for Asterisk and the CRM, writes the configuration, makes a test call
  doctor [--json]               checks Asterisk, events, recordings, CRMs and hooks, each with what mends it
  backup FILE, restore FILE     configuration, hooks, tokens and calls to deliver in one archive
  import [--to FILE]            takes over settings and hooks of the original connectors
  replay FILE [--crm CRM]       runs past calls through stages, hooks and a simulated CRM
  outbox [--all]                dead letters, also by kind; shows, resends, changes or drops them
  connect CRM                   prints a link that connects the CRM to the running service, and waits
  read_call                     delivers past calls that the CRMs lack, by id or period
  widget [FILE]                 packs the widget for a Kommo account (out/widget.zip)
  password [--digest LOGIN]     reads a password and prints its hash for the configuration
  hooks                         lists all hooks
  build --release               compiles ahead of time, for a machine that serves calls (minutes, 4 GB of memory)
  package [--version V]         makes the .deb and the .tar.gz in out/package (minutes)
  bench [NAME] [--json]         measures the figures of the README
  test                          builds and runs all tests
  test-package                  tests the package in a fresh Debian 12 (root, debootstrap, namespaces; minutes)
  fuzz [--minutes 10]           fuzzes parsers, replies, routes and configuration
  COMMAND --help                the options of a command
END
}

# Programs of the system that hooks use; missing ones are installed.
install_programs() {
    local missing=() program
    for program in "$@"; do
        command -v "${program%%:*}" >/dev/null || missing+=("${program##*:}")
    done
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

install_packages() {
    say "installing $* ..."
    if ! { as_root apt-get update -qq \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; \
        } >"$root/out/apt.log" 2>&1; then
        say "could not install $* (out/apt.log says why): install them by hand, then call run.sh again."
        return 1
    fi
}

# Cultures, sorting and time zones of scripts; its package is named by its version.
install_icu() {
    compgen -G '/usr/lib*/libicui18n.so.*' >/dev/null || compgen -G '/usr/lib/*/libicui18n.so.*' >/dev/null \
        || install_packages '^libicu[0-9]+$'
}

# One after the other: the package manager has one lock.
install_for_hooks() {
    install_programs php:php-cli php-cgi lame || true
    install_icu
}

# Extensions of PHP that many customers' files use, and so do the tests.
install_php_extensions() {
    local missing=() extension
    for extension in "$@"; do
        php -r 'exit(extension_loaded($argv[1]) ? 0 : 1);' "$extension" || missing+=("php-$extension")
    done
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

# Unpacked into a separate folder. The tests report a version that is unavailable.
install_asterisk() {
    local kit=$root/tests/asterisk version
    for version in 22 16; do
        [ -d "$(AST_VERSION=$version "$kit/setting.sh" ROOT)" ] && continue
        say "installing Asterisk $version for the tests (half a minute) ..."
        AST_VERSION=$version "$kit/install.sh" >&2 2>"$root/out/asterisk.log" && continue
        not_tested+=("Not tested with Asterisk $version. $(cat "$root/out/asterisk.log")")
        say "${not_tested[-1]}"
    done
}

# The database servers that the tests start themselves; the system's own servers must not start.
install_servers() {
    local missing=() policy=/usr/sbin/policy-rc.d
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
    [ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
    compgen -G '/usr/lib/*/odbc/psqlodbcw.so' >/dev/null || missing+=(libodbc2 odbc-postgresql)
    [ ${#missing[@]} -gt 0 ] || return 0
    (
        if [ ! -e "$policy" ]; then
            trap 'as_root rm -f "$policy"' EXIT
            printf '#!/bin/sh\nexit 101\n' >"$root/out/policy-rc.d"
            as_root install -m 755 "$root/out/policy-rc.d" "$policy"
        fi
        install_packages "${missing[@]}"
    )
}

require_dotnet() {
    command -v dotnet >/dev/null || { say "the .NET SDK 10 is missing: install dotnet-sdk-10.0."; exit 1; }
}

# is_built FOLDER SOURCE...: whether the folder was built from the current sources.
is_built() {
    local folder=$1
    shift
    [ -f "$folder/.built" ] && [ -z "$(find "$@" "$root"/Directory.*.props \
        \( -name bin -o -name obj \) -prune -o -type f -newer "$folder/.built" -print -quit)" ]
}

# built FOLDER HOW PROJECT SOURCE...: builds the project into the folder, unless the sources are unchanged.
built() {
    local folder=$1 how=$2 project=$3
    shift 3
    is_built "$folder" "$@" && return
    require_dotnet
    mkdir -p "$folder" "$root/out"
    (
        flock 9
        is_built "$folder" "$@" && exit
        local log
        log=$root/out/$(basename "$project").log
        touch "$folder/.building"
        if ! "$how" "$project" "$folder" >"$log" 2>&1; then
            cat "$log" >&2
            exit 1
        fi
        mv "$folder/.building" "$folder/.built"
    ) 9>"$root/out/.$(basename "$project").lock"
}

# Into the project's own folder, so that tests and IDEs find it built as well.
plain() { dotnet build "$1" -c Release --nologo -v quiet; }

# Compiled ahead of time with its own runtime, so that service and workers start in a fraction of the time.
ahead() {
    dotnet publish "$1" -c Release -v quiet -o "$2" -r "$(runtime)" --self-contained true \
        -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true -p:HasAvx2="$(has_avx2)"
}

# Compiled ahead of time, for any machine of this architecture: part by part, in a quarter of the time of a composite.
for_others() {
    dotnet publish "$1" -c Release -v quiet -o "$2" -r "$(runtime)" --self-contained true \
        -p:PublishReadyToRun=true -p:HasAvx2=false -p:GenerateDocumentationFile=false
}

simulators() {
    dotnet publish "$1" -c Release -v quiet -o "$2" -r "$(runtime)" --self-contained true -p:GenerateDocumentationFile=false
}

version_of_project() { sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' "$root/Directory.Build.props"; }

make_package() {
    local version
    version=$(version_of_project)
    [ "${1-}" != --version ] || version=$2
    install_programs dpkg-deb:dpkg
    built "$root/out/package/program" for_others "$root/Itgrix.Runtime" "${sources[@]}"
    built "$root/out/package/simulators" simulators "$root/tests/Itgrix.Sandbox" "$root/tests/Itgrix.Sandbox"
    "$root/packaging/package.sh" "$root/out/package" "$version" "$root/out/package"
}

# Two versions of the same program, for the upgrade.
test_package() {
    local version arch
    version=$(version_of_project) arch=$(dpkg --print-architecture)
    # The files, not their compression.
    export ITGRIX_COMPRESSION=0
    make_package --version "$version~old" >&2
    make_package --version "$version~new" >&2
    "$root/tests/package/test.sh" "$root/out/package/itgrix_${version}~old_$arch.deb" \
        "$root/out/package/itgrix_${version}~new_$arch.deb" "$root/out/package/simulators"
}

output() { echo "$root/$1/bin/Release/net10.0"; }

is_built_ahead() { is_built "$root/out" "${sources[@]}"; }

build_program() { is_built_ahead || built "$(output Itgrix.Runtime)" plain "$root/Itgrix.Runtime" "${sources[@]}"; }

# The simulated Asterisk and the simulated CRMs of demo and replay.
build_sandbox() { built "$(output tests/Itgrix.Sandbox)" plain "$root/tests/Itgrix.Sandbox" "$root/tests/Itgrix.Sandbox"; }

# The ahead-of-time build of the current sources if there is one, else the plain build.
program() { if is_built_ahead; then echo "$root/out/Itgrix.Runtime"; else echo "$(output Itgrix.Runtime)/Itgrix.Runtime"; fi; }

# prepare COMMAND: installs and builds what the command lacks, in parallel; compiling needs no system packages.
prepare() {
    local sandbox='' packages=''
    case $1 in demo | replay) build_sandbox & sandbox=$! ;; esac
    case $1 in hook | check | demo | examples | replay | serve) install_for_hooks & packages=$! ;; esac
    build_program || return
    [ -z "$sandbox" ] || wait "$sandbox" || return
    # C# hooks run without it.
    [ -z "$packages" ] || wait "$packages" || true
}

# is_prepared COMMAND: whether it needs no build.
is_prepared() {
    is_built "$(dirname "$(program)")" "${sources[@]}" || return
    case $1 in demo | replay) is_built "$(output tests/Itgrix.Sandbox)" "$root/tests/Itgrix.Sandbox" ;; esac
}

run_bench() {
    mkdir -p "$root/out"
    install_programs php:php-cli php-cgi lame
    built "$root/out/bench" ahead "$root/tests/Itgrix.Benchmarks" "${sources[@]}" \
        "$root/tests/Itgrix.Benchmarks" "$root/tests/Itgrix.Sandbox" "$root/tests/Shared"
    exec "$root/out/bench/Itgrix.Benchmarks" "$@"
}

has_avx2() { grep -qw avx2 /proc/cpuinfo && echo true || echo false; }

runtime() { case $(uname -m) in aarch64) echo linux-arm64 ;; *) echo linux-x64 ;; esac }

# Once on a machine: the tests start the compiler of scripts hundreds of times. Without it they take longer.
compile_roslyn() {
    dotnet build "$root/tests/roslyn" --nologo -v quiet >"$root/out/roslyn.log" 2>&1 \
        || say "Roslyn is not compiled ahead of time, and the tests take longer: out/roslyn.log says why."
}

# All projects at once; the program and the sandbox count as built for the commands that tests call.
build_all() {
    local folder folders=("$(output Itgrix.Runtime)" "$(output tests/Itgrix.Sandbox)")
    for folder in "${folders[@]}"; do
        mkdir -p "$folder"
        touch "$folder/.building"
    done
    plain "$root/itgrix.sln"
    for folder in "${folders[@]}"; do mv "$folder/.building" "$folder/.built"; done
}

# test_part LOG OPTION...: runs tests of the existing build.
test_part() {
    local log=$1
    shift
    dotnet test "$(output tests/Itgrix.Tests)/Itgrix.Tests.dll" --nologo --logger "console;verbosity=normal" "$@" 2>&1 \
        | tee "$log"
}

# tests_of NAME...: the filter of the tests in these namespaces or classes.
tests_of() {
    local filter
    printf -v filter '|FullyQualifiedName~Itgrix.Tests.%s' "$@"
    echo "${filter:1}"
}

# all_but FILTER: of all tests that it does not name.
all_but() { local rest=${1//'|'/'&'}; echo "${rest//'~'/'!~'}"; }

run_tests() {
    require_dotnet
    mkdir -p "$root/out"
    install_programs php:php-cli php-cgi lame sox sipp:sip-tester chromium systemd-analyze:systemd
    install_php_extensions curl mbstring
    install_icu
    local not_tested=()
    install_asterisk
    install_servers
    compile_roslyn
    say "building ..."
    build_all
    say "testing ..."
    local log=$root/out/test.log status=0
    if [ $# -gt 0 ]; then
        test_part "$log" "$@" || status=$?
    else
        # Much of the time tests wait, for phones that ring, delays that end and processes that start: five parts of
        # about the same duration run side by side, on two cores.
        local live crms calls php parts=() part
        live="FullyQualifiedName~.Live|$(tests_of Cli. Platform.Systemd.)"
        crms=$(tests_of Crms. Features. Security. DocumentationTests.)
        calls=$(tests_of Outbox. Platform.Storage. Telephony.)
        php=$(tests_of Hooks.Php.)
        test_part "$log.live" --filter "$live" & parts+=($!)
        test_part "$log.crms" --filter "($crms)&$(all_but "$live")" & parts+=($!)
        test_part "$log.calls" --filter "($calls)&$(all_but "$live")" & parts+=($!)
        test_part "$log.php" --filter "($php)&$(all_but "$live")" & parts+=($!)
        test_part "$log.rest" --filter "$(all_but "$crms|$calls|$php|$live")" & parts+=($!)
        for part in "${parts[@]}"; do wait "$part" || status=$?; done
        cat "$log.crms" "$log.calls" "$log.php" "$log.rest" "$log.live" >"$log"
    fi
    [ ${#not_tested[@]} -eq 0 ] || say "${not_tested[@]}"
    # The failures again, just before the closing line, which sums up the test projects.
    awk '/^  Failed /{show=1} /^  (Passed|Skipped) |^Test Run |^Total tests/{show=0} show' "$log"
    awk -v status="$status" '
        /Failed: *[0-9]+, Passed: *[0-9]+/ { gsub(",", ""); for (i = 1; i < NF; i++) {
            if ($i == "Passed:") passed += $(i + 1); if ($i == "Failed:") failed += $(i + 1); if ($i == "Skipped:") skipped += $(i + 1) } }
        /^ *Passed: [0-9]+/ { passed += $2 } /^ *Failed: [0-9]+/ { failed += $2 }
        END { if (passed + failed == 0 || (status != 0 && failed == 0)) failed++
              printf "%d passed, %d failed\n", passed, failed; exit failed > 0 }' "$log"
}

run_fuzz() {
    require_dotnet
    mkdir -p "$root/out"
    say "building ..."
    plain "$root/tests/Itgrix.Tests" >"$root/out/build.log" 2>&1 || { cat "$root/out/build.log" >&2; exit 1; }
    exec dotnet "$root/tests/Itgrix.Tests/bin/Release/net10.0/Itgrix.Tests.dll" fuzz "$@"
}

case ${1-} in
    help | --help | -h) usage ;;
    test)
        shift
        case ${1-} in
            --help | -h) say "test [OPTIONS]: builds and runs all tests; with options, those that 'dotnet test' takes, in one go" ;;
            *) run_tests "$@" ;;
        esac
        ;;
    package)
        shift
        case ${1-} in
            '' | --version) with_progress "making the packages" make_package "$@" ;;
            *) say "package [--version V]: makes the .deb and the .tar.gz; by default of the version of the project" ;;
        esac
        ;;
    test-package) test_package ;;
    bench) shift; run_bench "$@" ;;
    fuzz) shift; run_fuzz "$@" ;;
    build)
        [ "$*" = "build --release" ] || { usage >&2; exit 2; }
        with_progress "compiling ahead of time" built "$root/out" ahead "$root/Itgrix.Runtime" "${sources[@]}"
        say "built $root/out/Itgrix.Runtime, which all commands use from now on, until a source changes."
        ;;
    *)
        mkdir -p "$root/out"
        if is_prepared "${1-demo}"; then prepare "${1-demo}"; else with_progress "building" prepare "${1-demo}"; fi
        exec "$(program)" "${@-demo}"
        ;;
esac
