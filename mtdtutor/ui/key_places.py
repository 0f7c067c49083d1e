"""Where keys stand and what is printed on them: data about keyboards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Places of the keys 1 to 9 and 0.
X11_DIGITS: Final = {
    **dict(zip(range(10, 20), "1234567890", strict=True)),
    **dict(zip((87, 88, 89, 83, 84, 85, 79, 80, 81, 90), "1234567890", strict=True)),
}
WINDOWS_DIGITS: Final = {
    **dict(zip(range(0x02, 0x0C), "1234567890", strict=True)),
    **dict(
        zip(
            (0x4F, 0x50, 0x51, 0x4B, 0x4C, 0x4D, 0x47, 0x48, 0x49, 0x52),
            "1234567890",
            strict=True,
        )
    ),
}
MAC_DIGITS: Final = {
    **dict(
        zip(
            (0x12, 0x13, 0x14, 0x15, 0x17, 0x16, 0x1A, 0x1C, 0x19, 0x1D),
            "1234567890",
            strict=True,
        )
    ),
    **dict(
        zip(
            (0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5B, 0x5C, 0x52),
            "1234567890",
            strict=True,
        )
    ),
}
ROWS: Final = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")


def _places(*starts: int) -> dict[int, str]:
    return {
        start + offset: letter
        for start, row in zip(starts, ROWS, strict=True)
        for offset, letter in enumerate(row)
    }


X11_LETTERS: Final = _places(24, 38, 52)
WINDOWS_LETTERS: Final = _places(0x10, 0x1E, 0x2C)
MAC_LETTERS: Final = {
    **dict(enumerate("ASDFHGZXCV")),
    **dict(zip(range(0x0B, 0x12), "BQWERYT", strict=True)),
    0x1F: "O",
    0x20: "U",
    0x22: "I",
    0x23: "P",
    0x25: "L",
    0x26: "J",
    0x28: "K",
    0x2D: "N",
    0x2E: "M",
}

# What common layouts without Latin letters print, in the order of ROWS: enough to label keys
# before each has been pressed once. Pressing a key corrects its label.
PRINTED: Final[Mapping[str, tuple[str, str, str]]] = {
    "CYRILLIC": ("ЙЦУКЕНГШЩЗ", "ФЫВАПРОЛД", "ЯЧСМИТЬ"),
    "ARABIC": ("ضصثقفغعهخح", "شسيبلاتنم", "ئءؤرﻻىة"),
    "GREEK": (";ΣΕΡΤΥΘΙΟΠ", "ΑΣΔΦΓΗΞΚΛ", "ΖΧΨΩΒΝΜ"),
    "HEBREW": ("/'קראטוןםפ", "שדגכעיחלך", "זסבהנמצ"),
}
