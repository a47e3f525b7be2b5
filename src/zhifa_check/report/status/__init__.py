"""The formats of ``zhifa status``, all over the same matrix."""
