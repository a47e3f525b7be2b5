"""The verdict shown: one file a format, all over the same sorted view; no format computes."""
