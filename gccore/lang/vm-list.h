#pragma once

/* Slices of pointers that Go's runtime keeps on the heap for itself: the sync.Pools in use (sync/pool.go, allPools), the
 * timers of a P (runtime/time.go, doaddtimer). They grow as append makes slices grow, so that the heap holds and counts
 * what it does in Go. In VmState; the array is a root. */

#include "lang/vm-internal.h"

/* Makes room for `need` pointers; the first `used` are kept. VM_OK, or VM_END: out of memory. */
VmStatus vm_list_reserve (Vm *vm, VmList *list, uint64_t used, uint64_t need);
