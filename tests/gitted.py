"""A small county in real git repositories, for the tests that need a history."""

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

#: Nobody's own configuration, and no clock: who commits, and when unless a test says otherwise.
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "某人",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "某人",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}

UNITS = """units:
  - {id: jia, name: 甲镇, kind: 镇}
  - {id: yi, name: 乙镇, kind: 镇}
  - {id: bing, name: 丙局, kind: 部门}
  - {id: sfj, name: 司法局, kind: 司法局}
"""
HEAD = "单位: {unit}\n年度: 2023\n"


@dataclass(frozen=True)
class Clone:
    """A working tree; every commit is dated at its own time (committer and author)."""

    top: Path

    def git(self, *args: str, at: str = "2023-05-01T12:00:00+0800") -> str:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= ENVIRONMENT | {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        done = subprocess.run(
            ["git", *args], cwd=self.top, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, name: str, text: str) -> Path:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def commit(self, message: str = "改动", at: str = "2023-05-01T12:00:00+0800") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, at=at)
        return self.git("rev-parse", "HEAD")


def clone(origin: Path | str, to: Path, *options: str) -> Clone:
    to.parent.mkdir(parents=True, exist_ok=True)
    Clone(to.parent).git("clone", "-q", *options, os.fspath(origin), os.fspath(to))
    return Clone(to)


def county(top: Path, below: str = "") -> Clone:
    """A repository with data/ and a file of each unit in the first commit; ``below`` puts all into a subfolder."""
    tree = Clone(shutil.copytree(_made(below), top, dirs_exist_ok=True))
    tree.git("update-index", "-q", "--refresh")
    return tree


@functools.cache
def _made(below: str) -> Path:
    top = Path(tempfile.mkdtemp(prefix="gitted-"))
    atexit.register(shutil.rmtree, top, ignore_errors=True)
    tree = Clone(top)
    tree.git("init", "-q", "-b", "main", "--template=")
    (top / below / "data").mkdir(parents=True)
    plan = (ROOT / "data" / "plan_2023.yaml").read_text(encoding="utf-8")
    tree.write(f"{below}data/plan_2023.yaml", plan)
    tree.write(f"{below}data/units.yaml", UNITS)
    tree.write(f"{below}data/waivers.yaml", "waivers: []\n")
    for unit in ("甲镇", "乙镇", "丙局", "司法局"):
        tree.write(f"{below}submissions/{unit}/基本.yaml", HEAD.format(unit=unit))
    tree.commit("建库")
    return top
