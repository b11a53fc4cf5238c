#!/usr/bin/env bash
# Itgrix on one command line. Installs and builds what is missing first, and says so; then it starts at once.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
program=$root/out/Itgrix.Runtime
export ITGRIX_HOME=$root DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "run.sh: $*" >&2; }

usage() {
    cat <<'END'
Usage: ./run.sh [COMMAND] [OPTIONS]

  (nothing)                     the service with a simulated Asterisk and simulated CRMs; shows calls run through hooks
  examples                      runs the shipped examples on a sample call, C# and PHP side by side
  hook CRM/NAME < input.json    runs one hook; prints the outcome as one JSON object
  check [DIR]                   compiles and lints every hook of a folder
  new CRM/NAME [--php]          writes a commented template
  serve --config FILE           the service: follows calls and tells the CRM of them
  replay FILE [--crm CRM]       past calls through stages, hooks and a simulated CRM; prints all of it
  outbox [--all]                what a CRM refuses; shows, resends, changes or drops it
  read_call                     tells the CRM of past calls again, by id or period
  widget [FILE]                 packs the widget for a Kommo account (out/widget.zip)
  password [--digest LOGIN]     reads a password and prints its hash for the configuration
  hooks                         lists all hooks
  bench [NAME] [--json]         measures the figures of the README
  test                          builds and runs all tests
  fuzz [--minutes 10]           tries parsers, replies, routes and configuration with wrong input
  COMMAND --help                the options of a command
END
}

# Programs of the system that hooks use; each is installed when it is not there.
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

# Extensions of PHP that many customers' files use, and so the tests do.
install_php_extensions() {
    local missing=() extension
    for extension in "$@"; do
        php -r 'exit(extension_loaded($argv[1]) ? 0 : 1);' "$extension" || missing+=("php-$extension")
    done
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

# Unpacked into a folder of its own. A version that can't be had today is a matter of the tests, which say so.
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

# The database servers that the tests start for themselves; none of the system's own shall run because of it.
install_servers() {
    local missing=() policy=/usr/sbin/policy-rc.d
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
    [ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
    compgen -G '/usr/lib/*/libsqlite3.so.0' >/dev/null || missing+=(libsqlite3-0)
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

# is_built FOLDER SOURCE...: whether what lies in the folder was made of the sources as they are.
is_built() {
    local folder=$1
    shift
    [ -f "$folder/.built" ] && [ -z "$(find "$@" "$root"/Directory.*.props \
        \( -name bin -o -name obj \) -prune -o -type f -newer "$folder/.built" -print -quit)" ]
}

# Compiled ahead of time with its own runtime, so that service and workers start in a fraction of the time.
ahead() {
    echo "-r $(runtime) --self-contained true -p:PublishReadyToRun=true -p:PublishReadyToRunComposite=true -p:HasAvx2=$(has_avx2)"
}

# build PROJECT FOLDER HOW SOURCE...
build() {
    local project=$1 folder=$2 how=$3
    shift 3
    is_built "$folder" "$@" && return
    require_dotnet
    mkdir -p "$folder"
    (
        flock 9
        is_built "$folder" "$@" && exit
        say "building (one or two minutes the first time) ..."
        touch "$folder/.building"
        # shellcheck disable=SC2086
        if ! dotnet publish "$project" -c Release $how -o "$folder" -v quiet >"$root/out/build.log" 2>&1; then
            cat "$root/out/build.log" >&2
            exit 1
        fi
        mv "$folder/.building" "$folder/.built"
    ) 9>"$root/out/.lock"
}

build_program() { build "$root/Itgrix.Runtime" "$root/out" "$(ahead)" "$root"/Itgrix.* "$root/php-compat" "$root/widget"; }

# The simulated CRMs that demo and replay tell of calls.
build_sandbox() { build "$root/tests/Itgrix.Sandbox" "$root/out/sandbox" "--self-contained false" "$root/tests/Itgrix.Sandbox"; }

run_bench() {
    mkdir -p "$root/out"
    install_programs php:php-cli php-cgi lame
    build "$root/tests/Itgrix.Benchmarks" "$root/out/bench" "$(ahead)" "$root"/Itgrix.* "$root/php-compat" "$root/widget" \
        "$root/tests/Itgrix.Benchmarks" "$root/tests/Itgrix.Sandbox" "$root/tests/Shared"
    exec "$root/out/bench/Itgrix.Benchmarks" "$@"
}

has_avx2() { grep -qw avx2 /proc/cpuinfo && echo true || echo false; }

runtime() { case $(uname -m) in aarch64) echo linux-arm64 ;; *) echo linux-x64 ;; esac }

# test_part LOG OPTION...: what is built already.
test_part() {
    local log=$1
    shift
    dotnet test "$root/itgrix.sln" -c Release --no-build --nologo -v quiet --logger "console;verbosity=normal" "$@" 2>&1 | tee "$log"
}

run_tests() {
    require_dotnet
    mkdir -p "$root/out"
    install_programs php:php-cli php-cgi lame sox sipp:sip-tester chromium systemd-analyze:systemd
    install_php_extensions curl mbstring
    install_icu
    local not_tested=()
    install_asterisk
    install_servers
    build_program
    build_sandbox
    say "testing ..."
    local log=$root/out/test.log status=0
    dotnet build "$root/itgrix.sln" -c Release --nologo -v quiet
    if [ $# -gt 0 ]; then
        test_part "$log" "$@" || status=$?
    else
        # Most of the time tests wait, for pauses that end and processes that start: two halves side by side. Phones of a
        # real Asterisk want the machine for themselves.
        local calls='FullyQualifiedName~Tests.Calls|FullyQualifiedName~Tests.Flows|FullyQualifiedName~Tests.Outbox|FullyQualifiedName~Tests.Kommo|FullyQualifiedName~Tests.Bitrix24|FullyQualifiedName~Tests.Recordings'
        local rest=${calls//'|'/'&'} live='FullyQualifiedName~.Live' dead='FullyQualifiedName!~.Live'
        test_part "$log.calls" --filter "($calls)&$dead" &
        local half=$!
        test_part "$log.rest" --filter "${rest//'~'/'!~'}&$dead" || status=$?
        wait "$half" || status=$?
        test_part "$log.live" --filter "$live" || status=$?
        cat "$log.calls" "$log.rest" "$log.live" >"$log"
    fi
    [ ${#not_tested[@]} -eq 0 ] || say "${not_tested[@]}"
    # What failed, again, where it is found: just before the closing line, which adds up the test projects.
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
    dotnet build "$root/tests/Itgrix.Tests" -c Release --nologo -v quiet >"$root/out/build.log" 2>&1 || { cat "$root/out/build.log" >&2; exit 1; }
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
    bench) shift; run_bench "$@" ;;
    fuzz) shift; run_fuzz "$@" ;;
    *)
        mkdir -p "$root/out"
        build_program
        case ${1-demo} in demo | replay) build_sandbox ;; esac
        case ${1-demo} in
            hook | check | demo | examples | replay | serve)
                install_programs php:php-cli php-cgi lame || true
                install_icu || true
                ;;
        esac
        exec "$program" "${@-demo}"
        ;;
esac
