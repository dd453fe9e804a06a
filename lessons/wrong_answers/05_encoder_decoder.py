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


@wrong("pad_batch", "padding in front: the sentences are pushed to the right. On which side do they begin?")
def pads_in_front(sequences):
    longest = max(map(len, sequences))
    ids = torch.tensor([[0] * (longest - len(s)) + s for s in sequences])
    return ids, lengths_to_mask(sequences, longest).flip(1)


@wrong("pad_batch", "cut to the shortest: words were lost. Which sentence decides how wide the table is?")
def cuts_to_the_shortest(sequences):
    shortest = min(map(len, sequences))
    return table(sequences, shortest), lengths_to_mask(sequences, shortest)


@wrong("pad_batch", "cut to the shortest: words were lost. Which sentence decides how wide the table is?")
def by_zip(sequences):
    ids = torch.tensor(list(zip(*sequences, strict=False))).T
    return ids, torch.ones_like(ids, dtype=torch.bool)


@wrong("pad_batch", "as wide as the first sentence: it need not be the longest. Which sentence decides how wide the table is?")
def as_wide_as_the_first(sequences):
    longest = len(sequences[0])
    return table(sequences, longest), lengths_to_mask(sequences, longest)


@wrong("pad_batch", says="runs without an error")
def width_of_the_first_in_a_loop(sequences):
    ids = torch.zeros(len(sequences), len(sequences[0]), dtype=torch.long)
    for i, sequence in enumerate(sequences):
        ids[i, : len(sequence)] = torch.tensor(sequence)
    return ids, ids != 0


@wrong("pad_batch", "padding with -1: the id of padding is 0. What would the embedding make of -1?")
def pads_with_minus_one(sequences):
    longest = max(map(len, sequences))
    ids = table(sequences, longest, -1)
    return ids, ids != -1


@wrong("pad_batch", "ids and mask in the other order. Which is returned first?")
def mask_first(sequences):
    longest = max(map(len, sequences))
    return lengths_to_mask(sequences, longest), table(sequences, longest)


@wrong("pad_batch", "one column for each sentence: rows and columns changed places. Which axis is the batch?")
def batch_last(sequences):
    ids = pad_sequence([torch.tensor(s) for s in sequences])
    return ids, ids != 0


@wrong("pad_batch", "a mask made from the ids: the first sentence holds a real word whose id is 0. What else tells how long a sentence is?")
def mask_from_ids(sequences):
    ids = pad_sequence([torch.tensor(s) for s in sequences], batch_first=True)
    return ids, ids != 0


@wrong("pad_batch", "an inverted mask: True at the padding. What does True mean in this course?")
def inverted_mask(sequences):
    longest = max(map(len, sequences))
    return table(sequences, longest), ~lengths_to_mask(sequences, longest)


@wrong("pad_batch", "True everywhere: the padding is called real too. How long was each sentence before it was filled up?")
def true_everywhere(sequences):
    ids = table(sequences, max(map(len, sequences)))
    return ids, torch.ones_like(ids).bool()


@wrong("pad_batch", "True everywhere: the padding is called real too. How long was each sentence before it was filled up?")
def pads_the_lists_first(sequences):
    longest = max(map(len, sequences))
    for sequence in sequences:
        while len(sequence) < longest:
            sequence.append(0)
    return torch.tensor(sequences), lengths_to_mask(sequences, longest)


@wrong("pad_batch", "numbers in place of True and False: ~mask would fail, or turn 1 into -2. Which dtype has only two values?")
def mask_of_numbers(sequences):
    longest = max(map(len, sequences))
    return table(sequences, longest), lengths_to_mask(sequences, longest).long()


@wrong("pad_batch", "numbers in place of True and False: ~mask would fail, or turn 1 into -2. Which dtype has only two values?")
def mask_of_floats(sequences):
    longest = max(map(len, sequences))
    return table(sequences, longest), lengths_to_mask(sequences, longest).float()


@wrong("pad_batch", "ids that are not whole numbers: an embedding refuses them. What does torch.zeros make, if no dtype is given?")
def forgets_the_dtype(sequences):
    longest = max(len(sequence) for sequence in sequences)
    ids = torch.zeros(len(sequences), longest)
    mask = torch.zeros(len(sequences), longest, dtype=torch.bool)
    for i, sequence in enumerate(sequences):
        ids[i, : len(sequence)] = torch.tensor(sequence)
        mask[i, : len(sequence)] = True
    return ids, mask


@wrong("pad_batch", says="the lists it was given stay as they were")
def overwrites_the_lists(sequences):
    longest = max(map(len, sequences))
    mask = lengths_to_mask(sequences, longest)
    for sequence in sequences:
        sequence += [0] * (longest - len(sequence))
    return torch.tensor(sequences), mask


@wrong("pad_batch", says="'list' object has no attribute 'dtype'")
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


@wrong("gru_step", "reset and update gates swapped: each does the other's work. In which order are the parameters stacked?")
def gates_swapped(x, state, parameters):
    xz, xr, xn, hz, hr, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", "the mixture the other way round: where z is 1, the past should stay. Which of the two does z multiply?")
def mixture_reversed(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return z * torch.tanh(xn + r * hn) + (1 - z) * state


@wrong("gru_step", "the reset gate inside the product: PyTorch multiplies after U h + c, as the formula above does. What stands in the brackets?")
def reset_inside(x, state, parameters):
    xr, xz, xn, hr, hz, _ = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    hn = parts(x, r * state, parameters)[-1]
    return (1 - z) * torch.tanh(xn + hn) + z * state


@wrong("gru_step", "no tanh: the proposal is not bent. Between which numbers should it lie?")
def no_tanh(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * (xn + r * hn) + z * state


@wrong("gru_step", "the biases are missing. Which four tensors are in the dictionary?")
def no_biases(x, state, parameters):
    xr, xz, xn = (x @ parameters["weight_ih"].T).chunk(3, dim=1)
    hr, hz, hn = (state @ parameters["weight_hh"].T).chunk(3, dim=1)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", "no reset gate: all of the past enters the proposal. What does r multiply?")
def no_reset_gate(x, state, parameters):
    _, xz, xn, _, hz, hn = parts(x, state, parameters)
    z = torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + hn) + z * state


@wrong("gru_step", "a proposal without the past: U h is missing in it. What does r multiply?")
def proposal_of_the_word_alone(x, state, parameters):
    _, xz, xn, _, hz, _ = parts(x, state, parameters)
    z = torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn) + z * state


@wrong("gru_step", "the proposal alone: nothing of the old state is kept. What does z do?")
def proposal_alone(x, state, parameters):
    xr, _, xn, hr, _, hn = parts(x, state, parameters)
    return torch.tanh(xn + torch.sigmoid(xr + hr) * hn)


@wrong("gru_step", "half of the mixture: the old state's share is missing. What is z multiplied with?")
def half_of_the_mixture(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(xn + r * hn)


@wrong("gru_step", "the reset gate on the word too: it should silence the past only. What does r multiply?")
def reset_on_the_word_too(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    return (1 - z) * torch.tanh(r * (xn + hn)) + z * state


@wrong("gru_step", "gates without sigmoid: they are no longer between 0 and 1. What squeezes them?")
def gates_without_sigmoid(x, state, parameters):
    xr, xz, xn, hr, hz, hn = parts(x, state, parameters)
    r, z = xr + hr, xz + hz
    return (1 - z) * torch.tanh(xn + r * hn) + z * state


@wrong("gru_step", "bias_hh is missing. Which four tensors are in the dictionary?")
def one_bias_forgotten(x, state, parameters):
    return half_biased(x, state, parameters, "bias_hh")


@wrong("gru_step", "bias_ih is missing. Which four tensors are in the dictionary?")
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


@wrong("gru_step", says="mat1 and mat2 shapes cannot be multiplied")
def without_transposing(x, state, parameters):
    return x @ parameters["weight_ih"] + state @ parameters["weight_hh"]


@wrong("gru_step", says="How many things does the text say come back?")
def chunks_of_the_batch(x, state, parameters):
    xr, xz, xn = (x @ parameters["weight_ih"].T + parameters["bias_ih"]).chunk(3, dim=0)
    return (1 - torch.sigmoid(xz)) * torch.tanh(xn) + xr


@wrong("gru_step")
def the_old_state(x, state, parameters):
    return state


@wrong("shift_targets", "no shift: the whole target as input. Which column has no successor?")
def target_twice(target):
    return target, target


@wrong("shift_targets", "no shift: the whole target as input. Which column has no successor?")
def whole_input(target):
    return target, target[:, 1:]


@wrong("shift_targets", "no shift: the decoder has to say the word it is given. Which word should it say next?")
def no_shift(target):
    return target[:, :-1], target[:, :-1]


@wrong("shift_targets", "inputs and expected in the other order. Which of them begins with the start sign?")
def expected_first(target):
    return target[:, 1:], target[:, :-1]


@wrong("shift_targets", "inputs and expected in the other order. Which of them begins with the start sign?")
def expected_twice(target):
    return target[:, 1:], target[:, 1:]


@wrong("shift_targets", "two columns dropped. How many columns has each of the two?")
def two_columns_dropped(target):
    return target[:, :-2], target[:, 1:-1]


@wrong("shift_targets", "rows cut, not columns: a sentence is missing. Which axis is the length?")
def rows_cut(target):
    return target[:-1], target[1:]


@wrong("shift_targets", "the end sign taken out of a row: before padding it may stay, the mask drops what it leads to. What alone is left out?")
def without_any_end(target):
    inputs = target.clone()
    inputs[inputs == 2] = 0
    return inputs[:, :-1], target[:, 1:]


@wrong("shift_targets", "the whole target: its first column is never expected. Which word comes after the start sign?")
def expects_the_whole(target):
    return target[:, :-1], target


@wrong("shift_targets", "rolled around: the start sign is expected at the end. What should follow the end sign?")
def rolled(target):
    return target[:, :-1], torch.roll(target, -1, dims=1)


@wrong("shift_targets", "the last column lost as well: a sentence that fills its row would never be asked to end. Which column alone is never expected?")
def loses_the_end(target):
    return target[:, :-1], target[:, 1:-1]


@wrong("shift_targets", "two steps ahead: a word was left out. Which word comes after the start sign?")
def two_steps_ahead(target):
    return target[:, :-1], target[:, 2:]


@wrong("shift_targets", says="'list' object has no attribute 'dtype'")
def lists_of_rows(target):
    rows = target.tolist()
    return [row[:-1] for row in rows], [row[1:] for row in rows]


@wrong("shift_targets", says="both are tensors of whole numbers")
def as_floats(target):
    return target[:, :-1].float(), target[:, 1:].float()


@wrong("shift_targets")
def expected_alone(target):
    return target[:, 1:]


@wrong("shift_targets", "two columns dropped. How many columns has each of the two?")
def drops_one_column_by_number(target):
    return target[:, :3], target[:, 1:4]


@wrong("shift_targets")
def first_row_only(target):
    return target[0, :-1], target[0, 1:]


def losses(logits, target):
    return -logits.log_softmax(dim=-1).gather(-1, target[..., None])[..., 0]


@wrong("sequence_loss", "a mean over all places, padding too: it was praised for predicting padding. Which places count?")
def averages_padding(logits, target, mask):
    return losses(logits, target).mean()


@wrong("sequence_loss", "a mean over all places, padding too: it was praised for predicting padding. Which places count?")
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


@wrong("sequence_loss", "a sum over words, a mean over sentences. What is still to be divided by?")
def mean_over_sentences(logits, target, mask):
    return (losses(logits, target) * mask).sum(dim=1).mean()


@wrong("sequence_loss", "an inverted mask: only padding counts. Does True mean a real word, or padding?")
def inverted(logits, target, mask):
    return functional.cross_entropy(logits[~mask], target[~mask])


@wrong("sequence_loss", "the opposite sign: the better the guess, the higher it gets. What is minus a logarithm for?")
def opposite_sign(logits, target, mask):
    return -losses(logits, target)[mask].mean()


@wrong("sequence_loss", "the mean probability of the right words, with a minus: the logarithm is missing. What is the surprise?")
def no_logarithm(logits, target, mask):
    return functional.nll_loss(logits[mask].softmax(dim=-1), target[mask])


@wrong("sequence_loss", "padding told by its id: a real word whose id is 0 was left out. What says which places are real?")
def ignores_id_zero(logits, target, mask):
    return nn.CrossEntropyLoss(ignore_index=0)(logits.flatten(0, 1), target.flatten())


@wrong("sequence_loss", "padding told by its id: a real word whose id is 0 was left out. What says which places are real?")
def mask_from_the_target(logits, target, mask):
    real = target != 0
    return functional.cross_entropy(logits[real], target[real])


@wrong("sequence_loss", "logits taken for logarithms: the softmax is missing. What does nll_loss expect?")
def softmax_missing(logits, target, mask):
    return functional.nll_loss(logits[mask], target[mask])


@wrong("sequence_loss", "a softmax before a function that takes logits: it was applied twice. What does cross_entropy expect?")
def softmax_twice(logits, target, mask):
    return functional.cross_entropy(logits[mask].softmax(dim=-1), target[mask])


@wrong("sequence_loss", "bits, not nats: the logarithm of base 2. Which one is meant by ln?")
def in_bits(logits, target, mask):
    return losses(logits, target)[mask].mean() / np.log(2)


@wrong("sequence_loss", "a softmax over places, not over the vocabulary. Which axis holds the words to choose from?")
def softmax_over_places(logits, target, mask):
    table = logits.log_softmax(dim=1)[mask]
    return functional.nll_loss(table, target[mask])


@wrong("sequence_loss", "a track that was cut: nothing can be learnt. Which of your calls leaves PyTorch, as .item() and .detach() do?")
def plain_number(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask]).item()


@wrong("sequence_loss", "a track that was cut: nothing can be learnt. Which of your calls leaves PyTorch, as .item() and .detach() do?")
def detached(logits, target, mask):
    return losses(logits.detach(), target)[mask].mean()


@wrong("sequence_loss", says="there is an axis too many")
def one_loss_per_word(logits, target, mask):
    return losses(logits, target)[mask]


@wrong("sequence_loss")
def zeroes_the_logits_of_padding(logits, target, mask):
    return functional.cross_entropy((logits * mask[..., None]).flatten(0, 1), target.flatten())


@wrong("sequence_loss")
def perplexity(logits, target, mask):
    return functional.cross_entropy(logits[mask], target[mask]).exp()


@wrong("sequence_loss", says="None came back")
def returns_nothing(logits, target, mask):
    functional.cross_entropy(logits[mask], target[mask])


@wrong("sequence_loss", "cross_entropy of three axes: it took places for words, because it looks for the vocabulary on axis 1. What shape should its table have?")
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


@wrong("greedy_decode", "decoding past the end: words after it were kept. Who is finished, and when?")
def past_the_end(step, state, start, end, longest):
    return [[w for w in row if w != end] for row in steps(step, state, start, longest)]


@wrong("greedy_decode", "decoding past the end, with the end among the words. Who is finished, and when?")
def never_ends(step, state, start, end, longest):
    return steps(step, state, start, longest)


@wrong("greedy_decode", "the end sign kept as a word. Does it belong to the translation?")
def keeps_the_end(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [row[: row.index(end) + 1] if end in row else row for row in rows]


@wrong("greedy_decode", "everybody stopped at the first end: the others were cut off. Who may stop, when one has said it?")
def stops_everybody(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    shortest = min(len(until(row, end)) for row in rows)
    return [row[:shortest] for row in rows]


@wrong("greedy_decode", "the whole batch stopped with its first end: the others were cut off. Who may stop, when one has said it?")
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


@wrong("greedy_decode", "one list for all: [[]] * 3 is three times the same list. How do you make three?")
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


@wrong("greedy_decode", "longest forgotten: a decoder that never says end would never stop. How often may the loop turn?")
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


@wrong("greedy_decode", "the start sign kept as a word. Does it belong to the translation?")
def keeps_the_start(step, state, start, end, longest):
    rows = steps(step, state, start, longest)
    return [[start, *until(row, end)] for row in rows]


@wrong("greedy_decode", "the start sign fed in again and again, or a state that stays: the decoder must hear what it has said. What goes into step the second time?")
def start_again_and_again(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        logits, state = step(words, state)
        said.append(logits.argmax(dim=-1))
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", "the start sign fed in again and again, or a state that stays: the decoder must hear what it has said. What goes into step the second time?")
def state_stays(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        words = step(words, state)[0].argmax(dim=-1)
        said.append(words)
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", "the first word over and over: neither the word it said nor its new state went back in. What changes from one turn to the next?")
def nothing_goes_back_in(step, state, start, end, longest):
    said = []
    for _ in range(longest):
        logits, _ = step(torch.full((len(state),), start), state)
        said.append(logits.argmax(dim=-1))
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", "one word too many: longest counts words. How often does the loop turn?")
def one_word_too_many(step, state, start, end, longest):
    return [until(row, end) for row in steps(step, state, start, longest + 1)]


@wrong("greedy_decode", "one word too few: longest counts words. How often does the loop turn?")
def one_word_too_few(step, state, start, end, longest):
    return [until(row, end) for row in steps(step, state, start, longest - 1)]


@wrong("greedy_decode", "one list per step, not per sentence. Which axis comes first?")
def one_list_per_step(step, state, start, end, longest):
    rows = [until(row, end) for row in steps(step, state, start, longest)]
    return [[row[t] for row in rows if t < len(row)] for t in range(longest)]


@wrong("greedy_decode", "one list per step, and past the end. Which axis comes first?")
def one_list_per_step_of_all(step, state, start, end, longest):
    columns = zip(*steps(step, state, start, longest), strict=True)
    return [list(words) for words in columns]


@wrong("greedy_decode", says="step wants one whole number per sentence")
def argmax_over_the_batch(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(dim=0)
        said.append(words)
    return torch.stack(said, dim=1).tolist()


@wrong("greedy_decode", says="step wants one whole number per sentence")
def words_as_a_column(step, state, start, end, longest):
    words = torch.full((len(state), 1), start)
    logits, state = step(words, state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", says="step wants one whole number per sentence")
def logits_fed_back(step, state, start, end, longest):
    words, said = torch.full((len(state),), start), []
    for _ in range(longest):
        words, state = step(words, state)
        said.append(words.argmax(dim=-1))
    return [until(row, end) for row in torch.stack(said, dim=1).tolist()]


@wrong("greedy_decode", says="Is it a plain list or a number where you expected an array?")
def words_in_a_list(step, state, start, end, longest):
    logits, state = step([start] * len(state), state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", says="step wants one whole number per sentence")
def one_start_for_all(step, state, start, end, longest):
    logits, state = step(torch.tensor([start]), state)
    return logits.argmax(dim=-1).tolist()


@wrong("greedy_decode", says="step wants one whole number per sentence")
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


@wrong("exact_match_by_length", "lists compared with tuples: they are never equal. What makes them the same kind?")
def lists_and_tuples(translations, references, lengths, ranges):
    right = [a == b for a, b in zip(translations, references, strict=True)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "the upper end left out: a sentence of exactly that length was lost. Which comparison includes it?")
def upper_end_left_out(translations, references, lengths, ranges):
    return shares_of(
        exact(translations, references), lengths, [(low, high - 1) for low, high in ranges]
    )


@wrong("exact_match_by_length", "the upper end left out: a sentence of exactly that length was lost. Which comparison includes it?")
def by_python_range(translations, references, lengths, ranges):
    right, shares = exact(translations, references), []
    for low, high in ranges:
        group = [r for r, n in zip(right, lengths, strict=True) if n in range(low, high)]
        shares.append(sum(group) / len(group) if group else None)
    return shares


@wrong("exact_match_by_length", "the lower end left out: a sentence of exactly that length was lost. Which comparison includes it?")
def lower_end_left_out(translations, references, lengths, ranges):
    return shares_of(
        exact(translations, references), lengths, [(low + 1, high) for low, high in ranges]
    )


@wrong("exact_match_by_length", "the ends of the ranges left out, both: sentences of exactly those lengths were lost. Which comparison includes them?")
def both_ends_left_out(translations, references, lengths, ranges):
    return shares_of(
        exact(translations, references), lengths, [(low + 1, high - 1) for low, high in ranges]
    )


@wrong("exact_match_by_length", "a number for the range without sentences: 0 would say that all were wrong, nan breaks the next sum. What should it say?")
def zero_for_an_empty_range(translations, references, lengths, ranges):
    return [s or 0.0 for s in shares_of(exact(translations, references), lengths, ranges)]


@wrong("exact_match_by_length", "a number for the range without sentences: 0 would say that all were wrong, nan breaks the next sum. What should it say?")
def nan_for_an_empty_range(translations, references, lengths, ranges):
    right, n = np.array(exact(translations, references)), np.array(lengths)
    return [right[(n >= low) & (n <= high)].mean() for low, high in ranges]


@wrong("exact_match_by_length", "no entry for the range without sentences: the others move up. How many ranges were asked for?")
def skips_empty_ranges(translations, references, lengths, ranges):
    return [s for s in shares_of(exact(translations, references), lengths, ranges) if s is not None]


@wrong("exact_match_by_length", "the lengths of the French sentences: the ranges speak of English words. Which argument holds their number?")
def french_lengths(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), [len(r) for r in references], ranges)


@wrong("exact_match_by_length", "the lengths of the French sentences: the ranges speak of English words. Which argument holds their number?")
def lengths_of_the_translations(translations, references, lengths, ranges):
    return shares_of(exact(translations, references), [len(t) for t in translations], ranges)


@wrong("exact_match_by_length", "divided by the number of all sentences. How many are in the range?")
def divides_by_all(translations, references, lengths, ranges):
    right = exact(translations, references)
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) / len(right) if group else None for group in groups]


@wrong("exact_match_by_length", "counts, not shares. What is still to be divided by?")
def counts_only(translations, references, lengths, ranges):
    right = exact(translations, references)
    groups = [fitting(right, lengths, low, high) for low, high in ranges]
    return [sum(group) if group else None for group in groups]


@wrong("exact_match_by_length", "the share of right words: close is not exact. What must be equal?")
def share_of_words(translations, references, lengths, ranges):
    right = [
        sum(x == y for x, y in zip(a, b, strict=False)) / len(b)
        for a, b in zip(translations, references, strict=True)
    ]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "the same words in any order: *oui non* is not *non oui*. What must be equal, place by place?")
def as_sets(translations, references, lengths, ranges):
    right = [set(a) == set(b) for a, b in zip(translations, references, strict=True)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "the same words in any order: *oui non* is not *non oui*. What must be equal, place by place?")
def as_bags(translations, references, lengths, ranges):
    right = [Counter(a) == Counter(b) for a, b in zip(translations, references, strict=True)]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", "only as far as the shorter of the two goes: zip stops early. Are their lengths equal?")
def as_far_as_the_shorter(translations, references, lengths, ranges):
    right = [
        all(x == y for x, y in zip(a, b, strict=False))
        for a, b in zip(translations, references, strict=True)
    ]
    return shares_of(right, lengths, ranges)


@wrong("exact_match_by_length", says="every number is 100 times")
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


@wrong("exact_match_by_length", says="For which input is the divisor 0")
def divides_by_nothing(translations, references, lengths, ranges):
    groups = [fitting(exact(translations, references), lengths, *pair) for pair in ranges]
    return [sum(group) / len(group) for group in groups]


@wrong("exact_match_by_length")
def one_number_for_all(translations, references, lengths, ranges):
    right = exact(translations, references)
    return sum(right) / len(right)
