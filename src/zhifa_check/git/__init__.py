"""What git knows of the files: which changed since a revision, and when a line first came."""
