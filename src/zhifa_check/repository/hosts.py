"""The git hosts that a repository can be laid out for: what they are called and where they look for things."""

from collections.abc import Mapping
from typing import Literal, NamedTuple


class Host(NamedTuple):
    """A git host: what officials call it and its requests, and where it looks for things.

    ``owner_patterns``: how CODEOWNERS names a folder, as a ``glob`` or as a ``regex``; ``emails``: whether it takes
    owners by their e-mail address.
    """

    label: str
    request: str
    codeowners: str
    owner_patterns: Literal["glob", "regex"]
    emails: bool
    handing_in: tuple[str, ...]
    setup: tuple[str, ...]


HOSTS: Mapping[str, Host] = {
    "github": Host(
        "GitHub",
        "Pull Request",
        ".github/CODEOWNERS",
        "glob",
        True,
        (
            "点右上角 Add file → Upload files，把文件拖进去。",
            "下面选 Create a new branch for this commit and start a pull request，点 Propose changes。",
            "在打开的页面上点 Create pull request。",
        ),
        ("在 Settings → Rules 里保护主分支：要求“核对改动”通过，要求 Code Owners 审核。",),
    ),
    "gitlab": Host(
        "GitLab",
        "合并请求",
        "CODEOWNERS",
        "glob",
        True,
        (
            "点文件列表上方的“+”→“上传文件”，选好文件。",
            "“目标分支”写一个新的名字，如日期加单位名，勾选“使用这些更改开始新的合并请求”，点“上传文件”。",
            "在打开的页面上点“创建合并请求”。",
        ),
        (
            "在“设置 → 仓库”里保护主分支，在“设置 → 合并请求”里要求流水线成功。",
            "在“构建 → 流水线计划”里建一个每天的计划，时区选北京：每夜进度由它触发。",
            "CODEOWNERS 的强制审核需要 GitLab 专业版，免费版只作提示。",
        ),
    ),
    "gitea": Host(
        "Gitea",
        "合并请求",
        "CODEOWNERS",
        "regex",
        False,
        (
            "点“添加文件”→“上传文件”，把文件拖进去。",
            "下面选“为此提交创建一个新的分支并发起合并请求”，点“提议更改”。",
            "在打开的页面上点“创建合并请求”。",
        ),
        (
            "开启 Actions，登记一个能访问 github.com 的运行器（或者把 uses 改成内网镜像）。",
            "在“设置 → 分支”里保护主分支，要求“核对改动”通过。",
        ),
    ),
    "gitee": Host(
        "Gitee",
        "Pull Request",
        "CODEOWNERS",
        "glob",
        True,
        (
            "点“文件”→“上传文件”，把文件拖进去，点“提交”。不能直接提交到主分支的，先点“Fork”，在自己的仓库里上传。",
            "在自己的仓库（或分支）里点“Pull Requests”→“新建 Pull Request”，目标选本仓库的主分支。",
            "点“创建 Pull Request”。",
        ),
        (
            "开通 Gitee Go，把 `.workflow/zhifa-push.yml` 里的 ZHIFA_TARGET 写成主分支的名称，保护主分支。",
            "三条流水线各试运行一次：它们没有在 Gitee 上验证过，要核对的写在文件开头。",
        ),
    ),
}
