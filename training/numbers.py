"""Numbers, dates, sums, codes and Latin words, in the forms and both digit scripts of the paper."""

from __future__ import annotations

import random
from collections.abc import Callable
from importlib.resources import files

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
THAI_SHARE = 0.66
"""Numbers in Thai digits; the rest are Arabic."""

DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/"
UNITS = ("คน", "ครั้ง", "ราย", "วัน", "เดือน", "เรื่อง", "โครงการ", "ชั่วโมง")
OFFICES = ("มท", "ที่", "นว", "ปช", "ว")
URL_STARTS = ("www.", "http://www.", "https://", "")
URL_ENDS = (".go.th", ".or.th", ".com", ".ac.th", ".th", ".net")


def own(name: str) -> list[str]:
    """Non-empty lines of a file in ``training/data``."""
    text = files("training").joinpath("data", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


class Numbers:
    """Writes numbers and Latin words with the random stream it is given."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.months = own("months.txt")
        self.english = own("english.txt")
        self.forms: tuple[Callable[[], str], ...] = (
            self._date, self._month, self._months, self._year, self._year, self._slashed_date, self._sum,
            self._baht, self._share, self._percent, self._phone, self._office_phone, self._letter_number,
            self._of_year, self._document_code, self._bracketed, self.enumerator, self._count,
            self._page_mark, self._clock, self._plain, self._identity,
        )  # fmt: skip

    def number(self) -> str:
        """A date, year, sum, phone number, code … in either digit script."""
        text = self.rng.choice(self.forms)()
        return text.translate(THAI_DIGITS) if self.rng.random() < THAI_SHARE else text

    def digits(self, length: int) -> str:
        """A random run of digits, Thai three times of four; rarely both scripts in one run."""
        rng = self.rng
        text = self._run(length)
        kind = rng.random()
        if kind < 0.7:
            return text.translate(THAI_DIGITS)
        if kind < 0.78:
            return "".join(c.translate(THAI_DIGITS) if rng.random() < 0.6 else c for c in text)
        return text

    def enumerator(self) -> str:
        """The number before an item: ``๑.``, ``(2)``, ``1.1``, a dash, a bullet."""
        rng = self.rng
        n, m = rng.randint(1, 20), rng.randint(1, 12)
        text = rng.choice(
            (
                f"{n}.",
                f"{n})",
                f"({n})",
                f"{n}.{m}",
                f"{n}.{m}.{rng.randint(1, 9)}",
                "-",
                "•",
                f"{n}",
                f"ข้อ {n}",
            )
        )
        return text.translate(THAI_DIGITS) if rng.random() < THAI_SHARE else text

    def latin(self) -> str:
        """An English word, a web or mail address, or a random code."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.5:
            return rng.choice(self.english)
        word = "".join(rng.choice(LOWER) for _ in range(rng.randint(2, 11)))
        if kind < 0.62:
            tail = rng.choice(("", "", "/" + word[:4], f"/index.php?id={rng.randint(1, 999)}"))
            return rng.choice(URL_STARTS) + word + rng.choice(URL_ENDS) + tail
        if kind < 0.68:
            host = rng.choice(("gmail.com", "hotmail.com", word[:5] + ".go.th"))
            return f"{word}{rng.choice(('.', '_', ''))}{rng.randint(0, 99)}@{host}"
        if kind < 0.78:
            return "".join(rng.choice(CODE_LETTERS) for _ in range(rng.randint(2, 9)))
        return rng.choice((word, word.capitalize(), word.upper()))

    def short(self) -> str:
        """What numbers a row: ``O43``, ``๑.``, ``(2)``, ``1.1``."""
        return self._document_code() if self.rng.random() < 0.3 else self.enumerator()

    def measure(self) -> str:
        """A sum or measure with a sign: ``≥ 80 %``, ``3 × 4``, ``25 °C``, ``12 m²``, ``฿ 1,200``."""
        rng = self.rng
        a, b = self._up_to(4), self._up_to(3)
        gap = rng.choice(("", " "))
        text = rng.choice(
            (
                f"≥{gap}{b}", f"≤{gap}{b}", f"≥{gap}{b}%", f"{a}{gap}×{gap}{b}", f"{a}{gap}÷{gap}{b}",
                f"{a}{gap}±{gap}{b}", f"{b}{gap}°C", f"{b}°", f"{a} m²", f"{a} ตร.ม.", f"{b}½",
                f"½ {rng.choice(UNITS)}", f"฿{gap}{a:,}.00", f"${gap}{a:,}", f"{a:,} ฿",
                f"{a}{gap}→{gap}{b}", f"{a}{gap}—{gap}{b}", f"{a}{gap}–{gap}{b}", f"{a}²",
            )
        )  # fmt: skip
        return text.translate(THAI_DIGITS) if rng.random() < THAI_SHARE else text

    def _run(self, length: int) -> str:
        return "".join(self.rng.choice(DIGITS) for _ in range(length))

    def _up_to(self, digits: int) -> int:
        """A number of one to ``digits`` digits, every length as likely."""
        return self.rng.randint(0, 10 ** self.rng.randint(1, digits))

    def _any_year(self) -> int:
        return self.rng.randint(2540, 2575)

    def _date(self) -> str:
        era = self.rng.choice(("", "", "พ.ศ. "))
        return f"{self.rng.randint(1, 31)} {self.rng.choice(self.months)} {era}{self._any_year()}"

    def _month(self) -> str:
        return f"{self.rng.choice(self.months)} {self._any_year()}"

    def _months(self) -> str:
        year = self._any_year() % 100
        return f"{self.rng.choice(self.months)} {year} - {self.rng.choice(self.months)} {year + 1}"

    def _year(self) -> str:
        return f"{self.rng.choice(('', 'พ.ศ.', 'พ.ศ. '))}{self._any_year()}"

    def _slashed_date(self) -> str:
        year = self._any_year()
        return f"{self.rng.randint(1, 31)}/{self.rng.randint(1, 12)}/{self.rng.choice((year, year % 100))}"

    def _sum(self) -> str:
        return f"{self._up_to(8):,}{self.rng.choice(('', '.00', '.-', f'.{self._run(2)}'))}"

    def _baht(self) -> str:
        return f"{self._up_to(7):,} บาท"

    def _share(self) -> str:
        return f"{self.rng.randint(0, 100)}.{self._run(2)}{self.rng.choice(('', '%', ' %'))}"

    def _percent(self) -> str:
        return f"ร้อยละ {self.rng.randint(0, 100)}{self.rng.choice(('', f'.{self._run(1)}'))}"

    def _phone(self) -> str:
        return f"0{self._run(2)}-{self._run(3)}{self.rng.choice(('', '-'))}{self._run(4)}"

    def _office_phone(self) -> str:
        return f"0 {self._run(4)} {self._run(4)} ต่อ {self.rng.randint(1, 999)}"

    def _letter_number(self) -> str:
        return f"{self.rng.choice(OFFICES)} {self._run(4)}.{self._run(1)}/ว {self.rng.randint(1, 9999)}"

    def _of_year(self) -> str:
        return f"{self._up_to(5)}/{self.rng.choice((self._any_year(), self.rng.randint(1, 999)))}"

    def _document_code(self) -> str:
        return f"O{self.rng.randint(1, 43)}"

    def _bracketed(self) -> str:
        return f"({self.rng.randint(1, 50)})"

    def _count(self) -> str:
        return f"{self.rng.randint(1, 60)} {self.rng.choice(UNITS)}"

    def _page_mark(self) -> str:
        return f"-{self.rng.randint(1, 30)}-"

    def _clock(self) -> str:
        return f"{self.rng.randint(0, 23):02d}.{self.rng.randint(0, 59):02d} น."

    def _plain(self) -> str:
        return str(self._up_to(9))

    def _identity(self) -> str:
        return "-".join(self._run(length) for length in (1, 4, 5, 2, 1))
