#!/usr/bin/env bash
# 持续集成里的三件事，各平台的流水线都调用这一个脚本：
#
#   bash ci/zhifa.sh push      推送、合并请求：只看改动涉及的单位，只有“填写有误”才变红
#   bash ci/zhifa.sh nightly   每夜：全部单位的核对结果和进度表，不因未达标、未报变红
#   bash ci/zhifa.sh quarter   季末：截至日固定，全部格式存档
#
# 结果都写在 zhifa-report/ 里，由流水线存为附件。输入只从环境变量来：
#
#   ZHIFA_TARGET    合并请求的目标分支；推送时是仓库的主分支
#   ZHIFA_BRANCH    推送到的分支；合并请求时为空
#   ZHIFA_BEFORE    推送前的提交；新建分支时平台给的是全零
#   ZHIFA_BASE      平台能直接给出对比起点时写它，写了就不看上面三个
#   ZHIFA_TAG       季末的标签，如 2023Q3
#   ZHIFA_AS_OF     季末的截至日，如 2023-11-01；写了就以它为准
#
# 退出码：0 没有要拦的；1 改动的文件填写有误；2 没法核对（计划、名册有误，或用法不对），这是市司法局和管理员的事。
set -euo pipefail
export PYTHONUTF8=1 GIT_TERMINAL_PROMPT=0
# 期限按北京时间算，运行环境多半是 UTC；这种写法不靠时区数据库
export TZ=CST-8

out=zhifa-report

fail() {
  printf '错误：%s\n' "$1" >&2
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
    # GitLab 只取当前分支；取不到的，zhifa 会说对比起点不可用
    git fetch --quiet --no-tags origin "+refs/heads/$target:refs/remotes/origin/$target" 2>/dev/null || true
  fi
}

push() {
  local base since=() status=0
  # 计划、名册、核准不计有误，不等第一份提交文件来了才变红
  nothing_yet && { zhifa due >/dev/null; return; }
  find_base
  if [[ -n $base ]]; then
    since=(--since "$base")
  else
    printf '没有可比的起点，核对全部单位。\n'
  fi
  # Gitea 也自称 GITHUB_ACTIONS，但不认行内标注
  local screen=full
  [[ ${GITHUB_ACTIONS:-} != true || ${GITEA_ACTIONS:-} == true ]] || screen=github
  zhifa check submissions "${since[@]}" --fail-on data -f "$screen" \
    -f "markdown:$out/summary.md" -f "sarif:$out/zhifa.sarif" -f "junit:$out/junit.xml" \
    -f "gitlab:$out/gl-code-quality-report.json" || status=$?
  [[ ! -f $out/summary.md ]] || summarize "$out/summary.md"
  return "$status"
}

nightly() {
  nothing_yet && return 0
  zhifa status submissions -f full -f "markdown:$out/status.md" -f "csv:$out/status.csv"
  zhifa check submissions --fail-on never --git-evidence -f "full:$out/check.txt" \
    -f "markdown:$out/check.md" -f "json:$out/check.json" -f "csv:$out/check.csv"
  summarize "$out/status.md" "$out/check.md"
}

# 季度的核对事项全部能认定的第一天：属于本季度（及其中各月、在本季度结束的半年和全年）的核对事项里最晚的宽松理解期限的次日。
# 只到季末当日不够：季报次月才到期，到期当日也还不能说晚。
decided_on() {
  local dues
  dues=$(zhifa due --plan "$plan" --as-of "$year-12-31" --from "$year-01-01" --to "$((year + 1))-12-31" -f json) || return
  python3 -c '
import datetime, json, sys

year, quarter = int(sys.argv[1]), int(sys.argv[2])
periods = {f"{year}Q{quarter}"} | {f"{year}-{month:02}" for month in range(3 * quarter - 2, 3 * quarter + 1)}
periods |= {f"{year}H{quarter // 2}"} if quarter % 2 == 0 else set()
periods |= {f"{year}"} if quarter == 4 else set()
end = datetime.date(year + quarter // 4, 3 * quarter % 12 + 1, 1) - datetime.timedelta(days=1)
dues = [due["lenient_due"] for due in json.load(sys.stdin)["due"] if due["period"] in periods]
print(max(map(datetime.date.fromisoformat, dues), default=end) + datetime.timedelta(days=1))
' "$year" "$quarter" <<<"$dues"
}

quarter() {
  local tag=${ZHIFA_TAG:-} as_of=${ZHIFA_AS_OF:-} year quarter plan by=()
  if [[ $tag =~ ^(20[0-9]{2})Q([1-4])$ ]]; then
    year=${BASH_REMATCH[1]} quarter=${BASH_REMATCH[2]} plan=data/plan_${BASH_REMATCH[1]}.yaml
    [[ -f $plan ]] || fail "没有 $plan，不能核对 $tag"
    # 次年的计划可能已经印发，季度仍按本年度的计划认定
    by=(--plan "$plan")
    if [[ -z $as_of ]]; then
      as_of=$(decided_on) || return
      [[ ! $as_of > $(date +%F) ]] ||
        fail "$tag 的核对事项到 $as_of 才能全部认定，现在存档会把没到期的写成结论。请到那天以后重新运行这个任务，或者手动指定截至日"
    fi
  elif [[ -n $tag || -z $as_of ]]; then
    fail "季度应写成 2023Q3 的样子（写的是：${tag:-空}），或者只指定截至日，如 2023-11-01"
  fi
  printf '截至 %s\n' "$as_of"
  export ZHIFA_AS_OF=$as_of
  zhifa check submissions "${by[@]}" --fail-on never --git-evidence -f full -f "full:$out/check.txt" \
    -f "concise:$out/concise.txt" -f "json:$out/check.json" -f "jsonl:$out/check.jsonl" -f "sarif:$out/zhifa.sarif" \
    -f "junit:$out/junit.xml" -f "github:$out/github.txt" -f "gitlab:$out/gl-code-quality-report.json" \
    -f "markdown:$out/check.md" -f "csv:$out/check.csv"
  zhifa status submissions "${by[@]}" -f "full:$out/status.txt" -f "json:$out/status.json" \
    -f "markdown:$out/status.md" -f "csv:$out/status.csv"
  summarize "$out/status.md" "$out/check.md"
}

mkdir -p "$out"
case ${1:-} in
  push) push ;;
  nightly) nightly ;;
  quarter) quarter ;;
  *) fail "用法：bash ci/zhifa.sh push|nightly|quarter" ;;
esac
