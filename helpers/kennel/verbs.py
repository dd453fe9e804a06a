"""The verbs and moods of the kennel corpus, as tables (see ``words`` for how they are written).

A verb is in the present tense, the only one the corpus speaks. An empty cell means that the form
is never used: a verb without a plural never gets a plural subject in French.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.kennel.words import rows


@dataclass(frozen=True)
class Verb:
    """One verb in the present tense. ``ing`` is empty for verbs of state (want, love)."""

    english: str  # also the plural: "they sleep"
    third: str  # "she sleeps"
    ing: str  # "she is sleeping"
    after: str  # what English adds and French does not: "wait for" / "attendre"
    je: str
    il: str
    ils: str
    topic: str


@dataclass(frozen=True)
class Mood:
    """How someone is: "is hungry" / "a faim"."""

    english: str
    who: str  # "animate" or "person"
    verb: str  # the key in VERBS of its French verb
    forms: tuple[str, ...]  # masculine, feminine, masculine plural, feminine plural


VERB_TABLE = """
# In brackets: which French verb this "be" is.
# english  | third    | ing       | je        | il        | ils
be         | is       |           | suis      | est       | sont
be (avoir) | is       |           | ai        | a         | ont
be (faire) | is       |           |           | fait      |
sleep      | sleeps   | sleeping  |           | dort      | dorment
play       | plays    | playing   | joue      | joue      | jouent
run        | runs     | running   |           | court     | courent
stay       | stays    | staying   | reste     | reste     | restent
wait       | waits    | waiting   |           | attend    | attendent
wait for   | waits    | waiting   |           | attend    | attendent
watch      | watches  | watching  | regarde   | regarde   | regardent
look for   | looks    | looking   | cherche   | cherche   | cherchent
help       | helps    | helping   | aide      | aide      | aident
buy        | buys     | buying    | achète    | achète    | achètent
give       | gives    | giving    | donne     | donne     | donnent
see        | sees     |           |           | voit      | voient
like       | likes    |           | aime      | aime      | aiment
love       | loves    |           | adore     | adore     | adorent
want       | wants    |           | veux      | veut      | veulent
have       | has      |           | ai        | a         | ont
[dogs]
bark       | barks    | barking   |           | aboie     | aboient
chase      | chases   | chasing   |           | poursuit  | poursuivent
walk       | walks    | walking   |           | promène   | promènent
stroke     | strokes  | stroking  |           | caresse   | caressent
[food]
eat        | eats     | eating    | mange     | mange     | mangent
drink      | drinks   | drinking  |           | boit      | boivent
prepare    | prepares | preparing | prépare   | prépare   | préparent
[weather]
rain       | rains    | raining   |           | pleut     |
snow       | snows    | snowing   |           | neige     |
shine      | shines   | shining   |           | brille    |
blow       | blows    | blowing   |           | souffle   |
fall       | falls    | falling   |           | tombe     |
[travel]
travel     | travels  | traveling | voyage    | voyage    | voyagent
go         | goes     | going     | vais      | va        | vont
leave      | leaves   | leaving   |           | part      | partent
arrive     | arrives  | arriving  | arrive    | arrive    | arrivent
take       | takes    | taking    |           | prend     | prennent
visit      | visits   | visiting  | visite    | visite    |
[home]
clean      | cleans   | cleaning  |           | nettoie   | nettoient
open       | opens    | opening   | ouvre     | ouvre     | ouvrent
live       | lives    |           | habite    | habite    | habitent
[work]
work       | works    | working   | travaille | travaille | travaillent
write      | writes   | writing   |           | écrit     | écrivent
read       | reads    | reading   |           | lit       | lisent
"""

# How someone is. English always says "be"; French is "être" with an adjective or "avoir".
MOOD_TABLE = """
# english | who     | French verb | m, f, m. plural, f. plural
tired     | animate | be          | fatigué/fatiguée/fatigués/fatiguées
happy     | animate | be          | heureux/heureuse/heureux/heureuses
sad       | animate | be          | triste/triste/tristes/tristes
sick      | animate | be          | malade/malade/malades/malades
late      | person  | be          | ~en retard
hungry    | animate | be (avoir)  | faim
thirsty   | animate | be (avoir)  | soif
cold      | animate | be (avoir)  | froid
afraid    | animate | be (avoir)  | peur
"""


def _verb(topic: str, row: list[str]) -> Verb:
    base, _, after = row[0].partition(" ")
    return Verb(base, row[1], row[2], "" if "(" in after else after, row[3], row[4], row[5], topic)


def _mood(row: list[str]) -> Mood:
    english, who, verb, forms = row
    one, *more = forms.split("/")
    return Mood(english, who, verb, (one, *(more or (one, one, one))))


VERBS = {row[0]: _verb(topic, row) for topic, row in rows(VERB_TABLE)}
MOODS = {row[0]: _mood(row) for _, row in rows(MOOD_TABLE)}
