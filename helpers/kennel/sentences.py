"""Putting clauses together: a main clause, then what is joined to it until it is long enough."""

from __future__ import annotations

from collections.abc import Callable

from helpers.kennel.choices import Stuck
from helpers.kennel.clauses import TOPICAL, Told
from helpers.kennel.joins import Joiner, deniable
from helpers.kennel.phrases import Mention, subject_pronoun
from helpers.kennel.scenes import Scene
from helpers.kennel.small_words import TIMES
from helpers.kennel.units import Part, join, phrase, unit
from helpers.kennel.verbs import MOODS, VERBS
from helpers.kennel.words import TOPICS

Join = Callable[[Told], tuple[Part, Told]]

WANTED = {  # what one asks for: "Where are my keys?"
    "dogs": ("plain", "toy", "gear"),
    "food": ("restaurant", "plate"),
    "weather": ("umbrella",),
    "travel": ("goal", "ticket", "suitcase", "car"),
    "home": ("keys", "room"),
    "work": ("workplace", "paper", "computer"),
}
LEAST = {topic: min(scene.least for scene in TOPICAL[topic]) for topic in TOPICS}


class Writer(Joiner):
    """Tells a whole sentence: ``write`` builds it, the other methods are its pieces."""

    def write(self, length: int) -> Part:
        """A sentence of roughly ``length`` English tokens."""
        if 4 < length < 17 and self.chance(0.13):
            return join(self.question(length), unit("?", "?"))
        self.room = length - 6 if length < 10 else int(length * (0.3 + 0.4 * self.random())) - 4
        last = self.main(length)
        self.owner = last.subject
        self.eventful = last.happens
        return join(self.extended(last, length), unit(".", "."))

    def extended(self, last: Told, length: int) -> Part:
        """The main clause and others joined to it while there is room.

        First what is near (the same subject, the same thing, a reason), then someone else.
        """
        part = last.part
        if last.scene is not None and last.scene.must_explain:
            part, last = self.attach(part, last, self.reason)
        near = self.nearby()
        far: list[Join] = [self.company, self.meanwhile, self.contrast, self.also]
        if length > 30:
            far.append(self.company)
        while (near or far) and length - len(part.english) > 5:
            joiners = near if near and (self.chance(0.6) or not far) else far
            joiner = self.pick(joiners)
            joiners.remove(joiner)
            left = length - len(part.english)
            self.room = int(left * (0.4 + 0.6 * self.random())) - 5
            try:
                part, last = self.attach(part, last, joiner)
            except Stuck:
                continue
            near = self.nearby() if joiners is far else near[:0]
        return part

    # -- the main clause -------------------------------------------------------------------------

    def main(self, length: int) -> Told:
        most = max(length - 3, LEAST[self.topic])

        def suits(scene: Scene) -> bool:
            words = scene.least + self.progressive(VERBS[scene.verb])
            return words <= most and self.usual(scene)

        scene = self.scene(TOPICAL[self.topic], suits)
        happens = bool(VERBS[scene.verb].ing)
        negated = self.chance(0.15) and deniable(scene)
        if length < 8 and (self.habit or not happens) and generic(scene) and self.chance(0.5):
            return self.tell(scene, self.everyone(scene), "not" if negated else "")
        if happens and self.habit:
            subject = self.subject(scene, negated=negated)
            if length < 6 and "name" in subject.kinds:
                return self.tell(scene, subject)
            return self.habitual(scene, subject, negated)
        if scene.verb != "be (faire)":
            self.habit = False  # a state is no habit: what else is said is now
        subject = self.subject(scene, negated=negated)
        told = self.tell(scene, subject, "not" if negated else "")
        if happens and not negated and self.room > 0 and self.chance(0.3):
            return self.timed(told, "now")
        return told

    def habitual(self, scene: Scene, subject: Mention, negated: bool) -> Told:
        """A clause about a habit, which English must be told: often, never, every day, when."""
        if negated:
            return self.tell(scene, subject, "never")
        moods = [reason for reason in scene.because if reason in MOODS]
        choice = self.random()
        if moods and choice < 0.4:
            feeling = self.feel(subject, moods)
            told = self.tell(scene, subject_pronoun(subject))
            opening = join(unit("when", "quand"), feeling, unit(",", ","))
            return Told(join(opening, told.part), subject, told.thing, scene, bound=True)
        if choice < 0.7:
            return self.timed(self.tell(scene, subject), "habit")
        return self.tell(scene, subject, "", self.pick(("often", "always")))

    def timed(self, told: Told, mode: str) -> Told:
        """The clause with a time before or after it."""
        time = phrase(*self.pick(TIMES[mode]))
        self.room -= 1
        if self.hung or self.chance(0.4):
            return told._replace(part=join(time, unit(",", ","), told.part))
        return told._replace(part=join(told.part, time))

    def nearby(self) -> list[Join]:
        return [self.reason, self.sequel, self.sequel, self.detail, self.likewise]

    def attach(self, part: Part, last: Told, joiner: Join) -> tuple[Part, Told]:
        link, told = joiner(last)
        return join(part, link, told.part), told

    # -- questions -------------------------------------------------------------------------------

    def question(self, length: int) -> Part:
        """Is the dog sleeping? / Where is the dog?"""
        self.room = min(length - 6, 6)
        self.used.add("I")  # nobody asks "Am I sleeping?"
        self.aside = True  # nor with a relative clause
        if self.chance(0.25):
            noun, plural = self.noun(self.pick(WANTED[self.topic]))
            how = "the" if "public" in noun.kinds or self.chance(0.5) else "own"
            thing = self.mention(noun, plural, how, None)
            verb = ("are", "sont") if plural else ("is", "est")
            return join(unit("where", "où"), unit(*verb), thing.part)
        scene = self.scene(
            TOPICAL[self.topic], lambda scene: self.usual(scene) and not scene.must_explain
        )
        return self.tell(scene, self.subject(scene), question=True).part


def generic(scene: Scene) -> bool:
    """Whether it can be said of all dogs or all children: Dogs bark. Children like cheese."""
    return all(how == "all" for option in scene.what for how, _ in option)
