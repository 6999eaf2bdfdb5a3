"""Our own programs interpreted: instructions and allocations a second, and user CPU time beside the compiled program's.

Both do the same work (what they print must agree) with GOMAXPROCS=1; Go's compiler may not inline (-l), as the machine
does not. The time is the run's, without compiling. Ratios are ours divided by compiled Go's, of the same run.
BENCH_VM_SCALE multiplies the sizes of most."""
import json
import os

from lib import user_seconds

SCALE = float(os.environ.get('BENCH_VM_SCALE', '1'))
# name: (source, its size, whether it mostly allocates)
PROGRAMS = {
    'fib': ('vm/fib.go', '35', False),
    'loops': ('vm/loops.go', str(int(400 * SCALE ** (1 / 3))), False),
    'sort_ints': ('vm/sort_ints.go', str(max(1, int(1500 * SCALE))), False),
    'nbody': ('vm/nbody.go', str(max(1, int(400 * SCALE))), False),
    'small_allocs': ('vm/small_allocs.go', str(max(1, int(20 * SCALE))), True),
    'binary_trees': ('binary_trees.go', '16', True),
    'map_churn': ('map_churn.go', '1', False),
}


def check(text):
    """What a program computed; its times are left out."""
    text = text.strip().splitlines()[-1]
    return json.loads(text)['check'] if text.startswith('{') else text


def measure(bench):
    sums = []
    for name, (source, size, allocates) in PROGRAMS.items():
        path = os.path.join(bench.programs, source)
        seen, checks = [], set()

        def ours():
            done = bench.run([bench.spanscape, 'bench', 'vm', '--procs', '1', path, '--', size])
            checks.add(check(done.stderr))
            seen.append({k: float(v) for k, v in (line.split(': ') for line in done.stdout.splitlines())})
            return seen[-1]['user_s']

        def theirs(exe):
            seconds, out = user_seconds([exe, size], {'GOMAXPROCS': '1', 'GOGC': '100'})
            checks.add(check(out))
            return seconds

        variants = {'spanscape': ours}
        go = bench.build_go(path, ['-gcflags=-l'])
        if go:
            variants['go'] = lambda exe=go: theirs(exe)
        times = bench.rounds(variants, lambda once: once())
        if len(checks) != 1:
            raise SystemExit('%s: different results: %s' % (name, sorted(checks)))
        ran = sorted(seen, key=lambda one: one['user_s'])[len(seen) // 2]
        yield name + '.user_s', times['spanscape'], 's'
        yield name + '.million_instructions_per_s', ran['instructions_per_s'] / 1e6, ''
        if allocates:
            yield name + '.million_allocations_per_s', ran['allocations_per_s'] / 1e6, ''
            yield name + '.gcs', int(ran['gcs']), ''
        else:
            sums.append(ran['instructions_per_s'] / 1e6)
        if go:
            yield name + '.go_user_s', times['go'], 's'
            yield name + '.ratio_to_go', times['spanscape'] / times['go'], ''
    yield 'median_million_instructions_per_s', sorted(sums)[len(sums) // 2], ''
