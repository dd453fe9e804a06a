"""Sentences that have no place in a class: of violence against people, and abuse.

A short list, not a filter for everything: Tatoeba is written by volunteers, and now and then
somebody wrote what nobody wants to see translated on a projector. A pair is left out if either
side has one of these words. Each entry is the beginning of a word.
"""

from __future__ import annotations

import re

_ENGLISH = """
    murder massacr tortur raped rapes raping rapist suicid strangl stabb behead decapitat
    corpse genocid terroris nazi hitler lynch molest pedophil porn prostitut whore slut bitch
    bastard fuck shit asshole cunt nigg fagg retard
"""
_FRENCH = """
    meurtr assassin massacr tortur viol(?:er|é|ée|és|ées|a|eur)\\b suicid étrangl poignard égorg
    décapit cadavre génocid terroris nazi hitler lynch pédophil porno prostitu pute\\b putain
    salope connard connasse enculé bâtard\\b merde nègre pédé\\b
"""
_KILL = r"kill(?:ed|s|er|ers|ing)? (?:you|him|her|me|them|us|himself|herself|myself|people)\b"
_TUER = r"(?:tuer|tué|tuée|tués|tua|tuent|tuerai) (?:ma|mon|sa|son|ses|des gens)\b|se tuer\b"


def _pattern(words: str, more: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())}|{more})", re.IGNORECASE)


_PATTERNS = (_pattern(_ENGLISH, _KILL), _pattern(_FRENCH, _TUER))


def is_blocked(english: str, french: str) -> bool:
    """Whether a pair of sentences is left out.

    >>> is_blocked("He was murdered.", "Il fut assassiné."), is_blocked("He is late.", "Il tarde.")
    (True, False)
    """
    return any(
        pattern.search(text) is not None
        for pattern, text in zip(_PATTERNS, (english, french), strict=True)
    )
