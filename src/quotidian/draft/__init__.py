"""Drafts: an annotation written by quoting the text, by people, scripts or language models (``docs/drafts.md``).

A draft is resolved to the offsets of an Annotation, or refused with everything that is wrong with it.
"""

from quotidian.draft.read import read_draft
from quotidian.draft.save import Outcome, resolve_file
from quotidian.draft.starter import starter
from quotidian.draft.write import write_draft

__all__ = ["Outcome", "read_draft", "resolve_file", "starter", "write_draft"]
