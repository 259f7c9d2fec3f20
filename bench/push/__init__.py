"""Push to many open streams, beside a C broadcaster and nginx with nchan."""
