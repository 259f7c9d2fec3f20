"""Mail that leaves the house: composing it safely (`letters`), handing it over (`couriers`).

Knows nothing of alerts; feeds by mail will use it too.
"""
