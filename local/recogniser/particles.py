"""Writes Korean particles to the word they belong to: the model has learnt them as words of their own."""

from __future__ import annotations

_AFTER_ANY = frozenset({"에", "에서", "에게", "에만", "에는", "에도", "의", "도", "만", "까지", "부터", "처럼", "보다"})
_AFTER_VOWEL = frozenset({"는", "가", "를", "와", "라는", "라고"})
_AFTER_CONSONANT = frozenset({"은", "을", "과", "으로", "이라는", "이라고"})
_AFTER_VOWEL_OR_L = frozenset({"로"})
_AFTER_OTHERS = frozenset({"이"})
"""Neither behind a vowel nor behind ㄴ or ㄹ, where it may as well be the word for "this": 제출된 이 페이지."""

_FIRST, _LAST, _FINALS = 0xAC00, 0xD7A3, 28
"""Unicode's Hangul syllables; a syllable's place within 28 is its final consonant."""

_NONE, _N, _L = 0, 4, 8
"""Finals: no consonant, ㄴ, ㄹ."""


def join_particles(text: str) -> str:
    """Join the particles of one sentence, where the sound before them allows them; other spaces stay as they are."""
    words = list[str]()
    for word in text.split():
        if words and _belongs(word, words[-1]):
            words[-1] += word
        else:
            words.append(word)
    return " ".join(words)


def _belongs(particle: str, word: str) -> bool:
    if not _FIRST <= ord(word[-1]) <= _LAST:
        return False
    final = (ord(word[-1]) - _FIRST) % _FINALS
    return (
        particle in _AFTER_ANY
        or (particle in _AFTER_VOWEL and final == _NONE)
        or (particle in _AFTER_CONSONANT and final != _NONE)
        or (particle in _AFTER_VOWEL_OR_L and final in (_NONE, _L))
        or (particle in _AFTER_OTHERS and final not in (_NONE, _N, _L))
    )
