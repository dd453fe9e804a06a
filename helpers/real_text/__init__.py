"""Sentences that people wrote, for lesson 10: English-French pairs, and word links drawn by hand.

Neither is part of the course. `places` finds them (the environment variable ATTENTION_DATA, then
a cache folder, then a download), `pairs` and `links` read them as they are; to tidy them is the
learner's work. Whatever goes wrong is one of the `errors`, whose text is for the learner.
"""

from helpers.real_text.errors import DownloadFailed, NotFound, RealTextError, Unusable
from helpers.real_text.links import LinkedPair, expand_french, human_links, in_clauses
from helpers.real_text.pairs import sentence_pairs

__all__ = [
    "DownloadFailed",
    "LinkedPair",
    "NotFound",
    "RealTextError",
    "Unusable",
    "expand_french",
    "human_links",
    "in_clauses",
    "sentence_pairs",
]
