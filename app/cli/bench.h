#pragma once

/* `spanscape bench NAME ...`: benchmarks of the machine itself, without a language, as `name: value` lines. What they
 * stand beside (real Go, Boehm GC, malloc) is run by tests/bench. argv[0] is "bench". */

int bench_main (int argc, char **argv);

/* bench-draw.c: the painters. */
void bench_draw (void);
