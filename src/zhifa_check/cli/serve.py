"""``zhifa serve``."""

import sys
from typing import Annotated

from zhifa_check.cli import options
from zhifa_check.cli.asked import Asked, asking
from zhifa_check.cli.common import fail
from zhifa_check.cli.options import option


@asking("as_of", "plan", "units_file")
def serve(
    *,
    folder: options.Folder = options.USUAL,
    unit: options.Units = None,
    port: Annotated[int, option("--port 端口", "用哪个端口，默认由系统挑一个空的。")] = 0,
    browser: Annotated[bool, option("--browser/--no-browser", "自动打开浏览器，默认打开。")] = True,
    asked: Asked,
) -> None:
    """在本机开一个网页：拖进表格，看会怎样改、哪里填错、还有什么没完成，不用记命令。"""
    from zhifa_check.serve.county import County
    from zhifa_check.serve.server import serve as answer

    if not 0 <= port <= 65535:
        fail("--port 应在 0 到 65535 之间")
    options.check_there(folder)
    county = County(folder, asked.day if asked.as_of else None, asked.plan, asked.units_file, tuple(unit or ()))
    # a plan or a unit that is wrong is told here, not on the first page
    county.units(county.frame()[0])

    def ready(address: str) -> None:
        sys.stdout.write(
            f"请在浏览器里打开：{address}\n用完后按 Ctrl+C 或关掉这个窗口。网址里有口令，请不要发给别人。\n"
        )
        sys.stdout.flush()
        if browser:
            import webbrowser

            webbrowser.open(address)

    try:
        answer(county, port, ready)
    except KeyboardInterrupt:
        sys.stdout.write("已经停了。\n")
    except OSError as error:
        fail(f"端口 {port} 用不了（{error.strerror or error}）。请换一个 --port，或不写")
