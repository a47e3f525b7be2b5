"""The submission format: sections, values, words of the plan, and how what breaks them is refused."""
