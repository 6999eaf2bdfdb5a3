"""Small allocations of 16 to 128 bytes, 65536 of them alive, collections included: ns each, beside real Go and Boehm GC."""
import json
import os


def measure(bench):
    go = bench.build_go(os.path.join(bench.programs, 'alloc_small.go'))
    boehm = bench.build_c(os.path.join(bench.programs, 'alloc_small.c'), 'alloc_boehm', ['-DUSE_BOEHM'], ['-lgc'])
    glibc = bench.build_c(os.path.join(bench.programs, 'alloc_small.c'), 'alloc_glibc')

    def ours(mode):
        for line in bench.output([bench.spanscape, 'bench', 'alloc']).splitlines():
            if line.startswith(mode + '_ns: '):
                return float(line.split()[1])

    for mode in ('noscan', 'scan'):
        variants = {'spanscape': lambda: ours(mode)}
        for name, exe, env in (('go_1_proc', go, {'GOMAXPROCS': '1'}), ('boehm', boehm, {'GC_MARKERS': '1'}),
                               ('glibc', glibc, {})):
            if exe:
                variants[name] = lambda exe=exe, env=env: json.loads(bench.output([exe, mode, '20'], env))['ns_per_alloc']
        times = bench.rounds(variants, lambda run: run())
        for name, ns in times.items():
            yield '%s_%s' % (mode, name), ns, 'ns'
            if name != 'spanscape':
                yield '%s_ratio_to_%s' % (mode, name), times['spanscape'] / ns, ''
