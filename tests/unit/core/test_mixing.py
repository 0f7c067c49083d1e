"""Mixing by topic."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mtdtutor.core.mixing import mix_topics

TOPICS = ("track-1", "track-1.5", "track-2", "track-3", "track-8")
CONFUSABLE = {
    "track-1": ("track-1.5",),
    "track-1.5": ("track-1", "track-2"),
    "track-2": ("track-1.5",),
    "track-3": ("track-8",),
    "track-8": ("track-3",),
}
MEMBERS = st.lists(
    st.tuples(st.integers(0, 500).map(str), st.sampled_from(TOPICS)),
    max_size=40,
    unique_by=lambda member: member[0],
)
Member = tuple[str, str]


def topics_of(members: list[Member], seed: int) -> list[str]:
    mixed = mix_topics(members, lambda each: each[0], lambda each: each[1], CONFUSABLE, seed)
    assert sorted(mixed) == sorted(members)
    return [topic for _, topic in mixed]


@given(MEMBERS, st.integers(0, 9))
def test_no_topic_follows_itself_where_that_can_be_avoided(
    members: list[Member], seed: int
) -> None:
    topics = topics_of(members, seed)
    largest = max((topics.count(topic) for topic in topics), default=0)
    repeats = sum(a == b for a, b in pairwise(topics))
    assert repeats <= max(0, 2 * largest - len(topics) - 1)
    assert topics == topics_of(members[::-1], seed)


def test_confusable_topics_meet_more_often_than_others() -> None:
    members = [(str(number), TOPICS[number % 5]) for number in range(200)]
    met = pairs = 0
    for seed in range(20):
        topics = topics_of(members, seed)
        met += sum(b in CONFUSABLE[a] for a, b in pairwise(topics))
        pairs += len(topics) - 1
    assert met / pairs > 0.5  # by chance it would be a third


def test_the_seed_changes_the_order() -> None:
    members = [(str(number), TOPICS[number % 5]) for number in range(30)]
    assert len({tuple(topics_of(members, seed)) for seed in range(5)}) == 5
