"""Reading feeds, their ledger and recalls."""
