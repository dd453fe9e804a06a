"""What the tests know about the kennel's words, written down without looking at the grammar.

Kept apart from ``helpers/kennel`` on purpose: a slip in the grammar's tables must not find its
way into the tests that are to catch it.
"""

from __future__ import annotations

from collections.abc import Iterator

from helpers.corpus import Pair

VOWEL_START = tuple("aàâeéèêiîoôœuûAEÉIO")
SOUNDED_H = {"husky"}


def _set(text: str) -> set[str]:
    return set(text.split())


def starts_with_vowel(word: str) -> bool:
    return word.startswith(VOWEL_START) or (word[0] == "h" and word not in SOUNDED_H)


# -- French nouns: gender and number -----------------------------------------------------------

NOUNS = {
    "ms": """homme garçon père frère chat oiseau parc jardin chien chiot labrador caniche beagle
        dalmatien lévrier husky bouledogue épagneul collier os gâteau œuf pain fromage lait café
        restaurant vent soleil orage hiver été parapluie train bus avion aéroport hôtel billet
        canapé lit bureau problème hôpital médecin professeur rapport ordinateur""",
    "fs": """femme fille mère sœur rue laisse balle niche pomme viande soupe eau assiette pluie
        neige voiture gare valise maison cuisine chambre table chaise porte fenêtre école lettre
        réunion ville""",
    "mp": "hommes garçons enfants chats oiseaux chiens chiots labradors caniches œufs os",
    "fp": "femmes filles pommes fenêtres clés lettres",
}
NAMES = {"Anna": "f", "Emma": "f", "Paul": "m", "Victor": "m"}
CITIES = {"Paris", "Londres"}

# -- French adjectives: form -> what it agrees with --------------------------------------------

ADJECTIVES: dict[str, set[str]] = {}
for _line in """
    beau ms / bel ms / belle fs / beaux mp / belles fp / bon ms / bonne fs
    nouveau ms / nouvel ms / nouvelle fs / nouveaux mp / nouvelles fp
    petit ms / petite fs / petits mp / petites fp / grand ms / grande fs / grands mp / grandes fp
    long ms / longue fs / vieux ms mp / vieil ms / vieille fs / vieilles fp
    jeune ms fs / jeunes mp fp / gentil ms / gentille fs / gentils mp / gentilles fp
    intelligent ms / intelligente fs / noir ms / noire fs / noirs mp / noires fp
    blanc ms / blanche fs / blancs mp / blanches fp / marron ms fs mp fp / rouge ms fs
    chaud ms / chaude fs / froid ms / froide fs / propre ms fs / sale ms fs / sales mp fp
    fatigué ms / fatiguée fs / fatigués mp / fatiguées fp / heureux ms mp / heureuse fs
    heureuses fp / triste ms fs / tristes mp fp / malade ms fs / malades mp fp
""".replace("\n", "/").split("/"):
    if _line.strip():
        _form, *_agrees = _line.split()
        ADJECTIVES[_form] = set(_agrees)
BEFORE_NOUN = _set(
    """beau bel belle beaux belles bon bonne nouveau nouvel nouvelle nouveaux nouvelles petit
        petite petits petites grand grande grands grandes long longue vieux vieil vieille
        vieilles jeune jeunes gentil gentille gentils gentilles"""
)
ONLY_BEFORE_VOWEL = {"bel", "nouvel", "vieil"}
NEVER_BEFORE_VOWEL = {"beau", "nouveau"}  # beside a noun; "vieux" may be plural

DETERMINERS = {
    **dict.fromkeys(("le", "un", "du", "au", "mon", "son"), "ms"),
    **dict.fromkeys(("la", "une", "ma", "sa"), "fs"),
    **dict.fromkeys(("l'", "leur"), "ms fs"),
    **dict.fromkeys(("les", "des", "aux", "mes", "ses", "leurs", "deux", "trois"), "mp fp"),
}

# -- verbs: French singular and plural, English third person and base --------------------------

SINGULAR = _set(
    """est a fait dort joue court reste attend regarde cherche aide achète donne voit aime adore
        veut aboie poursuit promène caresse mange boit prépare pleut brille souffle tombe voyage
        va part arrive prend visite nettoie ouvre habite travaille écrit lit"""
)  # "neige" is left out: it is also the noun
PLURAL = _set(
    """sont ont dorment jouent courent restent attendent regardent cherchent aident achètent
        donnent voient aiment adorent veulent aboient poursuivent promènent caressent mangent
        boivent préparent voyagent vont partent arrivent prennent nettoient ouvrent habitent
        travaillent écrivent lisent"""
)
FIRST = {"suis", "ai", "vais", "veux"} | {verb for verb in SINGULAR if verb.endswith("e")}
THIRD = _set(
    """is has does sleeps plays runs stays waits watches looks helps buys gives sees likes loves
        wants barks chases walks strokes eats drinks prepares rains snows shines blows falls
        travels goes leaves arrives takes visits cleans opens lives works writes reads"""
)
BASE = _set(
    """sleep play run stay wait watch look help buy give see like love want have bark chase walk
        stroke eat drink prepare rain snow shine blow fall travel go leave arrive take visit
        clean open live work write read"""
)
ING = _set(
    """sleeping playing running staying waiting watching looking helping buying giving barking
        chasing walking stroking eating drinking preparing raining snowing shining blowing
        falling traveling going leaving arriving taking visiting cleaning opening working writing
        reading"""
)

# -- English words -----------------------------------------------------------------------------

FUNCTION = _set(
    """. , ? the a an some any my his her their two three he she it they I him them who that is
        are am has have do does not never always often too very and but because when while where
        's of in on under front next to near behind at for with by here outside now today
        every day morning"""
)
TOPIC_WORDS = {
    "dogs": """dog dogs puppy puppies Labrador Labradors poodle poodles beagle Dalmatian
        greyhound husky bulldog spaniel collar leash ball bone bones kennel bark barks barking
        chase chases chasing walk walks walking stroke strokes stroking""",
    "food": """apple apples cake bread cheese meat soup milk coffee water plate
        restaurant eat eats eating drink drinks drinking prepare prepares preparing""",
    "weather": """problem rain rains
        raining snow snows snowing wind sun storm winter summer umbrella
        shine shines shining blow blows blowing fall falls falling""",
    "travel": """town train bus plane car station airport hotel Paris London ticket suitcase travel
        travels traveling go goes going leave leaves leaving arrive arrives arriving take takes
        taking visit visits visiting""",
    "home": """home house kitchen bedroom sofa table bed chair door window windows keys cleans
        cleaning open opens opening live lives""",
    "work": """office school hospital doctor teacher letter letters report meeting computer work
        works working write writes writing read reads reading""",
}  # "clean" is left out: it is also an adjective

# -- translations: English -> French words it may be surely linked to --------------------------

_TRANSLATIONS = """
. . | , , | ? ? | the le la l' les du des au aux | a un une de d' | an un une de d'
some du de d' la l' des | any de d' | my mon ma mes | his son sa ses | her son sa ses la l'
their leur leurs | two deux | three trois | he il | she elle | it il elle le la l'
they ils elles | I je j' | him le l' | them les | who qui | that qui que qu' | is est a fait
are sont ont | am suis ai | has a | have ont ai | not pas | never jamais | always toujours
often souvent | too aussi | very très | and et | but mais | because parce cause | when quand
while pendant | where où | 's de d' du des | of de d' du des | in dans à en sous au | on sur
under sous | front devant | next côté | to à au aux pour | near près | behind derrière | at à au
for pour | with avec | by en | here ici | outside dehors | now maintenant
today aujourd'hui | every tous | day jours | morning matin | man homme
men hommes | woman femme | women femmes
boy garçon | boys garçons | girl fille | girls filles | children enfants | mother mère
father père | sister sœur | brother frère | Anna Anna | Emma Emma | Paul Paul | Victor Victor
cat chat | cats chats | bird oiseau | birds oiseaux | park parc | street rue | garden jardin
dog chien | dogs chiens | puppy chiot | puppies chiots | Labrador labrador | Labradors labradors
poodle caniche | poodles caniches | beagle beagle | Dalmatian dalmatien | greyhound lévrier
husky husky | bulldog bouledogue | spaniel épagneul | collar collier | leash laisse | ball balle
bone os | bones os | kennel niche | apple pomme | apples pommes | cake gâteau | egg œuf
eggs œufs | bread pain | cheese fromage | meat viande | soup soupe | milk lait | coffee café
water eau | plate assiette | restaurant restaurant | rain pluie pleut | snow neige
wind vent | sun soleil | storm orage | winter hiver | summer été | umbrella parapluie
train train | bus bus | plane avion | car voiture | station gare | airport aéroport
hotel hôtel | Paris Paris | London Londres | ticket billet | suitcase valise | house maison
kitchen cuisine | bedroom chambre | sofa canapé | table table | bed lit | chair chaise
door porte | window fenêtre | windows fenêtres | keys clés | office bureau | school école
hospital hôpital | doctor médecin | teacher professeur | letter lettre | letters lettres
report rapport | problem problème | town ville
 meeting réunion | computer ordinateur | home maison
beautiful beau bel belle beaux belles | good bon bonne
new nouveau nouvel nouvelle nouveaux nouvelles | small petit petite petits petites
big grand grande grands grandes | long long longue | old vieux vieil vieille vieilles
young jeune jeunes | nice gentil gentille gentils gentilles | clever intelligent intelligente
black noir noire noirs noires | white blanc blanche blancs blanches | brown marron | red rouge
hot chaud chaude | cold froid froide | clean propre nettoie nettoient | dirty sale sales
tired fatigué fatiguée fatigués fatiguées | happy heureux heureuse heureuses
sad triste tristes | sick malade malades | late retard | hungry faim | thirsty soif
afraid peur
"""
_VERB_PAIRS = """
sleep sleeps sleeping dort dorment | play plays playing joue jouent
run runs running court courent | stay stays staying reste restent
wait waits waiting attend attendent | watch watches watching regarde regardent
look looks looking cherche cherchent | help helps helping aide aident
buy buys buying achète achètent | give gives giving donne donnent | see sees voit voient
like likes aime aiment | love loves adore adorent | want wants veut veulent veux
have has a ont ai | bark barks barking aboie aboient | chase chases chasing poursuit poursuivent
walk walks walking promène promènent | stroke strokes stroking caresse caressent
eat eats eating mange mangent | drink drinks drinking boit boivent
prepare prepares preparing prépare préparent | rain rains raining pleut
snow snows snowing neige | shine shines shining brille | blow blows blowing souffle
fall falls falling tombe | travel travels traveling voyage voyagent | go goes going va vont vais
leave leaves leaving part partent | arrive arrives arriving arrive arrivent
take takes taking prend prennent | visit visits visiting visite
clean cleans cleaning nettoie nettoient | open opens opening ouvre ouvrent
live lives habite habitent | work works working travaille travaillent
write writes writing écrit écrivent | read reads reading lit lisent
"""
TRANSLATIONS: dict[str, set[str]] = {}
for _entry in _TRANSLATIONS.replace("\n", "|").split("|"):
    if _entry.strip():
        _english, *_french = _entry.split()
        TRANSLATIONS.setdefault(_english, set()).update(_french)
for _entry in _VERB_PAIRS.replace("\n", "|").split("|"):
    _words = _entry.split()
    for _english in (w for w in _words if w in THIRD | BASE | ING):
        _french = [w for w in _words if w in SINGULAR | PLURAL | FIRST | {"neige"}]
        TRANSLATIONS.setdefault(_english, set()).update(_french)

# -- looking at French sentences ----------------------------------------------------------------

FEATURES: dict[str, set[str]] = {}
for _feature, _nouns in NOUNS.items():
    for _word in _nouns.split():
        FEATURES.setdefault(_word, set()).add(_feature)
ANIMATE = {
    *("homme", "hommes", "femme", "femmes", "garçon", "garçons", "fille", "filles", "enfants"),
    *("mère", "père", "sœur", "frère", "médecin", "professeur"),
    *("chat", "chats", "oiseau", "oiseaux", "chien", "chiens", "chiot", "chiots"),
    *("labrador", "labradors", "caniche", "caniches", "beagle", "dalmatien", "lévrier"),
    *("husky", "bouledogue", "épagneul"),
}
CLITICS = {"le", "la", "l'", "les"}
FINITE = SINGULAR | PLURAL | FIRST | {"neige"}


def windows(pairs: list[Pair]) -> Iterator[tuple[Pair, int, str, str]]:
    """Every two neighbouring French tokens, with their sentence and place."""
    for pair in pairs:
        for place, (left, right) in enumerate(zip(pair.target, pair.target[1:], strict=False)):
            yield pair, place, left, right


def is_noun(pair: Pair, place: int) -> bool:
    """A noun; "lit" (bed, reads) and "neige" (snow, snows) are also verbs."""
    word = pair.target[place]
    if word == "lit":
        return any(pair.source[i] == "bed" for i, j in pair.sure if j == place)
    if word == "neige":
        return pair.target[place - 1] not in {"il", "ne"}
    return word in FEATURES
