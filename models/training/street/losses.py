"""Which cells answer for which object, and how wrong they are."""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce

from model import decode

# An object is learnt by the levels whose range (longest side in pixels of the input) holds it; the ranges overlap.
RANGES = {8.0: (0, 52), 16.0: (36, 110), 32.0: (84, 1e9)}


def assign(boxes, corners, strides):
    """For each cell the index of its object, or -1. A cell answers when its middle lies within one cell of the object's centre."""
    if not len(boxes):
        return torch.full((len(corners),), -1)
    middle = (corners + 0.5) * strides
    centre = (boxes[:, 1:3] + boxes[:, 3:5]) / 2
    size = boxes[:, 3:5] - boxes[:, 1:3]
    near = ((middle[:, None] - centre[None]).abs() < strides[:, None]).all(2)
    longest = size.max(1).values
    low = torch.tensor([RANGES[s][0] for s in strides[:, 0].tolist()])
    high = torch.tensor([RANGES[s][1] for s in strides[:, 0].tolist()])
    fits = (longest[None] >= low[:, None]) & (longest[None] <= high[:, None])
    # Where two objects want one cell, the smaller has fewer others to go to.
    area = torch.where(near & fits, size.prod(1)[None], torch.inf)
    best, index = area.min(1)
    return torch.where(best.isfinite(), index, -1)


def giou(a, b):
    """Generalised intersection over union, 1 for equal boxes, down to -1 (arXiv:1902.09630)."""
    inter = (torch.min(a[:, 2:], b[:, 2:]) - torch.max(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - inter
    hull = (torch.max(a[:, 2:], b[:, 2:]) - torch.min(a[:, :2], b[:, :2])).prod(1)
    return inter / union.clamp(min=1e-6) - (hull - union) / hull.clamp(min=1e-6)


def loss(rows, targets, corners, strides, classes):
    """rows: batch x cells x (5 + classes), logits; targets: a list of rows of class, left, top, right, bottom."""
    owners = torch.stack([assign(t, corners, strides) for t in targets])
    positive = owners >= 0
    count = positive.sum().clamp(min=1)
    wanted_objectness = positive.float()
    total = 0
    if positive.any():
        batch, cell = positive.nonzero(as_tuple=True)
        wanted = torch.cat([t[o[o >= 0]] for t, o in zip(targets, owners)])
        boxes = decode(rows[batch, cell], corners[cell], strides[cell])
        overlap = giou(boxes, wanted[:, 1:5])
        total = total + 5 * (1 - overlap).mean()
        # A cell is to be as sure as its box is good: suppression then keeps the best box of an object, not just any.
        wanted_objectness[batch, cell] = overlap.detach().clamp(0.3, 1) ** 0.5
        kind = torch.nn.functional.one_hot(wanted[:, 0].long(), classes).float()
        total = total + bce(rows[batch, cell, 5:], kind, reduction="sum") / count
    return total + bce(rows[..., 4], wanted_objectness, reduction="sum") / count
