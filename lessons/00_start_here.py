# %% [markdown]
# # 00 Start here
#
# *How does this course work, and what will you be able to do at the end of it?*
#
# Some words of a sentence matter more than others. In "The dog is a Labrador." you could lose
# "is" and still know what is meant; lose "Labrador" and you could not. **Attention** is the part
# of a neural network that decides, word by word, where to look. You are going to build it
# yourself: first by hand, on five words, and in the end inside a translator that you have
# written, trained and measured.
#
# This first page takes a quarter of an hour. It shows how a lesson works: run a cell, change a
# cell, read what a check tells you, and hand the page in.

# %% [markdown]
# ## Run a cell
#
# This page is a *notebook*: pieces of text and pieces of Python, called **cells**, one under the
# other. Click into the grey cell below and press **Shift + Enter**. Python runs it and moves on to
# the next cell. What the cell has to show stands under it; this first one has nothing to show, and
# only the number in the brackets on its left says that it has run.
#
# The first cell of every lesson loads what the lesson needs. Run it first, always: if something
# below ever says that a name is not defined, this is the cell that was left out. Then run the next
# one, which does show something.

# %% setup="imports"
from helpers import check, plots

# %%
sentence = "The dog is a Labrador."
print(sentence.split())

# %% [markdown]
# Five pieces: `split()` cuts a text wherever there is blank space. The full stop stays glued to
# `Labrador.`; that does not matter today.

# %% [markdown]
# ## Predict, then run
#
# Lessons often ask you to guess before you look. A guess you have written down teaches more than
# an answer you have only read, whether it was right or wrong. Nobody marks it.
#
# **Your turn.** How many pieces does `"The   dog"`, with three spaces in it, give? Put your guess
# in place of `None` and run the cell; then run the one after it.

# %%
my_guess = None  # a whole number

# %%
print("your guess:", my_guess)
print("the truth: ", len("The   dog".split()), "The   dog".split())

# %% [markdown]
# `split()` without anything in the brackets treats a whole stretch of blanks as one gap.
# (`split(" ")`, with a space in the brackets, cuts at every single blank and would give four
# pieces here, two of them empty. Try it: change the cell above and run it again. Nothing you
# change can break anything, and *Edit, Undo* brings it back.)
#
# To try something of your own, make a new cell: click beside a cell and press **B**, or the **+** above
# the notebook. You will want one often.

# %% [markdown]
# ## An exercise, and a check that tells you what went wrong
#
# Exercises look like this: a sentence or two of what and why, an example, how hard it is (one to
# three dots), how long it takes, three hints to unfold when you want them, a cell for your
# answer, and a cell that checks it.
#
# ### Exercise: `count_words(sentence)`  ●○○  3 minutes
#
# Write a function that returns how many words a sentence has, as a whole number. A word is
# anything between blanks; several blanks in a row are one gap, and an empty sentence has no words.
# Nearly every list of numbers in this course has one entry per word, so this is the first number
# we need.
#
# | sentence | `count_words(sentence)` |
# |---|---|
# | `"The dog is a Labrador."` | `5` |
# | `"Woof"` | `1` |
# | `""` | `0` |
#
# **First be wrong on purpose.** In the next cell, replace the line `raise NotImplementedError()`
# by `return len(sentence)`, keeping the four blanks before it. Run that cell, then the check
# below it, and read what the check says before you mend anything. (`as rng` in a check's first line is
# no business of yours: it draws the random numbers with which your answer may be tried out later.)
#
# <details><summary>Hint 1: a nudge</summary>
# What does <code>len(sentence)</code> count, if it says 22 for a sentence of five words and 17 letters?
# </details>
# <details><summary>Hint 2: the idea</summary>
# Cut the sentence into a list of words first. You have seen how, further up. Then ask how long
# the list is.
# </details>
# <details><summary>Hint 3: nearly the code</summary>
# <code>return len(...)</code>, with <code>sentence.split()</code> in place of the dots.
# </details>


# %% exercise="count_words"
def count_words(sentence: str) -> int:
    """How many words a sentence has; words are separated by blanks."""
    ### BEGIN SOLUTION
    return len(sentence.split())
    ### END SOLUTION


# %% test="count_words" points=1
with check.exercise("count_words") as rng:
    check.equal(count_words("The dog is a Labrador."), 5, rule='"The dog is a Labrador." has 5 words')
    check.equal(count_words("  the  dog   saw the dog "), 5, rule="several blanks in a row are one gap")
    check.equal(count_words("It's a half-hour walk - e.g. with a dog."), 9,
                rule="a word is anything between blanks, marks and all")
    check.equal(count_words("Woof"), 1, rule='"Woof" is one word')
    check.equal(count_words(""), 0, rule="an empty sentence has no words")
    ### BEGIN HIDDEN TESTS
    for length in rng.integers(1, 30, size=10):
        words = [str(rng.choice(["dog", "cat", "a", "bone,"])) for _ in range(length)]
        check.equal(count_words(" ".join(words)), int(length), rule="sentences of any length")
    ### END HIDDEN TESTS

# %% [markdown]
# With `return len(sentence)` the report should have said, in its own words: *here is the rule, here
# is what I expected, here is what came, and this looks like counting characters. What is a word?*
# (Characters, not letters: the blanks and the full stop count too, which makes 22.)
# That is what checks are for in this course. They do not only say "wrong": they look at your
# result, compare it with what typical slips produce, and name the one they recognise.
#
# Now mend the function, run its cell again, and run the check again, until every line says `ok`.
# The order matters: a check uses the version of your function that you *ran* last, not the one
# you typed last. If your cell stops with an error of its own, the old version is still in use.
#
# One more promise that every exercise asks of you: **leave what you are given as it is.** From the
# next lesson on, functions get lists and arrays of numbers. Work on a copy, or make something new;
# whoever handed you the list may still need it, and the next check does. A check notices when
# something it handed over has changed, and says so.

# %% [markdown]
# ## Before you hand it in
#
# Cells can be run in any order, and old results stay in memory; so a page can seem to work when
# it does not. Three steps make sure of it:
#
# 1. **Restart and run all.** In the menu: *Run*, then *Restart Kernel and Run All Cells*. Every
#    cell runs once, from the top, in an empty memory. It stops at the first cell that fails, a
#    check that does not hold included: mend that one, and start again.
# 2. **Validate.** The *Validate* button above the notebook (JupyterLab as `make lab` opens it has
#    one) runs everything in the background, does not stop at a check that fails, and tells you
#    which ones failed, as whoever grades you will see it.
# 3. **Submit.** Learning alone? You are done: passing the checks is your grade. In a class, hand
#    in the notebook in the way your instructor has told you.

# %% [markdown]
# ## What you are working towards
#
# The two pictures below are a promise. In lesson 6 you will train a translator of your own, and
# ask it, for each French word it writes, which English words it was looking at. These numbers
# come from such a translator: it had learnt for about a minute from sentences like these, and
# had never met these two. One row for each French word, one column for each English word
# (the full stop is cut off here and counts as a word of its own), and the darker the square, the harder the model looks there. Each row adds up to 1 (what is below
# 0.01 is left blank). Nobody had told it which word is whose translation.

# %%
english = ["The", "dog", "is", "a", "Labrador", "."]
french = ["Le", "chien", "est", "un", "labrador", "."]
weights = [
    [0.988, 0.0069, 0.0023, 0.00269, 0.000143, 0.000116],
    [0.000518, 0.999, 0.000187, 2.98e-06, 0.000372, 2.39e-07],
    [0.00405, 0.00497, 0.945, 0.0163, 0.0279, 0.00133],
    [1.56e-05, 8.81e-06, 0.00286, 0.954, 0.0321, 0.0112],
    [9.85e-06, 3.15e-05, 0.00206, 0.00213, 0.996, 0.000244],
    [2.31e-05, 4.02e-06, 0.0109, 0.0087, 0.00638, 0.974],
]
plots.heat_map(weights, english, french, title="What your translator will show", axes_named=("English", "French"))

# %% [markdown]
# The same words in the same order: somebody who only counts places could have drawn that. So here
# is a sentence whose words change places. French says "the dog black": in the rows of "chien" and
# "noir" the two dark squares cross.

# %%
english = ["The", "black", "dog", "sleeps", "in", "the", "garden", "."]
french = ["Le", "chien", "noir", "dort", "dans", "le", "jardin", "."]
weights = [
    [0.872, 0.104, 0.00349, 0.00174, 0.00128, 0.0131, 0.00328, 0.000915],
    [0.00334, 0.00815, 0.983, 0.00184, 1.46e-05, 0.000232, 0.00299, 2.33e-05],
    [0.0118, 0.908, 0.00678, 0.0695, 0.0028, 0.000643, 0.000392, 0.00042],
    [0.0185, 0.00751, 0.00151, 0.916, 0.0563, 0.000256, 0.000179, 6.38e-05],
    [0.000248, 0.000442, 3.95e-05, 0.00265, 0.965, 0.029, 0.000644, 0.00232],
    [0.00574, 0.0015, 0.000329, 0.00128, 0.102, 0.861, 0.0113, 0.0169],
    [4.45e-05, 0.00118, 1.95e-05, 2.23e-05, 0.000136, 0.000245, 0.997, 0.00171],
    [2.49e-05, 0.000177, 0.000125, 5.6e-05, 0.00766, 0.00196, 0.0248, 0.965],
]
plots.heat_map(weights, english, french, title="Where words change places", axes_named=("English", "French"))

# %% [markdown]
# ## In short
#
# 1. **Shift + Enter** runs a cell; the first cell of a lesson comes first.
# 2. Write your guess down before you look.
# 3. A failed check names the rule, what was expected, what came, and the slip it recognises.
# 4. Restart and run all, validate, submit.
# 5. Next: *01 Word importance*. Which words of "The dog is a Labrador." would you keep?
