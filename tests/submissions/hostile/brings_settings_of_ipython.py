# Hands in what IPython runs whenever a kernel starts in the folder.
#
# status: refused
# says: IPython_Config.PY
# %% damage
(folder / "IPython_Config.PY").write_text("print(1)")
