#!/usr/bin/env bash
# Power cuts of a device that takes updates without end: models, configurations and the agent itself, good ones and bad ones. Each cut comes before a chosen
# change of the disk, at a chosen transition, or at any moment, and takes launcher and agent at once. Afterwards any part of what was not synced is gone:
# names, contents, sectors. The device must always come up on one whole version of each kind that was wanted, keep what was committed, and finish or go back.
# It goes on until each transition was cut once, and ends with the power on: the device must settle and take new releases.
#
#   bash deploy/update-crash.sh [options]
#
#   --kills N            how many at least (default 500)
#   --seed N             chooses the moments and what a cut leaves (default: the clock)
#   --no-power           only the processes are killed; what they wrote stays
#   --synchronous-off    syncs do nothing: must be found out, so this must fail
#   --lie SUFFIX         only syncs of paths that end so do nothing, such as .json.new, /store or /agent: must be found out, too
#   --no-setup           the build is in place
#   --debug              take the Debug build
#
# Prints progress, and last "update-crash: PASS (seed N)" or "update-crash: FAIL (seed N)". Exit status: 0 PASS, 1 FAIL, 2 wrong options.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kills=500 seed=$(date +%s) power=true lie=() setup=true build=Release
wrong() { echo "update-crash: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) sed -n '2,19p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    --kills|--seed)
      [[ ${2:-} =~ ^[1-9][0-9]{0,9}$ ]] && [ "$2" -le 2147483647 ] || wrong "$1 is '${2:-}'; allowed: a whole number from 1 to 2147483647"
      if [ "$1" = --kills ]; then kills=$2; else seed=$2; fi
      shift 2 ;;
    --no-power) power=false; shift ;;
    --synchronous-off) lie=(lie=); shift ;;
    --lie) [ -n "${2:-}" ] || wrong "--lie needs a suffix"; lie=("lie=$2"); shift 2 ;;
    --no-setup) setup=false; shift ;;
    --debug) build=Debug; shift ;;
    *) wrong "unknown option '$1'; allowed: --kills, --seed, --no-power, --synchronous-off, --lie, --no-setup, --debug" ;;
  esac
done
if $setup; then bash "$root/deploy/setup.sh" --tests; fi
tests=$root/tests/Edge.EndToEnd.Tests/bin/$build/net10.0/Edge.EndToEnd.Tests.dll
[ -f "$tests" ] || wrong "$tests is not built"
exec dotnet "$tests" --updates-crash kills="$kills" seed="$seed" power=$power "${lie[@]}"
