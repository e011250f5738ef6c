"""Trains the backbone patch-features on drawn surfaces: where is a flaw, and what does the patch look like.

    python3 train.py --steps 6150 --out patch-features.pt     # about 18 minutes on one core
    python3 export.py patch-features.pt ../../patch-features/model.onnx

The first question makes features that small irregularities change; the second keeps what a memory of good parts needs to tell one regular
patch from another. Both answers are thrown away: the network ends at its features.
"""
import argparse

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import drawn


def conv(inputs, outputs, kernel=3, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Net(nn.Module):
    """Five convolutions, 70,528 weights with their biases; 0.83 G multiplications for a picture of 640 x 640."""

    def __init__(self, a=16, b=32, c=64):
        super().__init__()
        self.s2 = conv(3, a, 5, 2)
        self.s4 = nn.Sequential(conv(a, b, 3, 2), conv(b, b))
        self.s8 = nn.Sequential(conv(b, c, 3, 2), conv(c, c))
        self.flaw = nn.Sequential(nn.Conv2d(c + b, 32, 1), nn.ReLU(), nn.Conv2d(32, 1, 1))
        self.look = nn.Conv2d(c + b, 3 * 64, 1)

    def features(self, x):
        x4 = self.s4(self.s2(x))
        return x4, self.s8(x4)

    def forward(self, x):
        x4, x8 = self.features(x)
        joined = torch.cat([F.avg_pool2d(x4, 2), x8], 1)
        return self.flaw(joined), self.look(joined)


def losses(net, pictures, masks):
    flaw, look = net(pictures)
    share = (F.avg_pool2d(masks, 8) * 64).clamp(0, 4) / 4
    # A flaw that only touches a patch may be missed.
    weight = torch.where((share > 0) & (share < .75), .3, 1.)
    found = F.binary_cross_entropy_with_logits(flaw, (share > 0).float(), weight=weight, pos_weight=torch.tensor(2.))
    # What a window of 16 pixels around the patch looks like, at half the resolution.
    window = F.unfold(F.avg_pool2d(pictures, 2), 8, stride=4, padding=2).reshape(len(pictures), 192, look.shape[2], look.shape[3])
    return found, F.mse_loss(look, window)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=6150)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    random = np.random.default_rng(options.seed)
    torch.manual_seed(options.seed)
    net = Net()
    optimizer = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=1e-4)
    for step in range(options.steps):
        pairs = [drawn.sample(random) for _ in range(options.batch)]
        pictures = torch.from_numpy(np.stack([picture for picture, _ in pairs])).permute(0, 3, 1, 2).float().contiguous()
        masks = torch.from_numpy(np.stack([mask for _, mask in pairs]))[:, None]
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * min(1, (step + 1) / 100) * (.5 + .5 * np.cos(np.pi * step / options.steps)) + 1e-5
        found, look = losses(net, pictures, masks)
        optimizer.zero_grad()
        (found + 4 * look).backward()
        optimizer.step()
        if step % 250 == 0:
            print(f"step {step}: flaw {float(found):.3f}, look {float(look):.4f}", flush=True)
    torch.save(net.state_dict(), options.out)


if __name__ == "__main__":
    main()
