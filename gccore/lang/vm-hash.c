/* Hashing a value of any type, as its == compares it (Go 1.22 runtime/alg.go, typehash). */

#include "lang/vm-hash.h"

uint64_t
vm_hash (Vm *vm, TypeId type, const void *value, uint64_t seed, VmStatus *status)
{
  const RtType *t = vm_type (vm, type);
  uint64_t size = vm_gc_type (vm, type)->size_bytes;

  switch ((RtEq) t->eq)
    {
    case RT_EQ_NONE:
      *status = vm_trap (vm, TRAP_UNHASHABLE, type, 0);
      return 0;
    case RT_EQ_MEM:
      if (size == 8)
        return vm_hash_64 (*(const uint64_t *) value, seed);
      return vm_hash_bytes (value, size, seed);
    case RT_EQ_FLOAT:
      {
        double d = size == 4 ? *(const float *) value : *(const double *) value;

        if (d == 0)
          return vm_hash_mix (seed ^ VM_HASH_K0, VM_HASH_K1);
        if (d != d) /* NaN is not equal to itself: Go 1.22 runtime/alg.go, f64hash */
          return vm_hash_mix (seed ^ sched_random (vm->sched), VM_HASH_K1);
        return vm_hash_bytes (value, size, seed);
      }
    case RT_EQ_STRING:
      return vm_hash_string (vm, value, seed, status);
    case RT_EQ_EFACE:
      {
        const uint64_t *i = value;
        const RtType *dynamic;

        if (i[0] == 0)
          return seed;
        dynamic = vm_type (vm, i[0]);
        if (!dynamic)
          {
            *status = vm_fault (vm, i[0]);
            return 0;
          }
        if (dynamic->eq == RT_EQ_NONE)
          {
            *status = vm_trap (vm, TRAP_UNHASHABLE, i[0], 0);
            return 0;
          }
        if (dynamic->direct)
          return vm_hash (vm, (TypeId) i[0], &i[1], seed ^ VM_HASH_K0, status);
        if (!vm_mem (vm, i[1], vm_gc_type (vm, (TypeId) i[0])->size_bytes))
          {
            *status = vm_fault (vm, i[1]);
            return 0;
          }
        return vm_hash (vm, (TypeId) i[0], image_ptr (vm->im, i[1]), seed ^ VM_HASH_K0, status);
      }
    case RT_EQ_STRUCT:
      for (uint32_t i = 0; i < t->n_fields; i++)
        if (!t->fields[i].blank)
          seed = vm_hash (vm, t->fields[i].type, (const char *) value + t->fields[i].offset_bytes, seed, status);
      return seed;
    case RT_EQ_ARRAY:
      for (int64_t i = 0; i < t->len; i++)
        seed = vm_hash (vm, t->elem, (const char *) value + (uint64_t) i * vm_gc_type (vm, t->elem)->size_bytes, seed,
                        status);
      return seed;
    }
  return 0;
}
