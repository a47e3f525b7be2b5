"""Read damaged workbooks for as long as wanted: ``python scripts/fuzz_workbooks.py SECONDS [FIRST_SEED]``.

Each is read, or refused with a LedgerError, within the time and memory below; what does anything else is named by its
seed and written beside, and the end is 1.
"""

import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from hostile_workbooks import hostile
from zhifa_check.sheets.grid import LedgerError
from zhifa_check.sheets.reading import read_book

SECONDS, KIBIBYTES = 5.0, 300 * 1024


def main(seconds: float, seed: int) -> int:
    """Run; returns how many files did what none may."""
    end = time.monotonic() + seconds
    bad = read = refused = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            kind, content = hostile(seed)
            path = Path(folder) / f"x.{kind}"
            path.write_bytes(content)
            start = time.monotonic()
            try:
                read_book(path)
                read += 1
            except LedgerError:
                refused += 1
            except BaseException:
                traceback.print_exc()
                bad += _keep(seed, kind, content, "not foreseen")
            slowest = max(slowest, took := time.monotonic() - start)
            if took > SECONDS or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > KIBIBYTES:
                bad += _keep(seed, kind, content, f"{took:.1f} s or too much memory")
                break
            seed += 1
    print(f"read {read}, refused {refused}, bad {bad}, slowest {slowest:.2f} s, last seed {seed}")
    return bad


def _keep(seed: int, kind: str, content: bytes, why: str) -> int:
    path = Path(tempfile.gettempdir()) / f"hostile-{seed}.{kind}"
    path.write_bytes(content)
    print(f"seed {seed} ({kind}): {why}; kept as {path}")
    return 1


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0) > 0)
