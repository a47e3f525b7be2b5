"""A period's view and its outputs: what fell due and what happened in a quarter, a half-year, a month or a year."""
