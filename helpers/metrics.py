"""How good translations are: BLEU, through sacrebleu, so that everybody's BLEU is the same.

>>> round(bleu(["Le chien dort ici.", "Il pleut."], ["Le chien dort ici.", "Il neige."]), 1)
81.3
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sacrebleu


def bleu(translations: Sequence[str], references: Sequence[str | Sequence[str]]) -> float:
    """BLEU of a whole test set, from 0 to 100 (Papineni and others 2002; Post 2018, 1804.08771).

    Args:
        translations: sentences as written, one string each; an empty one is allowed.
        references: for each translation the right sentence, or a list of several right ones.

    Raises:
        ValueError: no sentences, a number of references that does not fit, or a sentence
            without a reference.
        TypeError: a translation or a reference that is a list of tokens and not a string.

    >>> round(bleu(["Le chat dort bien ici."], [["Le chien dort ici.", "Le chat dort ici."]]), 1)
    38.0
    """
    if isinstance(translations, str) or isinstance(references, str):
        raise TypeError("translations and references must be lists of sentences, got one string")
    if not translations or len(translations) != len(references):
        raise ValueError(
            "there must be as many translations as references, and one at least, got "
            f"{len(translations)} translations and {len(references)} references"
        )
    right = [[entry] if isinstance(entry, str) else list(entry) for entry in references]
    strangers = [s for s in (*translations, *sum(right, [])) if not isinstance(s, str)]
    if strangers:
        raise TypeError(
            f"sentences must be strings as written, got {strangers[0]!r}: detokenise it"
        )
    if not all(right):
        raise ValueError(f"sentence {[bool(r) for r in right].index(False)} has no reference")
    # sacrebleu wants columns: the first reference of every sentence, the second, and so on.
    columns: Any = [  # its types know nothing of None, its code does
        [row[i] if i < len(row) else None for row in right] for i in range(max(map(len, right)))
    ]
    return float(sacrebleu.corpus_bleu(list(translations), columns, force=True).score)
