# Fifty thousand lines of a blank each, over which a lexer takes hours.
#
# points: average 0
# %% answer="average"
def average(numbers):
    return 3


# %% damage
notebook["cells"].insert(2, {"cell_type": "code", "id": "blanks", "metadata": {}, "outputs": [], "execution_count": None, "source": "x = 1\n" + " \n" * 50_000})
