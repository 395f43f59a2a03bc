"""The end of the interpreter, with calls and callbacks under way. Each program runs in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

PREAMBLE = """
import atexit, gc, os, sys, tempfile, threading, time, warnings
first = last = lambda: None
atexit.register(lambda: last())  # What is registered later runs earlier.
from nexuszero import *
atexit.register(lambda: first())
warnings.simplefilter("ignore", DeprecationWarning)  # of a fork with threads, which is what is tried
secret = b"secret"
statement = Statement.preimage(Hash.SHA256, digest(Hash.SHA256, secret), 1)
witness = Witness.preimage(secret)
protocol = Protocol(Config(Preset.FAST, use_optimizer=True))
def daemon(work):
    started = threading.Event()
    def forever():
        try:
            while True:
                work()
                started.set()
        except NexusZeroError:
            time.sleep(600)
    threading.Thread(target=forever, daemon=True).start()
    started.wait(60)
def end_child():
    child = os.fork()
    if child == 0:
        sys.exit()
    for _ in range(3000):
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            return
        time.sleep(0.01)
    os.kill(child, 9)
    os.waitpid(child, 0)
    sys.exit("the child does not end")
"""

PROGRAMS = {
    "objects are left open": "proof = protocol.prove(statement, witness)",
    "sinks are left set": """
protocol.set_log_sink(lambda level, event: None)
protocol.set_metrics_sink(lambda measurements: None)
protocol.prove(statement, witness)
""",
    "an optimizer is late": """
def late(request):
    time.sleep(0.5)
    print("late", file=sys.stderr)
    return {}
protocol.set_optimizer(late)
protocol.prove(statement, witness)
""",
    "another thread proves": "daemon(lambda: protocol.prove(statement, witness))",
    "another thread proves and tells sinks": """
protocol.set_log_sink(lambda level, event: time.sleep(0.001), LogLevel.DEBUG)
protocol.set_metrics_sink(lambda measurements: time.sleep(0.001))
daemon(lambda: protocol.prove(statement, witness))
""",
    "another thread proves in batches": """
daemon(lambda: protocol.prove_batch([(statement, witness)] * 20, threads=2, progress=lambda done, total: time.sleep(0.001)))
""",
    "another thread compresses with a codec": """
compressor = Compressor(codec=Codec(200, "slow", lambda content: time.sleep(0.001) or b"", lambda content, size: bytes(size)))
daemon(lambda: compressor.compress(bytes(100)))
""",
    "a callback ends the program": """
def end(level, event):
    sys.exit()
protocol.set_log_sink(end)
protocol.prove(statement, witness)
""",
    "a protocol is in a cycle with its callback": """
class Prover:
    def __init__(self):
        self.protocol = Protocol()
        self.protocol.set_log_sink(self.log)
    def log(self, level, event):
        pass
Prover().protocol.prove(statement, witness)
""",
    "exit functions from before the import find objects closed": """
protocol.set_log_sink(lambda level, event: None)
def first():
    protocol.prove(statement, witness)
def last():
    assert protocol.closed and statement.closed and witness.closed
""",
    "objects made in the end are closed and collected": """
def last():
    with tempfile.TemporaryDirectory() as folder:
        def append():
            return Archive.open(folder + "/proofs.nxa", ArchiveMode.APPEND)
        with Archive.create(folder + "/proofs.nxa"):
            pass
        append().close()
        append()
        append()
""",
    "callbacks are refused in the end": """
def last():
    try:
        Protocol().set_log_sink(print)
    except ClosedError as error:
        assert "interpreter" in str(error)
    else:
        print("a callback was taken", file=sys.stderr)
""",
    "an optimizer makes a protocol with a sink in the end": """
made = []
def choose(request):
    while not protocol.closed:
        time.sleep(0.001)
    made.append(Protocol())
    try:
        made[0].set_log_sink(print)
    except ClosedError:
        pass
    return {}
protocol.set_optimizer(choose)
protocol.prove(statement, witness)
""",
    "another thread begins a batch in the end": """
ends, told = threading.Event(), threading.Event()
def work():
    ends.wait()
    items = [(Statement.preimage(Hash.SHA256, digest(Hash.SHA256, secret), 1), Witness.preimage(secret))] * 2000
    try:
        Protocol().prove_batch(items, threads=2, progress=lambda done, total: told.set())
    finally:
        told.set()
        time.sleep(600)
threading.Thread(target=work, daemon=True).start()
def last():
    ends.set()
    told.wait(60)
""",
    "a child of an optimizer's process ends": """
protocol.set_optimizer(lambda request: {})
protocol.prove(statement, witness)
end_child()
""",
    "a child of an optimizer's process collects": """
protocol.set_optimizer(lambda request: {})
protocol.prove(statement, witness)
if os.fork() == 0:
    del protocol
    gc.collect()
    os._exit(0)
os.wait()
""",
    "a child ends while its parent proves": """
inside, ended = threading.Event(), threading.Event()
def sink(level, event):
    inside.set()
    ended.wait(60)
protocol.set_log_sink(sink)
threading.Thread(target=protocol.prove, args=(statement, witness)).start()
inside.wait(60)
end_child()
ended.set()
""",
}


def test_the_interpreter_waits_for_a_callback() -> None:
    """The library went on without the optimizer long ago; the process ends when the optimizer returns, and no sooner."""
    program = """
def choose(request):
    os.read(0, 1)
    print("returned", flush=True)
    return {}
protocol.set_optimizer(choose)
print(protocol.prove(statement, witness).measurements.optimizer_outcome.name, flush=True)
"""
    command = [sys.executable, "-X", "dev", "-c", PREAMBLE + program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None and run.stdout.readline() == "LATE\n"
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(2)
        assert run.communicate("\n", timeout=120) == ("returned\n", "")
        assert run.returncode == 0


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("attempt", range(3))
def test_the_interpreter_ends_in_order(name: str, attempt: int) -> None:
    program = PREAMBLE + PROGRAMS[name]
    run = subprocess.run([sys.executable, "-X", "dev", "-c", program], capture_output=True, text=True, timeout=120, check=False)
    expected = "late\n" if "late" in name else ""
    assert (run.returncode, run.stderr) == (0, expected)
