"""Drawn surfaces of many kinds, and drawn flaws on them: what the backbone patch-features is trained on. No photograph is used."""
import cv2, numpy as np
S = 128

def rnd(r, a, b): return a + (b - a) * r.random()

def board(r):
    img = np.zeros((S, S), np.uint8)
    for _ in range(r.integers(1, 4)):
        k = r.integers(0, 5)
        if k == 0:  # parallel tracks
            w = int(r.integers(2, 12)); gap = int(r.integers(w + 2, w * 3 + 8)); ang = r.choice([0, 45, 90, 135]) if r.random() < .8 else rnd(r, 0, 180)
            c, s = np.cos(np.deg2rad(ang)), np.sin(np.deg2rad(ang)); o = r.integers(0, gap)
            lo, hi = sorted((rnd(r, -1.5, 1.5), rnd(r, -1.5, 1.5)))
            for i in range(-int(S / gap) - 1, int(S / gap) + 2):
                if not lo * S < i * gap < hi * S + gap: continue
                d = i * gap + o; x, y = S / 2 - s * d, S / 2 + c * d
                cv2.line(img, (int(x - c * S), int(y - s * S)), (int(x + c * S), int(y + s * S)), 255, w)
        elif k == 1:  # bent tracks
            for _ in range(r.integers(1, 6)):
                w = int(r.integers(2, 14)); p = r.integers(0, S, 2).astype(float); pts = [p.copy()]; a = r.integers(0, 8) * 45
                for _ in range(r.integers(2, 6)):
                    p = p + np.array([np.cos(np.deg2rad(a)), np.sin(np.deg2rad(a))]) * rnd(r, 15, 70); pts.append(p.copy()); a += r.choice([-90, -45, 45, 90])
                cv2.polylines(img, [np.array(pts, np.int32)], False, 255, w)
                if r.random() < .5: cv2.circle(img, tuple(int(v) for v in pts[-1]), int(r.integers(w, w + 12)), 255, -1)
        elif k == 2:  # pads
            for _ in range(r.integers(1, 12)):
                x, y = (int(v) for v in r.integers(0, S, 2)); a, b = (int(v) for v in r.integers(4, 26, 2))
                if r.random() < .5: cv2.rectangle(img, (x, y), (x + a, y + b), 255, -1)
                else:
                    cv2.circle(img, (x, y), a, 255, -1)
                    if r.random() < .5: cv2.circle(img, (x, y), max(1, a // 3), 0, -1)
        elif k == 3:  # areas
            if r.random() < .5: x, y = r.integers(0, S, 2); cv2.rectangle(img, (int(x), int(y)), (int(x + r.integers(20, 120)), int(y + r.integers(20, 120))), int(r.choice([0, 255])), -1)
            else: cv2.circle(img, tuple(int(v) for v in r.integers(-20, S + 20, 2)), int(r.integers(15, 90)), int(r.choice([0, 255])), -1)
        else:
            cv2.putText(img, ''.join(r.choice(list('ABCDEFHKLNPRSTX0123456789'), 4)), (int(r.integers(-10, 60)), int(r.integers(20, S))), int(r.integers(0, 3)), rnd(r, .4, 2), 255, int(r.integers(1, 4)))
    if r.random() < .4: img = 255 - img
    return img.astype(np.float32) / 255

def texture(r):
    n = r.standard_normal((S, S)).astype(np.float32); sx, sy = np.exp(rnd(r, -1, 2)), np.exp(rnd(r, -1, 2))
    if r.random() < .3: sx = sy
    n = cv2.GaussianBlur(n, (0, 0), sigmaX=sx, sigmaY=sy)
    if r.random() < .5:
        M = cv2.getRotationMatrix2D((S / 2, S / 2), rnd(r, 0, 180), 1.5); n = cv2.warpAffine(n, M, (S, S), borderMode=cv2.BORDER_REFLECT)
    n = (n - n.mean()) / (n.std() + 1e-6)
    return .5 + n * rnd(r, .02, .2)

def pattern(r):
    y, x = np.mgrid[0:S, 0:S].astype(np.float32); a = rnd(r, 0, np.pi); u, v = x * np.cos(a) + y * np.sin(a), -x * np.sin(a) + y * np.cos(a)
    p, q = rnd(r, 6, 40), rnd(r, 6, 40); k = r.integers(0, 3)
    w = np.sin(2 * np.pi * u / p) * (np.sin(2 * np.pi * v / q) if k else 1)
    if k == 2 or r.random() < .3: w = np.tanh(w * rnd(r, 1, 8))
    return (.5 + .5 * w).astype(np.float32)

def blobs(r):
    img = np.full((S, S), rnd(r, 0, 1), np.float32)
    for _ in range(r.integers(1, 14)):
        cv2.ellipse(img, tuple(int(v) for v in r.integers(0, S, 2)), tuple(int(v) for v in r.integers(5, 50, 2)), rnd(r, 0, 180), 0, 360, rnd(r, 0, 1), -1, cv2.LINE_AA)
    return cv2.GaussianBlur(img, (0, 0), rnd(r, .3, 4))

def surface(r):
    k = r.random()
    if k < .5: a = board(r)
    elif k < .65: a = texture(r)
    elif k < .8: a = pattern(r)
    elif k < .9: a = blobs(r)
    else: a = np.where(board(r) > .5, texture(r), rnd(r, 0, 1)).astype(np.float32)
    return a

def flaw_mask(r):
    m = np.zeros((S, S), np.uint8); x, y = (int(v) for v in r.integers(6, S - 6, 2)); k = r.integers(0, 4)
    if k == 0: cv2.ellipse(m, (x, y), (int(r.integers(1, 9)), int(r.integers(1, 9))), rnd(r, 0, 180), 0, 360, 255, -1)
    elif k == 1:
        n = r.integers(4, 9); t = np.sort(r.random(n)) * 2 * np.pi; rad = rnd(r, 3, 12) * (.4 + .6 * r.random(n))
        cv2.fillPoly(m, [np.stack([x + rad * np.cos(t), y + rad * np.sin(t)], 1).astype(np.int32)], 255)
    elif k == 2:
        a = rnd(r, 0, 2 * np.pi); pts = [(x, y)]
        for _ in range(r.integers(1, 5)): a += rnd(r, -.7, .7); pts.append((pts[-1][0] + rnd(r, 4, 18) * np.cos(a), pts[-1][1] + rnd(r, 4, 18) * np.sin(a)))
        cv2.polylines(m, [np.array(pts, np.int32)], False, 255, int(r.integers(1, 5)))
    else: cv2.rectangle(m, (x, y), (x + int(r.integers(2, 14)), y + int(r.integers(2, 14))), 255, -1)
    return m

def flaw(a, r):
    out = a.copy()
    for _ in range(r.integers(1, 5)):
        m = flaw_mask(r); k = r.random()
        ys, xs = np.nonzero(m)
        if len(ys) == 0: continue
        cx, cy = int(xs.mean()), int(ys.mean())
        if k < .5:  # the value of some other place of the surface: a spur, a gap, a bridge, a hole
            v = out[int(r.integers(0, S)), int(r.integers(0, S))]; f = np.full_like(out, v)
        elif k < .65: f = np.full_like(out, rnd(r, 0, 1))
        elif k < .8:  # a piece of elsewhere
            f = np.roll(out, (int(r.integers(8, S - 8)), int(r.integers(8, S - 8))), (0, 1))
            if r.random() < .5: f = np.rot90(f, int(r.integers(1, 4))).copy()
        elif k < .9: f = out + rnd(r, -.5, .5)
        else: f = cv2.GaussianBlur(out, (0, 0), rnd(r, 2, 5))
        w = m.astype(np.float32) / 255
        if r.random() < .3: w = cv2.GaussianBlur(w, (0, 0), rnd(r, .5, 2))
        out = out * (1 - w) + f * w
    return out

def finish(a, b, r):
    """Colours, light, focus and noise: the same for both."""
    if r.random() < .6: blur = rnd(r, .3, 1.2); a, b = cv2.GaussianBlur(a, (0, 0), blur), cv2.GaussianBlur(b, (0, 0), blur)
    if r.random() < .5: c0 = np.full(3, rnd(r, 0, .3)); c1 = np.full(3, rnd(r, .7, 1))
    elif r.random() < .5: c0, c1 = np.zeros(3), np.ones(3)
    else: c0, c1 = r.random(3), r.random(3)
    if r.random() < .5: c0, c1 = c1, c0
    c0, c1 = c0.astype(np.float32), c1.astype(np.float32)
    light = np.ones((S, S, 1), np.float32)
    if r.random() < .4:
        y, x = np.mgrid[0:S, 0:S].astype(np.float32) / S - .5; light = (1 + rnd(r, -.4, .4) * x + rnd(r, -.4, .4) * y)[..., None]
    noise = r.standard_normal((S, S, 1)).astype(np.float32) * (rnd(r, 0, .03) if r.random() < .5 else 0)
    return [np.clip(((1 - i[..., None]) * c0 + i[..., None] * c1) * light + noise, 0, 1) for i in (a, b)]

def sample(r):
    a = surface(r); b = flaw(a, r) if r.random() < .8 else a
    a, b = finish(a, b, r)
    d = np.abs(a - b).max(2)
    return b, (d > .08).astype(np.float32)
