"""Right answers to lesson 00, in different styles: each must get full marks."""

import functools
import itertools
import logging
import re
import sys
import warnings

import numpy as np

from grading.authoring.answers import right


@right("count_words")
def by_loop(sentence):
    count, inside = 0, False
    for character in sentence:
        if character.isspace():
            inside = False
        elif not inside:
            inside = True
            count += 1
    return count


@right("count_words")
def by_pattern(sentence):
    return len(re.findall(r"\S+", sentence))


@right("count_words")
def by_sum(text):
    return sum(1 for word in text.split(" ") if word)


@right("count_words")
def with_numpy(sentence):
    return np.size(sentence.split())


@right("count_words")
def by_recursion(sentence):
    sentence = sentence.strip()
    if not sentence:
        return 0
    return 1 + by_recursion.definitions["count_words"](sentence.partition(" ")[2])


@right("count_words")
def by_groups(sentence):
    return sum(key for key, _ in itertools.groupby(sentence, key=lambda letter: not letter.isspace()))


@right("count_words")
def by_beginnings(s):
    return len(re.findall(r"(?<!\S)\S", s))


@right("count_words")
def by_squeezing(sentence):
    while "  " in sentence:
        sentence = sentence.replace("  ", " ")
    return sentence.strip().count(" ") + 1 if sentence.strip() else 0


@right("count_words")
def by_reduce(sentence, separator=None):
    return functools.reduce(lambda count, _: count + 1, sentence.split(separator), 0)


@right("count_words")
def as_an_array_without_axes(sentence):
    return np.array(len(sentence.split()))


@right("count_words")
def noisily(sentence):
    print("counting", file=sys.stderr)
    logging.warning("counting")
    warnings.simplefilter("always")
    warnings.warn("counting", stacklevel=1)
    return len(sentence.split())
