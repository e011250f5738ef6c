"""Writes a trained detector or classifier as ONNX: RGB or grey of 0 to 1 in, batch normalisation folded, names in its metadata."""

import argparse
import io

import onnx
import torch

from classifier import Classifier, ExportedClassifier
from detector import Detector, Exported


def write(module, example, out: str, output: str, properties: dict, dynamic_batch: bool) -> None:
    buffer = io.BytesIO()
    torch.onnx.export(module.eval(), example, buffer, opset_version=13, input_names=["images"], output_names=[output],
                      dynamic_axes={"images": {0: "batch"}, output: {0: "batch"}} if dynamic_batch else None)
    graph = onnx.load_from_string(buffer.getvalue())
    graph.producer_name, graph.producer_version, graph.doc_string = "edge training recipe", "", ""
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.helper.set_model_props(graph, properties)
    onnx.checker.check_model(graph)
    onnx.save(graph, out)
    print(f"{out}: {graph.ByteSize()} bytes, operators {sorted({n.op_type for n in graph.graph.node})}")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--checkpoint", required=True, help="checkpoint.pt of train.py or classifier.py")
    p.add_argument("--out", required=True, help="model.onnx to write")
    a = p.parse_args()
    saved = torch.load(a.checkpoint)
    names = str(dict(enumerate(saved["names"])))  # the form that readers of YOLOv8 files know
    if "side" in saved:
        model = Classifier(len(saved["names"]), 1 if saved["gray"] else 3)
        model.load_state_dict(saved["average"])
        example = torch.zeros(1, 1 if saved["gray"] else 3, saved["side"], saved["side"])
        write(ExportedClassifier(model), example, a.out, "logits", {"names": names}, True)
        return
    width, height = saved["size"]
    model = Detector(len(saved["names"]), 1 if saved["gray"] else 3, saved["channels"], saved["strides"])
    model.load_state_dict(saved["average"])
    write(Exported(model, width, height), torch.zeros(1, model.inputs, height, width), a.out, "output",
          {"names": names, "stride": str(max(saved["strides"]))}, False)


if __name__ == "__main__":
    main()
