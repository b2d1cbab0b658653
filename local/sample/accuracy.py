"""How right a transcript is, by words."""

import re


def word_accuracy(reference: str, hypothesis: str) -> float:
    """1 minus the word error rate, never below 0.

    Words are compared without case and punctuation. The word error rate is the least number of words to replace, insert
    or delete, divided by the words of the reference.

    Args:
        reference: What was said.
        hypothesis: What was heard.

    Returns:
        1.0 when every word is right; two empty texts agree.
    """
    said, heard = _words(reference), _words(hypothesis)
    if not said:
        return 0.0 if heard else 1.0
    return max(0.0, 1 - _edits(said, heard) / len(said))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())


def _edits(said: list[str], heard: list[str]) -> int:
    """Levenshtein's distance, one row of its table at a time."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, start=1):
        diagonal, row[0] = row[0], number
        for place, other in enumerate(heard, start=1):
            diagonal, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, diagonal + (word != other))
    return row[-1]
