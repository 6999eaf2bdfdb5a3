#pragma once

/* Stop conditions: one grammar for the window, the command line and lessons.
 *
 *   tick:N                       when the machine stands at tick N
 *   end                          when the program has ended (a run stops there anyhow)
 *   cycle:N                      when collection N starts
 *   cycle:N/PHASE                when that phase of collection N starts: sweepterm, mark, markterm, sweep
 *   cycle:N/mark:P%  /sweep:P%   when that much of the phase's work is done
 *   line:N                       when a goroutine comes to source line N
 *   func:NAME                    when a goroutine enters the function; "main." may be left out
 *   event:KIND[@ADDR][#N]        when an event of this kind (session/events.h) happens, from now on; #N: the Nth; @ADDR: one
 *                                about the object, or the span, at that address
 *   heap>SIZE                    when more than SIZE bytes are live (SIZE as in GOMEMLIMIT)
 *   object:ADDR becomes COLOUR   when the object there becomes white, grey, black or free
 *
 * Spaces around words are free. A run stops when a condition *becomes* true: what was true already when the run began
 * (a cycle that has passed, a tick gone by) does not stop it again, but for conditions that hold at tick 0. Parsing
 * looks at no machine: session/watch.c evaluates. */

#include "session/machine.h"

typedef enum {
  GCCORE_STOP_TICK, GCCORE_STOP_END, GCCORE_STOP_CYCLE, GCCORE_STOP_LINE, GCCORE_STOP_FUNC, GCCORE_STOP_EVENT,
  GCCORE_STOP_HEAP, GCCORE_STOP_OBJECT,
} GccoreStopKind;

struct GccoreStop {
  GccoreStopKind kind;
  uint64_t n;                 /* tick, cycle, line, ordinal of the event (1: the first), bytes */
  GccorePhase phase;          /* CYCLE: GCCORE_PHASE_OFF means the cycle's start */
  double progress;            /* CYCLE: 0..1, how much of the phase */
  char *name;                 /* FUNC */
  uint16_t event;             /* EVENT: GccoreEventKind */
  uint64_t addr;              /* OBJECT: model address, anywhere in it; EVENT: the same, 0 for any */
  GccoreObjectColour colour;  /* OBJECT */

  /* What a run has seen of it (watch.c); valid while `machine` stands at `tick`, so that a run that was interrupted goes
   * on as if it had not been. */
  struct {
    const GccoreMachine *machine;
    uint64_t tick;
    uint64_t n_left;          /* EVENT: how many are still to come */
    GArray *seen;             /* EVENT with N > 1, searching backwards: uint64_t, the ticks of those met; else NULL */
    bool was_true;
  } watch;
};
