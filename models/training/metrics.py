"""Average precision and F-score on pictures that were not trained on."""

import numpy as np
import torch

from detector import decode


def batch_of(pixels) -> torch.Tensor:
    """Pictures as the detector takes them in training: batch x channels x height x width, 0 to 1."""
    stacked = np.stack(pixels)
    stacked = stacked[:, None] if stacked.ndim == 3 else stacked.transpose(0, 3, 1, 2)
    return torch.from_numpy(np.ascontiguousarray(stacked)).float().div_(255)


def iou(box, boxes):
    inter = (np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])).clip(0).prod(1)
    area = (box[2:] - box[:2]).prod() + (boxes[:, 2:] - boxes[:, :2]).prod(1) - inter
    return inter / np.maximum(area, 1e-9)


def found_in(rows: np.ndarray, least: float, nms: float) -> np.ndarray:
    """Class, score, left, top, right, bottom of one picture's decoded rows ((4 + classes) x cells), suppressed class by class."""
    picked = []
    for kind in range(rows.shape[0] - 4):
        sure = rows[4 + kind] >= least
        x, y, w, h = rows[:4, sure]
        boxes, scores = np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2], 1), rows[4 + kind, sure]
        order = scores.argsort()[::-1][:300]
        while len(order):
            first = order[0]
            picked.append([kind, scores[first], *boxes[first]])
            order = order[1:][iou(boxes[first], boxes[order[1:]]) <= nms]
    return np.array(picked, np.float32).reshape(-1, 6)


@torch.no_grad()
def detect(model, data, corners, steps, least=0.02, nms=0.45, size=8):
    """What `model` finds in each picture of a data.Data."""
    model.eval()
    found = []
    for start in range(0, len(data), size):
        pixels = batch_of(data.pixels[start:start + size])
        with torch.autocast("cpu", torch.bfloat16, enabled=False):
            rows = model(pixels).float()
        rows = torch.cat([decode(rows, corners, steps), rows[:, 4:].sigmoid()], 1).numpy()
        found += [found_in(r, least, nms) for r in rows]
    return found


def score(found, truths, classes: int, overlap: float):
    """AP of each class (area under the envelope, all points), and the best F over thresholds with that threshold, over all classes."""
    aps, everything, total = [], [], 0
    for kind in range(classes):
        hits, wanted_count = [], 0
        for detections, truth in zip(found, truths):
            wanted = truth[truth[:, 0] == kind, 1:]
            wanted_count += len(wanted)
            taken = np.zeros(len(wanted), bool)
            mine = detections[detections[:, 0] == kind]
            for row in mine[mine[:, 1].argsort()[::-1]]:
                value = np.where(taken, 0, iou(row[2:], wanted)) if len(wanted) else np.zeros(0)
                best = int(value.argmax()) if len(value) else -1
                hit = best >= 0 and value[best] > overlap
                if hit:
                    taken[best] = True
                hits.append((row[1], hit))
        everything += hits
        total += wanted_count
        if not wanted_count:
            continue
        hits.sort(key=lambda h: -h[0])
        good = np.array([h[1] for h in hits], float)
        recall = good.cumsum() / wanted_count
        precision = good.cumsum() / np.arange(1, len(good) + 1)
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        aps.append(float((np.diff(np.concatenate([[0], recall])) * envelope).sum()))
    everything.sort(key=lambda h: -h[0])
    good = np.array([h[1] for h in everything], float).cumsum()
    f = 2 * good / (np.arange(1, len(good) + 1) + total) if len(good) else np.zeros(1)
    k = int(f.argmax())
    return {"map": float(np.mean(aps)) if aps else 0.0, "fscore": float(f[k]), "threshold": float(everything[k][0]) if everything else 0.0, "ap": aps}
