"""`python -m wireroom.delivery.push`."""

import sys

from wireroom.delivery.push import run

sys.exit(run())
