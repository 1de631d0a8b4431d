"""Makes a smaller model of a causal language model (Llama): fewer layers, a smaller vocabulary. It reads badly until it is healed (heal.py).

    python train/judge/prune.py MODEL OUT [--gguf FILE] [--layers 12] [--least 3] [--corpus FILE ...]

Layers are kept evenly, the first two and the last two in any case, since those do the most (Gromov et al. 2024). Of the vocabulary what the corpus has at least
--least times is kept, with the bytes and whatever its merges are made from; without a corpus all of it.
"""

import argparse
import json
import os
from collections import Counter

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def kept_layers(count, wanted):
    """Numbers of the layers that stay: the first two, the last two, and the others at even distances."""
    if wanted >= count:
        return list(range(count))
    if wanted < 4:
        raise SystemExit(f"--layers {wanted}: give 4 or more; the first two and the last two layers stay in any case")
    inner = [2 + (2 * k + 1) * (count - 4) // (2 * (wanted - 4)) for k in range(wanted - 4)]
    return [0, 1, *inner, count - 2, count - 1]


def kept_tokens(tokenizer, corpus, least):
    """Old ids of the tokens that stay, in their order: those of the corpus, special ones, bytes, and the parts their merges are made from."""
    backend = json.loads(tokenizer.backend_tokenizer.to_str())
    vocabulary = backend["model"]["vocab"]
    merges = [tuple(merge.split(" ")) if isinstance(merge, str) else tuple(merge) for merge in backend["model"]["merges"]]
    counts = Counter()
    for file in corpus:
        with open(file, encoding="utf-8") as lines:
            while batch := lines.readlines(1 << 22):
                for encoding in tokenizer.backend_tokenizer.encode_batch(batch, add_special_tokens=False):
                    counts.update(encoding.ids)
    names = {i: name for name, i in vocabulary.items()}
    wanted = {names[i] for i, count in counts.items() if count >= least and i in names} | {name for name in vocabulary if len(name) == 1}
    made_from = {a + b: (a, b) for a, b in reversed(merges)}
    waiting = list(wanted)
    while waiting:
        for part in made_from.get(waiting.pop(), ()):
            if part not in wanted:
                wanted.add(part)
                waiting.append(part)
    added = {token["id"] for token in backend["added_tokens"]}
    ids = sorted({vocabulary[name] for name in wanted} | added)
    return ids, backend, merges, names


def prune_tokenizer(folder, tokenizer, corpus, least):
    """Writes the smaller tokenizer to a folder; returns the old ids by new id."""
    ids, backend, merges, names = kept_tokens(tokenizer, corpus, least)
    new = {old: k for k, old in enumerate(ids)}
    model = backend["model"]
    model["vocab"] = {names[old]: k for old, k in new.items() if old in names}
    model["merges"] = [list(merge) for merge in merges if "".join(merge) in model["vocab"] and all(part in model["vocab"] for part in merge)]
    for token in backend["added_tokens"]:
        token["id"] = new[token["id"]]
    tokenizer.save_pretrained(folder)
    with open(os.path.join(folder, "tokenizer.json"), "w", encoding="utf-8") as out:
        json.dump(backend, out, ensure_ascii=False)
    return ids


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--gguf")
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--least", type=int, default=3)
    parser.add_argument("--corpus", nargs="*", default=[])
    args = parser.parse_args()
    more = {"gguf_file": args.gguf} if args.gguf else {}
    tokenizer = AutoTokenizer.from_pretrained(args.model, **more)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32, **more)
    layers = kept_layers(model.config.num_hidden_layers, args.layers)
    state = {name: tensor for name, tensor in model.state_dict().items() if name != "lm_head.weight"}
    config = model.config.to_dict()
    os.makedirs(args.out, exist_ok=True)
    ids = prune_tokenizer(args.out, tokenizer, args.corpus, args.least) if args.corpus else list(range(config["vocab_size"]))
    if not args.corpus:
        tokenizer.save_pretrained(args.out)
    small = {}
    for name, tensor in state.items():
        parts = name.split(".")
        if parts[1] == "layers":
            if int(parts[2]) not in layers:
                continue
            parts[2] = str(layers.index(int(parts[2])))
        small[".".join(parts)] = (tensor[ids] if name == "model.embed_tokens.weight" else tensor).contiguous().clone()
    for gone in ("quantization_config", "bos_token_id", "eos_token_id", "pad_token_id"):
        config.pop(gone, None)
    config.update(num_hidden_layers=len(layers), vocab_size=len(ids), tie_word_embeddings=True, architectures=["LlamaForCausalLM"])
    with open(os.path.join(args.out, "config.json"), "w") as out:
        json.dump(config, out, indent=1)
    from safetensors.torch import save_file

    save_file(small, os.path.join(args.out, "model.safetensors"), metadata={"format": "pt"})
    # Of which layers and tokens of which model this was made: healing learns from that model.
    with open(os.path.join(args.out, "pruned.json"), "w") as out:
        json.dump({"teacher": os.path.abspath(args.model), "gguf": args.gguf, "layers": layers, "tokens": ids}, out)
    size = sum(tensor.numel() for tensor in small.values())
    print(f"{args.out}: layers {layers}, {len(ids)} tokens, {size / 1e6:.1f} million parameters")


if __name__ == "__main__":
    main()
