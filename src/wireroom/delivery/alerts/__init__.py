"""Alerts leave the house: mail at once, digests and webhooks.

`sender` takes what is due from the outbox of matching, `judging` asks once more what the person may
see now, `mails` and `payloads` write it out, `hands` do what may hang. Only one thread knows the
database.
"""
