"""English texts of known errors: what happened, where, and what to do about it.

The interface translates by code; the terminal prints these texts as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MESSAGES: Final[dict[str, str]] = {
    # Data folder and database
    "folder-read-only": (
        "The data folder {folder} cannot be written to ({reason}). "
        "Allow writing there, or start with --data-dir and another folder."
    ),
    "database-newer": (
        "The file {file} was written by a newer version of MTD Tutor (schema {found}, this "
        "version knows {known}). Install the newer version; the file was left as it is."
    ),
    "database-damaged": (
        "The file {file} is damaged: {reason}. Nothing was written to it. Move it aside and put "
        "a copy from the folder {backups} in its place."
    ),
    "database-foreign": (
        "The file {file} is not a database of MTD Tutor ({reason}). It was left as it is. "
        "Choose another data folder with --data-dir, or move the file away."
    ),
    "database-locked": (
        "Another program holds the file {file} and did not let go of it. Close that program "
        "and try again; nothing was lost."
    ),
    "disk-full": (
        "The disk that holds {file} is full, so this could not be saved. "
        "Free some space and try again."
    ),
    "disk-error": (
        "The file {file} could not be read or written: {reason}. "
        "Check the disk or the connection to it, then try again."
    ),
    "already-running": (
        "MTD Tutor is already open on the data folder {folder}. Use its window, or close it first."
    ),
    "lock-needed": (
        "{command} needs the data folder {folder} for itself, but MTD Tutor is open on it. "
        "Close the window and run the command again."
    ),
    # Learners
    "learner-unknown": "There is no learner named “{name}”. Learners here: {names}.",
    "learner-exists": "There is already a learner named “{name}”. Choose another name.",
    "learner-name-empty": "A learner needs a name. Type at least one letter.",
    "learner-last": "“{name}” is the only learner. Add another one before deleting this one.",
    # Own words
    "wording-empty": (
        "A card needs a question and an answer. Write something in both fields, or go back to "
        "the course's wording."
    ),
    # Own cards
    "own-card-empty": "A card needs a question and an answer. Write something in both fields.",
    "own-card-long": (
        "This is longer than {limit} letters: “{text}” Shorten it, or make two cards of it."
    ),
    "own-card-gap": (
        "A text with a gap needs exactly one gap. Write {gap} where the answer belongs, once."
    ),
    "own-card-many": (
        "A card takes {accept} accepted answers and {tags} tags at most. Leave some out."
    ),
    # Exams
    "exam-past": (
        "The day of the exam has to be after today. Choose tomorrow or a later day; for an exam "
        "today, study what is ready."
    ),
    "exam-far": "The day of the exam may be {days} days ahead at most. Choose an earlier day.",
    "exam-empty": (
        "There is no card in the topics and levels chosen. Choose at least one topic and one "
        "level that has cards."
    ),
    # Importing cards
    "import-unreadable": (
        "The file {file} could not be read: {reason}. Check its name and whether you may read it."
    ),
    "import-large": (
        "The file {file} is larger than {limit} MB. Split it and import the parts one by one."
    ),
    "import-encoding": (
        "The file {file} is not UTF-8 text (line {line}). Save it again as “CSV UTF-8” or as "
        "Unicode text."
    ),
    "import-empty": "The file {file} has no rows. Choose another file.",
    "import-quotes": (
        "The file {file} cannot be taken apart from line {line} on: {reason}. Close every "
        "quotation mark there, and double those inside a cell."
    ),
    "import-rows": (
        "The file {file} has more than {limit} rows. Split it and import the parts one by one."
    ),
    "import-columns": (
        "The file {file} has only one column (line {line}). Put question and answer in two "
        "columns, with a comma, a semicolon or a tab between."
    ),
    # Bank at run time
    "bank-unreadable": (
        "The question bank {file} could not be read: {reason}. Reinstall MTD Tutor, or rebuild "
        "the bank with “mtdtutor content build”."
    ),
    "bank-invalid": (
        "The question bank {file} is broken at {place}: {reason}. Rebuild it with "
        "“mtdtutor content build”."
    ),
    "bank-newer": (
        "The question bank {file} has schema {found}, but this version of MTD Tutor knows "
        "{known}. Install the newer version."
    ),
    # Knowledge base
    "knowledge-missing": (
        "There is no knowledge base in {folder}: the file {file} is missing. "
        "Name the content folder of a source checkout."
    ),
    "knowledge-invalid": (
        "The knowledge base in {folder} cannot be used. Mistakes found ({count}):\n{problems}\n"
        "Correct these places and run the command again."
    ),
    # Source documents
    "ingest-unreadable": (
        "The file {file} could not be read: {reason}. Check its name and whether you may read it."
    ),
    "ingest-empty": "The file {file} holds no text. Leave it out, or save the page again.",
    "ingest-not-text": (
        "The file {file} is not text: {reason}. Save it as plain text, Markdown or HTML."
    ),
    "ingest-encoding": (
        "The file {file} is not UTF-8 (byte {byte}, line {line}). Save it again as UTF-8."
    ),
    "ingest-too-large": (
        "With the file {file} there is more to read than {limit} MB. "
        "Give fewer files at a time, or split it."
    ),
    "ingest-too-many": (
        "The file {file} is cut into more than {limit} pieces, which is no readable page. "
        "Split it, or save it as plain text."
    ),
    "ingest-over-source": (
        "The result would be written over {file}, which is to be read. "
        "Choose another name after -o."
    ),
    # Quiz
    "quiz-empty": (
        "No question fits this choice of topics. Choose more topics, then start the quiz again."
    ),
    "attempt-unknown": "The quiz {attempt} is not in this database. Choose one from History.",
    # Backups and files
    "backup-failed": (
        "The backup {file} could not be made: {reason}. Nothing else was changed. "
        "Free some space or choose another folder, then try again."
    ),
    "export-failed": (
        "The file {file} could not be written: {reason}. Choose another place and try again."
    ),
    "settings-broken": (
        "The settings file {file} could not be read ({reason}). It was set aside as {aside}, and "
        "the default settings are used."
    ),
}


def english(code: str, params: Mapping[str, object]) -> str:
    """Return the English text of a known error.

    Args:
        code: Key in ``MESSAGES``.
        params: Values for its placeholders.

    Returns:
        The text with the values filled in.

    Raises:
        KeyError: The code or a placeholder's value is missing, which is a bug of the caller.
    """
    return MESSAGES[code].format_map(dict(params))
