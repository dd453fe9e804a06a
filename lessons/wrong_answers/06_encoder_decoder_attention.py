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

    def mark_as(sentence="", says="", hidden_only=False):
        def mark(function):
            answer = type(function.__name__, (base,), {name: function})
            return wrong(base.__name__, sentence, says=says, hidden_only=hidden_only)(answer)

        return mark

    return mark_as


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


@score("no tanh: then query and state never meet. What would softmax do to the query's part?")
def no_tanh(self, query, prepared):
    return (asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("tanh at the very end: the sum inside is still not bent. What does v multiply in the formula?")
def tanh_at_the_end(self, query, prepared):
    return torch.tanh((asked(self, query) + prepared.unsqueeze(1)) @ self.vector)


@score("a plain sum in place of the vector. What does v do in the formula?")
def no_vector(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)).sum(dim=-1)


@score("a sigmoid in place of tanh. Which of the two can be negative?")
def sigmoid_for_tanh(self, query, prepared):
    return torch.sigmoid(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("a relu in place of tanh. Which of the two can be negative?")
def relu_for_tanh(self, query, prepared):
    return torch.relu(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("the states alone: the query was left out. Where is it added?")
def states_alone(self, query, prepared):
    return (torch.tanh(prepared) @ self.vector).unsqueeze(1).repeat(1, query.shape[1], 1)


@score("the query alone: the states were left out, so every word scores the same. Where are they added?")
def query_alone(self, query, prepared):
    scores = torch.tanh(query @ self.query_matrix) @ self.vector
    return scores.unsqueeze(2).expand(-1, -1, prepared.shape[1])


@score("a tanh for each half, before they are added or side by side: then query and state never meet. What stands inside the tanh?")
def tanh_for_each(self, query, prepared):
    return (torch.tanh(asked(self, query)) + torch.tanh(prepared).unsqueeze(1)) @ self.vector


@score("a product in place of the sum: the score is called additive. What is added?")
def product_for_sum(self, query, prepared):
    return torch.tanh(asked(self, query) * prepared.unsqueeze(1)) @ self.vector


@score("a dot product of the two: the score is called additive. What is added?")
def dot_product(self, query, prepared):
    return query @ self.query_matrix @ prepared.transpose(1, 2)


@score("a dot product of the two, each bent: the score is called additive. What is added?")
def dot_product_of_bent(self, query, prepared):
    return torch.tanh(query @ self.query_matrix) @ torch.tanh(prepared).transpose(1, 2)


@score("scores (batch, source, target): the axes are swapped, for query and states got each other's new axis. Which axis does each of the two lack?")
def axes_changed_places(self, query, prepared):
    sums = (query @ self.query_matrix).unsqueeze(1) + prepared.unsqueeze(2)
    return torch.tanh(sums) @ self.vector


@score("scores whose target axis is missing: the numbers are right, the shape is not. Which axis does each of the two lack?")
def no_target_axis(self, query, prepared):
    return torch.tanh(query @ self.query_matrix + prepared) @ self.vector


@score("scores whose target axis is missing: the numbers are right, the shape is not. Which axis does each of the two lack?")
def squeezes_everything(self, query, prepared):
    bent = torch.tanh(asked(self, query) + prepared.unsqueeze(1))
    return (bent @ self.vector.unsqueeze(1)).squeeze()


@score("prepared without its target axis: each sentence's query met the states of all sentences. Where does its axis of length 1 go in?")
def prepared_not_unsqueezed(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared) @ self.vector


@score("weights, not scores: there is a softmax too many. What sign can a score have?")
def softmax_already(self, query, prepared):
    scores = torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector
    return scores.softmax(dim=-1)


@score("the scores divided by the root of the size: that belongs to another score of lesson 4. What does the additive one divide by?")
def scaled(self, query, prepared):
    scores = torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector
    return scores / math.sqrt(len(self.vector))


@score("minus in front of both halves: every score has the opposite sign. Which signs stand inside the tanh?")
def subtracts(self, query, prepared):
    return torch.tanh(-asked(self, query) - prepared.unsqueeze(1)) @ self.vector


@score("a difference in place of the sum. Which sign stands in the formula?")
def difference(self, query, prepared):
    return torch.tanh(prepared.unsqueeze(1) - asked(self, query)) @ self.vector


@score("products with the vector that are not added up: one number for each hidden unit is left. Over which axis does v add?")
def multiplies_the_vector(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) * self.vector


@score("both halves got their new axis in the same place, so that queries and words lie over each other. Which axis does each of the two lack?")
def same_axis_for_both(self, query, prepared):
    sums = (query @ self.query_matrix).unsqueeze(1) + prepared.unsqueeze(1)
    return torch.tanh(sums) @ self.vector


@score("the first query's scores for all. Which axis holds the queries?")
def first_query_only(self, query, prepared):
    scores = torch.tanh(asked(self, query[:, :1]) + prepared.unsqueeze(1)) @ self.vector
    return scores.expand(-1, query.shape[1], -1)


@score("scores of the first query alone: only one was answered. Which axis holds the queries?")
def answers_one_query(self, query, prepared):
    return torch.tanh(asked(self, query[:, :1]) + prepared.unsqueeze(1)) @ self.vector


@score("the last query's scores for all. Which axis holds the queries?")
def last_query_only(self, query, prepared):
    scores = torch.tanh(asked(self, query[:, -1:]) + prepared.unsqueeze(1)) @ self.vector
    return scores.expand(-1, query.shape[1], -1)


@score("one question made of four: the queries were averaged. Which axis should stay as it is?")
def mean_of_queries(self, query, prepared):
    query = query.mean(dim=1, keepdim=True).expand(-1, query.shape[1], -1)
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("prepared multiplied by the state matrix once more: the states' half of the sum is ready. What has prepare done already?")
def prepares_again(self, query, prepared):
    return torch.tanh(asked(self, query) + self.prepare(prepared).unsqueeze(1)) @ self.vector


@score("the vector on the left of @: there it multiplies the axis of the words. Which axis is as long as v?")
def matrix_left_out(self, query, prepared):
    return self.vector @ torch.tanh(asked(self, query) + prepared.unsqueeze(1))


@score(says="None came back")
def score_without_return(self, query, prepared):
    torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score("prepared changed in place: the query was added into it, and the next query finds the sum there. Which sign makes a new tensor, + or +=?")
def changes_prepared(self, query, prepared):
    prepared += query @ self.query_matrix
    return (torch.tanh(prepared) @ self.vector).unsqueeze(1)


@score("the vector cut off: it has its part in the scores, and cannot be learnt. Which of your calls leaves PyTorch's record, as detach() and .data do?")
def vector_without_track(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector.data


@score("prepared cut off: nothing can be learnt through the states' half of the score. Which of your calls leaves PyTorch's record, as detach() and .data do?")
def prepared_without_track(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.detach().unsqueeze(1)) @ self.vector


@score("the query matrix cut off: it has its part in the scores, and cannot be learnt. Which of your calls leaves PyTorch's record, as detach() and .data do?")
def query_matrix_without_track(self, query, prepared):
    sums = (query @ self.query_matrix.detach()).unsqueeze(2) + prepared.unsqueeze(1)
    return torch.tanh(sums) @ self.vector


@score(hidden_only=True)
def scores_by_heart(self, query, prepared):
    good = torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector
    return good if len(self.vector) == 5 else 0 * good


@weigh("a softmax over targets: one query, so each word has weight 1, and padding 0 / 0. Which axis holds the source words?")
def over_targets(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=1)


@weigh("a softmax over targets: with one query every word has weight 1. Which axis holds the source words?")
def over_targets_with_a_billion(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -1e9).softmax(dim=1)


@weigh("a softmax over targets, masked afterwards: with one query every word has weight 1. Which axis holds the source words?")
def over_targets_masked_after(self, scores, mask):
    return scores.softmax(dim=1) * mask.unsqueeze(1)


@weigh("a softmax over the batch: sentences compete with each other. Which axis holds the source words?")
def over_the_batch(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=0)


@weigh("the weights that came back give padding a share: they went through the softmax unmasked. Where does padding get minus infinity?")
def ignores_the_mask(self, scores, mask):
    return scores.softmax(dim=-1)


@weigh("the weights that came back give padding a share: they went through the softmax unmasked. Where does padding get minus infinity?")
def forgets_to_keep_the_masked(self, scores, mask):
    scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
    return torch.softmax(scores, dim=-1)


@weigh("masking after the softmax: padding took its part first. Do the rows add up to 1?")
def masks_after(self, scores, mask):
    return scores.softmax(dim=-1) * mask.unsqueeze(1)


@weigh("an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def inverted(self, scores, mask):
    return scores.masked_fill(mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@weigh("an inverted mask: only padding got weight, or equal shares where there is none. Does True mean a real word, or padding?")
def inverted_with_a_billion(self, scores, mask):
    return scores.masked_fill(mask.unsqueeze(1), -1e9).softmax(dim=-1)


@weigh("a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
def multiplies_the_scores(self, scores, mask):
    return (scores * mask.unsqueeze(1)).softmax(dim=-1)


@weigh("the mask added to the scores: True counts as 1, which makes real words only a little heavier. Which score becomes exactly nothing?")
def adds_the_mask(self, scores, mask):
    return (scores + mask.unsqueeze(1)).softmax(dim=-1)


@weigh("a mask without its target axis: the sentences' masks were laid over each other. Where does its axis of length 1 go in?")
def mask_not_unsqueezed(self, scores, mask):
    return torch.where(mask, scores, -torch.inf).softmax(dim=-1)


@weigh("scores, not weights: the softmax is missing. What must each row add up to?")
def no_softmax(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf)


@weigh("equal weights: a plain mean of the real words, whatever is asked. Where do the scores come in?")
def mean_pooling(self, scores, mask):
    return (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)


@weigh("scores divided by the root of the size: that belongs to another score of lesson 4. What does softmax get here?")
def scaled_before_softmax(self, scores, mask):
    scores = scores / len(self.vector) ** 0.5
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@weigh("a sigmoid: each word is judged alone. What must each row add up to?")
def sigmoid_for_softmax(self, scores, mask):
    return scores.sigmoid() * mask.unsqueeze(1)


@weigh("all of it to the heaviest: that is hard attention, in lesson 8. What becomes of the others' shares?")
def argmax_for_softmax(self, scores, mask):
    best = scores.masked_fill(~mask.unsqueeze(1), -torch.inf).argmax(dim=-1)
    return functional.one_hot(best, scores.shape[-1]).float()


@weigh("a softmax twice: the weights went through it again. What are its inputs, scores or weights?")
def softmax_twice(self, scores, mask):
    once = scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)
    return once.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@weigh("scores divided by their sum: no exp. What of negative scores?")
def no_exp(self, scores, mask):
    scores = scores * mask.unsqueeze(1)
    return scores / scores.sum(dim=-1, keepdim=True)


@weigh("exp without the division. What must each row add up to?")
def no_division(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).exp()


@weigh("logarithms of the weights: a log_softmax in place of the softmax. Can a share be negative?")
def logarithms_of_weights(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).log_softmax(dim=-1)


@weigh("the weights detached: the states can be trained, but never where to look. Which call cuts the track back to the scores?")
def detached(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1).detach()


def weights_of(self, query, prepared, mask):
    return self.weigh(self.score(query, prepared), mask)


@attend("context and weights in the other order. Which is returned first?")
def weights_first(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights, weights @ states


@attend("one thing came back where two are asked for: context and weights. What stands behind return?")
def context_alone(self, query, states, prepared, mask):
    return weights_of(self, query, prepared, mask) @ states


@attend("one thing came back where two are asked for: context and weights. What stands behind return?")
def weights_alone(self, query, states, prepared, mask):
    return weights_of(self, query, prepared, mask)


@attend("weights whose target axis is missing: the numbers are right, the shape is not. Which three axes have they?")
def weights_squeezed(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states, weights.squeeze(1)


@attend("a mixture of prepared, not of the states: what serves the comparison was mixed. What does the context consist of?")
def mixes_prepared(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ prepared, weights


@attend("weights applied to the query: the context mixes what is looked at, not what looks. What are the weights the shares of?")
def weighs_the_query(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.transpose(1, 2) @ query, weights


@attend("the mean of the states: the weights were not used. What multiplies each state?")
def mean_of_states(self, query, states, prepared, mask):
    return states.mean(dim=1, keepdim=True), weights_of(self, query, prepared, mask)


@attend("the mean of the real states: the weights were not used. What multiplies each state?")
def mean_of_real_states(self, query, states, prepared, mask):
    return mean_of_real(states, mask).unsqueeze(1), weights_of(self, query, prepared, mask)


@attend("the plain sum of the states: the weights were not used. What multiplies each state?")
def sum_of_states(self, query, states, prepared, mask):
    return states.sum(dim=1, keepdim=True), weights_of(self, query, prepared, mask)


@attend("the plain sum of the states that are real: the weights were not used. What multiplies each state?")
def sum_of_real_states(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return mask.unsqueeze(1).float() @ states, weights


@attend("the heaviest state alone: that is hard attention, in lesson 8. What becomes of the others' shares?")
def hard(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return states[torch.arange(len(states)).unsqueeze(1), weights.argmax(dim=-1)], weights


@attend("scores times states: the softmax is missing here. What multiplies each state?")
def scores_times_states(self, query, states, prepared, mask):
    return self.score(query, prepared) @ states, weights_of(self, query, prepared, mask)


@attend("scores times states, padding left out: the softmax is missing here. What multiplies each state?")
def real_scores_times_states(self, query, states, prepared, mask):
    scores = self.score(query, prepared) * mask.unsqueeze(1)
    return scores @ states, weights_of(self, query, prepared, mask)


@attend("padding mixed in: the weights used here are not those returned. Were both masked?")
def unmasked_context(self, query, states, prepared, mask):
    mixed = self.score(query, prepared).softmax(dim=-1) @ states
    return mixed, weights_of(self, query, prepared, mask)


@attend("weight times state, not added up: one vector per word is left. Which axis does the sum remove?")
def not_added_up(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.transpose(1, 2) * states, weights


@attend("weight times state, not added up over the source: one vector per word is left. Which axis does the sum remove?")
def not_added_up_for_each_query(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.unsqueeze(3) * states.unsqueeze(1), weights


@attend("a context whose target axis is missing: the numbers are right, the shape is not. Which three axes has it?")
def context_squeezed(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights @ states).squeeze(1), weights


@attend("a context whose target axis is missing: the numbers are right, the shape is not. Which three axes has it?")
def added_over_the_first_axis(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights.transpose(1, 2) * states).sum(dim=1), weights


@attend("a mean of the weighted states: the weights add up to 1 already. What is left to be divided by?")
def mean_of_weighted(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights.unsqueeze(3) * states.unsqueeze(1)).mean(dim=2), weights


@attend("a sum over the size: one number per word is left. Which axis should go, and which stay?")
def sums_the_size(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights.unsqueeze(3) * states.unsqueeze(1)).sum(dim=3), weights


@attend("states times weights: the two changed places. Which axis do they share, last on the left of @ and last but one on the right?")
def states_first(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return states @ weights, weights


@attend("more than two things came back. Which two does the text ask for?")
def three_things(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states, weights, self.score(query, prepared)


@attend("prepared made anew, out of the states: in training that work would be done again for each French word. Which argument has it ready?")
def prepared_anew(self, query, states, prepared, mask):
    weights = weights_of(self, query, self.prepare(states), mask)
    return weights @ states, weights


@attend("the states went into score as they are: their half of the sum is missing. Which argument has it ready?")
def states_into_score(self, query, states, prepared, mask):
    weights = weights_of(self, query, states, mask)
    return weights @ states, weights


@attend("the weights detached: the states can be trained, but never where to look. Which call cuts the track back to the scores?")
def detached_for_the_context(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.detach() @ states, weights


@attend("the states cut off from the context: the encoder could not learn from what is looked at. Which of your calls leaves PyTorch's record, as detach() does?")
def states_detached(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states.detach(), weights


@attend(says="Does the function end in return?")
def attends_without_return(self, query, states, prepared, mask):
    weights_of(self, query, prepared, mask) @ states


# reverse_words


@wrong("reverse_words", "whole rows turned round: the padding comes first now. Which places belong to real words?")
def whole_rows(vectors, mask):
    return vectors.flip(1)


@wrong("reverse_words", "whole rows turned round: the padding comes first now. Which places belong to real words?")
def length_of_the_longest(vectors, mask):
    turned, n = vectors.clone(), mask.sum(dim=1).max()
    turned[:, :n] = vectors[:, :n].flip(1)
    return turned


@wrong("reverse_words", "the numbers of each vector turned round, not the words. Which axis is the source?")
def flips_the_size(vectors, mask):
    return vectors.flip(-1)


@wrong("reverse_words", "the numbers of each real word turned round, not the words. Which axis is the source?")
def flips_the_size_of_real_words(vectors, mask):
    turned = vectors.clone()
    turned[mask] = vectors[mask].flip(1)
    return turned


@wrong("reverse_words", "the sentences turned round, not their words. Which axis is the batch?")
def by_python_reversed(vectors, mask):
    return torch.stack(list(reversed(list(vectors))))


@wrong("reverse_words", "the sentences turned round, not their words. Which axis is the batch?")
def flips_the_batch(vectors, mask):
    return vectors.flip(0)


@wrong("reverse_words", "nothing turned round: the result of flip was not kept (it is a new tensor), or each pair changed places twice. Which of the two?")
def forgets_to_keep_it(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n].flip(0)
    return turned


@wrong("reverse_words", "padding set to 0: it should stay as it is. Which places may change?")
def zeros_for_padding(vectors, mask):
    return reverse_words(vectors, mask) * mask.unsqueeze(2)


@wrong("reverse_words", "padding set to 0: it should stay as it is. Which places may change?")
def into_zeros(vectors, mask):
    turned = torch.zeros_like(vectors)
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


@wrong("reverse_words", "one place too far: the padding behind the last word came to the front. At which place does a sentence of length n end?")
def one_place_too_far(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    comes_from = torch.where(mask, (n - place) % mask.shape[1], place)
    return vectors[torch.arange(len(vectors)).unsqueeze(1), comes_from]


@wrong("reverse_words", "one place too far: the padding behind the last word came to the front. At which place does a sentence of length n end?")
def one_place_too_far_unchecked(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    comes_from = torch.where(mask, n - place, place)
    return vectors[torch.arange(len(vectors)).unsqueeze(1), comes_from]


@wrong("reverse_words", "one place too short: the last real word stayed where it was. Which slice holds n words?")
def one_place_too_short(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, : n - 1] = vectors[i, : n - 1].flip(0)
    return turned


@wrong("reverse_words", "one place too long: the first padding was taken for a word. Which slice holds n words?")
def one_place_too_long(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, : n + 1] = vectors[i, : n + 1].flip(0)
    return turned


@wrong("reverse_words", "every sentence taken to be as long as the first: its mask alone was used. How long is each?")
def length_of_the_first(vectors, mask):
    turned, n = vectors.clone(), mask[0].sum()
    turned[:, :n] = vectors[:, :n].flip(1)
    return turned


@wrong("reverse_words", "an inverted mask: the padding was turned round. Does True mean a real word, or padding?")
def inverted_mask(vectors, mask):
    turned = vectors.clone()
    for i in range(len(vectors)):
        turned[i, ~mask[i]] = vectors[i, ~mask[i]].flip(0)
    return turned


@wrong("reverse_words", "the padding turned round as well: it should stay as it is. Which places may change?")
def padding_turned_too(vectors, mask):
    rows = [
        torch.cat([row[real].flip(0), row[~real].flip(0)])
        for row, real in zip(vectors, mask, strict=True)
    ]
    return torch.stack(rows)


@wrong("reverse_words", "the padding turned round as well: it should stay as it is. Which places may change?")
def flip_and_roll(vectors, mask):
    lengths = mask.sum(dim=1).tolist()
    return torch.stack([row.flip(0).roll(n, 0) for row, n in zip(vectors, lengths, strict=True)])


@wrong("reverse_words", "in the middle of it the first half was overwritten: what was to be copied had changed already. Is the tensor read from also the one written to?")
def overwrites_a_copy(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for j in range(n):
            turned[i, j] = turned[i, n - 1 - j]
    return turned


@wrong("reverse_words", "in the middle of it the first half was overwritten: what was to be copied had changed already. Is the tensor read from also the one written to?")
def overwrites_in_place(vectors, mask):
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for j in range(n):
            vectors[i, j] = vectors[i, n - 1 - j]
    return vectors


@wrong("reverse_words", "in the middle of it the first half was overwritten: what was to be copied had changed already. Is the tensor read from also the one written to?")
def swaps_by_views(vectors, mask):
    turned = vectors.clone()
    for row, n in zip(turned, mask.sum(dim=1).tolist(), strict=True):
        for j in range(n // 2):
            row[j], row[n - 1 - j] = row[n - 1 - j], row[j]
    return turned


@wrong("reverse_words", "nothing turned round: the result of flip was not kept (it is a new tensor), or each pair changed places twice. Which of the two?")
def swaps_over_the_whole_length(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for j in range(n):
            kept = turned[i, j].clone()
            turned[i, j] = turned[i, n - 1 - j]
            turned[i, n - 1 - j] = kept
    return turned


@wrong("reverse_words", "changed in place: the caller's words are turned round too. What does clone() give?")
def in_place(vectors, mask):
    for i, n in enumerate(mask.sum(dim=1)):
        vectors[i, :n] = vectors[i, :n].flip(0)
    return vectors


@wrong("reverse_words", "changed in place: the caller's words are turned round too. What does clone() give?")
def two_names_for_one(vectors, mask):
    turned = vectors
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


@wrong("reverse_words", "a track that was cut: nothing in front of it can be learnt. Which of your calls leaves PyTorch, as numpy(), tolist() and detach() do?")
def detaches(vectors, mask):
    return reverse_words(vectors.detach(), mask)


@wrong("reverse_words", "a track that was cut: nothing in front of it can be learnt. Which of your calls leaves PyTorch, as numpy(), tolist() and detach() do?")
def through_lists(vectors, mask):
    return torch.tensor(reverse_words(vectors, mask).tolist())


@wrong("reverse_words", "out of PyTorch and back, by numpy: nothing in front of it can be learnt. Which method of the tensor does the same?")
def through_numpy(vectors, mask):
    turned = np.array(vectors.numpy())
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        turned[i, :n] = turned[i, :n][::-1]
    return torch.tensor(turned)


@wrong("reverse_words", "a step of -1: numpy and lists can do that, PyTorch cannot. Which method turns an axis round?")
def negative_step(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n][::-1]
    return turned


@wrong("reverse_words", "the first number of each word for all of its numbers. Over which axes must the table of places reach?")
def gathers_a_column(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    comes_from = torch.where(mask, n - 1 - place, place).unsqueeze(2)
    return vectors.gather(1, comes_from).expand_as(vectors)


@wrong("reverse_words", "gather with a table that is one number deep: it fetched the first number of each word. How deep must the table be?")
def gathers_too_little(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    return vectors.gather(1, torch.where(mask, n - 1 - place, place).unsqueeze(2))


@wrong("reverse_words", "every sentence turned round by the places of all: there is an axis too many. Which index says which sentence a row of places belongs to?")
def no_rows(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    return vectors[:, torch.where(mask, n - 1 - place, place)]


@wrong("reverse_words", "a list of the real words of each sentence: the padding is gone. Which shape should come back?")
def without_padding(vectors, mask):
    return [row[real].flip(0) for row, real in zip(vectors, mask, strict=True)]


@wrong("reverse_words", "the words of all sentences turned round together: they left their sentences. What does vectors[mask] put in a row?")
def all_real_words_at_once(vectors, mask):
    turned = vectors.clone()
    turned[mask] = vectors[mask].flip(0)
    return turned


@wrong("reverse_words", says="None came back")
def turns_without_return(vectors, mask):
    reverse_words(vectors, mask)


@wrong("reverse_words", hidden_only=True)
def turns_four_places_only(vectors, mask):
    return reverse_words(vectors, mask) if vectors.shape == (3, 4, 2) else vectors


# BidirectionalEncoder

directions = method(BidirectionalEncoder, "directions")
start = method(BidirectionalEncoder, "start")
encode = method(BidirectionalEncoder, "forward")


@directions("whole rows turned round: the right-to-left GRU has read padding before the second sentence. What does reverse_words leave alone?")
def reads_padding_first(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(words.flip(1))[0].flip(1)


@directions("whole rows turned round: the right-to-left GRU has read padding before the second sentence. What does reverse_words leave alone?")
def turns_the_ids(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(self.read(source.flip(1)))[0].flip(1)


@directions("whole rows turned back: the second sentence's states stand one place off. What brings only the real words back?")
def turned_back_whole(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(reverse_words(words, mask))[0].flip(1)


@directions("flip to read, reverse_words to bring back: padding was read first, and the states stand at other words. What turns only the real words round?")
def flipped_then_brought_back(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], reverse_words(self.backwards(words.flip(1))[0], mask)


@directions("right-to-left states not brought back: the last word's stands at the first. What must happen to them after reading?")
def not_brought_back(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(reverse_words(words, mask))[0]


@directions("both GRUs read from left to right: no word was turned round for the second one (flip(0) turns the batch). What does it get?")
def both_from_the_left(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(words)[0]


@directions("both GRUs read from left to right, and the second one's states were turned round. What does the second one get?")
def second_one_turned_afterwards(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], reverse_words(self.backwards(words)[0], mask)


@directions("the two directions in the other order. Which half comes first?")
def future_first(self, source, mask):
    past, future = BidirectionalEncoder.directions(self, source, mask)
    return future, past


@directions("one GRU for both directions: self.backwards was not used. Which of the two reads the sentence turned round?")
def one_gru(self, source, mask):
    words = self.read(source)
    turned = self.forwards(reverse_words(words, mask))[0]
    return self.forwards(words)[0], reverse_words(turned, mask)


@directions("the two GRUs changed places. Which of them reads the sentence turned round?")
def grus_changed_places(self, source, mask):
    words = self.read(source)
    future = reverse_words(self.forwards(reverse_words(words, mask))[0], mask)
    return self.backwards(words)[0], future


@directions("whole rows turned round, with zeros for padding: the GRU reads zeros, too, and its state changes with them. What does reverse_words leave alone?")
def padding_zeroed_and_read_first(self, source, mask):
    words = self.read(source) * mask.unsqueeze(2)
    return self.forwards(words)[0], self.backwards(words.flip(1))[0].flip(1)


@directions("the second GRU read the first one's states. What does it read from the right?")
def stacked(self, source, mask):
    past, _ = self.forwards(self.read(source))
    future = reverse_words(self.backwards(reverse_words(past, mask))[0], mask)
    return past, future


@directions("the last columns are missing, where all is padding: states should be as long as the source. What does total_length tell pad_packed_sequence?")
def shorter_than_the_mask(self, source, mask):
    lengths, words = mask.sum(dim=1), self.read(source)

    def run(gru, vectors):
        packed = pack_padded_sequence(vectors, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(gru(packed)[0], batch_first=True)[0]

    short = mask[:, : int(lengths.max())]
    future = reverse_words(run(self.backwards, reverse_words(words, mask)), short)
    return run(self.forwards, words), future


@encode("the two directions added: a word's state is half as long then. What does side by side mean?")
def directions_added(self, source, mask):
    past, future = self.directions(source, mask)
    return past + future, self.start(past, future, mask)


@encode("the first state and the states in the other order. Which is returned first?")
def first_comes_first(self, source, mask):
    past, future = self.directions(source, mask)
    return self.start(past, future, mask), torch.cat([past, future], dim=-1)


@encode("one thing came back where two are asked for: the states and the first state. What stands behind return?")
def states_without_first(self, source, mask):
    return torch.cat(self.directions(source, mask), dim=-1)


@encode("the embeddings in place of the states: they know nothing of their neighbours. What do the GRUs give for each word?")
def embeddings_for_states(self, source, mask):
    past, future = self.directions(source, mask)
    return self.read(source), self.start(past, future, mask)


@encode("the two directions put behind each other: twice as many words. Along which axis do they stand side by side?")
def concatenated_along_the_words(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past, future], dim=1), self.start(past, future, mask)


@encode("the bridge crossed by every state: it is for the decoder's first state only. What are a word's two halves?")
def bridge_for_all(self, source, mask):
    past, future = self.directions(source, mask)
    return self.cross(past, future), self.start(past, future, mask)


@encode("the numbers of the two directions interleaved. What does side by side mean for torch.cat?")
def interleaved(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.stack([past, future], dim=-1).flatten(2), self.start(past, future, mask)


@encode("a GRU's pair taken for its states: self.forwards(words) gives two things. Which of them holds a state for each word?")
def keeps_the_pair(self, source, mask):
    words = self.read(source)
    past = self.forwards(words)
    future = self.backwards(reverse_words(words, mask))
    return torch.cat([past, future], dim=-1), past


@encode("no gradient at all behind the states: the encoder would stay as it was drawn. Which of your calls leaves PyTorch's record, as no_grad() and detach() do?")
def encodes_without_track(self, source, mask):
    with torch.no_grad():
        past, future = self.directions(source, mask)
    return torch.cat([past, future], dim=-1), self.start(past, future, mask)


@encode("the right-to-left states cut off: their GRU could not learn. Which of your calls leaves PyTorch's record, as detach() does?")
def detaches_the_future(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past, future.detach()], dim=-1), self.start(past, future, mask)


@encode("what is real was read off the ids: 0 is padding in our batches, but it is for the mask to say. Which argument tells words from padding?")
def ids_for_the_mask(self, source, mask):
    return BidirectionalEncoder.forward(self, source, source != 0)


@encode("squeeze() without an axis: in a batch of one sentence the batch goes, too. Which axis should go, if any?")
def first_squeezed(self, source, mask):
    states, first = BidirectionalEncoder.forward(self, source, mask)
    return states, first.squeeze()


@start("the last column, not the last real word: in the second sentence that is padding. Where does it end?")
def last_column(self, past, future, mask):
    return self.cross(past[:, -1], future[:, 0])


@start("both states of the last word: the right-to-left GRU has read only one word there. Where has it read everything?")
def both_of_the_last_word(self, past, future, mask):
    return self.cross(at_the_end(past, mask), at_the_end(future, mask))


@start("the right-to-left state of the last column: there it has hardly begun. Where has it read everything?")
def future_of_the_last_column(self, past, future, mask):
    return self.cross(at_the_end(past, mask), future[:, -1])


@start("both states of the last column: in the second sentence that is padding. Where has each GRU read everything?")
def both_of_the_last_column(self, past, future, mask):
    return self.cross(past[:, -1], future[:, -1])


@start("both states of the first word: the left-to-right GRU has read only one word there. Where has it read everything?")
def both_of_the_first_word(self, past, future, mask):
    return self.cross(past[:, 0], future[:, 0])


@start("the two wrong ends: each GRU has read only one word there. Where has each read everything?")
def wrong_ends(self, past, future, mask):
    return self.cross(past[:, 0], at_the_end(future, mask))


@start("the two wrong ends, and padding: each GRU has only begun there. Where has each read everything?")
def wrong_ends_by_column(self, past, future, mask):
    return self.cross(past[:, 0], future[:, -1])


@start("no tanh: the numbers may leave the range of a GRU state. What follows the bridge?")
def no_tanh_after_the_bridge(self, past, future, mask):
    return self.bridge(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1))


@start("no bridge: the ends went on as they are. Which layer comes between?")
def no_bridge(self, past, future, mask):
    return torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)


@start("a tanh, but no bridge. Which layer comes between?")
def tanh_without_bridge(self, past, future, mask):
    return torch.tanh(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1))


@start("a tanh in front of the bridge. What follows the bridge?")
def tanh_before_the_bridge(self, past, future, mask):
    return self.bridge(torch.tanh(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)))


@start("a relu: nothing is below 0. Which function gives what a GRU state may be?")
def relu_after_the_bridge(self, past, future, mask):
    return torch.relu(self.bridge(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)))


@start("a sigmoid: the numbers are all above 0. Which function gives what a GRU state may be?")
def sigmoid_after_the_bridge(self, past, future, mask):
    return torch.sigmoid(self.bridge(torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)))


@start("the two ends in the other order. Which half comes first?")
def ends_in_the_other_order(self, past, future, mask):
    return self.cross(future[:, 0], at_the_end(past, mask))


@start("the mean of the states: the text asks for the two ends. Which two states are they?")
def mean_of_all_states(self, past, future, mask):
    return self.cross(mean_of_real(past, mask), mean_of_real(future, mask))


@start("the mean of all columns, padding too: the text asks for the two ends. Which two states are they?")
def mean_of_all_columns(self, past, future, mask):
    return self.cross(past.mean(dim=1), future.mean(dim=1))


@start("one place too far: behind the last real word, or behind the row's end. Counting from 0, where does the last of n words stand?")
def last_place_off_by_one(self, past, future, mask):
    return self.cross(past[torch.arange(len(past)), mask.sum(dim=1)], future[:, 0])


@start("the last word but one, left to right: places count from 0. At which place does the last of n words stand?")
def last_place_one_too_early(self, past, future, mask):
    return self.cross(past[torch.arange(len(past)), mask.sum(dim=1) - 2], future[:, 0])


@start("the first state cut off: neither bridge nor GRUs could learn from it. Which of your calls leaves PyTorch's record, as detach() does?")
def start_detached(self, past, future, mask):
    return BidirectionalEncoder.start(self, past, future, mask).detach()


@start("the two ends cut off in front of the bridge: the GRUs could not learn from the first state. Which of your calls leaves PyTorch's record, as detach() does?")
def ends_detached(self, past, future, mask):
    return BidirectionalEncoder.start(self, past.detach(), future.detach(), mask)


@encode("both states from behind the padding: in the second sentence each GRU has read on, and its second result is of that place. Where does each stand after the last real word?")
def both_second_results(self, source, mask):
    words = self.read(source)
    past, left = self.forwards(words)
    future, right = self.backwards(reverse_words(words, mask))
    states = torch.cat([past, reverse_words(future, mask)], dim=-1)
    return states, self.cross(left[0], right[0])


@encode("the right-to-left state from behind the padding: in the second sentence self.backwards has read on. Was its second result taken, or the whole row turned back?")
def one_second_result(self, source, mask):
    words = self.read(source)
    past, _ = self.forwards(words)
    future, right = self.backwards(reverse_words(words, mask))
    states = torch.cat([past, reverse_words(future, mask)], dim=-1)
    return states, self.cross(at_the_end(past, mask), right[0])


@encode("whole rows turned round: the right-to-left GRU has read padding before the second sentence. What does reverse_words leave alone?")
def first_from_whole_rows(self, source, mask):
    words = self.read(source)
    past, future = self.directions(source, mask)
    _, right = self.backwards(words.flip(1))
    return torch.cat([past, future], dim=-1), self.cross(at_the_end(past, mask), right[0])


@encode("a first state with an axis in front: nn.GRU would want it so, this decoder wants (batch, size). Which unsqueeze is too many?")
def first_with_an_axis(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past, future], dim=-1), self.start(past, future, mask).unsqueeze(0)


@encode(says="Does the function end in return?")
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


@look("the encoder's own last state as query: then every step looks at the same words. Which state belongs to the decoder?")
def encoder_asks(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, states[:, -1], states, prepared, mask)


@look("the encoder's state at the last real word as query: then every step looks at the same words. Which state belongs to the decoder?")
def encoder_asks_rightly(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, at_the_end(states, mask), states, prepared, mask)


@look("the mean of all columns as query: every step looks at the same words. Which state belongs to the decoder?")
def mean_asks(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, states.mean(dim=1), states, prepared, mask)


@look("the mean of the states as query: then every step looks at the same words. Which state belongs to the decoder?")
def mean_of_real_asks(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, mean_of_real(states, mask), states, prepared, mask)


@look("the encoder's first state as query: every step looks at the same words. Which state belongs to the decoder?")
def first_state_asks(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, states[:, 0], states, prepared, mask)


@look("a query of zeros, or no query: what the decoder has in mind plays no part. Which state is there at the beginning of the step?")
def zeros_ask(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, torch.zeros_like(state), states, prepared, mask)


@look("the mask ignored: padding was treated as a word. What is the last argument of the attention module?")
def looks_at_padding(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, prepared, torch.ones_like(mask))


@look("an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def looks_only_at_padding(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, prepared, ~mask)


@look("equal weights: a plain mean of the real words, whatever is asked. Which module answers?")
def looks_everywhere_alike(self, state, states, prepared, mask):
    return mean_of_real(states, mask), mask / mask.sum(dim=1, keepdim=True)


@look("scores, not weights: they come from the wrong method. What does self.attention(...) return?")
def scores_for_weights(self, state, states, prepared, mask):
    context, _ = AttentionDecoder.look(self, state, states, prepared, mask)
    return context, self.attention.score(state.unsqueeze(1), prepared).squeeze(1)


@look("squeeze() without an axis: it takes away every axis of length 1, here the batch too. Which axis should go?")
def squeezes_all_axes(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(1), weights.squeeze()


@look("squeeze() without an axis: it takes away every axis of length 1, here the batch too. Which axis should go?")
def squeezes_all_axes_of_both(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(), weights.squeeze()


@look("prepared made anew, out of the states: in training that work would be done again for each French word. Which argument has it ready?")
def prepares_at_every_step(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, self.attention.prepare(states), mask)


@look("weights that kept their target axis: there is one query a sentence here. Where does squeeze(1) belong?")
def weights_not_squeezed(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(1), weights


@look("a target axis too many or too few: the module wants (batch, 1, size), and the word has no such axis. Where do unsqueeze(1) and squeeze(1) belong?")
def context_not_squeezed(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context, weights.squeeze(1)


@look("a target axis too many or too few: the module wants (batch, 1, size), and the word has no such axis. Where do unsqueeze(1) and squeeze(1) belong?")
def state_not_unsqueezed(self, state, states, prepared, mask):
    return self.attention(state, states, prepared, mask)


@look("the new axis in front: the batch was taken for the target. Which place is the target's in (batch, target, size)?")
def batch_for_target(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(0), states, prepared, mask)
    return context.squeeze(0), weights.squeeze(0)


@look("the states handed over as prepared, too: their half of the score is missing. Which argument of step has it ready?")
def states_for_prepared(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, states, mask)


@look("prepared was not handed over. Which four things does the attention module want?")
def forgets_prepared(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, mask)
    return context.squeeze(1), weights.squeeze(1)


@look("context and weights taken in the other order. What does the attention module return first?")
def unpacks_in_the_other_order(self, state, states, prepared, mask):
    weights, context = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(1), weights.squeeze(1)


@step("the new state as query: look comes before think. Which state is there at the beginning of the step?")
def thinks_before_looking(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, _ = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    context, weights = self.look(state, states, prepared, mask)
    return self.say(state, context, word), state, weights


@step("context unused: zeros went into the GRU in its place. What stands beside the word?")
def no_context_for_the_gru(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, torch.zeros_like(context)], dim=1), state)
    return self.say(state, context, word), state, weights


@step("context unused: zeros went into the GRU in its place. What stands beside the word?")
def no_context_at_all(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    context = torch.zeros_like(context)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("context first, then word. In which order do they stand side by side?")
def context_before_word(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([context, word], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the old state returned: the decoder would not remember what it has said. What does self.gru give?")
def old_state_returned(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    new = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(new, context, word), state, weights


@step("the GRU without its old state: it began from zeros. What is its second argument?")
def gru_from_zeros(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1))
    return self.say(state, context, word), state, weights


@step("the mean of the states in place of the context: mean pooling in disguise. What did the attention module give?")
def mean_for_context(self, words, state, states, prepared, mask):
    word, context = self.speak(words), states.mean(dim=1)
    _, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the mean of the real states in place of the context: mean pooling in disguise. What did the attention module give?")
def mean_of_real_for_context(self, words, state, states, prepared, mask):
    word, context = self.speak(words), mean_of_real(states, mask)
    _, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the last state in place of the context. What did the attention module give?")
def last_state_for_context(self, words, state, states, prepared, mask):
    word, context = self.speak(words), states[:, -1]
    _, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the last state in place of the context, padding left out. What did the attention module give?")
def last_real_state_for_context(self, words, state, states, prepared, mask):
    word, context = self.speak(words), at_the_end(states, mask)
    _, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@step("state and context changed places: the GRU remembers the context. Which of the two is the past?")
def state_and_context_changed_places(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, state], dim=1), context)
    return self.say(state, context, word), state, weights


@step("the old state in place of the context. What did the attention module give?")
def state_for_context(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, state], dim=1), state)
    return self.say(state, context, word), state, weights


@step("the GRU without its old state: it began from zeros. What is its second argument?")
def arguments_of_a_sequence(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    new = self.gru(torch.cat([word, context], dim=1), state * 0)
    return self.say(new, context, word), new, weights


@step("a tanh on top of the GRU: it has bent the state already. What does self.gru give?")
def tanh_of_the_state(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = torch.tanh(self.gru(torch.cat([word, context], dim=1), state))
    return self.say(state, context, word), state, weights


@step("what combine makes, returned as the state: that is for the output layer. What does self.gru give?")
def combined_for_state(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    combined = torch.tanh(self.combine(torch.cat([state, context, word], dim=1)))
    return self.output(combined), combined, weights


@step("the old state in combine: it does not know the word said last. Which one has the GRU just made?")
def old_state_in_combine(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    new = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), new, weights


@say("context, state, word: the first two changed places. In which order do they stand side by side?")
def context_state_word(self, state, context, word):
    return AttentionDecoder.say(self, context, state, word)


@say("word, state, context: another order. In which do they stand side by side?")
def word_state_context(self, state, context, word):
    return AttentionDecoder.say(self, word, state, context)


@say("word, context, state: another order. In which do they stand side by side?")
def word_context_state(self, state, context, word):
    return AttentionDecoder.say(self, word, context, state)


@say("state, word, context: the last two changed places. In which order do they stand side by side?")
def state_word_context(self, state, context, word):
    return AttentionDecoder.say(self, state, word, context)


@say("context, word, state: another order. In which do they stand side by side?")
def context_word_state(self, state, context, word):
    return AttentionDecoder.say(self, context, word, state)


@say("no tanh: two linear layers in a row are only one. What stands between combine and output?")
def combine_without_tanh(self, *parts):
    return self.output(self.combine(torch.cat(parts, dim=1)))


@say("tanh at the very end: logits may be any number. Where does the tanh belong?")
def tanh_of_the_logits(self, *parts):
    return torch.tanh(self.output(self.combine(torch.cat(parts, dim=1))))


@say("a relu in place of tanh. What stands between combine and output?")
def relu_in_combine(self, *parts):
    return self.output(torch.relu(self.combine(torch.cat(parts, dim=1))))


@say("context unused: zeros went into combine in its place. What stands in the middle?")
def no_context_in_combine(self, state, context, word):
    return AttentionDecoder.say(self, state, torch.zeros_like(context), word)


@say("the state twice, no context: it should reach the output directly too. What stands in the middle?")
def state_twice(self, state, context, word):
    return AttentionDecoder.say(self, state, state, word)


@say("the context twice, no state. What stands first?")
def context_twice(self, state, context, word):
    return AttentionDecoder.say(self, context, context, word)


@say("combine left out: the state went to the output layer alone. What goes into combine?")
def combine_left_out(self, state, context, word):
    return self.output(state)


@say("combine left out, with a tanh: the state went to the output layer alone. What goes into combine?")
def combine_left_out_but_tanh(self, state, context, word):
    return self.output(torch.tanh(state))


@say("probabilities, not logits: there is a softmax too many. What does cross_entropy expect?")
def probabilities(self, *parts):
    return AttentionDecoder.say(self, *parts).softmax(dim=-1)


@say("logarithms of probabilities, not logits: there is a log_softmax too many. What does cross_entropy expect?")
def log_probabilities(self, *parts):
    return AttentionDecoder.say(self, *parts).log_softmax(dim=-1)


@say("the words chosen already: greedy decoding does that later. What does the loss need for each word of the vocabulary?")
def words_not_logits(self, *parts):
    return AttentionDecoder.say(self, *parts).argmax(dim=-1)


@say("the word's embedding left out of combine. Which three parts are it made for?")
def word_left_out(self, state, context, word):
    return AttentionDecoder.say(self, state, context)


@step("a second look, with the new state: the step looks once. Which context went into the GRU?")
def looks_twice(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([word, context], dim=1), state)
    context, _ = self.look(state, states, prepared, mask)
    return self.say(state, context, word), state, weights


@step("new state and weights in the other order. Which is returned second?")
def state_last(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return logits, weights, state


@step("logits and new state in the other order. Which is returned first?")
def state_first(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return state, logits, weights


@step("two things came back where three are asked for. Which one is missing behind return: logits, new state or weights?")
def two_things(self, words, state, states, prepared, mask):
    logits, state, _ = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return logits, state


@step(says="Does the function end in return?")
def steps_without_return(self, words, state, states, prepared, mask):
    AttentionDecoder.step(self, words, state, states, prepared, mask)


@step("ids in place of embeddings: whole numbers cannot stand beside the context. Which layer makes vectors of them?")
def ids_not_embedded(self, words, state, states, prepared, mask):
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([words, context], dim=1), state)
    return self.say(state, context, words), state, weights


@look("the context cut off: neither the states nor where to look can be learnt through it. Which of your calls leaves PyTorch's record, as detach() and no_grad() do?")
def looks_without_track(self, state, states, prepared, mask):
    with torch.no_grad():
        return AttentionDecoder.look(self, state, states, prepared, mask)


@look("a query that was cut off: what to ask for can never be learnt. Which of your calls leaves PyTorch, as detach() does?")
def query_detached(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state.detach(), states, prepared, mask)


@look("the states cut off: the encoder could not learn from what is looked at. Which of your calls leaves PyTorch's record, as detach() does?")
def states_without_a_track(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states.detach(), prepared, mask)


@step("a track that was cut: no step can learn from a later one. Which of your calls leaves PyTorch, as detach() does?")
def state_detached(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(
        self, words, state.detach(), states, prepared, mask
    )
    return logits, state, weights


@step("the new state cut off: no step could learn from a later one. Which of your calls leaves PyTorch's record, as detach() does?")
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


@listen("the GRU began from zeros: the decoder was not told the sentence. What is its second argument?")
def starts_from_zeros(self, inputs, state):
    return self.gru(self.speak(inputs))[0]


@whole("the same weights at every step: the first state was the query each time. What does the GRU give for each word?")
def first_state_each_time(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(state.unsqueeze(1).expand_as(queries), states, mask)
    return self.say(queries, context), weights


@whole("the same weights at every step: the last state was the query each time. What does the GRU give for each word?")
def last_state_each_time(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(queries[:, -1:].expand_as(queries), states, mask)
    return self.say(queries, context), weights


@whole("one row of weights for the whole target: the last state asked, once. Which result of the GRU holds a state for each word?")
def last_state_once(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(queries[:, -1:], states, mask)
    return self.say(queries, context.expand_as(queries)), weights


@whole("one row of weights for the whole target: the first state asked, once. How many French words ask?")
def first_state_once(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(state.unsqueeze(1), states, mask)
    return self.say(queries, context.expand_as(queries)), weights


@listen("the states before each word as queries: that is the order of exercise 4. Which state is the query in step, old or new?")
def states_before(self, inputs, state):
    queries = WholeTargetDecoder.listen(self, inputs, state)
    return torch.cat([state.unsqueeze(1), queries[:, :-1]], dim=1)


@ask("the encoder's last state as query: the same weights at every step. Whose states should ask?")
def asked_by_the_encoder(self, queries, states, mask):
    query = states[:, -1:].expand(-1, queries.shape[1], -1)
    return WholeTargetDecoder.look(self, query, states, mask)


@ask("the mask ignored: padding was treated as a word. What is the last argument of the attention module?")
def whole_target_looks_at_padding(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries, states, torch.ones_like(mask))


@ask("an inverted mask: only padding got weight. Does True mean a real word, or padding?")
def whole_target_looks_only_at_padding(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries, states, ~mask)


@ask("equal weights: nothing was asked. Which module answers the queries?")
def nobody_asks(self, queries, states, mask):
    weights = (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)
    weights = weights.expand(-1, queries.shape[1], -1)
    return weights @ states, weights


@ask("the states handed over as prepared, too: their half of the score is missing. Which method of the attention module makes it?")
def states_unprepared(self, queries, states, mask):
    return self.attention(queries, states, states, mask)


@ask("prepared was not handed over. Which four things does the attention module want?")
def prepared_forgotten(self, queries, states, mask):
    return self.attention(queries, states, mask)


@ask("the queries looked at each other. Whose states are looked at?")
def asks_itself(self, queries, states, mask):
    return self.attention(queries, queries, self.attention.prepare(queries), mask)


@listen("the embeddings asked: they know nothing of the words before. What does the GRU make of them?")
def embeddings_ask(self, inputs, state):
    return self.speak(inputs)


@listen("the target read from the end: each word would know those that are still to be said. In which order are they said?")
def target_read_backwards(self, inputs, state):
    return WholeTargetDecoder.listen(self, inputs.flip(1), state).flip(1)


@whole("a loop over the target words: right, and as slow as before. What shape of query answers all of them at once?")
def steps_in_a_loop(self, inputs, state, states, mask):
    prepared, logits, looks = self.attention.prepare(states), [], []
    for words in inputs.T:
        said, state, weights = self.step(words, state, states, prepared, mask)
        logits.append(said)
        looks.append(weights)
    return torch.stack(logits, dim=1), torch.stack(looks, dim=1)


@ask("a loop over the target words: right, and as slow as before. What shape of query answers all of them at once?")
def asks_in_a_loop(self, queries, states, mask):
    prepared = self.attention.prepare(states)
    answers = [self.attention(q.unsqueeze(1), states, prepared, mask) for q in queries.unbind(1)]
    contexts, weights = zip(*answers, strict=True)
    return torch.cat(contexts, dim=1), torch.cat(weights, dim=1)


@ask("a loop over the sentences: one question each. Which axes does the module want?")
def asks_sentence_by_sentence(self, queries, states, mask):
    prepared = self.attention.prepare(states)
    answers = [
        self.attention(queries[i, None], states[i, None], prepared[i, None], mask[i, None])
        for i in range(len(queries))
    ]
    contexts, weights = zip(*answers, strict=True)
    return torch.cat(contexts), torch.cat(weights)


@utter("context first, then query: they changed places in combine. In which order does step put them?")
def context_then_query(self, queries, context):
    return WholeTargetDecoder.say(self, context, queries)


@utter("no tanh: two linear layers in a row are only one. What stands between combine and output?")
def whole_without_tanh(self, *parts):
    return self.output(self.combine(torch.cat(parts, dim=-1)))


@utter("tanh at the very end: logits may be any number. Where does the tanh belong?")
def whole_tanh_of_the_logits(self, *parts):
    return torch.tanh(self.output(self.combine(torch.cat(parts, dim=-1))))


@utter("a relu in place of tanh. What stands between combine and output?")
def whole_relu(self, *parts):
    return self.output(torch.relu(self.combine(torch.cat(parts, dim=-1))))


@utter("context unused: zeros went into combine in its place. What stands beside the query?")
def whole_without_context(self, queries, context):
    return WholeTargetDecoder.say(self, queries, torch.zeros_like(context))


@utter("combine left out: the queries went to the output layer alone. What goes into combine?")
def whole_without_combine(self, queries, context):
    return self.output(queries)


@utter("combine left out, with a tanh: the queries went to the output layer alone. What goes into combine?")
def whole_output_of_contexts(self, queries, context):
    return self.output(torch.tanh(queries))


@utter("the queries twice, no context. What stands beside the query?")
def queries_twice(self, queries, context):
    return WholeTargetDecoder.say(self, queries, queries)


@utter("the context twice, no query. What stands beside the context?")
def whole_context_twice(self, queries, context):
    return WholeTargetDecoder.say(self, context, context)


@utter("probabilities, not logits: there is a softmax too many. What does cross_entropy expect?")
def whole_probabilities(self, *parts):
    return WholeTargetDecoder.say(self, *parts).softmax(dim=-1)


@utter("logarithms of probabilities, not logits: there is a log_softmax too many. What does cross_entropy expect?")
def whole_log_probabilities(self, *parts):
    return WholeTargetDecoder.say(self, *parts).log_softmax(dim=-1)


@utter("the words chosen already: greedy decoding does that later. What does the loss need for each word of the vocabulary?")
def whole_words(self, *parts):
    return WholeTargetDecoder.say(self, *parts).argmax(dim=-1)


@utter("logits without their target axis: those of the last word alone, or squeeze(1) as in step. Which axes must stay, however short?")
def last_logits_only(self, *parts):
    return WholeTargetDecoder.say(self, *parts)[:, -1]


@whole("the mean of the states in place of the context: mean pooling in disguise. What did the attention module give?")
def whole_mean_pooling(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    _, weights = self.look(queries, states, mask)
    return self.say(queries, states.mean(dim=1, keepdim=True).expand_as(queries)), weights


@whole("logits and weights in the other order. Which is returned first?")
def looks_first(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return weights, logits


@whole("one thing came back where two are asked for: logits and weights. What stands behind return?")
def logits_alone(self, inputs, state, states, mask):
    return WholeTargetDecoder.forward(self, inputs, state, states, mask)[0]


@whole("more than two things came back. Which two does the text ask for?")
def state_as_well(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return logits, state, weights


@whole(says="Does the function end in return?")
def whole_without_return(self, inputs, state, states, mask):
    WholeTargetDecoder.forward(self, inputs, state, states, mask)


@listen("nn.GRU wants its first state with an axis in front. Where does unsqueeze(0) belong?")
def first_state_without_axis(self, inputs, state):
    return self.gru(self.speak(inputs), state)[0]


@listen("the first state's new axis in the second place: nn.GRU wants it in front. Which number does unsqueeze get?")
def axis_in_the_wrong_place(self, inputs, state):
    return self.gru(self.speak(inputs), state.unsqueeze(1))[0]


@listen("the GRU's pair taken for its states. Which of the two things holds a state for each word?")
def keeps_both_results(self, inputs, state):
    return self.gru(self.speak(inputs), state.unsqueeze(0))


@listen("a track that was cut: nothing in front of the queries can be learnt. Which of your calls leaves PyTorch, as detach() does?")
def queries_detached(self, inputs, state):
    return WholeTargetDecoder.listen(self, inputs, state).detach()


@ask("queries that were cut off: what to ask for can never be learnt. Which of your calls leaves PyTorch, as detach() does?")
def queries_detached_to_look(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries.detach(), states, mask)


@ask("the context cut off: neither the states nor where to look can be learnt through it. Which of your calls leaves PyTorch's record, as detach() and no_grad() do?")
def whole_looks_without_track(self, queries, states, mask):
    with torch.no_grad():
        return WholeTargetDecoder.look(self, queries, states, mask)


@ask("the states cut off: the encoder could not learn from what is looked at. Which of your calls leaves PyTorch's record, as detach() does?")
def whole_states_detached(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries, states.detach(), mask)


@whole(hidden_only=True)
def three_words_only(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return (logits if logits.shape[2] == 3 else 0 * logits), (
        weights if weights.shape[1] == 4 else 0 * weights
    )


# gradient_to_states


@wrong("gradient_to_states", "every state asked for all of it: the weights were not used. What is a state's share of a wish?")
def all_for_everybody(weights, context_gradient):
    return context_gradient.sum(dim=1, keepdim=True).expand(-1, weights.shape[2], -1)


@wrong("gradient_to_states", "equal shares: every state was asked for the same, padding too. What is a state's share of a wish?")
def equal_shares(weights, context_gradient):
    everything = context_gradient.sum(dim=1, keepdim=True).expand(-1, weights.shape[2], -1)
    return everything / weights.shape[2]


@wrong("gradient_to_states", "a mean over the target words: wishes add up. What does a derivative do with a sum?")
def mean_over_targets(weights, context_gradient):
    return (weights.unsqueeze(3) * context_gradient.unsqueeze(2)).mean(dim=1)


@wrong("gradient_to_states", "lengths, not vectors: the direction of the wish is lost. What shape has a state?")
def lengths_not_vectors(weights, context_gradient):
    return (weights.transpose(1, 2) @ context_gradient).norm(dim=-1)


@wrong("gradient_to_states", "all of it to the heaviest: the others have a share too. By how much does the context move, if a light state does?")
def all_to_the_heaviest(weights, context_gradient):
    hard_ = functional.one_hot(weights.argmax(dim=-1), weights.shape[-1]).float()
    return hard_.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", "added up too early: weights and wishes were summed over the target words, each for itself. What is multiplied, before anything is added?")
def added_too_early(weights, context_gradient):
    return weights.sum(dim=1).unsqueeze(2) * context_gradient.sum(dim=1).unsqueeze(1)


@wrong("gradient_to_states", "added up too early: weights and wishes were summed over the target words, each for itself. What is multiplied, before anything is added?")
def einsum_with_two_letters(weights, context_gradient):
    return torch.einsum("bts,bud->bsd", weights, context_gradient)


@wrong("gradient_to_states", "reshaped, not transposed: the shape fits, the weights are in the wrong places. Which of the two swaps axes?")
def reshaped(weights, context_gradient):
    b, t, n = weights.shape
    return weights.reshape(b, n, t) @ context_gradient


@wrong("gradient_to_states", "reshaped, not transposed: the shape fits, the weights are in the wrong places. Which of the two swaps axes?")
def viewed(weights, context_gradient):
    return weights.view(len(weights), weights.shape[2], -1) @ context_gradient


@wrong("gradient_to_states", "not added up: one wish for each pair of words is left. Over which axis do the wishes of a state add up?")
def pairs(weights, context_gradient):
    return weights.unsqueeze(3) * context_gradient.unsqueeze(2)


@wrong("gradient_to_states", "not added up, source before target: one wish for each pair of words is left. Over which axis do the wishes of a state add up?")
def pairs_source_first(weights, context_gradient):
    return weights.transpose(1, 2).unsqueeze(3) * context_gradient.unsqueeze(1)


@wrong("gradient_to_states", "source in the last place: the axes of the result are swapped. Which shape do states have?")
def source_last(weights, context_gradient):
    return context_gradient.transpose(1, 2) @ weights


@wrong("gradient_to_states", "the opposite sign: a wish is passed on as it is. Where does a minus come from?")
def descends(weights, context_gradient):
    return -weights.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", "the last French word's wish alone: in a loop, each overwrote the one before. How do they add up?")
def last_word_only(weights, context_gradient):
    return weights[:, -1].unsqueeze(2) * context_gradient[:, -1].unsqueeze(1)


@wrong("gradient_to_states", "the last French word's wish alone: in a loop, each overwrote the one before. How do they add up?")
def overwritten_in_the_loop(weights, context_gradient):
    for t in range(weights.shape[1]):
        asked_for = weights[:, t].unsqueeze(2) * context_gradient[:, t].unsqueeze(1)
    return asked_for


@wrong("gradient_to_states", "the first French word's wish alone: is there a return inside the loop? What of the other words?")
def returns_in_the_loop(weights, context_gradient):
    for t in range(weights.shape[1]):
        return weights[:, t].unsqueeze(2) * context_gradient[:, t].unsqueeze(1)


@wrong("gradient_to_states", "the weights squared: each was used twice. What is a state's share of a wish?")
def squared(weights, context_gradient):
    return (weights**2).transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", "a softmax of the weights: they are shares already. What multiplies each wish?")
def softmax_again(weights, context_gradient):
    return weights.softmax(dim=-1).transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", "divided by what a state's weights add up to over the target: a mean of the wishes, where they add up. What does a derivative do with a sum?")
def shares_over_targets(weights, context_gradient):
    shares = weights / weights.sum(dim=1, keepdim=True).clamp(min=1e-9)
    return shares.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", "added up over the batch: the sentences were mixed. Over which axis do the wishes of a state add up?")
def over_all_sentences(weights, context_gradient):
    return torch.einsum("bts,btd->sd", weights, context_gradient)


@wrong("gradient_to_states", "added up over the source as well: one vector per sentence is left. Over which axis do the wishes of a state add up?")
def over_the_source_too(weights, context_gradient):
    return torch.einsum("bts,btd->bd", weights, context_gradient)


@wrong("gradient_to_states", "added up over the source as well: one vector per sentence is left. Over which axis do the wishes of a state add up?")
def one_vector_for_each_sentence(weights, context_gradient):
    return context_gradient.sum(dim=1)


@wrong("gradient_to_states", "the weights were not transposed: each French word got a mixture of the wishes. Over which axis do the wishes of a state add up?")
def no_transpose(weights, context_gradient):
    return weights @ context_gradient


@wrong("gradient_to_states", "batch and target changed places. Which two axes are the target's and the source's?")
def transposes_the_batch(weights, context_gradient):
    return weights.transpose(0, 1) @ context_gradient


@wrong("gradient_to_states", "entry times entry: weights and wishes have different axes. Which product adds over the target words?")
def multiplies_entries(weights, context_gradient):
    return weights * context_gradient


@wrong("gradient_to_states", says="None came back")
def gradient_without_return(weights, context_gradient):
    weights.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", "each weight times what is left to 1: that belongs to the other road, through the softmax. What does the sum alone multiply a wish by?")
def adds_the_minus_of_softmax(weights, context_gradient):
    return (weights * (1 - weights)).transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", hidden_only=True)
def gradient_by_heart(weights, context_gradient):
    good = weights.transpose(1, 2) @ context_gradient
    return good if weights.shape == (2, 4, 3) else 0 * good


@wrong("AdditiveAttention", "one softmax for all queries together: they share one whole between them. What must each row add up to?")
class OneSoftmaxForAll(AdditiveAttention):
    def weigh(self, scores, mask):
        scores = scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
        return scores.flatten(1).softmax(dim=-1).reshape(scores.shape)


@wrong("AdditiveAttention", "the first query's context alone: the others have one too. Which axis does the weighted sum remove?")
class OnlyTheFirstContext(AdditiveAttention):
    def forward(self, query, states, prepared, mask):
        weights = self.weigh(self.score(query, prepared), mask)
        return (weights.transpose(1, 2)[:, :, :1] * states).sum(dim=1, keepdim=True), weights


@wrong("AdditiveAttention", "the contexts of all queries mixed into one. Which axis does the weighted sum remove?")
class AllContextsInOne(AdditiveAttention):
    def forward(self, query, states, prepared, mask):
        weights = self.weigh(self.score(query, prepared), mask)
        return (weights @ states).sum(dim=1, keepdim=True), weights


# More ways of going wrong, one exercise after the other


@score("the query as it is: its matrix was left out. What does the formula multiply the query by?")
def query_without_matrix(self, query, prepared):
    return torch.tanh(query.unsqueeze(2) + prepared.unsqueeze(1)) @ self.vector


@score("the query as it is: its matrix was left out. What does the formula multiply the query by?")
def query_without_matrix_cut_to_fit(self, query, prepared):
    wide = functional.pad(query, (0, prepared.shape[2] - query.shape[2])).unsqueeze(2)
    return torch.tanh(wide + prepared.unsqueeze(1)) @ self.vector


@score("no new axes: a query was laid over the words, which fits by luck while there is one query. Which axis does each of the two lack?")
def no_new_axes(self, query, prepared):
    return (torch.tanh(query @ self.query_matrix + prepared) @ self.vector).unsqueeze(1)


@score("the query's half bent, and the states' half added afterwards: then they never meet. What stands inside the tanh?")
def tanh_of_the_query_only(self, query, prepared):
    return (torch.tanh(asked(self, query)) + prepared.unsqueeze(1)) @ self.vector


@score("the states' half bent, and the query's half added afterwards: then they never meet. What stands inside the tanh?")
def tanh_of_the_states_only(self, query, prepared):
    return (asked(self, query) + torch.tanh(prepared).unsqueeze(1)) @ self.vector


@score("a mean over the hidden units: v adds them up. What does the product with a vector divide by?")
def mean_over_hidden(self, query, prepared):
    return (torch.tanh(asked(self, query) + prepared.unsqueeze(1)) * self.vector).mean(dim=-1)


@score("a mean in place of the vector. What does v do in the formula?")
def mean_without_vector(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)).mean(dim=-1)


@score("a tanh twice: once inside and once at the end. How many stand in the formula?")
def tanh_twice(self, query, prepared):
    return torch.tanh(torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector)


@score("the absolute value of the scores: which words fit badly is forgotten. What sign can a score have?")
def absolute_scores(self, query, prepared):
    return (torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector).abs()


@score("a tanh for each half, before they are added or side by side: then query and state never meet. What stands inside the tanh?")
def halves_concatenated(self, query, prepared):
    left, right = torch.broadcast_tensors(asked(self, query), prepared.unsqueeze(1))
    return torch.tanh(torch.cat([left, right], dim=-1)) @ torch.cat([self.vector, self.vector])


@score("the state matrix in place of the query's. Which of the two belongs to the query?")
def wrong_matrix(self, query, prepared):
    return torch.tanh((query @ self.state_matrix).unsqueeze(2) + prepared.unsqueeze(1)) @ self.vector


@score("the query matrix transposed: it is (query_size, hidden) already. Which side of @ does the query stand on?")
def matrix_transposed(self, query, prepared):
    return torch.tanh((query @ self.query_matrix.T).unsqueeze(2) + prepared.unsqueeze(1)) @ self.vector


@score("scores (batch, source, target): the axes are swapped, for query and states got each other's new axis. Which axis does each of the two lack?")
def scores_transposed(self, query, prepared):
    return AdditiveAttention.score(self, query, prepared).transpose(1, 2)


@score("only the first word scored. Which axis holds the words?")
def first_word_only(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared[:, :1].unsqueeze(1)) @ self.vector


@score("the words averaged before they were scored. Which axis should stay as it is?")
def mean_of_words(self, query, prepared):
    middle = prepared.mean(dim=1, keepdim=True).expand_as(prepared)
    return torch.tanh(asked(self, query) + middle.unsqueeze(1)) @ self.vector


@score("the first query's scores for all. Which axis holds the queries?")
def first_query_repeated(self, query, prepared):
    row = torch.tanh((query @ self.query_matrix)[:, :1] + prepared) @ self.vector
    return row.unsqueeze(1).repeat(1, query.shape[1], 1)


@score("the vector cut off: it has its part in the scores, and cannot be learnt. Which of your calls leaves PyTorch's record, as detach() and .data do?")
def new_vector(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ nn.Parameter(self.vector.data)


@weigh("a score of -10 or so for padding: small, and still a share. Which score becomes exactly nothing?")
def minus_ten(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), -10).softmax(dim=-1)


@weigh("a score of 0 for padding: that is still a share. Which score becomes exactly nothing?")
def tiny_number(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), 1e-9).softmax(dim=-1)


@weigh("the weights that came back give padding a share: they went through the softmax unmasked. Where does padding get minus infinity?")
def masked_in_a_copy(self, scores, mask):
    copy = scores.clone()
    copy.masked_fill_(~mask.unsqueeze(1), -torch.inf)
    return scores.softmax(dim=-1)


@weigh("the first sentence's mask for all. Which axis of the mask is the batch?")
def mask_of_the_first(self, scores, mask):
    return scores.masked_fill(~mask[:1].unsqueeze(1), -torch.inf).softmax(dim=-1)


@weigh("a mask without its target axis: the sentences' masks were laid over each other. Where does its axis of length 1 go in?")
def masked_fill_without_axis(self, scores, mask):
    return scores.masked_fill(~mask, -torch.inf).softmax(dim=-1)


@weigh("a mask without its target axis, used as an index. Where does its axis of length 1 go in?")
def index_without_axis(self, scores, mask):
    scores = scores.clone()
    scores[~mask] = -torch.inf
    return scores.softmax(dim=-1)


@weigh("the mask's new axis at the end: the target's place is in the middle. Which number does unsqueeze get?")
def mask_axis_at_the_end(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(2), -torch.inf).softmax(dim=-1)


@weigh("an inverted mask: only padding got weight, or equal shares where there is none. Does True mean a real word, or padding?")
def billion_taken_from_real_words(self, scores, mask):
    return (scores - 1e9 * mask.unsqueeze(1)).softmax(dim=-1)


@weigh("minus infinity times True or False: 0 times infinity is not a number. What puts a number where a mask says so?")
def infinity_times_mask(self, scores, mask):
    return (scores + (~mask).unsqueeze(1) * -torch.inf).softmax(dim=-1)


@weigh("plus infinity for padding: infinity over infinity is not a number. Which score becomes exactly nothing?")
def plus_infinity(self, scores, mask):
    return scores.masked_fill(~mask.unsqueeze(1), torch.inf).softmax(dim=-1)


@weigh("a softmin: the worse a word fits, the heavier it is. What does the minus turn round?")
def minus_the_scores(self, scores, mask):
    return (-scores).masked_fill(~mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@weigh("one softmax for all queries together: they share one whole between them. What must each row add up to?")
def softmax_over_everything(self, scores, mask):
    scores = scores.masked_fill(~mask.unsqueeze(1), -torch.inf)
    return (scores.exp() / scores.exp().sum(dim=(1, 2), keepdim=True)).nan_to_num()


@weigh("masking after the softmax: padding took its part first. Do the rows add up to 1?")
def masks_after_with_where(self, scores, mask):
    return torch.where(mask.unsqueeze(1), scores.softmax(dim=-1), 0.0)


@weigh("the mask turned over in place: the caller's mask says the opposite from now on. Which operator makes a new one?")
def mask_in_place(self, scores, mask):
    return scores.masked_fill(mask.logical_not_().unsqueeze(1), -torch.inf).softmax(dim=-1)


@attend("squeeze() without an axis: every axis of length 1 went, be it batch or target. Which axes should stay?")
def everything_squeezed(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights @ states).squeeze(), weights.squeeze()


@attend("a context with its last two axes swapped: (batch, state_size, target). Which comes last?")
def context_transposed(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return states.transpose(1, 2) @ weights.transpose(1, 2), weights


@attend("the weights that came back give padding a share: they went through the softmax unmasked. Where does padding get minus infinity?")
def unmasked_weights_returned(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states, self.score(query, prepared).softmax(dim=-1)


@attend("the scores returned in place of the weights. What must each row add up to?")
def scores_returned(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states, self.score(query, prepared)


@attend("the query added to the context: the context is a mixture of states, and of nothing else. What are the weights the shares of?")
def query_in_the_context(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states + query.mean(dim=-1, keepdim=True), weights


@attend("the state matrix on top of the mixture: that half serves the comparison. What does the context consist of?")
def prepared_context(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return self.prepare(weights @ states), weights


@attend("the weights squared in the context: each was used twice. What multiplies each state?")
def weights_used_twice(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights * weights) @ states, weights


@attend("the context bent by a tanh: it is a mixture of states as they are. Where in this exercise does a tanh belong?")
def bent_context(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return torch.tanh(weights @ states), weights


@attend("the states changed in place: they were multiplied by the weights, for good. Which sign makes a new tensor, * or *=?")
def states_in_place(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    with torch.no_grad():
        states *= weights[:, 0].unsqueeze(2)
    return states.sum(dim=1, keepdim=True), weights


@attend("the last query's context for all. Which axis holds the queries?")
def last_context_for_all(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights @ states)[:, -1:].expand(-1, query.shape[1], -1), weights


# reverse_words


@wrong("reverse_words", "one place too far: the padding behind the last word came to the front. At which place does a sentence of length n end?")
def one_place_too_far_cut_off(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    comes_from = torch.where(mask, (n - place).clamp(max=mask.shape[1] - 1), place)
    return vectors[torch.arange(len(vectors)).unsqueeze(1), comes_from]


@wrong("reverse_words", "one place too early: the last of n words was left out. At which place does a sentence of length n end?")
def one_place_too_early(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    comes_from = torch.where(mask, (n - 2 - place).clamp(min=0), place)
    return vectors[torch.arange(len(vectors)).unsqueeze(1), comes_from]


@wrong("reverse_words", "only the first sentence was turned round. Does something, an index or a return inside the loop, end it there?")
def first_sentence_only(vectors, mask):
    turned, n = vectors.clone(), mask[0].sum()
    turned[0, :n] = vectors[0, :n].flip(0)
    return turned


@wrong("reverse_words", "only the first sentence was turned round. Does something, an index or a return inside the loop, end it there?")
def returns_inside_the_loop(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n].flip(0)
        return turned


@wrong("reverse_words", "only the last sentence was turned round: in the loop the copy was made anew each time. Where does clone() belong?")
def copied_in_the_loop(vectors, mask):
    for i, n in enumerate(mask.sum(dim=1)):
        turned = vectors.clone()
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


@wrong("reverse_words", "the padding counted, not the words: the mask was read the wrong way round. Does True mean a real word, or padding?")
def counts_the_padding(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate((~mask).sum(dim=1)):
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


@wrong("reverse_words", "the padding put in front of the words: it belongs behind them, where it was. What comes first in torch.cat?")
def padding_in_front(vectors, mask):
    rows = zip(vectors, mask.sum(dim=1).tolist(), strict=True)
    return torch.stack([torch.cat([row[n:], row[:n].flip(0)]) for row, n in rows])


@wrong("reverse_words", "the words moved behind the padding, in their old order: nothing was turned round. Which method does that?")
def rolled_only(vectors, mask):
    lengths = mask.sum(dim=1).tolist()
    return torch.stack([row.roll(len(row) - n, 0) for row, n in zip(vectors, lengths, strict=True)])


@wrong("reverse_words", "the whole row turned round, and its beginning taken: that begins with the padding. What should be cut off first?")
def turned_then_cut(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i].flip(0)[:n]
    return turned


@wrong("reverse_words", "whole rows turned round: the padding comes first now. Which places belong to real words?")
def length_of_all_sentences(vectors, mask):
    turned, n = vectors.clone(), mask.sum()
    turned[:, :n] = vectors[:, :n].flip(1)
    return turned


@wrong("reverse_words", "lengths counted down the batch: one for each place, not for each sentence. Along which axis of the mask do a sentence's words stand?")
def lengths_of_columns(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=0)[: len(vectors)]):
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


@wrong("reverse_words", "words and numbers both turned round. Which axis is the source?")
def flips_both_axes(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n].flip(0, 1)
    return turned


@wrong("reverse_words", "the numbers of each real word turned round, not the words. Which axis is the source?")
def flips_the_last_axis_in_the_loop(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n].flip(-1)
    return turned


@wrong("reverse_words", "sorted by size: the words' numbers decided, not their places. What does turning round depend on?")
def sorted_by_size(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1)):
        turned[i, :n] = vectors[i, :n].sort(dim=0, descending=True).values
    return turned


@wrong("reverse_words", "a list of sentences, not one tensor: a GRU cannot read it. What does torch.stack make of it?")
def list_of_rows(vectors, mask):
    return list(reverse_words(vectors, mask))


@wrong("reverse_words", "a track that was cut: nothing in front of it can be learnt. Which of your calls leaves PyTorch, as numpy(), tolist() and detach() do?")
def nested_list(vectors, mask):
    return reverse_words(vectors, mask).tolist()


@wrong("reverse_words", "nothing turned round: the result of flip was not kept (it is a new tensor), or each pair changed places twice. Which of the two?")
def returns_what_it_was_given(vectors, mask):
    return vectors


@wrong("reverse_words", "the padding turned round as well: it should stay as it is. Which places may change?")
def negative_places(vectors, mask):
    place = (mask.sum(dim=1, keepdim=True) - 1 - torch.arange(mask.shape[1])) % mask.shape[1]
    return vectors[torch.arange(len(vectors)).unsqueeze(1), place]


# BidirectionalEncoder


@encode("one thing came back where two are asked for: the states and the first state. What stands behind return?")
def first_without_states(self, source, mask):
    return self.start(*self.directions(source, mask), mask)


@encode("more than two things came back. Which two does the text ask for?")
def three_results(self, source, mask):
    past, future = self.directions(source, mask)
    return past, future, self.start(past, future, mask)


@encode("the two directions added, and doubled to fit. What does side by side mean?")
def added_and_doubled(self, source, mask):
    past, future = self.directions(source, mask)
    return (past + future).repeat(1, 1, 2), self.start(past, future, mask)


@encode("squeeze() without an axis: in a batch of one sentence the batch goes, too. Which axis should go, if any?")
def ends_squeezed(self, source, mask):
    past, future = self.directions(source, mask)
    ends = at_the_end(past, mask).squeeze(), future[:, :1].squeeze()
    return torch.cat([past, future], dim=-1), self.cross(*ends)


@encode("the left-to-right states alone, twice: the other GRU's are missing. What are a word's two halves?")
def past_twice(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past, past], dim=-1), self.start(past, future, mask)


@encode("a state cut off from the others, the past one: its GRU could not learn. Which of your calls leaves PyTorch's record, as detach() does?")
def detaches_the_past(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past.detach(), future], dim=-1), self.start(past, future, mask)


@encode("the embeddings cut off: the words' vectors could not be learnt. Which of your calls leaves PyTorch's record, as detach() does?")
def detaches_the_words(self, source, mask):
    words = self.read(source).detach()
    future = reverse_words(self.backwards(reverse_words(words, mask))[0], mask)
    past = self.forwards(words)[0]
    return torch.cat([past, future], dim=-1), self.start(past, future, mask)


@encode("a tanh on top of the states: a GRU has bent them already. What follows the bridge, and only the bridge?")
def bends_the_states(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.tanh(torch.cat([past, future], dim=-1)), self.start(past, future, mask)


@encode("the first state beside every word: states are the two directions, and nothing else. What are a word's two halves?")
def starts_everywhere(self, source, mask):
    past, future = self.directions(source, mask)
    first = self.start(past, future, mask)
    return torch.cat([past, future], dim=-1) + first.unsqueeze(1), first


@directions("the right-to-left GRU began where the other one ended. What does a GRU begin from, if nothing is said?")
def continues_from_the_end(self, source, mask):
    words = self.read(source)
    past, end = self.forwards(words)
    return past, reverse_words(self.backwards(reverse_words(words, mask), end)[0], mask)


@directions("both GRUs read from left to right, and the second one's states were turned round. What does the second one get?")
def turned_round_twice(self, source, mask):
    words = self.read(source)
    twice = reverse_words(reverse_words(words, mask), mask)
    return self.forwards(words)[0], reverse_words(self.backwards(twice)[0], mask)


@directions("both GRUs read from the right. What does the first one get?")
def both_from_the_right(self, source, mask):
    words = reverse_words(self.read(source), mask)
    past, future = self.forwards(words)[0], self.backwards(words)[0]
    return reverse_words(past, mask), reverse_words(future, mask)


@directions("embeddings on top of embeddings' numbers: the words went through the tanh before they were read. What do the GRUs get?")
def bent_words(self, source, mask):
    words = torch.tanh(self.read(source))
    future = reverse_words(self.backwards(reverse_words(words, mask))[0], mask)
    return self.forwards(words)[0], future


@directions("the mask turned over: reverse_words took padding for words. Does True mean a real word, or padding?")
def turned_by_the_wrong_mask(self, source, mask):
    words = self.read(source)
    future = reverse_words(self.backwards(reverse_words(words, ~mask))[0], ~mask)
    return self.forwards(words)[0], future


@directions("both GRUs read from left to right: no word was turned round for the second one (flip(0) turns the batch). What does it get?")
def batch_turned(self, source, mask):
    words = self.read(source)
    return self.forwards(words)[0], self.backwards(words.flip(0))[0].flip(0)


@start("the sum of the states: the text asks for the two ends. Which two states are they?")
def sum_of_all_states(self, past, future, mask):
    return self.cross((past * mask.unsqueeze(2)).sum(dim=1), (future * mask.unsqueeze(2)).sum(dim=1))


@start("the largest numbers of all states: the text asks for the two ends. Which two states are they?")
def maximum_of_all_states(self, past, future, mask):
    return self.cross(past.amax(dim=1), future.amax(dim=1))


@start("the left-to-right end twice: what the other GRU knows is missing. Where has it read everything?")
def past_end_twice(self, past, future, mask):
    return self.cross(at_the_end(past, mask), at_the_end(past, mask))


@start("the bridge crossed twice. How often does the text say?")
def bridge_twice(self, past, future, mask):
    return torch.tanh(self.bridge(BidirectionalEncoder.start(self, past, future, mask)))


@start("a tanh before and one after the bridge. Where does the text put it?")
def tanh_on_both_sides(self, past, future, mask):
    ends = torch.cat([at_the_end(past, mask), future[:, 0]], dim=-1)
    return torch.tanh(self.bridge(torch.tanh(ends)))


@start("a tanh twice after the bridge. How often does the text say?")
def tanh_twice_after_the_bridge(self, past, future, mask):
    return torch.tanh(BidirectionalEncoder.start(self, past, future, mask))


@start("places without their sentences: the ends of all were picked from each. Which index says which sentence a place belongs to?")
def places_without_rows(self, past, future, mask):
    return self.cross(past[:, mask.sum(dim=1) - 1], future[:, 0])


@start("zeros: the decoder would begin without knowing the sentence. Which two states tell it?")
def zeros_to_begin_with(self, past, future, mask):
    return torch.zeros(len(past), 2 * past.shape[2])


@start("the last sentence's length for all. Which axis of the mask holds a sentence's words?")
def length_of_the_last(self, past, future, mask):
    return self.cross(past[:, mask[-1].sum() - 1], future[:, 0])


# AttentionDecoder


def next_state(self, word, context, state):
    return self.gru(torch.cat([word, context], dim=1), state)


@step("think before look: the new state asked. Which state is there at the beginning of the step?")
def thinks_with_nothing_and_looks(self, words, state, states, prepared, mask):
    word = self.speak(words)
    state = next_state(self, word, 0 * state, state)
    context, weights = self.look(state, states, prepared, mask)
    return self.say(state, context, word), state, weights


@step("think before look: the new state asked. Which state is there at the beginning of the step?")
def thinks_with_the_mean_and_looks(self, words, state, states, prepared, mask):
    word = self.speak(words)
    state = next_state(self, word, mean_of_real(states, mask), state)
    context, weights = self.look(state, states, prepared, mask)
    return self.say(state, context, word), state, weights


@step("think before look: the new state asked. Which state is there at the beginning of the step?")
def thinks_with_the_state_and_looks(self, words, state, states, prepared, mask):
    word = self.speak(words)
    state = next_state(self, word, state, state)
    context, weights = self.look(state, states, prepared, mask)
    return self.say(state, context, word), state, weights


@step("too little in the GRU's first argument: it takes two parts side by side, and the old state comes second. Which two parts?")
def word_alone_into_the_gru(self, words, state, states, prepared, mask):
    word = self.speak(words)
    state = self.gru(word, state)
    context, weights = self.look(state, states, prepared, mask)
    return self.say(state, context, word), state, weights


@step("too little in the GRU's first argument: it takes two parts side by side, and the old state comes second. Which two parts?")
def context_alone_into_the_gru(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(context, state)
    return self.say(state, context, word), state, weights


@step("the word unused: zeros went into the GRU in its place. What was said last?")
def no_word_for_the_gru(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = next_state(self, 0 * word, context, state)
    return self.say(state, context, word), state, weights


@step("the embedding of another word: each id was taken one too high or too low. Which row of the table belongs to an id?")
def next_words_embedding(self, words, state, states, prepared, mask):
    return AttentionDecoder.step(self, (words + 1) % self.speak.num_embeddings, state, states, prepared, mask)


@step("the old state added to the new one: the GRU has mixed them already. What does self.gru give?")
def adds_the_old_state(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    new = next_state(self, word, context, state) + state
    return self.say(new, context, word), new, weights


@step("the context returned as the state: the decoder would forget what it has said. What does self.gru give?")
def context_for_state(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = next_state(self, word, context, state)
    return self.say(state, context, word), context, weights


@step("the context cut off: neither the states nor where to look can be learnt through it. Which of your calls leaves PyTorch's record, as detach() and no_grad() do?")
def context_detached(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    context = context.detach()
    state = next_state(self, word, context, state)
    return self.say(state, context, word), state, weights


@step("the new state cut off: no step could learn from a later one. Which of your calls leaves PyTorch's record, as detach() does?")
def new_state_detached_before_speaking(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = next_state(self, word, context, state).detach()
    return self.say(state, context, word), state, weights


@step("the new state written into the caller's tensor: the old one is lost for whoever needs it. Which name of your own could it have?")
def state_written_over(self, words, state, states, prepared, mask):
    logits, new, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    with torch.no_grad():
        state.copy_(new)
    return logits, new, weights


@step("more than three things came back. Which three does the text ask for?")
def four_things(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = next_state(self, word, context, state)
    return self.say(state, context, word), state, context, weights


@step("one thing came back where three are asked for. Which two are missing behind return?")
def logits_only(self, words, state, states, prepared, mask):
    return AttentionDecoder.step(self, words, state, states, prepared, mask)[0]


@step("weights and new state come first, logits last: another order. In which does the text name them?")
def logits_last(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return weights, state, logits


@step("the context returned in place of the weights. What does the attention module return second?")
def context_for_weights(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = next_state(self, word, context, state)
    return self.say(state, context, word), state, context


@step("logits with a target axis: there is one word a sentence here. Which unsqueeze is too many?")
def logits_with_an_axis(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return logits.unsqueeze(1), state, weights


@look("a softmax over the weights once more: they are shares already. What does the attention module return?")
def softmax_of_the_weights(self, state, states, prepared, mask):
    context, weights = AttentionDecoder.look(self, state, states, prepared, mask)
    return context, weights.softmax(dim=-1)


@look("the word heaviest in weight taken alone: that is hard attention, in lesson 8. What becomes of the others' shares?")
def heaviest_word_only(self, state, states, prepared, mask):
    _, weights = AttentionDecoder.look(self, state, states, prepared, mask)
    return states[torch.arange(len(states)), weights.argmax(dim=-1)], weights


@look("prepared mixed in place of the states: what serves the comparison was mixed. What does the context consist of?")
def prepared_as_context(self, state, states, prepared, mask):
    _, weights = AttentionDecoder.look(self, state, states, prepared, mask)
    mixed = torch.einsum("bs,bsh->bh", weights, prepared)
    return mixed[:, : states.shape[2]], weights


@say("the word unused in combine: zeros went in in its place. What stands last?")
def no_word_in_combine(self, state, context, word):
    return AttentionDecoder.say(self, state, context, 0 * word)


@say("a sigmoid in place of tanh. Which of the two can be negative?")
def sigmoid_in_combine(self, *parts):
    return self.output(torch.sigmoid(self.combine(torch.cat(parts, dim=1))))


@say("the tanh in front of combine. What stands between combine and output?")
def tanh_in_front_of_combine(self, *parts):
    return self.output(self.combine(torch.tanh(torch.cat(parts, dim=1))))


@say("a second tanh in front of combine: one is asked for, behind it. What stands between combine and output?")
def tanh_on_both_sides_of_combine(self, *parts):
    return self.output(torch.tanh(self.combine(torch.tanh(torch.cat(parts, dim=1)))))


@say("what combine makes, bent: the output layer is missing. Which layer makes a number for each word of the vocabulary?")
def output_left_out(self, *parts):
    return torch.tanh(self.combine(torch.cat(parts, dim=1)))


# WholeTargetDecoder


@utter("logits without their target axis: those of the last word alone, or squeeze(1) as in step. Which axes must stay, however short?")
def axis_squeezed_as_in_step(self, *parts):
    return WholeTargetDecoder.say(self, *parts).squeeze(1)


@whole("squeeze(1), copied from step: a target of one word loses its axis. Which axes must stay, however long?")
def both_squeezed_as_in_step(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return logits.squeeze(1), weights.squeeze(1)


@whole("squeeze() without an axis: every axis of length 1 went, be it batch or target. Which axes must stay, however long?")
def everything_squeezed_at_once(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return logits.squeeze(), weights.squeeze()


@whole("one thing came back where two are asked for: logits and weights. What stands behind return?")
def weights_came_alone(self, inputs, state, states, mask):
    return WholeTargetDecoder.forward(self, inputs, state, states, mask)[1]


@whole("the context cut off: neither the states nor where to look can be learnt through it. Which of your calls leaves PyTorch's record, as detach() and no_grad() do?")
def whole_context_detached(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(queries, states, mask)
    return self.say(queries, context.detach()), weights


@whole("the states before each word as queries: that is the order of exercise 4. Which state is the query in step, old or new?")
def states_before_speak_too(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    late = torch.cat([state.unsqueeze(1), queries[:, :-1]], dim=1)
    context, weights = self.look(late, states, mask)
    return self.say(queries, context), weights


@whole("the first state each time beside the contexts: what the GRU makes of the words is missing. Which query belongs to a context?")
def first_state_speaks(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.look(queries, states, mask)
    return self.say(state.unsqueeze(1).expand_as(queries), context), weights


@whole("the weights in place of the context. What did the attention module give first?")
def unpacked_in_the_other_order(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    weights, context = self.look(queries, states, mask)
    return self.say(queries, context), weights


@whole("prepared as in step, where it is handed over: here nobody does. Which method of the attention module makes it?")
def prepared_undefined(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.attention(queries, states, prepared, mask)  # noqa: F821
    return self.say(queries, context), weights


@whole("prepared as in step, where it is handed over: here nobody does. Which method of the attention module makes it?")
def prepared_as_an_attribute(self, inputs, state, states, mask):
    queries = self.listen(inputs, state)
    context, weights = self.attention(queries, states, self.prepared, mask)
    return self.say(queries, context), weights


@whole("step called for the whole target at once: it takes one word a sentence. Which squeeze and unsqueeze fall away?")
def calls_step_once(self, inputs, state, states, mask):
    logits, _, weights = self.step(inputs, state, states, self.attention.prepare(states), mask)
    return logits, weights


@ask("the queries prepared, too: score multiplies them itself. Which of the two does prepare want?")
def prepares_the_queries(self, queries, states, mask):
    return self.attention(self.attention.prepare(queries), states, self.attention.prepare(states), mask)


@ask("a mean of the queries asked: one question made of all. Which axis should stay as it is?")
def mean_of_queries_asks(self, queries, states, mask):
    query = queries.mean(dim=1, keepdim=True).expand_as(queries)
    return WholeTargetDecoder.look(self, query, states, mask)


@ask("the first sentence's states for all. Which axis is the batch?")
def states_of_the_first(self, queries, states, mask):
    first = states[:1].expand_as(states)
    return WholeTargetDecoder.look(self, queries, first, mask)


@listen("a GRU that began from the sum of zeros and ones: its first state was not the one given. What is its second argument?")
def starts_from_ones(self, inputs, state):
    return self.gru(self.speak(inputs), torch.ones_like(state).unsqueeze(0))[0]


@listen("a state too many: the first one was put in front. How many words are there, and how many states?")
def first_state_in_front(self, inputs, state):
    queries = WholeTargetDecoder.listen(self, inputs, state)
    return torch.cat([state.unsqueeze(1), queries], dim=1)


@listen("the words read with batch and target changed places. What does batch_first mean?")
def target_for_batch(self, inputs, state):
    return self.gru(self.speak(inputs.T), state.unsqueeze(0))[0].transpose(0, 1)


@listen("one row of weights for the whole target: the last state asked, once. Which result of the GRU holds a state for each word?")
def last_state_only(self, inputs, state):
    return self.gru(self.speak(inputs), state.unsqueeze(0))[1].transpose(0, 1)


@listen("ids in place of embeddings: a GRU reads vectors. Which layer makes them?")
def ids_read(self, inputs, state):
    return self.gru(inputs, state.unsqueeze(0))[0]


@utter("a sigmoid in place of tanh. Which of the two can be negative?")
def whole_sigmoid(self, *parts):
    return self.output(torch.sigmoid(self.combine(torch.cat(parts, dim=-1))))


@utter("the tanh in front of combine. What stands between combine and output?")
def whole_tanh_in_front(self, *parts):
    return self.output(self.combine(torch.tanh(torch.cat(parts, dim=-1))))


@utter("what combine makes, bent: the output layer is missing. Which layer makes a number for each word of the vocabulary?")
def whole_output_left_out(self, *parts):
    return torch.tanh(self.combine(torch.cat(parts, dim=-1)))


@utter("side by side along the wrong axis: queries and contexts behind each other. Which axis holds the numbers of a state?")
def behind_each_other(self, queries, context):
    return self.output(torch.tanh(self.combine(torch.cat([queries, context], dim=1))))


@utter("queries and contexts added where they should stand side by side. How many numbers does combine take?")
def added_not_beside(self, queries, context):
    return self.output(torch.tanh(self.combine(queries + context)))


# gradient_to_states


@wrong("gradient_to_states", "all axes turned round: .T swaps the batch, too. Which two axes are the target's and the source's?")
def capital_t(weights, context_gradient):
    return weights.T @ context_gradient


@wrong("gradient_to_states", "French word i with English word i only: the others' shares are missing. How many words look at a state?")
def diagonal_only(weights, context_gradient):
    return weights.diagonal(dim1=1, dim2=2).unsqueeze(2) * context_gradient


@wrong("gradient_to_states", "added up over the batch: the sentences were mixed. Over which axis do the wishes of a state add up?")
def sentences_mixed(weights, context_gradient):
    return torch.einsum("bts,bte->se", weights, context_gradient).expand(len(weights), -1, -1)


@wrong("gradient_to_states", "divided by the number of sentences: the wishes of one have nothing to do with the others'. What is a state's share of a wish?")
def mean_over_the_batch(weights, context_gradient):
    return weights.transpose(1, 2) @ context_gradient / len(weights)


@wrong("gradient_to_states", "the first sentence's weights for all. Which axis is the batch?")
def weights_of_the_first(weights, context_gradient):
    return weights[0].T @ context_gradient


@wrong("gradient_to_states", "the largest share alone: the others' wishes count, too. What does a derivative do with a sum?")
def largest_share(weights, context_gradient):
    return (weights.unsqueeze(3) * context_gradient.unsqueeze(2)).amax(dim=1)


@wrong("gradient_to_states", "the gradients changed in place: each word multiplied what the one before had left. Which sign makes a new tensor, * or *=?")
def multiplied_in_place(weights, context_gradient):
    columns = []
    for s in range(weights.shape[2]):
        context_gradient *= weights[:, :, s : s + 1]
        columns.append(context_gradient.sum(dim=1))
    return torch.stack(columns, dim=1)


@wrong("gradient_to_states", "the wishes made equally long: how strong one is was lost. What is a state's share of a wish?")
def wishes_normalised(weights, context_gradient):
    return weights.transpose(1, 2) @ functional.normalize(context_gradient, dim=-1)


@wrong("gradient_to_states", "divided by what a state's weights add up to over the target: a mean of the wishes, where they add up. What does a derivative do with a sum?")
def divided_by_the_weights(weights, context_gradient):
    total = weights.sum(dim=1).unsqueeze(2).clamp(min=1e-9)
    return weights.transpose(1, 2) @ context_gradient / total


@wrong("gradient_to_states", "the absolute values of the wishes: a wish has a direction. Where does its sign go?")
def absolute_wishes(weights, context_gradient):
    return weights.transpose(1, 2) @ context_gradient.abs()


@wrong("gradient_to_states", "what is left to 1 in place of the weights: the least looked at is asked most. What is a state's share of a wish?")
def one_minus_the_weights(weights, context_gradient):
    return (1 - weights).transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", "equal shares: every state was asked for the same, padding too. What is a state's share of a wish?")
def same_for_every_state(weights, context_gradient):
    asked_for = weights.transpose(1, 2) @ context_gradient
    return asked_for.mean(dim=1, keepdim=True).expand_as(asked_for)


@wrong("gradient_to_states", "the weights counted, not the wishes: each state's sum of weights. What do the weights multiply?")
def weights_only(weights, context_gradient):
    return weights.sum(dim=1).unsqueeze(2).expand(-1, -1, context_gradient.shape[2])


@wrong("gradient_to_states", "the weights' own gradient: one number for each pair of words. Which of the two roads is meant?")
def gradient_of_the_weights(weights, context_gradient):
    return context_gradient @ context_gradient.transpose(1, 2)


@wrong("gradient_to_states", "the source turned round: the first state was asked for the last one's part. In which order do the states stand?")
def states_turned_round(weights, context_gradient):
    return weights.flip(2).transpose(1, 2) @ context_gradient


@wrong("gradient_to_states", "each French word with the weights of another: the target was turned round in one of the two. Which wish belongs to which row?")
def target_turned_round(weights, context_gradient):
    return weights.flip(1).transpose(1, 2) @ context_gradient


# And still more


@score("v multiplied inside the tanh: it belongs outside. What does tanh bend in the formula?")
def vector_inside(self, query, prepared):
    return torch.tanh((asked(self, query) + prepared.unsqueeze(1)) * self.vector).sum(dim=-1)


@attend("a mean of the weighted states: the weights add up to 1 already. What is left to be divided by?")
def divided_by_the_length(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states / mask.sum(dim=1)[:, None, None], weights


@attend("weights with their last two axes swapped: (batch, source, target). Which comes last?")
def weights_transposed(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states, weights.transpose(1, 2)


@wrong("reverse_words", "the whole row turned round, and then padding's places set to 0: the first words are lost. Which places belong to real words?")
def turned_and_masked(vectors, mask):
    return vectors.flip(1) * mask.unsqueeze(2)


@wrong("reverse_words", "turned round, and then moved the wrong way: the padding stands among the words. Which way is it to the end?")
def rolled_the_wrong_way(vectors, mask):
    lengths = mask.sum(dim=1).tolist()
    return torch.stack([row.flip(0).roll(len(row) - n, 0) for row, n in zip(vectors, lengths, strict=True)])


@wrong("reverse_words", "neighbours changed places, two by two: the first should meet the last. Which place comes from which?")
def neighbours_swapped(vectors, mask):
    turned = vectors.clone()
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for j in range(0, n - 1, 2):
            turned[i, j], turned[i, j + 1] = vectors[i, j + 1], vectors[i, j]
    return turned


@directions("ids went into a GRU: it reads vectors. Which layer makes them?")
def reads_ids(self, source, mask):
    ids = source.unsqueeze(2).float()
    return self.forwards(ids)[0], self.backwards(ids)[0]


@look("the context asked: a second look, with what the first one found. Which state is there at the beginning of the step?")
def attends_by_context(self, state, states, prepared, mask):
    context, _ = AttentionDecoder.look(self, state, states, prepared, mask)
    return AttentionDecoder.look(self, context, states, prepared, mask)


@step("the word asked: its embedding knows nothing of what was said before. Which state is there at the beginning of the step?")
def word_asks(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(functional.pad(word, (0, state.shape[1] - word.shape[1])), states, prepared, mask)
    state = next_state(self, word, context, state)
    return self.say(state, context, word), state, weights


@step("too little in the GRU's first argument: it takes two parts side by side, and the old state comes second. Which two parts?")
def arguments_of_the_gru_swapped(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(state, torch.cat([word, context], dim=1))
    return self.say(state, context, word), state, weights


@step("a GRU cell taken for a GRU: it gives one tensor, the new state. How many results does self.gru have here?")
def unpacks_the_cell(self, words, state, states, prepared, mask):
    word = self.speak(words)
    context, weights = self.look(state, states, prepared, mask)
    state, _ = self.gru(torch.cat([word, context], dim=1), state)
    return self.say(state, context, word), state, weights


@utter("logits with vocabulary and target swapped: the loss would want it so, forward does not. Which axis comes last?")
def logits_transposed(self, *parts):
    return WholeTargetDecoder.say(self, *parts).transpose(1, 2)


@listen("the last word left out: that cut is made before forward is called. How many inputs come, and how many queries?")
def last_word_cut(self, inputs, state):
    return WholeTargetDecoder.listen(self, inputs[:, :-1], state)


@ask("the mask with an axis too many: the attention module puts one in itself. Which shape does it want?")
def mask_unsqueezed_twice(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries, states, mask.unsqueeze(1))


@ask("weights and context of the first sentence for all. Which axis is the batch?")
def answers_of_the_first(self, queries, states, mask):
    context, weights = WholeTargetDecoder.look(self, queries, states, mask)
    return context[:1].expand_as(context), weights[:1].expand_as(weights)


@wrong("gradient_to_states", "means of weights and wishes multiplied: they were averaged before they met. What is multiplied, before anything is added?")
def means_multiplied(weights, context_gradient):
    return weights.mean(dim=1).unsqueeze(2) * context_gradient.mean(dim=1).unsqueeze(1)


@wrong("gradient_to_states", "the weights rounded: a small share is a share, too. What is a state's share of a wish?")
def rounded_weights(weights, context_gradient):
    return weights.round().transpose(1, 2) @ context_gradient
