"""Heals a pruned model (prune.py): trains it on text, to say what the model it was made of says.

    python train/judge/heal.py PRUNED --corpus FILE ... [--garbled FILE.jsonl ...] [--steps 20000] [--hours 10] [--batch 16] [--threads 1]

The loss is the divergence from the teacher's distribution (of the tokens that were kept) and, by a quarter, the cross-entropy of the text itself. Lines of --garbled are
{"garbled": …, "original": …}: the text as a judge reads it, garbled or half restored, goes before, and what is learnt is its original's second half. Runs on a GPU where there is one.
Every --save steps the state is kept in PRUNED/healing.pt; a run that is broken off goes on from there, with the same batches. Evaluate with serve.py and
`npm run evaluate:deep`.
"""

import argparse
import json
import os
import random
import time

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

LENGTH = 384  # tokens of a window: those deep mode reads in are as long
TRUTH = 0.25  # weight of the text's own tokens beside the teacher's distribution
WARM_UP = 200


def lines_of(files, seed):
    """Paragraphs of all files, again and again, from places drawn at random; the same for a seed."""
    chance = random.Random(seed)
    sizes = [os.path.getsize(file) for file in files]
    opened = [open(file, "rb") for file in files]
    while True:
        file = chance.choices(range(len(files)), [size**0.7 for size in sizes])[0]
        source = opened[file]
        source.seek(chance.randrange(sizes[file]))
        source.readline()
        text = b""
        while len(text) < 4 * LENGTH and (line := source.readline()):
            text += line
        if text.strip():
            yield None, text.decode("utf-8", "replace")


def garbled_of(files, seed):
    chance = random.Random(seed)
    offsets = []
    for number, file in enumerate(files):
        with open(file, "rb") as source:
            at = 0
            for line in source:
                offsets.append((number, at))
                at += len(line)
    opened = [open(file, "rb") for file in files]
    while True:
        number, at = chance.choice(offsets)
        opened[number].seek(at)
        pair = json.loads(opened[number].readline())
        words, original = pair["garbled"].split(" "), pair["original"].split(" ")
        share = chance.uniform(0.2, 0.7)
        yield " ".join(words[: int(share * len(words))]), " " + " ".join(original[int(share * len(original)) :])


class Windows:
    """Windows of tokens, of which those from a place on are learnt; old ids and new."""

    def __init__(self, tokenizer, start, sources, shares, seed):
        self.tokenizer, self.start, self.sources, self.shares = tokenizer, start, sources, shares
        self.chance = random.Random(seed)

    def batch(self, size):
        ids = torch.full((size, LENGTH), self.start, dtype=torch.long)
        learnt = torch.zeros((size, LENGTH), dtype=torch.bool)
        for row in range(size):
            before, text = next(self.chance.choices(self.sources, self.shares)[0])
            head = self.tokenizer(before, add_special_tokens=False).input_ids[-LENGTH // 2 :] if before else []
            tokens = [self.start, *head, *self.tokenizer(text, add_special_tokens=False).input_ids][:LENGTH]
            ids[row, : len(tokens)] = torch.tensor(tokens)
            learnt[row, 1 + len(head) : len(tokens)] = True
        return ids, learnt


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pruned")
    parser.add_argument("--corpus", nargs="+", required=True)
    parser.add_argument("--garbled", nargs="*", default=[])
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--hours", type=float, default=1e9)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--save", type=int, default=200)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    with open(os.path.join(args.pruned, "pruned.json")) as file:
        origin = json.load(file)
    more = {"gguf_file": origin["gguf"]} if origin["gguf"] else {}
    tokenizer = AutoTokenizer.from_pretrained(args.pruned)
    student = AutoModelForCausalLM.from_pretrained(args.pruned, dtype=torch.float32).to(device)
    teacher = AutoModelForCausalLM.from_pretrained(origin["teacher"], dtype=torch.bfloat16, **more).to(device).eval().requires_grad_(False)
    old = torch.tensor(origin["tokens"], device=device)  # new id → the teacher's
    start = max(0, tokenizer.convert_tokens_to_ids("<|endoftext|>") or 0)
    decayed = [p for p in student.parameters() if p.dim() > 1]
    plain = [p for p in student.parameters() if p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0}], lr=args.rate, betas=(0.9, 0.95))
    state = os.path.join(args.pruned, "healing.pt")
    step = 0
    if os.path.exists(state):
        kept = torch.load(state, map_location=device, weights_only=True)
        student.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        step = kept["step"]
        print(f"goes on at step {step}", flush=True)

    def windows(at):
        sources = [lines_of(args.corpus, at)] + ([garbled_of(args.garbled, at)] if args.garbled else [])
        return Windows(tokenizer, start, sources, [1.0] * len(sources), at)

    def keep():
        torch.save({"model": student.state_dict(), "optimiser": optimiser.state_dict(), "step": step}, state + ".part")
        os.replace(state + ".part", state)
        weights = {name: tensor.cpu().contiguous().clone() for name, tensor in student.state_dict().items() if name != "lm_head.weight"}
        save_file(weights, os.path.join(args.pruned, "model.safetensors"), metadata={"format": "pt"})

    started, losses, tokens = time.time(), [], 0
    while step < args.steps and time.time() - started < args.hours * 3600:
        if step % args.save == 0 or not losses:
            source = windows(step // args.save)  # so that a run that goes on reads what an unbroken one would
            for _ in range(step % args.save):
                source.batch(args.batch)
        share = step / args.steps
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min((step + 1) / WARM_UP, 1) * (1 - 0.9 * share)
        ids, learnt = (part.to(device) for part in source.batch(args.batch))
        with torch.autocast(device, dtype=torch.bfloat16):
            with torch.no_grad():
                # The teacher's distribution over the tokens that were kept.
                wanted = teacher(old[ids]).logits[:, :-1][..., old].float().log_softmax(-1)
            said = student(ids).logits[:, :-1].float().log_softmax(-1)
        use = learnt[:, 1:]
        divergence = F.kl_div(said[use], wanted[use], log_target=True, reduction="batchmean")
        truth = F.nll_loss(said[use], ids[:, 1:][use])
        loss = (1 - TRUTH) * divergence + TRUTH * truth
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimiser.step()
        step += 1
        tokens += int(use.sum())
        losses.append((divergence.item(), truth.item()))
        if step % 20 == 0:
            mean = [sum(part) / len(losses[-100:]) for part in zip(*losses[-100:])]
            print(f"step {step}: divergence {mean[0]:.3f}, nats a token {mean[1]:.3f}, {tokens / (time.time() - started):.0f} tokens a second", flush=True)
        if step % args.save == 0:
            keep()
    keep()


if __name__ == "__main__":
    main()
