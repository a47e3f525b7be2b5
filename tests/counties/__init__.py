"""A fictional county and the ways in which it can fall short of the plan."""
