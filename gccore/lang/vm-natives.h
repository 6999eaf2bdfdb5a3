#pragma once

/* Tables of natives by theme, and what they share. */

#include "lang/vm-internal.h"

extern const VmNative vm_callers_natives[]; /* runtime.Caller and its kin */
extern const VmNative vm_sync_natives[];    /* sync, sync/atomic */
extern const VmNative vm_time_natives[];    /* time, math/rand's seed */
extern const VmNative vm_text_natives[];    /* strings, bytes, strconv */
extern const VmNative vm_math_natives[];    /* math */
extern const VmNative vm_sort_natives[];    /* sort */
extern const VmNative vm_digest_natives[];  /* hash/crc32, crypto */
extern const VmNative vm_reflect_natives[]; /* reflect, and what else takes any type */

VmStatus vm_mutator_status (Vm *vm, MutatorResult result);
/* "fatal error: text" */
VmStatus vm_throw (Vm *vm, const char *text);
/* A float as print shows it: +1.500000e+000. */
void vm_format_print_float (GString *out, double value);
/* A double's text by strconv's rules: format 'e', 'f', 'g' ...; precision -1: shortest that reads back. bits: 32, 64. */
void vm_format_float (GString *out, double value, char format, int precision, int bits);
/* Appends to a byte slice in slots, growing it as append does. VM_OK: done. */
VmStatus vm_append_bytes (Vm *vm, uint64_t *slice, const char *bytes, uint64_t n);
uint64_t vm_round_up_bytes (uint64_t bytes);
/* Where an iteration over a map stands, as long as Go's. */
typedef struct {
  Addr key, elem;             /* of the entry it has come to; 0: it is over */
  Addr h, buckets, bucket_ptr;
  uint64_t start_bucket;
  uint8_t offset, wrapped, B, i, pad[4];
  uint64_t bucket, check_bucket;
  Addr overflow, old_overflow;
  uint64_t type;
} Hiter;

_Static_assert (sizeof (Hiter) == 96, "Go's size");

/* Begins an iteration, in front of the first entry; may allocate: VM_OK when it has begun. The program may change the map
 * in any way while it lasts (Go 1.22 runtime/map.go, mapiterinit, mapiternext). */
VmStatus vm_map_iter_start (Vm *vm, TypeId type, Addr map, Hiter *out);
VmStatus vm_map_iter_next (Vm *vm, TypeId type, Hiter *it);
/* All entries of a map as pairs of addresses {key, element}. May allocate what an iteration does: VM_OK when all is there. */
VmStatus vm_map_entries (Vm *vm, TypeId type, Addr map, GArray *entries);
/* The address of a key's element, 0: not there. `key` is one in frame slots or in memory. */
VmStatus vm_map_find (Vm *vm, TypeId type, Addr map, const void *key, Addr *elem);
/* Copies all entries to a map that has none yet and is made for as many. VM_OK: done. */
VmStatus vm_map_copy (Vm *vm, TypeId type, Addr to, Addr from);
