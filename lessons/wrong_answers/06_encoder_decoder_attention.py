"""Wrong answers to lesson 06: each must lose its points, the listed ones by name.

For the modules, the classes below are right; each wrong answer is one of them with one method
written anew.
"""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from grading.authoring.answers import wrong


def reverse_words(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


class AdditiveAttention(nn.Module):
    def __init__(self, query_size, state_size, hidden):
        super().__init__()
        self.query_matrix = nn.Parameter(torch.randn(query_size, hidden) * query_size**-0.5)
        self.state_matrix = nn.Parameter(torch.randn(state_size, hidden) * state_size**-0.5)
        self.vector = nn.Parameter(torch.randn(hidden) * hidden**-0.5)

    def prepare(self, states):
        return states @ self.state_matrix

    def score(self, query, prepared):
        return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector

    def weigh(self, scores, mask):
        return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)

    def forward(self, query, states, prepared, mask):
        weights = self.weigh(self.score(query, prepared), mask)
        return weights @ states, weights


class BidirectionalEncoder(nn.Module):
    def __init__(self, vocabulary, embedding=64, size=128):
        super().__init__()
        self.read = nn.Embedding(vocabulary, embedding)
        self.forwards = nn.GRU(embedding, size // 2, batch_first=True)
        self.backwards = nn.GRU(embedding, size // 2, batch_first=True)
        self.bridge = nn.Linear(size, size)

    def directions(self, source, mask):
        words = self.read(source)
        future = reverse_words(self.backwards(reverse_words(words, mask))[0], mask)
        return self.forwards(words)[0], future

    def cross(self, *ends):
        return torch.tanh(self.bridge(torch.cat(ends, dim=-1)))

    def start(self, past, future, mask):
        return self.cross(at_the_end(past, mask), future[:, 0])

    def forward(self, source, mask):
        past, future = self.directions(source, mask)
        return torch.cat([past, future], dim=-1), self.start(past, future, mask)


class AttentionDecoder(nn.Module):
    def __init__(self, vocabulary, embedding=64, size=128, hidden=64):
        super().__init__()
        self.speak = nn.Embedding(vocabulary, embedding)
        self.attention = AdditiveAttention(size, size, hidden)
        self.gru = nn.GRUCell(embedding + size, size)
        self.combine = nn.Linear(size + size + embedding, size)
        self.output = nn.Linear(size, vocabulary)

    def look(self, state, states, prepared, mask):
        context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
        return context.squeeze(1), weights.squeeze(1)

    def say(self, *parts):
        return self.output(torch.tanh(self.combine(torch.cat(parts, dim=1))))

    def step(self, words, state, states, prepared, mask):
        word = self.speak(words)
        context, weights = self.look(state, states, prepared, mask)
        state = self.gru(torch.cat([word, context], dim=1), state)
        return self.say(state, context, word), state, weights

    def forward(self, inputs, state, states, mask):
        prepared = self.attention.prepare(states)
        logits, looks = [], []
        for words in inputs.T:
            said, state, weights = self.step(words, state, states, prepared, mask)
            logits.append(said)
            looks.append(weights)
        return torch.stack(logits, dim=1), torch.stack(looks, dim=1)


class WholeTargetDecoder(nn.Module):
    def __init__(self, vocabulary, attention, embedding=64, size=128):
        super().__init__()
        self.speak = nn.Embedding(vocabulary, embedding)
        self.attention = attention
        self.gru = nn.GRU(embedding, size, batch_first=True)
        self.combine = nn.Linear(size + size, size)
        self.output = nn.Linear(size, vocabulary)

    def step(self, words, state, states, prepared, mask):
        query, _ = self.gru(self.speak(words).unsqueeze(1), state.unsqueeze(0))
        context, weights = self.attention(query, states, prepared, mask)
        logits = self.say(query, context)
        return logits.squeeze(1), query.squeeze(1), weights.squeeze(1)

    def listen(self, inputs, state):
        return self.gru(self.speak(inputs), state.unsqueeze(0))[0]

    def look(self, queries, states, mask):
        return self.attention(queries, states, self.attention.prepare(states), mask)

    def say(self, *parts):
        return self.output(torch.tanh(self.combine(torch.cat(parts, dim=-1))))

    def forward(self, inputs, state, states, mask):
        queries = self.listen(inputs, state)
        context, weights = self.look(queries, states, mask)
        return self.say(queries, context), weights


def method(base, name):
    """A decorator: `base` with its method `name` replaced by a function is a wrong answer."""

    def named_as(named="", hidden_only=False):
        def mark(function):
            answer = type(function.__name__, (base,), {name: function})
            return wrong(base.__name__, named=named, hidden_only=hidden_only)(answer)

        return mark

    return named_as


def asked(module, query):
    return (query @ module.query_matrix).unsqueeze(2)


def at_the_end(past, mask):
    return past[torch.arange(len(past)), mask.sum(dim=1) - 1]


def mean_of_real(states, mask):
    shares = mask.float() / mask.sum(dim=1, keepdim=True)
    return (shares.unsqueeze(2) * states).sum(dim=1)


score = method(AdditiveAttention, "score")
weigh = method(AdditiveAttention, "weigh")
attend = method(AdditiveAttention, "forward")


@score("no tanh")
def no_tanh(self, query, prepared):
    return (asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("tanh at the very end")
def tanh_at_the_end(self, query, prepared):
    return torch.tanh((asked(self, query) + prepared.unsqueeze(1)) @ self.vector)


@score("a plain sum in place of the vector")
def no_vector(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)).sum(dim=-1)


@score("a sigmoid in place of tanh")
def sigmoid_for_tanh(self, query, prepared):
    return torch.sigmoid(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("a relu in place of tanh")
def relu_for_tanh(self, query, prepared):
    return torch.relu(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("the states alone")
def states_alone(self, query, prepared):
    return (torch.tanh(prepared) @ self.vector).unsqueeze(1).repeat(1, query.shape[1], 1)


@score("the query alone")
def query_alone(self, query, prepared):
    scores = torch.tanh(query @ self.query_matrix) @ self.vector
    return scores.unsqueeze(2).expand(-1, -1, prepared.shape[1])


@score("a tanh for each before they are added")
def tanh_for_each(self, query, prepared):
    return (torch.tanh(asked(self, query)) + torch.tanh(prepared).unsqueeze(1)) @ self.vector


@score("a product in place of the sum")
def product_for_sum(self, query, prepared):
    return torch.tanh(asked(self, query) * prepared.unsqueeze(1)) @ self.vector


@score("a dot product")
def dot_product(self, query, prepared):
    return query @ self.query_matrix @ prepared.transpose(1, 2)


@score("a dot product")
def dot_product_of_bent(self, query, prepared):
    return torch.tanh(query @ self.query_matrix) @ torch.tanh(prepared).transpose(1, 2)


@score("broadcasting over the wrong axis")
def axes_changed_places(self, query, prepared):
    sums = (query @ self.query_matrix).unsqueeze(1) + prepared.unsqueeze(2)
    return torch.tanh(sums) @ self.vector


@score("scores whose target axis is missing")
def no_target_axis(self, query, prepared):
    return torch.tanh(query @ self.query_matrix + prepared) @ self.vector


@score("scores whose target axis is missing")
def squeezes_everything(self, query, prepared):
    bent = torch.tanh(asked(self, query) + prepared.unsqueeze(1))
    return (bent @ self.vector.unsqueeze(1)).squeeze()


@score("prepared without its target axis")
def prepared_not_unsqueezed(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared) @ self.vector


@score("weights, not scores")
def softmax_already(self, query, prepared):
    scores = torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector
    return scores.softmax(dim=-1)


@score("every number is 0.4472 times")
def scaled(self, query, prepared):
    scores = torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector
    return scores / math.sqrt(len(self.vector))


@score("opposite sign")
def subtracts(self, query, prepared):
    return torch.tanh(-asked(self, query) - prepared.unsqueeze(1)) @ self.vector


@score("a difference in place of the sum")
def difference(self, query, prepared):
    return torch.tanh(prepared.unsqueeze(1) - asked(self, query)) @ self.vector


@score("products with the vector that are not added up")
def multiplies_the_vector(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) * self.vector


@score("must match the size of tensor")
def same_axis_for_both(self, query, prepared):
    sums = (query @ self.query_matrix).unsqueeze(1) + prepared.unsqueeze(1)
    return torch.tanh(sums) @ self.vector


@score("the first query's scores for all")
def first_query_only(self, query, prepared):
    scores = torch.tanh(asked(self, query[:, :1]) + prepared.unsqueeze(1)) @ self.vector
    return scores.expand(-1, query.shape[1], -1)


@score("scores of the first query alone")
def answers_one_query(self, query, prepared):
    return torch.tanh(asked(self, query[:, :1]) + prepared.unsqueeze(1)) @ self.vector


@score("the last query's scores for all")
def last_query_only(self, query, prepared):
    scores = torch.tanh(asked(self, query[:, -1:]) + prepared.unsqueeze(1)) @ self.vector
    return scores.expand(-1, query.shape[1], -1)


@score("one question made of four")
def mean_of_queries(self, query, prepared):
    query = query.mean(dim=1, keepdim=True).expand(-1, query.shape[1], -1)
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("Which axes does @ multiply?")
def prepares_again(self, query, prepared):
    return torch.tanh(asked(self, query) + self.prepare(prepared).unsqueeze(1)) @ self.vector


@score("size mismatch")
def matrix_left_out(self, query, prepared):
    return self.vector @ torch.tanh(asked(self, query) + prepared.unsqueeze(1))


@score("None came back")
def score_without_return(self, query, prepared):
    torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score()
def changes_prepared(self, query, prepared):
    prepared += query @ self.query_matrix
    return (torch.tanh(prepared) @ self.vector).unsqueeze(1)


@score("what training cannot reach")
def vector_without_track(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector.data


@score("what training cannot reach")
def prepared_without_track(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.detach().unsqueeze(1)) @ self.vector


@score("what training cannot reach")
def query_matrix_without_track(self, query, prepared):
    sums = (query @ self.query_matrix.detach()).unsqueeze(2) + prepared.unsqueeze(1)
    return torch.tanh(sums) @ self.vector


@score(hidden_only=True)
def scores_by_heart(self, query, prepared):
    good = torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector
    return good if len(self.vector) == 5 else 0 * good


@weigh("a softmax over targets: one query, so")
def over_targets(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=1)


@weigh("a softmax over targets: with one query")
def over_targets_with_a_billion(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -1e9).softmax(dim=1)


@weigh("a softmax over targets")
def over_targets_masked_after(self, scores, mask):
    return scores.softmax(dim=1) * mask.unsqueeze(1)


@weigh("a softmax over the batch")
def over_the_batch(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=0)


@weigh("the mask ignored")
def ignores_the_mask(self, scores, mask):
    return scores.softmax(dim=-1)


@weigh("the mask ignored")
def forgets_to_keep_the_masked(self, scores, mask):
    scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
    return torch.softmax(scores, dim=-1)


@weigh("masking after the softmax")
def masks_after(self, scores, mask):
    return scores.softmax(dim=-1) * mask.unsqueeze(1)


@weigh("an inverted mask: only padding got weight. Does")
def inverted(self, scores, mask):
    return scores.masked_fill(mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@weigh("an inverted mask: only padding got weight, or equal shares")
def inverted_with_a_billion(self, scores, mask):
    return scores.masked_fill(mask.unsqueeze(1), -1e9).softmax(dim=-1)


@weigh("a score of 0 for padding")
def multiplies_the_scores(self, scores, mask):
    return (scores * mask.unsqueeze(1)).softmax(dim=-1)


@weigh("the mask added to the scores")
def adds_the_mask(self, scores, mask):
    return (scores + mask.unsqueeze(1)).softmax(dim=-1)


@weigh("a mask without its target axis")
def mask_not_unsqueezed(self, scores, mask):
    return torch.where(mask, scores, -torch.inf).softmax(dim=-1)


@weigh("scores, not weights")
def no_softmax(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf)


@weigh("equal weights")
def mean_pooling(self, scores, mask):
    return (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)


@weigh("scores divided by the root of the size")
def scaled_before_softmax(self, scores, mask):
    scores = scores / len(self.vector) ** 0.5
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@weigh("a sigmoid")
def sigmoid_for_softmax(self, scores, mask):
    return scores.sigmoid() * mask.unsqueeze(1)


@weigh("all of it to the heaviest")
def argmax_for_softmax(self, scores, mask):
    best = scores.masked_fill(~mask.unsqueeze(1), -torch.inf).argmax(dim=-1)
    return functional.one_hot(best, scores.shape[-1]).float()


@weigh("a softmax twice")
def softmax_twice(self, scores, mask):
    once = scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)
    return once.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@weigh("scores divided by their sum")
def no_exp(self, scores, mask):
    scores = scores * mask.unsqueeze(1)
    return scores / scores.sum(dim=-1, keepdim=True)


@weigh("exp without the division")
def no_division(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).exp()


@weigh()
def logarithms_of_weights(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).log_softmax(dim=-1)


@weigh("the weights detached")
def detached(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1).detach()


def weights_of(self, query, prepared, mask):
    return self.weigh(self.score(query, prepared), mask)


@attend("context and weights in the other order")
def weights_first(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights, weights @ states


@attend("the context alone")
def context_alone(self, query, states, prepared, mask):
    return weights_of(self, query, prepared, mask) @ states


@attend("the weights alone")
def weights_alone(self, query, states, prepared, mask):
    return weights_of(self, query, prepared, mask)


@attend("weights whose target axis is missing")
def weights_squeezed(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states, weights.squeeze(1)


@attend("a mixture of prepared")
def mixes_prepared(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ prepared, weights


@attend("weights applied to the query")
def weighs_the_query(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.transpose(1, 2) @ query, weights


@attend("the mean of the states")
def mean_of_states(self, query, states, prepared, mask):
    return states.mean(dim=1, keepdim=True), weights_of(self, query, prepared, mask)


@attend("the mean of the real states")
def mean_of_real_states(self, query, states, prepared, mask):
    return mean_of_real(states, mask).unsqueeze(1), weights_of(self, query, prepared, mask)


@attend("the plain sum of the states")
def sum_of_states(self, query, states, prepared, mask):
    return states.sum(dim=1, keepdim=True), weights_of(self, query, prepared, mask)


@attend("the plain sum of the states")
def sum_of_real_states(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return mask.unsqueeze(1).float() @ states, weights


@attend("the heaviest state alone")
def hard(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return states[torch.arange(len(states)).unsqueeze(1), weights.argmax(dim=-1)], weights


@attend("scores times states")
def scores_times_states(self, query, states, prepared, mask):
    return self.score(query, prepared) @ states, weights_of(self, query, prepared, mask)


@attend("scores times states")
def real_scores_times_states(self, query, states, prepared, mask):
    scores = self.score(query, prepared) * mask.unsqueeze(1)
    return scores @ states, weights_of(self, query, prepared, mask)


@attend("padding mixed in")
def unmasked_context(self, query, states, prepared, mask):
    mixed = self.score(query, prepared).softmax(dim=-1) @ states
    return mixed, weights_of(self, query, prepared, mask)


@attend("weight times state, not added up")
def not_added_up(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.transpose(1, 2) * states, weights


@attend("weight times state, not added up")
def not_added_up_for_each_query(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.unsqueeze(3) * states.unsqueeze(1), weights


@attend("a context whose target axis is missing")
def context_squeezed(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights @ states).squeeze(1), weights


@attend("a context whose target axis is missing")
def added_over_the_first_axis(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights.transpose(1, 2) * states).sum(dim=1), weights


@attend("every number is 0.3333 times")
def mean_of_weighted(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights.unsqueeze(3) * states.unsqueeze(1)).mean(dim=2), weights


@attend("a sum over the size")
def sums_the_size(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights.unsqueeze(3) * states.unsqueeze(1)).sum(dim=3), weights


@attend("runs without an error")
def states_first(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return states @ weights, weights


@attend("How many things does the text say come back?")
def three_things(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states, weights, self.score(query, prepared)


@attend("prepared computed anew")
def prepared_anew(self, query, states, prepared, mask):
    weights = weights_of(self, query, self.prepare(states), mask)
    return weights @ states, weights


@attend("runs without an error")
def states_into_score(self, query, states, prepared, mask):
    weights = weights_of(self, query, states, mask)
    return weights @ states, weights


@attend("the weights detached")
def detached_for_the_context(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.detach() @ states, weights


@attend("what training cannot reach")
def states_detached(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states.detach(), weights


@attend("Does the function end in return?")
def attends_without_return(self, query, states, prepared, mask):
    weights_of(self, query, prepared, mask) @ states


# reverse_words


@wrong("reverse_words", named="whole rows turned round")
def whole_rows(vectors, mask):
    return vectors.flip(1)


@wrong("reverse_words", named="whole rows turned round")
def length_of_the_longest(vectors, mask):
    turned, n = vectors.clone(), mask.sum(dim=1).max()
    turned[:, :n] = vectors[:, :n].flip(1)
    return turned


@wrong("reverse_words", named="the numbers of each vector turned round")
def flips_the_size(vectors, mask):
    return vectors.flip(-1)


@wrong("reverse_words", named="the numbers of each real word turned round")
def flips_the_size_of_real_words(vectors, mask):
    turned = vectors.clone()
    turned[mask] = vectors[mask].flip(1)
    return turned


@wrong("reverse_words", named="the sentences turned round")
def by_python_reversed(vectors, mask):
    return torch.stack(list(reversed(list(vectors))))


@wrong("reverse_words", named="the sentences turned round")
def flips_the_batch(vectors, mask):
    return vectors.flip(0)


@wrong("reverse_words", named="nothing turned round")
def forgets_to_keep_it(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n].flip(0)
    return turned


@wrong("reverse_words", named="padding set to 0")
def zeros_for_padding(vectors, mask):
    return reverse_words(vectors, mask) * mask.unsqueeze(2)


@wrong("reverse_words", named="padding set to 0")
def into_zeros(vectors, mask):
    turned = torch.zeros_like(vectors)
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


@wrong("reverse_words", named="one place too far")
def one_place_too_far(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    comes_from = torch.where(mask, (n - place) % mask.shape[1], place)
    return vectors[torch.arange(len(vectors)).unsqueeze(1), comes_from]


@wrong("reverse_words", named="runs without an error")
def one_place_too_far_unchecked(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    comes_from = torch.where(mask, n - place, place)
    return vectors[torch.arange(len(vectors)).unsqueeze(1), comes_from]


@wrong("reverse_words", named="one place too short")
def one_place_too_short(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, : n - 1] = vectors[i, : n - 1].flip(0)
    return turned


@wrong("reverse_words", named="one place too long")
def one_place_too_long(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, : n + 1] = vectors[i, : n + 1].flip(0)
    return turned


@wrong("reverse_words", named="every sentence taken to be as long as the first")
def length_of_the_first(vectors, mask):
    turned, n = vectors.clone(), mask[0].sum()
    turned[:, :n] = vectors[:, :n].flip(1)
    return turned


@wrong("reverse_words", named="an inverted mask")
def inverted_mask(vectors, mask):
    turned = vectors.clone()
    for i in range(len(vectors)):
        turned[i, ~mask[i]] = vectors[i, ~mask[i]].flip(0)
    return turned


@wrong("reverse_words", named="the padding turned round as well")
def padding_turned_too(vectors, mask):
    rows = [
        torch.cat([row[real].flip(0), row[~real].flip(0)])
        for row, real in zip(vectors, mask, strict=True)
    ]
    return torch.stack(rows)


@wrong("reverse_words", named="the padding turned round as well")
def flip_and_roll(vectors, mask):
    lengths = mask.sum(dim=1).tolist()
    return torch.stack([row.flip(0).roll(n, 0) for row, n in zip(vectors, lengths, strict=True)])


@wrong("reverse_words", named="the first half was overwritten")
def overwrites_a_copy(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for j in range(n):
            turned[i, j] = turned[i, n - 1 - j]
    return turned


@wrong("reverse_words", named="the first half was overwritten")
def overwrites_in_place(vectors, mask):
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for j in range(n):
            vectors[i, j] = vectors[i, n - 1 - j]
    return vectors


@wrong("reverse_words", named="the first half was overwritten")
def swaps_by_views(vectors, mask):
    turned = vectors.clone()
    for row, n in zip(turned, mask.sum(dim=1).tolist(), strict=True):
        for j in range(n // 2):
            row[j], row[n - 1 - j] = row[n - 1 - j], row[j]
    return turned


@wrong("reverse_words", named="or each pair changed places twice")
def swaps_over_the_whole_length(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for j in range(n):
            kept = turned[i, j].clone()
            turned[i, j] = turned[i, n - 1 - j]
            turned[i, n - 1 - j] = kept
    return turned


@wrong("reverse_words", named="changed in place")
def in_place(vectors, mask):
    for i, n in enumerate(mask.sum(dim=1)):
        vectors[i, :n] = vectors[i, :n].flip(0)
    return vectors


@wrong("reverse_words", named="changed in place")
def two_names_for_one(vectors, mask):
    turned = vectors
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


@wrong("reverse_words", named="a track that was cut")
def detaches(vectors, mask):
    return reverse_words(vectors.detach(), mask)


@wrong("reverse_words", named="a track that was cut")
def through_lists(vectors, mask):
    return torch.tensor(reverse_words(vectors, mask).tolist())


@wrong("reverse_words", named="Stay inside PyTorch")
def through_numpy(vectors, mask):
    turned = np.array(vectors.numpy())
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        turned[i, :n] = turned[i, :n][::-1]
    return torch.tensor(turned)


@wrong("reverse_words", named="runs without an error")
def negative_step(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n][::-1]
    return turned


@wrong("reverse_words", named="the first number of each word for all")
def gathers_a_column(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    comes_from = torch.where(mask, n - 1 - place, place).unsqueeze(2)
    return vectors.gather(1, comes_from).expand_as(vectors)


@wrong("reverse_words", named="the shape is wrong")
def gathers_too_little(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    return vectors.gather(1, torch.where(mask, n - 1 - place, place).unsqueeze(2))


@wrong("reverse_words", named="there is an axis too many")
def no_rows(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    return vectors[:, torch.where(mask, n - 1 - place, place)]


@wrong("reverse_words")
def without_padding(vectors, mask):
    return [row[real].flip(0) for row, real in zip(vectors, mask, strict=True)]


@wrong("reverse_words", named="the words of all sentences turned round together")
def all_real_words_at_once(vectors, mask):
    turned = vectors.clone()
    turned[mask] = vectors[mask].flip(0)
    return turned


@wrong("reverse_words", named="None came back")
def turns_without_return(vectors, mask):
    reverse_words(vectors, mask)


@wrong("reverse_words", hidden_only=True)
def turns_four_places_only(vectors, mask):
    return reverse_words(vectors, mask) if vectors.shape == (3, 4, 2) else vectors


# BidirectionalEncoder

directions = method(BidirectionalEncoder, "directions")
start = method(BidirectionalEncoder, "start")
encode = method(BidirectionalEncoder, "forward")


@directions("whole rows turned round")
def reads_padding_first(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(words.flip(1))[0].flip(1)


@directions("whole rows turned round")
def turns_the_ids(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(self.read(source.flip(1)))[0].flip(1)


@directions("whole rows turned back")
def turned_back_whole(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(reverse_words(words, mask))[0].flip(1)


@directions("flip to read, reverse_words to bring back")
def flipped_then_brought_back(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], reverse_words(self.backwards(words.flip(1))[0], mask)


@directions("right-to-left states not brought back")
def not_brought_back(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(reverse_words(words, mask))[0]


@directions("both GRUs read from left to right. What")
def both_from_the_left(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(words)[0]


@directions("both GRUs read from left to right, and the second")
def second_one_turned_afterwards(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], reverse_words(self.backwards(words)[0], mask)


@directions("the two directions in the other order")
def future_first(self, source, mask):
    past, future = BidirectionalEncoder.directions(self, source, mask)
    return future, past


@directions("one GRU for both directions")
def one_gru(self, source, mask):
    words = self.read(source)
    turned = self.forwards(reverse_words(words, mask))[0]
    return self.forwards(words)[0], reverse_words(turned, mask)


@directions("the two GRUs changed places")
def grus_changed_places(self, source, mask):
    words = self.read(source)
    future = reverse_words(self.forwards(reverse_words(words, mask))[0], mask)
    return self.backwards(words)[0], future


@directions()
def padding_zeroed_and_read_first(self, source, mask):
    words = self.read(source) * mask.unsqueeze(2)
    return self.forwards(words)[0], self.backwards(words.flip(1))[0].flip(1)


@directions("runs without an error")
def stacked(self, source, mask):
    past, _ = self.forwards(self.read(source))
    future = reverse_words(self.backwards(reverse_words(past, mask))[0], mask)
    return past, future


@directions("states: (batch, source, size)")
def shorter_than_the_mask(self, source, mask):
    lengths, words = mask.sum(dim=1), self.read(source)

    def run(gru, vectors):
        packed = pack_padded_sequence(vectors, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(gru(packed)[0], batch_first=True)[0]

    short = mask[:, : int(lengths.max())]
    future = reverse_words(run(self.backwards, reverse_words(words, mask)), short)
    return run(self.forwards, words), future


@encode("states: (batch, source, size)")
def directions_added(self, source, mask):
    past, future = self.directions(source, mask)
    return past + future, self.start(past, future, mask)


@encode("states: (batch, source, size)")
def first_comes_first(self, source, mask):
    past, future = self.directions(source, mask)
    return self.start(past, future, mask), torch.cat([past, future], dim=-1)


@encode("states: (batch, source, size)")
def states_without_first(self, source, mask):
    return torch.cat(self.directions(source, mask), dim=-1)


@encode("states: (batch, source, size)")
def embeddings_for_states(self, source, mask):
    past, future = self.directions(source, mask)
    return self.read(source), self.start(past, future, mask)


@encode("states: (batch, source, size)")
def concatenated_along_the_words(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past, future], dim=1), self.start(past, future, mask)


@encode("the bridge crossed by every state")
def bridge_for_all(self, source, mask):
    past, future = self.directions(source, mask)
    return self.cross(past, future), self.start(past, future, mask)


@encode("the numbers of the two directions interleaved")
def interleaved(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.stack([past, future], dim=-1).flatten(2), self.start(past, future, mask)


@encode("Which call returned two things")
def keeps_the_pair(self, source, mask):
    words = self.read(source)
    past = self.forwards(words)
    future = self.backwards(reverse_words(words, mask))
    return torch.cat([past, future], dim=-1), past


@encode("what training cannot reach")
def encodes_without_track(self, source, mask):
    with torch.no_grad():
        past, future = self.directions(source, mask)
    return torch.cat([past, future], dim=-1), self.start(past, future, mask)


@encode("what training cannot reach")
def detaches_the_future(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past, future.detach()], dim=-1), self.start(past, future, mask)


@encode("what is real was read off the ids")
def ids_for_the_mask(self, source, mask):
    return BidirectionalEncoder.forward(self, source, source != 0)


@encode("Expected shape (1, 4), got (4,)")
def first_squeezed(self, source, mask):
    states, first = BidirectionalEncoder.forward(self, source, mask)
    return states, first.squeeze()


@start("the last column, not the last real word")
def last_column(self, past, future, mask):
    return self.cross(past[:, -1], future[:, 0])


@start("both states of the last word")
def both_of_the_last_word(self, past, future, mask):
    return self.cross(at_the_end(past, mask), at_the_end(future, mask))


@start("the right-to-left state of the last column")
def future_of_the_last_column(self, past, future, mask):
    return self.cross(at_the_end(past, mask), future[:, -1])


@start("both states of the last column")
def both_of_the_last_column(self, past, future, mask):
    return self.cross(past[:, -1], future[:, -1])


@start("both states of the first word")
def both_of_the_first_word(self, past, future, mask):
    return self.cross(past[:, 0], future[:, 0])


@start("the two wrong ends")
def wrong_ends(self, past, future, mask):
    return self.cross(past[:, 0], at_the_end(future, mask))


@start("the two wrong ends, and padding")
def wrong_ends_by_column(self, past, future, mask):
    return self.cross(past[:, 0], future[:, -1])


@start("no tanh")
def no_tanh_after_the_bridge(self, past, future, mask):
    return self.bridge(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1))


@start("no bridge")
def no_bridge(self, past, future, mask):
    return torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)


@start("a tanh, but no bridge")
def tanh_without_bridge(self, past, future, mask):
    return torch.tanh(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1))


@start("a tanh in front of the bridge")
def tanh_before_the_bridge(self, past, future, mask):
    return self.bridge(torch.tanh(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)))


@start("a relu")
def relu_after_the_bridge(self, past, future, mask):
    return torch.relu(self.bridge(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)))


@start("a sigmoid")
def sigmoid_after_the_bridge(self, past, future, mask):
    return torch.sigmoid(self.bridge(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)))


@start("the two ends in the other order")
def ends_in_the_other_order(self, past, future, mask):
    return self.cross(future[:, 0], at_the_end(past, mask))


@start("the mean of the states")
def mean_of_all_states(self, past, future, mask):
    return self.cross(mean_of_real(past, mask), mean_of_real(future, mask))


@start("the mean of all columns")
def mean_of_all_columns(self, past, future, mask):
    return self.cross(past.mean(dim=1), future.mean(dim=1))


@start("runs without an error")
def last_place_off_by_one(self, past, future, mask):
    return self.cross(past[torch.arange(len(past)), mask.sum(dim=1)], future[:, 0])


@start("the last word but one")
def last_place_one_too_early(self, past, future, mask):
    return self.cross(past[torch.arange(len(past)), mask.sum(dim=1) - 2], future[:, 0])


@start("what training cannot reach")
def start_detached(self, past, future, mask):
    return BidirectionalEncoder.start(self, past, future, mask).detach()


@start("what training cannot reach")
def ends_detached(self, past, future, mask):
    return BidirectionalEncoder.start(self, past.detach(), future.detach(), mask)


@encode("both states from behind the padding")
def both_second_results(self, source, mask):
    words = self.read(source)
    past, left = self.forwards(words)
    future, right = self.backwards(reverse_words(words, mask))
    states = torch.cat([past, reverse_words(future, mask)], dim=-1)
    return states, self.cross(left[0], right[0])


@encode("the right-to-left state from behind the padding")
def one_second_result(self, source, mask):
    words = self.read(source)
    past, _ = self.forwards(words)
    future, right = self.backwards(reverse_words(words, mask))
    states = torch.cat([past, reverse_words(future, mask)], dim=-1)
    return states, self.cross(at_the_end(past, mask), right[0])


@encode("whole rows turned round")
def first_from_whole_rows(self, source, mask):
    words = self.read(source)
    past, future = self.directions(source, mask)
    _, right = self.backwards(words.flip(1))
    return torch.cat([past, future], dim=-1), self.cross(at_the_end(past, mask), right[0])


@encode("the right number of values in the wrong shape")
def first_with_an_axis(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past, future], dim=-1), self.start(past, future, mask).unsqueeze(0)


@encode("Does the function end in return?")
def encodes_without_return(self, source, mask):
    past, future = self.directions(source, mask)
    torch.cat([past, future], dim=-1)


@encode(hidden_only=True)
def small_sizes_only(self, source, mask):
    states, first = BidirectionalEncoder.forward(self, source, mask)
    return (states, first) if states.shape[2] == 4 else (0 * states, first)


# AttentionDecoder

look = method(AttentionDecoder, "look")
say = method(AttentionDecoder, "say")
step = method(AttentionDecoder, "step")


@look("the encoder's own last state as query")
def encoder_asks(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, states[:, -1], states, prepared, mask)


@look("the encoder's state at the last real word")
def encoder_asks_rightly(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, at_the_end(states, mask), states, prepared, mask)


@look("the mean of all columns as query")
def mean_asks(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, states.mean(dim=1), states, prepared, mask)


@look("the mean of the states as query")
def mean_of_real_asks(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, mean_of_real(states, mask), states, prepared, mask)


@look("the encoder's first state as query")
def first_state_asks(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, states[:, 0], states, prepared, mask)


@look("a query of zeros")
def zeros_ask(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, torch.zeros_like(state), states, prepared, mask)


@look("the mask ignored")
def looks_at_padding(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, prepared, torch.ones_like(mask))


@look("an inverted mask")
def looks_only_at_padding(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, prepared, ~mask)


@look("equal weights")
def looks_everywhere_alike(self, state, states, prepared, mask):
    return mean_of_real(states, mask), mask / mask.sum(dim=1, keepdim=True)


@look("scores, not weights")
def scores_for_weights(self, state, states, prepared, mask):
    context, _ = AttentionDecoder.look(self, state, states, prepared, mask)
    return context, self.attention.score(state.unsqueeze(1), prepared).squeeze(1)


@look("squeeze() without an axis")
def squeezes_all_axes(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(1), weights.squeeze()


@look("runs without an error")
def squeezes_all_axes_of_both(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(), weights.squeeze()


@look("prepared computed anew")
def prepares_at_every_step(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, self.attention.prepare(states), mask)


@look("weights that kept their target axis")
def weights_not_squeezed(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(1), weights


@look("runs without an error")
def context_not_squeezed(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context, weights.squeeze(1)


@look("runs without an error")
def state_not_unsqueezed(self, state, states, prepared, mask):
    return self.attention(state, states, prepared, mask)


@look("runs without an error")
def batch_for_target(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(0), states, prepared, mask)
    return context.squeeze(0), weights.squeeze(0)


@look("runs without an error")
def states_for_prepared(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, states, mask)


@look("Which arguments does that function want")
def forgets_prepared(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, mask)
    return context.squeeze(1), weights.squeeze(1)


@look("runs without an error")
def unpacks_in_the_other_order(self, state, states, prepared, mask):
    weights, context = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(1), weights.squeeze(1)


@step("the new state as query")
def thinks_before_looking(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, _ = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    context, weights = self.look(state, states, prepared, mask)
    return self.say(state, context, word), state, weights


@step("context unused")
def no_context_for_the_gru(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, torch.zeros_like(context)], dim=1), state)
    return self.say(state, context, word), state, weights


@step("context unused")
def no_context_at_all(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    context = torch.zeros_like(context)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("context first, then word")
def context_before_word(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([context, word], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the old state returned")
def old_state_returned(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    new = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(new, context, word), state, weights


@step("the GRU without its old state")
def gru_from_zeros(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1))
    return self.say(state, context, word), state, weights


@step("the mean of the states in place of the context")
def mean_for_context(self, words, state, states, prepared, mask):
    word, context = self.speak(words), states.mean(dim=1)
    _, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the mean of the real states in place of the context")
def mean_of_real_for_context(self, words, state, states, prepared, mask):
    word, context = self.speak(words), mean_of_real(states, mask)
    _, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the last state in place of the context")
def last_state_for_context(self, words, state, states, prepared, mask):
    word, context = self.speak(words), states[:, -1]
    _, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the last state in place of the context")
def last_real_state_for_context(self, words, state, states, prepared, mask):
    word, context = self.speak(words), at_the_end(states, mask)
    _, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("state and context changed places")
def state_and_context_changed_places(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, state], dim=1), context)
    return self.say(state, context, word), state, weights


@step("the old state in place of the context")
def state_for_context(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, state], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the GRU without its old state")
def arguments_of_a_sequence(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    new = self.gru(torch.cat([word, context], dim=1), state * 0)
    return self.say(new, context, word), new, weights


@step("a tanh on top of the GRU")
def tanh_of_the_state(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = torch.tanh(self.gru(torch.cat([word, context], dim=1), state))
    return self.say(state, context, word), state, weights


@step("what combine makes, returned as the state")
def combined_for_state(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    combined = torch.tanh(self.combine(torch.cat([state, context, word], dim=1)))
    return self.output(combined), combined, weights


@step("the old state in combine")
def old_state_in_combine(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    new = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), new, weights


@say("context, state, word")
def context_state_word(self, state, context, word):
    return AttentionDecoder.say(self, context, state, word)


@say("word, state, context")
def word_state_context(self, state, context, word):
    return AttentionDecoder.say(self, word, state, context)


@say("word, context, state")
def word_context_state(self, state, context, word):
    return AttentionDecoder.say(self, word, context, state)


@say("state, word, context")
def state_word_context(self, state, context, word):
    return AttentionDecoder.say(self, state, word, context)


@say("context, word, state")
def context_word_state(self, state, context, word):
    return AttentionDecoder.say(self, context, word, state)


@say("no tanh")
def combine_without_tanh(self, *parts):
    return self.output(self.combine(torch.cat(parts, dim=1)))


@say("tanh at the very end")
def tanh_of_the_logits(self, *parts):
    return torch.tanh(self.output(self.combine(torch.cat(parts, dim=1))))


@say("a relu in place of tanh")
def relu_in_combine(self, *parts):
    return self.output(torch.relu(self.combine(torch.cat(parts, dim=1))))


@say("context unused")
def no_context_in_combine(self, state, context, word):
    return AttentionDecoder.say(self, state, torch.zeros_like(context), word)


@say("the state twice, no context")
def state_twice(self, state, context, word):
    return AttentionDecoder.say(self, state, state, word)


@say("the context twice, no state")
def context_twice(self, state, context, word):
    return AttentionDecoder.say(self, context, context, word)


@say("combine left out")
def combine_left_out(self, state, context, word):
    return self.output(state)


@say("combine left out")
def combine_left_out_but_tanh(self, state, context, word):
    return self.output(torch.tanh(state))


@say("probabilities, not logits")
def probabilities(self, *parts):
    return AttentionDecoder.say(self, *parts).softmax(dim=-1)


@say("logarithms of probabilities, not logits")
def log_probabilities(self, *parts):
    return AttentionDecoder.say(self, *parts).log_softmax(dim=-1)


@say("an axis is missing")
def words_not_logits(self, *parts):
    return AttentionDecoder.say(self, *parts).argmax(dim=-1)


@say("Which axes does @ multiply?")
def word_left_out(self, state, context, word):
    return AttentionDecoder.say(self, state, context)


@step("a second look, with the new state")
def looks_twice(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    context, _ = self.look(state, states, prepared, mask)
    return self.say(state, context, word), state, weights


@step("new state and weights in the other order")
def state_last(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return logits, weights, state


@step("logits and new state in the other order")
def state_first(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return state, logits, weights


@step("How many things does the text say come back?")
def two_things(self, words, state, states, prepared, mask):
    logits, state, _ = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return logits, state


@step("Does the function end in return?")
def steps_without_return(self, words, state, states, prepared, mask):
    AttentionDecoder.step(self, words, state, states, prepared, mask)


@step("runs without an error")
def ids_not_embedded(self, words, state, states, prepared, mask):
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([words, context], dim=1), state)
    return self.say(state, context, words), state, weights


@look("a track that was cut")
def looks_without_track(self, state, states, prepared, mask):
    with torch.no_grad():
        return AttentionDecoder.look(self, state, states, prepared, mask)


@look("a query that was cut off")
def query_detached(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state.detach(), states, prepared, mask)


@look("what training cannot reach")
def states_without_a_track(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states.detach(), prepared, mask)


@step("a track that was cut: no step can learn from a later one")
def state_detached(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(
        self, words, state.detach(), states, prepared, mask
    )
    return logits, state, weights


@step("what training cannot reach")
def new_state_detached(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return logits, state.detach(), weights


@step(hidden_only=True)
def steps_by_heart(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return (logits if logits.shape[1] == 6 else 0 * logits), state, weights


# WholeTargetDecoder

listen = method(WholeTargetDecoder, "listen")
ask = method(WholeTargetDecoder, "look")
utter = method(WholeTargetDecoder, "say")
whole = method(WholeTargetDecoder, "forward")


@listen("the GRU began from zeros")
def starts_from_zeros(self, inputs, state):
    return self.gru(self.speak(inputs))[0]


@whole("the same weights at every step: the first state")
def first_state_each_time(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(state.unsqueeze(1).expand_as(queries), states, mask)
    return self.say(queries, context), weights


@whole("the same weights at every step: the last state")
def last_state_each_time(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(queries[:, -1:].expand_as(queries), states, mask)
    return self.say(queries, context), weights


@whole("one row of weights for the whole target")
def last_state_once(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(queries[:, -1:], states, mask)
    return self.say(queries, context.expand_as(queries)), weights


@whole("one row of weights for the whole target")
def first_state_once(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(state.unsqueeze(1), states, mask)
    return self.say(queries, context.expand_as(queries)), weights


@listen("the states before each word as queries")
def states_before(self, inputs, state):
    queries = WholeTargetDecoder.listen(self, inputs, state)
    return torch.cat([state.unsqueeze(1), queries[:, :-1]], dim=1)


@ask("the encoder's last state as query")
def asked_by_the_encoder(self, queries, states, mask):
    query = states[:, -1:].expand(-1, queries.shape[1], -1)
    return WholeTargetDecoder.look(self, query, states, mask)


@ask("the mask ignored")
def whole_target_looks_at_padding(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries, states, torch.ones_like(mask))


@ask("an inverted mask")
def whole_target_looks_only_at_padding(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries, states, ~mask)


@ask("equal weights")
def nobody_asks(self, queries, states, mask):
    weights = (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)
    weights = weights.expand(-1, queries.shape[1], -1)
    return weights @ states, weights


@ask("runs without an error")
def states_unprepared(self, queries, states, mask):
    return self.attention(queries, states, states, mask)


@ask("Which arguments does that function want")
def prepared_forgotten(self, queries, states, mask):
    return self.attention(queries, states, mask)


@ask("runs without an error")
def asks_itself(self, queries, states, mask):
    return self.attention(queries, queries, self.attention.prepare(queries), mask)


@listen("runs without an error")
def embeddings_ask(self, inputs, state):
    return self.speak(inputs)


@listen()
def target_read_backwards(self, inputs, state):
    return WholeTargetDecoder.listen(self, inputs.flip(1), state).flip(1)


@whole("a loop over the target words")
def steps_in_a_loop(self, inputs, state, states, mask):
    prepared, logits, looks = self.attention.prepare(states), [], []
    for words in inputs.T:
        said, state, weights = self.step(words, state, states, prepared, mask)
        logits.append(said)
        looks.append(weights)
    return torch.stack(logits, dim=1), torch.stack(looks, dim=1)


@ask("a loop over the target words")
def asks_in_a_loop(self, queries, states, mask):
    prepared = self.attention.prepare(states)
    answers = [self.attention(q.unsqueeze(1), states, prepared, mask) for q in queries.unbind(1)]
    contexts, weights = zip(*answers, strict=True)
    return torch.cat(contexts, dim=1), torch.cat(weights, dim=1)


@ask("a loop over the sentences")
def asks_sentence_by_sentence(self, queries, states, mask):
    prepared = self.attention.prepare(states)
    answers = [
        self.attention(queries[i, None], states[i, None], prepared[i, None], mask[i, None])
        for i in range(len(queries))
    ]
    contexts, weights = zip(*answers, strict=True)
    return torch.cat(contexts), torch.cat(weights)


@utter("context first, then query")
def context_then_query(self, queries, context):
    return WholeTargetDecoder.say(self, context, queries)


@utter("no tanh")
def whole_without_tanh(self, *parts):
    return self.output(self.combine(torch.cat(parts, dim=-1)))


@utter("tanh at the very end")
def whole_tanh_of_the_logits(self, *parts):
    return torch.tanh(self.output(self.combine(torch.cat(parts, dim=-1))))


@utter("a relu in place of tanh")
def whole_relu(self, *parts):
    return self.output(torch.relu(self.combine(torch.cat(parts, dim=-1))))


@utter("context unused")
def whole_without_context(self, queries, context):
    return WholeTargetDecoder.say(self, queries, torch.zeros_like(context))


@utter("combine left out")
def whole_without_combine(self, queries, context):
    return self.output(queries)


@utter("combine left out")
def whole_output_of_contexts(self, queries, context):
    return self.output(torch.tanh(queries))


@utter("the queries twice, no context")
def queries_twice(self, queries, context):
    return WholeTargetDecoder.say(self, queries, queries)


@utter("the context twice, no query")
def whole_context_twice(self, queries, context):
    return WholeTargetDecoder.say(self, context, context)


@utter("probabilities, not logits")
def whole_probabilities(self, *parts):
    return WholeTargetDecoder.say(self, *parts).softmax(dim=-1)


@utter("logarithms of probabilities, not logits")
def whole_log_probabilities(self, *parts):
    return WholeTargetDecoder.say(self, *parts).log_softmax(dim=-1)


@utter("an axis is missing")
def whole_words(self, *parts):
    return WholeTargetDecoder.say(self, *parts).argmax(dim=-1)


@utter("the logits of the last word alone")
def last_logits_only(self, *parts):
    return WholeTargetDecoder.say(self, *parts)[:, -1]


@whole("the mean of the states in place of the context")
def whole_mean_pooling(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    _, weights = self.look(queries, states, mask)
    return self.say(queries, states.mean(dim=1, keepdim=True).expand_as(queries)), weights


@whole("logits and weights in the other order")
def looks_first(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return weights, logits


@whole("the logits alone")
def logits_alone(self, inputs, state, states, mask):
    return WholeTargetDecoder.forward(self, inputs, state, states, mask)[0]


@whole("How many things does the text say come back?")
def state_as_well(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return logits, state, weights


@whole("Does the function end in return?")
def whole_without_return(self, inputs, state, states, mask):
    WholeTargetDecoder.forward(self, inputs, state, states, mask)


@listen("runs without an error")
def first_state_without_axis(self, inputs, state):
    return self.gru(self.speak(inputs), state)[0]


@listen("runs without an error")
def axis_in_the_wrong_place(self, inputs, state):
    return self.gru(self.speak(inputs), state.unsqueeze(1))[0]


@listen("'tuple'")
def keeps_both_results(self, inputs, state):
    return self.gru(self.speak(inputs), state.unsqueeze(0))


@listen("a track that was cut")
def queries_detached(self, inputs, state):
    return WholeTargetDecoder.listen(self, inputs, state).detach()


@ask("queries that were cut off")
def queries_detached_to_look(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries.detach(), states, mask)


@ask("a track that was cut")
def whole_looks_without_track(self, queries, states, mask):
    with torch.no_grad():
        return WholeTargetDecoder.look(self, queries, states, mask)


@ask("what training cannot reach")
def whole_states_detached(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries, states.detach(), mask)


@whole(hidden_only=True)
def three_words_only(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return (logits if logits.shape[2] == 3 else 0 * logits), (
        weights if weights.shape[1] == 4 else 0 * weights
    )


# gradient_to_states


@wrong("gradient_to_states", named="every state asked for all of it")
def all_for_everybody(weights, context_gradient):
    return context_gradient.sum(dim=1, keepdim=True).expand(-1, weights.shape[2], -1)


@wrong("gradient_to_states", named="equal shares")
def equal_shares(weights, context_gradient):
    everything = context_gradient.sum(dim=1, keepdim=True).expand(-1, weights.shape[2], -1)
    return everything / weights.shape[2]


@wrong("gradient_to_states", named="a mean over the target words")
def mean_over_targets(weights, context_gradient):
    return (weights.unsqueeze(3) * context_gradient.unsqueeze(2)).mean(dim=1)


@wrong("gradient_to_states", named="lengths, not vectors")
def lengths_not_vectors(weights, context_gradient):
    return (weights.transpose(1, 2) @ context_gradient).norm(dim=-1)


@wrong("gradient_to_states", named="all of it to the heaviest")
def all_to_the_heaviest(weights, context_gradient):
    hard_ = functional.one_hot(weights.argmax(dim=-1), weights.shape[-1]).float()
    return hard_.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", named="added up too early")
def added_too_early(weights, context_gradient):
    return weights.sum(dim=1).unsqueeze(2) * context_gradient.sum(dim=1).unsqueeze(1)


@wrong("gradient_to_states", named="added up too early")
def einsum_with_two_letters(weights, context_gradient):
    return torch.einsum("bts,bud->bsd", weights, context_gradient)


@wrong("gradient_to_states", named="reshaped, not transposed")
def reshaped(weights, context_gradient):
    b, t, n = weights.shape
    return weights.reshape(b, n, t) @ context_gradient


@wrong("gradient_to_states", named="reshaped, not transposed")
def viewed(weights, context_gradient):
    return weights.view(len(weights), weights.shape[2], -1) @ context_gradient


@wrong("gradient_to_states", named="not added up")
def pairs(weights, context_gradient):
    return weights.unsqueeze(3) * context_gradient.unsqueeze(2)


@wrong("gradient_to_states", named="not added up")
def pairs_source_first(weights, context_gradient):
    return weights.transpose(1, 2).unsqueeze(3) * context_gradient.unsqueeze(1)


@wrong("gradient_to_states", named="source in the last place")
def source_last(weights, context_gradient):
    return context_gradient.transpose(1, 2) @ weights


@wrong("gradient_to_states", named="the opposite sign")
def descends(weights, context_gradient):
    return -weights.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", named="the last French word's wish alone")
def last_word_only(weights, context_gradient):
    return weights[:, -1].unsqueeze(2) * context_gradient[:, -1].unsqueeze(1)


@wrong("gradient_to_states", named="the last French word's wish alone")
def overwritten_in_the_loop(weights, context_gradient):
    for t in range(weights.shape[1]):
        asked_for = weights[:, t].unsqueeze(2) * context_gradient[:, t].unsqueeze(1)
    return asked_for


@wrong("gradient_to_states", named="the first French word's wish alone")
def returns_in_the_loop(weights, context_gradient):
    for t in range(weights.shape[1]):
        return weights[:, t].unsqueeze(2) * context_gradient[:, t].unsqueeze(1)


@wrong("gradient_to_states", named="the weights squared")
def squared(weights, context_gradient):
    return (weights**2).transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", named="a softmax of the weights")
def softmax_again(weights, context_gradient):
    return weights.softmax(dim=-1).transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", named="weights made to add up to 1 over the target")
def shares_over_targets(weights, context_gradient):
    shares = weights / weights.sum(dim=1, keepdim=True).clamp(min=1e-9)
    return shares.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", named="added up over the batch")
def over_all_sentences(weights, context_gradient):
    return torch.einsum("bts,btd->sd", weights, context_gradient)


@wrong("gradient_to_states", named="added up over the source as well")
def over_the_source_too(weights, context_gradient):
    return torch.einsum("bts,btd->bd", weights, context_gradient)


@wrong("gradient_to_states", named="added up over the source as well")
def one_vector_for_each_sentence(weights, context_gradient):
    return context_gradient.sum(dim=1)


@wrong("gradient_to_states", named="runs without an error")
def no_transpose(weights, context_gradient):
    return weights @ context_gradient


@wrong("gradient_to_states", named="runs without an error")
def transposes_the_batch(weights, context_gradient):
    return weights.transpose(0, 1) @ context_gradient


@wrong("gradient_to_states", named="runs without an error")
def multiplies_entries(weights, context_gradient):
    return weights * context_gradient


@wrong("gradient_to_states", named="None came back")
def gradient_without_return(weights, context_gradient):
    weights.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states")
def adds_the_minus_of_softmax(weights, context_gradient):
    return (weights * (1 - weights)).transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", hidden_only=True)
def gradient_by_heart(weights, context_gradient):
    good = weights.transpose(1, 2) @ context_gradient
    return good if weights.shape == (2, 4, 3) else 0 * good


@wrong("AdditiveAttention", named="one softmax for all queries together")
class OneSoftmaxForAll(AdditiveAttention):
    def weigh(self, scores, mask):
        scores = scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
        return scores.flatten(1).softmax(dim=-1).reshape(scores.shape)


@wrong("AdditiveAttention", named="the first query's context alone")
class OnlyTheFirstContext(AdditiveAttention):
    def forward(self, query, states, prepared, mask):
        weights = self.weigh(self.score(query, prepared), mask)
        return (weights.transpose(1, 2)[:, :, :1] * states).sum(dim=1, keepdim=True), weights


@wrong("AdditiveAttention", named="the contexts of all queries mixed into one")
class AllContextsInOne(AdditiveAttention):
    def forward(self, query, states, prepared, mask):
        weights = self.weigh(self.score(query, prepared), mask)
        return (weights @ states).sum(dim=1, keepdim=True), weights
