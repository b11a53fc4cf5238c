# Phones and outside callers, played by sipp, and the AMI, over bash's /dev/tcp. Sourced by play.sh.
#
#   phone EXT STEP...             takes one call to EXT (101-103; 0 is the trunk's far side, 1 the reserve trunk's)
#   call  FROM TO STEP...         calls TO, as the phone FROM (101-103, carol) or the outside number FROM, named $CALLER_NAME
#   transfer EXT [ringing]        EXT's phone, in the step 'attended', joins its first call with its last
#   ami   'Action: X' 'K: V'...   sends one action and shows the answer
#   bot                           takes one connection of AudioSocket, and says nothing
#   register EXT [SECONDS]        play.sh has registered all three; 0 unregisters
#
# First steps of phone:  ring MS (a caller that gives up ends it), then answer, reject CODE or redirect NUMBER
# First step of call:    giveup MS (cancels, if unanswered by then)
# Steps once answered:   wait MS, bye, hold, unhold, dtmf KEYS, refer NUMBER, attended NUMBER
# The other side's hang-up ends a wait, and with it the call.

N=0 PIDS=() PORTS=$((15000 + AST_LANE * 500))  # the phones' ports are PORTS+1 to +3, the callers' follow

# --- SIP messages for sipp. $us and $them: whole header values of this dialog. $target: the other's contact.
header() { printf '%s\n' "$@"; }
body() {  # what follows the headers: nothing, or a type and a text
  if [ $# = 0 ]; then printf 'Content-Length: 0\n\n'; return; fi
  printf 'Content-Type: %s\nContent-Length: [len]\n\n%s\n' "$1" "$2"
}
sdp() {
  body application/sdp "v=0
o=- 1 $1 IN IP4 127.0.0.1
s=-
c=IN IP4 127.0.0.1
t=0 0
m=audio [rtpstream_audio_port] RTP/AVP 8
a=rtpmap:8 PCMA/8000
a=${2:-sendrecv}"
}
send() { echo "<send ${1:-}><![CDATA["; cat; echo ']]></send>'; }
hdr() { echo "<ereg regexp=\"$2\" search_in=\"hdr\" header=\"$1:\" assign_to=\"$3\"/>"; }
contact() { echo "Contact: <sip:$WHO@127.0.0.1:[local_port]>"; }
reply() {  # STATUS [send's attributes]; the rest, from the contact on, on stdin if the third argument is -
  { header "SIP/2.0 $1" '[last_Via:]' '[last_From:]' "[last_To:]$TAG" '[last_Call-ID:]' "${REPLY_CSEQ:-[last_CSeq:]}"
    if [ "${3:-}" = - ]; then cat; else contact; body; fi; } | send "${2:-}"
}
request() {  # METHOD [a header, and body's arguments]; in the dialog
  { header "$1 [\$target] SIP/2.0" 'Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch]' 'Max-Forwards: 70' \
      'From:[$us]' 'To:[$them]' 'Call-ID: [call_id]' "CSeq: $CSEQ $1"
    contact; cat; } | send "$([ "$1" = ACK ] || echo 'retrans="500"')"
}
tone() { echo "<nop><action><exec rtp_stream=\"$WORK/tone.al,-1,8\"/></action></nop>"; }
dialog_log() { echo "<nop><action>$(logged "$1")</action></nop>"; }
logged() { echo "<log message=\"$1 [call_id] [\$us] [\$them]\"/>"; }  # up, or ringing

steps() {
  local k i to c
  while [ $# -gt 0 ]; do
    k=$((++CSEQ))
    case $1 in
      wait) echo "<recv request=\"BYE\" timeout=\"$2\" ontimeout=\"$k\" next=\"byed\"/><label id=\"$k\"/>"; shift;;
      bye) body | request BYE; echo '<recv response="200" next="end"/>';;
      hold | unhold)
        sdp "$k" "$([ "$1" = hold ] && echo sendonly)" | request INVITE
        echo '<recv response="100" optional="true"/><recv response="200"/>'
        body | request ACK;;
      dtmf)
        for ((i = 0; i < ${#2}; i++)); do
          body application/dtmf-relay "Signal=${2:i:1}
Duration=160" | request INFO
          echo "<recv response=\"200\"/><recv request=\"BYE\" timeout=\"250\" ontimeout=\"$CSEQ\" next=\"byed\"/>"
          echo "<label id=\"$CSEQ\"/>"
          ((++CSEQ))
        done; shift;;
      refer | attended)
        to=sip:$2@127.0.0.1:$AST_SIP_PORT
        if [ "$1" = attended ]; then  # transfer() tells it the other call's Replaces, by a MESSAGE of ours
          dialog_log up; to+='?Replaces=[$replaces]'
          echo "<recv request=\"MESSAGE\"><action>$(hdr X-Replaces '[^ ].*' replaces)</action></recv>"
        fi
        { header "Refer-To: <$to>" "Referred-By: <sip:$WHO@127.0.0.1>"; body; } | request REFER
        echo "<recv response=\"100\" optional=\"true\"/><recv response=\"202\"/><label id=\"$k\"/>"
        c="timeout=\"1000\" ontimeout=\"bye$k\""  # like a phone: hangs up once the NOTIFYs are over
        echo "<recv request=\"NOTIFY\" optional=\"true\" next=\"noted$k\" $c/><recv request=\"BYE\" $c next=\"byed\"/>"
        echo "<label id=\"noted$k\"/>"; reply '200 OK' "next=\"$k\""
        ((++CSEQ)); echo "<label id=\"bye$k\"/>"; body | request BYE; echo '<recv response="200" next="end"/>'
        shift;;
      *) echo "no step '$1'" >&2; exit 2;;
    esac
    shift
  done
  echo '<nop next="end"/><label id="byed"/>'; reply '200 OK'
}
xml() {  # FILE; the scenario's inside on stdin
  local inside used; inside=$(cat)
  used=$(grep -oE 'assign_to="[a-z]+"' <<<"$inside" | cut -d'"' -f2 | sort -u | paste -sd,)
  { echo '<?xml version="1.0" encoding="ISO-8859-1"?><scenario name="played">'; echo "$inside"
    echo "<label id=\"end\"/><nop/>${used:+<Reference variables=\"$used\"/>}</scenario>"; } >"$1.xml"
}
sipp_run() {  # FILE PORT
  # A late retransmission, as on a busy machine, is no reason to abort: what a scenario misses it waits for in vain.
  sipp 127.0.0.1:"$AST_SIP_PORT" -sf "$1.xml" -i 127.0.0.1 -p "$2" -mi 127.0.0.1 -ci 127.0.0.1 \
    -cp $((25000 + AST_LANE * 50 + N)) -mp $((26000 + AST_LANE * 320 + N * 20)) -cid_str "$N-%p-%u@127.0.0.1" -m 1 -nostdin \
    -default_behaviors all,-abortunexp \
    -timeout 60s -timeout_error -trace_err -error_file "$1.err" -trace_msg -message_file "$1.sip" \
    -trace_logs -log_file "$1.log" >"$1.out" 2>&1 </dev/null &
  PIDS+=($!); sleep 0.2
}

port_of() { case $1 in 0) echo "$AST_TRUNK_PORT";; 1) echo "$AST_RESERVE_PORT";; *) echo $((PORTS + $1 - 100));; esac; }
phone() {
  local WHO=$1 TAG=';tag=[pid]p[call_number]' CSEQ=100 f=$WORK/$((++N))-phone-$1; shift
  {
    echo "<recv request=\"INVITE\"><action>$(hdr Contact 'sip:[^&gt;]+' target)$(hdr From '.*' them)$(hdr To '.*' to)"
    echo "<assignstr assign_to=\"us\" value=\"[\$to]$TAG\"/></action></recv>"
    reply '180 Ringing'
    if [ "${1:-}" = ring ]; then
      echo "<recv request=\"CANCEL\" timeout=\"$2\" ontimeout=\"rung\">"
      echo "<action>$(hdr CSeq '[0-9]+' cseq)</action></recv>"
      reply '200 OK'; REPLY_CSEQ='CSeq: [$cseq] INVITE' reply '487 Request Terminated'
      echo '<recv request="ACK" next="end"/><label id="rung"/>'; shift 2
    fi
    case ${1:-} in
      answer)
        { contact; sdp 1; } | reply '200 OK' 'retrans="500"' -
        echo '<recv request="ACK"/>'; tone; shift; TAG=; steps "$@";;
      reject) reply "$2 No"; echo '<recv request="ACK"/>';;
      redirect)
        { header "Contact: <sip:$2@127.0.0.1:$AST_SIP_PORT>"; body; } | reply '302 Moved Temporarily' '' -
        echo '<recv request="ACK"/>';;
    esac
  } | xml "$f"; sipp_run "$f" "$(port_of "$WHO")"
}

call() {
  local WHO=$1 TO=$2 TAG= CSEQ=100 giveup=60000 f=$WORK/$((++N))-call-$1 c; shift 2
  if [ "${1:-}" = giveup ]; then giveup=$2; shift 2; fi
  start() {  # METHOD CSEQ VIA TO, before there is a dialog
    header "$1 sip:$TO@127.0.0.1:$AST_SIP_PORT SIP/2.0" "$3" 'Max-Forwards: 70' \
      "From: ${CALLER_NAME:+\"$CALLER_NAME\" }<sip:$WHO@127.0.0.1>;tag=[pid]c[call_number]" "$4" \
      'Call-ID: [call_id]' "CSeq: $2 $1"; }
  local new='Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch]' to="To: <sip:$TO@127.0.0.1>" n dialog
  dialog=$(hdr From '.*' us)$(hdr To '.*' them)
  n="<action>$(hdr CSeq '[0-9]+' cseq)</action>"
  responses() {  # [a further one]; sipp can't go back over an INVITE, so each INVITE has its own
    local late="timeout=\"$giveup\" ontimeout=\"giveup\""
    echo "<recv response=\"100\" optional=\"true\">$n</recv>${1:-}"
    echo "<recv response=\"180\" optional=\"true\" $late><action>$dialog$(logged ringing)</action></recv>"
    for c in 181 183; do echo "<recv response=\"$c\" optional=\"true\" $late/>"; done
    for c in 403 404 480 486 487 500 503 603; do
      echo "<recv response=\"$c\" optional=\"true\" next=\"failed\" $late>$n</recv>"
    done
    echo "<recv response=\"200\" $late next=\"up\"><action>$(hdr CSeq '[0-9]+' cseq)$dialog"
    echo "$(hdr Contact 'sip:[^&gt;]+' target)</action></recv>"
  }
  {
    { start INVITE 1 "$new" "$to"; contact; sdp 1; } | send 'retrans="500"'
    responses "<recv response=\"401\" auth=\"true\" optional=\"true\" next=\"auth\">$n</recv>"
    echo '<label id="auth"/>'; { start ACK '[$cseq]' '[last_Via:]' '[last_To:]'; body; } | send
    { start INVITE 2 "$new" "$to"; contact; echo "[authentication username=$WHO password=$(cat "$RUN/secret")]"
      sdp 1; } | send 'retrans="500"'
    responses
    echo '<label id="giveup"/>'; { start CANCEL '[$cseq]' '[last_Via:]' "$to"; body; } | send 'retrans="500"'
    # either order
    echo '<recv response="487" optional="true" next="failed"/><recv response="200"/><recv response="487"/>'
    echo '<label id="failed"/>'; { start ACK '[$cseq]' '[last_Via:]' '[last_To:]'; body; } | send
    echo '<recv response="200" timeout="300" ontimeout="end" next="end"/>'  # a late one for CANCEL
    echo '<label id="up"/>'; { start ACK '[$cseq]' "$new" '[last_To:]'; body; } | send
    dialog_log up; tone; steps "$@"
  } | xml "$f"; sipp_run "$f" $((PORTS + 4 + N))
}

transfer() {  # EXT [ringing]: the newest call from it, once answered or ringing, replaces the one its phone has
  local first last id us them state=${2:-up}
  first=$(ls "$WORK"/*-phone-"$1".log); last=$(ls -t "$WORK"/*-call-"$1".log | head -1)
  await 'the first call is up' grep -qs '^up ' "$first"; await "the second is $state" grep -qs "^$state " "$last"
  read -r _ id us them < <(grep "^$state " "$last" | sed -E 's/<[^>]*>;tag=/ /g; s/"[^"]*"//g')
  cat >/dev/udp/127.0.0.1/"$(port_of "$1")" < <({
    header "MESSAGE sip:$1 SIP/2.0" 'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKx' \
      'From: <sip:x>;tag=x' 'To: <sip:x>' \
      "Call-ID: $(awk '{print $2; exit}' "$first")" 'CSeq: 1 MESSAGE' \
      "X-Replaces: ${id/@/%40}%3Bto-tag%3D$them%3Bfrom-tag%3D$us"
    body; } | sed 's/\[len\]/0/; s/$/\r/' | head -c 1400)
}

register() {  # EXT [SECONDS]
  local WHO=$1 f=$WORK/$((++N))-register-$1
  msg() { header "REGISTER sip:127.0.0.1:$AST_SIP_PORT SIP/2.0" 'Max-Forwards: 70' \
    'Via: SIP/2.0/UDP 127.0.0.1:[local_port];branch=[branch]' \
    "From: <sip:$WHO@127.0.0.1>;tag=[pid]r" "To: <sip:$WHO@127.0.0.1>" 'Call-ID: [call_id]' \
    "CSeq: $1 REGISTER" "Contact: <sip:$WHO@127.0.0.1:$(port_of "$WHO")>;expires=${2:-3600}"; }
  {
    msg 1 "${2:-}" | { cat; body; } | send 'retrans="500"'
    echo '<recv response="100" optional="true"/><recv response="401" auth="true"/>'
    { msg 2 "${2:-}"; echo "[authentication username=$WHO password=$(cat "$RUN/secret")]"; body; } |
      send 'retrans="500"'
    echo '<recv response="100" optional="true"/><recv response="200"/>'
  } | xml "$f"; sipp_run "$f" $((PORTS + 4 + N))
  wait "${PIDS[-1]}" || { echo "$WHO was not registered: $f.*" >&2; return 1; }
  unset 'PIDS[-1]'
}

bot() {
  local ready=$WORK/bot
  perl -MIO::Socket::INET -e '
    my $bot = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], Listen => 1, ReuseAddr => 1) or die $@;
    open my $ready, ">", $ARGV[1]; close $ready; alarm 60;
    my $call = $bot->accept; 1 while sysread $call, my $audio, 4096' "$BOT_PORT" "$ready" &
  PIDS+=($!); await 'the bot listens' test -e "$ready"
}

# --- AMI
ami_open() {  # VARIABLE: a logged-in connection's descriptor
  exec {fd}<>/dev/tcp/127.0.0.1/"$AST_AMI_PORT"
  printf 'Action: Login\r\nUsername: test\r\nSecret: %s\r\n%s\r\n' "$(cat "$RUN/secret")" "${2:-}" >&"$fd"
  printf -v "$1" '%s' "$fd"
}
ami() {
  local fd c; ami_open c $'Events: off\r\n'
  printf '%s\r\n' "$@" 'ActionID: played' '' 'Action: Logoff' '' >&"$c"
  sed -n '/ActionID: played/,/^\r$/p' <&"$c" | tr -d '\r' | sed '/^$/d; s/^/  /'
  exec {c}>&-
}
channel() { cli 'core show channels concise' | grep -oE "^$AST_TECH/$1-[0-9a-f]+" | head -1; }  # NAME: its newest
out() { case $AST_TECH in SIP) echo "SIP/trunk/$1";; *) echo "PJSIP/$1@trunk";; esac; }  # NUMBER: it, over the trunk
gone() { ! kill -0 "$1" 2>/dev/null; }
await() {  # WHAT COMMAND...: until it succeeds, 20 s at most
  local what=$1 i; shift
  for i in {1..200}; do "$@" && return; sleep 0.1; done
  echo "still not so after 20 s: $what" >&2; return 1
}
