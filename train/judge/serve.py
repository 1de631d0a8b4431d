"""An OpenAI-compatible endpoint that returns log-probabilities, for a causal language model on this machine.

    python train/judge/serve.py MODEL [--gguf FILE] [--port 8177] [--threads 1] [--log FILE]

MODEL is a folder that transformers reads, or one that holds the GGUF file named with --gguf. Answers POST /v1/completions with `prompt` (a string or a
list of them), `max_tokens: 0` or 1, `echo: true`, `logprobs: 1` as the API describes it. The prompts of a request are read together: their common
beginning once, and of that only what the request before did not begin with. With --log every prompt's log-probabilities are kept in a file, and what stands there is
not computed again, so that a run that is broken off goes on where it was.
"""

import argparse
import hashlib
import json
import os
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache


class Scorer:
    """log P of every token of prompts, the keys and values of their common beginning kept from call to call."""

    def __init__(self, folder, gguf=None, dtype=torch.float32):
        more = {"gguf_file": gguf} if gguf else {}
        self.tokenizer = AutoTokenizer.from_pretrained(folder, **more)
        self.model = AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, **more).eval()
        # Texts of its training begin after this token; an instruct model's bos_token begins a turn of a dialogue.
        self.start = self.tokenizer.convert_tokens_to_ids("<|endoftext|>") or self.tokenizer.bos_token_id or 0
        self.prefix, self.layers = [], []
        self.read = 0

    def tokens(self, text):
        found = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        return [self.start, *found.input_ids], [0, *(a for a, _ in found.offset_mapping)]

    @torch.no_grad()
    def score(self, prompts):
        """Rows of log-probabilities (None for the first token), one for each prompt."""
        rows = [self.tokens(prompt) for prompt in prompts]
        ids = [row for row, _ in rows]
        shared = 1  # the start
        while all(len(row) > shared + 1 for row in ids) and len({row[shared] for row in ids}) == 1:
            shared += 1
        prefix = ids[0][:shared]
        kept = 0
        while kept < min(len(prefix) - 1, len(self.prefix)) and prefix[kept] == self.prefix[kept]:
            kept += 1
        cache = cached([(keys[:, :, :kept], states[:, :, :kept]) for keys, states in self.layers] if kept else [])
        # The beginning's own log-probabilities are not asked for; only the prompts' last tokens differ.
        fresh = self.model(torch.tensor([prefix[kept:]]), past_key_values=cache, use_cache=True, logits_to_keep=1)
        self.prefix, self.layers = prefix, [(layer.keys, layer.values) for layer in cache.layers]
        first = fresh.logits[0, -1].float().log_softmax(-1)
        rests = [row[shared:] for row in ids]
        width = max(1, *map(len, rests))
        self.read += len(prefix) - kept + sum(map(len, rests))
        batch = torch.zeros(len(rests), width, dtype=torch.long)
        mask = torch.zeros(len(rests), shared + width, dtype=torch.long)
        for k, rest in enumerate(rests):
            batch[k, : len(rest)] = torch.tensor(rest)
            mask[k, : shared + len(rest)] = 1
        n = len(rests)
        branch = cached([(keys.expand(n, -1, -1, -1), states.expand(n, -1, -1, -1)) for keys, states in self.layers])
        logits = self.model(batch, past_key_values=branch, attention_mask=mask, use_cache=True).logits.float().log_softmax(-1)
        result = []
        for k, rest in enumerate(rests):
            own = [first[rest[0]].item() if j == 0 else logits[k, j - 1, rest[j]].item() for j in range(len(rest))]
            result.append([None] * shared + own)
        return [(self.tokenizer.convert_ids_to_tokens(row), at, found) for (row, at), found in zip(rows, result)]


def cached(layers):
    cache = DynamicCache()
    for number, (keys, states) in enumerate(layers):
        cache.update(keys, states, number)
    return cache


def common(rows):
    """What all rows begin with."""
    length = min(map(len, rows))
    same = next((k for k in range(length) if len({row[k] for row in rows}) > 1), length)
    return rows[0][:same]


class Log:
    """What was computed, a line a prompt."""

    def __init__(self, file):
        self.known = {}
        if file and os.path.exists(file):
            with open(file) as lines:
                for line in lines:
                    if line.endswith("\n"):
                        entry = json.loads(line)
                        self.known[entry["key"]] = entry["row"]
        self.out = open(file, "a") if file else None

    def keep(self, key, row):
        self.known[key] = row
        if self.out:
            self.out.write(json.dumps({"key": key, "row": row}) + "\n")
            self.out.flush()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--gguf")
    parser.add_argument("--port", type=int, default=8177)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--log")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    scorer = Scorer(args.model, args.gguf, getattr(torch, args.dtype))
    log = Log(args.log)
    started, answered, one = time.time(), 0, threading.Lock()  # connections stay open; the model reads for one at a time

    last = []  # the tokens that all prompts of the request before began with

    def usage(rows):
        """How many tokens the prompts have, and how many of them were not read anew."""
        nonlocal last
        shared = common(rows)
        kept = common([shared, last])
        last = shared
        count = sum(map(len, rows))
        read = len(shared) - len(kept) + sum(len(row) - len(shared) for row in rows)
        return {"prompt_tokens": count, "completion_tokens": 0, "total_tokens": count, "prompt_tokens_details": {"cached_tokens": count - read}}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            nonlocal answered
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            prompts = request["prompt"] if isinstance(request["prompt"], list) else [request["prompt"]]
            # A log-probability depends on its own prompt alone, but for the prompts whose common beginning is left out: those are named together.
            key = hashlib.sha256(json.dumps(prompts).encode()).hexdigest()
            with one:
                if key not in log.known:
                    log.keep(key, scorer.score(prompts))
                    answered += 1
                    if answered % 100 == 0:
                        print(f"{answered} requests, {scorer.read} tokens, {scorer.read / (time.time() - started):.0f} a second", flush=True)
            choices = [
                {"index": k, "text": prompt, "finish_reason": "length", "logprobs": {"tokens": tokens, "text_offset": at, "token_logprobs": found}}
                for k, (prompt, (tokens, at, found)) in enumerate(zip(prompts, log.known[key]))
            ]
            answer = {"object": "text_completion", "model": args.model, "choices": choices, "usage": usage([choice["logprobs"]["tokens"] for choice in choices])}
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    print(f"http://127.0.0.1:{args.port}/v1/completions", flush=True)
    ThreadingHTTPServer(("127.0.0.1", args.port), Handler).serve_forever()


if __name__ == "__main__":
    main()
