"""Wrong answers to lesson 05: each must lose its points, those with a sentence by that name."""

from collections import Counter

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from grading.authoring.answers import solved, wrong

pad_batch, gru_step, exact_match_by_length = solved("pad_batch", "gru_step", "exact_match_by_length")


# pad_batch: what is wrong with the ids -----------------------------------------------------------


def table(sequences, longest, padding=0):
    return torch.tensor([list(s)[:longest] + [padding] * (longest - len(s)) for s in sequences])


def real_words(sequences, longest):
    lengths = torch.tensor([len(s) for s in sequences])
    return torch.arange(longest) < lengths[:, None]


def with_width(sequences, longest):
    return table(sequences, longest), real_words(sequences, longest)


def widest(sequences):
    return max(map(len, sequences))


IN_FRONT = "padding in front: the sentences are pushed to the right. On which side do they begin?"


@wrong("pad_batch", IN_FRONT)
def pads_in_front(sequences):
    longest = widest(sequences)
    ids = torch.tensor([[0] * (longest - len(s)) + s for s in sequences])
    return ids, real_words(sequences, longest).flip(1)


@wrong("pad_batch", IN_FRONT)
def pads_ids_in_front_but_not_the_mask(sequences):
    longest = widest(sequences)
    ids = torch.tensor([[0] * (longest - len(s)) + s for s in sequences])
    return ids, real_words(sequences, longest)


@wrong("pad_batch", IN_FRONT)
def pads_in_front_and_asks_the_ids(sequences):
    longest = widest(sequences)
    ids = torch.tensor([[0] * (longest - len(s)) + s for s in sequences])
    return ids, ids != 0


SHORTEST = "cut to the shortest: words were lost. Which sentence decides how wide the table is?"


@wrong("pad_batch", SHORTEST)
def cuts_to_the_shortest(sequences):
    return with_width(sequences, min(map(len, sequences)))


@wrong("pad_batch", SHORTEST)
def by_zip(sequences):
    ids = torch.tensor(list(zip(*sequences, strict=False))).T
    return ids, torch.ones_like(ids, dtype=torch.bool)


@wrong("pad_batch", "as wide as one certain sentence, the first or the last: it need not be the longest. What is the largest of all lengths?")
def as_wide_as_the_first(sequences):
    return with_width(sequences, len(sequences[0]))


@wrong("pad_batch", "as wide as one certain sentence, the first or the last: it need not be the longest. What is the largest of all lengths?")
def width_of_the_first_in_a_loop(sequences):
    ids = torch.zeros(len(sequences), len(sequences[0]), dtype=torch.long)
    for i, sequence in enumerate(sequences):
        ids[i, : len(sequence)] = torch.tensor(sequence)
    return ids, ids != 0


@wrong("pad_batch", "as wide as the batch is long: there are as many columns as sentences. Which number says how long the longest sentence is?")
def as_wide_as_the_batch(sequences):
    return with_width(sequences, len(sequences))


@wrong("pad_batch", "wider than the longest sentence: the last columns are padding for everybody. How long is the longest one?")
def one_column_too_many(sequences):
    return with_width(sequences, widest(sequences) + 1)


@wrong("pad_batch", "wider than the longest sentence: the last columns are padding for everybody. How long is the longest one?")
def a_width_that_should_do(sequences):
    return with_width(sequences, 10)


@wrong("pad_batch", "wider than the longest sentence: the last columns are padding for everybody. How long is the longest one?")
def as_wide_as_all_words_together(sequences):
    return with_width(sequences, sum(map(len, sequences)))


@wrong("pad_batch", "the longest sentence cut as well: its last word is lost. Up to which column is it filled in?")
def one_column_too_few(sequences):
    return with_width(sequences, widest(sequences) - 1)


ANOTHER_ID = "padding with an id that is not 0: 0 is the id that means padding. What would the embedding make of yours?"


@wrong("pad_batch", ANOTHER_ID)
def pads_with_minus_one(sequences):
    ids = table(sequences, widest(sequences), -1)
    return ids, ids != -1


@wrong("pad_batch", ANOTHER_ID)
def pads_with_minus_one_beside_a_right_mask(sequences):
    return table(sequences, widest(sequences), -1), real_words(sequences, widest(sequences))


@wrong("pad_batch", ANOTHER_ID)
def pads_with_minus_hundred(sequences):
    return table(sequences, widest(sequences), -100), real_words(sequences, widest(sequences))


@wrong("pad_batch", ANOTHER_ID)
def pads_with_one(sequences):
    return table(sequences, widest(sequences), 1), real_words(sequences, widest(sequences))


@wrong("pad_batch", ANOTHER_ID)
def pads_with_the_end_sign(sequences):
    return table(sequences, widest(sequences), 2), real_words(sequences, widest(sequences))


@wrong("pad_batch", ANOTHER_ID)
def pads_with_unknown(sequences):
    return table(sequences, widest(sequences), 3), real_words(sequences, widest(sequences))


@wrong("pad_batch", "the last word said again and again: a sentence that was short became a longer one. Which id means that there is no word?")
def pads_with_the_last_word(sequences):
    longest = widest(sequences)
    ids = torch.tensor([s + s[-1:] * (longest - len(s)) for s in sequences])
    return ids, real_words(sequences, longest)


@wrong("pad_batch", "each sentence repeated until its row is full: words were made up. Which id means that there is no word?")
def repeats_the_sentence(sequences):
    longest = widest(sequences)
    ids = torch.tensor([(s * longest)[:longest] for s in sequences])
    return ids, real_words(sequences, longest)


MASK_FIRST = "ids and mask in the other order. Which is returned first?"


@wrong("pad_batch", MASK_FIRST)
def mask_first(sequences):
    longest = widest(sequences)
    return real_words(sequences, longest), table(sequences, longest)


TURNED = "one column for each sentence: rows and columns changed places. Which axis is the batch?"


@wrong("pad_batch", TURNED)
def batch_last(sequences):
    ids = pad_sequence([torch.tensor(s) for s in sequences])
    return ids, ids != 0


@wrong("pad_batch", TURNED)
def batch_last_with_its_own_mask(sequences):
    ids, mask = pad_batch(sequences)
    return ids.T, mask.T


@wrong("pad_batch", TURNED)
def ids_turned_beside_a_right_mask(sequences):
    ids, mask = pad_batch(sequences)
    return ids.T, mask


SORTED = "the sentences in another order: row 0 must be sentence 0, or English and French no longer belong together. Which line sorts or turns them round?"


@wrong("pad_batch", SORTED)
def sorts_the_longest_first(sequences):
    return pad_batch(sorted(sequences, key=len, reverse=True))


@wrong("pad_batch", SORTED)
def sorts_the_shortest_first(sequences):
    return pad_batch(sorted(sequences, key=len))


@wrong("pad_batch", SORTED)
def sorts_the_ids_only(sequences):
    return pad_batch(sorted(sequences, key=len, reverse=True))[0], pad_batch(sequences)[1]


@wrong("pad_batch", SORTED)
def turns_the_batch_round(sequences):
    return pad_batch(sequences[::-1])


@wrong("pad_batch", "the words of each sentence in another order. Which line sorts or turns them round?")
def turns_the_sentences_round(sequences):
    return pad_batch([s[::-1] for s in sequences])


@wrong("pad_batch", "the words of each sentence in another order. Which line sorts or turns them round?")
def sorts_the_words(sequences):
    return pad_batch([sorted(s, reverse=True) for s in sequences])


ONE_LIST = "every row is the same one: [[0] * n] * rows is a single list, several times. How do you make a list for each row?"


@wrong("pad_batch", ONE_LIST)
def one_row_for_all(sequences):
    longest = widest(sequences)
    rows = [[0] * longest] * len(sequences)
    for i, sequence in enumerate(sequences):
        rows[i][: len(sequence)] = sequence
    return torch.tensor(rows), real_words(sequences, longest)


@wrong("pad_batch", ONE_LIST)
def one_row_for_all_and_one_for_the_mask(sequences):
    longest = widest(sequences)
    rows, real = [[0] * longest] * len(sequences), [[False] * longest] * len(sequences)
    for i, sequence in enumerate(sequences):
        rows[i][: len(sequence)] = sequence
        real[i][: len(sequence)] = [True] * len(sequence)
    return torch.tensor(rows), torch.tensor(real)


@wrong("pad_batch", "all words behind one another, cut into rows anew: a row holds words of two sentences. Where does each sentence begin?")
def one_long_row_cut_anew(sequences):
    longest = widest(sequences)
    flat = [word for s in sequences for word in s]
    flat += [0] * (longest * len(sequences) - len(flat))
    ids = torch.tensor(flat).reshape(len(sequences), longest)
    return ids, ids != 0


@wrong("pad_batch", "all words behind one another, cut into rows anew: a row holds words of two sentences. Where does each sentence begin?")
def one_long_row_cut_anew_beside_a_right_mask(sequences):
    longest = widest(sequences)
    flat = [word for s in sequences for word in s]
    flat += [0] * (longest * len(sequences) - len(flat))
    return torch.tensor(flat).reshape(len(sequences), longest), real_words(sequences, longest)


@wrong("pad_batch", "one row of all words: the sentences are no longer apart. What shape should ids have?")
def all_in_one_row(sequences):
    ids = torch.tensor([word for s in sequences for word in s])
    return ids, torch.ones_like(ids).bool()


@wrong("pad_batch", "nothing was filled in: the ids are 0 everywhere. Where do the words go into the table?")
def words_never_filled_in(sequences):
    mask = real_words(sequences, widest(sequences))
    return torch.zeros(mask.shape, dtype=torch.long), mask


@wrong("pad_batch", "nothing was filled up: the rows are still of different lengths. What makes them one table?")
def left_ragged(sequences):
    return [torch.tensor(s) for s in sequences], real_words(sequences, widest(sequences))


@wrong("pad_batch", "nothing was filled up: the rows are still of different lengths. What makes them one table?")
def left_ragged_both(sequences):
    return [torch.tensor(s) for s in sequences], [torch.ones(len(s)).bool() for s in sequences]


@wrong("pad_batch", says="expected sequence of length")
def one_tensor_of_ragged_lists(sequences):
    ids = torch.tensor(sequences)
    return ids, ids != 0


@wrong("pad_batch", "the last word of each sentence is missing: range(len(s) - 1) and s[:-1] stop before it. Which places has a sentence of n words?")
def last_words_missing(sequences):
    ids, mask = torch.zeros(len(sequences), widest(sequences)).long(), torch.zeros(len(sequences), widest(sequences)).bool()
    for i, sequence in enumerate(sequences):
        ids[i, : len(sequence) - 1] = torch.tensor(sequence[:-1])
        mask[i, : len(sequence) - 1] = True
    return ids, mask


@wrong("pad_batch", "the last word of each sentence is missing: range(len(s) - 1) and s[:-1] stop before it. Which places has a sentence of n words?")
def last_words_missing_beside_a_right_mask(sequences):
    ids, mask = pad_batch(sequences)
    for i, sequence in enumerate(sequences):
        ids[i, len(sequence) - 1] = 0
    return ids, mask


@wrong("pad_batch", "the first sentence only: the other rows were never filled in. Is there a return inside the loop?")
def first_row_filled_in_only(sequences):
    ids, mask = pad_batch(sequences)
    ids[1:], mask[1:] = 0, False
    return ids, mask


@wrong("pad_batch", "the first sentence only: the other rows were never filled in. Is there a return inside the loop?")
def first_row_alone(sequences):
    ids, mask = pad_batch(sequences)
    return ids[:1], mask[:1]


@wrong("pad_batch", "the last sentence only: each row was thrown away when the next one came. Where are the rows kept?")
def last_row_alone(sequences):
    ids, mask = pad_batch(sequences)
    return ids[-1:], mask[-1:]


@wrong("pad_batch", "a dictionary: two things were asked for, ids and then mask. What does return a, b give?")
def a_dictionary_of_both(sequences):
    ids, mask = pad_batch(sequences)
    return {"ids": ids, "mask": mask}


@wrong("pad_batch", "1 for every word: that is a mask of numbers, not the ids. What is filled in for each sentence?")
def mask_of_numbers_for_ids(sequences):
    mask = pad_batch(sequences)[1]
    return mask.long(), mask


# pad_batch: what is wrong with the mask, the types, the lists ------------------------------------

FROM_IDS = "a mask made from the ids: the first sentence holds a real word whose id is 0. What else tells how long a sentence is?"


@wrong("pad_batch", FROM_IDS)
def mask_from_ids(sequences):
    ids = table(sequences, widest(sequences))
    return ids, ids != 0


@wrong("pad_batch", FROM_IDS)
def mask_from_ids_as_numbers(sequences):
    ids = table(sequences, widest(sequences))
    return ids, (ids != 0).long()


@wrong("pad_batch", "a mask made from the ids, and inverted: True where the id is 0. What does True mean, and what tells how long a sentence is?")
def inverted_mask_from_ids(sequences):
    ids = table(sequences, widest(sequences))
    return ids, ids == 0


INVERTED = "an inverted mask: True at the padding. What does True mean in this course?"


@wrong("pad_batch", INVERTED)
def inverted_mask(sequences):
    longest = widest(sequences)
    return table(sequences, longest), ~real_words(sequences, longest)


@wrong("pad_batch", INVERTED)
def inverted_mask_of_numbers(sequences):
    longest = widest(sequences)
    return table(sequences, longest), (~real_words(sequences, longest)).long()


ALL_TRUE = "True everywhere: the padding is called real too. How long was each sentence before it was filled up?"


@wrong("pad_batch", ALL_TRUE)
def true_everywhere(sequences):
    ids = table(sequences, widest(sequences))
    return ids, torch.ones_like(ids).bool()


@wrong("pad_batch", ALL_TRUE)
def mask_of_ids_that_are_not_negative(sequences):
    ids = table(sequences, widest(sequences))
    return ids, ids >= 0


@wrong("pad_batch", "False everywhere: the mask was made and never filled in. Which places hold a real word?")
def false_everywhere(sequences):
    ids = table(sequences, widest(sequences))
    return ids, torch.zeros_like(ids).bool()


@wrong("pad_batch", "a mask one place too long: the first padding counts as real. Which places has a sentence of n words, counted from 0?")
def mask_one_place_too_long(sequences):
    longest = widest(sequences)
    lengths = torch.tensor([len(s) for s in sequences])
    return table(sequences, longest), torch.arange(longest) <= lengths[:, None]


@wrong("pad_batch", "a mask one place too short: each sentence's last word counts as padding. Which places has a sentence of n words, counted from 0?")
def mask_one_place_too_short(sequences):
    longest = widest(sequences)
    lengths = torch.tensor([len(s) for s in sequences])
    return table(sequences, longest), torch.arange(longest) < lengths[:, None] - 1


@wrong("pad_batch", "one row of the mask for all: it is that of a single sentence. How long is each of the others?")
def mask_of_the_last_sentence(sequences):
    longest = widest(sequences)
    row = real_words(sequences, longest)[-1:]
    return table(sequences, longest), row.expand(len(sequences), -1)


@wrong("pad_batch", "one row of the mask for all: it is that of a single sentence. How long is each of the others?")
def mask_of_the_first_sentence(sequences):
    longest = widest(sequences)
    row = real_words(sequences, longest)[:1]
    return table(sequences, longest), row.expand(len(sequences), -1)


LENGTHS = "lengths in place of a mask: a number for each sentence. What shape should the mask have?"


@wrong("pad_batch", LENGTHS)
def lengths_for_a_mask(sequences):
    return table(sequences, widest(sequences)), torch.tensor([len(s) for s in sequences])


@wrong("pad_batch", LENGTHS)
def list_of_lengths_for_a_mask(sequences):
    return table(sequences, widest(sequences)), [len(s) for s in sequences]


NUMBERS = "numbers in place of True and False: ~mask would fail, or turn 1 into -2. Which dtype has only two values?"


@wrong("pad_batch", NUMBERS)
def mask_of_numbers(sequences):
    longest = widest(sequences)
    return table(sequences, longest), real_words(sequences, longest).long()


@wrong("pad_batch", NUMBERS)
def mask_of_floats(sequences):
    longest = widest(sequences)
    return table(sequences, longest), real_words(sequences, longest).float()


@wrong("pad_batch", NUMBERS)
def mask_of_numbers_as_lists(sequences):
    longest = widest(sequences)
    return table(sequences, longest), real_words(sequences, longest).long().tolist()


@wrong("pad_batch", "ids that are not whole numbers: an embedding refuses them. What does torch.zeros make, if no dtype is given?")
def forgets_the_dtype(sequences):
    ids, mask = pad_batch(sequences)
    return ids.float(), mask


@wrong("pad_batch", "whole numbers of another kind than torch.long: the text asks for that one, and indexing with others fails or warns. Which dtype was given?")
def ids_of_32_bits(sequences):
    ids, mask = pad_batch(sequences)
    return ids.int(), mask


@wrong("pad_batch", "ids that are not whole numbers, and a mask of numbers. Which dtype does each of the two need?")
def forgets_both_dtypes(sequences):
    ids, mask = pad_batch(sequences)
    return ids.float(), mask.float()


LISTS = "plain lists in place of tensors: a mask of lists cannot index. What makes a tensor of a list?"


@wrong("pad_batch", LISTS)
def plain_lists(sequences):
    ids, mask = pad_batch(sequences)
    return ids.tolist(), mask.tolist()


@wrong("pad_batch", LISTS)
def mask_as_lists(sequences):
    ids, mask = pad_batch(sequences)
    return ids, mask.tolist()


@wrong("pad_batch", LISTS)
def ids_as_lists(sequences):
    ids, mask = pad_batch(sequences)
    return ids.tolist(), mask


ARRAYS = "numpy arrays in place of tensors: an embedding of PyTorch refuses them. What makes a tensor of an array?"


@wrong("pad_batch", ARRAYS)
def numpy_arrays(sequences):
    ids, mask = pad_batch(sequences)
    return ids.numpy(), mask.numpy()


@wrong("pad_batch", ARRAYS)
def ids_in_numpy(sequences):
    ids, mask = pad_batch(sequences)
    return ids.numpy(), mask


@wrong("pad_batch", ARRAYS)
def mask_in_numpy(sequences):
    ids, mask = pad_batch(sequences)
    return ids, mask.numpy()


FILLED = "the lists it was given were filled up themselves: they grow for everybody who holds them. Where do the zeros go, if not into the lists?"


@wrong("pad_batch", FILLED)
def fills_up_the_lists(sequences):
    longest = widest(sequences)
    mask = real_words(sequences, longest)
    for sequence in sequences:
        sequence += [0] * (longest - len(sequence))
    return torch.tensor(sequences), mask


FILLED_FIRST = "the lists it was given were filled up themselves, and only then measured: by then all are equally long. Where do the zeros go, if not into the lists?"


@wrong("pad_batch", FILLED_FIRST)
def fills_up_the_lists_and_measures_then(sequences):
    longest = widest(sequences)
    for sequence in sequences:
        sequence.extend([0] * (longest - len(sequence)))
    return torch.tensor(sequences), real_words(sequences, longest)


@wrong("pad_batch", "the lists it was given were filled up themselves, and the mask was made from the ids. Where do the zeros go, and what tells how long a sentence is?")
def fills_up_the_lists_and_asks_the_ids(sequences):
    longest = widest(sequences)
    for sequence in sequences:
        sequence += [0] * (longest - len(sequence))
    ids = torch.tensor(sequences)
    return ids, ids != 0


@wrong("pad_batch", "the list of sentences was sorted itself: it stays so for everybody who holds it, and rows no longer belong to their sentences. Which function makes a new, sorted list, and is it wanted at all?")
def sorts_the_list_itself(sequences):
    sequences.sort(key=len, reverse=True)
    return pad_batch(sequences)


@wrong("pad_batch", "one thing came back, not two. What does the text ask for besides the ids?")
def ids_alone(sequences):
    return table(sequences, widest(sequences))


@wrong("pad_batch", "an axis of length 1 squeezed away: with one sentence, or one word, the batch is gone. Which shape is promised?")
def squeezes(sequences):
    ids, mask = pad_batch(sequences)
    return ids.squeeze(), mask.squeeze()


@wrong("pad_batch", "an axis of length 1 squeezed away: with one sentence, or one word, the batch is gone. Which shape is promised?")
def squeezes_the_batch(sequences):
    ids, mask = pad_batch(sequences)
    return ids.squeeze(0), mask.squeeze(0)


# gru_step ----------------------------------------------------------------------------------------


def parts(x, state, p):
    first = (x @ p["weight_ih"].T + p["bias_ih"]).chunk(3, dim=1)
    return *first, *(state @ p["weight_hh"].T + p["bias_hh"]).chunk(3, dim=1)


def gates(x, state, p):
    """Reset, update, and the proposal's two halves."""
    xr, xz, xn, hr, hz, hn = parts(x, state, p)
    return torch.sigmoid(xr + hr), torch.sigmoid(xz + hz), xn, hn


def mixture(z, proposal, state):
    return (1 - z) * proposal + z * state


def without(parameters, *names):
    return parameters | {name: torch.zeros_like(parameters[name]) for name in names}


@wrong("gru_step", "reset and update gates swapped: each does the other's work. In which order are the parameters stacked?")
def gates_swapped(x, state, parameters):
    z, r, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + r * hn), state)


def in_order(x, state, parameters, order):
    """The three parts of each product, taken in another order."""
    every = parts(x, state, parameters)
    xr, xz, xn = (every[i] for i in order)
    hr, hz, hn = (every[3 + i] for i in order)
    z = torch.sigmoid(xz + hz)
    return mixture(z, torch.tanh(xn + torch.sigmoid(xr + hr) * hn), state)


ORDER = "the proposal taken from the wrong third: the parts are stacked reset, update, new. Which stands last?"


@wrong("gru_step", ORDER)
def order_update_new_reset(x, state, parameters):
    return in_order(x, state, parameters, (2, 0, 1))


@wrong("gru_step", ORDER)
def order_new_reset_update(x, state, parameters):
    return in_order(x, state, parameters, (1, 2, 0))


@wrong("gru_step", ORDER)
def order_reset_new_update(x, state, parameters):
    return in_order(x, state, parameters, (0, 2, 1))


@wrong("gru_step", ORDER)
def order_new_update_reset(x, state, parameters):
    return in_order(x, state, parameters, (2, 1, 0))


@wrong("gru_step", "the mixture the other way round: where z is 1, the past should stay. Which of the two does z multiply?")
def mixture_reversed(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(1 - z, torch.tanh(xn + r * hn), state)


@wrong("gru_step", "the reset gate inside the product, on the state: PyTorch multiplies after U h + c, as the formula above does. What stands in the brackets?")
def reset_inside(x, state, parameters):
    r, z, xn, _ = gates(x, state, parameters)
    hn = parts(x, r * state, parameters)[-1]
    return mixture(z, torch.tanh(xn + hn), state)


@wrong("gru_step", "a bias outside the bracket: r multiplies U h, and c was added after it. What stands in the brackets with U h?")
def bias_outside_the_bracket(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    c = parameters["bias_hh"].chunk(3)[2]
    return mixture(z, torch.tanh(xn + r * (hn - c) + c), state)


@wrong("gru_step", "a bias missing in the proposal: r multiplies U h alone, and c was left out. What stands in the brackets with U h?")
def bias_missing_in_the_bracket(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + r * (hn - parameters["bias_hh"].chunk(3)[2])), state)


@wrong("gru_step", "a bias missing in the proposal: W x is there without b. What is added to W x?")
def bias_of_the_word_missing_in_the_proposal(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn - parameters["bias_ih"].chunk(3)[2] + r * hn), state)


@wrong("gru_step", "both biases missing in the proposal: the gates have theirs. What is added to W x, and what to U h?")
def both_biases_missing_in_the_proposal(x, state, parameters):
    r, z, *_ = gates(x, state, parameters)
    _, _, xn, hn = gates(x, state, without(parameters, "bias_ih", "bias_hh"))
    return mixture(z, torch.tanh(xn + r * hn), state)


@wrong("gru_step", "both biases missing in the gates: the proposal has its own. What else is summed up under the sigmoid?")
def both_biases_missing_in_the_gates(x, state, parameters):
    r, z, *_ = gates(x, state, without(parameters, "bias_ih", "bias_hh"))
    _, _, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + r * hn), state)


@wrong("gru_step", "the biases are missing. Which four tensors are in the dictionary?")
def no_biases(x, state, parameters):
    return gru_step(x, state, without(parameters, "bias_ih", "bias_hh"))


@wrong("gru_step", "bias_hh is missing. Which four tensors are in the dictionary?")
def one_bias_forgotten(x, state, parameters):
    return gru_step(x, state, without(parameters, "bias_hh"))


@wrong("gru_step", "bias_ih is missing. Which four tensors are in the dictionary?")
def the_other_bias_forgotten(x, state, parameters):
    return gru_step(x, state, without(parameters, "bias_ih"))


SWAPPED_BIASES = "the two biases changed places: r multiplies the wrong one. Which bias belongs to the state?"


@wrong("gru_step", SWAPPED_BIASES)
def biases_swapped(x, state, parameters):
    swapped = {"bias_ih": parameters["bias_hh"], "bias_hh": parameters["bias_ih"]}
    return gru_step(x, state, parameters | swapped)


@wrong("gru_step", "weights swapped: those of the state multiply the word. What does the i in weight_ih stand for?")
def weights_swapped(x, state, parameters):
    swapped = {"weight_ih": parameters["weight_hh"], "weight_hh": parameters["weight_ih"]}
    return gru_step(x, state, parameters | swapped)


@wrong("gru_step", "word and state swapped: each met the other's parameters. What does the i in weight_ih stand for?")
def word_and_state_swapped(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(state, x, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return mixture(z, torch.tanh(xn + r * hn), state)


@wrong("gru_step", "no tanh: the proposal is not bent. Between which numbers should it lie?")
def no_tanh(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, xn + r * hn, state)


TANH_IN_PIECES = "tanh around a piece of the proposal only: it belongs around the whole sum. What is added up before it is bent?"


@wrong("gru_step", TANH_IN_PIECES)
def tanh_of_the_word_only(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn) + r * hn, state)


@wrong("gru_step", TANH_IN_PIECES)
def tanh_of_the_past_only(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, xn + r * torch.tanh(hn), state)


@wrong("gru_step", TANH_IN_PIECES)
def tanh_of_each(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn) + r * torch.tanh(hn), state)


@wrong("gru_step", "tanh around the mixture: the old state was bent again. What exactly stands inside tanh?")
def tanh_around_the_mixture(x, state, parameters):
    return torch.tanh(gru_step(x, state, parameters))


@wrong("gru_step", "tanh around the mixture: the old state was bent again. What exactly stands inside tanh?")
def tanh_around_the_mixture_alone(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return torch.tanh(mixture(z, xn + r * hn, state))


@wrong("gru_step", "sigmoid for the proposal: it could never be negative. Which function gives numbers between -1 and 1?")
def sigmoid_proposal(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.sigmoid(xn + r * hn), state)


@wrong("gru_step", "relu for the proposal: a state's numbers lie between -1 and 1. Which function stands in the third line?")
def relu_proposal(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.relu(xn + r * hn), state)


@wrong("gru_step", "tanh for the gates: a gate below 0 is more than closed. Which function gives numbers between 0 and 1?")
def tanh_gates(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.tanh(xr + hr), torch.tanh(xz + hz)
    return mixture(z, torch.tanh(xn + r * hn), state)


@wrong("gru_step", "tanh for the gates, and sigmoid for the proposal: the two changed places. Which lies between 0 and 1?")
def sigmoid_and_tanh_swapped(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.tanh(xr + hr), torch.tanh(xz + hz)
    return mixture(z, torch.sigmoid(xn + r * hn), state)


@wrong("gru_step", "gates without sigmoid: they are no longer between 0 and 1. What squeezes them?")
def gates_without_sigmoid(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    return mixture(xz + hz, torch.tanh(xn + (xr + hr) * hn), state)


@wrong("gru_step", "the reset gate without sigmoid: it is no longer between 0 and 1. What squeezes both gates?")
def reset_without_sigmoid(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    return mixture(torch.sigmoid(xz + hz), torch.tanh(xn + (xr + hr) * hn), state)


@wrong("gru_step", "the update gate without sigmoid: it is no longer between 0 and 1. What squeezes both gates?")
def update_without_sigmoid(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    return mixture(xz + hz, torch.tanh(xn + torch.sigmoid(xr + hr) * hn), state)


@wrong("gru_step", "a softmax for the gates: the numbers of a gate should not have to share. Which function squeezes each by itself?")
def softmax_gates(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.softmax(xr + hr, dim=1), torch.softmax(xz + hz, dim=1)
    return mixture(z, torch.tanh(xn + r * hn), state)


@wrong("gru_step", "two sigmoids added: a gate must be the sigmoid of one sum. What stands inside the brackets of sigma?")
def sigmoid_of_each_part(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r = torch.sigmoid(xr) + torch.sigmoid(hr)
    z = torch.sigmoid(xz) + torch.sigmoid(hz)
    return mixture(z, torch.tanh(xn + r * hn), state)


@wrong("gru_step", "gates that see the word only: the state should have its say. What is added to W x + b?")
def gates_of_the_word_only(x, state, parameters):
    xr, xz, xn, _, _, hn = parts(x, state, parameters)
    return mixture(torch.sigmoid(xz), torch.tanh(xn + torch.sigmoid(xr) * hn), state)


@wrong("gru_step", "gates that see the state only: the word should have its say. What is added to U h + c?")
def gates_of_the_state_only(x, state, parameters):
    _, _, xn, hr, hz, hn = parts(x, state, parameters)
    return mixture(torch.sigmoid(hz), torch.tanh(xn + torch.sigmoid(hr) * hn), state)


@wrong("gru_step", "no reset gate: all of the past enters the proposal. What does r multiply?")
def no_reset_gate(x, state, parameters):
    _, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + hn), state)


@wrong("gru_step", "a proposal without the past: U h is missing in it. What does r multiply?")
def proposal_of_the_word_alone(x, state, parameters):
    _, z, xn, _ = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn), state)


@wrong("gru_step", "a proposal without the word: W x is missing in it. What is added to the past?")
def proposal_of_the_past_alone(x, state, parameters):
    r, z, _, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(r * hn), state)


@wrong("gru_step", "the reset gate added, not multiplied: nothing is held back. What does the dot in the third line mean?")
def reset_gate_added(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + r + hn), state)


@wrong("gru_step", "the reset gate the wrong way round: 1 - r multiplies the past. What should happen where r is 1?")
def reset_gate_turned_round(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + (1 - r) * hn), state)


@wrong("gru_step", "the reset gate on the word too: it should silence the past only. What does r multiply?")
def reset_on_the_word_too(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(r * (xn + hn)), state)


@wrong("gru_step", "the reset gate on the word: it should silence the past, and the word should come in whole. What does r multiply?")
def reset_on_the_word_only(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(r * xn + hn), state)


@wrong("gru_step", "the reset gate on the state itself, without its product: U is missing. What does r multiply?")
def resets_the_state_itself(x, state, parameters):
    r, z, xn, _ = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + r * state), state)


@wrong("gru_step", "the update gate in the proposal: r was not used. Which gate says how much of the past enters?")
def update_gate_in_the_proposal(x, state, parameters):
    _, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + z * hn), state)


@wrong("gru_step", "the reset gate mixes: z was not used. Which gate says how much of the old state stays?")
def reset_gate_in_the_mixture(x, state, parameters):
    r, _, xn, hn = gates(x, state, parameters)
    return mixture(r, torch.tanh(xn + r * hn), state)


@wrong("gru_step", "the reset gate in the mixture as well: the past that stays is not r times the state. What does z multiply?")
def reset_past_in_the_mixture(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + r * hn), r * state)


@wrong("gru_step", "the proposal alone: nothing of the old state is kept. What does z do?")
def proposal_alone(x, state, parameters):
    r, _, xn, hn = gates(x, state, parameters)
    return torch.tanh(xn + r * hn)


@wrong("gru_step", "half of the mixture: the old state's share is missing. What is z multiplied with?")
def half_of_the_mixture(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return (1 - z) * torch.tanh(xn + r * hn)


@wrong("gru_step", "half of the mixture: the proposal's share is missing. What is 1 - z multiplied with?")
def the_other_half_of_the_mixture(x, state, parameters):
    return gates(x, state, parameters)[1] * state


@wrong("gru_step", "the sign lost inside the sigmoid: 1 / (1 + e^x) falls where it should rise, so open gates are closed. Which power is it of e?")
def sigmoid_upside_down(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(1 - z, torch.tanh(xn + (1 - r) * hn), state)


@wrong("gru_step", "sigmoid applied twice: a gate is squeezed into the upper half. How often does it stand in the formula?")
def sigmoid_twice(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(torch.sigmoid(z), torch.tanh(xn + torch.sigmoid(r) * hn), state)


@wrong("gru_step", "one bias twice: bias_ih was added to both products. Which belongs to the state's?")
def bias_of_the_word_twice(x, state, parameters):
    return gru_step(x, state, parameters | {"bias_hh": parameters["bias_ih"]})


@wrong("gru_step", "one bias twice: bias_hh was added to both products. Which belongs to the word's?")
def bias_of_the_state_twice(x, state, parameters):
    return gru_step(x, state, parameters | {"bias_ih": parameters["bias_hh"]})


@wrong("gru_step", "a gate came back, not a state. Which line of the formula gives the new state?")
def the_reset_gate(x, state, parameters):
    return gates(x, state, parameters)[0]


@wrong("gru_step", "a gate came back, not a state. Which line of the formula gives the new state?")
def the_update_gate(x, state, parameters):
    return gates(x, state, parameters)[1]


@wrong("gru_step", "all three parts came back side by side. Which line of the formula gives the new state?")
def all_parts(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return torch.cat([r, z, torch.tanh(xn + r * hn)], dim=1)


@wrong("gru_step", "the state multiplied once more: U h + c has met the state already. What does r multiply?")
def state_multiplied_again(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + r * hn * state), state)


@wrong("gru_step", "the parameters it was given were changed: the next step meets other ones. Which line changes them in place?")
def changes_the_biases(x, state, parameters):
    new = gru_step(x, state, parameters)
    parameters["bias_ih"] += parameters["bias_hh"]
    return new


NOT_A_MIXTURE = "shares that do not add up to 1: what z gives to the past, the proposal must lose. What multiplies each of the two?"


@wrong("gru_step", NOT_A_MIXTURE)
def adds_the_past_to_the_proposal(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", NOT_A_MIXTURE)
def adds_the_whole_past(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return (1 - z) * torch.tanh(xn + r * hn) + state


@wrong("gru_step", NOT_A_MIXTURE)
def z_multiplies_both(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return z * (torch.tanh(xn + r * hn) + state)


@wrong("gru_step", NOT_A_MIXTURE)
def plain_sum(x, state, parameters):
    r, _, xn, hn = gates(x, state, parameters)
    return torch.tanh(xn + r * hn) + state


@wrong("gru_step", NOT_A_MIXTURE)
def adds_the_past_to_the_mixture(x, state, parameters):
    return gru_step(x, state, parameters) + state


@wrong("gru_step", NOT_A_MIXTURE)
def z_minus_one(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return (z - 1) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", "the old state came back: nothing was read. Which line makes the new one?")
def the_old_state(x, state, parameters):
    return state


@wrong("gru_step", "numbers of the three parts taken in turn: each part is a block of its own, one behind the other. What does chunk(3, dim=1) cut?")
def interleaved(x, state, parameters):
    def cut(product):
        return product.view(len(product), -1, 3).unbind(dim=-1)

    xr, xz, xn = cut(x @ parameters["weight_ih"].T + parameters["bias_ih"])
    hr, hz, hn = cut(state @ parameters["weight_hh"].T + parameters["bias_hh"])
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return mixture(z, torch.tanh(xn + r * hn), state)


NOT_TRANSPOSED = "a weight that was not transposed: it has a row for each number of the result. What does .T do?"


@wrong("gru_step", NOT_TRANSPOSED)
def without_transposing(x, state, parameters):
    return x @ parameters["weight_ih"] + state @ parameters["weight_hh"]




CUT_ACROSS = "not three pieces: it was cut along an axis that has nothing to cut (chunk takes axis 0, the sentences, if no dim is given), or split was told how many pieces, where it wants their length. Which axis holds the 3 * hidden numbers?"


@wrong("gru_step", CUT_ACROSS)
def chunks_of_the_batch(x, state, parameters):
    xr, xz, xn = (x @ parameters["weight_ih"].T + parameters["bias_ih"]).chunk(3, dim=0)
    return mixture(torch.sigmoid(xz), torch.tanh(xn), state)


@wrong("gru_step", CUT_ACROSS)
def chunks_without_a_dim(x, state, parameters):
    products = (x @ parameters["weight_ih"].T + parameters["bias_ih"]).chunk(3)
    return mixture(torch.sigmoid(products[1]), torch.tanh(products[2]), state)


@wrong("gru_step", CUT_ACROSS)
def splits_by_three(x, state, parameters):
    def cut(product):
        return product.split(3, dim=1)

    xr, xz, xn = cut(x @ parameters["weight_ih"].T + parameters["bias_ih"])
    return mixture(torch.sigmoid(xz), torch.tanh(xn), state)


@wrong("gru_step", "parts as long as the word: each part of the product is as long as the state. What is hidden, and what is input?")
def hidden_from_the_input(x, state, parameters):
    size = x.shape[1]
    a = x @ parameters["weight_ih"].T + parameters["bias_ih"]
    b = state @ parameters["weight_hh"].T + parameters["bias_hh"]
    r = torch.sigmoid(a[:, :size] + b[:, :size])
    z = torch.sigmoid(a[:, size : 2 * size] + b[:, size : 2 * size])
    return mixture(z, torch.tanh(a[:, 2 * size :] + r * b[:, 2 * size :]), state)


TWO_THINGS = "two things came back: nn.GRU returns states and a last state, one step makes a single state. What does the text ask for?"


@wrong("gru_step", TWO_THINGS)
def the_new_state_twice(x, state, parameters):
    new = gru_step(x, state, parameters)
    return new, new


@wrong("gru_step", TWO_THINGS)
def new_state_and_old(x, state, parameters):
    return gru_step(x, state, parameters), state


@wrong("gru_step", TWO_THINGS)
def new_state_and_proposal(x, state, parameters):
    r, _, xn, hn = gates(x, state, parameters)
    return gru_step(x, state, parameters), torch.tanh(xn + r * hn)


AXIS_TOO_MANY = "an axis of length 1 too many: nn.GRU has it, one step does not. Which shape is promised?"


@wrong("gru_step", AXIS_TOO_MANY)
def an_axis_in_front(x, state, parameters):
    return gru_step(x, state, parameters).unsqueeze(0)


@wrong("gru_step", AXIS_TOO_MANY)
def an_axis_in_between(x, state, parameters):
    return gru_step(x, state, parameters).unsqueeze(1)


@wrong("gru_step", "the first sentence of the batch alone. Which axis is the batch?")
def the_first_sentence_alone(x, state, parameters):
    return gru_step(x, state, parameters)[0]


@wrong("gru_step", "an axis of length 1 squeezed away: a batch of one, or a state of one number, loses its shape. Which shape is promised?")
def squeezes_the_state(x, state, parameters):
    return gru_step(x, state, parameters).squeeze()


@wrong("gru_step", "a fresh cell with random parameters: those that were given are not used. How do the numbers of the dictionary get into it?", by_pattern=True)
def a_fresh_cell(x, state, parameters):
    return nn.GRUCell(x.shape[1], state.shape[1])(x, state)


@wrong("gru_step", "the state it was given was overwritten: who called it may need the old one. Which line changes it in place?")
def overwrites_the_state(x, state, parameters):
    new = gru_step(x, state, parameters)
    state.copy_(new)
    return state


@wrong("gru_step", "the state it was given was overwritten: who called it may need the old one. Which line changes it in place?")
def overwrites_the_state_and_returns_a_copy(x, state, parameters):
    new = gru_step(x, state, parameters)
    state *= 0
    return new


# shift_targets -----------------------------------------------------------------------------------

WHOLE_INPUT = "the last column is still among the inputs: nothing is expected after it. Which column has no successor?"


@wrong("shift_targets", WHOLE_INPUT)
def whole_input(target):
    return target, target[:, 1:]


@wrong("shift_targets", "nothing was shifted: both are the whole target. Which column has no successor, and which is never expected?")
def target_twice(target):
    return target, target


@wrong("shift_targets", "no shift: the decoder has to say the word it is given. Which word should it say next?")
def no_shift(target):
    return target[:, :-1], target[:, :-1]


SWAPPED = "inputs and expected in the other order. Which of them begins with the start sign?"


@wrong("shift_targets", SWAPPED)
def expected_first(target):
    return target[:, 1:], target[:, :-1]


@wrong("shift_targets", "inputs without the start sign: they are what is expected. What does the decoder hear before it has said anything?")
def expected_twice(target):
    return target[:, 1:], target[:, 1:]


@wrong("shift_targets", "inputs without the start sign: what the decoder hears first is already a word. What does it hear before it has said anything?")
def start_dropped(target):
    return target[:, 1:-1], target[:, 2:]


@wrong("shift_targets", "inputs without the start sign: what the decoder hears first is already a word. What does it hear before it has said anything?")
def start_dropped_and_expected_whole(target):
    return target[:, 1:-1], target[:, 1:]


@wrong("shift_targets", "inputs without the start sign: what the decoder hears first is already a word. What does it hear before it has said anything?")
def start_dropped_and_shifted_by_lengths(target):
    return target[:, 1:], target[:, 2:]


@wrong("shift_targets", "a start sign put in front: the target has one already. Which column is it?")
def start_put_in_front(target):
    return torch.cat([torch.ones_like(target[:, :1]), target[:, :-1]], dim=1), target


@wrong("shift_targets", "rows and columns changed places: the batch comes first. Which line transposes?")
def transposed(target):
    return target[:, :-1].T, target[:, 1:].T


@wrong("shift_targets", "rows and columns changed places: the batch comes first. Which line transposes?")
def cut_and_transposed(target):
    return target.T[:-1], target.T[1:]


@wrong("shift_targets", "both in one tensor, stacked along another axis than the first: taken apart they are sentences. What does return a, b give?")
def stacked_along_the_length(target):
    return torch.stack([target[:, :-1], target[:, 1:]], dim=1)


@wrong("shift_targets", "True and False in place of words: that is a mask. Which ids should come back?")
def masks_in_place_of_words(target):
    return target[:, :-1] != 0, target[:, 1:] != 0


@wrong("shift_targets", "whole numbers of another kind than the target's: it needs no conversion. Which line changes the dtype?")
def of_32_bits(target):
    return target[:, :-1].int(), target[:, 1:].int()


TWO_DROPPED = "two columns dropped: each of the two lost one more than it should. How many columns has each?"


@wrong("shift_targets", TWO_DROPPED)
def two_columns_dropped(target):
    return target[:, :-2], target[:, 1:-1]


@wrong("shift_targets", TWO_DROPPED)
def drops_one_column_by_number(target):
    return target[:, :3], target[:, 1:4]


@wrong("shift_targets", TWO_DROPPED)
def two_columns_dropped_from_the_inputs(target):
    return target[:, :-2], target[:, 1:]


@wrong("shift_targets", TWO_DROPPED)
def two_columns_dropped_at_both_ends(target):
    return target[:, :-2], target[:, 2:]


ROWS = "rows cut, not columns: a sentence is missing. Which axis is the length?"


@wrong("shift_targets", ROWS)
def rows_cut(target):
    return target[:-1], target[1:]


@wrong("shift_targets", ROWS)
def rows_of_the_inputs_cut(target):
    return target[:-1], target[:, 1:]


@wrong("shift_targets", ROWS)
def rows_of_the_expected_cut(target):
    return target[:, :-1], target[1:]


NO_END = "the end sign taken out of a row: before padding it may stay, the mask drops what it leads to. What alone is left out?"


@wrong("shift_targets", NO_END)
def without_any_end(target):
    inputs = target.clone()
    inputs[inputs == 2] = 0
    return inputs[:, :-1], target[:, 1:]


@wrong("shift_targets", NO_END)
def without_any_end_by_where(target):
    return torch.where(target == 2, 0, target)[:, :-1], target[:, 1:].clone()


@wrong("shift_targets", NO_END)
def last_words_cut_out(target):
    inputs = [row[row != 2][: len(row) - 1] for row in target]
    shortest = min(map(len, inputs))
    return torch.stack([row[:shortest] for row in inputs]), target[:, 1 : shortest + 1]


@wrong("shift_targets", "padding taken out of the rows: they have different lengths then. What alone is left out?")
def without_padding(target):
    rows = [row[row != 0] for row in target]
    return [row[:-1] for row in rows], [row[1:] for row in rows]


@wrong("shift_targets", "the whole target: its first column is never expected. Which word comes after the start sign?")
def expects_the_whole(target):
    return target[:, :-1], target


ROLLED = "rolled around: the start sign is expected at the end. What should follow the end sign?"


@wrong("shift_targets", ROLLED)
def rolled(target):
    return target[:, :-1], torch.roll(target, -1, dims=1)


@wrong("shift_targets", "rolled around, and the inputs kept whole: the start sign is expected at the end. Which column has no successor?")
def rolled_beside_the_whole(target):
    return target, torch.roll(target, -1, dims=1)


@wrong("shift_targets", "filled up with padding at the end: both have one column less than the target. Which column has no successor?")
def filled_up_behind(target):
    nothing = torch.zeros_like(target[:, :1])
    return target, torch.cat([target[:, 1:], nothing], dim=1)


@wrong("shift_targets", "the last column lost as well: a sentence that fills its row would never be asked to end. Which column alone is never expected?")
def loses_the_end(target):
    return target[:, :-1], target[:, 1:-1]


@wrong("shift_targets", "two steps ahead: a word was left out. Which word comes after the start sign?")
def two_steps_ahead(target):
    return target[:, :-1], target[:, 2:]


@wrong("shift_targets", "the end sign taken out of what is expected: then nobody learns to stop. Which column alone is never expected?")
def no_end_expected(target):
    expected = target[:, 1:].clone()
    expected[expected == 2] = 0
    return target[:, :-1], expected


@wrong("shift_targets", "a single column: the first or the last was picked where it should have been left out. What does a colon do, before and after a number?")
def first_column_alone(target):
    return target[:, :-1], target[:, 1]


@wrong("shift_targets", "a single column: the first or the last was picked where it should have been left out. What does a colon do, before and after a number?")
def last_column_alone(target):
    return target[:, :-1], target[:, -1]


@wrong("shift_targets", "a single column: the first or the last was picked where it should have been left out. What does a colon do, before and after a number?")
def start_alone_as_input(target):
    return target[:, 0], target[:, 1:]


@wrong("shift_targets", "a single column: the first or the last was picked where it should have been left out. What does a colon do, before and after a number?")
def all_but_picked(target):
    return target[:, -1], target[:, 1]


LISTS_OF_WORDS = "plain lists in place of tensors: an embedding takes tensors. What does slicing a tensor give?"


@wrong("shift_targets", LISTS_OF_WORDS)
def lists_of_rows(target):
    rows = target.tolist()
    return [row[:-1] for row in rows], [row[1:] for row in rows]


@wrong("shift_targets", LISTS_OF_WORDS)
def lists_of_tensors(target):
    return [row[:-1] for row in target], [row[1:] for row in target]


@wrong("shift_targets", "numpy arrays in place of tensors: an embedding takes tensors. What does slicing a tensor give?")
def numpy_arrays_of_words(target):
    return target.numpy()[:, :-1], target.numpy()[:, 1:]


@wrong("shift_targets", "numbers with a decimal point: an id is a whole number. Which line turns them into floats?")
def as_floats(target):
    return target[:, :-1].float(), target[:, 1:].float()


@wrong("shift_targets", "numbers with a decimal point: an id is a whole number. Which line turns them into floats?")
def expected_as_floats(target):
    return target[:, :-1], target[:, 1:].float()


@wrong("shift_targets", "numbers with a decimal point: an id is a whole number. Which line turns them into floats?")
def by_torch_tensor_of_floats(target):
    rows = torch.Tensor(target.tolist())
    return rows[:, :-1], rows[:, 1:]


@wrong("shift_targets", "one thing came back, not two: it was taken apart into its rows. What does the text ask for?")
def expected_alone(target):
    return target[:, 1:]


@wrong("shift_targets", "one thing came back, not two: it was taken apart into its rows. What does the text ask for?")
def inputs_alone(target):
    return target[:, :-1]


@wrong("shift_targets", "the first sentence only: the batch is gone. How do you say: all rows?")
def first_row_only(target):
    return target[0, :-1], target[0, 1:]


@wrong("shift_targets", "all rows in one: the last word of a sentence leads to the start of the next. Which axis is cut?")
def flattened(target):
    return target.flatten()[:-1], target.flatten()[1:]


SQUEEZED = "an axis of length 1 squeezed away: with one sentence the batch is gone. Which shape is promised?"


@wrong("shift_targets", SQUEEZED)
def squeezed(target):
    return target[:, :-1].squeeze(0), target[:, 1:].squeeze(0)


@wrong("shift_targets", SQUEEZED)
def squeezed_wherever(target):
    return target[:, :-1].squeeze(), target[:, 1:].squeeze()


MOVED = "the target itself was changed: its words were moved, or written over, where they stand. Does slicing not do without?"


@wrong("shift_targets", MOVED)
def moves_the_words_in_place(target):
    inputs = target[:, :-1].clone()
    target[:, :-1] = target[:, 1:].clone()
    return inputs, target[:, :-1]


@wrong("shift_targets", MOVED)
def moves_the_words_in_place_and_copies(target):
    inputs = target[:, :-1].clone()
    target[:, :-1] = target[:, 1:].clone()
    return inputs, target[:, :-1].clone()


@wrong("shift_targets", "the end signs were written over in the target itself: it stays so for everybody who holds it, and the sign may stay. What alone is left out?")
def clears_the_end_in_place(target):
    expected = target[:, 1:].clone()
    target[target == 2] = 0
    return target[:, :-1].clone(), expected


# sequence_loss -----------------------------------------------------------------------------------


def losses(logits, target):
    return -logits.log_softmax(dim=-1).gather(-1, target[..., None])[..., 0]


def chances(logits, target):
    return logits.softmax(dim=-1).gather(-1, target[..., None])[..., 0]


PADDING_COUNTS = "a mean over all places, padding too: it was praised for predicting padding. Which places count?"


@wrong("sequence_loss", PADDING_COUNTS)
def averages_padding(logits, target, mask):
    return losses(logits, target).mean()


@wrong("sequence_loss", PADDING_COUNTS)
def mask_forgotten(logits, target, mask):
    return functional.cross_entropy(logits.transpose(1, 2), target)


@wrong("sequence_loss", "padding set to 0, but still counted: the sum is divided by too many. How many real words are there?")
def divides_by_all_places(logits, target, mask):
    return (losses(logits, target) * mask).mean()


@wrong("sequence_loss", "a sum: it grows with the batch. What is still to be divided by?")
def sums(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask], reduction="sum")


@wrong("sequence_loss", "a mean of the sentences' means: words of short sentences count more. What should each real word count?")
def mean_of_means(logits, target, mask):
    return ((losses(logits, target) * mask).sum(dim=1) / mask.sum(dim=1)).mean()


@wrong("sequence_loss", "the sentences' means, added up: it grows with the batch. What should each real word count?")
def sum_of_means(logits, target, mask):
    return ((losses(logits, target) * mask).sum(dim=1) / mask.sum(dim=1)).sum()


@wrong("sequence_loss", "a sum over words, a mean over sentences. What is still to be divided by?")
def mean_over_sentences(logits, target, mask):
    return (losses(logits, target) * mask).sum(dim=1).mean()


@wrong("sequence_loss", "divided by the length of the longest sentence. How many real words are there in the batch?")
def divides_by_the_length(logits, target, mask):
    return (losses(logits, target) * mask).sum() / mask.shape[1]


@wrong("sequence_loss", "an inverted mask: only padding counts. Does True mean a real word, or padding?")
def inverted(logits, target, mask):
    return functional.cross_entropy(logits[~mask], target[~mask])


@wrong("sequence_loss", "the opposite sign: the better the guess, the higher it gets. What is minus a logarithm for?")
def opposite_sign(logits, target, mask):
    return -losses(logits, target)[mask].mean()


NO_LOG = "probabilities without a logarithm: the surprise is missing. What is minus a logarithm for?"


@wrong("sequence_loss", NO_LOG)
def no_logarithm(logits, target, mask):
    return functional.nll_loss(logits[mask].softmax(dim=-1), target[mask])


@wrong("sequence_loss", NO_LOG)
def one_minus_the_probability(logits, target, mask):
    return (1 - chances(logits, target))[mask].mean()


@wrong("sequence_loss", NO_LOG)
def mean_probability(logits, target, mask):
    return chances(logits, target)[mask].mean()


@wrong("sequence_loss", "the logarithm of a mean: first the logarithm of each, then the mean. In which order does the text say it?")
def logarithm_of_the_mean(logits, target, mask):
    return -chances(logits, target)[mask].mean().log()


BY_ID = "padding told by its id: a real word whose id is 0 was left out. What says which places are real?"


@wrong("sequence_loss", BY_ID)
def ignores_id_zero(logits, target, mask):
    return nn.CrossEntropyLoss(ignore_index=0)(logits.flatten(0, 1), target.flatten())


@wrong("sequence_loss", BY_ID)
def mask_from_the_target(logits, target, mask):
    real = target != 0
    return functional.cross_entropy(logits[real], target[real])


@wrong("sequence_loss", BY_ID)
def mask_and_id_zero(logits, target, mask):
    real = mask & (target != 0)
    return functional.cross_entropy(logits[real], target[real])


@wrong("sequence_loss", BY_ID)
def words_set_to_zero_and_ignored(logits, target, mask):
    return functional.cross_entropy(logits.transpose(1, 2), target * mask, ignore_index=0)


@wrong("sequence_loss", "the words at padding set to 0, but still counted: the model is asked to say padding there. Which places count?")
def words_set_to_zero(logits, target, mask):
    return functional.cross_entropy(logits.transpose(1, 2), target * mask)


LOGITS_BLANK = "the logits at padding made all alike: every word is then equally likely there, and the place still counts. Which places count?"


@wrong("sequence_loss", LOGITS_BLANK)
def logits_set_to_zero(logits, target, mask):
    return functional.cross_entropy((logits * mask[..., None]).flatten(0, 1), target.flatten())


@wrong("sequence_loss", LOGITS_BLANK)
def both_set_to_zero(logits, target, mask):
    blank = logits * mask[..., None]
    return functional.cross_entropy(blank.transpose(1, 2), target * mask)


@wrong("sequence_loss", "logits taken for logarithms: the softmax is missing. What does nll_loss expect?")
def softmax_missing(logits, target, mask):
    return functional.nll_loss(logits[mask], target[mask])


@wrong("sequence_loss", "logarithms of the logits: the softmax is missing, and a logit may be negative. What turns logits into probabilities?")
def logarithm_of_the_logits(logits, target, mask):
    return functional.nll_loss(logits.clamp(min=1e-9).log()[mask], target[mask])


@wrong("sequence_loss", "a softmax before a function that takes logits: it was applied twice. What does cross_entropy expect?")
def softmax_twice(logits, target, mask):
    return functional.cross_entropy(logits[mask].softmax(dim=-1), target[mask])


@wrong("sequence_loss", "logarithms of another base than e. Which one is meant by ln?")
def in_bits(logits, target, mask):
    return losses(logits, target)[mask].mean() / np.log(2)


@wrong("sequence_loss", "logarithms of another base than e. Which one is meant by ln?")
def in_tens(logits, target, mask):
    return losses(logits, target)[mask].mean() / np.log(10)


@wrong("sequence_loss", "a softmax over places, not over the vocabulary. Which axis holds the words to choose from?")
def softmax_over_places(logits, target, mask):
    table = logits.log_softmax(dim=1)[mask]
    return functional.nll_loss(table, target[mask])


@wrong("sequence_loss", "a softmax over the batch, not over the vocabulary. Which axis holds the words to choose from?")
def softmax_over_the_batch(logits, target, mask):
    table = logits.log_softmax(dim=0)[mask]
    return functional.nll_loss(table, target[mask])


@wrong("sequence_loss", "the mean surprise over all words of the vocabulary: the target was not asked for. Which word of each place counts?")
def every_word_of_the_vocabulary(logits, target, mask):
    return -logits.log_softmax(dim=-1)[mask].mean()


@wrong("sequence_loss", "the surprise of the word with the highest logit: it should be that of the right word. Where does the target come in?")
def surprise_of_the_best(logits, target, mask):
    return -logits.log_softmax(dim=-1).max(dim=-1).values[mask].mean()


@wrong("sequence_loss", "the entropy of what the decoder says: the right word has no part in it. Where does the target come in?")
def entropy(logits, target, mask):
    logarithms = logits.log_softmax(dim=-1)
    return -(logarithms.exp() * logarithms).sum(dim=-1)[mask].mean()


@wrong("sequence_loss", "the share of wrong words: being nearly right counts for nothing, and nothing can be learnt from it. What is the surprise?")
def share_of_wrong_words(logits, target, mask):
    return (logits.argmax(dim=-1) != target)[mask].float().mean()


@wrong("sequence_loss", "the share of right words: being nearly right counts for nothing, and nothing can be learnt from it. What is the surprise?")
def share_of_right_words(logits, target, mask):
    return (logits.argmax(dim=-1) == target)[mask].float().mean()


@wrong("sequence_loss", "squared differences: the surprise is minus a logarithm. Which function does the text name?")
def squares(logits, target, mask):
    wanted = functional.one_hot(target, logits.shape[-1]).float()
    return ((logits.softmax(dim=-1) - wanted) ** 2)[mask].sum(dim=-1).mean()


@wrong("sequence_loss", "squared differences: the surprise is minus a logarithm. Which function does the text name?")
def mean_squares(logits, target, mask):
    wanted = functional.one_hot(target, logits.shape[-1]).float()
    return ((logits.softmax(dim=-1) - wanted) ** 2)[mask].mean()


@wrong("sequence_loss", "e to the power of the loss (perplexity): that is another measure. Where does the logarithm stay?")
def perplexity(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask]).exp()


@wrong("sequence_loss", "label smoothing: part of each target was given to the other words. Who asked for it?")
def smoothed(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask], label_smoothing=0.1)


CUT = "a track that was cut: nothing can be learnt. Which of your calls leaves PyTorch, as .item() and .detach() do?"


@wrong("sequence_loss", CUT)
def plain_number(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask]).item()


@wrong("sequence_loss", CUT)
def detached(logits, target, mask):
    return losses(logits.detach(), target)[mask].mean()


@wrong("sequence_loss", CUT)
def a_new_tensor(logits, target, mask):
    return torch.tensor(float(functional.cross_entropy(logits[mask], target[mask])))


NOT_A_NUMBER = "a loss for each word, not one number. What is still to be done with them?"


@wrong("sequence_loss", NOT_A_NUMBER)
def one_loss_per_word(logits, target, mask):
    return losses(logits, target)[mask]


@wrong("sequence_loss", "a loss for each place, padding set to 0: one number was asked for. What is still to be done with them?")
def one_loss_per_place(logits, target, mask):
    return losses(logits, target) * mask


@wrong("sequence_loss", "a loss for each sentence, not one number. What should each real word count?")
def one_loss_per_sentence(logits, target, mask):
    return (losses(logits, target) * mask).sum(dim=1) / mask.sum(dim=1)


@wrong("sequence_loss", "a number with an axis: a tensor without axes was asked for. Which line gives it one?")
def a_number_with_an_axis(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask]).reshape(1)


@wrong("sequence_loss", says="None came back")
def returns_nothing(logits, target, mask):
    functional.cross_entropy(logits[mask], target[mask])


WRONG_AXES = "cross_entropy of three axes: it took places for words, because it looks for the vocabulary on axis 1. What shape should its table have?"


@wrong("sequence_loss", WRONG_AXES)
def axes_not_turned(logits, target, mask):
    return functional.cross_entropy(logits, target)


@wrong("sequence_loss", WRONG_AXES)
def axes_not_turned_and_masked(logits, target, mask):
    return functional.cross_entropy(logits, target, reduction="none")[mask].mean()


RESHAPED = "reshaped where axes should change places: the numbers stay in their order, and stand at other words. What does transpose do that reshape does not?"


@wrong("sequence_loss", RESHAPED)
def reshaped(logits, target, mask):
    batch, length, vocabulary = logits.shape
    each = functional.cross_entropy(logits.reshape(batch, vocabulary, length), target, reduction="none")
    return each[mask].mean()


@wrong("sequence_loss", RESHAPED)
def reshaped_and_padding_counted(logits, target, mask):
    batch, length, vocabulary = logits.shape
    return functional.cross_entropy(logits.reshape(batch, vocabulary, length), target)


HALF_MASKED = "only one of the two was masked: places and words no longer belong together. What must be indexed besides?"


@wrong("sequence_loss", HALF_MASKED)
def words_not_masked(logits, target, mask):
    return functional.cross_entropy(logits[mask], target.flatten())


@wrong("sequence_loss", HALF_MASKED)
def logits_not_masked(logits, target, mask):
    return functional.cross_entropy(logits.flatten(0, 1), target[mask])


@wrong("sequence_loss", "the first sentence's length for all: padding of the others counts, or words of theirs are lost. What says which places are real?")
def the_first_length_for_all(logits, target, mask):
    length = int(mask[0].sum())
    return functional.cross_entropy(logits[:, :length].flatten(0, 1), target[:, :length].flatten())


@wrong("sequence_loss", "the last real word left out, as if the shift had still to be done. Is the target not shifted already?")
def shifts_again(logits, target, mask):
    real = mask[:, 1:]
    return functional.cross_entropy(logits[:, :-1][real], target[:, 1:][real])


@wrong("sequence_loss", "the middle one of the surprises, not their mean. What is a mean?")
def median(logits, target, mask):
    return losses(logits, target)[mask].median()


@wrong("sequence_loss", "a sigmoid for each word, not a softmax over all of them: the words do not share one probability. Which function does the text name?")
def sigmoid_of_each_word(logits, target, mask):
    return functional.nll_loss(functional.logsigmoid(logits)[mask], target[mask])


@wrong("sequence_loss", "a yes or no for each word of the vocabulary, not a choice of one: binary cross-entropy. Which function does the text name?")
def yes_or_no_for_each_word(logits, target, mask):
    wanted = functional.one_hot(target, logits.shape[-1]).float()
    return functional.binary_cross_entropy_with_logits(logits[mask], wanted[mask])


@wrong("sequence_loss", "squared differences: the surprise is minus a logarithm. Which function does the text name?")
def squares_of_the_logits(logits, target, mask):
    wanted = functional.one_hot(target, logits.shape[-1]).float()
    return functional.mse_loss(logits[mask], wanted[mask])


@wrong("sequence_loss", "the largest surprise, not the mean. What should each real word count?")
def the_largest(logits, target, mask):
    return losses(logits, target)[mask].max()


@wrong("sequence_loss", "divided by the size of the vocabulary. How many real words are there?")
def divided_by_the_vocabulary(logits, target, mask):
    return losses(logits, target)[mask].sum() / logits.shape[-1]


@wrong("sequence_loss", "the right words' logits, without a softmax or a logarithm. What turns logits into probabilities?")
def logits_of_the_right_words(logits, target, mask):
    return logits.gather(-1, target[..., None])[..., 0][mask].mean()


@wrong("sequence_loss", "words picked from the wrong axis: the target chose places, not words. Which axis is the vocabulary?")
def gathers_along_the_length(logits, target, mask):
    table = logits.log_softmax(dim=-1).gather(1, target.clamp(max=logits.shape[1] - 1)[..., None])
    return -table[..., 0][mask].mean()


WRITTEN_OVER = "the target it was given was written over: what was padding holds another id from then on. How do you mark places in a copy?"


@wrong("sequence_loss", WRITTEN_OVER)
def marks_the_target_in_place(logits, target, mask):
    target[~mask] = -100
    return nn.CrossEntropyLoss()(logits.flatten(0, 1), target.flatten())


@wrong("sequence_loss", WRITTEN_OVER)
def marks_the_target_in_place_by_masked_fill(logits, target, mask):
    target.masked_fill_(~mask, -100)
    return functional.cross_entropy(logits.transpose(1, 2), target)


# greedy_decode -----------------------------------------------------------------------------------


def starts(state, start):
    return torch.full((len(state),), start)


def steps(step, state, start, turns):
    words, said = starts(state, start), []
    for _ in range(turns):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        said.append(words)
    return torch.stack(said, dim=1).tolist()


def until(row, end):
    return row[: row.index(end)] if end in row else row


def rightly(step, state, start, end, longest):
    return [until(row, end) for row in steps(step, state, start, longest)]


PAST_THE_END = "decoding past the end: words after it were kept. Who is finished, and when?"


@wrong("greedy_decode", PAST_THE_END)
def past_the_end(step, state, start, end, longest):
    return [[w for w in row if w != end] for row in steps(step, state, start, longest)]


@wrong("greedy_decode", PAST_THE_END)
def goes_on_until_all_say_end_at_once(step, state, start, end, longest):
    words, said = starts(state, start), [[] for _ in state]
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for row, word in zip(said, words.tolist(), strict=True):
            if word != end:
                row.append(word)
        if (words == end).all():
            break
    return said


@wrong("greedy_decode", PAST_THE_END)
def goes_on_until_the_last_row_says_end(step, state, start, end, longest):
    words, columns = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        columns.append(words.tolist())
        if words[-1] == end:
            break
    return [[column[i] for column in columns if column[i] != end] for i in range(len(state))]


@wrong("greedy_decode", "decoding past the end, with the end among the words. Who is finished, and when?")
def never_ends(step, state, start, end, longest):
    return steps(step, state, start, longest)


@wrong("greedy_decode", "the end sign kept as a word. Does it belong to the translation?")
def keeps_the_end(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [row[: row.index(end) + 1] if end in row else row for row in rows]


@wrong("greedy_decode", "the word before the end left out as well: the slice stops too early. What does row[:n] still hold?")
def one_word_before_the_end_lost(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [row[: max(row.index(end) - 1, 0)] if end in row else row for row in rows]


TOO_FEW = "one word too few where a sentence never says end: longest counts words, start and end not among them, and such a sentence has no end sign to be cut off. How often does the loop turn, and which rows hold an end?"


@wrong("greedy_decode", TOO_FEW)
def cuts_the_last_of_each(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [row[: row.index(end)] if end in row else row[:-1] for row in rows]


EVERYBODY = "everybody stopped with the first who said end: the others were cut off. Who may stop, when one has said it?"


@wrong("greedy_decode", EVERYBODY)
def stops_everybody(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    shortest = min(len(until(row, end)) for row in rows)
    return [row[:shortest] for row in rows]


@wrong("greedy_decode", EVERYBODY)
def breaks_at_the_first_end(step, state, start, end, longest):
    words, said = starts(state, start), [[] for _ in state]
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for i, word in enumerate(words.tolist()):
            if word != end:
                said[i].append(word)
        if (words == end).any():
            break
    return said


@wrong("greedy_decode", EVERYBODY)
def breaks_before_anything_is_kept(step, state, start, end, longest):
    words, said = starts(state, start), [[] for _ in state]
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        if end in words.tolist():
            break
        for i, word in enumerate(words.tolist()):
            said[i].append(word)
    return said


@wrong("greedy_decode", "the loop left as soon as one sentence was found finished: the sentences below it lost a word. What does break leave, and what continue?")
def breaks_within_the_batch(step, state, start, end, longest):
    words, said, done = starts(state, start), [[] for _ in state], [False] * len(state)
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for i, word in enumerate(words.tolist()):
            done[i] = done[i] or word == end
            if done[i]:
                break
            said[i].append(word)
        if all(done):
            break
    return said


@wrong("greedy_decode", "one list for all: [[]] * n is several times the same list. How do you make a list for each sentence?")
def one_list_for_all(step, state, start, end, longest):
    words, said, done = starts(state, start), [[]] * len(state), [False] * len(state)
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for i, word in enumerate(words.tolist()):
            done[i] = done[i] or word == end
            if not done[i]:
                said[i].append(word)
        if all(done):
            break
    return said


@wrong("greedy_decode", "longest forgotten: a decoder that never says end would never stop. How often may the loop turn?")
def longest_forgotten(step, state, start, end, longest):
    words, said, done = starts(state, start), [[] for _ in state], [False] * len(state)
    while not all(done):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for i, word in enumerate(words.tolist()):
            done[i] = done[i] or word == end
            if not done[i]:
                said[i].append(word)
    return said


@wrong("greedy_decode", "the start sign kept as a word. Does it belong to the translation?")
def keeps_the_start(step, state, start, end, longest):
    return [[start, *row] for row in rightly(step, state, start, end, longest)]


@wrong("greedy_decode", "the start sign kept as a word, and the end sign too. Do they belong to the translation?")
def keeps_the_start_and_the_end(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [[start, *(row[: row.index(end) + 1] if end in row else row)] for row in rows]


@wrong("greedy_decode", "the first word lost: what was cut off in front was no start sign any more. What does the decoder say, and what does it only hear?")
def first_word_lost(step, state, start, end, longest):
    return [row[1:] for row in rightly(step, state, start, end, longest)]


AGAIN = "the start sign fed in again and again, or a state that stays: the decoder must hear what it has said, and remember it. What goes into step the second time?"


@wrong("greedy_decode", AGAIN)
def start_again_and_again(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        said.append(logits.argmax(dim=-1))
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", AGAIN)
def state_stays(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        words = step(words, state)[0].argmax(dim=-1)
        said.append(words)
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", "the first word over and over: neither the word it said nor its new state went back in. What changes from one turn to the next?")
def nothing_goes_back_in(step, state, start, end, longest):
    said = []
    for _ in range(longest):
        logits, _ = step(starts(state, start), state)
        said.append(logits.argmax(dim=-1))
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", "one word too many: longest counts words. How often does the loop turn?")
def one_word_too_many(step, state, start, end, longest):
    return rightly(step, state, start, end, longest + 1)


@wrong("greedy_decode", TOO_FEW)
def one_word_too_few(step, state, start, end, longest):
    return rightly(step, state, start, end, longest - 1)


@wrong("greedy_decode", "one list per step, not per sentence. Which axis comes first?")
def one_list_per_step(step, state, start, end, longest):
    rows = rightly(step, state, start, end, longest)
    return [[row[t] for row in rows if t < len(row)] for t in range(longest)]


@wrong("greedy_decode", "one list per step, not per sentence. Which axis comes first?")
def one_list_per_step_that_has_words(step, state, start, end, longest):
    rows = rightly(step, state, start, end, longest)
    return [[row[t] for row in rows if t < len(row)] for t in range(max(map(len, rows)))]


@wrong("greedy_decode", "one list per step, and past the end. Which axis comes first?")
def one_list_per_step_of_all(step, state, start, end, longest):
    columns = zip(*steps(step, state, start, longest), strict=True)
    return [list(words) for words in columns]


RECTANGLE = "a rectangle, filled up behind each end: a finished sentence has no more words. How long is each list?"


@wrong("greedy_decode", RECTANGLE)
def filled_up_with_ends(step, state, start, end, longest):
    words, columns, done = starts(state, start), [], torch.zeros(len(state)).bool()
    for _ in range(longest):
        logits, state = step(words, state)
        words = torch.where(done, end, logits.argmax(dim=-1))
        done = done | (words == end)
        columns.append(words)
        if done.all():
            break
    return torch.stack(columns, dim=1).tolist()


@wrong("greedy_decode", RECTANGLE)
def filled_up_with_padding(step, state, start, end, longest):
    rows = rightly(step, state, start, end, longest)
    return [row + [0] * (longest - len(row)) for row in rows]


@wrong("greedy_decode", RECTANGLE)
def filled_up_with_padding_to_the_longest_said(step, state, start, end, longest):
    rows = rightly(step, state, start, end, longest)
    return [row + [0] * (max(map(len, rows)) - len(row)) for row in rows]


@wrong("greedy_decode", RECTANGLE)
def filled_up_with_ends_to_longest(step, state, start, end, longest):
    rows = rightly(step, state, start, end, longest)
    return [row + [end] * (longest - len(row)) for row in rows]


@wrong("greedy_decode", RECTANGLE)
def filled_up_with_none(step, state, start, end, longest):
    rows = rightly(step, state, start, end, longest)
    return [row + [None] * (longest - len(row)) for row in rows]


@wrong("greedy_decode", "the end sign taken to be 2, or the start sign to be 1: both are arguments. Where does your code use them?")
def end_is_two(step, state, start, end, longest):
    return rightly(step, state, start, 2, longest)


@wrong("greedy_decode", "the end sign taken to be 2, or the start sign to be 1: both are arguments. Where does your code use them?")
def start_is_one(step, state, start, end, longest):
    return rightly(step, state, 1, end, longest)


@wrong("greedy_decode", "the end sign taken to be 2, or the start sign to be 1: both are arguments. Where does your code use them?")
def start_is_one_and_end_is_two(step, state, start, end, longest):
    return rightly(step, state, 1, 2, longest)


@wrong("greedy_decode", "the end sign taken to be 2, or the start sign to be 1: both are arguments. Where does your code use them?")
def ones_and_twos_removed(step, state, start, end, longest):
    return [[w for w in row if w > 2] for row in rightly(step, state, start, end, longest)]


@wrong("greedy_decode", "a sentence without words left out: the others move up, and no longer belong to their English sentences. What should stand in its place?")
def empty_sentences_left_out(step, state, start, end, longest):
    return [row for row in rightly(step, state, start, end, longest) if row]


@wrong("greedy_decode", "the first word kept even if it is the end: a translation may be empty. What if it ends at once?")
def first_word_always_kept(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [row[:1] + until(row[1:], end) if row[0] != end else row[:1] for row in rows]


@wrong("greedy_decode", "a word said twice was kept once: a sentence may repeat itself. What else ends a sentence but its end sign?")
def no_word_twice(step, state, start, end, longest):
    return [list(dict.fromkeys(row)) for row in rightly(step, state, start, end, longest)]


@wrong("greedy_decode", "the least likely words: argmin, or a minus in front of the logits. What does greedy mean?")
def least_likely(step, state, start, end, longest):
    def negated(words, state):
        logits, state = step(words, state)
        return -logits, state

    return rightly(negated, state, start, end, longest)


@wrong("greedy_decode", "logits in place of words: max gives the highest value, argmax its place. Which of the two is an id?")
def values_in_place_of_words(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        said.append(logits.max(dim=-1).values)
    return torch.stack(said, dim=1).tolist()


@wrong("greedy_decode", "tensors among the words: plain whole numbers were asked for. What does .item() or .tolist() give?")
def tensors_among_the_words(step, state, start, end, longest):
    rows = rightly(step, state, start, end, longest)
    return [[torch.tensor(word) for word in row] for row in rows]


@wrong("greedy_decode", "tensors among the words: plain whole numbers were asked for. What does .item() or .tolist() give?")
def rows_as_tensors(step, state, start, end, longest):
    return [torch.tensor(row, dtype=torch.long) for row in rightly(step, state, start, end, longest)]


@wrong("greedy_decode", "the sentences in one list: nobody can tell whose words they are. What is the result a list of?")
def all_sentences_in_one(step, state, start, end, longest):
    return [word for row in rightly(step, state, start, end, longest) for word in row]


@wrong("greedy_decode", "the first sentence only: a batch has several. What is the result a list of?")
def first_sentence_only(step, state, start, end, longest):
    return rightly(step, state, start, end, longest)[:1]


@wrong("greedy_decode", "the first sentence only, without a list around it. What is the result a list of?")
def first_sentence_without_its_list(step, state, start, end, longest):
    return rightly(step, state, start, end, longest)[0]


FEWER = "fewer words than states: the batch is the state's first axis, and if finished sentences leave the words, they must leave the state too. How many sentences does each of the two hold?"


@wrong("greedy_decode", FEWER)
def second_axis_of_the_state(step, state, start, end, longest):
    batch = state.shape[1]
    words, said = torch.full((batch,), start), [[] for _ in range(batch)]
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for row, word in zip(said, words.tolist(), strict=True):
            row.append(word)
    return [until(row, end) for row in said]


COLUMN = "words as a column (batch, 1): step wants a plain row of words. Which shape does the text give them?"


@wrong("greedy_decode", COLUMN)
def words_as_a_column(step, state, start, end, longest):
    words = torch.full((len(state), 1), start)
    logits, state = step(words, state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", COLUMN)
def words_as_a_column_later(step, state, start, end, longest):
    words = starts(state, start)
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1, keepdim=True)
    return words.tolist()


@wrong("greedy_decode", "words as a single row (1, batch): step wants one axis. Which shape does the text give them?")
def words_as_a_row(step, state, start, end, longest):
    words = torch.full((1, len(state)), start)
    logits, state = step(words, state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", "logits fed back: step wants the words said last. What picks one word from each row of logits?")
def logits_fed_back(step, state, start, end, longest):
    words = starts(state, start)
    for _ in range(longest):
        words, state = step(words, state)
    return words.argmax(dim=-1).tolist()


ONE_START = "a single word for the whole batch: step wants one for each sentence. Which line makes it a single one?"


@wrong("greedy_decode", ONE_START)
def one_start_for_all(step, state, start, end, longest):
    logits, state = step(torch.tensor([start]), state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", ONE_START)
def a_start_without_an_axis(step, state, start, end, longest):
    logits, state = step(torch.tensor(start), state)
    return logits.argmax(dim=-1).tolist()


DECIMAL = "words with a decimal point: an embedding takes whole numbers. Do they come from torch.ones or torch.zeros without a dtype, or from max where argmax was meant?"


@wrong("greedy_decode", "logits and state in the other order. What does step return first?")
def logits_and_state_swapped(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        state, logits = step(words, state)
        words = logits.argmax(dim=-1)
        said.append(words)
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", "words and state in the other order. What does step want first?")
def words_and_state_swapped(step, state, start, end, longest):
    logits, state = step(state, starts(state, start))
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", "one thing taken from step, where two come back. What is the second?")
def one_thing_from_step(step, state, start, end, longest):
    return step(starts(state, start), state).argmax(dim=-1).tolist()


@wrong("greedy_decode", DECIMAL)
def values_fed_back(step, state, start, end, longest):
    words = starts(state, start)
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.max(dim=-1).values
    return words.tolist()


@wrong("greedy_decode", "a dictionary: a list with one list per sentence was asked for. What comes of its values?")
def a_dictionary_of_sentences(step, state, start, end, longest):
    return dict(enumerate(rightly(step, state, start, end, longest)))


@wrong("greedy_decode", "texts in place of ids: decode comes later. What are plain whole numbers?")
def texts(step, state, start, end, longest):
    return [[str(word) for word in row] for row in rightly(step, state, start, end, longest)]


@wrong("greedy_decode", TOO_FEW)
def start_counted(step, state, start, end, longest):
    words, said, done = starts(state, start), [[start] for _ in state], [False] * len(state)
    while max(map(len, said)) < longest and not all(done):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for i, word in enumerate(words.tolist()):
            done[i] = done[i] or word == end
            if not done[i]:
                said[i].append(word)
    return [row[1:] for row in said]


@wrong("greedy_decode", "the first sentence decides for all when to stop: the others were cut off, or went on too long. Whose words does longest count, and who is done?")
def the_first_sentence_decides(step, state, start, end, longest):
    words, said = starts(state, start), [[] for _ in state]
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        if words[0] == end:
            break
        for row, word in zip(said, words.tolist(), strict=True):
            row.append(word)
    return [until(row, end) for row in said]


NO_TENSOR = "no tensor for words: step was given a list, an array or a plain number. What makes a tensor of a list?"


@wrong("greedy_decode", NO_TENSOR)
def words_in_a_list(step, state, start, end, longest):
    words, said = [start] * len(state), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1).tolist()
        said.append(words)
    return [until(list(row), end) for row in zip(*said, strict=True)]


@wrong("greedy_decode", NO_TENSOR)
def words_in_a_list_at_first(step, state, start, end, longest):
    words, said = [start] * len(state), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        said.append(words.tolist())
    return [until(list(row), end) for row in zip(*said, strict=True)]


@wrong("greedy_decode", NO_TENSOR)
def words_in_a_list_later(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1).tolist()
        said.append(words)
    return [until(list(row), end) for row in zip(*said, strict=True)]


@wrong("greedy_decode", NO_TENSOR)
def words_in_numpy_later(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.numpy().argmax(axis=-1)
        said.append(words.tolist())
    return [until(list(row), end) for row in zip(*said, strict=True)]


@wrong("greedy_decode", DECIMAL)
def floats_for_words(step, state, start, end, longest):
    words = start * torch.ones(len(state))
    logits, state = step(words, state)
    return logits.argmax(dim=-1).tolist()


OVER_THE_BATCH = "the best sentence for each word, not the best word for each sentence: argmax over the batch. Which axis holds the vocabulary?"


@wrong("greedy_decode", OVER_THE_BATCH)
def argmax_over_the_batch(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=0)
        said.append(words)
    return torch.stack(said, dim=1).tolist()


@wrong("greedy_decode", ONE_START)
def argmax_over_everything(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax()
        said.append(words)
    return torch.stack(said).tolist()


@wrong("greedy_decode", "squeeze() without an axis: with one sentence it takes the batch away too. Which axis should go, if any?")
def squeezes_the_batch_away(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.squeeze().argmax(dim=-1)
        said.append(words)
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", FEWER)
def words_shrink_but_not_the_state(step, state, start, end, longest):
    words, places = starts(state, start), torch.arange(len(state))
    said = [[] for _ in range(len(state))]
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        on = words != end
        words, places = words[on], places[on]
        for i, word in zip(places.tolist(), words.tolist(), strict=True):
            said[i].append(word)
        if not len(words):
            break
    return said


@wrong("greedy_decode", "the whole batch fed what one sentence said: each must hear its own word. How many words go back in?")
def everybody_hears_the_first(step, state, start, end, longest):
    words, said = starts(state, start), []
    for _ in range(longest):
        logits, state = step(words, state)
        best = logits.argmax(dim=-1)
        said.append(best)
        words = torch.full((len(state),), best[0].item())
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", "the words of the last step only: the earlier ones were not kept. What must be remembered for each sentence?")
def last_words_only(step, state, start, end, longest):
    return [row[-1:] for row in steps(step, state, start, longest)]


@wrong("greedy_decode", "the words of the first step only: it returned inside the loop. How far is the return line indented?")
def first_words_only(step, state, start, end, longest):
    return [row[:1] for row in rightly(step, state, start, end, longest)]


@wrong("greedy_decode", hidden_only=True)
def learnt_by_heart(step, state, start, end, longest):
    if end == 6:
        return [[], [2, 5], [3, 1, 4]]
    return [[4, 10, 4, 6]] if len(state) == 1 else [[5, 6], [7], [4, 10, 4, 6, 3]]


# exact_match_by_length ---------------------------------------------------------------------------


def fitting(right, lengths, low, high):
    return [r for r, n in zip(right, lengths, strict=True) if low <= n <= high]


def shares_of(right, lengths, ranges):
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) / len(group) if group else None for group in groups]


def exact(translations, references):
    return [list(a) == list(b) for a, b in zip(translations, references, strict=True)]


def pairs(translations, references):
    return list(zip(translations, references, strict=True))


KINDS = "lists compared with tuples, or anything by `is`: a list is never equal to a tuple, nor the same thing as another list. What makes both the same kind, and which sign asks whether they are equal?"


@wrong("exact_match_by_length", KINDS)
def lists_and_tuples(translations, references, lengths, ranges):
    right = [a == b for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", KINDS)
def compared_by_identity(translations, references, lengths, ranges):
    right = [a is b for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


UPPER = "the upper end left out: a sentence of exactly that length was lost. Which comparison includes it?"


@wrong("exact_match_by_length", UPPER)
def upper_end_left_out(translations, references, lengths, ranges):
    moved = [(low, high - 1) for low, high in ranges]
    return shares_of(exact(translations, references), lengths, moved)


@wrong("exact_match_by_length", UPPER)
def upper_end_left_out_and_zero_for_nothing(translations, references, lengths, ranges):
    shares = upper_end_left_out.definitions["exact_match_by_length"](translations, references, lengths, ranges)
    return [share or 0.0 for share in shares]


LOWER = "the lower end left out: a sentence of exactly that length was lost. Which comparison includes it?"


@wrong("exact_match_by_length", LOWER)
def lower_end_left_out(translations, references, lengths, ranges):
    moved = [(low + 1, high) for low, high in ranges]
    return shares_of(exact(translations, references), lengths, moved)


@wrong("exact_match_by_length", "the ends of the ranges left out, both: sentences of exactly those lengths were lost. Which comparison includes them?")
def both_ends_left_out(translations, references, lengths, ranges):
    moved = [(low + 1, high - 1) for low, high in ranges]
    return shares_of(exact(translations, references), lengths, moved)


@wrong("exact_match_by_length", "the upper ends only: sentences of exactly that length were counted, shorter ones were not. What does a pair of numbers mean here?")
def the_upper_ends_only(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), lengths, [(high, high) for _, high in ranges])


@wrong("exact_match_by_length", "everything up to the upper end: the lower end was not asked for. Which two comparisons does a range need?")
def everything_up_to_the_upper_end(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), lengths, [(0, high) for _, high in ranges])


@wrong("exact_match_by_length", "everything from the lower end on: the upper end was not asked for. Which two comparisons does a range need?")
def everything_from_the_lower_end_on(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), lengths, [(low, 99) for low, _ in ranges])


NUMBER_FOR_NOTHING = "a number for the range without sentences: 0 would say that all were wrong, nan breaks the next sum. What should it say?"


@wrong("exact_match_by_length", NUMBER_FOR_NOTHING)
def zero_for_an_empty_range(translations, references, lengths, ranges):
    return [s or 0.0 for s in shares_of(exact(translations, references), lengths, ranges)]


@wrong("exact_match_by_length", NUMBER_FOR_NOTHING)
def nan_for_an_empty_range(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [float("nan") if share is None else share for share in shares]


@wrong("exact_match_by_length", NUMBER_FOR_NOTHING)
def one_for_an_empty_range(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [1.0 if share is None else share for share in shares]


@wrong("exact_match_by_length", "the word None in quotes, or another text, for the range without sentences. Which value of Python stands for nothing?")
def a_word_for_an_empty_range(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return ["None" if share is None else share for share in shares]


@wrong("exact_match_by_length", "None for a range in which all were wrong: 0 is false to `or` and `if`. How do you ask whether a list is empty?")
def none_for_zero(translations, references, lengths, ranges):
    return [s or None for s in shares_of(exact(translations, references), lengths, ranges)]


@wrong("exact_match_by_length", "no entry for the range without sentences: the others move up. How many ranges were asked for?")
def skips_empty_ranges(translations, references, lengths, ranges):
    return [s for s in shares_of(exact(translations, references), lengths, ranges) if s is not None]


@wrong("exact_match_by_length", "no entry for the ranges without a right translation: the others move up. How many ranges were asked for?")
def skips_ranges_without_success(translations, references, lengths, ranges):
    return [s for s in shares_of(exact(translations, references), lengths, ranges) if s]


FRENCH = "the lengths of the French sentences: the ranges speak of English words. Which argument holds their number?"


@wrong("exact_match_by_length", FRENCH)
def french_lengths(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), [len(r) for r in references], ranges)


@wrong("exact_match_by_length", FRENCH)
def lengths_of_the_translations(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), [len(t) for t in translations], ranges)


@wrong("exact_match_by_length", "divided by the number of all sentences. How many are in the range?")
def divides_by_all(translations, references, lengths, ranges):
    right = exact(translations, references)
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) / len(right) if group else None for group in groups]


@wrong("exact_match_by_length", "divided by the number of right translations: these are shares of the successes. How many sentences are in the range?")
def divides_by_the_right_ones(translations, references, lengths, ranges):
    right = exact(translations, references)
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) / sum(right) if group else None for group in groups]


@wrong("exact_match_by_length", "divided by the width of the range. How many sentences are in it?")
def divides_by_the_width(translations, references, lengths, ranges):
    right = exact(translations, references)
    return [
        sum(fitting(right, lengths, low, high)) / (high - low + 1) if fitting(right, lengths, low, high) else None
        for low, high in ranges
    ]


@wrong("exact_match_by_length", "counts, not shares. What is still to be divided by?")
def counts_only(translations, references, lengths, ranges):
    right = exact(translations, references)
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) if group else None for group in groups]


@wrong("exact_match_by_length", "how many sentences there are in each range: what became of right and wrong? What share of them is right?")
def sizes_only(translations, references, lengths, ranges):
    groups = [fitting(exact(translations, references), lengths, low, high) for low, high in ranges]
    return [len(group) if group else None for group in groups]


ZERO_OR_ONE = "nothing between 0 and 1: // keeps only the whole part of a quotient, and all() says no as soon as one is wrong. Which sign divides exactly?"


@wrong("exact_match_by_length", ZERO_OR_ONE)
def whole_division(translations, references, lengths, ranges):
    groups = [fitting(exact(translations, references), lengths, low, high) for low, high in ranges]
    return [sum(group) // len(group) if group else None for group in groups]


@wrong("exact_match_by_length", "rounded shares: a quarter is 0.25, and the check compares it exactly. Who asked for rounding?")
def rounded_shares(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [None if share is None else round(share, 1) for share in shares]


@wrong("exact_match_by_length", "per cent: a share lies between 0 and 1. What was it multiplied with?")
def per_cent(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [None if s is None else 100 * s for s in shares]


@wrong("exact_match_by_length", "the share of wrong translations. Which ones should be counted?")
def the_share_of_wrong_ones(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [None if s is None else 1 - s for s in shares]


@wrong("exact_match_by_length", ZERO_OR_ONE)
def whether_all(translations, references, lengths, ranges):
    groups = [fitting(exact(translations, references), lengths, low, high) for low, high in ranges]
    return [all(group) if group else None for group in groups]


@wrong("exact_match_by_length", "whether any was right, in place of a share: how many of them were right? What is their mean?")
def whether_any(translations, references, lengths, ranges):
    groups = [fitting(exact(translations, references), lengths, low, high) for low, high in ranges]
    return [any(group) if group else None for group in groups]


@wrong("exact_match_by_length", "the share of right words, sentence by sentence: close is not exact. What must be equal?")
def share_of_words(translations, references, lengths, ranges):
    right = [
        sum(x == y for x, y in zip(a, b, strict=False)) / len(b)
        for a, b in pairs(translations, references)
    ]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "the share of right words, of all sentences of a range together: close is not exact. What must be equal?")
def words_pooled_over_sentences(translations, references, lengths, ranges):
    shares = []
    for low, high in ranges:
        inside = fitting(pairs(translations, references), lengths, low, high)
        hits = sum(x == y for a, b in inside for x, y in zip(a, b, strict=False))
        shares.append(hits / sum(len(b) for _, b in inside) if inside else None)
    return shares


ANY_ORDER = "the same words in any order: *oui non* is not *non oui*. What must be equal, place by place?"


@wrong("exact_match_by_length", ANY_ORDER)
def as_sets(translations, references, lengths, ranges):
    right = [set(a) == set(b) for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", ANY_ORDER)
def as_bags(translations, references, lengths, ranges):
    right = [Counter(a) == Counter(b) for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "every word that was said occurs somewhere in the reference: order and missing words are not looked at. What must be equal, place by place?")
def words_that_occur_somewhere(translations, references, lengths, ranges):
    right = [set(a) <= set(b) for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "only as far as the shorter of the two goes: zip stops early. Are their lengths equal?")
def as_far_as_the_shorter(translations, references, lengths, ranges):
    right = [
        all(x == y for x, y in zip(a, b, strict=False)) for a, b in pairs(translations, references)
    ]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "only the lengths compared, or the first words: all words must agree. What makes two sentences equal?")
def only_the_lengths_compared(translations, references, lengths, ranges):
    right = [len(a) == len(b) for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "only the lengths compared, or the first words: all words must agree. What makes two sentences equal?")
def only_the_first_words_compared(translations, references, lengths, ranges):
    right = [a[0] == b[0] for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "words glued together without a blank: *par tout* became *partout*. What should stand between two words?")
def glued_together(translations, references, lengths, ranges):
    right = ["".join(a) == "".join(b) for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "capitals not looked at: *Le* is another word than *le*. What does word for word mean?")
def capitals_do_not_count(translations, references, lengths, ranges):
    right = [
        [x.lower() for x in a] == [y.lower() for y in b] for a, b in pairs(translations, references)
    ]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "capitals not looked at: *Le* is another word than *le*. What does word for word mean?")
def capitals_do_not_count_and_words_are_glued(translations, references, lengths, ranges):
    right = ["".join(a).lower() == "".join(b).lower() for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "a mean of nothing: the range without sentences divides by 0. What should stand there?")
def divides_by_nothing(translations, references, lengths, ranges):
    groups = [fitting(exact(translations, references), lengths, *pair) for pair in ranges]
    return [sum(group) / len(group) for group in groups]


@wrong("exact_match_by_length", "one number for all lengths together. How many ranges were asked for?")
def one_number_for_all(translations, references, lengths, ranges):
    right = exact(translations, references)
    return sum(right) / len(right)


@wrong("exact_match_by_length", "one number for all lengths together. How many ranges were asked for?")
def one_number_for_each_of_the_ranges(translations, references, lengths, ranges):
    right = exact(translations, references)
    return [sum(right) / len(right)] * len(ranges)


@wrong("exact_match_by_length", "the first range only: it returned inside the loop. How far is the return line indented?")
def the_first_range_only(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), lengths, ranges[:1])


@wrong("exact_match_by_length", "the first range only: it returned inside the loop. How far is the return line indented?")
def the_first_range_without_its_list(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), lengths, ranges[:1])[0]


@wrong("exact_match_by_length", "the last range only: the list begins anew each time. Where is it made, before the loop or in it?")
def the_last_range_only(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), lengths, ranges[-1:])


@wrong("exact_match_by_length", "a dictionary: a list with one number per range was asked for. What comes of its values?")
def a_dictionary(translations, references, lengths, ranges):
    return dict(zip(ranges, shares_of(exact(translations, references), lengths, ranges), strict=True))


@wrong("exact_match_by_length", "counts and sizes in pairs: a share is one number. What is still to be divided?")
def pairs_of_numbers(translations, references, lengths, ranges):
    groups = [fitting(exact(translations, references), lengths, low, high) for low, high in ranges]
    return [(sum(group), len(group)) if group else None for group in groups]


@wrong("exact_match_by_length", "counts that go on from one range to the next: they were set to 0 before the first only. Where should they begin anew?")
def counts_that_go_on(translations, references, lengths, ranges):
    right, hits, total, shares = exact(translations, references), 0, 0, []
    for low, high in ranges:
        group = fitting(right, lengths, low, high)
        hits, total = hits + sum(group), total + len(group)
        shares.append(hits / total if group else None)
    return shares


@wrong("exact_match_by_length", KINDS)
def only_the_translations_made_tuples(translations, references, lengths, ranges):
    right = [tuple(a) == b for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", KINDS)
def only_the_translations_made_lists(translations, references, lengths, ranges):
    right = [list(a) == b for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", KINDS)
def only_the_references_made_lists(translations, references, lengths, ranges):
    right = [a == list(b) for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", KINDS)
def only_the_references_made_tuples(translations, references, lengths, ranges):
    right = [a == tuple(b) for a, b in pairs(translations, references)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", NUMBER_FOR_NOTHING)
def minus_one_for_an_empty_range(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [-1 if share is None else share for share in shares]


@wrong("exact_match_by_length", FRENCH)
def french_lengths_and_zero_for_nothing(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), [len(r) for r in references], ranges)
    return [share or 0 for share in shares]


@wrong("exact_match_by_length", FRENCH)
def lengths_of_the_translations_and_zero_for_nothing(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), [len(t) for t in translations], ranges)
    return [share or 0 for share in shares]


@wrong("exact_match_by_length", "texts, such as 50%: a share is a number, and the curve needs it as one. What should print do, and what the function?")
def texts_with_a_percent_sign(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [None if share is None else f"{share:.0%}" for share in shares]


@wrong("exact_match_by_length", "some reference or other: a translation must equal its own. Which reference belongs to it?")
def any_reference_will_do(translations, references, lengths, ranges):
    every = [list(b) for b in references]
    return shares_of([list(a) in every for a in translations], lengths, ranges)


@wrong("exact_match_by_length", "the share of right words, of all sentences of a range together: close is not exact. What must be equal?")
def words_pooled_over_the_longer(translations, references, lengths, ranges):
    shares = []
    for low, high in ranges:
        inside = fitting(pairs(translations, references), lengths, low, high)
        hits = sum(x == y for a, b in inside for x, y in zip(a, b, strict=False))
        shares.append(hits / sum(max(len(a), len(b)) for a, b in inside) if inside else None)
    return shares


@wrong("exact_match_by_length", "the lists it was given were changed: who holds them finds other things in them. Which line changes them in place?")
def converts_in_place(translations, references, lengths, ranges):
    for i, reference in enumerate(references):
        references[i] = list(reference)
    return shares_of([list(a) == b for a, b in pairs(translations, references)], lengths, ranges)


@wrong("exact_match_by_length", "places in the list taken for lengths: range(len(...)) counts sentences. What is compared with low and high?")
def places_in_place_of_lengths(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), range(len(lengths)), ranges)


@wrong("exact_match_by_length", hidden_only=True)
def rounded_to_hundredths(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [share if share is None else round(share, 2) for share in shares]


@wrong("gru_step", "a matrix product with the reset gate: the dot in the formula multiplies number by number. Which sign does that?")
def reset_gate_as_a_matrix(x, state, parameters):
    r, z, xn, hn = gates(x, state, parameters)
    return mixture(z, torch.tanh(xn + r @ hn.T), state)
