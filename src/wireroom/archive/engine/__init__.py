"""The search index: what is in it, how it is written, how it is asked."""
