"""Do the tables fit together? Messages for whoever adds a word or a scene."""

from __future__ import annotations

from helpers.kennel.choices import NOUNS_OF
from helpers.kennel.scenes import SCENES, SEQUELS
from helpers.kennel.small_words import FIXED, PREPOSITIONS
from helpers.kennel.verbs import MOODS, VERBS
from helpers.kennel.words import ADJECTIVES, NOUNS, TOPICS

MANNERS = {"free", "own", "the", "a", "all", "role", "sort", "name"}


def test_every_scene_has_a_verb_and_someone_for_it() -> None:
    for scene in SCENES:
        assert scene.verb in VERBS, scene
        assert scene.topic in ("", *TOPICS), scene
        for topic in [scene.topic] if scene.topic else TOPICS:
            for kind in scene.who:
                assert kind == "it" or NOUNS_OF.get((kind, topic)), f"no {kind!r} for {scene}"


def test_every_complement_has_words() -> None:
    for scene in SCENES:
        for how, kind in [part for option in (*scene.what, scene.where) for part in option]:
            if how in FIXED or how == "looks":
                continue
            assert how in MANNERS or how in PREPOSITIONS, f"{how!r} is unknown in {scene}"
            for topic in [scene.topic] if scene.topic else TOPICS:
                assert NOUNS_OF.get((kind, topic)), f"no {kind!r} about {topic} for {scene}"


def test_every_reason_is_a_mood_or_a_verb() -> None:
    for scene in SCENES:
        for reason in scene.because:
            assert reason in MOODS or reason in VERBS or reason == "weather", scene


def test_every_sequel_is_a_verb() -> None:
    for verb, (positive, negative) in SEQUELS.items():
        assert {verb, *positive, *negative} <= set(VERBS), verb


def test_every_word_is_used() -> None:
    """A noun of no scene and an adjective of no noun would never be seen."""
    kinds = {kind for noun in NOUNS for kind in noun.kinds}
    wanted = {kind for scene in SCENES for kind in scene.who}
    wanted |= {kind for scene in SCENES for o in (*scene.what, scene.where) for _, kind in o}
    for noun in NOUNS:
        assert noun.kinds & wanted, noun
    for adjective in ADJECTIVES:
        assert adjective.suits <= kinds, adjective
    assert {scene.verb for scene in SCENES} == set(VERBS)


def test_no_french_noun_stands_for_two_english_ones() -> None:
    singular = [noun.french for noun in NOUNS if noun.french]
    assert len(set(singular)) == len(singular)
