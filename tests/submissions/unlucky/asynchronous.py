# Uses `await` in a cell, and a coroutine behind a function.
#
# %% before="search"
import asyncio


async def find(is_hit, numbers):
    for place, number in enumerate(numbers):
        if is_hit(number):
            return place
    return None


await asyncio.sleep(0)


# %% answer="search"
def search(is_hit, numbers):
    coroutine = find(is_hit, numbers)
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
