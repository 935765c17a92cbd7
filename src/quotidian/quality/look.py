"""Looking at a corpus: how good its annotators are, and what in its gold looks wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from quotidian.agreement.reading import read_annotations
from quotidian.agreement.report import LeftOut
from quotidian.errors import InputError, TextMissingError
from quotidian.model import GOLD, Article
from quotidian.quality.gold import GoldArticle
from quotidian.quality.majority import LEAST, majority_suspicions
from quotidian.quality.progress import MEASURES, Done, done, in_order, over_time, overall, usual_period
from quotidian.quality.report import AnnotatorQuality, By, QualityReport
from quotidian.quality.suspicion import Suspicion, ranked
from quotidian.quality.variation import Variation
from quotidian.store import Corpus

TOP = 20

Progress = Callable[[int, int], None]
"""Told how many articles are looked through, and of how many; the corpus is looked through three times."""

_TIMES = 3


def quality(
    corpus: Corpus | Path | str,
    annotators: Sequence[str] | None = None,
    *,
    by: By | None = None,
    top: int | None = TOP,
    progress: Progress | None = None,
) -> QualityReport:
    """How each annotator agrees with gold, and which gold annotations look wrong, the most suspicious first.

    The order of files and of annotators changes nothing. One article is in memory at a time; of all are kept counts of
    the strings that gold labels, a few numbers for each annotation, and the ``top`` suspicions. An annotation or
    a text that is damaged is left out, and told.

    Args:
        corpus: the corpus, or its folder.
        annotators: whose work is looked at, and who may speak against gold; None for all.
        by: the length of the periods of time; None for one that suits the work.
        top: how many suspicions; None for all.
        progress: called as work goes on.

    Raises:
        InputError: there is no gold, or no such annotator.
    """
    if not isinstance(corpus, Corpus):
        corpus = Corpus(corpus)
    looking = _Looking(corpus, _names(corpus, annotators), progress)
    found: Counter[str] = Counter()
    suspicions = ranked(looking.suspicions(), top, found)
    period = by or usual_period(one for work in looking.work.values() for one in work)
    kinds = {one.id: one.kind for one in corpus.annotator_list()}
    return QualityReport(
        gold=len(looking.ids),
        by=period,
        measures=MEASURES,
        annotators=tuple(
            AnnotatorQuality(
                annotator=name,
                kind=kinds.get(name),
                all=overall(work),
                by_order=in_order(work),
                by_time=over_time(work, period),
                waiting=len(looking.annotated[name] - set(looking.ids)),
                decided=looking.decided[name],
            )
            for name, work in looking.work.items()
        ),
        found=dict(sorted(found.items())),
        suspicions=suspicions,
        contested=looking.contested,
        without_text=tuple(looking.without_text),
        left_out=tuple(looking.left_out),
    )


def _names(corpus: Corpus, asked: Sequence[str] | None) -> list[str]:
    known = [name for name in corpus.annotators() if name != GOLD]
    if asked is None:
        return known
    for name in asked:
        if name not in known:
            expected = " or ".join(known) or "none: nobody has annotated but gold"
            raise InputError("no such annotator", found=name, expected=expected)
    return sorted(set(asked))


class _Looking:
    """What is learned of a corpus while it is read."""

    def __init__(self, corpus: Corpus, names: Sequence[str], progress: Progress | None) -> None:
        self.corpus = corpus
        self.ids = corpus.annotated_ids(GOLD)
        if not self.ids:
            raise InputError(
                "no gold annotation to compare with",
                path=corpus.root,
                expected=f"one in {corpus.annotation_path(GOLD, 'ID').relative_to(corpus.root)}",
                mend="decide between the annotators of an article with 'quotidian adjudicate'",
            )
        self.annotated = {name: set(corpus.annotated_ids(name)) for name in names}
        self.work: dict[str, list[Done]] = {name: [] for name in names}
        self.decided: Counter[str] = Counter()
        self.contested = 0
        self.without_text: list[str] = []
        self.left_out: list[LeftOut] = []
        self._progress = progress
        self._seen = 0

    def suspicions(self) -> Iterator[Suspicion]:
        """All that looks wrong, in no order that means anything; the annotators' work is judged on the way."""
        variation = Variation()
        for gold, versions in self._articles(list(self.work)):
            yield from majority_suspicions(gold, self._judged(gold, versions))
            variation.add(gold)
        unsound = {out.article for out in self.left_out if out.annotator == GOLD}
        self.ids = [one for one in self.ids if one not in unsound]
        lexicon = variation.lexicon()
        for gold, _ in self._articles():
            variation.add_unmarked(lexicon, gold)
        for gold, _ in self._articles():
            yield from variation.suspicions(lexicon, gold)

    def _judged(self, gold: GoldArticle, versions: Sequence[GoldArticle]) -> list[GoldArticle]:
        """Compare an article's annotators with gold; those are given back who could be compared."""
        if gold.text is None:
            self.without_text.append(gold.annotation.article)
        sound = []
        for version in versions:
            name, article = version.annotation.annotator, version.annotation.article
            try:
                self.work[name].append(done(version.annotation, gold.annotation))
            except InputError as error:
                self._leave_out("annotation", article, name, version.file, str(error))
                continue
            self.decided[name] += name in gold.annotation.provenance.adjudicated_from
            sound.append(version)
        self.contested += len(sound) >= LEAST
        return sound

    def _articles(self, names: Sequence[str] = ()) -> Iterator[tuple[GoldArticle, list[GoldArticle]]]:
        """Each article with gold, and as those of some annotators have it who did it; what is unsound is left out."""
        for number, one in enumerate(self.ids, 1):
            whose = [GOLD, *(name for name in names if one in self.annotated[name])]
            article, found, left_out = read_annotations(self.corpus, one, whose)
            self.left_out += left_out
            if article is not None and found and found[0].annotator == GOLD:
                text = self._text(article)
                gold, *versions = (
                    GoldArticle(
                        file=self._file(one, annotation.annotator),
                        annotation=annotation,
                        text=text,
                        tellable=not article.standoff,
                    )
                    for annotation in found
                )
                yield gold, versions
            if self._progress is not None:
                self._progress(min(self._seen + number, _TIMES * len(self.ids)), _TIMES * len(self.ids))
        self._seen += len(self.ids)

    def _text(self, article: Article) -> str | None:
        """The text of an article; None if it is stand-off and not at hand, or is not the one that was annotated."""
        try:
            return self.corpus.text(article)
        except TextMissingError:
            return None
        except InputError as error:
            path = self.corpus.text_path(article).relative_to(self.corpus.root).as_posix()
            if not any(out.path == path for out in self.left_out):
                whole = InputError(error.problem, found=error.found, expected=error.expected, mend=error.mend)
                self._leave_out("text", article.id, None, path, str(whole))
            return None

    def _leave_out(
        self, what: Literal["annotation", "text"], article: str, annotator: str | None, path: str, reason: str
    ) -> None:
        left_out = LeftOut(what=what, article=article, annotator=annotator, path=path, reason=reason, fault=True)
        self.left_out.append(left_out)

    def _file(self, article: str, annotator: str) -> str:
        return self.corpus.annotation_path(annotator, article).relative_to(self.corpus.root).as_posix()
