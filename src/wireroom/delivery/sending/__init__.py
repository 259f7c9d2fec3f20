"""What feeds owe is sent: webhooks, SFTP and mail, each feed in order and none waiting for another.

`owing` leases feeds, `packing` turns rows of the ledger into parcels, carriers (`by_webhook`,
`by_sftp`, `by_mail`) hand them over where it may hang, `recording` writes down what came of it.
Only one thread knows the database.
"""
