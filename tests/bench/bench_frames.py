"""Frames on a heap of 64 MiB, and of 8 GiB: making the frame and painting its map, whole, at 1600x1000.

Asked for as the window does, CPU milliseconds: the `first` frame; one of a machine that stands `still`; one every 10 ms of
a machine that is `running` flat out; the first one after a seek backwards has restored the image (`sought`); one of a still
machine as the views that are no map ask for it (`board`); and one that leaves nothing out (`whole`), of which heaps up to 512 MiB have no other. `both` is making and painting while running, and
how many frames a second would fit; `both_p95_to_16_7_ms` is the share of a 60 Hz frame that the 95th of a hundred takes,
`frame_to_memset` how much longer making a running frame takes than setting as many bytes as its runs have, and
`frame_to_memset_of_all_runs` than setting as many as all runs of the heap would have. The heap of 8 GiB (`wide`) is a
million spans of a page, the most that a map can have to show."""
import os

PROGRAMS = {'': ['vm/steady.go'], 'wide.': ['vm/wide.go', '--gogc', 'off', '--heap-cap', '9GiB', '--frames', '10']}


def measure(bench):
    for prefix, (source, *options) in PROGRAMS.items():
        done = bench.run([bench.spanscape, 'bench', 'frames', os.path.join(bench.programs, source)] + options)
        values = {k: float(v) for k, v in (line.split(': ') for line in done.stdout.splitlines())}
        for label, value in values.items():
            yield prefix + label, int(value) if value.is_integer() else value, 'ms' if label.endswith('_ms') else ''
        yield prefix + 'both_p95_to_16_7_ms', values['both_p95_cpu_ms'] / (1000 / 60), ''
        yield prefix + 'frame_to_memset', values['running_frame_cpu_ms'] / values['memset_of_runs_cpu_ms'], ''
        yield (prefix + 'frame_to_memset_of_all_runs',
               values['running_frame_cpu_ms'] / values['memset_of_all_runs_cpu_ms'], '')
