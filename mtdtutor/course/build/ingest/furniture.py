"""Page furniture: what stands on a page and says nothing about its subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from mtdtutor.course.build.ingest.blocks import Block, Kind
from mtdtutor.course.build.words import bare, word_count

_POINTER: Final = re.compile(
    r"(?:you (?:may|might) (?:also )?(?:want|like|enjoy|be interested)(?: to| in)?\b.*"
    r"|(?:see|read|watch|check) (?:this )?(?:also|next|more)\b.{0,40}|also (?:see|read|on)\b.{0,40}"
    r"|(?:related|recommended|similar|popular|latest|recent|more|further) "
    r"(?:articles?|posts?|stories|story|reading|topics?|guides?|content|links)\b.{0,40}"
    r"|(?:recommended|suggested|selected|picked) for you|up next|read next|more from\b.{0,60}"
    r"|(?:people|others) also (?:ask|asked|read|viewed|search(?:ed)? for)\b.{0,20}"
    r"|don(?:'|’)?t miss\b.{0,30}|trending(?: now)?|editor(?:'|’)?s picks?)",
    re.IGNORECASE,
)
"""Lines that point to other pages; the titles of these stand right beside them."""

_CHROME: Final = re.compile(
    r"(?:(?:explore|shop|browse|discover|see|view|show|find) (?:all |more |our |the )*(?:related"
    r"|similar"
    r"|more|all|our|best)\b.{0,40}"
    r"|what you(?:'|’)?ll (?:learn|find|discover|need)\b.{0,30}|in this (?:article|guide|post"
    r"|lesson|page)"
    r"|on this page|(?:table of )?contents|jump to\b.{0,30}|quick links"
    r"|skip to\b.{0,30}|back to (?:the )?top|home(?: ?(?:page)?)|menu|search|close|print|edit"
    r"|(?:main|toggle) (?:menu|navigation)|previous|next|(?:previous|next) (?:page|post|article"
    r"|chapter)"
    r"|read more|continue reading|load more|show (?:more|less)|learn more|click here\b.{0,40}"
    r"|share(?: (?:this|on|via|with)\b.{0,40})?|tweet|pin it|copy link|email|facebook|twitter"
    r"|whatsapp"
    r"|(?:please )?(?:sign|log) ?(?:up|in|out)\b.{0,60}|register(?: now)?|subscribe\b.{0,80}"
    r"|(?:join|get) (?:our|the) (?:free )?(?:newsletter|mailing list)\b.{0,60}|newsletter"
    r"|advertisements?|advert|sponsored(?: (?:content|links?|by\b.{0,40}))?|promoted"
    r"|(?:we|this (?:web)?site) uses? cookies\b.{0,300}|accept (?:all )?cookies|accept all"
    r"|cookie (?:policy"
    r"|settings|preferences)|privacy(?: policy| notice)?|terms (?:of (?:use|service)"
    r"|and conditions)"
    r"|(?:©|\(c\)|copyright\b).{0,160}|all rights reserved\b.{0,60}|powered by\b.{0,60}"
    r"|(?:written|posted|published|reviewed|updated) (?:by|on|in)\b.{0,60}|last (?:updated"
    r"|modified|reviewed)"
    r"\b.{0,60}|\d+ ?min(?:ute)?s?(?: of)? read|\d+ (?:comments?|shares?|views|likes)"
    r"|leave a (?:comment|reply)"
    r"|comments?|tags?:.{0,120}|categor(?:y|ies):.{0,120}|photo(?: credit)?:.{0,120}"
    r"|image(?: credit)?:.{0,120}"
    r"|was this (?:page|article|answer) helpful\b.{0,40}|report (?:an? )?(?:ad|error|problem)"
    r"|follow us\b.{0,40}"
    r"|contact(?: us)?|about us|add to cart|buy now|download(?: (?:the )?(?:app|pdf))?|\d{1,4}|["
    r"|•·>»«‹›/\\ -]+)"
    r"[.!:?…»›>]*",
    re.IGNORECASE,
)
"""Lines that are furniture wherever they stand, when they are the whole line."""

_ENDS: Final = frozenset(".;:,")
_MAX_TITLE: Final = 16
_SMALL: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "the",
        "to",
        "vs",
        "with",
        "your",
    ]
)


def drop_furniture(blocks: Sequence[Block]) -> None:
    """Mark every block that is page furniture as dropped, with the reason."""
    _drop_lines(blocks)
    kept = [block for block in blocks if block.kind is not Kind.DROPPED]
    _drop_titles(kept)
    _drop_link_lists([block for block in kept if block.kind is not Kind.DROPPED])
    _drop_repeated([block for block in kept if block.kind is not Kind.DROPPED])


def _drop_lines(blocks: Sequence[Block]) -> None:
    matching: Counter[int] = Counter()
    items: Counter[int] = Counter()
    asked = False
    for block in blocks:
        plain = block.plain
        found = len(plain) <= 400 and _CHROME.fullmatch(plain) is not None
        if block.kind is Kind.ITEM:
            items[block.group] += 1
            matching[block.group] += found
        elif block.kind not in {Kind.DROPPED, Kind.ROW}:
            if block.kind is Kind.RULE or not plain:
                block.drop("rule")
            elif found and not asked and block.kind is not Kind.MEANING:
                # Right under a question, a bare number or word is its answer.
                block.drop("page furniture")
        asked = plain.endswith("?")
    for block in blocks:
        # One such word among others in a list may well be content.
        if block.kind is Kind.ITEM and matching[block.group] * 2 >= items[block.group] > 0:
            block.drop("page furniture")


def is_title(plain: str) -> bool:
    """Return whether a line could be the title of a page."""
    return bool(plain) and plain[-1] not in _ENDS and word_count(plain) <= _MAX_TITLE


def _drop_titles(kept: Sequence[Block]) -> None:
    """Drop lines that point to other pages, and the titles they point to.

    A title stands before its pointer, where nothing but it could come between two paragraphs, or
    a list of titles stands after it.
    """
    for index, block in enumerate(kept):
        if len(block.plain) > 120 or not _POINTER.fullmatch(block.plain.rstrip(" :.!…»›>")):
            continue
        if block.kind is Kind.ROW:
            continue
        block.drop("pointer to other pages")
        before = kept[index - 1] if index else None
        teased = before is not None and not block.explicit
        if before is not None and teased and _is_teaser(before, kept, index - 1):
            before.drop("title of another page")
        else:
            _drop_following(kept, index + 1, heading=block.explicit)


def _is_teaser(block: Block, kept: Sequence[Block], index: int) -> bool:
    """Return whether the block right before a pointer is a title that it points to."""
    if block.kind not in {Kind.TEXT, Kind.HEADING} or not is_title(block.plain):
        return False
    if block.explicit and index == 0:
        # The page's own title.
        return False
    # A short answer stands on its own under its question, and is no title.
    under_question = index > 0 and kept[index - 1].plain.endswith("?")
    return not (under_question and kept[index - 1].kind is not Kind.DROPPED)


def _drop_following(kept: Sequence[Block], index: int, *, heading: bool) -> None:
    """Drop the titles listed after a pointer, up to where content goes on."""
    for place in range(index, len(kept)):
        block = kept[place]
        listed = block.kind is Kind.ITEM or block.passage.linked > 0.8
        if block.explicit or not is_title(block.plain) or block.kind is Kind.ROW:
            return
        after = kept[place + 1] if place + 1 < len(kept) else None
        if not listed and after is not None and not _is_short(after):
            # A short line above a paragraph is its heading, or its question.
            return
        if not listed and not heading and block.gap and place > index:
            return
        if not listed and not _is_headline(block.plain):
            return
        block.drop("title of another page")


def _is_short(block: Block) -> bool:
    return block.kind is not Kind.ROW and is_title(block.plain)


def _is_headline(plain: str) -> bool:
    """Return whether a line is capitalised as headlines are."""
    found = [word for word in re.findall(r"[^\W\d_]+", plain) if word.lower() not in _SMALL]
    return bool(sum(word[0].isupper() for word in found) > len(found) * 0.6)


def _drop_link_lists(kept: Sequence[Block]) -> None:
    """Drop lists of nothing but links, and lines that are one link."""
    start = 0
    while start < len(kept):
        end = start + 1
        if kept[start].kind is Kind.ITEM:
            while end < len(kept) and kept[end].group == kept[start].group:
                if kept[end].kind is not Kind.ITEM:
                    break
                end += 1
        run = kept[start:end]
        if all(block.passage.linked > 0.9 and _is_link_line(block) for block in run):
            for block in run:
                block.drop("links")
        start = end


def _is_link_line(block: Block) -> bool:
    return block.kind in {Kind.ITEM, Kind.TEXT} and not block.plain.endswith((".", ":"))


def _drop_repeated(kept: Sequence[Block]) -> None:
    """Drop short lines that come back three times and more: running heads, buttons."""
    lines = [
        (block, bare(block.plain))
        for block in kept
        if block.kind in {Kind.TEXT, Kind.HEADING} and len(block.plain) <= 80
    ]
    counts = Counter(key for block, key in lines if block.plain[-1] not in ".?!:")
    for block, key in lines:
        if counts[key] >= 3 and block.plain[-1] not in ".?!:":
            block.drop("repeated line")
