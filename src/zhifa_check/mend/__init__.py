"""Form mended, never evidence: what a Chinese keyboard, an old editor and an untrained hand do to a submission."""
