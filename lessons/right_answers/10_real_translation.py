"""Right answers to lesson 10, in different styles: each must get full marks."""

import math
import re
from collections import Counter, OrderedDict

import numpy as np
import torch

from grading.authoring.answers import right


def bare(sentence):
    return " ".join(re.findall(r"\w+(?:'\w+)*", sentence.lower()))


def spell(word):
    return [*word[:-1], word[-1] + "·"]


@right("tidy")
def by_expression(text):
    return re.sub(r"\s+", " ", re.sub("[’‘]", "'", text)).strip()


@right("tidy")
def by_translation(text):
    return " ".join(text.translate({0x2018: "'", 0x2019: "'"}).split())


@right("tidy")
def by_letters(text):
    out = ""
    for sign in text:
        if sign.isspace():
            out += "" if out == "" or out[-1] == " " else " "
        else:
            out += "'" if sign in "’‘" else sign
    return out.rstrip(" ")


@right("tidy")
def words_first(text):
    return " ".join(word.replace("’", "'").replace("‘", "'") for word in text.split())


@right("split")
def two_walks(pairs, chosen):
    closed = {bare(english) for english in chosen}
    train = [(english, french) for english, french in pairs if bare(english) not in closed]
    order = list(dict.fromkeys(english for english, _ in pairs if english in chosen))
    return train, [(english, [f for e, f in pairs if e == english]) for english in order]


@right("split")
def by_counter(pairs, chosen):
    tested, train = OrderedDict(), []
    forms = Counter(map(bare, chosen))
    for pair in pairs:
        if pair[0] in chosen:
            if pair[0] not in tested:
                tested[pair[0]] = []
            tested[pair[0]] += [pair[1]]
        elif not forms[bare(pair[0])]:
            train += [pair]
    return train, [(english, references) for english, references in tested.items()]


@right("split")
def lists_in_place_of_tuples(pairs, chosen):
    closed = [bare(english) for english in chosen]
    test = []
    for english, french in pairs:
        if english in chosen:
            for entry in test:
                if entry[0] == english:
                    entry[1].append(french)
                    break
            else:
                test.append([english, [french]])
    return [[e, f] for e, f in pairs if bare(e) not in closed], test


@right("split")
def as_a_list_of_two(pairs, chosen):
    closed, train, test = set(map(bare, chosen)), [], {}
    for english, french in pairs:
        if bare(english) not in closed:
            train.append((english, french))
        elif english in chosen:
            test[english] = [*test.get(english, []), french]
    return [train, [*test.items()]]


def put_together(pieces, pair):
    pieces, i = list(pieces), 0
    while i < len(pieces) - 1:
        if (pieces[i], pieces[i + 1]) == tuple(pair):
            pieces[i : i + 2] = [pieces[i] + pieces[i + 1]]
        i += 1
    return pieces


@right("learn_merges")
def by_sorting(words, count):
    texts, merges = [(spell(word), times) for word, times in words.items()], []
    while len(merges) < count:
        table = {}
        for pieces, times in texts:
            for i in range(1, len(pieces)):
                key = pieces[i - 1], pieces[i]
                table[key] = table.get(key, 0) + times
        if not table:
            break
        merges.append(sorted(table.items(), key=lambda entry: (-entry[1], entry[0]))[0][0])
        texts = [(put_together(pieces, merges[-1]), times) for pieces, times in texts]
    return merges


@right("learn_merges")
def lists_as_pairs(words, count):
    return [list(pair) for pair in by_sorting.definitions["learn_merges"](words, count)]


@right("learn_merges")
def by_repeating_words(words, count):
    texts, merges = [spell(word) for word, times in words.items() for _ in range(times)], []
    for _ in range(count):
        seen = Counter(pair for pieces in texts for pair in zip(pieces, pieces[1:], strict=False))
        if len(seen) == 0:
            return merges
        most = max(seen.values())
        merges.append(min(pair for pair in seen if seen[pair] == most))
        texts = [put_together(pieces, merges[-1]) for pieces in texts]
    return merges


@right("learn_merges")
def by_recursion(words, count):
    def go(texts, left):
        seen = Counter()
        for pieces, times in texts:
            for pair in zip(pieces, pieces[1:], strict=False):
                seen[pair] += times
        if left == 0 or not seen:
            return []
        best = min(seen, key=lambda pair: (-seen[pair], pair))
        return [best, *go([(put_together(pieces, best), times) for pieces, times in texts], left - 1)]

    return go([(spell(word), times) for word, times in words.items()], count)


@right("apply_merges")
def by_building(word, merges):
    pieces = spell(word)
    for left, right_one in merges:
        done = []
        for piece in pieces:
            if done and done[-1] == (left, True) and piece == right_one:
                done[-1] = (left + right_one, False)
            else:
                done.append((piece, True))
        pieces = [piece for piece, _ in done]
    return pieces


@right("apply_merges")
def by_in_place(word, merges):
    pieces = spell(word)
    for pair in merges:
        pieces = put_together(pieces, pair)
    return pieces


@right("apply_merges")
def by_reading_text(word, merges):
    line = "\n" + "\n".join(spell(word)) + "\n"
    for left, right_one in merges:
        line = re.sub(rf"(?<=\n){re.escape(left)}\n{re.escape(right_one)}(?=\n)", left + right_one, line)
    return line.split("\n")[1:-1]


@right("apply_merges")
def as_a_tuple(word, merges):
    return tuple(by_in_place.definitions["apply_merges"](word, merges))


@right("matches")
def by_loop(translation, references, n):
    own = [tuple(translation[i : i + n]) for i in range(len(translation) - n + 1)]
    hits = 0
    for run in set(own):
        most = max(sum(tuple(ref[i : i + n]) == run for i in range(len(ref) - n + 1)) for ref in references)
        hits += min(own.count(run), most)
    return hits, len(own)


@right("matches")
def by_zip(translation, references, n):
    def runs(words):
        return Counter(zip(*(words[i:] for i in range(n)), strict=False))

    most = Counter()
    for reference in references:
        most = most | runs(reference)
    return sum((runs(translation) & most).values()), max(len(translation) - n + 1, 0)


@right("matches")
def by_crossing_out(translation, references, n):
    left = {}
    for reference in references:
        here = Counter(" ".join(reference[i : i + n]) for i in range(len(reference) - n + 1))
        for run, count in here.items():
            left[run] = max(left.get(run, 0), count)
    hits = total = 0
    for i in range(len(translation) - n + 1):
        run = " ".join(translation[i : i + n])
        total += 1
        if left.get(run, 0) > 0:
            left[run] -= 1
            hits += 1
    return [hits, total]


@right("matches")
def whole_numbers_of_numpy(translation, references, n):
    hits, total = by_loop.definitions["matches"](translation, references, n)
    return np.int64(hits), np.int64(total)


matched = by_zip.definitions["matches"]


@right("bleu")
def by_root(translations, references):
    found, runs = np.zeros(4), np.zeros(4)
    for said, refs in zip(translations, references, strict=True):
        for n in range(4):
            hits, count = matched(said, refs, n + 1)
            found[n] += hits
            runs[n] += count
    if (found == 0).any():
        return 0
    c = sum(map(len, translations))
    r = sum(len(min(refs, key=lambda ref: (abs(len(ref) - len(said)), len(ref)))) for said, refs in zip(translations, references, strict=True))
    penalty = 1 if c >= r else np.exp(1 - r / c)
    return 100 * penalty * np.prod(found / runs) ** 0.25


@right("bleu")
def by_logarithms(translations, references):
    total = 0.0
    for n in (1, 2, 3, 4):
        rows = [matched(said, refs, n) for said, refs in zip(translations, references, strict=True)]
        hits, runs = map(sum, zip(*rows, strict=True))
        if hits == 0:
            return 0.0
        total += math.log(hits) - math.log(runs)
    c = sum(len(said) for said in translations)
    r = sum(sorted((abs(len(ref) - len(said)), len(ref)) for ref in refs)[0][1] for said, refs in zip(translations, references, strict=True))
    return 100 * math.exp(total / 4 + min(0, 1 - r / c))


@right("bleu")
def as_a_tensor(translations, references):
    return torch.tensor(by_root.definitions["bleu"](translations, references))


@right("bleu")
def by_sacrebleu(translations, references):
    import sacrebleu

    most = max(map(len, references))
    columns = [[" ".join(refs[i]) if i < len(refs) else None for refs in references] for i in range(most)]
    return sacrebleu.corpus_bleu([" ".join(said) for said in translations], columns, tokenize="none", smooth_method="none", force=True).score


@right("average")
def by_sum(snapshots):
    return {name: sum(s[name] for s in snapshots) / len(snapshots) if last.is_floating_point() else last for name, last in snapshots[-1].items()}


@right("average")
def by_loops(snapshots):
    mean = {}
    for name in snapshots[0]:
        if snapshots[0][name].dtype in (torch.float32, torch.float64):
            total = torch.zeros_like(snapshots[0][name])
            for snapshot in snapshots:
                total += snapshot[name]
            mean[name] = total / len(snapshots)
        else:
            mean[name] = snapshots[-1][name].clone()
    return mean


@right("average")
def by_running_mean(snapshots):
    mean = {name: value.clone() for name, value in snapshots[0].items()}
    for count, snapshot in enumerate(snapshots[1:], start=2):
        for name, value in snapshot.items():
            mean[name] = mean[name] + (value - mean[name]) / count if value.is_floating_point() else value
    return mean


@right("average")
def in_order(snapshots):
    last = snapshots[-1]
    return OrderedDict((name, torch.mean(torch.stack([s[name] for s in snapshots]), 0) if torch.is_floating_point(last[name]) else last[name]) for name in sorted(last))


@right("count_alignments")
def slowly(kind, group, source, prior, rounds):
    chances = [1.0] * len(source)
    for _ in range(rounds):
        sums, counts, totals = {}, [0.0] * len(source), {}
        for k, g, p in zip(kind, group, prior, strict=True):
            sums[g] = sums.get(g, 0.0) + chances[k] * p
        for k, g, p in zip(kind, group, prior, strict=True):
            counts[k] += chances[k] * p / sums[g]
        for k, count in enumerate(counts):
            totals[source[k]] = totals.get(source[k], 0.0) + count
        chances = [count / totals[source[k]] for k, count in enumerate(counts)]
    return np.array(chances)


@right("count_alignments")
def by_add_at(kind, group, source, prior, rounds):
    chances = np.ones(len(source))
    for _ in range(rounds):
        share = prior * chances[kind]
        total = np.zeros(group.max() + 1)
        np.add.at(total, group, share)
        counts = np.zeros(len(source))
        np.add.at(counts, kind, share / total[group])
        by_word = np.zeros(source.max() + 1)
        np.add.at(by_word, source, counts)
        chances = counts / by_word[source]
    return chances


@right("count_alignments")
def by_matrix(kind, group, source, prior, rounds):
    to_kind, to_group, to_word = np.eye(len(source))[kind], np.eye(group.max() + 1)[group], np.eye(source.max() + 1)[source]
    chances = np.ones(len(source))
    for _ in range(rounds):
        share = (to_kind @ chances) * prior
        share = share / (to_group @ (to_group.T @ share))
        counts = to_kind.T @ share
        chances = counts / (to_word @ (to_word.T @ counts))
    return chances


@right("count_alignments")
def by_torch(kind, group, source, prior, rounds):
    kind, group, source = (torch.as_tensor(array) for array in (kind, group, source))
    prior, chances = torch.as_tensor(prior, dtype=torch.float64), torch.ones(len(source), dtype=torch.float64)
    for _ in range(rounds):
        share = chances[kind] * prior
        share = share / torch.bincount(group, share)[group]
        counts = torch.bincount(kind, share, minlength=len(source))
        chances = counts / torch.bincount(source, counts)[source]
    return chances.numpy()


@right("word_weights")
def by_loops_over_words(weights, source_words, target_words):
    table = np.zeros((max(target_words) + 1, max(source_words) + 1))
    for i, a in enumerate(target_words):
        for j, b in enumerate(source_words):
            table[a, b] += weights[i, j]
    return table / np.bincount(target_words)[:, None]


@right("word_weights")
def by_adding_at(weights, source_words, target_words):
    columns = np.zeros((len(weights), max(source_words) + 1))
    np.add.at(columns.T, list(source_words), np.asarray(weights).T)
    rows = np.zeros((max(target_words) + 1, columns.shape[1]))
    np.add.at(rows, list(target_words), columns)
    return rows / np.bincount(target_words).reshape(-1, 1)


@right("word_weights")
def by_masks(weights, source_words, target_words):
    s, t = np.array(source_words), np.array(target_words)
    return np.array([[weights[t == a][:, s == b].sum(axis=1).mean() for b in range(s.max() + 1)] for a in range(t.max() + 1)])


@right("word_weights")
def by_tensors(weights, source_words, target_words):
    table = torch.as_tensor(weights)
    columns = torch.stack([table[:, [j for j, w in enumerate(source_words) if w == word]].sum(dim=1) for word in sorted(set(source_words))], dim=1)
    return torch.stack([columns[[i for i, w in enumerate(target_words) if w == word]].mean(dim=0) for word in sorted(set(target_words))])


@right("word_weights")
def rows_made_to_sum_to_1(weights, source_words, target_words):
    """The rows that are given sum to 1: so the sums, made to sum to 1, are the means."""
    out = np.zeros((max(target_words) + 1, max(source_words) + 1))
    np.add.at(out, (np.array(target_words)[:, None], np.array(source_words)), weights)
    return out / out.sum(axis=1, keepdims=True)
