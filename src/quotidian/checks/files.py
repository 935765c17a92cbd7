"""Level 4, references, the part about files: does each one belong to the others, and may it be where it is?"""

from __future__ import annotations

from collections.abc import Iterator

from quotidian.checks.check import Check, check
from quotidian.checks.finding import WARNING, Fault, one_of, shown
from quotidian.checks.metadata import NO_LICENSE
from quotidian.checks.subjects import ArticleFile, Filed, Folders, TextPlace, Twins

LEVEL = "references"

# Licences that ask for a line of attribution: Creative Commons' BY family.
_BY = "CC-BY"


@check(
    "file-name",
    level=LEVEL,
    title="File that is not named after what it holds",
    why="""An article's files are found by its id and an annotation by its annotator's folder. A file under another name
    is never found under the right one, and taken for somebody else's under the wrong one.""",
    mend="rename the file, or correct the name inside",
)
def file_name(filed: Filed) -> Iterator[Fault]:
    """An article's id that is not the file's name, an annotator that is not the folder's."""
    place = filed.place
    if place.kind not in ("article", "annotation"):
        return
    if filed.article != place.article:
        where = "/id" if place.kind == "article" else "/article"
        yield Fault(
            f"the article is {shown(filed.article)}", where, filed.article, f"{place.article}, as the file's name"
        )
    if filed.annotator is not None and filed.annotator != place.annotator:
        problem = f"the annotator is {shown(filed.annotator)}"
        yield Fault(problem, "/annotator", filed.annotator, f"{place.annotator}, as the folder's name")


@check(
    "unknown-article",
    level=LEVEL,
    title="Annotation of an article that is not there",
    why="""Offsets without their text say nothing. An annotation whose article was renamed or removed is left out of
    every release, and the work in it is lost unless somebody is told.""",
    mend="correct the article's id, or put the article back",
)
def unknown_article(filed: Filed) -> Iterator[Fault]:
    """An annotation whose article the corpus does not hold."""
    if not filed.article_known:
        problem = f"the corpus has no article {shown(filed.article)}"
        yield Fault(problem, "/article", filed.article, "the id of an article in corpus/articles")


@check(
    "missing-annotation",
    level=LEVEL,
    severity=WARNING,
    title="Decided between annotations that are not there",
    why="""Gold says between whom it was decided, so that agreement can be computed and the decision traced. Without
    their annotations of the article neither can be done.""",
    mend="put the annotation back, or correct the provenance",
)
def missing_annotation(filed: Filed) -> Iterator[Fault]:
    """Each annotator in ``adjudicated_from`` without an annotation of the article."""
    for name in filed.missing:
        problem = f"decided between annotators of whom {name} has no annotation of {filed.article}"
        expected = f"a file annotations/{name}/{filed.article}.json"
        yield Fault(problem, "/provenance/adjudicated_from", name, expected)


@check(
    "text-missing",
    level=LEVEL,
    title="Article without its text",
    why="""The text of an article is a file of its own, unless the article is stand-off. Without it the article can't be
    shown, checked or released.""",
    mend="restore the text from version control, or ingest the article again",
)
def text_missing(article_file: ArticleFile) -> Iterator[Fault]:
    """An article that is not stand-off and has no text in the repository."""
    article = article_file.article
    if not article.standoff and not article_file.has_text:
        yield Fault("the article has no text", "/text", article.id, f"a file corpus/texts/{article.id}.txt")


@check(
    "orphan-text",
    level=LEVEL,
    title="Text without metadata",
    why="""A text of which nobody knows where it is from and who owns it. No stage reads it, but everybody who copies
    the repository publishes it.""",
    mend="ingest it with its source and rights, or remove it",
)
def orphan_text(text: TextPlace) -> Iterator[Fault]:
    """A text whose article has no metadata."""
    if not text.has_metadata:
        article = text.place.article
        yield Fault(f"no article is called {shown(article)}", "", article, f"a file corpus/articles/{article}.json")


@check(
    "standoff-text-in-repository",
    level=LEVEL,
    title="Text of a stand-off article in the repository",
    why="""An article is stand-off because its text may not be copied. Its text stays on the machines of those who have
    a copy of their own, in corpus/hydrated, which version control ignores.""",
    mend="move the file to corpus/hydrated, and take it out of the history if it was committed",
)
def standoff_text_in_repository(text: TextPlace) -> Iterator[Fault]:
    """A text in ``corpus/texts`` whose article is stand-off."""
    if text.article is not None and text.article.standoff:
        yield Fault(
            f"the article {text.article.id} is stand-off and its text is in the repository", "", "", "no text here"
        )


@check(
    "text-not-allowed",
    level=LEVEL,
    title="Text in the repository that may not be redistributed",
    why="""A repository is copied by everybody who uses it, so a text in it is redistributed. Where the rights do not
    allow that, the article has to be stand-off.""",
    mend="make the article stand-off, or correct its rights",
)
def text_not_allowed(article_file: ArticleFile) -> Iterator[Fault]:
    """An article that is not stand-off although its text may not be redistributed."""
    article = article_file.article
    if not article.standoff and not article.rights.redistributable:
        problem = "the text may not be redistributed and the article is not stand-off"
        yield Fault(problem, "/standoff", "false", "standoff: true")


@check(
    "reserved-yet-redistributable",
    level=LEVEL,
    title="All rights reserved, yet redistributable",
    why="""A release contains every text whose rights say that it may. A text without a licence may not be
    redistributed, so one of the two is wrong, and the wrong one of them publishes somebody's property.""",
    mend="set redistributable to false and standoff to true, or name the licence that was given",
)
def reserved_yet_redistributable(article_file: ArticleFile) -> Iterator[Fault]:
    """An article without a licence whose text may be redistributed."""
    rights = article_file.article.rights
    if rights.redistributable and rights.license == NO_LICENSE:
        problem = f"the licence is {NO_LICENSE} and the text may be redistributed"
        yield Fault(problem, "/rights", rights.license, "redistributable: false")


@check(
    "removed-order",
    level=LEVEL,
    title="Removed stretches out of order",
    why="""A stand-off text is rebuilt by cutting these stretches out of the source's text, in order. Stretches that are
    empty, overlap or stand in another order can't have been cut like that, so the text can't be rebuilt.""",
    mend="ingest the article again",
)
def removed_order(article_file: ArticleFile) -> Iterator[Fault]:
    """Each removed stretch that is empty or begins before the one before it ends."""
    reach = 0
    for r, removal in enumerate(article_file.article.origin.removed):
        if removal.start < reach or removal.end <= removal.start:
            problem = f"the stretch {removal.start} to {removal.end} follows one that ends at {reach}"
            expected = f"one or more characters from {reach} on"
            yield Fault(problem, f"/origin/removed/{r}", f"[{removal.start}, {removal.end})", expected)
        reach = max(reach, removal.end)


@check(
    "attribution-missing",
    level=LEVEL,
    title="Licence that asks for attribution, without one",
    why="""The BY licences of Creative Commons allow copying on condition that the author is named as they wish. A
    release prints the attribution of each article; without one it breaks the licence.""",
    mend="add the line that the publisher asks for",
)
def attribution_missing(article_file: ArticleFile) -> Iterator[Fault]:
    """An article under a BY licence whose rights have no attribution."""
    rights = article_file.article.rights
    if rights.redistributable and rights.attribution is None and rights.license.startswith(_BY):
        yield Fault(f"the licence is {rights.license} and there is no attribution", "/rights", None, "an attribution")


@check(
    "same-text",
    level=LEVEL,
    title="One text under two ids",
    why="""The same text twice is annotated twice, counted twice, and one copy may be in the training data while the
    other is in the test data: then the test measures memory.""",
    mend="remove one of the two articles and move its annotations to the other",
)
def same_text(twins: Twins) -> Iterator[Fault]:
    """An article whose text another one has."""
    first, second = twins
    if first.text.sha256 == second.text.sha256:
        yield Fault(
            f"the text of {second.id} is that of {first.id}", "/text/sha256", second.text.sha256, "another text"
        )


@check(
    "story-split",
    level=LEVEL,
    title="One story in two splits",
    why="""Articles on one event repeat each other's names, quotes and events. With one of them in the training data and
    another in the test data, the test measures memory. All articles of a story share a split.""",
    mend="give both the split of the one that was released first",
)
def story_split(twins: Twins) -> Iterator[Fault]:
    """An article whose split is not that of another one of its story."""
    first, second = twins
    if first.story == second.story and first.story is not None and first.split != second.split:
        problem = f"story {first.story} is in {second.split} here and in {first.split} in {first.id}"
        yield Fault(problem, "/split", second.split, first.split)


@check(
    "unlisted-annotator",
    level=LEVEL,
    severity=WARNING,
    title="Annotator who is not listed",
    why="""Whoever uses an annotation wants to know whether a person, a program or an adjudicator made it, and how.
    annotations/annotators.json says so, and the datasheet is made from it. Checked only where that file exists.""",
    mend="add the annotator to annotations/annotators.json",
)
def unlisted_annotator(folders: Folders) -> Iterator[Fault]:
    """Each folder of annotations whose annotator is not listed."""
    for name in folders.folders:
        if name not in folders.listed:
            problem = f"annotations/{name} is the folder of nobody who is listed"
            yield Fault(problem, "/annotators", name, one_of(sorted(folders.listed)))


FILED_CHECKS: tuple[Check[Filed], ...] = (file_name, unknown_article, missing_annotation)
ARTICLE_CHECKS: tuple[Check[ArticleFile], ...] = (
    text_missing,
    text_not_allowed,
    reserved_yet_redistributable,
    attribution_missing,
    removed_order,
)
PLACE_CHECKS: tuple[Check[TextPlace], ...] = (orphan_text, standoff_text_in_repository)
TWIN_CHECKS: tuple[Check[Twins], ...] = (same_text, story_split)
FOLDER_CHECKS: tuple[Check[Folders], ...] = (unlisted_annotator,)
