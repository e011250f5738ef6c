#!/usr/bin/env bash
# Sees, decides and tells: does all set-up, starts a broker on loopback if none answers, runs the agent,
# and prints each alert as an independent subscriber (mosquitto_sub) received it. Ctrl-C ends it.
#
#   bash deploy/run.sh [options]
#
#   --for TIME           end by itself after TIME (30s, 5m, 1h)
#   --source URL         camera, stream, file, synthetic:boards (default) or synthetic:street, over the configuration's
#   --model FILE|PACK    an .onnx file or a pack, over the configuration's
#   --config edge.yaml   configuration; see deploy/edge.yaml
#   --station            an inspection station at a simulated conveyor (deploy/examples/station.yaml): prints each part's verdict;
#                        with --parts N (default 200) and --bad-share X (default 0.1)
#   --summary json       one JSON object as the last line of the output
#   --data DIR           where the agent keeps its outbox and evidence (default: .edge/run/data); alerts that an
#                        earlier run left there undelivered are delivered first
#
# Exit status: 0 all went well; 2 the options or the configuration are wrong (each fault is printed); 1 anything else.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() { sed -n '2,18p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; }
wrong() { echo "run: $*" >&2; exit 2; }

watch=() limit=() conveyor=()
summary= station=false
data=$root/.edge/run/data
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --station) station=true; shift ;;
    --for|--source|--model|--config|--summary|--data|--parts|--bad-share)
      [ $# -ge 2 ] || wrong "$1 needs a value"
      case $1 in
        --summary) [ "$2" = json ] || wrong "--summary is '$2'; allowed: json"; summary=json ;;
        --data) data=$2 ;;
        --parts|--bad-share) conveyor+=("$1" "$2") ;;
        --for) limit=(--for "$2") ;;
        *) watch+=("$1" "$2") ;;
      esac
      shift 2 ;;
    *) usage >&2; wrong "unknown option '$1'" ;;
  esac
done

$station || [ ${#conveyor[@]} = 0 ] || wrong "${conveyor[0]} goes with --station"
bash "$root/deploy/setup.sh"
agent=$root/src/Edge.Agent/bin/Release/net10.0/edge-agent
edgectl() { dotnet "$root/src/Edge.Tool/bin/Release/net10.0/edgectl.dll" "$@"; }
export EDGE__DEVICE__DATAPATH=$data
mkdir -p "$data"

# Everything of this run lies in a folder that only this user can read: the subscriber's options may hold a password.
work=$(mktemp -d "${TMPDIR:-/tmp}/edge-run.XXXXXX")
broker_pid= subscriber_pid= printer_pid= agent_pid= conveyor_pid=
clean_up() {
  for pid in $agent_pid $subscriber_pid $conveyor_pid $broker_pid; do kill "$pid" 2>/dev/null || true; done
  # The printer ends with the subscriber that it follows.
  [ -z "$printer_pid" ] || wait "$printer_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

if $station; then
  # The conveyor is a process of its own, as a real line would be there before the agent and after it.
  line=$root/.edge/run/conveyor
  mkdir -p "$root/.edge/run"
  "$agent" conveyor --socket "$line" --template "$line.png" --report "$work/conveyor.json" --stay "${conveyor[@]}" >"$work/conveyor" &
  conveyor_pid=$!
  for _ in $(seq 600); do [ -S "$line.control" ] && break; kill -0 $conveyor_pid 2>/dev/null || break; sleep 0.1; done
  kill -0 $conveyor_pid 2>/dev/null || { conveyor_pid=; echo "run: the conveyor did not start" >&2; exit 1; }
  case " ${watch[*]} " in *" --config "*) ;; *) watch+=(--config "$root/deploy/examples/station.yaml") ;; esac
fi

# The agent reads the configuration, says every fault of it, and tells how a subscriber reaches the same broker.
status=0
"$agent" subscriber-options "${watch[@]}" >"$work/mosquitto_sub" || status=$?
[ $status = 0 ] || exit $status
option() { sed -n "s/^$1 //p" "$work/mosquitto_sub"; }
host=$(option -h) port=$(option -p)

answers() { (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null; }
if ! answers; then
  case $host in
    127.*|localhost|::1) ;;
    *) echo "run: no broker answers at $host:$port, and it is not this machine's loopback, so none is started; alerts wait on disk" >&2 ;;
  esac
  case $host in 127.*|localhost|::1)
    mkdir -p "$root/.edge/run/broker"
    cat >"$work/mosquitto.conf" <<CONF
listener $port $host
allow_anonymous true
persistence true
persistence_location $root/.edge/run/broker/
autosave_interval 30
log_dest file $root/.edge/run/broker/log
$([ "$(id -u)" = 0 ] && echo "user root")
CONF
    PATH=$PATH:/usr/sbin mosquitto -c "$work/mosquitto.conf" >/dev/null 2>&1 &
    broker_pid=$!
    for _ in $(seq 100); do answers && break; kill -0 $broker_pid 2>/dev/null || break; sleep 0.05; done
    answers || { cat "$root/.edge/run/broker/log" >&2; echo "run: the broker did not start on $host:$port" >&2; exit 1; }
    echo "run: started a broker on $host:$port" >&2 ;;
  esac
fi

# A session of its own that exists before the agent starts: no alert is missed, whatever the timing.
export XDG_CONFIG_HOME=$work
session=edge-run-$$
topic=$(option -t)
print=(alerts print)
if $station; then topic=${topic/\/alerts\//\/verdicts\/} print=(station print); fi
subscribe=(mosquitto_sub -V 5 -c -x 600 -i "$session" -q 1)
sed -i '/^-t /d' "$work/mosquitto_sub"
if answers; then
  "${subscribe[@]}" -t "$topic" -E || { echo "run: the broker at $host:$port refused the subscriber" >&2; exit 1; }
  touch "$work/received"
  "${subscribe[@]}" -t "$topic" -F '%p' >>"$work/received" &
  subscriber_pid=$!
  tail -n +1 -s 0.1 --pid=$subscriber_pid -f "$work/received" | edgectl "${print[@]}" &
  printer_pid=$!
fi

"$agent" run "${watch[@]}" "${limit[@]}" --exit-when-done --summary "$work/summary.json" &
agent_pid=$!
trap 'kill -TERM $agent_pid 2>/dev/null || true' INT TERM
if $station; then
  # The conveyor's last part is the end; what is on its way to the disk and to the broker has two seconds.
  ( until [ -s "$work/conveyor.json" ]; do kill -0 $agent_pid 2>/dev/null || exit 0; sleep 0.2; done; sleep 2; kill -TERM $agent_pid 2>/dev/null || true ) &
fi
while kill -0 $agent_pid 2>/dev/null; do wait $agent_pid && status=0 || status=$?; done
agent_pid=
[ -f "$work/summary.json" ] || exit $status

# The last messages are on their way: wait until the subscriber has what the agent says was delivered, two seconds at most.
if [ -n "$subscriber_pid" ]; then
  $station || edgectl alerts await --summary "$work/summary.json" --received "$work/received" --timeout 2s || true
  kill $subscriber_pid 2>/dev/null || true
  wait $printer_pid 2>/dev/null || true
  subscriber_pid= printer_pid=
fi
if $station; then
  kill $conveyor_pid 2>/dev/null || true
  wait $conveyor_pid 2>/dev/null || true
  conveyor_pid=
  echo "run: what the conveyor knows: $(cat "$work/conveyor")"
  edgectl receipts verify "$data/stations" || status=1
  exit $status
fi
edgectl alerts summary --summary "$work/summary.json" --received "$work/received" ${summary:+--json}
exit $status
