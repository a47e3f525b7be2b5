"""Files of spreadsheet programs read into grids, with what they say beside their values."""
