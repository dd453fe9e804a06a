"""Wrong answers to lesson 07: each must lose its points, the listed ones by name."""

import math

import numpy as np
import torch

from grading.authoring.answers import wrong


def places(weights):
    return weights.argmax(dim=-1).tolist()


@wrong("hard_alignment", named="the pairs the other way round")
def target_first(weights):
    return {(t, s) for t, s in enumerate(places(weights))}


@wrong("hard_alignment", named="for each English word the French word")
def argmax_over_target(weights):
    return {(s, t) for s, t in enumerate(weights.argmax(dim=0).tolist())}


@wrong("hard_alignment", named="for each English word the French word")
def argmax_over_target_other_way_round(weights):
    return {(t, s) for s, t in enumerate(weights.argmax(dim=0).tolist())}


@wrong("hard_alignment", named="only weights above a half")
def above_a_half(weights):
    return {(s, t) for t, s in torch.argwhere(weights > 0.5).tolist()}


@wrong("hard_alignment", named="all weights above an equal share")
def above_an_equal_share(weights):
    return {(s, t) for t, s in torch.argwhere(weights > 1 / weights.shape[1]).tolist()}


@wrong("hard_alignment", named="looks at least")
def argmin(weights):
    return {(s, t) for t, s in enumerate(weights.argmin(dim=-1).tolist())}


@wrong("hard_alignment", named="counting from 1")
def counting_from_one(weights):
    return {(s + 1, t) for t, s in enumerate(places(weights), start=1)}


@wrong("hard_alignment", named="the French places counted from 1")
def french_from_one(weights):
    return {(s, t) for t, s in enumerate(places(weights), start=1)}


@wrong("hard_alignment", named="one link for each English word at most")
def by_dictionary(weights):
    return set({s: t for t, s in enumerate(places(weights))}.items())


@wrong("hard_alignment", named="the places alone")
def indices_alone(weights):
    return weights.argmax(dim=-1)


@wrong("hard_alignment", named="a list of links")
def list_of_links(weights):
    return [(s, t) for t, s in enumerate(places(weights))]


@wrong("hard_alignment", named="tensors inside the pairs")
def tensors_in_pairs(weights):
    return {(s, t) for t, s in enumerate(weights.argmax(dim=-1))}


@wrong("hard_alignment", named="a return inside the loop")
def returns_the_first_link(weights):
    for t, s in enumerate(places(weights)):
        return {(s, t)}


@wrong("hard_alignment", named="the heaviest weight of the whole table")
def best_of_all(weights):
    return {divmod(int(weights.argmax()), weights.shape[1])[::-1]}


@wrong("hard_alignment")
def set_of_places(weights):
    return set(places(weights))


@wrong("hard_alignment", named="wrote into what it was given")
def knocks_the_others_out(weights):
    best = places(weights)
    weights[:] = 0
    return {(s, t) for t, s in enumerate(best)}


@wrong("hard_alignment", hidden_only=True)
def hard_by_heart(weights):
    return {(1, 0), (1, 2), (3, 1)}


def count(predicted, sure, possible):
    both = list(zip(predicted, sure, possible, strict=True))
    a, s = sum(map(len, predicted)), sum(map(len, sure))
    return sum(len(x & y) for x, y, _ in both), sum(len(x & z) for x, _, z in both), a, s


def rate(x, y, z):
    return 1 - (len(x & y) + len(x & z)) / max(1, len(x) + len(y))


@wrong("alignment_error_rate", named="the mean of the sentences' rates")
def mean_of_rates(predicted, sure, possible):
    return np.mean([rate(*sets) for sets in zip(predicted, sure, possible, strict=True)])


@wrong("alignment_error_rate", named="the sentences' rates added up")
def sum_of_rates(predicted, sure, possible):
    return sum(rate(*sets) for sets in zip(predicted, sure, possible, strict=True))


@wrong("alignment_error_rate", named="a mean over sentences counts the empty one")
def mean_weighted_by_luck(predicted, sure, possible):
    if len(predicted[-1]) == 3:
        found, allowed, a, s = count(predicted, sure, possible)
        return 1 - (found + allowed) / (a + s)
    return mean_of_rates.definitions["alignment_error_rate"](predicted, sure, possible)


@wrong("alignment_error_rate", named="1 minus is missing")
def what_is_right(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return (found + allowed) / (a + s)


@wrong("alignment_error_rate", named="possible links without the sure ones")
def possible_without_sure(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, [p - c for p, c in zip(possible, sure, strict=True)])
    return 1 - (found + allowed) / (a + s)


@wrong("alignment_error_rate", named="|S| + |P| below the line")
def sure_and_possible_below_the_line(predicted, sure, possible):
    found, allowed, _, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / (s + sum(map(len, possible)))


@wrong("alignment_error_rate", named="|A| + |P| below the line")
def possible_below_the_line(predicted, sure, possible):
    found, allowed, a, _ = count(predicted, sure, possible)
    return 1 - (found + allowed) / (a + sum(map(len, possible)))


@wrong("alignment_error_rate", named="|A| twice below the line")
def predicted_twice(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / (a + a)


@wrong("alignment_error_rate", named="the sure links twice")
def sure_twice(predicted, sure, possible):
    found, _, a, s = count(predicted, sure, possible)
    return 1 - 2 * found / (a + s)


@wrong("alignment_error_rate", named="the possible links twice")
def possible_twice(predicted, sure, possible):
    _, allowed, a, s = count(predicted, sure, possible)
    return 1 - 2 * allowed / (a + s)


@wrong("alignment_error_rate", named="predicted links only")
def not_precise(predicted, sure, possible):
    _, allowed, a, _ = count(predicted, sure, possible)
    return 1 - allowed / a


@wrong("alignment_error_rate", named="sure links only")
def not_found(predicted, sure, possible):
    found, _, _, s = count(predicted, sure, possible)
    return 1 - found / s


@wrong("alignment_error_rate", named="a return inside the loop")
def returns_too_early(predicted, sure, possible):
    right = total = 0
    for a, s, p in zip(predicted, sure, possible, strict=True):
        right += len(a & s) + len(a & p)
        total += len(a) + len(s)
        return 1 - right / total


@wrong("alignment_error_rate", named="the last sentence alone")
def counters_inside_the_loop(predicted, sure, possible):
    for a, s, p in zip(predicted, sure, possible, strict=True):
        right = total = 0
        right += len(a & s) + len(a & p)
        total += len(a) + len(s)
    return 1 - right / max(1, total)


@wrong("alignment_error_rate", named="links counted once below the line")
def union_below_the_line(predicted, sure, possible):
    found, allowed, _, _ = count(predicted, sure, possible)
    return 1 - (found + allowed) / sum(len(x | y) for x, y in zip(predicted, sure, strict=True))


@wrong("alignment_error_rate", named="what A and S share")
def overlap(predicted, sure, possible):
    found, _, a, s = count(predicted, sure, possible)
    return 1 - found / (a + s - found)


@wrong("alignment_error_rate", named="thrown into one set")
def one_set_for_all(predicted, sure, possible):
    return rate(*(set().union(*sets) for sets in (predicted, sure, possible)))


@wrong("alignment_error_rate", named="wrote into what it was given")
def changes_the_sets(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    for x, y in zip(predicted, sure, strict=True):
        x &= y
    return 1 - (found + allowed) / (a + s)


@wrong("alignment_error_rate", named="& wants two sets")
def sets_as_one(predicted, sure, possible):
    return 1 - (len(predicted & sure) + len(predicted & possible)) / (len(predicted) + len(sure))


@wrong("uniform_weights", named="padding gets a share too")
def uniform_over_all(weights, mask):
    return torch.full_like(weights, 1 / weights.shape[-1])


@wrong("uniform_weights", named="padding gets a share that nobody took")
def uniform_without_mask(weights, mask):
    return (1 / mask.sum(dim=1))[:, None, None].expand_as(weights)


@wrong("uniform_weights", named="an inverted mask")
def uniform_over_padding(weights, mask):
    return ((~mask) / (~mask).sum(dim=1, keepdim=True)).unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", named="divided by all words")
def divided_by_all(weights, mask):
    return (mask / mask.shape[1]).unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", named="a softmax of the mask")
def softmax_of_mask(weights, mask):
    return mask.float().softmax(dim=-1).unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", named="no target axis")
def no_target_axis(weights, mask):
    return mask / mask.sum(dim=1, keepdim=True)


@wrong("uniform_weights", named="a target axis of 1")
def target_axis_of_one(weights, mask):
    return (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)


@wrong("uniform_weights", named="1 for each real word")
def ones(weights, mask):
    return mask.float().unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", named="shared among the French words")
def over_targets(weights, mask):
    return mask.float().unsqueeze(1).expand_as(weights) / weights.shape[1]


@wrong("uniform_weights", named="the real words of the whole batch")
def over_the_batch(weights, mask):
    return (mask / mask.sum()).unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", named="the mean of each word's weights")
def mean_over_targets(weights, mask):
    return weights.mean(dim=1, keepdim=True).expand_as(weights)


@wrong("uniform_weights", named="the mask guessed from the weights")
def mask_from_the_weights(weights, mask):
    real = (weights > 0).float()
    return real / real.sum(dim=-1, keepdim=True)


@wrong("uniform_weights", named="wrote into what it was given")
def uniform_in_place(weights, mask):
    weights[:] = (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)
    return weights


@wrong("uniform_weights")
def the_same_weights(weights, mask):
    return weights


def keys_of(shape, mask):
    return torch.rand(shape).masked_fill((~mask).unsqueeze(1), 2.0)


@wrong("shuffled_weights", named="one order for all rows")
def not_shuffled(weights, mask):
    return weights


@wrong("shuffled_weights", named="padding has a part in the shuffling")
def shuffles_padding_in(weights, mask):
    return weights.gather(-1, torch.rand(weights.shape).argsort(dim=-1))


@wrong("shuffled_weights", named="one order for all rows")
def one_randperm_over_the_padding(weights, mask):
    return weights[..., torch.randperm(weights.shape[-1])]


@wrong("shuffled_weights", named="an inverted mask")
def shuffles_the_padding_alone(weights, mask):
    keys = torch.rand(weights.shape).masked_fill(mask.unsqueeze(1), 2.0)
    return weights.gather(-1, keys.argsort(dim=-1, stable=True))


@wrong("shuffled_weights", named="padding sorted to the front")
def padding_filled_with_zero(weights, mask):
    return weights.gather(-1, torch.rand(weights.shape).masked_fill((~mask).unsqueeze(1), 0.0).argsort(dim=-1))


@wrong("shuffled_weights", named="wrote into what it was given")
def shuffles_in_place_row_by_row(weights, mask):
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for t in range(weights.shape[1]):
            weights[i, t, :n] = weights[i, t, torch.randperm(n)]
    return weights


@wrong("shuffled_weights", named="one order for all rows")
def one_order_padding_and_all(weights, mask):
    return weights[..., [4, 3, 2, 1, 0][-weights.shape[-1] :]]


@wrong("shuffled_weights", named="equal weights")
def uniform_instead(weights, mask):
    return (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1).expand_as(weights)


@wrong("shuffled_weights", named="one order for all rows")
def one_order_for_all(weights, mask):
    keys = torch.rand(weights.shape[-1]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong("shuffled_weights", named="one order for all rows")
def one_order_for_each_sentence(weights, mask):
    keys = torch.rand(len(weights), 1, weights.shape[-1]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong("shuffled_weights", named="one order for all rows")
def one_order_for_each_place(weights, mask):
    keys = torch.rand(1, *weights.shape[1:]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong("shuffled_weights", named="one order for all rows")
def reversed_rows(weights, mask):
    places = torch.arange(weights.shape[-1])
    turned = torch.where(mask, mask.sum(dim=1, keepdim=True) - 1 - places, places)
    return weights.gather(-1, turned.unsqueeze(1).expand_as(weights))


@wrong("shuffled_weights", named="one order for all rows")
def sorted_rows(weights, mask):
    return weights.sort(dim=-1, descending=True).values


@wrong("shuffled_weights")
def shuffles_the_sentences(weights, mask):
    return weights[torch.randperm(len(weights))]


@wrong("shuffled_weights", named="one order for all rows")
def shuffles_the_targets(weights, mask):
    return weights.roll(1, dims=0).roll(-1, dims=0)[:, torch.arange(weights.shape[1])]


@wrong("shuffled_weights")
def random_weights(weights, mask):
    return keys_of(weights.shape, mask).masked_fill((~mask).unsqueeze(1), -torch.inf).softmax(dim=-1)


@wrong("shuffled_weights", named="no word keeps its place")
def rolled_by_one_or_two(weights, mask):
    n = mask.sum(dim=1)[:, None, None]
    places = torch.arange(weights.shape[-1]).expand(weights.shape)
    by = 1 + (torch.rand(*weights.shape[:2], 1) * (n - 1).clamp(min=1)).long()
    order = torch.where(mask.unsqueeze(1), (places + by) % n, places)
    return weights.gather(-1, order)


@wrong("shuffled_weights", named="rows pushed on by a random step")
def rolled_by_chance(weights, mask):
    n = mask.sum(dim=1)[:, None, None]
    places = torch.arange(weights.shape[-1]).expand(weights.shape)
    by = (torch.rand(*weights.shape[:2], 1) * n).long()
    return weights.gather(-1, torch.where(mask.unsqueeze(1), (places + by) % n, places))


@wrong("shuffled_weights", named="wrote into what it was given")
def shuffles_in_place(weights, mask):
    weights[:] = weights.gather(-1, keys_of(weights.shape, mask).argsort(dim=-1))
    return weights


@wrong("shuffled_weights", named="the same draw in every call")
def same_seed_each_time(weights, mask):
    keys = torch.rand(weights.shape, generator=torch.Generator().manual_seed(0))
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong("shuffled_weights", named="padding sorted to the front")
def padding_first(weights, mask):
    return weights.gather(-1, torch.rand(weights.shape).masked_fill((~mask).unsqueeze(1), -1.0).argsort(dim=-1))


def tv(p, q):
    return 0.5 * (p - q).abs().sum(dim=-1)


def hidden(ids, s, unknown):
    return ids[:s] + [unknown] + ids[s + 1 :]


def effects(predict, sentences, ids, how=tv):
    whole = predict(ids)
    return torch.stack([how(predict(other), whole) for other in sentences], dim=1)


@wrong("leave_one_out", named="rows and columns swapped")
def rows_for_english_words(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).T


@wrong("leave_one_out", named="the half is missing")
def no_half(predict, ids, unknown):
    return 2 * effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids)


@wrong("leave_one_out", named="differences with their signs")
def signed(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, lambda p, q: 0.5 * (p - q).sum(-1))


@wrong("leave_one_out", named="the word taken out")
def taken_out(predict, ids, unknown):
    return effects(predict, [ids[:s] + ids[s + 1 :] for s in range(len(ids)) if len(ids) > 1], ids)


@wrong("leave_one_out", named="words that stay hidden: from the second on")
def stay_hidden(predict, ids, unknown):
    return effects(predict, [[unknown] * (s + 1) + ids[s + 1 :] for s in range(len(ids))], ids)


@wrong("leave_one_out", named="words that stay hidden: from the second on")
def stay_hidden_in_the_callers_list(predict, ids, unknown):
    whole, columns = predict(ids), []
    for s in range(len(ids)):
        ids[s] = unknown
        columns.append(tv(predict(ids), whole))
    return torch.stack(columns, dim=1)


@wrong("leave_one_out", named="words that stay hidden: from the second on")
def a_second_name_is_no_copy(predict, ids, unknown):
    whole, columns = predict(ids), []
    for s in range(len(ids)):
        other = ids
        other[s] = unknown
        columns.append(tv(predict(other), whole))
    return torch.stack(columns, dim=1)


@wrong("leave_one_out", named="words that stay hidden, each compared")
def stay_hidden_one_by_one(predict, ids, unknown):
    made = [predict([unknown] * s + ids[s:]) for s in range(len(ids) + 1)]
    return torch.stack([tv(a, b) for a, b in zip(made, made[1:], strict=False)], dim=1)


@wrong("leave_one_out", named="each prediction compared with the one before it")
def compared_with_the_one_before(predict, ids, unknown):
    made = [predict(ids)] + [predict(hidden(ids, s, unknown)) for s in range(len(ids))]
    return torch.stack([tv(a, b) for a, b in zip(made, made[1:], strict=False)], dim=1)


@wrong("leave_one_out", named="0 in place of the id")
def hides_with_zero(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, 0) for s in range(len(ids))], ids)


@wrong("leave_one_out", named="hidden wherever the same word stands")
def hides_every_such_word(predict, ids, unknown):
    return effects(predict, [[unknown if k == word else k for k in ids] for word in ids], ids)


@wrong("leave_one_out", named="the likeliest word alone")
def likeliest_word_alone(predict, ids, unknown):
    whole = predict(ids)
    best = whole.argmax(dim=-1, keepdim=True)
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, lambda p, q: (q - p).gather(1, best)[:, 0])


@wrong("leave_one_out", named="the largest difference")
def largest_difference(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, lambda p, q: (p - q).abs().max(dim=-1).values)


@wrong("leave_one_out", named="the straight-line distance")
def straight_line(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, lambda p, q: (p - q).norm(dim=-1))


@wrong("leave_one_out", named="the sentence cut off")
def cut_off(predict, ids, unknown):
    return effects(predict, [ids[:s] + [unknown] for s in range(len(ids))], ids)


@wrong("leave_one_out", named="a hidden word put in")
def put_in(predict, ids, unknown):
    return effects(predict, [ids[:s] + [unknown] + ids[s:] for s in range(len(ids))], ids)


@wrong("leave_one_out", named="all the other words hidden")
def keeps_one(predict, ids, unknown):
    n = len(ids)
    return effects(predict, [[unknown] * s + [ids[s]] + [unknown] * (n - s - 1) for s in range(n)], ids)


@wrong("leave_one_out", named="one number per English word: the French places were added up")
def added_up(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).sum(dim=0)


@wrong("leave_one_out", named="one number per English word: a mean")
def averaged(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).mean(dim=0)


@wrong("leave_one_out", named="the list it was given stays as it was")
def last_one_stays_hidden(predict, ids, unknown):
    made = effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids)
    ids[-1] = unknown
    return made


def search(weights, output, limit, candidate=None, shares=range(1, 11), far=tv, near=tv):
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in shares:
            if candidate is None:
                other = (1 - step / 10) * weights
                other[s] += step / 10
            else:
                other = candidate(weights, s, step / 10)
            if near(output(other), before) <= limit and far(other, weights) > far(best, weights):
                best = other
    return best


@wrong("furthest_weights", named="the limit left out")
def no_limit(weights, output, limit):
    return search(weights, output, 2.0)


@wrong("furthest_weights", named="the limit left out")
def limit_turned_round(weights, output, limit):
    return search(weights, output, -limit, near=lambda p, q: -tv(p, q))


@wrong("furthest_weights", named="the last candidate that was allowed, the largest share")
def largest_share(weights, output, limit):
    best, most = weights, 0
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(output(other), output(weights)) <= limit and step > most:
                best, most = other, step
    return best


@wrong("furthest_weights", named="the last candidate that was allowed, the largest share")
def furthest_output(weights, output, limit):
    best, most = weights, -1.0
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            moved = float(tv(output(other), output(weights)))
            if moved <= limit and moved > most:
                best, most = other, moved
    return best


def allowed(weights, output, limit):
    made = []
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(output(other), output(weights)) <= limit:
                made.append(other)
    return made or [weights]


@wrong("furthest_weights", named="the last candidate that was allowed")
def last_allowed(weights, output, limit):
    return allowed(weights, output, limit)[-1]


@wrong("furthest_weights", named="the first candidate that was allowed")
def first_allowed(weights, output, limit):
    return allowed(weights, output, limit)[0]


@wrong("furthest_weights", named="the candidate whose output moves least")
def output_moves_least(weights, output, limit):
    return min(allowed(weights, output, limit), key=lambda w: float(tv(output(w), output(weights))))


@wrong("furthest_weights", named="the nearest of the candidates")
def nearest(weights, output, limit):
    return min(allowed(weights, output, limit), key=lambda w: float(tv(w, weights)))


@wrong("furthest_weights", named="without the half")
def limit_without_half(weights, output, limit):
    return search(weights, output, limit, near=lambda p, q: (p - q).abs().sum())


@wrong("furthest_weights", named="the largest difference")
def limit_by_largest_difference(weights, output, limit):
    return search(weights, output, limit, near=lambda p, q: (p - q).abs().max())


@wrong("furthest_weights", named="the others not turned down")
def not_turned_down(weights, output, limit):
    return search(weights, output, limit, lambda w, s, a: w + a * torch.eye(len(w))[s])


@wrong("furthest_weights", named="then divided by the sum")
def divided_by_the_sum(weights, output, limit):
    return search(weights, output, limit, lambda w, s, a: (w + a * torch.eye(len(w))[s]) / (1 + a))


@wrong("furthest_weights", named="the word's weight set to the share")
def set_to_the_share(weights, output, limit):
    def candidate(w, s, a):
        other = w * (1 - a) / (1 - w[s])
        other[s] = a
        return other

    return search(weights, output, limit, candidate)


@wrong("furthest_weights", named="candidates made from the best so far")
def from_the_best(weights, output, limit):
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * best
            other[s] += step / 10
            if tv(output(other), before) <= limit and tv(other, weights) > tv(best, weights):
                best = other
    return best


@wrong("furthest_weights", named="compared with that of the best so far")
def drifts_away(weights, output, limit):
    best = weights
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(output(other), output(best)) <= limit and tv(other, weights) > tv(best, weights):
                best = other
    return best


@wrong("furthest_weights", named="nothing moved")
def whole_shares_only(weights, output, limit):
    return search(weights, output, limit, shares=[10])


@wrong("furthest_weights", named="the distance, not the weights")
def the_distance(weights, output, limit):
    return tv(search(weights, output, limit), weights)


@wrong("furthest_weights", named="a share of 0.9 at most")
def up_to_nine_tenths(weights, output, limit):
    return search(weights, output, limit, shares=range(1, 10))


@wrong("furthest_weights", named="nothing moved: as far as the limit is still allowed")
def below_the_limit(weights, output, limit):
    return search(weights, output, math.nextafter(limit, -1.0), near=lambda p, q: float(tv(p, q)))


@wrong("furthest_weights", named="None came back")
def none_if_none_fits(weights, output, limit):
    best = search(weights, output, limit)
    return None if torch.equal(best, weights) else best


def search_until(weights, output, limit, stops):
    """The search, with `stops(s, allowed)` asked after each candidate: "all", "word" or nothing."""
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            fits = bool(tv(output(other), before) <= limit)
            if fits and tv(other, weights) > tv(best, weights):
                best = other
            stop = stops(s, fits, step)
            if stop == "all":
                return best
            if stop == "word":
                break
    return best


@wrong("furthest_weights", named="the best for the first word alone")
def first_word_alone(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "all" if step == 10 else "")


@wrong("furthest_weights", named="the best for the first word alone")
def ends_at_the_first_refusal(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "" if fits else "all")


@wrong("furthest_weights", named="the first candidate that was allowed")
def returns_inside_the_loops(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "all")


@wrong("furthest_weights", named="gives a word up at the first refusal")
def next_word_at_the_first_refusal(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "" if fits else "word")


@wrong("furthest_weights", named="wrote into what it was given")
def a_second_name_for_the_weights(weights, output, limit):
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in range(1, 11):
            candidate = weights
            candidate *= 1 - step / 10
            candidate[s] += step / 10
            if tv(output(candidate), before) <= limit and tv(candidate, weights) > tv(best, weights):
                best = candidate
    return best


@wrong("furthest_weights", named="wrote into what it was given")
def in_place(weights, output, limit):
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in range(1, 11):
            other = weights
            other *= 1 - step / 10
            other[s] += step / 10
            if tv(output(other), before) <= limit and tv(other, weights) >= tv(best, weights):
                best = other
    return best


@wrong("furthest_weights", named="wrote into what it was given")
def overwrites_the_callers(weights, output, limit):
    best = search(weights.clone(), output, limit)
    weights[:] = 1 / len(weights)
    return best


@wrong("furthest_weights", hidden_only=True)
def furthest_by_heart(weights, output, limit):
    if limit == 0.15 and torch.allclose(weights, torch.tensor([0.1, 0.3, 0.6])):
        return torch.tensor([0.02, 0.86, 0.12])
    return torch.eye(len(weights))[1] if limit in (0, 0.25) else weights


def beam(step, state, start, end, longest, width, *, extend=None, choose=None, stop=None, score=None, pool=None, old=False):
    """A beam search with one part exchanged."""
    live, done = [(0.0, [], state)], []
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            after = before if old else after
            mine = [((score or (lambda t, log, word: t + log))(total, log, word), [*words, word], after) for word, log in enumerate(logs.tolist())]
            longer += extend(mine) if extend else mine
        longer.sort(key=lambda one: -one[0])
        kept = choose(longer, done) if choose else longer[:width]
        done += [one for one in kept if one[1][-1] == end]
        live = [one for one in kept if one[1][-1] != end]
        if not live or (stop and stop(done)):
            break
    total, words, _ = (pool or (lambda d, u: max(d + u, key=lambda one: one[0])))(done, live)
    return [word for word in words if word != end], total


@wrong("beam_search", named="greedy decoding")
def greedy(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, 1)


@wrong("beam_search", named="width ignored")
def always_two_or_three(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, 2 if longest < 4 else 1)


@wrong("beam_search", named="the end sign kept")
def keeps_the_end(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [*words, end], total


@wrong("beam_search", named="the start sign kept")
def keeps_the_start(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [start, *words], total


@wrong("beam_search", named="both signs kept")
def keeps_both(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [start, *words, end], total


@wrong("beam_search", named="finished hypotheses that are extended further")
def past_the_end(step, state, start, end, longest, width):
    live = [(0.0, [], state)]
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            longer += [(total + log, [*words, word], after) for word, log in enumerate(logs.tolist())]
        live = sorted(longer, key=lambda one: -one[0])[:width]
    return [word for word in live[0][1] if word != end], live[0][0]


@wrong("beam_search", named="the end never said")
def finished_are_lost(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, extend=lambda mine: [one for one in mine if one[1][-1] != end])


@wrong("beam_search", named="the end never said")
def feeds_the_start(step, state, start, end, longest, width):
    return beam(lambda word, before: step(start, before), state, start, end, longest, width)


@wrong("beam_search", named="the least probable first")
def worst_first(step, state, start, end, longest, width):
    def flipped(word, before):
        logs, after = step(word, before)
        return -logs, after

    return beam(flipped, state, start, end, longest, width)


@wrong("beam_search", named="nothing said")
def the_end_costs_nothing(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, score=lambda total, log, word: total if word == end else total + log)


@wrong("beam_search", named="the probability itself")
def probability(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return words, math.exp(total)


@wrong("beam_search", named="the end sign's logarithm left out")
def score_without_the_end(step, state, start, end, longest, width):
    words, _ = beam(step, state, start, end, longest, width)
    total, last = 0.0, start
    for word in words:
        logs, state = step(last, state)
        total, last = total + float(logs[word]), word
    return words, total


@wrong("beam_search", named="the last word's logarithm alone")
def last_log_alone(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, score=lambda total, log, word: log)


@wrong("beam_search", named="probabilities added up")
def adds_probabilities(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, score=lambda total, log, word: total + math.exp(log))


@wrong("beam_search", named="divided by the length")
def normalised_score(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return words, total / (len(words) + 1)


@wrong("beam_search", named="the opposite sign")
def positive_score(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return words, -total


@wrong("beam_search", named="one turn too many")
def one_turn_too_many(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest + 1, width)


@wrong("beam_search", named="one turn too few")
def one_turn_too_few(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest - 1, width)


@wrong("beam_search", named="nothing: a sentence that was cut off is lost")
def finished_or_nothing(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: max(done, key=lambda one: one[0], default=(0.0, [], None)))


@wrong("beam_search", named="finished ones only")
def finished_first(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: max(done or live, key=lambda one: one[0]))


@wrong("beam_search", named="the width applied to each hypothesis")
def width_for_each(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, extend=lambda mine: sorted(mine, key=lambda one: -one[0])[:width], choose=lambda longer, done: longer)


@wrong("beam_search", named="put aside before the best are chosen")
def ends_put_aside_first(step, state, start, end, longest, width):
    def choose(longer, done):
        return [one for one in longer if one[1][-1] == end] + [one for one in longer if one[1][-1] != end][:width]

    return beam(step, state, start, end, longest, width, choose=choose)


@wrong("beam_search", named="stopped as soon as one had finished")
def stops_at_the_first(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, stop=bool)


@wrong("beam_search", named="the old state passed on")
def old_state(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, old=True)


@wrong("beam_search", named="scores divided by the length")
def best_by_mean(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: max(done + live, key=lambda one: one[0] / len(one[1])))


@wrong("beam_search", named="the first that had finished")
def first_that_finished(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: (done + live)[0])


@wrong("beam_search")
def last_of_all(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: (done + live)[-1])


@wrong("beam_search", named="stopped when as many as the width had finished")
def stops_when_width_have_finished(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, stop=lambda done: len(done) >= width)


@wrong("beam_search", named="finished ones that compete again in each turn")
def finished_compete_again(step, state, start, end, longest, width):
    kept = [(0.0, [], state)]
    for _ in range(longest):
        longer = []
        for total, words, before in kept:
            if words and words[-1] == end:
                longer.append((total, words, before))
                continue
            logs, after = step(words[-1] if words else start, before)
            longer += [(total + log, [*words, word], after) for word, log in enumerate(logs.tolist())]
        kept = sorted(longer, key=lambda one: -one[0])[:width]
    total, words, _ = kept[0]
    return [word for word in words if word != end], total


@wrong("beam_search", named="the finished ones of the last turn alone")
def finished_overwritten(step, state, start, end, longest, width):
    live = [(0.0, [], state)]
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            longer += [(total + log, [*words, word], after) for word, log in enumerate(logs.tolist())]
        kept = sorted(longer, key=lambda one: -one[0])[:width]
        finished = [one for one in kept if one[1][-1] == end]
        live = [one for one in kept if one[1][-1] != end]
        if not live:
            break
    total, words, _ = max(finished + live, key=lambda one: one[0])
    return [word for word in words if word != end], total


@wrong("beam_search", named="a width that shrinks")
def width_shrinks(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, choose=lambda longer, done: longer[: max(0, width - len(done))])


@wrong("beam_search", named="the words alone")
def words_alone(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width)[0]


@wrong("beam_search", named="the score first")
def score_first(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width)[::-1]
