# Sourced by the scripts beside it. Override any of these from the environment.
: "${AST_VERSION:=22}"                        # 22 (Debian sid) or 16 (Debian bullseye)
: "${AST_TECH:=PJSIP}"                        # PJSIP, or SIP (chan_sip, version 16 only)
: "${AST_HOME:=/var/tmp/itgrix-asterisk}"     # everything lives below; keep it short (socket path)
: "${AST_LANE:=0}"                            # 0 to 19: an Asterisk of its own on ports of its own; tests take 1 and up
: "${AST_AMI_PORT:=$((5038 + AST_LANE))}" "${AST_SIP_PORT:=$((5060 + AST_LANE))}"
: "${AST_TRUNK_PORT:=$((5080 + AST_LANE))}" "${AST_RESERVE_PORT:=$((5100 + AST_LANE))}"  # the trunks' far sides
: "${AST_TIMESTAMPS:=yes}"                    # manager.conf timestampevents
: "${AST_OWNER:=}"                            # a process: once it's gone, the Asterisk that it started is stopped
KIT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$AST_HOME/$AST_VERSION/root              # the unpacked packages
RUN=$AST_HOME/$AST_VERSION/lane$AST_LANE      # configs, socket, logs, recordings, secret
RTP_PORT=$((10000 + AST_LANE * 200))          # the first of 200
BOT_PORT=$((5120 + AST_LANE))                 # a voice bot's, in the scenario that has one
export LC_ALL=C

# Debian's own loader with the unpacked libraries: no chroot, the system's packages stay untouched.
case $(uname -m) in
  aarch64) triplet=aarch64-linux-gnu loader=ld-linux-aarch64.so.1;;
  *) triplet=x86_64-linux-gnu loader=ld-linux-x86-64.so.2;;
esac
lib=$ROOT/usr/lib/$triplet; ld=$lib/$loader; modules=$lib/asterisk/modules
[ -e "$ld" ] || { ld=$ROOT/lib/$triplet/$loader; modules=$ROOT/usr/lib/asterisk/modules; }
ASTERISK=("$ld" --library-path "$ROOT/lib/$triplet:$lib:$ROOT/usr/lib" "$ROOT/usr/sbin/asterisk")
cli() { "${ASTERISK[@]}" -C "$RUN/etc/asterisk.conf" -rx "$*"; }
alive() { [ -s "$RUN/pid" ] && kill -0 "$(cat "$RUN/pid")" 2>/dev/null; }
# Phones act by the clock, and a late one plays another call: they and Asterisk come before all other programs, where
# the user may have that. A nice value would not do: the kernel shares a core between sessions first.
chrt -r 1 true 2>/dev/null && ahead=yes || ahead=
