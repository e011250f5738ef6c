#!/usr/bin/env bash
# Runs the TUF project's conformance suite against the device's update client (edge-agent tuf), and exchanges repositories with python-tuf both ways.
# The suite, python-tuf and securesystemslib are taken from their public sources and kept aside; nothing of them is part of the product.
# Ends with status 0 when every test passed but those that deploy/tuf-conformance.xfails lists with their reasons.
#
#   bash deploy/tuf-conformance.sh [--sources DIR] [--python PYTHON] [--no-build] [-- PYTEST ARGUMENTS]
#
#   --sources DIR     checkouts named tuf-conformance, python-tuf and securesystemslib; default: cloned from GitHub into .edge/tuf-conformance
#   --python PYTHON   an interpreter (3.11 or newer) with cryptography (40 or newer) and pytest; default: the first one that has them,
#                     or a virtual environment made with pip
#   --no-build        the agent is built already
#   Needs Debian's faketime, python3-pytest and python3-requests.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
aside=$root/.edge/tuf-conformance
sources= python= build=true configuration=Release
while [ $# -gt 0 ]; do
  case $1 in
    --sources) sources=$(cd "$2" && pwd); shift 2 ;;
    --python) python=$2; shift 2 ;;
    --no-build) build=false; shift ;;
    --debug) configuration=Debug; shift ;;
    --) shift; break ;;
    -h|--help) sed -n '2,14p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//'; exit 0 ;;
    *) echo "tuf-conformance: unknown option '$1'; allowed: --sources, --python, --no-build, --debug, --" >&2; exit 2 ;;
  esac
done
say() { echo "tuf-conformance: $*" >&2; }
command -v faketime >/dev/null || { say "needs faketime: apt-get install faketime"; exit 2; }
mkdir -p "$aside"

# The sources, at the commits that were tried last.
if [ -z "$sources" ]; then
  sources=$aside/sources
  mkdir -p "$sources"
  fetch() { # NAME REPOSITORY COMMIT
    [ -d "$sources/$1/.git" ] || git clone --quiet "https://github.com/$2.git" "$sources/$1"
    git -C "$sources/$1" checkout --quiet "$3"
  }
  fetch tuf-conformance theupdateframework/tuf-conformance eec841c186f81f2d9d8d30460c7e7deefa615f9e
  fetch python-tuf theupdateframework/python-tuf 4abccdcf2ea89f10e92628d4def074257c461af9
  fetch securesystemslib secure-systems-lab/securesystemslib e3ccdc48fc980218bc5cca70cba6ced037c4dbc0
fi
for name in tuf-conformance/tuf_conformance python-tuf/tuf securesystemslib/securesystemslib; do
  [ -d "$sources/$name" ] || { say "$sources has no $name"; exit 2; }
done

# python-tuf and securesystemslib are pure Python: they run from their sources. So do pytest and requests, for whichever interpreter has cryptography.
mkdir -p "$aside/pure"
for module in pytest _pytest pluggy iniconfig packaging py.py attr attrs requests urllib3 idna certifi chardet; do
  [ ! -e "/usr/lib/python3/dist-packages/$module" ] || ln -sfn "/usr/lib/python3/dist-packages/$module" "$aside/pure/$module"
done
export PYTHONPATH=$sources/tuf-conformance:$sources/python-tuf:$sources/securesystemslib PYTHONDONTWRITEBYTECODE=1
works() { PYTHONPATH=$PYTHONPATH:$2 "$1" -c 'import pytest, tuf.ngclient; from securesystemslib.signer import CryptoSigner; CryptoSigner.generate_ecdsa()' 2>/dev/null; }
choose() {
  local candidate
  for candidate in ${python:-"$aside/env/bin/python" python3 /usr/bin/python3}; do
    command -v "$candidate" >/dev/null || continue
    if works "$candidate" ''; then python=$candidate pure=; return 0; fi
    if works "$candidate" "$aside/pure"; then python=$candidate pure=:$aside/pure; return 0; fi
  done
  return 1
}
if ! choose; then
  say "no interpreter has cryptography and pytest: making a virtual environment"
  python3 -m venv "$aside/env"
  "$aside/env/bin/pip" install --quiet 'cryptography>=40' pytest requests urllib3 || { say "pip can't install cryptography and pytest; give an interpreter that has them: --python"; exit 2; }
  python=
  choose || { say "the virtual environment can't run the suite"; exit 2; }
fi
export PYTHONPATH=$PYTHONPATH$pure
say "$("$python" --version), cryptography $("$python" -c 'import cryptography; print(cryptography.__version__)'), python-tuf $("$python" -c 'import tuf; print(tuf.__version__)')"

[ "$build" = false ] || dotnet build "$root/src/Edge.Agent" -c "$configuration" -nologo -v quiet
# The suite moves the clock with faketime; waiting goes by the monotonic clock, which must go on as it is.
cat >"$aside/client" <<END
#!/bin/sh
export DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_FAKE_MONOTONIC=1
exec "$root/src/Edge.Agent/bin/$configuration/net10.0/edge-agent" tuf "\$@"
END
chmod +x "$aside/client"
cp "$root/deploy/tuf-conformance.xfails" "$aside/client.xfails"

status=0
(cd "$sources/tuf-conformance" && "$python" -m pytest -q -rxXs -p no:cacheprovider tuf_conformance --entrypoint "$aside/client" "$@") || status=$?
echo
echo "Expected to fail, and why:"
sed -n '/^$/d; s/^/  /; p' "$root/deploy/tuf-conformance.xfails"
echo "The test that the suite expects its own clients to fail (test_cached_role_is_verified_against_current_delegator) must pass here. Skipped: nothing."
[ "$status" = 0 ] || { say "the suite failed"; exit 1; }

say "exchanging repositories with python-tuf"
EDGE_TUF_PYTHON=$python dotnet test "$root/tests/Edge.Contracts.Tests" -c "$configuration" $([ "$build" = true ] || echo --no-build) --nologo -v quiet \
  --filter FullyQualifiedName~PythonTuf --logger "console;verbosity=normal" | grep -E 'Passed|Failed|Skipped|error' || { say "the exchange failed"; exit 1; }
