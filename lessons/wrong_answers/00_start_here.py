"""Wrong answers to lesson 00: each must lose its points, the listed ones by name."""

import re
import sys

from grading.authoring.answers import wrong
from helpers.check.report import CheckFailed


@wrong("count_words", "the number of letters: len counts what it is given, here characters. What is a word?")
def counts_letters(sentence):
    return len(sentence)


@wrong("count_words", "the number of blanks, or a word too few: n words have n - 1 gaps, and 'a' and 'Labrador.' are words. What was lost?")
def counts_gaps(sentence):
    return sentence.count(" ")


@wrong("count_words", "a cut at every single blank: two blanks in a row leave an empty word. How does split() differ?")
def splits_at_every_blank(sentence):
    return len(sentence.split(" "))


@wrong("count_words", "a cut at every single blank: two blanks in a row leave an empty word. How does split() differ?")
def gaps_and_one(sentence):
    return sentence.count(" ") + 1


@wrong("count_words", "the number of different words: 'the' and 'dog' came twice. Does a set keep both?")
def counts_different_words(sentence):
    return len(set(sentence.split()))


@wrong("count_words", "one gap more than there are: nothing was there to cut. What does split() give?")
def gaps_and_one_of_runs(sentence):
    return len(re.findall(r"\s+", sentence.strip())) + 1


@wrong("count_words", says="None came back")
def prints(sentence):
    print(len(sentence.split()))


@wrong("count_words")
def always_five(sentence):
    return 5


@wrong("count_words")
def returns_the_words(sentence):
    return sentence.split()


@wrong("count_words")
def as_text(sentence):
    return str(len(sentence.split()))


@wrong("count_words", hidden_only=True)
def learned_by_heart(sentence):
    return {"": 0}.get(sentence, 5)


@wrong("count_words")
def not_written(sentence):
    raise NotImplementedError()


@wrong("count_words", "cutting at marks as well as at blanks. What is a word, in this exercise?")
def word_characters(sentence):
    return len(re.findall(r"\w+", sentence))


@wrong("count_words", "cutting at some marks as well as at blanks. What is a word, in this exercise?")
def blanks_and_full_stops(sentence):
    return len([word for word in re.split(r"[\s.,]+", sentence) if word])


@wrong("count_words", "words with letters only: the dash stands between blanks too. What is a word, in this exercise?")
def drops_lone_marks(sentence):
    return sum(any(letter.isalpha() for letter in word) for word in sentence.split())


@wrong("count_words", "the number of blanks, or a word too few: n words have n - 1 gaps, and 'a' and 'Labrador.' are words. What was lost?")
def long_words_only(sentence):
    return sum(len(word) > 1 for word in sentence.split())


@wrong("count_words", "the number of blanks, or a word too few: n words have n - 1 gaps, and 'a' and 'Labrador.' are words. What was lost?")
def letters_throughout(sentence):
    return sum(word.isalpha() for word in sentence.split())


@wrong("count_words", "the number of blanks, or a word too few: n words have n - 1 gaps, and 'a' and 'Labrador.' are words. What was lost?")
def one_too_few(sentence):
    return len(sentence.split()) - 1


@wrong("count_words")
def strips_the_ends_only(sentence):
    return sentence.strip().count(" ") + 1


@wrong("count_words")
def halves_the_gaps(sentence):
    return len(sentence.replace("  ", " ").strip().split(" "))


@wrong("count_words", says="None came back")
def nothing_for_an_empty_sentence(sentence):
    if sentence:
        return len(sentence.split())


@wrong("count_words")
def false_for_an_empty_sentence(sentence):
    return bool(sentence) and len(sentence.split())


@wrong("count_words", says="brackets () of a call")
def forgets_to_call(sentence):
    return len(sentence.split)


@wrong("count_words", says="SystemExit")
def leaves_python(sentence):
    sys.exit(0)


@wrong("count_words", says="runs without an error")
def raises_the_checks_own_error(sentence):
    raise CheckFailed("not today")


class EqualToAll(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


@wrong("count_words")
def equal_to_everything(sentence):
    return EqualToAll(3)


@wrong("count_words")
def error_of_many_words(sentence):
    raise KeyError("blah " * 5000)
