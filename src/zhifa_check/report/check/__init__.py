"""The formats of ``zhifa check``: one file a format, all over the same sorted view; no format computes."""
