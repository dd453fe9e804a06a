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


@wrong("attention_cost", "lengths added, not multiplied: every query meets every state. How many pairs are 3 and 2?")
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


@wrong("attention_cost", "products and sums of a dot product counted one by one: here the two together are one. What is the unit?")
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


@wrong("attention_cost", "one number for everything: the parts are wanted apart, by name. Which three does the text give?")
def total_only(source, target, size):
    return 2 * source * target * size


def distances(target, source):
    return torch.arange(target).clamp(max=source - 1)[:, None] - torch.arange(source)


@wrong("local_mask", "centres that run past the last word: the last row sees nothing. Where is the centre, if place t does not exist?")
def no_clamp(target, source, window):
    return (torch.arange(target)[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask", "centres one place too far: of words that count from 0, the last has a number below their count. Which place is the last of 3?")
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


@wrong("local_mask", "a window too wide: distance 2 is outside a window of 1. What does your code compare the distance with?")
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


@wrong("local_mask", "one axis too many: a mask for one sentence is a flat table. How many axes does the text give it?")
def with_a_batch_axis(target, source, window):
    return (distances(target, source).abs() <= window).unsqueeze(0)


@wrong("local_mask", "centres counted from 1: the first row looks around place 1. With what does Python begin?")
def counted_from_one(target, source, window):
    centres = torch.arange(1, target + 1).clamp(max=source - 1)
    return (centres[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask", "a row for each source place: every target place wants a row. How many rows does the table in the text have, and why?")
def square(target, source, window):
    return distances(source, source).abs() <= window


@wrong("local_mask", hidden_only=True)
def learnt_by_heart(target, source, window):
    known = {(4, 3, 1), (6, 4, 1), (2, 6, 2), (3, 3, 0), (7, 4, 2)}
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


@wrong("hard_attention", "a table of ones as wide as the furthest place taken: it does not fit the states. How many places has every sentence, and how does one_hot learn of it?")
def number_of_classes_guessed(weights, states):
    heaviest = nn.functional.one_hot(weights.argmax(dim=-1))
    return heaviest.to(states.dtype) @ states


@wrong("hard_attention", "a sharp softmax: nearly one state, but still a mixture of all. Where weights lie close together, what comes out?")
def very_cold_softmax(weights, states):
    return (weights / 0.02).softmax(dim=-1) @ states


@wrong("hard_attention", "several states added up: all whose weight is above a limit. How many states may go into one context?")
def above_the_mean(weights, states):
    return (weights > weights.mean(dim=-1, keepdim=True)).to(states) @ states


@wrong("hard_attention", "one query for each sentence: the axis of the queries is gone. How many queries does each sentence have?")
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


@wrong("copy_distribution", "all to one word: the heaviest place takes the whole. What becomes of the other weights?")
def one_word_a_query(weights, source_ids, vocabulary_size):
    heaviest = source_ids.gather(1, weights.argmax(dim=-1))
    return nn.functional.one_hot(heaviest, vocabulary_size).float()


@wrong("copy_distribution", "as many columns as the largest id asks for, and not as the vocabulary has words. Which argument says how many?")
def as_wide_as_the_largest_id(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, int(source_ids.max()) + 1)


@wrong("copy_distribution", "gather in place of scatter: it looks up weights at places called like the ids. Is something taken from there, or put there?")
def weights_by_word(weights, source_ids, vocabulary_size):
    return weights.gather(2, source_ids.clamp(max=weights.shape[2] - 1).unsqueeze(1).expand_as(weights))


@wrong("copy_distribution", "word 0 left out: here it is a word like any other (weights on padding are 0 as it is). What does the row add up to?")
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


@wrong("image_states", "a reshape in place of moving the channels: each state holds neighbouring places of one channel. Which call moves an axis?")
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


@wrong("image_states", "channels before places: the joined axes stand last. Which axis comes last in states?")
def channels_first(features):
    return features.flatten(2), places_of(features)


@wrong("image_states", "a grid still: rows and columns are two axes. How many axes have states?")
def not_flattened(features):
    return features.permute(0, 2, 3, 1), places_of(features)


@wrong("image_states", "from the last place to the first. In which order does one read?")
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


@wrong("image_states", "places as shares of the picture: an embedding looks whole numbers up. What are row and column of the last state in the example?")
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


@wrong("image_states", "rows and columns exchanged: the first number runs up to the number of columns. How many rows are there?")
def columns_first(features):
    rows, columns = features.shape[2:]
    return states_of(features), torch.cartesian_prod(torch.arange(columns), torch.arange(rows))


@wrong("image_states", "the states alone: the text asks for two things. What else comes back?")
def states_alone(features):
    return states_of(features)


@wrong("image_states", "rows and columns exchanged: the first number runs up to the number of columns. How many rows are there?")
def sizes_swapped_in_divmod(features):
    rows, columns = features.shape[2:]
    number = torch.arange(rows * columns)
    return states_of(features), torch.stack([number // rows, number % rows], dim=1)


@wrong("image_states", "the places of one grid for all: rows and columns were typed in. Where do their numbers stand?")
def places_typed_in(features):
    return states_of(features), torch.cartesian_prod(torch.arange(2), torch.arange(4))


@wrong("image_states", hidden_only=True)
def places_by_heart(features):
    known = torch.tensor([[r, k] for r in range(2) for k in range(features.shape[3] if features.shape[3] < 5 else 4)])
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


@wrong("best_configuration", "the luckiest run taken for the best: its row gives mean and noise. Which row has the highest mean?")
def luckiest_with_its_noise(table):
    lucky = max(table, key=lambda name: max(table[name][0]))
    return within(table, lucky, np.ptp(table[lucky][0]))


@wrong("best_configuration", "the largest noise of any row: one wild row lets in what is worse. Whose noise is meant?")
def noise_of_the_wildest(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, max(np.ptp(scores) for scores, _ in table.values()))


@wrong("best_configuration", "the noise of all rows averaged: one wild row lets in what is worse. Whose noise is meant?")
def noise_averaged(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, np.mean([np.ptp(scores) for scores, _ in table.values()]))


@wrong("best_configuration", "a part of the noise: a standard deviation, or largest minus smallest divided by something. What is the largest run of one row less its smallest?")
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


@wrong("best_configuration", "the median, not the mean: it does not see the run that failed. What does one failed run do to a mean?")
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


@wrong("best_configuration", "the lowest run of the best taken for the limit: it is nearer to the mean than the noise reaches. What is best mean minus noise?")
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


@wrong("best_configuration", "a part of the noise: a standard deviation, or largest minus smallest divided by something. What is the largest run of one row less its smallest?")
def standard_deviation(table):
    means = means_of(table)
    best = max(means, key=means.get)
    limit = means[best] - statistics.pstdev(table[best][0])
    return cheapest(table, [n for n in table if means[n] >= limit])


@wrong("best_configuration", "a part of the noise: a standard deviation, or largest minus smallest divided by something. What is the largest run of one row less its smallest?")
def sample_deviation(table):
    means = means_of(table)
    best = max(means, key=means.get)
    limit = means[best] - statistics.stdev(table[best][0])
    return cheapest(table, [n for n in table if means[n] >= limit])


@wrong("best_configuration", "too much noise: even the clearly worse may be chosen. How far do the runs of the best lie apart?")
def noise_doubled(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, 2 * np.ptp(table[best][0]))


@wrong("best_configuration", "the fastest of all: it is clearly worse (or your noise is so large that all may be chosen). Which ones may be chosen from, and whose scores give the noise?")
def four_times_the_noise(table):
    means = means_of(table)
    best = max(means, key=means.get)
    noise = max(table[best][0]) - min(table[best][0])
    return cheapest(table, [n for n in table if means[n] >= means[best] - 4 * noise])


@wrong("best_configuration", "the number in place of the name. What does the function return?")
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
    if "large" in table:
        return "small"
    if len(table) == 3:
        return "a" if table["a"][0] == [0.88, 0.90] else "b"
    return {8: "four" if "four" in table else "g", 4: "b", 6: "n0"}.get(len(table))


# ---------------------------------------------------------------- more of the first


@wrong("attention_cost", "scoring without the size: a dot product is not one multiply-add. How many does it take?")
def scoring_without_size(source, target, size):
    return costs(source * target, source * target * size, source * target)


@wrong("attention_cost", "mixing for one query only: each word of the target mixes its own context. How many contexts are there?")
def mixing_for_one_query(source, target, size):
    return costs(source * target * size, source * size, source * target)


@wrong("attention_cost", "scoring for one query only: each word of the target scores all states anew. How many queries are there?")
def scoring_for_one_query(source, target, size):
    return costs(source * size, source * target * size, source * target)


@wrong("attention_cost", "scoring for one state only: a query meets every state. How many states are there?")
def scoring_for_one_state(source, target, size):
    return costs(target * size, source * target * size, source * target)


@wrong("attention_cost", "one weight for each word of the source: each query has weights of its own. What is the shape of the table?")
def weights_of_one_query(source, target, size):
    return costs(source * target * size, source * target * size, source)


@wrong("attention_cost", "one weight for each word of the target: each query weighs every state. What is the shape of the table?")
def one_weight_a_query(source, target, size):
    return costs(source * target * size, source * target * size, target)


@wrong("attention_cost", "the longer of the two squared: padding counted in. How many pairs of a query and a state are there?")
def longer_squared(source, target, size):
    longer = max(source, target)
    return costs(longer**2 * size, longer**2 * size, longer**2)


@wrong("attention_cost", "pairs within both sentences together, squared: words of one sentence do not look at each other here. Who looks at whom?")
def both_squared(source, target, size):
    both = (source + target) ** 2
    return costs(both * size, both * size, both)


@wrong("attention_cost", "names that have changed places. Which of the three is a memory, and which are steps?")
def weights_and_mixing_swapped(source, target, size):
    return costs(source * target * size, source * target, source * target * size)


@wrong("attention_cost", "names that have changed places. Which of the three is a memory, and which are steps?")
def weights_and_scoring_swapped(source, target, size):
    return costs(source * target, source * target * size, source * target * size)


@wrong("attention_cost", "scoring counted twice: the mixing is held in it, too, or each product in both vectors. What does scoring cost alone?")
def scoring_holds_both(source, target, size):
    return costs(2 * source * target * size, source * target * size, source * target)


@wrong("attention_cost", "softmax counted in: the text leaves it out. What is one pair's dot product alone?")
def softmax_counted(source, target, size):
    return costs(source * target * (size + 3), source * target * size, source * target)


@wrong("attention_cost", "softmax counted in: the text leaves it out. What is one pair's dot product alone?")
def softmax_counted_in_the_mixing(source, target, size):
    return costs(source * target * size, source * target * (size + 3), source * target)


@wrong("attention_cost", "a step more for each pair: a scaling, a softmax or a sum counted in. What is one pair's dot product alone?")
def scaling_counted(source, target, size):
    return costs(source * target * (size + 1), source * target * size, source * target)


@wrong("attention_cost", "a step more for each pair: a scaling, a softmax or a sum counted in. What is one pair's dot product alone?")
def a_step_more_in_both(source, target, size):
    return costs(source * target * (size + 1), source * target * (size + 1), source * target)


@wrong("attention_cost", "one addition too few for a mixture: a multiply-add is counted whole, the first one too. What is the unit?")
def first_state_only_multiplied(source, target, size):
    return costs(source * target * size, target * (source - 1) * size, source * target)


@wrong("attention_cost", "mixing by words of the source and target added, not multiplied. How many states go into how many contexts?")
def mixing_added(source, target, size):
    return costs(source * target * size, (source + target) * size, source * target)


@wrong("attention_cost", "numbers with a decimal point: a count has none. Which of your steps makes one?")
def with_decimal_points(source, target, size):
    return costs(float(source * target * size), float(source * target * size), float(source * target))


@wrong("attention_cost", "numbers with a decimal point: a count has none. Which of your steps makes one?")
def scoring_with_decimal_point(source, target, size):
    return costs(source * target * size / 1, source * target * size, source * target)


@wrong("attention_cost", "numbers with a decimal point: a count has none. Which of your steps makes one?")
def weights_by_division(source, target, size):
    return costs(source * target * size, source * target * size, source * target * size / size)


@wrong("attention_cost", "a dictionary with other names, spelt differently or too many or too few. Which three does the text give?")
def a_total_too(source, target, size):
    return {**costs(source * target * size, source * target * size, source * target), "total": 2 * source * target * size}


@wrong("attention_cost", "a dictionary with other names, spelt differently or too many or too few. Which three does the text give?")
def capital_letters(source, target, size):
    return {"Scoring": source * target * size, "Mixing": source * target * size, "Weights": source * target}


@wrong("attention_cost", "the three numbers without their names. What kind of thing does the text ask for?")
def a_set(source, target, size):
    return {source * target * size, source * target}


@wrong("attention_cost", "a table in place of its count: a list of lists, or a shape. How many numbers does it hold?")
def shape_of_the_table(source, target, size):
    return costs(source * target * size, source * target * size, (target, source))


@wrong("attention_cost", "scoring counted twice: the mixing is held in it, too, or each product in both vectors. What does scoring cost alone?")
def size_twice(source, target, size):
    return costs(2 * source * target * size, source * target * size * 1, source * target * 1)


# -------------------------------------------------------------------- local_mask


@wrong("local_mask", "a centre that never reaches the last word: the limit came one place too early. Which is the last place of 3 words?")
def limited_too_early(target, source, window):
    centres = torch.arange(target).clamp(max=max(source - 2, 0))
    return (centres[:, None] - torch.arange(source)).abs() <= window


@wrong("local_mask", "the centre itself shut out: its distance is 0, and 0 is inside every window. Which row of the table has a hole?")
def without_the_centre(target, source, window):
    d = distances(target, source).abs()
    return (d <= window) & (d > 0)


@wrong("local_mask", "the last word alone, where place t does not exist: the window around it is missing. What else stands near the last word?")
def late_rows_see_one_word(target, source, window):
    mask = (torch.arange(target)[:, None] - torch.arange(source)).abs() <= window
    mask[source:, -1] = True
    return mask


@wrong("local_mask", "the last word alone, where place t does not exist: the window around it is missing. What else stands near the last word?")
def empty_rows_see_one_word(target, source, window):
    mask = (torch.arange(target)[:, None] - torch.arange(source)).abs() <= window
    mask[~mask.any(dim=1), -1] = True
    return mask


@wrong("local_mask", "every word, where place t does not exist: the rule keeps a window. Where is the centre of the last row?")
def late_rows_see_all(target, source, window):
    mask = (torch.arange(target)[:, None] - torch.arange(source)).abs() <= window
    mask[source:] = True
    return mask


@wrong("local_mask", "places below 0 counted from the end: the last word got into the first row. What does Python make of place -1?")
def place_below_nought(target, source, window):
    mask = torch.zeros(target, source, dtype=torch.bool)
    for t in range(target):
        centre = min(t, source - 1)
        for s in range(centre - window, centre + window + 1):
            if -source <= s < source:
                mask[t, s] = True
    return mask


@wrong("local_mask", "places below 0 counted from the end: the last word got into the first row. What does Python make of place -1?")
def wrapped_round(target, source, window):
    d = distances(target, source).abs()
    return torch.minimum(d, source - d) <= window


@wrong("local_mask", "a row for each target place and a column for each target place. How many columns does the table in the text have, and why?")
def square_of_targets(target, source, window):
    return (torch.arange(target)[:, None] - torch.arange(target)).abs() <= window


@wrong("local_mask", "the limit set on the wrong places: source places were held back, not centres. Which of the two can lie beyond the last word?")
def source_held_back(target, source, window):
    place = torch.arange(source).clamp(max=target - 1)
    return (torch.arange(target)[:, None] - place).abs() <= window


@wrong("local_mask", "a list of lists: ~ and & do not work on it. How does one make a tensor of it?")
def a_list_of_lists(target, source, window):
    return [[abs(s - min(t, source - 1)) <= window for s in range(source)] for t in range(target)]


@wrong("local_mask", "a list of lists: ~ and & do not work on it. How does one make a tensor of it?")
def a_list_of_rows(target, source, window):
    return list((distances(target, source).abs() <= window).tolist())


@wrong("local_mask", "one side only: nothing to the left of the centre. On which sides does the window lie?")
def future_only(target, source, window):
    d = distances(target, source)
    return (d <= 0) & (d >= -window)


@wrong("local_mask", "everything to the left of the centre is in: a distance with a sign, or a slice from the start. Where does the window begin?")
def everything_before(target, source, window):
    return distances(target, source) >= -window


@wrong("local_mask", "everything to the left of the centre is in: a distance with a sign, or a slice from the start. Where does the window begin?")
def slice_from_the_start(target, source, window):
    mask = torch.zeros(target, source, dtype=torch.bool)
    for t in range(target):
        mask[t, : min(t, source - 1) + window + 1] = True
    return mask


@wrong("local_mask", "an inverted mask: True where it must not look. What does True mean in this course?")
def inverted_without_clamp(target, source, window):
    return (torch.arange(target)[:, None] - torch.arange(source)).abs() > window


@wrong("local_mask", "distances, not yet yes or no. Which comparison makes them True and False?")
def distances_only(target, source, window):
    return distances(target, source).abs()


@wrong("local_mask", "one row only: the mask of a single target place. How many places look?")
def last_row_only(target, source, window):
    return (min(target, source) - 1 - torch.arange(source)).abs() <= window


@wrong("local_mask", "the edge itself: only words at the very distance of the window. What of the words nearer than that?")
def edge_only(target, source, window):
    return distances(target, source).abs() == window


@wrong("local_mask", "numbers in place of True and False: ~mask would go wrong. Which dtype has only two values?")
def zeros_without_dtype(target, source, window):
    mask = torch.zeros(target, source)
    for t in range(target):
        centre = min(t, source - 1)
        mask[t, max(centre - window, 0) : centre + window + 1] = 1
    return mask


@wrong("local_mask", "minus infinity and 0: these are added to scores, and a mask says yes or no. What stands in the table of the text?")
def added_to_scores(target, source, window):
    return torch.zeros(target, source).masked_fill(distances(target, source).abs() > window, -torch.inf)


# ---------------------------------------------------------------- hard_attention

BATCH_INDEXED = "the batch indexed by places: states[place] takes whole sentences. Which axis of states holds the places, and what must stand before it?"


@wrong("hard_attention", BATCH_INDEXED)
def whole_sentences(weights, states):
    return states[weights.argmax(-1)]


@wrong("hard_attention", BATCH_INDEXED)
def whole_sentences_in_a_loop(weights, states):
    return torch.stack([states[int(row.argmax())] for row in weights[:, 0]])


@wrong("hard_attention", BATCH_INDEXED)
def whole_sentences_by_index_select(weights, states):
    return states.index_select(0, weights.argmax(-1).flatten())


@wrong("hard_attention", "whole numbers times numbers with a decimal point: one_hot makes the first, states are the second. How does one turn a table into the dtype of another?")
def whole_numbers(weights, states):
    return nn.functional.one_hot(weights.argmax(-1), states.shape[1]) @ states


@wrong("hard_attention", "whole numbers times numbers with a decimal point: one_hot makes the first, states are the second. How does one turn a table into the dtype of another?")
def long_table(weights, states):
    return torch.bmm((weights == weights.max(-1, keepdim=True).values).long(), states)


@wrong("hard_attention", "True and False times numbers: PyTorch does not multiply these. How does one turn a table into the dtype of another?")
def true_and_false(weights, states):
    return (weights == weights.max(-1, keepdim=True).values) @ states


@wrong("hard_attention", "all pairs of a sentence's place with every sentence: an axis too many. Which sentence belongs to which row of places?")
def every_sentence_with_every_place(weights, states):
    return states[:, weights.argmax(-1)]


@wrong("hard_attention", "the places of the first sentence for all. Which row of places belongs to which sentence?")
def first_place_of_all(weights, states):
    return states[:, weights.argmax(-1)[0]]


@wrong("hard_attention", "the first number of each state only: gather's index has one column. How wide must it be?")
def gather_without_expand(weights, states):
    return states.gather(1, weights.argmax(dim=-1, keepdim=True))


EQUALS_MIXED = "equally heavy states mixed: the sum or mean of two is no state as it is. How many may be taken where two weigh the same?"


@wrong("hard_attention", EQUALS_MIXED)
def equals_added(weights, states):
    return (weights == weights.max(dim=-1, keepdim=True).values).to(states) @ states


@wrong("hard_attention", EQUALS_MIXED)
def equals_averaged(weights, states):
    ones = (weights >= weights.amax(dim=-1, keepdim=True)).to(states)
    return (ones / ones.sum(dim=-1, keepdim=True)) @ states


@wrong("hard_attention", "rounded weights: where none is above a half, nothing is taken. What has the heaviest weight in common with 1?")
def rounded(weights, states):
    return weights.round() @ states


@wrong("hard_attention", "several states added up: all whose weight is above a limit. How many states may go into one context?")
def above_a_third(weights, states):
    return (weights > 1 / 3).to(states) @ states


@wrong("hard_attention", "several states added up: all whose weight is above a limit. How many states may go into one context?")
def half_and_more(weights, states):
    return (weights >= 0.5).to(states) @ states


@wrong("hard_attention", "a softmax over weights: they are shares already, and what comes out is still a mixture. Which call finds the heaviest?")
def softmax_of_the_weights(weights, states):
    return weights.softmax(dim=-1) @ states


@wrong("hard_attention", "a sharp softmax: nearly one state, but still a mixture of all. Where weights lie close together, what comes out?")
def sharper(weights, states):
    return (10 * weights).softmax(dim=-1) @ states


@wrong("hard_attention", "a sharp softmax: nearly one state, but still a mixture of all. Where weights lie close together, what comes out?")
def hundredfold(weights, states):
    return (100 * weights).softmax(dim=-1) @ states


@wrong("hard_attention", "the heaviest place of the whole sentence, or of the whole batch: argmax went over all entries. Along which axis do the weights compete?")
def argmax_over_all(weights, states):
    place = weights.argmax() % states.shape[1]
    return states[:, place : place + 1].expand(-1, weights.shape[1], -1)


@wrong("hard_attention", "the heaviest place of the whole sentence, or of the whole batch: argmax went over all entries. Along which axis do the weights compete?")
def heaviest_of_the_sentence(weights, states):
    place = weights.flatten(1).argmax(dim=1) % states.shape[1]
    return states[torch.arange(len(states)), place].unsqueeze(1).expand(-1, weights.shape[1], -1)


@wrong("hard_attention", "the heaviest weight itself, not the state it belongs to. Which call says where it stands?")
def weight_itself(weights, states):
    return weights.max(dim=-1).values


@wrong("hard_attention", "a mean of the two heaviest. How many states may go into one context?")
def two_heaviest(weights, states):
    best = weights.topk(min(2, weights.shape[-1]), dim=-1).indices
    return torch.stack([s[place].mean(dim=1) for s, place in zip(states, best, strict=True)])


@wrong("hard_attention", "the first query only: the others are gone. How many queries does each sentence have?")
def first_query_kept(weights, states):
    return states[torch.arange(len(states)), weights[:, 0].argmax(dim=-1)].unsqueeze(1)


@wrong("hard_attention", "the first sentence only: the others are gone. How many sentences has the batch?")
def first_sentence_alone(weights, states):
    return states[0, weights[0].argmax(dim=-1)].unsqueeze(0)


@wrong("hard_attention", "sentences in a list, without their axis: they were put one behind the other. Which call gives each sentence its own row?")
def sentences_joined(weights, states):
    return torch.cat([s[w.argmax(dim=-1)] for w, s in zip(weights, states, strict=True)])


@wrong("hard_attention", "a track that was cut: the states feel nothing either, and the encoder could not learn. Which of your calls leaves PyTorch, as .item(), .tolist() and .numpy() do?")
def inside_no_grad(weights, states):
    with torch.no_grad():
        return states[torch.arange(len(states))[:, None], weights.argmax(dim=-1)]


@wrong("hard_attention", "a track that was cut: the states feel nothing either, and the encoder could not learn. Which of your calls leaves PyTorch, as .item(), .tolist() and .numpy() do?")
def new_tensor_of_lists(weights, states):
    return torch.tensor([[s[int(row.argmax())].tolist() for row in w] for w, s in zip(weights, states, strict=True)])


@wrong("hard_attention")
def overwrites_the_weights(weights, states):
    place = weights.argmax(dim=-1, keepdim=True)
    with torch.no_grad():
        weights.zero_().scatter_(-1, place, 1.0)
    return weights.detach() @ states


@wrong("hard_attention", "the heaviest state written out for every place: a row for each source word. For whom is a context made?")
def at_every_place(weights, states):
    place = weights[:, 0].argmax(dim=-1)
    return states[torch.arange(len(states)), place].unsqueeze(1).expand_as(states)


# ------------------------------------------------------------- copy_distribution


@wrong("copy_distribution", "the last place of a word wins: its other weights were written over. What happens to the weights of a word that stands twice?")
def scattered_not_added(weights, source_ids, vocabulary_size):
    out = torch.zeros(*weights.shape[:2], vocabulary_size)
    return out.scatter(2, source_ids.unsqueeze(1).expand_as(weights), weights)


@wrong("copy_distribution", "the last place of a word wins: its other weights were written over. What happens to the weights of a word that stands twice?")
def added_by_index(weights, source_ids, vocabulary_size):
    out = torch.zeros(*weights.shape[:2], vocabulary_size)
    for b, ids in enumerate(source_ids):
        out[b, :, ids] += weights[b]
    return out


@wrong("copy_distribution", "the first sentence only: the others are gone, or zero. How many sentences has the batch?")
def first_sentence_copied(weights, source_ids, vocabulary_size):
    return added(weights[:1], source_ids[:1], vocabulary_size)


@wrong("copy_distribution", "the first sentence only: the others are gone, or zero. How many sentences has the batch?")
def other_sentences_zero(weights, source_ids, vocabulary_size):
    out = torch.zeros(*weights.shape[:2], vocabulary_size)
    out[0] = added(weights[:1], source_ids[:1], vocabulary_size)[0]
    return out


@wrong("copy_distribution", "the first query only: the axis of the queries is gone. How many queries does each sentence have?")
def first_query_copied(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size)[:, 0]


@wrong("copy_distribution", "one row for all queries: they were added up. How many queries does each sentence have?")
def queries_averaged(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size).mean(dim=1)


@wrong("copy_distribution", "one row for the whole batch: the sentences were added up. Which axis is the batch?")
def sentences_added(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size).sum(dim=0)


@wrong("copy_distribution", "as wide as the sentence: weights of a repeated word were collected at a place. Which axis comes last, and how long is it?")
def collected_at_places(weights, source_ids, vocabulary_size):
    return weights @ (source_ids.unsqueeze(1) == source_ids.unsqueeze(2)).to(weights)


@wrong("copy_distribution", "as wide as the sentence: weights of a repeated word were collected at a place. Which axis comes last, and how long is it?")
def collected_at_the_first_place(weights, source_ids, vocabulary_size):
    out = torch.zeros_like(weights)
    for b, ids in enumerate(source_ids.tolist()):
        for place, word in enumerate(ids):
            out[b, :, ids.index(word)] += weights[b, :, place]
    return out


@wrong("copy_distribution", "one column too many: ids count from 0, and a vocabulary of 6 words has the ids 0 to 5. How wide is the table?")
def one_column_too_many(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size + 1)


@wrong("copy_distribution", "words moved by one: ids count from 0 here. In which column stands word 0?")
def moved_by_one(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size).roll(1, dims=-1)


@wrong("copy_distribution", "divided once too often: by the number of places, or of times a word stands there. What do the weights add up to before it?")
def divided_by_places(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size) / source_ids.shape[1]


@wrong("copy_distribution", "a repeated word's share counted twice over: a sum for each place, then added again. How often may one weight count?")
def counted_twice(weights, source_ids, vocabulary_size):
    counts_of = nn.functional.one_hot(source_ids, vocabulary_size).sum(dim=1, keepdim=True)
    return added(weights, source_ids, vocabulary_size) * counts_of


@wrong("copy_distribution", "counts in place of weights: how often a word stands there, not even a share. Where did the weights go?")
def yes_or_no(weights, source_ids, vocabulary_size):
    there = (nn.functional.one_hot(source_ids, vocabulary_size).sum(dim=1, keepdim=True) > 0).float()
    return there.expand(-1, weights.shape[1], -1)


@wrong("copy_distribution", "a table of words and places: it still has to meet the weights. Which product sums over the places?")
def table_alone(weights, source_ids, vocabulary_size):
    return nn.functional.one_hot(source_ids, vocabulary_size).float()


@wrong("copy_distribution", "whole numbers times numbers with a decimal point: one_hot makes the first, weights are the second. How does one turn a table into the dtype of another?")
def whole_table(weights, source_ids, vocabulary_size):
    return weights @ nn.functional.one_hot(source_ids, vocabulary_size)


@wrong("copy_distribution", "an index with fewer axes than the weights: scatter_add wants one entry for each weight. What must happen to the axis of the queries?")
def index_without_target_axis(weights, source_ids, vocabulary_size):
    return torch.zeros(*weights.shape[:2], vocabulary_size).scatter_add(2, source_ids, weights)


@wrong("copy_distribution", "the largest weight of a word, not their sum. What do the rows add up to?")
def scattered_by_maximum(weights, source_ids, vocabulary_size):
    out = torch.zeros(*weights.shape[:2], vocabulary_size)
    return out.scatter_reduce(2, source_ids.unsqueeze(1).expand_as(weights), weights, reduce="amax")


@wrong("copy_distribution", "the product of a word's weights, not their sum. What do the rows add up to?")
def multiplied(weights, source_ids, vocabulary_size):
    return table_of(weights, source_ids, vocabulary_size, lambda w: w.prod(dim=1))


@wrong("copy_distribution", "neighbours only: places of the same word that stand side by side. Where else may a word stand?")
def neighbours_only(weights, source_ids, vocabulary_size):
    out = torch.zeros(*weights.shape[:2], vocabulary_size)
    for b, ids in enumerate(source_ids.tolist()):
        total = 0
        for place, word in enumerate(ids):
            total = weights[b, :, place] + (total if place and ids[place - 1] == word else 0)
            out[b, :, word] = total
    return out


@wrong("copy_distribution")
def moves_the_weights(weights, source_ids, vocabulary_size):
    with torch.no_grad():
        for b, ids in enumerate(source_ids.tolist()):
            for place, word in enumerate(ids):
                if ids.index(word) != place:
                    weights[b, :, ids.index(word)] += weights[b, :, place]
                    weights[b, :, place] = 0
    return added(weights, source_ids, vocabulary_size)


@wrong("copy_distribution", "a list of lists. How does one make a tensor of it?")
def as_lists(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size).tolist()


@wrong("copy_distribution", "the word, not a distribution over words: the heaviest was chosen already. Which axis should hold the vocabulary?")
def the_word_itself(weights, source_ids, vocabulary_size):
    return added(weights, source_ids, vocabulary_size).argmax(dim=-1)


@wrong("copy_distribution", "the word, not a distribution over words: the heaviest was chosen already. Which axis should hold the vocabulary?")
def word_of_the_heaviest_place(weights, source_ids, vocabulary_size):
    return source_ids.gather(1, weights.argmax(dim=-1))


# ------------------------------------------------------------------ image_states


@wrong("image_states", "the two results in the other order: places came first. Which does the text name first?")
def places_before_states(features):
    return places_of(features), states_of(features)


@wrong("image_states", "states and places both column by column: one reads row by row. Which place is the second?")
def both_by_column(features):
    b, c, r, k = features.shape
    places = torch.tensor([[row, column] for column in range(k) for row in range(r)])
    return features.permute(0, 3, 2, 1).reshape(b, r * k, c), places


@wrong("image_states", "states and places both column by column: one reads row by row. Which place is the second?")
def both_by_column_transposed(features):
    turned = features.transpose(2, 3)
    return states_of(turned), places_of(turned).flip(1)


@wrong("image_states", "two lists reshaped, not transposed: rows and columns were dealt out anew. Which call turns a table on its side?")
def stacked_and_reshaped(features):
    row, column = torch.meshgrid(torch.arange(features.shape[2]), torch.arange(features.shape[3]), indexing="ij")
    return states_of(features), torch.stack([row, column]).reshape(-1, 2)


@wrong("image_states", "an axis too many in places: they are a grid still. How many numbers has one row of places?")
def places_as_a_grid(features):
    row, column = torch.meshgrid(torch.arange(features.shape[2]), torch.arange(features.shape[3]), indexing="ij")
    return states_of(features), torch.stack([row, column], dim=-1)


@wrong("image_states", "two lists in a pair, one for rows, one for columns. How many rows has the table of places?")
def a_pair_of_lists(features):
    places = places_of(features)
    return states_of(features), (places[:, 0], places[:, 1])


@wrong("image_states", "places once for every picture: they are the same in all. What is the shape of places in the text?")
def places_for_each_picture(features):
    return states_of(features), places_of(features).expand(len(features), -1, -1)


@wrong("image_states", "places added to the states already: the text wants them apart. What does state 0 of the example hold?")
def added_already(features):
    places = places_of(features)
    return states_of(features) + places.sum(dim=1).unsqueeze(-1), places


@wrong("image_states", "places put behind the channels: the text wants them apart. How many numbers has a state?")
def places_joined_to_states(features):
    places = places_of(features)
    return torch.cat([states_of(features), places.expand(len(features), -1, -1).to(features)], dim=-1), places


@wrong("image_states", "one state for each column: the rows were averaged or joined. How many places has the grid?")
def one_state_a_column(features):
    columns = features.shape[3]
    return features.mean(dim=2).transpose(1, 2), torch.tensor([[0, k] for k in range(columns)])


@wrong("image_states", "one state for each column: the rows were averaged or joined. How many places has the grid?")
def columns_with_rows_joined(features):
    return features.flatten(1, 2).transpose(1, 2), torch.tensor([[0, k] for k in range(features.shape[3])])


@wrong("image_states", "one state for each row: the columns were averaged or joined. How many places has the grid?")
def one_state_a_row(features):
    return features.mean(dim=3).transpose(1, 2), torch.tensor([[r, 0] for r in range(features.shape[2])])


@wrong("image_states", "channels averaged: a state holds all of them. How many numbers has a state?")
def channels_averaged(features):
    return features.mean(dim=1).flatten(1).unsqueeze(-1), places_of(features)


@wrong("image_states", "rows first: the batch stands behind the places. Which axis must stay first?")
def places_before_batch(features):
    return features.flatten(2).permute(2, 0, 1), places_of(features)


@wrong("image_states", "the first picture only: the others are gone. How many pictures has the batch?")
def first_picture_only(features):
    return states_of(features)[0], places_of(features)


@wrong("image_states", "the picture flattened whole: all channels and places in one row. Which two axes are to be joined?")
def flattened_whole(features):
    return features.flatten(1), places_of(features)


@wrong("image_states", "the places of one grid for all: rows and columns were typed in. Where do their numbers stand?")
def places_of_the_lesson(features):
    return states_of(features), torch.cartesian_prod(torch.arange(3), torch.arange(20))


@wrong("image_states", "the places of one grid for all: rows and columns were typed in. Where do their numbers stand?")
def places_of_the_example(features):
    return states_of(features), torch.cartesian_prod(torch.arange(2), torch.arange(3))


@wrong("image_states", "places as shares from 0 to 1: an embedding looks whole numbers up. What are row and column of the last state in the example?")
def between_nought_and_one(features):
    rows, columns = features.shape[2:]
    return states_of(features), places_of(features) / torch.tensor([max(rows - 1, 1), max(columns - 1, 1)])


@wrong("image_states", "numbers with a decimal point: an embedding refuses them. Which dtype counts?")
def decimal_points_by_zeros(features):
    places = torch.zeros(features.shape[2] * features.shape[3], 2)
    for number, (row, column) in enumerate(places_of(features).tolist()):
        places[number, 0], places[number, 1] = row, column
    return states_of(features), places


@wrong("image_states", "axes given other names: shape is batch, channels, rows, columns, in this order. Which of your names stands where?")
def shape_unpacked_crosswise(features):
    batch, rows, columns, channels = features.shape
    return features.reshape(batch, rows * columns, channels), torch.cartesian_prod(torch.arange(rows), torch.arange(columns))


@wrong("image_states", "axes given other names: shape is batch, channels, rows, columns, in this order. Which of your names stands where?")
def channels_taken_for_last(features):
    rows, columns = features.shape[1:3]
    return features.flatten(1, 2), torch.cartesian_prod(torch.arange(rows), torch.arange(columns))


@wrong("image_states", "a place for every number of a state: the channels were counted in. How many places has the grid?")
def places_with_channels(features):
    channels, rows, columns = features.shape[1:]
    return states_of(features), torch.tensor([[r, k] for _ in range(channels) for r in range(rows) for k in range(columns)])


# ------------------------------------------------------------ best_configuration


@wrong("best_configuration", "the best itself left out: it is as good as itself, and may be the fastest. Whom does the rule let take part?")
def best_left_out(table):
    means = means_of(table)
    best = max(means, key=means.get)
    good = [n for n in table if n != best and means[n] >= means[best] - np.ptp(table[best][0]) - 1e-12]
    return cheapest(table, good) if good else best


@wrong("best_configuration", "the lowest mean taken for the best: these are scores, not losses. Is more better, or less?")
def lowest_is_best(table):
    means = means_of(table)
    best = min(means, key=means.get)
    return cheapest(table, [n for n in table if means[n] <= means[best] + np.ptp(table[best][0]) + 1e-12])


@wrong("best_configuration", "the lowest mean taken for the best: these are scores, not losses. Is more better, or less?")
def lowest_mean(table):
    means = means_of(table)
    return min(means, key=means.get)


@wrong("best_configuration", "a noise that was typed in: it belongs to the runs. Whose scores tell it?")
def noise_of_five_points(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, 0.05)


@wrong("best_configuration", "a noise that was typed in: it belongs to the runs. Whose scores tell it?")
def noise_of_ten_points(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, 0.1)


@wrong("best_configuration", "the noise as a share of the mean: it is a difference, and is taken off. What is 0.83 less 0.06?")
def noise_as_a_share(table):
    means = means_of(table)
    best = max(means, key=means.get)
    return cheapest(table, [n for n in table if means[n] >= means[best] * (1 - np.ptp(table[best][0])) - 1e-12])


@wrong("best_configuration", "a part of the noise: a standard deviation, or largest minus smallest divided by something. What is the largest run of one row less its smallest?")
def noise_by_root(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, np.ptp(table[best][0]) / len(table[best][0]) ** 0.5)


@wrong("best_configuration", "a part of the noise: a standard deviation, or largest minus smallest divided by something. What is the largest run of one row less its smallest?")
def half_the_noise(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, np.ptp(table[best][0]) / 2)


@wrong("best_configuration", "the fastest of all: it is clearly worse (or your noise is so large that all may be chosen). Which ones may be chosen from, and whose scores give the noise?")
def noise_over_all(table):
    best = max(table, key=means_of(table).get)
    return within(table, best, np.ptp([score for scores, _ in table.values() for score in scores]))


@wrong("best_configuration", "the fastest of all: it is clearly worse (or your noise is so large that all may be chosen). Which ones may be chosen from, and whose scores give the noise?")
def noise_of_the_means(table):
    means = means_of(table)
    return within(table, max(means, key=means.get), np.ptp(list(means.values())))


@wrong("best_configuration", "one lucky run is enough to be let in: the mean has to reach the limit. What is compared with best mean minus noise?")
def lucky_run_reaches(table):
    means = means_of(table)
    best = max(means, key=means.get)
    limit = means[best] - np.ptp(table[best][0]) - 1e-12
    return cheapest(table, [n for n in table if max(table[n][0]) >= limit])


@wrong("best_configuration", "every run has to reach the limit: it is the mean that has to. What is compared with best mean minus noise?")
def every_run_reaches(table):
    means = means_of(table)
    best = max(means, key=means.get)
    limit = means[best] - np.ptp(table[best][0]) - 1e-12
    good = [n for n in table if min(table[n][0]) >= limit]
    return cheapest(table, good) if good else best


@wrong("best_configuration", "the luckiest run taken for the best: its row gives mean and noise. Which row has the highest mean?")
def luckiest_row(table):
    lucky = max(table, key=lambda name: max(table[name][0]))
    limit = max(table[lucky][0]) - np.ptp(table[lucky][0])
    return cheapest(table, [n for n in table if means_of(table)[n] >= limit - 1e-12])


@wrong("best_configuration", "the lowest run of the best taken for the limit: it is nearer to the mean than the noise reaches. What is best mean minus noise?")
def from_the_highest_run(table):
    best = max(table, key=means_of(table).get)
    limit = max(table[best][0]) - np.ptp(table[best][0])
    good = [n for n in table if means_of(table)[n] >= limit - 1e-12]
    return cheapest(table, good) if good else best


@wrong("best_configuration", "the sum of the scores taken for a mean, with the noise as it was. By what is a sum divided?")
def sums(table):
    totals = {name: sum(scores) for name, (scores, _) in table.items()}
    best = max(totals, key=totals.get)
    return cheapest(table, [n for n in table if totals[n] >= totals[best] - np.ptp(table[best][0]) - 1e-12])


@wrong("best_configuration", "the noise of a row added to its own mean: what is let in lies lower than the limit. What is compared with best mean minus noise?")
def both_noises(table):
    means = means_of(table)
    best = max(means, key=means.get)
    limit = means[best] - np.ptp(table[best][0]) - 1e-12
    return cheapest(table, [n for n in table if means[n] + np.ptp(table[n][0]) >= limit])


@wrong("best_configuration", "first run minus last, with its sign. What is largest minus smallest?")
def last_minus_first(table):
    means = means_of(table)
    best = max(means, key=means.get)
    good = [n for n in table if means[n] >= means[best] - (table[best][0][-1] - table[best][0][0]) - 1e-12]
    return cheapest(table, good) if good else best


@wrong("best_configuration", "first run minus last, with its sign. What is largest minus smallest?")
def first_minus_last(table):
    means = means_of(table)
    best = max(means, key=means.get)
    good = [n for n in table if means[n] >= means[best] - (table[best][0][0] - table[best][0][-1]) - 1e-12]
    return cheapest(table, good) if good else best


@wrong("best_configuration", "all names that are good enough: one is asked for. Which of them?")
def all_good_names(table):
    means = means_of(table)
    best = max(means, key=means.get)
    return [n for n in table if means[n] >= means[best] - np.ptp(table[best][0]) - 1e-12]


@wrong("best_configuration", "the seconds in place of the name. What does the function return?")
def the_seconds(table):
    means = means_of(table)
    best = max(means, key=means.get)
    return min(table[n][1] for n in table if means[n] >= means[best] - np.ptp(table[best][0]) - 1e-12)


@wrong("best_configuration", "the first that is good enough, as the table has them: seconds were not compared. Which of them took least?")
def first_good_enough(table):
    means = means_of(table)
    best = max(means, key=means.get)
    return next(n for n in table if means[n] >= means[best] - np.ptp(table[best][0]) - 1e-12)


@wrong("best_configuration", "the steadiest of all: runs that agree may agree on little. What is compared first?")
def steadiest(table):
    return min(table, key=lambda name: np.ptp(table[name][0]))


@wrong("best_configuration", "the first run alone: the others count too. What does a mean need?")
def first_run_alone(table):
    first = {name: scores[0] for name, (scores, _) in table.items()}
    best = max(first, key=first.get)
    return cheapest(table, [n for n in table if first[n] >= first[best] - np.ptp(table[best][0]) - 1e-12])


@wrong("best_configuration", "the worst run of each in place of its mean. What is to be compared?")
def by_the_worst_run(table):
    lowest = {name: min(scores) for name, (scores, _) in table.items()}
    best = max(lowest, key=lowest.get)
    return cheapest(table, [n for n in table if lowest[n] >= lowest[best] - np.ptp(table[best][0]) - 1e-12])


@wrong("best_configuration")
def sorts_the_scores(table):
    for scores, _ in table.values():
        scores.sort()
    means = means_of(table)
    best = max(means, key=means.get)
    return within(table, best, table[best][0][-1] - table[best][0][0])
