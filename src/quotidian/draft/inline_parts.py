"""From the elements of an inline draft to the parts of an annotation: spans located, quotes joined from their spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from quotidian.draft.align import same_text, tell_differences, visible_offsets
from quotidian.draft.inline import ATTRIBUTES, NO_PARENT, Document, Mark, read_document
from quotidian.draft.parts import EntityPart, EventPart, MentionPart, Parts, QuotePart
from quotidian.draft.problems import Place, Problems, did_you_mean
from quotidian.draft.source import Source
from quotidian.offsets import Interval

_Span = tuple[int, int]  # counts of visible characters


class InlineDraft:
    """A draft in inline mark-up, read but not yet laid against its article.

    Raises:
        DraftError: it is not well-formed.
    """

    def __init__(self, source: Source, problems: Problems) -> None:
        self._source = source
        self._document = read_document(source, problems)
        self.article = self._document.article or ""
        self.article_place = self._document.article_place

    def parts(self, text: str, problems: Problems) -> Parts:
        """Find the spans in the article's text; says where the draft's text differs from it."""
        document = self._document
        ours = "".join(document.pieces)
        same = same_text(ours, text)
        if not same and document.text_place is not None:
            tell_differences(ours, text, lambda offset: document.place_of(offset, self._source), problems)
        offsets = visible_offsets(text)

        def located(span: _Span) -> Interval | None:
            first, end = span
            return Interval(offsets[first], offsets[end - 1] + 1) if same and first < end else None

        return _Joiner(document, located, problems).parts()


class _Joiner:
    """Joins elements, definitions and milestones of one id."""

    def __init__(self, document: Document, located: Callable[[_Span], Interval | None], problems: Problems) -> None:
        self.document = document
        self.located = located
        self.problems = problems
        self.used: set[tuple[str, str]] = set()

    def parts(self) -> Parts:
        by_tag: dict[str, list[Mark]] = {tag: [] for tag in ATTRIBUTES}
        for mark in self.document.marks:
            by_tag[mark.tag].append(mark)
        parts = Parts(
            entities=tuple(map(self.entity, by_tag["entity"])),
            mentions=tuple(self.mention(mark) for mark in self.in_order(by_tag["m"])),
            quotes=tuple(self.quotes(by_tag["q"], by_tag["cue"])),
            events=tuple(self.event(mark) for mark in self.in_order(by_tag["ev"])),
        )
        self.unused_ranges([mark for tag in ("m", "q", "ev") for mark in by_tag[tag]])
        return parts

    def entity(self, mark: Mark) -> EntityPart:
        get = mark.attributes.get
        return EntityPart(place=mark.place, id=get("id"), type=get("type"), name=get("name"), link=get("link"))

    def mention(self, mark: Mark) -> MentionPart:
        get = mark.attributes.get
        return MentionPart(
            place=mark.place,
            id=get("id"),
            entity=get("e"),
            type=get("t"),
            level=get("l"),
            span=self.single(mark, "a mention"),
        )

    def event(self, mark: Mark) -> EventPart:
        get = mark.attributes.get
        roles = [(name, value) for name, value in mark.attributes.items() if name not in ATTRIBUTES["ev"]]
        return EventPart(
            place=mark.place,
            id=get("id"),
            type=get("type"),
            trigger=self.single(mark, "an event's trigger"),
            polarity=get("polarity"),
            tense=get("tense"),
            genericity=get("genericity"),
            modality=get("modality"),
            arguments=tuple((role, mention) for role, mentions in roles for mention in self.ids(mark, role, mentions)),
        )

    def ids(self, mark: Mark, name: str, value: str) -> list[str]:
        """The ids in an attribute; none is a problem."""
        found = value.split()
        if not found:
            self.problems.add(mark.place, f"{name} is empty", "name a mention's id, or leave the attribute out")
        return found

    def single(self, mark: Mark, what: str) -> Interval | None:
        """The one span of a mention or event: its element's, or for a definition that of its milestones."""
        spans = self.ranges("of", mark.attributes.get("id"))
        if mark.in_text:
            spans.insert(0, (mark.start, mark.end))
        elif "id" not in mark.attributes:
            mend = 'give it an id and mark its text with <from of="ID"/> and <to of="ID"/>'
            self.problems.add(mark.place, f"<{mark.tag}> outside the text without id", mend)
            return None
        elif not spans:
            self.no_text(mark)
            return None
        if len(spans) > 1:
            self.problems.add(
                mark.place, f"{what} has one span, {mark.attributes['id']!r} has {len(spans)}", "keep one"
            )
        return self.located(spans[0])

    def no_text(self, mark: Mark) -> None:
        one = mark.attributes["id"]
        mend = f'mark it with <from of="{one}"/> and <to of="{one}"/>'
        self.problems.add(mark.place, f"{one!r} is defined outside the text but marks nothing in it", mend)

    def ranges(self, name: str, one: str | None) -> list[_Span]:
        if one is None:
            return []
        self.used.add((name, one))
        return [(found.start, found.end) for found in self.document.ranges.get((name, one), [])]

    def in_order(self, marks: list[Mark]) -> list[Mark]:
        """Elements and definitions by where they begin in the text: a definition where its first milestone stands."""

        def begin(mark: Mark) -> tuple[bool, Place]:
            if mark.in_text:
                return False, mark.place
            found = self.document.ranges.get(("of", mark.attributes.get("id", "")))
            return not found, found[0].place if found else mark.place

        return sorted(marks, key=begin)

    # Quotes

    def quotes(self, marks: list[Mark], cues: list[Mark]) -> Iterable[QuotePart]:
        groups: dict[str | int, list[Mark]] = {}
        for mark in self.in_order(marks):
            groups.setdefault(mark.attributes.get("id", id(mark)), []).append(mark)
        cue_spans = self.cues(cues, [key for key in groups if isinstance(key, str)])
        for key, group in groups.items():
            name = key if isinstance(key, str) else None
            spans = [(mark.start, mark.end) for mark in group if mark.in_text] + self.ranges("of", name)
            if not spans:
                if name is None:
                    mend = 'give it an id and mark its text with <from of="ID"/> and <to of="ID"/>'
                    self.problems.add(group[0].place, "<q> outside the text without id", mend)
                else:
                    self.no_text(group[0])
            cue = cue_spans.get(name, []) + self.ranges("cue", name) if name is not None else []
            yield self.quote(name, group, self.intervals(spans), self.intervals(cue))

    def cues(self, cues: list[Mark], quotes: list[str]) -> dict[str, list[_Span]]:
        spans: dict[str, list[_Span]] = {}
        for mark in cues:
            quote = mark.attributes.get("q")
            if quote is None:
                self.problems.add(mark.place, "<cue> has no q", 'give it the id of its quote: <cue q="ID">')
            elif quote not in quotes:
                mend = did_you_mean(quote, quotes, f'give the quote this id: <q id="{quote}" …>')
                self.problems.add(mark.place, f"cue for unknown quote {quote!r}", mend)
            else:
                spans.setdefault(quote, []).append((mark.start, mark.end))
        return spans

    def quote(
        self, name: str | None, group: list[Mark], content: tuple[Interval, ...], cue: tuple[Interval, ...]
    ) -> QuotePart:
        merged: dict[str, str] = {}
        set_by: dict[str, Mark] = {}
        for mark in group:
            for attribute, value in mark.attributes.items():
                if merged.setdefault(attribute, value) != value:
                    line = set_by[attribute].place.line
                    message = f"{attribute} of quote {name!r} is {value!r} here, {merged[attribute]!r} in line {line}"
                    self.problems.add(mark.place, message, "give a quote's attributes once; another quote, another id")
                set_by.setdefault(attribute, mark)
        first = next((mark for mark in group if "type" in mark.attributes), group[0])
        if name == NO_PARENT:
            self.problems.add(first.place, f"a quote can't have the id {NO_PARENT!r}", "choose another id")
        get = merged.get
        return QuotePart(
            place=first.place,
            id=name,
            type=get("type"),
            kind=get("kind"),
            content=content,
            cue=cue,
            source=get("source"),
            addressees=tuple(self.ids(first, "addressees", merged["addressees"])) if "addressees" in merged else (),
            attribution=get("attribution"),
            parent=self.parent(name, group[0], get("parent")),
            polarity=get("polarity"),
        )

    def parent(self, name: str | None, first: Mark, given: str | None) -> str | None:
        """The parent that is given, else the innermost quote around the first element of this one."""
        if given is not None:
            return None if given == NO_PARENT else given
        around = [mark for mark in first.quotes if mark.attributes.get("id") != name or name is None]
        return self.key(around[-1]) if around else None

    @staticmethod
    def key(mark: Mark) -> str:
        """How a quote is referred to: by its id, or by its place until it gets one."""
        return mark.attributes.get("id") or unnamed(mark.place)

    def intervals(self, spans: list[_Span]) -> tuple[Interval, ...]:
        return tuple(sorted(found for span in spans if (found := self.located(span)) is not None))

    def unused_ranges(self, marks: list[Mark]) -> None:
        """Milestones of an id that nothing has."""
        ids = [mark.attributes["id"] for mark in marks if "id" in mark.attributes]
        for (name, one), found in self.document.ranges.items():
            if (name, one) not in self.used:
                mend = did_you_mean(one, ids, f'add its definition after </text>, such as <m id="{one}" …/>')
                for each in found:
                    self.problems.add(each.place, f'<from {name}="{one}"/>: nothing has the id {one!r}', mend)


def unnamed(place: Place) -> str:
    """A reference to the part at a place, which has no id of its own; it can't be written as an id."""
    return f"@{place.line}:{place.column}"
