"""Do French pronouns agree with their verb and with what they take up?"""

from __future__ import annotations

import pytest
from kennel_facts import (
    ADJECTIVES,
    ANIMATE,
    CLITICS,
    FEATURES,
    FINITE,
    FIRST,
    NAMES,
    PLURAL,
    SINGULAR,
    is_noun,
    windows,
)

from helpers.corpus import Pair


@pytest.mark.parametrize(
    ("subject", "verbs", "feature"),
    [("il", SINGULAR, "ms"), ("elle", SINGULAR, "fs"), ("ils", PLURAL, "mp"),
     ("elles", PLURAL, "fp"), ("je", FIRST, ""), ("j'", FIRST, "")],
)  # fmt: skip
def test_pronoun_verb_and_adjective_agree(
    pairs: list[Pair], subject: str, verbs: set[str], feature: str
) -> None:
    seen = 0
    for pair in pairs:
        tokens = pair.target
        for place, token in enumerate(tokens):
            if token != subject:
                continue
            verb = place + 1
            while tokens[verb] in CLITICS | {"ne", "n'"}:
                verb += 1
            assert tokens[verb] in verbs | {"neige"}, pair.french
            said = verb + 1
            while tokens[said] in {"pas", "jamais", "très", "souvent", "toujours"}:
                said += 1
            if tokens[said] in ADJECTIVES and tokens[verb] in {"est", "sont"}:
                assert feature in ADJECTIVES[tokens[said]], pair.french
            seen += 1
    assert seen > 20


def test_it_has_the_gender_of_what_it_takes_up(pairs: list[Pair]) -> None:
    """She has a car and it is black / elle est noire; he has bread and he is eating it / le mange.

    Looked at where all the things named before have one gender.
    """
    seen = set()
    for pair in pairs:
        for i, j in pair.sure:
            if pair.source[i] != "it" or pair.target[j] not in {"il", "elle", "le", "la"}:
                continue
            if pair.target[j] == "il" and pair.target[j + 1] in {"pleut", "neige", "fait", "ne"}:
                continue  # the weather
            before = [pair.target[k] for k in range(j) if is_noun(pair, k)]
            genders = {feature[0] for noun in before for feature in FEATURES[noun]
                       if noun not in ANIMATE}  # fmt: skip
            if len(genders) == 1:
                feminine = pair.target[j] in {"elle", "la"}
                assert genders == {"f" if feminine else "m"}, pair.french
                seen.add(pair.target[j])
    assert seen == {"il", "elle", "le", "la"}


def test_they_have_the_gender_of_whom_they_take_up(pairs: list[Pair]) -> None:
    """ils where someone masculine is about, elles only where there are women or things enough."""
    for pair in pairs:
        tokens = pair.target
        for place, token in enumerate(tokens):
            if token not in {"ils", "elles"}:
                continue
            features = [FEATURES[tokens[k]] for k in range(place) if is_noun(pair, k)]
            features += [{NAMES[word] + "s"} for word in tokens[:place] if word in NAMES]
            genders = [feature[0] for found in features for feature in found]
            several = any("fp" in found for found in features) or genders.count("f") > 1
            assert "m" in genders if token == "ils" else several, pair.french


def test_object_pronouns_stand_before_the_verb(pairs: list[Pair]) -> None:
    """le, la, l', les straight before a verb translate him, her, it or them."""
    seen = set()
    for pair, place, left, right in windows(pairs):
        if left in CLITICS and right in FINITE and not is_noun(pair, place + 1):
            linked = {pair.source[i] for i, j in pair.sure if j == place}
            assert linked & {"him", "her", "it", "them"}, pair
            seen |= linked
    assert seen == {"him", "her", "it", "them"}
