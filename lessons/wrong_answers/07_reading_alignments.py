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


@wrong(
    "hard_alignment",
    "for each English word the French word that looks at it most. Which of the two has one link each?",
)
def argmax_over_target(weights):
    return {(s, t) for s, t in enumerate(weights.argmax(dim=0).tolist())}


@wrong(
    "hard_alignment",
    "argmax over the French words: a link for each English word, and its two places the other way round. Along which axis does a row run, and which number comes first?",
)
def argmax_over_target_other_way_round(weights):
    return {(t, s) for s, t in enumerate(weights.argmax(dim=0).tolist())}


@wrong(
    "hard_alignment",
    "only weights above a half: a word that looks at several is left without a link. How many links has each row?",
)
def above_a_half(weights):
    return {(s, t) for t, s in torch.argwhere(weights > 0.5).tolist()}


@wrong(
    "hard_alignment",
    "all weights above an equal share: some words have two links. How many links has each row?",
)
def above_an_equal_share(weights):
    return {(s, t) for t, s in torch.argwhere(weights > 1 / weights.shape[1]).tolist()}


@wrong("hard_alignment", "the word it looks at least. Is it argmin or argmax?")
def argmin(weights):
    return {(s, t) for t, s in enumerate(weights.argmin(dim=-1).tolist())}


@wrong(
    "hard_alignment", "counting from 1: the gold links count from 0. Where does enumerate begin?"
)
def counting_from_one(weights):
    return {(s + 1, t) for t, s in enumerate(places(weights), start=1)}


@wrong(
    "hard_alignment",
    "the French places counted from 1: row 0 belongs to French word 0. Where does enumerate begin?",
)
def french_from_one(weights):
    return {(s, t) for t, s in enumerate(places(weights), start=1)}


@wrong(
    "hard_alignment",
    "each English word in one link at most. Can two French words look at the same English word?",
)
def by_dictionary(weights):
    return set({s: t for t, s in enumerate(places(weights))}.items())


@wrong("hard_alignment", "the places alone: a link is a pair. Which French word looks there?")
def indices_alone(weights):
    return weights.argmax(dim=-1)


@wrong(
    "hard_alignment",
    "a list of links, not a set: sets are needed, to ask what two have in common. Which brackets make a set?",
)
def list_of_links(weights):
    return [(s, t) for t, s in enumerate(places(weights))]


@wrong(
    "hard_alignment",
    "tensors inside the pairs: two tensors are never the same thing to a set. Which method gives plain numbers?",
)
def tensors_in_pairs(weights):
    return {(s, t) for t, s in enumerate(weights.argmax(dim=-1))}


@wrong(
    "hard_alignment", "one link alone: the first. How often is a return inside the loop reached?"
)
def returns_the_first_link(weights):
    for t, s in enumerate(places(weights)):
        return {(s, t)}


@wrong(
    "hard_alignment",
    "one link alone: the heaviest weight of the whole table. Of how many weights is each row's the heaviest?",
)
def best_of_all(weights):
    return {divmod(int(weights.argmax()), weights.shape[1])[::-1]}


@wrong("hard_alignment", "the places alone: a link is a pair. Which French word looks there?")
def set_of_places(weights):
    return set(places(weights))


@wrong(
    "hard_alignment",
    "the weights it was given are overwritten: whoever called the function needs them too. Which line writes into them, and where is a copy needed?",
)
def knocks_the_others_out(weights):
    best = places(weights)
    weights[:] = 0
    return {(s, t) for t, s in enumerate(best)}


@wrong("hard_alignment", hidden_only=True)
def hard_by_heart(weights):
    return {(1, 0), (1, 2), (3, 1)}


@wrong(
    "hard_alignment",
    "each English word in one link at most. Can two French words look at the same English word?",
)
def first_of_each_english_word(weights):
    links = {}
    for t, s in enumerate(places(weights)):
        links.setdefault(s, t)
    return set(links.items())


@wrong(
    "hard_alignment",
    "each English word in one link at most. Can two French words look at the same English word?",
)
def both_ways_agree(weights):
    return {(s, t) for t, s in enumerate(places(weights)) if int(weights[:, s].argmax()) == t}


@wrong(
    "hard_alignment",
    "the last French word has no link: the end sign's row is gone from the weights already. How many rows are there?",
)
def all_rows_but_the_last(weights):
    return {(s, t) for t, s in enumerate(places(weights)[:-1])}


@wrong(
    "hard_alignment",
    "the last French word has no link: the end sign's row is gone from the weights already. How many rows are there?",
)
def range_one_short(weights):
    return {(int(weights[t].argmax()), t) for t in range(len(weights) - 1)}


@wrong(
    "hard_alignment",
    "the first French word has no link: counting begins at 0. Where does range begin?",
)
def range_from_one(weights):
    return {(int(weights[t].argmax()), t) for t in range(1, len(weights))}


@wrong(
    "hard_alignment",
    "argmax over the French words: a link for each English word, and its two places the other way round. Along which axis does a row run, and which number comes first?",
)
def argmax_over_target_as_rows(weights):
    return {(s, t) for t, s in enumerate(weights.argmax(dim=0).tolist())}


@wrong(
    "hard_alignment",
    "the weight in place of the place: a link says where the heaviest word stands. Which function tells where the largest number is?",
)
def weight_for_place(weights):
    return {(float(row.max()), t) for t, row in enumerate(weights)}


@wrong(
    "hard_alignment",
    "the weight in place of the place: a link says where the heaviest word stands. Which function tells where the largest number is?",
)
def weight_for_place_in_floats(weights):
    return {(w, t) for t, w in enumerate(weights.max(dim=-1).values.tolist())}


@wrong(
    "hard_alignment",
    "a dictionary, not a set of pairs: what it has in common with the gold links cannot be asked. How is a set of pairs written?",
)
def dictionary_by_french_word(weights):
    return {t: s for t, s in enumerate(places(weights))}


@wrong(
    "hard_alignment",
    "a dictionary, not a set of pairs: what it has in common with the gold links cannot be asked. How is a set of pairs written?",
)
def dictionary_of_links(weights):
    return {s: t for t, s in enumerate(places(weights))}


@wrong(
    "hard_alignment",
    "a list of links, not a set: sets are needed, to ask what two have in common. Which brackets make a set?",
)
def sorted_list(weights):
    return sorted((s, t) for t, s in enumerate(places(weights)))


@wrong(
    "hard_alignment",
    "a list of links, not a set: sets are needed, to ask what two have in common. Which brackets make a set?",
)
def list_of_lists(weights):
    return [[s, t] for t, s in enumerate(places(weights))]


@wrong("hard_alignment", "a tuple of links, not a set. Which brackets make a set?")
def tuple_of_links(weights):
    return tuple((s, t) for t, s in enumerate(places(weights)))


@wrong(
    "hard_alignment",
    "every word that has any weight at all: that is nearly the whole table. How many links has each row?",
)
def above_zero(weights):
    return {(s, t) for t, s in torch.argwhere(weights > 0).tolist()}


@wrong(
    "hard_alignment",
    "every word that has any weight at all: that is nearly the whole table. How many links has each row?",
)
def above_a_tenth(weights):
    return {(s, t) for t, s in torch.argwhere(weights > 0.01).tolist()}


@wrong("hard_alignment")
def nothing_comes_back(weights):
    links = set()
    for t, s in enumerate(places(weights)):
        links.add((s, t))


@wrong(
    "hard_alignment",
    "the weights it was given are overwritten: whoever called the function needs them too. Which line writes into them, and where is a copy needed?",
)
def sets_the_heaviest_to_zero(weights):
    links = set()
    for t in range(len(weights)):
        s = int(weights[t].argmax())
        weights[t, s] = 0
        links.add((s, t))
    return links


@wrong(
    "hard_alignment",
    "two links for each French word: the second heaviest is there as well. How many links has each row?",
)
def two_each(weights):
    return {(s, t) for t, row in enumerate(weights.topk(2, dim=-1).indices.tolist()) for s in row}


@wrong("hard_alignment", "always the first word of the row. Where does the heaviest stand?")
def always_the_first(weights):
    return {(0, t) for t in range(len(weights))}


@wrong(
    "hard_alignment",
    "the diagonal: place t of the one with place t of the other. What do the weights say?",
)
def same_places(weights):
    return {(t, t) for t in range(len(weights))}


def count(predicted, sure, possible):
    both = list(zip(predicted, sure, possible, strict=True))
    a, s = sum(map(len, predicted)), sum(map(len, sure))
    return sum(len(x & y) for x, y, _ in both), sum(len(x & z) for x, _, z in both), a, s


def rate(x, y, z):
    return 1 - (len(x & y) + len(x & z)) / max(1, len(x) + len(y))


@wrong(
    "alignment_error_rate",
    "the mean of the sentences' rates: links in short sentences count more. When is it divided?",
)
def mean_of_rates(predicted, sure, possible):
    return np.mean([rate(*sets) for sets in zip(predicted, sure, possible, strict=True)])


@wrong("alignment_error_rate", "the sentences' rates added up. When is it divided?")
def sum_of_rates(predicted, sure, possible):
    return sum(rate(*sets) for sets in zip(predicted, sure, possible, strict=True))


@wrong(
    "alignment_error_rate",
    "1 minus is missing: this is what is right. Is an error rate of 1 good or bad?",
)
def what_is_right(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return (found + allowed) / (a + s)


@wrong(
    "alignment_error_rate",
    "a sure link that was predicted counts once above the line, not twice: it stands in S and in P. What does P contain?",
)
def possible_without_sure(predicted, sure, possible):
    found, allowed, a, s = count(
        predicted, sure, [p - c for p, c in zip(possible, sure, strict=True)]
    )
    return 1 - (found + allowed) / (a + s)


@wrong(
    "alignment_error_rate",
    "|S| + |P| below the line. Which two sets do the links above it come from?",
)
def sure_and_possible_below_the_line(predicted, sure, possible):
    found, allowed, _, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / (s + sum(map(len, possible)))


@wrong(
    "alignment_error_rate",
    "|A| + |P| below the line: possible links need not be found. Which have to be?",
)
def possible_below_the_line(predicted, sure, possible):
    found, allowed, a, _ = count(predicted, sure, possible)
    return 1 - (found + allowed) / (a + sum(map(len, possible)))


@wrong("alignment_error_rate", "|A| twice below the line. Which links have to be found?")
def predicted_twice(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / (a + a)


@wrong(
    "alignment_error_rate",
    "the sure links twice: a possible link that was predicted is an error here. Where does P come in?",
)
def sure_twice(predicted, sure, possible):
    found, _, a, s = count(predicted, sure, possible)
    return 1 - 2 * found / (a + s)


@wrong(
    "alignment_error_rate",
    "the possible links twice: a link need only be possible to count as found. Where does S come in?",
)
def possible_twice(predicted, sure, possible):
    _, allowed, a, s = count(predicted, sure, possible)
    return 1 - 2 * allowed / (a + s)


@wrong(
    "alignment_error_rate",
    "predicted links only, and which are not possible. What of the sure links that were missed?",
)
def not_precise(predicted, sure, possible):
    _, allowed, a, _ = count(predicted, sure, possible)
    return 1 - allowed / a


@wrong(
    "alignment_error_rate",
    "sure links only, and which were missed. What of the predicted links that are wrong?",
)
def not_found(predicted, sure, possible):
    found, _, _, s = count(predicted, sure, possible)
    return 1 - found / s


@wrong(
    "alignment_error_rate",
    "the first sentence alone: a return inside the loop ends it. Where should it stand?",
)
def returns_too_early(predicted, sure, possible):
    right = total = 0
    for a, s, p in zip(predicted, sure, possible, strict=True):
        right += len(a & s) + len(a & p)
        total += len(a) + len(s)
        return 1 - right / total


@wrong(
    "alignment_error_rate",
    "the last sentence alone: counters that are set to 0 in each turn forget the others. Where should they be set?",
)
def counters_inside_the_loop(predicted, sure, possible):
    for a, s, p in zip(predicted, sure, possible, strict=True):
        right = total = 0
        right += len(a & s) + len(a & p)
        total += len(a) + len(s)
    return 1 - right / max(1, total)


@wrong(
    "alignment_error_rate",
    "links counted once below the line, though they stand in A and in S. Is it |A| + |S|, or the size of A and S together?",
)
def union_below_the_line(predicted, sure, possible):
    found, allowed, _, _ = count(predicted, sure, possible)
    return 1 - (found + allowed) / sum(len(x | y) for x, y in zip(predicted, sure, strict=True))


@wrong(
    "alignment_error_rate",
    "what A and S share, of all they hold together: where is P? Which two counts stand above the line?",
)
def overlap(predicted, sure, possible):
    found, _, a, s = count(predicted, sure, possible)
    return 1 - found / (a + s - found)


@wrong(
    "alignment_error_rate",
    "all sentences thrown into one set, where equal pairs of two sentences fall together. What is counted in each sentence by itself?",
)
def one_set_for_all(predicted, sure, possible):
    return rate(*(set().union(*sets) for sets in (predicted, sure, possible)))


@wrong(
    "alignment_error_rate",
    "the sets it was given are changed: &= and |=, remove and discard change the set itself, and whoever called needs it too. How do you write it with a new name and a plain &?",
)
def changes_the_sets(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    for x, y in zip(predicted, sure, strict=True):
        x &= y
    return 1 - (found + allowed) / (a + s)


@wrong("alignment_error_rate", says="& wants two sets")
def sets_as_one(predicted, sure, possible):
    return 1 - (len(predicted & sure) + len(predicted & possible)) / (len(predicted) + len(sure))


@wrong(
    "alignment_error_rate",
    "the mean of two shares, of the predicted links and of the sure ones: the rate adds up both counts, then divides once. What stands above the line, what below?",
)
def mean_of_two_shares(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 1 - (allowed / max(1, a) + found / s) / 2


@wrong("alignment_error_rate", "the two error shares added up. How often is it divided?")
def sum_of_two_errors(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return (1 - allowed / max(1, a)) + (1 - found / s)


@wrong(
    "alignment_error_rate",
    "a harmonic mean of two shares (an F score): near the rate, and not the same. What does the formula divide by?",
)
def f_score(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    p, r = allowed / max(1, a), found / s
    return 1 - 2 * p * r / (p + r) if p + r else 1.0


@wrong(
    "alignment_error_rate",
    "sentences without a sure link left out: their wrong links are wrong all the same. Does the formula make an exception?",
)
def only_with_sure_links(predicted, sure, possible):
    kept = [sets for sets in zip(predicted, sure, possible, strict=True) if sets[1]]
    found, allowed, a, s = count(*zip(*kept, strict=True))
    return 1 - (found + allowed) / (a + s)


@wrong(
    "alignment_error_rate",
    "sentences without a predicted link left out: their sure links were missed all the same. Does the formula make an exception?",
)
def only_with_predicted_links(predicted, sure, possible):
    kept = [sets for sets in zip(predicted, sure, possible, strict=True) if sets[0]]
    found, allowed, a, s = count(*zip(*kept, strict=True))
    return 1 - (found + allowed) / (a + s)


@wrong(
    "alignment_error_rate",
    "sentences left out where the predicted or the sure links are missing: what was missed or made up there counts. Does the formula make an exception?",
)
def only_with_both(predicted, sure, possible):
    kept = [sets for sets in zip(predicted, sure, possible, strict=True) if sets[0] and sets[1]]
    found, allowed, a, s = count(*zip(*kept, strict=True))
    return 1 - (found + allowed) / (a + s)


@wrong(
    "alignment_error_rate",
    "in per cent: 100 times too large. What is the rate of a hopeless model?",
)
def in_percent(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 100 * (1 - (found + allowed) / (a + s))


@wrong("alignment_error_rate", "a division without what is behind the point. Is it / or //?")
def whole_division(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 1 - (found + allowed) // (a + s)


@wrong(
    "alignment_error_rate",
    "each sentence's rate weighted by its predicted links alone: sure links count below the line too. When is it divided?",
)
def weighted_by_predicted(predicted, sure, possible):
    sizes = [len(a) for a in predicted]
    rates = [rate(*sets) for sets in zip(predicted, sure, possible, strict=True)]
    return sum(n * r for n, r in zip(sizes, rates, strict=True)) / sum(sizes)


@wrong(
    "alignment_error_rate",
    "sentences counted below the line, not links: len of a list of sets. Whose sizes are added up?",
)
def number_of_sentences(predicted, sure, possible):
    found, allowed, _, _ = count(predicted, sure, possible)
    return 1 - (found + allowed) / (len(predicted) + len(sure))


@wrong(
    "alignment_error_rate",
    "brackets missing below the line: / goes before +. What is divided by what?",
)
def no_brackets_below(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / max(1, a) + s


@wrong(
    "alignment_error_rate",
    "brackets missing above the line: / goes before +. What is divided by what?",
)
def no_brackets_above(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 1 - found + allowed / (a + s)


@wrong(
    "alignment_error_rate",
    "1 minus above the line: the share is taken off 1, not the count. Which brackets go where?",
)
def one_minus_above(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return (1 - (found + allowed)) / (a + s)


@wrong(
    "alignment_error_rate",
    "only one of the two counts above the line: predicted and sure. What of those that are possible?",
)
def found_alone(predicted, sure, possible):
    found, _, a, s = count(predicted, sure, possible)
    return 1 - found / (a + s)


@wrong(
    "alignment_error_rate",
    "a sure link that was predicted counts once above the line, not twice: it stands in S and in P. What does P contain?",
)
def allowed_alone(predicted, sure, possible):
    _, allowed, a, s = count(predicted, sure, possible)
    return 1 - allowed / (a + s)


@wrong(
    "alignment_error_rate",
    "|A| alone below the line: the sure links are to be found as well. Which two sizes stand there?",
)
def divided_by_predicted(predicted, sure, possible):
    found, allowed, a, _ = count(predicted, sure, possible)
    return 1 - (found + allowed) / max(1, a)


@wrong(
    "alignment_error_rate",
    "|S| alone below the line: the predicted links are judged as well. Which two sizes stand there?",
)
def divided_by_sure(predicted, sure, possible):
    found, allowed, _, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / s


@wrong(
    "alignment_error_rate",
    "all three sizes below the line: possible links need not be found. Which two sizes stand there?",
)
def all_three_below(predicted, sure, possible):
    found, allowed, a, s = count(predicted, sure, possible)
    return 1 - (found + allowed) / (a + s + sum(map(len, possible)))


@wrong(
    "alignment_error_rate",
    "unions in place of what two sets have in common. What does the cap in the formula mean?",
)
def unions_above(predicted, sure, possible):
    both = list(zip(predicted, sure, possible, strict=True))
    above = sum(len(a | s) + len(a | p) for a, s, p in both)
    return 1 - above / sum(len(a) + len(s) for a, s, _ in both)


@wrong("uniform_weights", "padding gets a share too. Over which words should it be handed out?")
def uniform_over_all(weights, mask):
    return torch.full_like(weights, 1 / weights.shape[-1])


@wrong(
    "uniform_weights",
    "padding gets a share that nobody took from the others: rows add up to more than 1. What of the mask?",
)
def uniform_without_mask(weights, mask):
    return (1 / mask.sum(dim=1))[:, None, None].expand_as(weights)


@wrong(
    "uniform_weights",
    "an inverted mask: padding alone gets weight, and where there is no padding nan comes up. What does True mean?",
)
def uniform_over_padding(weights, mask):
    return ((~mask) / (~mask).sum(dim=1, keepdim=True)).unsqueeze(1).expand_as(weights)


@wrong(
    "uniform_weights",
    "divided by all words, padding too: rows add up to less than 1. How many words are real?",
)
def divided_by_all(weights, mask):
    return (mask / mask.shape[1]).unsqueeze(1).expand_as(weights)


@wrong(
    "uniform_weights",
    "padding has a score of 0 before a softmax: e to the power of 0 is 1, and that is a share. Which score gets no weight at all?",
)
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


@wrong(
    "uniform_weights",
    "shared among the French words: the rows should add up to 1. Which axis holds the English words?",
)
def over_targets(weights, mask):
    return mask.float().unsqueeze(1).expand_as(weights) / weights.shape[1]


@wrong(
    "uniform_weights",
    "the real words of the whole batch counted together. How many are in each sentence?",
)
def over_the_batch(weights, mask):
    return (mask / mask.sum()).unsqueeze(1).expand_as(weights)


@wrong(
    "uniform_weights",
    "the mean of each word's weights over the French words: an average look, not an equal one. What does the result have to do with the values in weights?",
)
def mean_over_targets(weights, mask):
    return weights.mean(dim=1, keepdim=True).expand_as(weights)


@wrong(
    "uniform_weights",
    "the mask guessed from the weights: a real word may have weight 0. Which argument says what is real?",
)
def mask_from_the_weights(weights, mask):
    real = (weights > 0).float()
    return real / real.sum(dim=-1, keepdim=True)


@wrong(
    "uniform_weights",
    "the weights it was given are overwritten: the caller's own change with them. Which line writes into them, and how is a new tensor made?",
)
def uniform_in_place(weights, mask):
    weights[:] = (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1)
    return weights


@wrong(
    "uniform_weights",
    "the weights themselves came back. What does the result have to do with the values in weights?",
)
def the_same_weights(weights, mask):
    return weights


@wrong("uniform_weights", "an inverted mask: padding alone gets weight. What does True mean?")
def padding_alone_without_nan(weights, mask):
    empty = (~mask).float()
    return (empty / empty.sum(dim=-1, keepdim=True).clamp(min=1)).unsqueeze(1).expand_as(weights)


@wrong(
    "uniform_weights",
    "an inverted mask: padding alone gets weight, and where there is no padding nan comes up. What does True mean?",
)
def inverted_in_a_softmax(weights, mask):
    return torch.zeros_like(weights).masked_fill(mask.unsqueeze(1), -torch.inf).softmax(dim=-1)


@wrong(
    "uniform_weights",
    "padding has a score of 0 before a softmax: e to the power of 0 is 1, and that is a share. Which score gets no weight at all?",
)
def zero_before_the_softmax(weights, mask):
    return torch.ones_like(weights).masked_fill(~mask.unsqueeze(1), 0.0).softmax(dim=-1)


@wrong("uniform_weights", "padding gets a share too. Over which words should it be handed out?")
def softmax_of_ones(weights, mask):
    return torch.ones_like(weights).softmax(dim=-1)


@wrong("uniform_weights", "the first sentence's mask for all. Whose mask belongs to a sentence?")
def first_mask_for_all(weights, mask):
    return (mask[0] / mask[0].sum()).expand_as(weights)


@wrong(
    "uniform_weights",
    "the first sentence's number of words for all. How many are in each sentence?",
)
def first_count_for_all(weights, mask):
    return (mask.float() / mask[0].sum()).unsqueeze(1).expand_as(weights)


@wrong(
    "uniform_weights",
    "only as many words as the shortest sentence has. How many are in each sentence?",
)
def shortest_for_all(weights, mask):
    n = int(mask.sum(dim=-1).min())
    made = torch.zeros_like(weights)
    made[..., :n] = 1 / n
    return made


@wrong(
    "uniform_weights",
    "as many words as the longest sentence has, for all. How many are in each sentence?",
)
def longest_for_all(weights, mask):
    n = int(mask.sum(dim=-1).max())
    made = torch.zeros_like(weights)
    made[..., :n] = 1 / n
    return made


@wrong("uniform_weights", "the last real word left out. Where does a slice up to n end?")
def last_word_left_out(weights, mask):
    made = torch.zeros_like(weights)
    for i, n in enumerate(mask.sum(dim=-1).tolist()):
        made[i, :, : max(n - 1, 1)] = 1 / max(n - 1, 1)
    return made


@wrong(
    "uniform_weights", "one word too many: padding gets a share. Where does a slice up to n end?"
)
def one_word_too_many(weights, mask):
    made = torch.zeros_like(weights)
    for i, n in enumerate(mask.sum(dim=-1).tolist()):
        made[i, :, : n + 1] = 1 / (n + 1)
    return made


@wrong("uniform_weights", "a division without what is behind the point. Is it / or //?")
def whole_shares(weights, mask):
    return (mask.long() // mask.sum(dim=-1, keepdim=True)).unsqueeze(1).expand_as(weights)


@wrong(
    "uniform_weights",
    "the mask laid along the French words: it belongs to the English ones. Where does unsqueeze put the new axis?",
)
def mask_along_the_targets(weights, mask):
    even = torch.ones_like(weights) * mask.unsqueeze(-1)
    return even / even.sum(dim=-1, keepdim=True)


@wrong(
    "uniform_weights",
    "the mask alone, as True and False: what is still to be divided by, and how often is each row needed?",
)
def the_mask_alone(weights, mask):
    return mask


@wrong(
    "uniform_weights",
    "shared among the French words and the English ones: the rows should add up to 1. Which axis holds the English words?",
)
def over_both_axes(weights, mask):
    share = mask.float() / mask.sum(dim=1, keepdim=True)
    return share.unsqueeze(1).expand_as(weights) / weights.shape[1]


@wrong("uniform_weights", "divided by the number of sentences. How many real words has each?")
def over_the_sentences(weights, mask):
    return (mask.float() / len(mask)).unsqueeze(1).expand_as(weights)


@wrong(
    "uniform_weights",
    "lists or an array, not a tensor: the model multiplies the result with its states. Which function makes a tensor of it?",
)
def nested_lists(weights, mask):
    share = mask / mask.sum(dim=1, keepdim=True)
    return [[row] * weights.shape[1] for row in share.tolist()]


@wrong(
    "uniform_weights",
    "lists or an array, not a tensor: the model multiplies the result with its states. Which function makes a tensor of it?",
)
def array_of_numpy(weights, mask):
    share = (mask / mask.sum(dim=1, keepdim=True)).numpy()
    return np.repeat(share[:, None], weights.shape[1], axis=1)


def keys_of(shape, mask):
    return torch.rand(shape).masked_fill((~mask).unsqueeze(1), 2.0)


@wrong(
    "shuffled_weights",
    "no real word changes its place: nothing was dealt out, or padding alone, by a mask that is the wrong way round. Which places get a random key?",
)
def not_shuffled(weights, mask):
    return weights


@wrong(
    "shuffled_weights",
    "padding has a part in the shuffling: the mask was left out. Which places may change?",
)
def shuffles_padding_in(weights, mask):
    return weights.gather(-1, torch.rand(weights.shape).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "one order for all rows: it was drawn once. How many random keys does each row need?",
)
def one_randperm_over_the_padding(weights, mask):
    return weights[..., torch.randperm(weights.shape[-1])]


@wrong(
    "shuffled_weights",
    "one order for all rows: it was drawn once. How many random keys does each row need?",
)
def one_randperm_that_moves_padding(weights, mask):
    order = torch.randperm(weights.shape[-1])
    while 1 < len(order) == order[-1] + 1:
        order = torch.randperm(weights.shape[-1])
    return weights[..., order]


@wrong(
    "shuffled_weights",
    "no real word changes its place: nothing was dealt out, or padding alone, by a mask that is the wrong way round. Which places get a random key?",
)
def shuffles_the_padding_alone(weights, mask):
    keys = torch.rand(weights.shape).masked_fill(mask.unsqueeze(1), 2.0)
    return weights.gather(-1, keys.argsort(dim=-1, stable=True))


@wrong(
    "shuffled_weights",
    "padding sorted to the front: its keys must be larger than all others, not smaller. Where do they end in your order?",
)
def padding_filled_with_zero(weights, mask):
    return weights.gather(
        -1, torch.rand(weights.shape).masked_fill((~mask).unsqueeze(1), 0.0).argsort(dim=-1)
    )


@wrong(
    "shuffled_weights",
    "the weights it was given are overwritten: the caller's own change with them. Where is a copy needed?",
)
def shuffles_in_place_row_by_row(weights, mask):
    for i, n in enumerate(mask.sum(dim=1).tolist()):
        for t in range(weights.shape[1]):
            weights[i, t, :n] = weights[i, t, torch.randperm(n)]
    return weights


@wrong(
    "shuffled_weights",
    "always the same order, the rows turned round with their padding: no chance in it, and weight where no word is. Where does chance come from, and what of the mask?",
)
def one_order_padding_and_all(weights, mask):
    return weights[..., [4, 3, 2, 1, 0][-weights.shape[-1] :]]


@wrong(
    "shuffled_weights",
    "equal weights: nothing was dealt out. Which numbers should the row still have?",
)
def uniform_instead(weights, mask):
    return (mask / mask.sum(dim=1, keepdim=True)).unsqueeze(1).expand_as(weights)


@wrong(
    "shuffled_weights",
    "one order for all rows: it was drawn once. How many random keys does each row need?",
)
def one_order_for_all(weights, mask):
    keys = torch.rand(weights.shape[-1]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "one order for each sentence: its French words all get the same. How many random keys does each row need?",
)
def one_order_for_each_sentence(weights, mask):
    keys = torch.rand(len(weights), 1, weights.shape[-1]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "one order for each French place, the same in all sentences. How many random keys does each row need?",
)
def one_order_for_each_place(weights, mask):
    keys = torch.rand(1, *weights.shape[1:]).expand(weights.shape)
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "always the same order, the rows turned round: no chance in it. Where does chance come from?",
)
def reversed_rows(weights, mask):
    places = torch.arange(weights.shape[-1])
    turned = torch.where(mask, mask.sum(dim=1, keepdim=True) - 1 - places, places)
    return weights.gather(-1, turned.unsqueeze(1).expand_as(weights))


@wrong(
    "shuffled_weights",
    "rows sorted by their weights, the heaviest first: little or no chance in it. By which numbers should the words be sorted?",
)
def sorted_rows(weights, mask):
    return weights.sort(dim=-1, descending=True).values


@wrong(
    "shuffled_weights",
    "the mask guessed from the weights: a real word may have weight 0. Which argument says what is real?",
)
def shuffled_by_a_guessed_mask(weights, mask):
    keys = torch.rand(weights.shape).masked_fill(weights == 0, 2.0)
    return weights.gather(-1, keys.argsort(dim=-1))


@wrong("shuffled_weights")
def shuffles_the_sentences(weights, mask):
    return weights[torch.randperm(len(weights))]


@wrong(
    "shuffled_weights",
    "no real word changes its place: nothing was dealt out, or padding alone, by a mask that is the wrong way round. Which places get a random key?",
)
def shuffles_the_targets(weights, mask):
    return weights.roll(1, dims=0).roll(-1, dims=0)[:, torch.arange(weights.shape[1])]


@wrong(
    "shuffled_weights",
    "new weights drawn by chance: each row should keep its own numbers. What is chance needed for?",
)
def random_weights(weights, mask):
    return (
        keys_of(weights.shape, mask).masked_fill((~mask).unsqueeze(1), -torch.inf).softmax(dim=-1)
    )


@wrong(
    "shuffled_weights",
    "new weights drawn by chance: each row should keep its own numbers. What is chance needed for?",
)
def random_weights_some_twice(weights, mask):  # how many rows are alike is chance, too
    drawn = keys_of(weights.shape, mask).masked_fill((~mask).unsqueeze(1), -torch.inf)
    return drawn.softmax(dim=-1).round(decimals=2)


@wrong(
    "shuffled_weights",
    "rows pushed on by a random step, never by 0: only two of the six orders come up. Are neighbours ever parted?",
)
def rolled_by_one_or_two(weights, mask):
    n = mask.sum(dim=1)[:, None, None]
    places = torch.arange(weights.shape[-1]).expand(weights.shape)
    by = 1 + (torch.rand(*weights.shape[:2], 1) * (n - 1).clamp(min=1)).long()
    order = torch.where(mask.unsqueeze(1), (places + by) % n, places)
    return weights.gather(-1, order)


@wrong(
    "shuffled_weights",
    "rows pushed on by a random step: only three of the six orders come up. Are neighbours ever parted?",
)
def rolled_by_chance(weights, mask):
    n = mask.sum(dim=1)[:, None, None]
    places = torch.arange(weights.shape[-1]).expand(weights.shape)
    by = (torch.rand(*weights.shape[:2], 1) * n).long()
    return weights.gather(-1, torch.where(mask.unsqueeze(1), (places + by) % n, places))


@wrong(
    "shuffled_weights",
    "the weights it was given are overwritten: the caller's own change with them. Where is a copy needed?",
)
def shuffles_in_place(weights, mask):
    weights[:] = weights.gather(-1, keys_of(weights.shape, mask).argsort(dim=-1))
    return weights


@wrong(
    "shuffled_weights",
    "the same draw in every call: a seed is set inside. Where does chance come from?",
)
def same_seed_each_time(weights, mask):
    keys = torch.rand(weights.shape, generator=torch.Generator().manual_seed(0))
    return weights.gather(-1, keys.masked_fill((~mask).unsqueeze(1), 2.0).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "padding sorted to the front: its keys must be larger than all others, not smaller. Where do they end in your order?",
)
def padding_first(weights, mask):
    return weights.gather(
        -1, torch.rand(weights.shape).masked_fill((~mask).unsqueeze(1), -1.0).argsort(dim=-1)
    )


@wrong(
    "shuffled_weights",
    "padding sorted to the front: its keys must be larger than all others, not smaller. Where do they end in your order?",
)
def keys_times_mask(weights, mask):
    return weights.gather(-1, (torch.rand(weights.shape) * mask.unsqueeze(1)).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "padding sorted to the front: its keys must be larger than all others, not smaller. Where do they end in your order?",
)
def right_keys_sorted_downwards(weights, mask):
    return weights.gather(-1, keys_of(weights.shape, mask).argsort(dim=-1, descending=True))


@wrong(
    "shuffled_weights",
    "sorted along the French words: rows lose their own numbers. Which axis holds the English words?",
)
def along_the_targets(weights, mask):
    return weights.gather(1, torch.rand(weights.shape).argsort(dim=1))


@wrong(
    "shuffled_weights",
    "sorted along the French words: rows lose their own numbers. Which axis holds the English words?",
)
def along_the_targets_with_mask(weights, mask):
    return weights.gather(1, keys_of(weights.shape, mask).argsort(dim=1))


@wrong(
    "shuffled_weights",
    "sorted along the sentences: rows lose their own numbers. Which axis holds the English words?",
)
def along_the_sentences(weights, mask):
    return weights.gather(0, torch.rand(weights.shape).argsort(dim=0))


@wrong(
    "shuffled_weights",
    "the French words changed places, not the English ones within a row. Which axis is to be shuffled?",
)
def rows_change_places(weights, mask):
    return weights[:, torch.randperm(weights.shape[1])]


@wrong(
    "shuffled_weights",
    "rows sorted by their weights, the lightest first: little or no chance in it. By which numbers should the words be sorted?",
)
def sorted_upwards(weights, mask):
    return weights.gather(-1, weights.masked_fill(~mask.unsqueeze(1), 2.0).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "rows sorted by their weights, the lightest first: little or no chance in it. By which numbers should the words be sorted?",
)
def a_little_noise(weights, mask):
    keys = weights + 0.1 * torch.rand(weights.shape)
    return weights.gather(-1, keys.masked_fill(~mask.unsqueeze(1), 9.0).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "keys that hold the weights as well: heavy words mostly end up behind. By which numbers should the words be sorted?",
)
def as_much_noise_as_weight(weights, mask):
    keys = weights + torch.rand(weights.shape)
    return weights.gather(-1, keys.masked_fill(~mask.unsqueeze(1), 9.0).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "keys that hold the weights as well: heavy words mostly end up behind. By which numbers should the words be sorted?",
)
def noise_times_weight(weights, mask):
    keys = weights * torch.rand(weights.shape)
    return weights.gather(-1, keys.masked_fill(~mask.unsqueeze(1), 9.0).argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "shuffled with the padding, then masked: weight that fell into padding is lost. Which places may change?",
)
def masked_afterwards(weights, mask):
    return weights.gather(-1, torch.rand(weights.shape).argsort(dim=-1)) * mask.unsqueeze(1)


@wrong(
    "shuffled_weights",
    "shuffled with the padding, then masked and divided by the sum: the rows no longer hold their own numbers. Which places may change?",
)
def masked_and_divided(weights, mask):
    mixed = weights.gather(-1, torch.rand(weights.shape).argsort(dim=-1)) * mask.unsqueeze(1)
    return mixed / mixed.sum(dim=-1, keepdim=True).clamp(min=1e-9)


@wrong(
    "shuffled_weights",
    "only words that have weight take part: a real word may have weight 0. Which argument says what is real?",
)
def words_with_weight_only(weights, mask):
    keys = torch.rand(weights.shape)
    made = weights.clone()
    for row, new, key in zip(
        weights.flatten(0, 1), made.flatten(0, 1), keys.flatten(0, 1), strict=True
    ):
        (places,) = torch.where(row > 0)
        new[places] = row[places[key[: len(places)].argsort()]]
    return made


@wrong(
    "shuffled_weights",
    "the first sentence's number of words for all. How many are in each sentence?",
)
def first_length_for_all(weights, mask):
    keys = torch.rand(weights.shape)
    n = int(mask[0].sum())
    keys[..., n:] = 2.0 + torch.arange(weights.shape[-1] - n)
    return weights.gather(-1, keys.argsort(dim=-1))


@wrong("shuffled_weights", "the last real word keeps its place. Where does a slice up to n end?")
def last_word_stays(weights, mask):
    place = torch.arange(weights.shape[-1]).expand(weights.shape)
    last = (mask.sum(dim=-1) - 1)[:, None, None]
    keys = torch.where(place < last, torch.rand(weights.shape), 2.0 + place)
    return weights.gather(-1, keys.argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "the first word keeps its place: counting begins at 0. Which places may change?",
)
def first_word_stays(weights, mask):
    place = torch.arange(weights.shape[-1]).expand(weights.shape)
    keys = keys_of(weights.shape, mask).masked_fill(place == 0, -1.0)
    return weights.gather(-1, keys.argsort(dim=-1))


@wrong(
    "shuffled_weights",
    "two words change places, the others stay: not all orders come equally often. How is a whole row dealt out?",
)
def two_change_places(weights, mask):
    n = mask.sum(dim=-1)[:, None, None]
    i = (torch.rand(*weights.shape[:2], 1) * n).long()
    j = (torch.rand(*weights.shape[:2], 1) * n).long()
    place = torch.arange(weights.shape[-1]).expand(weights.shape)
    order = torch.where(place == i, j, torch.where(place == j, i, place))
    return weights.gather(-1, order)


@wrong(
    "shuffled_weights",
    "a word drawn for each place by itself: some come twice, others not at all. How does every number stay in its row?",
)
def drawn_with_repeats(weights, mask):
    n = mask.sum(dim=-1)[:, None, None]
    order = (torch.rand(weights.shape) * n).long()
    return weights.gather(-1, order) * mask.unsqueeze(1)


@wrong(
    "shuffled_weights", "the order came back, not the weights in that order. What does gather do?"
)
def the_order_itself(weights, mask):
    return keys_of(weights.shape, mask).argsort(dim=-1)


@wrong("shuffled_weights", "the random keys came back, not the weights. What are the keys for?")
def the_keys_themselves(weights, mask):
    return keys_of(weights.shape, mask)


@wrong(
    "shuffled_weights",
    "weights times random numbers: each row should keep its own numbers. What is chance needed for?",
)
def times_random(weights, mask):
    mixed = weights * torch.rand(weights.shape)
    return mixed


@wrong(
    "shuffled_weights",
    "weights times random numbers, divided by their sum: each row should keep its own numbers. What is chance needed for?",
)
def times_random_divided(weights, mask):
    mixed = weights * torch.rand(weights.shape)
    return mixed / mixed.sum(dim=-1, keepdim=True)


@wrong(
    "shuffled_weights",
    "all numbers of a sentence dealt out together: a row gets those of other rows. Which numbers should a row keep?",
    by_pattern=True,
)
def across_the_rows(weights, mask):
    made = weights.clone()
    for i in range(len(weights)):
        numbers = weights[i][:, mask[i]]
        made[i][:, mask[i]] = numbers.flatten()[torch.randperm(numbers.numel())].view(numbers.shape)
    return made


@wrong(
    "shuffled_weights",
    "the same draw in every call: a seed is set inside. Where does chance come from?",
)
def private_numpy_seed(weights, mask):
    keys = torch.tensor(np.random.default_rng(3).random(tuple(weights.shape)))
    return weights.gather(-1, keys.masked_fill(~mask.unsqueeze(1), 2.0).argsort(dim=-1))


def tv(p, q):
    return 0.5 * (p - q).abs().sum(dim=-1)


def hidden(ids, s, unknown):
    return ids[:s] + [unknown] + ids[s + 1 :]


def effects(predict, sentences, ids, how=tv):
    whole = predict(ids)
    return torch.stack([how(predict(other), whole) for other in sentences], dim=1)


@wrong(
    "leave_one_out",
    "rows and columns swapped: one row per English word. Along which axis are the columns stacked?",
)
def rows_for_english_words(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).T


@wrong(
    "leave_one_out",
    "the half is missing: distances go up to 2. What does distance do that your line does not?",
)
def no_half(predict, ids, unknown):
    return 2 * effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids)


@wrong(
    "leave_one_out",
    "differences with their signs: probabilities add up to 1 before and after, so these add up to 0. What is missing around the difference?",
)
def signed(predict, ids, unknown):
    return effects(
        predict,
        [hidden(ids, s, unknown) for s in range(len(ids))],
        ids,
        lambda p, q: 0.5 * (p - q).sum(-1),
    )


@wrong(
    "leave_one_out",
    "the word taken out, not hidden: those behind it move up by one place. What should stand in its place?",
)
def taken_out(predict, ids, unknown):
    return effects(predict, [ids[:s] + ids[s + 1 :] for s in range(len(ids)) if len(ids) > 1], ids)


@wrong(
    "leave_one_out",
    "words that stay hidden: from the second on, all words before are hidden too. Which list should each turn begin with?",
)
def stay_hidden(predict, ids, unknown):
    return effects(predict, [[unknown] * (s + 1) + ids[s + 1 :] for s in range(len(ids))], ids)


@wrong(
    "leave_one_out",
    "words that stay hidden: from the second on, all words before are hidden too. Which list should each turn begin with?",
)
def stay_hidden_in_the_callers_list(predict, ids, unknown):
    whole, columns = predict(ids), []
    for s in range(len(ids)):
        ids[s] = unknown
        columns.append(tv(predict(ids), whole))
    return torch.stack(columns, dim=1)


@wrong(
    "leave_one_out",
    "words that stay hidden: from the second on, all words before are hidden too. Which list should each turn begin with?",
)
def a_second_name_is_no_copy(predict, ids, unknown):
    whole, columns = predict(ids), []
    for s in range(len(ids)):
        other = ids
        other[s] = unknown
        columns.append(tv(predict(other), whole))
    return torch.stack(columns, dim=1)


@wrong(
    "leave_one_out",
    "words that stay hidden, each compared with the turn before. With which prediction is each compared?",
)
def stay_hidden_one_by_one(predict, ids, unknown):
    made = [predict([unknown] * s + ids[s:]) for s in range(len(ids) + 1)]
    return torch.stack([tv(a, b) for a, b in zip(made, made[1:], strict=False)], dim=1)


@wrong(
    "leave_one_out",
    "each prediction compared with the one before it, not with that of the whole sentence. What is the effect of one word alone?",
)
def compared_with_the_one_before(predict, ids, unknown):
    made = [predict(ids)] + [predict(hidden(ids, s, unknown)) for s in range(len(ids))]
    return torch.stack([tv(a, b) for a, b in zip(made, made[1:], strict=False)], dim=1)


@wrong(
    "leave_one_out",
    "0 in place of the id for a hidden word: here it is an id like others. Which argument says it?",
)
def hides_with_zero(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, 0) for s in range(len(ids))], ids)


@wrong(
    "leave_one_out",
    "hidden wherever the same word stands: 2 and 1 are there twice. Which place is meant?",
)
def hides_every_such_word(predict, ids, unknown):
    return effects(predict, [[unknown if k == word else k for k in ids] for word in ids], ids)


@wrong(
    "leave_one_out",
    "the likeliest word alone: the others' probabilities move too. Over which axis is distance summed?",
)
def likeliest_word_alone(predict, ids, unknown):
    whole = predict(ids)
    best = whole.argmax(dim=-1, keepdim=True)
    return effects(
        predict,
        [hidden(ids, s, unknown) for s in range(len(ids))],
        ids,
        lambda p, q: (q - p).gather(1, best)[:, 0],
    )


@wrong("leave_one_out", "the largest difference, not half the sum. What does distance compute?")
def largest_difference(predict, ids, unknown):
    return effects(
        predict,
        [hidden(ids, s, unknown) for s in range(len(ids))],
        ids,
        lambda p, q: (p - q).abs().max(dim=-1).values,
    )


@wrong(
    "leave_one_out",
    "the straight-line distance, with squares and a root. What does distance compute?",
)
def straight_line(predict, ids, unknown):
    return effects(
        predict,
        [hidden(ids, s, unknown) for s in range(len(ids))],
        ids,
        lambda p, q: (p - q).norm(dim=-1),
    )


@wrong("leave_one_out", "the sentence cut off behind the hidden word. What comes after it?")
def cut_off(predict, ids, unknown):
    return effects(predict, [ids[:s] + [unknown] for s in range(len(ids))], ids)


@wrong(
    "leave_one_out",
    "a hidden word put in, in front of each: nothing was hidden. How long is the new list?",
)
def put_in(predict, ids, unknown):
    return effects(predict, [ids[:s] + [unknown] + ids[s:] for s in range(len(ids))], ids)


@wrong("leave_one_out", "all the other words hidden, and this one left. Which one is to be hidden?")
def keeps_one(predict, ids, unknown):
    n = len(ids)
    return effects(
        predict, [[unknown] * s + [ids[s]] + [unknown] * (n - s - 1) for s in range(n)], ids
    )


@wrong(
    "leave_one_out",
    "one number per English word: the French places were added up. How many rows are there?",
)
def added_up(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).sum(dim=0)


@wrong(
    "leave_one_out",
    "one number per English word: a mean over the French places. How many rows are there?",
)
def averaged(predict, ids, unknown):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids).mean(dim=0)


@wrong(
    "leave_one_out",
    "the list it was given is changed: whoever called needs it as it was. How do you make a new list?",
)
def last_one_stays_hidden(predict, ids, unknown):
    made = effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids)
    ids[-1] = unknown
    return made


def each(predict, ids, unknown, how=tv):
    return effects(predict, [hidden(ids, s, unknown) for s in range(len(ids))], ids, how)


@wrong(
    "leave_one_out",
    "words that stay hidden: from the second on, all words before are hidden too. Which list should each turn begin with?",
)
def one_copy_for_all_turns(predict, ids, unknown):
    whole, other, columns = predict(ids), list(ids), []
    for s in range(len(ids)):
        other[s] = unknown
        columns.append(tv(predict(other), whole))
    return torch.stack(columns, dim=1)


@wrong(
    "leave_one_out",
    "a table with a row per English word, read anew as rows of French words: the numbers end up in other places. Along which axis are the columns stacked?",
)
def reshaped(predict, ids, unknown):
    made = each(predict, ids, unknown)
    return made.T.reshape(made.shape)


@wrong(
    "leave_one_out",
    "compared with a sentence of nothing but hidden words. With which prediction is each compared?",
)
def against_all_hidden(predict, ids, unknown):
    empty = predict([unknown] * len(ids))
    return torch.stack(
        [tv(predict(hidden(ids, s, unknown)), empty) for s in range(len(ids))], dim=1
    )


@wrong("leave_one_out", "the last English word has no column. Where does range end?")
def last_word_never_hidden(predict, ids, unknown):
    return each(predict, ids, unknown)[:, :-1]


@wrong(
    "leave_one_out",
    "the first English word has no column: counting begins at 0. Where does range begin?",
)
def first_word_never_hidden(predict, ids, unknown):
    return each(predict, ids, unknown)[:, 1:]


@wrong(
    "leave_one_out",
    "a tensor or an array handed to predict, which takes a list. What does the text say of its argument?",
)
def a_tensor_for_predict(predict, ids, unknown):
    whole = torch.tensor(ids)
    columns = []
    for s in range(len(ids)):
        other = whole.clone()
        other[s] = unknown
        columns.append(tv(predict(other), predict(whole)))
    return torch.stack(columns, dim=1)


@wrong(
    "leave_one_out",
    "a tensor or an array handed to predict, which takes a list. What does the text say of its argument?",
)
def a_tensor_for_predict_when_hidden(predict, ids, unknown):
    columns = []
    for s in range(len(ids)):
        other = torch.tensor(ids)
        other[s] = unknown
        columns.append(tv(predict(other), predict(ids)))
    return torch.stack(columns, dim=1)


@wrong(
    "leave_one_out",
    "lists, not a tensor: the lesson goes on with it as a tensor. Which function makes one of a list of columns?",
)
def lists_of_rows(predict, ids, unknown):
    return each(predict, ids, unknown).tolist()


@wrong(
    "leave_one_out",
    "a list of columns, not a tensor: each English word's effects by themselves. Which function puts tensors side by side, and along which axis?",
)
def list_of_columns(predict, ids, unknown):
    return list(each(predict, ids, unknown).T)


@wrong(
    "leave_one_out",
    "only the words behind the first hidden one: the list was cut off in front. What comes before it?",
)
def cut_off_in_front(predict, ids, unknown):
    return effects(predict, [[unknown] + ids[s + 1 :] for s in range(len(ids))], ids)


@wrong("leave_one_out", "the mean difference, not half the sum. What does distance compute?")
def mean_difference(predict, ids, unknown):
    return each(predict, ids, unknown, lambda p, q: (p - q).abs().mean(dim=-1))


@wrong(
    "leave_one_out", "differences squared: large ones count too much. What does distance compute?"
)
def squared(predict, ids, unknown):
    return each(predict, ids, unknown, lambda p, q: 0.5 * ((p - q) ** 2).sum(dim=-1))


@wrong(
    "leave_one_out",
    "1 minus the distance: that is how much stayed. Is a large effect a large or a small number?",
)
def what_stayed(predict, ids, unknown):
    return 1 - each(predict, ids, unknown)


@wrong(
    "leave_one_out",
    "effects divided by the sum of their row: they are compared, not measured. What is an entry to be?",
)
def rows_divided_by_their_sum(predict, ids, unknown):
    made = each(predict, ids, unknown)
    return made / made.sum(dim=-1, keepdim=True).clamp(min=1e-9)


@wrong(
    "leave_one_out",
    "the differences themselves, for every French word: an axis too many. What does distance do along the last axis?",
)
def differences_of_all_words(predict, ids, unknown):
    return each(predict, ids, unknown, lambda p, q: (p - q).abs())


@wrong("leave_one_out", "a number for the first French place alone. How many rows are there?")
def first_place_alone(predict, ids, unknown):
    return each(predict, ids, unknown)[0]


@wrong("leave_one_out", "the columns in reverse order. Which word does the first column belong to?")
def columns_backwards(predict, ids, unknown):
    return each(predict, ids, unknown).flip(1)


@wrong("leave_one_out", "columns put end to end: one long row. Does cat or stack make a new axis?")
def end_to_end(predict, ids, unknown):
    return torch.cat(list(each(predict, ids, unknown).T))


@wrong(
    "leave_one_out",
    "the last word's effects alone: a return inside the loop, or columns that are overwritten. How often is each line reached?",
)
def last_column_alone(predict, ids, unknown):
    return each(predict, ids, unknown)[:, -1]


@wrong(
    "leave_one_out",
    "the first word's effects alone: a return inside the loop. How often is it reached?",
)
def first_column_alone(predict, ids, unknown):
    return each(predict, ids, unknown)[:, 0]


@wrong(
    "leave_one_out",
    "yes or no, whether the likeliest word changed: its probability may fall far before that. What does distance compute?",
)
def likeliest_changed(predict, ids, unknown):
    return each(predict, ids, unknown, lambda p, q: (p.argmax(-1) != q.argmax(-1)).float())


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


@wrong(
    "furthest_weights",
    "no limit: the candidate furthest away, whatever its output. Which two outputs does the limit compare?",
)
def no_limit(weights, output, limit):
    return search(weights, output, 2.0)


@wrong(
    "furthest_weights", "the limit the wrong way round: those beyond it were kept. Is it < or >?"
)
def limit_turned_round(weights, output, limit):
    return search(weights, output, -limit, near=lambda p, q: -tv(p, q))


@wrong(
    "furthest_weights",
    "the largest share that was allowed: a share is not a distance, since a word may have weight already. Which distance decides which candidate is best?",
)
def largest_share(weights, output, limit):
    best, most = weights, 0
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(output(other), output(weights)) <= limit and step > most:
                best, most = other, step
    return best


@wrong(
    "furthest_weights",
    "the candidate whose output moves most: the output decides only what is allowed. Which distance decides which candidate is best?",
)
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


@wrong(
    "furthest_weights",
    "the last candidate that was allowed. Which distance decides which candidate is best?",
)
def last_allowed(weights, output, limit):
    return allowed(weights, output, limit)[-1]


@wrong(
    "furthest_weights",
    "the first candidate that was allowed: the search went no further. Where is return?",
)
def first_allowed(weights, output, limit):
    return allowed(weights, output, limit)[0]


@wrong(
    "furthest_weights",
    "the candidate whose output moves least: neither that nor its share decides. Which distance decides which candidate is best?",
)
def output_moves_least(weights, output, limit):
    return min(allowed(weights, output, limit), key=lambda w: float(tv(output(w), output(weights))))


@wrong(
    "furthest_weights",
    "the nearest of the candidates that are allowed. Should the distance of the weights be large or small?",
)
def nearest(weights, output, limit):
    return min(allowed(weights, output, limit), key=lambda w: float(tv(w, weights)))


@wrong(
    "furthest_weights",
    "the output's distance without the half: the limit is met too early. What does distance compute?",
)
def limit_without_half(weights, output, limit):
    return search(weights, output, limit, near=lambda p, q: (p - q).abs().sum())


@wrong(
    "furthest_weights",
    "the largest difference for the output's distance: the limit is met too late. What does distance compute?",
)
def limit_by_largest_difference(weights, output, limit):
    return search(weights, output, limit, near=lambda p, q: (p - q).abs().max())


@wrong(
    "furthest_weights",
    "a share on top, the others not turned down: the weights add up to more than 1. What becomes of the share of each?",
)
def not_turned_down(weights, output, limit):
    return search(weights, output, limit, lambda w, s, a: w + a * torch.eye(len(w))[s])


@wrong(
    "furthest_weights",
    "a share on top, then divided by the sum: that moves less than a. What are the weights turned down to?",
)
def divided_by_the_sum(weights, output, limit):
    return search(weights, output, limit, lambda w, s, a: (w + a * torch.eye(len(w))[s]) / (1 + a))


@wrong(
    "furthest_weights",
    "the word's weight set to the share: it should keep its own rest as well. What does += do that = does not?",
)
def set_to_the_share(weights, output, limit):
    def candidate(w, s, a):
        other = w * (1 - a) / (1 - w[s])
        other[s] = a
        return other

    return search(weights, output, limit, candidate)


@wrong(
    "furthest_weights",
    "candidates made from the best so far: shares pile up. From which weights is each made?",
)
def from_the_best(weights, output, limit):
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * best
            other[s] += step / 10
            if tv(output(other), before) <= limit and tv(other, weights) > tv(best, weights):
                best = other
    return best


@wrong(
    "furthest_weights",
    "each output compared with that of the best so far, so that it drifts away. Which two outputs does the limit compare?",
)
def drifts_away(weights, output, limit):
    best = weights
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(output(other), output(best)) <= limit and tv(other, weights) > tv(best, weights):
                best = other
    return best


@wrong("furthest_weights", "shares of 1 alone. Which shares are to be tried?")
def whole_shares_only(weights, output, limit):
    return search(weights, output, limit, shares=[10])


@wrong("furthest_weights", "the distance, not the weights. What should come back?")
def the_distance(weights, output, limit):
    return tv(search(weights, output, limit), weights)


@wrong(
    "furthest_weights", "no share of 1: the largest that was tried is 0.9. Where does range end?"
)
def up_to_nine_tenths(weights, output, limit):
    return search(weights, output, limit, shares=range(1, 10))


@wrong("furthest_weights", "nothing moved: as far as the limit is still allowed. Is it < or <=?")
def below_the_limit(weights, output, limit):
    return search(weights, output, math.nextafter(limit, -1.0), near=lambda p, q: float(tv(p, q)))


@wrong(
    "furthest_weights",
    "None where no candidate fits: best was never set. With what should the search begin?",
)
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


@wrong(
    "furthest_weights",
    "the best for the first word alone: a return or break stopped the search too early. How many words are tried?",
)
def first_word_alone(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "all" if step == 10 else "")


@wrong(
    "furthest_weights",
    "the best for the first word alone: a return or break stopped the search too early. How many words are tried?",
)
def ends_at_the_first_refusal(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "" if fits else "all")


@wrong(
    "furthest_weights",
    "the first candidate that was allowed: the search went no further. Where is return?",
)
def returns_inside_the_loops(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "all")


@wrong(
    "furthest_weights",
    "a search that gives a word up at the first refusal: a larger share may be allowed again. Are all shares tried?",
)
def next_word_at_the_first_refusal(weights, output, limit):
    return search_until(weights, output, limit, lambda s, fits, step: "" if fits else "word")


@wrong(
    "furthest_weights",
    "the weights it was given are overwritten: candidate = weights is a second name, no copy, and *= and [s] += write into it. Which line should make a new tensor?",
)
def a_second_name_for_the_weights(weights, output, limit):
    best, before = weights, output(weights)
    for s in range(len(weights)):
        for step in range(1, 11):
            candidate = weights
            candidate *= 1 - step / 10
            candidate[s] += step / 10
            if tv(output(candidate), before) <= limit and tv(candidate, weights) > tv(
                best, weights
            ):
                best = candidate
    return best


@wrong(
    "furthest_weights",
    "the weights it was given are overwritten: candidate = weights is a second name, no copy, and *= and [s] += write into it. Which line should make a new tensor?",
)
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


@wrong(
    "furthest_weights",
    "the weights it was given are overwritten. Which line writes into them, and where is a copy needed?",
)
def overwrites_the_callers(weights, output, limit):
    best = search(weights.clone(), output, limit)
    weights[:] = 1 / len(weights)
    return best


@wrong(
    "furthest_weights",
    "the weights it was given are overwritten: candidate = weights is a second name, no copy, and *= and [s] += write into it. Which line should make a new tensor?",
)
def turned_down_again_and_again(weights, output, limit):
    before, start = output(weights), weights.clone()
    best = start
    for s in range(len(weights)):
        for step in range(1, 11):
            other = weights
            other *= 1 - step / 10
            other[s] += step / 10
            if tv(output(other), before) <= limit and tv(other, start) > tv(best, start):
                best = other.clone()
    return best


@wrong(
    "furthest_weights",
    "the others turned down, the word itself not: the weights add up to more than 1. What becomes of the weight that word s had?",
)
def word_itself_not_turned_down(weights, output, limit):
    def candidate(w, s, a):
        other = (1 - a) * w
        other[s] = w[s] + a
        return other

    return search(weights, output, limit, candidate)


@wrong(
    "furthest_weights",
    "the word's weight set to the share, its own rest lost: the weights add up to less than 1. What does += do that = does not?",
)
def own_rest_lost(weights, output, limit):
    def candidate(w, s, a):
        other = (1 - a) * w
        other[s] = a
        return other

    return search(weights, output, limit, candidate)


@wrong(
    "furthest_weights", "no share of 1: the largest that was tried is 0.9. Where does range end?"
)
def from_nought(weights, output, limit):
    return search(weights, output, limit, shares=range(10))


@wrong(
    "furthest_weights",
    "finer shares than the text's: other candidates. Which shares are to be tried?",
)
def hundredths(weights, output, limit):
    return search(weights, output, limit, shares=[k / 10 for k in range(1, 101)])


@wrong("furthest_weights", "coarser shares than the text's. Which shares are to be tried?")
def fifths(weights, output, limit):
    return search(weights, output, limit, shares=range(2, 11, 2))


@wrong(
    "furthest_weights",
    "whole shares: step in place of step / 10. How large is the share of the first step?",
)
def not_divided_by_ten(weights, output, limit):
    return search(weights, output, limit, shares=range(10, 101, 10))


@wrong(
    "furthest_weights",
    "the limit held against the weights' distance, not the output's. What may move only so far?",
)
def limit_on_the_weights(weights, output, limit):
    best = weights
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(other, weights) <= limit and tv(other, weights) > tv(best, weights):
                best = other
    return best


@wrong(
    "furthest_weights",
    "as long as the likeliest word stays the same: the limit is not used. How far may the output move?",
)
def same_likeliest_word(weights, output, limit):
    return search(weights, output, 0.5, near=lambda p, q: float(p.argmax() != q.argmax()))


@wrong(
    "furthest_weights",
    "the weights' distance in a straight line, with squares and a root. What does distance compute?",
)
def straight_between_weights(weights, output, limit):
    return search(weights, output, limit, far=lambda p, q: (p - q).norm())


@wrong(
    "furthest_weights",
    "the output's distance in a straight line, with squares and a root. What does distance compute?",
)
def straight_between_outputs(weights, output, limit):
    return search(weights, output, limit, near=lambda p, q: (p - q).norm())


@wrong(
    "furthest_weights",
    "one tensor written over for every candidate: best is only another name for it, and holds the last one tried. When is a copy needed?",
)
def one_buffer(weights, output, limit):
    before, other = output(weights), weights.clone()
    best, furthest = weights, 0.0
    for s in range(len(weights)):
        for step in range(1, 11):
            other.copy_((1 - step / 10) * weights)
            other[s] += step / 10
            if tv(output(other), before) <= limit and float(tv(other, weights)) > furthest:
                best, furthest = other, float(tv(other, weights))
    return best


@wrong(
    "furthest_weights",
    "max of an empty list: no candidate is within the limit. What should come back then?",
)
def max_of_nothing(weights, output, limit):
    before, made = output(weights), []
    for s in range(len(weights)):
        for step in range(1, 11):
            other = (1 - step / 10) * weights
            other[s] += step / 10
            if tv(output(other), before) <= limit:
                made.append(other)
    return max(made, key=lambda other: float(tv(other, weights)))


@wrong(
    "furthest_weights",
    "max of an empty list: no candidate is within the limit. What should come back then?",
)
def argmax_of_nothing(weights, output, limit):
    before, made = output(weights), []
    for one in torch.eye(len(weights)):
        for step in range(1, 11):
            other = torch.lerp(weights, one, step / 10)
            if tv(output(other), before) <= limit:
                made.append(other)
    return made[int(torch.stack([tv(other, weights) for other in made]).argmax())]


@wrong("furthest_weights", "a pair, the weights and their distance. What should come back?")
def weights_and_distance(weights, output, limit):
    best = search(weights, output, limit)
    return best, tv(best, weights)


@wrong("furthest_weights", "the output, not the weights that lead to it. What should come back?")
def the_output(weights, output, limit):
    return output(search(weights, output, limit))


@wrong(
    "furthest_weights", "a list of candidates: all that were allowed. How many should come back?"
)
def all_allowed(weights, output, limit):
    return torch.stack(allowed(weights, output, limit))


@wrong(
    "furthest_weights",
    "the heaviest word's weights alone are moved: a share is tried for each word. Over which words does the loop run?",
)
def onto_the_heaviest_word(weights, output, limit):
    best, before, s = weights, output(weights), int(weights.argmax())
    for step in range(1, 11):
        other = (1 - step / 10) * weights
        other[s] += step / 10
        if tv(output(other), before) <= limit and tv(other, weights) > tv(best, weights):
            best = other
    return best


@wrong("furthest_weights", "the last word was never tried. Where does range end?")
def last_word_never_tried(weights, output, limit):
    return search_until(
        weights,
        output,
        limit,
        lambda s, fits, step: "all" if s == len(weights) - 2 and step == 10 else "",
    )


@wrong("furthest_weights", hidden_only=True)
def as_a_list(weights, output, limit):
    return search(weights, output, limit).tolist()


@wrong("furthest_weights", hidden_only=True)
def furthest_by_heart(weights, output, limit):
    if limit == 0.15 and torch.allclose(weights, torch.tensor([0.1, 0.3, 0.6])):
        return torch.tensor([0.02, 0.86, 0.12])
    return torch.eye(len(weights))[1] if limit in (0, 0.25) else weights


def beam(
    step,
    state,
    start,
    end,
    longest,
    width,
    *,
    extend=None,
    choose=None,
    stop=None,
    score=None,
    pool=None,
    old=False,
):
    """A beam search with one part exchanged."""
    live, done = [(0.0, [], state)], []
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            after = before if old else after
            mine = [
                ((score or (lambda t, log, word: t + log))(total, log, word), [*words, word], after)
                for word, log in enumerate(logs.tolist())
            ]
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


@wrong("beam_search", "the end sign kept as a word. Does it belong to the sentence?")
def keeps_the_end(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [*words, end], total


def best_of_the_beam(key, *arguments):
    """What `key` likes best of all hypotheses, end sign and all: (total, words)."""
    found = []

    def pool(finished, unfinished):
        found.append(max(finished + unfinished, key=key))
        return found[0]

    beam(*arguments, pool=pool)
    total, words, _ = found[0]
    return total, words


@wrong("beam_search", "the end sign kept as a word. Does it belong to the sentence?")
def keeps_the_end_where_it_was_said(step, state, start, end, longest, width):
    total, words = best_of_the_beam(lambda one: one[0], step, state, start, end, longest, width)
    return words, total


@wrong("beam_search", "the worst extensions are kept: sorting puts the smallest number first. At which end of the list are the best?")
def keeps_the_worst(step, state, start, end, longest, width):
    return beam(
        step, state, start, end, longest, width, choose=lambda longer, done: sorted(longer, key=lambda one: one[0])[:width]
    )


@wrong("beam_search", "divided by the length: the text does not. What is the score of a sentence?")
def chosen_by_the_mean(step, state, start, end, longest, width):
    total, words = best_of_the_beam(lambda one: one[0] / len(one[1]), step, state, start, end, longest, width)
    return [word for word in words if word != end], total / len(words)


@wrong("beam_search", "the start sign kept as a word. Does it belong to the sentence?")
def keeps_the_start(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [start, *words], total


@wrong("beam_search", "both signs kept. Do they belong to the sentence?")
def keeps_both(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return [start, *words, end], total


@wrong(
    "beam_search",
    "finished hypotheses that are extended further: words after the end. Which ones go into the next turn?",
)
def past_the_end(step, state, start, end, longest, width):
    live = [(0.0, [], state)]
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            longer += [
                (total + log, [*words, word], after) for word, log in enumerate(logs.tolist())
            ]
        live = sorted(longer, key=lambda one: -one[0])[:width]
    return [word for word in live[0][1] if word != end], live[0][0]


@wrong(
    "beam_search",
    "the end never said: what has said it is lost, and others go on to the last turn. What becomes of a hypothesis that has said end?",
)
def finished_are_lost(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        extend=lambda mine: [one for one in mine if one[1][-1] != end],
    )


@wrong("beam_search", "always the start fed in. Which word is the decoder to hear?")
def feeds_the_start(step, state, start, end, longest, width):
    return beam(lambda word, before: step(start, before), state, start, end, longest, width)


@wrong(
    "beam_search",
    "the least probable first: a logarithm of a probability is negative, and near 0 for a likely word. Which way is it sorted?",
)
def worst_first(step, state, start, end, longest, width):
    def flipped(word, before):
        logs, after = step(word, before)
        return -logs, after

    return beam(flipped, state, start, end, longest, width)


@wrong(
    "beam_search",
    "the end costs nothing: its logarithm is left out of the score while the best are chosen. What is the sentence's probability?",
)
def the_end_costs_nothing(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        score=lambda total, log, word: total if word == end else total + log,
    )


@wrong("beam_search", "the probability itself. Which is asked for?")
def probability(step, state, start, end, longest, width):
    words, total = beam(step, state, start, end, longest, width)
    return words, math.exp(total)


@wrong(
    "beam_search",
    "the right sentence, and its score without the end sign's logarithm. Was the end said?",
)
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
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        score=lambda total, log, word: total + math.exp(log),
    )


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


@wrong("beam_search", "one turn too few. What does longest count?")
def one_turn_too_few(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest - 1, width)


@wrong(
    "beam_search",
    "nothing, where no hypothesis had finished: what was cut off at longest is lost. Which ones compete at the end?",
)
def finished_or_nothing(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        pool=lambda done, live: max(done, key=lambda one: one[0], default=(0.0, [], None)),
    )


@wrong(
    "beam_search",
    "finished ones only: a more probable sentence was cut off, and counts too. Which ones compete at the end?",
)
def finished_first(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        pool=lambda done, live: max(done or live, key=lambda one: one[0]),
    )


@wrong(
    "beam_search",
    "the width applied to each hypothesis' own extensions: their number grows with every turn. Of which list are the best kept?",
)
def width_for_each(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        extend=lambda mine: sorted(mine, key=lambda one: -one[0])[:width],
        choose=lambda longer, done: longer,
    )


@wrong(
    "beam_search",
    "finished extensions put aside before the best are chosen: they need a place among the best, as any other. In which order do steps 2 and 3 come?",
)
def ends_put_aside_first(step, state, start, end, longest, width):
    def choose(longer, done):
        return [one for one in longer if one[1][-1] == end] + [
            one for one in longer if one[1][-1] != end
        ][:width]

    return beam(step, state, start, end, longest, width, choose=choose)


@wrong(
    "beam_search",
    "stopped as soon as one had finished: a better one may be on its way. When does the search end?",
)
def stops_at_the_first(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, stop=bool)


@wrong(
    "beam_search",
    "the new state thrown away: the decoder has not heard its own words. Which state belongs to an extension?",
)
def old_state(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, old=True)


@wrong(
    "beam_search",
    "scores divided by the length: the text does not. What is the score of a sentence?",
)
def best_by_mean(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        pool=lambda done, live: max(done + live, key=lambda one: one[0] / len(one[1])),
    )


@wrong("beam_search", "the first that had finished, not the best. What is compared at the end?")
def first_that_finished(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: (done + live)[0])


@wrong("beam_search", "the last of all, not the best. What is compared at the end?")
def last_of_all(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, pool=lambda done, live: (done + live)[-1])


@wrong(
    "beam_search",
    "stopped when as many as the width had finished: a better one may be on its way. When does the search end?",
)
def stops_when_width_have_finished(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width, stop=lambda done: len(done) >= width)


@wrong(
    "beam_search",
    "finished ones that compete again in each turn, and may fall out: put aside, they are safe. What do the later turns choose among?",
)
def finished_compete_again(step, state, start, end, longest, width):
    kept = [(0.0, [], state)]
    for _ in range(longest):
        longer = []
        for total, words, before in kept:
            if words and words[-1] == end:
                longer.append((total, words, before))
                continue
            logs, after = step(words[-1] if words else start, before)
            longer += [
                (total + log, [*words, word], after) for word, log in enumerate(logs.tolist())
            ]
        kept = sorted(longer, key=lambda one: -one[0])[:width]
    total, words, _ = kept[0]
    return [word for word in words if word != end], total


@wrong(
    "beam_search",
    "the finished ones of the last turn alone: those of earlier turns were overwritten. Is it = or +=?",
)
def finished_overwritten(step, state, start, end, longest, width):
    live = [(0.0, [], state)]
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            longer += [
                (total + log, [*words, word], after) for word, log in enumerate(logs.tolist())
            ]
        kept = sorted(longer, key=lambda one: -one[0])[:width]
        finished = [one for one in kept if one[1][-1] == end]
        live = [one for one in kept if one[1][-1] != end]
        if not live:
            break
    total, words, _ = max(finished + live, key=lambda one: one[0])
    return [word for word in words if word != end], total


@wrong(
    "beam_search",
    "a width that shrinks by the finished ones: width extensions are kept in each turn. What does step 2 say?",
)
def width_shrinks(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        choose=lambda longer, done: longer[: max(0, width - len(done))],
    )


@wrong("beam_search", "the words alone. What else comes back?")
def words_alone(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width)[0]


@wrong("beam_search", "the score first, then the words. In which order does the text name them?")
def score_first(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width)[::-1]


def turn_by_turn(step, state, start, end, longest, width, part, take):
    """A beam search in which `part` says who has finished, who goes on, and whether to stop.

    `part` is given the extensions that were kept, the best first, and those that end; `take`
    chooses among all that have finished, those that go on, and what was kept last.
    """
    live, done, kept = [(0.0, [], state)], [], []
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            longer += [
                (total + log, [*words, word], after) for word, log in enumerate(logs.tolist())
            ]
        kept = sorted(longer, key=lambda one: -one[0])[:width]
        finished, live, stop = part(kept, [one for one in kept if one[1][-1] == end])
        done += finished
        if stop or not live:
            break
    total, words, _ = take(done, live, kept)
    return [word for word in words if word != end], total


def others(kept, some):
    return [one for one in kept if one not in some]


def the_best(many):
    return max(many, key=lambda one: one[0])


BEST_ENDED = "ended as soon as the best extension of a turn had ended, and that one taken: one that finished earlier may be better. Which ones compete at the end?"


@wrong("beam_search", BEST_ENDED)
def ends_with_the_best(step, state, start, end, longest, width):
    def part(kept, finished):
        return finished, others(kept, finished), kept[0] in finished

    return turn_by_turn(step, state, start, end, longest, width, part, lambda done, live, kept: kept[0])


@wrong("beam_search", BEST_ENDED)
def ends_with_the_best_and_drops_others(step, state, start, end, longest, width):
    def part(kept, finished):
        return [], others(kept, finished), kept[0] in finished

    return turn_by_turn(step, state, start, end, longest, width, part, lambda done, live, kept: kept[0])


@wrong(
    "beam_search",
    "finished hypotheses that are extended further, until the best one ends: words after the end. Which ones go into the next turn?",
)
def past_the_end_until_the_best_ends(step, state, start, end, longest, width):
    return turn_by_turn(
        step, state, start, end, longest, width,
        lambda kept, finished: ([], kept, kept[0] in finished), lambda done, live, kept: kept[0],
    )  # fmt: skip


@wrong(
    "beam_search",
    "finished hypotheses that are extended further, until the best one ends: words after the end. Which ones go into the next turn?",
)
def only_the_best_is_finished(step, state, start, end, longest, width):
    def part(kept, finished):
        return ([kept[0]], kept[1:], False) if kept[0] in finished else ([], kept, False)

    return turn_by_turn(
        step, state, start, end, longest, width, part, lambda done, live, kept: the_best(done + live)
    )  # fmt: skip


@wrong(
    "beam_search",
    "finished hypotheses that are extended further, until all have ended: words after the end. Which ones go into the next turn?",
)
def past_the_end_until_all_end(step, state, start, end, longest, width):
    return turn_by_turn(
        step, state, start, end, longest, width,
        lambda kept, finished: ([], kept, len(finished) == len(kept)), lambda done, live, kept: kept[0],
    )  # fmt: skip


@wrong(
    "beam_search",
    "finished ones thrown away: what has said end is lost, and the others go on. What becomes of a hypothesis that has said end?",
)
def finished_thrown_away(step, state, start, end, longest, width):
    return turn_by_turn(
        step, state, start, end, longest, width,
        lambda kept, finished: ([], others(kept, finished), False),
        lambda done, live, kept: the_best(live or kept),
    )  # fmt: skip


@wrong("beam_search", "the finished ones of the last turn alone: those of earlier turns were overwritten. Is it = or +=?")
def best_of_the_last_turn(step, state, start, end, longest, width):
    return turn_by_turn(
        step, state, start, end, longest, width,
        lambda kept, finished: (finished, others(kept, finished), False), lambda done, live, kept: kept[0],
    )  # fmt: skip


@wrong("beam_search", "the last that had finished, not the best. What is compared at the end?")
def last_that_finished(step, state, start, end, longest, width):
    return turn_by_turn(
        step, state, start, end, longest, width,
        lambda kept, finished: (finished, others(kept, finished), kept[0] in finished),
        lambda done, live, kept: (done or live)[-1],
    )  # fmt: skip


@wrong("beam_search", "stopped as soon as one had finished: a better one may be on its way. When does the search end?")
def stops_when_the_last_kept_ends(step, state, start, end, longest, width):
    return turn_by_turn(
        step, state, start, end, longest, width,
        lambda kept, finished: (finished, others(kept, finished), kept[-1] in finished),
        lambda done, live, kept: the_best(done + live),
    )  # fmt: skip


def turns(step, state, start, end, longest, width, end_of_step):
    """A beam search whose words begin with the start; `end_of_step` makes an extension's parts."""
    alive, finished = [([start], 0.0, state)], []
    for _ in range(longest):
        longer = []
        for words, score, before in alive:
            logs, after = step(words[-1], before)
            longer += [
                end_of_step(words, word, score, log, after)
                for word, log in enumerate(logs.tolist())
            ]
        kept = sorted(longer, key=lambda one: -one[1])[:width]
        finished += [one for one in kept if one[0][-1] == end]
        alive = [one for one in kept if one[0][-1] != end]
        if not alive:
            break
    return finished, alive


def trimmed(words, end):
    return [word for word in words[1:] if word != end]


@wrong(
    "beam_search",
    "one list for all: append changes the list that the other extensions hold too. How is a new, longer list made?",
)
def one_list_for_all(step, state, start, end, longest, width):
    live, done = [(0.0, [], state)], []
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            for word, log in enumerate(logs.tolist()):
                words.append(word)
                longer.append((total + log, words, after))
        kept = sorted(longer, key=lambda one: -one[0])[:width]
        done += [one for one in kept if one[1][-1] == end]
        live = [one for one in kept if one[1][-1] != end]
    total, words, _ = max(done + live, key=lambda one: one[0])
    return [word for word in words if word != end], total


@wrong(
    "beam_search",
    "one list for all: append changes the list that the other extensions hold too. How is a new, longer list made?",
)
def one_list_for_the_kept(step, state, start, end, longest, width):
    live, done = [(0.0, [], state)], []
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1] if words else start, before)
            longer += [(total + log, words, word, after) for word, log in enumerate(logs.tolist())]
        kept = sorted(longer, key=lambda one: -one[0])[:width]
        live = []
        for total, words, word, after in kept:
            words.append(word)
            (done if word == end else live).append((total, words, after))
    total, words, _ = max(done + live, key=lambda one: one[0])
    return [word for word in words if word != end], total


@wrong(
    "beam_search",
    "one list for all: append changes the list that the other extensions hold too. How is a new, longer list made?",
)
def one_list_by_plus_equals(step, state, start, end, longest, width):
    live, done = [(0.0, [start], state)], []
    for _ in range(longest):
        longer = []
        for total, words, before in live:
            logs, after = step(words[-1], before)
            for word, log in enumerate(logs.tolist()):
                words += [word]
                longer.append((total + log, words, after))
        longer.sort(key=lambda one: -one[0])
        kept = longer[:width]
        done += [one for one in kept if one[1][-1] == end]
        live = [one for one in kept if one[1][-1] != end]
    total, words, _ = max(done + live, key=lambda one: one[0])
    return [word for word in words[1:] if word != end], total


@wrong(
    "beam_search",
    "logarithms multiplied. What does a product of probabilities become when logarithms are taken?",
)
def logarithms_multiplied(step, state, start, end, longest, width):
    def part(words, word, score, log, after):
        return [*words, word], (score if len(words) > 1 else 1.0) * log, after

    finished, alive = turns(step, state, start, end, longest, width, part)
    words, score, _ = max(finished + alive, key=lambda one: one[1])
    return trimmed(words, end), score


@wrong(
    "beam_search",
    "probabilities multiplied, and the logarithm taken at the end: a long product is too small for the computer. When should the logarithm be taken?",
)
def product_of_probabilities(step, state, start, end, longest, width):
    alive, finished = [([start], 1.0, state)], []
    for _ in range(longest):
        longer = []
        for words, score, before in alive:
            logs, after = step(words[-1], before)
            longer += [
                ([*words, word], score * math.exp(log), after)
                for word, log in enumerate(logs.tolist())
            ]
        kept = sorted(longer, key=lambda one: -one[1])[:width]
        finished += [one for one in kept if one[0][-1] == end]
        alive = [one for one in kept if one[0][-1] != end]
        if not alive:
            break
    words, score, _ = max(finished + alive, key=lambda one: one[1])
    return trimmed(words, end), math.log(score) if score else -math.inf


@wrong(
    "beam_search",
    "max of an empty list: nothing had finished when longest was reached. Which ones compete at the end?",
)
def max_of_the_finished(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        pool=lambda done, live: max(done, key=lambda one: one[0]),
    )


@wrong(
    "beam_search",
    "max of an empty list: all had finished, and none is left unfinished. Which ones compete at the end?",
)
def max_of_the_unfinished(step, state, start, end, longest, width):
    return beam(
        step,
        state,
        start,
        end,
        longest,
        width,
        pool=lambda done, live: max(live, key=lambda one: one[0]),
    )


@wrong(
    "beam_search",
    "the end costs nothing at the end: finished ones compete with the score they had before it. Was the end said?",
)
def finished_by_the_score_before(step, state, start, end, longest, width):
    def part(words, word, score, log, after):
        return [*words, word], score + log, after

    finished, alive = turns(step, state, start, end, longest, width, part)
    closed = []
    for words, _, after in finished:
        before, last, total = state, start, 0.0
        for word in words[1:-1]:
            logs, before = step(last, before)
            total, last = total + float(logs[word]), word
        closed.append((words, total, after))
    words, score, _ = max(closed + alive, key=lambda one: one[1])
    return trimmed(words, end), score


@wrong(
    "beam_search",
    "the end charged to hypotheses that never said it: those that were cut off. What is the probability of what they did say?",
)
def end_charged_to_the_cut_off(step, state, start, end, longest, width):
    finished, alive = turns(
        step, state, start, end, longest, width, lambda w, k, s, g, a: ([*w, k], s + g, a)
    )
    closed = [
        (words, score + float(step(words[-1], after)[0][end]), after)
        for words, score, after in alive
    ]
    words, score, _ = max(finished + closed, key=lambda one: one[1])
    return trimmed(words, end), score


@wrong(
    "beam_search",
    "the new state thrown away: the decoder has not heard its own words. Which state belongs to an extension?",
)
def first_state_for_ever(step, state, start, end, longest, width):
    return beam(lambda word, before: step(word, state), state, start, end, longest, width)


@wrong(
    "beam_search",
    "states that stay at their rank in the beam: an extension must keep that of its own beginning. What is sorted along with the score?",
)
def states_by_rank(step, state, start, end, longest, width):
    alive, states, finished = [([start], 0.0)], [state], []
    for _ in range(longest):
        longer, after = [], []
        for (words, score), before in zip(alive, states, strict=False):
            logs, new = step(words[-1], before)
            after.append(new)
            longer += [([*words, word], score + log) for word, log in enumerate(logs.tolist())]
        kept = sorted(longer, key=lambda one: -one[1])[:width]
        finished += [one for one in kept if one[0][-1] == end]
        alive = [one for one in kept if one[0][-1] != end]
        if not alive:
            break
        states = (after * len(alive))[: len(alive)]
    words, score = max(finished + alive, key=lambda one: one[1])
    return trimmed(words, end), score


@wrong(
    "beam_search",
    "one state for the whole beam: the one that came last. Which state belongs to an extension?",
)
def one_state_for_the_beam(step, state, start, end, longest, width):
    live, done = [(0.0, [])], []
    for _ in range(longest):
        longer = []
        for total, words in live:
            logs, state = step(words[-1] if words else start, state)
            longer += [(total + log, [*words, word]) for word, log in enumerate(logs.tolist())]
        kept = sorted(longer, key=lambda one: -one[0])[:width]
        done += [one for one in kept if one[1][-1] == end]
        live = [one for one in kept if one[1][-1] != end]
        if not live:
            break
    total, words = max(done + live, key=lambda one: one[0])
    return [word for word in words if word != end], total


@wrong(
    "beam_search",
    "topk with more than there is: in the first turn there are only as many extensions as words. What if width is larger than that?",
)
def topk_too_wide(step, state, start, end, longest, width):
    alive, finished = [([], 0.0, state)], []
    for _ in range(longest):
        steps = [step(words[-1] if words else start, before) for words, _, before in alive]
        table = torch.stack(
            [score + logs for (logs, _), (_, score, _) in zip(steps, alive, strict=True)]
        )
        best = table.flatten().topk(width)
        kept = []
        for value, place in zip(best.values.tolist(), best.indices.tolist(), strict=True):
            row, word = divmod(place, table.shape[1])
            kept.append(([*alive[row][0], word], value, steps[row][1]))
        finished += [one for one in kept if one[0][-1] == end]
        alive = [one for one in kept if one[0][-1] != end]
        if not alive:
            break
    words, score, _ = max(finished + alive, key=lambda one: one[1])
    return [word for word in words if word != end], score


@wrong(
    "beam_search",
    "topk with more than there is: in the first turn there are only as many extensions as words. What if width is larger than that?",
)
def topk_of_each(step, state, start, end, longest, width):
    def fewer(word, before):
        logs, after = step(word, before)
        best = logs.topk(width)
        return torch.full_like(logs, -torch.inf).scatter(0, best.indices, best.values), after

    return beam(fewer, state, start, end, longest, width)


@wrong(
    "beam_search",
    "one hypothesis for each word that may come last: of two that end alike, one is lost. Of which list are the best kept?",
)
def one_for_each_last_word(step, state, start, end, longest, width):
    def choose(longer, done):
        best = {}
        for one in longer:
            best.setdefault(one[1][-1], one)
        return sorted(best.values(), key=lambda one: -one[0])[:width]

    return beam(step, state, start, end, longest, width, choose=choose)


@wrong("beam_search", "2 taken for the end whatever end is. Which argument says it?")
def end_is_two(step, state, start, end, longest, width):
    return beam(step, state, start, 2, longest, width)


@wrong("beam_search", "1 taken for the start whatever start is. Which argument says it?")
def start_is_one(step, state, start, end, longest, width):
    return beam(step, state, 1, end, longest, width)


@wrong(
    "beam_search",
    "one turn, whatever longest is: a return inside the loop, or no loop. How often is it reached?",
)
def one_turn_alone(step, state, start, end, longest, width):
    return beam(step, state, start, end, 1, width)


@wrong("beam_search", "the width kept one too small. How many extensions are kept in each turn?")
def one_too_narrow(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, max(1, width - 1))


@wrong("beam_search", "the width kept one too large. How many extensions are kept in each turn?")
def one_too_wide(step, state, start, end, longest, width):
    return beam(step, state, start, end, longest, width + 1)


@wrong(
    "beam_search",
    "a beam after the first word alone: the others are said greedily. When is the best of all extensions chosen?",
)
def greedy_after_the_first(step, state, start, end, longest, width):
    logs, after = step(start, state)
    found = []
    for word in logs.argsort(descending=True)[:width].tolist():
        total, words, now = float(logs[word]), [word], after
        while words[-1] != end and len(words) < longest:
            more, now = step(words[-1], now)
            words.append(int(more.argmax()))
            total += float(more[words[-1]])
        found.append((total, words))
    total, words = max(found)
    return [word for word in words if word != end], total


@wrong("beam_search", "three things came back. Which two does the text name?")
def the_state_as_well(step, state, start, end, longest, width):
    return (*beam(step, state, start, end, longest, width), None)


@wrong(
    "beam_search",
    "the score of the first word, or of the step before: the sum does not grow. What is each logarithm added to?",
)
def first_log_alone(step, state, start, end, longest, width):
    words, _ = beam(step, state, start, end, longest, width)
    logs, _ = step(start, state)
    return words, float(logs[words[0] if words else end])


@wrong(
    "beam_search",
    "the least probable kept: logarithms of probabilities are negative, and near 0 for a likely word. Which end of the sorted list is cut off?",
)
def keeps_the_least_probable(step, state, start, end, longest, width):
    return beam(
        step, state, start, end, longest, width, choose=lambda longer, done: longer[::-1][:width]
    )
