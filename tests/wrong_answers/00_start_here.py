"""Wrong answers to lesson 00: each must lose its points, the listed ones by name."""

import re

from grading.trial import wrong


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
