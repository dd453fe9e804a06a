"""What happens in the kennel corpus: who does what, where and why, as tables.

To add a scene, add a row. A complement is written ``how kind``: how the noun is introduced (see
``DETERMINERS``, or ``free`` for any sensible determiner, ``own`` for the subject's own, ``sort``
for "is a beagle") or the preposition before it (see ``PREPOSITIONS``), then the kind of noun.
``+`` puts two complements after one another, a comma separates alternatives. A topical scene only
uses nouns of its topic and nouns without a topic, so the content words of a sentence always give
its topic away.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.kennel.small_words import ALWAYS, FIXED, HABITUAL, PREPOSITIONS
from helpers.kennel.words import rows

# because: moods (see MOOD_TABLE), a verb taking up the object (because she loves him), or
# weather (because it is raining). "!" makes the reason obligatory.
SCENE_TABLE = """
# who            | verb       | what                       | where                   | because
person pet       | sleep      |                            | here, outside           | tired
person pet       | sleep      |                            | in garden               | tired
child pet        | play       |                            | outside, in open        | happy
child pet        | play       |                            | with child              | happy
child pet        | run        |                            | outside, in open        | happy, late
child pet        | run        |                            | behind child            | happy
person pet       | stay       | here, outside, in garden   | with family             | tired, sick
person           | wait       |                            | here, outside, in open
person           | wait for   | own family, the children   | outside, in open
person           | watch      | the bird, the child        | in open
person           | watch      | free pet                   | in open
person           | look for   | own family, own pet        | outside, in open
person           | help       | own family                 |                         | love
person           | see        | free bird, free pet        | in open
person           | see        | the child                  | in open
person           | love       | own family, own pet
person pet       | be         | here, outside, in open     | with family
pet              | watch      | the bird, the child        | in open
pet              | wait for   | the child, the name        | outside, in garden      | sad, hungry
[dogs]
plain dog        | bark       |                            | outside                 | hungry
plain dog        | bark       |                            | in open                 | happy
plain dog        | bark       |                            | next person             | afraid, cold
plain dog        | bark       |                            | behind child            | afraid, cold
plain dog        | chase      | the ball, the cat          | in open                 | happy
plain dog        | chase      | the bird                   | in open                 | happy
plain dog        | play       | with toy                   | in open                 | happy
plain dog        | look for   | own toy                    | in open, behind kennel
plain dog        | want       | free toy
plain dog        | love       | own toy, all bone
plain dog        | have       | a gear, a toy
plain dog        | sleep      |                            | in kennel, near kennel  | tired, sick
plain dog        | run        |                            | in open, behind ball    | happy, cold
plain dog        | wait       | in kennel, near kennel     | with person             | sad, hungry
plain            | be         | sort breed
plain            | be         | sort breed
plain dog        | be         | looks
gear toy kennel  | be         | looks
toy              | be         | in kennel, near kennel
person           | walk       | own plain, own dog         | in open                 | love
person           | walk       | free plain, free dog       | with family             | love
person           | stroke     | free plain, free dog       | in garden, near kennel  | love
person           | stroke     | free plain, free dog       | near kennel             | love
person           | look for   | own dog, free gear         | outside, in open
person           | give       | a toy + to dog             | in garden
person           | like       | all dog
person           | love       | own dog
person           | have       | a dog
person           | want       | a dog
person           | see        | a plain, a dog             | in open
person           | play       | with plain, with dog       | in open                 | happy
[food]
person           | eat        | free meal                  | at restaurant           | hungry, like
person           | eat        | free meal                  | in garden               | hungry, like
person           | eat        | free meal                  | with family             | hungry, like
person           | eat        | at restaurant              | with person             | hungry
person           | drink      | free drink                 | at restaurant           | thirsty
person           | drink      | free drink                 | with family             | like
grown            | prepare    | free dish                  | with family             | hungry, like
grown            | prepare    | free coffee                | with family             | thirsty
person           | buy        | a meal                     | with family             | hungry
person           | buy        | a drink                    | with family, for family | thirsty
person           | buy        | a meal                     | for family              | hungry
person           | want       | a meal                     |                         | hungry
person           | want       | a drink                    |                         | thirsty
person           | like       | all food
person           | have       | a meal
person           | look for   | own plate, the restaurant  |                         | hungry
person           | give       | a treat + to pet           | in garden
person           | give       | a meal + to child          | in garden
dog              | eat        | a treat                    | in garden               | hungry, like
pet              | want       | a treat                    |                         | hungry
pet              | look for   | the treat                  | outside, in garden      | hungry
cat              | drink      | a milk, a water            | in garden               | thirsty
meal hot drink   | be         | looks
plate            | be         | looks
[weather]
person pet       | love       | the sky, all season
person           | like       | the sky, all season
person           | watch      | the seen                   | with family
person pet       | be (avoir) | afraid + of storm
person           | look for   | own umbrella               |                         | weather
person           | have       | a umbrella
person           | want       | a umbrella                 |                         | weather
person           | wait       | in_rain, in snow           | with family
child pet        | play       | in_rain, in snow           | with child              | happy
child pet        | run        | in_rain, in snow           | with child              | happy, late
child pet        | run        | in_rain, in snow           | behind child            | happy, late
person pet       | stay       | here + because wet
person pet       | stay       | here + because storm
person pet       | stay       | here                       | with family             | !weather
person pet       | sleep      | here                       |                         | !weather
person           | wait       | here                       | with person             | !weather
sun              | shine      |                            | in open
wind             | blow       |                            | in open
wet              | fall       |                            | in open
rain wind        | be         | looks
it               | rain       |                            | outside, in open
it               | rain       |                            | in_season
it               | snow       |                            | outside, in open
it               | snow       |                            | in_winter
it               | be (faire) | cold + in_winter
it               | be (faire) | hot + in_summer
it               | be (faire) | cold                       | outside                 | !weather
rain snow storm  | be         | a trouble
[travel]
person           | go         | to goal                    | by ride, with person
person           | go         | to city                    | by ride, with person
person           | leave      | for city                   | by ride, with person
person           | leave      | for city                   | with family
person           | arrive     | at goal                    | by ride, with person
person           | arrive     | in_city                    | by ride, with person
person           | take       | the ride + to_city         | with family
person           | take       | the ride                   | with family             | late
person           | wait for   | the ride                   | at station
person           | wait for   | the ride                   | front station
person           | visit      | name city                  | with family
person           | look for   | own ticket, own suitcase   |                         | late
person           | look for   | the goal                   | with family             | late
person           | buy        | a ticket                   | for family
grown            | buy        | a car, a suitcase          | for family
person           | want       | a ticket, a suitcase
grown            | have       | a car, a suitcase
person           | travel     | by ride                    | with person
vehicle          | be         | looks
ride             | be         | late
car              | be         | front hotel, near station
ride             | arrive
hotel            | be         | next station, near station
city             | be         | a town
[home]
person           | clean      | the room, the window       | with family
person           | clean      | the table, the door
person           | open       | the opening
person           | live       | in house                   | with family
person           | look for   | own keys                   | in room                 | late
person           | stay       | home, in room              | with family             | tired, sick
grown            | buy        | a furniture, a house       | with family
person           | want       | a furniture, a house
person pet       | sleep      | on surface, in room        |                         | tired, sick
pet              | sleep      | under furniture            |                         | tired
pet              | wait       | behind door, front door    |                         | hungry, sad
pet              | wait       | front house                | with child              | hungry, sad
child pet        | play       | in room, front house       | with child              | happy
person pet       | be         | home, in room              | with family
washable         | be         | looks
furniture        | be         | looks
keys             | be         | on furniture, in room
keys             | be         | under furniture
table sofa       | be         | next window, in room
[work]
grown            | work       | in workplace               | with grown
grown            | work       | at workplace               | with worker
grown            | work       |                            | with family
grown            | write      | a paper                    | at office
grown            | write      | a paper                    | for worker
person           | read       | free letter                | at office
grown            | read       | free report                | at office
grown            | look for   | the paper, the workplace   | with worker             | late
grown            | wait for   | free paper, the worker     | at office
grown            | wait for   | free paper, the worker     | front workplace
man woman family | be         | role trade
name             | be         | role trade
grown            | have       | a meeting                  | with worker
grown            | have       | a computer
grown            | want       | a computer
person           | help       | the worker                 | at office
worker           | be         | at office, at workplace    | with worker
paper meeting    | be         | looks
"""

# What one does next with the same thing: "Paul has an apple and he is eating it."
SEQUEL_TABLE = """
# after   | and                     | but not
have      | like love eat drink walk stroke | like
buy       | love                    | like
eat       | love                    | like
drink     | love                    | like
prepare   | love                    | like
see       | want like love stroke   | want help
watch     | love                    | like help
look for  |                         | see
wait for  |                         | see
help      | love                    | like
walk      | love stroke             | like
stroke    | love                    | like
write     | read                    | read
chase     | want                    | see
clean     | like love               | like
"""


@dataclass(frozen=True)
class Scene:
    """One row of ``SCENE_TABLE``, its cells cut into pairs (how, kind)."""

    topic: str
    who: tuple[str, ...]
    verb: str
    what: tuple[tuple[tuple[str, str], ...], ...]  # alternatives of one or more complements
    where: tuple[tuple[str, str], ...]
    because: tuple[str, ...]
    must_explain: bool
    least: int  # how many English words the shortest complement takes
    habitual: bool  # "in winter" does not go with "it is raining", which is now


def _pair(text: str) -> tuple[str, str]:
    how, _, kind = text.strip().partition(" ")
    return how, kind or ALWAYS.get(how, "")


def _scene(topic: str, row: list[str]) -> Scene:
    who, verb, what, where, because = row + [""] * (5 - len(row))
    options = tuple(
        tuple(_pair(part) for part in option.split("+")) if option else ()
        for option in what.split(",")
    )
    places = tuple(_pair(option) for option in where.split(",")) if where else ()
    return Scene(
        topic,
        tuple(who.split()),
        verb,
        options,
        places,
        tuple(because.lstrip("!").split(", ")) if because else (),
        because.startswith("!"),
        min(sum(_words(how) for how, _ in option) for option in options),
        not HABITUAL.isdisjoint(how for option in (*options, places) for how, _ in option),
    )


def _words(how: str) -> int:
    """Roughly how many English words a complement takes."""
    if how in FIXED or how in ("looks", "all"):
        return 1
    return 3 if how in PREPOSITIONS else 2


SCENES = tuple(_scene(topic, row) for topic, row in rows(SCENE_TABLE))
SEQUELS = {row[0]: (row[1].split(), row[2].split()) for _, row in rows(SEQUEL_TABLE)}
