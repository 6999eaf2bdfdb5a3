"""Going back: 40 random seeks and 40 single steps back, what the checkpoints take, and what recording costs.

On runs of binary trees and of a live set that grows, BENCH_TICKS (5 million) ticks long, with 1 GiB of history. With
100 million ticks both heaps come to 256 MiB and somewhat more. BENCH_ROUNDS (5) times a machine that records and one that does
not run side by side, in turns of a 64th of the run, so that load on the host, which changes, meets both. CPU time, for the
95th of a hundred; a seek stands beside a memset of the heap in use at the run's end. The slowdown is that of the machine's
thread: the median of the rounds, the least and the most; beside it by the clock, and with the thread that packs
checkpoints."""
import os

TICKS = os.environ.get('BENCH_TICKS', '5000000')
ROUNDS = os.environ.get('BENCH_ROUNDS', '5')
PROGRAMS = {'binary_trees': ('binary_trees.go', '--gogc', '150', '--', '21'), 'growing': ('vm/growing.go', '--', '0', '14')}
UNITS = {'bytes': 'bytes', 'ms': 'ms', 'percent': '%'}


def measure(bench):
    for name, (source, *rest) in PROGRAMS.items():
        done = bench.run([bench.spanscape, 'bench', 'seek', '--ticks', TICKS, '--rounds', ROUNDS,
                          os.path.join(bench.programs, source), *rest])
        values = {}
        for line in done.stdout.splitlines():
            label, value = line.split(': ')
            values[label] = float(value)
            value = int(value) if value.isdigit() else float(value)
            yield '%s.%s' % (name, label), value, UNITS.get(label.split('_')[-1], '')
        for what in ('seek', 'step_back'):
            yield '%s.%s_p95_to_memset' % (name, what), values[what + '_p95_cpu_ms'] / values['memset_of_heap_cpu_ms'], ''
