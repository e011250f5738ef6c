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
#   --no-build        agent, tool and tests are built already
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

if [ "$build" = true ]; then
  dotnet build "$root/src/Edge.Agent" -c "$configuration" -nologo -v quiet
  dotnet build "$root/src/Edge.Tool" -c "$configuration" -nologo -v quiet
fi
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

say "a repository of edgectl release, with rotated keys, a delta and a stick, read by python-tuf"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
edgectl=$root/src/Edge.Tool/bin/$configuration/net10.0/edgectl
cp "$root/deploy/edge.yaml" "$work/edge.yaml"
sed '/^ *#/d' "$work/edge.yaml" >"$work/edge-2.yaml"
(
  cd "$work"
  "$edgectl" release init --repo repo
  "$edgectl" release publish edge.yaml --repo repo --kind configuration --name edge --version 1 --max-changed 0.013 --max-latency-ms 33.5
  "$edgectl" release rotate --repo repo --role targets
  first=$("$python" -c 'import json; print(json.load(open("repo/metadata/1.root.json"))["signed"]["roles"]["root"]["keyids"][0][:8])')
  "$edgectl" release rotate --repo repo --role root --replace "$first"
  "$edgectl" release publish edge-2.yaml --repo repo --kind configuration --name edge --version 2
  "$edgectl" release export --repo repo --usb stick
) >"$work/log" 2>&1 || { cat "$work/log" >&2; say "edgectl release failed"; exit 1; }
cp "$work/stick/metadata/1.root.json" "$work/stick/initial_root.json"
"$python" "$root/tests/Edge.Contracts.Tests/Updates/Tuf/python-tuf-exchange.py" read "$work/stick" configurations/edge-1.yaml configurations/edge-2.yaml
cmp "$work/edge-2.yaml" "$work/stick/downloaded/configurations_edge-2.yaml"
echo "  accepted: root version $("$python" -c 'import json, sys; print(json.load(open(sys.argv[1]))["signed"]["version"])' "$work/stick/trusted/root.json"), two configurations downloaded and verified"
