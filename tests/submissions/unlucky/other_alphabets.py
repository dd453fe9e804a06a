# Names, texts and comments in other alphabets, and quotes of every kind in a docstring.
#
# %% answer="average"
def average(числа):
    '''Das "Mittel" von 'Zahlen': \\ Σx/n 🐕 """nichts""" ist keins.'''
    größe = len(числа)  # número
    if not größe:
        raise ValueError("rien à moyenner 🐕")
    return sum(числа) / größe
