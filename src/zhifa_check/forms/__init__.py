"""What a liaison fills in: skeletons and workbooks for a unit, and ledgers read back into submissions."""
