"""The grammar behind ``helpers.corpus``: tables of words and scenes, and rules to join them."""
