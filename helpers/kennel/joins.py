"""Joining a clause to the one before: a reason, a sequel, someone else, a contrast.

Each way returns the joining word and the new clause, or raises ``Stuck`` where it does not fit.
"""

from __future__ import annotations

from helpers.kennel.choices import Stuck
from helpers.kennel.clauses import ABOUT, TOPICAL, Teller, Told, takes
from helpers.kennel.phrases import Mention, Predicate, clause, object_pronoun, subject_pronoun
from helpers.kennel.scenes import SCENES, SEQUELS, Scene
from helpers.kennel.units import EMPTY, Part, join, unit
from helpers.kennel.verbs import MOODS, VERBS

# How someone may be beside what else there is: ", and the girls are happy".
MOODS_SEEN = ("tired", "happy", "sad", "sick")
# How someone may be in "..., but her brother is sick", and after which verbs one says so.
OTHER_MOODS = ("tired", "sad", "sick")
OUTGOING = frozenset(
    {
        "play",
        "run",
        "walk",
        "work",
        "travel",
        "go",
        "leave",
        "take",
        "visit",
        "eat",
        "drink",
        "prepare",
        "write",
        "read",
        "buy",
    }
)
# What one can do besides something that goes on, and besides a state.
BESIDES = {
    True: frozenset({"watch", "wait for", "look for", "see", "help"}),
    False: frozenset({"love", "like", "want", "have", "see", "look for", "wait for"}),
}
# What goes with "but" after something that is not so: "he does not have a cat, but he wants a dog".
INSTEAD = frozenset({"want", "like", "have"})
# After which verbs one may add "and it is red".
SHOWN = frozenset({"have", "buy", "eat", "drink", "prepare", "read", "look for"})
SCENES_WITH = {verb: tuple(scene for scene in SCENES if scene.verb == verb) for verb in VERBS}
PERSONAL = next(scene for scene in SCENES if scene.who == ("person",))
LIVELY = SCENES_WITH["play"][0]
FALLING = tuple(s for s in SCENES_WITH["rain"] + SCENES_WITH["snow"] if not s.habitual)


class Joiner(Teller):
    """Tells clauses that go on from another one."""

    owner: Mention  # the subject of the main clause: whose brother or dog turns up later
    eventful: bool  # something goes on in the main clause

    # -- joined to it: the same subject again ----------------------------------------------------

    def reason(self, last: Told) -> tuple[Part, Told]:
        """because he is hungry; when he is hungry"""
        if last.scene is None or not last.scene.because or last.negative or last.bound:
            raise Stuck
        cause = self.pick(last.scene.because)
        again = subject_pronoun(last.subject)
        link = unit("because", "parce ~que")
        if cause in MOODS:
            if self.habit and self.chance(0.5):
                link = unit("when", "quand")
            return link, Told(self.feel(again, (cause,)), last.subject, bound=True)
        if cause == "weather":
            scene = self.pick(FALLING)
            if scene.verb in self.used:
                raise Stuck
            self.room = 0  # nothing more about the rain
            return link, self.tell(scene, self.subject(scene))._replace(bound=True)
        return link, self.take_up(last, cause, "")._replace(bound=True)

    def take_up(self, last: Told, verb: str, negation: str) -> Told:
        """The same subject does something else with the same object: she loves him."""
        if last.thing is None or verb in self.used or last.negative:
            raise Stuck
        thing, subject = last.thing, last.subject
        if not any(
            self.fits(scene, subject) and takes(scene, thing.kinds) for scene in SCENES_WITH[verb]
        ):
            raise Stuck
        self.used.add(verb)
        progressive = self.progressive(VERBS[verb])
        pronoun = object_pronoun(thing)
        predicate = Predicate(VERBS[verb], progressive, negation, pronoun=pronoun)
        return Told(clause(subject_pronoun(subject), predicate), subject)

    def sequel(self, last: Told) -> tuple[Part, Told]:
        """and he is eating it"""
        if last.scene is None or last.scene.verb not in SEQUELS or last.bound:
            raise Stuck
        verbs, _ = SEQUELS[last.scene.verb]
        if not verbs:
            raise Stuck
        return unit("and", "et"), self.take_up(last, self.pick(verbs), "")

    def detail(self, last: Told) -> tuple[Part, Told]:
        """and it is very old"""
        thing = last.thing
        if thing is None or thing.animate or last.negative or last.bound or last.scene is None:
            raise Stuck
        if self.topic == "weather" or last.scene.verb not in SHOWN:
            raise Stuck
        pronoun = subject_pronoun(thing)
        part = clause(pronoun, Predicate(VERBS["be"], rest=self.looks(pronoun)))
        return unit("and", "et"), Told(part, last.subject)

    def likewise(self, last: Told) -> tuple[Part, Told]:
        """and he is watching the birds; and watching the birds"""
        subject = subject_pronoun(last.subject)
        if last.scene is None or last.scene.verb == "sleep" or not subject.animate:
            raise Stuck
        besides = INSTEAD if last.negative else BESIDES[last.happens]

        def suits(scene: Scene) -> bool:
            if scene.topic and scene.verb == "wait for":
                return False  # who takes the train does not wait for the bus
            return scene.verb in besides and self.usual(scene) and self.fits(scene, subject)

        scene = self.scene(TOPICAL[self.topic] if last.negative else ABOUT[self.topic], suits)
        self.room = min(self.room, 3)
        shared = last.happens and bool(VERBS[scene.verb].ing) and not last.negative
        if last.bound and not shared:
            raise Stuck  # French would want "et que" here
        if shared and not subject.first_person and (last.bound or self.chance(0.5)):
            told = self.tell(scene, subject._replace(part=EMPTY), elliptic=True)
            return unit("and", "et"), told._replace(subject=last.subject, bound=last.bound)
        link = self.but() if last.negative else unit("and", "et")
        return link, self.tell(scene, subject)

    # -- joined to it: someone else --------------------------------------------------------------

    def another(self, eventful: bool) -> Scene:
        """A scene for a new subject; with ``eventful`` something happens in it."""

        def suits(scene: Scene) -> bool:
            fitting = bool(VERBS[scene.verb].ing) or not eventful
            return fitting and self.usual(scene) and not scene.must_explain

        return self.scene(ABOUT[self.topic], suits)

    def company(self, last: Told) -> tuple[Part, Told]:
        """, and her brother is drinking milk; , and the girls are happy"""
        link = join(unit(",", ","), unit("and", "et"))
        if not self.eventful and self.chance(0.35):
            subject = self.subject(self.pick((PERSONAL, LIVELY)), self.owner, negated=True)
            return link, Told(self.feel(subject, MOODS_SEEN), subject)
        scene = self.another(self.eventful)
        return link, self.tell(scene, self.subject(scene, self.owner))

    def meanwhile(self, last: Told) -> tuple[Part, Told]:
        """while her brother is drinking milk"""
        if not last.happens or last.negative or last.bound:
            raise Stuck
        scene = self.another(True)
        told = self.tell(scene, self.subject(scene, self.owner))
        return unit("while", "pendant ~que"), told._replace(bound=True)

    def also(self, last: Told) -> tuple[Part, Told]:
        """and the cat is sleeping too"""
        if last.scene is None or last.scene.what != ((),) or last.negative or last.bound:
            raise Stuck
        if not last.subject.animate:
            raise Stuck
        subject = self.subject(last.scene, self.owner)
        verb = VERBS[last.scene.verb]
        part = clause(subject, Predicate(verb, self.progressive(verb), rest=unit("too", "aussi")))
        return unit("and", "et"), Told(part, subject)

    # -- joined to it: something against it ------------------------------------------------------

    def but(self) -> Part:
        """The word that joins a contrast; one is enough in a sentence."""
        if "but" in self.used:
            raise Stuck
        self.used.add("but")
        return join(unit(",", ","), unit("but", "mais"))

    def contrast(self, last: Told) -> tuple[Part, Told]:
        """, but ...: something speaks against what was said"""
        if last.scene is None or not last.subject.animate or "but" in self.used:
            raise Stuck
        way = self.pick((self.dislikes, self.denies, self.differs, self.abstains, self.suffers))
        told = way(last, last.scene)
        return self.but(), told

    def dislikes(self, last: Told, scene: Scene) -> Told:
        """but he does not like it"""
        _, verbs = SEQUELS.get(scene.verb, ((), ()))
        if not verbs:
            raise Stuck
        return self.take_up(last, self.pick(verbs), "not")

    def denies(self, last: Told, scene: Scene) -> Told:
        """but he is not hungry"""
        if last.negative:
            raise Stuck
        moods = [reason for reason in scene.because if reason in MOODS]
        return Told(self.feel(subject_pronoun(last.subject), moods, "not"), last.subject)

    def differs(self, last: Told, scene: Scene) -> Told:
        """but her brother is not drinking any milk"""
        if last.negative or not scene.topic or not deniable(scene) or not scene.what[0]:
            raise Stuck
        return self.tell(scene, self.subject(scene, self.owner, negated=True), "not")

    def abstains(self, last: Told, scene: Scene) -> Told:
        """but her brother is not working"""
        if () not in scene.what or last.negative:
            raise Stuck
        subject = self.subject(scene, self.owner, negated=True)
        verb = VERBS[scene.verb]
        return Told(clause(subject, Predicate(verb, self.progressive(verb), "not")), subject)

    def suffers(self, last: Told, scene: Scene) -> Told:
        """but her brother is sick"""
        if scene.verb not in OUTGOING or "person" not in last.subject.kinds:
            raise Stuck
        subject = self.subject(PERSONAL, self.owner, negated=True)
        return Told(self.feel(subject, OTHER_MOODS), subject)


def deniable(scene: Scene) -> bool:
    """Whether one says that it is not so; hardly anybody "n'adore pas" something."""
    explained = scene.must_explain or any(how == "because" for how, _ in scene.what[0])
    return scene.verb != "love" and not explained
