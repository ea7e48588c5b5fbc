"""HTML pages that hold all they need: style and charts inside, nothing fetched, nothing run."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from oversight import talk
from oversight.report.coverage_matrix import Matrix
from oversight.report.figures import coverage_charts, coverage_told
from oversight.report.names import short_name, year_span


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("oversight.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"short": short_name, "years": lambda years: year_span(tuple(years))}
    return made


def page(template: str, lang: str, **values: Any) -> str:
    """One of the templates as a whole page; ``t(key, …)`` in it gives a message."""

    def t(key: str, **told: object) -> str:
        return talk.text(key, lang, **told)

    return _environment().get_template(template).render(lang=lang, t=t, version=version("prongsai"), **values)


def coverage_page(matrix: Matrix, lang: str, place: str | None) -> str:
    """The coverage of an archive, or of one province."""
    return page(
        "coverage.html",
        lang,
        matrix=matrix,
        place=place,
        told=coverage_told(matrix, lang) if matrix.rows else "",
        charts=[Markup(chart) for chart in coverage_charts(matrix, lang)],
        gone=[row for row in matrix.rows if row.missing],
    )
