"""What follows when a try at a document dies: once more, page by page, so that its good pages survive.

A page is given up when it was in hand at two deaths: the second time it is the first that a fresh child
reads, so that it pays for no other page and for no passing trouble of the machine. The first try has the
document's time, all others together have it once more; then what is still unread is given up, and what was
read is put together.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from oversight.jobs.shelf import Loss
from oversight.jobs.watch import Death, Limits

MOST_DEATHS = 2  # in one page's hand, or while the document is opened or put together


@dataclass(slots=True)
class Tries:
    """The deaths of one document so far, and the pages given up for them."""

    limits: Limits
    now: Callable[[], float] = time.monotonic
    deaths: int = 0
    lost: dict[int, Loss] = field(default_factory=dict)
    rest: Loss | None = None
    _in_hand: Counter[int | None] = field(default_factory=Counter)
    _since: float | None = None

    def after(self, death: Death) -> float | None:
        """Seconds that the next try may take, or None when there is no use in one."""
        self.deaths += 1
        if self.rest is not None:  # even putting it together failed
            return None
        late = self._since is not None and death.whole
        if not death.whole:
            self._in_hand[death.page] += 1
            if self._in_hand[death.page] >= MOST_DEATHS:
                if death.page is None:
                    return None
                self.lost[death.page] = Loss(death.cause, death.detail)
        elif death.page is None and (late or not death.kept):
            return None
        if self._since is None:
            self._since = self.now()
        left = self.limits.seconds - (self.now() - self._since)
        if late or left <= 0:
            self.rest = Loss("timeout", f"the document took more than {2 * self.limits.seconds:g} s")
            return self.limits.page_seconds
        return left
