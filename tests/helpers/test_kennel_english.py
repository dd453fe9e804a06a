"""Is the English right, and do links, content words and topics mean what they say?"""

from __future__ import annotations

from kennel_facts import BASE, FUNCTION, ING, THIRD, TOPIC_WORDS, TRANSLATIONS

from helpers.corpus import Pair

AUXILIARIES = {"is", "are", "am", "does", "do"}
PLURAL_NOUNS = {
    *("men", "women", "boys", "girls", "children", "cats", "birds", "dogs", "puppies"),
    *("Labradors", "poodles", "bones", "apples", "eggs", "windows", "keys", "letters"),
}
BETWEEN = {"always", "often", "never"}


def test_a_and_an(pairs: list[Pair]) -> None:
    for pair in pairs:
        for left, right in zip(pair.source, pair.source[1:], strict=False):
            if left in {"a", "an"}:
                assert (left == "an") == (right[0] in "aeiou"), pair.english


def test_pronouns_and_names_agree_with_their_verb(pairs: list[Pair]) -> None:
    seen = 0
    for pair in pairs:
        tokens = pair.source
        for place, subject in enumerate(tokens):
            verb = place + 1
            while verb < len(tokens) and tokens[verb] in BETWEEN:
                verb += 1
            if subject in {"he", "she", "it", "they", "I"} and tokens[0] not in AUXILIARIES:
                if subject == "it" and tokens[verb] not in THIRD | BASE:
                    continue  # an object
                wanted = THIRD if subject not in {"they", "I"} else BASE | {"are", "am", "do"}
                assert tokens[verb] in wanted, pair.english
                assert tokens[verb] != "am" or subject == "I", pair.english
                assert subject != "I" or tokens[verb] != "are", pair.english
                seen += 1
    assert seen > 2_000


def test_opening_nouns_agree_with_their_verb(pairs: list[Pair]) -> None:
    """The dogs bark; the small dog does not bark; Anna is sleeping."""
    seen = 0
    verbs = (THIRD | BASE | AUXILIARIES) - {"rain", "snow", "clean"}  # also other words
    complex_subject = {"that", "who", "and", "'s", ",", "I", "when", "where", "clean"}
    for pair in pairs:
        tokens = pair.source
        verb = next((i for i, token in enumerate(tokens) if token in verbs), 0)
        if verb == 0 or complex_subject & set(tokens[:verb]):
            continue
        head = tokens[verb - 1] if tokens[verb - 1] not in BETWEEN else tokens[verb - 2]
        plural = head in PLURAL_NOUNS or head == "they"
        assert (tokens[verb] in THIRD) != plural, pair.english
        seen += 1
    assert seen > 2_000


def test_auxiliaries_take_the_right_form(pairs: list[Pair]) -> None:
    for pair in pairs:
        tokens = pair.source
        for place, token in enumerate(tokens[:-1]):
            after = tokens[place + 1 + (tokens[place + 1] == "not")]
            if token in {"do", "does"} and place > 0:
                assert tokens[place + 1] == "not", pair.english
                assert after in BASE, pair.english
            if after in BASE and tokens[place + 1] == "not":
                assert token in {"do", "does"} or after in {"clean"}, pair.english
            if tokens[place + 1] in ING and tokens[0] not in AUXILIARIES:
                near = {"is", "are", "am", "not", "and"}
                assert token in near, pair.english


def test_yes_no_questions_invert(pairs: list[Pair]) -> None:
    openers = set()
    for pair in pairs:
        if pair.source[-1] != "?":
            assert pair.source[0] not in AUXILIARIES, pair.english
            continue
        openers.add(pair.source[0])
        if pair.source[0] in {"does", "do"}:
            assert set(pair.source) & BASE, pair.english
            assert not set(pair.source[1:]) & (THIRD - {"has"}), pair.english
    assert openers == {"is", "are", "does", "do", "where"}


def test_numbers_go_with_plurals(pairs: list[Pair]) -> None:
    for pair in pairs:
        for place, token in enumerate(pair.source):
            if token in {"two", "three"}:
                following = pair.source[place + 1 : place + 4]
                assert set(following) & PLURAL_NOUNS, pair.english


def test_no_noun_or_verb_twice_in_a_row(pairs: list[Pair]) -> None:
    for pair in pairs:
        for left, right in zip(pair.source, pair.source[1:], strict=False):
            assert left != right, pair.english


# -- links -----------------------------------------------------------------------------------------


def test_sure_links_join_translations(pairs: list[Pair]) -> None:
    for pair in pairs:
        for i, j in pair.sure:
            english, french = pair.source[i], pair.target[j]
            assert french in TRANSLATIONS[english], (english, french, pair.english)


def test_links_stay_inside_and_sure_are_possible(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert pair.sure <= pair.possible
        for i, j in pair.possible:
            assert 0 <= i < len(pair.source), pair
            assert 0 <= j < len(pair.target), pair


def test_every_token_is_linked(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert {i for i, _ in pair.possible} == set(range(len(pair.source))), pair
        assert {j for _, j in pair.possible} == set(range(len(pair.target))), pair


def test_possible_links_lead_to_helping_words(pairs: list[Pair]) -> None:
    """A link that is only possible has a small word on one side at least."""
    small = {"ne", "n'", "que", "qu'", "est-ce", "à", "au", "de", "d'", "du", "des", "le", "la"}
    small |= {"l'", "les", "parce", "en"}
    for pair in pairs:
        for i, j in pair.possible - pair.sure:
            assert pair.source[i] in FUNCTION or pair.target[j] in small, (i, j, pair)


def test_every_content_word_has_one_sure_partner(pairs: list[Pair]) -> None:
    for pair in pairs:
        for i, content in enumerate(pair.content):
            if content:
                assert len([j for k, j in pair.sure if k == i]) == 1, (pair.source[i], pair)


# -- content words and topics ----------------------------------------------------------------------


def test_content_words_are_all_but_the_small_ones(pairs: list[Pair]) -> None:
    for pair in pairs:
        assert len(pair.content) == len(pair.source)
        for token, content in zip(pair.source, pair.content, strict=True):
            assert content == (token not in FUNCTION), (token, pair.english)


def test_topic_follows_from_the_content_words(pairs: list[Pair]) -> None:
    """Puppies may turn up anywhere; any other topic word decides, and they never contradict."""
    topic_of = {word: topic for topic, words in TOPIC_WORDS.items() for word in words.split()}
    for pair in pairs:
        words = [token for token, content in zip(pair.source, pair.content, strict=True) if content]
        topics = {topic_of[word] for word in words if word in topic_of}
        assert (topics - {"dogs"} or topics) == {pair.topic}, pair.english


def test_there_is_something_to_ignore(pairs: list[Pair]) -> None:
    """Small words are plentiful, and so are content words that do not give the topic away."""
    topic_of = {word: topic for topic, words in TOPIC_WORDS.items() for word in words.split()}
    tokens = [token for pair in pairs for token in pair.source]
    content = [
        token
        for pair in pairs
        for token, heavy in zip(pair.source, pair.content, strict=True)
        if heavy
    ]
    assert 0.35 < len(content) / len(tokens) < 0.6
    assert sum(word not in topic_of for word in content) / len(content) > 0.3
    dogs = {"puppy", "puppies"}
    elsewhere = [pair for pair in pairs if pair.topic != "dogs" and dogs & set(pair.source)]
    assert len(elsewhere) > 500
