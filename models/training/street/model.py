"""A small anchor-free detector: convolutions, ReLU and nearest up-sampling only, so that it quantises well and runs anywhere.

Output as YOLOX gives it (arXiv:2107.08430), not decoded: 1 x cells x (5 + classes) over the grids of strides 8, 16 and 32, rows of
x and y (cells from the cell's corner), log of width and height (in cells), objectness and classes as probabilities.
"""

import torch
from torch import nn

STRIDES = (8, 16, 32)
MEAN, SCALE = 114.0, 1 / 64.0


def conv(cin: int, cout: int, k: int = 3, stride: int = 1, groups: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(cin, cout, k, stride, k // 2, groups=groups, bias=False), nn.BatchNorm2d(cout), nn.ReLU(inplace=True))


def separable(cin: int, cout: int, k: int = 3, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(conv(cin, cin, k, stride, groups=cin), conv(cin, cout, 1))


class Residual(nn.Module):
    def __init__(self, channels: int, k: int = 3):
        super().__init__()
        self.body = separable(channels, channels, k)

    def forward(self, x):
        return x + self.body(x)


def enlarge(x, like):
    # Whole numbers, not traced tensors: the exported graph has fixed sizes and needs no shape arithmetic.
    return nn.functional.interpolate(x, size=(int(like.shape[2]), int(like.shape[3])), mode="nearest")


class Detector(nn.Module):
    def __init__(self, classes: int, width: int = 32):
        super().__init__()
        a, b, c, d = width // 2, width, width * 3 // 2, width * 2
        self.classes = classes
        # No padding here: the input's mean and scale can then be folded into the weights exactly (fold_normalisation).
        self.stem = nn.Conv2d(3, a, 2, 2)
        self.to4 = nn.Sequential(nn.ReLU(), conv(a, a + 8, 3, 2))
        self.to8 = nn.Sequential(conv(a + 8, b, 3, 2), Residual(b), Residual(b))
        self.to16 = nn.Sequential(separable(b, c, 3, 2), Residual(c, 5), Residual(c))
        self.to32 = nn.Sequential(separable(c, d, 3, 2), Residual(d, 5))
        self.up32, self.up16 = conv(d, c, 1), conv(c, b, 1)
        self.mix16, self.mix8 = separable(c, c), separable(b, b)
        self.heads = nn.ModuleList(
            nn.Sequential(separable(n, b), nn.Conv2d(b, 5 + classes, 1)) for n in (b, c, d))
        for head in self.heads:
            nn.init.normal_(head[-1].weight, std=0.01)
            nn.init.zeros_(head[-1].bias)
            head[-1].bias.data[4:] = -4.0  # objects are rare: begin by saying no

    def features(self, x):
        p8 = self.to8(self.to4(self.stem(x)))
        p16 = self.to16(p8)
        p32 = self.to32(p16)
        n16 = self.mix16(p16 + enlarge(self.up32(p32), p16))
        n8 = self.mix8(p8 + enlarge(self.up16(n16), p8))
        return n8, n16, p32

    def forward(self, x):
        """Raw rows, scores as logits: batch x cells x (5 + classes)."""
        return torch.cat([head(f).flatten(2) for head, f in zip(self.heads, self.features(x))], 2).permute(0, 2, 1)


class Exported(nn.Module):
    """What goes into the ONNX file: pixels of 0 to 255 in, probabilities out."""

    def __init__(self, detector: Detector):
        super().__init__()
        self.detector = detector

    def forward(self, x):
        rows = self.detector(x)
        return torch.cat([rows[..., :4], rows[..., 4:].sigmoid()], 2)


def fold_normalisation(detector: Detector) -> None:
    """After this the detector takes raw pixels: conv((x - mean) * scale) = conv'(x)."""
    w, b = detector.stem.weight.data, detector.stem.bias.data
    b -= w.sum((1, 2, 3)) * MEAN * SCALE
    w *= SCALE


def grid(width: int, height: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Corner (in cells) and stride of each row of the output."""
    corners, strides = [], []
    for stride in STRIDES:
        ys, xs = torch.meshgrid(torch.arange(-(-height // stride)), torch.arange(-(-width // stride)), indexing="ij")
        corners.append(torch.stack([xs, ys], -1).reshape(-1, 2).float())
        strides.append(torch.full((corners[-1].shape[0], 1), float(stride)))
    return torch.cat(corners), torch.cat(strides)


def decode(rows, corners, strides):
    """Boxes as left, top, right, bottom in pixels of the input."""
    centre = (rows[..., :2] + corners) * strides
    half = rows[..., 2:4].clamp(max=6).exp() * strides / 2
    return torch.cat([centre - half, centre + half], -1)
