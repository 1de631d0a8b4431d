"""Writes the container of models, as src/model/model-file.ts describes it, and makes 8-bit matrices for it."""
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import torch

MAGIC, VERSION, PREAMBLE, CHECKSUM_AT, ALIGNMENT = b"UNGARBLE", 2, 24, 20, 8
TYPES = {"uint8": "u8", "int8": "i8", "uint16": "u16", "int16": "i16", "int32": "i32", "float32": "f32"}


def aligned(offset):
    return -(-offset // ALIGNMENT) * ALIGNMENT


def write_container(path, sections, info):
    """Named arrays and facts -> file. The offsets stand in the header, and their digits count to its length."""
    header, assumed = b"", 0
    while True:
        offset, entries = aligned(PREAMBLE + assumed), []
        for name, data in sections.items():
            entries.append({"name": name, "type": TYPES[data.dtype.name], "offset": offset, "length": data.size})
            offset = aligned(offset + data.nbytes)
        header = json.dumps({"info": info, "sections": entries}, separators=(",", ":"), ensure_ascii=False).encode()
        if len(header) <= assumed:
            break
        assumed = len(header)
    out = bytearray(offset)
    out[:CHECKSUM_AT] = MAGIC + struct.pack("<III", VERSION, len(header), len(out))
    out[PREAMBLE : PREAMBLE + len(header)] = header
    for entry, data in zip(entries, sections.values()):
        out[entry["offset"] : entry["offset"] + data.nbytes] = np.ascontiguousarray(data).tobytes()
    out[CHECKSUM_AT:PREAMBLE] = struct.pack("<I", zlib.crc32(out[PREAMBLE:], zlib.crc32(out[:CHECKSUM_AT])))
    Path(path).write_bytes(out)


def quantise(matrix):
    """Rows -> 8-bit integers and a factor each: symmetric, the greatest absolute value becomes 127."""
    scale = matrix.abs().amax(1) / 127
    values = torch.round(matrix / torch.where(scale > 0, scale, 1)[:, None]).clamp(-127, 127)
    return values.to(torch.int8).numpy(), scale.float().numpy()


def dequantised(matrix):
    values, scale = quantise(matrix)
    return torch.from_numpy(values).float() * torch.from_numpy(scale)[:, None]
