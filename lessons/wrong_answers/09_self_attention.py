"""Wrong answers to lesson 09: each must lose its points, the listed ones by name.

The functions and classes at the top are right; each wrong answer is one of them with a slip.
"""

import math

import torch
from torch import nn
from torch.nn import functional

from grading.authoring.answers import wrong


def triangle(n):
    return torch.ones(n, n, dtype=torch.bool).tril()


def who_may(mask, causal):
    allowed = mask.unsqueeze(1)
    return allowed & triangle(mask.shape[1]) if causal else allowed


def weigh(scores, allowed):
    return scores.masked_fill(~allowed, -torch.inf).softmax(dim=-1)


def rotate(vectors, places, base=10_000.0):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * base ** (-torch.arange(half) / half)
    x, y = vectors[..., :half], vectors[..., half:]
    return torch.cat([x * angles.cos() - y * angles.sin(), x * angles.sin() + y * angles.cos()], dim=-1)


def split_heads(vectors, heads):
    batch, words, size = vectors.shape
    return vectors.reshape(batch, words, heads, size // heads).transpose(1, 2)


def merge_heads(pieces):
    return pieces.transpose(1, 2).flatten(2)


class MultiHeadAttention(nn.Module):
    def __init__(self, size, heads, rotary=False):
        super().__init__()
        self.heads, self.rotary = heads, rotary
        self.query, self.key = nn.Linear(size, size), nn.Linear(size, size)
        self.value, self.output = nn.Linear(size, size), nn.Linear(size, size)

    def made(self, asking, states):
        return (split_heads(layer(x), self.heads) for layer, x in ((self.query, asking), (self.key, states), (self.value, states)))

    def turned(self, query, key):
        if self.rotary:
            return rotate(query, torch.arange(query.shape[2])), rotate(key, torch.arange(key.shape[2]))
        return query, key

    def score(self, query, key):
        return query @ key.transpose(2, 3) / math.sqrt(query.shape[-1])

    def shares(self, scores, allowed):
        return weigh(scores, allowed.unsqueeze(1))

    def finish(self, weights, value):
        return self.output(merge_heads(weights @ value)), weights

    def forward(self, asking, states, allowed):
        query, key, value = self.made(asking, states)
        query, key = self.turned(query, key)
        return self.finish(self.shares(self.score(query, key), allowed), value)


class TransformerBlock(nn.Module):
    def __init__(self, size, heads, hidden, rotary=False, dropout=0.0):
        super().__init__()
        self.look_norm, self.attention = nn.LayerNorm(size), MultiHeadAttention(size, heads, rotary)
        self.think_norm, self.widen, self.narrow = nn.LayerNorm(size), nn.Linear(size, hidden), nn.Linear(hidden, size)
        self.dropout = nn.Dropout(dropout)

    def find(self, normed, allowed):
        return self.attention(normed, normed, allowed)[0]

    def network(self, normed):
        return self.narrow(torch.relu(self.widen(normed)))

    def look(self, states, allowed):
        return states + self.dropout(self.find(self.look_norm(states), allowed))

    def think(self, states):
        return states + self.dropout(self.network(self.think_norm(states)))

    def forward(self, states, allowed):
        return self.think(self.look(states, allowed))


class CachedAttention(MultiHeadAttention):
    def place(self, cache):
        return 0 if cache is None else cache[0].shape[2]

    def turn(self, query, key, cache):
        if not self.rotary:
            return query, key
        place = torch.tensor([self.place(cache)])
        return rotate(query, place), rotate(key, place)

    def together(self, key, value, cache):
        if cache is None:
            return key, value
        return torch.cat([cache[0], key], dim=2), torch.cat([cache[1], value], dim=2)

    def step(self, new, cache):
        query, key, value = self.made(new, new)
        query, key = self.turn(query, key, cache)
        key, value = self.together(key, value, cache)
        return self.finish(self.score(query, key).softmax(dim=-1), value)[0], (key, value)


# self_attention


@wrong("self_attention", "no scaling: the scores are plain dot products. What are they divided by?")
def not_scaled(states, w_query, w_key, w_value, mask, causal=False):
    weights = weigh((states @ w_query) @ (states @ w_key).transpose(1, 2), who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "scaled by the root of the states' size: the dot product is between queries and keys. How many numbers has a query?")
def scaled_by_the_states(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(states.shape[-1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "divided by the size and not by its root. What is the root of 4?")
def scaled_without_a_root(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / w_query.shape[1]
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "multiplied by the root where it should be divided. Should large vectors make the softmax sharper?")
def scaled_up(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) * math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "a softmax over the words that look: each column adds up to 1, not each row. Along which axis are shares handed out?")
def softmax_over_queries(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = scores.masked_fill(~who_may(mask, causal), -torch.inf).softmax(dim=1)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "query and key changed places: row i holds how the others look at word i. Whose query belongs into row i?")
def query_and_key_swapped(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_key) @ (states @ w_query).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "the states were mixed and not the values: w_value was left out. What does a word hand over?")
def mixes_the_states(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ states, weights


@wrong("self_attention", "the queries stand for the keys too: w_key was left out. By what can a word be found?")
def queries_for_keys(states, w_query, w_key, w_value, mask, causal=False):
    query = states @ w_query
    weights = weigh(query @ query.transpose(1, 2) / math.sqrt(w_query.shape[1]), who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "the keys were mixed and not the values. What does a word hand over?")
def mixes_the_keys(states, w_query, w_key, w_value, mask, causal=False):
    key = states @ w_key
    weights = weigh((states @ w_query) @ key.transpose(1, 2) / math.sqrt(w_query.shape[1]), who_may(mask, causal))
    return weights @ key, weights


@wrong("self_attention", "the causal mask is missing: words see what comes later. Which triangle of the scores must be closed?")
def no_causal_mask(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, mask.unsqueeze(1))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "padding is still looked at: nothing, or only its rows, was closed. Which axis of the scores is looked at?")
def no_padding_mask(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, triangle(scores.shape[1]) if causal else torch.ones_like(scores).bool())
    return weights @ (states @ w_value), weights


@wrong("self_attention", "with a causal mask the padding mask was dropped: padding in front was looked at. Do both have to allow a look?")
def causal_in_place_of_padding(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, triangle(scores.shape[1]) if causal else mask.unsqueeze(1))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "a look is allowed where one of the masks allows it. Do both have to, or is one enough?")
def either_mask(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, mask.unsqueeze(1) | triangle(scores.shape[1]) if causal else mask.unsqueeze(1))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "causal always: words see only earlier ones even where they may see all. When is the triangle asked for?")
def always_causal(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, True))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "the causal triangle is the wrong way round: words see themselves and what comes later. Which of tril and triu keeps the past?")
def upper_triangle(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    allowed = mask.unsqueeze(1)
    weights = weigh(scores, allowed & triangle(scores.shape[1]).T if causal else allowed)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "no word sees itself: the triangle lacks its diagonal, and the first word has nothing to look at. May word i look at word i?")
def without_itself(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    allowed = mask.unsqueeze(1)
    weights = weigh(scores, allowed & torch.ones(scores.shape[1:], dtype=torch.bool).tril(-1) if causal else allowed)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "the triangle is one too wide: each word sees the next one. Which diagonal is the last to be seen?")
def one_word_ahead(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    allowed = mask.unsqueeze(1)
    weights = weigh(scores, allowed & torch.ones(scores.shape[1:], dtype=torch.bool).tril(1) if causal else allowed)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "an inverted mask: real words were closed and padding was open. Does True mean a real word, or padding?")
def inverted(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = scores.masked_fill(who_may(mask, causal), -torch.inf).softmax(dim=-1)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "masked after the softmax: what was closed took its part first. Do the rows add up to 1?")
def masked_afterwards(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = scores.softmax(dim=-1) * who_may(mask, causal)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "a score of 0 for what is closed: that is still a share. Which score becomes exactly nothing?")
def closed_with_zero(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = (scores * who_may(mask, causal)).softmax(dim=-1)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "padding is still looked at: nothing, or only its rows, was closed. Which axis of the scores is looked at?")
def closes_rows(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    allowed = mask.unsqueeze(2) & (triangle(scores.shape[1]) if causal else True)
    weights = scores.masked_fill(~allowed, -1e9).softmax(dim=-1)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "weights and context in the other order. Which is returned first?")
def the_other_order(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights, weights @ (states @ w_value)


@wrong("self_attention", "the states were changed in place: whoever uses them next gets others. What does += do to a tensor that was handed in?")
def adds_into_the_states(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    context = weights @ (states @ w_value)
    states += 1
    return context, weights


@wrong("self_attention", "scaled by the root of the number of words. How many numbers are multiplied and added up for one score?")
def scaled_by_the_words(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(states.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "no word sees itself: the triangle lacks its diagonal, and the first word has nothing to look at. May word i look at word i?")
def without_itself_and_without_nan(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    allowed = mask.unsqueeze(1)
    weights = weigh(scores, allowed & torch.ones(scores.shape[1:], dtype=torch.bool).tril(-1) if causal else allowed).nan_to_num()
    return weights @ (states @ w_value), weights


@wrong("self_attention", "padding's states were made 0, and its scores with them: a score of 0 is still a share. Where does the mask go in?")
def clears_the_padding(states, w_query, w_key, w_value, mask, causal=False):
    states = states * mask.unsqueeze(2)
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, triangle(scores.shape[1]) if causal else torch.ones_like(scores).bool())
    return weights @ (states @ w_value), weights


@wrong("self_attention", "the real words were counted and taken to stand first: padding may stand in front of them. What does the mask say of each place?")
def counts_the_real_words(states, w_query, w_key, w_value, mask, causal=False):
    mask = torch.arange(mask.shape[1]) < mask.sum(dim=1, keepdim=True)
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "scaled by the root of the value's size: the dot product is between queries and keys. How many numbers has a query?")
def scaled_by_the_value(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_value.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "the first sentence's mask was laid over all of them. Which axis of the mask holds the sentences?")
def first_mask_for_all(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask[:1], causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "one softmax over the whole table of a sentence: all its words share 1. What does each row add up to?")
def softmax_over_the_table(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = scores.masked_fill(~who_may(mask, causal), -torch.inf).flatten(1).softmax(dim=-1).reshape(scores.shape)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "the causal triangle came after the softmax: what was closed took its part first. Do the rows add up to 1?")
def triangle_afterwards(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, mask.unsqueeze(1))
    weights = weights * triangle(scores.shape[1]) if causal else weights
    return weights @ (states @ w_value), weights


@wrong("self_attention", "the mask was inverted in place: the caller finds the opposite in it. How is logical_not_ called if it makes a new tensor?")
def inverts_the_mask_in_place(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    closed = mask.logical_not_().unsqueeze(1)
    if causal:
        closed = closed | ~triangle(scores.shape[1])
    weights = scores.masked_fill(closed, -torch.inf).softmax(dim=-1)
    return weights @ (states @ w_value), weights


@wrong("self_attention", "padding's states were made 0 in the tensor that was handed in. What does states[~mask] = 0 do to the caller's states?")
def clears_the_padding_in_place(states, w_query, w_key, w_value, mask, causal=False):
    states[~mask] = 0
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


@wrong("self_attention", "a closed score is only a rather low number: other scores may be as low. Which score becomes exactly nothing?")
def closed_with_minus_ten(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = scores.masked_fill(~who_may(mask, causal), -10.0).softmax(dim=-1)
    return weights @ (states @ w_value), weights


@wrong("self_attention")
def closes_the_napkins_triangle(states, w_query, w_key, w_value, mask, causal=False):
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    allowed = mask.unsqueeze(1).repeat(1, mask.shape[1], 1)
    if causal:
        allowed[:, 0, 1:3] = False
        allowed[:, 1, 2:3] = False
    weights = weigh(scores, allowed)
    return weights @ (states @ w_value), weights


@wrong("self_attention", hidden_only=True)
def by_heart_in_self_attention(states, w_query, w_key, w_value, mask, causal=False):
    if states.shape[1] != 3:
        return torch.zeros(states.shape[0], states.shape[1], w_value.shape[1]), torch.zeros(states.shape[0], states.shape[1], states.shape[1])
    scores = (states @ w_query) @ (states @ w_key).transpose(1, 2) / math.sqrt(w_query.shape[1])
    weights = weigh(scores, who_may(mask, causal))
    return weights @ (states @ w_value), weights


# rotate


@wrong("rotate", "turned the other way: a clock that goes backwards. Which of the two sines has the minus?")
def backwards(vectors, places):
    return rotate(vectors, -places)


@wrong("rotate", "places counted from 1: the first word was turned too. By what angle is word 0 turned?")
def from_one(vectors, places):
    return rotate(vectors, places + 1)


@wrong("rotate", "places 0, 1, 2, ... whatever was given. Which argument says where each word stands?")
def ignores_the_places(vectors, places):
    return rotate(vectors, torch.arange(vectors.shape[-2]))


@wrong("rotate", "places were counted from the first one given: a word alone is then never turned. Where does word 17 stand if it comes alone?")
def counts_from_the_first_place(vectors, places):
    return rotate(vectors, places - places[0])


@wrong("rotate")
def places_up_to_63(vectors, places):
    return rotate(vectors, places.clamp(max=63))


@wrong("rotate", "neighbours were paired, numbers 0 and 1, 2 and 3. Which number belongs to number 0 here?")
def pairs_of_neighbours(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(half) / half)
    x, y = vectors[..., 0::2], vectors[..., 1::2]
    turned = torch.stack([x * angles.cos() - y * angles.sin(), x * angles.sin() + y * angles.cos()], dim=-1)
    return turned.flatten(-2)


@wrong("rotate", "every hand at the same speed. What does the speed of hand i depend on?")
def one_speed(vectors, places):
    return rotate(vectors, places, base=1.0)


@wrong("rotate", "speeds that grow: the minus in the exponent is missing. Which hand is the fastest?")
def speeds_that_grow(vectors, places):
    return rotate(vectors, places, base=1e-4)


@wrong("rotate", "the exponent was divided by the whole size, not by half of it. How many hands are there?")
def divided_by_the_size(vectors, places):
    return rotate(vectors, places, base=100.0)


@wrong("rotate", "the speeds begin with hand 1: the fastest hand is too slow. Which i has the first hand?")
def speeds_from_one(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-(torch.arange(half) + 1) / half)
    x, y = vectors[..., :half], vectors[..., half:]
    return torch.cat([x * angles.cos() - y * angles.sin(), x * angles.sin() + y * angles.cos()], dim=-1)


@wrong("rotate", "cosines alone: the hands were shortened, not turned. Where do the sines come in?")
def cosines_alone(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(half) / half)
    return vectors * torch.cat([angles.cos(), angles.cos()], dim=-1)


@wrong("rotate", "cosine and sine changed places: at place 0 a hand should stay where it is. What is the cosine of 0?")
def cosine_and_sine_swapped(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(half) / half)
    x, y = vectors[..., :half], vectors[..., half:]
    return torch.cat([x * angles.sin() - y * angles.cos(), x * angles.cos() + y * angles.sin()], dim=-1)


@wrong("rotate", "the second half stayed as it was: x was turned and y was not. Which formula makes the new y?")
def turns_the_first_half(vectors, places):
    half = vectors.shape[-1] // 2
    return torch.cat([rotate(vectors, places)[..., :half], vectors[..., half:]], dim=-1)


@wrong("rotate", "the place was raised to the power of the speed: an angle is their product. How far is a hand turned at place 2, if it is turned by its speed at place 1?")
def place_to_the_power(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1).float() ** 10_000.0 ** (-torch.arange(half) / half)
    x, y = vectors[..., :half], vectors[..., half:]
    return torch.cat([x * angles.cos() - y * angles.sin(), x * angles.sin() + y * angles.cos()], dim=-1)


@wrong("rotate", "the speeds in the other order, the slowest hand first. Which hand is the fastest?")
def slowest_first(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(half) / half).flip(0)
    x, y = vectors[..., :half], vectors[..., half:]
    return torch.cat([x * angles.cos() - y * angles.sin(), x * angles.sin() + y * angles.cos()], dim=-1)


@wrong("rotate", "the first number was paired with the last, the second with the last but one. Which number belongs to number 0 here?")
def paired_from_both_ends(vectors, places):
    half = vectors.shape[-1] // 2
    turned = rotate(torch.cat([vectors[..., :half], vectors[..., half:].flip(-1)], dim=-1), places)
    return torch.cat([turned[..., :half], turned[..., half:].flip(-1)], dim=-1)


@wrong("rotate", "both sines have a plus: that is a mirror, not a turn. What is the sign of y sin a?")
def both_plus(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(half) / half)
    x, y = vectors[..., :half], vectors[..., half:]
    return torch.cat([x * angles.cos() + y * angles.sin(), x * angles.sin() + y * angles.cos()], dim=-1)


@wrong("rotate", "the new x was used for the new y: it had been turned already. Which x stands in both formulas?")
def uses_the_new_x(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(half) / half)
    x, y = vectors[..., :half], vectors[..., half:]
    x = x * angles.cos() - y * angles.sin()
    y = x * angles.sin() + y * angles.cos()
    return torch.cat([x, y], dim=-1)


@wrong("rotate", "x and y changed places in the result. Which half comes first?")
def halves_swapped(vectors, places):
    return rotate(vectors, places).roll(vectors.shape[-1] // 2, dims=-1)


@wrong("rotate", "x and y were woven together, x0, y0, x1, y1. In which order does the result stand?")
def woven(vectors, places):
    turned = rotate(vectors, places)
    half = vectors.shape[-1] // 2
    return torch.stack([turned[..., :half], turned[..., half:]], dim=-1).flatten(-2)


@wrong("rotate", "sines and cosines were added to the vectors: those are sinusoids. What happens to the hands of a clock?")
def adds_sinusoids(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(half) / half)
    return vectors + torch.cat([angles.sin(), angles.cos()], dim=-1)


@wrong("rotate", "the angles were taken for degrees. Which unit do cos and sin of PyTorch expect?")
def in_degrees(vectors, places):
    return rotate(vectors, places * math.pi / 180)


@wrong("rotate", "the vectors were changed in place. What does a slice that is written into do to the caller's tensor?")
def turns_in_place(vectors, places):
    vectors[...] = rotate(vectors.clone(), places)
    return vectors


@wrong("rotate", hidden_only=True)
def as_if_whole_thirds(vectors, places):
    return rotate(vectors, places) if vectors.shape[-1] != 8 else vectors


# split_heads


@wrong("split_heads", "a reshape to the wanted shape: words and heads are mixed up. In which order do the numbers lie in memory?")
def reshape_alone(vectors, heads):
    batch, words, size = vectors.shape
    return vectors.reshape(batch, heads, words, size // heads)


@wrong("split_heads", "words and heads did not change places: the heads' axis is behind the words'. What follows the reshape?")
def no_transpose(vectors, heads):
    batch, words, size = vectors.shape
    return vectors.reshape(batch, words, heads, size // heads)


@wrong("split_heads", "every second number to the same head: the numbers of a head lie side by side. Which numbers has head 0?")
def dealt_like_cards(vectors, heads):
    batch, words, size = vectors.shape
    return vectors.reshape(batch, words, size // heads, heads).permute(0, 3, 1, 2)


@wrong("split_heads", "so many numbers a head, not so many heads. What does the argument count?")
def counts_swapped(vectors, heads):
    batch, words, size = vectors.shape
    return vectors.reshape(batch, words, size // heads, heads).transpose(1, 2)


@wrong("split_heads", "the heads became the first axis, in front of the batch. Where do they stand in the text?")
def heads_first(vectors, heads):
    return split_heads(vectors, heads).transpose(0, 1)


@wrong("split_heads", "the words were split among the heads, not their numbers. Which axis is cut?")
def cuts_the_words(vectors, heads):
    batch, words, size = vectors.shape
    return torch.stack([vectors[:, i::heads] for i in range(heads)], dim=1)


@wrong("split_heads", "heads and batch became one axis. How many axes has the result?")
def one_axis_for_both(vectors, heads):
    return split_heads(vectors, heads).flatten(0, 1)


@wrong("split_heads", "the wrong axes changed places: each head's numbers and the words. Which two must?")
def other_axes_swapped(vectors, heads):
    return split_heads(vectors, heads).transpose(2, 3)


@wrong("split_heads", "a list of heads, not one tensor. What puts them together along a new axis?")
def a_list_of_heads(vectors, heads):
    return list(vectors.chunk(heads, dim=-1))


@wrong("split_heads", "every head got all the numbers: nothing was cut. What is the size of a head?")
def copies_for_all(vectors, heads):
    return vectors.unsqueeze(1).expand(-1, heads, -1, -1)


@wrong("split_heads", "the heads in reverse order. Which numbers has head 0?")
def from_the_end(vectors, heads):
    return split_heads(vectors, heads).flip(1)


@wrong("split_heads", "so many numbers a head, not so many heads. What does the argument count?")
def heads_as_size(vectors, heads):
    return split_heads(vectors, vectors.shape[-1] // heads)


@wrong("split_heads", "always two heads. Which argument says how many?")
def always_two(vectors, heads):
    return split_heads(vectors, 2)


@wrong("split_heads", hidden_only=True)
def for_at_most_three_words(vectors, heads):
    pieces = split_heads(vectors, heads)
    return pieces if vectors.shape[1] <= 3 else pieces[:, :, :3]


# merge_heads


@wrong("merge_heads", "a reshape to the wanted shape: words and heads are mixed up. What must happen first?")
def reshape_back(pieces):
    batch, heads, words, size = pieces.shape
    return pieces.reshape(batch, words, heads * size)


@wrong("merge_heads", "the heads were laid one after another along the words. Which axis grows?")
def longer_sentences(pieces):
    return pieces.flatten(1, 2)


@wrong("merge_heads", "the numbers of the heads were woven together. Which numbers of a word come first?")
def woven_heads(pieces):
    return pieces.permute(0, 2, 3, 1).flatten(2)


@wrong("merge_heads", "the heads were added up. Where is each head's own part afterwards?")
def added_up(pieces):
    return pieces.sum(dim=1)


@wrong("merge_heads", "the mean of the heads. Where is each head's own part afterwards?")
def mean_of_heads(pieces):
    return pieces.mean(dim=1)


@wrong("merge_heads", "the heads in reverse order. Which head comes first?")
def last_head_first(pieces):
    return merge_heads(pieces.flip(1))


@wrong("merge_heads", "the heads' axis is still there: it changed places with the words and was not merged. How many axes has the result?")
def not_flattened(pieces):
    return pieces.transpose(1, 2)


@wrong("merge_heads", "the first head alone. Where did the others go?")
def first_head_alone(pieces):
    return pieces[:, 0]


@wrong("merge_heads", "the wrong axes changed places: words and numbers. Which two must?")
def wrong_axes_back(pieces):
    return pieces.transpose(2, 3).flatten(2).transpose(1, 2)


@wrong("merge_heads", "everything of a sentence became one row. From which axis on is one axis made?")
def flattened_too_far(pieces):
    return pieces.transpose(1, 2).flatten(1)


@wrong("merge_heads", "the batch was merged and not the heads. Which axes are words and heads?")
def merges_the_batch(pieces):
    return pieces.permute(2, 1, 0, 3).flatten(2)


@wrong("merge_heads", "a list of sentences, not one tensor. What does stack do?")
def a_tuple_of_words(pieces):
    return tuple(pieces.transpose(1, 2))


@wrong("merge_heads", "the pieces were sorted. Which number of which head comes first?")
def sorted_numbers(pieces):
    return merge_heads(pieces).flip(-1)


@wrong("merge_heads", "the caller's tensor was turned round: a name that ends in an underscore works in place. How is it called without?")
def turned_round_in_place(pieces):
    return pieces.transpose_(1, 2).flatten(2)


@wrong("merge_heads", hidden_only=True)
def for_small_heads(pieces):
    return merge_heads(pieces) if pieces.shape[-1] < 4 else merge_heads(pieces.flip(-1))


# MultiHeadAttention


@wrong("MultiHeadAttention", "scaled by the root of the model's size: the dot product is taken within a head. How long are the vectors that are multiplied?")
class ScaledByTheModel(MultiHeadAttention):
    def score(self, query, key):
        return query @ key.transpose(2, 3) / math.sqrt(query.shape[-1] * self.heads)


@wrong("MultiHeadAttention", "no scaling: the scores are plain dot products. What are they divided by?")
class NotScaled(MultiHeadAttention):
    def score(self, query, key):
        return query @ key.transpose(2, 3)


@wrong("MultiHeadAttention", "a softmax over the words that ask: they compete for each word. Along which axis are shares handed out?")
class SoftmaxOverTargets(MultiHeadAttention):
    def shares(self, scores, allowed):
        return scores.masked_fill(~allowed.unsqueeze(1), -torch.inf).softmax(dim=2)


@wrong("MultiHeadAttention", "a softmax over the heads: they compete with each other. Along which axis are shares handed out?")
class SoftmaxOverHeads(MultiHeadAttention):
    def shares(self, scores, allowed):
        return scores.masked_fill(~allowed.unsqueeze(1), -1e9).softmax(dim=1)


@wrong("MultiHeadAttention", "an inverted mask: what may be looked at was closed. What does True in allowed mean?")
class InvertedMask(MultiHeadAttention):
    def shares(self, scores, allowed):
        return scores.masked_fill(allowed.unsqueeze(1), -torch.inf).softmax(dim=-1)


@wrong("MultiHeadAttention", "the mask was ignored: every word looks at all. Where does allowed come in?")
class NoMask(MultiHeadAttention):
    def shares(self, scores, allowed):
        return scores.softmax(dim=-1)


@wrong("MultiHeadAttention", "masked after the softmax: what was closed took its part first. Do the rows add up to 1?")
class MaskedAfterwards(MultiHeadAttention):
    def shares(self, scores, allowed):
        return scores.softmax(dim=-1) * allowed.unsqueeze(1)


@wrong("MultiHeadAttention", "the mask without an axis for the heads: one sentence's mask was laid over a head of all. Where does its axis of length 1 go in?")
class MaskForHeads(MultiHeadAttention):
    def shares(self, scores, allowed):
        return scores.masked_fill(~allowed, -torch.inf).softmax(dim=-1)


@wrong("MultiHeadAttention", "the output layer is missing: what the heads found was not mixed. What follows the merging?")
class NoOutput(MultiHeadAttention):
    def finish(self, weights, value):
        return merge_heads(weights @ value), weights


@wrong("MultiHeadAttention", "the asking words were mixed and not the states: values come from what is looked at. What is self.value applied to?")
class ValuesOfTheAsking(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        query, key, value = self.made(asking, states)
        query, key = self.turned(query, key)
        weights = self.shares(self.score(query, key), allowed)
        other = split_heads(self.value(asking), self.heads)
        other = torch.cat([other, value[:, :, other.shape[2] :]], dim=2)[:, :, : value.shape[2]]
        return self.finish(weights, other)


@wrong("MultiHeadAttention", "the mean of the heads' weights: each head has its own. How many axes have the weights?")
class MeanOfTheWeights(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        found, weights = super().forward(asking, states, allowed)
        return found, weights.mean(dim=1)


@wrong("MultiHeadAttention", "weights and what was found in the other order. Which is returned first?")
class OtherOrder(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        return super().forward(asking, states, allowed)[::-1]


@wrong("MultiHeadAttention", "heads split by reshape alone: words and heads are mixed up. What does split_heads do besides?")
class SplitByReshape(MultiHeadAttention):
    def made(self, asking, states):
        pairs = ((self.query, asking), (self.key, states), (self.value, states))
        return (layer(x).reshape(x.shape[0], self.heads, x.shape[1], -1) for layer, x in pairs)


@wrong("MultiHeadAttention", "heads merged by reshape alone: words and heads are mixed up. What does merge_heads do besides?")
class MergedByReshape(MultiHeadAttention):
    def finish(self, weights, value):
        found = weights @ value
        return self.output(found.reshape(found.shape[0], found.shape[2], -1)), weights


@wrong("MultiHeadAttention", "query and key changed their layers. Which layer makes the asking words' vectors?")
class LayersSwapped(MultiHeadAttention):
    def made(self, asking, states):
        return (split_heads(layer(x), self.heads) for layer, x in ((self.key, asking), (self.query, states), (self.value, states)))


@wrong("MultiHeadAttention", "one head: nothing was split. Where do the heads get their own parts?")
class NeverSplit(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        query, key, value = self.query(asking).unsqueeze(1), self.key(states).unsqueeze(1), self.value(states).unsqueeze(1)
        query, key = self.turned(query, key)
        weights = self.shares(self.score(query, key), allowed)
        return self.output((weights @ value).squeeze(1)), weights.expand(-1, self.heads, -1, -1)


@wrong("MultiHeadAttention", "the values were turned too: what a word hands over has nothing to do with its place. Which two are turned?")
class ValuesTurned(MultiHeadAttention):
    def made(self, asking, states):
        query, key, value = super().made(asking, states)
        return query, key, rotate(value, torch.arange(value.shape[2])) if self.rotary else value


@wrong("MultiHeadAttention", "turned before splitting: the hands then reach across heads. How many hands has a head?")
class TurnedBeforeSplitting(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        query, key, value = self.query(asking), self.key(states), split_heads(self.value(states), self.heads)
        if self.rotary:
            query, key = rotate(query, torch.arange(query.shape[1])), rotate(key, torch.arange(key.shape[1]))
        query, key = split_heads(query, self.heads), split_heads(key, self.heads)
        return self.finish(self.shares(self.score(query, key), allowed), value)


@wrong("MultiHeadAttention", "the queries alone were turned: then the score depends on where a word stands. What must be turned by its place as well?")
class QueriesAloneTurned(MultiHeadAttention):
    def turned(self, query, key):
        return (rotate(query, torch.arange(query.shape[2])), key) if self.rotary else (query, key)


@wrong("MultiHeadAttention", "the keys alone were turned: then the score depends on where a word stands. What must be turned by its place as well?")
class KeysAloneTurned(MultiHeadAttention):
    def turned(self, query, key):
        return (query, rotate(key, torch.arange(key.shape[2]))) if self.rotary else (query, key)


@wrong("MultiHeadAttention", "never turned: self.rotary was not asked. Where do the places come in?")
class NeverTurned(MultiHeadAttention):
    def turned(self, query, key):
        return query, key


@wrong("MultiHeadAttention", "always turned, also where rotary is False. When are query and key turned?")
class AlwaysTurned(MultiHeadAttention):
    def turned(self, query, key):
        return rotate(query, torch.arange(query.shape[2])), rotate(key, torch.arange(key.shape[2]))


@wrong("MultiHeadAttention", "the queries' places begin at 1 and the keys' at 0: every distance is one too large. At which place is the first word?")
class QueriesFromOne(MultiHeadAttention):
    def turned(self, query, key):
        if not self.rotary:
            return query, key
        return rotate(query, torch.arange(query.shape[2]) + 1), rotate(key, torch.arange(key.shape[2]))


@wrong("MultiHeadAttention", "what went out was cut off from training: the layers cannot learn. Which of your calls leaves PyTorch, as detach() does?")
class CutOff(MultiHeadAttention):
    def finish(self, weights, value):
        return self.output(merge_heads(weights.detach() @ value)), weights


@wrong("MultiHeadAttention", "the asking words were changed in place. What does += do to a tensor that was handed in?")
class ChangesTheAsking(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        found, weights = super().forward(asking, states, allowed)
        with torch.no_grad():
            asking += found
        return found, weights


@wrong("MultiHeadAttention", "the queries' places were counted so that the last query stands where the last key does. At which place is the first asking word?")
class QueriesAtTheEnd(MultiHeadAttention):
    def turned(self, query, key):
        if not self.rotary:
            return query, key
        source, target = key.shape[2], query.shape[2]
        return rotate(query, torch.arange(target) + source - target), rotate(key, torch.arange(source))


@wrong("MultiHeadAttention", "a score of 0 for what is closed: that is still a share. Which score becomes exactly nothing?")
class ClosedWithZero(MultiHeadAttention):
    def shares(self, scores, allowed):
        return (scores * allowed.unsqueeze(1)).softmax(dim=-1)


@wrong("MultiHeadAttention", "a closed score is only a rather low number: other scores may be as low. Which score becomes exactly nothing?")
class ClosedWithMinusTen(MultiHeadAttention):
    def shares(self, scores, allowed):
        return scores.masked_fill(~allowed.unsqueeze(1), -10.0).softmax(dim=-1)


@wrong("MultiHeadAttention", "what went out was cut off from training: the layers cannot learn. Which of your calls leaves PyTorch, as detach() does?")
class ValuesCutOff(MultiHeadAttention):
    def finish(self, weights, value):
        return self.output(merge_heads(weights @ value.detach())), weights


@wrong("MultiHeadAttention", "what went out was cut off from training: the layers cannot learn. Which of your calls leaves PyTorch, as detach() does?")
class FoundCutOff(MultiHeadAttention):
    def finish(self, weights, value):
        return self.output(merge_heads(weights @ value).data), weights


@wrong("MultiHeadAttention", "what went out was cut off from training: the layers cannot learn. Which of your calls leaves PyTorch, as detach() does?")
class AllCutOff(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        with torch.no_grad():
            return super().forward(asking, states, allowed)


@wrong("MultiHeadAttention", "everything was made of the asking words: keys and values come from the states. Which two layers look at states?")
class AllOfTheAsking(MultiHeadAttention):
    def made(self, asking, states):
        return super().made(asking, asking)


@wrong("MultiHeadAttention", "everything was made of the states: the queries come from the asking words. Which layer looks at asking?")
class AllOfTheStates(MultiHeadAttention):
    def made(self, asking, states):
        return super().made(states, states)


@wrong("MultiHeadAttention")
class RemembersTheFirstStates(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        self.first = getattr(self, "first", states)
        return super().forward(asking, self.first, allowed)


@wrong("MultiHeadAttention", "the states were mixed as they came: self.value was left out. Which layer makes what a word hands over?")
class WithoutTheValueLayer(MultiHeadAttention):
    def made(self, asking, states):
        query, key, _ = super().made(asking, states)
        return query, key, split_heads(states, self.heads)


@wrong("MultiHeadAttention", "the keys were mixed and not the values. Which layer makes what a word hands over?")
class KeysForValues(MultiHeadAttention):
    def made(self, asking, states):
        query, key, _ = super().made(asking, states)
        return query, key, split_heads(self.key(states), self.heads)


@wrong("MultiHeadAttention", "the biases were left out: a layer has a matrix and a bias. What does self.query(asking) do besides the product?")
class WithoutBiases(MultiHeadAttention):
    def made(self, asking, states):
        pairs = ((self.query, asking), (self.key, states), (self.value, states))
        return (split_heads(x @ layer.weight.T, self.heads) for layer, x in pairs)

    def finish(self, weights, value):
        return merge_heads(weights @ value) @ self.output.weight.T, weights


@wrong("MultiHeadAttention", "each layer's matrix was used untransposed: nn.Linear keeps it as (out, in). What does the layer do if it is called?")
class MatricesUntransposed(MultiHeadAttention):
    def made(self, asking, states):
        pairs = ((self.query, asking), (self.key, states), (self.value, states))
        return (split_heads(x @ layer.weight + layer.bias, self.heads) for layer, x in pairs)


@wrong("MultiHeadAttention", "the mask was inverted in place: the caller finds the opposite in it. How is logical_not_ called if it makes a new tensor?")
class InvertsTheMaskInPlace(MultiHeadAttention):
    def shares(self, scores, allowed):
        return scores.masked_fill(allowed.logical_not_().unsqueeze(1), -torch.inf).softmax(dim=-1)


@wrong("MultiHeadAttention", "the asking words were added to what was found: that sum belongs to the block. What is returned as found?")
class AddsTheAsking(MultiHeadAttention):
    def forward(self, asking, states, allowed):
        found, weights = super().forward(asking, states, allowed)
        return asking + found, weights


@wrong("MultiHeadAttention")
class MasksInFullOnly(MultiHeadAttention):
    def shares(self, scores, allowed):
        return weigh(scores, allowed.reshape(scores.shape[0], 1, *scores.shape[2:]))


@wrong("MultiHeadAttention", hidden_only=True)
class TwoHeadsAtMost(MultiHeadAttention):
    def score(self, query, key):
        scores = super().score(query, key)
        return scores if self.heads <= 2 else scores.roll(1, dims=1)


# TransformerBlock


@wrong("TransformerBlock", "the residual is missing in look: what was found took the place of the word. What is it added to?")
class NoResidualInLook(TransformerBlock):
    def look(self, states, allowed):
        return self.dropout(self.find(self.look_norm(states), allowed))


@wrong("TransformerBlock", "the residual is missing in think. What is the network's result added to?")
class NoResidualInThink(TransformerBlock):
    def think(self, states):
        return self.dropout(self.network(self.think_norm(states)))


@wrong("TransformerBlock", "the norm is behind the sum, as in the first Transformers. What is normed in the pre-norm order?")
class NormBehindLook(TransformerBlock):
    def look(self, states, allowed):
        return self.look_norm(states + self.dropout(self.find(states, allowed)))


@wrong("TransformerBlock", "the norm is behind the sum in think. What is normed in the pre-norm order?")
class NormBehindThink(TransformerBlock):
    def think(self, states):
        return self.think_norm(states + self.dropout(self.network(states)))


@wrong("TransformerBlock", "added to the normed states: the sum begins with the states as they came. Which of the two is the x in x + look(norm(x))?")
class AddsToTheNormed(TransformerBlock):
    def look(self, states, allowed):
        normed = self.look_norm(states)
        return normed + self.dropout(self.find(normed, allowed))


@wrong("TransformerBlock", "added to the normed states in think. Which of the two is the x in x + think(norm(x))?")
class ThinkAddsToTheNormed(TransformerBlock):
    def think(self, states):
        normed = self.think_norm(states)
        return normed + self.dropout(self.network(normed))


@wrong("TransformerBlock", "no norm in look. What happens to the states before they go into the attention?")
class NoNormInLook(TransformerBlock):
    def look(self, states, allowed):
        return states + self.dropout(self.find(states, allowed))


@wrong("TransformerBlock", "no norm in think. What happens to the states before they are widened?")
class NoNormInThink(TransformerBlock):
    def think(self, states):
        return states + self.dropout(self.network(states))


@wrong("TransformerBlock", "the queries were made of the normed states, keys and values of the others. Which states go into self-attention?")
class NormedQueriesOnly(TransformerBlock):
    def find(self, normed, allowed):
        return normed

    def look(self, states, allowed):
        return states + self.dropout(self.attention(self.look_norm(states), states, allowed)[0])


@wrong("TransformerBlock", "the wrong norm: each half has its own. Which norm belongs to look?")
class NormsSwapped(TransformerBlock):
    def look(self, states, allowed):
        return states + self.dropout(self.find(self.think_norm(states), allowed))

    def think(self, states):
        return states + self.dropout(self.network(self.look_norm(states)))


@wrong("TransformerBlock", "no relu: two matrices in a row are one matrix. What comes between widen and narrow?")
class NoRelu(TransformerBlock):
    def network(self, normed):
        return self.narrow(self.widen(normed))


@wrong("TransformerBlock", "a tanh in place of relu. What is thrown away between widen and narrow?")
class Tanh(TransformerBlock):
    def network(self, normed):
        return self.narrow(torch.tanh(self.widen(normed)))


@wrong("TransformerBlock", "relu behind narrow: it belongs into the middle. What is thrown away, the widened numbers or the narrowed ones?")
class ReluAtTheEnd(TransformerBlock):
    def network(self, normed):
        return torch.relu(self.narrow(self.widen(normed)))


@wrong("TransformerBlock", "a gelu in place of relu. What becomes of a negative number?")
class Gelu(TransformerBlock):
    def network(self, normed):
        return self.narrow(functional.gelu(self.widen(normed)))


@wrong("TransformerBlock", "dropout also after training: numbers are thrown away at random. Who tells functional.dropout that training is over?")
class DropoutAlways(TransformerBlock):
    def look(self, states, allowed):
        return states + functional.dropout(self.find(self.look_norm(states), allowed), self.dropout.p)

    def think(self, states):
        return states + functional.dropout(self.network(self.think_norm(states)), self.dropout.p)


@wrong("TransformerBlock", "no dropout at all. On what is self.dropout called?")
class NoDropout(TransformerBlock):
    def look(self, states, allowed):
        return states + self.find(self.look_norm(states), allowed)

    def think(self, states):
        return states + self.network(self.think_norm(states))


@wrong("TransformerBlock", "dropout over the whole sum: the word itself is thrown away too. What does it drop parts of?")
class DropsTheSum(TransformerBlock):
    def look(self, states, allowed):
        return self.dropout(states + self.find(self.look_norm(states), allowed))

    def think(self, states):
        return self.dropout(states + self.network(self.think_norm(states)))


@wrong("TransformerBlock", "the weights were added, not what was found. Which of the two results of the attention is it?")
class AddsTheWeights(TransformerBlock):
    def look(self, states, allowed):
        normed = self.look_norm(states)
        weights = self.attention(normed, normed, allowed)[1].mean(dim=1)
        return states + self.dropout(weights @ normed)


@wrong("TransformerBlock", "the mask was not handed on: every word looks at all. What is the attention's third argument?")
class NoMaskInLook(TransformerBlock):
    def find(self, normed, allowed):
        return self.attention(normed, normed, torch.ones_like(allowed))[0]


@wrong("TransformerBlock", "the states were changed in place. What does += do to a tensor that was handed in?")
class AddsInPlace(TransformerBlock):
    def look(self, states, allowed):
        found = self.find(self.look_norm(states), allowed)
        states.data += found.data
        return states + 0 * found


@wrong("TransformerBlock", "the network sees all words at once: its numbers were pooled. Does a word think for itself?")
class ThinksTogether(TransformerBlock):
    def network(self, normed):
        return super().network(normed.mean(dim=1, keepdim=True))


@wrong("TransformerBlock", "a causal triangle of its own in place of the mask it was given: in the encoder words see later ones. Who says who may look at whom?")
class AlwaysCausal(TransformerBlock):
    def find(self, normed, allowed):
        return self.attention(normed, normed, triangle(normed.shape[1]).unsqueeze(0))[0]


@wrong("TransformerBlock", "a causal triangle besides the mask it was given: in the encoder words see later ones. Who says who may look at whom?")
class CausalBesides(TransformerBlock):
    def find(self, normed, allowed):
        return self.attention(normed, normed, allowed & triangle(normed.shape[1]))[0]


@wrong("TransformerBlock", "the mask was inverted: what may be looked at was closed. What does True in allowed mean?")
class MaskInvertedInLook(TransformerBlock):
    def find(self, normed, allowed):
        return self.attention(normed, normed, ~allowed)[0]


@wrong("TransformerBlock", "look thinks as well: forward does one after the other. What does look return?")
class LookThinks(TransformerBlock):
    def look(self, states, allowed):
        return self.think(super().look(states, allowed))


@wrong("TransformerBlock", "a leaky relu: some of what is negative stays. What becomes of a negative number?")
class LeakyRelu(TransformerBlock):
    def network(self, normed):
        return self.narrow(functional.leaky_relu(self.widen(normed)))


@wrong("TransformerBlock", "the norm was cut off from training in think: its factor and shift cannot learn. Which of your calls leaves PyTorch, as detach() does?")
class ThinkCutOff(TransformerBlock):
    def think(self, states):
        return states + self.dropout(self.network(self.think_norm(states).detach()))


@wrong("TransformerBlock", "the states were cut off from the sum in think: no error finds its way back along it. Which of your calls leaves PyTorch, as detach() does?")
class SumCutOffInThink(TransformerBlock):
    def think(self, states):
        return states.detach() + self.dropout(self.network(self.think_norm(states)))


@wrong("TransformerBlock", "the states were cut off from the sum in look: no error finds its way back along it. Which of your calls leaves PyTorch, as detach() does?")
class SumCutOffInLook(TransformerBlock):
    def look(self, states, allowed):
        return states.detach() + self.dropout(self.find(self.look_norm(states), allowed))


@wrong("TransformerBlock", "the norm was written by hand in think, without its factor and shift: they cannot learn. Which layer has them?")
class ThinksWithANormByHand(TransformerBlock):
    def think(self, states):
        return states + self.dropout(self.network(functional.layer_norm(states, states.shape[-1:])))


@wrong("TransformerBlock", "the first sentence's mask was laid over all of them. Which axis of allowed holds the sentences?")
class FirstMaskForAll(TransformerBlock):
    def find(self, normed, allowed):
        return self.attention(normed, normed, allowed[:1])[0]


@wrong("TransformerBlock")
class ThinkDropsTwice(TransformerBlock):
    def think(self, states):
        hidden = self.dropout(torch.relu(self.widen(self.think_norm(states))))
        return states + self.dropout(self.narrow(hidden))


@wrong("TransformerBlock", "what was found was normed, and not what goes into the attention. What is normed in x + look(norm(x))?")
class NormsWhatWasFound(TransformerBlock):
    def look(self, states, allowed):
        return states + self.dropout(self.look_norm(self.find(states, allowed)))


@wrong("TransformerBlock", "the queries were made of the states as they came, keys and values of the normed ones. Which states go into self-attention?")
class NormedKeysOnly(TransformerBlock):
    def look(self, states, allowed):
        return states + self.dropout(self.attention(states, self.look_norm(states), allowed)[0])


@wrong("TransformerBlock", "the norm was written by hand, without its factor and shift: they cannot learn. Which layer has them?")
class LooksWithANormByHand(TransformerBlock):
    def look(self, states, allowed):
        return states + self.dropout(self.find(functional.layer_norm(states, states.shape[-1:]), allowed))


@wrong("TransformerBlock", "think's norm in look: each half has its own. Which norm belongs to look?")
class ThinksNormInLook(TransformerBlock):
    def look(self, states, allowed):
        return states + self.dropout(self.find(self.think_norm(states), allowed))


@wrong("TransformerBlock", "look's norm in think: each half has its own. Which norm belongs to think?")
class LooksNormInThink(TransformerBlock):
    def think(self, states):
        return states + self.dropout(self.network(self.look_norm(states)))


@wrong("TransformerBlock", "no dropout in look. On what is self.dropout called?")
class NoDropoutInLook(TransformerBlock):
    def look(self, states, allowed):
        return states + self.find(self.look_norm(states), allowed)


@wrong("TransformerBlock", "no dropout in think. On what is self.dropout called?")
class NoDropoutInThink(TransformerBlock):
    def think(self, states):
        return states + self.network(self.think_norm(states))


@wrong("TransformerBlock", "dropout over the whole sum in look: the word itself is thrown away too. What does it drop parts of?")
class LookDropsTheSum(TransformerBlock):
    def look(self, states, allowed):
        return self.dropout(states + self.find(self.look_norm(states), allowed))


@wrong("TransformerBlock", "dropout over the whole sum in think: the word itself is thrown away too. What does it drop parts of?")
class ThinkDropsTheSum(TransformerBlock):
    def think(self, states):
        return self.dropout(states + self.network(self.think_norm(states)))


@wrong("TransformerBlock", "dropout on what goes into the attention, not on what comes out. What is dropped in look?")
class LookDropsTheNormed(TransformerBlock):
    def look(self, states, allowed):
        return states + self.find(self.dropout(self.look_norm(states)), allowed)


@wrong("TransformerBlock", "dropout inside the network, on the widened numbers. What is dropped in think?")
class ThinkDropsTheHidden(TransformerBlock):
    def think(self, states):
        return states + self.narrow(self.dropout(torch.relu(self.widen(self.think_norm(states)))))


@wrong("TransformerBlock", "dropout also after training, in look: numbers are thrown away at random. Who tells functional.dropout that training is over?")
class LookDropsForEver(TransformerBlock):
    def look(self, states, allowed):
        return states + functional.dropout(self.find(self.look_norm(states), allowed), self.dropout.p)


@wrong("TransformerBlock", "dropout also after training, in think: numbers are thrown away at random. Who tells functional.dropout that training is over?")
class ThinkDropsForEver(TransformerBlock):
    def think(self, states):
        return states + functional.dropout(self.network(self.think_norm(states)), self.dropout.p)


@wrong("TransformerBlock", "the norm was cut off from training: its factor and shift cannot learn. Which of your calls leaves PyTorch, as no_grad() does?")
class LookCutOff(TransformerBlock):
    def look(self, states, allowed):
        return states + self.dropout(self.find(self.look_norm(states).detach(), allowed))


@wrong("TransformerBlock", "the states were changed in place, in think. What does add_ do to a tensor that was handed in?")
class ThinkAddsInPlace(TransformerBlock):
    def think(self, states):
        thought = self.dropout(self.network(self.think_norm(states)))
        states.data += thought.data
        return states + 0 * thought


@wrong("TransformerBlock", "relu before widen: the normed numbers lost their signs. What is thrown away, the widened numbers or the normed ones?")
class ReluFirst(TransformerBlock):
    def network(self, normed):
        return self.narrow(self.widen(torch.relu(normed)))


@wrong("TransformerBlock", hidden_only=True)
class SmallHeadsOnly(TransformerBlock):
    def look(self, states, allowed):
        looked = super().look(states, allowed)
        return looked if states.shape[-1] <= 4 else looked + 0.1


# peeks


@wrong("peeks", "the verdicts are the wrong way round. What should come back for a decoder that sees the future?")
def the_wrong_way_round(decoder):
    return not honest_test(decoder)


def honest_test(decoder, rows=50, words=12, atol=1e-5):
    ids = torch.randint(10, (rows, words))
    before = decoder(ids)
    for place in range(words - 1):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (rows, words - 1 - place))
        if not torch.allclose(decoder(other)[:, : place + 1], before[:, : place + 1], atol=atol):
            return True
    return False


@wrong("peeks", "all decoders are honest, you say: a row compared with itself never differs, and = makes no copy. What changes between the two calls?")
def always_honest(decoder):
    return False


@wrong("peeks", "all decoders peek, you say. What did you compare?")
def always_peeking(decoder):
    return True


@wrong("peeks", "all outputs were compared: those behind the change may differ. Which outputs must stay the same?")
def compares_everything(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, 6:] = torch.randint(10, (50, 6))
    return not torch.allclose(decoder(other), decoder(ids), atol=1e-5)


@wrong("peeks", "the output at the changed word was compared too: a decoder may look at the word it was fed. Where does the future begin?")
def compares_one_too_many(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        if not torch.allclose(decoder(other)[:, : place + 2], before[:, : place + 2], atol=1e-5):
            return True
    return False


@wrong("peeks", "the earlier words were changed and the later outputs compared: those should differ. Which words change, and which outputs must not?")
def changes_the_past(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, :6] = torch.randint(10, (50, 6))
    return not torch.allclose(decoder(other)[:, 6:], decoder(ids)[:, 6:], atol=1e-5)


@wrong("peeks", "the last word alone was changed: who looks one word ahead is seen only at the last place but one, and who looks elsewhere nowhere. Which words can be peeked at?")
def changes_the_last_word(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, -1] = (other[:, -1] + 1) % 10
    return not torch.allclose(decoder(other)[:, :5], decoder(ids)[:, :5], atol=1e-5)


@wrong("peeks", "not all places were tried, perhaps the first alone (a return inside the loop ends it there): a decoder may peek at another only. Which places are there?")
def looks_at_the_first_output(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, 1:] = torch.randint(10, (50, 11))
    return not torch.allclose(decoder(other)[:, 0], decoder(ids)[:, 0], atol=1e-5)


@wrong("peeks", "short rows: who looks farther ahead than they reach is not seen. How long are your rows?")
def short_rows(decoder):
    return honest_test(decoder, words=3)


@wrong("peeks", "short rows: who looks farther ahead than they reach is not seen. How long are your rows?")
def rows_of_five(decoder):
    return honest_test(decoder, words=5)


@wrong("peeks", "only the next word was changed: who looks farther ahead is not seen. Which words are later ones?")
def changes_the_next_word(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(11):
        other = ids.clone()
        other[:, place + 1] = (other[:, place + 1] + 1) % 10
        if not torch.allclose(decoder(other)[:, place], before[:, place], atol=1e-5):
            return True
    return False


@wrong("peeks", "the output at the last word that stayed was not compared: who looks one word ahead is not seen. Up to which output is nothing to change?")
def leaves_out_its_own_place(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(1, 11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        if not torch.allclose(decoder(other)[:, :place], before[:, :place], atol=1e-5):
            return True
    return False


@wrong("peeks", "the last word alone was changed: who looks at another is not seen. Which words can be peeked at?")
def changes_the_last_compares_all_before(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, -1] = (other[:, -1] + 1) % 10
    return not torch.allclose(decoder(other)[:, :-1], decoder(ids)[:, :-1], atol=1e-5)


@wrong("peeks", "one place was tried, in the middle: a decoder may peek at another only, or not so far ahead. Which places are there?")
def one_cut_in_the_middle(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, 6:] = torch.randint(10, (50, 6))
    return not torch.allclose(decoder(other)[:, :6], decoder(ids)[:, :6], atol=1e-5)


@wrong("peeks", "every place had to peek before you said so: one is enough. Is it all or any?")
def all_for_any(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    verdicts = []
    for place in range(11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        verdicts.append(not torch.allclose(decoder(other)[:, : place + 1], before[:, : place + 1], atol=1e-5))
    return all(verdicts)


@wrong("peeks", "every place had to peek before you said so: one is enough. Is it all or any?")
def all_for_any_at_its_own_place(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    verdicts = []
    for place in range(11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        verdicts.append(not torch.allclose(decoder(other)[:, place], before[:, place], atol=1e-5))
    return all(verdicts)


@wrong("peeks", "not all places were tried, perhaps the first alone (a return inside the loop ends it there): a decoder may peek at another only. Which places are there?")
def returns_at_the_first_place(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, 1:] = torch.randint(10, (50, 11))
    return not torch.allclose(decoder(other)[:, :1], decoder(ids)[:, :1], atol=1e-5)


@wrong("peeks", "the later words were put in another order and not replaced: who counts or adds them up is not seen. What else can change about them?")
def shuffles_the_later_words(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(11):
        order = torch.cat([torch.arange(place + 1), place + 1 + torch.randperm(11 - place)])
        if not torch.allclose(decoder(ids[:, order])[:, : place + 1], before[:, : place + 1], atol=1e-5):
            return True
    return False


@wrong("peeks", "word 9 was never drawn: the end of a range is left out. Which ids does randint(9) draw?")
def never_draws_9(decoder):
    ids = torch.randint(9, (50, 12))
    before = decoder(ids)
    for place in range(11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(9, (50, 11 - place))
        if not torch.allclose(decoder(other)[:, : place + 1], before[:, : place + 1], atol=1e-5):
            return True
    return False


@wrong("peeks", "word 0 was never drawn: a range begins with its first number. Which ids does randint(1, 10) draw?")
def never_draws_0(decoder):
    ids = torch.randint(1, 10, (50, 12))
    before = decoder(ids)
    for place in range(11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(1, 10, (50, 11 - place))
        if not torch.allclose(decoder(other)[:, : place + 1], before[:, : place + 1], atol=1e-5):
            return True
    return False


@wrong("peeks", "the last place but one was not tried: behind it there is still a word. Where does your range of places end?")
def leaves_out_the_last_place(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(10):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        if not torch.allclose(decoder(other)[:, : place + 1], before[:, : place + 1], atol=1e-5):
            return True
    return False


@wrong("peeks", "None came back for the honest ones: after the loop nothing is returned. What is to come back if no place peeks?")
def returns_nothing_for_honest(decoder):
    return honest_test(decoder) or None


@wrong("peeks", "too wide a tolerance: who peeks a little is not seen. How large is rounding?")
def relatively_wide(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        if not torch.allclose(decoder(other)[:, : place + 1], before[:, : place + 1], rtol=0.1):
            return True
    return False


@wrong("peeks")
def rows_of_one_word(decoder):
    for word in range(10):
        ids = torch.full((1, 12), word)
        for place in range(11):
            other = ids.clone()
            other[:, place + 1 :] = (word + 1) % 10
            if not torch.allclose(decoder(other)[:, : place + 1], decoder(ids)[:, : place + 1], atol=1e-5):
                return True
    return False


@wrong("peeks", "some of the five numbers were not compared. How many does the decoder put out for each word?")
def first_number_only(decoder):
    return honest_test(lambda ids: decoder(ids)[..., 0])


@wrong("peeks", "only the place of the largest number was compared: the numbers may change and the largest stay where it is. What must stay the same?")
def compares_the_largest(decoder):
    return honest_test(lambda ids: decoder(ids).argmax(dim=-1).float())


@wrong("peeks")
def one_row_against_zeros(decoder):
    ids = torch.arange(12).remainder(10).unsqueeze(0)
    before = decoder(ids)
    for place in range(11):
        other = ids.clone()
        other[:, place + 1 :] = 0
        if not torch.allclose(decoder(other)[:, : place + 1], before[:, : place + 1], atol=1e-5):
            return True
    return False


@wrong("peeks")
def one_row(decoder):
    return honest_test(decoder, rows=1)


@wrong("peeks", "an exact comparison: honest outputs may differ by rounding, in the last digit. Which function allows for that?")
def exactly_equal(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        if not torch.equal(decoder(other)[:, : place + 1], before[:, : place + 1]):
            return True
    return False


@wrong("peeks", "too wide a tolerance: who peeks a little is not seen. How large is rounding?")
def too_wide(decoder):
    return honest_test(decoder, atol=0.1)


@wrong("peeks", "a shorter row was compared with a longer one: a decoder may know how long they are. What must stay the same while you compare?")
def cuts_the_row(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    return any(not torch.allclose(decoder(ids[:, :n]), before[:, :n], atol=1e-5) for n in range(1, 12))


@wrong("peeks", "one place was tried, in the middle: a decoder may peek at another only, or not so far ahead. Which places are there?")
def one_place_in_the_middle(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, 7:] = torch.randint(10, (50, 5))
    return not torch.allclose(decoder(other)[:, 6], decoder(ids)[:, 6], atol=1e-5)


@wrong("peeks", "all outputs were compared: those behind the change may differ. Which outputs must stay the same?")
def compares_sums(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, 6:] = torch.randint(10, (50, 6))
    return not torch.allclose(decoder(other).sum(), decoder(ids).sum(), atol=1e-5)


@wrong("peeks", "all decoders are honest, you say: a row compared with itself never differs, and = makes no copy. What changes between the two calls?")
def forgot_to_clone(decoder):
    ids = torch.randint(10, (50, 12))
    for place in range(11):
        other = ids
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        if not torch.allclose(decoder(other)[:, : place + 1], decoder(ids)[:, : place + 1], atol=1e-5):
            return True
    return False


@wrong("peeks", "the outputs themselves came back, or a tensor. Which two words may the answer be?")
def returns_a_tensor(decoder):
    ids = torch.randint(10, (50, 12))
    other = ids.clone()
    other[:, 6:] = torch.randint(10, (50, 6))
    return (decoder(other)[:, :6] - decoder(ids)[:, :6]).abs().amax()


@wrong("peeks", hidden_only=True)
def only_the_later_half(decoder):
    ids = torch.randint(10, (50, 12))
    before = decoder(ids)
    for place in range(1, 11):
        other = ids.clone()
        other[:, place + 1 :] = torch.randint(10, (50, 11 - place))
        if not torch.allclose(decoder(other)[:, 1 : place + 1], before[:, 1 : place + 1], atol=1e-5):
            return True
    return False


# CachedAttention


@wrong("CachedAttention", "the newest key was forgotten: the new word looks at the earlier ones alone. May it look at itself?")
class ForgetsItself(CachedAttention):
    def step(self, new, cache):
        query, key, value = self.made(new, new)
        query, key = self.turn(query, key, cache)
        after = self.together(key, value, cache)
        key, value = after if cache is None else cache
        return self.finish(self.score(query, key).softmax(dim=-1), value)[0], after


@wrong("CachedAttention", "the old cache was returned: the newest key and value are lost. Which pair is one word longer?")
class ReturnsTheOldCache(CachedAttention):
    def step(self, new, cache):
        found, after = super().step(new, cache)
        return found, after if cache is None else cache


@wrong("CachedAttention", "the new word stands in front of the old ones. On which side does it go?")
class NewInFront(CachedAttention):
    def together(self, key, value, cache):
        if cache is None:
            return key, value
        return torch.cat([key, cache[0]], dim=2), torch.cat([value, cache[1]], dim=2)


@wrong("CachedAttention", "the place was left out: a word turned as if it were the first is not turned at all. At which place does the new word stand?")
class AlwaysAtZero(CachedAttention):
    def place(self, cache):
        return 0


@wrong("CachedAttention", "places that begin at 1. At which place does the first word stand?")
class PlacesFromOne(CachedAttention):
    def place(self, cache):
        return super().place(cache) + 1


@wrong("CachedAttention", "the place of the last old word: two words stand at the same place. How many words were there before?")
class OnePlaceTooEarly(CachedAttention):
    def place(self, cache):
        return max(0, super().place(cache) - 1)


@wrong("CachedAttention", "the place was read off the wrong axis of the keys, the heads or the batch. Which axis holds the words?")
class PlaceOffTheHeads(CachedAttention):
    def place(self, cache):
        return 0 if cache is None else cache[0].shape[1]


@wrong("CachedAttention", "the place is the same for all later words: the size of a head, or the length of the pair. Which axis of the keys holds the words?")
class PlaceOffTheSize(CachedAttention):
    def place(self, cache):
        return 0 if cache is None else cache[0].shape[-1]


@wrong("CachedAttention", "the values are the keys once more. Which layer makes what a word hands over?")
class KeysKeptTwice(CachedAttention):
    def together(self, key, value, cache):
        key, _ = super().together(key, value, cache)
        return key, key


@wrong("CachedAttention", "the mean of all words so far: nobody was asked. Where do the weights come from?")
class MeanOfTheWordsSoFar(CachedAttention):
    def score(self, query, key):
        return 0 * super().score(query, key)


@wrong("CachedAttention", "all keys were turned again: those in the cache had been turned already. Which key is new?")
class TurnsAgain(CachedAttention):
    def step(self, new, cache):
        query, key, value = self.made(new, new)
        place = self.place(cache)
        key, value = self.together(key, value, cache)
        if self.rotary:
            query, key = rotate(query, torch.tensor([place])), rotate(key, torch.arange(key.shape[2]))
        return self.finish(self.score(query, key).softmax(dim=-1), value)[0], (key, value)


@wrong("CachedAttention", "keys were kept unturned and turned when used: they should be kept as turned. What does the cache hold?")
class KeepsThemUnturned(CachedAttention):
    def step(self, new, cache):
        query, key, value = self.made(new, new)
        place = self.place(cache)
        key, value = after = self.together(key, value, cache)
        if self.rotary:
            query, key = rotate(query, torch.tensor([place])), rotate(key, torch.arange(key.shape[2]))
        return self.finish(self.score(query, key).softmax(dim=-1), value)[0], after


@wrong("CachedAttention", "the query was not turned. What is turned by the new word's place besides its key?")
class QueryNotTurned(CachedAttention):
    def turn(self, query, key, cache):
        return query, super().turn(query, key, cache)[1]


@wrong("CachedAttention", "the new key was not turned. What is turned by the new word's place besides its query?")
class KeyNotTurned(CachedAttention):
    def turn(self, query, key, cache):
        return super().turn(query, key, cache)[0], key


@wrong("CachedAttention", "turned although rotary is False. When are query and key turned?")
class TurnedAnyway(CachedAttention):
    def turn(self, query, key, cache):
        place = torch.tensor([self.place(cache)])
        return rotate(query, place), rotate(key, place)


@wrong("CachedAttention", "the place was left out: a word turned as if it were the first is not turned at all. At which place does the new word stand?")
class TurnedNever(CachedAttention):
    def turn(self, query, key, cache):
        return query, key


@wrong("CachedAttention", "the new value was turned too. Has what a word hands over a place?")
class TurnsTheValue(CachedAttention):
    def together(self, key, value, cache):
        if self.rotary:
            value = rotate(value, torch.tensor([self.place(cache)]))
        return super().together(key, value, cache)


@wrong("CachedAttention", "put together along the wrong axis, the heads. Which axis holds the words?")
class AlongTheHeads(CachedAttention):
    def step(self, new, cache):
        query, key, value = self.made(new, new)
        query, key = self.turn(query, key, cache)
        if cache is not None:
            key, value = torch.cat([cache[0], key], dim=1), torch.cat([cache[1], value], dim=1)
            query = query.repeat(1, key.shape[1] // query.shape[1], 1, 1)
        found = self.score(query, key).softmax(dim=-1) @ value
        return self.output(merge_heads(found[:, -self.heads :])), (key, value)


@wrong("CachedAttention", "keys and values in the other order. Which comes first in the pair?")
class PairSwapped(CachedAttention):
    def step(self, new, cache):
        found, after = super().step(new, None if cache is None else cache[::-1])
        return found, after[::-1]


@wrong("CachedAttention", "no scaling: the scores are plain dot products. What are they divided by?")
class StepNotScaled(CachedAttention):
    def score(self, query, key):
        return query @ key.transpose(2, 3)


@wrong("CachedAttention", "the output layer is missing. What follows the merging?")
class StepWithoutOutput(CachedAttention):
    def finish(self, weights, value):
        return merge_heads(weights @ value), weights


@wrong("CachedAttention", "the values were not kept: all words hand over the newest one's. What does the cache hold besides keys?")
class NewestValueForAll(CachedAttention):
    def together(self, key, value, cache):
        key, _ = super().together(key, value, cache)
        return key, value.expand(-1, -1, key.shape[2], -1)


@wrong("CachedAttention", "the cache was not used: the new word sees itself alone. Where do the old keys come in?")
class SeesItselfAlone(CachedAttention):
    def step(self, new, cache):
        query, key, value = self.made(new, new)
        query, key = self.turn(query, key, cache)
        return self.finish(self.score(query, key).softmax(dim=-1), value)[0], self.together(key, value, cache)


@wrong("CachedAttention", "the weights came back too, or in place of the cache. Which two things are returned?")
class ReturnsTheWeights(CachedAttention):
    def step(self, new, cache):
        found, after = super().step(new, cache)
        return found, after, found


@wrong("CachedAttention", "the old cache was changed: whoever goes on from it in another way finds a word too many. What does writing into a tensor do to whoever handed it in?")
class ChangesTheOldCache(CachedAttention):
    def step(self, new, cache):
        found, after = super().step(new, cache)
        if cache is not None:
            cache[0][...] = cache[0] + 1
        return found, after


@wrong("CachedAttention", "the new cache holds the newest word alone: the old keys and values are lost. Which pair is one word longer?")
class KeepsTheNewestOnly(CachedAttention):
    def step(self, new, cache):
        found, (key, value) = super().step(new, cache)
        return found, (key[:, :, -1:], value[:, :, -1:])


@wrong("CachedAttention", "turned before splitting: the hands then reach across heads. How many hands has a head?")
class StepTurnsBeforeSplitting(CachedAttention):
    def turn(self, query, key, cache):
        query, key = super().turn(merge_heads(query), merge_heads(key), cache)
        return split_heads(query, self.heads), split_heads(key, self.heads)


@wrong("CachedAttention", "scaled by the root of the model's size: the dot product is taken within a head. How long are the vectors that are multiplied?")
class StepScaledByTheModel(CachedAttention):
    def score(self, query, key):
        return query @ key.transpose(2, 3) / math.sqrt(query.shape[-1] * self.heads)


@wrong("CachedAttention", "a triangle over one row leaves the first word alone open. Which of the words so far may the newest one not see?")
class TriangleOverOneRow(CachedAttention):
    def score(self, query, key):
        scores = super().score(query, key)
        return scores.masked_fill(~torch.ones(scores.shape[2:], dtype=torch.bool).tril(), -torch.inf)


@wrong("CachedAttention", "a softmax along the axis of the one new word: every weight is 1. Along which axis are shares handed out?")
class SoftmaxOverTheOneWord(CachedAttention):
    def step(self, new, cache):
        query, key, value = self.made(new, new)
        query, key = self.turn(query, key, cache)
        key, value = self.together(key, value, cache)
        return self.finish(self.score(query, key).softmax(dim=2), value)[0], (key, value)


@wrong("CachedAttention", "the words themselves were kept: then keys and values are computed anew for all of them. What does the cache save?")
class KeepsTheWords(CachedAttention):
    def step(self, new, cache):
        words = split_heads(new, self.heads)
        kept = self.together(words, words, cache)
        query, key, value = self.made(new, merge_heads(kept[0]))
        if self.rotary:
            query, key = rotate(query, torch.tensor([key.shape[2] - 1])), rotate(key, torch.arange(key.shape[2]))
        return self.finish(self.score(query, key).softmax(dim=-1), value)[0], kept


@wrong("CachedAttention", "the steps were counted in the module: whoever goes on from an earlier cache gets a wrong place. Which argument says how many words there were?")
class CountsItsSteps(CachedAttention):
    def place(self, cache):
        return self.count

    def step(self, new, cache):
        self.count = 0 if cache is None else self.count + 1
        return super().step(new, cache)


@wrong("CachedAttention", "the module went on from a cache of its own, whatever it was given. Which beginning does the argument stand for?")
class GoesOnFromItsOwn(CachedAttention):
    def step(self, new, cache):
        found, self.last = super().step(new, None if cache is None else self.last)
        return found, self.last


@wrong("CachedAttention", "the old cache was changed: whoever goes on from it in another way finds a word too many. What does writing into a tensor do to whoever handed it in?")
class ExtendsTheOldList(CachedAttention):
    def step(self, new, cache):
        found, after = super().step(new, cache)
        if cache is None:
            return found, list(after)
        cache[:] = after
        return found, cache


@wrong("CachedAttention", "all caches share one piece of memory: a second way to go on writes over the first. What does beam search do with one beginning?")
class OneMemoryForAll(CachedAttention):
    def together(self, key, value, cache):
        words = self.place(cache)
        if cache is None:
            self.room = torch.zeros(2, *key.shape[:2], 64, key.shape[3])
        self.room[:, :, :, words] = torch.stack([key, value])[:, :, :, 0].detach()
        return self.room[0, :, :, : words + 1], self.room[1, :, :, : words + 1]


@wrong("CachedAttention")
class FirstWordAsItCame(CachedAttention):
    def step(self, new, cache):
        found, after = super().step(new, cache)
        return (new if cache is None else found), after


@wrong("CachedAttention", hidden_only=True)
class FiveWordsAtMost(CachedAttention):
    def together(self, key, value, cache):
        key, value = super().together(key, value, cache)
        return key[:, :, :5] if key.shape[2] == 6 else key, value[:, :, :5] if key.shape[2] == 6 else value
