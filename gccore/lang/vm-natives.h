#pragma once

/* Tables of natives by theme, and what they share. */

#include "lang/vm-internal.h"

extern const VmNative vm_callers_natives[]; /* runtime.Caller and its kin */
extern const VmNative vm_sync_natives[];    /* sync, sync/atomic */
extern const VmNative vm_time_natives[];    /* time, math/rand's seed */
extern const VmNative vm_text_natives[];    /* strings, bytes, strconv */
extern const VmNative vm_math_natives[];    /* math */
extern const VmNative vm_sort_natives[];    /* sort */
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
/* All entries of a map as pairs of addresses {key, element}. May allocate what an iteration does: VM_OK when all is there. */
VmStatus vm_map_entries (Vm *vm, TypeId type, Addr map, GArray *entries);
/* The address of a key's element, 0: not there. `key` is one in frame slots or in memory. */
VmStatus vm_map_find (Vm *vm, TypeId type, Addr map, const void *key, Addr *elem);
/* Copies all entries to a map that has none yet and is made for as many. VM_OK: done. */
VmStatus vm_map_copy (Vm *vm, TypeId type, Addr to, Addr from);
