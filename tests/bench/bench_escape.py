"""Escape analysis of a generated program of 10,000 lines: `spanscape escape -m` beside `go build -gcflags=-m`.

The program (escape_program.py) is the same every time but for a last comment, so that Go's build cache cannot answer;
what it imports is in that cache after the first round. Wall and user CPU seconds; Go does not link (-o /dev/null), but
does generate code. Ratios are ours divided by Go's, of the same run."""
import os
import subprocess
import time

import escape_program

LINES = int(os.environ.get('BENCH_LINES', '10000'))


def timed(argv, **environment):
    """(wall seconds, user seconds, lines printed)"""
    start = time.perf_counter()
    child = subprocess.Popen(argv, env=dict(os.environ, **environment), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True)
    with child.stdout:
        printed = [line for line in child.stdout if not line.startswith('#')]
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit('%s: status %d\n%s' % (' '.join(argv), child.returncode, ''.join(printed[-5:])))
    return wall, usage.ru_utime, len(printed)


def measure(bench):
    text = escape_program.program(LINES)
    path = os.path.join(bench.work, 'big.go')
    serial = [0]
    seen = {'spanscape': [], 'go': []}

    def fresh():
        serial[0] += 1
        with open(path, 'w') as file:
            file.write('%s\n// %d %d\n' % (text, os.getpid(), serial[0]))
        return path

    def ours():
        seen['spanscape'].append(timed([bench.spanscape, 'escape', '-m', fresh()]))
        return seen['spanscape'][-1][0]

    def theirs():
        seen['go'].append(timed([bench.go, 'build', '-gcflags=-m', '-o', os.devnull, fresh()], GO111MODULE='off',
                                GOTOOLCHAIN='local', GOFLAGS='', CGO_ENABLED='0'))
        return seen['go'][-1][0]

    variants = {'spanscape': ours}
    if bench.go:
        theirs()  # fills the cache
        seen['go'].clear()
        variants['go'] = theirs
    walls = bench.rounds(variants, lambda once: once())
    users = {name: sorted(run[1] for run in seen[name])[len(seen[name]) // 2] for name in variants}
    yield 'lines', text.count('\n'), ''
    for name in variants:
        yield name + '_wall_s', walls[name], 's'
        yield name + '_user_s', users[name], 's'
        yield name + '_lines_printed', seen[name][0][2], ''
    if bench.go:
        yield 'ratio_wall', walls['spanscape'] / walls['go'], ''
        yield 'ratio_user', users['spanscape'] / users['go'], ''
