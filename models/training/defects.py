"""Draws the six kinds of board defects on defect-free boards: more layouts with more defects than anyone has labelled.

Copper is dark. What makes a defect its kind is checked on the pixels around it: an open parts one conductor in two, a short
joins two, a mousebite or spur changes an outline and nothing else, copper and pin-holes lie free.
"""

import cv2
import numpy as np

PADDING = (11, 11, 9, 9)  # how far a label reaches beyond the changed pixels in DeepPCB: left, top, right, bottom
SHARES = (0.24, 0.22, 0.18, 0.16, 0.1, 0.1)  # the last two are easy
WINDOW = 60  # pixels on each side in which conductors are counted


def blob(random, size: int) -> np.ndarray:
    """A small spot or stroke of the given half size, as a mask."""
    side = 2 * size + 7
    mask = np.zeros((side, side), np.uint8)
    middle = side // 2
    if random.random() < 0.5:
        points = []
        for angle in np.sort(random.uniform(0, 2 * np.pi, random.integers(4, 9))):
            reach = size * random.uniform(0.45, 1.0)
            points.append((middle + reach * np.cos(angle), middle + reach * np.sin(angle)))
        cv2.fillPoly(mask, [np.array(points, np.int32)], 1)
    else:
        angle = random.uniform(0, np.pi)
        dx, dy = size * np.cos(angle), size * np.sin(angle)
        bend = random.uniform(-0.5, 0.5, 2) * size
        line = np.array([[middle - dx, middle - dy], [middle + bend[0], middle + bend[1]], [middle + dx, middle + dy]], np.int32)
        cv2.polylines(mask, [line], False, 1, int(random.integers(2, max(3, size))))
    if random.random() < 0.25:  # etching leaves specks
        mask &= (random.random(mask.shape) > 0.15).astype(np.uint8)
    return mask


def stroke(random, start, end, shape) -> np.ndarray:
    """A wavering line from one point to another, 2 to 11 pixels thick."""
    mask = np.zeros(shape, np.uint8)
    start, end = np.array(start, float), np.array(end, float)
    across = np.array([-(end - start)[1], (end - start)[0]]) / max(np.hypot(*(end - start)), 1)
    steps = np.linspace(0, 1, int(random.integers(2, 6)))
    waver = random.uniform(0, 0.15) * np.hypot(*(end - start))
    points = [start + (end - start) * s + across * random.normal(0, waver) for s in steps]
    cv2.polylines(mask, [np.array(points).round().astype(np.int32)], False, 1, int(random.choice([2, 3, 3, 4, 5, 6, 8, 11])))
    if random.random() < 0.15:
        mask &= (random.random(mask.shape) > 0.12).astype(np.uint8)
    return mask


def counts(copper: np.ndarray) -> tuple[int, int]:
    """How many conductors and how many gaps."""
    return cv2.connectedComponents(copper, connectivity=4)[0] - 1, cv2.connectedComponents(1 - copper, connectivity=4)[0] - 1


def try_one(kind: int, copper, inside, outside, random):
    """A mask of pixels to turn over within a window, and the window's corner; None where it did not work out."""
    h, w = copper.shape
    field = inside if kind in (0, 2, 5) else outside
    if kind in (4, 5):
        size = int(random.integers(4, 14))
        spots = np.flatnonzero(field > size + 3)
    elif kind in (2, 3):
        size = int(random.integers(5, 13))
        spots = np.flatnonzero((field > 0.5) & (field < 1.5 + random.integers(0, 3)))
    else:
        size = 0
        spots = np.flatnonzero((field > 2.5) & (field < random.choice([6, 10, 16, 40])))
    if not len(spots):
        return None
    y, x = divmod(int(random.choice(spots)), w)
    top, left = max(0, y - WINDOW), max(0, x - WINDOW)
    window = copper[top:y + WINDOW, left:x + WINDOW]
    mask = np.zeros(window.shape, np.uint8)
    if kind >= 2:
        spot = blob(random, size)
        r = spot.shape[0] // 2
        if not (r < y < h - r - 1 and r < x < w - r - 1):
            return None
        mask[y - top - r:y - top + r + 1, x - left - r:x - left + r + 1] = spot
    else:
        near = field[max(0, y - 3):y + 4, max(0, x - 3):x + 4]
        if field[y, x] < near.max() - 0.6:  # not on the middle line of the trace or gap
            return None
        other = window if kind == 1 else 1 - window
        ys, xs = other.nonzero()
        if not len(ys):
            return None
        d = np.hypot(ys - (y - top), xs - (x - left))
        k = int(d.argmin())
        direction = np.array([xs[k] - (x - left), ys[k] - (y - top)], float) / max(d[k], 1)
        turn = random.normal(0, 0.25)
        direction = np.array([direction[0] * np.cos(turn) - direction[1] * np.sin(turn), direction[0] * np.sin(turn) + direction[1] * np.cos(turn)])
        reach = d[k] * random.uniform(1.1, 1.5) + 2
        here = np.array([x - left, y - top], float)
        mask = stroke(random, here - direction * reach, here + direction * reach, window.shape)
    mask &= (window if kind in (0, 2, 5) else 1 - window)  # only what changes
    if mask.sum() < 12:
        return None
    after = window ^ mask
    copper_before, gaps_before = counts(window)
    copper_after, gaps_after = counts(after)
    change = (copper_after - copper_before, gaps_after - gaps_before)
    good = {0: change[0] >= 1, 1: change[0] <= -1, 2: change == (0, 0), 3: change == (0, 0), 4: change[0] >= 1, 5: change[1] >= 1}[kind]
    return (mask, top, left) if good else None


def draw(golden: np.ndarray, random: np.random.Generator, wanted: int):
    """A board like `golden` with up to `wanted` defects, and its boxes."""
    copper = (golden < 128).astype(np.uint8)
    inside, outside = cv2.distanceTransform(copper, cv2.DIST_L2, 3), cv2.distanceTransform(1 - copper, cv2.DIST_L2, 3)
    h, w = golden.shape
    pixels, boxes = golden.copy(), []
    for _ in range(wanted * 2):
        if len(boxes) == wanted:
            break
        kind = int(random.choice(6, p=SHARES))
        made = next((m for m in (try_one(kind, copper, inside, outside, random) for _ in range(12)) if m is not None), None)
        if made is None:
            continue
        mask, top, left = made
        ys, xs = mask.nonzero()
        box = np.array([kind, max(0, left + xs.min() - PADDING[0]), max(0, top + ys.min() - PADDING[1]),
                        min(w, left + xs.max() + 1 + PADDING[2]), min(h, top + ys.max() + 1 + PADDING[3])], np.float32)
        if any((np.minimum(box[3:], b[3:]) - np.maximum(box[1:3], b[1:3])).min() > -4 for b in boxes):
            continue
        region = pixels[top:top + mask.shape[0], left:left + mask.shape[1]]
        region[mask > 0] = 255 - region[mask > 0]
        boxes.append(box)
    return pixels, np.array(boxes, np.float32).reshape(-1, 5)
