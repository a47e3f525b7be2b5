"""A ledger or a filled-in form to changes of a unit's files."""
