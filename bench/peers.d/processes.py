"""Runs one program on given cores to its end and says what it printed, how long it took, its CPU time and peak memory."""
import json
import os
import subprocess
import tempfile
import time


class Failed(Exception):
    """Something that a person can put right; the message is all there is to show."""


class Finished:
    """A program that ended well: its output, wall-clock seconds, CPU seconds and peak resident bytes."""

    def __init__(self, output, seconds, usage):
        self.output, self.seconds, self.cpu_seconds = output, seconds, usage.ru_utime + usage.ru_stime
        # Linux counts in KiB.
        self.peak = usage.ru_maxrss * 1024

    def costs(self):
        return {"measuredSeconds": self.seconds, "cpuSeconds": self.cpu_seconds, "peakBytes": self.peak}

    def report(self):
        """The JSON object in the last line of the output."""
        return json.loads(self.output.splitlines()[-1])


def run(cpus, *command, environment=None):
    command = ["taskset", "-c", cpus, *map(str, command)]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors,
                                   env={**os.environ, **(environment or {})})
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise Failed(f"exit code {process.returncode} of {' '.join(command)[:200]}\n{text(errors)[-2000:].strip()}")
        return Finished(text(out), seconds, usage)


def text(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")
