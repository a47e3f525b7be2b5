"""``zhifa serve``: a page on the own machine to hand in without a command line; it keeps nothing but the files."""
