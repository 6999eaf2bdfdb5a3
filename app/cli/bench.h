#pragma once

/* `spanscape bench NAME ...`: benchmarks of the machine itself, without a language, and `spanscape bench NAME FILE.go
 * [OPTION...] [-- ARGS]` of a program on it, as `name: value` lines. What they stand beside (real Go, Boehm GC, malloc)
 * is run by tests/bench. argv[0] is "bench". */

int bench_main (int argc, char **argv);

/* bench-draw.c: the painters. */
void bench_draw (void);

/* bench-machine.c: argv[0] is the benchmark's name, the rest a file and options. Return the exit status. */
int bench_vm (int argc, char **argv);
int bench_seek (int argc, char **argv);
int bench_frames (int argc, char **argv);
