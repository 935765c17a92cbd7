"""Showing an article with its layers: in a terminal, or as one self-contained page.

An annotation and its text become a view (:mod:`~quotidian.show.look`: who speaks and what happens in which paragraph,
cut into runs), and the view becomes a terminal's lines or a page. Neither trusts a character of it.
"""

from quotidian.show.find import find_article
from quotidian.show.html import render_html
from quotidian.show.terminal import render_terminal

__all__ = ["find_article", "render_html", "render_terminal"]
