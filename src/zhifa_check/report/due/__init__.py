"""The formats of ``zhifa due``, all over the same list."""
