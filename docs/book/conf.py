"""Sphinx's settings for the book. `make book` puts this folder and the lessons' pages together."""

project = "Where to Look"
author = "the course's authors"
project_copyright = "text under CC BY 4.0, code under the MIT licence"
language = "en"

extensions = ["myst_nb", "sphinxcontrib.bibtex", "grading.book.first_uses"]
exclude_patterns = ["_static"]
suppress_warnings = ["myst.header"]  # a cell may begin with the heading of an exercise
nitpicky = True

# The lessons have been run; what they showed is in them.
nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_links_external_new_tab = False

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "plain"
bibtex_cite_id = "ref-{key}"  # what an arXiv number in a lesson is a link to

html_theme = "sphinx_book_theme"
html_title = "Where to Look"
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_copy_source = False
html_use_index = False  # the page "Where is what?" is made for readers
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "navbar_persistent": [],  # one search field is enough
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "navigation_with_keys": False,  # arrow keys are for reading
}

# Formulas without a network: MathJax's one file, its fonts within, from a package of PyPI.
mathjax_path = "mathjax/tex-svg.js"
mathjax3_config = {
    "svg": {"fontCache": "local"},
    "options": {"enableMenu": False},  # it would fetch parts that are not here
}
