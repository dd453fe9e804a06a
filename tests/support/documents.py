"""The commands that documents give to people, for tests that type them."""

import re


def bash_blocks(markdown, heading):
    """The fenced bash blocks of one section, up to the next heading of the same level."""
    level = heading.split()[0]
    section = re.search(rf"^{re.escape(heading)}$\n(.*?)(?=^{level} |\Z)", markdown, re.M | re.S)
    assert section, f"README.md has no section {heading!r}"
    return re.findall(r"^```bash\n(.*?)^```$", section[1], re.M | re.S)
