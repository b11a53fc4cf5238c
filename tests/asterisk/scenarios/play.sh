#!/bin/bash
# Plays scenarios on the running Asterisk (../start.sh) and captures what the AMI sends meanwhile.
#   play.sh [-o FOLDER] [-f MORE_SCENARIOS.sh] NAME... | all | list
# Leaves in FOLDER (default $RUN/captures), for each: NAME.ami (the AMI's bytes as received), NAME.times.tsv
# (when each event arrived: Unix seconds, the event's name) and NAME.cel.csv (Asterisk's own CEL file).
# Closes with 'N passed, N failed'; a scenario fails if one of its phones or callers saw another course.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../env.sh"; . "$here/lib.sh"; . "$here/scenarios.sh"
[ -z "$ahead" ] || chrt -r -p 1 $$
to=$RUN/captures
while getopts o:f: o; do case $o in o) to=$OPTARG;; f) . "$OPTARG";; *) exit 2;; esac; done
shift $((OPTIND - 1))
names=$(declare -F | sed -n 's/^declare -f s_//p')
case ${1:-list} in list) echo "$names"; exit;; all) set -- $names;; esac
alive || { echo 'Asterisk is not running: ../start.sh' >&2; exit 1; }
mkdir -p "$to"

idle() { cli 'core show channels count' | grep -q '^0 active channels'; }
passed=0 failed=0
for name; do
  declare -F "s_$name" >/dev/null || { echo "no scenario '$name'" >&2; exit 2; }
  WORK=$RUN/played/$name; rm -rf "$WORK"; mkdir -p "$WORK"; PIDS=() N=0 bad=0
  # Ports of its own, so that a late message for the scenario before reaches nobody.
  seq=$(($(cat "$RUN/seq" 2>/dev/null || echo 0) + 1)); echo $seq >"$RUN/seq"
  PORTS=$((15000 + AST_LANE * 500 + seq % 25 * 20))
  # A tone, A-law, 500 Hz: 16 samples a period, 0.8 s
  for _ in {1..400}; do printf '\x94\x94\x94\x94\x94\x94\x94\x94\x14\x14\x14\x14\x14\x14\x14\x14'; done >"$WORK/tone.al"
  if [ "$name" != registration ]; then
    for e in 101 102 103; do register $e || bad=1; done
  fi
  csv=$RUN/log/cel-custom/Master.csv; touch "$csv"; from=$(($(wc -l <"$csv") + 1))

  ami_open c
  while IFS= read -r -u "$c" line; do
    printf '%s\n' "$line" >&3
    case $line in Event:*) line=${line#Event: }; printf '%s\t%s\n' "$EPOCHREALTIME" "${line%$'\r'}" >&4;; esac
  done 3>"$to/$name.ami" 4>"$to/$name.times.tsv" &
  reader=$!
  await 'the AMI login' grep -qs '^Event: FullyBooted' "$to/$name.ami" || bad=1

  "s_$name" >"$WORK/output" 2>&1 || bad=1
  for p in ${PIDS+"${PIDS[@]}"}; do wait "$p" || bad=1; done
  await 'no channel is left' idle || { bad=1; cli 'channel request hangup all' >/dev/null; }
  sleep 1
  kill "$reader"; wait "$reader" 2>/dev/null; exec {c}>&-
  tail -n +"$from" "$csv" >"$to/$name.cel.csv"
  grep -q '^Event: CEL' "$to/$name.ami" || [ "$name" = registration ] || bad=1
  if [ $bad = 0 ]; then passed=$((passed + 1)); rm -rf "$WORK"; else failed=$((failed + 1)); fi
  printf '%-28s %s, %s events\n' "$name" "$([ $bad = 0 ] && echo passed || echo "FAILED, see $WORK")" \
    "$(wc -l <"$to/$name.times.tsv")"
  # Why: sipp's own words, and those of the scenario.
  [ $bad = 0 ] || for f in "$WORK"/*.err "$WORK/output"; do
    [ ! -s "$f" ] || { echo "${f##*/}:"; head -c 2000 "$f"; echo; }
  done
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
