"""Writes the features of the trained network as ONNX: python3 export.py WEIGHTS.pt MODEL.onnx"""
import sys

import torch

import train


class Features(torch.nn.Module):
    def __init__(self, net):
        super().__init__()
        self.s2, self.s4, self.s8 = net.s2, net.s4, net.s8
        # Pixels come as 0 to 255.
        self.s2[0].weight.data /= 255

    def forward(self, x):
        x4 = self.s4(self.s2(x))
        return x4, self.s8(x4)


if __name__ == "__main__":
    weights, target = sys.argv[1:]
    net = train.Net()
    net.load_state_dict(torch.load(weights))
    axes = {"image": {2: "height", 3: "width"}, "s4": {2: "height4", 3: "width4"}, "s8": {2: "height8", 3: "width8"}}
    torch.onnx.export(Features(net.eval()), torch.rand(1, 3, 64, 96) * 255, target, input_names=["image"], output_names=["s4", "s8"], dynamic_axes=axes, opset_version=13)
