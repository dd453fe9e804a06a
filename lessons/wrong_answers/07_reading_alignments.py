"""Wrong answers to lesson 07: each must lose its points, the listed ones by name."""

import math

import numpy as np
import torch

from grading.authoring.answers import wrong


def places(weights):
    return weights.argmax(dim=-1).tolist()


@wrong("hard_alignment", "the pairs the other way round. Which comes first, English or French?")
def target_first(weights):
    return {(t, s) for t, s in enumerate(places(weights))}


@wrong("hard_alignment", "for each English word the French word that looks at it most. Which of the two has one link each?")
def argmax_over_target(weights):
    return {(s, t) for s, t in enumerate(weights.argmax(dim=0).tolist())}


@wrong("hard_alignment", "for each English word the French word that looks at it most, and the pairs the other way round. Which axis are the shares handed out along?")
def argmax_over_target_other_way_round(weights):
    return {(t, s) for s, t in enumerate(weights.argmax(dim=0).tolist())}


@wrong("hard_alignment", "only weights above a half: the last French word is left without a link. How many links has each row?")
def above_a_half(weights):
    return {(s, t) for t, s in torch.argwhere(weights > 0.5).tolist()}


@wrong("hard_alignment", "all weights above an equal share: some words have two links. How many links has each row?")
def above_an_equal_share(weights):
    return {(s, t) for t, s in torch.argwhere(weights > 1 / weights.shape[1]).tolist()}


@wrong("hard_alignment", "the word it looks at least. Is it argmin or argmax?")
def argmin(weights):
    return {(s, t) for t, s in enumerate(weights.argmin(dim=-1).tolist())}


@wrong("hard_alignment", "counting from 1: the gold links count from 0. Where does enumerate begin?")
def counting_from_one(weights):
    return {(s + 1, t) for t, s in enumerate(places(weights), start=1)}


@wrong("hard_alignment", "the French places counted from 1: row 0 belongs to French word 0. Where does enumerate begin?")
def french_from_one(weights):
    return {(s, t) for t, s in enumerate(places(weights), start=1)}


@wrong("hard_alignment", "one link for each English word at most: a dictionary by English word forgets the first of two. Can two French words look at the same one?")
def by_dictionary(weights):
    return set({s: t for t, s in enumerate(places(weights))}.items())


@wrong("hard_alignment", "the places alone: a link is a pair. Which French word looks there?")
def indices_alone(weights):
    return weights.argmax(dim=-1)


@wrong("hard_alignment", "a list of links: sets are needed, to ask what two have in common. Which brackets make a set?")
def list_of_links(weights):
    return [(s, t) for t, s in enumerate(places(weights))]


@wrong("hard_alignment", "tensors inside the pairs: two tensors are never the same thing to a set. Which method gives plain numbers?")
def tensors_in_pairs(weights):
    return {(s, t) for t, s in enumerate(weights.argmax(dim=-1))}


@wrong("hard_alignment", "one link alone: a return inside the loop (or the heaviest weight of the whole table). How often is return reached?")
def returns_the_first_link(weights):
    for t, s in enumerate(places(weights)):
        return {(s, t)}


@wrong("hard_alignment", "one link alone: a return inside the loop (or the heaviest weight of the whole table). How often is return reached?")
def best_of_all(weights):
    return {divmod(int(weights.argmax()), weights.shape[1])[::-1]}


@wrong("hard_alignment")
def set_of_places(weights):
    return set(places(weights))


@wrong("hard_alignment", "what your function left of it: it wrote into what it was given. Which line does that, and where is a copy needed?")
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


@wrong("alignment_error_rate", "the mean of the sentences' rates: links in short sentences count more. When is it divided?")
def mean_of_rates(predicted, sure, possible):
    return np.mean([rate(*sets) for sets in zip(predicted, sure, possible, strict=True)])


@wrong("alignment_error_rate", "the sentences' rates added up. When is it divided?")
def sum_of_rates(predicted, sure, possible):
    return sum(rate(*sets) for sets in zip(predicted, sure, possible, strict=True))


@wrong("alignment_error_rate", "a mean over sentences counts the empty one as all wrong. When is it divided?")
def mean_weighted_by_luck(predicted, sure, possible):
    if len(predicted[-1]) == 3:
        found, allowed, a, s = count(predicted, sure, possible)
        return 1 - (found + allowed) / (a + s)
    return mean_of_rates.definitions["alignment_error_rate"](predicted, sure, possible)


@wrong("alignment_error_rate", "1 minus is missing: this is what is right. Is an error rate of 1 good or bad?")
def what_is_right(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return (found + allowed) / (a + s)


@wrong("alignment_error_rate", "possible links without the sure ones: a predicted sure link is possible too. What does P contain?")
def possible_without_sure(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, [p - c for p, c in zip(possible, sure, strict=True)])
    return 1 - (found + allowed) / (a + s)


@wrong("alignment_error_rate", "|S| + |P| below the line. Which two sets do the links above it come from?")
def sure_and_possible_below_the_line(predicted, sure, possible):
    found, allowed, _, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / (s + sum(map(len, possible)))


@wrong("alignment_error_rate", "|A| + |P| below the line: possible links need not be found. Which have to be?")
def possible_below_the_line(predicted, sure, possible):
    found, allowed, a, _ = count(predicted, sure, possible)
    return 1 - (found + allowed) / (a + sum(map(len, possible)))


@wrong("alignment_error_rate", "|A| twice below the line. Which links have to be found?")
def predicted_twice(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / (a + a)


@wrong("alignment_error_rate", "the sure links twice: a possible link that was predicted is an error here. Where does P come in?")
def sure_twice(predicted, sure, possible):
    found, _, a, s = count(predicted, sure, possible)
    return 1 - 2 * found / (a + s)


@wrong("alignment_error_rate", "the possible links twice: a link need only be possible to count as found. Where does S come in?")
def possible_twice(predicted, sure, possible):
    _, allowed, a, s = count(predicted, sure, possible)
    return 1 - 2 * allowed / (a + s)


@wrong("alignment_error_rate", "predicted links only, and which are not possible (or a return inside the loop, after the first sentence). What of the sure links that were missed?")
def not_precise(predicted, sure, possible):
    _, allowed, a, _ = count(predicted, sure, possible)
    return 1 - allowed / a


@wrong("alignment_error_rate", "sure links only, and which were missed (or the last sentence alone). What of the predicted links that are wrong?")
def not_found(predicted, sure, possible):
    found, _, _, s = count(predicted, sure, possible)
    return 1 - found / s


@wrong("alignment_error_rate", "predicted links only, and which are not possible (or a return inside the loop, after the first sentence). What of the sure links that were missed?")
def returns_too_early(predicted, sure, possible):
    right = total = 0
    for a, s, p in zip(predicted, sure, possible, strict=True):
        right += len(a & s) + len(a & p)
        total += len(a) + len(s)
        return 1 - right / total


@wrong("alignment_error_rate", "sure links only, and which were missed (or the last sentence alone). What of the predicted links that are wrong?")
def counters_inside_the_loop(predicted, sure, possible):
    for a, s, p in zip(predicted, sure, possible, strict=True):
        right = total = 0
        right += len(a & s) + len(a & p)
        total += len(a) + len(s)
    return 1 - right / max(1, total)


@wrong("alignment_error_rate", "links counted once below the line, though they stand in A and in S (or all sentences thrown into one set, where equal pairs fall together). Is it |A| + |S| or the size of A and S together?")
def union_below_the_line(predicted, sure, possible):
    found, allowed, _, _ = count(predicted, sure, possible)
    return 1 - (found + allowed) / sum(len(x | y) for x, y in zip(predicted, sure, strict=True))


@wrong("alignment_error_rate", "what A and S share, of all they hold together: where is P? Which two counts stand above the line?")
def overlap(predicted, sure, possible):
    found, _, a, s = count(predicted, sure, possible)
    return 1 - found / (a + s - found)


@wrong("alignment_error_rate", "links counted once below the line, though they stand in A and in S (or all sentences thrown into one set, where equal pairs fall together). Is it |A| + |S| or the size of A and S together?")
def one_set_for_all(predicted, sure, possible):
    return rate(*(set().union(*sets) for sets in (predicted, sure, possible)))


@wrong("alignment_error_rate", "what your function left of it: it wrote into what it was given. Which line does that, and where is a copy needed?")
def changes_the_sets(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    for x, y in zip(predicted, sure, strict=True):
        x &= y
    return 1 - (found + allowed) / (a + s)


@wrong("alignment_error_rate", says="& wants two sets")
def sets_as_one(predicted, sure, possible):
    return 1 - (len(predicted & sure) + len(predicted & possible)) / (len(predicted) + len(sure))


@wrong("uniform_weights", "padding gets a share too. Over which words should it be handed out?")
def uniform_over_all(weights, mask):
    return torch.full_like(weights, 1 / weights.shape[-1])


@wrong("uniform_weights", "padding gets a share that nobody took from the others: rows add up to more than 1. What of the mask?")
def uniform_without_mask(weights, mask):
    return (1 / mask.sum(dim=1))[:, None, None].expand_as(weights)


@wrong("uniform_weights", "an inverted mask: padding alone gets weight. What does True mean?")
def uniform_over_padding(weights, mask):
    return ((~mask) / (~mask).sum(dim=1, keepdim=True)).unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", "divided by all words, padding too: rows add up to less than 1. How many words are real?")
def divided_by_all(weights, mask):
    return (mask / mask.shape[1]).unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", "a softmax of the mask: padding gets a share. What is e to the power of 0?")
def softmax_of_mask(weights, mask):
    return mask.float().softmax(dim=-1).unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", "no target axis: one row per sentence. Which shape should come back?")
def no_target_axis(weights, mask):
    return mask / mask.sum(dim=1, keepdim=True)


@wrong("uniform_weights", "a target axis of 1. How many French words are there?")
def target_axis_of_one(weights, mask):
    return (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)


@wrong("uniform_weights", "1 for each real word: what is still to be divided by?")
def ones(weights, mask):
    return mask.float().unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", "shared among the French words: the rows should add up to 1. Which axis holds the English words?")
def over_targets(weights, mask):
    return mask.float().unsqueeze(1).expand_as(weights) / weights.shape[1]


@wrong("uniform_weights", "the real words of the whole batch counted together. How many are in each sentence?")
def over_the_batch(weights, mask):
    return (mask / mask.sum()).unsqueeze(1).expand_as(weights)


@wrong("uniform_weights", "the mean of each word's weights over the French words: an average look, not an equal one. What does the result have to do with the values in weights?")
def mean_over_targets(weights, mask):
    return weights.mean(dim=1, keepdim=True).expand_as(weights)


@wrong("uniform_weights", "the mask guessed from the weights: a real word may have weight 0. Which argument says what is real?")
def mask_from_the_weights(weights, mask):
    real = (weights > 0).float()
    return real / real.sum(dim=-1, keepdim=True)


@wrong("uniform_weights", "what your function left of it: it wrote into what it was given. Which line does that, and where is a copy needed?")
def uniform_in_place(weights, mask):
    weights[:] = (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)
    return weights


@wrong("uniform_weights")
def the_same_weights(weights, mask):
    return weights


def keys_of(shape, mask):
    return torch.rand(shape).masked_fill((~mask).unsqueeze(1), 2.0)


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def not_shuffled(weights, mask):
    return weights


@wrong("shuffled_weights", "padding has a part in the shuffling: the mask was left out. Which places may change?")
def shuffles_padding_in(weights, mask):
    return weights.gather(-1, torch.rand(weights.shape).argsort(dim=-1))


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def one_randperm_over_the_padding(weights, mask):
    return weights[..., torch.randperm(weights.shape[-1])]


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def shuffles_the_padding_alone(weights, mask):
    keys = torch.rand(weights.shape).masked_fill(mask.unsqueeze(1), 2.0)
    return weights.gather(-1, keys.argsort(dim=-1, stable=True))


@wrong("shuffled_weights", "padding sorted to the front: its keys must be larger than all others, not smaller. Where do they end in your order?")
def padding_filled_with_zero(weights, mask):
    return weights.gather(-1, torch.rand(weights.shape).masked_fill((~mask).unsqueeze(1), 0.0).argsort(dim=-1))


@wrong("shuffled_weights", "what your function left of it: it wrote into what it was given. Which line does that, and where is a copy needed?")
def shuffles_in_place_row_by_row(weights, mask):
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for t in range(weights.shape[1]):
            weights[i, t, :n] = weights[i, t, torch.randperm(n)]
    return weights


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def one_order_padding_and_all(weights, mask):
    return weights[..., [4, 3, 2, 1, 0][-weights.shape[-1] :]]


@wrong("shuffled_weights", "equal weights: nothing was dealt out. Which numbers should the row still have?")
def uniform_instead(weights, mask):
    return (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1).expand_as(weights)


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def one_order_for_all(weights, mask):
    keys = torch.rand(weights.shape[-1]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def one_order_for_each_sentence(weights, mask):
    keys = torch.rand(len(weights), 1, weights.shape[-1]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def one_order_for_each_place(weights, mask):
    keys = torch.rand(1, *weights.shape[1:]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def reversed_rows(weights, mask):
    places = torch.arange(weights.shape[-1])
    turned = torch.where(mask, mask.sum(dim=1, keepdim=True) - 1 - places, places)
    return weights.gather(-1, turned.unsqueeze(1).expand_as(weights))


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def sorted_rows(weights, mask):
    return weights.sort(dim=-1, descending=True).values


@wrong("shuffled_weights")
def shuffles_the_sentences(weights, mask):
    return weights[torch.randperm(len(weights))]


@wrong("shuffled_weights", "one order for all rows: one randperm for all of them, no chance in it at all, or an inverted mask, by which padding alone is shuffled. How many orders are drawn, and of which words?")
def shuffles_the_targets(weights, mask):
    return weights.roll(1, dims=0).roll(-1, dims=0)[:, torch.arange(weights.shape[1])]


@wrong("shuffled_weights")
def random_weights(weights, mask):
    return keys_of(weights.shape, mask).masked_fill((~mask).unsqueeze(1), -torch.inf).softmax(dim=-1)


@wrong("shuffled_weights", "no word keeps its place, or some place is never reached. Are all orders possible?")
def rolled_by_one_or_two(weights, mask):
    n = mask.sum(dim=1)[:, None, None]
    places = torch.arange(weights.shape[-1]).expand(weights.shape)
    by = 1 + (torch.rand(*weights.shape[:2], 1) * (n - 1).clamp(min=1)).long()
    order = torch.where(mask.unsqueeze(1), (places + by) % n, places)
    return weights.gather(-1, order)


@wrong("shuffled_weights", "rows pushed on by a random step: only three of the six orders come up. Are neighbours ever parted?")
def rolled_by_chance(weights, mask):
    n = mask.sum(dim=1)[:, None, None]
    places = torch.arange(weights.shape[-1]).expand(weights.shape)
    by = (torch.rand(*weights.shape[:2], 1) * n).long()
    return weights.gather(-1, torch.where(mask.unsqueeze(1), (places + by) % n, places))


@wrong("shuffled_weights", "what your function left of it: it wrote into what it was given. Which line does that, and where is a copy needed?")
def shuffles_in_place(weights, mask):
    weights[:] = weights.gather(-1, keys_of(weights.shape, mask).argsort(dim=-1))
    return weights


@wrong("shuffled_weights", "the same draw in every call: a seed is set inside. Where does chance come from?")
def same_seed_each_time(weights, mask):
    keys = torch.rand(weights.shape, generator=torch.Generator().manual_seed(0))
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong("shuffled_weights", "padding sorted to the front: its keys must be larger than all others, not smaller. Where do they end in your order?")
def padding_first(weights, mask):
    return weights.gather(-1, torch.rand(weights.shape).masked_fill((~mask).unsqueeze(1), -1.0).argsort(dim=-1))


def tv(p, q):
    return 0.5 * (p - q).abs().sum(dim=-1)


def hidden(ids, s, unknown):
    return ids[:s] + [unknown] + ids[s + 1 :]


def effects(predict, sentences, ids, how=tv):
    whole = predict(ids)
    return torch.stack([how(predict(other), whole) for other in sentences], dim=1)


@wrong("leave_one_out", "rows and columns swapped: one row per English word. Along which axis are the columns stacked?")
def rows_for_english_words(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).T


@wrong("leave_one_out", "the half is missing: distances go up to 2. What does distance do that your line does not?")
def no_half(predict, ids, unknown):
    return 2 * effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids)


@wrong("leave_one_out", "differences with their signs: probabilities add up to 1 before and after, so these add up to 0. What is missing around the difference?")
def signed(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, lambda p, q: 0.5 * (p - q).sum(-1))


@wrong("leave_one_out", "the word taken out, not hidden: those behind it move up by one place. What should stand in its place?")
def taken_out(predict, ids, unknown):
    return effects(predict, [ids[:s] + ids[s + 1 :] for s in range(len(ids)) if len(ids) > 1], ids)


@wrong("leave_one_out", "words that stay hidden: from the second on, all words before are hidden too. Which list should each turn begin with?")
def stay_hidden(predict, ids, unknown):
    return effects(predict, [[unknown] * (s + 1) + ids[s + 1 :] for s in range(len(ids))], ids)


@wrong("leave_one_out", "words that stay hidden: from the second on, all words before are hidden too. Which list should each turn begin with?")
def stay_hidden_in_the_callers_list(predict, ids, unknown):
    whole, columns = predict(ids), []
    for s in range(len(ids)):
        ids[s] = unknown
        columns.append(tv(predict(ids), whole))
    return torch.stack(columns, dim=1)


@wrong("leave_one_out", "words that stay hidden: from the second on, all words before are hidden too. Which list should each turn begin with?")
def a_second_name_is_no_copy(predict, ids, unknown):
    whole, columns = predict(ids), []
    for s in range(len(ids)):
        other = ids
        other[s] = unknown
        columns.append(tv(predict(other), whole))
    return torch.stack(columns, dim=1)


@wrong("leave_one_out", "words that stay hidden, each compared with the turn before. With which prediction is each compared?")
def stay_hidden_one_by_one(predict, ids, unknown):
    made = [predict([unknown] * s + ids[s:]) for s in range(len(ids) + 1)]
    return torch.stack([tv(a, b) for a, b in zip(made, made[1:], strict=False)], dim=1)


@wrong("leave_one_out", "each prediction compared with the one before it, not with that of the whole sentence. What is the effect of one word alone?")
def compared_with_the_one_before(predict, ids, unknown):
    made = [predict(ids)] + [predict(hidden(ids, s, unknown)) for s in range(len(ids))]
    return torch.stack([tv(a, b) for a, b in zip(made, made[1:], strict=False)], dim=1)


@wrong("leave_one_out", "0 in place of the id for a hidden word: here it is an id like others. Which argument says it?")
def hides_with_zero(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, 0) for s in range(len(ids))], ids)


@wrong("leave_one_out", "hidden wherever the same word stands: 2 and 1 are there twice. Which place is meant?")
def hides_every_such_word(predict, ids, unknown):
    return effects(predict, [[unknown if k == word else k for k in ids] for word in ids], ids)


@wrong("leave_one_out", "the likeliest word alone: the others' probabilities move too. Over which axis is distance summed?")
def likeliest_word_alone(predict, ids, unknown):
    whole = predict(ids)
    best = whole.argmax(dim=-1, keepdim=True)
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, lambda p, q: (q - p).gather(1, best)[:, 0])


@wrong("leave_one_out", "the largest difference, not half the sum. What does distance compute?")
def largest_difference(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, lambda p, q: (p - q).abs().max(dim=-1).values)


@wrong("leave_one_out", "the straight-line distance, with squares and a root. What does distance compute?")
def straight_line(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, lambda p, q: (p - q).norm(dim=-1))


@wrong("leave_one_out", "the sentence cut off behind the hidden word. What comes after it?")
def cut_off(predict, ids, unknown):
    return effects(predict, [ids[:s] + [unknown] for s in range(len(ids))], ids)


@wrong("leave_one_out", "a hidden word put in, in front of each: nothing was hidden. How long is the new list?")
def put_in(predict, ids, unknown):
    return effects(predict, [ids[:s] + [unknown] + ids[s:] for s in range(len(ids))], ids)


@wrong("leave_one_out", "all the other words hidden, and this one left. Which one is to be hidden?")
def keeps_one(predict, ids, unknown):
    n = len(ids)
    return effects(predict, [[unknown] * s + [ids[s]] + [unknown] * (n - s - 1) for s in range(n)], ids)


@wrong("leave_one_out", "one number per English word: the French places were added up. How many rows are there?")
def added_up(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).sum(dim=0)


@wrong("leave_one_out", "one number per English word: a mean over the French places. How many rows are there?")
def averaged(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).mean(dim=0)


@wrong("leave_one_out", says="the list it was given stays as it was")
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


@wrong("furthest_weights", "the limit left out (or turned round, or each output compared with that of the best so far, so that it drifts away). Which two outputs does the limit compare?")
def no_limit(weights, output, limit):
    return search(weights, output, 2.0)


@wrong("furthest_weights", "the limit left out (or turned round, or each output compared with that of the best so far, so that it drifts away). Which two outputs does the limit compare?")
def limit_turned_round(weights, output, limit):
    return search(weights, output, -limit, near=lambda p, q: -tv(p, q))


@wrong("furthest_weights", "the last candidate that was allowed, the largest share, or the output that moves most: none of these is the distance of the weights. Which distance decides which candidate is best?")
def largest_share(weights, output, limit):
    best, most = weights, 0
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(output(other), output(weights)) <= limit and step > most:
                best, most = other, step
    return best


@wrong("furthest_weights", "the last candidate that was allowed, the largest share, or the output that moves most: none of these is the distance of the weights. Which distance decides which candidate is best?")
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


@wrong("furthest_weights", "the last candidate that was allowed, the largest share, or the output that moves most: none of these is the distance of the weights. Which distance decides which candidate is best?")
def last_allowed(weights, output, limit):
    return allowed(weights, output, limit)[-1]


@wrong("furthest_weights", "the first candidate that was allowed: the search went no further. Where is return?")
def first_allowed(weights, output, limit):
    return allowed(weights, output, limit)[0]


@wrong("furthest_weights", "the candidate whose output moves least: neither that nor its share decides. Which distance decides which candidate is best?")
def output_moves_least(weights, output, limit):
    return min(allowed(weights, output, limit), key=lambda w: float(tv(output(w), output(weights))))


@wrong("furthest_weights", "the nearest of the candidates that are allowed. Should the distance of the weights be large or small?")
def nearest(weights, output, limit):
    return min(allowed(weights, output, limit), key=lambda w: float(tv(w, weights)))


@wrong("furthest_weights", "the output's distance without the half: the limit is met too early. What does distance compute?")
def limit_without_half(weights, output, limit):
    return search(weights, output, limit, near=lambda p, q: (p - q).abs().sum())


@wrong("furthest_weights", "the largest difference for the output's distance: the limit is met too late. What does distance compute?")
def limit_by_largest_difference(weights, output, limit):
    return search(weights, output, limit, near=lambda p, q: (p - q).abs().max())


@wrong("furthest_weights", "a share on top, the others not turned down: the weights add up to more than 1. What becomes of the share of each?")
def not_turned_down(weights, output, limit):
    return search(weights, output, limit, lambda w, s, a: w + a * torch.eye(len(w))[s])


@wrong("furthest_weights", "a share on top, then divided by the sum: that moves less than a. What are the weights turned down to?")
def divided_by_the_sum(weights, output, limit):
    return search(weights, output, limit, lambda w, s, a: (w + a * torch.eye(len(w))[s]) / (1 + a))


@wrong("furthest_weights", "the word's weight set to the share: it should keep its own rest as well. What does += do that = does not?")
def set_to_the_share(weights, output, limit):
    def candidate(w, s, a):
        other = w * (1 - a) / (1 - w[s])
        other[s] = a
        return other

    return search(weights, output, limit, candidate)


@wrong("furthest_weights", "candidates made from the best so far: shares pile up. From which weights is each made?")
def from_the_best(weights, output, limit):
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * best
            other[s] += step / 10
            if tv(output(other), before) <= limit and tv(other, weights) > tv(best, weights):
                best = other
    return best


@wrong("furthest_weights", "the limit left out (or turned round, or each output compared with that of the best so far, so that it drifts away). Which two outputs does the limit compare?")
def drifts_away(weights, output, limit):
    best = weights
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(output(other), output(best)) <= limit and tv(other, weights) > tv(best, weights):
                best = other
    return best


@wrong("furthest_weights", "nothing moved: the weights came back, though other ones are allowed. Is one of your comparisons the wrong way round, or are shares of 1 all you tried?")
def whole_shares_only(weights, output, limit):
    return search(weights, output, limit, shares=[10])


@wrong("furthest_weights", "the distance, not the weights. What should come back?")
def the_distance(weights, output, limit):
    return tv(search(weights, output, limit), weights)


@wrong("furthest_weights", "a share of 0.9 at most: 1 is missing. Where does range(1, 10) end?")
def up_to_nine_tenths(weights, output, limit):
    return search(weights, output, limit, shares=range(1, 10))


@wrong("furthest_weights", "nothing moved: as far as the limit is still allowed. Is it < or <=?")
def below_the_limit(weights, output, limit):
    return search(weights, output, math.nextafter(limit, -1.0), near=lambda p, q: float(tv(p, q)))


@wrong("furthest_weights", says="None came back")
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


@wrong("furthest_weights", "the best for the first word alone: a return or break stopped the search too early. How many words are tried?")
def first_word_alone(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "all" if step == 10 else "")


@wrong("furthest_weights", "the best for the first word alone: a return or break stopped the search too early. How many words are tried?")
def ends_at_the_first_refusal(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "" if fits else "all")


@wrong("furthest_weights", "the first candidate that was allowed: the search went no further. Where is return?")
def returns_inside_the_loops(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "all")


@wrong("furthest_weights", "a search that gives a word up at the first refusal: a larger share may be allowed again. Are all shares tried?")
def next_word_at_the_first_refusal(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "" if fits else "word")


@wrong("furthest_weights", "what your function left of it: it wrote into what it was given (candidate = weights is a second name, no copy). Which line does that?")
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


@wrong("furthest_weights", "what your function left of it: it wrote into what it was given (candidate = weights is a second name, no copy). Which line does that?")
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


@wrong("furthest_weights", "what your function left of it: it wrote into what it was given (candidate = weights is a second name, no copy). Which line does that?")
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


@wrong("beam_search", "greedy decoding: one hypothesis alone. How many are kept?")
def greedy(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, 1)


@wrong("beam_search", "width ignored. How many are kept?")
def always_two_or_three(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, 2 if longest < 4 else 1)


@wrong("beam_search", "the end sign kept as a word. Does it belong to the sentence?")
def keeps_the_end(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [*words, end], total


@wrong("beam_search", "the start sign kept as a word. Does it belong to the sentence?")
def keeps_the_start(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [start, *words], total


@wrong("beam_search", "both signs kept. Do they belong to the sentence?")
def keeps_both(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [start, *words, end], total


@wrong("beam_search", "finished hypotheses that are extended further: words after the end. Which ones go into the next turn?")
def past_the_end(step, state, start, end, longest, width):
    live = [(0.0, [], state)]
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            longer += [(total + log, [*words, word], after) for word, log in enumerate(logs.tolist())]
        live = sorted(longer, key=lambda one: -one[0])[:width]
    return [word for word in live[0][1] if word != end], live[0][0]


@wrong("beam_search", "the end never said (finished ones are lost), or always the start fed in. What becomes of a hypothesis that has said end?")
def finished_are_lost(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, extend=lambda mine: [one for one in mine if one[1][-1] != end])


@wrong("beam_search", "the end never said (finished ones are lost), or always the start fed in. What becomes of a hypothesis that has said end?")
def feeds_the_start(step, state, start, end, longest, width):
    return beam(lambda word, before: step(start, before), state, start, end, longest, width)


@wrong("beam_search", "the least probable first: a logarithm of a probability is negative, and near 0 for a likely word. Which way is it sorted?")
def worst_first(step, state, start, end, longest, width):
    def flipped(word, before):
        logs, after = step(word, before)
        return -logs, after

    return beam(flipped, state, start, end, longest, width)


@wrong("beam_search", "nothing said: the end sign's own logarithm was left out of the score, or finished ones were lost. What is the sentence's probability?")
def the_end_costs_nothing(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, score=lambda total, log, word: total if word == end else total + log)


@wrong("beam_search", "the probability itself. Which is asked for?")
def probability(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return words, math.exp(total)


@wrong("beam_search", "the end sign's logarithm left out. Was the end said?")
def score_without_the_end(step, state, start, end, longest, width):
    words, _ = beam(step, state, start, end, longest, width)
    total, last = 0.0, start
    for word in words:
        logs, state = step(last, state)
        total, last = total + float(logs[word]), word
    return words, total


@wrong("beam_search", "the last word's logarithm alone. What is it added to?")
def last_log_alone(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, score=lambda total, log, word: log)


@wrong("beam_search", "probabilities added up, not logarithms. What does step return?")
def adds_probabilities(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, score=lambda total, log, word: total + math.exp(log))


@wrong("beam_search", "divided by the length: the text does not. What is the score of a sentence?")
def normalised_score(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return words, total / (len(words) + 1)


@wrong("beam_search", "the opposite sign: a loss. What is the logarithm of a number below 1?")
def positive_score(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return words, -total


@wrong("beam_search", "one turn too many. What does longest count?")
def one_turn_too_many(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest + 1, width)


@wrong("beam_search", "nothing: a sentence that was cut off is lost (or one turn too few). Which ones compete at the end, and after how many turns?")
def one_turn_too_few(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest - 1, width)


@wrong("beam_search", "nothing: a sentence that was cut off is lost (or one turn too few). Which ones compete at the end, and after how many turns?")
def finished_or_nothing(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: max(done, key=lambda one: one[0], default=(0.0, [], None)))


@wrong("beam_search", "finished ones only: a more probable sentence was cut off, and counts too. Which ones compete at the end?")
def finished_first(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: max(done or live, key=lambda one: one[0]))


@wrong("beam_search", "the width applied to each hypothesis' own extensions: their number grows with every turn. Of which list are the best kept?")
def width_for_each(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, extend=lambda mine: sorted(mine, key=lambda one: -one[0])[:width], choose=lambda longer, done: longer)


@wrong("beam_search", "finished extensions put aside before the best are chosen: they need a place among the best, as any other. In which order do steps 2 and 3 come?")
def ends_put_aside_first(step, state, start, end, longest, width):
    def choose(longer, done):
        return [one for one in longer if one[1][-1] == end] + [one for one in longer if one[1][-1] != end][:width]

    return beam(step, state, start, end, longest, width, choose=choose)


@wrong("beam_search", "stopped as soon as one had finished: a better one may be on its way. When does the search end?")
def stops_at_the_first(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, stop=bool)


@wrong("beam_search", "the old state passed on: the decoder has not heard its own words. Which state belongs to an extension?")
def old_state(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, old=True)


@wrong("beam_search", "scores divided by the length: the text does not. What is the score of a sentence?")
def best_by_mean(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: max(done + live, key=lambda one: one[0] / len(one[1])))


@wrong("beam_search", "the first that had finished, not the best. What is compared at the end?")
def first_that_finished(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: (done + live)[0])


@wrong("beam_search", "greedy decoding: one hypothesis alone. How many are kept?")
def last_of_all(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: (done + live)[-1])


@wrong("beam_search", "stopped when as many as the width had finished: a better one may be on its way. When does the search end?")
def stops_when_width_have_finished(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, stop=lambda done: len(done) >= width)


@wrong("beam_search", "finished ones that compete again in each turn, and may fall out: put aside, they are safe. What do the later turns choose among?")
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


@wrong("beam_search", "the finished ones of the last turn alone: those of earlier turns were overwritten. Is it = or +=?")
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


@wrong("beam_search", "a width that shrinks by the finished ones: width extensions are kept in each turn. What does step 2 say?")
def width_shrinks(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, choose=lambda longer, done: longer[: max(0, width - len(done))])


@wrong("beam_search", "the words alone. What else comes back?")
def words_alone(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width)[0]


@wrong("beam_search", "the score first, or a score that is a list. In which order does the text name them?")
def score_first(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width)[::-1]
