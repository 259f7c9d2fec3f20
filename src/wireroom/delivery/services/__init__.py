"""What changes feeds, their ledger and recalls: one function, one use case, one transaction."""
