"""``python -m zhifa_check``, and the console script."""

import gc
import sys


def main() -> None:
    """Answer ``--version`` at once; everything else is a command."""
    if sys.argv[1:] == ["--version"] and sys.stdout is not None:
        from zhifa_check import __version__

        print(f"zhifa {__version__}")
        return
    # A run builds trees, prints and ends: looking for cycles in them would cost a fifth of the time.
    gc.disable()
    from zhifa_check.cli.app import main as command

    command()


if __name__ == "__main__":
    main()
