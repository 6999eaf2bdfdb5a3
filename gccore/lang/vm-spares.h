#pragma once

/* Records that the runtime keeps for reuse: sudogs of goroutines that have waited, and deferred calls' records. Each P
 * has its own (P.sudogs, P.defers); when they are too many, half of them go to a list that all Ps share, and a P that
 * has none takes half of what it may have from there (Go 1.22 runtime/proc.go, acquireSudog and releaseSudog;
 * runtime/panic.go, newdefer and freedefer). The shared lists, linked through a word of the records, begin in VmState;
 * a collection begins with forgetting them (runtime/mgc.go, clearpools). */

#include "lang/vm-internal.h"

typedef struct {
  Addr *own;                  /* the P's */
  uint32_t *n_own;
  uint32_t max_own;
  Addr *shared;               /* the first of the others */
  uint32_t link;              /* offset of the word that names the next */
} VmSpares;

VmSpares vm_spare_sudogs (Vm *vm);
VmSpares vm_spare_defers (Vm *vm);
/* 0: there is none. */
Addr vm_take_spare (Vm *vm, VmSpares spares);
/* The record's pointers are 0. */
void vm_keep_spare (Vm *vm, VmSpares spares, Addr record);
/* World stopped. */
void vm_forget_shared_spares (Vm *vm);
void vm_scan_spares (Vm *vm, GcRoots *roots);
