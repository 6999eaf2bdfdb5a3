#pragma once

/* The interpreter: goroutines of a Program as ticks of the machine.
 *
 * `vm_run` is the run function of G_KIND_VM: it executes instructions and ends a tick at each visible unit (an
 * allocation, a barrier that records, a channel operation, a goroutine switch ...) or after VM_TICK_INSTRUCTIONS, and
 * goes on while sched_tick() lets it. An instruction that must wait (an allocation that sweeps or assists first, a
 * channel) leaves the pc where it is and is executed again; what it has done so far is in G.vm or linked into the
 * heap. At each tick boundary G.vm.pc and G.vm.fp say where the goroutine is, so its stack can be scanned, copied,
 * shown and restored at any moment.
 *
 * State: everything a run changes is in the image (G.vm, VmState, the heap); `Vm` itself holds host pointers, caches
 * that can be rebuilt, and the output sink. Threads: the one that steps the machine. */

#include <glib.h>

#include "gc/gc.h"
#include "lang/program.h"
#include "sched/sched.h"

typedef struct Vm Vm;

/* fd 1: the program's standard output; 2: print, println, panic texts. */
typedef void (*VmOutputFunc) (void *context, int fd, const char *bytes, gsize length);

typedef struct {
  Image *im;
  Gc *gc;
  Sched *sched;
  const Program *program;     /* a reference is taken */
  uint64_t seed;
  int64_t stack_cap;          /* bytes a goroutine's stack may have */
  const char *const *args;    /* os.Args[1:], NULL-terminated; may be NULL */
  VmOutputFunc output;
  void *output_context;
} VmOptions;

/* Sizes of the constants and globals zones for ImageOptions. */
uint64_t vm_rodata_bytes (const Program *program);
uint64_t vm_globals_bytes (const Program *program);

/* Fills constants, carves VmState, registers run function and timers, and readies the main goroutine. */
Vm *vm_new (const VmOptions *options, GccoreError *error);
void vm_free (Vm *vm);
void vm_set_output (Vm *vm, VmOutputFunc output, void *context);
/* After the image was restored: drops what was cached of it. */
void vm_attach (Vm *vm);

RunResult vm_run (void *context, P *p, G *g);

/* Whether the program ended, and how (0, os.Exit's code, 2). */
bool vm_ended (const Vm *vm, int *exit_status);
/* The scheduler found nothing left to run: prints Go's deadlock text and ends the program with status 2. */
void vm_deadlock (Vm *vm);
/* Text of all goroutines as SIGQUIT prints it. Caller frees. */
char *vm_goroutine_dump (Vm *vm);

/* For GcHooks; context is the Vm. */
uint64_t vm_scan_goroutine (void *context, GcRoots *roots, G *g);
void vm_scan_runtime (void *context, GcRoots *roots);
void vm_shrink_stack (void *context, P *p, G *g);
void vm_clear_pools (void *context);
void vm_finalizers_ready (void *context, P *p);

/* Where a goroutine is, for the window: innermost frame of the program's own code. */
bool vm_position (Vm *vm, const G *g, const ProgFunc **func, uint32_t *line);
/* All its frames, as Go's traces show them: innermost first (n = 0), without wrappers. Calls `visit` (NULL: nobody) for each;
 * returns how many there are. */
typedef struct {
  const ProgFunc *func;
  uint32_t pc;                /* index in the code: where it is; in_call: where it goes on after the call that it is in */
  bool in_call;
  uint32_t line;
  uint64_t bytes;             /* of stack, down to the frame of the function it calls */
} VmStackFrame;
typedef void (*VmStackFunc) (const VmStackFrame *frame, int n, void *context);
int vm_walk_stack (Vm *vm, const G *g, VmStackFunc visit, void *context);
/* The same as vm_position() with the frame, as the bytes of stack above it (copying a stack keeps them; callers have less). */
bool vm_place (Vm *vm, const G *g, const ProgFunc **func, uint32_t *line, uint64_t *depth_bytes);

/* Stopping inside a tick (vm-break.c). `pcs` (bit per code index, copied; NULL: none any more) names instructions before
 * which `func` is asked; true: the machine stands there, inside its tick, with G.vm saved and `executed` instructions
 * of the tick done. Nobody is asked where a goroutine only goes on with what it had begun, nor again where the machine
 * stands. The breaks are no part of the run: history is the same with and without. */
typedef bool (*VmBreakFunc) (void *context, P *p, G *g, uint64_t executed);
void vm_set_breaks (Vm *vm, const uint64_t *pcs, VmBreakFunc func, void *context);
/* While the machine stands inside a tick: the instructions of it that are done. */
uint64_t vm_inside_executed (const Vm *vm);
/* Instructions executed so far (for benchmarks; not part of history). */
uint64_t vm_instructions (const Vm *vm);
