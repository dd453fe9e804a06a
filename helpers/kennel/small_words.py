"""The small words of the kennel corpus: determiners, pronouns, prepositions, adverbs, times."""

from __future__ import annotations

from helpers.kennel.words import rows

# name: singular English, plural English, then French masculine, feminine, plural.
# "the", "a": also objects under negation (ne ... pas de); "all": les os, in general.
DETERMINERS = {
    "the": ("the", "the", "le", "la", "les"),
    "a": ("a", "", "un", "une", "des"),
    "some": ("some", "some", "de le", "de la", "des"),
    "bare": ("", "", "de le", "de la", "des"),
    "all": ("", "", "le", "la", "les"),
    "role": ("a", "", "", "", ""),
    "none": ("", "", "", "", ""),
    "two": ("", "two", "", "", "deux"),
    "three": ("", "three", "", "", "trois"),
    "my": ("my", "my", "mon", "ma", "mes"),
    "his": ("his", "his", "son", "sa", "ses"),
    "her": ("her", "her", "son", "sa", "ses"),
    "their": ("their", "their", "leur", "leur", "leurs"),
    "not a": ("a", "any", "de", "de", "de"),
    "not some": ("any", "any", "de", "de", "de"),
    "not bare": ("", "", "de", "de", "de"),
}
BEFORE_VOWEL = {"ma": "mon", "sa": "son"}
ADVERBS = {"always": "toujours", "often": "souvent", "too": "aussi", "very": "très"}
SUBJECT_PRONOUNS = ("il", "elle", "ils", "elles")
OBJECT_PRONOUNS = ("le", "la", "les", "les")
NEGATIONS = {"not": "pas", "never": "jamais"}

# In front of a word, ~ says that the word belongs to the unit without carrying it: it gets only
# possible links ("front" and "devant" are a sure pair, "in" and "of" are possible ones).
PREPOSITION_TABLE = """
# name    | English       | French       | before, if always the same
in        | in            | dans         |
in_city   | in            | à            | city
in_season | in            | en           | season
in_winter | in            | en           | winter
in_summer | in            | en           | summer
in_rain   | in            | sous         | rain
on        | on            | sur          |
under     | under         | sous         |
behind    | behind        | derrière     |
front     | ~in front ~of | devant       |
next      | next ~to      | ~à côté ~de  |
near      | near          | près ~de     |
at        | at            | à            |
to        | to            | à            |
to_city   | to            | pour         | city
for       | for           | pour         |
with      | with          | avec         |
by        | by            | en           |
of        | of            | de           |
because   | because ~of   | ~à cause ~de |
"""

# Complements that are always the same words; * marks content words, / parts units.
FIXED_TABLE = """
# name    | english          | french
here      | here             | ici
outside   | outside          | dehors
home      | at / *home       | à / ~la *maison
cold      | *cold            | *froid
hot       | *hot             | *chaud
afraid    | *afraid          | *peur
late      | *late            | ~en *retard
"""

# name: words, and whether the phrase speaks of habits (she sleeps) or of now (she is sleeping).
TIME_TABLE = """
# english         | french             | speaks of
now               | maintenant         | now
today             | aujourd'hui        | now
every / day       | tous ~les / jours  | habit
~in the / morning | le / matin         | habit
"""

PREPOSITIONS = {row[0]: (row[1], row[2]) for _, row in rows(PREPOSITION_TABLE)}
HABITUAL = frozenset({"in_season", "in_winter", "in_summer"})
FIXED = {row[0]: (row[1], row[2]) for _, row in rows(FIXED_TABLE)}
ALWAYS = {row[0]: row[3] for _, row in rows(PREPOSITION_TABLE)}
TIMES = {
    mode: tuple(
        (english, french) for _, (english, french, speaks) in rows(TIME_TABLE) if speaks == mode
    )
    for mode in ("now", "habit")
}
