"""ns per allocation, all in: gccore through its C interface beside real Go, Boehm GC, glibc and mimalloc.

Every variant does the same work (the check sums must agree): binary trees of depth 18, small objects of mixed sizes with
65536 of them alive, and objects of one size. Ratios are gccore's time divided by the other's, of the same run."""
import json
import os

SIZES = (16, 64, 512, 2048)
MILLIONS = int(os.environ.get('BENCH_MILLIONS', '20'))


def variants(bench):
    """{work: {variant: (argv, env)}}"""
    p = lambda name: os.path.join(bench.programs, name)
    exe = lambda name: os.path.join(bench.build, 'tests', 'bench', name)
    out = {}

    def add(work, name, program, args, **env):
        if program and os.path.exists(program):
            out.setdefault(work, {})[name] = ([program] + [str(a) for a in args], env)

    works = {'binary_trees': ['18'], 'noscan': ['noscan', MILLIONS], 'scan': ['scan', MILLIONS]}
    for size in SIZES:
        for mode in ('noscan', 'scan'):
            works['%s_%d' % (mode, size)] = [mode, max(1, MILLIONS * 16 // (16 + size // 16)), size]
    programs = {}
    for stem in ('binary_trees', 'alloc_small'):
        source = p(stem + '.c')
        programs[stem] = {
            'gccore': exe(stem + '_gccore'),
            'go': bench.build_go(p(stem + '.go')),
            'boehm': bench.build_c(source, stem + '_boehm', ['-DUSE_BOEHM'], ['-lgc']),
            'glibc': bench.build_c(source, stem + '_glibc'),
            'mimalloc': bench.build_c(source, stem + '_mimalloc', ['-DUSE_MIMALLOC'], ['-lmimalloc']),
        }
    for work, args in works.items():
        for name, program in programs['binary_trees' if work == 'binary_trees' else 'alloc_small'].items():
            add(work, name, program, args, **({'GOMAXPROCS': '1'} if name == 'go' else {'GC_MARKERS': '1'}))
    return out


def measure(bench):
    for work, named in variants(bench).items():
        checks = set()

        def once(variant):
            result = json.loads(bench.output(*variant))
            checks.add(result['check'])
            return result['ns_per_alloc']

        times = bench.rounds(named, once)
        if len(checks) != 1:
            raise SystemExit('%s: the variants did different work: %s' % (work, sorted(checks)))
        for name, ns in times.items():
            yield '%s.%s' % (work, name), ns, 'ns'
        for name, ns in times.items():
            if name != 'gccore':
                yield '%s.gccore_vs_%s' % (work, name), times['gccore'] / ns, ''
    if bench.go:
        yield from metadata(bench)


def metadata(bench):
    """What the heap costs beside itself, for a million live 48-byte objects: bytes of metadata in a hundred of heap."""
    result = json.loads(bench.output([os.path.join(bench.build, 'tests', 'bench', 'metadata_gccore')]))
    yield 'metadata.gccore', result['percent'], '%'
    go = bench.build_go(os.path.join(bench.programs, 'metadata.go'))
    yield 'metadata.go', json.loads(bench.output([go]))['percent'], '%'
