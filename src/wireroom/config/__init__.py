"""The composition root: settings, addresses, processes, the `wireroom` command. No rules."""
