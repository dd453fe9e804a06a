"""What code may call without changing anything: the lists that `effects` goes by.

Whatever is in none of these lists counts as changing what it is given. A name belongs here only if
it changes nothing for any object that has a method, or a library that has a function, of that name.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAFE_BUILTINS = _words(
    "abs all any ascii bin bool bytes callable chr complex dict divmod enumerate filter float "
    "format frozenset getattr hasattr hash hex id int isinstance issubclass iter len list map max "
    "min oct ord pow print property range repr reversed round set slice sorted str sum super tuple "
    "type zip display object staticmethod classmethod bytearray memoryview "
    "ValueError TypeError KeyError IndexError RuntimeError NotImplementedError AssertionError "
    "Exception StopIteration ZeroDivisionError ArithmeticError LookupError AttributeError"
)

#: Methods that change neither their object nor what they are given.
METHODS = _words(
    # text, lists, dicts and sets
    "split rsplit join lower upper strip lstrip rstrip replace startswith endswith format "
    "splitlines rpartition casefold title capitalize zfill ljust rjust center find rfind "
    "isalpha isdigit isnumeric isupper islower isspace isalnum encode decode translate index count "
    "get items keys values copy most_common elements union intersection difference issubset "
    "issuperset isdisjoint symmetric_difference removeprefix removesuffix "
    # arrays and tensors
    "clone detach numpy item tolist sum mean max min std var abs argmax argmin argsort topk round "
    "reshape view view_as flatten unflatten ravel transpose permute squeeze unsqueeze expand "
    "expand_as repeat repeat_interleave astype long int bool softmax "
    "log_softmax sigmoid tanh exp log sqrt norm dot matmul mm bmm all any nonzero cumsum prod flip "
    "roll gather masked_fill masked_select where new_zeros new_ones new_full new_tensor size dim "
    "numel ptp clip clamp trace diagonal isnan isinf isfinite contiguous cos sin pow mul "
    "median quantile unbind chunk index_select take_along_dim swapaxes outer searchsorted "
    # modules of torch, texts and vocabularies of ours, and matches of patterns
    "parameters named_parameters state_dict buffers children named_children build group groups "
    "span findall search match fullmatch sub finditer"
)

#: Methods that change their object, and at the most keep what they are given.
KEEPING = _words(
    "append extend add update insert setdefault write write_text writelines load_state_dict "
    "appendleft remove discard register_forward_hook retain_grad backward"
)

#: Methods that change their object, by names that are seldom those of anything else: where such a
#: method is handed on without being called, it may be called there.
CHANGING = KEEPING | _words(
    "fill put sort pop popitem clear reverse resize itemset setflags partition shuffle popleft "
    "rotate __setitem__ __delitem__ __setattr__ __iadd__ step zero_grad train eval requires_grad"
)

#: Calls whose result shares nothing with what they are given.
FRESH = _words(
    "numpy.array numpy.zeros numpy.ones numpy.full numpy.arange numpy.linspace numpy.eye "
    "numpy.zeros_like numpy.ones_like numpy.full_like numpy.empty numpy.empty_like numpy.exp "
    "numpy.log numpy.stack numpy.concatenate numpy.where numpy.copy numpy.round numpy.abs "
    "numpy.random.default_rng numpy.geomspace numpy.sum numpy.mean numpy.sqrt numpy.tanh "
    "torch.tensor torch.zeros torch.ones torch.full torch.arange torch.linspace torch.eye "
    "torch.zeros_like torch.ones_like torch.full_like torch.empty torch.cat torch.stack "
    "torch.where torch.exp torch.randn torch.rand torch.tanh torch.softmax "
    "json.dumps copy.deepcopy random.Random torch.Generator "
    "len int float str bool abs sum round range repr format clone tolist item"
)

SAFE_DECORATORS = _words(
    "property staticmethod classmethod dataclass dataclasses.dataclass functools.wraps "
    "abc.abstractmethod torch.no_grad torch.inference_mode torch.enable_grad"
)

#: Libraries whose functions change nothing but for those named below.
_LIBRARIES = (
    "numpy", "torch", "math", "cmath", "scipy", "itertools", "functools", "collections", "copy",
    "dataclasses", "typing", "re", "string", "statistics", "operator", "fractions", "decimal",
    "textwrap", "datetime", "enum", "abc", "time", "sacrebleu", "unicodedata", "__future__",
    "helpers",
)  # fmt: skip
_IN_PLACE = _words(
    "copyto put place putmask fill_diagonal put_along_axis at shuffle setfield index_put "
    "clip_grad_norm clip_grad_value clip_grad vector_to_parameters backward insort heappush "
    "heappop heapify setitem delitem iadd imul isub iconcat swap_tensors"
)
_SETTINGS = ("set", "use_", "enable_", "disable_", "register_", "manual_")
_RANDOM = (
    "rand",
    "normal",
    "bernoulli",
    "multinomial",
    "poisson",
    "manual_seed",
    "seed",
    "dropout",
)
_ON_DISK = _words(
    "save savez savez_compressed savetxt load loadtxt genfromtxt fromfile memmap dump"
)
_ASKS_THE_DISK = _words("exists lexists isfile isdir getsize getmtime samefile")
_NEVER = ("torch.jit", "torch.hub", "torch.library", "torch.multiprocessing", "torch.distributed",
          "torch.compile", "torch.ops", "torch.utils", "torch.backends", "torch.cuda", "torch.fx",
          "torch.overrides", "torch._", "numpy.ctypeslib", "numpy.f2py", "numpy.lib",
          "numpy.testing", "helpers.lab", "helpers.check.", "helpers.kernel",
          "functools.singledispatch")  # fmt: skip


def call_of_library(name: str, called: bool) -> str:
    """What using something of a library does beside its result.

    Args:
        name: in full, `numpy.random.rand`; empty for what is of no library.
        called: whether it is called, or only named (it may be handed on, to be called there).

    Returns:
        "" for nothing, "random" for drawing or seeding, "files" for the disk, "in place" for a
        change of what it is given, "training" for such a change by chance, or "anything".
    """
    if not name or name in ("sys.intern", "json", "os", "random", "pathlib"):
        return ""
    parts = name.split(".")
    last = parts[-1]
    if parts[0] in ("pathlib", "json", "os"):
        return _of_the_system(name, last, called)
    if parts[0] == "random":
        return "" if last == "Random" else "random"
    if parts[0] not in _LIBRARIES or f"{name}.".startswith(_NEVER):
        return "anything"
    if parts[0] == "helpers":
        return _ours(name, called)
    if name.startswith("numpy.random."):
        fresh = ("default_rng", "Generator", "SeedSequence", "PCG64")
        return "" if parts[2] in fresh else "random"
    if parts[0] == "torch":
        if last.endswith("_") or last in _IN_PLACE:
            return "training" if "init" in parts else "in place"
        if last.startswith(_RANDOM) and not last.endswith("_like_"):
            return "random"
        if parts[1:2] == ["nn"] and len(parts) > 2 and parts[2] not in ("functional", "Module"):
            return "random" if called else ""  # a layer is made with random parameters
    if last in _ON_DISK:
        return "files"
    if last in _IN_PLACE:
        return "in place"
    return "anything" if last.startswith(_SETTINGS) and last not in ("set", "setdiff1d") else ""


def is_known(name: str) -> bool:
    """Whether something is of a library of which we know what it draws, and what of it reads."""
    others = ("json", "os", "random", "pathlib", "matplotlib", "sys")
    return name.split(".")[0] in (*_LIBRARIES, *others)


def _ours(name: str, called: bool) -> str:
    if name.startswith("helpers.training."):
        if name == "helpers.training.fit":
            return "training"
        return "random" if name == "helpers.training.seeded" else ""
    if name.startswith("helpers.leaderboard."):
        return "files"
    # `check` keeps what has passed; what a check says decides nothing outside of a test cell.
    return ""


def _of_the_system(name: str, last: str, called: bool) -> str:
    harmless = ("os.name", "os.sep", "os.cpu_count", "os.environ.get", "json.dumps", "json.loads")
    if name.startswith("os.path.") and last in _ASKS_THE_DISK:
        return "files"
    if name in harmless or name.startswith("os.path."):
        return ""
    if name == "pathlib.Path":
        return "files" if called else ""
    return "files" if name.startswith(("json.", "pathlib.")) else "anything"
