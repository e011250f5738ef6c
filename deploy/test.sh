#!/usr/bin/env bash
# Does all set-up and runs every test, at the end the one in a virtual machine. Ends with a line "N passed, N failed, N skipped".
#
#   bash deploy/test.sh [FILTER]      FILTER as of 'dotnet test --filter', for example FullyQualifiedName~Outbox; leaves the virtual machine out
#   EDGE_VM_TEST=no                   leaves it out too
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
bash "$root/deploy/setup.sh" --tests || exit 1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

results=$root/.edge/test-results
rm -rf "$results"
mkdir -p "$results"
failed=false
for project in "$root"/tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  echo "== $name"
  dotnet test "$project" -c Release --no-build --nologo -v quiet ${1:+--filter "$1"} \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=normal" --results-directory "$results" \
    -- RunConfiguration.TreatNoTestsAsError=false 2>&1 | grep -vE '^\s*Passed |^$|^Results File|^Test Run |^VSTest|^A total of|^Starting test|^Build started|^ *[0-9]+>'
  # The tests' own status, read at once: any command in between would replace it. A host that crashed leaves no results to count.
  [ "${PIPESTATUS[0]}" = 0 ] || failed=true
done

# The linux-arm64 agent on device interfaces, where QEMU is or can be installed.
machine=
if [ -n "${1:-}" ]; then machine='virtual machine: not run, a filter was given'
elif [ "${EDGE_VM_TEST:-}" = no ]; then machine='virtual machine: not run, EDGE_VM_TEST says so'
else
  echo "== vm-test"
  bash "$root/deploy/vm-test.sh" --log "$results/vm-test.log" 2>&1 | tee "$results/vm-test.txt"
  case ${PIPESTATUS[0]} in
    0) machine='virtual machine: passed' ;;
    77) machine="virtual machine: NOT RUN. $(grep 'not run:' "$results/vm-test.txt" | tail -n 1)" ;;
    *) machine='virtual machine: FAILED' failed=true ;;
  esac
fi

# Counted from the result files of the run, not from what was printed.
sum() { grep -ho '<Counters [^>]*>' "$results"/*.trx | sed -E "s/.* $1=\"([0-9]+)\".*/\1/" | awk '{s+=$1} END {print s+0}'; }
total=$(sum total) passed=$(sum passed) executed=$(sum executed)
bad=$((executed - passed))
skipped=$((total - executed))
echo
echo "$machine"
echo "$passed passed, $bad failed, $skipped skipped"
[ "$failed" = false ] && [ "$bad" = 0 ] && [ "$passed" -gt 0 ]
