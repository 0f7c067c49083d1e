"""Which pages there are, and where each comes from."""

from __future__ import annotations

from typing import Final, NamedTuple


class PageSpec(NamedTuple):
    """Where a page comes from; its module is imported when it is first wanted.

    Attributes:
        name: The page's name, as in ``Page.name``.
        nav: The sidebar entry it belongs to.
        module: Module that holds it.
        cls: Name of the class.
    """

    name: str
    nav: str
    module: str
    cls: str


PAGES: Final = (
    PageSpec("today", "today", "mtdtutor.ui.pages.today", "TodayPage"),
    PageSpec("exam", "today", "mtdtutor.ui.pages.exam", "ExamPage"),
    PageSpec("study", "study", "mtdtutor.ui.pages.study", "StudyPage"),
    PageSpec("focus", "study", "mtdtutor.ui.pages.focus", "FocusPage"),
    PageSpec("card_info", "study", "mtdtutor.ui.pages.card_info", "CardInfoPage"),
    PageSpec("quiz_setup", "quiz", "mtdtutor.ui.pages.quiz_setup", "QuizSetupPage"),
    PageSpec("quiz_run", "quiz", "mtdtutor.ui.pages.quiz_run", "QuizRunPage"),
    PageSpec("quiz_result", "quiz", "mtdtutor.ui.pages.quiz_result", "QuizResultPage"),
    PageSpec("history", "history", "mtdtutor.ui.pages.history", "HistoryPage"),
    PageSpec("library", "library", "mtdtutor.ui.pages.library", "LibraryPage"),
    PageSpec("own_card", "library", "mtdtutor.ui.pages.own_card", "OwnCardPage"),
    PageSpec("import_cards", "library", "mtdtutor.ui.pages.import_cards", "ImportCardsPage"),
    PageSpec("reading", "library", "mtdtutor.ui.pages.reading", "ReadingPage"),
    PageSpec("compare", "library", "mtdtutor.ui.pages.compare", "ComparePage"),
    PageSpec("overview", "library", "mtdtutor.ui.pages.overview", "OverviewPage"),
    PageSpec("settings", "settings", "mtdtutor.ui.pages.settings", "SettingsPage"),
    PageSpec("keys", "settings", "mtdtutor.ui.pages.keys_page", "KeysPage"),
    PageSpec("about", "settings", "mtdtutor.ui.pages.about", "AboutPage"),
)
