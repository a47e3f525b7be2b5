"""``zhifa cache clear``."""

import typer

from zhifa_check.cli import options
from zhifa_check.cli.chinese import ChineseCommand, ChineseGroup
from zhifa_check.cli.common import cache_folder, fail

cache = typer.Typer(cls=ChineseGroup, help="读过的文件解析后的缓存，和答过的话。", rich_markup_mode=None)


@cache.command("clear", cls=ChineseCommand)
def clear(
    cache_dir: options.CacheDir = None,
) -> None:
    """清掉缓存。里面是读过的提交文件的内容，包括人员姓名，还有 due、explain、rules 的回答；清掉只会让下一次慢一些。"""
    from zhifa_check.source.files import reason

    folder = cache_folder(cache_dir, always=True)
    try:
        from zhifa_check.cache.store import remove

        freed = remove(folder) if folder else 0
    except OSError as error:
        fail(f"清不掉 {folder} 里的缓存（{reason(error)}）")
    except ImportError:  # a Python without sqlite never kept anything
        freed = 0
    typer.echo(f"{folder}：清掉了 {freed / 1e6:.1f} MB。" if freed else f"{folder}：没有缓存。")
