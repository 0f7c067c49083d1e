"""What the days before an exam will hold, and what will be known on the day: a forecast.

The days are played through several times, each time with another learner who forgets somewhat
faster or slower than the parameters say, by the same rules by which the real days are arranged.
The spread between the runs is the uncertainty that is shown. How much learners differ is an
assumption; that every day of the plan is kept is another one.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple

from mtdtutor.core.mixing import Confusable
from mtdtutor.study.exam import Bend, Exam, Hours, Pace, bend, window_start
from mtdtutor.study.exam_day import DayWork, known, share_out
from mtdtutor.study.formulas import Weights, curve, first, later
from mtdtutor.study.memory import Grade, State
from mtdtutor.study.queue import Candidate
from mtdtutor.study.scheduler import Params, interval_days

RUNS: Final = 24
"""How often the days are played through for a plan."""
_FEWEST_RUNS: Final = 6
_CARD_DAYS: Final = 20_000
SURE: Final = 0.8
"""Share of the runs that lie within the interval shown."""
# How first grades and successes are shared out among the grades (simulator of fsrs-rs).
FIRST_SHARES: Final = (0.24, 0.094, 0.495, 0.171)
SUCCESS_SHARES: Final = (0.224, 0.631, 0.145)
_SUCCESSES: Final = (Grade.HARD, Grade.GOOD, Grade.EASY)
_MIN_DECAY: Final = 0.1
_MAX_DECAY: Final = 0.8


class PlanDay(NamedTuple):
    """What a day of the plan holds on average over the runs.

    Attributes:
        day: The study day.
        new: Cards met for the first time.
        reviews: Recalls before the last window, and repeated ones in it.
        looks: First recalls of a card in the last window.
        minutes: What it takes at the learner's pace.
    """

    day: int
    new: float
    reviews: float
    looks: float
    minutes: float


class Plan(NamedTuple):
    """The days before an exam, foretold.

    Attributes:
        days: Today and all days before the exam.
        cards: Cards in scope.
        seen: How many of them were ever recalled before today.
        unseen: By level, how many will not have been met by the day of the exam.
        no_look: How many will have been met, but not seen in the last window.
        window: First study day of the last window.
        recall: Expected share of the scope that is recalled on the day; what was never met counts
            as not known.
        low: Only one run in ten is below.
        high: Only one run in ten is above.
    """

    days: tuple[PlanDay, ...]
    cards: int
    seen: int
    unseen: Mapping[str, int]
    no_look: int
    window: int
    recall: float
    low: float
    high: float


class Setting(NamedTuple):
    """What a plan is made from.

    Attributes:
        cards: All cards of the scope that are not suspended.
        exam: The exam.
        hours: The learner's time.
        params: The learner's parameters.
        confusable: For each topic the topics it is taken for.
        met_today: Facts already asked today.
    """

    cards: Sequence[Candidate]
    exam: Exam
    hours: Hours
    params: Params
    confusable: Confusable
    met_today: Collection[str] = ()


def drawn(weights: Weights, rng: random.Random) -> tuple[float, ...]:
    """Return the weights of some learner for whom these are the average.

    First stabilities vary by a third and more, the growth by a recall by a quarter, what a lapse
    leaves and the shape of the curve by a fifth.
    """
    mine = list(weights)
    faster = rng.lognormvariate(0, 0.35)
    for place in range(4):
        mine[place] *= faster * rng.lognormvariate(0, 0.15)
    mine[8] += rng.gauss(0, 0.25)
    mine[11] *= rng.lognormvariate(0, 0.2)
    mine[20] = min(max(mine[20] * rng.lognormvariate(0, 0.2), _MIN_DECAY), _MAX_DECAY)
    return tuple(mine)


def make_plan(
    setting: Setting,
    seed: int,
    runs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """Return the forecast of the days before an exam.

    Args:
        setting: What it is made from.
        seed: The same seed and setting give the same plan.
        runs: How often the days are played through, at least 1; by default ``runs_for``.
        progress: Told after each run how many are done, of how many; it may raise to stop.
    """
    played = []
    runs = runs or runs_for(setting)
    for number in range(runs):
        run = _Run(setting, random.Random(f"{seed}:{number}"))
        played.append(run.play(setting.exam.day))
        if progress is not None:
            progress(number + 1, runs)
    recalls = sorted(each.recall for each in played)
    unseen = Counter[str]()
    for each in played:
        unseen.update(each.unseen)
    return Plan(
        days=tuple(
            _average(days, setting.hours.pace)
            for days in zip(*(each.days for each in played), strict=True)
        ),
        cards=len(setting.cards),
        seen=sum(each.state is not State.NEW for each in setting.cards),
        unseen={level: round(n / runs) for level, n in sorted(unseen.items()) if round(n / runs)},
        no_look=round(sum(each.no_look for each in played) / runs),
        window=played[0].window,
        recall=sum(recalls) / runs,
        low=_quantile(recalls, (1 - SURE) / 2),
        high=_quantile(recalls, (1 + SURE) / 2),
    )


def runs_for(setting: Setting) -> int:
    """Return how often the days are played through: less often where there is very much to play.

    A mean over many cards varies less from run to run, and people do not wait for a minute.
    """
    much = len(setting.cards) * (setting.exam.day - setting.hours.today)
    return max(_FEWEST_RUNS, min(RUNS, RUNS * _CARD_DAYS // max(much, 1)))


def days_ahead(setting: Setting, seed: int, number: int) -> tuple[PlanDay, ...]:
    """Return today and the next days of a plan, without what follows them.

    Args:
        setting: What the plan is made from.
        seed: The same seed and setting give the same days.
        number: How many days at most; the day of the exam itself is none of them.
    """
    last = min(setting.hours.today + number, setting.exam.day)
    played = _Run(setting, random.Random(f"{seed}:ahead")).play(last)
    return tuple(_average([each], setting.hours.pace) for each in played.days)


class _Day(NamedTuple):
    day: int
    new: int
    reviews: int
    looks: int


class _Played(NamedTuple):
    days: tuple[_Day, ...]
    recall: float
    unseen: Mapping[str, int]
    no_look: int
    window: int


class _Run:
    """One learner's way to the exam: what the scheduler believes, and what is true."""

    def __init__(self, setting: Setting, rng: random.Random) -> None:
        self._of = setting
        self._rng = rng
        self._weights = setting.params.weights
        self._truth = drawn(self._weights, rng)
        # Half of what is special about a learner has shown in the reviews they have done.
        faster = (self._truth[2] / self._weights[2]) ** 0.5
        self._cards = [_ready(each, setting.hours.today) for each in setting.cards]
        self._true: dict[str, tuple[float, float]] = {
            each.card: (each.stability * faster, each.difficulty)
            for each in setting.cards
            if each.stability is not None and each.difficulty is not None
        }
        self._place = {each.card: place for place, each in enumerate(self._cards)}

    def play(self, until: int) -> _Played:
        of, hours, days = self._of, self._of.hours, []
        start, met = of.exam.day, of.met_today
        for day in range(hours.today, until):
            seen = [each for each in self._cards if each.state is not State.NEW]
            new = [each for each in self._cards if each.state is State.NEW]
            start = window_start(of.exam, len(self._cards), hours)
            bent = Bend(of.exam, start, (), self._weights[20])
            if day >= start:
                # Before the window no look is due, and so nobody asks when they are.
                bent = bend(of.exam, map(known, seen), len(new), hours, of.params)
            work = share_out(seen, new, bent, hours, of.confusable, met)
            days.append(self._study(work, day, start))
            hours = hours._replace(today=day + 1, seconds=hours.minutes(day + 1) * 60)
            met = ()
        return self._ended(tuple(days), start)

    def _study(self, work: DayWork, day: int, start: int) -> _Day:
        looks = 0
        for card in work.reviews:
            looks += day >= start and (card.last_day or 0) < start
            self._recall(card, day)
        for card in work.fresh:
            self._meet(card, day)
        return _Day(day, len(work.fresh), len(work.reviews) - looks, looks)

    def _meet(self, card: Candidate, day: int) -> None:
        grade = self._rng.choices(tuple(Grade), FIRST_SHARES)[0]
        believed, true = first(grade, self._weights), first(grade, self._truth)
        if grade is not Grade.EASY:
            believed = later(*believed, 0, Grade.GOOD, self._weights)
            true = later(*true, 0, Grade.GOOD, self._truth)
        self._keep(card, day, believed, true)

    def _recall(self, card: Candidate, day: int) -> None:
        assert card.stability is not None and card.difficulty is not None  # noqa: PT018
        assert card.last_day is not None, "a card ever recalled has a last day"
        passed = max(0, day - card.last_day)
        true = self._true[card.card]
        chance = curve(passed, true[0], self._truth[20])
        grade = Grade.AGAIN
        if self._rng.random() < chance:
            grade = self._rng.choices(_SUCCESSES, SUCCESS_SHARES)[0]
        believed = later(card.stability, card.difficulty, passed, grade, self._weights)
        true = later(*true, passed, grade, self._truth)
        if grade is Grade.AGAIN:
            believed = later(*believed, 0, Grade.GOOD, self._weights)
            true = later(*true, 0, Grade.GOOD, self._truth)
        self._keep(card, day, believed, true)

    def _keep(
        self, card: Candidate, day: int, believed: tuple[float, float], true: tuple[float, float]
    ) -> None:
        self._true[card.card] = true
        self._cards[self._place[card.card]] = card._replace(
            state=State.REVIEW,
            stability=believed[0],
            difficulty=believed[1],
            last_day=day,
            due_day=day + interval_days(believed[0], self._of.params),
        )

    def _ended(self, days: tuple[_Day, ...], start: int) -> _Played:
        exam, decay = self._of.exam.day, self._truth[20]
        recall, no_look = 0.0, 0
        unseen = Counter[str]()
        for each in self._cards:
            if each.last_day is None:
                unseen[each.level] += 1
                continue
            no_look += each.last_day < start
            recall += curve(max(0, exam - each.last_day), self._true[each.card][0], decay)
        return _Played(days, recall / max(1, len(self._cards)), unseen, no_look, start)


def _ready(card: Candidate, today: int) -> Candidate:
    """Return a card for the runs; one in a learning step comes back on the day."""
    if card.state in (State.NEW, State.REVIEW):
        return card
    return card._replace(state=State.REVIEW, due_day=today, due_ms=None)


def _average(days: Sequence[_Day], pace: Pace) -> PlanDay:
    number = len(days)
    new = sum(each.new for each in days) / number
    reviews = sum(each.reviews for each in days) / number
    looks = sum(each.looks for each in days) / number
    minutes = (new * pace.new_s + (reviews + looks) * pace.recall_s) / 60
    return PlanDay(days[0].day, new, reviews, looks, minutes)


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
