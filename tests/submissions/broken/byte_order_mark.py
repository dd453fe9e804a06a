# An editor has put a byte order mark before the file's first letter, and ended lines with CR LF.
#
# %% damage
text = b"\xef\xbb\xbf" + json.dumps(notebook, indent=1).replace("\n", "\r\n").encode()
