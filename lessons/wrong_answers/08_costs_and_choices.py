"""Wrong answers to lesson 08: each must lose its points, the listed ones by name."""

import statistics

import numpy as np
import torch
from torch import nn

from grading.authoring.answers import wrong


def costs(scoring, mixing, weights):
    return {"scoring": scoring, "mixing": mixing, "weights": weights}


@wrong("attention_cost", "one query only: each word of the target looks for itself. How many queries are there?")
def one_query(source, target, size):
    return costs(source * size, source * size, source)


@wrong("attention_cost", "lengths added, not multiplied: every query meets every state. How many pairs are 3 and 5?")
def lengths_added(source, target, size):
    return costs((source + target) * size, (source + target) * size, source + target)


@wrong("attention_cost", "the size left out: a dot product is not one multiply-add. How many does it take?")
def no_size(source, target, size):
    return costs(source * target, source * target, source * target)


@wrong("attention_cost", "multiplying and adding counted apart: here the two together are one. What is the unit?")
def two_operations(source, target, size):
    return costs(2 * source * target * size, 2 * source * target * size, source * target)


@wrong("attention_cost", "a weight for every number of a state: a whole state gets one weight. What is the shape of the weights?")
def weights_with_size(source, target, size):
    return costs(source * target * size, source * target * size, source * target * size)


@wrong("attention_cost", "bytes, not numbers. What does the text count?")
def in_bytes(source, target, size):
    return costs(source * target * size, source * target * size, 4 * source * target)


@wrong("attention_cost", "mixing counted once a query: every state is multiplied before it is added. How many states go into one context?")
def mixing_once(source, target, size):
    return costs(source * target * size, target * size, source * target)


@wrong("attention_cost", "mixing without the size: a weight multiplies every number of its state. How many are they?")
def mixing_without_size(source, target, size):
    return costs(source * target * size, source * target, source * target)


@wrong("attention_cost", "the source with itself: who looks at whom?")
def source_with_itself(source, target, size):
    return costs(source**2 * size, source**2 * size, source**2)


@wrong("attention_cost", "the size squared: that would be a matrix between them. Is there one in a dot product?")
def with_a_matrix(source, target, size):
    return costs(source * target * size**2, source * target * size, source * target)


@wrong("attention_cost", "one state only: each query looks at every word of the source. How many are they?")
def one_state(source, target, size):
    return costs(target * size, target * size, target)


@wrong("attention_cost", "the target with itself: who looks at whom?")
def target_with_itself(source, target, size):
    return costs(target**2 * size, target**2 * size, target**2)


@wrong("attention_cost")
def multiplications_and_additions_of_a_dot_product(source, target, size):
    return costs(source * target * (2 * size - 1), source * target * size, source * target)


@wrong("attention_cost", "the three numbers without their names. What kind of thing does the text ask for?")
def a_tuple(source, target, size):
    return source * target * size, source * target * size, source * target


@wrong("attention_cost", "a dictionary with other names, spelt differently or too many or too few. Which three does the text give?")
def other_names(source, target, size):
    return {"score": source * target * size, "mix": source * target * size, "weights": source * target}


@wrong("attention_cost", "a dictionary with other names, spelt differently or too many or too few. Which three does the text give?")
def one_name_missing(source, target, size):
    return {"scoring": source * target * size, "mixing": source * target * size}


@wrong("attention_cost")
def total_only(source, target, size):
    return 2 * source * target * size


def distances(target, source):
    return torch.arange(target).clamp(max=source - 1)[:, None] - torch.arange(source)


@wrong("local_mask", "centres that run past the last word: the last row sees nothing. Where is the centre, if place t does not exist?")
def no_clamp(target, source, window):
    return (torch.arange(target)[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask", "centres one place too far: there is no source place 4 when 4 words count from 0. Which is the last?")
def clamped_at_source(target, source, window):
    centres = torch.arange(target).clamp(max=source)
    return (centres[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask", "centres kept away from the first word: place 0 is a centre too. Which end needs the limit?")
def clamped_at_window(target, source, window):
    centres = torch.arange(target).clamp(min=window).clamp(max=source - 1)
    return (centres[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask", "an inverted mask: True where it must not look. What does True mean in this course?")
def inverted(target, source, window):
    return distances(target, source).abs() > window


@wrong("local_mask", "rows and columns swapped: a row for each source place. Which axis comes first in scores?")
def transposed(target, source, window):
    return (distances(target, source).abs() <= window).T


@wrong("local_mask", "rows and columns swapped, without the rule for the end. Which axis comes first in scores?")
def transposed_without_clamp(target, source, window):
    return (torch.arange(source)[:, None] - torch.arange(target)).abs() <= window


@wrong("local_mask", "a window too narrow: the words at its edge are left out. Is a word at distance 1 inside a window of 1?")
def strictly_inside(target, source, window):
    return distances(target, source).abs() < window


@wrong("local_mask", "a window too narrow: the words at its edge are left out. Is a word at distance 1 inside a window of 1?")
def window_as_whole_width(target, source, window):
    return distances(target, source).abs() <= window // 2


@wrong("local_mask", "a window too wide: distance 2 is outside a window of 1. Which comparison?")
def one_too_wide(target, source, window):
    return distances(target, source).abs() <= window + 1


@wrong("local_mask", "one side only: nothing to the right of the centre, as with a slice that ends before its last number. On which sides does the window lie?")
def slice_ends_early(target, source, window):
    mask = torch.zeros(target, source, dtype=torch.bool)
    for t in range(target):
        c = min(t, source - 1)
        mask[t, max(c - window, 0) : c + window] = True
    mask[source:, source - 1] = True
    return mask


@wrong("local_mask", "one side only: nothing to the right of the centre, as with a slice that ends before its last number. On which sides does the window lie?")
def half_open(target, source, window):
    d = distances(target, source)
    return (d <= window) & (d > -window)


@wrong("local_mask", "a slice that begins at -1: Python counts that from the end, and the slice is empty. Where should it begin at the least?")
def slice_from_minus_one(target, source, window):
    mask = torch.zeros(target, source, dtype=torch.bool)
    for t in range(target):
        c = min(t, source - 1)
        mask[t, c - window : c + window + 1] = True
    return mask


@wrong("local_mask", "places spread evenly over the source, from first to last: that takes the length of the translation, which nobody knows yet. Where is the centre of place t in our rule?")
def stretched(target, source, window):
    centres = torch.arange(target) * (source - 1) / max(target - 1, 1)
    return (centres[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask", "places spread evenly over the source: that takes the length of the translation, which nobody knows yet. Where is the centre of place t in our rule?")
def stretched_by_ratio(target, source, window):
    centres = torch.arange(target) * source // target
    return (centres[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask", "one side only: nothing to the right of the centre, as with a slice that ends before its last number. On which sides does the window lie?")
def past_only(target, source, window):
    d = distances(target, source)
    return (d >= 0) & (d <= window)


@wrong("local_mask", "distances with a sign: everything to the right of the centre is in. Which function drops a sign?")
def signed(target, source, window):
    return distances(target, source) <= window


@wrong("local_mask", "numbers in place of True and False: ~mask would go wrong. Which dtype has only two values?")
def as_numbers(target, source, window):
    return (distances(target, source).abs() <= window).float()


@wrong("local_mask", "numbers in place of True and False: ~mask would go wrong. Which dtype has only two values?")
def as_whole_numbers(target, source, window):
    return (distances(target, source).abs() <= window).long()


@wrong("local_mask", "centres that run past the last word: the last row sees nothing. Where is the centre, if place t does not exist?")
def clamped_by_the_target(target, source, window):
    centres = torch.arange(target).clamp(max=target - 1)
    return (centres[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask")
def with_a_batch_axis(target, source, window):
    return (distances(target, source).abs() <= window).unsqueeze(0)


@wrong("local_mask", "centres counted from 1: the first row looks around place 1. With what does Python begin?")
def counted_from_one(target, source, window):
    centres = torch.arange(1, target + 1).clamp(max=source - 1)
    return (centres[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask")
def square(target, source, window):
    return distances(source, source).abs() <= window


@wrong("local_mask", hidden_only=True)
def learnt_by_heart(target, source, window):
    known = {(6, 4, 1), (2, 6, 2), (3, 3, 0)}
    return distances(target, source).abs() <= window if (target, source, window) in known else None


@wrong("hard_attention", "the heaviest state times its weight: it was turned down. Does *as it is* leave room for a factor?")
def turned_down(weights, states):
    heaviest = weights.max(dim=-1, keepdim=True)
    return heaviest.values * states[torch.arange(len(states))[:, None], heaviest.indices[..., 0]]


@wrong("hard_attention", "the heaviest state times its weight: it was turned down. Does *as it is* leave room for a factor?")
def others_set_to_zero(weights, states):
    kept = torch.where(weights == weights.max(dim=-1, keepdim=True).values, weights, 0)
    return kept @ states


@wrong("hard_attention", "the weighted sum: that is the soft attention of every lesson so far. How many states should go in?")
def soft(weights, states):
    return weights @ states


@wrong("hard_attention", "the states of the first sentence for all. Which axis must the choice leave alone?")
def first_sentence(weights, states):
    return states[0][weights.argmax(dim=-1)]


@wrong("hard_attention", "the lightest state. Which end of the weights is meant?")
def lightest(weights, states):
    return states[torch.arange(len(states))[:, None], weights.argmin(dim=-1)]


@wrong("hard_attention", "the places, not the states. What is a context made of?")
def places(weights, states):
    return weights.argmax(dim=-1)


@wrong("hard_attention", "one state for the whole sentence: the queries were taken together. How many queries does each sentence have?")
def one_for_all(weights, states):
    place = weights.sum(dim=1).argmax(dim=-1)
    return states[torch.arange(len(states)), place].unsqueeze(1).expand(-1, weights.shape[1], -1)


@wrong("hard_attention", "the largest number of each column: the weights were not asked. What says which state is taken?")
def max_pooling(weights, states):
    return states.max(dim=1, keepdim=True).values.expand(-1, weights.shape[1], -1)


@wrong("hard_attention", "the heaviest query for each state: argmax went along the targets. Along which axis do the weights compete?")
def along_the_targets(weights, states):
    return states[torch.arange(len(states))[:, None], weights.argmax(dim=1)]


@wrong("hard_attention", "weights of 0 and 1, not contexts. What is still to be done with them?")
def one_hot_only(weights, states):
    return nn.functional.one_hot(weights.argmax(dim=-1), states.shape[1])


@wrong("hard_attention", "a track that was cut: the states feel nothing either, and the encoder could not learn. Which of your calls leaves PyTorch, as .item(), .tolist() and .numpy() do?")
def detached(weights, states):
    return states[torch.arange(len(states))[:, None], weights.argmax(dim=-1)].detach()


@wrong("hard_attention", "a track that was cut: the states feel nothing either, and the encoder could not learn. Which of your calls leaves PyTorch, as .item(), .tolist() and .numpy() do?")
def through_numpy(weights, states):
    place, rows = weights.detach().numpy().argmax(-1), states.detach().numpy()
    return torch.tensor(np.take_along_axis(rows, place[..., None], axis=1))


@wrong("hard_attention", "weights that are still multiplied in somewhere: they feel a pull. Which state is returned, and times what?")
def straight_through(weights, states):
    hard = nn.functional.one_hot(weights.argmax(dim=-1), states.shape[1]).to(weights)
    return (hard + weights - weights.detach()) @ states


@wrong("hard_attention")
def number_of_classes_guessed(weights, states):
    heaviest = nn.functional.one_hot(weights.argmax(dim=-1))
    return heaviest.to(states.dtype) @ states


@wrong("hard_attention")
def very_cold_softmax(weights, states):
    return (weights / 0.02).softmax(dim=-1) @ states


@wrong("hard_attention")
def above_the_mean(weights, states):
    return (weights > weights.mean(dim=-1, keepdim=True)).to(states) @ states


@wrong("hard_attention")
def missing_target_axis(weights, states):
    return states[torch.arange(len(states)), weights[:, 0].argmax(dim=-1)]


def table_of(weights, source_ids, vocabulary_size, join):
    batch, target, source = weights.shape
    out = torch.zeros(batch, target, vocabulary_size)
    for b in range(batch):
        for word in set(source_ids[b].tolist()):
            out[b, :, word] = join(weights[b][:, source_ids[b] == word])
    return out


@wrong("copy_distribution", "the last place of a word wins: its other weights were written over. What happens to the weights of a word that stands twice?")
def written_over(weights, source_ids, vocabulary_size):
    return table_of(weights, source_ids, vocabulary_size, lambda w: w[:, -1])


@wrong("copy_distribution", "the last place of a word wins: its other weights were written over. What happens to the weights of a word that stands twice?")
def assigned(weights, source_ids, vocabulary_size):
    out = torch.zeros(*weights.shape[:2], vocabulary_size)
    for b in range(len(weights)):
        for place, word in enumerate(source_ids[b]):
            out[b, :, word] = weights[b, :, place]
    return out


@wrong("copy_distribution", "the first place of a word wins: the others are lost. What happens to the weights of a word that stands twice?")
def first_place(weights, source_ids, vocabulary_size):
    return table_of(weights, source_ids, vocabulary_size, lambda w: w[:, 0])


@wrong("copy_distribution", "the largest weight of a word, not their sum. What do the rows add up to?")
def largest(weights, source_ids, vocabulary_size):
    return table_of(weights, source_ids, vocabulary_size, lambda w: w.max(dim=1).values)


@wrong("copy_distribution", "the mean of a word's weights, not their sum. What do the rows add up to?")
def mean(weights, source_ids, vocabulary_size):
    return table_of(weights, source_ids, vocabulary_size, lambda w: w.mean(dim=1))


@wrong("copy_distribution", "counts in place of weights: how often a word stands there. Where did the weights go?")
def shares_of_places(weights, source_ids, vocabulary_size):
    source = weights.shape[-1]
    return table_of(weights, source_ids, vocabulary_size, lambda w: w.shape[1] / source)


@wrong("copy_distribution", "counts in place of weights: how often a word stands there, not even a share. Where did the weights go?")
def counts(weights, source_ids, vocabulary_size):
    return table_of(weights, source_ids, vocabulary_size, lambda w: float(w.shape[1]))


def added(weights, source_ids, vocabulary_size):
    return weights @ nn.functional.one_hot(source_ids, vocabulary_size).to(weights)


@wrong("copy_distribution", "a softmax too many: weights are shares already. What do they add up to before it?")
def softmax_on_top(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size).softmax(dim=-1)


@wrong("copy_distribution", "the ids of the first sentence for all. Which axis is the batch?")
def ids_of_the_first(weights, source_ids, vocabulary_size):
    return added(weights, source_ids[:1].expand_as(source_ids), vocabulary_size)


@wrong("copy_distribution", "one row for all queries: they were added up. How many queries does each sentence have?")
def queries_added(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size).sum(dim=1)


@wrong("copy_distribution", "words and queries in the other order. Which axis comes last?")
def words_first(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size).transpose(1, 2)


@wrong("copy_distribution", "weights that stayed at their places, with zeros behind: the ids were not asked. Which word stands at place 0?")
def padded_behind(weights, source_ids, vocabulary_size):
    return nn.functional.pad(weights, (0, vocabulary_size - weights.shape[-1]))


@wrong("copy_distribution", "the first query only: the others stayed zero. For how many queries does your table of ids hold a row?")
def index_not_expanded(weights, source_ids, vocabulary_size):
    out = torch.zeros(*weights.shape[:2], vocabulary_size)
    return out.scatter_add(2, source_ids.unsqueeze(1), weights)


@wrong("copy_distribution", "zeros only: scatter_add returns a new table and leaves the old one as it was. What becomes of what it returns?")
def result_thrown_away(weights, source_ids, vocabulary_size):
    out = torch.zeros(*weights.shape[:2], vocabulary_size)
    out.scatter_add(2, source_ids.unsqueeze(1).expand_as(weights), weights)
    return out


@wrong("copy_distribution")
def one_word_a_query(weights, source_ids, vocabulary_size):
    heaviest = source_ids.gather(1, weights.argmax(dim=-1))
    return nn.functional.one_hot(heaviest, vocabulary_size).float()


@wrong("copy_distribution")
def as_wide_as_the_largest_id(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, int(source_ids.max()) + 1)


@wrong("copy_distribution")
def weights_by_word(weights, source_ids, vocabulary_size):
    return weights.gather(2, source_ids.clamp(max=weights.shape[2] - 1).unsqueeze(1).expand_as(weights))


@wrong("copy_distribution")
def padding_left_out(weights, source_ids, vocabulary_size):
    out = added(weights, source_ids, vocabulary_size)
    out[..., 0] = 0
    return out


@wrong("copy_distribution")
def spoils_the_weights(weights, source_ids, vocabulary_size):
    out = added(weights, source_ids, vocabulary_size)
    weights /= 2
    return out


def places_of(features):
    return torch.cartesian_prod(torch.arange(features.shape[2]), torch.arange(features.shape[3]))


@wrong("image_states", "a reshape in place of moving the channels: each state holds three places of one channel. Which call moves an axis?")
def reshaped(features):
    b, c, r, k = features.shape
    return features.reshape(b, r * k, c), places_of(features)


@wrong("image_states", "column by column: the first two states stand one below the other. In which order does one read?")
def column_by_column(features):
    b, c, r, k = features.shape
    return features.permute(0, 3, 2, 1).reshape(b, r * k, c), places_of(features)


@wrong("image_states", "the batch mixed with the places. Which axis must stay first?")
def batch_mixed(features):
    b, c, r, k = features.shape
    return features.permute(2, 3, 0, 1).reshape(b, r * k, c), places_of(features)


@wrong("image_states", "channels and rows mixed up: the wrong two axes changed places. Which axis should come last?")
def wrong_axes(features):
    b, c, r, k = features.shape
    return features.transpose(1, 2).reshape(b, r * k, c), places_of(features)


@wrong("image_states")
def channels_first(features):
    return features.flatten(2), places_of(features)


@wrong("image_states")
def not_flattened(features):
    return features.permute(0, 2, 3, 1), places_of(features)


@wrong("image_states")
def backwards(features):
    return features.flatten(2).transpose(1, 2).flip(1), places_of(features)


def states_of(features):
    return features.flatten(2).transpose(1, 2)


@wrong("image_states", "column before row: x before y. Which number does the text name first?")
def x_before_y(features):
    return states_of(features), places_of(features).flip(1)


@wrong("image_states", "column by column: these are places in another order than the states. Which state is the second?")
def places_by_column(features):
    rows, columns = features.shape[2:]
    return states_of(features), torch.tensor([[r, k] for k in range(columns) for r in range(rows)])


@wrong("image_states", "counted from 1. With what does Python begin?")
def from_one(features):
    return states_of(features), places_of(features) + 1


@wrong("image_states", "one number for each state. Which two are asked for?")
def numbered(features):
    return states_of(features), torch.arange(features.shape[2] * features.shape[3])


@wrong("image_states", "two lists, one for rows, one for columns: turned on its side. How many rows has the table of places?")
def on_its_side(features):
    return states_of(features), places_of(features).T


@wrong("image_states")
def shares_of_the_picture(features):
    return states_of(features), places_of(features) / torch.tensor(features.shape[2:])


@wrong("image_states", "numbers with a decimal point: an embedding refuses them. Which dtype counts?")
def decimal_points(features):
    return states_of(features), places_of(features).float()


@wrong("image_states", "a track that was cut: nothing would reach the convolutions. Which of your calls leaves PyTorch, as .detach(), .tolist() and .numpy() do?")
def cut_off(features):
    return states_of(features).detach(), places_of(features)


@wrong("image_states", "a track that was cut: nothing would reach the convolutions. Which of your calls leaves PyTorch, as .detach(), .tolist() and .numpy() do?")
def through_numpy_and_back(features):
    return torch.tensor(states_of(features).detach().numpy()), places_of(features)


@wrong("image_states", "rows and columns exchanged: it says row 3, and there are two. How many values may the first number take?")
def columns_first(features):
    rows, columns = features.shape[2:]
    return states_of(features), torch.cartesian_prod(torch.arange(columns), torch.arange(rows))


@wrong("image_states")
def states_alone(features):
    return states_of(features)


@wrong("image_states", "rows and columns exchanged: it says row 3, and there are two. How many values may the first number take?")
def sizes_swapped_in_divmod(features):
    rows, columns = features.shape[2:]
    number = torch.arange(rows * columns)
    return states_of(features), torch.stack([number // rows, number % rows], dim=1)


@wrong("image_states", "the places of one grid for all: rows and columns were typed in. Where do they stand?")
def places_typed_in(features):
    return states_of(features), torch.cartesian_prod(torch.arange(2), torch.arange(4))


@wrong("image_states", hidden_only=True)
def places_by_heart(features):
    if features.shape[2] == 3 and features.shape[3] == 2:
        return states_of(features), places_of(features)
    known = torch.tensor([[r, k] for r in range(2) for k in range(4)])
    return states_of(features), known


def means_of(table):
    return {name: statistics.mean(scores) for name, (scores, _) in table.items()}


def cheapest(table, names):
    return min(names, key=lambda name: table[name][1])


def within(table, best, noise):
    means = means_of(table)
    return cheapest(table, [n for n in table if means[n] >= means[best] - noise - 1e-12])


@wrong("best_configuration", "the highest single run: that was luck. What is to be compared, before anything else?")
def luckiest(table):
    return max(table, key=lambda name: max(table[name][0]))


@wrong("best_configuration", "the fastest of all: it is clearly worse (or your noise is so large that all may be chosen). Which ones may be chosen from, and whose scores give the noise?")
def luckiest_with_its_noise(table):
    lucky = max(table, key=lambda name: max(table[name][0]))
    return within(table, lucky, np.ptp(table[lucky][0]))


@wrong("best_configuration", "the fastest of all: it is clearly worse (or your noise is so large that all may be chosen). Which ones may be chosen from, and whose scores give the noise?")
def noise_of_the_wildest(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, max(np.ptp(scores) for scores, _ in table.values()))


@wrong("best_configuration", "the noise of all rows averaged: one wild row lets in what is worse. Whose noise is meant?")
def noise_averaged(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, np.mean([np.ptp(scores) for scores, _ in table.values()]))


@wrong("best_configuration", "a part of the noise: a standard deviation, as np.std gives, or reaching down to the lowest run only. What is largest minus smallest?")
def numpy_std(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, np.std(table[best][0]))


@wrong("best_configuration", "more than, not at least: a tie with the limit was refused. Is the best as good as itself when the noise is 0?")
def strictly_better(table):
    means = means_of(table)
    best = max(means, key=means.get)
    noise = max(table[best][0]) - min(table[best][0])
    return cheapest(table, [n for n in table if means[n] > means[best] - noise])


@wrong("best_configuration", "more than, not at least: a tie with the limit was refused. Is the best as good as itself when the noise is 0?")
def strictly_better_or_itself(table):
    means = means_of(table)
    best = max(means, key=means.get)
    noise = max(table[best][0]) - min(table[best][0])
    return cheapest(table, [n for n in table if n == best or means[n] > means[best] - noise])


@wrong("best_configuration", "the median, not the mean: it does not see the run that failed. What is the mean of 0, 0.8 and 0.8?")
def medians(table):
    middles = {name: statistics.median(scores) for name, (scores, _) in table.items()}
    best = max(middles, key=middles.get)
    noise = max(table[best][0]) - min(table[best][0])
    return cheapest(table, [n for n in table if middles[n] >= middles[best] - noise])


@wrong("best_configuration", "the noise from the first two runs: the others count too. How far apart are the largest and the smallest?")
def noise_of_two_runs(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, abs(table[best][0][0] - table[best][0][1]))


@wrong("best_configuration", "the noise from the first and the last run: they need not be the smallest and the largest. How far apart are those?")
def noise_of_first_and_last(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, abs(table[best][0][0] - table[best][0][-1]))


@wrong("best_configuration", "the highest mean, whatever it costs: some are as good, as far as one can tell, and faster. What does the noise allow?")
def highest_mean(table):
    means = means_of(table)
    return max(means, key=means.get)


@wrong("best_configuration", "the fastest of all: it is clearly worse (or your noise is so large that all may be chosen). Which ones may be chosen from, and whose scores give the noise?")
def fastest(table):
    return cheapest(table, table)


@wrong("best_configuration", "the fastest whose own noise reaches the best: the wilder, the better its chances. Whose noise is meant?")
def own_noise(table):
    means = means_of(table)
    best = max(means.values())
    return cheapest(table, [n for n in table if means[n] + max(table[n][0]) - min(table[n][0]) >= best])


@wrong("best_configuration", "a part of the noise: a standard deviation, as np.std gives, or reaching down to the lowest run only. What is largest minus smallest?")
def above_the_lowest_run(table):
    means = means_of(table)
    lowest = min(table[max(means, key=means.get)][0])
    return cheapest(table, [n for n in table if means[n] >= lowest])


@wrong("best_configuration", "the slowest of those that are good enough. Which end of the seconds is meant?")
def slowest(table):
    means = means_of(table)
    best = max(means, key=means.get)
    noise = max(table[best][0]) - min(table[best][0])
    return max((n for n in table if means[n] >= means[best] - noise), key=lambda n: table[n][1])


@wrong("best_configuration", "a part of the noise: a standard deviation, as np.std gives, or reaching down to the lowest run only. What is largest minus smallest?")
def standard_deviation(table):
    means = means_of(table)
    best = max(means, key=means.get)
    limit = means[best] - statistics.pstdev(table[best][0])
    return cheapest(table, [n for n in table if means[n] >= limit])


@wrong("best_configuration", "a part of the noise: a standard deviation, as np.std gives, or reaching down to the lowest run only. What is largest minus smallest?")
def sample_deviation(table):
    means = means_of(table)
    best = max(means, key=means.get)
    limit = means[best] - statistics.stdev(table[best][0])
    return cheapest(table, [n for n in table if means[n] >= limit])


@wrong("best_configuration", "too much noise: even the clearly worse may be chosen. How far apart are 0.60 and 0.78?")
def noise_doubled(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, 2 * np.ptp(table[best][0]))


@wrong("best_configuration", "the fastest of all: it is clearly worse (or your noise is so large that all may be chosen). Which ones may be chosen from, and whose scores give the noise?")
def four_times_the_noise(table):
    means = means_of(table)
    best = max(means, key=means.get)
    noise = max(table[best][0]) - min(table[best][0])
    return cheapest(table, [n for n in table if means[n] >= means[best] - 4 * noise])


@wrong("best_configuration")
def the_mean_itself(table):
    return max(means_of(table).values())


@wrong("best_configuration", "the fastest of all: it is clearly worse (or your noise is so large that all may be chosen). Which ones may be chosen from, and whose scores give the noise?")
def score_per_second(table):
    return max(table, key=lambda name: statistics.mean(table[name][0]) / table[name][1])


@wrong("best_configuration", "the name and its numbers. What alone is asked for?")
def name_and_numbers(table):
    means = means_of(table)
    best = max(means, key=means.get)
    noise = max(table[best][0]) - min(table[best][0])
    name = cheapest(table, [n for n in table if means[n] >= means[best] - noise])
    return name, table[name]


@wrong("best_configuration", "two runs of three, in the mean: the others count too. Does your code take as many as there are?")
def two_runs_only(table):
    means = {name: (scores[0] + scores[1]) / 2 for name, (scores, _) in table.items()}
    best = max(means, key=means.get)
    noise = abs(table[best][0][0] - table[best][0][1])
    return cheapest(table, [n for n in table if means[n] >= means[best] - noise])


@wrong("best_configuration", hidden_only=True)
def by_heart(table):
    return {8: "enough", 2: "b", 4: "b", 6: "e" if "a" in table else "n0"}.get(len(table))
