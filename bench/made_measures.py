"""Made measures of made agencies, and the next year's report by random edits, with the truth of each edit.

For choosing weights and for measuring speed, never for judging: what is judged was written by hand
(``fixtures/content/years_text.py``). The words are in ``made_words.csv``; three ways to say one thing a row.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path

from extract.data import rows
from extract.thai.fold import key
from extract.thai.tokens import tokens
from oversight.compare.measures import Measure

WORDS = Path(__file__).with_name("made_words.csv")
UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองสวัสดิการสังคม", "หน่วยตรวจสอบภายใน")
JOINTS = ("และ", " พร้อมทั้ง", " รวมถึง")
INSTRUMENTS = ("IIT", "EIT", "OIT")
INDICATORS = {"IIT": (1, 2, 3, 4, 5), "EIT": (6, 7, 8), "OIT": (9, 10)}


@cache
def words() -> dict[str, list[tuple[str, str, str]]]:
    """Ways to say one thing, by kind."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    with WORDS.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["kind"], []).append((row["one"], row["other"], row["third"]))
    return found


@dataclass(frozen=True, slots=True)
class Clause:
    """What is done to what: rows of the words, which way each is said, and the trimmings in their order."""

    verb: tuple[int, int]
    thing: tuple[int, int]
    trimmings: tuple[tuple[str, int, int], ...] = ()
    noun: bool = False

    def text(self) -> str:
        """The clause as printed."""
        verb, thing = (
            words()["verb"][self.verb[0]][self.verb[1]],
            words()["object"][self.thing[0]][self.thing[1]],
        )
        rest = "".join(words()[kind][row][way] for kind, row, way in self.trimmings)
        return ("การ" if self.noun else "") + verb + thing + rest


@dataclass(frozen=True, slots=True)
class Made:
    """A made measure: one clause, or two that a split parts; and the facts beside it."""

    clauses: tuple[Clause, ...]
    joint: str
    instrument: str
    units: tuple[str, ...]
    months: tuple[int, int]
    budget: int | None
    procedure: str | None
    indicator: int | None = None
    slips: str | None = None  # the text where it was changed letter by letter

    def text(self) -> str:
        """The measure as printed."""
        return self.slips or self.joint.join(clause.text() for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class Link:
    """The truth of one edit: positions in the earlier and the later year."""

    kind: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    fields: tuple[str, ...] = ()


def clause(rng: random.Random) -> Clause:
    """Any clause."""
    table = words()
    kinds = rng.sample(("channel", "often", "who"), rng.choice((0, 1, 1, 2, 2)))
    trimmings = tuple((kind, rng.randrange(len(table[kind])), rng.randrange(3)) for kind in kinds)
    verb, thing = rng.randrange(len(table["verb"])), rng.randrange(len(table["object"]))
    return Clause((verb, rng.randrange(3)), (thing, rng.randrange(3)), trimmings, rng.random() < 0.3)


def measure(rng: random.Random) -> Made:
    """Any measure."""
    clauses = tuple(clause(rng) for _ in range(1 if rng.random() < 0.8 else 2))
    procedure = (
        "".join(clause(rng).text() + " " for _ in range(rng.choice((1, 2)))) if rng.random() < 0.6 else None
    )
    start = rng.choice((0, 0, 0, 3, 6))
    months = (start, rng.choice([n for n in (3, 6, 9, 12) if n > start]))
    units = tuple(sorted(rng.sample(UNITS, rng.choice((1, 1, 2)))))
    budget = rng.randrange(5, 200) * 1000 if rng.random() < 0.2 else None
    instrument = rng.choice(INSTRUMENTS)
    indicator = rng.choice(INDICATORS[instrument]) if rng.random() < 0.5 else None
    return Made(clauses, rng.choice(JOINTS), instrument, units, months, budget, procedure, indicator)


def reworded_clause(rng: random.Random, given: Clause) -> Clause:
    """The same thing in other words: one to three small edits."""
    found = given
    for edit in rng.sample(("verb", "thing", "noun", "drop", "add", "say", "turn"), rng.choice((1, 2, 2, 3))):
        trimmings = list(found.trimmings)
        if edit == "verb":
            found = replace(found, verb=(found.verb[0], (found.verb[1] + 1) % 3))
        elif edit == "thing" and rng.random() < 0.35:
            found = replace(found, thing=(found.thing[0], (found.thing[1] + 1) % 3))
        elif edit == "noun":
            found = replace(found, noun=not found.noun)
        elif edit == "drop" and trimmings:
            trimmings.pop(rng.randrange(len(trimmings)))
        elif edit == "add" and len(trimmings) < 3:
            kind = rng.choice(("channel", "often", "who"))
            trimmings.append((kind, rng.randrange(len(words()[kind])), rng.randrange(3)))
        elif edit == "say" and trimmings:
            kind, row, way = trimmings.pop()
            trimmings.append((kind, row, (way + 1) % 3))
        elif edit == "turn":
            trimmings.reverse()
        found = replace(found, trimmings=tuple(trimmings))
    return found


def longer(rng: random.Random, given: Clause) -> Clause:
    """Half of the time the clause with one more trimming: what stands alone is said at greater length."""
    if rng.random() < 0.5 or len(given.trimmings) > 2:
        return given
    kind = rng.choice(("channel", "often", "who"))
    more = (kind, rng.randrange(len(words()[kind])), rng.randrange(3))
    return replace(given, trimmings=(*given.trimmings, more))


def reworded(rng: random.Random, given: Made) -> Made:
    """The same measure in other words; never the very same text."""
    while True:
        found = replace(given, clauses=tuple(reworded_clause(rng, one) for one in given.clauses))
        if key(found.text()) != key(given.text()):
            return found


def another(rng: random.Random, given: Made) -> Made:
    """Another measure about the same thing: same place in the report, same offices, other work."""
    first = given.clauses[0]
    while (new := clause(rng)).verb[0] == first.verb[0]:
        pass
    return replace(given, clauses=(replace(new, thing=first.thing),), procedure=measure(rng).procedure)


def misread(rng: random.Random, text: str, share: float) -> str:
    """A text as a reader of scans might give it: letters of one group confused, marks lost."""
    groups = [row["letters"] for row in rows("ocr_confusions.csv")]
    letters = []
    for letter in text:
        group = next((one for one in groups if letter in one), None)
        if group is None or rng.random() >= share:
            letters.append(letter)
        elif letter not in "่้๊๋์ํิีึืั็ุู" or rng.random() < 0.5:
            letters.append(rng.choice(group))
    return "".join(letters)


def next_year(rng: random.Random, before: list[Made]) -> tuple[list[Made], list[Link]]:
    """The next year's measures, in another order, and what became of each."""
    made: list[tuple[Made, Link | int]] = []
    links: list[Link] = []
    names = count()
    pending: dict[int, tuple[str, tuple[int, ...], tuple[str, ...]]] = {}
    left = list(range(len(before)))
    rng.shuffle(left)
    while left:
        n = left.pop()
        one, roll = before[n], rng.random()
        number = next(names)
        if roll < 0.12:
            links.append(Link("dropped", (n,), ()))
            if roll < 0.05:  # another measure about the same thing comes in its place
                pending[number] = ("new", (), ())
                made.append((another(rng, one), number))
            continue
        if roll < 0.22 and len(one.clauses) == 2:
            pending[number] = ("split", (n,), ())
            for part in one.clauses:
                new = replace(
                    one, clauses=(longer(rng, reworded_clause(rng, part) if rng.random() < 0.7 else part),)
                )
                made.append((new, number))
            continue
        if roll < 0.26 and left and len(one.clauses) == 1 and len(before[left[-1]].clauses) == 1:
            other = left.pop()
            pending[number] = ("merged", tuple(sorted((n, other))), ())
            parts = [
                reworded_clause(rng, p) if rng.random() < 0.5 else p
                for p in (*one.clauses, *before[other].clauses)
            ]
            made.append((replace(one, clauses=tuple(parts), joint=rng.choice(JOINTS)), number))
            continue
        new, fields = one, []
        if rng.random() < 0.45:
            new = reworded(rng, new)
        if rng.random() < 0.15:
            new, fields = replace(new, units=_other_units(rng, new.units)), ["responsible"]
        if rng.random() < 0.1:
            new, fields = (
                replace(new, months=(0, 12) if new.months != (0, 12) else (0, 6)),
                [*fields, "period"],
            )
        if new.budget is not None and rng.random() < 0.3:
            new, fields = replace(new, budget=new.budget + 5000), [*fields, "budget"]
        kind = "changed" if fields else "continued" if new.text() == one.text() else "reworded"
        pending[number] = (kind, (n,), tuple(fields))
        made.append((new, number))
    for _ in range(rng.randrange(len(before) // 4 + 1)):
        number = next(names)
        pending[number] = ("new", (), ())
        made.append((measure(rng), number))
    rng.shuffle(made)
    for number, (kind, old, fields_) in pending.items():
        links.append(Link(kind, old, tuple(n for n, (_, name) in enumerate(made) if name == number), fields_))
    return [one for one, _ in made], links


def _other_units(rng: random.Random, units: tuple[str, ...]) -> tuple[str, ...]:
    while (found := tuple(sorted(rng.sample(UNITS, rng.choice((1, 2)))))) == units:
        pass
    return found


def sides(
    made: list[Made], agency: str, year: int, rng: random.Random, misreading: float = 0.0
) -> list[Measure]:
    """Measures as sides of one report; ``misreading`` is the share of letters that a scan got wrong."""
    told = rng.random() < 0.8  # some reports have no section rows
    numbers = {name: count(1) for name in INSTRUMENTS}
    found = []
    for one in made:
        text = misread(rng, one.text(), misreading)
        number = next(numbers[one.instrument])
        start, end = (month(year, m) for m in one.months)
        found.append(
            Measure(
                record_id=f"{agency}-{year}-{len(found)}",
                agency_id=agency,
                agency_lineage_id=agency,
                fiscal_year=year,
                document_kind="measure_report",
                instrument=one.instrument if told else None,
                indicators=(one.indicator,) if told and one.indicator else (),
                number=str(number),
                measure=text,
                measure_key=key(text),
                tokens=tokens(text),
                procedure=misread(rng, one.procedure, misreading) if one.procedure else None,
                responsible=" ".join(one.units),
                responsible_units=one.units,
                period=f"เดือนที่ {one.months[0] + 1} ถึง {one.months[1]} ปี {year}",
                period_start=start,
                period_end=end - dt.timedelta(days=1),
                budget=f"{one.budget:,} บาท" if one.budget else None,
                budget_thb=float(one.budget) if one.budget else None,
                confidence=0.9 if misreading else 1.0,
                doubts=(("measure", 0.88), ("procedure", 0.88)) if misreading else (),
            )
        )
    return found


def month(year: int, number: int) -> dt.date:
    """The first day of the ``number``-th month (from 0) of a fiscal year."""
    year, number = year - 544, number + 9
    return dt.date(year + number // 12, number % 12 + 1, 1)
