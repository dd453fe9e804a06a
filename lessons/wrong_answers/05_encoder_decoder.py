"""Wrong answers to lesson 05: each must lose its points, the listed ones by name."""

from collections import Counter

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from grading.authoring.answers import wrong


def table(sequences, longest, padding=0):
    return torch.tensor([list(s)[:longest] + [padding] * (longest - len(s)) for s in sequences])


def lengths_to_mask(sequences, longest):
    lengths = torch.tensor([len(s) for s in sequences])
    return torch.arange(longest) < lengths[:, None]


@wrong("pad_batch", named="padding in front")
def pads_in_front(sequences):
    longest = max(map(len, sequences))
    ids = torch.tensor([[0] * (longest - len(s)) + s for s in sequences])
    return ids, lengths_to_mask(sequences, longest).flip(1)


@wrong("pad_batch", named="cut to the shortest")
def cuts_to_the_shortest(sequences):
    shortest = min(map(len, sequences))
    return table(sequences, shortest), lengths_to_mask(sequences, shortest)


@wrong("pad_batch", named="cut to the shortest")
def by_zip(sequences):
    ids = torch.tensor(list(zip(*sequences, strict=False))).T
    return ids, torch.ones_like(ids, dtype=torch.bool)


@wrong("pad_batch", named="as wide as the first sentence")
def as_wide_as_the_first(sequences):
    longest = len(sequences[0])
    return table(sequences, longest), lengths_to_mask(sequences, longest)


@wrong("pad_batch", named="runs without an error")
def width_of_the_first_in_a_loop(sequences):
    ids = torch.zeros(len(sequences), len(sequences[0]), dtype=torch.long)
    for i, sequence in enumerate(sequences):
        ids[i, : len(sequence)] = torch.tensor(sequence)
    return ids, ids != 0


@wrong("pad_batch", named="padding with -1")
def pads_with_minus_one(sequences):
    longest = max(map(len, sequences))
    ids = table(sequences, longest, -1)
    return ids, ids != -1


@wrong("pad_batch", named="ids and mask in the other order")
def mask_first(sequences):
    longest = max(map(len, sequences))
    return lengths_to_mask(sequences, longest), table(sequences, longest)


@wrong("pad_batch", named="one column for each sentence")
def batch_last(sequences):
    ids = pad_sequence([torch.tensor(s) for s in sequences])
    return ids, ids != 0


@wrong("pad_batch", named="a mask made from the ids")
def mask_from_ids(sequences):
    ids = pad_sequence([torch.tensor(s) for s in sequences], batch_first=True)
    return ids, ids != 0


@wrong("pad_batch", named="an inverted mask")
def inverted_mask(sequences):
    longest = max(map(len, sequences))
    return table(sequences, longest), ~lengths_to_mask(sequences, longest)


@wrong("pad_batch", named="True everywhere")
def true_everywhere(sequences):
    ids = table(sequences, max(map(len, sequences)))
    return ids, torch.ones_like(ids).bool()


@wrong("pad_batch", named="True everywhere")
def pads_the_lists_first(sequences):
    longest = max(map(len, sequences))
    for sequence in sequences:
        while len(sequence) < longest:
            sequence.append(0)
    return torch.tensor(sequences), lengths_to_mask(sequences, longest)


@wrong("pad_batch", named="numbers in place of True and False")
def mask_of_numbers(sequences):
    longest = max(map(len, sequences))
    return table(sequences, longest), lengths_to_mask(sequences, longest).long()


@wrong("pad_batch", named="numbers in place of True and False")
def mask_of_floats(sequences):
    longest = max(map(len, sequences))
    return table(sequences, longest), lengths_to_mask(sequences, longest).float()


@wrong("pad_batch", named="ids that are not whole numbers")
def forgets_the_dtype(sequences):
    longest = max(len(sequence) for sequence in sequences)
    ids = torch.zeros(len(sequences), longest)
    mask = torch.zeros(len(sequences), longest, dtype=torch.bool)
    for i, sequence in enumerate(sequences):
        ids[i, : len(sequence)] = torch.tensor(sequence)
        mask[i, : len(sequence)] = True
    return ids, mask


@wrong("pad_batch", named="the lists it was given stay as they were")
def overwrites_the_lists(sequences):
    longest = max(map(len, sequences))
    mask = lengths_to_mask(sequences, longest)
    for sequence in sequences:
        sequence += [0] * (longest - len(sequence))
    return torch.tensor(sequences), mask


@wrong("pad_batch", named="'list' object has no attribute 'dtype'")
def plain_lists(sequences):
    longest = max(map(len, sequences))
    return table(sequences, longest).tolist(), lengths_to_mask(sequences, longest).tolist()


@wrong("pad_batch")
def one_column_too_many(sequences):
    longest = max(map(len, sequences)) + 1
    return table(sequences, longest), lengths_to_mask(sequences, longest)


@wrong("pad_batch")
def sorts_by_length(sequences):
    return mask_from_ids.definitions["pad_batch"](sorted(sequences, key=len, reverse=True))


@wrong("pad_batch")
def lengths_for_a_mask(sequences):
    longest = max(map(len, sequences))
    return table(sequences, longest), torch.tensor([len(s) for s in sequences])


@wrong("pad_batch")
def ids_alone(sequences):
    return table(sequences, max(map(len, sequences)))


def parts(x, state, p):
    first = (x @ p["weight_ih"].T + p["bias_ih"]).chunk(3, dim=1)
    return *first, *(state @ p["weight_hh"].T + p["bias_hh"]).chunk(3, dim=1)


@wrong("gru_step", named="reset and update gates swapped")
def gates_swapped(x, state, parameters):
    xz, xr, xn, hz, hr, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", named="the mixture the other way round")
def mixture_reversed(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return z * torch.tanh(xn + r * hn) + (1 - z) * state


@wrong("gru_step", named="the reset gate inside the product")
def reset_inside(x, state, parameters):
    xr, xz, xn, hr, hz, _ = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    hn = parts(x, r * state, parameters)[-1]
    return (1 - z) * torch.tanh(xn + hn) + z * state


@wrong("gru_step", named="no tanh")
def no_tanh(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * (xn + r * hn) + z * state


@wrong("gru_step", named="the biases are missing")
def no_biases(x, state, parameters):
    xr, xz, xn = (x @ parameters["weight_ih"].T).chunk(3, dim=1)
    hr, hz, hn = (state @ parameters["weight_hh"].T).chunk(3, dim=1)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", named="no reset gate")
def no_reset_gate(x, state, parameters):
    _, xz, xn, _, hz, hn = parts(x, state, parameters)
    z = torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + hn) + z * state


@wrong("gru_step", named="a proposal without the past")
def proposal_of_the_word_alone(x, state, parameters):
    _, xz, xn, _, hz, _ = parts(x, state, parameters)
    z = torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn) + z * state


@wrong("gru_step", named="the proposal alone")
def proposal_alone(x, state, parameters):
    xr, _, xn, hr, _, hn = parts(x, state, parameters)
    return torch.tanh(xn + torch.sigmoid(xr + hr) * hn)


@wrong("gru_step", named="half of the mixture")
def half_of_the_mixture(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn)


@wrong("gru_step", named="the reset gate on the word too")
def reset_on_the_word_too(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(r * (xn + hn)) + z * state


@wrong("gru_step", named="gates without sigmoid")
def gates_without_sigmoid(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = xr + hr, xz + hz
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", named="bias_hh is missing")
def one_bias_forgotten(x, state, parameters):
    return half_biased(x, state, parameters, "bias_hh")


@wrong("gru_step", named="bias_ih is missing")
def the_other_bias_forgotten(x, state, parameters):
    return half_biased(x, state, parameters, "bias_ih")


def half_biased(x, state, parameters, name):
    xr, xz, xn, hr, hz, hn = parts(
        x, state, {**parameters, name: torch.zeros_like(parameters[name])}
    )
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step")
def tanh_gates(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.tanh(xr + hr), torch.tanh(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step")
def sigmoid_proposal(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.sigmoid(xn + r * hn) + z * state


@wrong("gru_step")
def update_gate_in_the_proposal(x, state, parameters):
    _, xz, xn, _, hz, hn = parts(x, state, parameters)
    z = torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + z * hn) + z * state


@wrong("gru_step")
def resets_the_state_itself(x, state, parameters):
    xr, xz, xn, hr, hz, _ = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * state) + z * state


@wrong("gru_step")
def interleaved(x, state, parameters):
    def cut(product):
        return product.view(len(product), -1, 3).unbind(dim=-1)

    xr, xz, xn = cut(x @ parameters["weight_ih"].T + parameters["bias_ih"])
    hr, hz, hn = cut(state @ parameters["weight_hh"].T + parameters["bias_hh"])
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", named="mat1 and mat2 shapes cannot be multiplied")
def without_transposing(x, state, parameters):
    return x @ parameters["weight_ih"] + state @ parameters["weight_hh"]


@wrong("gru_step", named="How many things does the text say come back?")
def chunks_of_the_batch(x, state, parameters):
    xr, xz, xn = (x @ parameters["weight_ih"].T + parameters["bias_ih"]).chunk(3, dim=0)
    return (1 - torch.sigmoid(xz)) * torch.tanh(xn) + xr


@wrong("gru_step")
def the_old_state(x, state, parameters):
    return state


@wrong("shift_targets", named="no shift: the whole target as input")
def target_twice(target):
    return target, target


@wrong("shift_targets", named="no shift: the whole target as input")
def whole_input(target):
    return target, target[:, 1:]


@wrong("shift_targets", named="no shift: the decoder has to say the word it is given")
def no_shift(target):
    return target[:, :-1], target[:, :-1]


@wrong("shift_targets", named="inputs and expected in the other order")
def expected_first(target):
    return target[:, 1:], target[:, :-1]


@wrong("shift_targets", named="inputs and expected in the other order")
def expected_twice(target):
    return target[:, 1:], target[:, 1:]


@wrong("shift_targets", named="two columns dropped")
def two_columns_dropped(target):
    return target[:, :-2], target[:, 1:-1]


@wrong("shift_targets", named="rows cut, not columns")
def rows_cut(target):
    return target[:-1], target[1:]


@wrong("shift_targets", named="the end sign taken out of a row")
def without_any_end(target):
    inputs = target.clone()
    inputs[inputs == 2] = 0
    return inputs[:, :-1], target[:, 1:]


@wrong("shift_targets", named="the whole target: its first column is never expected")
def expects_the_whole(target):
    return target[:, :-1], target


@wrong("shift_targets", named="rolled around")
def rolled(target):
    return target[:, :-1], torch.roll(target, -1, dims=1)


@wrong("shift_targets", named="the last column lost as well")
def loses_the_end(target):
    return target[:, :-1], target[:, 1:-1]


@wrong("shift_targets", named="two steps ahead")
def two_steps_ahead(target):
    return target[:, :-1], target[:, 2:]


@wrong("shift_targets", named="'list' object has no attribute 'dtype'")
def lists_of_rows(target):
    rows = target.tolist()
    return [row[:-1] for row in rows], [row[1:] for row in rows]


@wrong("shift_targets", named="both are tensors of whole numbers")
def as_floats(target):
    return target[:, :-1].float(), target[:, 1:].float()


@wrong("shift_targets")
def expected_alone(target):
    return target[:, 1:]


@wrong("shift_targets")
def drops_one_column_by_number(target):
    return target[:, :3], target[:, 1:4]


@wrong("shift_targets")
def first_row_only(target):
    return target[0, :-1], target[0, 1:]


def losses(logits, target):
    return -logits.log_softmax(dim=-1).gather(-1, target[..., None])[..., 0]


@wrong("sequence_loss", named="a mean over all places, padding too")
def averages_padding(logits, target, mask):
    return losses(logits, target).mean()


@wrong("sequence_loss", named="a mean over all places, padding too")
def mask_forgotten(logits, target, mask):
    return functional.cross_entropy(logits.transpose(1, 2), target)


@wrong("sequence_loss", named="padding set to 0, but still counted")
def divides_by_all_places(logits, target, mask):
    return (losses(logits, target) * mask).mean()


@wrong("sequence_loss", named="a sum: it grows with the batch")
def sums(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask], reduction="sum")


@wrong("sequence_loss", named="a mean of the sentences' means")
def mean_of_means(logits, target, mask):
    return ((losses(logits, target) * mask).sum(dim=1) / mask.sum(dim=1)).mean()


@wrong("sequence_loss", named="a sum over words, a mean over sentences")
def mean_over_sentences(logits, target, mask):
    return (losses(logits, target) * mask).sum(dim=1).mean()


@wrong("sequence_loss", named="an inverted mask")
def inverted(logits, target, mask):
    return functional.cross_entropy(logits[~mask], target[~mask])


@wrong("sequence_loss", named="the opposite sign")
def opposite_sign(logits, target, mask):
    return -losses(logits, target)[mask].mean()


@wrong("sequence_loss", named="the logarithm is missing")
def no_logarithm(logits, target, mask):
    return functional.nll_loss(logits[mask].softmax(dim=-1), target[mask])


@wrong("sequence_loss", named="padding told by its id")
def ignores_id_zero(logits, target, mask):
    return nn.CrossEntropyLoss(ignore_index=0)(logits.flatten(0, 1), target.flatten())


@wrong("sequence_loss", named="padding told by its id")
def mask_from_the_target(logits, target, mask):
    real = target != 0
    return functional.cross_entropy(logits[real], target[real])


@wrong("sequence_loss", named="logits taken for logarithms")
def softmax_missing(logits, target, mask):
    return functional.nll_loss(logits[mask], target[mask])


@wrong("sequence_loss", named="a softmax before a function that takes logits")
def softmax_twice(logits, target, mask):
    return functional.cross_entropy(logits[mask].softmax(dim=-1), target[mask])


@wrong("sequence_loss", named="bits, not nats")
def in_bits(logits, target, mask):
    return losses(logits, target)[mask].mean() / np.log(2)


@wrong("sequence_loss", named="a softmax over places")
def softmax_over_places(logits, target, mask):
    table = logits.log_softmax(dim=1)[mask]
    return functional.nll_loss(table, target[mask])


@wrong("sequence_loss", named="a track that was cut")
def plain_number(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask]).item()


@wrong("sequence_loss", named="a track that was cut")
def detached(logits, target, mask):
    return losses(logits.detach(), target)[mask].mean()


@wrong("sequence_loss", named="there is an axis too many")
def one_loss_per_word(logits, target, mask):
    return losses(logits, target)[mask]


@wrong("sequence_loss")
def zeroes_the_logits_of_padding(logits, target, mask):
    return functional.cross_entropy((logits * mask[..., None]).flatten(0, 1), target.flatten())


@wrong("sequence_loss")
def perplexity(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask]).exp()


@wrong("sequence_loss", named="None came back")
def returns_nothing(logits, target, mask):
    functional.cross_entropy(logits[mask], target[mask])


@wrong("sequence_loss", named="cross_entropy of three axes")
def axes_not_turned(logits, target, mask):
    return functional.cross_entropy(logits, target)


def steps(step, state, start, turns):
    words, said = torch.full((len(state),), start), []
    for _ in range(turns):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        said.append(words)
    return torch.stack(said, dim=1).tolist()


def until(row, end):
    return row[: row.index(end)] if end in row else row


@wrong("greedy_decode", named="decoding past the end: words after it were kept")
def past_the_end(step, state, start, end, longest):
    return [[w for w in row if w != end] for row in steps(step, state, start, longest)]


@wrong("greedy_decode", named="decoding past the end, with the end among the words")
def never_ends(step, state, start, end, longest):
    return steps(step, state, start, longest)


@wrong("greedy_decode", named="the end sign kept as a word")
def keeps_the_end(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [row[: row.index(end) + 1] if end in row else row for row in rows]


@wrong("greedy_decode", named="everybody stopped at the first end")
def stops_everybody(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    shortest = min(len(until(row, end)) for row in rows)
    return [row[:shortest] for row in rows]


@wrong("greedy_decode", named="the whole batch stopped with its first end")
def breaks_at_the_first_end(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), [[] for _ in state]
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for i, word in enumerate(words.tolist()):
            if word != end:
                said[i].append(word)
        if (words == end).any():
            break
    return said


@wrong("greedy_decode", named="one list for all")
def one_list_for_all(step, state, start, end, longest):
    words, said, done = torch.full((len(state),), start), [[]] * len(state), [False] * len(state)
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


@wrong("greedy_decode", named="longest forgotten")
def longest_forgotten(step, state, start, end, longest):
    words, said, done = torch.full((len(state),), start), [[] for _ in state], [False] * len(state)
    while not all(done):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        for i, word in enumerate(words.tolist()):
            done[i] = done[i] or word == end
            if not done[i]:
                said[i].append(word)
    return said


@wrong("greedy_decode", named="the start sign kept as a word")
def keeps_the_start(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [[start, *until(row, end)] for row in rows]


@wrong("greedy_decode", named="the start sign fed in again and again")
def start_again_and_again(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        logits, state = step(words, state)
        said.append(logits.argmax(dim=-1))
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", named="or a state that stays")
def state_stays(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        words = step(words, state)[0].argmax(dim=-1)
        said.append(words)
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", named="the first word over and over")
def nothing_goes_back_in(step, state, start, end, longest):
    said = []
    for _ in range(longest):
        logits, _ = step(torch.full((len(state),), start), state)
        said.append(logits.argmax(dim=-1))
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", named="one word too many")
def one_word_too_many(step, state, start, end, longest):
    return [until(row, end) for row in steps(step, state, start, longest + 1)]


@wrong("greedy_decode", named="one word too few")
def one_word_too_few(step, state, start, end, longest):
    return [until(row, end) for row in steps(step, state, start, longest - 1)]


@wrong("greedy_decode", named="one list per step, not per sentence")
def one_list_per_step(step, state, start, end, longest):
    rows = [until(row, end) for row in steps(step, state, start, longest)]
    return [[row[t] for row in rows if t < len(row)] for t in range(longest)]


@wrong("greedy_decode", named="one list per step, and past the end")
def one_list_per_step_of_all(step, state, start, end, longest):
    columns = zip(*steps(step, state, start, longest), strict=True)
    return [list(words) for words in columns]


@wrong("greedy_decode", named="step wants one whole number per sentence")
def argmax_over_the_batch(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=0)
        said.append(words)
    return torch.stack(said, dim=1).tolist()


@wrong("greedy_decode", named="step wants one whole number per sentence")
def words_as_a_column(step, state, start, end, longest):
    words = torch.full((len(state), 1), start)
    logits, state = step(words, state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", named="step wants one whole number per sentence")
def logits_fed_back(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        words, state = step(words, state)
        said.append(words.argmax(dim=-1))
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", named="Is it a plain list or a number where you expected an array?")
def words_in_a_list(step, state, start, end, longest):
    logits, state = step([start] * len(state), state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", named="step wants one whole number per sentence")
def one_start_for_all(step, state, start, end, longest):
    logits, state = step(torch.tensor([start]), state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", named="step wants one whole number per sentence")
def squeezes_the_batch_away(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.squeeze().argmax(dim=-1)
        said.append(words)
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode")
def probabilities_not_words(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        said.append(logits.max(dim=-1).values)
    return torch.stack(said, dim=1).tolist()


@wrong("greedy_decode")
def least_likely(step, state, start, end, longest):
    return [until(row, end) for row in steps(lambda w, s: negated(step, w, s), state, start, 5)]


def negated(step, words, state):
    logits, state = step(words, state)
    return -logits, state


@wrong("greedy_decode")
def padded_with_ends(step, state, start, end, longest):
    rows = [until(row, end) for row in steps(step, state, start, longest)]
    return [row + [0] * (longest - len(row)) for row in rows]


@wrong("greedy_decode", hidden_only=True)
def learnt_by_heart(step, state, start, end, longest):
    return [[5, 6], [7], [4, 4, 4, 4, 4]][: len(state)]


def fitting(right, lengths, low, high):
    return [r for r, n in zip(right, lengths, strict=True) if low <= n <= high]


def shares_of(right, lengths, ranges):
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) / len(group) if group else None for group in groups]


def exact(translations, references):
    return [list(a) == list(b) for a, b in zip(translations, references, strict=True)]


@wrong("exact_match_by_length", named="lists compared with tuples")
def lists_and_tuples(translations, references, lengths, ranges):
    right = [a == b for a, b in zip(translations, references, strict=True)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", named="the upper end left out")
def upper_end_left_out(translations, references, lengths, ranges):
    return shares_of(
        exact(translations, references), lengths, [(low, high - 1) for low, high in ranges]
    )


@wrong("exact_match_by_length", named="the upper end left out")
def by_python_range(translations, references, lengths, ranges):
    right, shares = exact(translations, references), []
    for low, high in ranges:
        group = [r for r, n in zip(right, lengths, strict=True) if n in range(low, high)]
        shares.append(sum(group) / len(group) if group else None)
    return shares


@wrong("exact_match_by_length", named="the lower end left out")
def lower_end_left_out(translations, references, lengths, ranges):
    return shares_of(
        exact(translations, references), lengths, [(low + 1, high) for low, high in ranges]
    )


@wrong("exact_match_by_length", named="the ends of the ranges left out")
def both_ends_left_out(translations, references, lengths, ranges):
    return shares_of(
        exact(translations, references), lengths, [(low + 1, high - 1) for low, high in ranges]
    )


@wrong("exact_match_by_length", named="a number for the range without sentences")
def zero_for_an_empty_range(translations, references, lengths, ranges):
    return [s or 0.0 for s in shares_of(exact(translations, references), lengths, ranges)]


@wrong("exact_match_by_length", named="a number for the range without sentences")
def nan_for_an_empty_range(translations, references, lengths, ranges):
    right, n = np.array(exact(translations, references)), np.array(lengths)
    return [right[(n >= low) & (n <= high)].mean() for low, high in ranges]


@wrong("exact_match_by_length", named="no entry for the range without sentences")
def skips_empty_ranges(translations, references, lengths, ranges):
    return [s for s in shares_of(exact(translations, references), lengths, ranges) if s is not None]


@wrong("exact_match_by_length", named="the lengths of the French sentences")
def french_lengths(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), [len(r) for r in references], ranges)


@wrong("exact_match_by_length", named="the lengths of the French sentences")
def lengths_of_the_translations(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), [len(t) for t in translations], ranges)


@wrong("exact_match_by_length", named="divided by the number of all sentences")
def divides_by_all(translations, references, lengths, ranges):
    right = exact(translations, references)
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) / len(right) if group else None for group in groups]


@wrong("exact_match_by_length", named="counts, not shares")
def counts_only(translations, references, lengths, ranges):
    right = exact(translations, references)
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) if group else None for group in groups]


@wrong("exact_match_by_length", named="the share of right words")
def share_of_words(translations, references, lengths, ranges):
    right = [
        sum(x == y for x, y in zip(a, b, strict=False)) / len(b)
        for a, b in zip(translations, references, strict=True)
    ]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", named="the same words in any order")
def as_sets(translations, references, lengths, ranges):
    right = [set(a) == set(b) for a, b in zip(translations, references, strict=True)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", named="the same words in any order")
def as_bags(translations, references, lengths, ranges):
    right = [Counter(a) == Counter(b) for a, b in zip(translations, references, strict=True)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", named="only as far as the shorter of the two goes")
def as_far_as_the_shorter(translations, references, lengths, ranges):
    right = [
        all(x == y for x, y in zip(a, b, strict=False))
        for a, b in zip(translations, references, strict=True)
    ]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", named="every number is 100 times")
def per_cent(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [None if s is None else 100 * s for s in shares]


@wrong("exact_match_by_length")
def the_share_of_wrong_ones(translations, references, lengths, ranges):
    shares = shares_of(exact(translations, references), lengths, ranges)
    return [None if s is None else 1 - s for s in shares]


@wrong("exact_match_by_length")
def words_that_occur_somewhere(translations, references, lengths, ranges):
    right = [set(a) <= set(b) for a, b in zip(translations, references, strict=True)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", named="For which input is the divisor 0")
def divides_by_nothing(translations, references, lengths, ranges):
    groups = [fitting(exact(translations, references), lengths, *pair) for pair in ranges]
    return [sum(group) / len(group) for group in groups]


@wrong("exact_match_by_length")
def one_number_for_all(translations, references, lengths, ranges):
    right = exact(translations, references)
    return sum(right) / len(right)
