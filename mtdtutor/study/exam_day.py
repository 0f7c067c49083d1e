"""What a study day before an exam holds: how the learner's minutes are shared out."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from mtdtutor.core.mixing import Confusable
from mtdtutor.study.exam import Bend, Hours, Known
from mtdtutor.study.queue import Candidate, choose_new, given_away
from mtdtutor.study.siblings import siblings

_MOST_FOR_NEW: Final = 0.7
"""Share of a day that new cards may take from reviews while there is time for everything."""

_SLACK: Final = 1e-6


class DayWork(NamedTuple):
    """Cards of one study day.

    Attributes:
        reviews: Cards to recall, those that count most first.
        fresh: Cards to meet for the first time, in the order they are taught.
    """

    reviews: Sequence[Candidate]
    fresh: Sequence[Candidate]


def known(card: Candidate) -> Known:
    """Return what decides when a card that was ever recalled comes back."""
    assert card.stability is not None, "a card ever recalled has a stability"
    assert card.last_day is not None, "a card ever recalled has a last day"
    return Known(card.stability, card.last_day, card.due_day)


def share_out(
    seen: Iterable[Candidate],
    new: Collection[Candidate],
    bend: Bend,
    hours: Hours,
    confusable: Confusable,
    met_today: Collection[str] = (),
) -> DayWork:
    """Return what of the scope comes on a study day before the exam.

    What is due by the bend comes first, then new cards for the time that is left; but new cards
    keep the share they need to be met before the last window begins. In the last window siblings
    may come on one day.

    Args:
        seen: Cards of the scope in review, not put off.
        new: Cards of the scope never seen, not put off.
        bend: The bend of the day.
        hours: The learner's time.
        confusable: For each topic the topics it is taken for.
        met_today: Facts already asked today.
    """
    cards = list(seen)
    kept = _kept_for_new(len(new), len(cards), bend, hours)
    room = _times(hours.seconds - kept, hours.pace.recall_s)
    reviews = _due(cards, bend, hours.today, met_today)[:room]
    met = {*met_today, *given_away(reviews)}
    left = hours.seconds - len(reviews) * hours.pace.recall_s
    number = _times(left, hours.pace.new_s)
    fresh = choose_new(new, number, met, confusable)
    if hours.today >= bend.start and len(fresh) < number:
        # There may be no other day: better met beside its sibling than not at all.
        chosen = {each.card for each in fresh}
        others = [each for each in new if each.card not in chosen]
        fresh += choose_new(others, number - len(fresh), given_away(fresh), confusable)
    return DayWork(reviews, fresh)


def _times(seconds: float, each: float) -> int:
    """Return how often something fits; what a sum of fractions lacks to the whole is no lack."""
    return max(0, int(seconds / each + _SLACK))


def _kept_for_new(unseen: int, seen: int, bend: Bend, hours: Hours) -> float:
    """Return the seconds of today that are for new cards even where reviews wait.

    A card never seen gains more a minute than any other, so that where there is no time for
    everything, everything is met first.
    """
    today, minutes, pace = hours.today, hours.minutes, hours.pace
    need = unseen * pace.new_s
    before = sum(minutes(day) for day in range(today, bend.start)) * 60
    whole = before + sum(minutes(day) for day in range(max(today, bend.start), bend.exam.day)) * 60
    if before <= 0 or need + (seen + unseen) * pace.recall_s > whole:
        return min(need, hours.seconds)
    number = math.ceil(unseen * minutes(today) * 60 / before)
    return min(number * pace.new_s, _MOST_FOR_NEW * hours.seconds)


def _due(
    cards: Iterable[Candidate], bend: Bend, today: int, met_today: Collection[str]
) -> list[Candidate]:
    """Return what is due, one card of a fact, firm memories first: they cost least to keep.

    In the last window the siblings follow at the end, because there may be no other day for them;
    and what waits for its look comes before what failed at it.
    """
    ranked = []
    in_window = today >= bend.start
    for card in cards:
        if not in_window:
            # No look is due yet, so that the day without any exam decides: most days are like this.
            if card.due_day is not None and card.due_day <= today:
                ranked.append((False, -(card.stability or 0), card.card, card))
            continue
        here = known(card)
        day = bend.due(here, today)
        if day is not None and day <= today:
            ranked.append((bend.is_looked_at(here), -here.stability, card.card, card))
    met = set(met_today)
    first: list[Candidate] = []
    later: list[Candidate] = []
    for *_, card in sorted(ranked, key=lambda each: each[:3]):
        (later if card.fact in met else first).append(card)
        met.update(siblings(card.fact))
    return first + later if today >= bend.start else first
