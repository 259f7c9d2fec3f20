"""The composition root: settings, addresses, processes and the `wireroom` command. It holds no rule."""
