#!/usr/bin/env bash
# An inspection station at a simulated conveyor: broker, conveyor and agent as three processes, parts of which the conveyor knows what they really
# are, and kill -9 of the agent while parts are on their way. At the end the conveyor's truth, the verdicts that an independent subscriber
# received and the receipts are laid side by side: each part exactly one verdict and one receipt, nothing ejected that was to pass, nothing bad
# among the good ones, and the times from trigger to verdict and to output.
#
#   bash deploy/station-test.sh [options]
#
#   --parts N            how many parts (default 10000)
#   --kills N            kill -9 of the agent, spread over them (default 3)
#   --speed N            encoder counts a second; a part comes every 50 counts (default 480: 9.6 parts a second)
#   --measure NAME       counts (default: by the encoder) or time
#   --stop-every N       the belt stands for half a second every N seconds (default 60; 0 never; by time it never does)
#   --seed N             chooses the parts (default 1)
#   --keep DIR           where the conveyor's report and the receipts are left
#   --no-setup           the build is in place
#
# Prints progress, the comparison, and last "station-test: PASS (seed N)" or "station-test: FAIL (seed N)".
# Exit status: 0 PASS, 1 FAIL, 2 wrong options. 10,000 parts take 18 minutes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
parts=10000 kills=3 speed=480 measure=counts stop_every=60 seed=1 keep= setup=true
wrong() { echo "station-test: $*" >&2; exit 2; }
whole() { [[ ${2:-} =~ ^(0|[1-9][0-9]{0,6})$ ]] || wrong "$1 is '${2:-}'; allowed: a whole number from 0 to 9999999"; }
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) sed -n '2,21p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    --parts|--kills|--speed|--stop-every|--seed)
      whole "$1" "${2:-}"
      case $1 in
        --parts) [ "$2" -ge 1 ] || wrong "--parts is 0; allowed: 1 or more"; parts=$2 ;;
        --kills) kills=$2 ;;
        --speed) [ "$2" -ge 10 ] && [ "$2" -le 1000 ] || wrong "--speed is $2; allowed: 10 to 1000"; speed=$2 ;;
        --stop-every) stop_every=$2 ;;
        --seed) seed=$2 ;;
      esac
      shift 2 ;;
    --measure) [[ ${2:-} =~ ^(counts|time)$ ]] || wrong "--measure is '${2:-}'; allowed: counts, time"; measure=$2; shift 2 ;;
    --keep) [ -n "${2:-}" ] || wrong "--keep needs a folder"; keep=$(realpath -m "$2"); shift 2 ;;
    --no-setup) setup=false; shift ;;
    *) wrong "unknown option '$1'; allowed: --parts, --kills, --speed, --measure, --stop-every, --seed, --keep, --no-setup" ;;
  esac
done
[ $measure = counts ] || stop_every=0
if $setup; then bash "$root/deploy/setup.sh" --tests; fi
tests=$root/tests/Edge.EndToEnd.Tests/bin/Release/net10.0/Edge.EndToEnd.Tests.dll
[ -f "$tests" ] || wrong "$tests is not built"
words=(parts="$parts" kills="$kills" speed="$speed" measure=$measure stop-every="$stop_every" seed="$seed")
[ -z "$keep" ] || words+=(keep="$keep")
# A line does not wait for what else runs on a build machine: first in the queue where the kernel lets us (a session of its own, whose
# group of processes has the niceness), as the others otherwise.
exec setsid -w bash -c '{ echo -15 >/proc/self/autogroup; } 2>/dev/null || true; exec dotnet "$@"' station-test "$tests" --station "${words[@]}"
