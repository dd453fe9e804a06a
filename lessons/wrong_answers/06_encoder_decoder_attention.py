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


@score("a tanh for each before they are added: then they never meet. What stands inside the tanh?")
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


@score("broadcasting over the wrong axis: query and states changed places. Which axis does each of the two lack?")
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


@score(says="every number is 0.4472 times")
def scaled(self, query, prepared):
    scores = torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector
    return scores / math.sqrt(len(self.vector))


@score(says="opposite sign")
def subtracts(self, query, prepared):
    return torch.tanh(-asked(self, query) - prepared.unsqueeze(1)) @ self.vector


@score("a difference in place of the sum. Which sign stands in the formula?")
def difference(self, query, prepared):
    return torch.tanh(prepared.unsqueeze(1) - asked(self, query)) @ self.vector


@score("products with the vector that are not added up: one number for each hidden unit is left. Over which axis does v add?")
def multiplies_the_vector(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) * self.vector


@score(says="must match the size of tensor")
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


@score(says="Which axes does @ multiply?")
def prepares_again(self, query, prepared):
    return torch.tanh(asked(self, query) + self.prepare(prepared).unsqueeze(1)) @ self.vector


@score(says="size mismatch")
def matrix_left_out(self, query, prepared):
    return self.vector @ torch.tanh(asked(self, query) + prepared.unsqueeze(1))


@score(says="None came back")
def score_without_return(self, query, prepared):
    torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector


@score()
def changes_prepared(self, query, prepared):
    prepared += query @ self.query_matrix
    return (torch.tanh(prepared) @ self.vector).unsqueeze(1)


@score(says="what training cannot reach")
def vector_without_track(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.unsqueeze(1)) @ self.vector.data


@score(says="what training cannot reach")
def prepared_without_track(self, query, prepared):
    return torch.tanh(asked(self, query) + prepared.detach().unsqueeze(1)) @ self.vector


@score(says="what training cannot reach")
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


@weigh("the mask ignored: padding was treated as a word. Where does it get minus infinity?")
def ignores_the_mask(self, scores, mask):
    return scores.softmax(dim=-1)


@weigh("the mask ignored: padding was treated as a word. Where does it get minus infinity?")
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


@weigh()
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


@attend("the context alone: its second sentence was taken for the weights. Which two things are returned?")
def context_alone(self, query, states, prepared, mask):
    return weights_of(self, query, prepared, mask) @ states


@attend("the weights alone: their second sentence was taken for the weights. Which two things are returned?")
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


@attend(says="every number is 0.3333 times")
def mean_of_weighted(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights.unsqueeze(3) * states.unsqueeze(1)).mean(dim=2), weights


@attend("a sum over the size: one number per word is left. Which axis should go, and which stay?")
def sums_the_size(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return (weights.unsqueeze(3) * states.unsqueeze(1)).sum(dim=3), weights


@attend(says="runs without an error")
def states_first(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return states @ weights, weights


@attend(says="How many things does the text say come back?")
def three_things(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights @ states, weights, self.score(query, prepared)


@attend("prepared computed anew, out of the states: right numbers, but the work is done again for each French word. Which argument has it ready?")
def prepared_anew(self, query, states, prepared, mask):
    weights = weights_of(self, query, self.prepare(states), mask)
    return weights @ states, weights


@attend(says="runs without an error")
def states_into_score(self, query, states, prepared, mask):
    weights = weights_of(self, query, states, mask)
    return weights @ states, weights


@attend("the weights detached: the states can be trained, but never where to look. Which call cuts the track back to the scores?")
def detached_for_the_context(self, query, states, prepared, mask):
    weights = weights_of(self, query, prepared, mask)
    return weights.detach() @ states, weights


@attend(says="what training cannot reach")
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


@wrong("reverse_words", says="runs without an error")
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


@wrong("reverse_words", "a track that was cut: nothing in front of it can be learnt. Which of your calls leaves PyTorch, as numpy() and detach() do?")
def detaches(vectors, mask):
    return reverse_words(vectors.detach(), mask)


@wrong("reverse_words", "a track that was cut: nothing in front of it can be learnt. Which of your calls leaves PyTorch, as numpy() and detach() do?")
def through_lists(vectors, mask):
    return torch.tensor(reverse_words(vectors, mask).tolist())


@wrong("reverse_words", says="Stay inside PyTorch")
def through_numpy(vectors, mask):
    turned = np.array(vectors.numpy())
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        turned[i, :n] = turned[i, :n][::-1]
    return torch.tensor(turned)


@wrong("reverse_words", says="runs without an error")
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


@wrong("reverse_words", says="the shape is wrong")
def gathers_too_little(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    return vectors.gather(1, torch.where(mask, n - 1 - place, place).unsqueeze(2))


@wrong("reverse_words", says="there is an axis too many")
def no_rows(vectors, mask):
    n, place = mask.sum(dim=1, keepdim=True), torch.arange(mask.shape[1])
    return vectors[:, torch.where(mask, n - 1 - place, place)]


@wrong("reverse_words")
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


@directions("both GRUs read from left to right. What does the second one get?")
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


@directions()
def padding_zeroed_and_read_first(self, source, mask):
    words = self.read(source) * mask.unsqueeze(2)
    return self.forwards(words)[0], self.backwards(words.flip(1))[0].flip(1)


@directions(says="runs without an error")
def stacked(self, source, mask):
    past, _ = self.forwards(self.read(source))
    future = reverse_words(self.backwards(reverse_words(past, mask))[0], mask)
    return past, future


@directions(says="states: (batch, source, size)")
def shorter_than_the_mask(self, source, mask):
    lengths, words = mask.sum(dim=1), self.read(source)

    def run(gru, vectors):
        packed = pack_padded_sequence(vectors, lengths, batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(gru(packed)[0], batch_first=True)[0]

    short = mask[:, : int(lengths.max())]
    future = reverse_words(run(self.backwards, reverse_words(words, mask)), short)
    return run(self.forwards, words), future


@encode(says="states: (batch, source, size)")
def directions_added(self, source, mask):
    past, future = self.directions(source, mask)
    return past + future, self.start(past, future, mask)


@encode(says="states: (batch, source, size)")
def first_comes_first(self, source, mask):
    past, future = self.directions(source, mask)
    return self.start(past, future, mask), torch.cat([past, future], dim=-1)


@encode(says="states: (batch, source, size)")
def states_without_first(self, source, mask):
    return torch.cat(self.directions(source, mask), dim=-1)


@encode(says="states: (batch, source, size)")
def embeddings_for_states(self, source, mask):
    past, future = self.directions(source, mask)
    return self.read(source), self.start(past, future, mask)


@encode(says="states: (batch, source, size)")
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


@encode(says="Which call returned two things")
def keeps_the_pair(self, source, mask):
    words = self.read(source)
    past = self.forwards(words)
    future = self.backwards(reverse_words(words, mask))
    return torch.cat([past, future], dim=-1), past


@encode(says="what training cannot reach")
def encodes_without_track(self, source, mask):
    with torch.no_grad():
        past, future = self.directions(source, mask)
    return torch.cat([past, future], dim=-1), self.start(past, future, mask)


@encode(says="what training cannot reach")
def detaches_the_future(self, source, mask):
    past, future = self.directions(source, mask)
    return torch.cat([past, future.detach()], dim=-1), self.start(past, future, mask)


@encode("what is real was read off the ids: 0 is padding in our batches, but it is for the mask to say. Which argument tells words from padding?")
def ids_for_the_mask(self, source, mask):
    return BidirectionalEncoder.forward(self, source, source != 0)


@encode(says="Expected shape (1, 4), got (4,)")
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


@start(says="runs without an error")
def last_place_off_by_one(self, past, future, mask):
    return self.cross(past[torch.arange(len(past)), mask.sum(dim=1)], future[:, 0])


@start("the last word but one, left to right: places count from 0. At which place does the last of n words stand?")
def last_place_one_too_early(self, past, future, mask):
    return self.cross(past[torch.arange(len(past)), mask.sum(dim=1) - 2], future[:, 0])


@start(says="what training cannot reach")
def start_detached(self, past, future, mask):
    return BidirectionalEncoder.start(self, past, future, mask).detach()


@start(says="what training cannot reach")
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


@encode(says="the right number of values in the wrong shape")
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


@look(says="runs without an error")
def squeezes_all_axes_of_both(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(), weights.squeeze()


@look("prepared computed anew, out of the states: right numbers, but the work is done again for each French word. Which argument has it ready?")
def prepares_at_every_step(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, self.attention.prepare(states), mask)


@look("weights that kept their target axis: there is one query a sentence here. Where does squeeze(1) belong?")
def weights_not_squeezed(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context.squeeze(1), weights


@look(says="runs without an error")
def context_not_squeezed(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
    return context, weights.squeeze(1)


@look(says="runs without an error")
def state_not_unsqueezed(self, state, states, prepared, mask):
    return self.attention(state, states, prepared, mask)


@look(says="runs without an error")
def batch_for_target(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(0), states, prepared, mask)
    return context.squeeze(0), weights.squeeze(0)


@look(says="runs without an error")
def states_for_prepared(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states, states, mask)


@look(says="Which arguments does that function want")
def forgets_prepared(self, state, states, prepared, mask):
    context, weights = self.attention(state.unsqueeze(1), states, mask)
    return context.squeeze(1), weights.squeeze(1)


@look(says="runs without an error")
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


@say(says="an axis is missing")
def words_not_logits(self, *parts):
    return AttentionDecoder.say(self, *parts).argmax(dim=-1)


@say(says="Which axes does @ multiply?")
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


@step(says="How many things does the text say come back?")
def two_things(self, words, state, states, prepared, mask):
    logits, state, _ = AttentionDecoder.step(self, words, state, states, prepared, mask)
    return logits, state


@step(says="Does the function end in return?")
def steps_without_return(self, words, state, states, prepared, mask):
    AttentionDecoder.step(self, words, state, states, prepared, mask)


@step(says="runs without an error")
def ids_not_embedded(self, words, state, states, prepared, mask):
    context, weights = self.look(state, states, prepared, mask)
    state = self.gru(torch.cat([words, context], dim=1), state)
    return self.say(state, context, words), state, weights


@look("a track that was cut, or prepared left unused: nothing comes back through it. Does a call leave PyTorch, as detach() does, or is prepared made anew?")
def looks_without_track(self, state, states, prepared, mask):
    with torch.no_grad():
        return AttentionDecoder.look(self, state, states, prepared, mask)


@look("a query that was cut off: what to ask for can never be learnt. Which of your calls leaves PyTorch, as detach() does?")
def query_detached(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state.detach(), states, prepared, mask)


@look(says="what training cannot reach")
def states_without_a_track(self, state, states, prepared, mask):
    return AttentionDecoder.look(self, state, states.detach(), prepared, mask)


@step("a track that was cut: no step can learn from a later one. Which of your calls leaves PyTorch, as detach() does?")
def state_detached(self, words, state, states, prepared, mask):
    logits, state, weights = AttentionDecoder.step(
        self, words, state.detach(), states, prepared, mask
    )
    return logits, state, weights


@step(says="what training cannot reach")
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


@whole("one row of weights for the whole target: the last state asked, once. How many French words ask?")
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


@ask(says="runs without an error")
def states_unprepared(self, queries, states, mask):
    return self.attention(queries, states, states, mask)


@ask(says="Which arguments does that function want")
def prepared_forgotten(self, queries, states, mask):
    return self.attention(queries, states, mask)


@ask(says="runs without an error")
def asks_itself(self, queries, states, mask):
    return self.attention(queries, queries, self.attention.prepare(queries), mask)


@listen(says="runs without an error")
def embeddings_ask(self, inputs, state):
    return self.speak(inputs)


@listen()
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


@utter(says="an axis is missing")
def whole_words(self, *parts):
    return WholeTargetDecoder.say(self, *parts).argmax(dim=-1)


@utter("the logits of the last word alone: there is one row for each word. Which axis was picked from?")
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


@whole("the logits alone: their second sentence was taken for the weights. Which two things are returned?")
def logits_alone(self, inputs, state, states, mask):
    return WholeTargetDecoder.forward(self, inputs, state, states, mask)[0]


@whole(says="How many things does the text say come back?")
def state_as_well(self, inputs, state, states, mask):
    logits, weights = WholeTargetDecoder.forward(self, inputs, state, states, mask)
    return logits, state, weights


@whole(says="Does the function end in return?")
def whole_without_return(self, inputs, state, states, mask):
    WholeTargetDecoder.forward(self, inputs, state, states, mask)


@listen(says="runs without an error")
def first_state_without_axis(self, inputs, state):
    return self.gru(self.speak(inputs), state)[0]


@listen(says="runs without an error")
def axis_in_the_wrong_place(self, inputs, state):
    return self.gru(self.speak(inputs), state.unsqueeze(1))[0]


@listen(says="'tuple'")
def keeps_both_results(self, inputs, state):
    return self.gru(self.speak(inputs), state.unsqueeze(0))


@listen("a track that was cut: nothing in front of the queries can be learnt. Which of your calls leaves PyTorch, as detach() does?")
def queries_detached(self, inputs, state):
    return WholeTargetDecoder.listen(self, inputs, state).detach()


@ask("queries that were cut off: what to ask for can never be learnt. Which of your calls leaves PyTorch, as detach() does?")
def queries_detached_to_look(self, queries, states, mask):
    return WholeTargetDecoder.look(self, queries.detach(), states, mask)


@ask("a track that was cut: where to look can never be learnt. Which of your calls leaves PyTorch, as detach() does?")
def whole_looks_without_track(self, queries, states, mask):
    with torch.no_grad():
        return WholeTargetDecoder.look(self, queries, states, mask)


@ask(says="what training cannot reach")
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


@wrong("gradient_to_states", "equal shares: the weights were not used, and padding is asked too. What is a state's share of a wish?")
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


@wrong("gradient_to_states", "weights made to add up to 1 over the target: they were shares of something else. Over which axis do they add up to 1?")
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


@wrong("gradient_to_states", says="runs without an error")
def no_transpose(weights, context_gradient):
    return weights @ context_gradient


@wrong("gradient_to_states", says="runs without an error")
def transposes_the_batch(weights, context_gradient):
    return weights.transpose(0, 1) @ context_gradient


@wrong("gradient_to_states", says="runs without an error")
def multiplies_entries(weights, context_gradient):
    return weights * context_gradient


@wrong("gradient_to_states", says="None came back")
def gradient_without_return(weights, context_gradient):
    weights.transpose(1, 2) @ context_gradient


@wrong("gradient_to_states")
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
