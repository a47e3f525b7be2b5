"""What was read before, kept for the next run: parsed files by their content, never a verdict, a date or a rule."""
