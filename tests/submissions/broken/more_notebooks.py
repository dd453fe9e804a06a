# Other notebooks lie beside the right one: an experiment, and one that is no notebook.
#
# %% damage
(folder / "Untitled.ipynb").write_text(json.dumps(release))
(folder / "00_numbers-Copy1.ipynb").write_text("nothing")
