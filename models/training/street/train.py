"""Trains the small detector on datasets in the YOLO layout. See README.md; run with --help for the settings."""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

from dataset import Dataset
from evaluate import tensor, validate
from losses import loss
from model import Detector, grid


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", nargs="+", required=True, help="dataset folders")
    parser.add_argument("--validate", nargs="+", required=True, help="dataset folders of other scenes")
    parser.add_argument("--out", required=True, help="folder for checkpoint.pt and metrics.json; an unfinished run there is resumed")
    parser.add_argument("--start", help="folder of an earlier run whose weights to begin with")
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--height", type=int, default=192)
    parser.add_argument("--channels", type=int, default=32, help="width of the network")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    data, held_out = Dataset(a.train, a.width, a.height), Dataset(a.validate, a.width, a.height)
    corners, strides = grid(a.width, a.height)
    detector = Detector(len(data.names), a.channels)
    if a.start:
        detector.load_state_dict(torch.load(Path(a.start) / "checkpoint.pt")["average"])
    average = copy.deepcopy(detector)
    print(f"{sum(p.numel() for p in detector.parameters())} parameters, {len(data)} pictures, {len(held_out)} held out", flush=True)
    decayed = [p for p in detector.parameters() if p.ndim > 1]
    plain = [p for p in detector.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=a.rate)
    steps_per_epoch = len(data) // a.batch
    total = steps_per_epoch * a.epochs
    step, first, history = 0, 0, []
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        detector.load_state_dict(saved["detector"]), average.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        step, first, history = saved["step"], saved["epoch"], saved["history"]
        print(f"resumed behind epoch {first}", flush=True)
    for epoch in range(first, a.epochs):
        random = np.random.default_rng([a.seed, epoch])
        order, begun, running = random.permutation(len(data)), time.monotonic(), 0.0
        detector.train()
        for i in range(steps_per_epoch):
            warm = min(1.0, (step + 1) / min(200, total))
            for group in optimiser.param_groups:
                group["lr"] = a.rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / total)))
            samples = [data.sample(int(n), random) for n in order[i * a.batch:(i + 1) * a.batch]]
            rows = detector(tensor(np.stack([s[0] for s in samples])))
            value = loss(rows, [torch.from_numpy(s[1]) for s in samples], corners, strides, len(data.names))
            optimiser.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(detector.parameters(), 10)
            optimiser.step()
            step += 1
            keep = min(0.998, (1 + step) / (10 + step))
            with torch.no_grad():
                for mine, theirs in zip(average.state_dict().values(), detector.state_dict().values()):
                    mine.copy_(mine * keep + theirs * (1 - keep) if mine.dtype.is_floating_point else theirs)
            running += value.item()
            if (i + 1) % 25 == 0:
                print(f"epoch {epoch + 1} step {i + 1}/{steps_per_epoch} loss {running / (i + 1):.3f} {(time.monotonic() - begun) / (i + 1):.2f} s/step", flush=True)
        metrics = validate(average, held_out, corners, strides)
        history.append({"epoch": epoch + 1, "loss": running / steps_per_epoch, "classes": metrics})
        print(f"epoch {epoch + 1} loss {running / steps_per_epoch:.3f} " + "  ".join(
            f"{n}: AP50 {m['ap50']:.3f} precision {m['precision']:.3f} recall {m['recall']:.3f} IoU {m['meanIou']:.3f}" for n, m in metrics.items()), flush=True)
        partial = checkpoint.with_suffix(".tmp")
        torch.save({
            "detector": detector.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "step": step,
            "epoch": epoch + 1, "history": history, "names": data.names, "width": a.width, "height": a.height, "channels": a.channels}, partial)
        partial.replace(checkpoint)
        (out / "metrics.json").write_text(json.dumps(history, indent=2))


if __name__ == "__main__":
    main()
