#pragma once

/* A C program as mutator for the collector's tests: host goroutines that build, link, unlink and forget objects at random,
 * each with its own roots. Every object carries a tag made from its address, so that one that was freed too early and
 * used again is noticed even without the verifier. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/rng.h"
#include "gc/gc.h"
#include "gc/host.h"
#include "gc/verify.h"

#define GC_DRIVER_ROOTS 24
#define GC_DRIVER_MAX_MUTATORS 32
#define GC_DRIVER_GLOBALS 64

enum { D_NONE, D_PAIR /* tag, 2 pointers */, D_NODE /* 48 bytes: tag, 4 pointers, number */, D_WIDE /* 100 words, all but the
       tag pointers */, D_VECTOR /* one pointer: arrays of any length */, D_WIDE_G /* the size of a g */, D_N_TYPES };

typedef struct {
  G *g;
  Addr roots[GC_DRIVER_ROOTS];
  uint64_t n_ops, n_allocs;
} Mutator;

typedef struct {
  Image im;
  Heap heap;
  Sched sched;
  Gc gc;
  Rng rng;
  Mutator mutators[GC_DRIVER_MAX_MUTATORS];
  uint32_t n_mutators;
  uint64_t n_verified, verify_every_ticks, last_verified_tick;
  bool phase_changed;
  bool expect_broken, found_broken;
  char broken_text[512];
  uint32_t n_phases[GC_N_PHASES];
  uint64_t n_large;
} GcDriver;

typedef struct {
  uint32_t n_procs, n_mutators;
  uint64_t seed;
  int32_t gc_percent;         /* 0: 100 */
  int64_t memory_limit;       /* 0: none */
  uint64_t heap_cap;          /* 0: 256 MiB */
  GcBroken broken;
  uint64_t verify_every_ticks; /* 0: at phase changes only */
} GcDriverOptions;

void gc_driver_init (GcDriver *d, const GcDriverOptions *options);
void gc_driver_fini (GcDriver *d);
/* One random operation of whoever's turn it is; `heavy`: more is kept. */
void gc_driver_op (GcDriver *d, unsigned heavy);
void gc_driver_verify (GcDriver *d);
/* Fails unless the object is what was once allocated there. */
void gc_driver_check_object (GcDriver *d, Addr object);
