#!/bin/bash
# Writes the configs below $RUN and starts Asterisk there, on 127.0.0.1 only. Ready when it returns.
set -euo pipefail
. "$(dirname "$0")/env.sh"
alive && { echo "already running, pid $(cat "$RUN/pid")"; exit 0; }
[ -e "$ld" ] || { echo "Asterisk $AST_VERSION is not installed below $AST_HOME: ./install.sh" >&2; exit 1; }
rm -rf "$RUN"; mkdir -p "$RUN"/{etc,lib/keys,spool,run,log/cel-custom,log/cdr-csv,recordings}
(umask 077; head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$RUN/secret")
case $AST_TECH in
  PJSIP) pre= post=@trunk reserve_pre= reserve_post=@reserve;;
  SIP) pre=trunk/ post= reserve_pre=reserve/ reserve_post=;;
  *) echo "AST_TECH: PJSIP or SIP" >&2; exit 2;;
esac
for f in "$KIT"/conf/*.conf "$KIT"/../../asterisk/*.conf; do
  sed -e "s#{{ROOT}}#$ROOT#g; s#{{RUN}}#$RUN#g; s#{{MODULES}}#$modules#g; s#{{TECH}}#$AST_TECH#g" \
    -e "s#{{PRE}}#$pre#g; s#{{POST}}#$post#g; s#{{AMI_PORT}}#$AST_AMI_PORT#g; s#{{SIP_PORT}}#$AST_SIP_PORT#g" \
    -e "s#{{TRUNK_PORT}}#$AST_TRUNK_PORT#g; s#{{RESERVE_PORT}}#$AST_RESERVE_PORT#g" \
    -e "s#{{BOT_PORT}}#$BOT_PORT#g; s#{{RTP_PORT}}#$RTP_PORT#g; s#{{RTP_END}}#$((RTP_PORT + 198))#g" \
    -e "s#{{RESERVE_PRE}}#$reserve_pre#g; s#{{RESERVE_POST}}#$reserve_post#g" \
    -e "s#{{TIMESTAMPS}}#$AST_TIMESTAMPS#g; s#{{SECRET}}#$(cat "$RUN/secret")#g" "$f" >"$RUN/etc/${f##*/}"
done
touch "$RUN"/etc/{acl,ccss,pjproject,udptl}.conf
cd "$RUN"
setsid "${ASTERISK[@]}" ${ahead:+-p} -f -C "$RUN/etc/asterisk.conf" </dev/null >"$RUN/log/console" 2>&1 &
echo $! >"$RUN/pid"
if [ -n "$AST_OWNER" ]; then
  setsid bash -c 'while kill -0 "$0" && kill -0 "$1"; do sleep 1; done; kill "$1"' "$AST_OWNER" $! \
    </dev/null >/dev/null 2>&1 &
fi
for _ in {1..150}; do
  if cli 'core waitfullybooted' 2>/dev/null | grep -q 'fully booted'; then
    # The promise of this kit: no service beyond loopback. (PJSIP's DNS client has two UDP sockets
    # of its own, on ports above 32767; nothing is served there.)
    if command -v ss >/dev/null && ss -Hlntup | grep "pid=$(cat "$RUN/pid")," | grep -vE '127\.0\.0\.1:[0-9]+ ' |
       grep -vE '^udp .*:(3276[89]|327[7-9][0-9]|32[89][0-9]{2}|3[3-9][0-9]{3}|[4-6][0-9]{4}) '; then
      echo 'listens beyond loopback (above); stopping' >&2; "$KIT/stop.sh"; exit 1
    fi
    if grep -q 'Address already in use' "$RUN/log/messages"; then
      grep 'Address already in use' "$RUN/log/messages" >&2
      echo 'set another AST_LANE; stopping' >&2; "$KIT/stop.sh"; exit 1
    fi
    version=$(cli 'core show version' | awk '{print $2; exit}')
    echo "Asterisk $version pid $(cat "$RUN/pid"): AMI 127.0.0.1:$AST_AMI_PORT, user test, secret in $RUN/secret"
    exit 0
  fi
  alive || break
  sleep 0.2
done
echo 'Asterisk did not start:' >&2; for log in "$RUN"/log/{console,messages}; do tail -n 20 "$log" >&2 || true; done
"$KIT/stop.sh"; exit 1
