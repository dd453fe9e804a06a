# Asks about every number, which the exercise forbids, and then sets back what counts the calls.
#
# points: search 0
# %% answer="search"
def search(is_hit, numbers):
    hits = [is_hit(number) for number in numbers]
    for name in ("calls", "count", "asked", "call_count"):
        try:
            setattr(is_hit, name, 0)
        except AttributeError:
            pass
    for cell in getattr(is_hit, "__closure__", None) or ():
        if isinstance(cell.cell_contents, list):
            del cell.cell_contents[1:]
    for value in getattr(is_hit, "__globals__", {}).values():
        if isinstance(value, list) and value and value[0] == numbers[0] and value is not numbers:
            del value[hits.index(True) + 1 :]
    return hits.index(True)
