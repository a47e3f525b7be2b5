"""``python -m zhifa_check``."""

from zhifa_check.cli.app import main

main()
