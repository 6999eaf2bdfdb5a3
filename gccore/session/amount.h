#pragma once

/* Amounts as people read them: three or four figures and a unit, into a caller's buffer, which is returned. The same in
 * sentences of events and everywhere in the window. */

#include <stdint.h>

#define GCCORE_AMOUNT_MAX 48

char *gccore_amount_bytes (char *buf, uint64_t bytes);  /* "41 KiB", "5.82 MiB", "17 B" */
char *gccore_amount_ns (char *buf, int64_t ns);         /* "12.482 ms", "51.4 µs", "640 ns" */
