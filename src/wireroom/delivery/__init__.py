"""Reaching the customer: the push server, and what tells a customer's place in the wire."""
