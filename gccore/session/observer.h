#pragma once

/* What is remembered of a run for pictures: phases, the timeline's curves, what each P did, the last events.
 *
 * Host memory, derived from history alone: samples are taken at fixed tick numbers (multiples of OBSERVER_TICKS), and at and
 * right after phase changes, never by the wall clock, so the same ticks give the same pictures whether they were stepped or run.
 * Everything is thinned as it grows: curves keep the lowest and the highest point of each bucket, lanes merge what has
 * become too short to see. Recording costs a look at each P every OBSERVER_TICKS ticks. */

#include <glib.h>

#include "gc/gc.h"
#include "heap/mheap.h"
#include "sched/sched.h"
#include "session/frame.h"
#include "session/span-cycles.h"

#define OBSERVER_TICKS 64
/* So many ticks after a phase change every tick is sampled: the world stops and starts in them. */
#define OBSERVER_DENSE_TICKS 8
/* Curve points are taken at every so many samples, and at phase changes. */
#define OBSERVER_POINT_SAMPLES 4
#define OBSERVER_N_EVENTS 1024 /* remembered; a power of two */

typedef struct Observer Observer;

Observer *observer_new (const Gc *gc);
void observer_free (Observer *observer);
/* Going back: a copy to keep, and taking what a copy remembers. */
Observer *observer_copy (const Observer *observer);
void observer_assign (Observer *observer, const Observer *from);
uint64_t observer_bytes (const Observer *observer);
/* The latest tick before `tick` at whose end a phase (cycle: a cycle) had just begun; 0: none. */
uint64_t observer_phase_before (const Observer *observer, uint64_t tick, bool cycle);

/* The next tick boundary after the present one at which a sample is due. */
uint64_t observer_next_tick (const Observer *observer);
/* At such a boundary, and once before the first tick. */
void observer_sample (Observer *observer);
/* A phase begins (inside its tick). */
void observer_phase (Observer *observer, GcPhase phase);
/* An event of the present tick, to be remembered. */
void observer_event (Observer *observer, const Event *event);
/* Ticks pass whose events nobody hears: what is remembered are no longer the last ones. */
void observer_forget_events (Observer *observer);

/* The numbers of this moment as a point. */
GccoreTimelinePoint observer_now (const Observer *observer);

/* What a frame takes. Arrays are newly allocated copies, to be freed with g_free(). */
GccoreTimelinePoint *observer_points (const Observer *observer, guint max, guint *n);
GccoreTimelinePhase *observer_phases (const Observer *observer, guint max, guint *n);
GccoreLaneSegment *observer_lane (const Observer *observer, guint p, guint *n);
/* The spans of the last cycles: noted while births are (gc/births.h), as only then somebody looks. */
const SpanCycles *observer_span_cycles (const Observer *observer);
/* The remembered events, oldest first, at most max; borrowed pointers, valid until the next event. */
guint observer_events (const Observer *observer, guint max, const Event **events);
