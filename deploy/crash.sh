#!/usr/bin/env bash
# kill -9 of the agent at random moments, while it starts, at each labelled step and in the middle of writes, and of the broker,
# while two cameras play scripts of known events. Every event must arrive at least once, each under one id, in order per camera.
#
#   bash deploy/crash.sh [options]
#
#   --rounds N           how many cuts (default 1000)
#   --seed N             chooses them (default: the clock)
#   --receipt NAME       cloud (default; the broker is killed every fifth round) or broker
#   --power              with each cut, what was not synced is gone
#   --synchronous-off    the outbox does not wait for the disk: with --power --host this must fail
#   --host               the tests' small host in place of the agent: many more rounds in the same time
#   --no-setup           the build is in place
#
# Prints progress, and last "crash: PASS (seed N)" or "crash: FAIL (seed N)". Exit status: 0 PASS, 1 FAIL, 2 wrong options.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rounds=1000 seed=$(date +%s) receipt=cloud power=false synchronous=true program=agent setup=true
wrong() { echo "crash: $*" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in
    -h|--help) sed -n '2,17p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    --rounds|--seed)
      [[ ${2:-} =~ ^[1-9][0-9]{0,9}$ ]] && [ "$2" -le 2147483647 ] || wrong "$1 is '${2:-}'; allowed: a whole number from 1 to 2147483647"
      if [ "$1" = --rounds ]; then rounds=$2; else seed=$2; fi
      shift 2 ;;
    --receipt)
      [[ ${2:-} =~ ^(cloud|broker)$ ]] || wrong "--receipt is '${2:-}'; allowed: cloud, broker"
      receipt=$2; shift 2 ;;
    --power) power=true; shift ;;
    --synchronous-off) synchronous=false; shift ;;
    --host) program=host; shift ;;
    --no-setup) setup=false; shift ;;
    *) wrong "unknown option '$1'; allowed: --rounds, --seed, --receipt, --power, --synchronous-off, --host, --no-setup" ;;
  esac
done
if $setup; then bash "$root/deploy/setup.sh" --tests; fi
tests=$root/tests/Edge.EndToEnd.Tests/bin/Release/net10.0/Edge.EndToEnd.Tests.dll
[ -f "$tests" ] || wrong "$tests is not built"
exec dotnet "$tests" --crash program=$program rounds="$rounds" seed="$seed" receipt=$receipt power=$power synchronous=$synchronous
