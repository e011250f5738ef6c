#!/usr/bin/env bash
# The fleet's cloud on one machine: does all set-up, writes the broker's configuration, starts broker and cloud, and says where
# they are and how to let the first operator and the first device in. Ctrl-C ends both.
#
#   bash deploy/cloud.sh [options]              start
#   bash deploy/cloud.sh [--data DIR] COMMAND   one of edge-cloud's commands on the same data, beside a running cloud or without:
#       operator add NAME --role admin          prints a link to choose a password
#       enrolment-token --site SITE             prints a token that lets one device in, once
#       api-token --operator NAME               prints a token for edgectl and other programs
#       --help                                  all of them
#
#   --data DIR            where everything is kept (default: .edge/cloud)
#   --name HOST           a name or address by which devices reach this machine; may be repeated (localhost, 127.0.0.1 and this
#                         machine's name are always known)
#   --operator-port N     operators, on loopback only (default: 8080); a proxy with TLS goes before it
#   --device-port N       devices, HTTPS (default: 8443)
#   --broker-port N       devices, MQTT over TLS (default: 8883); N+1 is the cloud's own door, on loopback
#   --settings FILE       JSON laid over the settings made here: PostgreSQL, S3, limits (deploy/CLOUD.md)
#
# Exit status: 0 ended by a signal; 2 wrong options or settings; 1 anything else.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() { sed -n '2,21p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; }
wrong() { echo "cloud: $*" >&2; exit 2; }

data=$root/.edge/cloud
operator_port= device_port= broker_port= settings= names=() command=()
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) if [ ${#command[@]} = 0 ]; then usage; exit 0; fi ;;
    --data|--name|--operator-port|--device-port|--broker-port|--settings)
      [ $# -ge 2 ] || wrong "$1 needs a value"
      case $1 in
        --data) data=$2 ;;
        --name) [[ $2 =~ ^[A-Za-z0-9.:-]+$ ]] || wrong "--name is '$2'; a host name or an address is allowed"; names+=("$2") ;;
        --settings) [ -f "$2" ] || wrong "there is no file '$2'"; settings=$2 ;;
        *) [[ $2 =~ ^[0-9]{1,5}$ ]] && [ "$2" -ge 1 ] && [ "$2" -le 65534 ] || wrong "$1 is '$2'; 1 to 65534 are allowed"
           name=${1#--}; declare "${name//-/_}=$2" ;;
      esac
      shift 2 ;;
    -*) usage >&2; wrong "unknown option '$1'" ;;
    *) command=("$@"); break ;;
  esac
done

bash "$root/deploy/setup.sh" --cloud
umask 077
mkdir -p "$data"
data=$(cd "$data" && pwd)
config=$data/cloud.json
cloud() { "$root/src/Edge.Cloud/bin/Release/net10.0/edge-cloud" "$@"; }

# What was given once holds until something else is given: for the next start, and for commands beside a running cloud.
remembered() { sed -n "s/^$1=//p" "$data/options" 2>/dev/null || true; }
operator_port=${operator_port:-$(remembered operator_port)} operator_port=${operator_port:-8080}
device_port=${device_port:-$(remembered device_port)} device_port=${device_port:-8443}
broker_port=${broker_port:-$(remembered broker_port)} broker_port=${broker_port:-8883}
if [ ${#names[@]} = 0 ]; then read -ra names <<<"$(remembered names)" || true; fi
[ -z "$settings" ] || cp "$settings" "$data/settings.json"
if [ ${#command[@]} = 0 ] || [ ! -f "$config" ]; then
  printf 'operator_port=%s\ndevice_port=%s\nbroker_port=%s\nnames=%s\n' "$operator_port" "$device_port" "$broker_port" "${names[*]:-}" >"$data/options"
  quoted=$(printf ', "%s"' "${names[@]}")
  cat >"$config" <<JSON
{
  "dataPath": "$data",
  "listen": { "operatorPort": $operator_port, "devicePort": $device_port },
  "broker": { "devicePort": $broker_port, "cloudPort": $((broker_port + 1)), "pidFile": "$data/broker/mosquitto.pid" },
  "authority": { "serverNames": [$([ ${#names[@]} = 0 ] || echo "${quoted#, }")] }
}
JSON
fi
options=(--config "$config")
[ ! -f "$data/settings.json" ] || options+=(--config "$data/settings.json")

if [ ${#command[@]} -gt 0 ]; then
  status=0
  cloud "${command[@]}" "${options[@]}" || status=$?
  exit $status
fi

broker_pid= cloud_pid=
clean_up() {
  for pid in $cloud_pid $broker_pid; do kill "$pid" 2>/dev/null || true; done
  for pid in $cloud_pid $broker_pid; do wait "$pid" 2>/dev/null || true; done
}
trap clean_up EXIT
ended=false
trap 'ended=true; clean_up' INT TERM

cloud broker-config --out "$data/broker" "${options[@]}" >/dev/null || exit $?
OPENSSL_CONF=$data/broker/openssl.cnf PATH=$PATH:/usr/sbin mosquitto -c "$data/broker/mosquitto.conf" 2>"$data/broker/log" &
broker_pid=$!
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
for _ in $(seq 200); do answers "$broker_port" && break; kill -0 $broker_pid 2>/dev/null || break; sleep 0.05; done
kill -0 $broker_pid 2>/dev/null && answers "$broker_port" || { cat "$data/broker/log" >&2; echo "cloud: the broker did not start on port $broker_port" >&2; exit 1; }

"$root/src/Edge.Cloud/bin/Release/net10.0/edge-cloud" serve "${options[@]}" &
cloud_pid=$!
for _ in $(seq 600); do answers "$operator_port" && break; kill -0 $cloud_pid 2>/dev/null || break; sleep 0.05; done
if ! kill -0 $cloud_pid 2>/dev/null; then status=0; wait $cloud_pid || status=$?; cloud_pid=; exit $((status == 0 ? 1 : status)); fi

again="bash deploy/cloud.sh"
[ "$data" = "$root/.edge/cloud" ] || again+=" --data $data"
host=${names[0]:-$(hostname)}
cat <<TEXT

  operators   http://127.0.0.1:$operator_port
  devices     https://$host:$device_port
  broker      mqtts://$host:$broker_port (with a device's certificate)
  data        $data

  The first operator (prints a link to choose a password):
      $again operator add NAME --role admin
  A device (prints a token that lets one in, once, within 24 hours; the device then runs 'edge-agent enroll'):
      $again enrolment-token --site SITE

TEXT

# Whichever ends first ends the other: a cloud without its broker is none.
status=0
wait -n $cloud_pid $broker_pid || status=$?
$ended && exit 0
if ! kill -0 $broker_pid 2>/dev/null; then tail -n 5 "$data/broker/log" >&2; echo "cloud: the broker ended" >&2; else echo "cloud: edge-cloud ended" >&2; fi
exit $((status == 0 ? 1 : status))
