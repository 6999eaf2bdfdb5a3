#pragma once

/* A C program as mutator: goroutines of kind HOST whose code runs outside, between ticks.
 *
 * gc_host_run() advances the machine until it is some host goroutine's turn (the scheduler decides whose, by virtual
 * time) and gives it; the caller then does one operation for it, gc_host_malloc() or the like, each of which loops over
 * ticks, everybody else's included, until that operation is done. What a host goroutine holds between operations it says
 * through GcHooks.scan_goroutine, like any other.
 *
 * For tests and for measuring the collector without a language. Thread: the one that steps the machine. */

#include "gc/gc.h"

/* A goroutine of kind HOST, runnable; the first of a machine is the main goroutine: call gc_enable() after it. */
G *gc_host_new (Gc *gc);
/* Whose turn it is; *p is where it runs. NULL: no host goroutine can ever run again (deadlock or stop). */
G *gc_host_run (Gc *gc, P **p);
/* Allocates for g, which must be the one whose turn it is; returns with g still having its turn. 0: out of memory. */
Addr gc_host_malloc (Gc *gc, G *g, uint64_t bytes, TypeId type, uint32_t line);
/* Stores a pointer through the barrier, one tick. */
void gc_host_write (Gc *gc, G *g, Addr slot, Addr value);
/* Runs for a while without doing anything. */
void gc_host_spin (Gc *gc, G *g, Vtime cost);
/* runtime.GC(), debug.FreeOSMemory(). */
void gc_host_collect (Gc *gc, G *g);
void gc_host_free_os_memory (Gc *gc, G *g);
void gc_host_sleep (Gc *gc, G *g, Vtime span);
/* g ends. */
void gc_host_exit (Gc *gc, G *g);
