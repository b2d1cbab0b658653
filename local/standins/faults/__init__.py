"""What can go wrong on a wire, one frozen value a fault, for a stand-in's `script`.

Where only the way back is broken the request is carried out first, as by a real service: CLOVA has heard it, the
backend has accepted it.
"""

from local.standins.faults.connections import (
    CutAfterAccept,
    CutConnection,
    Delay,
    Drip,
    DripHeaders,
    NoAnswer,
    Truncated,
)
from local.standins.faults.fault import Answer, Fault, Ok
from local.standins.faults.replies import CutJson, Html200, Raw, Redirect, Status, WrongJson

__all__ = [
    "Answer",
    "CutAfterAccept",
    "CutConnection",
    "CutJson",
    "Delay",
    "Drip",
    "DripHeaders",
    "Fault",
    "Html200",
    "NoAnswer",
    "Ok",
    "Raw",
    "Redirect",
    "Status",
    "Truncated",
    "WrongJson",
]
