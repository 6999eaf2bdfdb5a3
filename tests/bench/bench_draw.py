"""Painting: a span map of a million pages by every colouring and zoom, and every view, at 1600x1000.

`spanscape bench draw` paints frames made by hand into cairo's image surface, at 1x; the best of several times, CPU
milliseconds. The goal is 8 ms each: two fit into a picture of a 60 Hz screen."""


def measure(bench):
    for line in bench.run([bench.spanscape, 'bench', 'draw']).stdout.splitlines():
        label, value = line.split(': ')
        label = label.removeprefix('draw_')
        yield label, float(value) if label.endswith('_ms') else int(value), 'ms' if label.endswith('_ms') else ''
