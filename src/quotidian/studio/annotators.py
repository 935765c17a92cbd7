"""Under which names people annotate."""

from __future__ import annotations

from quotidian.errors import InputError
from quotidian.ids import is_annotator_id
from quotidian.model import GOLD


def check_annotator(name: str) -> str:
    """The name, if a person can annotate under it.

    Raises:
        InputError: it is no annotator's name, or the one of the adjudicated annotation.
    """
    if not is_annotator_id(name):
        raise InputError("no annotator's name", found=name, expected="lower-case words such as ann-b")
    if name == GOLD:
        raise InputError(
            "nobody annotates as gold", found=name, expected="an annotator", mend="gold is decided by adjudication"
        )
    return name
