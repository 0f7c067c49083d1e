"""Builders shared by the tests of the quiz room."""

from __future__ import annotations

from mtdtutor.quiz.items import FALSE_ID, TRUE_ID, Item, Option

TOPICS = ("track-1", "track-1.5", "track-2", "track-3", "track-8")
CONFUSABLE = {
    "track-1": ("track-1.5", "track-2"),
    "track-1.5": ("track-1", "track-2"),
    "track-2": ("track-1.5",),
    "track-3": ("track-8",),
    "track-8": ("track-3",),
}


class FakeClock:
    """Two clocks that a test moves, together or apart."""

    def __init__(self) -> None:
        self.mono = 5_000_000
        self.wall = 1_700_000_000_000

    def now_ms(self) -> int:
        return self.wall

    def monotonic_ms(self) -> int:
        return self.mono

    def offset_min(self, at_ms: int) -> int:
        return 0

    def run(self, ms: int) -> None:
        self.mono += ms
        self.wall += ms


def single(
    name: str,
    topic: str = "track-1",
    *,
    fact: str = "",
    also: tuple[str, ...] = (),
    key: str = "",
    stems: tuple[str, ...] = ("Which one is it?", "Which of these is it?"),
    template: str = "t04",
    wrong: int = 4,
    show: int = 3,
) -> Item:
    options = [Option("key", key or f"key of {name}", True, "because", topic)]
    options += [Option(f"w{n}", f"wrong {n} of {name}", False, "no", None) for n in range(wrong)]
    return Item(
        name, 1, "single", template, fact or f"fact:{name}", also, topic, "define", stems, 0.0,
        "It is so.", tuple(options), show,
    )  # fmt: skip


def statement(name: str, topic: str, answer: bool, text: str = "It is so.") -> Item:
    options = (
        Option(TRUE_ID, "True", answer, "", None),
        Option(FALSE_ID, "False", not answer, "", None),
    )
    return Item(
        name, 1, "true_false", "t12", f"fact:{name}", (), topic, "define", (text,), -0.4,
        "It is so.", options, 2, None if answer else "It is not so.",
    )  # fmt: skip
