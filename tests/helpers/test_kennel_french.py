"""Is the French right? Rules checked over thousands of sentences, apart from the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kennel_facts import (
    ADJECTIVES,
    BEFORE_NOUN,
    CITIES,
    CLITICS,
    DETERMINERS,
    FEATURES,
    FINITE,
    NAMES,
    NEVER_BEFORE_VOWEL,
    ONLY_BEFORE_VOWEL,
    PLURAL,
    SINGULAR,
    is_noun,
    starts_with_vowel,
    windows,
)

from helpers.corpus import THE_SENTENCE, Pair


def test_the_sentence() -> None:
    assert THE_SENTENCE.english == "The dog is a Labrador."
    assert THE_SENTENCE.french == "Le chien est un labrador."
    assert THE_SENTENCE.content == (False, True, False, False, True, False)
    assert THE_SENTENCE.sure == frozenset((i, i) for i in range(6)) == THE_SENTENCE.possible


def test_contractions(pairs: list[Pair]) -> None:
    wrong = {("de", "le"), ("de", "les"), ("à", "le"), ("à", "les")}
    for pair, _, left, right in windows(pairs):
        assert (left, right) not in wrong, pair.french


def test_elisions(pairs: list[Pair]) -> None:
    for pair, _, left, right in windows(pairs):
        if left in {"le", "la", "de", "que", "ne", "je"}:
            assert not starts_with_vowel(right), pair.french
        if left in {"l'", "d'", "qu'", "n'", "j'"}:
            assert starts_with_vowel(right), pair.french
        if left in {"ma", "sa"}:
            assert not starts_with_vowel(right), pair.french


def test_an_elided_word_is_never_last(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert not re.search(r"\b(?:le|la|les|de|que|qu|ne|je|à|un|une)'? ?[.?]", pair.french)


def noun_groups(pair: Pair) -> Iterator[tuple[str | None, list[str], str, list[str]]]:
    """Determiner, adjectives before, noun, adjectives after."""
    tokens = pair.target
    for place in range(len(tokens)):
        if not is_noun(pair, place):
            continue
        first = place
        while first > 0 and tokens[first - 1] in ADJECTIVES:
            first -= 1
        last = place
        while tokens[last + 1] in ADJECTIVES:
            last += 1
        opening = tokens[first - 1] if first else None
        yield opening, list(tokens[first:place]), tokens[place], list(tokens[place + 1 : last + 1])


def test_noun_groups_agree(pairs: list[Pair]) -> None:
    groups = 0
    for pair in pairs:
        for determiner, before, noun, after in noun_groups(pair):
            features = set(FEATURES[noun])
            if determiner in DETERMINERS:
                features &= set(DETERMINERS[determiner].split())
            for adjective in before + after:
                features &= ADJECTIVES[adjective]
            # "mon assiette": before a vowel the masculine form stands with feminine nouns
            vowel = determiner in {"mon", "son"} and starts_with_vowel((before + [noun])[0])
            if vowel and not features:
                features = FEATURES[noun] & {"fs"}
                for adjective in before + after:
                    features &= ADJECTIVES[adjective]
            assert features, (determiner, before, noun, after, pair.french)
            groups += 1
    assert groups > 20_000


def test_adjectives_stand_on_their_side(pairs: list[Pair]) -> None:
    for pair in pairs:
        for _, before, noun, after in noun_groups(pair):
            assert set(before) <= BEFORE_NOUN, pair.french
            assert not set(after) & BEFORE_NOUN, pair.french
            for adjective, following in zip(before, [*before[1:], noun], strict=False):
                if adjective in ONLY_BEFORE_VOWEL:
                    assert starts_with_vowel(following), pair.french
                if adjective in NEVER_BEFORE_VOWEL:
                    assert not starts_with_vowel(following), pair.french
                if adjective == "vieux" and starts_with_vowel(following):
                    assert FEATURES[noun] & {"mp"}, pair.french
    assert any("bel " in pair.french for pair in pairs)
    assert any("vieil " in pair.french for pair in pairs)


def test_bel_and_vieil_only_beside_a_noun(pairs: list[Pair]) -> None:
    for pair, _, left, right in windows(pairs):
        if left in ONLY_BEFORE_VOWEL:
            assert right in FEATURES, pair.french


def test_every_noun_is_introduced(pairs: list[Pair]) -> None:
    """Only names, cities, trades and means of travel do without a determiner."""
    bare = {"en": {"train", "bus", "avion", "hiver", "été"}}
    for pair in pairs:
        for determiner, before, noun, _ in noun_groups(pair):
            if determiner in DETERMINERS or determiner in {"de", "d'"}:
                continue
            if noun in {"médecin", "professeur"} and not before:
                continue
            assert noun in bare.get(determiner or "", ()), (determiner, noun, pair.french)


def test_des_before_an_adjective_is_de(pairs: list[Pair]) -> None:
    for pair, place, left, right in windows(pairs):
        if left == "des" and right in BEFORE_NOUN:
            before = pair.target[place - 1]  # "à côté des petites filles" is a contraction
            belongs = before in FEATURES or before in {"côté", "près", "cause", "peur"}
            assert belongs, pair.french


def test_negation_is_closed(pairs: list[Pair]) -> None:
    seen = set()
    for pair in pairs:
        tokens = pair.target
        for place, token in enumerate(tokens):
            if token in {"ne", "n'"}:
                after = place + 1 + (tokens[place + 1] in CLITICS)
                assert tokens[after] in FINITE, pair.french
                assert tokens[after + 1] in {"pas", "jamais"}, pair.french
                seen.add(tokens[after + 1])
            if token in {"pas", "jamais"}:
                before = tokens[place - 3 : place]
                assert {"ne", "n'"} & set(before), pair.french
    assert seen == {"pas", "jamais"}


def test_negation_matches_english(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert pair.source.count("not") == pair.target.count("pas"), pair
        assert pair.source.count("never") == pair.target.count("jamais"), pair


def test_no_un_or_du_under_negation(pairs: list[Pair]) -> None:
    for pair, place, left, right in windows(pairs):
        if left in {"pas", "jamais"} and right in {"un", "une", "des", "du"}:
            assert pair.target[place - 1] in {"est", "sont"}, pair.french


def test_verbs_agree_with_plain_subjects(pairs: list[Pair]) -> None:
    """A sentence that opens with a noun group, straight before its verb."""
    seen = 0
    for pair in pairs:
        tokens = pair.target
        place = 0
        while tokens[place] in DETERMINERS or tokens[place] in ADJECTIVES:
            place += 1
        if tokens[place] not in FEATURES and tokens[place] not in NAMES:
            continue
        numbers = {feature[1] for feature in FEATURES.get(tokens[place], {"ms"})}
        if tokens[0] in DETERMINERS:
            numbers &= {feature[1] for feature in DETERMINERS[tokens[0]].split()}
        place += 1
        while tokens[place] in ADJECTIVES or tokens[place] in {"ne", "n'"}:
            place += 1
        if tokens[place] in SINGULAR | PLURAL:
            wanted = SINGULAR if numbers == {"s"} else PLURAL
            assert tokens[place] in wanted, pair.french
            seen += 1
    assert seen > 2_000


def test_predicates_agree_with_plain_subjects(pairs: list[Pair]) -> None:
    """Le chien est fatigué; la porte n'est pas très propre; Anna est heureuse."""
    pattern = re.compile(
        r"^(?:\S+ )??(?:\S+ )??(\S+) (?:ne |n' )?(?:est|sont) "
        r"(?:pas |jamais |souvent |toujours |très )*(\S+) "
    )
    seen = 0
    for pair in pairs:
        match = pattern.match(" ".join(pair.target))
        if not match or match[2] not in ADJECTIVES or "et" in pair.target[:4]:
            continue
        noun, said = match[1], match[2]
        features = {NAMES[noun] + "s"} if noun in NAMES else FEATURES.get(noun, set())
        if features:
            assert features & ADJECTIVES[said], pair.french
            seen += 1
    assert seen > 200


def test_questions(pairs: list[Pair]) -> None:
    asked = 0
    for pair in pairs:
        if pair.target[-1] != "?":
            assert "est-ce" not in pair.target
            continue
        asked += 1
        assert pair.french.endswith(" ?")
        if pair.target[0] == "où":
            assert pair.target[1] in {"est", "sont"}
        else:
            following = pair.target[2]
            que = "qu'" if starts_with_vowel(following) else "que"
            assert pair.target[:2] == ("est-ce", que), pair.french
    assert asked > 100


def test_conjunctions_are_whole(pairs: list[Pair]) -> None:
    for pair, place, left, right in windows(pairs):
        if left in {"parce", "pendant", "est-ce"}:
            assert right in {"que", "qu'"}, pair.french
        if left == "cause":
            assert pair.target[place - 1] == "à", pair.french
            assert right in {"de", "du", "des"}, pair.french
        if left in {"côté", "près"}:
            assert right in {"de", "d'", "du", "des"}, pair.french
        if right in CITIES:
            visits = {"visite", "pas", "jamais", "souvent", "toujours"}
            after = pair.target[place + 2 : place + 4]
            told_of = "est" in after or "n'" in after or left == "que"  # Paris est une ville
            assert told_of or left in {"à", "pour"} | visits, pair.french


def test_sentences_are_written_properly(pairs: list[Pair]) -> None:
    for pair in pairs:
        for sentence in (pair.english, pair.french):
            assert "  " not in sentence
            assert sentence[0].isupper()
            assert sentence[-1] in ".?"
            assert not re.search(r"[’“”]| [.,]|' ", sentence), sentence
