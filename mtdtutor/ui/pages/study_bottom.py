"""Below the card: what uncovers it, and then its grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from mtdtutor.study.memory import Grade
from mtdtutor.ui.study_words import grade_word
from mtdtutor.ui.theme import Theme
from mtdtutor.ui.widgets.buttons import Button, GradeButton, Look

if TYPE_CHECKING:
    from mtdtutor.ui.key_table import KeyTable

_TWO: Final = (Grade.AGAIN, Grade.GOOD)


class StudyBottom(QStackedWidget):
    """Two rows of buttons in one place: before the answer, and after it."""

    def __init__(self, theme: Theme) -> None:
        """Make both rows; the page connects their buttons."""
        super().__init__()
        self.setObjectName("study_bottom")
        self.show_answer = Button(theme, self.tr("Show answer"), Look.PRIMARY, key="Space")
        self.show_answer.setObjectName("study_show_answer")
        self.read_first = Button(theme, self.tr("Read about this"), key="R")
        self.read_first.setObjectName("study_read_first")
        self.read_first.setAccessibleDescription(
            self.tr("Opens what there is to learn before the first try")
        )
        self.know = Button(theme, self.tr("I know this"), key="K")
        self.know.setObjectName("study_know")
        self.hint = Button(theme, self.tr("Hint"), key="H")
        self.hint.setObjectName("study_hint")
        asking, row = self._row("study_asking")
        for each in (self.show_answer, self.hint, self.read_first, self.know):
            row.addWidget(each)
        row.addStretch(1)
        grading, row = self._row("study_grading")
        self.grades: dict[Grade, GradeButton] = {}
        self._offered: tuple[Grade, ...] = tuple(Grade)
        for grade in Grade:
            button = GradeButton(theme, grade, grade_word(grade), str(int(grade)))
            button.setObjectName(f"study_grade_{int(grade)}")
            self.grades[grade] = button
            row.addWidget(button)
        self.addWidget(asking)
        self.addWidget(grading)
        policy = self.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_keys(self, keys: KeyTable) -> None:
        """Show what is printed on the keys in force."""
        self.show_answer.set_key(keys.cap("study", "reveal"))
        self.hint.set_key(keys.cap("study", "hint"))
        offered = [grade for grade in self.grades if grade in self._offered]
        for place, grade in enumerate(offered):
            self.grades[grade].set_key(keys.cap("study", "grade", place))

    def set_grades(self, number: int, keys: KeyTable) -> None:
        """Offer four grades, or two of them: Again and Good."""
        self._offered = tuple(Grade) if number > len(_TWO) else _TWO
        for grade, button in self.grades.items():
            button.setVisible(grade in self._offered)
        self.show_keys(keys)

    @property
    def two(self) -> bool:
        """Whether two grades are offered instead of four."""
        return self._offered == _TWO

    def grade_at(self, place: int) -> Grade:
        """Return the grade that a key stands for; of two grades all but the first key mean Good."""
        return self._offered[min(place, len(self._offered) - 1)]

    def _row(self, name: str) -> tuple[QWidget, QHBoxLayout]:
        holder = QWidget()
        holder.setObjectName(name)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        return holder, row
