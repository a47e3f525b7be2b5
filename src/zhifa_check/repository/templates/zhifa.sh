#!/usr/bin/env bash
# 持续集成里的事，各平台的流水线都调用这一个脚本：
#
#   bash ci/zhifa.sh install   安装 zhifa（只装给这个仓库）：核对 ci/wheels/SHA256SUMS，先只用 ci/wheels/ 里的装，装不成再用平台配的软件源
#   bash ci/zhifa.sh push      推送、合并请求：只看改动涉及的单位，只有“填写有误”才变红
#   bash ci/zhifa.sh nightly   每夜：全部单位的核对结果和进度表，不因未达标、未报变红
#   bash ci/zhifa.sh quarter   季末：截至日固定，只存这个季度到期的事项和发生的事情
#
# 结果都写在 zhifa-report/ 里，由流水线存为附件；没有做成的，那里有 failed.md，说明是什么没做成、轮到谁。
# 输入只从环境变量来：
#
#   ZHIFA_PACKAGE   从哪里安装：ci/wheels/ 里的安装包，或安装包的网址
#   ZHIFA_TARGET    合并请求的目标分支；推送时是仓库的主分支
#   ZHIFA_BRANCH    推送到的分支；合并请求时为空
#   ZHIFA_BEFORE    推送前的提交；新建分支时平台给的是全零
#   ZHIFA_BASE      平台能直接给出对比起点时写它，写了就不看上面三个
#   ZHIFA_TAG       季末的标签，如 2023Q3
#   ZHIFA_AS_OF     季末的截至日，如 2023-11-01；写了就以它为准
#
# 退出码：0 没有要拦的；1 改动的文件填写有误；2 没做成（安装、计划、名册有误，或用法不对），这是市司法局和管理员的事。
set -euo pipefail
export PYTHONUTF8=1 GIT_TERMINAL_PROMPT=0
# 期限按北京时间算，运行环境多半是 UTC；这种写法不靠时区数据库
export TZ=CST-8
# 容器里的检出目录常常属于另一个用户，git 不肯读；是流水线自己检出的，可以读
git_settings=${GIT_CONFIG_COUNT:-0}
export "GIT_CONFIG_KEY_$git_settings=safe.directory" "GIT_CONFIG_VALUE_$git_settings=$(pwd -P)"
export GIT_CONFIG_COUNT=$((git_settings + 1))

out=zhifa-report
# 装在 .git 里：谁也提交不进去，也不算改动
home=$(git rev-parse --absolute-git-dir 2>/dev/null || printf '%s/.git' "$PWD")/zhifa
[[ ${1:-} == install || ! -d $home/bin ]] || PATH=$home/bin:$PATH

fail() {
  printf '错误：%s。\n' "$1" >&2
  exit 2
}

nothing_yet() {
  [[ -z $(find submissions -type f \( -iname '*.yaml' -o -iname '*.yml' \) -not -path '*/.*' -print -quit 2>/dev/null) ]] || return 1
  printf 'submissions/ 里还没有提交文件，没有可核对的。\n'
}

# 合并请求页、任务页上的摘要；平台没有这个功能的，在日志和附件里看
summarize() {
  [[ -z ${GITHUB_STEP_SUMMARY:-} ]] || cat "$@" >>"$GITHUB_STEP_SUMMARY"
}

is_here() {
  git rev-parse --quiet --verify "$1^{commit}" >/dev/null
}

is_shallow() {
  [[ $(git rev-parse --is-shallow-repository) == true ]]
}

can_compare() {
  is_here "$1" && git merge-base "$1" HEAD >/dev/null
}

# ci/wheels/ 里有哪些安装包、内容对不对，都照 SHA256SUMS；多出来的也不装
check_wheels() {
  compgen -G 'ci/wheels/*.whl' >/dev/null || return 0
  (cd ci/wheels && LC_ALL=C && diff SHA256SUMS <(sha256sum -- *.whl)) >&2 ||
    fail "ci/wheels/ 里的安装包和 SHA256SUMS 对不上（<是应有的，>是现在的），没有安装。请管理员查明是谁改的，用 git 恢复，或移走后用 zhifa init . --update 重新放"
}

# 用一种 Python 装：python 名称，pip 的选项……；运行器自己的 Python 里什么都不装
install_with() {
  local python=$1 pip
  shift
  rm -rf -- "$home" && "$python" -m venv --without-pip "$home" || return
  pip=(ci/wheels/pip-*.whl)
  if [[ -f ${pip[0]} ]]; then
    pip=("$home/bin/python" "${pip[0]}/pip")
  else
    pip=("$python" -m pip --python "$home/bin/python")
  fi
  "${pip[@]}" "$@" --quiet --disable-pip-version-check --no-compile --find-links ci/wheels "$package"
}

install() {
  local package=${ZHIFA_PACKAGE:-} python pythons=() pure=()
  [[ $package == */* ]] ||
    fail "ZHIFA_PACKAGE 要写 ci/wheels/ 里的安装包，或安装包的网址。只写名称的不装：谁都可以在公共软件源登记那个名称"
  check_wheels
  for python in $(compgen -c python3 | grep -xE 'python3(\.[0-9]+)?' | sort -u); do
    ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || pythons+=("$python")
  done
  ((${#pythons[@]})) || fail "这台运行器上没有 Python 3.11 或更新的版本，轮到管理员：请装上，或换一个有的镜像"
  for python in "${pythons[@]}"; do
    ! PIP_CONFIG_FILE=/dev/null install_with "$python" --isolated install --no-index &>/dev/null || return 0
  done
  # 软件源只问 ci/wheels/ 里没有的
  mapfile -t pure < <(compgen -G 'ci/wheels/*-none-any.whl' | grep -vF -e "$package" -e ci/wheels/pip-)
  install_with "${pythons[0]}" install --retries 2 "${pure[@]}" && return
  fail "装不上 zhifa：这台运行器是 $(uname -sm)、$("${pythons[0]}" -V)，ci/wheels/ 里没有适用它的全部安装包，也没能从软件源装。轮到管理员：照仓库 README.md 里写给管理员的把安装包补上"
}

# 对比的起点。直接推到主分支的，与推送前比；别的分支与主分支分岔处比：分支里合并进来的别人的改动不算在这个分支头上，
# 强制推送、新建分支也不必另作处理。
find_base() {
  local target=${ZHIFA_TARGET:-} before=${ZHIFA_BEFORE:-}
  base=${ZHIFA_BASE:-}
  if [[ -z $base && -n $target && ${ZHIFA_BRANCH:-} == "$target" ]]; then
    [[ $before =~ ^0*$ ]] || base=$before
    # 强制推送会丢掉推送前的提交，多数平台还取得到
    [[ -z $base ]] || is_here "$base" || git fetch --quiet --no-tags origin "$base" 2>/dev/null || true
  elif [[ -z $base && -n $target ]]; then
    base=origin/$target
    # GitLab 只取当前分支
    git fetch --quiet --no-tags origin "+refs/heads/$target:refs/remotes/origin/$target" 2>/dev/null || true
  fi
  [[ -n $base ]] || return 0
  can_compare "$base" || ! is_shallow || git fetch --quiet --no-tags --unshallow origin 2>/dev/null || true
  can_compare "$base" || lost_base
}

# 取不到起点时，只拦最后一次提交自己的文件：别的单位的文件有错，不能让这一次推送变红
lost_base() {
  if is_here 'HEAD^' && ! is_here 'HEAD^2'; then
    printf '取不到对比的起点 %s，只核对最后一次提交自己改动的文件。\n' "$base"
    base=HEAD^
  else
    base=
    gate=never
    printf '取不到对比的起点，最后一次提交又是合并，或者前面的取不到，看不出这次改了哪些文件：核对全部单位，但不拦。\n'
  fi
}

push() {
  local base gate=data since=() status=0
  # 计划、名册、核准不计有误，不等第一份提交文件来了才变红
  nothing_yet && { zhifa due >/dev/null; return; }
  find_base
  if [[ -n $base ]]; then
    since=(--since "$base")
  elif [[ $gate == data ]]; then
    printf '没有可比的起点，核对全部单位。\n'
  fi
  # Gitea 也自称 GITHUB_ACTIONS，但不认行内标注
  local screen=full
  [[ ${GITHUB_ACTIONS:-} != true || ${GITEA_ACTIONS:-} == true ]] || screen=github
  zhifa check submissions "${since[@]}" --fail-on "$gate" -f "$screen" \
    -f "markdown:$out/summary.md" -f "sarif:$out/zhifa.sarif" -f "junit:$out/junit.xml" \
    -f "gitlab:$out/gl-code-quality-report.json" || status=$?
  if [[ $status == 1 ]]; then
    printf '\n**轮到提交的单位**：照上面“填写有误”的提示改好文件，再推送一次。\n' >>"$out/summary.md"
  fi
  [[ ! -f $out/summary.md ]] || summarize "$out/summary.md"
  return "$status"
}

nightly() {
  nothing_yet && return 0
  zhifa status submissions -f full -f "markdown:$out/status.md" -f "csv:$out/status.csv"
  zhifa check submissions --fail-on never --git-evidence -f "full:$out/check.txt" \
    -f "markdown:$out/check.md" -f "json:$out/check.json" -f "csv:$out/check.csv"
  zhifa report submissions -f "html:$out/overview.html"
  summarize "$out/status.md" "$out/check.md"
}

quarter() {
  local tag=${ZHIFA_TAG:-} as_of=${ZHIFA_AS_OF:-} by=()
  [[ -z $as_of || $as_of =~ ^20[0-9]{2}-[0-9]{2}-[0-9]{2}$ ]] || fail "截至日应写成 2023-11-01 的样子"
  if [[ $tag =~ ^(20[0-9]{2})Q[1-4]$ ]]; then
    # 次年的计划可能已经印发，季度仍按本年度的计划认定
    by=(--year "${BASH_REMATCH[1]}")
    if [[ -z $as_of ]]; then
      as_of=$(zhifa due "${by[@]}" --as-of "${BASH_REMATCH[1]}-12-31" --closes "$tag") || return
      [[ ! $as_of > $(date +%F) ]] ||
        fail "$tag 的核对事项到 $as_of 才能全部认定，现在存档会把没到期的写成结论。请到那天以后重新运行这个任务，或者手动指定截至日"
    fi
    by+=(--period "$tag")
  elif [[ -n $tag || -z $as_of ]]; then
    fail "季度应写成 2023Q3 的样子，或者只指定截至日，如 2023-11-01"
  fi
  printf '截至 %s\n' "$as_of"
  export ZHIFA_AS_OF=$as_of
  zhifa check submissions "${by[@]}" --fail-on never -f full -f "full:$out/check.txt" \
    -f "concise:$out/concise.txt" -f "json:$out/check.json" -f "jsonl:$out/check.jsonl" -f "sarif:$out/zhifa.sarif" \
    -f "junit:$out/junit.xml" -f "github:$out/github.txt" -f "gitlab:$out/gl-code-quality-report.json" \
    -f "markdown:$out/check.md" -f "csv:$out/check.csv"
  if [[ -n $tag ]]; then
    zhifa report submissions "${by[@]}" -f "full:$out/report.txt" -f "json:$out/report.json" \
      -f "markdown:$out/report.md" -f "docx:$out/report.docx" -f "xlsx:$out/report.xlsx" -f "html:$out/report.html"
    summarize "$out/report.md" "$out/check.md"
  else
    zhifa status submissions -f "full:$out/status.txt" -f "json:$out/status.json" \
      -f "markdown:$out/status.md" -f "csv:$out/status.csv"
    summarize "$out/status.md" "$out/check.md"
  fi
}

# 没有做成的也留下一页：什么没做成，轮到谁
tell_failure() {
  {
    printf '## 没有做成：%s\n\n' "$1"
    sed 's/^/    /' "$out/errors.txt"
    printf '\n**轮到谁**：上面写着 data/ 里的文件的，由市司法局改正；安装、git、磁盘和用法，由管理员处理。'
    printf '这不是哪个单位填报的问题，各单位不用改自己的文件。\n'
  } >"$out/failed.md"
  summarize "$out/failed.md"
}

# 从头写起：仓库里若有一个同名的链接或文件夹，不跟着它写到别处
rm -rf -- "$out"
mkdir -- "$out"
set +e
(
  set -e
  case ${1:-} in
    install) install ;;
    push) push ;;
    nightly) nightly ;;
    quarter) quarter ;;
    *) fail "用法：bash ci/zhifa.sh install|push|nightly|quarter" ;;
  esac
) 2>"$out/errors.txt"
status=$?
set -e
cat "$out/errors.txt" >&2
((status < 2)) || tell_failure "${1:-}"
rm -f -- "$out/errors.txt"
exit "$status"
