#!/usr/bin/env bash
# Load on the fleet's cloud: many light devices that speak the real protocol (edgectl fleet simulate) against
#   sqlite     one edge-cloud on SQLite, then
#   postgres   two edge-clouds on PostgreSQL behind one broker; in the middle of the burst of alerts one of them and the broker are killed (SIGKILL) and started again.
# Each part: enrolment through the API, a connect storm, telemetry, a burst of alerts, a rollout to all; at the end every id is compared with what is stored.
#
#   bash deploy/fleet-load.sh [options]
#
#   --devices N        how many devices (default: 10000)
#   --alerts N         alerts that each raises in the burst (default: 5)
#   --burst N          seconds over which the burst is spread (default: 20)
#   --steady N         seconds with telemetry only, one message each 30 s from every device (default: 60)
#   --only PART        sqlite or postgres
#   --no-rollout       without the rollout
#   --no-kill          nothing is killed
#   --keep             the folder with databases and logs stays
#   --no-build         takes the builds that are there
#   --debug            takes debug builds that are there
#
# Needs mosquitto and, for the second part, PostgreSQL (Debian: postgresql); a process may open twice as many files as there are devices.
# Exit status: 0 nothing lost, doubled or promised in vain; 1 otherwise; 2 wrong options.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage() { sed -n '2,22p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; }

devices=10000 alerts=5 burst=20 steady=60 only= rollout=true kill=true keep=false build=true configuration=Release
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) usage; exit 0 ;;
    --devices|--alerts|--burst|--steady) [[ ${2:-} =~ ^[0-9]+$ ]] || { echo "fleet-load: $1 needs a number" >&2; exit 2; }; declare "${1#--}=$2"; shift 2 ;;
    --only) [[ ${2:-} =~ ^(sqlite|postgres)$ ]] || { echo "fleet-load: --only is '${2:-}'; sqlite or postgres is allowed" >&2; exit 2; }; only=$2; shift 2 ;;
    --no-rollout) rollout=false; shift ;;
    --no-kill) kill=false; shift ;;
    --keep) keep=true; shift ;;
    --no-build) build=false; shift ;;
    --debug) build=false configuration=Debug; shift ;;
    *) usage >&2; echo "fleet-load: unknown option '$1'" >&2; exit 2 ;;
  esac
done

if $build; then
  bash "$root/deploy/setup.sh" --cloud
  dotnet build "$root/src/Edge.Tool" -c Release -nologo -v q >/dev/null
fi
edgectl=$root/src/Edge.Tool/bin/$configuration/net10.0/edgectl
edgecloud=$root/src/Edge.Cloud/bin/$configuration/net10.0/edge-cloud
ulimit -n "$(ulimit -Hn)"
[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -gt $((devices + 500)) ] || { echo "fleet-load: a process may open $(ulimit -n) files; $devices devices need more" >&2; exit 1; }

umask 077
work=$(mktemp -d "${TMPDIR:-/tmp}/edge-fleet-load.XXXXXX")
declare -A pids=()
clean_up() {
  for name in "${!pids[@]}"; do command kill "${pids[$name]}" 2>/dev/null || true; done
  for name in "${!pids[@]}"; do wait "${pids[$name]}" 2>/dev/null || true; done
  [ ! -d "$work/pg" ] || as_postgres "$pgbin/pg_ctl" -D "$work/pg/data" -m immediate stop >/dev/null 2>&1 || true
  if $keep; then echo "logs and data: $work"; else rm -rf "$work"; fi
}
trap clean_up EXIT
trap 'exit 1' INT TERM

say() { echo "$(date +%H:%M:%S) $*"; }
free_port() { /usr/bin/env python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)); }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
await() { for _ in $(seq 600); do answers "$1" && return; sleep 0.1; done; echo "fleet-load: nothing answers on port $1" >&2; exit 1; }
memory() { awk '/VmHWM/ { printf "%d MiB", $2 / 1024 }' "/proc/$1/status" 2>/dev/null || echo "?"; }
as_postgres() { if [ "$(id -u)" = 0 ]; then (cd / && setpriv --reuid postgres --regid postgres --init-groups "$@"); else "$@"; fi; }

# Settings of one instance: name, operators' port, devices' port, database as JSON.
configure() {
  cat >"$folder/$1.json" <<JSON
{ "dataPath": "$folder/data", "database": $4,
  "listen": { "operatorPort": $2, "deviceAddress": "127.0.0.1", "devicePort": $3 },
  "broker": { "devicePort": $broker_port, "cloudPort": $cloud_port, "pidFile": "$folder/broker/mosquitto.pid" },
  "rates": { "enrolPerMinute": 10000000, "operatorPerMinute": 10000000 } }
JSON
}
start_broker() {
  OPENSSL_CONF=$folder/broker/openssl.cnf PATH=$PATH:/usr/sbin mosquitto -c "$folder/broker/mosquitto.conf" 2>>"$folder/broker.log" &
  pids[broker]=$!
  await "$broker_port"
}
start_cloud() { # name, operators' port
  "$edgecloud" serve --config "$folder/$1.json" >>"$folder/$1.log" 2>&1 &
  pids[$1]=$!
  await "$2"
}
stop() { command kill "${pids[$1]}" 2>/dev/null || true; wait "${pids[$1]}" 2>/dev/null || true; unset "pids[$1]"; }

# A release that every device may take: signed offline, pushed, as an operator does.
publish() {
  local at=(--cloud "http://127.0.0.1:$operator_port" --token-file "$folder/token")
  {
    "$edgectl" release init --repo "$folder/releases" "${at[@]}"
    "$edgectl" release publish "$root/deploy/edge.yaml" --repo "$folder/releases" --kind configuration --version 1.0.0
    "$edgectl" release push --repo "$folder/releases" "${at[@]}"
  } >"$folder/release.log" 2>&1 || { cat "$folder/release.log" >&2; return 1; }
  target=$(curl -fsS "http://127.0.0.1:$operator_port/api/v1/releases" -H "Authorization: Bearer $(cat "$folder/token")" | grep -o '"configurations\?/[^"]*"' | head -n 1 | tr -d '"')
  [ -n "$target" ] || { echo "fleet-load: the cloud shows no release" >&2; return 1; }
}
roll_out() {
  curl -fsS -X POST "http://127.0.0.1:$operator_port/api/v1/rollouts" -H "Authorization: Bearer $(cat "$folder/token")" -H 'Content-Type: application/json' \
    -d "{\"name\":\"load\",\"kind\":\"configuration\",\"target\":\"$target\",\"rings\":[{\"name\":\"all\"}],\"soakSeconds\":1}" >"$folder/rollout.json"
}

# Runs the simulation and, at the right moments, what else is to happen.
simulate() {
  local arguments=(--devices "$devices" --cloud "http://127.0.0.1:$operator_port" --devices-address "https://localhost:$device_port" --token-file "$folder/token"
    --state "$folder/devices" --alerts "$alerts" --burst "$burst" --steady "$steady" --json "$folder/report.json")
  $rollout && arguments+=(--rollout 300)
  mkfifo "$folder/says"
  "$edgectl" fleet simulate "${arguments[@]}" >"$folder/says" 2>&1 &
  pids[simulation]=$!
  while IFS= read -r line; do
    echo "  $line"
    case $line in
      "phase burst"*) if $1; then kill_in_the_middle & fi ;;
      "phase rollout"*) roll_out || say "the rollout could not be started" ;;
    esac
  done <"$folder/says"
  local status=0
  wait "${pids[simulation]}" || status=$?
  unset "pids[simulation]"
  say "peak memory: broker $(memory "$(cat "$folder/broker/mosquitto.pid")"), cloud $(memory "${pids[a]}")$([ -z "${pids[b]:-}" ] || echo ", second cloud $(memory "$(cat "$folder/b.pid")")")"
  [ $status = 0 ] || result=1
}

kill_in_the_middle() {
  sleep $((burst / 3))
  say "SIGKILL: the broker and the second cloud"
  command kill -9 "$(cat "$folder/broker/mosquitto.pid")" "$(cat "$folder/b.pid")"
  rm "$folder/broker/mosquitto.pid"
  sleep 5
  OPENSSL_CONF=$folder/broker/openssl.cnf PATH=$PATH:/usr/sbin mosquitto -c "$folder/broker/mosquitto.conf" 2>>"$folder/broker.log" &
  say "the broker is back"
  sleep 10
  "$edgecloud" serve --config "$folder/b.json" >>"$folder/b.log" 2>&1 &
  echo $! >"$folder/b.pid"
  say "the second cloud is back"
  wait
}

# part, whether things are killed
run() {
  "$edgecloud" broker-config --out "$folder/broker" --config "$folder/a.json" >/dev/null
  start_broker
  start_cloud a "$operator_port"
  "$edgecloud" operator add load --role admin --config "$folder/a.json" >/dev/null
  "$edgecloud" api-token --operator load --config "$folder/a.json" | tail -n 1 >"$folder/token"
  ! $rollout || publish
  if [ -f "$folder/b.json" ]; then start_cloud b "$second_port"; echo "${pids[b]}" >"$folder/b.pid"; fi
  simulate "$1"
  if [ -f "$folder/b.pid" ]; then command kill "$(cat "$folder/b.pid")" 2>/dev/null || true; unset 'pids[b]'; fi
  stop a
  local broker
  broker=$(cat "$folder/broker/mosquitto.pid")
  command kill "$broker" 2>/dev/null || true
  while command kill -0 "$broker" 2>/dev/null && [ "$(awk '{ print $3 }' "/proc/$broker/stat" 2>/dev/null)" != Z ]; do sleep 0.1; done
  unset 'pids[broker]'
}

result=0
ports() { operator_port=$(free_port) device_port=$(free_port) broker_port=$(free_port) cloud_port=$(free_port); }

if [ "$only" != postgres ]; then
  say "$devices devices, one cloud on SQLite"
  folder=$work/sqlite
  mkdir "$folder"
  ports
  configure a "$operator_port" "$device_port" '{ "kind": "sqlite" }'
  run false
  say "database: $(du -h "$folder/data/cloud.db" | cut -f1)"
fi

if [ "$only" != sqlite ]; then
  pgbin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$pgbin" ] || { echo "fleet-load: PostgreSQL is not installed (Debian: postgresql)" >&2; exit 1; }
  say "$devices devices, two clouds on PostgreSQL$($kill && echo '; one of them and the broker are killed in the middle')"
  folder=$work/postgres
  mkdir "$folder"
  chmod 711 "$work"
  install -d -m 700 "$work/pg"
  [ "$(id -u)" != 0 ] || chown postgres "$work/pg"
  pg_port=$(free_port)
  as_postgres "$pgbin/initdb" -D "$work/pg/data" -U edge -A trust >/dev/null
  as_postgres "$pgbin/pg_ctl" -D "$work/pg/data" -l "$work/pg/log" -w -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$work/pg -c max_connections=300" start >/dev/null
  as_postgres "$pgbin/createdb" -h 127.0.0.1 -p "$pg_port" -U edge fleet
  ports
  second_port=$(free_port)
  database="{ \"kind\": \"postgres\", \"connectionString\": \"Host=127.0.0.1;Port=$pg_port;Database=fleet;Username=edge;Maximum Pool Size=40\" }"
  configure a "$operator_port" "$device_port" "$database"
  configure b "$second_port" "$(free_port)" "$database"
  run $kill
  say "PostgreSQL $(as_postgres "$pgbin/psql" -h 127.0.0.1 -p "$pg_port" -U edge -At -c 'SHOW server_version' fleet), database $(as_postgres "$pgbin/psql" -h 127.0.0.1 -p "$pg_port" -U edge -At -c "SELECT pg_size_pretty(pg_database_size('fleet'))" fleet)"
fi

[ $result = 0 ] && say "PASS" || say "FAIL"
exit $result
