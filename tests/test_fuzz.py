"""A seeded slice of the fuzzing of all that enters; ``scripts/fuzz.py`` goes on for as long as wanted.

``ZHIFA_FUZZ_SEED`` moves the slice.
"""

import os
from pathlib import Path

import pytest

from fuzzing import LAWS, trial

FIRST = int(os.environ.get("ZHIFA_FUZZ_SEED", "20230314"))
#: Trials of each law.
EACH = 48


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_no_chance_breaks_a_law(tmp_path: Path, law: object) -> None:
    number = LAWS.index(law)  # type: ignore[arg-type]
    first = FIRST - FIRST % len(LAWS) + number
    broken = [trial(first + turn * len(LAWS), tmp_path / "county") for turn in range(EACH)]
    assert not any(broken), "\n".join(filter(None, broken))
