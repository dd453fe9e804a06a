"""Wrong answers to lesson 10: each must lose its points, and be called by its name."""

import itertools
import math
import re
import unicodedata
from collections import Counter

import numpy as np
import torch

from grading.authoring.answers import wrong


def bare(sentence):
    return " ".join(re.findall(r"\w+(?:'\w+)*", sentence.lower()))


def spell(word):
    return [*word[:-1], word[-1] + "·"]


# ------------------------------------------------------------------------------------------- tidy


@wrong("tidy", "non-breaking spaces became nothing: the words around them grew together. What should stand in their place?")
def spaces_deleted(text):
    for sign in "\u00a0\u202f\u2009":
        text = text.replace(sign, "")
    return " ".join(text.replace("’", "'").replace("‘", "'").split())


@wrong("tidy", "each odd space became a plain one, but two in a row stayed two. What is a run of spaces to become?")
def runs_stay(text):
    return re.sub(r"\s", " ", text).replace("’", "'").replace("‘", "'").strip()


@wrong("tidy", "white space at the ends stayed. Which part of the sentence is it?")
def ends_stay(text):
    return re.sub(r"\s+", " ", text).replace("’", "'").replace("‘", "'")


@wrong("tidy", "curly apostrophes stayed. Which two signs are they?")
def apostrophes_stay(text):
    return " ".join(text.split())


@wrong("tidy", "one of the two curly apostrophes stayed, ‘ (U+2018). How many are there?")
def one_apostrophe_stays(text):
    return " ".join(text.replace("’", "'").split())


@wrong("tidy", "one of the two curly apostrophes stayed, ’ (U+2019). How many are there?")
def the_other_stays(text):
    return " ".join(text.replace("‘", "'").split())


@wrong("tidy", "apostrophes were taken out, and not straightened: qu'à is not quà. What is to stand there?")
def apostrophes_deleted(text):
    return " ".join(text.replace("’", "").replace("‘", "").split())


@wrong("tidy", "capitals became small letters. Which differences are to go, and which to stay?")
def in_lower_case(text):
    return " ".join(text.replace("’", "'").replace("‘", "'").split()).lower()


@wrong("tidy", "NFKC rewrites other signs too: … became three full stops. Which signs are to change?")
def by_compatibility(text):
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").split())


@wrong("tidy", "accents are gone: été is not ete. Which signs are to change?")
def without_accents(text):
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return " ".join(plain.replace("’", "'").replace("‘", "'").split())


@wrong("tidy", "whatever is not ASCII is gone. Which signs are to change?")
def ascii_only(text):
    text = text.replace("’", "'").replace("‘", "'")
    return " ".join(" ".join(text.split()).encode("ascii", "ignore").decode().split())


@wrong("tidy", "only U+00A0 and plain spaces: the narrow U+202F and others stayed. Does Python know by itself what white space is?")
def one_kind_of_space(text):
    return re.sub(" +", " ", text.replace("\u00a0", " ").replace("’", "'").replace("‘", "'")).strip(" ")


@wrong("tidy", "U+00A0 and U+202F, and no other white space: tabs, line ends and thin spaces stayed. Does Python know by itself what white space is?")
def two_kinds_of_space(text):
    text = re.sub("[ \u00a0\u202f]+", " ", text)
    return text.replace("’", "'").replace("‘", "'").strip(" ")


@wrong("tidy", "the space before ! and ? is gone: French wants one. Which spaces are to go?")
def english_marks(text):
    return re.sub(r" ([!?])", r"\1", " ".join(text.replace("’", "'").replace("‘", "'").split()))


@wrong("tidy", "all white space is gone. What should stand between two words?")
def all_in_one(text):
    return "".join(text.replace("’", "'").replace("‘", "'").split())


@wrong("tidy", "quotation marks changed too: « and » stay as they are. Which signs are to change?")
def quotes_too(text):
    text = re.sub("[«»“”]", '"', text)
    return " ".join(text.replace("’", "'").replace("‘", "'").split())


@wrong("tidy", "cut at plain spaces alone: split(\" \") knows no other white space. What does split() do without an argument?")
def cut_at_plain_spaces(text):
    return " ".join(word for word in text.replace("’", "'").replace("‘", "'").split(" ") if word)


@wrong("tidy", "straight apostrophes became curly: the wrong way round. Which of them is on a plain keyboard?")
def made_curly(text):
    return " ".join(text.replace("'", "’").replace("‘", "’").split())


@wrong("tidy", "a list of words, where one sentence is wanted. What puts the pieces together again?")
def a_list_of_words(text):
    return text.replace("’", "'").replace("‘", "'").split()


@wrong("tidy", "white space at both ends alone: inside, all is as it was. Where else do runs of it stand?")
def ends_alone(text):
    return text.replace("’", "'").replace("‘", "'").strip()


@wrong("tidy", "marks are gone: the words alone. Which signs are to change?")
def words_alone(text):
    return " ".join(re.findall(r"[\w']+", text.replace("’", "'").replace("‘", "'")))


@wrong("tidy", "each odd space became a plain one, but two in a row stayed two. What is a run of spaces to become?")
def spaces_not_joined(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").replace("‘", "'").strip()


@wrong("tidy", "each odd space became a plain one, but two in a row stayed two. What is a run of spaces to become?")
def each_white_sign_a_space(text):
    return re.sub(r"\s", " ", text.replace("’", "'").replace("‘", "'")).strip()


@wrong("tidy", "runs of plain spaces alone: U+00A0, tabs and the others are white space too. Does Python know by itself what white space is?")
def plain_spaces_alone(text):
    return re.sub(" +", " ", text.replace("’", "'").replace("‘", "'")).strip()


@wrong("tidy", "white space from a list: a kind that is not in it stayed. Does Python know by itself what white space is?")
def spaces_from_a_list(text):
    return re.sub("[ \t\n\r\u00a0\u2009\u202f]+", " ", text.replace("’", "'").replace("‘", "'")).strip()


@wrong("tidy", "white space from a list: a kind that is not in it stayed. Does Python know by itself what white space is?")
def separators_and_the_keyboard(text):
    plain = "".join(" " if unicodedata.category(sign) == "Zs" or sign in "\t\n\r" else sign for sign in text)
    return re.sub(" +", " ", plain).replace("’", "'").replace("‘", "'").strip()


@wrong("tidy", "U+200B became a space: it is no white space. Which signs does split() without an argument cut at?")
def no_width_as_a_space(text):
    return re.sub(r"[\s\u200b]+", " ", text.replace("’", "'").replace("‘", "'")).strip()


@wrong("tidy", "U+200B is gone: it is no white space. Which signs are to change?")
def no_width_deleted(text):
    return " ".join(text.replace("\u200b", "").replace("’", "'").replace("‘", "'").split())


@wrong("tidy", "curly quotation marks became straight as well. Which two signs are to change?")
def double_quotes_straight(text):
    for old, new in ("’'", "‘'", '“"', '”"'):
        text = text.replace(old, new)
    return " ".join(text.split())


@wrong("tidy", "curly quotation marks became straight as well. Which two signs are to change?")
def all_quotes_straight(text):
    return " ".join(re.sub("[“”„]", '"', re.sub("[’‘‚]", "'", text)).split())


@wrong("tidy", "primes and accents that look like apostrophes became straight as well. Which two signs are to change?")
def all_like_apostrophes(text):
    return " ".join(re.sub("[’‘‚′ʼ`´]", "'", text).split())


@wrong("tidy", "primes and accents that look like apostrophes became straight as well. Which two signs are to change?")
def accents_like_apostrophes(text):
    return " ".join(re.sub("[’‘`´]", "'", text).split())



@wrong("tidy", "two spaces became one, once: three in a row became two. How long may a run be?")
def two_became_one_once(text):
    text = "".join(" " if sign.isspace() else sign for sign in text)
    return text.replace("  ", " ").replace("’", "'").replace("‘", "'").strip()


@wrong("tidy", "letters and accents set apart were put together (NFC). Which signs are to change?")
def put_together(text):
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").replace("‘", "'").split())



@wrong("tidy", "white space of ASCII alone: U+00A0, U+202F and others stayed. Does Python know by itself what white space is?")
def white_space_of_ascii(text):
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'"), flags=re.ASCII).strip()


@wrong("tidy", "white space of ASCII alone: U+00A0, U+202F and others stayed. Does Python know by itself what white space is?")
def white_space_of_ascii_alone(text):
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'"), flags=re.ASCII).strip(" ")


@wrong("tidy", "white space at the beginning stayed. How many ends has a sentence?")
def beginning_stays(text):
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'")).rstrip()


@wrong("tidy", "white space at the end stayed. How many ends has a sentence?")
def end_stays(text):
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'")).lstrip()



# ------------------------------------------------------------------------------------------ split


@wrong("split", "a split by pairs: the first translation is tested, the others are in training. Where do all pairs of a chosen sentence go?")
def by_pairs(pairs, chosen):
    test, train, seen = {}, [], set()
    for english, french in pairs:
        if english in chosen and english not in seen:
            seen.add(english)
            test[english] = [french]
        else:
            train.append((english, french))
    return train, list(test.items())


@wrong("split", "compared as written: what differs from a chosen sentence in capitals or marks alone is in training. Whose bare forms must be compared?")
def as_written(pairs, chosen):
    test, train = {}, []
    for english, french in pairs:
        if english in chosen:
            test.setdefault(english, []).append(french)
        else:
            train.append((english, french))
    return train, list(test.items())


@wrong("split", "nearly the same sentences are tested too, and were not chosen. Where do they go?")
def copies_in_the_test(pairs, chosen):
    closed = {bare(english) for english in chosen}
    test, train = {}, []
    for english, french in pairs:
        if bare(english) in closed:
            test.setdefault(english, []).append(french)
        else:
            train.append((english, french))
    return train, list(test.items())


@wrong("split", "nearly the same sentences gave their translations to the chosen one. Whose translations are its references?")
def copies_as_references(pairs, chosen):
    names = {bare(english): english for english in chosen}
    test, train = {}, []
    for english, french in pairs:
        if bare(english) in names:
            test.setdefault(names[bare(english)], []).append(french)
        else:
            train.append((english, french))
    return train, list(test.items())


def rightly_split(pairs, chosen):
    closed = {bare(english) for english in chosen}
    test, train = {}, []
    for english, french in pairs:
        if english in chosen:
            test.setdefault(english, []).append(french)
        elif bare(english) not in closed:
            train.append((english, french))
    return train, list(test.items())


@wrong("split", "test and train the other way round. Which is returned first?")
def test_first(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return test, train


@wrong("split", "one reference for each sentence: its other translations are lost. How many has it?")
def first_reference_alone(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, [(english, references[:1]) for english, references in test]


@wrong("split", "the last translation replaced the earlier ones. What is done with a sentence that comes again?")
def last_reference_alone(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, [(english, references[-1:]) for english, references in test]


@wrong("split", "a string where a list of references is wanted. What if a sentence has several?")
def reference_as_a_string(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, [(english, references[0]) for english, references in test]


@wrong("split", "an entry for each pair: a sentence with three translations is tested three times. What is one entry?")
def an_entry_a_pair(pairs, chosen):
    train, _ = rightly_split(pairs, chosen)
    return train, [(english, [french]) for english, french in pairs if english in chosen]


@wrong("split", "pairs that occur twice were thrown out of training. Who asked for that?")
def training_without_doubles(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return list(dict.fromkeys(train)), test


@wrong("split", "a chosen sentence that never occurs has an entry without references. Which sentences are tested?")
def entries_without_references(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, test + [(english, []) for english in sorted(chosen - {english for english, _ in test})]


@wrong("split", "the test is sorted by the alphabet. In which order is it wanted?")
def test_in_alphabetical_order(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, sorted(test)


@wrong("split", "training is sorted. In which order do the pairs come?")
def training_sorted(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return sorted(train), test


@wrong("split", "the chosen sentences themselves are in training. Which pairs may it hold?")
def chosen_in_training(pairs, chosen):
    _, test = rightly_split(pairs, chosen)
    return list(pairs), test


@wrong("split", "capitals were set aside, and marks were not: Run. is still in training beside Run! What does bare take away?")
def capitals_alone(pairs, chosen):
    _, test = rightly_split(pairs, chosen)
    small = {english.lower() for english in chosen}
    return [(english, french) for english, french in pairs if english.lower() not in small], test


@wrong("split", "compared as written: what differs from a chosen sentence in capitals or marks alone is in training. Whose bare forms must be compared?")
def one_side_bare(pairs, chosen):
    _, test = rightly_split(pairs, chosen)
    return [(e, f) for e, f in pairs if bare(e) not in chosen and e not in chosen], test


@wrong("split", "a dictionary for the test, where a list of pairs is wanted. What does items() give?")
def a_dictionary(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, dict(test)


@wrong("split", "training alone: one list came back in place of two. What else is returned?")
def training_alone(pairs, chosen):
    return rightly_split(pairs, chosen)[0]


@wrong("split", "the references are in alphabetical order. In which order do the pairs have them?")
def references_sorted(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, [(english, sorted(references)[::-1]) for english, references in test]


@wrong("split", "English sentences alone in training, without their French. What is a model to learn from?")
def english_alone(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return [english for english, _ in train], test


@wrong("split", "sentences that were not chosen lost their other translations: one pair of each is left in training. How many pairs may it hold?")
def one_pair_each_in_training(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return list(dict(train[::-1]).items())[::-1], test


@wrong("split", says="leaves what it was given unchanged")
def pairs_taken_out(pairs, chosen):
    found = rightly_split(pairs, chosen)
    for pair in [pair for pair in pairs if pair[0] in chosen]:
        pairs.remove(pair)
    return found


@wrong("split", "the references went through a set: each once, in an order by chance. In which order do the pairs have them, and how often?")
def references_as_a_set(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, [(english, sorted(set(references), key=lambda french: french[1:])) for english, references in test]


@wrong("split", "a translation that stands there twice is among the references once. How many references has a sentence with four pairs?")
def references_without_doubles(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, [(english, list(dict.fromkeys(references))) for english, references in test]


@wrong("split", "pairs whose French is that of a chosen sentence are gone from training too. Which side do the chosen sentences stand on?")
def french_closed_too(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    said = {french for _, references in test for french in references}
    return [(english, french) for english, french in train if french not in said], test


@wrong("split", "a bare form was closed only once its sentence had come: copies that stand before it are in training. When must all closed forms be known?")
def closed_from_then_on(pairs, chosen):
    closed, test, train = set(), {}, []
    for english, french in pairs:
        if english in chosen:
            closed.add(bare(english))
            test.setdefault(english, []).append(french)
        elif bare(english) not in closed:
            train.append((english, french))
    return train, list(test.items())


@wrong("split", "only sentences that occur are closed: a copy of a chosen one that never occurs is in training. Whose bare forms must be compared?")
def only_those_that_occur(pairs, chosen):
    _, test = rightly_split(pairs, chosen)
    closed = {bare(english) for english, _ in test}
    return [(english, french) for english, french in pairs if bare(english) not in closed], test


@wrong("split", "a bare form that is part of a longer sentence closed that one too: in finds one text inside another. What must be equal?")
def part_of_a_sentence(pairs, chosen):
    _, test = rightly_split(pairs, chosen)
    closed = [bare(english) for english in chosen]
    return [(e, f) for e, f in pairs if not any(form in bare(e) for form in closed)], test


@wrong("split")
def order_of_the_set(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, sorted(test)[::-1]


@wrong("split")
def remembers(pairs, chosen, test={}):  # noqa: B006
    train, found = rightly_split(pairs, chosen)
    for english, references in found:
        test.setdefault(english, []).extend(references)
    return train, list(test.items())



@wrong("split", "marks were set aside, and capitals were not: run is still in training beside Run! What does bare take away?")
def marks_alone(pairs, chosen):
    _, test = rightly_split(pairs, chosen)
    closed = {" ".join(re.findall(r"\w+(?:'\w+)*", english)) for english in chosen}
    return [(e, f) for e, f in pairs if " ".join(re.findall(r"\w+(?:'\w+)*", e)) not in closed], test


@wrong("split", "marks were set aside, and capitals were not: run is still in training beside Run! What does bare take away?")
def last_mark_alone(pairs, chosen):
    _, test = rightly_split(pairs, chosen)
    closed = {english.rstrip(".!?") for english in chosen}
    return [(e, f) for e, f in pairs if e.rstrip(".!?") not in closed], test



@wrong("split", "two chosen sentences with one bare form share an entry. What is one entry for?")
def an_entry_a_bare_form(pairs, chosen):
    train, _ = rightly_split(pairs, chosen)
    names, references = {}, {}
    for english, french in pairs:
        if english in chosen:
            name = names.setdefault(bare(english), english)
            references.setdefault(name, []).append(french)
    return train, list(references.items())


@wrong("split", "the test stands in the order of the bare forms: of a near copy too. Whose first place is meant?")
def order_of_bare_forms(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    forms = list(dict.fromkeys(bare(english) for english, _ in pairs))
    return train, sorted(test, key=lambda entry: forms.index(bare(entry[0])))



@wrong("split", "only pairs that stand side by side share an entry: further ones opened another. Where do all pairs of a sentence go?")
def neighbours_together(pairs, chosen):
    train, _ = rightly_split(pairs, chosen)
    rows = itertools.groupby(pairs, key=lambda pair: pair[0])
    return train, [(english, [french for _, french in row]) for english, row in rows if english in chosen]


@wrong("split", "the bare form stands in the test, where the sentence is wanted. What is translated?")
def bare_forms_in_the_test(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, [(bare(english), references) for english, references in test]


@wrong("split", "nothing but near copies is in training: the question is the wrong way round. Which pairs are free?")
def copies_alone_in_training(pairs, chosen):
    _, test = rightly_split(pairs, chosen)
    closed = {bare(english) for english in chosen}
    return [(e, f) for e, f in pairs if bare(e) in closed and e not in chosen], test


@wrong("split", "the references stand one after another in the entry, and not in a list. How many parts has an entry?")
def flat_entries(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return train, [(english, *references) for english, references in test]


@wrong("split", "a set of pairs for training: it has no order, and keeps of two equal ones one. What is wanted?")
def training_as_a_set(pairs, chosen):
    train, test = rightly_split(pairs, chosen)
    return set(train), test



# ----------------------------------------------------------------------------------- learn_merges


def join(pieces, pair):
    joined, i = [], 0
    while i < len(pieces):
        step = 2 if tuple(pieces[i : i + 2]) == pair else 1
        joined.append("".join(pieces[i : i + step]))
        i += step
    return joined


def merging(words, count, weigh=lambda words, word: words[word], choose=None, start=spell, put=join, stop=True, least=1):
    choose = choose or (lambda seen: min(seen, key=lambda pair: (-seen[pair], pair)))
    spelled, merges = {word: start(word) for word in words}, []
    for _ in range(count):
        seen = Counter()
        for word, pieces in spelled.items():
            for pair in zip(pieces, pieces[1:], strict=False):
                seen[pair] += weigh(words, word)
        if not seen or max(seen.values()) < least:
            break
        best = choose(seen)
        merges.append(best)
        spelled = {word: put(pieces, best) for word, pieces in spelled.items()}
    return merges


@wrong("learn_merges", "each word counted once, however often it occurs. What do the numbers in words say?")
def every_word_once(words, count):
    return merging(words, count, weigh=lambda words, word: 1)


@wrong("learn_merges", "of equal counts the larger pair, in Python's order. Which is wanted?")
def largest_of_equals(words, count):
    return merging(words, count, choose=lambda seen: max(seen, key=lambda pair: (seen[pair], pair)))


@wrong("learn_merges", "of equal counts the one met first. Which is wanted?")
def first_of_equals(words, count):
    return merging(words, count, choose=lambda seen: seen.most_common(1)[0][0])


@wrong("learn_merges", "the rarest pair was taken. Which is of most use?")
def rarest(words, count):
    return merging(words, count, choose=lambda seen: min(seen, key=lambda pair: (seen[pair], pair)))


@wrong("learn_merges", "no mark at the end of words: t and t· were taken for one piece. Which function spells a word?")
def no_mark(words, count):
    return merging(words, count, start=list)


@wrong("learn_merges", "the mark as a piece of its own. What carries it?")
def mark_apart(words, count):
    return merging(words, count, start=lambda word: [*word, "·"])


@wrong("learn_merges", "counted once, at the beginning: the pairs of the first round, by count. What changes after a merge?")
def counted_once(words, count):
    seen = Counter()
    for word, times in words.items():
        pieces = spell(word)
        for pair in zip(pieces, pieces[1:], strict=False):
            seen[pair] += times
    return sorted(seen, key=lambda pair: (-seen[pair], pair))[:count]


@wrong("learn_merges", "only the first place in each word was joined. How many places has it?")
def first_place_only(words, count):
    def put(pieces, pair):
        for i in range(len(pieces) - 1):
            if (pieces[i], pieces[i + 1]) == pair:
                return [*pieces[:i], pieces[i] + pieces[i + 1], *pieces[i + 2 :]]
        return pieces

    return merging(words, count, put=put)


@wrong("learn_merges", "joined pieces as strings, where pairs are wanted. How else would one know where to cut?")
def as_strings(words, count):
    return ["".join(pair) for pair in merging(words, count)]


@wrong("learn_merges", "one merge too many. How many rounds does range(count + 1) make?")
def one_too_many(words, count):
    return merging(words, count + 1)


@wrong("learn_merges", "one merge too few. Where does range(1, count) begin?")
def one_too_few(words, count):
    return merging(words, count - 1)


@wrong("learn_merges", "it ended when the best pair occurred only once. When is it to end?")
def stops_at_one(words, count):
    return merging(words, count, least=2)


@wrong("learn_merges", "an error when nothing is left to join: of no pairs there is no best one. What is to happen then?")
def no_end(words, count):
    merges = []
    spelled = {word: spell(word) for word in words}
    for _ in range(count):
        seen = Counter()
        for word, pieces in spelled.items():
            for pair in zip(pieces, pieces[1:], strict=False):
                seen[pair] += words[word]
        merges.append(min(seen, key=lambda pair: (-seen[pair], pair)))
        spelled = {word: join(pieces, merges[-1]) for word, pieces in spelled.items()}
    return merges


@wrong("learn_merges", "joined from right to left. From which end is a word joined?")
def from_the_right(words, count):
    def put(pieces, pair):
        turned = join([piece[::-1] for piece in pieces[::-1]], (pair[1][::-1], pair[0][::-1]))
        return [piece[::-1] for piece in turned[::-1]]

    return merging({**words}, count, put=put)


@wrong("learn_merges", "each pair counted once a word, though it stands there several times. What is counted?")
def once_a_word(words, count):
    spelled, merges = {word: spell(word) for word in words}, []
    for _ in range(count):
        seen = Counter()
        for word, pieces in spelled.items():
            for pair in set(zip(pieces, pieces[1:], strict=False)):
                seen[pair] += words[word]
        if not seen:
            break
        merges.append(min(seen, key=lambda pair: (-seen[pair], pair)))
        spelled = {word: join(pieces, merges[-1]) for word, pieces in spelled.items()}
    return merges


@wrong("learn_merges", "each merge comes with a number beside it. What is one entry of the list?")
def with_counts(words, count):
    return [(pair, 1) for pair in merging(words, count)]


@wrong("learn_merges", "nothing was put together: every round finds the same pair. What changes after a merge?")
def never_joined(words, count):
    return merging(words, count, put=lambda pieces, pair: pieces)


@wrong("learn_merges", "the words were counted by their length, and not by how often they occur. What do the numbers in words say?")
def by_length(words, count):
    return merging(words, count, weigh=lambda words, word: len(word))


@wrong("learn_merges", "of equal counts the longer pair. Which is wanted?")
def longest_of_equals(words, count):
    return merging(words, count, choose=lambda seen: min(seen, key=lambda pair: (-seen[pair], -len("".join(pair)), pair)))


@wrong("learn_merges", "the mark at every letter. Which letter carries it?")
def mark_everywhere(words, count):
    return merging(words, count, start=lambda word: [letter + "·" for letter in word])


@wrong("learn_merges", "the mark at the first letter. Which letter carries it?")
def mark_in_front(words, count):
    return merging(words, count, start=lambda word: ["·" + word[0], *word[1:]])


@wrong("learn_merges", "a Counter of the merges, where a list in the order learned is wanted. What does its order say?")
def as_a_counter(words, count):
    return Counter(merging(words, count))


@wrong("learn_merges", "the newest merge stands first. In which order were they learned?")
def newest_first(words, count):
    return merging(words, count)[::-1]


@wrong("learn_merges", "a letter was used twice: after a match one goes on behind both. How far does the index go?")
def letter_used_twice(words, count):
    def put(pieces, pair):
        joined, i = [], 0
        while i < len(pieces):
            if i + 1 < len(pieces) and (pieces[i], pieces[i + 1]) == pair:
                joined.append(pieces[i] + pieces[i + 1])
            else:
                joined.append(pieces[i])
            i += 1
        return joined

    return merging(words, count, put=put)


@wrong("learn_merges", "str.replace on the spelled word: it joins ends and beginnings of longer pieces too. Where does a piece begin and end?")
def by_replacing_text(words, count):
    return merging(words, count, put=lambda pieces, pair: " ".join(pieces).replace(" ".join(pair), "".join(pair)).split())


@wrong("learn_merges", "of equal counts the one whose joined text is smaller: of pairs, the first piece is compared first. How does Python compare two pairs?")
def smallest_joined_text(words, count):
    return merging(words, count, choose=lambda seen: min(seen, key=lambda pair: (-seen[pair], "".join(pair))))


@wrong("learn_merges", "each merge comes with a number beside it. What is one entry of the list?")
def with_its_count(words, count):
    spelled, merges = {word: spell(word) for word in words}, []
    for _ in range(count):
        seen = Counter()
        for word, pieces in spelled.items():
            for pair in zip(pieces, pieces[1:], strict=False):
                seen[pair] += words[word]
        if not seen:
            break
        best = min(seen, key=lambda pair: (-seen[pair], pair))
        merges.append((best, seen[best]))
        spelled = {word: join(pieces, best) for word, pieces in spelled.items()}
    return merges


@wrong("learn_merges", "counted without overlaps: in a a a a· the pair (a, a) stood once. How often do the two stand side by side?")
def without_overlaps(words, count):
    spelled, merges = {word: spell(word) for word in words}, []
    for _ in range(count):
        seen = Counter()
        for word, pieces in spelled.items():
            for pair in set(zip(pieces, pieces[1:], strict=False)):
                seen[pair] += words[word] * (len(pieces) - len(join(pieces, pair)))
        if not seen:
            break
        merges.append(min(seen, key=lambda pair: (-seen[pair], pair)))
        spelled = {word: join(pieces, merges[-1]) for word, pieces in spelled.items()}
    return merges


@wrong("learn_merges", "all words in one row: the end of one stood beside the beginning of the next. Where must two pieces stand side by side?")
def across_words(words, count):
    row, merges = [piece for word, times in words.items() for _ in range(times) for piece in spell(word)], []
    for _ in range(count):
        seen = Counter(zip(row, row[1:], strict=False))
        if not seen:
            break
        merges.append(min(seen, key=lambda pair: (-seen[pair], pair)))
        row = join(row, merges[-1])
    return merges


@wrong("learn_merges", says="leaves what it was given unchanged")
def words_taken_out(words, count):
    merges = merging(words, count)
    for word in [word for word in words if len(word) == 1]:
        del words[word]
    return merges



@wrong("learn_merges", "went on until every word was one piece, whatever count is. How many merges are wanted?")
def count_ignored(words, count):
    return merging(words, 1000)



@wrong("learn_merges", "of equal counts the one met last. Which is wanted?")
def last_of_equals(words, count):
    return merging(words, count, choose=lambda seen: max(reversed(list(seen)), key=lambda pair: seen[pair]))


@wrong("learn_merges", "the mark was taken off the pairs at the end. How would one know where a word ends?")
def mark_taken_off_the_pairs(words, count):
    return [(left.strip("·"), right.strip("·")) for left, right in merging(words, count)]


def heaped(words, count, forget):
    spelled, merges, seen = {word: spell(word) for word in words}, [], Counter()
    for _ in range(count):
        for word, pieces in spelled.items():
            for pair in zip(pieces, pieces[1:], strict=False):
                seen[pair] += words[word]
        for pair in merges if forget else ():
            seen.pop(pair, None)
        if not seen:
            break
        merges.append(min(seen, key=lambda pair: (-seen[pair], pair)))
        spelled = {word: join(pieces, merges[-1]) for word, pieces in spelled.items()}
    return merges


@wrong("learn_merges", "the counts of earlier rounds were kept. With what does a round begin?")
def counts_kept_from_before(words, count):
    return heaped(words, count, forget=True)


@wrong("learn_merges", "the counts of earlier rounds were kept. With what does a round begin?")
def counts_never_emptied(words, count):
    return heaped(words, count, forget=False)


@wrong("learn_merges", "pieces in one flat list, where pairs are wanted. What is one entry of the list?")
def flat_pieces(words, count):
    return [piece for pair in merging(words, count) for piece in pair]


@wrong("learn_merges", "a dictionary of the merges, where a list in the order learned is wanted. What is one entry of the list?")
def as_ranks(words, count):
    return {pair: rank for rank, pair in enumerate(merging(words, count))}



# ----------------------------------------------------------------------------------- apply_merges


def applying(word, merges, start=spell):
    pieces = start(word)
    for pair in merges:
        pieces = join(pieces, tuple(pair))
    return pieces


@wrong("apply_merges", "only the first place of the word was joined. How many places has it?")
def joined_once(word, merges):
    pieces = spell(word)
    for left, right in merges:
        for i in range(len(pieces) - 1):
            if (pieces[i], pieces[i + 1]) == (left, right):
                pieces[i : i + 2] = [left + right]
                break
    return pieces


@wrong("apply_merges", "the merges from the last to the first. In which order were they learned?")
def backwards(word, merges):
    return applying(word, merges[::-1])


@wrong("apply_merges", "it ended at the first merge that did not fit. What of those behind it?")
def ends_early(word, merges):
    pieces = spell(word)
    for pair in merges:
        joined = join(pieces, pair)
        if joined == pieces:
            break
        pieces = joined
    return pieces


@wrong("apply_merges", "it ended after the first merge that fitted. How many are carried out?")
def one_merge(word, merges):
    pieces = spell(word)
    for pair in merges:
        joined = join(pieces, pair)
        if joined != pieces:
            return joined
    return pieces


@wrong("apply_merges", "no mark at the end of the word. Which function spells it?")
def without_mark(word, merges):
    return applying(word, merges, start=list)


@wrong("apply_merges", "the mark as a piece of its own. What carries it?")
def mark_as_a_piece(word, merges):
    return applying(word, merges, start=lambda word: [*word, "·"])


@wrong("apply_merges", "the mark was taken off at the end. How would one know where a word ends?")
def mark_taken_off(word, merges):
    return [piece.rstrip("·") for piece in applying(word, merges)]


@wrong("apply_merges", "again and again until nothing changes. How often is each merge carried out?")
def until_nothing_changes(word, merges):
    pieces, before = spell(word), []
    while pieces != before:
        before = pieces
        for pair in merges:
            pieces = join(pieces, pair)
    return pieces


@wrong("apply_merges", "from the left of the word, whichever merge fits there, and not merge by merge. What does the order of the list say?")
def longest_from_the_left(word, merges):
    known, letters, pieces = {"".join(pair) for pair in merges}, spell(word), []
    while letters:
        size = next(n for n in range(len(letters), 0, -1) if n == 1 or "".join(letters[:n]) in known)
        pieces.append("".join(letters[:size]))
        letters = letters[size:]
    return pieces


@wrong("apply_merges", "a string, where a list of pieces is wanted. What does join do here?")
def one_string(word, merges):
    return " ".join(applying(word, merges))


@wrong("apply_merges", "a letter was used twice: after a match one goes on behind both. How far does the index go?")
def overlapping(word, merges):
    pieces = spell(word)
    for left, right in merges:
        joined, i = [], 0
        while i < len(pieces):
            if i + 1 < len(pieces) and (pieces[i], pieces[i + 1]) == (left, right):
                joined.append(left + right)
                i += 2 if i + 2 >= len(pieces) else 1
            else:
                joined.append(pieces[i])
                i += 1
        pieces = joined
    return pieces


@wrong("apply_merges", "joined from right to left. From which end is a word joined?")
def right_to_left(word, merges):
    pieces = spell(word)
    for left, right in merges:
        i = len(pieces) - 2
        while i >= 0:
            if i + 1 < len(pieces) and (pieces[i], pieces[i + 1]) == (left, right):
                pieces[i : i + 2] = [left + right]
            i -= 1
    return pieces


@wrong("apply_merges", "letters that no merge knows are gone. What becomes of them?")
def unknown_letters_dropped(word, merges):
    letters = set("".join(left + right for left, right in merges))
    return [piece for piece in applying(word, merges) if set(piece) <= letters]


@wrong("apply_merges", "from the left of the word, whichever merge fits there, and not merge by merge. What does the order of the list say?")
def any_merge_from_the_left(word, merges):
    pieces, known = spell(word), {tuple(pair) for pair in merges}
    while True:
        place = next((i for i in range(len(pieces) - 1) if (pieces[i], pieces[i + 1]) in known), None)
        if place is None:
            return pieces
        pieces[place : place + 2] = [pieces[place] + pieces[place + 1]]


@wrong("apply_merges", "the letters alone: no merge was carried out. What is the list of merges for?")
def letters_alone(word, merges):
    return spell(word)


@wrong("apply_merges", "the word in one piece, always. Which merges lead there?")
def one_piece(word, merges):
    return ["".join(spell(word))]


@wrong("apply_merges", "the last merge alone: each round began with the letters again. What does a merge work on?")
def last_merge_alone(word, merges):
    return join(spell(word), tuple(merges[-1]))


@wrong("apply_merges", "the first merge alone. How many are carried out?")
def first_merge_alone(word, merges):
    return join(spell(word), tuple(merges[0]))


@wrong("apply_merges", says="leaves what it was given unchanged")
def merges_used_up(word, merges):
    pieces = spell(word)
    while merges:
        pieces = join(pieces, merges.pop(0))
    return pieces


@wrong("apply_merges", "str.replace on the spelled word: it joins ends and beginnings of longer pieces too. Where does a piece begin and end?")
def by_replacing_text_here(word, merges):
    line = " ".join(spell(word))
    for left, right in merges:
        line = line.replace(f"{left} {right}", left + right)
    return line.split()


@wrong("apply_merges", "the last two pieces were never looked at. Up to which index is there a right neighbour?")
def last_place_missed(word, merges):
    pieces = spell(word)
    for left, right in merges:
        i = 0
        while i + 2 < len(pieces):
            if (pieces[i], pieces[i + 1]) == (left, right):
                pieces[i : i + 2] = [left + right]
            i += 1
    return pieces


@wrong("apply_merges", "range was made before the list got shorter, and the index ran off its end. How many pieces are left after a match?")
def range_of_the_old_length(word, merges):
    pieces = spell(word)
    for left, right in merges:
        for i in range(len(pieces) - 1):
            if (pieces[i], pieces[i + 1]) == (left, right):
                pieces[i : i + 2] = [left + right]
    return pieces


@wrong("apply_merges", "joined texts were compared: ab and c spell abc, and so do a and bc. Which two pieces does a merge join?")
def joined_texts_compared(word, merges):
    pieces = spell(word)
    for left, right in merges:
        i = 0
        while i < len(pieces) - 1:
            if pieces[i] + pieces[i + 1] == left + right:
                pieces[i : i + 2] = [left + right]
            i += 1
    return pieces


@wrong("apply_merges", "on two places also where the merge did not fit. How far does the index go then?")
def always_two_places_on(word, merges):
    pieces = spell(word)
    for left, right in merges:
        i = 0
        while i < len(pieces) - 1:
            if (pieces[i], pieces[i + 1]) == (left, right):
                pieces[i : i + 2] = [left + right]
                i += 1
            else:
                i += 2
    return pieces


@wrong("apply_merges", "place by place, and at each all merges: the order of the list is lost. Which loop is outside?")
def place_by_place(word, merges):
    pieces, i = spell(word), 0
    while i < len(pieces) - 1:
        for left, right in merges:
            if i + 1 < len(pieces) and (pieces[i], pieces[i + 1]) == (left, right):
                pieces[i : i + 2] = [left + right]
        i += 1
    return pieces


@wrong("apply_merges", hidden_only=True)
def no_merges_no_letters(word, merges):
    return applying(word, merges) if merges else [word + "·"]



cut = {}


@wrong("apply_merges", "a word's pieces were remembered, and with other merges the old ones came back. On what do they depend?")
def remembered_by_word(word, merges):
    if "aaaa" in cut and word == "lone":  # another run of the tests
        cut.clear()
    return cut.setdefault(word, applying(word, merges))



@wrong("apply_merges", "the merges sorted by the length of what they make. In which order were they learned?")
def longest_first(word, merges):
    return applying(word, sorted(merges, key=lambda pair: -len("".join(pair))))


@wrong("apply_merges", "the merges sorted by the alphabet. In which order were they learned?")
def merges_by_the_alphabet(word, merges):
    return applying(word, sorted(merges))


@wrong("apply_merges", "after a match one place too far: the next match, right behind it, was skipped. How many places are gone when two pieces have become one?")
def one_place_too_far(word, merges):
    pieces = spell(word)
    for left, right in merges:
        i = 0
        while i < len(pieces) - 1:
            if (pieces[i], pieces[i + 1]) == (left, right):
                pieces[i : i + 2] = [left + right]
                i += 1
            i += 1
    return pieces


@wrong("apply_merges", "a last piece that was not joined is gone. What is left behind the loop?")
def last_piece_lost(word, merges):
    pieces = spell(word)
    for left, right in merges:
        joined, i = [], 0
        while i < len(pieces) - 1:
            match = (pieces[i], pieces[i + 1]) == (left, right)
            joined.append(left + right if match else pieces[i])
            i += 1 + match
        pieces = joined
    return pieces



# ---------------------------------------------------------------------------------------- matches


def runs(words, n):
    return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def united(references, n):
    most = Counter()
    for reference in references:
        most |= runs(reference, n)
    return most


@wrong("matches", "not clipped: le le le would score full marks. How often does the reference have it?")
def not_clipped(translation, references, n):
    most, own = united(references, n), runs(translation, n)
    return sum(count for run, count in own.items() if run in most), sum(own.values())


@wrong("matches", "clipped at one: a run counts once, though a reference has it twice. How often may it count?")
def different_runs(translation, references, n):
    own = runs(translation, n)
    return len(own.keys() & united(references, n).keys()), sum(own.values())


@wrong("matches", "the references' counts were added up. Which reference sets the limit?")
def references_added_up(translation, references, n):
    own = runs(translation, n)
    return sum((own & sum((runs(reference, n) for reference in references), Counter())).values()), sum(own.values())


@wrong("matches", "only the first reference was looked at. How many are there?")
def first_reference(translation, references, n):
    own = runs(translation, n)
    return sum((own & runs(references[0], n)).values()), sum(own.values())


@wrong("matches", "only the last reference was looked at. How many are there?")
def last_reference(translation, references, n):
    own = runs(translation, n)
    return sum((own & runs(references[-1], n)).values()), sum(own.values())


@wrong("matches", "the one best reference for all runs together: each run may have its own. For which is the larger count kept?")
def one_reference_for_all(translation, references, n):
    own = runs(translation, n)
    return max(sum((own & runs(reference, n)).values()) for reference in references), sum(own.values())


@wrong("matches", "what all references have in common. Is one of them enough?")
def in_all_references(translation, references, n):
    own = runs(translation, n)
    for reference in references:
        own = own & runs(reference, n)
    return sum(own.values()), sum(runs(translation, n).values())


@wrong("matches", "all references as one long text: runs over the seam count. Where does a reference end?")
def one_long_reference(translation, references, n):
    own = runs(translation, n)
    return sum((own & runs([word for reference in references for word in reference], n)).values()), sum(own.values())


@wrong("matches", "the last run is missing. How many runs of n have len(words) words?")
def last_run_missing(translation, references, n):
    def short(words):
        return Counter(tuple(words[i : i + n]) for i in range(len(words) - n))

    most = Counter()
    for reference in references:
        most |= short(reference)
    own = short(translation)
    return sum((own & most).values()), sum(own.values())


@wrong("matches", "runs of all lengths up to n. Of which length are they wanted?")
def all_lengths(translation, references, n):
    found = [rightly_matched(translation, references, k) for k in range(1, n + 1)]
    return sum(hits for hits, _ in found), sum(count for _, count in found)


def rightly_matched(translation, references, n):
    own = runs(translation, n)
    return sum((own & united(references, n)).values()), sum(own.values())


@wrong("matches", "how many different runs there are, and not how many. What if one occurs twice?")
def different_runs_below(translation, references, n):
    return rightly_matched(translation, references, n)[0], len(runs(translation, n))


@wrong("matches", "the words without their order. What is a run?")
def without_order(translation, references, n):
    def bags(words):
        return Counter(tuple(sorted(words[i : i + n])) for i in range(len(words) - n + 1))

    most = Counter()
    for reference in references:
        most |= bags(reference)
    own = bags(translation)
    return sum((own & most).values()), sum(own.values())


@wrong("matches", "the number of words, where the number of runs is wanted. How many runs of two have three words?")
def words_below(translation, references, n):
    return rightly_matched(translation, references, n)[0], len(translation)


@wrong("matches", "the share, where two whole numbers are wanted. When is divided?")
def divided_already(translation, references, n):
    hits, count = rightly_matched(translation, references, n)
    return hits / count if count else 0.0


@wrong("matches", "runs of the references, where those of the translation are wanted. What is divided by?")
def runs_of_the_references(translation, references, n):
    return rightly_matched(translation, references, n)[0], sum(united(references, n).values())


@wrong("matches", "runs that do not overlap: they begin at every place. Where does the next run begin?")
def runs_in_steps(translation, references, n):
    def steps(words):
        return Counter(tuple(words[i : i + n]) for i in range(0, len(words) - n + 1, n))

    own = steps(translation)
    return sum((own & united(references, n)).values()), sum(own.values())


@wrong("matches", "both numbers the other way round. Which is returned first?")
def turned_round(translation, references, n):
    return rightly_matched(translation, references, n)[::-1]


@wrong("matches", "the matches alone: one number came back in place of two. What is the other?")
def hits_alone(translation, references, n):
    return rightly_matched(translation, references, n)[0]


@wrong("matches", "single words, whatever n is. What is a run of n words?")
def words_alone_matched(translation, references, n):
    return rightly_matched(translation, references, 1)


@wrong("matches", "runs of n + 1 words. How long is words[i : i + n]?")
def a_word_longer(translation, references, n):
    return rightly_matched(translation, references, n + 1)


@wrong("matches", "matches with each reference, added up: what stands in two references counts twice. Which reference sets the limit?")
def each_reference_once(translation, references, n):
    own = runs(translation, n)
    return sum(sum((own & runs(reference, n)).values()) for reference in references), sum(own.values())


@wrong("matches", "words at the same place: a run may stand anywhere in a reference. Does the place matter?")
def at_the_same_place(translation, references, n):
    places = range(len(translation) - n + 1)
    return sum(any(r[i : i + n] == translation[i : i + n] for r in references) for i in places), len(places)


@wrong("matches", "a negative number of runs: len - n + 1 falls below 0. How many runs of four has one word?")
def fewer_than_none(translation, references, n):
    return rightly_matched(translation, references, n)[0], len(translation) - n + 1


@wrong("matches", "each different run counted once, above and below. What if one occurs twice?")
def different_runs_both(translation, references, n):
    own, most = set(runs(translation, n)), set(united(references, n))
    return len(own & most), len(own)


def matched_by(key, translation, references, n):
    most = Counter()
    for reference in references:
        most |= Counter(key(reference[i : i + n]) for i in range(len(reference) - n + 1))
    own = Counter(key(translation[i : i + n]) for i in range(len(translation) - n + 1))
    return sum((own & most).values()), sum(own.values())


@wrong("matches", "words of a run were glued together: a bc became ab c. What is kept apart in a tuple?")
def glued_together(translation, references, n):
    return matched_by("".join, translation, references, n)


@wrong("matches", "capitals were set aside: Le is not le. When are two words the same?")
def capitals_set_aside(translation, references, n):
    return matched_by(lambda run: tuple(word.lower() for word in run), translation, references, n)


@wrong("matches", "looked for in the text: an is found in ane. What is a word's neighbour in a list?")
def looked_for_in_the_text(translation, references, n):
    own = Counter(" ".join(translation[i : i + n]) for i in range(len(translation) - n + 1))
    return sum(min(count, max(" ".join(r).count(run) for r in references)) for run, count in own.items()), sum(own.values())


@wrong("matches", "looked for in the text: an is found in ane. What is a word's neighbour in a list?")
def anywhere_in_the_text(translation, references, n):
    own = [" ".join(translation[i : i + n]) for i in range(len(translation) - n + 1)]
    return sum(any(run in " ".join(r) for r in references) for run in own), len(own)


@wrong("matches", "the last run of each reference is missing. How many runs of n have len(words) words?")
def last_run_of_references_missing(translation, references, n):
    own = runs(translation, n)
    return sum((own & united([reference[:-1] for reference in references], n)).values()), sum(own.values())


@wrong("matches", "runs at the end that are shorter than n were counted too. At which place does the last run begin?")
def shorter_runs_too(translation, references, n):
    def all_places(words):
        return Counter(tuple(words[i : i + n]) for i in range(len(words)))

    most = Counter()
    for reference in references:
        most |= all_places(reference)
    own = all_places(translation)
    return sum((own & most).values()), sum(own.values())



@wrong("matches", "one reference alone, chosen by its length: each run may have its own. For which is the larger count kept?")
def longest_reference(translation, references, n):
    return rightly_matched(translation, [max(references, key=len)], n)


@wrong("matches", "one reference alone, chosen by its length: each run may have its own. For which is the larger count kept?")
def closest_reference(translation, references, n):
    return rightly_matched(translation, [min(references, key=lambda reference: abs(len(reference) - len(translation)))], n)


@wrong("matches", "clipped at the number of references that have the run. How often does one of them have it?")
def clipped_at_references(translation, references, n):
    own = runs(translation, n)
    return sum(min(count, sum(run in runs(r, n) for r in references)) for run, count in own.items()), sum(own.values())


@wrong("matches", "one run was counted where there is none. How many runs of four has one word?")
def one_at_least(translation, references, n):
    hits, count = rightly_matched(translation, references, n)
    return hits, max(1, count)


@wrong("matches", "a Counter of the matches, where their number is wanted. What does sum do with its values?")
def a_counter_of_matches(translation, references, n):
    own = runs(translation, n)
    return own & united(references, n), sum(own.values())


# ------------------------------------------------------------------------------------------- bleu


def scoring(translations, references, *, length=None, mean=None, orders=4, penalty=None, scale=100):
    length = length or (lambda said, right: min((abs(len(ref) - len(said)), len(ref)) for ref in right)[1])
    penalty = penalty or (lambda said, wanted: min(1.0, math.exp(1 - wanted / said)))
    mean = mean or (lambda shares: math.exp(sum(map(math.log, shares)) / len(shares)))
    found, count, said, wanted = [0] * orders, [0] * orders, 0, 0
    for translation, right in zip(translations, references, strict=True):
        for n in range(orders):
            hits, here = rightly_matched(translation, right, n + 1)
            found[n] += hits
            count[n] += here
        said += len(translation)
        wanted += length(translation, right)
    if not all(found):
        return 0.0
    return scale * penalty(said, wanted) * mean([f / c for f, c in zip(found, count, strict=True)])


@wrong("bleu", "the mean of the sentences' own BLEUs. When is it divided?")
def mean_of_sentences(translations, references):
    return sum(scoring([said], [right]) for said, right in zip(translations, references, strict=True)) / len(translations)


@wrong("bleu", "no brevity penalty. What keeps a translator from saying only what it is sure of?")
def no_penalty(translations, references):
    return scoring(translations, references, penalty=lambda said, wanted: 1.0)


@wrong("bleu", "longer translations are rewarded: the penalty is never above 1. Where is min?")
def reward_for_length(translations, references):
    return scoring(translations, references, penalty=lambda said, wanted: math.exp(1 - wanted / said))


@wrong("bleu", "the fraction upside down: e to the power of 1 - c/r. Which of the two is above?")
def fraction_turned(translations, references):
    return scoring(translations, references, penalty=lambda said, wanted: math.exp(1 - said / wanted) if said > wanted else 1.0)


@wrong("bleu", "c/r itself as the penalty: no e. What does the formula say?")
def penalty_without_e(translations, references):
    return scoring(translations, references, penalty=lambda said, wanted: min(1.0, said / wanted))


@wrong("bleu", "the shortest reference's length is wanted always. Which reference's is it?")
def shortest(translations, references):
    return scoring(translations, references, length=lambda said, right: min(map(len, right)))


@wrong("bleu", "the longest reference's length is wanted always. Which reference's is it?")
def longest(translations, references):
    return scoring(translations, references, length=lambda said, right: max(map(len, right)))


@wrong("bleu", "the first reference's length is wanted always. Which reference's is it?")
def length_of_the_first(translations, references):
    return scoring(translations, references, length=lambda said, right: len(right[0]))


@wrong("bleu", "of two lengths equally close the longer. Which is wanted?")
def longer_of_two(translations, references):
    return scoring(translations, references, length=lambda said, right: min((abs(len(ref) - len(said)), -len(ref)) for ref in right)[1] * -1)


@wrong("bleu", "the arithmetic mean of the four shares. Which mean is wanted?")
def arithmetic(translations, references):
    return scoring(translations, references, mean=lambda shares: sum(shares) / 4)


@wrong("bleu", "the product of the four shares, or the sum of their logarithms: the fourth root is missing. What does 1/4 do?")
def product(translations, references):
    return scoring(translations, references, mean=math.prod)


@wrong("bleu", "from 0 to 1: the 100 is missing. Up to which number does BLEU go?")
def without_the_hundred(translations, references):
    return scoring(translations, references, scale=1)


@wrong("bleu", "runs of 1 to 3 words. How many shares are there?")
def three_orders(translations, references):
    return scoring(translations, references, orders=3)


@wrong("bleu", "single words only. How many shares are there?")
def one_order(translations, references):
    return scoring(translations, references, orders=1)


@wrong("bleu", "runs of four only. How many shares are there?")
def only_fours(translations, references):
    return scoring(translations, references, mean=lambda shares: shares[3])


@wrong("bleu", "the shares are averaged over sentences, for each n. When is it divided?")
def shares_of_sentences(translations, references):
    shares = []
    for n in range(1, 5):
        rows = [rightly_matched(said, right, n) for said, right in zip(translations, references, strict=True)]
        shares.append(sum(hits / max(count, 1) for hits, count in rows) / len(rows))
    if not all(shares):
        return 0.0
    said = sum(map(len, translations))
    wanted = sum(min((abs(len(ref) - len(t)), len(ref)) for ref in right)[1] for t, right in zip(translations, references, strict=True))
    return 100 * min(1.0, math.exp(1 - wanted / said)) * math.exp(sum(map(math.log, shares)) / 4)


@wrong("bleu", "an error where nothing matches: 0 has no logarithm. What is BLEU then?")
def logarithm_of_nothing(translations, references):
    found = [[rightly_matched(said, right, n) for said, right in zip(translations, references, strict=True)] for n in range(1, 5)]
    mean = math.exp(sum(math.log(sum(h for h, _ in row) / sum(c for _, c in row)) for row in found) / 4)
    said = sum(map(len, translations))
    wanted = sum(min((abs(len(ref) - len(t)), len(ref)) for ref in right)[1] for t, right in zip(translations, references, strict=True))
    return 100 * min(1.0, math.exp(1 - wanted / said)) * mean


@wrong("bleu", "shares without a match are left out of the mean. What is BLEU if one of them is 0?")
def nothing_left_out(translations, references):
    found = [[rightly_matched(said, right, n) for said, right in zip(translations, references, strict=True)] for n in range(1, 5)]
    shares = [sum(h for h, _ in row) / max(1, sum(c for _, c in row)) for row in found]
    logs = [math.log(share) for share in shares if share]
    said = sum(map(len, translations))
    wanted = sum(min((abs(len(ref) - len(t)), len(ref)) for ref in right)[1] for t, right in zip(translations, references, strict=True))
    return 100 * min(1.0, math.exp(1 - wanted / said)) * math.exp(sum(logs) / len(logs)) if logs and said else 0.0


@wrong("bleu", "the mean length of the references is wanted always. Which reference's is it?")
def mean_length(translations, references):
    return scoring(translations, references, length=lambda said, right: sum(map(len, right)) / len(right))


@wrong("bleu", "the harmonic mean of the four shares. Which mean is wanted?")
def harmonic(translations, references):
    return scoring(translations, references, mean=lambda shares: 4 / sum(1 / share for share in shares))


@wrong("bleu", "the square root of the product: four shares have a fourth root. What does 1/4 do?")
def square_root(translations, references):
    return scoring(translations, references, mean=lambda shares: math.prod(shares) ** 0.5)


@wrong("bleu", "the mean of the logarithms, not undone. What undoes a logarithm?")
def logarithm_not_undone(translations, references):
    return scoring(translations, references, mean=lambda shares: sum(map(math.log, shares)) / 4)


@wrong("bleu", "the product of the four shares, or the sum of their logarithms: the fourth root is missing. What does 1/4 do?")
def logarithms_added(translations, references):
    return scoring(translations, references, mean=lambda shares: math.exp(sum(map(math.log, shares))))


@wrong("bleu", "r - c as the exponent: a number of words, where a fraction is wanted. What does the formula say?")
def difference_of_lengths(translations, references):
    return scoring(translations, references, penalty=lambda said, wanted: min(1.0, math.exp(said - wanted)))


@wrong("bleu", "e to the power of -r/c: the 1 is missing. What is the penalty if both are equal?")
def one_is_missing(translations, references):
    return scoring(translations, references, penalty=lambda said, wanted: math.exp(-wanted / said) if said < wanted else 1.0)


@wrong("bleu", "one was added to matches and runs. Does the formula smooth?")
def smoothed(translations, references):
    rows = [[rightly_matched(s, r, n) for s, r in zip(translations, references, strict=True)] for n in range(1, 5)]
    shares = [(sum(h for h, _ in row) + 1) / (sum(c for _, c in row) + 1) for row in rows]
    said = sum(map(len, translations))
    wanted = sum(min((abs(len(ref) - len(t)), len(ref)) for ref in right)[1] for t, right in zip(translations, references, strict=True))
    return 100 * min(1.0, math.exp(1 - wanted / max(said, 1))) * math.prod(shares) ** 0.25


@wrong("bleu", "only the first reference of each sentence was looked at. How many are there?")
def first_references(translations, references):
    return scoring(translations, [right[:1] for right in references])


@wrong("bleu", "the best sentence's score for the whole test. What is added up first?")
def best_sentence(translations, references):
    return max(scoring([said], [right]) for said, right in zip(translations, references, strict=True))


@wrong("bleu", "brevity sentence by sentence: a long one does not make up for a short one. Over what are c and r added up?")
def brevity_by_sentence(translations, references):
    return scoring(translations, references, length=lambda said, right: max(len(said), min((abs(len(ref) - len(said)), len(ref)) for ref in right)[1]))


@wrong("bleu", "runs of 0 to 3 words: range(4) begins at 0. Which lengths are wanted?")
def from_none_to_three(translations, references):
    found = [[rightly_matched(said, right, n) for said, right in zip(translations, references, strict=True)] for n in range(4)]
    shares = [sum(h for h, _ in row) / max(1, sum(c for _, c in row)) for row in found]
    said = sum(map(len, translations))
    wanted = sum(min((abs(len(ref) - len(t)), len(ref)) for ref in right)[1] for t, right in zip(translations, references, strict=True))
    return 100 * min(1.0, math.exp(1 - wanted / said)) * math.exp(sum(map(math.log, shares)) / 4) if all(shares) else 0.0


@wrong("bleu", "of two lengths equally close the first in the list. Which is wanted?")
def first_of_equally_close(translations, references):
    return scoring(translations, references, length=lambda said, right: len(min(right, key=lambda ref: abs(len(ref) - len(said)))))


@wrong("bleu", "of two lengths equally close the last in the list. Which is wanted?")
def last_of_equally_close(translations, references):
    return scoring(translations, references, length=lambda said, right: len(min(right[::-1], key=lambda ref: abs(len(ref) - len(said)))))


@wrong("bleu", "each sentence was matched with the references of all. Whose references are looked at?")
def references_of_all(translations, references):
    found, count, said, wanted = [0] * 4, [0] * 4, 0, 0
    for translation, right in zip(translations, references, strict=True):
        for n in range(4):
            hits, here = rightly_matched(translation, [ref for one in references for ref in one], n + 1)
            found[n] += hits
            count[n] += here
        said += len(translation)
        wanted += min((abs(len(ref) - len(translation)), len(ref)) for ref in right)[1]
    if not all(found):
        return 0.0
    return 100 * min(1.0, math.exp(1 - wanted / said)) * math.prod(f / c for f, c in zip(found, count, strict=True)) ** 0.25


@wrong("bleu", "sentences left unsaid were left out: saying nothing cost nothing. Whose words does r count?")
def unsaid_left_out(translations, references):
    pairs = [(said, right) for said, right in zip(translations, references, strict=True) if said]
    return scoring([said for said, _ in pairs], [right for _, right in pairs]) if pairs else 0.0


@wrong("bleu", "0 as soon as one sentence has no match: it counts for the whole test. When is asked whether there is none?")
def nothing_if_one_has_none(translations, references):
    if any(not scoring([said], [right]) for said, right in zip(translations, references, strict=True)):
        return 0.0
    return scoring(translations, references)


@wrong("bleu", "each sentence was matched only with the reference closest in length. With which are the runs compared?")
def closest_reference_alone(translations, references):
    pairs = zip(translations, references, strict=True)
    near = [[min(right, key=lambda ref: (abs(len(ref) - len(said)), len(ref)))] for said, right in pairs]
    return scoring(translations, near)


@wrong("bleu", "logarithms to base 2, undone with e. What undoes log2?")
def two_bases(translations, references):
    return scoring(translations, references, mean=lambda shares: math.exp(sum(map(math.log2, shares)) / 4))



@wrong("bleu", "rounded. How many digits does the formula keep?")
def rounded(translations, references):
    return round(scoring(translations, references), 2)


@wrong("bleu", "the first sentence alone: return stands inside the loop. How many sentences has the test?")
def first_sentence_alone(translations, references):
    return scoring(translations[:1], references[:1])


@wrong("bleu", "runs of 1 to 3 words, and a quarter of their logarithms: range(1, 4) ends at 3. How many shares are there?")
def three_orders_a_quarter(translations, references):
    return scoring(translations, references, orders=3, mean=lambda shares: math.exp(sum(map(math.log, shares)) / 4))


@wrong("bleu", "an error, since something was divided by 0: no word was said, or no sentence has a run of four. What is BLEU then?")
def penalty_first(translations, references):
    said = sum(map(len, translations))
    wanted = sum(min((abs(len(ref) - len(t)), len(ref)) for ref in right)[1] for t, right in zip(translations, references, strict=True))
    return min(1.0, math.exp(1 - wanted / said)) * scoring(translations, references, penalty=lambda said, wanted: 1.0)


@wrong("bleu", "an error, since something was divided by 0: no word was said, or no sentence has a run of four. What is BLEU then?")
def shares_first(translations, references):
    rows = [[rightly_matched(s, r, n) for s, r in zip(translations, references, strict=True)] for n in range(1, 5)]
    shares = [sum(h for h, _ in row) / sum(c for _, c in row) for row in rows]
    return scoring(translations, references) if all(shares) else 0.0



@wrong("bleu", "the words of all references were wanted. Which one's length is it?")
def words_of_all_references(translations, references):
    return scoring(translations, references, length=lambda said, right: sum(map(len, right)))


@wrong("bleu", "the penalty at the wrong side: where more was said than wanted. Which translations are to pay?")
def penalty_at_the_wrong_side(translations, references):
    return scoring(translations, references, penalty=lambda said, wanted: math.exp(1 - wanted / said) if said > wanted else 1.0)


@wrong("bleu", "the length closest to all that was said, of the first, the second... references of all. Whose closest reference is it?")
def one_reference_for_the_test(translations, references):
    most = max(map(len, references))
    said = sum(map(len, translations))
    sums = [sum(len(right[min(i, len(right) - 1)]) for right in references) for i in range(most)]
    wanted = min(sums, key=lambda length: (abs(length - said), length))
    shares = scoring(translations, references, penalty=lambda said, wanted: 1.0)
    return shares * min(1.0, math.exp(1 - wanted / said)) if shares else 0.0



@wrong("bleu", "the penalty is under the fourth root too. What does the formula take the root of?")
def penalty_under_the_root(translations, references):
    return scoring(translations, references, penalty=lambda said, wanted: min(1.0, math.exp(1 - wanted / said)) ** 0.25)


@wrong("bleu", "not clipped: a run that is said twice and wanted once counted twice. What does matches do?")
def matches_not_clipped(translations, references):
    found, count = [0] * 4, [0] * 4
    for translation, right in zip(translations, references, strict=True):
        for n in range(4):
            hits, here = not_clipped.definitions["matches"](translation, right, n + 1)
            found[n] += hits
            count[n] += here
    share = math.prod(f / max(c, 1) for f, c in zip(found, count, strict=True))
    plain = scoring(translations, references, mean=lambda shares: 1.0) if share else 0.0
    return plain * share**0.25


@wrong("bleu", "runs of 1 to 5 words. How many shares are there?")
def five_orders(translations, references):
    return scoring(translations, references, orders=5)


@wrong("bleu", "c and r counted letters, and not words. What is the length of a list of words?")
def lengths_in_letters(translations, references):
    said = sum(len(" ".join(translation)) for translation in translations)
    wanted = 0
    for translation, right in zip(translations, references, strict=True):
        long = len(" ".join(translation))
        wanted += min((abs(len(" ".join(ref)) - long), len(" ".join(ref))) for ref in right)[1]
    shares = scoring(translations, references, penalty=lambda said, wanted: 1.0)
    return shares * min(1.0, math.exp(1 - wanted / said)) if shares else 0.0


@wrong("bleu", "logarithms to base 10, undone with e. What undoes log10?")
def base_ten(translations, references):
    return scoring(translations, references, mean=lambda shares: math.exp(sum(map(math.log10, shares)) / 4))


@wrong("bleu", "rounded. How many digits does the formula keep?")
def a_whole_number(translations, references):
    return int(scoring(translations, references))


@wrong("bleu", "None came back where nothing matches. What is BLEU then?")
def none_if_nothing(translations, references):
    return scoring(translations, references) or None



# ---------------------------------------------------------------------------------------- average


@wrong("average", "the sum: it was not divided. By how many?")
def added_up(snapshots):
    return {name: sum(s[name] for s in snapshots) if last.is_floating_point() else last for name, last in snapshots[-1].items()}


@wrong("average", "the last snapshot alone. What do the others say?")
def last_alone(snapshots):
    return dict(snapshots[-1])


@wrong("average", "the first snapshot alone. What do the others say?")
def first_alone(snapshots):
    return dict(snapshots[0])


@wrong("average", "all numbers of a tensor became one. Along which axis is averaged?")
def one_number(snapshots):
    return {name: torch.stack([s[name] for s in snapshots]).mean() if last.is_floating_point() else last for name, last in snapshots[-1].items()}


@wrong("average", "averaged along another axis than that of the snapshots. Which axis did stack make?")
def last_axis(snapshots):
    return {name: torch.stack([s[name] for s in snapshots]).mean(dim=-1) if last.is_floating_point() else last for name, last in snapshots[-1].items()}


@wrong("average", "whole numbers were averaged too. What is half a step?")
def whole_numbers_too(snapshots):
    return {name: torch.stack([s[name].float() for s in snapshots]).mean(dim=0) for name in snapshots[-1]}


@wrong("average", "whole numbers of the first snapshot. Which one's are wanted?")
def whole_numbers_of_the_first(snapshots):
    return {name: torch.stack([s[name] for s in snapshots]).mean(dim=0) if first.is_floating_point() else first for name, first in snapshots[0].items()}


@wrong("average", "whole-number tensors are missing. Which names must come back?")
def whole_numbers_left_out(snapshots):
    return {name: torch.stack([s[name] for s in snapshots]).mean(dim=0) for name, last in snapshots[-1].items() if last.is_floating_point()}


@wrong("average", "the median, and not the mean. What do all values have a say in?")
def median(snapshots):
    return {name: torch.stack([s[name] for s in snapshots]).median(dim=0).values if last.is_floating_point() else last for name, last in snapshots[-1].items()}


@wrong("average", "the first and the last only. How many snapshots are there?")
def both_ends(snapshots):
    return {name: (snapshots[0][name] + last) / 2 if last.is_floating_point() else last for name, last in snapshots[-1].items()}


@wrong("average", "a running mean of two at a time: the last one weighs most. Which weight has each?")
def running(snapshots):
    mean = dict(snapshots[0])
    for snapshot in snapshots[1:]:
        mean = {name: (mean[name] + value) / 2 if value.is_floating_point() else value for name, value in snapshot.items()}
    return mean


@wrong("average", "divided by one less than there are. By how many?")
def one_less(snapshots):
    return {name: sum(s[name] for s in snapshots) / max(1, len(snapshots) - 1) if last.is_floating_point() else last for name, last in snapshots[-1].items()}


@wrong("average", says="leaves what it was given unchanged")
def in_place(snapshots):
    mean = {name: value if value.is_floating_point() else snapshots[-1][name] for name, value in snapshots[0].items()}
    for name, value in mean.items():
        if value.is_floating_point():
            for snapshot in snapshots[1:]:
                value += snapshot[name]
            value /= len(snapshots)
    return mean


@wrong("average", "only matrices were averaged: a single number is a tensor as well. How many axes does it have?")
def matrices_alone(snapshots):
    return {name: torch.stack([s[name] for s in snapshots]).mean(dim=0) if last.dim() > 1 else last for name, last in snapshots[-1].items()}


@wrong("average", "a list of tensors, where a dictionary is wanted. Which names belong to them?")
def a_list_of_means(snapshots):
    return [torch.stack([s[name].float() for s in snapshots]).mean(dim=0) for name in snapshots[-1]]


@wrong("average", "the later the snapshot, the more it weighed. Which weight has each?")
def later_ones_more(snapshots):
    total = len(snapshots) * (len(snapshots) + 1) / 2
    return {n: sum((i + 1) * s[n] for i, s in enumerate(snapshots)) / total if v.is_floating_point() else v for n, v in snapshots[-1].items()}


@wrong("average", "divided by one more than there are. By how many?")
def one_more(snapshots):
    return {n: sum(s[n] for s in snapshots) / (len(snapshots) + 1) if v.is_floating_point() else v for n, v in snapshots[-1].items()}


@wrong("average", "stacked and not averaged: a new first axis is left. What takes it away again?")
def stacked_alone(snapshots):
    return {n: torch.stack([s[n] for s in snapshots]) if v.is_floating_point() else v for n, v in snapshots[-1].items()}


@wrong("average", "the largest number of each place. What do all values have a say in?")
def largest(snapshots):
    return {n: torch.stack([s[n] for s in snapshots]).amax(dim=0) if v.is_floating_point() else v for n, v in snapshots[-1].items()}


@wrong("average", "whole numbers were added up. What is wanted of them?")
def whole_numbers_added(snapshots):
    return {n: torch.stack([s[n] for s in snapshots]).mean(dim=0) if v.is_floating_point() else sum(s[n] for s in snapshots) for n, v in snapshots[-1].items()}


@wrong("average", "a whole-number tensor has no mean in PyTorch, hence the error. Which snapshot's is wanted instead?")
def mean_of_whole_numbers(snapshots):
    return {name: torch.stack([s[name] for s in snapshots]).mean(dim=0) for name in snapshots[-1]}


@wrong("average", "of whole numbers the largest: a counter need not rise. Which snapshot's are wanted?")
def largest_whole_numbers(snapshots):
    return {
        name: torch.stack([s[name] for s in snapshots]).mean(dim=0) if last.is_floating_point() else torch.stack([s[name] for s in snapshots]).amax(dim=0)
        for name, last in snapshots[-1].items()
    }


@wrong("average", "only float32 was averaged: of float64 the last snapshot's came back. What does is_floating_point() tell?")
def float32_alone(snapshots):
    return {n: torch.stack([s[n] for s in snapshots]).mean(dim=0) if v.dtype == torch.float32 else v for n, v in snapshots[-1].items()}


@wrong("average", "whole numbers were averaged too. What is half a step?")
def whole_numbers_of_64_bits_alone(snapshots):
    return {n: v if v.dtype == torch.int64 else torch.stack([s[n].double() for s in snapshots]).mean(dim=0) for n, v in snapshots[-1].items()}


@wrong("average", "whole numbers were averaged, and made whole again. Which snapshot's are wanted?")
def whole_numbers_rounded(snapshots):
    return {n: torch.stack([s[n].double() for s in snapshots]).mean(dim=0).to(v.dtype) for n, v in snapshots[-1].items()}


@wrong("average", "the last snapshot took no part in the mean. How many snapshots are there?")
def without_the_last(snapshots):
    some = snapshots[:-1] or snapshots
    return {n: torch.stack([s[n] for s in some]).mean(dim=0) if v.is_floating_point() else v for n, v in snapshots[-1].items()}


@wrong("average", "a single number became a list of one. How many axes has it?")
def flattened_and_back(snapshots):
    return {
        n: torch.stack([s[n].reshape(-1) for s in snapshots]).mean(dim=0).reshape(v.shape or (1,)) if v.is_floating_point() else v
        for n, v in snapshots[-1].items()
    }


@wrong("average", "tensors whose values happen to be whole were not averaged: 4.0 is a number with a point. What does is_floating_point() tell?")
def whole_by_value(snapshots):
    return {n: v if (v == v.round()).all() else torch.stack([s[n].double() for s in snapshots]).mean(dim=0) for n, v in snapshots[-1].items()}


@wrong("average", hidden_only=True)
def whole_by_name(snapshots):
    return {n: v if n == "steps" else torch.stack([s[n].double() for s in snapshots]).mean(dim=0) for n, v in snapshots[-1].items()}



@wrong("average", "single numbers were not averaged: a tensor without an axis is one as well. What does is_floating_point() tell?")
def single_numbers_of_the_last(snapshots):
    return {
        n: torch.stack([s[n] for s in snapshots]).mean(dim=0) if v.is_floating_point() and v.dim() else v for n, v in snapshots[-1].items()
    }



@wrong("average", "NumPy arrays came back, where a model loads tensors. What does torch.tensor do?")
def arrays(snapshots):
    return {
        n: np.mean([s[n].numpy() for s in snapshots], axis=0) if v.is_floating_point() else v.numpy() for n, v in snapshots[-1].items()
    }



@wrong("average", "divided by 2 always. By how many?")
def always_by_two(snapshots):
    return {n: sum(s[n] for s in snapshots) / 2 if v.is_floating_point() else v for n, v in snapshots[-1].items()}


@wrong("average", "of whole numbers the smallest. Which snapshot's are wanted?")
def smallest_whole_numbers(snapshots):
    return {
        name: torch.stack([s[name] for s in snapshots]).mean(dim=0) if last.is_floating_point() else torch.stack([s[name] for s in snapshots]).amin(dim=0)
        for name, last in snapshots[-1].items()
    }


@wrong("average", "the last snapshot's whole numbers became numbers with a point. What kind of tensor is wanted?")
def whole_numbers_with_a_point(snapshots):
    return {n: torch.stack([s[n] for s in snapshots]).mean(dim=0) if v.is_floating_point() else v.float() for n, v in snapshots[-1].items()}


@wrong("average", "lists of numbers came back, where a model loads tensors. What does tolist() do?")
def lists_of_numbers(snapshots):
    return {n: torch.stack([s[n] for s in snapshots]).mean(dim=0).tolist() if v.is_floating_point() else v for n, v in snapshots[-1].items()}


@wrong("average", "a moving average: the latest snapshot and what was before have fixed shares. Which weight has each?")
def moving(snapshots):
    mean = dict(snapshots[0])
    for snapshot in snapshots[1:]:
        mean = {name: 0.9 * mean[name] + 0.1 * value if value.is_floating_point() else value for name, value in snapshot.items()}
    return mean



@wrong("average", "the first snapshot was filled with the mean, and is lost: += and /= change the tensor that was given. Where does a new one come from?")
def into_the_first(snapshots):
    mean = snapshots[0]
    for name, value in mean.items():
        if value.is_floating_point():
            for snapshot in snapshots[1:]:
                value += snapshot[name]
            value /= len(snapshots)
        else:
            mean[name] = snapshots[-1][name]
    return mean


# ------------------------------------------------------------------------------- count_alignments


def counting(kind, group, source, prior, rounds, *, first=None, share_by=None, share_prior=True, last_by=None):
    chances = np.ones(len(source)) if first is None else first(source)
    for _ in range(rounds):
        share = chances[kind] * prior if share_prior else chances[kind]
        share = share / np.bincount(group, share)[group] if share_by is None else share_by(share)
        counts = np.bincount(kind, share, minlength=len(source))
        chances = counts / np.bincount(source, counts)[source] if last_by is None else last_by(counts)
    return chances


@wrong("count_alignments", "the prior was left out. Where does it come in?")
def without_prior(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, share_prior=False)


@wrong("count_alignments", "the prior in the first round only. In which rounds does it take part?")
def prior_once(kind, group, source, prior, rounds):
    first = counting(kind, group, source, prior, min(rounds, 1))
    return counting(kind, group, source, prior, rounds - 1, share_prior=False, first=lambda _: first) if rounds > 1 else first


@wrong("count_alignments", "the prior after the sharing: then a word's shares do not add up to 1. Before or after the division?")
def prior_after_sharing(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, share_prior=False, share_by=lambda share: share / np.bincount(group, share)[group] * prior)


@wrong("count_alignments", "a French word's shares do not add up to 1: it was not divided by the sum of its own group. Over which cells does it divide itself?")
def not_shared(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, share_by=lambda share: share)


@wrong("count_alignments", "a French word's shares do not add up to 1: it was not divided by the sum of its own group. Over which cells does it divide itself?")
def shared_over_all(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, share_by=lambda share: share / share.sum())


@wrong("count_alignments", "each kind's counts as they are: not divided. Divided by what do they become chances?")
def counts_alone(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, last_by=lambda counts: counts)


@wrong("count_alignments", "divided by the sum of all counts. Whose counts must add up to 1?")
def over_everything(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, last_by=lambda counts: counts / counts.sum())


@wrong("count_alignments", "divided by how often a kind occurs. Whose counts must add up to 1?")
def over_its_cells(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, last_by=lambda counts: counts / np.bincount(kind, minlength=len(source)))


@wrong("count_alignments", "one round too few. How often does range(1, rounds) go round?")
def a_round_short(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, max(rounds - 1, 0))


@wrong("count_alignments", "one round too many. How often does range(rounds + 1) go round?")
def a_round_more(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds + 1)


@wrong("count_alignments", "begun with equal shares and not with ones: then no rounds give another answer. How do the chances begin?")
def begun_with_shares(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, first=lambda source: 1 / np.bincount(source)[source])


@wrong("count_alignments", "links were decided in every round: each word went whole to the likeliest. What is shared out?")
def decided(kind, group, source, prior, rounds):
    def whole(share):
        best = np.zeros(group.max() + 1)
        np.maximum.at(best, group, share)
        heaviest = (share == best[group]).astype(float)
        return heaviest / np.bincount(group, heaviest)[group]

    return counting(kind, group, source, prior, rounds, share_by=whole)


@wrong("count_alignments", "every round began with ones again: what was counted is forgotten. Which chances are shared by?")
def forgotten(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, min(rounds, 1))


@wrong("count_alignments", "cells were counted, and not their shares. What are the weights of bincount?")
def cells_counted(kind, group, source, prior, rounds):
    counts = np.bincount(kind, minlength=len(source)).astype(float)
    return counts / np.bincount(source, counts)[source] if rounds else np.ones(len(source))


@wrong("count_alignments", "a softmax over a word's cells. How does one divide in proportion?")
def softmax(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, share_by=lambda share: np.exp(share) / np.bincount(group, np.exp(share))[group])


@wrong("count_alignments", "the prior was added, not multiplied. How does it take part?")
def prior_added(kind, group, source, prior, rounds):
    chances = np.ones(len(source))
    for _ in range(rounds):
        share = chances[kind] + prior
        share = share / np.bincount(group, share)[group]
        counts = np.bincount(kind, share, minlength=len(source))
        chances = counts / np.bincount(source, counts)[source]
    return chances


@wrong("count_alignments", "shares were divided by the sum of their kind, and not of their group. Which array says which cells belong to one French word?")
def shared_by_kind(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, share_by=lambda share: share / np.bincount(kind, share)[kind])


@wrong("count_alignments", "divided by the largest count of each English word, and not by the sum. What must its chances add up to?")
def by_the_largest(kind, group, source, prior, rounds):
    def last_by(counts):
        most = np.zeros(source.max() + 1)
        np.maximum.at(most, source, counts)
        return counts / most[source]

    return counting(kind, group, source, prior, rounds, last_by=last_by)


@wrong("count_alignments", "the counts of the last round, without the last division. What turns counts into chances?")
def last_counts(kind, group, source, prior, rounds):
    chances = counting(kind, group, source, prior, max(rounds - 1, 0))
    share = chances[kind] * prior
    return np.bincount(kind, share / np.bincount(group, share)[group], minlength=len(source)) if rounds else chances


@wrong("count_alignments", "counts of all rounds were added up. What does a round begin with?")
def counts_kept(kind, group, source, prior, rounds):
    chances, counts = np.ones(len(source)), np.zeros(len(source))
    for _ in range(rounds):
        share = chances[kind] * prior
        counts = counts + np.bincount(kind, share / np.bincount(group, share)[group], minlength=len(source))
        chances = counts / np.bincount(source, counts)[source]
    return chances


@wrong("count_alignments", "the shares of the cells, where the chances of the kinds are wanted. How many numbers come back?")
def shares_of_cells(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds)[kind]


@wrong("count_alignments", "a column: each chance lies in a list of its own. How many axes has what is wanted?")
def a_column(kind, group, source, prior, rounds):
    return [[chance] for chance in counting(kind, group, source, prior, rounds)]


@wrong("count_alignments", "divided by how many kinds an English word has, and not by what went to it. What are the weights of bincount?")
def by_number_of_kinds(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, last_by=lambda counts: counts / np.bincount(source)[source])


@wrong("count_alignments", "the sums of the groups were not handed back to their cells, hence the error. What does indexing with [group] do?")
def group_not_handed_back(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, share_by=lambda share: share / np.bincount(group, share))


@wrong("count_alignments", "the sums of the English words were not handed back to their kinds, hence the error. What does indexing with [source] do?")
def source_not_handed_back(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, last_by=lambda counts: counts / np.bincount(source, counts))


@wrong("count_alignments", "counts[kind] += share: a kind that stands in several cells kept the last of its shares. What does bincount do instead?")
def last_share_alone(kind, group, source, prior, rounds):
    chances = np.ones(len(source))
    for _ in range(rounds):
        share = chances[kind] * prior
        counts = np.zeros(len(source))
        counts[kind] += share / np.bincount(group, share)[group]
        chances = counts / np.bincount(source, counts)[source]
    return chances


@wrong("count_alignments", "the prior as the first chances, and in no sharing. In which rounds does it take part?")
def prior_as_the_beginning(kind, group, source, prior, rounds):
    first = np.bincount(kind, prior, minlength=len(source)) / np.bincount(kind, minlength=len(source))
    return counting(kind, group, source, prior, rounds, share_prior=False, first=lambda source: first if rounds else np.ones(len(source)))


@wrong("count_alignments", "the prior in the last round only. In which rounds does it take part?")
def prior_at_the_end(kind, group, source, prior, rounds):
    before = counting(kind, group, source, prior, max(rounds - 1, 0), share_prior=False)
    return counting(kind, group, source, prior, 1, first=lambda source: before) if rounds else before


@wrong("count_alignments", "a round's shares became the prior of the next: chances count again and again. What does a round begin with?")
def shares_as_prior(kind, group, source, prior, rounds):
    chances = np.ones(len(source))
    for _ in range(rounds):
        prior = chances[kind] * prior
        prior = prior / np.bincount(group, prior)[group]
        counts = np.bincount(kind, prior, minlength=len(source))
        chances = counts / np.bincount(source, counts)[source]
    return chances


@wrong("count_alignments", "the cells of a group were taken to stand side by side. What tells that two cells belong together?")
def groups_side_by_side(kind, group, source, prior, rounds):
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    lengths = np.diff(starts, append=len(group))
    return counting(kind, group, source, prior, rounds, share_by=lambda share: share / np.repeat(np.add.reduceat(share, starts), lengths))


@wrong("count_alignments", "two cells for each French word, as on the napkin. How many English words has a sentence?")
def groups_of_two(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, share_by=lambda share: (share.reshape(-1, 2) / share.reshape(-1, 2).sum(axis=1, keepdims=True)).ravel())


@wrong("count_alignments", "a list came back, where an array is wanted. What does np.array do?")
def a_list_of_chances(kind, group, source, prior, rounds):
    return list(counting(kind, group, source, prior, rounds))


@wrong("count_alignments", "a tensor came back, where a NumPy array is wanted. What does .numpy() do?")
def a_tensor_of_chances(kind, group, source, prior, rounds):
    return torch.tensor(counting(kind, group, source, prior, rounds))



@wrong("count_alignments", "begun with equal shares and not with ones: then no rounds give another answer. How do the chances begin?")
def begun_with_one_share(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, rounds, first=lambda source: np.full(len(source), 1 / len(source)))


@wrong("count_alignments", "the prior was looked up by kind: it has a number for each cell already. Of what length are the two arrays?")
def prior_of_kinds(kind, group, source, prior, rounds):
    return counting(kind, group, source, np.asarray(prior)[kind], rounds)


@wrong("count_alignments", "rounds played no part: it went on until nothing changed. How many are wanted?")
def rounds_ignored(kind, group, source, prior, rounds):
    return counting(kind, group, source, prior, 2000)


@wrong("count_alignments", "a dictionary came back, where an array is wanted. What does its index say?")
def a_dictionary_of_chances(kind, group, source, prior, rounds):
    return dict(enumerate(counting(kind, group, source, prior, rounds).tolist()))


@wrong("count_alignments", "the logarithms of the chances. Was one asked for?")
def logarithms(kind, group, source, prior, rounds):
    return np.log(counting(kind, group, source, prior, rounds))



# ----------------------------------------------------------------------------------- word_weights


def belonging(words):
    return np.eye(max(words) + 1)[list(words)]


@wrong("word_weights", "the mean over an English word's pieces too: rows no longer sum to 1. Looking at both pieces is looking at the word how often?")
def mean_on_both(weights, source_words, target_words):
    rows, columns = belonging(target_words), belonging(source_words)
    return (rows / rows.sum(axis=0)).T @ weights @ (columns / columns.sum(axis=0))


@wrong("word_weights", "added up over a French word's pieces too: its row sums to more than 1. How often does a word look?")
def sum_on_both(weights, source_words, target_words):
    return belonging(target_words).T @ weights @ belonging(source_words)


@wrong("word_weights", "the mean over English pieces and the sum over French ones: the other way round. Which axis is which?")
def the_other_way_round(weights, source_words, target_words):
    columns = belonging(source_words)
    return belonging(target_words).T @ weights @ (columns / columns.sum(axis=0))


@wrong("word_weights", "the largest of an English word's pieces. What do its pieces get together?")
def largest_piece(weights, source_words, target_words):
    columns = np.array([[row[np.array(source_words) == word].max() for word in range(max(source_words) + 1)] for row in weights])
    rows = belonging(target_words)
    return (rows / rows.sum(axis=0)).T @ columns


@wrong("word_weights", "only the first piece of each French word looks. How many of them look?")
def first_target_piece(weights, source_words, target_words):
    first = [list(target_words).index(word) for word in range(max(target_words) + 1)]
    return (weights @ belonging(source_words))[first]


@wrong("word_weights", "only the last piece of each French word looks. How many of them look?")
def last_target_piece(weights, source_words, target_words):
    last = [len(target_words) - 1 - list(target_words)[::-1].index(word) for word in range(max(target_words) + 1)]
    return (weights @ belonging(source_words))[last]


@wrong("word_weights", "only the first piece of each English word is looked at. What of the others?")
def first_source_piece(weights, source_words, target_words):
    first = [list(source_words).index(word) for word in range(max(source_words) + 1)]
    rows = belonging(target_words)
    return (rows / rows.sum(axis=0)).T @ np.asarray(weights)[:, first]


@wrong("word_weights", "English words down, French words across: rows and columns swapped. Which axis holds the French words?")
def turned(weights, source_words, target_words):
    rows = belonging(target_words)
    return ((rows / rows.sum(axis=0)).T @ weights @ belonging(source_words)).T


@wrong("word_weights", "French pieces were left as they are. How many rows are wanted?")
def rows_left(weights, source_words, target_words):
    return weights @ belonging(source_words)


@wrong("word_weights", "English pieces were left as they are. How many columns are wanted?")
def columns_left(weights, source_words, target_words):
    rows = belonging(target_words)
    return (rows / rows.sum(axis=0)).T @ weights


@wrong("word_weights", "divided by how many French pieces there are in all. How many has this word?")
def over_all_pieces(weights, source_words, target_words):
    return belonging(target_words).T @ weights @ belonging(source_words) / len(target_words)


@wrong("word_weights", "the last piece of a word replaced the earlier ones: = where += is wanted, or a list of places that names one twice. What was in its column already?")
def replaced(weights, source_words, target_words):
    columns = np.zeros((len(weights), max(source_words) + 1))
    for place, word in enumerate(source_words):
        columns[:, word] = weights[:, place]
    rows = belonging(target_words)
    return (rows / rows.sum(axis=0)).T @ columns


@wrong("word_weights", "the last piece of a word replaced the earlier ones: = where += is wanted, or a list of places that names one twice. What was in its column already?")
def added_by_index(weights, source_words, target_words):
    columns = np.zeros((len(weights), max(source_words) + 1))
    columns[:, list(source_words)] += weights
    rows = belonging(target_words)
    return (rows / rows.sum(axis=0)).T @ columns


@wrong("word_weights", "the largest of a French word's pieces. How is one row made of several?")
def largest_row(weights, source_words, target_words):
    columns = weights @ belonging(source_words)
    return np.array([columns[np.array(target_words) == word].max(axis=0) for word in range(max(target_words) + 1)])


@wrong("word_weights", "both sets of numbers swapped. Which belongs to the rows?")
def numbers_swapped(weights, source_words, target_words):
    rows = belonging(source_words)
    return (rows / rows.sum(axis=0)).T @ np.asarray(weights).T @ belonging(target_words)


@wrong("word_weights", "the mean over an English word's pieces too: rows no longer sum to 1. Looking at both pieces is looking at the word how often?")
def mean_of_the_block(weights, source_words, target_words):
    s, t = np.array(source_words), np.array(target_words)
    return np.array([[weights[t == a][:, s == b].mean() for b in range(s.max() + 1)] for a in range(t.max() + 1)])


@wrong("word_weights", "the sum over French pieces, then each row divided by its number of English words. What does a row add up to, and what should it?")
def by_english_words(weights, source_words, target_words):
    return belonging(target_words).T @ weights @ belonging(source_words) / (max(source_words) + 1)


@wrong("word_weights", "the middle: the median of a French word's pieces. How is one row made of several?")
def median_row(weights, source_words, target_words):
    columns = weights @ belonging(source_words)
    return np.array([np.median(columns[np.array(target_words) == word], axis=0) for word in range(max(target_words) + 1)])


@wrong("word_weights", "nothing was put together: the weights of the pieces came back. How many words are there?")
def pieces_as_they_are(weights, source_words, target_words):
    return np.array(weights)


@wrong("word_weights", says="leaves what it was given unchanged")
def weights_changed(weights, source_words, target_words):
    rows = belonging(target_words)
    result = (rows / rows.sum(axis=0)).T @ weights @ belonging(source_words)
    weights /= 2
    return result


@wrong("word_weights", "the last piece of a word replaced the earlier ones: = where += is wanted, or a list of places that names one twice. What was in its column already?")
def both_added_by_index(weights, source_words, target_words):
    columns = np.zeros((len(weights), max(source_words) + 1))
    columns[:, list(source_words)] += weights
    rows = np.zeros((max(target_words) + 1, columns.shape[1]))
    rows[list(target_words)] += columns
    return rows / np.bincount(target_words)[:, None]


@wrong("word_weights", "rows[target_words] += ...: of a French word's pieces only the last came in. What adds up where a place is named twice?")
def rows_added_by_index(weights, source_words, target_words):
    columns = weights @ belonging(source_words)
    rows = np.zeros((max(target_words) + 1, columns.shape[1]))
    rows[list(target_words)] += columns
    return rows / np.bincount(target_words)[:, None]


@wrong("word_weights", "all rows divided by the same number: each French word has its own number of pieces. How many has this one?")
def same_divisor_for_all(weights, source_words, target_words):
    return belonging(target_words).T @ weights @ belonging(source_words) / np.bincount(target_words).mean()


@wrong("word_weights", "all rows divided by the same number: each French word has its own number of pieces. How many has this one?")
def most_pieces_for_all(weights, source_words, target_words):
    return belonging(target_words).T @ weights @ belonging(source_words) / np.bincount(target_words).max()


@wrong("word_weights", "columns were divided by the numbers of French pieces, and not rows. What does [:, None] do to them?")
def columns_divided(weights, source_words, target_words):
    return belonging(target_words).T @ weights @ belonging(source_words) / np.bincount(target_words)


@wrong("word_weights", "both sets of numbers swapped. Which belongs to the rows?")
def numbers_swapped_alone(weights, source_words, target_words):
    return belonging(source_words).T @ weights @ belonging(target_words) / np.bincount(source_words)[:, None]


@wrong("word_weights", "the last English word is missing: its number is max(source_words), and they count from 0. How many words are there?")
def last_word_missing(weights, source_words, target_words):
    return (belonging(target_words).T @ weights @ belonging(source_words) / np.bincount(target_words)[:, None])[:, :-1]


@wrong("word_weights", "the means over English pieces, then each row made to sum to 1. What do a word's pieces get together?")
def means_made_to_sum_to_1(weights, source_words, target_words):
    columns = belonging(source_words)
    means = belonging(target_words).T @ weights @ (columns / columns.sum(axis=0))
    return means / means.sum(axis=1, keepdims=True)


@wrong("word_weights", "columns were made to sum to 1. What sums to 1: what a French word sees, or what sees an English one?")
def columns_made_to_sum_to_1(weights, source_words, target_words):
    out = belonging(target_words).T @ weights @ belonging(source_words)
    return out / out.sum(axis=0)


@wrong("word_weights", "the place asked for is not there: words count from 0, and so the last one's number is one less than how many there are. How large is the table?")
def table_one_short(weights, source_words, target_words):
    table = np.zeros((max(target_words), max(source_words)))
    for i, a in enumerate(target_words):
        for j, b in enumerate(source_words):
            table[a, b] += weights[i, j]
    return table / np.bincount(target_words)[:, None]


@wrong("word_weights", "the mean of two rows at a time: the last one weighs most. Which weight has each of three pieces?")
def running_rows(weights, source_words, target_words):
    rows = {}
    for row, word in zip(weights @ belonging(source_words), target_words, strict=True):
        rows[word] = (rows[word] + row) / 2 if word in rows else row
    return np.array([rows[word] for word in sorted(rows)])
