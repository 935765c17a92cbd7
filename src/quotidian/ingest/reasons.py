"""Why a source is refused or skipped: the stable words of reports, the only list of them."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "unreadable": "the file can't be opened or read",
    "too-large": "it is larger than an article can be",
    "not-utf8": "the bytes are not the encoding that they should be",
    "not-text": "the file holds NUL characters: it is no text",
    "not-conllu": "a line of a treebank is neither a comment nor ten columns",
    "damaged": "the HTML can't be parsed",
    "no-text": "no article was found in the source",
    "too-short": "the article has too few words to be annotated",
    "language": "the article is in another language",
    "no-source": "nothing says who published it",
    "no-license": "nothing says under which licence it stands",
    "rights": "its licence does not let the text into the repository",
    "no-title": "it has no headline and none was given",
    "metadata": "a value given for it is not valid",
    "duplicate": "the corpus has this text, or nearly this text",
    "changed": "the corpus has this source with another text or other metadata",
    "unwritable": "the corpus can't be written to; the run ends here",
    "split": "it belongs to a story whose articles are in another split",
}

# What a folder holds besides articles is passed over.
SKIPPED: dict[str, str] = {
    "other-kind": "neither .txt, .html, .htm nor .conllu",
}
