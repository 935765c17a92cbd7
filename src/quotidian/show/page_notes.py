"""The margins of the page: who speaks in a paragraph, and what happens in it."""

from __future__ import annotations

from quotidian.display.markup import classes, isolated, safe
from quotidian.show.palette import Palette, Swatch
from quotidian.show.view import Paragraph, Said, View


def pill(swatch: Swatch) -> str:
    """A label in its colour."""
    css = classes("pill", swatch.key, swatch.kind)
    return f'<abbr{css} title="{safe(swatch.label)}">{safe(swatch.name)}</abbr>'


def said_html(view: View, palette: Palette, paragraph: Paragraph) -> str:
    """The left margin; empty if nobody speaks."""
    notes = "".join(_said(view, palette, said) for said in paragraph.said)
    return f'<aside class="margin said" aria-label="Who speaks">{notes}</aside>' if notes else ""


def happened_html(view: View, palette: Palette, paragraph: Paragraph) -> str:
    """The right margin; empty if nothing happens."""
    notes = "".join(_happened(view, palette, number) for number in paragraph.events)
    return f'<aside class="margin happened" aria-label="What happens">{notes}</aside>' if notes else ""


def _said(view: View, palette: Palette, said: Said) -> str:
    number = said.quote
    quote = view.quotes[number]
    source = view.sources[number]
    name = view.speaker(number)
    who = f'<span class="name">{isolated(name)}</span>' if name else '<span class="name nobody">nobody named</span>'
    head = f'<p class="who"><span class="n">❝{number + 1}</span> {who}'
    if said.continued:
        return f'<div class="note again" data-k="q{number}">{head} <span class="how">goes on</span></p></div>'
    if source is not None:
        head += f" {pill(palette.mentions[view.mentions[source].type])}"
    details = [f"{safe(quote.type)} {safe(quote.kind)}", safe(quote.attribution)]
    if source is not None and name is not None and name not in view.mention_text(source):
        details.append(f'as <q data-k="m{source}">{isolated(_short(view.mention_text(source)))}</q>')
    if cue := view.cue(number):
        details.append(f'<i class="cue">{isolated(cue)}</i>')
    details += [
        f'to <span data-k="m{addressee}">{isolated(_short(view.referent(addressee)))}</span>'
        for addressee in view.addressees[number]
    ]
    parent = view.parents[number]
    if parent is not None:
        details.append(f"inside ❝{parent + 1}")
    if quote.polarity != "Positive":
        details.append(f'<b class="not">{safe(quote.polarity.lower())}</b>')
    return (
        f'<div class="note" data-k="q{number}">{head}</p> <p class="how">{"<span> · </span>".join(details)}</p></div>'
    )


def _happened(view: View, palette: Palette, number: int) -> str:
    event = view.events[number]
    swatch = palette.events[event.type]
    trigger = view.surface(event.trigger.start, event.trigger.end)
    roles = " ".join(
        f'<div data-k="m{mention}"><dt>{safe(role)}</dt> <dd>{isolated(_short(view.mention_text(mention)))}</dd></div>'
        for role, mention in view.arguments[number]
    )
    return (
        f'<div{classes("note", swatch.key)} data-k="v{number}">'
        f'<p class="what"><span{classes("n", swatch.key)}>{number + 1}</span> '
        f'<b title="{safe(swatch.name)}: {safe(swatch.definition)}">{safe(swatch.label)}</b> '
        f'<q class="by">{isolated(trigger)}</q> <span class="how">{safe(", ".join(view.attributes(number)))}</span></p>'
        f"{f' <dl>{roles}</dl>' if roles else ''}</div>"
    )


def _short(words: str, most: int = 90) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
