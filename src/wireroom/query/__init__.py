"""The one query language: text to AST to plan; search, matching, products and words come of it."""
