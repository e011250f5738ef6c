#!/usr/bin/env bash
# Does all set-up and runs every test. Ends with a line "N passed, N failed, N skipped".
#
#   bash deploy/test.sh [FILTER]      FILTER as of 'dotnet test --filter', for example FullyQualifiedName~Outbox
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

# Counted from the result files of the run, not from what was printed.
sum() { grep -ho '<Counters [^>]*>' "$results"/*.trx | sed -E "s/.* $1=\"([0-9]+)\".*/\1/" | awk '{s+=$1} END {print s+0}'; }
total=$(sum total) passed=$(sum passed) executed=$(sum executed)
bad=$((executed - passed))
skipped=$((total - executed))
echo
echo "$passed passed, $bad failed, $skipped skipped"
[ "$failed" = false ] && [ "$bad" = 0 ] && [ "$passed" -gt 0 ]
