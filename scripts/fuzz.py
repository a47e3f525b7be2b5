"""Damage what enters for as long as wanted: ``python scripts/fuzz.py SECONDS [FIRST_SEED]``.

What breaks a law (``tests/fuzzing.py``) is named by its seed, and the end is 1.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fuzzing import seeds, trial


def main(seconds: float, first: int) -> int:
    """Run; returns how many trials broke a law."""
    end = time.monotonic() + seconds
    bad = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds(first):
            if time.monotonic() > end:
                break
            tried += 1
            if broken := trial(seed, Path(folder) / "county"):
                bad += 1
                print(broken, flush=True)
    print(f"{tried} trials from seed {first}, {bad} broke a law")
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0) else 0)
