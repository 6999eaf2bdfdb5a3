"""Frames of a machine that runs flat out on a heap of 64 MiB: making the frame and painting its map at 1440x900.

A frame every 10 ms of the run, asked for as the window does; CPU milliseconds, and how many frames a second would fit.
The last line is the share of a 60 Hz frame that the 95th of a hundred takes."""
import os


def measure(bench):
    done = bench.run([bench.spanscape, 'bench', 'frames', os.path.join(bench.programs, 'vm/steady.go')])
    values = {k: float(v) for k, v in (line.split(': ') for line in done.stdout.splitlines())}
    for label, value in values.items():
        yield label, int(value) if value.is_integer() else value, 'ms' if label.endswith('_ms') else ''
    yield 'both_p95_to_16_7_ms', values['both_p95_cpu_ms'] / (1000 / 60), ''
