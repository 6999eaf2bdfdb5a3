#pragma once

/* Timers in virtual time: a table of records in the image and a binary heap of their slots, earliest first, equal
 * moments in the order they were started. Go keeps a heap per P and lets idle Ps steal; since any P that schedules looks
 * at due timers, one heap gives the same. Facts: Go 1.22 runtime/time.go. Internal to sched. */

#include "sched/sched.h"

typedef struct {
  Vtime when, period;   /* period 0: once */
  uint64_t seq;         /* order of starting */
  uint64_t arg;
  uint32_t heap_index;  /* 1-based position in the heap; 0: not queued */
  uint32_t generation;  /* upper half of the timer's name: old names of a reused slot are no longer valid */
  uint32_t next_free;
  uint8_t kind;         /* SchedTimerKind */
  uint8_t p;            /* P + 1 among whose timers it counts; 0: none */
} SchedTimer;

uint64_t timer_meta_bytes (uint32_t max_timers);
void timer_table_init (Sched *s, uint32_t max_timers);
/* Gaps (base/image.h). */
void timer_each_gap (const Sched *s, ImageGapFunc func, void *context);
/* When the earliest fires; VTIME_MAX: none. */
Vtime timer_next (const Sched *s);
/* Fires every timer due at p->clock; returns how many. */
uint32_t timer_fire_due (Sched *s, P *p);
/* Whether the heap is one and agrees with the records and the Ps' counts. */
bool timer_heap_is_valid (const Sched *s);
