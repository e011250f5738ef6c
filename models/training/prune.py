"""Takes channels out of a trained detector, those that the loss misses least for what they cost, until a share of the work is left.

Importance of a channel: the squared first-order change of the loss without it, read off its batch normalisation (arXiv:1906.10771,
"gate with batch norm"), per multiply-accumulate saved. Channels that are added to each other leave together.
"""

import argparse
import os
from pathlib import Path

import numpy as np
import torch

from data import Data, held_out
from detector import Detector, decode, grid, macs
from loss import loss
from metrics import batch_of


def groups(model: Detector):
    """Convolutions whose output channels are one decision: (name in the plan, [Conv modules], [convolutions that read them])."""
    stages = {s: list(getattr(model, s)) for s in ("s4", "s8", "s16", "s32")}
    chain = [("stem", model.stem)] + [(f"{s}.{i}", layer) for s, layers in stages.items() for i, layer in enumerate(layers)]
    result = []
    for k, (name, layer) in enumerate(chain):
        writers, readers = [layer], [chain[k + 1][1][0]] if k + 1 < len(chain) else [model.up16[0]]
        if layer is stages["s8"][-1]:
            writers.append(model.up8)
            readers.append(model.mix8[0])
        if layer is stages["s16"][-1]:
            writers.append(model.up16)
            readers.append(model.mix16[0])
        if layer is stages["s32"][-1] and 32 in model.strides:
            readers.append(model.heads["32"][0][0])
        result.append((name, writers, readers))
    result.append(("mix16", [model.mix16], [model.up8[0]] + ([model.heads["16"][0][0]] if 16 in model.strides else [])))
    result.append(("mix8", [model.mix8], [model.heads["8"][0][0]] if 8 in model.strides else []))
    for s in model.strides:
        head = model.heads[str(s)]
        result.append((f"head{s}", [head[0]], [head[1]]))
    return result


def importance(model: Detector, data: Data, corners, steps, pictures: int, batch: int = 8):
    """For each convolution with batch normalisation, one value a channel."""
    norms = {id(m[1]): (m[1], torch.zeros(m[1].num_features)) for _, writers, _ in groups(model) for m in writers}
    order = np.random.default_rng(5).permutation(len(data))[:pictures]
    model.eval()
    for start in range(0, len(order), batch):
        mine = order[start:start + batch]
        rows = model(batch_of([data.pixels[i] for i in mine]))
        model.zero_grad()
        loss(rows, [torch.from_numpy(data.boxes[i]) for i in mine], corners, steps, decode).backward()
        for norm, total in norms.values():
            total += (norm.weight.grad * norm.weight + norm.bias.grad * norm.bias).detach() ** 2
        print(f"importance: {start + len(mine)}/{len(order)} pictures", flush=True)
    return {key: total for key, (_, total) in norms.items()}


def choose(model: Detector, scores, width: int, height: int, share: float, multiple: int, least: int):
    """Indices of the channels that stay, by group."""
    all_groups = groups(model)
    dense = macs(model, width, height)
    values, costs = {}, {}
    area = {}
    hooks = [m.register_forward_hook(lambda m, _, out: area.__setitem__(id(m), out.shape[2] * out.shape[3])) for m in model.modules() if isinstance(m, torch.nn.Conv2d)]
    with torch.no_grad():
        model(torch.zeros(1, model.inputs, height, width))
    for hook in hooks:
        hook.remove()
    for name, writers, readers in all_groups:
        values[name] = sum(scores[id(w[1])] for w in writers).sqrt()
        each = sum(area[id(w[0])] * w[0].weight[0].numel() for w in writers) + sum(area[id(r)] * r.weight[:, 0].numel() for r in readers)
        costs[name] = float(each)

    def kept(threshold):
        result = {}
        for name in values:
            worth = values[name] / costs[name] ** 0.5
            count = int((worth > threshold).sum())
            count = min(len(worth), max(least, int(round(count / multiple)) * multiple))
            result[name] = torch.sort(torch.argsort(worth, descending=True)[:count]).values
        return result

    low, high = 0.0, max(float((values[n] / costs[n] ** 0.5).max()) for n in values)
    for _ in range(40):
        middle = (low + high) / 2
        trial = slim(model, kept(middle))
        if macs(trial, width, height) > share * dense:
            low = middle
        else:
            high = middle
    return kept(high)


def slim(model: Detector, kept) -> Detector:
    """A detector with only the channels that stay, and their weights."""
    channels = {name: len(kept[name]) for name in model.channels if name in kept}
    channels.update({name: channels[f"s{name[2:]}.{max(int(k.split('.')[1]) for k in kept if k.startswith('s' + name[2:] + '.'))}"] for name in ("up16", "up8")})
    channels = {name: channels[name] for name in model.channels}
    small = Detector(model.classes, model.inputs, channels, model.strides)
    theirs = groups(small)
    for (name, writers, readers), (_, new_writers, new_readers) in zip(groups(model), theirs):
        stay = kept[name]
        for old, new in zip(writers, new_writers):
            new._out = stay
            for key in ("weight", "bias", "running_mean", "running_var"):
                getattr(new[1], key).data.copy_(getattr(old[1], key).data[stay])
        for old, new in zip(readers, new_readers):
            new._in = stay
    pairs = [(o, n) for o, n in zip(model.modules(), small.modules()) if isinstance(o, torch.nn.Conv2d)]
    outs = {id(w[0]): w._out for _, writers, _ in theirs for w in writers}
    for old, new in pairs:
        weight = old.weight.data
        if id(new) in outs:
            weight = weight[outs[id(new)]]
        if hasattr(new, "_in"):
            weight = weight[:, new._in]
        new.weight.data.copy_(weight)
        if new.bias is not None:
            new.bias.data.copy_(old.bias.data)
    return small


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--checkpoint", required=True, help="checkpoint.pt of train.py, best of a run with --sparsity")
    p.add_argument("--data", required=True)
    p.add_argument("--hold-out", default="", help="as for train.py: these pictures are not looked at")
    p.add_argument("--out", required=True, help="pruned.pt to write; train.py --start goes on from it")
    p.add_argument("--macs", type=float, default=0.33, help="share of the multiply-accumulates to keep")
    p.add_argument("--multiple", type=int, default=8, help="channels come in multiples of this: integer kernels work in blocks")
    p.add_argument("--pictures", type=int, default=160)
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    saved = torch.load(a.checkpoint)
    width, height = saved["size"]
    held = held_out(Path(a.data), a.hold_out)
    data = Data(a.data, width, height, saved["gray"], lambda stem: stem not in held)
    model = Detector(len(saved["names"]), 1 if saved["gray"] else 3, saved["channels"], saved["strides"])
    model.load_state_dict(saved["average"])
    corners, steps = grid(width, height, saved["strides"])
    kept = choose(model, importance(model, data, corners, steps, a.pictures), width, height, a.macs, a.multiple, a.multiple)
    small = slim(model.eval(), kept)
    before, after = macs(model, width, height), macs(small, width, height)
    for name in model.channels:
        print(f"{name:8} {model.channels[name]:4} -> {small.channels[name]}")
    print(f"{before / 1e6:.0f} -> {after / 1e6:.0f} million multiply-accumulates ({after / before:.1%}), "
          f"{sum(x.numel() for x in model.parameters())} -> {sum(x.numel() for x in small.parameters())} parameters")
    Path(a.out).parent.mkdir(parents=True, exist_ok=True)
    torch.save({**{k: saved[k] for k in ("names", "size", "gray", "strides")}, "channels": small.channels, "average": small.state_dict()}, a.out)


if __name__ == "__main__":
    main()
