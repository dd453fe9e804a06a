# Uses threads, a temporary file and its working folder, as honest code may.
#
# %% answer="average"
import concurrent.futures
import pathlib
import tempfile


def average(numbers):
    if len(numbers) == 0:
        raise ValueError("nothing")
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        total = sum(pool.map(float, numbers))
    with tempfile.TemporaryFile("w+") as file:
        file.write(str(total))
        file.seek(0)
        total = float(file.read())
    pathlib.Path("average.txt").write_text(str(total))
    return total / len(numbers)
