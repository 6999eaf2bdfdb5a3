#pragma once

/* The verifier: at any tick, everything that must be true of heap, collector and scheduler, derived anew.
 *
 *   heap     counts, bitmaps, sets, sweepgen states, page map (heap/verify.h)
 *   sched    queues, counts, timers
 *   gc       phase and switches agree; work buffers in exactly one list; queued words are marked objects
 *   colours  while marking: every white object that a black one (or a scanned stack, or a scanned root) points to is
 *            reachable from a grey one through white ones (weak tricolour invariant); when marking is over: no reachable
 *            object is white
 *   promises live bytes against the goal when assists or proportional sweeping should have kept them
 *   pacer    heap_live against what spans and mcaches say; MemStats identities
 *
 * It uses host memory in proportion to the heap, changes nothing in the image, and names the object or the promise.
 *
 * "Black" is told by what the marker has left to do: an object is grey if it is marked and in a work buffer or a barrier
 * buffer, else a marked one is black. So no bit kept for the eye is needed. */

#include "gc/gc.h"

/* GCCORE_ERR_VERIFY with a sentence; GCCORE_ERR_HOST_MEMORY if there is no memory to verify with. */
GccoreStatus gc_verify (const Gc *gc, GccoreError *error);
