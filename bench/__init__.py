"""Benchmarks: Wireroom beside the floor of the machine and beside its alternatives, in one run."""
