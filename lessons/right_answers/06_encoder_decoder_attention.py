"""Right answers to lesson 06, in different styles: each must get full marks."""

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

from grading.authoring.answers import right


class Additive(nn.Module):
    def __init__(self, query_size, state_size, hidden):
        super().__init__()
        self.query_matrix = nn.Parameter(torch.randn(query_size, hidden) * query_size**-0.5)
        self.state_matrix = nn.Parameter(torch.randn(state_size, hidden) * state_size**-0.5)
        self.vector = nn.Parameter(torch.randn(hidden) * hidden**-0.5)

    def prepare(self, states):
        return states @ self.state_matrix

    def score(self, query, prepared):
        sums = (query @ self.query_matrix)[:, :, None] + prepared[:, None]
        return torch.einsum("btsh,h->bts", sums.tanh(), self.vector)

    def forward(self, query, states, prepared, mask):
        scores = torch.where(mask[:, None], self.score(query, prepared), -torch.inf)
        weights = functional.softmax(scores, dim=2)
        return torch.bmm(weights, states), weights


@right("AdditiveAttention")
class ByEinsumAndBmm(Additive):
    pass


@right("AdditiveAttention")
class ByLoops(Additive):
    def score(self, query, prepared):
        rows = []
        for q, p in zip(query, prepared, strict=True):
            asked = q @ self.query_matrix
            rows.append(torch.stack([torch.tanh(a + p) @ self.vector for a in asked]))
        return torch.stack(rows)

    def forward(self, query, states, prepared, mask):
        scores = self.score(query, prepared)
        weights = torch.zeros_like(scores)
        for i, real in enumerate(mask):
            for j in range(scores.shape[1]):
                weights[i, j, real] = torch.softmax(scores[i, j, real], dim=0)
        context = [
            [row @ words for row in table] for table, words in zip(weights, states, strict=True)
        ]
        return torch.stack([torch.stack(rows) for rows in context]), weights


@right("AdditiveAttention")
class ByBillions(Additive):
    def score(self, query, prepared):
        asked = functional.linear(query, self.query_matrix.t()).unsqueeze(-2)
        ready = prepared.unsqueeze(1).expand(-1, query.size(1), -1, -1)
        return torch.matmul(torch.tanh(ready + asked), self.vector.unsqueeze(-1)).squeeze(-1)

    def forward(self, query, states, prepared, mask):
        scores = self.score(query, prepared) + (~mask).unsqueeze(1) * -1e9
        weights = torch.softmax(scores, dim=-1)
        return (weights.unsqueeze(-1) * states.unsqueeze(1)).sum(dim=2), weights


@right("AdditiveAttention")
class ByHand(Additive):
    def score(self, query, prepared):
        total = query.new_zeros(query.shape[0], query.shape[1], prepared.shape[1])
        for h in range(len(self.vector)):
            asked = (query * self.query_matrix[:, h]).sum(dim=-1)
            total = total + self.vector[h] * torch.tanh(asked[:, :, None] + prepared[:, None, :, h])
        return total

    def forward(self, query, states, prepared, mask):
        scores = self.score(query, prepared)
        exps = torch.exp(scores - scores.amax(dim=-1, keepdim=True).detach()) * mask.unsqueeze(1)
        weights = exps / exps.sum(dim=-1, keepdim=True)
        return torch.einsum("bts,bse->bte", weights, states), weights


@right("AdditiveAttention")
class MaskedAfterAndDividedAgain(Additive):
    def forward(self, query, states, prepared, mask):
        weights = self.score(query, prepared).softmax(-1) * mask[:, None, :]
        weights = weights / weights.sum(-1, keepdim=True)
        return weights.matmul(states), weights


@right("AdditiveAttention")
class ByScaledDotProduct(Additive):
    def forward(self, query, states, prepared, mask):
        scores = self.score(query, prepared).masked_fill(mask.logical_not()[:, None], float("-inf"))
        nothing = torch.zeros(*query.shape[:2], 1)
        context = functional.scaled_dot_product_attention(
            nothing, nothing.new_zeros(*states.shape[:2], 1), states, attn_mask=scores
        )
        return context, functional.softmax(scores, dim=-1)


@right("AdditiveAttention")
class InPlaceInDouble(Additive):
    def score(self, query, prepared):
        q = query.double() @ self.query_matrix.double()
        return (q[:, :, None, :] + prepared[:, None].double()).tanh() @ self.vector.double()

    def forward(self, query, states, prepared, mask):
        scores = self.score(query, prepared)
        scores.masked_fill_(~mask[:, None, :], torch.finfo(scores.dtype).min)
        weights = scores.softmax(-1).to(states.dtype)
        return [(weights.transpose(1, 2)[..., None] * states[:, :, None]).sum(1), weights]


@right("AdditiveAttention")
class FromRepeatedTables(Additive):
    def score(self, query, prepared):
        t, n = query.shape[1], prepared.shape[1]
        asked = (query @ self.query_matrix).repeat_interleave(n, dim=1)
        bent = torch.tanh(asked + prepared.repeat(1, t, 1))
        return (bent @ self.vector).reshape(len(query), t, n)

    def forward(self, query, states, prepared, mask):
        bias = torch.zeros(mask.shape).masked_fill(~mask, -torch.inf).unsqueeze(1)
        weights = (self.score(query, prepared) + bias).log_softmax(dim=-1).exp()
        return weights @ states, weights


@right("reverse_words")
def flips_row_by_row(vectors, mask):
    turned = vectors.clone()
    for i in range(len(vectors)):
        n = int(mask[i].sum())
        turned[i, :n] = vectors[i, :n].flip(0)
    return turned


@right("reverse_words")
def by_gather(vectors, mask):
    n = mask.sum(1, keepdim=True)
    place = torch.arange(mask.size(1)).expand_as(mask)
    place = torch.where(place < n, n - 1 - place, place)
    return vectors.gather(1, place.unsqueeze(-1).expand(vectors.shape))


@right("reverse_words")
def word_by_word(vectors, mask):
    rows = []
    for row, real in zip(vectors, mask, strict=True):
        n = real.sum().item()
        rows.append(torch.stack([row[n - 1 - j] if j < n else row[j] for j in range(len(row))]))
    return torch.stack(rows)


@right("reverse_words")
def by_masks(vectors, mask):
    turned = vectors.clone()
    turned[mask] = vectors.flip(1)[mask.flip(1)]
    return turned


@right("reverse_words")
def by_concatenation(vectors, mask):
    rows = zip(vectors, mask.sum(dim=1).tolist(), strict=True)
    return torch.stack([torch.cat((row[:n].flip(0), row[n:])) for row, n in rows])


@right("reverse_words")
def by_permutation_matrix(vectors, mask):
    n, place = mask.sum(1, keepdim=True), torch.arange(mask.shape[1])
    origin = torch.where(mask, n - 1 - place, place)
    return functional.one_hot(origin, mask.shape[1]).to(vectors.dtype) @ vectors


@right("reverse_words")
def by_sorting(vectors, mask):
    place = torch.arange(mask.shape[1]).expand(mask.shape)
    order = torch.where(mask, -place, place).argsort(dim=1)
    return torch.take_along_dim(vectors, order[..., None], dim=1)


@right("reverse_words")
def by_swapping(vectors, mask):
    turned = torch.clone(vectors)
    for i, n in enumerate(mask.sum(dim=-1).tolist()):
        for j in range(n // 2):
            turned[i, [j, n - 1 - j]] = turned[i, [n - 1 - j, j]]
    return turned


def turn(vectors, mask):
    return by_gather.definitions["reverse_words"](vectors, mask)


class Encoder(nn.Module):
    def __init__(self, vocabulary, embedding=64, size=128):
        super().__init__()
        self.read = nn.Embedding(vocabulary, embedding)
        self.forwards = nn.GRU(embedding, size // 2, batch_first=True)
        self.backwards = nn.GRU(embedding, size // 2, batch_first=True)
        self.bridge = nn.Linear(size, size)


@right("BidirectionalEncoder")
class Plainly(Encoder):
    def forward(self, source, mask):
        words = self.read(source)
        past, _ = self.forwards(words)
        future, _ = self.backwards(turn(words, mask))
        future = turn(future, mask)
        n = mask.sum(dim=1)
        last = torch.stack([past[i, n[i] - 1] for i in range(len(n))])
        return torch.cat((past, future), 2), self.bridge(torch.cat((last, future[:, 0]), 1)).tanh()


@right("BidirectionalEncoder")
class ByPacking(Encoder):
    def run(self, gru, vectors, mask):
        packed = pack_padded_sequence(
            vectors, mask.sum(dim=1), batch_first=True, enforce_sorted=False
        )
        states, last = gru(packed)
        states, _ = pad_packed_sequence(states, batch_first=True, total_length=mask.shape[1])
        return states, last.squeeze(0)

    def forward(self, source, mask):
        words = self.read(source)
        past, end = self.run(self.forwards, words, mask)
        future, begin = self.run(self.backwards, turn(words, mask), mask)
        first = torch.tanh(self.bridge(torch.cat([end, begin], dim=-1)))
        return torch.cat([past, turn(future, mask)], dim=-1), first


@right("BidirectionalEncoder")
class SentenceBySentence(Encoder):
    def forward(self, source, mask):
        states, firsts = [], []
        for ids, real in zip(source, mask, strict=True):
            words = self.read(ids[real])
            past, end = self.forwards(words)
            future, begin = self.backwards(words.flip(0))
            states.append(torch.cat([past, future.flip(0)], dim=1))
            firsts.append(self.bridge(torch.cat([end[0], begin[0]])))
        width = source.shape[1]
        rows = [functional.pad(s, (0, 0, 0, width - len(s))) for s in states]
        return torch.stack(rows), torch.stack(firsts).tanh()


@right("BidirectionalEncoder")
class ByFunctionalCall(Encoder):
    def forward(self, source, mask):
        names = {f"{k}_l0": f"{k}_l0" for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        flat = [getattr(self.forwards, n) for n in names] + [
            getattr(self.backwards, n) for n in names
        ]
        words = functional.embedding(source, self.read.weight)
        lengths = mask.sum(dim=1)
        packed = pack_padded_sequence(words, lengths, batch_first=True, enforce_sorted=False)
        start = words.new_zeros(2, len(source), self.forwards.hidden_size)
        start = start if packed.sorted_indices is None else start[:, packed.sorted_indices]
        out, ends = torch.gru(
            packed.data, packed.batch_sizes, start, flat, True, 1, 0.0, False, True
        )
        packed = packed._replace(data=out)
        states, _ = pad_packed_sequence(packed, batch_first=True, total_length=source.shape[1])
        ends = ends[:, packed.unsorted_indices]
        return states, torch.tanh(self.bridge(torch.cat([ends[0], ends[1]], dim=1)))


@right("BidirectionalEncoder")
class TurnsTheIds(Encoder):
    def forward(self, source, mask):
        turned = turn(source.unsqueeze(-1), mask).squeeze(-1)
        past = self.forwards(self.read(source))[0]
        back = self.backwards(self.read(turned))[0]
        places = (mask.sum(1) - 1)[:, None, None].expand(-1, 1, past.shape[2])
        ends = torch.cat([past.gather(1, places), back.gather(1, places)], dim=2).squeeze(1)
        return torch.cat([past, turn(back, mask)], dim=-1), torch.tanh(self.bridge(ends))


@right("BidirectionalEncoder")
class ZerosAtPadding(Encoder):
    def forward(self, source, mask):
        words = self.read(source) * mask[..., None]
        past, future = self.forwards(words)[0], turn(self.backwards(turn(words, mask))[0], mask)
        last = mask & ~functional.pad(mask[:, 1:], (0, 1))
        states = torch.cat([past, future], dim=-1).masked_fill(~mask[..., None], 0.0)
        return states, torch.tanh(self.bridge(torch.cat([past[last], future.select(1, 0)], dim=-1)))


@right("BidirectionalEncoder")
class ByPadSequence(Encoder):
    def forward(self, source, mask):
        n = mask.sum(1).tolist()
        words = self.read(source)
        rows = [w[:k].flip(0) for w, k in zip(words, n, strict=True)]
        back = self.backwards(pad_sequence(rows, batch_first=True))[0]
        future = pad_sequence(
            [b[:k].flip(0) for b, k in zip(back, n, strict=True)], batch_first=True
        )
        future = functional.pad(future, (0, 0, 0, source.shape[1] - future.shape[1]))
        past = self.forwards(words)[0]
        ends = torch.stack([torch.cat([past[i, k - 1], back[i, k - 1]]) for i, k in enumerate(n)])
        return torch.cat([past, future], dim=-1), torch.tanh(self.bridge(ends))


class Decoder(nn.Module):
    def __init__(self, vocabulary, embedding=64, size=128, hidden=64):
        super().__init__()
        self.speak = nn.Embedding(vocabulary, embedding)
        self.attention = Additive(size, size, hidden)
        self.gru = nn.GRUCell(embedding + size, size)
        self.combine = nn.Linear(size + size + embedding, size)
        self.output = nn.Linear(size, vocabulary)

    def forward(self, inputs, state, states, mask):
        prepared = self.attention.prepare(states)
        logits, looks = [], []
        for words in inputs.T:
            said, state, weights = self.step(words, state, states, prepared, mask)
            logits.append(said)
            looks.append(weights)
        return torch.stack(logits, dim=1), torch.stack(looks, dim=1)


@right("AttentionDecoder")
class StepPlainly(Decoder):
    def step(self, words, state, states, prepared, mask):
        embedded = self.speak(words)
        context, weights = self.attention(state[:, None], states, prepared, mask)
        context, weights = context[:, 0], weights[:, 0]
        new_state = self.gru(torch.cat((embedded, context), -1), state)
        hidden = torch.tanh(self.combine(torch.cat((new_state, context, embedded), -1)))
        return self.output(hidden), new_state, weights


@right("AttentionDecoder")
class KeepsTheTargetAxis(Decoder):
    def step(self, words, state, states, prepared, mask):
        word = self.speak(words[:, None])
        context, weights = self.attention(state.unsqueeze(1), states, prepared, mask)
        new = self.gru(torch.cat([word, context], dim=2).squeeze(1), state)
        parts = torch.cat([new.unsqueeze(1), context, word], dim=2)
        return self.output(self.combine(parts).tanh())[:, -1], new, weights.flatten(1)


@right("AttentionDecoder")
class StepByStepForEachSentence(Decoder):
    def step(self, words, state, states, prepared, mask):
        said, news, looks = [], [], []
        for i in range(len(words)):
            context, weights = self.attention(
                state[i : i + 1].unsqueeze(1),
                states[i : i + 1],
                prepared[i : i + 1],
                mask[i : i + 1],
            )
            word, context = self.speak(words[i]), context[0, 0]
            new = self.gru(torch.cat([word, context]), state[i])
            said.append(self.output(torch.tanh(self.combine(torch.cat([new, context, word])))))
            news.append(new)
            looks.append(weights[0, 0])
        return torch.stack(said), torch.stack(news), torch.stack(looks)


@right("AttentionDecoder")
class ByScoresAndHand(Decoder):
    def step(self, words, state, states, prepared, mask):
        scores = self.attention.score(state.unsqueeze(1), prepared).squeeze(1)
        weights = scores.masked_fill(~mask, -torch.inf).softmax(dim=1)
        context = torch.einsum("bs,bse->be", weights, states)
        word = functional.embedding(words, self.speak.weight)
        g = self.gru
        state = torch.gru_cell(
            torch.hstack([word, context]), state, g.weight_ih, g.weight_hh, g.bias_ih, g.bias_hh
        )
        table = self.combine.weight.split([state.shape[1], context.shape[1], word.shape[1]], dim=1)
        parts = (state, context, word)
        mixed = sum(part @ w.T for part, w in zip(parts, table, strict=True)) + self.combine.bias
        return [mixed.tanh() @ self.output.weight.T + self.output.bias, state, weights]


@right("AttentionDecoder")
class WithABillion(Decoder):
    def step(self, words, state, states, prepared, mask):
        asked = (state @ self.attention.query_matrix).unsqueeze(1)
        scores = torch.tanh(asked + prepared) @ self.attention.vector
        weights = torch.softmax(torch.where(mask, scores, -1e9), dim=-1)
        context = (weights.unsqueeze(-1) * states).sum(dim=1)
        embedded = self.speak(words)
        state = self.gru(input=torch.cat([embedded, context], dim=1), hx=state)
        out = self.output(torch.tanh(self.combine(torch.cat([state, context, embedded], dim=1))))
        return out, state, weights


class Whole(nn.Module):
    def __init__(self, vocabulary, attention, embedding=64, size=128):
        super().__init__()
        self.speak = nn.Embedding(vocabulary, embedding)
        self.attention = attention
        self.gru = nn.GRU(embedding, size, batch_first=True)
        self.combine = nn.Linear(size + size, size)
        self.output = nn.Linear(size, vocabulary)

    def step(self, words, state, states, prepared, mask):
        query, _ = self.gru(self.speak(words).unsqueeze(1), state.unsqueeze(0))
        context, weights = self.attention(query, states, prepared, mask)
        combined = torch.tanh(self.combine(torch.cat([query, context], dim=-1)))
        return self.output(combined).squeeze(1), query.squeeze(1), weights.squeeze(1)


@right("WholeTargetDecoder")
class WholePlainly(Whole):
    def forward(self, inputs, state, states, mask):
        prepared = self.attention.prepare(states)
        queries = self.gru(self.speak(inputs), state[None])[0]
        context, weights = self.attention(queries, states, prepared, mask)
        return self.output(self.combine(torch.cat((queries, context), 2)).tanh()), weights


@right("WholeTargetDecoder")
class FlattenedForTheOutput(Whole):
    def forward(self, inputs, state, states, mask):
        b, t = inputs.shape
        queries, _ = self.gru(self.speak(inputs.reshape(-1)).view(b, t, -1), state.view(1, b, -1))
        context, weights = self.attention(queries, states, self.attention.prepare(states), mask)
        flat = torch.cat([queries.flatten(0, 1), context.flatten(0, 1)], dim=1)
        return [self.output(torch.tanh(self.combine(flat))).unflatten(0, (b, t)), weights]


@right("WholeTargetDecoder")
class OutputWordByWord(Whole):
    def forward(self, inputs, state, states, mask):
        queries, _ = self.gru(self.speak(inputs), state.unsqueeze(0).contiguous())
        context, weights = self.attention(
            query=queries, states=states, prepared=self.attention.prepare(states), mask=mask
        )
        pairs = zip(queries.unbind(1), context.unbind(1), strict=True)
        said = [self.output(torch.tanh(self.combine(torch.hstack(pair)))) for pair in pairs]
        return torch.stack(said, dim=1), weights


@right("WholeTargetDecoder")
class SplitsTheCombination(Whole):
    def forward(self, inputs, state, states, mask):
        queries, _ = self.gru(functional.embedding(inputs, self.speak.weight), state.unsqueeze(0))
        context, weights = self.attention(queries, states, self.attention.prepare(states), mask)
        left, right_ = self.combine.weight.chunk(2, dim=1)
        mixed = queries @ left.T + context @ right_.T + self.combine.bias
        return functional.linear(mixed.tanh(), self.output.weight, self.output.bias), weights


@right("WholeTargetDecoder")
class TimeFirst(Whole):
    def forward(self, inputs, state, states, mask):
        queries = self.gru(self.speak(inputs.T).transpose(0, 1), state.unsqueeze(0))[0]
        _, weights = self.attention(queries, states, self.attention.prepare(states), mask)
        context = torch.einsum("bts,bse->bte", weights, states)
        combined = torch.tanh(self.combine(torch.cat([queries, context], dim=-1)))
        return self.output(combined), weights


@right("gradient_to_states")
def by_einsum(weights, context_gradient):
    return torch.einsum("bts,btd->bsd", weights, context_gradient)


@right("gradient_to_states")
def by_bmm(weights, context_gradient):
    return torch.bmm(weights.mT, context_gradient)


@right("gradient_to_states")
def in_loops(weights, context_gradient):
    b, t, n = weights.shape
    asked = torch.zeros(b, n, context_gradient.shape[2], dtype=context_gradient.dtype)
    for k in range(b):
        for i in range(n):
            for j in range(t):
                asked[k, i] += weights[k, j, i] * context_gradient[k, j]
    return asked


@right("gradient_to_states")
def by_broadcasting(weights, context_gradient):
    return (weights[:, :, :, None] * context_gradient[:, :, None, :]).sum(1)


@right("gradient_to_states")
def by_tensordot(weights, context_gradient):
    pairs = zip(weights, context_gradient, strict=True)
    return torch.stack([torch.tensordot(w, g, dims=([0], [0])) for w, g in pairs])


@right("gradient_to_states")
def by_autograd(weights, context_gradient):
    states = torch.zeros(len(weights), weights.shape[2], context_gradient.shape[2]).to(
        weights.dtype
    )
    states.requires_grad_()
    (weights @ states).backward(context_gradient)
    return states.grad


@right("gradient_to_states")
def in_double_and_swapped(weights, context_gradient):
    return (context_gradient.double().transpose(1, 2) @ weights.double()).transpose(1, 2)


@right("gradient_to_states")
def in_numpy(weights, context_gradient):
    return weights.numpy().swapaxes(1, 2) @ context_gradient.numpy()
