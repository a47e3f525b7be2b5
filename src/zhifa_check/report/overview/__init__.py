"""A page for leaders: one file that opens by double click, without network, and reads without scripts."""
