"""Our own programs interpreted: instructions and allocations a second, and user CPU time beside compiled Go and yaegi.

All do the same work (what they print must agree) with GOMAXPROCS=1. Go's compiler may not inline (-l), as the machine
does not. Beside Go the time is the run's, without compiling; beside yaegi, which interprets the source as we do, it is
the whole command's, on a smaller size. ratio_to_go is ours divided by Go's, times_yaegi is yaegi's divided by ours, each
of one run with itself. BENCH_VM_SCALE multiplies the sizes of most; BENCH_VM_ONLY names the programs to run."""
import json
import os
import subprocess

from lib import user_seconds

SCALE = float(os.environ.get('BENCH_VM_SCALE', '1'))
ONLY = os.environ.get('BENCH_VM_ONLY', '').split()
# name: (source, size, size beside yaegi, whether it mostly allocates)
PROGRAMS = {
    'fib': ('vm/fib.go', 35, 27, False),
    'loops': ('vm/loops.go', int(400 * SCALE ** (1 / 3)), 200, False),
    'sort_ints': ('vm/sort_ints.go', 1500 * SCALE, 100, False),
    'nbody': ('vm/nbody.go', 400 * SCALE, 40, False),
    'small_allocs': ('vm/small_allocs.go', 20 * SCALE, 1, True),
    'binary_trees': ('binary_trees.go', 16, 10, True),
    'map_churn': ('map_churn.go', 1, 1, False),
    'iface': ('vm/iface.go', 5000 * SCALE, 200, False),
    'sort_slice': ('vm/sort_slice.go', 100 * SCALE, 10, False),
    'text': ('vm/text.go', 20 * SCALE, 3, False),
    'println': ('vm/println.go', 200 * SCALE, 20, False),
    'chan': ('vm/chan.go', 500 * SCALE, 30, False),
    'mutex': ('vm/mutex.go', 100 * SCALE, 5, False),
}


def check(text):
    """What a program computed; its times are left out."""
    text = text.strip().splitlines()[-1]
    return json.loads(text)['check'] if text.startswith('{') else text


def beside_yaegi(bench, yaegi, name, path, size):
    """How many times the user time of ours yaegi takes; a sentence where it cannot run the program."""
    argv = {'yaegi': [yaegi, path, size], 'ours': [bench.spanscape, 'run', '--procs', '1', path, '--', size]}
    checks = set()

    def once(who):
        seconds, out = user_seconds(argv[who], {'GOMAXPROCS': '1', 'GOGC': '100'})
        checks.add(check(out))
        return seconds

    try:
        times = bench.rounds({'yaegi': 'yaegi', 'ours': 'ours'}, once)
    except subprocess.CalledProcessError:
        return 'yaegi fails on this program'
    return times['yaegi'] / times['ours'] if len(checks) == 1 else 'yaegi computes something else'


def measure(bench):
    sums = []
    yaegi, why_not = bench.build_yaegi()
    if not yaegi:
        yield 'yaegi', 'not measured: ' + why_not, ''
    for name, (source, size, small, allocates) in PROGRAMS.items():
        if ONLY and name not in ONLY:
            continue
        path, size = os.path.join(bench.programs, source), str(max(1, int(size)))
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
            if times['go'] > 0.01:  # the system counts in milliseconds
                yield name + '.ratio_to_go', times['spanscape'] / times['go'], ''
        if yaegi:
            yield name + '.times_yaegi', beside_yaegi(bench, yaegi, name, path, str(small)), ''
    if sums:
        yield 'median_million_instructions_per_s', sorted(sums)[len(sums) // 2], ''
