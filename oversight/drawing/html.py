"""The one maker of HTML: templates of a room, in which all text is escaped and every name is known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from oversight import talk


@cache
def environment(package: str) -> Environment:
    """The templates of ``package``, with those that all rooms share (``drawing/templates``)."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("oversight.drawing")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def stream(package: str, template: str, lang: str, **values: Any) -> Iterator[str]:
    """A page that needs nothing else, piece by piece; ``t(key, …)`` in it gives a message."""

    def t(key: str, **more: object) -> str:
        return talk.text(key, lang, **more)

    made = environment(package).get_template(template)
    return made.generate(lang=lang, t=t, version=version("prongsai"), **values)


def page(package: str, template: str, lang: str, **values: Any) -> str:
    """The whole page at once."""
    return "".join(stream(package, template, lang, **values))
