#!/usr/bin/env bash
# Shows that the recipe works on this machine, in some minutes: a training that is killed and started again ends with the same weights
# as one that was left alone, and a small folder of pictures ends as a pack that verifies.
#   bash models/training/check.sh [FOLDER]     default: 60 boards drawn by the agent
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
python=${PYTHON:-/usr/bin/python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

data=${1:-}
gray=()
if [ -z "$data" ]; then
  data=$work/boards
  gray=(--gray)
  dotnet "$root/src/Edge.Agent/bin/Release/net10.0/edge-agent.dll" synthetic-export --source boards --out "$data" --frames 60 --seed 1
fi

train=("$python" "$here/train.py" --data "$data" "${gray[@]}" --size 320x320 --width 0.5 --epochs 3 --every 3)
echo "== a training left alone"
"${train[@]}" --out "$work/alone"
echo "== the same, killed in its second epoch"
"${train[@]}" --out "$work/killed" > "$work/killed.log" &
victim=$!
until grep -q '^epoch 1 ' "$work/killed.log"; do
  kill -0 "$victim" || { cat "$work/killed.log"; exit 1; }
  sleep 0.2
done
kill -KILL "$victim"
wait "$victim" || true
"${train[@]}" --out "$work/killed"
"$python" - "$work" <<'END'
import sys
import torch
alone, killed = (torch.load(f"{sys.argv[1]}/{name}/checkpoint.pt") for name in ("alone", "killed"))
same = all(torch.equal(alone[part][name], killed[part][name]) for part in ("model", "average") for name in alone[part])
print("the weights are the same, bit for bit" if same else "the weights differ")
sys.exit(not same)
END

echo "== from the folder to a pack"
"$python" "$here/recipe.py" --data "$data" --out "$work/run" --name check --licence MIT "${gray[@]}" --size 320x320 --width 0.5 \
  --epochs 2 --sparse-epochs 1 --tune-epochs 1 --classifier-epochs 1 --edgectl "${EDGECTL:-bash $root/deploy/edgectl}"
