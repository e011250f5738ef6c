#!/usr/bin/env bash
# kill -9, at random moments, while it starts and before a write, of a program that writes receipts as fast as it can with four parts in flight.
# After each kill the chain must be whole by the device's key, hold every receipt that was said to be committed, and one receipt for each announced part.
#
#   bash deploy/receipts-crash.sh [options]
#
#   --kills N            how many (default 1000)
#   --seed N             chooses the moments (default: the clock)
#   --power              with each kill, what was not synced is gone, or there in pieces
#   --synchronous-off    receipts do not wait for the disk: with --power this must fail
#   --no-setup           the build is in place
#
# Prints progress, and last "receipts-crash: PASS (seed N)" or "receipts-crash: FAIL (seed N)". Exit status: 0 PASS, 1 FAIL, 2 wrong options.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kills=1000 seed=$(date +%s) power=false synchronous=true setup=true
wrong() { echo "receipts-crash: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) sed -n '2,13p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    --kills|--seed)
      [[ ${2:-} =~ ^[1-9][0-9]{0,9}$ ]] && [ "$2" -le 2147483647 ] || wrong "$1 is '${2:-}'; allowed: a whole number from 1 to 2147483647"
      if [ "$1" = --kills ]; then kills=$2; else seed=$2; fi
      shift 2 ;;
    --power) power=true; shift ;;
    --synchronous-off) synchronous=false; shift ;;
    --no-setup) setup=false; shift ;;
    *) wrong "unknown option '$1'; allowed: --kills, --seed, --power, --synchronous-off, --no-setup" ;;
  esac
done
if $setup; then bash "$root/deploy/setup.sh" --tests; fi
tests=$root/tests/Edge.EndToEnd.Tests/bin/Release/net10.0/Edge.EndToEnd.Tests.dll
[ -f "$tests" ] || wrong "$tests is not built"
exec dotnet "$tests" --receipts-crash kills="$kills" seed="$seed" power=$power synchronous=$synchronous
