"""Right answers to lesson 05, in different styles: each must get full marks."""

import itertools
import math
from collections import defaultdict

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from grading.authoring.answers import right


@right("pad_batch")
def by_pad_sequence(sequences):
    ids = pad_sequence([torch.tensor(s) for s in sequences], batch_first=True)
    mask = pad_sequence([torch.ones(len(s), dtype=torch.bool) for s in sequences], batch_first=True)
    return ids, mask


@right("pad_batch")
def by_lists(sequences):
    longest = max(map(len, sequences))
    ids = [[*s, *[0] * (longest - len(s))] for s in sequences]
    mask = [[True] * len(s) + [False] * (longest - len(s)) for s in sequences]
    return torch.tensor(ids), torch.tensor(mask)


@right("pad_batch")
def by_comparing_places(sequences):
    lengths = torch.tensor([len(s) for s in sequences])
    ids = torch.stack(
        [functional.pad(torch.tensor(s), (0, int(lengths.max()) - len(s))) for s in sequences]
    )
    return ids, torch.arange(ids.shape[1])[None, :] < lengths[:, None]


@right("pad_batch")
def by_zip_longest(batch):
    ids = torch.LongTensor(list(itertools.zip_longest(*batch, fillvalue=0))).T
    mask = torch.zeros_like(ids).bool()
    for row, sequence in zip(mask, batch, strict=True):
        row[: len(sequence)] = True
    return [ids, mask]


@right("pad_batch")
def in_numpy_first(sequences):
    ids = np.zeros((len(sequences), max(len(s) for s in sequences)), dtype=np.int64)
    mask = np.zeros(ids.shape, dtype=bool)
    for i, s in enumerate(sequences):
        ids[i, : len(s)] = s
        mask[i, : len(s)] = True
    return torch.from_numpy(ids), torch.from_numpy(mask)


@right("pad_batch")
def by_scattering(sequences):
    lengths = torch.tensor([len(s) for s in sequences])
    mask = torch.arange(lengths.max().item()).expand(len(sequences), -1) < lengths.unsqueeze(1)
    ids = torch.zeros(mask.shape, dtype=torch.long)
    ids[mask] = torch.tensor(sum(sequences, []))
    return ids, mask


@right("pad_batch")
def place_by_place(sequences):
    width = 0
    for s in sequences:
        width = max(width, len(s))
    ids = torch.zeros((len(sequences), width)).long()
    mask = torch.full((len(sequences), width), False)
    for i in range(len(sequences)):
        for j in range(len(sequences[i])):
            ids[i][j] = sequences[i][j]
            mask[i][j] = True
    return ids, mask


@right("gru_step")
def by_gru_cell(x, state, parameters):
    p = parameters
    return torch.gru_cell(x, state, p["weight_ih"], p["weight_hh"], p["bias_ih"], p["bias_hh"])


@right("gru_step")
def by_module(x, state, parameters):
    cell = nn.GRUCell(x.shape[1], state.shape[1])
    cell.load_state_dict(parameters)
    return cell(x, state)


@right("gru_step")
def by_slices(x, h, p):
    size = h.shape[1]
    a = functional.linear(x, p["weight_ih"], p["bias_ih"])
    b = functional.linear(h, p["weight_hh"], p["bias_hh"])
    r = (a[:, :size] + b[:, :size]).sigmoid()
    z = (a[:, size : 2 * size] + b[:, size : 2 * size]).sigmoid()
    n = (a[:, 2 * size :] + r * b[:, 2 * size :]).tanh()
    return n + z * (h - n)


@right("gru_step")
def by_einsum(x, state, parameters):
    wr, wz, wn = parameters["weight_ih"].chunk(3)
    ur, uz, un = parameters["weight_hh"].chunk(3)
    br, bz, bn = parameters["bias_ih"].chunk(3)
    cr, cz, cn = parameters["bias_hh"].chunk(3)

    def product(table, vectors):
        return torch.einsum("hd,bd->bh", table, vectors)

    reset = torch.sigmoid(product(wr, x) + br + product(ur, state) + cr)
    update = torch.sigmoid(product(wz, x) + bz + product(uz, state) + cz)
    proposal = torch.tanh(product(wn, x) + bn + reset * (product(un, state) + cn))
    return torch.lerp(proposal, state, update)


@right("gru_step")
def in_numpy(x, state, parameters):
    p = {name: value.numpy() for name, value in parameters.items()}
    x, h = np.asarray(x), np.asarray(state)
    xr, xz, xn = np.split(x @ p["weight_ih"].T + p["bias_ih"], 3, axis=1)
    hr, hz, hn = np.split(h @ p["weight_hh"].T + p["bias_hh"], 3, axis=1)
    r, z = 1 / (1 + np.exp(-xr - hr)), 1 / (1 + np.exp(-xz - hz))
    return torch.from_numpy((1 - z) * np.tanh(xn + r * hn) + z * h)


@right("gru_step")
def sentence_after_sentence(x, state, parameters):
    w, u, b, c = (parameters[k] for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    rows = []
    for word, old in zip(x, state, strict=True):
        xr, xz, xn = (w @ word + b).view(3, -1)
        hr, hz, hn = (u @ old + c).view(3, -1)
        r, z = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
        rows.append((1 - z) * torch.tanh(xn + r * hn) + z * old)
    return torch.stack(rows)


@right("gru_step")
def two_gates_at_once(x, state, parameters):
    d = state.size(-1)
    xg = torch.addmm(parameters["bias_ih"], x, parameters["weight_ih"].t())
    hg = torch.addmm(parameters["bias_hh"], state, parameters["weight_hh"].t())
    r, z = torch.sigmoid(xg[:, : 2 * d] + hg[:, : 2 * d]).chunk(2, -1)
    return torch.tanh(xg[:, 2 * d :] + r * hg[:, 2 * d :]) * (1 - z) + state * z


@right("shift_targets")
def by_length(target):
    batch, length = target.shape
    return target[:, : length - 1], target[:, 1:length]


@right("shift_targets")
def by_narrow(target):
    return target.narrow(1, 0, target.size(1) - 1), target.narrow(1, 1, target.size(1) - 1)


@right("shift_targets")
def by_rows(target):
    inputs, expected = [], []
    for row in target.tolist():
        inputs.append(row[:-1])
        expected.append(row[1:])
    return torch.tensor(inputs), torch.tensor(expected)


@right("shift_targets")
def by_columns(target):
    columns = target.unbind(dim=1)
    return [torch.stack(columns[:-1], dim=1), torch.stack(columns[1:], dim=1)]


@right("shift_targets")
def by_rolling(target):
    return target[..., :-1].clone(), target.roll(-1, dims=1)[..., :-1].contiguous()


@right("shift_targets")
def by_unfolding(target):
    pairs = target.unfold(1, 2, 1)
    return pairs[..., 0], pairs[..., 1]


@right("shift_targets")
def by_index(target):
    places = torch.arange(target.shape[1] - 1)
    return target.index_select(1, places), torch.gather(
        target, 1, (places + 1).expand(len(target), -1)
    )


@right("sequence_loss")
def by_gather(logits, target, mask):
    surprise = -logits.log_softmax(dim=-1).gather(-1, target.unsqueeze(-1)).squeeze(-1)
    return (surprise * mask).sum() / mask.sum()


@right("sequence_loss")
def by_ignore_index(logits, target, mask):
    marked = target.masked_fill(~mask, -100)
    return functional.cross_entropy(logits.transpose(1, 2), marked)


@right("sequence_loss")
def by_flattening(logits, target, mask):
    b, n, v = logits.shape
    each = nn.CrossEntropyLoss(reduction="none")(logits.reshape(b * n, v), target.reshape(b * n))
    real = mask.reshape(b * n).float()
    return torch.sum(each * real) / torch.sum(real)


@right("sequence_loss")
def word_by_word(logits, target, mask):
    total, words = 0.0, 0
    for i in range(len(logits)):
        for t in range(len(logits[i])):
            if mask[i, t]:
                total = total - torch.log(torch.softmax(logits[i, t], dim=0)[target[i, t]])
                words += 1
    return total / words


@right("sequence_loss")
def by_logsumexp(logits, target, mask):
    table, words = logits[mask], target[mask]
    return (table.logsumexp(-1) - table[torch.arange(len(words)), words]).mean()


@right("sequence_loss")
def by_one_hot(logits, target, mask):
    hot = functional.one_hot(target, logits.shape[-1]).to(logits.dtype)
    surprise = -torch.einsum("bnv,bnv->bn", hot, torch.log_softmax(logits, -1))
    return torch.where(mask, surprise, 0.0).sum() / mask.count_nonzero()


@right("sequence_loss")
def by_nll(logits, target, mask):
    return functional.nll_loss(functional.log_softmax(logits[mask], dim=1), target[mask])


@right("sequence_loss")
def logarithms_into_cross_entropy(logits, target, mask):
    return functional.cross_entropy(logits.log_softmax(dim=-1)[mask], target[mask])


@right("sequence_loss")
def by_masked_select(logits, target, mask):
    each = functional.cross_entropy(logits.permute(0, 2, 1), target, reduction="none")
    return each.masked_select(mask).mean()


@right("greedy_decode")
def cut_afterwards(step, state, start, end, longest):
    words, said = torch.tensor([start] * state.shape[0]), []
    for _ in range(longest):
        logits, state = step(words, state)
        words = torch.argmax(logits, dim=1)
        said.append(words)
    rows = torch.stack(said, dim=1).tolist()
    return [list(itertools.takewhile(lambda word: word != end, row)) for row in rows]


@right("greedy_decode")
def by_tensor_of_done(step, state, start, end, longest):
    batch = state.size(0)
    words = torch.full((batch,), start, dtype=torch.long)
    done = torch.zeros(batch, dtype=torch.bool)
    out = [[] for _ in range(batch)]
    for _ in range(longest):
        logits, state = step(words, state)
        words = logits.argmax(-1)
        done |= words == end
        for i in (~done).nonzero().flatten().tolist():
            out[i].append(words[i].item())
        if done.all():
            return out
    return out


@right("greedy_decode")
def ends_fed_to_the_finished(step, state, start, end, longest):
    words = torch.full((len(state),), start)
    done, rows = torch.zeros(len(state), dtype=torch.bool), []
    while len(rows) < longest and not done.all():
        logits, state = step(words, state)
        words = torch.where(done, end, logits.max(dim=-1).indices)
        done = done | (words == end)
        rows.append(words)
    return [[w for w in row if w != end] for row in torch.stack(rows, dim=1).tolist()]


@right("greedy_decode")
def one_sentence_at_a_time(step, state, start, end, longest):
    result = []
    for i in range(len(state)):
        word, now, said = start, state[i : i + 1], []
        while len(said) < longest:
            logits, now = step(torch.tensor([word]), now)
            word = int(logits[0].argmax())
            if word == end:
                break
            said.append(word)
        result.append(said)
    return result


@right("greedy_decode")
def finished_ones_leave_the_batch(step, state, start, end, longest):
    said = {i: [] for i in range(len(state))}
    alive, words = torch.arange(len(state)), torch.full((len(state),), start)
    for _ in range(longest):
        if len(alive) == 0:
            break
        logits, state = step(words, state)
        words = logits.argmax(dim=-1)
        going = words != end
        alive, words, state = alive[going], words[going], state[going]
        for i, word in zip(alive.tolist(), words.tolist(), strict=True):
            said[i].append(word)
    return list(said.values())


@right("greedy_decode")
def by_topk(decoder, memory, bos, eos, limit):
    tokens = torch.ones(len(memory), dtype=torch.int64) * bos
    finished, sentences = set(), [[] for _ in memory]
    for _ in range(limit):
        scores, memory = decoder(tokens, memory)
        tokens = scores.softmax(-1).topk(1, dim=-1).indices[:, 0]
        for i, token in enumerate(tokens):
            if token == eos:
                finished.add(i)
            if i not in finished:
                sentences[i].append(int(token))
        if len(finished) == len(sentences):
            break
    return sentences


@right("greedy_decode")
@torch.no_grad()
def into_a_table(step, state, start, end, longest):
    table = torch.full((len(state), longest + 1), end)
    table[:, 0] = start
    for t in range(longest):
        logits, state = step(table[:, t], state)
        table[:, t + 1] = logits.argmax(dim=-1)
    lengths = ((table == end).cumsum(dim=1) == 0).sum(dim=1)
    return [row[1:n].tolist() for row, n in zip(table, lengths, strict=True)]


@right("greedy_decode")
def in_numpy_words(step, state, start, end, longest):
    words, said = np.full(len(state), start), [[] for _ in range(len(state))]
    open_ = np.ones(len(state), dtype=bool)
    for _ in range(longest):
        logits, state = step(torch.from_numpy(words), state)
        words = logits.numpy().argmax(axis=-1)
        open_ &= words != end
        for i in np.flatnonzero(open_):
            said[i].append(words[i])
    return said


@right("exact_match_by_length")
def counted_in_loops(translations, references, lengths, ranges):
    shares = []
    for low, high in ranges:
        hits, total = 0, 0
        for a, b, n in zip(translations, references, lengths, strict=True):
            if n < low or n > high:
                continue
            total += 1
            hits += tuple(a) == tuple(b)
        shares.append(hits / total if total else None)
    return shares


@right("exact_match_by_length")
def by_joining(translations, references, lengths, ranges):
    right = [" ".join(a) == " ".join(b) for a, b in zip(translations, references, strict=True)]
    result = []
    for low, high in ranges:
        group = [r for r, n in zip(right, lengths, strict=True) if n in range(low, high + 1)]
        result.append(np.mean(group) if group else None)
    return result


@right("exact_match_by_length")
def by_numpy(translations, references, lengths, ranges):
    hits = np.array([list(a) == list(b) for a, b in zip(translations, references, strict=True)])
    n = np.array(lengths)
    inside = [(n >= low) & (n <= high) for low, high in ranges]
    return [hits[where].mean() if where.any() else None for where in inside]


@right("exact_match_by_length")
def by_torch(translations, references, lengths, ranges):
    hits = torch.tensor(
        [float(list(a) == list(b)) for a, b in zip(translations, references, strict=True)]
    )
    n, out = torch.tensor(lengths), []
    for low, high in ranges:
        chosen = hits[(low <= n) & (n <= high)]
        out.append(chosen.mean().item() if len(chosen) else None)
    return out


@right("exact_match_by_length")
def one_minus_the_wrong(translations, references, lengths, ranges):
    groups = defaultdict(list)
    for said, truth, n in zip(translations, references, lengths, strict=True):
        for pair in ranges:
            if pair[0] <= n <= pair[1]:
                groups[tuple(pair)].append(tuple(said) != tuple(truth))
    return tuple(
        1 - sum(groups[tuple(p)]) / len(groups[tuple(p)]) if groups[tuple(p)] else None
        for p in ranges
    )


@right("exact_match_by_length")
def by_nan(translations, references, lengths, ranges):
    def same(a, b):
        return len(a) == len(b) and all(x == y for x, y in zip(a, b, strict=True))

    right = [same(a, b) for a, b in zip(translations, references, strict=True)]
    shares = []
    for low, high in ranges:
        mean = np.mean([r for r, n in zip(right, lengths, strict=True) if low <= n <= high])
        shares.append(None if math.isnan(mean) else mean)
    return shares


@right("exact_match_by_length")
def by_division_error(translations, references, lengths, ranges):
    shares = []
    for low, high in ranges:
        group = [i for i, n in enumerate(lengths) if low <= n <= high]
        try:
            hits = [list(translations[i]) == list(references[i]) for i in group]
            shares.append(sum(hits) / len(group))
        except ZeroDivisionError:
            shares.append(None)
    return shares
