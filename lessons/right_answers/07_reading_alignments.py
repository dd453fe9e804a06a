"""Right answers to lesson 07, in different styles: each must get full marks."""

import heapq

import numpy as np
import torch

from grading.authoring.answers import right


@right("hard_alignment")
def by_loops(weights):
    links = set()
    for t in range(weights.shape[0]):
        best = 0
        for s in range(weights.shape[1]):
            if weights[t, s] > weights[t, best]:
                best = s
        links.add((best, t))
    return links


@right("hard_alignment")
def by_numpy(weights):
    table = np.asarray(weights)
    return {(int(s), t) for t, s in enumerate(np.argmax(table, axis=1))}


@right("hard_alignment")
def numpy_integers(weights):
    return set(zip(weights.numpy().argmax(-1), range(len(weights)), strict=True))


@right("hard_alignment")
def frozen(weights):
    values, where = weights.max(dim=1)
    return frozenset((where[t].item(), t) for t in range(len(values)))


@right("alignment_error_rate")
def by_sums(predicted, sure, possible):
    found = sum(len(a & s) for a, s in zip(predicted, sure, strict=True))
    allowed = sum(len(a & p) for a, p in zip(predicted, possible, strict=True))
    return 1 - (found + allowed) / (sum(map(len, predicted)) + sum(map(len, sure)))


@right("alignment_error_rate")
def by_asking_each_link(predicted, sure, possible):
    wrong = total = 0
    for i, links in enumerate(predicted):
        for link in links:
            total += 1
            wrong += link not in possible[i]
        for link in sure[i]:
            total += 1
            wrong += link not in links
    return np.float32(wrong / total)


@right("alignment_error_rate")
def by_numbered_links(predicted, sure, possible):
    a, s, p = ({(i, *link) for i, links in enumerate(sets) for link in links} for sets in (predicted, sure, possible))
    return torch.tensor(1 - (len(a.intersection(s)) + len(a.intersection(p))) / (len(a) + len(s)))


@right("uniform_weights")
def by_loop(weights, mask):
    made = torch.zeros_like(weights)
    for i, row in enumerate(mask):
        made[i, :, row] = 1 / int(row.sum())
    return made


@right("uniform_weights")
def by_softmax(weights, mask):
    return torch.zeros_like(weights).masked_fill(~mask[:, None], -torch.inf).softmax(dim=-1)


@right("uniform_weights")
def by_einsum(weights, mask):
    share = mask.double() / mask.double().sum(1, keepdim=True)
    return torch.einsum("bs,bt->bts", share, torch.ones(weights.shape[:2]).double())


@right("uniform_weights")
def by_repeat(weights, mask):
    real = mask.numpy().astype(np.float32)
    return torch.from_numpy(np.repeat((real / real.sum(1, keepdims=True))[:, None], weights.shape[1], axis=1))


@right("shuffled_weights")
def by_randperm(weights, mask):
    made = weights.clone()
    for i in range(weights.shape[0]):
        n = int(mask[i].sum())
        for t in range(weights.shape[1]):
            made[i, t, :n] = weights[i, t, torch.randperm(n)]
    return made


@right("shuffled_weights")
def by_normal_keys(weights, mask):
    keys = torch.randn(weights.shape) - 100 * mask[:, None].float()
    return torch.gather(weights, 2, torch.argsort(keys, dim=2))


@right("shuffled_weights")
def by_numpy_permuted(weights, mask):
    rng, made = np.random.default_rng(), weights.numpy().copy()
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        made[i, :, :n] = rng.permuted(made[i, :, :n], axis=1)
    return torch.from_numpy(made)


@right("shuffled_weights")
def by_scatter(weights, mask):
    order = torch.rand(weights.shape).masked_fill(~mask.unsqueeze(1), 5).sort(dim=-1).indices
    return torch.zeros_like(weights).scatter(-1, order, weights)


@right("leave_one_out")
def by_copying(predict, ids, unknown):
    whole, columns = predict(ids), []
    for s in range(len(ids)):
        other = list(ids)
        other[s] = unknown
        columns.append((predict(other) - whole).abs().sum(dim=1) / 2)
    return torch.stack(columns).T


@right("leave_one_out")
def filled_in(predict, ids, unknown):
    whole = predict(ids)
    table = torch.zeros(len(whole), len(ids))
    for s, _ in enumerate(ids):
        other = [unknown if place == s else word for place, word in enumerate(ids)]
        for t in range(len(whole)):
            table[t, s] = 0.5 * (predict(other)[t] - whole[t]).abs().sum()
    return table


@right("leave_one_out")
def by_what_was_gained(predict, ids, unknown):
    whole = predict(ids).double().numpy()
    made = np.stack([predict([*ids[:s], unknown, *ids[s + 1 :]]).double().numpy() for s in range(len(ids))], axis=1)
    return torch.tensor(np.clip(made - whole[:, None], 0, None).sum(-1))


@right("furthest_weights")
def by_a_list(weights, output, limit):
    def tv(p, q):
        return 0.5 * float((p - q).abs().sum())

    before, made = output(weights), [weights]
    for s in range(len(weights)):
        for share in np.linspace(0.1, 1, 10):
            unit = torch.zeros(len(weights))
            unit[s] = 1
            other = (1 - float(share)) * weights + float(share) * unit
            if tv(output(other), before) <= limit:
                made.append(other)
    return max(made, key=lambda other: tv(other, weights))


@right("furthest_weights")
def largest_share_of_each_word(weights, output, limit):
    before, best, far = output(weights), weights.clone(), 0.0
    for s, unit in enumerate(torch.eye(len(weights))):
        for step in range(10, 0, -1):
            other = torch.lerp(weights, unit, step / 10)
            if (output(other) - before).abs().sum() / 2 <= limit:
                moved = step / 10 * (1 - float(weights[s]))
                if moved > far:
                    best, far = other, moved
    return best


@right("furthest_weights")
def in_numpy(weights, output, limit):
    start, best = weights.numpy(), weights.numpy()
    before = output(weights).numpy()
    for a in range(1, 11):
        for s in range(len(start)):
            other = start * np.float32(1 - a / 10)
            other[s] = other[s] + np.float32(a / 10)
            moved = np.abs(output(torch.tensor(other)).numpy() - before).sum() / 2
            if moved <= limit and np.abs(other - start).sum() > np.abs(best - start).sum():
                best = other
    return torch.tensor(best)


@right("beam_search")
def ends_with_the_best_extension(step, state, start, end, longest, width):
    """Scores can only fall: once the best extension has ended, none that goes on can beat it."""
    live, done = [(0.0, [], state)], []
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            longer += [(total + log, [*words, word], after) for word, log in enumerate(logs.tolist())]
        kept = sorted(longer, key=lambda one: one[0], reverse=True)[:width]
        done += [one for one in kept if one[1][-1] == end]
        live = [one for one in kept if one[1][-1] != end]
        if kept[0][1][-1] == end:
            break
    total, words, _ = max(done + live, key=lambda one: one[0])
    return [word for word in words if word != end], total


@right("beam_search")
def with_early_stop(step, state, start, end, longest, width):
    live, best = [(0.0, [start], state)], (-float("inf"), [])
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1], before)
            longer.extend((total + logs[k].item(), [*words, k], after) for k in range(len(logs)))
        kept = heapq.nlargest(width, longer, key=lambda one: one[0])
        for total, words, _ in kept:
            if words[-1] == end and total > best[0]:
                best = (total, words[1:-1])
        live = [one for one in kept if one[1][-1] != end]
        if not live or live[0][0] < best[0]:  # a score can only fall
            break
    if live and live[0][0] > best[0]:
        best = (live[0][0], live[0][1][1:])
    return best[1], best[0]


@right("beam_search")
def by_topk(step, state, start, end, longest, width):
    totals, sentences, states, done = torch.zeros(1), [[]], [state], []
    for _ in range(longest):
        if not sentences:
            break
        steps = [step(words[-1] if words else start, before) for words, before in zip(sentences, states, strict=True)]
        table = totals[:, None] + torch.stack([logs for logs, _ in steps])
        best = table.flatten().topk(min(width, table.numel()))
        news = []
        for total, place in zip(best.values, best.indices.tolist(), strict=True):
            row, word = divmod(place, table.shape[1])
            if word == end:
                done.append((float(total), sentences[row]))
            else:
                news.append((total, [*sentences[row], word], steps[row][1]))
        totals = torch.stack([n[0] for n in news]) if news else torch.zeros(0)
        sentences, states = [n[1] for n in news], [n[2] for n in news]
    done += [(float(t), words) for t, words in zip(totals, sentences, strict=True)]
    total, words = max(done)
    return words, total


@right("beam_search")
def finished_stay_in_one_list(step, state, start, end, longest, width):
    live, done = [{"score": 0.0, "words": [], "state": state}], []
    for _ in range(longest):
        longer = []
        for one in live:
            last = one["words"][-1] if one["words"] else start
            logs, after = step(last, one["state"])
            for word in np.argsort(-np.asarray(logs))[:width].tolist():  # no more than width can be kept of each
                longer.append({"score": one["score"] + float(logs[word]), "words": one["words"] + [word], "state": after})
        longer.sort(key=lambda one: one["score"], reverse=True)
        live = []
        for one in longer[:width]:
            (done if one["words"][-1] == end else live).append(one)
    best = sorted(done + live, key=lambda one: one["score"])[-1]
    words = best["words"]
    return (words[:-1] if words[-1] == end else words), best["score"]
