"""How much of a file is read at all, and what is said where there is more."""

#: The size of a file, in bytes.
MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 1_000_000

TOO_LARGE = "文件超过 16 MiB 的上限。请拆成几个文件分别提交。"
TOO_DEEP = f"嵌套超过 {MAX_DEPTH} 层，本工具不读取。请检查括号是否漏了另一半、行首空格是否逐行变多。"
TOO_MANY = f"文件里的内容超过 {MAX_NODES} 项，本工具不读取。请拆成几个文件分别提交。"
