"""The opponent of `make bench`: an additive-attention decoder as most tutorials write it.

One Python loop over the target words; in each turn the scores of all states from scratch, the
context and the word's embedding side by side into a GRU, and an output layer; the encoder reads
packed sequences. It computes what lesson 06's decoder computes, with the same sizes.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class TutorialEncoder(nn.Module):
    """A bidirectional GRU over packed sentences, and a first state for the decoder."""

    def __init__(self, vocabulary: int, embedding: int = 64, size: int = 128):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.gru = nn.GRU(embedding, size // 2, batch_first=True, bidirectional=True)
        self.bridge = nn.Linear(size, size)

    def forward(self, source: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """ids and mask (batch, source) -> states (batch, source, size), first (batch, size)."""
        embedded = self.embedding(source)
        packed = pack_padded_sequence(
            embedded, mask.sum(dim=1), batch_first=True, enforce_sorted=False
        )
        packed_states, ends = self.gru(packed)
        states, _ = pad_packed_sequence(packed_states, batch_first=True)
        return states, torch.tanh(self.bridge(torch.cat([ends[0], ends[1]], dim=1)))


class TutorialAttention(nn.Module):
    """Additive scores, softmax, context: everything anew for each target word."""

    def __init__(self, size: int):
        super().__init__()
        self.from_query = nn.Linear(size, size)
        self.from_states = nn.Linear(size, size)
        self.score = nn.Linear(size, 1)

    def prepare(self, states: Tensor) -> Tensor:
        """Nothing is prepared (lesson 06's decoding asks for it)."""
        return states

    def forward(self, query: Tensor, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """query (batch, 1, size) -> context (batch, 1, size), weights (batch, 1, source)."""
        hidden = torch.tanh(self.from_query(query) + self.from_states(states))
        scores = self.score(hidden).transpose(1, 2)  # (batch, 1, source)
        weights = torch.softmax(scores.masked_fill(~mask.unsqueeze(1), -1e9), dim=-1)
        return torch.bmm(weights, states), weights


class TutorialDecoder(nn.Module):
    """Bahdanau, Cho and Bengio 2015 (arXiv:1409.0473), one word after the other."""

    def __init__(self, vocabulary: int, embedding: int = 64, size: int = 128):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.attention = TutorialAttention(size)
        self.gru = nn.GRU(embedding + size, size, batch_first=True)
        self.output = nn.Linear(size + size + embedding, vocabulary)

    def step(
        self, words: Tensor, state: Tensor, states: Tensor, prepared: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """One word: logits (batch, vocabulary), state (batch, size), weights (batch, source)."""
        embedded = self.embedding(words).unsqueeze(1)
        context, weights = self.attention(state.unsqueeze(1), states, mask)
        said, last = self.gru(torch.cat([embedded, context], dim=2), state.unsqueeze(0))
        logits = self.output(torch.cat([said, context, embedded], dim=2))
        return logits.squeeze(1), last.squeeze(0), weights.squeeze(1)

    def forward(
        self, inputs: Tensor, state: Tensor, states: Tensor, mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Teacher forcing: logits (batch, target, vocabulary), weights (batch, target, source)."""
        logits, looks = [], []
        for place in range(inputs.shape[1]):
            said, state, weights = self.step(inputs[:, place], state, states, states, mask)
            logits.append(said)
            looks.append(weights)
        return torch.stack(logits, dim=1), torch.stack(looks, dim=1)
