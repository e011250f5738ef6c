"""From a folder of labelled pictures to a pack, in one command: dense, sparse, pruned, fine-tuned, classifier, ONNX, int8, pack.

Every step writes into --out and is skipped when it is done, so the same command goes on after a stop at any point.
Quantizing and packing are the product's own tool: edgectl.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from data import SUFFIXES, held_out

HERE = Path(__file__).resolve().parent


def run(command) -> None:
    print("+ " + shlex.join(str(c) for c in command), flush=True)
    subprocess.run([str(c) for c in command], check=True)


def finished(folder: Path, epochs: int) -> bool:
    metrics = folder / "metrics.json"
    return metrics.exists() and json.loads(metrics.read_text())[-1]["epoch"] >= epochs


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="folder in YOLO, COCO or DeepPCB layout")
    p.add_argument("--extra", nargs="*", default=[], help="more folders, for training only")
    p.add_argument("--out", required=True, help="folder to work in; an unfinished run there goes on")
    p.add_argument("--name", required=True, help="the pack's name")
    p.add_argument("--version", default="1.0.0")
    p.add_argument("--licence", required=True, help="of the data, and so of the model: an SPDX name")
    p.add_argument("--hold-out", default="", help="parts of names of pictures that are never trained on; default: every tenth picture")
    p.add_argument("--size", default="640x640")
    p.add_argument("--gray", action="store_true", help="one channel")
    p.add_argument("--strides", default="8,16,32", help="8 alone for things of up to some 100 pixels")
    p.add_argument("--width", default="1.0", help="channels, as a factor")
    p.add_argument("--depth", default="2", help="convolutions a stage")
    p.add_argument("--epochs", type=int, default=60)
    p.add_argument("--sparse-epochs", type=int, default=12)
    p.add_argument("--tune-epochs", type=int, default=50)
    p.add_argument("--macs", default="0.33", help="share of the multiply-accumulates to keep")
    p.add_argument("--classifier-epochs", type=int, default=0, help="train a second stage on the crops of the boxes")
    p.add_argument("--drawn", default="0", help="boards with drawn defects for each defect-free board (DeepPCB layout)")
    p.add_argument("--overlap", default="0.5", help="least IoU of a right detection")
    p.add_argument("--score", default="0.3", help="least score that the pack recommends")
    p.add_argument("--nms", default="0.45")
    p.add_argument("--card", help="README.md of the pack")
    p.add_argument("--edgectl", default=str(HERE.parent.parent / "deploy" / "edgectl"), help="the product's tool; '' ends with the ONNX files")
    a = p.parse_args()
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    python = sys.executable
    data = ["--data", a.data] + (["--extra", *a.extra] if a.extra else []) + (["--hold-out", a.hold_out] if a.hold_out else [])
    form = ["--size", a.size] + (["--gray"] if a.gray else [])
    train = [python, HERE / "train.py", *data, *form, "--strides", a.strides, "--width", a.width, "--depth", a.depth, "--drawn", a.drawn, "--overlap", a.overlap]
    if not finished(out / "dense", a.epochs):
        run([*train, "--out", out / "dense", "--epochs", a.epochs])
    if not finished(out / "sparse", a.sparse_epochs):
        run([*train, "--out", out / "sparse", "--start", out / "dense/checkpoint.pt", "--epochs", a.sparse_epochs, "--rate", "0.01", "--sparsity", "5e-3"])
    if not (out / "pruned.pt").exists():
        run([python, HERE / "prune.py", "--checkpoint", out / "sparse/checkpoint.pt", "--data", a.data,
             *(["--hold-out", a.hold_out] if a.hold_out else []), "--out", out / "pruned.pt", "--macs", a.macs])
    if not finished(out / "tuned", a.tune_epochs):
        run([*train, "--out", out / "tuned", "--start", out / "pruned.pt", "--teacher", out / "sparse/checkpoint.pt", "--epochs", a.tune_epochs, "--rate", "0.02"])
    if a.classifier_epochs and not finished(out / "classifier", a.classifier_epochs):
        run([python, HERE / "classifier.py", *data, *form, "--drawn", a.drawn, "--out", out / "classifier", "--epochs", a.classifier_epochs])
    for name, source in (("dense", "sparse"), ("pruned", "tuned"), *([("classifier", "classifier")] if a.classifier_epochs else [])):
        run([python, HERE / "export.py", "--checkpoint", out / source / "checkpoint.pt", "--out", out / f"{name}.onnx"])
    if a.edgectl:
        pack(a, out)


def pack(a, out: Path) -> None:
    """Int8 models through edgectl, and the pack of the pruned one."""
    tool = shlex.split(a.edgectl)
    calibration = out / "calibration"  # pictures that were trained on: what is held out stays unseen by every step
    if not calibration.exists():
        folder = Path(a.data)
        held = held_out(folder, a.hold_out)
        files = sorted(f for f in (folder / "images").rglob("*") if f.suffix.lower() in SUFFIXES and f.stem not in held)
        partial = out / "calibration.tmp"
        partial.mkdir(exist_ok=True)
        for f in files[::max(1, len(files) // 64)][:64]:
            (partial / f.name).unlink(missing_ok=True)
            (partial / f.name).symlink_to(f.resolve())
        partial.rename(calibration)
    for name in ("dense", "pruned"):  # the classifier stays in float: crops can't be calibrated on whole pictures
        run([*tool, "model", "quantize", out / f"{name}.onnx", "--calibrate", calibration, "--out", out / f"{name}-int8.onnx"])
    golden = sorted(calibration.iterdir())[0]
    second = []
    if a.classifier_epochs:
        margin = json.loads((out / "classifier/shape.json").read_text())["margin"]
        second = ["--classifier", out / "classifier.onnx", "--classifier-margin", margin, "--classifier-color", "gray" if a.gray else "rgb",
                  "--classifier-mean", "0", "--classifier-scale", 1 / 255, "--classifier-fit", "stretch"]
    run([*tool, "model", "pack", out / "pruned-int8.onnx", "--name", a.name, "--version", a.version, "--licence", a.licence, "--score", a.score, "--nms", a.nms,
         *second, *(["--card", a.card] if a.card else []), "--golden", golden, "--out", out / "pack"])
    run([*tool, "model", "verify", out / "pack"])
    print(f"{out / 'pack'} is ready: edge-agent run --model {out / 'pack'}, or copy it to a device")


if __name__ == "__main__":
    main()
