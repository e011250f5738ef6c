"""Which cells answer for which object, and how wrong they are."""

import torch

# An object is learnt by the strides whose range (longest side in pixels of the input) holds it; the ranges overlap.
RANGES = {8: (0, 64), 16: (40, 140), 32: (96, 1e9)}


def assign(boxes, corners, steps, only_one_stride: bool):
    """For each cell the index of its object, or -1. A cell answers when its middle lies near the object's centre, and within it."""
    if not len(boxes):
        return torch.full((corners.shape[1],), -1)
    x, y = (corners + 0.5) * steps
    cx, cy = (boxes[:, 1] + boxes[:, 3]) / 2, (boxes[:, 2] + boxes[:, 4]) / 2
    w, h = boxes[:, 3] - boxes[:, 1], boxes[:, 4] - boxes[:, 2]
    reach = 1.5 * steps[0][:, None]
    dx, dy = (x[:, None] - cx).abs(), (y[:, None] - cy).abs()
    near = (dx < torch.minimum(reach, w / 2)) & (dy < torch.minimum(reach, h / 2))
    if not only_one_stride:
        low = torch.tensor([RANGES[int(s)][0] for s in steps[0].tolist()])[:, None]
        high = torch.tensor([RANGES[int(s)][1] for s in steps[0].tolist()])[:, None]
        longest = torch.maximum(w, h)
        near &= (longest >= low) & (longest <= high)
    distance = torch.where(near, dx ** 2 + dy ** 2, torch.inf)  # where two want one cell, the nearer has it
    best, index = distance.min(1)
    return torch.where(best.isfinite(), index, -1)


def giou(a, b):
    """Generalised IoU (arXiv:1902.09630), -1 to 1, of boxes given as centre and size (n x 4) and as corners (n x 4)."""
    low, high = a[:, :2] - a[:, 2:] / 2, a[:, :2] + a[:, 2:] / 2
    inter = (torch.min(high, b[:, 2:]) - torch.max(low, b[:, :2])).clamp(min=0).prod(1)
    union = a[:, 2:].prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - inter
    hull = (torch.max(high, b[:, 2:]) - torch.min(low, b[:, :2])).prod(1)
    return inter / union.clamp(min=1e-6) - (hull - union) / hull.clamp(min=1e-6)


def loss(rows, targets, corners, steps, decode):
    """rows: batch x (4 + classes) x cells, float32; targets: a list of rows of class, left, top, right, bottom."""
    one = steps.min() == steps.max()
    owners = torch.stack([assign(t, corners, steps, one) for t in targets])
    wanted = torch.zeros_like(rows[:, 4:])
    batch, cell = (owners >= 0).nonzero(as_tuple=True)
    total = rows.sum() * 0
    if len(batch):
        truth = torch.stack([targets[b][owners[b, c]] for b, c in zip(batch.tolist(), cell.tolist())])
        boxes = decode(rows.permute(0, 2, 1)[batch, cell][:, :, None], corners.T[cell][:, :, None], steps[:, cell].T[:, :, None])[:, :, 0]
        total = total + 2 * (1 - giou(boxes, truth[:, 1:])).mean()
        wanted[batch, truth[:, 0].long(), cell] = 1
    return total + torch.nn.functional.binary_cross_entropy_with_logits(rows[:, 4:], wanted, reduction="sum") / wanted.sum().clamp(min=1)
