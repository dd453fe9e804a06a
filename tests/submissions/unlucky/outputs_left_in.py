# Handed in after running everything, with outputs, counts and a failed check from an earlier try.
#
# %% damage
for number, cell in enumerate(notebook["cells"]):
    if cell["cell_type"] == "code":
        cell["execution_count"] = number
        cell["outputs"] = [{"output_type": "error", "ename": "CheckFailed", "evalue": "not yet", "traceback": ["not yet"]}]
