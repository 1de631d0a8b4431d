"""Repairs documents in Python programs: `ungarble stream` as a filter, one process a partition.

    spark:  pages.rdd.mapPartitions(repair)                      # dictionaries with a member "text"
    beam:   pages | beam.BatchElements(min_batch_size=1000) | beam.FlatMap(repair)

Run by itself it repairs JSON Lines in partitions of a thousand, as such an engine would:

    python3 repair.py < pages.jsonl > repaired.jsonl
"""

import itertools
import json
import os
import shlex
import subprocess
import sys
import threading

COMMAND = shlex.split(os.environ.get("UNGARBLE", "ungarble")) + ["stream", "--workers", "1"]


def repair(documents, flags=()):
    """Yields each document with its text repaired, in order; one that could not be read has a member "error" in place of "repair".

    Raises RuntimeError when the command fails, so that the engine tries the partition again.
    """
    process = subprocess.Popen([*COMMAND, *flags], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    fault = []

    def feed():  # beside the reading: a pipe holds little
        try:
            with process.stdin as pipe:
                for document in documents:
                    pipe.write(json.dumps(document).encode() + b"\n")
        except BrokenPipeError:
            pass  # the status tells why
        except Exception as error:  # of the documents' source
            fault.append(error)
            process.kill()

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    try:
        for line in process.stdout:
            yield json.loads(line)
        feeder.join()
        if fault:
            raise fault[0]
        status = process.wait()
        if status not in (0, 3):  # 3: some documents have an error
            raise RuntimeError(f"{' '.join(COMMAND)} ends with status {status}")
    finally:
        process.kill()  # when the reader wants no more
        process.wait()


if __name__ == "__main__":
    lines = (json.loads(line) for line in sys.stdin)
    while partition := list(itertools.islice(lines, 1000)):
        for repaired in repair(partition, sys.argv[1:]):
            print(json.dumps(repaired))
