"""The whole cold check of a large county against libyaml's own loading of the same files, in one run.

``python tests/benchmarks/check_speed.py [UNITS]`` prints both times, their ratio (0.65 at most is the aim) and the
memory of the check (100 MB at most is the aim). The check is a process of its own, start-up included.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from county import write_county

LOAD = "import sys, yaml\nfor name in sys.argv[1:]:\n    yaml.load(open(name, 'rb'), yaml.CSafeLoader)"
ROUNDS = 5


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start


def main() -> None:
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        files = write_county(Path(folder), units)
        check = [sys.executable, "-m", "zhifa_check", "check", f"{folder}/submissions", "-f", "json"]
        check += ["--units", f"{folder}/data/units.yaml", "--as-of", "2024-01-31"]
        load = [sys.executable, "-c", LOAD, *map(str, files)]
        # in turn, so that whatever else the machine does falls on both
        times = [(_seconds(load), _seconds(check)) for _ in range(ROUNDS)]
        size = sum(file.stat().st_size for file in files)
    loading, checking = (min(column) for column in zip(*times, strict=True))
    # of all children the check is the larger; Linux gives kilobytes
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{units} units, {size / 1e6:.1f} MB: load {loading:.2f} s, check {checking:.2f} s", end=" ")
    print(f"= {checking / loading:.2f}, at most {memory} MB")


if __name__ == "__main__":
    main()
