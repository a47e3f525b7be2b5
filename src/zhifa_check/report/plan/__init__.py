"""A plan told to whoever makes it: what has changed, and what units will be asked for."""
