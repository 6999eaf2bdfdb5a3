"""Marking a random graph of a million 48-byte nodes: forced collections beside real Go's, Boehm's and a traversal by hand."""
import json
import os


def one_json(bench, argv, env=None):
    return json.loads(bench.output(argv, env))['objects_per_s']


def ours(bench):
    lines = bench.output([bench.spanscape, 'bench', 'mark']).splitlines()
    return {name: float(value) for name, value in (line.split(': ') for line in lines)}


def measure(bench):
    go = bench.build_go(os.path.join(bench.programs, 'pointer_chase_mark.go'))
    graph = os.path.join(bench.programs, 'mark.c')
    boehm = bench.build_c(graph, 'mark_boehm', ['-DUSE_BOEHM'], ['-lgc'])
    hand = bench.build_c(graph, 'mark_hand')
    seen = []

    def spanscape():
        seen.append(ours(bench))
        return seen[-1]['objects_per_s']

    variants = {'spanscape': spanscape}
    if go:
        variants['go_1_proc'] = lambda: one_json(bench, [go], {'GOMAXPROCS': '1'})
    if boehm:
        variants['boehm'] = lambda: one_json(bench, [boehm], {'GC_MARKERS': '1'})
    if hand:
        variants['by_hand'] = lambda: one_json(bench, [hand])
    rates = bench.rounds(variants, lambda run: run())
    for name, rate in rates.items():
        yield name, rate / 1e6, 'million objects/s'
        if name != 'spanscape':
            yield 'ratio_to_' + name, rates['spanscape'] / rate, ''
    for name in ('watched_objects_per_s', 'watched_cost_percent', 'mb_per_s', 'mark_only_mb_per_s',
                 'sweep_full_objects_per_s', 'sweep_free_objects_per_s'):
        yield 'spanscape_' + name, sorted(run[name] for run in seen)[len(seen) // 2], ''
