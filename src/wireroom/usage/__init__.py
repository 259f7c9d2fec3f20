"""How much was read: counts for each day, company and person."""
