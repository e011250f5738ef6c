#!/usr/bin/env bash
# A soak: one agent with four cameras, faults injected all the time, and a verdict on whether memory, handles or threads grow.
#
#   bash deploy/soak.sh [options]
#
#   --minutes N   how long (default 20)
#   --seed N      chooses every fault and its moment (default: the clock); the same seed is the same run
#   --out DIR     where samples, plot and logs go (default: .edge/soak)
#   --no-setup    the build is in place
#
# Cameras: two drawn streets that stall, break off, change size and send torn pictures; a file in a loop that is cut short,
# replaced, deleted and put back; a street of quick walkers. The broker is killed and restarted, malformed messages are sent,
# the configuration is changed, broken and put back, the model is opened anew, pictures are asked for.
#
# Sampled every 5 s into samples.csv; plot.svg shows it. The first half is warm-up: caches, heaps and pools find their size. FAIL when the median of the last quarter
# is above that of the third, or the fitted line (Theil-Sen) rises, by more than the tolerance; or a camera stood still,
# or the agent ended or was restarted.
# Exit status: 0 PASS, 1 FAIL, 2 wrong options.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
minutes=20 seed=$(date +%s) out=$root/.edge/soak setup=true
wrong() { echo "soak: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) sed -n '2,20p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    --no-setup) setup=false; shift ;;
    --minutes|--seed)
      [[ ${2:-} =~ ^[1-9][0-9]{0,9}$ ]] || wrong "$1 is '${2:-}'; allowed: a whole number from 1"
      if [ "$1" = --minutes ]; then minutes=$2; else seed=$2; fi
      shift 2 ;;
    --out) [ -n "${2:-}" ] || wrong "--out needs a folder"; out=$2; shift 2 ;;
    *) wrong "unknown option '$1'; allowed: --minutes, --seed, --out, --no-setup" ;;
  esac
done
if $setup; then bash "$root/deploy/setup.sh" --tests; fi
agent=$root/src/Edge.Agent/bin/Release/net10.0/edge-agent
[ -x "$agent" ] || wrong "$agent is not built"
export PATH=$PATH:/usr/sbin
RANDOM=$((seed % 32768))

mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -f "$out"/samples.csv "$out"/events.log "$out"/plot.svg "$out"/agent.log "$out"/summary.json
work=$(mktemp -d "${TMPDIR:-/tmp}/edge-soak.XXXXXX")
# From a copy: a build during the soak does no harm.
cp -r "${agent%/*}" "$work/agent"
agent=$work/agent/edge-agent
agent_pid= broker_pid=
clean_up() {
  for pid in $agent_pid $broker_pid; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# Not from the seed: the ports that are free are not the run's choice.
free_port() {
  local port
  while :; do port=$((20000 + SRANDOM % 12000)); answers "$port" || { echo "$port"; return; }; done
}
port=$(free_port)
metrics_port=$(free_port)

film() { ffmpeg -nostdin -loglevel error -y -f lavfi -i "testsrc=size=$2:rate=8:duration=$3" -pix_fmt yuv420p -c:v mpeg4 -q:v 5 "$1"; }
film "$work/good.mp4" 320x180 15
film "$work/other.mp4" 256x144 7
cp "$work/good.mp4" "$work/film.mp4"
# Half of it: the index at the end is gone. And one that is no film at all.
head -c $(($(stat -c %s "$work/good.mp4") / 2)) "$work/good.mp4" >"$work/torn.mp4"
head -c 200000 /dev/urandom >"$work/noise.mp4"

cat >"$work/mosquitto.conf" <<CONF
listener $port 127.0.0.1
allow_anonymous true
persistence true
persistence_location $work/
autosave_interval 5
log_dest none
$([ "$(id -u)" = 0 ] && echo "user root")
CONF
start_broker() {
  mosquitto -c "$work/mosquitto.conf" >/dev/null 2>&1 &
  broker_pid=$!
}

# $1: cool-down of the quick camera, $2: score threshold of the model. A change of the first replaces a camera, of the second the model.
configuration() {
  cat <<YAML
device: { id: soak, site: home, dataPath: $work/data }
model: { scoreThreshold: $2, threads: 1 }
cameras:
  - id: stalling
    source: synthetic:street?seed=1&width=320&height=180&fps=5&stallEvery=45s&stallFor=8s&resizeEvery=20s
    capture: { stallTimeout: 4s, reconnectMinimum: 500ms, reconnectMaximum: 4s }
    zones: [{ id: middle, points: [[0.25, 0.25], [0.75, 0.25], [0.75, 0.95], [0.25, 0.95]] }]
    rules:
      - { id: in, when: enters, zone: middle, classes: [person], coolDown: 0s }
      - { id: there, when: present, classes: [car] }
  - id: breaking
    source: synthetic:street?seed=2&width=352&height=240&fps=5&dieEvery=30s&garbageEvery=11s&resizeEvery=13s
    capture: { reconnectMinimum: 500ms, reconnectMaximum: 4s }
    lines: [{ id: across, from: [0.5, 0.2], to: [0.5, 1] }]
    privacyMasks: [[[0, 0], [0.2, 0], [0.2, 0.1], [0, 0.1]]]
    rules: [{ id: over, when: crosses, line: across }]
  - id: film
    source: file:$work/film.mp4
    capture: { realTime: true, loop: true, reconnectMinimum: 500ms, reconnectMaximum: 4s }
    motion: { refreshEvery: 500ms }
    rules: [{ id: any, when: present }]
  - id: quick
    source: synthetic:street?seed=3&width=320&height=180&fps=10&speed=2&people=5
    zones: [{ id: middle, points: [[0.25, 0.25], [0.75, 0.25], [0.75, 0.95], [0.25, 0.95]] }]
    rules: [{ id: in, when: enters, zone: middle, classes: [person], coolDown: $1 }]
mqtt: { port: $port, keepAlive: 5s, homeAssistant: { enabled: true }, frigateEvents: true }
outbox: { budget: 16MiB }
evidence: { budget: 2MiB }
health: { telemetryEvery: 5s, prometheusPort: $metrics_port }
YAML
}
configuration 1s 0.1 >"$work/edge.yaml"

scrape() {
  timeout 4 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$1" && printf "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" >&3 && cat <&3' - "$metrics_port" 2>/dev/null | tr -d '\r' >"$work/metrics" || true
}
# The sum over all label sets of one metric.
metric() { awk -v name="edge_$1" 'index($1, name "{") == 1 || $1 == name { sum += $NF; seen = 1 } END { if (seen) printf "%.0f", sum }' "$work/metrics"; }
frames_of() { awk -v name="edge_frames_judged_total{" -v camera="camera=\"$1\"" 'index($1, name) == 1 && index($0, camera) { printf "%.0f", $NF }' "$work/metrics"; }

started=$SECONDS
say() { printf '%4d s  %s\n' $((SECONDS - started)) "$*" >>"$out/events.log"; }
publish() { timeout 5 mosquitto_pub -h 127.0.0.1 -p "$port" -q 1 "$@" 2>/dev/null || true; }
request() { publish -V 5 -t "edge/v1/home/soak/command/$1" -D publish response-topic home/soak/answers -D publish correlation-data "$RANDOM" "${@:2}"; }
break_broker() {
  say "broker killed"
  kill -9 "$broker_pid" 2>/dev/null || true
  wait "$broker_pid" 2>/dev/null || true
  if [ $((RANDOM % 3)) = 0 ]; then say "broker loses its state"; rm -f "$work/mosquitto.db"; fi
  broker_back=$((SECONDS + 1 + RANDOM % 9))
}
break_film() {
  case $((RANDOM % 4)) in
    0) say "film cut short"; cp "$work/torn.mp4" "$work/film.mp4" ;;
    1) say "film replaced by another size"; cp "$work/other.mp4" "$work/next.mp4"; mv "$work/next.mp4" "$work/film.mp4" ;;
    2) say "film deleted"; rm -f "$work/film.mp4" ;;
    3) say "film replaced by noise"; cp "$work/noise.mp4" "$work/film.mp4" ;;
  esac
  film_back=$((SECONDS + 10 + RANDOM % 20))
}
send_nonsense() {
  say "malformed messages"
  head -c 1000000 /dev/urandom >"$work/megabyte"
  request reload -f "$work/megabyte"
  request no-such-command -m '{}'
  request snapshot -m '{"camera":"no-such-camera"}'
  request snapshot -m '{"camera":'
  publish -t edge/v1/home/soak/command/ping -m not-json
  publish -t edge/v1/home/soak/receipts -m '{"ids":[1,null,"x"]}'
  publish -t edge/v1/home/soak/desired -r -m '{"version":-1,"configuration":[[['
  publish -t edge/v1/home/soak/desired -r -f "$work/megabyte"
}
change_configuration() {
  case $((RANDOM % 4)) in
    0) say "a camera's rule changed"; configuration "$((1 + RANDOM % 5))s" 0.1 >"$work/edge.yaml" ;;
    1) say "model opened anew"; configuration 1s "0.1$((RANDOM % 9))" >"$work/edge.yaml" ;;
    2) say "configuration broken"; printf 'cameras: [{ id: "", rules: ' >"$work/edge.yaml" ;;
    3) say "configuration put back"; configuration 1s 0.1 >"$work/edge.yaml" ;;
  esac
  if [ $((RANDOM % 2)) = 0 ]; then request reload -m '{}'; else kill -HUP "$agent_pid"; fi
}
take_pictures() {
  say "pictures asked for"
  for camera in stalling breaking film quick; do request snapshot -m "{\"camera\":\"$camera\"}"; done
}
inject() {
  case $((RANDOM % 6)) in
    0) if [ "$broker_back" = 0 ]; then break_broker; fi ;;
    1|2) if [ "$film_back" = 0 ]; then break_film; fi ;;
    3) send_nonsense ;;
    4) change_configuration ;;
    5) take_pictures ;;
  esac
}

start_broker
EDGE_MODELS=$root/models "$agent" run --config "$work/edge.yaml" --summary "$out/summary.json" 2>"$out/agent.log" &
agent_pid=$!
echo "soak: $minutes minutes, seed $seed, samples in $out"
echo "seconds,rss_kib,anon_kib,managed_bytes,handles,threads,frames_stalling,frames_breaking,frames_film,frames_quick,alerts,reconnects,restarts" >"$out/samples.csv"
broker_back=0 film_back=0 faults=0 next_fault=$((SECONDS + 30)) next_sample=$((SECONDS + 10)) end=$((SECONDS + minutes * 60)) alive=true
while [ $SECONDS -lt $end ]; do
  if ! kill -0 "$agent_pid" 2>/dev/null; then alive=false; break; fi
  if [ "$broker_back" != 0 ] && [ $SECONDS -ge "$broker_back" ]; then start_broker; say "broker started"; broker_back=0; fi
  if [ "$film_back" != 0 ] && [ $SECONDS -ge "$film_back" ]; then cp "$work/good.mp4" "$work/next.mp4"; mv "$work/next.mp4" "$work/film.mp4"; say "film put back"; film_back=0; fi
  if [ $SECONDS -ge $next_fault ]; then inject; faults=$((faults + 1)); next_fault=$((SECONDS + 4 + RANDOM % 12)); fi
  if [ $SECONDS -ge $next_sample ]; then
    next_sample=$((next_sample + 5))
    scrape
    status=$(cat "/proc/$agent_pid/status" 2>/dev/null) || continue
    field() { awk -v key="$1:" '$1 == key { print $2 }' <<<"$status"; }
    echo "$((SECONDS - started)),$(field VmRSS),$(field RssAnon),$(metric process_managed_memory_bytes),$(ls "/proc/$agent_pid/fd" | wc -l),$(field Threads),$(frames_of stalling),$(frames_of breaking),$(frames_of film),$(frames_of quick),$(metric alerts_total),$(metric reconnects_total),$(metric part_restarts_total)" >>"$out/samples.csv"
  fi
  sleep 0.5
done

agent_status=gone
if $alive; then
  asked=$(date +%s%N)
  kill -TERM "$agent_pid"
  agent_status=0
  wait "$agent_pid" || agent_status=$?
  ended_ms=$((($(date +%s%N) - asked) / 1000000))
else
  wait "$agent_pid" || agent_status=$?
  ended_ms=0
fi
agent_pid=

report() { awk -F, -v OFMT=%.6g "$@" "$out/samples.csv"; }
column() { awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) print i }' "$out/samples.csv"; }
median() { sort -g | awk '{ v[NR] = $1 } END { if (NR) printf "%.6g", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
length=$(awk -F, 'END { print $1 }' "$out/samples.csv")
between() { awk -F, -v c="$1" -v from="$2" -v to="$3" 'NR > 1 && $1 >= from && $1 < to && $c != "" { print $c }' "$out/samples.csv"; }
# Theil and Sen: the median of the slopes between all pairs. Garbage collections and reloads do not bend it.
slope() {
  awk -F, -v c="$1" -v from="$2" 'NR > 1 && $1 >= from && $c != "" { n++; t[n] = $1; v[n] = $c }
    END { for (i = 1; i <= n; i++) for (j = i + 6; j <= n; j++) print (v[j] - v[i]) / (t[j] - t[i]) }' "$out/samples.csv" | median
}

failed=false
fail() { echo "soak: $*"; failed=true; }
printf '%-16s %12s %12s %12s %14s %12s  %s\n' quantity "3rd quarter" "4th quarter" difference "slope / hour" tolerance verdict
# Quantity, column, divisor to the unit shown, tolerance in that unit.
while read -r name col divisor tolerance; do
  c=$(column "$col")
  q3=$(between "$c" $((length / 2)) $((length * 3 / 4)) | median) q4=$(between "$c" $((length * 3 / 4)) $((length + 1)) | median)
  rise=$(slope "$c" $((length / 2)))
  verdict=$(awk -v q3="${q3:-0}" -v q4="${q4:-0}" -v d="$divisor" -v tol="$tolerance" -v s="${rise:-0}" -v span=$((length / 2)) 'BEGIN {
    rise = s * span / d; shift_ = (q4 - q3) / d
    printf "%12.1f %12.1f %12.2f %14.2f %12s  %s", q3 / d, q4 / d, shift_, s * 3600 / d, tol, (shift_ > tol || rise > tol) ? "FAIL" : "PASS" }')
  printf '%-16s %s\n' "$name" "$verdict"
  [[ $verdict == *FAIL ]] && failed=true
done <<'TABLE'
rss_MiB rss_kib 1024 8
anonymous_MiB anon_kib 1024 8
managed_MiB managed_bytes 1048576 3
handles handles 1 3
threads threads 1 3
TABLE

for camera in stalling breaking film quick; do
  c=$(column "frames_$camera")
  moved=$(between "$c" $((length * 3 / 4)) $((length + 1)) | awk 'NR > 1 && $1 != last { n++ } { last = $1 } END { print n + 0 }')
  [ "$moved" -ge 3 ] || fail "camera '$camera' delivered no frames in the last quarter"
done
$alive || fail "the agent ended by itself with status $agent_status; see $out/agent.log"
[ "$agent_status" = 0 ] || fail "the agent's exit status is $agent_status"
[ "$ended_ms" -le 5000 ] || fail "the agent took $ended_ms ms to end"
[ "$(awk -F, 'END { print NR - 1 }' "$out/samples.csv")" -ge $((minutes * 6)) ] || fail "fewer than half of the samples were taken"

panel() { # NAME COLUMN DIVISOR OFFSET
  awk -F, -v c="$(column "$2")" -v d="$3" -v y0="$4" -v name="$1" 'NR > 1 && $c != "" { n++; t[n] = $1; v[n] = $c / d; if (v[n] > top) top = v[n]; if ($1 > last) last = $1 }
    END { top = top ? top * 1.1 : 1; printf "<text x=\"10\" y=\"%d\">%s (0 to %.0f)</text><path d=\"M60 %d h900\" stroke=\"#bbb\"/><polyline fill=\"none\" stroke=\"#06c\" points=\"", y0 + 12, name, top, y0 + 150
      for (i = 1; i <= n; i++) printf "%.1f,%.1f ", 60 + 900 * t[i] / last, y0 + 150 - 130 * v[i] / top
      print "\"/>" }' "$out/samples.csv"
}
{
  echo '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 980 640" font-family="sans-serif" font-size="12"><rect width="980" height="640" fill="#fff"/>'
  panel "resident memory, MiB" rss_kib 1024 0
  panel "managed memory, MiB" managed_bytes 1048576 155
  panel "handles" handles 1 310
  panel "threads" threads 1 465
  echo "<text x=\"60\" y=\"635\">0 to $length s, seed $seed</text></svg>"
} >"$out/plot.svg"

# A camera that is replaced counts from nought again.
awk -F, -v faults="$faults" -v ended="$ended_ms" 'NR > 1 { for (i = 7; i <= 12; i++) { total[i] += $i >= last[i] ? $i - last[i] : $i; last[i] = $i } }
  END { printf "soak: %d s, %d faults injected besides the cameras'"'"' own, %d frames, %d alerts, %d reconnects, %s restarts of parts, ended in %d ms\n", $1, faults, total[7] + total[8] + total[9] + total[10], total[11], total[12], $13, ended }' "$out/samples.csv"
if $failed; then echo "soak: FAIL (seed $seed)"; exit 1; fi
echo "soak: PASS (seed $seed)"
