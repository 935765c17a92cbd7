"""What the corpus has already, kept small: identities and signatures, never a text."""

from __future__ import annotations

from quotidian.errors import IngestError
from quotidian.ingest.duplicates import NearDuplicates, Twin
from quotidian.model import Article
from quotidian.store import Corpus


class Known:
    """The articles of a corpus, by everything that tells one from another.

    Built in one pass over the corpus, one text in memory at a time. A stand-off text that was not hydrated is known by
    its hash alone: only an exact repetition of it is found.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._ids: set[str] = set()
        self._by_extracted: dict[bytes, str] = {}
        self._by_text: dict[bytes, str] = {}
        self._by_url: dict[str, str] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        self._splits: dict[str, str] = {}
        self._near = NearDuplicates(corpus.text)
        for article in corpus.articles():
            self.add(article, corpus.text(article) if corpus.has_text(article) else None)

    def add(self, article: Article, text: str | None) -> None:
        """Know one article more; ``text`` is None if it is not at hand."""
        self._ids.add(article.id)
        self._by_extracted[bytes.fromhex(article.origin.extracted_sha256)] = article.id
        self._by_text[bytes.fromhex(article.text.sha256)] = article.id
        self._by_name[article.source, article.origin.name] = article.id
        if article.url is not None:
            self._by_url[article.url] = article.id
        if article.story is not None:
            self._splits[article.story] = article.split
        if text is not None:
            self._near.add(article.id, text)

    def has_id(self, article: str) -> bool:
        """Whether an id is taken."""
        return article in self._ids

    def split_of_story(self, story: str | None) -> str | None:
        """The split that the articles of a story are in, if there are any."""
        return self._splits.get(story) if story is not None else None

    def same_extraction(self, article: Article) -> Article | None:
        """The article that was made from the same extracted text."""
        found = self._by_extracted.get(bytes.fromhex(article.origin.extracted_sha256))
        return self._corpus.article(found) if found is not None else None

    def same_place(self, article: Article) -> Article | None:
        """The article with the same URL, or of the same source and file name unless their URLs tell them apart."""
        by_url = self._by_url.get(article.url) if article.url is not None else None
        if by_url is not None:
            return self._corpus.article(by_url)
        by_name = self._by_name.get((article.source, article.origin.name))
        if by_name is None:
            return None
        found = self._corpus.article(by_name)
        return found if article.url is None or found.url is None else None

    def twin(self, article: Article, text: str) -> Twin | None:
        """The article that has this text, or nearly this text."""
        exact = self._by_text.get(bytes.fromhex(article.text.sha256))
        return Twin(exact, 1.0) if exact is not None else self._near.twin(text)


def differing(article: Article, existing: Article, *, split_given: bool) -> list[str]:
    """The fields in which an article differs from the one in the corpus, were it to be ingested again.

    The id is the corpus's, the split stays for ever unless another one is asked for, and the reader's version does not
    matter as long as it reads the same.
    """
    new, old = article.to_dict(), existing.to_dict()
    for fields in (new, old):
        fields.pop("id")
        fields["origin"] = {key: value for key, value in fields["origin"].items() if key != "reader"}
        if not split_given:
            fields.pop("split")
    return sorted(key for key in new.keys() | old.keys() if new.get(key) != old.get(key))


def refuse_known(article: Article, text: str, known: Known, *, split_given: bool, path: str) -> Article | None:
    """The article of the corpus that this one is, unchanged; None if it is new.

    Raises:
        IngestError: ``changed`` or ``duplicate``.
    """
    existing = known.same_extraction(article)
    if existing is not None and (existing.source, existing.origin.name) == (article.source, article.origin.name):
        fields = differing(article, existing, split_given=split_given)
        if not fields:
            return existing
        raise IngestError(
            f"already in the corpus as {existing.id} with other metadata ({', '.join(fields)})",
            reason="changed",
            path=path,
            mend=f"nothing was overwritten: give the same options, or edit corpus/articles/{existing.id}.json",
        )
    twin = Twin(existing.id, 1.0) if existing is not None else None
    if twin is None and (other := known.same_place(article)) is not None:
        raise IngestError(
            f"already in the corpus as {other.id} with another text",
            reason="changed",
            path=path,
            mend="nothing was overwritten: give it another --url or file name if it is another article, or delete "
            f"{other.id} from the corpus first",
        )
    twin = twin or known.twin(article, text)
    if twin is not None:
        alike = "the same text as" if twin.similarity == 1.0 else f"nearly the same text ({twin.similarity:.0%}) as"
        raise IngestError(f"{alike} {twin.article}", reason="duplicate", path=path, twin=twin.article)
    return None
