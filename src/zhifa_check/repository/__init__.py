"""A repository of submissions laid out: folders, guards, and what a CI runs."""
