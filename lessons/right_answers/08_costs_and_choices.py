"""Right answers to lesson 08, in different styles: each must get full marks."""

import itertools
import statistics

import numpy as np
import torch
from torch import nn

from grading.authoring.answers import right


@right("attention_cost")
def step_by_step(source, target, size):
    scoring, mixing, weights = 0, 0, 0
    for _ in range(target):
        for _ in range(source):
            scoring += size
            mixing += size
            weights += 1
    return {"scoring": scoring, "mixing": mixing, "weights": weights}


@right("attention_cost")
def in_another_order(n, m, d):
    return dict(weights=n * m, mixing=n * m * d, scoring=m * d * n)


@right("attention_cost")
def by_numpy_numbers(source, target, size):
    table = np.prod([source, target])
    return {"scoring": table * np.int64(size), "mixing": table * size, "weights": table}


@right("attention_cost")
def by_counting_tensors(source, target, size):
    products = torch.zeros(target, source, size).numel()
    return {"scoring": products, "mixing": products, "weights": products // size}


@right("local_mask")
def by_loops(target, source, window):
    mask = torch.zeros(target, source, dtype=torch.bool)
    for t in range(target):
        for s in range(source):
            mask[t, s] = abs(min(t, source - 1) - s) <= window
    return mask


@right("local_mask")
def by_slices(target, source, window):
    mask = torch.zeros(target, source).bool()
    for t in range(target):
        centre = min(t, source - 1)
        mask[t, max(0, centre - window) : centre + window + 1] = True
    return mask


@right("local_mask")
def by_two_edges(target, source, window):
    centre = torch.minimum(torch.arange(target), torch.tensor(source - 1))[:, None]
    place = torch.arange(source)[None, :]
    return (place >= centre - window) & (place <= centre + window)


@right("local_mask")
def in_numpy(m, n, w):
    centres = np.minimum(np.arange(m), n - 1)
    return np.abs(np.subtract.outer(centres, np.arange(n))) <= w


@right("local_mask")
def by_a_band(target, source, window):
    square = torch.ones(max(target, source), source).triu(-window).tril(window).bool()
    mask = square[:target].clone()
    mask[source:] = square[source - 1]
    return mask


@right("hard_attention")
def by_indexing(weights, states):
    batch = torch.arange(len(states))[:, None]
    return states[batch, weights.argmax(dim=-1)]


@right("hard_attention")
def by_gather(weights, states):
    place = weights.max(dim=-1).indices.unsqueeze(-1)
    return states.gather(1, place.expand(-1, -1, states.shape[-1]))


@right("hard_attention")
def by_loops_and_stack(weights, states):
    return torch.stack(
        [torch.stack([s[int(row.argmax())] for row in w]) for w, s in zip(weights, states, strict=True)]
    )


@right("hard_attention")
def by_einsum(alpha, h):
    chosen = torch.zeros_like(alpha).scatter(-1, alpha.argmax(-1, keepdim=True), 1.0)
    return torch.einsum("btn,bnd->btd", chosen.to(h.dtype), h)


@right("hard_attention")
def detached_first(weights, states):
    with torch.no_grad():
        heaviest = nn.functional.one_hot(weights.argmax(-1), states.size(1)).float()
    return torch.bmm(heaviest.to(states.dtype), states)


@right("copy_distribution")
def by_a_table_of_ones(weights, source_ids, vocabulary_size):
    table = nn.functional.one_hot(source_ids, vocabulary_size).to(weights.dtype)
    return weights @ table


@right("copy_distribution")
def by_three_loops(weights, source_ids, vocabulary_size):
    batch, target, source = weights.shape
    out = torch.zeros(batch, target, vocabulary_size)
    for b, t, s in itertools.product(range(batch), range(target), range(source)):
        out[b, t, source_ids[b, s]] += weights[b, t, s]
    return out


@right("copy_distribution")
def by_index_add(weights, source_ids, vocabulary_size):
    rows = []
    for w, ids in zip(weights, source_ids, strict=True):
        rows.append(torch.zeros(len(w), vocabulary_size, dtype=w.dtype).index_add(1, ids, w))
    return torch.stack(rows)


@right("copy_distribution")
def by_bincount(weights, source_ids, vocabulary_size):
    w, ids = weights.numpy(), source_ids.numpy()
    return np.array(
        [[np.bincount(i, weights=row, minlength=vocabulary_size) for row in table] for table, i in zip(w, ids, strict=True)]
    )


@right("copy_distribution")
def in_place_scatter(weights, source_ids, vocabulary_size):
    out = weights.new_zeros(weights.size(0), weights.size(1), vocabulary_size)
    out.scatter_add_(-1, source_ids[:, None, :].repeat(1, weights.size(1), 1), weights)
    return out


@right("image_states")
def by_permuting(features):
    b, c, r, k = features.shape
    states = features.permute(0, 2, 3, 1).reshape(b, r * k, c)
    return states, torch.tensor([[i, j] for i in range(r) for j in range(k)])


@right("image_states")
def by_stacking(features):
    rows, columns = features.shape[-2:]
    places = list(itertools.product(range(rows), range(columns)))
    return torch.stack([features[:, :, i, j] for i, j in places], dim=1), torch.tensor(places)


@right("image_states")
def by_einsum_and_divmod(x):
    states = torch.einsum("bcrk->brkc", x).flatten(1, 2)
    number = torch.arange(x.shape[2] * x.shape[3])
    return states, torch.stack([number // x.shape[3], number % x.shape[3]], dim=1)


@right("image_states")
def by_meshgrid(features):
    r, k = torch.meshgrid(torch.arange(features.size(2)), torch.arange(features.size(3)), indexing="ij")
    return features.movedim(1, -1).flatten(1, 2), torch.stack([r.flatten(), k.flatten()], dim=-1)


@right("image_states")
def places_as_a_list(features):
    rows, columns = features.shape[2], features.shape[3]
    return features.flatten(2).mT, [(i, j) for i in range(rows) for j in range(columns)]


@right("image_states")
def places_in_numpy(features):
    rows, columns = features.shape[2:]
    states = features.reshape(*features.shape[:2], rows * columns).transpose(1, 2)
    return states, np.indices((rows, columns)).reshape(2, -1).T


@right("image_states")
def places_in_int32(features):
    rows, columns = (torch.arange(n, dtype=torch.int32) for n in features.shape[2:])
    return features.flatten(2).permute(0, 2, 1), torch.cartesian_prod(rows, columns)


@right("best_configuration")
def by_numpy(table):
    means = {name: np.mean(scores) for name, (scores, _) in table.items()}
    top = max(means, key=means.get)
    limit = means[top] - np.ptp(table[top][0]) - 1e-12
    return min((seconds, name) for name, (_, seconds) in table.items() if means[name] >= limit)[1]


@right("best_configuration")
def by_sorting(table):
    by_mean = sorted(table, key=lambda name: statistics.mean(table[name][0]))
    scores = table[by_mean[-1]][0]
    lowest = statistics.mean(scores) - (max(scores) - min(scores))
    for name in sorted(table, key=lambda name: table[name][1]):
        if statistics.mean(table[name][0]) >= lowest:
            return name


@right("best_configuration")
def by_a_loop(table):
    best_mean, noise = -1.0, 0.0
    for scores, _ in table.values():
        mean = sum(scores) / len(scores)
        if mean > best_mean:
            best_mean, noise = mean, max(scores) - min(scores)
    chosen, fewest = None, float("inf")
    for name, (scores, seconds) in table.items():
        if best_mean - sum(scores) / len(scores) <= noise and seconds < fewest:
            chosen, fewest = name, seconds
    return chosen


@right("best_configuration")
def by_torch(table):
    names = list(table)
    means = torch.tensor([float(np.mean(table[name][0])) for name in names], dtype=torch.float64)
    top = table[names[int(means.argmax())]][0]
    good = means >= means.max() - (max(top) - min(top))
    seconds = torch.tensor([table[name][1] for name in names], dtype=torch.float64)
    return names[int(seconds.masked_fill(~good, torch.inf).argmin())]
