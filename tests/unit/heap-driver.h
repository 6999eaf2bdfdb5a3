#pragma once

/* The smallest collector that keeps the heap's rules, for tests of the heap alone: it stops everything, marks what the
 * test says is alive, and sweeps as Go does, when spans are wanted or all at once. Also keeps heapLive, so that the
 * numbers which refills and flushes give out can be checked. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "heap/malloc.h"
#include "heap/mstats.h"
#include "heap/verify.h"

typedef struct {
  Image image;
  Heap heap;
  int64_t heap_live, heap_scan;
  bool marking;               /* new objects are marked at once */
} Driver;

/* Types of the test heap: index = TypeId. */
enum { T_NONE, T_PTR, T_PAIR, T_THREE, T_BIG, T_TAIL, T_NODE64, N_TEST_TYPES };

void driver_init (Driver *d, uint32_t n_procs, uint64_t heap_bytes, uint64_t cap_bytes);
void driver_fini (Driver *d);
const GcType *driver_type (TypeId type);

/* The whole of mallocgc but for assists; 0: out of memory. */
Addr driver_malloc (Driver *d, uint32_t p, uint64_t bytes, TypeId type, bool zero);
/* Sweeps one span with unswept neighbours, any class; false: nothing left. */
bool driver_sweep_one (Driver *d);
/* Sweeps everything, then the heap is ready for the next marking; new objects are black from here on. */
void driver_start_mark (Driver *d);
void driver_mark (Driver *d, Addr object);
/* Marking is over: sweepgen moves on, mcaches are flushed. */
void driver_end_mark (Driver *d);
void driver_verify (Driver *d);
