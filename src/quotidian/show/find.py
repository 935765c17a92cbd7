"""Finding an article by its id, or by as much of it as tells it from the others."""

from __future__ import annotations

from quotidian.errors import ArticleNotFoundError
from quotidian.ids import slug
from quotidian.model import Article
from quotidian.store import Corpus

_SUGGESTED = 5


def find_article(corpus: Corpus, wanted: str) -> Article:
    """The article whose id is ``wanted``, or the only one whose id begins with it, or the only one that contains it.

    Words may be given as they stand in a headline: ``North Korea`` is looked for as ``north-korea``.

    Raises:
        ArticleNotFoundError: none is, or several are: then they are its ``nearest``.
        InputError: the file of the article is damaged.
    """
    ids = corpus.article_ids()
    words = slug(wanted, words=len(wanted))
    if not words:
        raise ArticleNotFoundError(wanted)
    if words in ids:
        return corpus.article(words)
    for matches in ([i for i in ids if i.startswith(words)], [i for i in ids if words in i]):
        if len(matches) == 1:
            return corpus.article(matches[0])
        if matches:
            raise ArticleNotFoundError(wanted, tuple(matches[:_SUGGESTED]))
    return corpus.article(words)
