#pragma once

/* Maps: what most instructions do: the map is not growing, the key is of a kind that has its own lookup, nothing has to
 * be allocated, and no write barrier is needed. Each function may answer that it is not `done`, and then nothing has
 * happened, where that does not hold or it cannot be said at once; vm-map.c knows everything else.
 *
 * A large map's buckets are in no cache. What counts is that little is executed between two of them: then the processor
 * asks for the second one while it waits for the first. So a bucket is asked for as soon as its address is known, and
 * the next one before, where keys are words that go on in equal steps, as counters do; each kind of key has its own
 * functions, and maps of words, for which sizes are constants, have theirs; and what is seldom needed, such as overflow
 * buckets, is out of the way. */

#include "lang/vm-map.h"

typedef struct {
  Addr elem;            /* 0: the key is not there */
  bool done;
} MapNear;

typedef struct {
  /* Where a key's element is. */
  MapNear (*find) (Vm *vm, const RtType *t, Addr map, const uint64_t *key);
  /* The same, and the key is entered where it is new. */
  MapNear (*assign) (Vm *vm, const RtType *t, Addr map, const uint64_t *key);
  /* Deletes a key, if it is there. True: done. */
  bool (*delete) (Vm *vm, const RtType *t, Addr map, const uint64_t *key);
} MapNearOps;

/* By RtMapNear. */
extern const MapNearOps map_near[];
