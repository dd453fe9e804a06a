"""Wrong answers to lesson 00: each must lose its points, the listed ones by name."""

import re
import sys

from grading.authoring.answers import wrong
from helpers.check.report import CheckFailed


@wrong("count_words", named="the number of letters")
def counts_letters(sentence):
    return len(sentence)


@wrong("count_words", named="the number of blanks")
def counts_gaps(sentence):
    return sentence.count(" ")


@wrong("count_words", named="a cut at every single blank")
def splits_at_every_blank(sentence):
    return len(sentence.split(" "))


@wrong("count_words", named="a cut at every single blank")
def gaps_and_one(sentence):
    return sentence.count(" ") + 1


@wrong("count_words", named="the number of different words")
def counts_different_words(sentence):
    return len(set(sentence.split()))


@wrong("count_words", named="one gap more than there are")
def gaps_and_one_of_runs(sentence):
    return len(re.findall(r"\s+", sentence.strip())) + 1


@wrong("count_words", named="None came back")
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


@wrong("count_words", named="cutting at marks as well as at blanks")
def word_characters(sentence):
    return len(re.findall(r"\w+", sentence))


@wrong("count_words", named="cutting at some marks")
def blanks_and_full_stops(sentence):
    return len([word for word in re.split(r"[\s.,]+", sentence) if word])


@wrong("count_words", named="words with letters only")
def drops_lone_marks(sentence):
    return sum(any(letter.isalpha() for letter in word) for word in sentence.split())


@wrong("count_words", named="or a word too few")
def long_words_only(sentence):
    return sum(len(word) > 1 for word in sentence.split())


@wrong("count_words", named="or a word too few")
def letters_throughout(sentence):
    return sum(word.isalpha() for word in sentence.split())


@wrong("count_words", named="or a word too few")
def one_too_few(sentence):
    return len(sentence.split()) - 1


@wrong("count_words")
def strips_the_ends_only(sentence):
    return sentence.strip().count(" ") + 1


@wrong("count_words")
def halves_the_gaps(sentence):
    return len(sentence.replace("  ", " ").strip().split(" "))


@wrong("count_words", named="None came back")
def nothing_for_an_empty_sentence(sentence):
    if sentence:
        return len(sentence.split())


@wrong("count_words")
def false_for_an_empty_sentence(sentence):
    return bool(sentence) and len(sentence.split())


@wrong("count_words", named="brackets () of a call")
def forgets_to_call(sentence):
    return len(sentence.split)


@wrong("count_words", named="SystemExit")
def leaves_python(sentence):
    sys.exit(0)


@wrong("count_words", named="runs without an error")
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
