# NaN, infinity and numbers of thousands of digits where counts and versions are due.
#
# %% damage
text = json.dumps(notebook)
text = text.replace('"nbformat_minor": ', '"nbformat_minor": NaN, "was": ').replace('"execution_count": null', '"execution_count": -Infinity')
text = text[:-1] + ', "more": ' + "9" * 100_000 + ', "float": 1e999999}'
