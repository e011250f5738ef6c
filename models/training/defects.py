"""Draws the six kinds of board defects on defect-free boards: more layouts with more defects than anyone has labelled.

Copper is dark. What makes a defect its kind is checked on the pixels around it: an open parts one conductor in two, a short
joins two, a mousebite or spur changes an outline and nothing else, copper and pin-holes lie free.
"""

import cv2
import numpy as np

PADDING = (11, 11, 9, 9)  # how far a label reaches beyond the changed pixels in DeepPCB: left, top, right, bottom
SHARES = (0.24, 0.22, 0.18, 0.16, 0.1, 0.1)  # the last two are easy
WINDOW = 60  # pixels on each side in which conductors are counted


def speckle(mask: np.ndarray, random) -> np.ndarray:
    """Etching leaves specks."""
    if random.random() < 0.25:
        mask &= (random.random(mask.shape) > random.uniform(0.05, 0.3)).astype(np.uint8)
    return mask


def scribble(mask: np.ndarray, random, middle, length: float, angle: float) -> None:
    """A stroke that goes to and fro, or several side by side, as an unsteady tool leaves them."""
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    if random.random() < 0.6:
        steps = np.linspace(-0.5, 0.5, int(random.integers(4, 14)))
        swing = random.uniform(0.05, 0.45) * min(length, 30)
        points = [middle + along * length * t + across * random.normal(0, swing) for t in steps]
        cv2.polylines(mask, [np.array(points).round().astype(np.int32)], False, 1, int(random.integers(1, 4)))
    else:
        gap = random.uniform(3, 8)
        count = int(random.integers(2, 5))
        for k in range(count):
            shift = across * gap * (k - (count - 1) / 2)
            ends = [middle + along * length * t + shift + random.normal(0, 1.5, 2) for t in (-0.5, 0, 0.5)]
            cv2.polylines(mask, [np.array(ends).round().astype(np.int32)], False, 1, int(random.integers(1, 4)))


def curve(mask: np.ndarray, random, middle, length: float, angle: float, thickness: int) -> None:
    """An arc or a wavering line through a point."""
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    bow = random.uniform(-0.35, 0.35) if random.random() < 0.5 else 0.0
    waver = random.uniform(0, 0.06) * length
    points = [middle + along * length * t + across * (length * bow * (4 * t * t - 0.5) + random.normal(0, waver)) for t in np.linspace(-0.5, 0.5, 7)]
    cv2.polylines(mask, [np.array(points).round().astype(np.int32)], False, 1, thickness)


def spot(mask: np.ndarray, random, middle, size: float) -> None:
    """A patch, a stroke or a scribble about a point, of the given half size."""
    form = random.random()
    if form < 0.45:
        points = []
        for angle in np.sort(random.uniform(0, 2 * np.pi, random.integers(4, 10))):
            reach = size * random.uniform(0.45, 1.0)
            points.append((middle[0] + reach * np.cos(angle), middle[1] + reach * np.sin(angle)))
        cv2.fillPoly(mask, [np.array(points, np.int32)], 1)
    elif form < 0.8:
        curve(mask, random, middle, 2 * size, random.uniform(0, np.pi), int(random.integers(2, max(3, int(size)))))
    else:
        scribble(mask, random, middle, random.uniform(1.5, 3.0) * size, random.uniform(0, np.pi))


def along_edge(mask: np.ndarray, window: np.ndarray, random, y: int, x: int) -> None:
    """Eats along an outline, or grows on it: some length of the edge around a point, unevenly thick."""
    edge = cv2.morphologyEx(window, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    ys, xs = edge.nonzero()
    reach = random.uniform(7, 28)
    near = np.hypot(ys - y, xs - x) < reach
    for py, px in zip(ys[near], xs[near]):
        if random.random() < 0.4:
            cv2.circle(mask, (int(px), int(py)), int(random.integers(1, 5)), 1, -1)


def counts(copper: np.ndarray, least: int) -> tuple[int, int]:
    """How many conductors and how many gaps of at least so many pixels."""
    def count(mask):
        stats = cv2.connectedComponentsWithStats(mask, connectivity=4)[2]
        return int((stats[1:, cv2.CC_STAT_AREA] >= least).sum())
    return count(copper), count(1 - copper)


def try_one(kind: int, copper, inside, outside, random):
    """A mask of pixels to turn over within a window, and the window's corner; None where it did not work out."""
    h, w = copper.shape
    field = inside if kind in (0, 2, 5) else outside
    size = random.uniform(3, 8) if random.random() < 0.6 else random.uniform(6, 17)
    if kind in (4, 5):
        spots = np.flatnonzero(field > min(size, 9) + 3)
    elif kind in (2, 3):
        spots = np.flatnonzero((field > 0.5) & (field < random.choice([2.5, 4, 7])))
    else:
        spots = np.flatnonzero((field > 1.5) & (field < random.choice([6, 10, 16, 40])))
    if not len(spots):
        return None
    y, x = divmod(int(random.choice(spots)), w)
    top, left = max(0, y - WINDOW), max(0, x - WINDOW)
    window = copper[top:y + WINDOW, left:x + WINDOW]
    mask = np.zeros(window.shape, np.uint8)
    here = np.array([x - left, y - top], float)
    if kind in (2, 3) and random.random() < 0.3:
        along_edge(mask, window, random, y - top, x - left)
    elif kind >= 2:
        spot(mask, random, here, size)
    else:
        other = 1 - window if kind == 0 else window
        ys, xs = other.nonzero()
        if not len(ys):
            return None
        # Across, towards the nearest outline as a rule; anywhere else cuts off corners and touches neighbours.
        k = int(np.hypot(ys - here[1], xs - here[0]).argmin())
        angle = np.arctan2(ys[k] - here[1], xs[k] - here[0]) + random.normal(0, 0.3)
        if random.random() < 0.35:
            angle = random.uniform(0, np.pi)
        length = 2 * field[y, x] * random.uniform(1.2, 2.0) + 6
        if random.random() < 0.2:
            scribble(mask, random, here, length, angle)
        else:
            # Now and then a whole length of a gap is filled, or of a trace gone.
            thickness = int(random.choice([2, 3, 3, 4, 5, 6, 8, 11])) if random.random() < 0.88 else int(random.integers(12, 50))
            curve(mask, random, here, length, angle, thickness)
    mask = speckle(mask, random) & (window if kind in (0, 2, 5) else 1 - window)  # only what changes
    if mask.sum() < 12:
        return None
    least = (40, 40, 12, 12, 1, 1)[kind]
    conductors, gaps = counts(window, least)
    conductors_after, gaps_after = counts(window ^ mask, least)
    change = (conductors_after - conductors, gaps_after - gaps)
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
        made = next((m for m in (try_one(kind, copper, inside, outside, random) for _ in range(20)) if m is not None), None)
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
