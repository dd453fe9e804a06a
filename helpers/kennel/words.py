"""The words of the kennel corpus, as tables.

To add a word, add a row. Columns are separated by ``|``; an empty cell means "this form is
never used", and the grammar then leaves it out (a verb without a plural never gets a plural
subject). ``kinds`` say what a thing is, and decide which adjectives, verbs and prepositions may
go with it: only something of kind ``meal`` is eaten. ``topic`` is the topic a word gives away,
empty for words that may turn up anywhere; topical words of kind ``everywhere`` may do so too.
"""

from __future__ import annotations

from dataclasses import dataclass

TOPICS = ("dogs", "food", "weather", "travel", "home", "work")


@dataclass(frozen=True)
class Noun:
    """One noun; ``english`` or ``plural`` is empty when that number is not used."""

    english: str
    plural: str
    french: str
    french_plural: str
    gender: str  # of the French noun, "m" or "f"; people and animals follow it in English too
    topic: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Adjective:
    """One adjective; ``vowel`` is the masculine form before a vowel (un bel hôtel)."""

    english: str
    forms: tuple[str, str, str, str]  # masculine, feminine, masculine plural, feminine plural
    vowel: str
    before: bool  # stands before the French noun
    use: str  # "very": also "it is very old"; "plain": also "it is red"; "": only beside a noun
    indefinite: bool  # beside a noun only with "a" or "some": a good soup
    about: str  # what it tells: a sentence speaks of size once
    suits: frozenset[str]  # kinds of noun it may describe


NOUN_TABLE = """
# english          | french             | gender | kinds
man/men            | homme/hommes       | m      | person grown adult
woman/women        | femme/femmes       | f      | person grown adult
boy/boys           | garçon/garçons     | m      | person child
girl/girls         | fille/filles       | f      | person child
/children          | /enfants           | m      | person child
mother             | mère               | f      | person grown family
father             | père               | m      | person grown family
sister             | sœur               | f      | person grown family sibling
brother            | frère              | m      | person grown family sibling
Anna               | Anna               | f      | person grown name
Emma               | Emma               | f      | person grown name
Paul               | Paul               | m      | person grown name
Victor             | Victor             | m      | person grown name
cat/cats           | chat/chats         | m      | animal cat pet
bird/birds         | oiseau/oiseaux     | m      | animal bird
park               | parc               | m      | inside open
street             | rue                | f      | inside open
garden             | jardin             | m      | inside open fine
[dogs]
dog/dogs           | chien/chiens       | m      | animal dog pet plain aged
puppy/puppies      | chiot/chiots       | m      | animal dog pet plain everywhere
Labrador/Labradors | labrador/labradors | m      | animal dog pet breed aged
poodle/poodles     | caniche/caniches   | m      | animal dog pet breed aged
beagle             | beagle             | m      | animal dog pet breed aged
Dalmatian          | dalmatien          | m      | animal dog pet breed aged
greyhound          | lévrier            | m      | animal dog pet breed aged
husky              | husky              | m      | animal dog pet breed aged
bulldog            | bouledogue         | m      | animal dog pet breed aged
spaniel            | épagneul           | m      | animal dog pet breed aged
collar             | collier            | m      | thing gear coloured canine
leash              | laisse             | f      | thing gear coloured canine
ball               | balle              | f      | thing toy coloured
bone/bones         | os/os              | m      | thing toy bone
kennel             | niche              | f      | thing inside landmark large canine
[food]
apple/apples       | pomme/pommes       | f      | thing food meal red
cake               | gâteau             | m      | thing food meal dish
bread              | pain               | m      | thing food meal mass
cheese             | fromage            | m      | thing food meal mass
meat               | viande             | f      | thing food meal mass dish treat
soup               | soupe              | f      | thing food meal mass dish hot
milk               | lait               | m      | thing food drink mass hot chilled
coffee             | café               | m      | thing food drink mass hot
water              | eau                | f      | thing food drink mass chilled
plate              | assiette           | f      | thing washable
restaurant         | restaurant         | m      | at landmark building public aged
[weather]
rain               | pluie              | f      | sky seen wet chilled
snow               | neige              | f      | sky seen wet
wind               | vent               | m      | sky chilled
sun                | soleil             | m      | sky
storm              | orage              | m      | sky seen frightening
problem            | problème           | m      | trouble large
winter             | hiver              | m      | season
summer             | été                | m      | season
umbrella           | parapluie          | m      | thing carried coloured
[travel]
train              | train              | m      | thing vehicle machine ride public aged
bus                | bus                | m      | thing vehicle machine ride coloured public aged
plane              | avion              | m      | thing vehicle machine ride public aged
car                | voiture            | f      | thing vehicle machine owned coloured large aged
station            | gare               | f      | at landmark goal building public aged
airport            | aéroport           | m      | at goal building public aged
hotel              | hôtel              | m      | at landmark goal building fine public aged
Paris              | Paris              | m      | city
London             | Londres            | f      | city
town               | ville              | f      | town fine
ticket             | billet             | m      | thing carried
suitcase           | valise             | f      | thing carried coloured large
[home]
house              | maison             | f      | inside landmark large fine coloured washable
kitchen            | cuisine            | f      | inside room large washable
bedroom            | chambre            | f      | inside room large washable
sofa               | canapé             | m      | thing surface landmark large furniture coloured
table              | table              | f      | thing under landmark large furniture coloured
bed                | lit                | m      | thing surface under large furniture aged
chair              | chaise             | f      | thing surface under furniture coloured
door               | porte              | f      | landmark opening washable coloured
window/windows     | fenêtre/fenêtres   | f      | landmark opening washable
/keys              | /clés              | f      | thing carried lost
[work]
office             | bureau             | m      | inside at landmark workplace large public
school             | école              | f      | inside at landmark workplace large public
hospital           | hôpital            | m      | inside at landmark workplace large public
doctor             | médecin            | m      | person grown adult worker trade
teacher            | professeur         | m      | person grown adult worker trade
letter/letters     | lettre/lettres     | f      | thing paper long
report             | rapport            | m      | thing paper long
meeting            | réunion            | f      | event long
computer           | ordinateur         | m      | thing machine aged
"""

# place: beside the French noun; a slash gives the masculine form before a vowel (un bel hôtel);
# use: "very" if one can say "it is very old", "plain" if only "it is red", nothing if neither;
# "a": beside a noun only with "a" or "some". In brackets: what it tells, once in a sentence.
ADJECTIVE_TABLE = """
# english | m, f, m. plural, f. plural                 | place  | use    | describes
[looks]
beautiful | beau/bel belle beaux belles                | before | very   | pet bird fine
[worth]
good      | bon bonne - -                      | before | very a | meal trade
[age]
new       | nouveau/nouvel nouvelle nouveaux nouvelles | before |        | gear worker machine large
old       | vieux/vieil vieille vieux -         | before | very   | adult aged furniture
young     | jeune jeune jeunes jeunes                  | before | very   | adult
[size]
small     | petit petite petits petites                | before | very   | child pet bird large toy
big       | grand grande grands grandes                | before | very   | dog large building open
long      | long longue - -                            | before | very   | long
[temper]
nice      | gentil gentille gentils -          | before | very   | adult worker dog
clever    | intelligent intelligente - -               | after  | very   | dog trade
[colour]
black     | noir noire noirs noires                    | after  | plain  | pet coloured
white     | blanc blanche blancs blanches              | after  | plain  | pet coloured
brown     | marron marron marron marron                | after  | plain  | dog furniture suitcase
red       | rouge rouge - -                  | after  | plain  | coloured red
[heat]
hot       | chaud chaude - -                           | after  | very   | hot
cold      | froid froide - -                           | after  | very   | chilled
[dirt]
clean     | propre propre - -              | after  | very   | washable
dirty     | sale sale sales sales                      | after  | very   | washable dog
"""


def rows(table: str) -> list[tuple[str, list[str]]]:
    """Cut a table into (topic, cells); a line [food] gives the topic of the rows below it."""
    topic = ""
    found = []
    for line in table.strip().splitlines():
        if line.startswith("["):
            topic = line.strip("[]")
        elif not line.startswith("#"):
            found.append((topic, [cell.strip() for cell in line.split("|")]))
    return found


def _noun(topic: str, row: list[str]) -> Noun:
    english, _, plural = row[0].partition("/")
    french, _, french_plural = row[1].partition("/")
    kinds = frozenset(row[3].split()) | {english or plural}
    return Noun(english, plural, french, french_plural, row[2], topic, kinds)


def _adjective(about: str, row: list[str]) -> Adjective:
    english, forms, place, use, describes = row
    masculine, feminine, masculines, feminines = forms.replace("-", "").split(" ")
    plain, _, vowel = masculine.partition("/")
    return Adjective(
        english,
        (plain, feminine, masculines, feminines),
        vowel or plain,
        place == "before",
        use.removesuffix(" a"),
        use.endswith(" a"),
        about,
        frozenset(describes.split()),
    )


NOUNS = tuple(_noun(topic, row) for topic, row in rows(NOUN_TABLE))
ADJECTIVES = tuple(_adjective(about, row) for about, row in rows(ADJECTIVE_TABLE))
# Words that keep their capital wherever they stand.
NAMES = frozenset(
    word
    for noun in NOUNS
    for word in (noun.english, noun.plural, noun.french)
    if word[:1].isupper()
) | {"I"}
