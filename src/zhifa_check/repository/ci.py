"""The CI of each git host, filled into the templates; one script does the work for all of them."""

from importlib.resources import files
from string import Template

from zhifa_check.repository.package import FOLDER, PYTHON
from zhifa_check.repository.wheel import own_name

#: Where the script that every CI calls is put.
SCRIPT = "ci/zhifa.sh"

_PUSHED = "github.event_name == 'pull_request' || (github.event_name == 'push' && github.ref_type == 'branch')"


class _Text(Template):
    """Placeholders that neither YAML, nor bash, nor any of the hosts gives a meaning to."""

    delimiter = "%%"


def ci_files(host: str, package: str = f"{FOLDER}/{own_name()}", python: str = PYTHON) -> dict[str, str]:
    """The CI of a host, path to text, the script among them; ``package`` is what pip is given, ``python`` whose."""
    return {SCRIPT: template("zhifa.sh")} | _CI[host](package, python)


def template(name: str) -> str:
    """The text of a file of the package's templates."""
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def filled(file: str, **texts: str) -> str:
    """A template with its placeholders filled in."""
    return _Text(template(file)).substitute(texts)


def _github(package: str, python: str) -> dict[str, str]:
    text = filled(
        "actions.yml",
        host="GitHub Actions",
        package=_quoted(package),
        version=_quoted(python),
        queue="  merge_group:\n",
        pushed=f"github.event_name == 'merge_group' || {_PUSHED}",
        notes="# 建议在仓库设置里保护主分支，并把“核对改动”设为合并前必须通过。",
        runner="ubuntu-24.04",
        checkout="actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",
        python="actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0",
        upload="actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
    )
    return {".github/workflows/zhifa.yml": text}


def _gitea(package: str, python: str) -> dict[str, str]:
    # Gitea takes itself for a GitHub Enterprise Server, which the artifact actions from v4 on refuse.
    text = filled(
        "actions.yml",
        host="Gitea Actions",
        package=_quoted(package),
        version=_quoted(python),
        queue="",
        pushed=_PUSHED,
        notes="# 运行器要能访问 github.com，不能的把 uses 改成内网镜像。upload-artifact 从 v4 起不支持 Gitea，用 v3。",
        runner="ubuntu-latest",
        checkout="https://github.com/actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2",
        python="https://github.com/actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0",
        upload="https://github.com/actions/upload-artifact@ff15f0306b3f739f7b6fd43fb5d26cd321bd4de5 # v3.2.1",
    )
    return {".gitea/workflows/zhifa.yml": text}


def _gitlab(package: str, python: str) -> dict[str, str]:
    head = """\
# GitLab 的流水线，由 zhifa init 生成，可以修改。每个任务做什么，见 ci/zhifa.sh 开头的说明。
# ZHIFA_PACKAGE 是从哪里安装 zhifa：本仓库 ci/wheels/ 里的安装包，或安装包的网址；只写名称的不装。
# image 要有 Python 3.11 以上、git 和 bash。"""
    text = filled(
        "gitlab.yml",
        head=head,
        script=SCRIPT,
        install=f"bash {SCRIPT} install",
        package=package,
        image=f"python:{python}",
        stage="test",
    )
    return {".gitlab-ci.yml": text}


def _gitee(package: str, python: str) -> dict[str, str]:
    return {
        f".workflow/zhifa-{job}.yml": filled(
            "gitee.yml", name=f"zhifa-{job}", package=_quoted(package), version=_quoted(python), **texts
        )
        for job, texts in _GITEE
    }


def _quoted(text: str) -> str:
    """A text as YAML takes it whatever stands in it."""
    return "'" + text.replace("'", "''") + "'"


#: Gitee Go has one file a trigger.
_GITEE = (
    (
        "push",
        {
            "title": "核对改动",
            "triggers": """\
# Gitee 不给出推送前的提交：直接推到主分支的只与上一个提交比，一次推几个提交的请走 Pull Request
triggers:
  push:
    branches:
      prefix:
        - ''
  pr:
    branches:
      prefix:
        - ''""",
            "variables": "  # 仓库的主分支\n  ZHIFA_TARGET: master\n",
            "run": 'ZHIFA_BASE="${GITEE_PULL_ID:+$GITEE_COMMIT}" ZHIFA_BRANCH="$GITEE_BRANCH" ZHIFA_BEFORE=HEAD^'
            f" bash {SCRIPT} push",
        },
    ),
    (
        "nightly",
        {
            "title": "每夜进度",
            "triggers": "triggers:\n  schedule:\n    - cron: '30 2 * * ?'",
            "variables": "",
            "run": f"bash {SCRIPT} nightly",
        },
    ),
    (
        "quarter",
        {
            "title": "季末存档",
            "triggers": "triggers:\n  push:\n    tags:\n      include:\n        - ^20[0-9][0-9]Q[1-4]$",
            "variables": "  # 手动运行时写季度（如 2023Q3）或截至日（如 2023-11-01）；标签触发时不写\n"
            "  ZHIFA_TAG: ''\n  ZHIFA_AS_OF: ''\n",
            "run": f'ZHIFA_TAG="${{ZHIFA_TAG:-$GITEE_BRANCH}}" bash {SCRIPT} quarter',
        },
    ),
)

_CI = {"github": _github, "gitlab": _gitlab, "gitea": _gitea, "gitee": _gitee}
