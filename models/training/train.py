"""Trains a detector, or goes on with one: dense, sparse, or pruned. See README.md; run with --help for the settings."""

import argparse
import copy
import json
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch

from data import Data, held_out
from defects import draw
from detector import Detector, decode, grid, macs, plan
from loss import loss
from metrics import batch_of, detect, score


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True, help="folder in YOLO, COCO or DeepPCB layout")
    p.add_argument("--extra", nargs="*", default=[], help="more folders, for training only")
    p.add_argument("--out", required=True, help="folder for checkpoint.pt and metrics.json; an unfinished run there is resumed")
    p.add_argument("--start", help="checkpoint.pt or pruned.pt of an earlier run to begin with")
    p.add_argument("--hold-out", default="", help="parts of names, comma-separated: pictures that have one are validated on, never trained on; default: every tenth")
    p.add_argument("--size", default="640x640", help="input, width x height, divisible by 32")
    p.add_argument("--gray", action="store_true", help="one channel")
    p.add_argument("--strides", default="8,16,32")
    p.add_argument("--width", type=float, default=1.0, help="channels, as a factor")
    p.add_argument("--depth", type=int, default=2, help="convolutions a stage")
    p.add_argument("--epochs", type=int, default=60)
    p.add_argument("--batch", type=int, default=16)
    p.add_argument("--rate", type=float, default=0.025)
    p.add_argument("--sparsity", type=float, default=0.0, help="pull on the scales of batch normalisation (network slimming, arXiv:1708.06519)")
    p.add_argument("--teacher", help="checkpoint.pt of a larger detector whose scores are learnt beside the labels (distillation)")
    p.add_argument("--drawn", type=int, default=0, help="boards with drawn defects added for each defect-free board (DeepPCB layout)")
    p.add_argument("--overlap", type=float, default=0.5, help="least IoU of a right detection in validation")
    p.add_argument("--every", type=int, default=5, help="epochs between validations")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=os.cpu_count())
    return p.parse_args()


def parts(a, width, height):
    """Training and validation pictures. Which is which depends on names alone."""
    held = held_out(Path(a.data), a.hold_out)
    train = Data(a.data, width, height, a.gray, lambda stem: stem not in held)
    validation = Data(a.data, width, height, a.gray, lambda stem: stem in held)
    random = np.random.default_rng([a.seed, 77])
    for i in range(len(train) if a.drawn else 0):
        for _ in range(a.drawn if train.golden[i] is not None else 0):
            pixels, boxes = draw(train.golden[i], random, int(random.integers(3, 13)))
            train.append(pixels, boxes, train.golden[i])
    for folder in a.extra:
        more = Data(folder, width, height, a.gray)
        for i in range(len(more)):
            train.append(more.pixels[i], more.boxes[i], more.golden[i])
    return train, validation


def load(checkpoint: str) -> Detector:
    saved = torch.load(checkpoint)
    model = Detector(len(saved["names"]), 1 if saved["gray"] else 3, saved["channels"], saved["strides"])
    model.load_state_dict(saved["average"])
    return model


def main() -> None:
    a = arguments()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    width, height = (int(v) for v in a.size.split("x"))
    strides = tuple(int(s) for s in a.strides.split(","))
    train, validation = parts(a, width, height)
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    saved = torch.load(checkpoint) if checkpoint.exists() else None
    begun_from = torch.load(a.start) if a.start else None
    shape = saved or begun_from
    channels = shape["channels"] if shape else plan(a.width, a.depth, strides)
    if shape:
        strides = shape["strides"]
    model = Detector(len(train.names), 1 if a.gray else 3, channels, strides)
    if begun_from:
        model.load_state_dict(begun_from["average"])
    average = copy.deepcopy(model).eval()
    teacher = load(a.teacher).eval() if a.teacher else None
    corners, steps = grid(width, height, strides)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.SGD([{"params": decayed, "weight_decay": 5e-4}, {"params": plain, "weight_decay": 0}], lr=a.rate, momentum=0.9, nesterov=True)
    # An epoch is as many pictures as were labelled; drawn ones take turns.
    per_epoch = max(1, min(len(train), max(200, sum(not s.startswith("drawn") for s in train.stems))) // a.batch)
    total, first, history = per_epoch * a.epochs, 0, []
    if saved:
        model.load_state_dict(saved["model"]), average.load_state_dict(saved["average"]), optimiser.load_state_dict(saved["optimiser"])
        first, history = saved["epoch"], saved["history"]
        print(f"resumed behind epoch {first}", flush=True)
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {macs(model, width, height) / 1e6:.0f} million multiply-accumulates, "
          f"{len(train)} pictures to train on, {len(validation)} to validate on", flush=True)
    scales = [m.weight for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    labelled = np.array([not s.startswith("drawn") for s in train.stems])
    with ThreadPoolExecutor(2) as pool:
        for epoch in range(first, a.epochs):
            random = np.random.default_rng([a.seed, epoch])
            # Every other picture is a drawn one, where there are some.
            mine, drawn = random.permutation(np.flatnonzero(labelled)), random.permutation(np.flatnonzero(~labelled))
            share = len(mine) // 2 if len(drawn) else len(mine)
            order = random.permutation(np.concatenate([mine[:share], drawn[:max(0, per_epoch * a.batch - share)]]))

            def batch(i, epoch=epoch, order=order):
                samples = [train.sample(int(n), np.random.default_rng([a.seed, epoch, int(n)])) for n in order[i * a.batch:(i + 1) * a.batch]]
                return batch_of([s[0] for s in samples]), [torch.from_numpy(s[1]) for s in samples]

            begun, running, steps_now = time.monotonic(), 0.0, len(order) // a.batch or 1
            model.train()
            ahead = [pool.submit(batch, i) for i in range(min(2, steps_now))]
            for i in range(steps_now):
                step = epoch * steps_now + i
                progress = step / (steps_now * a.epochs)
                for group in optimiser.param_groups:
                    group["lr"] = a.rate * min(1.0, (step + 1) / min(150, total)) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))
                pixels, boxes = ahead.pop(0).result()
                if i + 2 < steps_now:
                    ahead.append(pool.submit(batch, i + 2))
                with torch.autocast("cpu", torch.bfloat16):
                    rows = model(pixels)
                value = loss(rows.float(), boxes, corners, steps, decode)
                if teacher is not None:
                    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                        soft = teacher(pixels)[:, 4:].float().sigmoid()
                    value = value + torch.nn.functional.binary_cross_entropy_with_logits(rows[:, 4:].float(), soft, reduction="sum") / soft.sum().clamp(min=1)
                optimiser.zero_grad(set_to_none=True)
                value.backward()
                torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
                if a.sparsity:
                    for scale in scales:
                        scale.grad.add_(a.sparsity * scale.detach().sign())
                optimiser.step()
                keep = min(0.998, (1 + step) / (10 + step))
                with torch.no_grad():
                    for theirs, ours in zip(average.state_dict().values(), model.state_dict().values()):
                        theirs.copy_(theirs * keep + ours * (1 - keep) if theirs.dtype.is_floating_point else ours)
                running += value.item()
            line = {"epoch": epoch + 1, "loss": running / steps_now, "seconds": time.monotonic() - begun}
            if (epoch + 1) % a.every == 0 or epoch + 1 == a.epochs:
                line.update(score(detect(average, validation, corners, steps), validation.boxes, len(train.names), a.overlap))
            history.append(line)
            print("  ".join(f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in line.items() if k != "ap"), flush=True)
            partial = checkpoint.with_suffix(".tmp")
            torch.save({"model": model.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch + 1,
                        "history": history, "names": train.names, "size": (width, height), "gray": a.gray, "channels": channels, "strides": strides}, partial)
            partial.replace(checkpoint)
            (out / "metrics.json").write_text(json.dumps(history, indent=1))


if __name__ == "__main__":
    main()
