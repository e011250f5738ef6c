"""Datasets in the YOLO layout: images/*.png|jpg, labels/*.txt (class, x centre, y centre, width, height as fractions), classes.txt."""

from pathlib import Path

import numpy as np
from PIL import Image

PAD = 114  # grey of the padding, as YOLOX and the product's letterbox have it


def letterbox(image: Image.Image, width: int, height: int) -> tuple[np.ndarray, int, int]:
    """Scales with the shape kept, at the top left. Returns BGR pixels (height x width x 3) and the scaled picture's width and height."""
    ratio = min(width / image.width, height / image.height)
    scaled_w, scaled_h = int(image.width * ratio + 1e-9), int(image.height * ratio + 1e-9)
    pixels = np.full((height, width, 3), PAD, np.uint8)
    small = image.convert("RGB").resize((scaled_w, scaled_h), Image.BILINEAR)
    pixels[:scaled_h, :scaled_w] = np.asarray(small)[:, :, ::-1]
    return pixels, scaled_w, scaled_h


class Dataset:
    """All pictures of one or more folders, letterboxed once and kept in memory."""

    def __init__(self, folders: list[str], width: int, height: int):
        files = sorted(f for folder in folders for f in (Path(folder) / "images").iterdir())
        if not files:
            raise SystemExit(f"no pictures under {folders}")
        self.names = (Path(folders[0]) / "classes.txt").read_text().split()
        self.pixels = np.empty((len(files), height, width, 3), np.uint8)
        self.boxes: list[np.ndarray] = []  # rows of class, left, top, right, bottom in pixels of the input
        for i, file in enumerate(files):
            with Image.open(file) as image:
                self.pixels[i], w, h = letterbox(image, width, height)
            label = file.parent.parent / "labels" / (file.stem + ".txt")
            rows = np.loadtxt(label, ndmin=2, dtype=np.float32) if label.stat().st_size else np.zeros((0, 5), np.float32)
            c, x, y, bw, bh = rows.reshape(-1, 5).T
            self.boxes.append(np.stack([c, (x - bw / 2) * w, (y - bh / 2) * h, (x + bw / 2) * w, (y + bh / 2) * h], 1))

    def __len__(self) -> int:
        return len(self.boxes)

    def sample(self, i: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """One picture, changed as another camera would see it: mirrored, nearer or farther, shifted, in other light."""
        pixels, boxes = self.pixels[i], self.boxes[i].copy()
        height, width = pixels.shape[:2]
        if random.random() < 0.5:
            pixels = pixels[:, ::-1]
            boxes[:, [1, 3]] = width - boxes[:, [3, 1]]
        if random.random() < 0.6:
            zoom = float(np.exp(random.uniform(-0.35, 0.35)))
            left = random.uniform(-0.5, 0.5) * abs(1 - 1 / zoom) * width + (1 - 1 / zoom) * width / 2
            top = random.uniform(-0.5, 0.5) * abs(1 - 1 / zoom) * height + (1 - 1 / zoom) * height / 2
            box = (left, top, left + width / zoom, top + height / zoom)
            whole = Image.fromarray(np.ascontiguousarray(pixels))
            pixels = np.asarray(whole.transform((width, height), Image.EXTENT, box, Image.BILINEAR, fillcolor=(PAD, PAD, PAD)))
            area = np.prod(boxes[:, 3:] - boxes[:, 1:3], 1) * zoom * zoom
            boxes[:, [1, 3]] = ((boxes[:, [1, 3]] - left) * zoom).clip(0, width)
            boxes[:, [2, 4]] = ((boxes[:, [2, 4]] - top) * zoom).clip(0, height)
            seen = np.prod(boxes[:, 3:] - boxes[:, 1:3], 1)
            boxes = boxes[seen > 0.35 * area]
        x = pixels.astype(np.float32)
        x = (x - 114) * random.uniform(0.75, 1.25) + 114 + random.uniform(-25, 25)
        x += random.uniform(-8, 8, 3).astype(np.float32)
        x += random.standard_normal(x.shape, np.float32) * random.uniform(0, 4)
        return x.clip(0, 255).astype(np.float32), boxes
