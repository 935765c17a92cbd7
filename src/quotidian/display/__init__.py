"""Putting anybody's words before people, in a terminal or on a page, so that nothing but words comes through.

::

    visible    no control character reaches a terminal, a line or a page
    markup     HTML in which only our own elements can exist
    page       the head of a page that holds everything and connects to nothing
    runs       a text cut where the layers over it begin and end
"""
