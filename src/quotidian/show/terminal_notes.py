"""What stands beside or below the text in a terminal: who speaks, what happens, and the lists at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotidian.display.visible import visible
from quotidian.show.colors import anywhere, ink_on
from quotidian.show.palette import Palette, Swatch
from quotidian.show.terminal_rows import wrap
from quotidian.show.terminal_text import QUOTE
from quotidian.show.view import Said, View

if TYPE_CHECKING:
    from rich.text import Text

_LONG = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Pen:
    """What all notes need: the view, its labels, and whether they may be coloured."""

    view: View
    palette: Palette
    color: bool

    def said(self, said: Said, joint: str = " · ") -> Text:
        """Who speaks: ``❝1 Tessa Ormond PER · indirect speech, explicit, “said”``."""
        view, number = self.view, said.quote
        quote, source, name = view.quotes[number], view.sources[number], view.speaker(number)
        text = self._text(f"❝{number + 1} ", QUOTE, bold=True)
        text.append(visible(_short(name or "nobody named")), "bold" if self.color and name else "")
        if said.continued:
            return text.append(" goes on", self._dim)
        if source is not None:
            swatch = self.palette.mentions[view.mentions[source].type]
            text.append_text(self._text(f" {swatch.name}", anywhere(swatch.color)))
        details = [f"{quote.type} {quote.kind}", quote.attribution]
        if source is not None and name is not None and name not in view.mention_text(source):
            details.append(f"as “{_short(view.mention_text(source))}”")
        if cue := view.cue(number):
            details.append(f"“{cue}”")
        details += [f"to {_short(view.referent(addressee))}" for addressee in view.addressees[number]]
        parent = view.parents[number]
        if parent is not None:
            details.append(f"inside ❝{parent + 1}")
        if quote.polarity != "Positive":
            details.append(quote.polarity.lower())
        return text.append(joint + visible(", ".join(details)), self._dim)

    def happened(self, number: int, joint: str = " · ") -> Text:
        """What happens: ``1 Attack “shelled” Actual, past · Attacker Rebels · Target the grain terminal``."""
        view = self.view
        event = view.events[number]
        swatch = self.palette.events[event.type]
        text = self._text(f" {number + 1} " if self.color else f"{number + 1}", ink_on(swatch.color), back=swatch.color)
        text.append(f" {swatch.label}", "bold" if self.color else "")
        trigger = visible(view.surface(event.trigger.start, event.trigger.end))
        text.append(f" “{trigger}” {visible(', '.join(view.attributes(number)))}", self._dim)
        for place, (role, mention) in enumerate(view.arguments[number]):
            text.append(f"{' · ' if place else joint}{visible(role)} ", self._dim)
            text.append(visible(_short(view.mention_text(mention))))
        return text

    def lists(self, width: int) -> list[Text]:
        """Entities, values and labels, at the end."""
        view = self.view
        counts = Counter(mention.type for mention in view.mentions)
        lines = [self._title(f"Entities ({len(view.cast)})")] if view.cast else []
        for figure in view.cast:
            swatch = self.palette.mentions[figure.entity.type]
            line = self._label(swatch)
            line.append(visible(_short(figure.name)), "bold" if self.color and figure.entity.name else "")
            line.append(f" ×{len(figure.mentions)}")
            if figure.entity.link:
                line.append(visible(f" {figure.entity.link}"), self._dim)
            forms = Counter(view.mention_text(mention) for mention in figure.mentions)
            if list(forms) != [figure.name]:
                line.append(visible("  " + ", ".join(_short(form) for form in forms)), self._dim)
            line.truncate(width, overflow="ellipsis")
            lines.append(line)
        values = [swatch for swatch in self.palette.mentions.values() if swatch.kind == "value"]
        lines += [self._blank(), self._title("Values")] if values else []
        for swatch in values:
            found = [view.mention_text(n) for n, m in enumerate(view.mentions) if m.type == swatch.name]
            lines += self._hanging(self._label(swatch), visible(", ".join(found)), width)
        labels = ", ".join(f"{s.name} {s.label.lower()} {counts[s.name]}" for s in self.palette.mentions.values())
        if labels:
            lines += [self._blank(), self._title("Labels"), *self._hanging(self._blank(), labels, width)]
        return lines

    @property
    def _dim(self) -> str:
        return "dim" if self.color else ""

    def _text(self, words: str, color: str, *, back: str | None = None, bold: bool = False) -> Text:
        from rich.style import Style
        from rich.text import Text

        return Text().append(words, Style(color=color, bgcolor=back, bold=bold) if self.color else "")

    def _label(self, swatch: Swatch) -> Text:
        label = self._text(swatch.name, anywhere(swatch.color), bold=True)
        widest = max(len(other.name) for other in self.palette.mentions.values())
        return label.append(" " * (widest + 2 - len(swatch.name)))

    def _title(self, words: str) -> Text:
        from rich.text import Text

        return Text(words, "bold" if self.color else "")

    def _blank(self) -> Text:
        from rich.text import Text

        return Text()

    def _hanging(self, first: Text, words: str, width: int) -> list[Text]:
        from rich.text import Text

        indent = first.cell_len
        wrapped = wrap(Text(words), max(width - indent, 10))
        return [(first if i == 0 else Text(" " * indent)) + line for i, line in enumerate(wrapped)]


def _short(words: str) -> str:
    return words if len(words) <= _LONG else words[: _LONG - 1].rstrip() + "…"
