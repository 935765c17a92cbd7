"""Whose versions of an article there are, and which of them can be adjudicated."""

from __future__ import annotations

from collections.abc import Sequence

from quotidian.adjudicate.document import EDITED, NONE
from quotidian.checks.finding import ERROR
from quotidian.checks.runner import check_annotation
from quotidian.draft.save import annotators_of
from quotidian.errors import InputError
from quotidian.model import GOLD, Annotation, Article
from quotidian.store import Corpus

# The prediction in Label Studio that the editor begins with: what all say.
AGREED = "agreed"
_TAKEN = (NONE, EDITED, AGREED)


def versions_of(corpus: Corpus, article: Article, annotators: Sequence[str] = ()) -> tuple[Annotation, ...]:
    """The annotations to adjudicate between, by name.

    Args:
        corpus: the corpus.
        article: the article.
        annotators: whose; empty for everybody who annotated it. Those who did not are left out.

    Raises:
        InputError: fewer than two, one of another text, one with errors, or one whose name is an answer by itself.
    """
    there = [name for name in annotators_of(corpus, article.id) if name != GOLD]
    names = [name for name in there if not annotators or name in annotators]
    for name in names:
        if name in _TAKEN:
            raise InputError(
                f"an annotator can't be called {name!r} where it is decided between annotators",
                path=corpus.annotation_path(name, article.id),
                mend="give the folder another name, and the annotations in it, or leave it out with --annotators",
            )
    if len(names) < 2:
        who = f"only {names[0]}" if names else "nobody"
        among = f" of {', '.join(sorted(annotators))}" if annotators else ""
        raise InputError(
            f"{who}{among} annotated {article.id}",
            expected="two annotators or more",
            mend=f"it was annotated by {', '.join(there)}" if len(there) > len(names) else "annotate it once more",
        )
    text = corpus.text(article) if corpus.has_text(article) else None
    found = []
    for name in names:
        annotation = corpus.annotation(article.id, name)
        if annotation.text_sha256 != article.text.sha256:
            raise InputError(
                f"{name} annotated another text of {article.id}",
                path=corpus.annotation_path(name, article.id),
                found=f"{annotation.text_sha256[:12]}…",
                expected=f"SHA-256 {article.text.sha256[:12]}…",
                mend=f"annotate the new text, or leave {name} out with --annotators",
            )
        errors = [one for one in check_annotation(annotation, article, text, corpus.ontology) if one.severity == ERROR]
        if errors:
            number = "an error" if len(errors) == 1 else f"{len(errors)} errors"
            raise InputError(
                f"the annotation has {number}: {errors[0].check}: {errors[0].message}",
                path=corpus.annotation_path(name, article.id),
                mend="run 'quotidian validate' and mend it before it is adjudicated",
            )
        found.append(annotation)
    return tuple(found)


def gold_of(corpus: Corpus, article: Article) -> Annotation | None:
    """What was decided already; None if nothing was."""
    if not corpus.annotation_path(GOLD, article.id).is_file():
        return None
    gold = corpus.annotation(article.id)
    if gold.text_sha256 != article.text.sha256:
        raise InputError(
            f"gold is of another text of {article.id}",
            path=corpus.annotation_path(GOLD, article.id),
            mend="delete it, and adjudicate the article anew",
        )
    return gold
