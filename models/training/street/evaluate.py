"""Precision, recall and AP50 on pictures that were not trained on."""

import numpy as np
import torch

from model import MEAN, SCALE, decode


def tensor(pixels: np.ndarray) -> torch.Tensor:
    """Pixels (batch x height x width x 3) as the detector takes them in training: normalised planes."""
    return (torch.from_numpy(np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))).float() - MEAN) * SCALE


def iou(box, boxes):
    inter = (np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2])).clip(0).prod(1)
    area = (box[2:] - box[:2]).prod() + (boxes[:, 2:] - boxes[:, :2]).prod(1) - inter
    return inter / np.maximum(area, 1e-9)


def suppress(boxes, scores, threshold):
    order, kept = scores.argsort()[::-1], []
    while len(order):
        kept.append(order[0])
        order = order[1:][iou(boxes[order[0]], boxes[order[1:]]) <= threshold]
    return kept


@torch.no_grad()
def detect(detector, pixels, corners, strides, threshold, nms=0.5):
    """Rows of class, score, left, top, right, bottom for each picture of a batch of normalised pixels."""
    rows = detector(pixels)
    boxes = decode(rows, corners, strides).numpy()
    scores = (rows[..., 4:5].sigmoid() * rows[..., 5:].sigmoid()).numpy()
    found = []
    for b, s in zip(boxes, scores):
        picked = []
        for kind in range(s.shape[1]):
            sure = s[:, kind] >= threshold
            for i in suppress(b[sure], s[sure, kind], nms):
                picked.append([kind, s[sure, kind][i], *b[sure][i]])
        found.append(np.array(picked, np.float32).reshape(-1, 6))
    return found


def validate(detector, data, corners, strides, nms=0.5):
    """Detects on a whole dataset and scores it; `data` as dataset.Dataset holds it."""
    detector.eval()
    found = []
    for start in range(0, len(data), 32):
        found += detect(detector, tensor(data.pixels[start:start + 32]), corners, strides, 0.02, nms)
    return score(found, data.boxes, data.names)


def score(found, truths, names, sure=0.5):
    """AP50 (area under the precision-recall curve, all points) of each class; precision and recall at a score of `sure`."""
    result = {}
    for kind, name in enumerate(names):
        hits, total = [], 0
        for detections, truth in zip(found, truths):
            wanted = truth[truth[:, 0] == kind, 1:]
            total += len(wanted)
            taken = np.zeros(len(wanted), bool)
            mine = detections[detections[:, 0] == kind]
            for row in mine[mine[:, 1].argsort()[::-1]]:
                overlap = np.where(taken, 0, iou(row[2:], wanted)) if len(wanted) else np.zeros(0)
                best = int(overlap.argmax()) if len(overlap) else -1
                hit = best >= 0 and overlap[best] >= 0.5
                if hit:
                    taken[best] = True
                hits.append((row[1], hit, overlap[best] if hit else 0))
        hits.sort(key=lambda h: -h[0])
        good = np.array([h[1] for h in hits], float)
        recall = good.cumsum() / max(total, 1)
        precision = good.cumsum() / np.arange(1, len(good) + 1)
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        ap = float((np.diff(np.concatenate([[0], recall])) * envelope).sum())
        n = sum(h[0] >= sure for h in hits)
        result[name] = {
            "ap50": ap, "precision": float(precision[n - 1]) if n else 0.0, "recall": float(recall[n - 1]) if n else 0.0,
            "meanIou": float(np.mean([h[2] for h in hits if h[1]] or [0])), "objects": total}
    return result
