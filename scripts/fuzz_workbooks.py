"""Import damaged workbooks for as long as wanted: ``python scripts/fuzz_workbooks.py SECONDS [FIRST_SEED [FOLDER]]``.

Damaged are small tables of all four formats, or those in a folder. Each is imported, or refused in Chinese, within the
time of the processor and the memory below. A file that is not stays in the folder for temporary files under the name of
its seed, also where the process ends with it; then the end is 1.
"""

import faulthandler
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from hostile_workbooks import MAKERS, Importer, hostile

SECONDS, KIBIBYTES = 10.0, 500 * 1024


def main(seconds: float, seed: int, whole: list[tuple[str, bytes]]) -> int:
    """Run; returns how many files did what none may."""
    end = time.monotonic() + seconds
    tried: dict[tuple[str, str], int] = {}
    bad, slowest = 0, 0.0
    importer = Importer(Path(tempfile.mkdtemp()))
    while time.monotonic() < end:
        kind, content = hostile(seed, whole)
        path = Path(tempfile.gettempdir()) / f"hostile-{seed}.{kind}"
        path.write_bytes(content)
        faulthandler.dump_traceback_later(30 * SECONDS, exit=True)
        start = time.process_time()
        try:
            outcome = importer.outcome(path)
        except BaseException:
            traceback.print_exc()
            outcome = "bad"
        took = time.process_time() - start
        slowest = max(slowest, took)
        if took > SECONDS or (peak := resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) > KIBIBYTES:
            outcome = "bad"
        tried[kind, outcome] = tried.get((kind, outcome), 0) + 1
        if outcome == "bad":
            bad += 1
            print(f"{path}: {took:.1f} s, {peak >> 10} MiB", flush=True)
            if peak > KIBIBYTES:
                break
        else:
            path.unlink()
        seed += 1
    told = ", ".join(f"{kind} {outcome} {count}" for (kind, outcome), count in sorted(tried.items()))
    print(f"{told}; slowest {slowest:.2f} s, {peak >> 10} MiB, next seed {seed}")
    return bad


if __name__ == "__main__":
    files = sorted(Path(sys.argv[3]).iterdir()) if len(sys.argv) > 3 else []
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    whole = [(path.suffix[1:], path.read_bytes()) for path in files if path.suffix[1:] in MAKERS]
    sys.exit(main(float(sys.argv[1]), first, whole) > 0)
