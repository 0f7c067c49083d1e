"""What the quiz service tells the pages: plain values, no words made for people."""

from __future__ import annotations

from typing import NamedTuple

from mtdtutor.core.changes import Changes
from mtdtutor.quiz.attempt import AttemptState, Notice
from mtdtutor.quiz.timing import TimeChoice


class TopicChoice(NamedTuple):
    """A topic to choose; ``questions`` is how many one quiz can ask of it alone."""

    topic: str
    name: str
    number: str | None
    questions: int


class QuizChoice(NamedTuple):
    """What a learner chose for a quiz.

    Attributes:
        topics: Topics to ask about; empty for all.
        number: How many questions.
        time_choice: Off, normal or stretched.
        extension: Factor for stretched, 1 to 10.
    """

    topics: tuple[str, ...] = ()
    number: int = 10
    time_choice: TimeChoice = TimeChoice.NORMAL
    extension: float = 1.5


class UnfinishedQuiz(NamedTuple):
    """A quiz that can be gone on with.

    Attributes:
        attempt: Its id.
        number: Questions planned.
        answered: Questions answered.
        remaining_ms: Active time left; None without a limit.
        day: Study day it began.
    """

    attempt: str
    number: int
    answered: int
    remaining_ms: int | None
    day: int


class QuizOptions(NamedTuple):
    """What can be chosen.

    Attributes:
        topics: In the order of the course.
        numbers: Numbers of questions to offer.
        choice: What was chosen last, or the default.
        unfinished: A quiz to go on with first.
    """

    topics: tuple[TopicChoice, ...]
    numbers: tuple[int, ...]
    choice: QuizChoice
    unfinished: UnfinishedQuiz | None


class OptionView(NamedTuple):
    """An option as shown; in a true-or-false question its id is ``true`` or ``false``."""

    id: str
    text: str


class Feedback(NamedTuple):
    """What is shown after an answer, the right one last.

    Attributes:
        right: The answer earned full marks.
        chosen: Ids of the chosen options; empty if none was.
        keys: Ids of the right options.
        your_answer: Text of what was chosen; None if nothing was.
        why_yours: Why that is wrong and what it belongs to; None if it is right.
        right_answer: Text of the key.
        correction: The true statement, where the one to be judged is false.
        explanation: Why the key is right.
        source_lines: Where that can be read.
    """

    right: bool
    chosen: tuple[str, ...]
    keys: tuple[str, ...]
    your_answer: str | None
    why_yours: str | None
    right_answer: str
    correction: str | None
    explanation: str
    source_lines: tuple[str, ...]


class QuestionView(NamedTuple):
    """The open question.

    Attributes:
        position: Its place in the quiz, from 0.
        type: ``single`` or ``true_false``.
        stem: What is asked.
        options: In the order shown.
        chosen: Ids of the options chosen so far.
        certainty: 1 guess, 2 fairly, 3 certain; None if not said.
        flagged: The learner marked it to come back to.
        feedback: None until it is answered: nothing before the answer names it.
    """

    position: int
    type: str
    stem: str
    options: tuple[OptionView, ...]
    chosen: tuple[str, ...]
    certainty: int | None
    flagged: bool
    feedback: Feedback | None


class AttemptView(NamedTuple):
    """A running quiz.

    Attributes:
        attempt: Its id.
        state: Where it stands.
        number: Questions planned.
        question: The open question; None while paused, so that a pause hides it, and at the end.
        unanswered: Positions without an answer.
        flagged: Positions marked to come back to.
        total_ms: The time limit with its extension; None for none.
        remaining_ms: Active time left; None without a limit.
        extension: By how much the time was stretched.
    """

    attempt: str
    state: AttemptState
    number: int
    question: QuestionView | None
    unanswered: tuple[int, ...]
    flagged: tuple[int, ...]
    total_ms: int | None
    remaining_ms: int | None
    extension: float


class Answered(NamedTuple):
    """An answer that is on the disk.

    Attributes:
        view: The quiz after it, with the feedback.
        changes: What it touched.
    """

    view: AttemptView
    changes: Changes


class Ticked(NamedTuple):
    """What a look at the clock found; ``notice`` is to be told once."""

    state: AttemptState
    remaining_ms: int | None
    notice: Notice | None


class Since(NamedTuple):
    """What became of a question after it was answered.

    Attributes:
        withdrawn: It is gone; otherwise it was put right.
        note: What was wrong, or why it is gone; empty where nobody said.
    """

    withdrawn: bool
    note: str


class ResultItem(NamedTuple):
    """A question of an ended quiz, as it was shown then.

    ``feedback.chosen`` is empty where it was not answered; ``since`` says if it, or the fact it
    asks for, was corrected or withdrawn after the answer.
    """

    position: int
    question: str
    topic: str
    topic_name: str
    fact: str
    stem: str
    certainty: int | None
    active_ms: int
    feedback: Feedback
    since: Since | None = None


class TopicScore(NamedTuple):
    """How one topic went."""

    topic: str
    name: str
    right: int
    number: int


class ResultView(NamedTuple):
    """An ended quiz.

    Attributes:
        attempt: Its id.
        day: Study day it began.
        at_ms: When it began.
        offset_min: Offset from UTC then.
        ended: ``finished``, ``expired`` or ``abandoned``.
        number: Questions planned.
        answered: Questions answered.
        right: Questions answered right.
        active_ms: Active time used.
        total_ms: The time limit with its extension; None for none.
        topics: Scores in the order of the course.
        misses: Wrong and unanswered questions, those answered with certainty first.
        rights: The others, in the order asked.
    """

    attempt: str
    day: int
    at_ms: int
    offset_min: int
    ended: str
    number: int
    answered: int
    right: int
    active_ms: int
    total_ms: int | None
    topics: tuple[TopicScore, ...]
    misses: tuple[ResultItem, ...]
    rights: tuple[ResultItem, ...]
