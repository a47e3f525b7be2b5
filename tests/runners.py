"""Runners of the generated CI: they read the YAML, set what the host would set and execute the commands it holds."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from conftest import ROOT

ZEROS = "0" * 40
#: Commands that the runner has: what the job installs stands in for pip, and everything else is the machine's own.
_SHIMS = {
    "zhifa": 'exec "$REAL_PYTHON" -m zhifa_check "$@"\n',
    # an environment that it makes has a Python which only notes what pip is told
    "python3": 'if [ "$1 $2 $3" = "-m venv --without-pip" ]; then mkdir -p "$4/bin" && cp "$0" "$4/bin/python"\n'
    'elif [ "${0##*/}" = python ] || [ "$1 $2" = "-m pip" ]; then printf "%s\\n" "$@" >"$PIP_LOG"\n'
    'else exec "$REAL_PYTHON" "$@"; fi\n',
}


def git(where: Path, *args: str) -> str:
    command = ["git", "-C", str(where), "-c", "core.quotepath=off", "-c", "protocol.file.allow=always", *args]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **IDENTITY})
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


IDENTITY = {
    "GIT_AUTHOR_NAME": "某",
    "GIT_AUTHOR_EMAIL": "a@b.cn",
    "GIT_COMMITTER_NAME": "某",
    "GIT_COMMITTER_EMAIL": "a@b.cn",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


@dataclass
class Result:
    """What a job left: its exit code, all that it printed, its summary and its files."""

    code: int
    log: str
    checkout: Path
    summary: str = ""
    files: dict[str, str] = field(default_factory=dict)


class Runner:
    """A machine with a clean environment, one folder a job."""

    def __init__(self, home: Path, origin: Path) -> None:
        self.home, self.origin = home, origin
        self.bin = home / "bin"
        self.bin.mkdir(parents=True)
        for name, text in _SHIMS.items():
            self.command(name, text)
        self.count = 0

    def command(self, name: str, text: str) -> None:
        """Put a command before those of the machine."""
        (self.bin / name).write_text("#!/bin/bash\n" + text)
        (self.bin / name).chmod(0o755)

    def checkout(self) -> Path:
        self.count += 1
        folder = self.home / f"checkout {self.count}"
        folder.mkdir()
        git(folder, "init", "-q")
        git(folder, "remote", "add", "origin", str(self.origin))
        return folder

    def run(self, folder: Path, script: str, environment: Mapping[str, str], shell: str = "bash -e") -> Result:
        """Execute one script as the host does: from a file, in the checkout, with nothing else in the environment."""
        step = self.home / "step.sh"
        step.write_text(script)
        summary = self.home / "summary.md"
        summary.write_text("")
        whole = {
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "REAL_PYTHON": sys.executable,
            "PYTHONPATH": str(ROOT / "src"),
            "PIP_LOG": str(self.home / "pip.log"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "CI": "true",
            **({"GITHUB_STEP_SUMMARY": str(summary)} if "GITHUB_ACTIONS" in environment else {}),
            **environment,
        }
        command = [*shell.split(), str(step)]
        done = subprocess.run(
            command, cwd=folder, env=whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120
        )
        report = folder / "zhifa-report"
        files = (
            {path.name: path.read_text(encoding="utf-8-sig", errors="replace") for path in report.glob("*")}
            if report.is_dir()
            else {}
        )
        return Result(done.returncode, done.stdout.decode(), folder, summary.read_text(encoding="utf-8"), files)


# ---- GitHub and Gitea


def evaluate(text: str, event: Mapping[str, Any]) -> Any:
    """The value of an expression of GitHub's, as far as workflows for this purpose need the language."""
    tokens = re.findall(r"'[^']*'|&&|\|\||==|[()]|[A-Za-z_][\w.-]*", text)
    assert "".join(tokens) == re.sub(r"\s", "", text), text
    words = {"&&": " and ", "||": " or ", "==": "=="}
    python = "".join(words.get(token, token if token[0] in "'()" else f"look({token!r})") for token in tokens)

    def look(path: str) -> Any:
        value: Any = {"github": event}
        for key in path.split("."):
            value = value.get(key) if isinstance(value, Mapping) else None
        return "" if value is None else value

    return eval(python, {"look": look})


def filled(text: str, event: Mapping[str, Any]) -> str:
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluate(found[1], event)), text)


def github_jobs(workflow: Mapping[str, Any], event: Mapping[str, Any]) -> list[str]:
    """The jobs that an event runs."""
    return [name for name, job in workflow["jobs"].items() if evaluate(job["if"], event)]


def run_github(runner: Runner, workflow_file: str, event: Mapping[str, Any], more: Mapping[str, str]) -> Result:
    """Check out as ``fetch-depth: 0`` does, find the one job of the event, and run its steps."""
    folder = runner.checkout()
    git(folder, "fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
    if event["event_name"] == "pull_request":
        git(folder, "fetch", "-q", "origin", f"+{event['ref']}:refs/remotes/pull")
    git(folder, "checkout", "-q", "--detach", event["sha"])
    workflow = yaml.safe_load((folder / workflow_file).read_text(encoding="utf-8"))
    (name,) = github_jobs(workflow, event)
    job = workflow["jobs"][name]
    checkout = next(step for step in job["steps"] if "actions/checkout@" in step.get("uses", ""))
    assert checkout["with"]["fetch-depth"] == 0
    steps = [step for step in job["steps"] if "run" in step]
    assert steps
    result = None
    for step in steps:
        assert "${{" not in step["run"]
        raw = {**workflow.get("env", {}), **job.get("env", {}), **step.get("env", {})}
        environment = {key: filled(value, event) for key, value in raw.items()}
        # without a ``shell`` of its own a step is run by ``bash -e``
        result = runner.run(folder, step["run"], {"GITHUB_ACTIONS": "true", **more, **environment})
        if result.code:
            break
    assert result is not None
    return result


# ---- GitLab


def gitlab_jobs(pipeline: Mapping[str, Any], variables: Mapping[str, str]) -> list[str]:
    """The jobs whose first matching rule does not say ``never``."""

    def value(text: str) -> bool:
        tokens = re.findall(r'"[^"]*"|&&|\|\||==|=~|[()]|/(?:[^/\\]|\\.)*/|\$\w+', text)
        assert "".join(tokens) == re.sub(r"\s", "", text).replace("\\", "\\"), text
        words = {"&&": " and ", "||": " or ", "==": "=="}
        python = ""
        for token in tokens:
            if token.startswith("$"):
                python += f"{variables.get(token[1:], '')!r}"
            elif token.startswith("/"):
                python += f"Pattern({token[1:-1]!r})"
            else:
                python += "*" if token == "=~" else words.get(token, token)

        class Pattern(str):
            def __rmul__(self, other: Any) -> bool:
                return re.search(self, other) is not None

        return bool(eval(python, {"Pattern": Pattern}))

    jobs = []
    for name, job in pipeline.items():
        if isinstance(job, Mapping) and "script" in job and not name.startswith("."):
            rule = next((rule for rule in job["rules"] if value(rule["if"])), None)
            if rule is not None and rule.get("when") != "never":
                jobs.append(name)
    return jobs


def run_gitlab(runner: Runner, variables: Mapping[str, str], pipeline_file: str = ".gitlab-ci.yml") -> Result:
    """Fetch the one ref that a GitLab runner fetches, whole, and run the one job of the pipeline."""
    folder = runner.checkout()
    pipeline = yaml.safe_load(git(runner.origin, "show", f"{variables['CI_COMMIT_SHA']}:{pipeline_file}"))
    (name,) = gitlab_jobs(pipeline, variables)
    base = pipeline[pipeline[name]["extends"]]
    job = {**base, **pipeline[name]}
    assert base["variables"]["GIT_DEPTH"] == "0"
    ref = variables["REF"]
    kind = "refs/tags/" if ref.startswith("refs/tags/") else "refs/remotes/origin/"
    git(folder, "fetch", "-q", "origin", f"+{ref}:{kind}{ref.split('/', 2)[2]}")
    git(folder, "checkout", "-q", "--detach", variables["CI_COMMIT_SHA"])
    script = "\n".join([*job["before_script"], *job["script"]])
    environment = {**base["variables"], **{key: text for key, text in variables.items() if key != "REF"}}
    return runner.run(folder, script, {"GITLAB_CI": "true", **environment}, "bash -eo pipefail")


# ---- Gitee


def run_gitee(runner: Runner, job: str, sha: str, variables: Mapping[str, str]) -> Result:
    folder = runner.checkout()
    git(folder, "fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
    git(folder, "checkout", "-q", "--detach", sha)
    pipeline = yaml.safe_load((folder / f".workflow/zhifa-{job}.yml").read_text(encoding="utf-8"))
    (step,) = pipeline["stages"][0]["steps"]
    script = "\n".join(step["commands"])
    return runner.run(folder, script, {**pipeline["variables"], **variables})


def tool(name: str) -> str | None:
    """A tool of the tests' own environment, else one on the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.is_file() else shutil.which(name)
