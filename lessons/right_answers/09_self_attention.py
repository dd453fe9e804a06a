"""Right answers to lesson 09, in different styles: each must get full marks."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from grading.authoring.answers import right


def triangle(n):
    return torch.ones(n, n, dtype=torch.bool).tril()


def rotate(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places.unsqueeze(-1) * 10_000.0 ** (-torch.arange(half) / half)
    x, y = vectors.chunk(2, dim=-1)
    return torch.cat([x * angles.cos() - y * angles.sin(), x * angles.sin() + y * angles.cos()], dim=-1)


def split_heads(vectors, heads):
    return torch.stack(vectors.chunk(heads, dim=-1), dim=1)


def merge_heads(pieces):
    return torch.cat(list(pieces.unbind(dim=1)), dim=-1)


# self_attention


@right("self_attention")
def by_bmm_and_where(states, w_query, w_key, w_value, mask, causal=False):
    query, key, value = (states @ matrix for matrix in (w_query, w_key, w_value))
    scores = torch.bmm(query, key.transpose(1, 2)) * w_query.shape[1] ** -0.5
    n = states.shape[1]
    allowed = mask[:, None, :].expand(-1, n, -1)
    if causal:
        allowed = allowed.logical_and(torch.tril(torch.ones(n, n)).bool())
    weights = functional.softmax(torch.where(allowed, scores, torch.tensor(float("-inf"))), dim=2)
    return torch.bmm(weights, value), weights


@right("self_attention")
def by_adding_minus_infinity(states, w_query, w_key, w_value, mask, causal=False):
    q, k, v = states @ w_query, states @ w_key, states @ w_value
    scores = torch.einsum("bid,bjd->bij", q, k) / math.sqrt(k.size(-1))
    penalty = torch.zeros(mask.shape).masked_fill(~mask, -torch.inf).unsqueeze(1)
    if causal:
        penalty = penalty + torch.full(scores.shape[1:], -torch.inf).triu(1)
    weights = torch.softmax(scores + penalty, dim=-1)
    return torch.einsum("bij,bjd->bid", weights, v), weights


@right("self_attention")
def word_by_word(states, w_query, w_key, w_value, mask, causal=False):
    weights = torch.zeros(states.shape[0], states.shape[1], states.shape[1])
    for b in range(states.shape[0]):
        for i in range(states.shape[1]):
            query = states[b, i] @ w_query
            seen = [j for j in range(states.shape[1]) if mask[b, j] and not (causal and j > i)]
            if seen:
                scores = torch.stack([query @ (states[b, j] @ w_key) for j in seen]) / math.sqrt(len(query))
                weights[b, i, seen] = scores.softmax(dim=0)
    return weights @ states @ w_value, weights


@right("self_attention")
def mixed_before_the_value_matrix(states, w_query, w_key, w_value, mask, causal=False):
    n = states.size(1)
    bilinear = w_query @ w_key.T / w_query.size(1) ** 0.5  # the score is a bilinear one
    scores = states @ bilinear @ states.mT
    place = torch.arange(n)
    closed = ~mask[:, None] | (place[None, :] > place[:, None] if causal else torch.zeros(n, n, dtype=torch.bool))
    weights = scores.masked_fill(closed, -1e30).softmax(-1)
    return (weights @ states) @ w_value, weights


# rotate


@right("rotate")
def with_complex_numbers(vectors, places):
    half = vectors.shape[-1] // 2
    angles = places[:, None] / 10_000 ** (torch.arange(half) / half)
    hands = torch.complex(vectors[..., :half], vectors[..., half:])
    turned = hands * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([turned.real, turned.imag], dim=-1)


@right("rotate")
def with_a_rotated_half(vectors, places):
    d = vectors.size(-1)
    speeds = 1.0 / (10_000 ** (torch.arange(0, d, 2).float() / d))
    angles = torch.outer(places.float(), speeds).repeat(1, 2)
    x, y = vectors.split(d // 2, dim=-1)
    return vectors * angles.cos() + torch.cat((-y, x), dim=-1) * angles.sin()


@right("rotate")
def hand_by_hand(vectors, places):
    half = vectors.shape[-1] // 2
    turned = torch.empty_like(vectors)
    for i in range(half):
        angle = places * 10_000 ** (-i / half)
        x, y = vectors[..., i], vectors[..., i + half]
        turned[..., i] = x * torch.cos(angle) - y * torch.sin(angle)
        turned[..., i + half] = x * torch.sin(angle) + y * torch.cos(angle)
    return turned


@right("rotate")
def with_matrices(vectors, places):
    half = vectors.shape[-1] // 2
    rows = []
    for n, place in enumerate(places.tolist()):
        angles = torch.tensor([place * 10_000 ** (-i / half) for i in range(half)], dtype=vectors.dtype)
        cos, sin = torch.diag(angles.cos()), torch.diag(angles.sin())
        matrix = torch.cat([torch.cat([cos, sin], dim=1), torch.cat([-sin, cos], dim=1)])
        rows.append(vectors[..., n, :] @ matrix)
    return torch.stack(rows, dim=-2)


@right("rotate")
def with_one_einsum(vectors, places):
    half = vectors.shape[-1] // 2
    matrices = torch.zeros(len(places), 2 * half, 2 * half)
    for word, place in enumerate(places.tolist()):
        for i in range(half):
            angle = place * 10_000 ** (-i / half)
            matrices[word, i, i] = matrices[word, i + half, i + half] = math.cos(angle)
            matrices[word, i + half, i], matrices[word, i, i + half] = math.sin(angle), -math.sin(angle)
    return torch.einsum("wij,...wj->...wi", matrices, vectors)


# split_heads, merge_heads


@right("split_heads")
def by_chunks(vectors, heads):
    return torch.stack(vectors.chunk(heads, dim=-1), dim=1)


@right("split_heads")
def by_unflatten(vectors, heads):
    return vectors.unflatten(-1, (heads, -1)).permute(0, 2, 1, 3)


@right("split_heads")
def by_view(vectors, heads):
    b, n, d = vectors.shape
    return vectors.view(b, n, heads, d // heads).transpose(1, 2).contiguous()


@right("split_heads")
def by_slices(vectors, heads):
    size = vectors.shape[2] // heads
    pieces = torch.zeros(vectors.shape[0], heads, vectors.shape[1], size, dtype=vectors.dtype)
    for head in range(heads):
        pieces[:, head] = vectors[:, :, head * size : (head + 1) * size]
    return pieces


@right("merge_heads")
def by_cat(pieces):
    return torch.cat(list(pieces.unbind(dim=1)), dim=-1)


@right("merge_heads")
def by_reshape(pieces):
    b, h, n, d = pieces.shape
    return pieces.permute(0, 2, 1, 3).reshape(b, n, h * d)


@right("merge_heads")
def by_contiguous_view(pieces):
    b, h, n, d = pieces.size()
    return pieces.transpose(1, 2).contiguous().view(b, n, h * d)


@right("merge_heads")
def by_einsum(pieces):
    return torch.einsum("bhnd->bnhd", pieces).flatten(start_dim=-2)


# MultiHeadAttention


class Layers(nn.Module):
    def __init__(self, size, heads, rotary=False):
        super().__init__()
        self.heads, self.rotary = heads, rotary
        self.query, self.key = nn.Linear(size, size), nn.Linear(size, size)
        self.value, self.output = nn.Linear(size, size), nn.Linear(size, size)


@right("MultiHeadAttention")
class HeadByHead(Layers):
    def forward(self, asking, states, allowed):
        found, looks = [], []
        parts = (layer(x).chunk(self.heads, dim=-1) for layer, x in ((self.query, asking), (self.key, states), (self.value, states)))
        for q, k, v in zip(*parts, strict=True):
            if self.rotary:
                q, k = rotate(q, torch.arange(q.shape[1])), rotate(k, torch.arange(k.shape[1]))
            scores = (q @ k.transpose(1, 2) / math.sqrt(q.shape[-1])).masked_fill(~allowed, -torch.inf)
            looks.append(scores.softmax(dim=-1))
            found.append(looks[-1] @ v)
        return self.output(torch.cat(found, dim=-1)), torch.stack(looks, dim=1)


@right("MultiHeadAttention")
class ByPyTorchsFunction(Layers):
    def forward(self, asking, states, allowed):
        q, k, v = split_heads(self.query(asking), self.heads), split_heads(self.key(states), self.heads), split_heads(self.value(states), self.heads)
        if self.rotary:
            q, k = rotate(q, torch.arange(q.size(2))), rotate(k, torch.arange(k.size(2)))
        everything = torch.eye(k.size(2)).expand(q.size(0), self.heads, -1, -1)
        mask = allowed.unsqueeze(1)
        weights = functional.scaled_dot_product_attention(q, k, everything, attn_mask=mask)
        found = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.output(merge_heads(found)), weights


@right("MultiHeadAttention")
class ByEinsum(Layers):
    def forward(self, asking, states, allowed):
        b, t, d = asking.shape
        q = self.query(asking).view(b, t, self.heads, -1).permute(0, 2, 1, 3)
        k = self.key(states).view(b, -1, self.heads, d // self.heads).permute(0, 2, 1, 3)
        v = self.value(states).view(b, -1, self.heads, d // self.heads).permute(0, 2, 1, 3)
        if self.rotary:
            q, k = rotate(q, torch.arange(t)), rotate(k, torch.arange(states.shape[1]))
        scores = torch.einsum("bhtd,bhsd->bhts", q, k) * (d // self.heads) ** -0.5
        weights = torch.where(allowed[:, None], scores, torch.full_like(scores, -torch.inf)).softmax(-1)
        found = torch.einsum("bhts,bhsd->bthd", weights, v).reshape(b, t, d)
        return self.output(found), weights


@right("MultiHeadAttention")
class ScaledBefore(Layers):
    def forward(self, asking, states, allowed):
        query = split_heads(self.query(asking), self.heads) / math.sqrt(asking.shape[-1] // self.heads)
        key, value = split_heads(self.key(states), self.heads), split_heads(self.value(states), self.heads)
        if self.rotary:
            query, key = (rotate(part, torch.arange(part.shape[-2])) for part in (query, key))
        scores = torch.matmul(query, key.mT)
        weights = torch.softmax(scores + torch.zeros(allowed.shape).masked_fill(~allowed, -torch.inf)[:, None], dim=-1)
        return self.output(merge_heads(torch.matmul(weights, value))), weights


# TransformerBlock


class BlockLayers(nn.Module):
    def __init__(self, size, heads, hidden, rotary=False, dropout=0.0):
        super().__init__()
        self.look_norm, self.attention = nn.LayerNorm(size), HeadByHeadPlain(size, heads, rotary)
        self.think_norm, self.widen, self.narrow = nn.LayerNorm(size), nn.Linear(size, hidden), nn.Linear(hidden, size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states, allowed):
        return self.think(self.look(states, allowed))


class HeadByHeadPlain(Layers):
    def forward(self, asking, states, allowed):
        q, k, v = (split_heads(layer(x), self.heads) for layer, x in ((self.query, asking), (self.key, states), (self.value, states)))
        if self.rotary:
            q, k = rotate(q, torch.arange(q.shape[2])), rotate(k, torch.arange(k.shape[2]))
        weights = (q @ k.mT / q.shape[-1] ** 0.5).masked_fill(~allowed[:, None], -torch.inf).softmax(-1)
        return self.output(merge_heads(weights @ v)), weights


@right("TransformerBlock")
class StepByStep(BlockLayers):
    def look(self, states, allowed):
        x = self.look_norm(states)
        x, _ = self.attention(x, x, allowed)
        x = self.dropout(x)
        return x + states

    def think(self, states):
        x = self.think_norm(states)
        x = self.widen(x)
        x = torch.relu(x)
        x = self.narrow(x)
        return states + self.dropout(x)


@right("TransformerBlock")
class ByFunctional(BlockLayers):
    def look(self, states, allowed):
        normed = functional.layer_norm(states, states.shape[-1:], self.look_norm.weight, self.look_norm.bias)
        found = self.attention(normed, normed, allowed)[0]
        return torch.add(states, functional.dropout(found, self.dropout.p, training=self.training))

    def think(self, states):
        normed = functional.layer_norm(states, states.shape[-1:], self.think_norm.weight, self.think_norm.bias)
        thought = self.narrow(functional.relu(self.widen(normed)))
        return torch.add(states, functional.dropout(thought, self.dropout.p, training=self.training))


@right("TransformerBlock")
class NormByHand(BlockLayers):
    @staticmethod
    def norm(layer, states):
        centred = states - states.mean(dim=-1, keepdim=True)
        spread = (centred.pow(2).mean(dim=-1, keepdim=True) + layer.eps).sqrt()
        return layer.weight * centred / spread + layer.bias

    def look(self, states, allowed):
        normed = self.norm(self.look_norm, states)
        return states + self.dropout(self.attention(normed, normed, allowed)[0])

    def think(self, states):
        return states + self.dropout(self.narrow(self.widen(self.norm(self.think_norm, states)).clamp(min=0)))


@right("TransformerBlock")
class ByInPlaceOnItsOwnCopy(BlockLayers):
    def look(self, states, allowed):
        total = states.clone()
        normed = self.look_norm(states)
        found, weights = self.attention(asking=normed, states=normed, allowed=allowed)
        total = total + self.dropout(found)
        return total

    def think(self, states):
        hidden = torch.maximum(self.widen(self.think_norm(states)), torch.tensor(0.0))
        return self.dropout(self.narrow(hidden)) + states


# peeks


@right("peeks")
def one_row_at_a_time(decoder):
    for _ in range(40):
        ids = torch.randint(0, 10, (1, 14))
        before = decoder(ids)
        for place in range(13):
            other = torch.cat([ids[:, : place + 1], torch.randint(0, 10, (1, 13 - place))], dim=1)
            after = decoder(other)
            if (after[:, : place + 1] - before[:, : place + 1]).abs().max() > 1e-4:
                return True
    return False


@right("peeks")
def one_changed_word(decoder):
    ids = torch.randint(10, (60, 12))
    before = decoder(ids)
    for changed in range(1, 12):
        for shift in range(1, 10):
            other = ids.clone()
            other[:, changed] = (other[:, changed] + shift) % 10
            if not torch.allclose(decoder(other)[:, :changed], before[:, :changed], atol=1e-5):
                return True
    return False


@right("peeks")
def with_numpy(decoder):
    chance = np.random.default_rng()
    ids = chance.integers(0, 10, size=(80, 13))
    told = np.asarray(decoder(torch.tensor(ids)))
    for place in range(12):
        other = ids.copy()
        other[:, place + 1 :] = chance.integers(0, 10, size=other[:, place + 1 :].shape)
        again = np.asarray(decoder(torch.tensor(other)))
        if not np.allclose(again[:, : place + 1], told[:, : place + 1], atol=1e-5):
            return True
    return False


@right("peeks")
def all_places_in_one_batch(decoder):
    rows, words = 60, 12
    ids = torch.randint(10, (rows, words))
    behind = torch.arange(words)[None, :] > torch.arange(words)[:, None]  # (place, words)
    others = torch.where(behind[:, None], torch.randint(10, (words, rows, words)), ids[None])
    apart = (decoder(others.reshape(-1, words)).reshape(words, rows, words, -1) - decoder(ids)[None]).abs().amax(-1)
    return bool((apart * ~behind[:, None] > 1e-5).any())


@right("peeks")
def zeros_behind(decoder):
    ids = torch.randint(10, (400, 14))
    before = decoder(ids.clone())
    for place in range(13):
        other = ids.clone()
        other[:, place + 1 :] = 0
        if (decoder(other)[:, : place + 1] - before[:, : place + 1]).abs().max() > 1e-4:
            return True
    return False


@right("peeks")
def rows_of_several_lengths(decoder):
    for words in (1, 2, 3, 5, 12, 20):
        ids = torch.randint(10, (40, words))
        before = decoder(ids)
        for place in range(1, words):
            for word in range(10):
                other = ids.clone()
                other[:, place] = word
                if not torch.allclose(decoder(other)[:, :place], before[:, :place], atol=1e-5):
                    return True
    return False


# CachedAttention


@right("CachedAttention")
class WithLists(HeadByHeadPlain):
    def step(self, new, cache):
        keys, values = cache if cache is not None else (None, None)
        q, k, v = (split_heads(layer(new), self.heads) for layer in (self.query, self.key, self.value))
        place = torch.tensor([keys.size(2) if keys is not None else 0])
        if self.rotary:
            q, k = rotate(q, place), rotate(k, place)
        keys = k if keys is None else torch.cat((keys, k), dim=2)
        values = v if values is None else torch.cat((values, v), dim=2)
        found = functional.scaled_dot_product_attention(q, keys, values)
        return self.output(merge_heads(found)), (keys, values)


@right("CachedAttention")
class FromAnEmptyCache(HeadByHeadPlain):
    def step(self, new, cache):
        if cache is None:
            empty = torch.zeros(new.shape[0], self.heads, 0, new.shape[2] // self.heads)
            cache = (empty, empty)
        q, k, v = (split_heads(layer(new), self.heads) for layer in (self.query, self.key, self.value))
        if self.rotary:
            place = torch.full((1,), cache[0].shape[2])
            q, k = rotate(q, place), rotate(k, place)
        cache = tuple(torch.cat(pair, dim=2) for pair in zip(cache, (k, v), strict=True))
        weights = (q @ cache[0].mT / math.sqrt(q.shape[-1])).softmax(dim=-1)
        return self.output(merge_heads(weights @ cache[1])), cache


@right("CachedAttention")
class OneHeadAtATime(HeadByHeadPlain):
    def step(self, new, cache):
        count = 0 if cache is None else cache[0].shape[2]
        made = [layer(new).chunk(self.heads, dim=-1) for layer in (self.query, self.key, self.value)]
        keys, values, found = [], [], []
        for i, (q, k, v) in enumerate(zip(*made, strict=True)):
            if self.rotary:
                q, k = rotate(q, torch.tensor([count])), rotate(k, torch.tensor([count]))
            keys.append(k if cache is None else torch.cat([cache[0][:, i], k], dim=1))
            values.append(v if cache is None else torch.cat([cache[1][:, i], v], dim=1))
            shares = torch.softmax(q @ keys[-1].transpose(1, 2) / math.sqrt(q.shape[-1]), dim=-1)
            found.append(shares @ values[-1])
        return self.output(torch.cat(found, dim=-1)), (torch.stack(keys, dim=1), torch.stack(values, dim=1))


@right("CachedAttention")
class PaddedAndFilled(HeadByHeadPlain):
    def step(self, new, cache):
        q, k, v = (split_heads(layer(new), self.heads) for layer in (self.query, self.key, self.value))
        n = 0 if cache is None else cache[1].shape[2]
        if self.rotary:
            q, k = (rotate(x, torch.arange(n, n + 1)) for x in (q, k))
        keys, values = functional.pad(k, (0, 0, n, 0)), functional.pad(v, (0, 0, n, 0))
        if cache is not None:
            keys, values = keys.clone(), values.clone()
            keys[:, :, :n], values[:, :, :n] = cache
        scores = torch.einsum("bhid,bhjd->bhij", q, keys) * q.shape[-1] ** -0.5
        return self.output(merge_heads(torch.einsum("bhij,bhjd->bhid", scores.softmax(-1), values))), [keys, values]
