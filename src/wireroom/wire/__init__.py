"""The wire: an append-only log of every released version, and the truth of the house.

Read `services.append` (the only way in), `queries.read_after` (the only way out) and
`consumers.run_once` (how a view follows). `chain` is the proof, `wakeup` the speed, `closing` the
caution.
"""
