"""The grader's end of a student's kernel."""

import threading

import zmq

from grading.autograde.sandbox.provisioner import OneCallSession, StudentKernelManager


def until_nobody_is_there(session, grader):
    while session.send(grader, "interrupt_request", content={}) is not None:
        pass


def test_nobody_waits_for_a_kernel_that_has_hung_up(tmp_path):
    session = OneCallSession(key=b"key")
    with zmq.Context() as context:
        context.setsockopt(zmq.LINGER, 0)
        with context.socket(zmq.ROUTER) as kernel, context.socket(zmq.DEALER) as grader:
            grader.setsockopt(zmq.RECONNECT_IVL, -1)
            kernel.bind(f"ipc://{tmp_path}/control")
            grader.connect(f"ipc://{tmp_path}/control")
            assert session.send(grader, "interrupt_request", content={})
            assert kernel.poll(10_000), "who is there gets it"
            seen = grader.get_monitor_socket(zmq.EVENT_DISCONNECTED)
            kernel.close()
            assert seen.poll(10_000), "and hangs up"
            # The connection is told of before it is gone: what is sent in between is taken.
            sending = threading.Thread(target=until_nobody_is_there, args=(session, grader), daemon=True)
            sending.start()
            sending.join(60)
            assert not sending.is_alive(), "it waits for somebody who has gone"
            grader.disable_monitor()


def test_a_students_kernel_is_spoken_to_so():
    manager = StudentKernelManager(sandboxed=False)
    try:
        assert isinstance(manager.session, OneCallSession)
        assert isinstance(manager.client().session, OneCallSession)
    finally:
        manager.remove_folder()
