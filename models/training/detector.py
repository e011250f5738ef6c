"""The family of detectors: plain 3x3 convolutions, batch normalisation and ReLU, which integer kernels fuse into one step each.

A patch of 8x8 pixels is read every 4; stages at strides 4, 8, 16, 32; a top-down path adds what the coarse stages see; one head a
stride gives each cell a box (offset of its centre, logarithm of its size, in cells) and a score for each class.
"""

import torch
from torch import nn


class Conv(nn.Sequential):
    """Convolution, batch normalisation, ReLU. The channels of its output are what pruning takes away."""

    def __init__(self, inputs: int, outputs: int, kernel: int = 3, stride: int = 1):
        super().__init__(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Stem(nn.Sequential):
    def __init__(self, inputs: int, outputs: int):
        super().__init__(nn.Conv2d(inputs, outputs, 8, 4, 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


def plan(width: float, depth: int, strides) -> dict:
    """Channels of each convolution by name, before pruning."""
    def channels(n):
        return max(8, int(round(n * width / 8)) * 8)
    a, b, c, d = channels(24), channels(48), channels(80), channels(96)
    result = {"stem": a}
    for stage, n in (("s4", a), ("s8", b), ("s16", c), ("s32", d)):
        for i in range(depth if stage != "s4" else max(1, depth - 1)):
            result[f"{stage}.{i}"] = n
    result.update({"up16": c, "mix16": c, "up8": b, "mix8": b})
    for stride in strides:
        result[f"head{stride}"] = {8: b, 16: c, 32: d}[stride]
    return result


class Detector(nn.Module):
    """Input: batch x (1 or 3) x height x width, 0 to 1, sides divisible by 32. Output: batch x (4 + classes) x cells, scores as logits."""

    def __init__(self, classes: int, inputs: int, channels: dict, strides):
        super().__init__()
        self.channels, self.strides, self.classes, self.inputs = dict(channels), tuple(strides), classes, inputs
        n = channels
        self.stem = Stem(inputs, n["stem"])
        last = n["stem"]
        for stage in ("s4", "s8", "s16", "s32"):
            layers = nn.Sequential()
            for key in [k for k in n if k.startswith(stage + ".")]:
                first = key.endswith(".0") and stage != "s4"
                layers.append(Conv(last, n[key], 3, 2 if first else 1))
                last = n[key]
            setattr(self, stage, layers)
        out = {stage: n[[k for k in n if k.startswith(stage + ".")][-1]] for stage in ("s8", "s16", "s32")}
        # Sums couple channels: what is added has the channels of what it is added to.
        self.up16, self.mix16 = Conv(out["s32"], out["s16"], 1), Conv(out["s16"], n["mix16"])
        self.up8, self.mix8 = Conv(n["mix16"], out["s8"], 1), Conv(out["s8"], n["mix8"])
        ends = {8: n["mix8"], 16: n["mix16"], 32: out["s32"]}
        self.heads = nn.ModuleDict({str(s): nn.Sequential(Conv(ends[s], n[f"head{s}"]), nn.Conv2d(n[f"head{s}"], 4 + classes, 1)) for s in strides})
        for head in self.heads.values():
            nn.init.normal_(head[-1].weight, std=0.01)
            nn.init.zeros_(head[-1].bias)
            head[-1].bias.data[4:] = -5.0  # objects are rare: begin by saying no

    def forward(self, x):
        p8 = self.s8(self.s4(self.stem(x)))
        p16 = self.s16(p8)
        p32 = self.s32(p16)
        n16 = self.mix16(p16 + nn.functional.interpolate(self.up16(p32), scale_factor=2))
        n8 = self.mix8(p8 + nn.functional.interpolate(self.up8(n16), scale_factor=2))
        ends = {8: n8, 16: n16, 32: p32}
        return torch.cat([self.heads[str(s)](ends[s]).flatten(2) for s in self.strides], 2)


def grid(width: int, height: int, strides):
    """Left top corner (in cells, 2 x cells) and stride (1 x cells) of each cell of the output."""
    corners, steps = [], []
    for stride in strides:
        ys, xs = torch.meshgrid(torch.arange(height // stride), torch.arange(width // stride), indexing="ij")
        corners.append(torch.stack([xs, ys]).reshape(2, -1).float())
        steps.append(torch.full((1, corners[-1].shape[1]), float(stride)))
    return torch.cat(corners, 1), torch.cat(steps, 1)


def decode(rows, corners, steps):
    """Centre x, y, width, height in pixels of the input (batch x 4 x cells)."""
    centre = (rows[:, :2] + 0.5 + corners) * steps
    size = rows[:, 2:4].clamp(max=6).exp() * steps
    return torch.cat([centre, size], 1)


class Exported(nn.Module):
    """What goes into the ONNX file: the input as in training, YOLOv8's rows out (boxes in pixels, scores 0 to 1)."""

    def __init__(self, detector: Detector, width: int, height: int):
        super().__init__()
        self.detector = detector
        corners, steps = grid(width, height, detector.strides)
        self.register_buffer("offset", (corners + 0.5) * steps)
        self.register_buffer("steps", steps)

    def forward(self, x):
        rows = self.detector(x)
        centre = rows[:, :2] * self.steps + self.offset
        size = rows[:, 2:4].clamp(max=6).exp() * self.steps
        return torch.cat([centre, size, rows[:, 4:].sigmoid()], 1)


def macs(detector: Detector, width: int, height: int) -> int:
    """Multiply-accumulates of the convolutions for one picture."""
    total, hooks = [], []

    def count(module, _, output):
        total.append(output[0].numel() * module.in_channels * module.kernel_size[0] * module.kernel_size[1] // module.groups)

    for module in detector.modules():
        if isinstance(module, nn.Conv2d):
            hooks.append(module.register_forward_hook(count))
    was = detector.training
    detector.eval()
    with torch.no_grad():
        detector(torch.zeros(1, detector.inputs, height, width))
    detector.train(was)
    for hook in hooks:
        hook.remove()
    return sum(total)
