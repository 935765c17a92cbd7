"""The rest of the page: who is in the article, which values, and what the labels mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from quotidian.display.markup import classes, isolated, link, safe, wikidata
from quotidian.show.page_notes import pill
from quotidian.show.palette import Palette, Swatch
from quotidian.show.view import Figure, View

DOT = '<span class="dot"></span>'
_CAST = 10
_AT_LEAST = 5
_FORMS = 8
_LONG = 60


def cast_html(view: View, palette: Palette) -> str:
    """The strip under the headline: the most mentioned ones with a name of their own."""
    named = [(number, figure) for number, figure in enumerate(view.cast) if figure.entity.name and figure.mentions]
    named = [one for rank, one in enumerate(named[:_CAST]) if rank < _AT_LEAST or len(one[1].mentions) > 1]
    if not named:
        return ""
    items = "".join(
        f'<li><a href="#m{figure.mentions[0]}" data-k="f{number}"{classes(palette.mentions[figure.entity.type].key)}>'
        f'{DOT}{isolated(figure.name)} <span class="count">{len(figure.mentions)}</span></a></li>'
        for number, figure in named
    )
    more = f'<li class="more"><a href="#entities" data-open="entities">all {len(view.cast)} entities</a></li>'
    return f'<nav class="cast" aria-label="Most mentioned"><ul>{items}{more}</ul></nav>'


def entities_html(view: View, palette: Palette) -> str:
    """All entities, the most mentioned first, each with the words that it is mentioned by."""
    items = "".join(_figure(view, palette, number, figure) for number, figure in enumerate(view.cast))
    return (
        '<section id="entities" class="panel" aria-labelledby="entities-title" tabindex="-1">'
        f'<h2 id="entities-title">Entities <span class="count">{len(view.cast)}</span></h2>'
        '<p class="tools js"><input type="search" id="filter" placeholder="Filter by name, type or mention" '
        'aria-label="Filter entities" autocomplete="off"><button type="button" class="close" '
        'data-close="entities">Close</button></p>'
        f'<ul class="entities">{items}</ul><p class="none" hidden>No entity like that.</p></section>'
    )


def _figure(view: View, palette: Palette, number: int, figure: Figure) -> str:
    swatch = palette.mentions[figure.entity.type]
    forms = Counter(view.mention_text(mention) for mention in figure.mentions)
    shown = ", ".join(_form(words, count) for words, count in forms.most_common(_FORMS))
    rest = f", and {len(forms) - _FORMS} more" if len(forms) > _FORMS else ""
    listed = f'<p class="forms">{shown}{rest}</p>'
    item = wikidata(figure.entity.link)
    linked = link(f"https://www.wikidata.org/wiki/{item}", f"Wikidata {item}") if item else ""
    name = (
        isolated(figure.name) if figure.entity.name else f'<span class="unnamed">{isolated(_cut(figure.name))}</span>'
    )
    if figure.mentions:
        name = f'<a class="name" href="#m{figure.mentions[0]}" data-k="f{number}">{name}</a>'
    return (
        f'<li id="f{number}" data-k="f{number}"{classes(swatch.key)}><p>{pill(swatch)} {name} '
        f'<span class="count">×{len(figure.mentions)}</span> {linked}</p>'
        f"{listed if list(forms) != [figure.name] else ''}</li>"
    )


def _form(words: str, count: int) -> str:
    return isolated(_cut(words)) + (f" ×{count}" if count > 1 else "")


def _cut(words: str) -> str:
    return words if len(words) <= _LONG else words[: _LONG - 1].rstrip() + "…"


def values_html(view: View, palette: Palette) -> str:
    """Times, sums and other values by type; empty if there are none."""
    rows = []
    for swatch in palette.mentions.values():
        found = [n for n, m in enumerate(view.mentions) if m.entity is None and m.type == swatch.name]
        if found:
            words = ", ".join(f'<span data-k="m{n}">{isolated(view.mention_text(n))}</span>' for n in found)
            rows.append(f"<div{classes(swatch.key)}><dt>{pill(swatch)} {safe(swatch.label)}</dt><dd>{words}</dd></div>")
    if not rows:
        return ""
    return (
        '<section id="values" class="panel" aria-labelledby="values-title">'
        f'<h2 id="values-title">Values</h2><dl class="values">{"".join(rows)}</dl></section>'
    )


def legend_html(view: View, palette: Palette) -> str:
    """How to read the page: what each line, frame and label means, and switches for each label."""
    of_mentions = Counter(mention.type for mention in view.mentions)
    of_events = Counter(event.type for event in view.events)
    entities = [swatch for swatch in palette.mentions.values() if swatch.kind == "entity"]
    values = [swatch for swatch in palette.mentions.values() if swatch.kind == "value"]
    groups = (
        _group("Entities", entities, of_mentions)
        + _group("Values", values, of_mentions)
        + _group("Events", palette.events.values(), of_events)
    )
    return (
        '<section id="legend" class="panel" aria-labelledby="legend-title" tabindex="-1">'
        '<h2 id="legend-title">Legend</h2>'
        '<p class="tools js"><button type="button" class="close" data-close="legend">Close</button></p>'
        '<ul class="marks">'
        '<li><span class="mark nam">name</span> a mention by name</li>'
        '<li><span class="mark nom">noun</span> by a noun phrase</li>'
        '<li><span class="mark pro">she</span> by a pronoun</li>'
        '<li><span class="mark val">Monday</span> a value</li>'
        '<li><span class="mark direct">words</span> direct, <span class="mark indirect">indirect</span> and '
        '<span class="mark mixed">mixed</span> quotes</li>'
        '<li><span class="mark cue">said</span> a cue</li>'
        '<li><span class="mark trigger">met</span> a trigger</li></ul>'
        f"{groups}</section>"
    )


def _group(title: str, swatches: Iterable[Swatch], counts: Counter[str]) -> str:
    rows = "".join(
        f'<li><label{classes(swatch.key)}><input type="checkbox" class="js" checked data-off="{swatch.key}"> '
        f"{pill(swatch) if swatch.kind != 'event' else DOT} <b>{safe(swatch.label)}</b> "
        f'<span class="count">{counts[swatch.name]}</span></label><p class="means">{safe(swatch.definition)}</p></li>'
        for swatch in swatches
    )
    return f'<h3>{title}</h3><ul class="labels">{rows}</ul>' if rows else ""
