#pragma once

/* Which slots of a frame will still be read: a backward dataflow over a function's bytecode.
 *
 * What each instruction reads and writes comes from opcodes.def's roles. The result for one function is kept as one
 * bit set per basic block; a point inside a block is found by walking back from its end. A slot is named by its bit:
 * slot + frame_slots for the frame's own slots, and further up the window of arguments and results.
 *
 * Host memory, a function of the program alone: it may be dropped and computed again at any time. */

#include "lang/program.h"

typedef struct Liveness Liveness;

Liveness *liveness_new (const Program *program);
void liveness_free (Liveness *live);

typedef struct {
  const ProgFunc *func;
  uint32_t n;
  int32_t slots[];
} LiveSlots;

/* The slots that hold a live pointer when the instruction at pc is the next to execute in its frame. `in_call`: the
 * frame waits in the call that ends at pc, so what that call will write is not yet there. NULL: pc is no function's.
 * Owned by `live`. */
const LiveSlots *liveness_pointers (Liveness *live, uint32_t pc, bool in_call);
