"""The verbs of the desk. Each is one use case and one transaction, audit row included.

All take `now` and `editor`; who may do what is checked here, whatever a page shows.
"""

from wireroom.desk.newsroom import set_up_newsroom
from wireroom.desk.services.base import NotAllowed, NothingReleased, ReasonMissing
from wireroom.desk.services.embargoes import TooLate, cancel_embargo, move_embargo
from wireroom.desk.services.flash import EmptyFlash, FlashKeyReused, release_flash
from wireroom.desk.services.stopping import NotOnHold, hold, kill, lift_hold
from wireroom.desk.services.updating import correct, save_correction, update
from wireroom.desk.services.writing import NoWorkflow, hand_in, write

__all__ = [
    "EmptyFlash",
    "FlashKeyReused",
    "NoWorkflow",
    "NotAllowed",
    "NotOnHold",
    "NothingReleased",
    "ReasonMissing",
    "TooLate",
    "cancel_embargo",
    "correct",
    "hand_in",
    "hold",
    "kill",
    "lift_hold",
    "move_embargo",
    "release_flash",
    "save_correction",
    "set_up_newsroom",
    "update",
    "write",
]
