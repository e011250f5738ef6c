"""Makes a pack folder of a trained detector: ONNX file, golden vector and manifest. The card (README.md) is written by people."""

import argparse
import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import onnx
import torch

from PIL import Image

from dataset import Dataset, letterbox
from evaluate import validate
from model import MEAN, SCALE, Detector, Exported, fold_normalisation, grid


def golden_tensor(values: np.ndarray) -> bytes:
    """The product's tensor file: EDGT, version 1, dimensions, two zeros, sizes, elements, little-endian."""
    values = np.ascontiguousarray(values, "<f4")
    return b"EDGT" + bytes([1, values.ndim, 0, 0]) + struct.pack(f"<{values.ndim}i", *values.shape) + values.tobytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True, help="folder that train.py wrote to")
    parser.add_argument("--pack", required=True, help="pack folder to write")
    parser.add_argument("--golden", required=True, help="a picture for the golden vector")
    parser.add_argument("--name", required=True)
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--validate", nargs="+", required=True, help="dataset folders that were not trained on: measured for the manifest")
    parser.add_argument("--dataset", required=True, help="what these are, in words for the manifest")
    parser.add_argument("--score", type=float, default=0.25, help="least score that the pack recommends")
    parser.add_argument("--nms", type=float, default=0.5, help="overlap above which the pack drops the weaker box")
    parser.add_argument("--licence", default="MIT")
    parser.add_argument("--oldest-agent", default="0.1.0")
    a = parser.parse_args()
    saved = torch.load(Path(a.checkpoint) / "checkpoint.pt")
    width, height, names = saved["width"], saved["height"], saved["names"]
    detector = Detector(len(names), saved["channels"])
    detector.load_state_dict(saved["average"])
    metrics = validate(detector, Dataset(a.validate, width, height), *grid(width, height), a.nms)
    print(json.dumps(metrics, indent=2))
    pixels, _, _ = letterbox(Image.open(a.golden), width, height)
    picture = torch.from_numpy(pixels.transpose(2, 0, 1)[None].astype(np.float32))
    with torch.no_grad():
        before = Exported(detector)((picture - MEAN) * SCALE)
        fold_normalisation(detector)
        exported = Exported(detector).eval()
        after = exported(picture)
    assert torch.allclose(before, after, atol=2e-3), "folding changed the answer"

    pack = Path(a.pack)
    (pack / "golden").mkdir(parents=True, exist_ok=True)
    model = pack / "model.onnx"
    torch.onnx.export(exported, picture, str(model), opset_version=13, input_names=["images"], output_names=["output"])
    graph = onnx.load(str(model))
    graph.producer_name, graph.producer_version, graph.doc_string = "edge training recipe", "", ""
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.helper.set_model_props(graph, {"name": a.name, "version": a.version, "labels": ",".join(names), "decoder": "yolox", "licence": a.licence})
    onnx.checker.check_model(graph)
    onnx.save(graph, str(model))
    (pack / "golden/input.edgt").write_bytes(golden_tensor(picture.numpy()))
    (pack / "golden/output.edgt").write_bytes(golden_tensor(after.numpy()))

    accuracy = []
    for name, m in metrics.items():
        for metric, key in (("AP50", "ap50"), ("precision at score 0.5", "precision"), ("recall at score 0.5", "recall")):
            accuracy.append({"metric": f"{name} {metric}", "dataset": a.dataset, "value": round(m[key], 4)})
    files = sorted(str(f.relative_to(pack)) for f in pack.rglob("*") if f.is_file() and f.name != "manifest.json")
    manifest = {
        "name": a.name, "version": a.version, "task": "detect", "model": "model.onnx",
        "input": {
            "width": width, "height": height, "layout": "nchw", "color": "bgr", "mean": [0, 0, 0], "scale": [1, 1, 1],
            "fit": "letterbox-top-left", "pad": 114},
        "decoder": "yolox", "labels": names, "thresholds": {"score": a.score, "nms": a.nms}, "accuracy": accuracy,
        "licence": a.licence, "oldestAgent": a.oldest_agent,
        "golden": [{"input": "golden/input.edgt", "outputs": ["golden/output.edgt"], "tolerance": 0.001}],
        "files": {f: hashlib.sha256((pack / f).read_bytes()).hexdigest() for f in files},
    }
    (pack / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{a.pack}: {model.stat().st_size} bytes, {len(graph.graph.node)} nodes, operators {sorted({n.op_type for n in graph.graph.node})}")


if __name__ == "__main__":
    main()
