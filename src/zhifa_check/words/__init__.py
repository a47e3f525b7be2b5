"""Words for people: what was meant, how it is quoted, folded and made harmless."""
