"""Marking a random graph of a million 48-byte nodes, and sweeping it: forced collections beside real Go's, Boehm's and by hand.

The rate of marking is objects over the whole of a forced collection, in all of them: sweeping is about a hundredth of it.
By hand: a depth-first traversal with the mark in the node and a stack of its own.

Sweeping is measured twice: *full*, all objects alive, when a sweep turns marks into alloc bits and keeps every span; and
*free*, all of it garbage, when every span goes back to the heap. What is timed:
  spanscape  wall time from the end of mark termination until the last span is swept (the sweep phase);
  go         from the end of the last pause (MemStats.LastGC) until runtime.GC, which sweeps everything, has returned, at
             GOMAXPROCS=1: sweeping, and what the scheduler does between the two goroutines that sweep;
  boehm      between its events RECLAIM_START and RECLAIM_END. It frees empty blocks there and passes over full ones by
             their count of marks; only the rest, of which there is none here, is left to allocation.
Full is each process's median, free one collection of each; of both the median over processes."""
import json
import os
import statistics

ROUNDS = 11  # it waits for memory, whose latency swings with what else the host does
SWEEPS = ('sweep_full_objects_per_s', 'sweep_free_objects_per_s')


def ours(bench):
    lines = bench.output([bench.spanscape, 'bench', 'mark']).splitlines()
    return {name: float(value) for name, value in (line.split(': ') for line in lines)}


def measure(bench):
    go = bench.build_go(os.path.join(bench.programs, 'pointer_chase_mark.go'))
    graph = os.path.join(bench.programs, 'mark.c')
    boehm = bench.build_c(graph, 'mark_boehm', ['-DUSE_BOEHM'], ['-lgc'])
    hand = bench.build_c(graph, 'mark_hand')
    variants = {'spanscape': lambda: ours(bench)}
    if go:
        variants['go_1_proc'] = lambda: json.loads(bench.output([go], {'GOMAXPROCS': '1'}))
    if boehm:
        variants['boehm'] = lambda: json.loads(bench.output([boehm], {'GC_MARKERS': '1'}))
    if hand:
        variants['by_hand'] = lambda: json.loads(bench.output([hand]))
    seen = {name: [] for name in variants}

    def once(name):
        seen[name].append(variants[name]())
        return seen[name][-1]['objects_per_s']

    def median(name, field):
        return statistics.median(run[field] for run in seen[name])

    rates = bench.rounds({name: name for name in variants}, once, ROUNDS)
    for name, rate in rates.items():
        yield name, rate / 1e6, 'million objects/s'
        if name != 'spanscape':
            yield 'ratio_to_' + name, rates['spanscape'] / rate, ''
    for field in SWEEPS:
        for name in ('spanscape', 'go_1_proc', 'boehm'):
            if name in variants:
                yield name + '_' + field, median(name, field), ''
                if name != 'spanscape':
                    yield 'ratio_to_%s_%s' % (name, field.split('_objects')[0]), \
                        median('spanscape', field) / median(name, field), ''
    for field in ('watched_objects_per_s', 'watched_cost_percent', 'mb_per_s', 'mark_only_mb_per_s'):
        yield 'spanscape_' + field, median('spanscape', field), ''
