# The file is a zip archive under the notebook's name.
#
# status: refused
# %% damage
import io
import zipfile

held = io.BytesIO()
with zipfile.ZipFile(held, "w") as archive:
    archive.writestr(file_name, json.dumps(notebook))
text = held.getvalue()
