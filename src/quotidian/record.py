"""The base of all value objects: frozen, keyword-only, compared by value, converted strictly from and to JSON."""

from __future__ import annotations

from typing import Any, Self

import msgspec

from quotidian.errors import InputError


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value object.

    A field with a default is left out of the JSON where it has its default.
    """

    def to_dict(self) -> dict[str, Any]:
        """This object as plain JSON values; ``from_dict`` gives an equal one back."""
        # By way of JSON: `to_builtins` would keep tuples, which are no JSON values.
        value = msgspec.json.decode(msgspec.json.encode(self))
        assert isinstance(value, dict)  # a Struct is an object in JSON
        return value

    @classmethod
    def from_dict(cls, value: object) -> Self:
        """The object that plain JSON values describe.

        Raises:
            InputError: a field is missing, unknown or of another type; the sentence has its path.
        """
        try:
            return msgspec.convert(value, cls, strict=True)
        except msgspec.ValidationError as error:
            raise InputError(f"not a valid {cls.__name__}: {error}") from None

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """The object in a JSON text.

        Raises:
            InputError: not JSON, or not this object.
        """
        try:
            return msgspec.json.decode(data, type=cls, strict=True)
        except msgspec.DecodeError as error:
            raise InputError(f"not a valid {cls.__name__}: {error}") from None
