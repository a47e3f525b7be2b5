"""What was read and answered before, kept for the next run by the content of the files; never a verdict on a unit."""
