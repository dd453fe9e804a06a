# Outputs are not as the format wants them: a kind that is none, and data without a name.
#
# %% damage
for cell in notebook["cells"]:
    if cell["id"] == "average":
        cell["outputs"] = [{"output_type": "picture"}, {"output_type": "stream"}, 5]
        cell["execution_count"] = "seven"
