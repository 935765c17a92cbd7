"""Hypothesis strategies for the text that breaks offset arithmetic."""

from __future__ import annotations

from hypothesis import strategies as st

# Each is one thing that some unit counts differently, or that an editor changes behind one's back.
AWKWARD = (
    "🎉",  # one code point, two UTF-16 units, four bytes
    "👨‍👩‍👧‍👦",  # a family: seven code points joined by ZWJ
    "🇨🇦",  # a flag: two astral code points
    "👍🏽",  # with a skin tone
    "𝒜",  # an astral letter
    "𐍈",  # an astral letter of a historic script
    "é",  # composed
    "e\u0301",  # the same decomposed
    "q\u0323\u0307",  # two combining marks that do not compose
    "שלום",  # right to left
    "العربية",  # right to left, joined
    "\u200f",  # a right-to-left mark
    "\u00a0",  # NBSP
    "\r\n",
    "\n\n",
    "  ",
    "\t",
    "日本",
    "“",
    "’",
    "…",
    "a",
    "said",
    " ",
    "",
)

texts = st.lists(st.one_of(st.sampled_from(AWKWARD), st.text(max_size=4)), max_size=12).map("".join)
# No surrogates: they have no UTF-8 form, so no text read from a file holds one.
encodable_texts = st.lists(
    st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(codec="utf-8"), max_size=4)), max_size=12
).map("".join)


@st.composite
def text_and_span(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text and a span in it; empty spans and whole texts come often."""
    text = draw(encodable_texts)
    whole = st.just((0, len(text)))
    cut = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: (min(pair), max(pair)))
    start, end = draw(st.one_of(whole, cut, st.integers(0, len(text)).map(lambda at: (at, at))))
    return text, start, end
