"""Labelled pictures in three layouts, held in memory, and how each is varied while training.

YOLO      images/*, labels/*.txt (class, x centre, y centre, width, height as fractions), classes.txt; templates/* where there are some
COCO      images/*, annotations/*.json or *.json (instances)
DeepPCB   images/*, templates/* (the same boards without defects), labels/*.txt (x1 y1 x2 y2 type, type from 1)
"""

import json
from pathlib import Path

import cv2
import numpy as np

cv2.setNumThreads(1)
SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp"}
DEEPPCB = ["open", "short", "mousebite", "spur", "copper", "pin-hole"]
PAD = 114  # grey of the padding, as the product's letterbox has it


def letterbox(pixels: np.ndarray, width: int, height: int):
    """Scales with the shape kept, in the middle, as YOLOv8 models are fed; returns the picture, the scale and where it lies."""
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    if pixels.shape[:2] == (height, width):
        return pixels, 1.0, (0, 0)
    w, h = int(pixels.shape[1] * scale + 1e-9), int(pixels.shape[0] * scale + 1e-9)
    left, top = (width - w) // 2, (height - h) // 2
    out = np.full((height, width, *pixels.shape[2:]), PAD, np.uint8)
    out[top:top + h, left:left + w] = cv2.resize(pixels, (w, h), interpolation=cv2.INTER_LINEAR)
    return out, scale, (left, top)


def layout_of(folder: Path) -> str:
    if (folder / "templates").is_dir() and not (folder / "classes.txt").exists():
        return "deeppcb"
    if (folder / "labels").is_dir():
        return "yolo"
    if list(folder.glob("annotations/*.json")) or list(folder.glob("*.json")):
        return "coco"
    raise SystemExit(f"{folder}: no labels/, templates/ or *.json beside images/; YOLO, COCO and DeepPCB folders are read")


def read_labels(folder: Path, layout: str):
    """Names of the classes, and for each picture's path its rows of class, left, top, right, bottom (pixels, or fractions for YOLO)."""
    files = sorted(f for f in (folder / "images").rglob("*") if f.suffix.lower() in SUFFIXES)
    if not files:
        raise SystemExit(f"{folder}/images: no pictures ({', '.join(sorted(SUFFIXES))})")
    if layout == "coco":
        source = json.loads(sorted([*folder.glob("annotations/*.json"), *folder.glob("*.json")])[0].read_text())
        kinds = {c["id"]: i for i, c in enumerate(sorted(source["categories"], key=lambda c: c["id"]))}
        names = [c["name"] for c in sorted(source["categories"], key=lambda c: c["id"])]
        rows = {i["id"]: [] for i in source["images"]}
        for a in source["annotations"]:
            if not a.get("iscrowd"):
                x, y, w, h = a["bbox"]
                rows[a["image_id"]].append([kinds[a["category_id"]], x, y, x + w, y + h])
        known = {i["file_name"].split("/")[-1]: rows[i["id"]] for i in source["images"]}
        return names, [(f, known.get(f.name, [])) for f in files]
    result = []
    for f in files:
        label = folder / "labels" / (f.stem + ".txt")
        rows = []
        for n, line in enumerate(label.read_text().split("\n") if label.exists() else [], 1):
            values = line.split()
            if not values:
                continue
            try:
                row = [float(v) for v in values]
                assert len(row) == 5
            except (ValueError, AssertionError):
                raise SystemExit(f"{label}:{n}: '{line}': five numbers are expected") from None
            if layout == "deeppcb":
                rows.append([row[4] - 1, *row[:4]])
            else:
                c, x, y, w, h = row
                rows.append([c, x - w / 2, y - h / 2, x + w / 2, y + h / 2])
        result.append((f, rows))
    if layout == "deeppcb":
        return DEEPPCB, result
    names = (folder / "classes.txt").read_text().split("\n") if (folder / "classes.txt").exists() else None
    top = int(max((r[0] for _, rows in result for r in rows), default=0)) + 1
    return [n.strip() for n in names if n.strip()] if names else [str(i) for i in range(top)], result


def held_out(folder: Path, parts: str) -> set:
    """Stems of the pictures that no training sees: those whose names hold one of the comma-separated parts; without parts, every tenth."""
    stems = sorted(f.stem for f in (folder / "images").rglob("*") if f.suffix.lower() in SUFFIXES)
    keys = [k for k in parts.split(",") if k]
    return {s for s in stems if any(k in s for k in keys)} if keys else set(stems[::10])


class Data:
    """Pictures (height x width, or x 3 in RGB), their boxes (class, left, top, right, bottom in pixels of the input) and, for boards, what they should look like."""

    def __init__(self, folder: str, width: int, height: int, gray: bool, only=None):
        """`only` takes a picture's stem and says whether it belongs."""
        root = Path(folder)
        layout = layout_of(root)
        self.names, entries = read_labels(root, layout)
        entries = [e for e in entries if only is None or only(e[0].stem)]
        if not entries:
            raise SystemExit(f"{folder}: no picture is left for this part")
        self.gray, self.stems, self.pixels, self.boxes, self.golden = gray, [], [], [], []
        for file, rows in entries:
            read = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE if gray else cv2.IMREAD_COLOR)
            if read is None:
                raise SystemExit(f"{file}: not a picture that can be read")
            pixels, scale, (left, top) = letterbox(read if gray else cv2.cvtColor(read, cv2.COLOR_BGR2RGB), width, height)
            boxes = np.array(rows, np.float32).reshape(-1, 5)
            if layout == "yolo":
                boxes[:, [1, 3]] *= read.shape[1]
                boxes[:, [2, 4]] *= read.shape[0]
            boxes[:, 1:] = boxes[:, 1:] * scale + np.array([left, top, left, top], np.float32)
            template = root / "templates" / file.name
            golden = cv2.imread(str(template), cv2.IMREAD_GRAYSCALE) if gray and template.exists() else None
            self.stems.append(file.stem)
            self.pixels.append(pixels)
            self.boxes.append(boxes)
            self.golden.append(letterbox(golden, width, height)[0] if golden is not None else None)

    def __len__(self) -> int:
        return len(self.boxes)

    def append(self, pixels, boxes, golden=None) -> None:
        self.stems.append(f"drawn{len(self)}")
        self.pixels.append(pixels)
        self.boxes.append(boxes)
        self.golden.append(golden)

    def sample(self, i: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """One picture as another board, or another camera, might give it."""
        pixels, boxes = self.pixels[i], self.boxes[i]
        if self.golden[i] is not None:
            pixels, boxes = repair(pixels, boxes, self.golden[i], random)
        pixels, boxes = turn(pixels, boxes, random, every=self.golden[i] is not None or self.gray)
        if random.random() < 0.6:
            pixels, boxes = move(pixels, boxes, random, 0.2 if self.gray else 0.5)
        return np.ascontiguousarray(grade(pixels, random, self.gray)), boxes


def repair(pixels, boxes, golden, random):
    """Puts the defect-free board in place of some defects: every subset of a board's defects is a board of its own."""
    if random.random() < 0.35 or not len(boxes):
        return pixels, boxes
    low = np.maximum(boxes[:, None, 1:3], boxes[None, :, 1:3])
    high = np.minimum(boxes[:, None, 3:], boxes[None, :, 3:])
    near = (high - low > -3).all(2)  # defects that touch stay or go together, so that none is left by half
    group = np.array([np.flatnonzero(row)[0] for row in near])
    share = random.uniform(0.1, 0.7) if random.random() < 0.9 else 1.0
    mended = (random.random(len(boxes)) < share)[group[group]]
    pixels = pixels.copy()
    for box in boxes[mended]:
        l, t, r, b = box[1:].astype(int)
        pixels[max(t - 1, 0):b + 2, max(l - 1, 0):r + 2] = golden[max(t - 1, 0):b + 2, max(l - 1, 0):r + 2]
    return pixels, boxes[~mended]


def turn(pixels, boxes, random, every):
    """One of the eight symmetries of the square (boards), or the mirror (scenes, where down is down)."""
    boxes = boxes.copy()
    h, w = pixels.shape[:2]
    if random.random() < 0.5:
        pixels = pixels[:, ::-1]
        boxes[:, [1, 3]] = w - boxes[:, [3, 1]]
    if every and random.random() < 0.5:
        pixels = pixels[::-1]
        boxes[:, [2, 4]] = h - boxes[:, [4, 2]]
    if every and h == w and random.random() < 0.5:
        pixels = pixels.swapaxes(0, 1)
        boxes = boxes[:, [0, 2, 1, 4, 3]]
    return pixels, boxes


def move(pixels, boxes, random, reach):
    """Nearer or farther, and shifted; boxes of which less than half stays in the picture are dropped."""
    h, w = pixels.shape[:2]
    zoom = float(np.exp(random.uniform(-reach, reach)))
    dx, dy = (random.uniform(-0.5, 0.5, 2) * (abs(zoom - 1) + 0.1) + (1 - zoom) / 2) * (w, h)
    matrix = np.array([[zoom, 0, dx], [0, zoom, dy]], np.float32)
    pixels = cv2.warpAffine(np.ascontiguousarray(pixels), matrix, (w, h), flags=cv2.INTER_LINEAR,
                            borderMode=cv2.BORDER_REPLICATE if pixels.ndim == 2 else cv2.BORDER_CONSTANT, borderValue=(PAD,) * 3)
    boxes = boxes.copy()
    boxes[:, 1:] = boxes[:, 1:] * zoom + np.array([dx, dy, dx, dy], np.float32)
    whole = (boxes[:, 3:] - boxes[:, 1:3]).prod(1)
    boxes[:, [1, 3]] = boxes[:, [1, 3]].clip(0, w)
    boxes[:, [2, 4]] = boxes[:, [2, 4]].clip(0, h)
    return pixels, boxes[(boxes[:, 3:] - boxes[:, 1:3]).prod(1) > 0.5 * whole]


def grade(pixels, random, gray):
    """Other light, focus and grain."""
    kind = random.random()
    if gray and kind < 0.15:  # an etching that took more, or less
        grow = random.random() < 0.5
        pixels = (cv2.erode if grow else cv2.dilate)(np.ascontiguousarray(pixels), np.ones((2, 2), np.uint8))
    elif kind < 0.3:
        pixels = cv2.GaussianBlur(np.ascontiguousarray(pixels), (0, 0), random.uniform(0.4, 1.3))
    if random.random() < (0.3 if gray else 0.8):
        gain, lift = random.uniform(0.65, 1.1), random.uniform(-20, 40)
        table = (np.arange(256) * gain + lift).clip(0, 255).astype(np.uint8)
        pixels = cv2.LUT(np.ascontiguousarray(pixels), table)
    if random.random() < 0.1:
        noise = random.integers(-12, 13, pixels.shape, np.int16)
        pixels = (pixels.astype(np.int16) + noise).clip(0, 255).astype(np.uint8)
    return pixels
