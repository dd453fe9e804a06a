"""Right answers to lesson 00, in different styles: each must get full marks."""

import re

import numpy as np

from grading.trial import right


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
