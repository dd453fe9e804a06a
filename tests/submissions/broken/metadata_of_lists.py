# All metadata, kernel and language are lists, and attachments are no pictures.
#
# %% damage
notebook["metadata"] = {"kernelspec": ["python3"], "language_info": {"name": ["python"], "pygments_lexer": {}}, "widgets": 5, "title": None}
for cell in notebook["cells"]:
    if cell["cell_type"] == "markdown":
        cell["attachments"] = {"a.png": {"image/png": 5, "text/html": ["<script>"]}, "": None, "b": "c"}
    if "nbgrader" not in cell["metadata"]:
        cell["metadata"] = [1, {"nbgrader": []}]
