"""One module a command: SUMMARY, DESCRIPTION, `arguments(parser)`, `run(args)`.

Django is imported inside `run`: `--help` answers without it.
"""
