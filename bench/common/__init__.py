"""What the benchmarks share: building C, pinned processes, paired figures, reports."""
