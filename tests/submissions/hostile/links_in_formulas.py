# Formulas whose links would ask the formgrader for something, written in four ways.
#
# points: average 0
# hides: \href
# page_hides: \href
# %% answer="average"
def average(numbers):
    return 3


# %% [markdown] after="average"
# $\href{../../?path=x}{y}$ and \\[\def\h{\href}\h{x}{y}\\] and &#92;href{x}{y}


# %% after="average"
from IPython.display import Latex

link = chr(92) + "hr" + "ef"  # a page shows this cell itself as code, which is no formula
Latex(f"$${link}{{x}}{{y}}$$ {chr(92)}def{chr(92)}h{{{link}}}")
