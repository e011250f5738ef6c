"""Trains the second stage: what kind of thing the crop around a box shows."""

import argparse
import copy
import json
import math
import os
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from detector import Conv
from train import parts


class Classifier(nn.Module):
    """Input: batch x (1 or 3) x side x side, 0 to 1. Output: batch x classes, logits."""

    def __init__(self, classes: int, inputs: int):
        super().__init__()
        self.body = nn.Sequential(Conv(inputs, 24, 3, 2), Conv(24, 32, 3, 2), Conv(32, 48), Conv(48, 64, 3, 2), Conv(64, 64), Conv(64, 96, 3, 2))
        self.last = nn.Linear(96, classes)

    def forward(self, x):
        return self.last(self.body(x).mean((2, 3)))


class ExportedClassifier(nn.Module):
    def __init__(self, classifier: Classifier):
        super().__init__()
        self.body, self.pool, self.last = classifier.body, nn.AdaptiveAvgPool2d(1), classifier.last

    def forward(self, x):
        return self.last(self.pool(self.body(x)).flatten(1))


def crop(pixels, box, margin: float, side: int):
    """The square around a box as the agent cuts it: `margin` of its longer side added on each side, moved into the picture, scaled to side x side."""
    h, w = pixels.shape[:2]
    length = max(box[3] - box[1], box[4] - box[2]) * (1 + 2 * margin)
    length = int(np.clip(round(float(length)), 1, min(w, h)))
    left = int(np.clip(round(float((box[1] + box[3] - length) / 2)), 0, w - length))
    top = int(np.clip(round(float((box[2] + box[4] - length) / 2)), 0, h - length))
    return cv2.resize(pixels[top:top + length, left:left + length], (side, side), interpolation=cv2.INTER_LINEAR)


def batch_of(crops):
    stacked = np.stack(crops)
    stacked = stacked[:, None] if stacked.ndim == 3 else stacked.transpose(0, 3, 1, 2)
    return torch.from_numpy(np.ascontiguousarray(stacked)).float().div_(255)


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True)
    p.add_argument("--extra", nargs="*", default=[])
    p.add_argument("--out", required=True, help="folder for checkpoint.pt; an unfinished run there is resumed")
    p.add_argument("--hold-out", default="")
    p.add_argument("--size", default="640x640")
    p.add_argument("--gray", action="store_true")
    p.add_argument("--side", type=int, default=64, help="pixels of the square that crops are scaled to")
    p.add_argument("--margin", type=float, default=0.25, help="surroundings, as a share of the box's longer side, on each side")
    p.add_argument("--drawn", type=int, default=0)
    p.add_argument("--epochs", type=int, default=20)
    p.add_argument("--batch", type=int, default=128)
    p.add_argument("--rate", type=float, default=4e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    width, height = (int(v) for v in a.size.split("x"))
    train, validation = parts(a, width, height)
    model = Classifier(len(train.names), 1 if a.gray else 3)
    average = copy.deepcopy(model).eval()
    optimiser = torch.optim.AdamW(model.parameters(), lr=a.rate, weight_decay=0.02)
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint, first, history = out / "checkpoint.pt", 0, []
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        model.load_state_dict(saved["model"]), average.load_state_dict(saved["average"]), optimiser.load_state_dict(saved["optimiser"])
        first, history = saved["epoch"], saved["history"]
    things = [(i, box) for i in range(len(train)) for box in train.boxes[i]]
    held = [(i, box) for i in range(len(validation)) for box in validation.boxes[i]]
    held_crops = [crop(validation.pixels[i], box, a.margin, a.side) for i, box in held]
    held_kinds = np.array([int(box[0]) for _, box in held])
    print(f"{sum(x.numel() for x in model.parameters())} parameters, {len(things)} crops to train on, {len(held)} to validate on", flush=True)
    per_epoch = len(things) // a.batch
    for epoch in range(first, a.epochs):
        random = np.random.default_rng([a.seed, epoch])
        order, begun, running = random.permutation(len(things)), time.monotonic(), 0.0
        model.train()
        for i in range(per_epoch):
            step = epoch * per_epoch + i
            optimiser.param_groups[0]["lr"] = a.rate * min(1, (step + 1) / 100) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / (per_epoch * a.epochs))))
            crops, kinds = [], []
            for n in order[i * a.batch:(i + 1) * a.batch]:
                k, box = things[n]
                # The detector's box is never quite the labelled one.
                w, h = box[3] - box[1], box[4] - box[2]
                shaken = box + np.array([0, w, h, w, h], np.float32) * np.concatenate([[0], random.normal(0, 0.08, 4)]).astype(np.float32)
                piece = crop(train.pixels[k], shaken, a.margin, a.side)
                if a.gray:
                    piece = np.rot90(piece, int(random.integers(4)))
                    gain = random.uniform(0.75, 1.05) if random.random() < 0.3 else 1.0
                    piece = (piece * gain).astype(np.uint8)
                crops.append(piece[:, ::-1] if random.random() < 0.5 else piece)
                kinds.append(int(box[0]))
            value = nn.functional.cross_entropy(model(batch_of(crops)), torch.tensor(kinds), label_smoothing=0.03)
            optimiser.zero_grad(set_to_none=True)
            value.backward()
            optimiser.step()
            keep = min(0.998, (1 + step) / (10 + step))
            with torch.no_grad():
                for theirs, ours in zip(average.state_dict().values(), model.state_dict().values()):
                    theirs.copy_(theirs * keep + ours * (1 - keep) if theirs.dtype.is_floating_point else ours)
            running += value.item()
        with torch.no_grad():
            said = np.concatenate([average(batch_of(held_crops[s:s + 256])).argmax(1).numpy() for s in range(0, len(held), 256)])
        history.append({"epoch": epoch + 1, "loss": running / per_epoch, "accuracy": float((said == held_kinds).mean())})
        print(f"epoch {epoch + 1}  loss {running / per_epoch:.4f}  accuracy {history[-1]['accuracy']:.4f}  seconds {time.monotonic() - begun:.1f}", flush=True)
        partial = checkpoint.with_suffix(".tmp")
        torch.save({"model": model.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch + 1, "history": history,
                    "names": train.names, "side": a.side, "margin": a.margin, "gray": a.gray}, partial)
        partial.replace(checkpoint)
        (out / "shape.json").write_text(json.dumps({"side": a.side, "margin": a.margin}))
        (out / "metrics.json").write_text(json.dumps(history, indent=1))


if __name__ == "__main__":
    main()
