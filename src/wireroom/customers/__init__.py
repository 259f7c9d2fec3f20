"""Who pays for what: companies, people, products, subscriptions, tokens; the one access policy."""
