"""Writing an annotation as a draft, so that it can be read and changed."""

from __future__ import annotations

from typing import Literal

from quotidian.draft.write_inline import write_inline
from quotidian.draft.write_quoting import write_quoting
from quotidian.errors import InputError
from quotidian.model import Annotation
from quotidian.offsets import check

Form = Literal["inline", "quoting"]


def write_draft(annotation: Annotation, text: str, form: Form = "inline") -> str:
    """The draft that resolves to this annotation's layers, ids included.

    Args:
        annotation: in any order; drafts resolve in text order.
        text: the article's text.
        form: ``inline`` mark-up or ``quoting`` JSON.

    Raises:
        InputError: it holds what this form can't express: an empty span, one with white space at an edge, or, inline,
            a role that is no XML name.
        OffsetError: a span is outside the text.
    """
    for where, span in annotation.spans():
        check(len(text), span.start, span.end)
        surface = text[span.start : span.end]
        if not surface or surface != surface.strip():
            raise InputError(
                "this span can't be drafted",
                pointer=where,
                found=surface,
                expected="at least one character, and no white space at the edges",
                mend="run 'quotidian validate' and mend the annotation",
            )
    return write_inline(annotation, text) if form == "inline" else write_quoting(annotation, text)
