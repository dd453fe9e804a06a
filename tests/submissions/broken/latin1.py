# The file was saved in an old code, in which an umlaut is no UTF-8.
#
# status: either
# %% damage
notebook["cells"][-1]["source"] = "Über alles verteilt: die Summe ist 1."
text = json.dumps(notebook, ensure_ascii=False).encode("latin-1")
