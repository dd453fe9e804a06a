# %% [markdown]
# # 02 Softmax
#
# *Scores can be negative, huge or missing. How do they become shares?*
#
# In lesson 1 you rated the words yourself, and nobody gives a negative rating to a word. A network
# does. It compares a query with each word and returns a **score**: any number at all, above or
# below zero, small or enormous. This lesson builds the function that turns any scores into weights,
# **softmax**, and makes it safe: against numbers too large for the computer, against words that are
# not there, and, with a knob called *temperature*, against being too sure or too unsure.
#
# About 75 minutes, numpy only; section 5 can wait for a second sitting. By the end of section 3 you will
# have drawn this picture with functions of your own, a row for each setting of the knob.

# %% setup="imports"
import numpy as np

from helpers import check, plots, sliders

words = ["The", "dog", "is", "a", "Labrador"]
scores = np.array([-1.0, 2.0, -0.5, -2.0, 3.0])  # one score per word, any sign

# %%
promised = [  # (temperatures, words): typed in here; you will compute it
    [0.001, 0.001, 0.001, 0.001, 1.00],
    [0.001, 0.120, 0.001, 0.001, 0.88],
    [0.013, 0.258, 0.021, 0.0047, 0.703],
    [0.106, 0.289, 0.126, 0.076, 0.403],
    [0.1997, 0.2003, 0.1998, 0.1995, 0.2005],
]
names = ["temperature 0.1", "0.5", "1", "3", "1000"]
plots.heat_map(promised, words, names, title="The same five scores, five temperatures")

# %% [markdown]
# ## 1 Why not divide by the sum?
#
# It worked in lesson 1. **Predict** what dividing by the sum gives for these three lists of scores.
# Are the results shares: never negative, and 1 in total? Write `True` or `False` for each.

# %%
my_guess = [None, None, None]  # for 3, 1, 0    for 3, 1, -2    for 2, 1, -3

# %%
print("your guess:", my_guess)
with np.errstate(all="ignore"):
    for tried in ([3, 1, 0], [3, 1, -2], [2, 1, -3]):
        print(tried, "divided by", np.sum(tried), "gives", np.array(tried) / np.sum(tried))

# %% [markdown]
# Only the first. With a negative score, one "share" is 1.5 and another -1; and where the scores add
# up to 0, everything explodes. What we want from a function that makes weights out of scores:
#
# 1. every weight is above 0, whatever the score;
# 2. the weights of a sentence add up to 1;
# 3. a higher score gets a higher weight;
# 4. only *differences* between scores count: if all words score 10 more, nothing has changed.
#
# The exponential function does it. $e^{s}$ is positive for every $s$, grows with $s$, and turns
# "10 more" into "times $e^{10}$", which cancels when we divide by the sum:
#
# $$\text{weight}_i = \frac{e^{s_i}}{\sum_j e^{s_j}}$$
#
# This is **softmax**. On a napkin, with $e^0 = 1$, $e^1 = 2.718$ and $e^2 = 7.389$:
#
# | word | score | $e^{score}$ | weight |
# |---|---|---|---|
# | is | 0 | 1 | 1 / 11.107 = 0.090 |
# | a | 1 | 2.718 | 2.718 / 11.107 = 0.245 |
# | dog | 2 | 7.389 | 7.389 / 11.107 = 0.665 |
# | *sum* | | *11.107* | *1* |
#
# A score that is higher by 1 gets $e$ times, about 2.7 times, the weight. A score that is lower by 10
# gets a weight 22,000 times smaller, but **never exactly 0**: softmax turns words down, it does not
# remove them. (On paper. A computer's numbers end near $10^{-308}$, and what is smaller is rounded to 0.)
# The one exception is a score of minus infinity, written `-np.inf`, for which $e^{-\infty}$ is 0. We will
# use it on purpose in section 4.

# %% [markdown]
# ## 2 Too large for the computer
#
# **Predict.** The scores 1000 and 1001 differ by 1, so by rule 4 they should give the weights of 0
# and 1, which are 0.269 and 0.731. Will numpy find that, if we follow the formula to the letter, or will
# something else come out? Write down what.

# %%
my_guess = None  # anything you like, in quotes

# %%
print("your guess:", my_guess)
with np.errstate(all="ignore"):
    large = np.exp(np.array([1000.0, 1001.0]))
    print("e to the 1000 and 1001:", large, "  divided by their sum:", large / large.sum())

# %% [markdown]
# $e^{1000}$ has 435 digits; the computer's numbers stop at 309 and say `inf`. Infinity divided by
# infinity is `nan`, *not a number*, and from there it spreads to everything it touches. A model in
# training that suddenly reports nothing but `nan` has often met this line.
#
# Rule 4 is the cure. Since adding the same number to all scores changes nothing, **subtract the
# largest score from all of them first**. Then the largest is 0, the others are below, and $e$ to the
# power of them lies between 0 and 1. Nothing can overflow.
#
# With several sentences at once, scores are a table of shape `(sentences, words)`, and each row has to
# become weights of its own, with a sum of 1. numpy computes along one axis if told so, and `axis=-1` is the last one,
# here the words:
#
# ```python
# table = np.array([[1.0, 2.0, 3.0], [0.0, 2.0, 1.0]])   # shape (2, 3): 2 sentences, 3 words
# table.max(axis=-1)                                     # [3, 2], shape (2,): the axis is gone
# table.max(axis=-1, keepdims=True)                      # [[3], [2]], shape (2, 1): it fits the table
# table - table.max(axis=-1, keepdims=True)              # each row minus its own largest score
# ```

# %% [markdown]
# ### Exercise 1: `softmax(scores)`  ●●○  8 minutes
#
# Turn scores into weights along the last axis, safely. It will be called with one sentence, with a
# table of sentences, and later with three axes; written with `axis=-1` it is the same three lines.
#
# - `scores`: an array of shape `(..., words)`: any number of axes, the last holds the words; `-np.inf` is
#   allowed, as long as each row has at least one finite score
# - returns: weights, the same shape; each row along the last axis adds up to 1. The array `scores` itself
#   stays as it was: others may still need it
#
# | `scores` | result |
# |---|---|
# | `[0, 1, 2]` | `[0.0900, 0.2447, 0.6652]` |
# | `[[1, 2, 3], [0, 2, 1]]` | `[[0.0900, 0.2447, 0.6652], [0.0900, 0.6652, 0.2447]]` |
# | `[1000, 1001]` | `[0.2689, 0.7311]` |
# | `[0, -inf, 0]` | `[0.5, 0, 0.5]` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# There are three steps: something is subtracted, something is raised, something is divided by. Two of
# them need the axis.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Make a float array. Subtract each row's largest score from the row. Take `np.exp`. Divide each row by
# its own sum. Keep the axis each time, so that the shapes fit.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `scores = np.asarray(scores, dtype=float)`, then
# `shifted = scores - scores.max(axis=-1, keepdims=True)`, then `powers = np.exp(shifted)`; the last
# line divides `powers` by its sum with the same `axis` and `keepdims`.
#
# </details>


# %% exercise="softmax"
def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn scores (..., words) into weights (..., words); each row sums to 1, nothing overflows."""
    ### BEGIN SOLUTION
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %% test="softmax" points=1
with check.exercise("softmax") as rng:
    check.close(softmax(np.array([0, 1, 2])), [0.0900, 0.2447, 0.6652], rule="the napkin example: 0, 1, 2", mistakes={
        "scores divided by their sum: that was lesson 1, and fails for negative scores. Where is the exponential?": [0, 1/3, 2/3],
        "exp without dividing: the weights do not add up to 1. What is still to be divided by?": [1, 2.7183, 7.3891],
        "exp without dividing (after taking off the largest). What makes the weights add up to 1?": [0.1353, 0.3679, 1],
        "the logarithm of the weights: one exponential is missing. Can a weight be negative?": [-2.4076, -1.4076, -0.4076],
        "powers of 2, not of e. Which numpy function is e to the power of?": [1/7, 2/7, 4/7],
        "shifted scores divided by their sum: no exponential. Which of the four rules does that break?": [2/3, 1/3, 0],
        "a softmax of minus the scores: the lowest score got the most. What is taken from what?": [0.6652, 0.2447, 0.0900],
        "all the weight on the largest score: the others get less, not nothing. Where is the exponential?": [0, 0, 1],
        "whole numbers only: an array made of whole numbers cannot hold 0.09. Which line makes it?": [0, 0, 0],
    })

# %% test="softmax" what="table" points=1
with check.exercise("softmax") as rng:
    table = np.array([[1.0, 2, 3], [0, 2, 1]])
    check.close(softmax(table), [[0.0900, 0.2447, 0.6652], [0.0900, 0.6652, 0.2447]], rule="each row is a softmax over its own words", mistakes={
        "a softmax over axis 0: you normalised over sentences, not over words. Which axis holds the words?": [[0.7311, 0.5, 0.8808], [0.2689, 0.5, 0.1192]],
        "a softmax over all entries: the whole table adds up to 1. How many rows should add up to 1 each?": [[0.0658, 0.1789, 0.4863], [0.0242, 0.1789, 0.0658]],
    })
    check.close(table, [[1, 2, 3], [0, 2, 1]], rule="the scores it was given are unchanged", mistakes={
        "the shifted scores: -= changes the caller's array, and np.asarray makes no copy of one. How do you write it with a new name and a plain minus?": [[-2, -1, 0], [-2, 0, -1]],
    })
    shares = rng.dirichlet(np.ones(5), size=(2, 3))  # the softmax of their logarithms is the shares again
    check.close(softmax(np.log(shares)), shares, rule="with three axes, too, the last one holds the words", tolerance=1e-6, mistakes={
        "a softmax over axis 1: right for two axes, not for three. Which number is always the last axis?": shares / shares.sum(axis=1, keepdims=True),
        "a softmax over axis 0: right for one axis only. Which number is always the last axis?": shares / shares.sum(axis=0),
        "one softmax for each table: every row should add up to 1. Which number is always the last axis?": shares / 3,
    })
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for size in ((4,), (1,), (3, 4), (2, 3, 5), (2, 1, 3, 4)):
        table = 3 * rng.normal(size=size)
        check.close(softmax(table.copy()), scipy_softmax(table, axis=-1), rule="random scores, one to four axes", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% test="softmax" what="safe" points=1
with check.exercise("softmax") as rng:
    check.close(softmax(np.array([[1000.0, 1001], [-1000, -1002]])), [[0.2689, 0.7311], [0.8808, 0.1192]], rule="huge scores of either sign do no harm", mistakes={
        "no max subtraction (or not the row's own largest): e to the 1000 is infinity, and infinity over infinity is nan. What may be taken off all scores of a row?": [[np.nan] * 2] * 2,
        "one largest score for the whole table, or the same number taken off every row: the second row vanished. Whose largest score belongs to a row?": [[0.2689, 0.7311], [np.nan] * 2],
    })
    check.close(softmax(np.array([[0.0, 2000], [2000, 0]])), [[0, 1], [1, 0]], rule="scores far apart in one row do no harm", mistakes={
        "taking off the first score: another may be larger by 2000. Which one leaves nothing above 0?": [[0, np.nan], [1, 0]],
        "taking off the last score: another may be larger by 2000. Which one leaves nothing above 0?": [[0, 1], [np.nan, 0]],
        "taking off something in the middle, the mean say: e to the 1000 is infinity still. Which score leaves nothing above 0?": [[0, np.nan], [np.nan, 0]],
    })
    check.close(softmax(np.array([0, -np.inf, 0])), [0.5, 0, 0.5], rule="a score of minus infinity gets weight 0", tolerance=1e-6)
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for size in ((4,), (2, 3, 5)):
        table = 3 * rng.normal(size=size)
        check.close(softmax(table + 700), scipy_softmax(table, axis=-1), rule="the same number added to all changes nothing")
    apart = np.array([[800.0, 801, 799], [-800, -801, -799], [0, 1, 2]])
    check.close(softmax(apart.copy()), scipy_softmax(apart, axis=-1), rule="rows far apart do not disturb each other", tolerance=1e-6)
    check.close(softmax(np.array([[-np.inf, 900.0], [3.0, -np.inf]])), [[0, 1], [1, 0]], rule="minus infinity beside huge scores", tolerance=1e-6)
    ### END HIDDEN TESTS

# %%
plots.bars(words, softmax(scores), title=f"Scores {scores.tolist()} as weights")

# %% [markdown]
# Compare the bars with the scores in the title. "is" has -0.5 and still keeps 2 % of the whole; "The" and
# "a" are there too, thin as hairs. And a lead of 1, from "dog" to "Labrador", is a factor of 2.7.

# %% [markdown]
# ## 3 A knob: temperature
#
# How sure should the model be? Divide all scores by a number $T$ before the softmax:
#
# $$\text{weights} = \text{softmax}(\text{scores} / T)$$
#
# $T$ is called **temperature**, after the formula's first use, in the physics of gases (Boltzmann): in the
# cold, everything sits in the lowest state; in the heat, everything is everywhere.
#
# - $T$ below 1 stretches the differences: sharper, towards *one word takes all*;
# - $T = 1$ changes nothing;
# - $T$ above 1 shrinks the differences: flatter, towards *all equal*.
#
# ### Exercise 2: `predictions`  ●○○  4 minutes
#
# Commit yourself before you build it. Take the scores 0, 1, 2 with the weights 0.09, 0.24, 0.67. What
# happens to the weights? Put `"sharper"`, `"flatter"` or `"same"` in place of the first three `None`, a
# number in place of the last ($e$ is 2.718), and delete the line with `raise`. The four rules of section 1
# are enough to answer; run on, and mend what surprised you. (The check is folded away, so that it
# gives nothing away.)
#
# <details><summary>Hint 1: a nudge</summary>
#
# What happens to the *differences* between the scores?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Rule 4: only differences count. Write down the differences between neighbours before and after. Larger
# differences mean sharper weights.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# For the number: two scores that differ by d have weights in the ratio $e^d$. Before doubling, words 3 and
# 2 differ by 1: the ratio is 2.7. And after?
#
# </details>

# %% exercise="predictions"
add_ten_to_all = None  # "sharper", "flatter" or "same"
double_all = None
divide_all_by_three = None
ratio_after_doubling = None  # the third word's weight divided by the second's, to one decimal
### BEGIN SOLUTION
add_ten_to_all = "same"
double_all = "sharper"
divide_all_by_three = "flatter"
ratio_after_doubling = 7.4
### END SOLUTION

# %% test="predictions" points=2 folded=true
with check.exercise("predictions"):
    check.answered(add_ten_to_all, double_all, divide_all_by_three, ratio_after_doubling)
    differences = "an effect of the size of the scores: only their differences count. Does 10 more for all change one?"
    for answer in (add_ten_to_all, double_all, divide_all_by_three):
        check.one_of(answer, ["sharper", "flatter", "same"])
    check.equal(add_ten_to_all, "same", rule="adding 10 to all scores", mistakes={differences: "sharper", differences + " ": "flatter"})
    proportions = "thinking in proportions: those matter in lesson 1. What happens to the difference between two neighbours?"
    check.equal(double_all, "sharper", rule="doubling all scores", mistakes={proportions: "same", "the wrong way round: the differences became 2 and 2 and 4. What does a larger difference do?": "flatter"})
    check.equal(divide_all_by_three, "flatter", rule="dividing all scores by three", mistakes={proportions: "same", "the wrong way round: each difference became a third. What does a smaller difference do?": "sharper"})
    check.close(ratio_after_doubling, 7.4, rule="the ratio after doubling", tolerance=0.015, mistakes={
        "the ratio before doubling: e to the 1. What is the difference now?": 2.7,
        "twice the ratio before. A ratio is e to the difference: what does a doubled difference do?": 5.4,
        "the ratio of the scores, 4 to 2. What are the weights' powers of?": 2,
        "the difference squared, without e. What are the weights' powers of?": 4,
        "the second divided by the third. Which is divided by which?": 0.1353,
    })

# %% [markdown]
# ### Exercise 3: `softmax_with_temperature(scores, temperature)`  ●○○  5 minutes
#
# Softmax with the knob. Use your `softmax`. A temperature of 0 would divide by zero, and a negative one
# would turn the order upside down, so for both raise a `ValueError` that says what came.
#
# - `scores`: an array of shape `(..., words)`, or a plain list; `temperature`: one number above 0
# - returns: weights, the same shape as the scores
#
# | `scores` | `temperature` | result |
# |---|---|---|
# | `[1, 2, 4]` | `2` | `[0.1402, 0.2312, 0.6285]` |
# | `[1, 2, 4]` | `0.5` | `[0.0024, 0.0179, 0.9796]` |
# | `[1, 2, 4]` | `0` | `ValueError` |
#
# <details><summary>Hint 1: a nudge</summary>
#
# Where in the formula does $T$ stand: inside the exponential, or outside?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# First the check for 0 and below, then divide the scores, then call `softmax` on what you get.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `if temperature <= 0: raise ValueError(...)`, then one line: softmax of
# `np.asarray(scores, dtype=float) / temperature`.
#
# </details>


# %% exercise="softmax_with_temperature"
def softmax_with_temperature(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Softmax of scores / temperature along the last axis; ValueError unless temperature > 0."""
    ### BEGIN SOLUTION
    if temperature <= 0:
        raise ValueError(f"temperature must be above 0, got {temperature}")
    return softmax(np.asarray(scores, dtype=float) / temperature)
    ### END SOLUTION


# %% test="softmax_with_temperature" points=2
with check.exercise("softmax_with_temperature") as rng:
    check.close(softmax_with_temperature(np.array([1.0, 2, 4]), 2), [0.1402, 0.2312, 0.6285], rule="a temperature of 2 flattens the weights of 1, 2, 4", mistakes={
        "multiplying by the temperature: hotter became sharper. Which way should heat go?": [0.0024, 0.0179, 0.9796],
        "dividing after the softmax: the weights no longer add up to 1. What should be divided before?": [0.0210, 0.0571, 0.4219],
        "no temperature at all: put on the exponentials it cancels, since the sum is divided by it too. Where does it not cancel?": [0.0420, 0.1142, 0.8438],
        "weights to the power of 1/T that do not add up to 1. What is missing after the power?": [0.2050, 0.3379, 0.9186],
        "dividing by the square root of the temperature. Does the formula have a root?": [0.0879, 0.1784, 0.7337],
    })
    check.close(softmax_with_temperature(np.array([[1.0, 2, 4], [4, 2, 1]]), 0.5), [[0.0024, 0.0179, 0.9796], [0.9796, 0.0179, 0.0024]], rule="a temperature of 0.5 sharpens each row")
    check.close(softmax_with_temperature([1, 2, 4], 2), [0.1402, 0.2312, 0.6285], rule="a plain list of scores will do")
    shares = rng.dirichlet(np.ones(5), size=(2, 3))
    check.close(softmax_with_temperature(3 * np.log(shares), 3), shares, rule="with three axes, too, the last one holds the words", tolerance=1e-6)
    check.close(softmax_with_temperature(np.array([1000.0, 1001.0]), 0.01), [0, 1], rule="cold and huge at once", mistakes={
        "nan: e to the 100,000 is infinity. Does your softmax pass its own check, and do you use it?": [np.nan, np.nan],
    })
    check.raises(ValueError, lambda: softmax_with_temperature(np.array([1.0, 2, 4]), 0), rule="a temperature of 0 raises ValueError")
    check.raises(ValueError, lambda: softmax_with_temperature(np.array([1.0, 2, 4]), -2.0), rule="a negative temperature raises ValueError")
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for temperature in (0.05, 0.7, 1, 3.0, 1000):
        table = rng.normal(size=(2, 3, 4))
        truth = scipy_softmax(table / temperature, axis=-1)
        check.close(softmax_with_temperature(table, temperature), truth, rule="random scores and temperatures", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# Turn the knob. (Without a slider you see a row for each of five temperatures.)

# %%
sliders.temperature_slider(words, scores, softmax_with_temperature)

# %% [markdown]
# And the picture from the top, this time computed by you:

# %%
mine = [softmax_with_temperature(scores, value) for value in (0.1, 0.5, 1, 3, 1000)]  # (temperatures, words)
plots.heat_map(mine, words, names, title="The same five scores, five temperatures")

# %%
temperatures = np.geomspace(0.1, 100, 31)
turned = np.stack([softmax_with_temperature(scores, value) for value in temperatures])  # (settings, words)
plots.lines(
    temperatures,
    {"Labrador (score 3)": turned[:, 4], "dog (score 2)": turned[:, 1], "a (score -2)": turned[:, 3]},
    x_label="temperature",
    y_label="weight",
    title="From one word takes all to all equal",
    log_x=True,
)

# %% [markdown]
# The middle curve is the interesting one: "dog" has almost nothing in the cold, where the best word takes
# all, most at a temperature near 2, and its fair fifth in the heat. Where should a model be? It can learn that
# itself, as you will see: scaling the scores *is* a temperature. In lesson 4 you will meet one that is built
# into most attention of today.

# %% [markdown]
# ## 4 Words that are not there
#
# Sentences differ in length, tables do not. To compute with many sentences at once, the short ones are
# filled up with **padding**, and a **mask** of the same shape says what is real. In this whole course:
# **True means a real word, False means padding.** (Some libraries have it the other way round. Check
# before you trust.)
#
# | | | | | |
# |---|---|---|---|---|
# | sentence 1 | The | dog | barks | *padding* |
# | mask | True | True | True | False |
# | sentence 2 | It | barks | *padding* | *padding* |
# | mask | True | True | False | False |
#
# The padding has scores too, whatever the network happened to compute there. Three ideas to keep its
# hands off the weights; here they are on sentence 1, with the scores 2, 1, 0 and, at the padding, 3:

# %%
row, real = np.array([2.0, 1.0, 0.0, 3.0]), np.array([True, True, True, False])
after = softmax(row) * real
print("no mask                   ", np.round(softmax(row), 3))
print("scores times the mask     ", np.round(softmax(row * real), 3))
print("softmax, then times mask  ", np.round(after, 3), "sum", round(after.sum(), 3))

# %% [markdown]
# *Scores times the mask* gives the padding a score of 0, and a score of 0 is a score like any other:
# $e^0 = 1$. *Softmax, then times the mask* has no padding left, but the padding had already taken
# its part, and the rest does not add up to 1. Could one divide once more, by what is left? Often. But a
# padding score of 2000 leaves exactly 0 for the real words, and a row without a real word leaves 0 to divide by.
#
# What works is to take the padding out **before** the exponential: give it a score of minus infinity. Since
# $e^{-\infty} = 0$, it adds nothing to the sum and gets a weight of exactly 0.
#
# One trap is left. If a row is *all* padding, every score is minus infinity, there is nothing to share out,
# and softmax makes `nan` of it. Such rows do occur (a table filled up with empty sentences), and one `nan`
# poisons every sum it enters. Our rule: **a row with no real word gives all zeros.** You may meet code that uses a
# large negative number such as -1e9 in place of minus infinity; it cures the `nan`, but shares a row of
# padding out equally, as if there were words in it.

# %% [markdown]
# ### Exercise 4: `masked_softmax(scores, mask)`  ●●○  8 minutes
#
# Softmax over the real words only. The scores at the padding are leftovers: they may be anything, also far
# larger than the others, and must have no influence at all.
#
# - `scores`: an array of shape `(..., words)`; `mask`: the same shape, `True` for a real word
# - returns: weights, the same shape; 0 at the padding; each row with a real word adds up to 1; a row without
#   one is all zeros. Again, `scores` stays as it was
#
# | `scores` | `mask` | result |
# |---|---|---|
# | `[2, 1, 0, 3]` | `[T, T, T, F]` | `[0.6652, 0.2447, 0.0900, 0]` |
# | `[1, 0, 2, 1]` | `[T, T, F, F]` | `[0.7311, 0.2689, 0, 0]` |
# | `[5, 6, 7, 8]` | `[F, F, F, F]` | `[0, 0, 0, 0]` |
#
# (In the table, `T` is short for `True` and `F` for `False`; it has nothing to do with temperature.)
#
# Useful: `np.where(mask, a, b)` takes `a` where the mask is True and `b` elsewhere; `mask.any(axis=-1,
# keepdims=True)` says for each row whether it has a real word.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Your `softmax` already knows what to do with minus infinity, unless a row has nothing else. What harmless
# thing could you give it for such a row?
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# Scores where the mask is True, minus infinity elsewhere. For rows without a real word use any finite score
# instead, 0 say, so that softmax runs through. Then set every weight at the padding to 0.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `hidden = np.where(mask, scores, -np.inf)`, then
# `safe = np.where(mask.any(axis=-1, keepdims=True), hidden, 0.0)`; and at the end one more `np.where` on
# `softmax(safe)`.
#
# </details>


# %% exercise="masked_softmax"
def masked_softmax(scores: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Softmax over real words (mask True) along the last axis; padding and empty rows get 0."""
    ### BEGIN SOLUTION
    hidden = np.where(mask, scores, -np.inf)
    some_word = np.any(mask, axis=-1, keepdims=True)
    return np.where(mask, softmax(np.where(some_word, hidden, 0.0)), 0.0)
    ### END SOLUTION


# %% test="masked_softmax" points=2
with check.exercise("masked_softmax") as rng:
    scores_2, mask_2 = np.array([[2.0, 1, 0, 3], [1, 0, 2, 1]]), np.array([[True, True, True, False], [True, True, False, False]])
    check.close(masked_softmax(scores_2, mask_2), [[0.6652, 0.2447, 0.0900, 0], [0.7311, 0.2689, 0, 0]], rule="real words share everything, padding gets nothing", mistakes={
        "masking after the softmax, without renormalising: padding took its part first. Do the rows add up to 1?": [[0.2369, 0.0871, 0.0321, 0], [0.1966, 0.0723, 0, 0]],
        "an inverted mask: only padding got weight. Does True mean a real word, or padding?": [[0, 0, 0, 1], [0, 0, 0.7311, 0.2689]],
        "scores multiplied by the mask, or set to 0: padding then scores 0, and e to the 0 is 1. Which score gives a weight of 0?": [[0.6103, 0.2245, 0.0826, 0.0826], [0.4754, 0.1749, 0.1749, 0.1749]],
        "scores multiplied by the mask, and masked once more at the end: padding took its part first. Do the rows add up to 1?": [[0.6103, 0.2245, 0.0826, 0], [0.4754, 0.1749, 0, 0]],
        "a softmax without a mask: padding was treated as words. Where is the mask used?": [[0.2369, 0.0871, 0.0321, 0.6439], [0.1966, 0.0723, 0.5344, 0.1966]],
        "the mask added to the scores: that only moves them by 1. Which score gives a weight of 0?": [[0.3995, 0.1470, 0.0541, 0.3995], [0.3655, 0.1345, 0.3655, 0.1345]],
    })
    check.close(scores_2, [[2, 1, 0, 3], [1, 0, 2, 1]], rule="the scores it was given are unchanged", mistakes={
        f"the scores with {name} written into them: scores[...] = changes the caller's array. Which function makes a new one?": [[2, 1, 0, low], [1, 0, low, low]]
        for name, low in (("minus infinity", -np.inf), ("0", 0), ("-1e9", -1e9))
    })

# %% test="masked_softmax" what="extremes" points=1
with check.exercise("masked_softmax") as rng:
    check.close(masked_softmax(np.array([[5.0, 6, 7], [1, 1, 9]]), np.array([[False] * 3, [True, True, False]])), [[0, 0, 0], [0.5, 0.5, 0]], rule="a row with no real word is all zeros", mistakes={
        "nan in the empty row: it has nothing to share out, so the sum to divide by was 0 or not a number. How do you tell that a row is empty?": [[np.nan] * 3, [0.5, 0.5, 0]],
        "equal shares in the empty row: -1e9, or any other equal score for all the padding, gives that. How do you tell that a row is empty?": [[1/3] * 3, [0.5, 0.5, 0]],
        "the padding's own scores, where the row has nothing else. What should an empty row give?": [[0.0900, 0.2447, 0.6652], [0.5, 0.5, 0]],
    })
    check.close(masked_softmax(np.array([0.0, 0.0, 2000.0]), np.array([True, True, False])), [0.5, 0.5, 0], rule="an enormous score at the padding has no influence", mistakes={
        "nothing left for the real words: the padding took everything before the mask came. What if it goes first?": [0, 0, 0],
        "nan: after the softmax the padding had everything, and the rest was 0 divided by 0. What if the padding goes first?": [np.nan, np.nan, np.nan],
    })
    check.close(masked_softmax(np.array([-3000.0, -3000.0, 0.0]), np.array([True, True, False])), [0.5, 0.5, 0], rule="real scores far below the padding's share everything", mistakes={
        "a stand-in for minus infinity that is not low enough. What does -np.inf do for you?": [0, 0, 0],
    })
    shares = rng.dirichlet(np.ones(4), size=(2, 3))  # with padding put in at place 1
    padded, real = np.insert(np.log(shares), 1, 5.0, axis=-1), np.insert(np.full(shares.shape, True), 1, False, axis=-1)
    check.close(masked_softmax(padded, real), np.insert(shares, 1, 0.0, axis=-1), rule="three axes, and padding in the middle", tolerance=1e-6)
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for size in ((5,), (3, 5), (2, 3, 4)):
        table, keep = rng.normal(size=size), rng.random(size) < 0.6
        keep[..., 0] = True
        truth = scipy_softmax(np.where(keep, table, -np.inf), axis=-1)
        check.close(masked_softmax(table.copy(), keep), truth, rule="random scores and masks", tolerance=1e-6)
        wild = np.where(keep, table, 1e4 * rng.normal(size=size))
        check.close(masked_softmax(wild.copy(), keep), truth, rule="whatever the padding holds", tolerance=1e-6)
        check.close(masked_softmax(table + 900, keep), truth, rule="huge scores with a mask")
    check.close(masked_softmax(np.full((2, 3), 7.0), np.zeros((2, 3), dtype=bool)), np.zeros((2, 3)), rule="nothing but empty rows")
    ### END HIDDEN TESTS

# %% [markdown]
# ## 5 What does one score do to all the weights?
#
# In lesson 3 a network learns its scores: after each sentence, training asks *"if this score had been a
# little higher, what would have changed?"*. Since the weights add up to 1, nobody gains without somebody
# losing. How much, exactly? Push a score and look.
#
# **Predict.** The weights are 0.5, 0.3, 0.2. The first score goes up by 0.01. The second and third weights both
# fall. Which one falls by more, the larger or the smaller?

# %%
my_guess = None  # "larger" or "smaller"

# %%
start = np.log([0.5, 0.3, 0.2])  # scores whose softmax is exactly these weights
print("your guess:", my_guess)
change = (np.asarray(softmax(start + [0.01, 0, 0])) - softmax(start)) / 0.01
print("change of each weight, per unit of score:", change.round(3))

# %% [markdown]
# The first weight gains 0.25 per unit of score, the second loses 0.15, the third 0.10: together 0. Those
# who have more, lose more, in proportion. Calculus gives the exact numbers. Read the left side as *"how weight i
# changes per unit of score j"*:
#
# $$\frac{\partial w_i}{\partial s_i} = w_i - w_i w_i \qquad\qquad \frac{\partial w_i}{\partial s_j} = -\,w_i w_j \quad (i \ne j)$$
#
# so $0.5 - 0.5 \cdot 0.5 = 0.25$, then $-0.5 \cdot 0.3 = -0.15$ and $-0.5 \cdot 0.2 = -0.10$, as measured. All of
# them in one table, with a row for each weight and a column for each score, are the **Jacobian** of softmax:
#
# $$J = \operatorname{diag}(w) - w\,w^\top$$
#
# $\operatorname{diag}(w)$ is the square table with the weights on the diagonal and zeros elsewhere, and
# $w\,w^\top$ (the *outer product*) the one that holds $w_i w_j$ in row $i$, column $j$. (In numpy that is
# `np.outer(w, w)`; `w @ w` would be a single number, and `w * w` a single row.) For our three weights:
#
# $$\begin{pmatrix} 0.5 & 0 & 0 \\ 0 & 0.3 & 0 \\ 0 & 0 & 0.2 \end{pmatrix} -
# \begin{pmatrix} 0.25 & 0.15 & 0.10 \\ 0.15 & 0.09 & 0.06 \\ 0.10 & 0.06 & 0.04 \end{pmatrix} =
# \begin{pmatrix} 0.25 & -0.15 & -0.10 \\ -0.15 & 0.21 & -0.06 \\ -0.10 & -0.06 & 0.16 \end{pmatrix}$$

# %% [markdown]
# ### Exercise 5: `softmax_jacobian(weights)`  ●●○  6 minutes
#
# Build this table from the weights. That the scores are not needed is one of the pleasant facts about softmax.
#
# - `weights`: the result of a softmax, shape `(words,)`
# - returns: shape `(words, words)`; row i, column j holds how weight i changes per unit of score j
#
# Example: `[0.5, 0.3, 0.2]` gives the last matrix above.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Two tables and a minus sign. numpy has a function for each table.
#
# </details>
# <details><summary>Hint 2: the idea</summary>
#
# `np.diag` puts an array on a diagonal; `np.outer(a, b)` holds the product of each entry of `a` with each entry
# of `b`. Two nested loops over the formula with the two cases do as well.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# One line: the diagonal table of the weights, minus the outer product of the weights with themselves.
#
# </details>


# %% exercise="softmax_jacobian"
def softmax_jacobian(weights: np.ndarray) -> np.ndarray:
    """How each weight (row) changes per unit of each score (column): (words,) -> (words, words)."""
    ### BEGIN SOLUTION
    return np.diag(weights) - np.outer(weights, weights)
    ### END SOLUTION


# %% test="softmax_jacobian" points=2
with check.exercise("softmax_jacobian") as rng:
    check.close(softmax_jacobian(np.array([0.5, 0.3, 0.2])), [[0.25, -0.15, -0.10], [-0.15, 0.21, -0.06], [-0.10, -0.06, 0.16]], rule="the worked example", mistakes={
        "the diagonal only: a score also moves the other weights. Who pays for a gain?": np.diag([0.25, 0.21, 0.16]),
        "the diagonal only, as a list: a score also moves the other weights. Who pays for a gain?": [0.25, 0.21, 0.16],
        "the weights on the diagonal, and nothing taken off. Where is the outer product?": np.diag([0.5, 0.3, 0.2]),
        "the sign: a weight falls when its own score rises. Which of the two tables comes first?": [[-0.25, 0.15, 0.10], [0.15, -0.21, 0.06], [0.10, 0.06, -0.16]],
        "the outer product only: every entry is positive, so nobody loses. What is it taken from?": [[0.25, 0.15, 0.10], [0.15, 0.09, 0.06], [0.10, 0.06, 0.04]],
        "a sum where a difference belongs: then nobody loses. Do the columns add up to 0?": [[0.75, 0.15, 0.10], [0.15, 0.39, 0.06], [0.10, 0.06, 0.24]],
        "ones on the diagonal in place of the weights. What stands in diag(w)?": [[0.75, -0.15, -0.10], [-0.15, 0.91, -0.06], [-0.10, -0.06, 0.96]],
        "a single number taken off everywhere: w @ w adds up to one number. Which function makes a table of all products?": [[0.12, -0.38, -0.38], [-0.38, -0.08, -0.38], [-0.38, -0.38, -0.18]],
        "a single row taken off every row: w * w has no columns to offer. Which function makes a table of all products?": [[0.25, -0.09, -0.04], [-0.25, 0.21, -0.04], [-0.25, -0.09, 0.16]],
        "the weights in every row, not on the diagonal alone. What does np.diag do?": [[0.25, 0.15, 0.10], [0.35, 0.21, 0.14], [0.40, 0.24, 0.16]],
        "a plus off the diagonal: then nobody loses. Which sign has the second case?": [[0.25, 0.15, 0.10], [0.15, 0.21, 0.06], [0.10, 0.06, 0.16]],
        "w times 1 - w for every pair: that formula holds on the diagonal alone. And elsewhere?": [[0.25, 0.35, 0.40], [0.15, 0.21, 0.24], [0.10, 0.14, 0.16]],
    })
    nudged = rng.normal(size=4)  # four scores
    check.jacobian(softmax_jacobian(np.exp(nudged) / np.exp(nudged).sum()), lambda s: np.exp(s) / np.exp(s).sum(), nudged, rule="four words: agrees with nudging each score", tolerance=1e-6)
    ### BEGIN HIDDEN TESTS
    from scipy.special import softmax as scipy_softmax

    for count in (1, 2, 4, 7):
        point = rng.normal(size=count)
        check.jacobian(softmax_jacobian(scipy_softmax(point)), scipy_softmax, point, rule="agrees with nudging each score", tolerance=1e-6)
    ### END HIDDEN TESTS

# %% [markdown]
# A formula is a claim; measure it. Nudge each of the five scores of our sentence up and down a little, see how
# far each weight moves, and compare with your table. This check is called *finite differences*, and it has saved
# many a researcher from publishing nonsense.

# %%
step = 1e-5
measured = np.zeros((5, 5))
for j, nudge in enumerate(step * np.eye(5)):  # nudge one score at a time
    measured[:, j] = (np.asarray(softmax(scores + nudge)) - softmax(scores - nudge)) / (2 * step)
computed = softmax_jacobian(softmax(scores))
print("largest difference between formula and measurement:", f"{np.abs(computed - measured).max():.1e}")

# %% [markdown]
# One consequence matters for everything that follows. Make the model surer of itself, by multiplying all
# scores, and look at the largest number in the table: the most that any weight can still be moved.

# %%
for factor in (0.5, 1, 3, 10):
    weights = softmax(factor * scores)
    print(f"scores times {factor:4}: heaviest weight {np.max(weights):.4f}, largest entry {np.max(softmax_jacobian(weights)):.5f}")

# %% [markdown]
# The surer the softmax, the less a change of any score does to the weights: with a weight of nearly 1 or nearly 0, the entry
# $w_i - w_i w_i$ is nearly 0. And training works by changing scores. **A softmax that is very sure of itself
# passes hardly any signal back**; a model that starts out too sure is slow to learn. Lesson 4 measures this and
# shows the cure.

# %% [markdown]
# ## 6 What can go wrong
#
# **Overflow is nearer than it seems.** Large models compute in half precision, 16 bits a number, to save
# memory. There the largest number is 65,504, and it does not take a score of 1000 to get past it:

# %%
with np.errstate(over="ignore"):
    for score in (10, 11, 12):
        print("e to the", score, "in half precision:", np.exp(np.float16(score)))

# %% [markdown]
# A score of 12 is nothing unusual. Every serious softmax subtracts the largest score first; now you
# know why.
#
# **Softmax cannot say "none of these".** The weights add up to 1, even where nothing fits. Here is a query
# that has nothing to do with any word, and one that fits one word a little and the rest not at all:

# %%
print("all scores -50:      ", np.round(softmax(np.full(5, -50.0)), 3))
print("one at -48, rest -50:", np.round(softmax(np.array([-50, -48, -50, -50, -50.0])), 3))

# %% [markdown]
# A miserable score of -48 wins two thirds of all attention, because it is the best there is. Large language models
# found their own way out: with nothing to look at, they park their attention on the first word (or piece of a
# word) of the text, whatever it is. Xiao and colleagues (2023) noticed when they cut the first words from the memory of such
# models and the text fell apart; they called them *attention sinks*.
#
# **A mask the wrong way round** raises no error. It gives weights that add up to 1, all of them on padding; the
# model trains, and is merely bad. You have seen the check above recognise it; in lesson 6 we will measure what
# it costs.

# %% [markdown]
# ## In short
#
# 1. **softmax**: $w_i = e^{s_i} / \sum_j e^{s_j}$, along the words. Positive, sums to 1, and only the differences
#    of scores count. Never exactly 0 for a finite score.
# 2. **Subtract the largest score of each row** first, or large scores become `nan`.
# 3. **Temperature** $T$: softmax of $s / T$. Cold is sharp, hot is flat.
# 4. **Mask**: True is a real word. Padding gets a score of $-\infty$ *before* the exponential; an empty row gives zeros.
# 5. **Jacobian**: $\operatorname{diag}(w) - w\,w^\top$. Nobody gains without somebody losing, and who is sure learns
#    slowly.
#
# *To read next.* J. S. Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs", 1990 (the
# name softmax). G. Xiao, Y. Tian, B. Chen, S. Han, M. Lewis, "Efficient Streaming Language Models with Attention
# Sinks", 2023, arXiv:2309.17453.
#
# Next: *03 Learned importance*. Nobody will rate a million sentences. Can a model learn which words matter?
