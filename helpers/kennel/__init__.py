"""The grammar behind ``helpers.corpus``, which is what a notebook imports.

Tables, to edit when a word or a scene is missing: ``words``, ``verbs``, ``small_words``,
``scenes``. Rules, from small to large: ``units`` (words that translate each other), ``spelling``
(du, l', an), ``phrases`` (noun phrases and clauses in both languages). Choices, from small to
large: ``choices`` (nouns), ``clauses``, ``joins`` (because, while, but), ``sentences``.
"""
