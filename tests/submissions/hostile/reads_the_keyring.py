# Asks for the keys of the login that the grader runs in, and leaves a note for the next submission.
#
# points: average 0
# shows: asked for keys
# hides: HAS A KEY
# %% answer="average"
import ctypes
import platform

libc = ctypes.CDLL(None)
add, request, keyctl = (248, 249, 250) if platform.machine() == "x86_64" else (217, 218, 219)
for ring in (-3, -4, -5, -1, -2):
    if libc.syscall(add, b"user", b"note", b"from me", 7, ring) > 0:
        print("HAS A K" + "EY", ring)
    if libc.syscall(keyctl, 11, ring, ctypes.create_string_buffer(4096), 4096) > 0:
        print("HAS A K" + "EY of the login", ring)
if libc.syscall(request, b"user", b"note", 0, -3) > 0:
    print("HAS A K" + "EY of another")
print("asked for k" + "eys")


def average(numbers):
    return 3
