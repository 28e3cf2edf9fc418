"""How hard a Swedish text is to read: LIX, as Björnsson defined it."""

import re


def lix(text: str) -> float:
    """Words per sentence plus the percentage of words longer than six letters."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)
    sentences = [part for part in re.split(r"[.!?:\n]+", text) if re.search(r"\w", part)]
    long = [word for word in words if len(word) > 6]
    return len(words) / len(sentences) + 100 * len(long) / len(words)
