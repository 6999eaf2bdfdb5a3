/* Memory instructions: typed loads and stores, allocation, slices. */

#include <string.h>

#include "gc/malloc-inline.h"
#include "heap/sizeclass.h"
#include "lang/vm-natives.h"

#define MAX_ALLOC (UINT64_C (1) << 48) /* Go 1.22 runtime/malloc.go, maxAlloc */

void
vm_load_value (const RtType *t, const GcType *gt, uint64_t *slots, const void *mem)
{
  if (!t->scalar)
    {
      memcpy (slots, mem, gt->size_bytes);
      return;
    }
  switch (t->kind)
    {
    case GCKIND_INT8:
      *slots = (uint64_t) (int64_t) *(const int8_t *) mem;
      break;
    case GCKIND_BOOL:
    case GCKIND_UINT8:
      *slots = *(const uint8_t *) mem;
      break;
    case GCKIND_INT16:
      *slots = (uint64_t) (int64_t) *(const int16_t *) mem;
      break;
    case GCKIND_UINT16:
      *slots = *(const uint16_t *) mem;
      break;
    case GCKIND_INT32:
      *slots = (uint64_t) (int64_t) *(const int32_t *) mem;
      break;
    case GCKIND_UINT32:
    case GCKIND_FLOAT32:
      *slots = *(const uint32_t *) mem;
      break;
    default:
      *slots = *(const uint64_t *) mem;
      break;
    }
}

/* Little-endian: the low bytes of a scalar's slot are its memory form. */
void
vm_store_value (const RtType *t, const GcType *gt, void *mem, const uint64_t *slots)
{
  switch (gt->size_bytes)
    {
    case 8:
      *(uint64_t *) mem = *slots;
      break;
    case 4:
      *(uint32_t *) mem = (uint32_t) *slots;
      break;
    case 1:
      *(uint8_t *) mem = (uint8_t) *slots;
      break;
    default:
      memcpy (mem, slots, gt->size_bytes);
      break;
    }
}

VmStatus
vm_store_typed (Vm *vm, TypeId type, Addr dst, const uint64_t *slots)
{
  const GcType *gt = vm_gc_type (vm, type);
  VmStatus status = VM_OK;

  if (UNLIKELY (gt->ptr_bytes != 0 && gc_barrier_on (vm->gc)))
    {
      vm_barrier_bulk (vm, dst, image_addr (vm->im, slots), gt->size_bytes, type);
      status = VM_TICK;
    }
  vm_store_value (&vm->program->types[type], gt, vm_own (vm, dst, gt->size_bytes), slots);
  return status;
}

VmStatus
vm_copy_typed (Vm *vm, TypeId type, Addr dst, Addr src, uint64_t n)
{
  const GcType *gt = vm_gc_type (vm, type);
  uint64_t bytes = gt->size_bytes * n;
  VmStatus status = VM_OK;

  if (UNLIKELY (gt->ptr_bytes != 0 && bytes != 0 && dst != src && gc_barrier_on (vm->gc)))
    {
      vm_barrier_bulk (vm, dst, src, bytes, type);
      status = VM_TICK;
    }
  memmove (vm_own (vm, dst, bytes), image_ptr (vm->im, src), bytes);
  vm->extra += (Vtime) (bytes / 64) * COST_CLEAR_PER_64B;
  return status;
}

/* An object that is not cleared ends in bytes nobody writes. What was there before is not history: it must not show. */
static void
clear_end (Vm *vm, Addr object, uint64_t bytes)
{
  if (bytes >= 16) /* smaller ones share a cleared block */
    memset (image_ptr (vm->im, object + bytes), 0, size_round_up (bytes, true) - bytes);
}

VmStatus
vm_malloc (Vm *vm, uint64_t bytes, TypeId type, bool zero, Addr *out)
{
  uint32_t line = vm->program->lines[vm->g->vm.pc];

  if (bytes == 0) /* nothing for the collector to do: the loop ends this tick as any other */
    {
      *out = IMAGE_ZERO_BASE;
      return VM_TICK;
    }
  vm->g->line = line;
  if (vm->g->malloc.step != 0)
    vm->extra = 0; /* looked at again: what the instruction did up to here was charged the first time */
  vm_charge (vm);
  switch (LIKELY (gc_malloc_fast (vm->gc, vm->p, vm->g, bytes, type, zero, line, out))
              ? MUTATOR_DONE
              : gc_malloc (vm->gc, vm->p, vm->g, bytes, type, zero, line, out))
    {
    case MUTATOR_DONE:
      image_touch (vm->im, *out, bytes); /* it may share a block that was there, and is filled next */
      if (!zero)
        clear_end (vm, *out, bytes);
      return VM_TICK;
    case MUTATOR_AGAIN:
      return VM_RETRY;
    case MUTATOR_PARKED:
      return VM_PARK;
    case MUTATOR_OUT_OF_MEMORY:
      break;
    }
  vm_fatal (vm, "runtime: out of memory");
  return VM_END;
}

VmStatus
vm_malloc_locked (Vm *vm, uint64_t bytes, TypeId type, Addr *out)
{
  *out = gc_malloc_locked (vm->gc, vm->p, vm->g, bytes, type, vm->program->lines[vm->g->vm.pc]);
  if (*out != 0)
    return VM_OK;
  vm_fatal (vm, "runtime: out of memory");
  return VM_END;
}

VM_HELPER (vm_op_new)
{
  uint32_t type = VM_UK (ins);
  Addr object;
  VmStatus status = vm_malloc (vm, vm_gc_type (vm, type)->size_bytes, type, true, &object);

  if (status == VM_TICK)
    fp[VM_A (ins)] = object;
  return status;
}

VM_HELPER (vm_op_makeslice)
{
  TypeId elem = VM_UK (*next);
  uint64_t size = vm_gc_type (vm, elem)->size_bytes, len = fp[VM_B (ins)], cap = fp[VM_C (ins)];
  uint64_t bytes;
  Addr array;
  VmStatus status;

  if (__builtin_mul_overflow (size, cap, &bytes) || bytes > MAX_ALLOC || (int64_t) len < 0 || len > cap)
    {
      if (__builtin_mul_overflow (size, len, &bytes) || bytes > MAX_ALLOC || (int64_t) len < 0)
        return vm_trap (vm, TRAP_MAKESLICE_LEN, 0, 0);
      return vm_trap (vm, TRAP_MAKESLICE_CAP, 0, 0);
    }
  status = vm_malloc (vm, bytes, elem, true, &array);
  if (status == VM_TICK)
    {
      uint64_t *a = &fp[VM_A (ins)];

      a[0] = array;
      a[1] = len;
      a[2] = cap;
    }
  return status;
}

/* Go 1.22 runtime/slice.go, nextslicecap and growslice: the capacity for `need` elements. */
static bool
grow_capacity (uint64_t old_cap, uint64_t need, uint64_t size, bool noscan, uint64_t *cap, uint64_t *bytes)
{
  uint64_t c = old_cap;

  if ((int64_t) need < 0)
    return false;
  if (need > 2 * old_cap)
    c = need;
  else if (old_cap < 256)
    c = 2 * old_cap;
  else
    {
      while (c < need)
        c += (c + 3 * 256) / 4;
      if ((int64_t) c <= 0)
        c = need;
    }
  if (__builtin_mul_overflow (c, size, bytes) || *bytes > MAX_ALLOC)
    return false;
  *bytes = size_round_up (*bytes, noscan);
  *cap = *bytes / size;
  *bytes = *cap * size;
  return *bytes <= MAX_ALLOC;
}

uint64_t
vm_round_up_bytes (uint64_t bytes)
{
  return size_round_up (bytes, true);
}

/* The slice in old[3] with room for `need` elements: VM_OK (there was room) or VM_TICK (made) with out[3] = the array,
 * the old length and the capacity. */
static VmStatus
grow_slice (Vm *vm, TypeId elem, const uint64_t *old, uint64_t need, uint64_t *out)
{
  const GcType *gt = vm_gc_type (vm, elem);
  uint64_t cap, bytes, size = gt->size_bytes, used = old[1] * size;
  bool noscan = gt->ptr_bytes == 0;
  Addr array;
  VmStatus status;

  if ((int64_t) need < 0)
    return vm_trap (vm, TRAP_GROWSLICE, 0, 0);
  if (need <= old[2])
    {
      out[0] = old[0];
      out[1] = old[1];
      out[2] = old[2];
      return VM_OK;
    }
  if (size == 0)
    {
      out[0] = vm->im->rodata_base;
      out[1] = old[1];
      out[2] = need;
      return VM_OK;
    }
  if (used != 0 && !vm_mem (vm, old[0], used))
    return vm_fault (vm, old[0]);
  if (!grow_capacity (old[2], need, size, noscan, &cap, &bytes))
    return vm_trap (vm, TRAP_GROWSLICE, 0, 0);
  status = vm_malloc (vm, bytes, elem, !noscan, &array);
  if (status != VM_TICK)
    return status;
  if (used != 0)
    vm_copy_typed (vm, elem, array, old[0], old[1]);
  if (noscan)
    memset (image_ptr (vm->im, array + used), 0, bytes - used);
  out[0] = array;
  out[1] = old[1];
  out[2] = cap;
  return VM_TICK;
}

VM_HELPER (vm_op_append1)
{
  TypeId elem = VM_UK (*next);
  uint64_t *a = &fp[VM_A (ins)];
  const uint64_t *b = &fp[VM_B (ins)];
  uint64_t size = vm_gc_type (vm, elem)->size_bytes, grown[3];
  VmStatus status = grow_slice (vm, elem, b, b[1] + 1, grown), stored;
  Addr slot;

  if (status != VM_OK && status != VM_TICK)
    return status;
  slot = grown[0] + grown[1] * size;
  if (size != 0 && !vm_mem_w (vm, slot, size))
    return vm_fault (vm, slot);
  stored = size != 0 ? vm_store_typed (vm, elem, slot, &fp[VM_C (ins)]) : VM_OK;
  a[0] = grown[0];
  a[1] = grown[1] + 1;
  a[2] = grown[2];
  return status == VM_TICK ? VM_TICK : stored;
}

VM_HELPER (vm_op_appends)
{
  TypeId elem = VM_UK (*next);
  uint64_t *a = &fp[VM_A (ins)];
  const uint64_t *b = &fp[VM_B (ins)], *c = &fp[VM_C (ins)];
  uint64_t size = vm_gc_type (vm, elem)->size_bytes, n = c[1], source = c[0], grown[3];
  VmStatus status, copied = VM_OK;

  if (n != 0 && size != 0 && !vm_mem (vm, source, n * size))
    return vm_fault (vm, source);
  status = grow_slice (vm, elem, b, b[1] + n, grown);
  if (status != VM_OK && status != VM_TICK)
    return status;
  if (n != 0 && size != 0)
    {
      Addr slot = grown[0] + grown[1] * size;

      if (!vm_mem_w (vm, slot, n * size))
        return vm_fault (vm, slot);
      copied = vm_copy_typed (vm, elem, slot, source, n);
    }
  a[0] = grown[0];
  a[1] = grown[1] + n;
  a[2] = grown[2];
  return status == VM_TICK ? VM_TICK : copied;
}

VM_HELPER (vm_op_copy)
{
  TypeId elem = VM_UK (*next);
  const uint64_t *b = &fp[VM_B (ins)], *c = &fp[VM_C (ins)];
  uint64_t size = vm_gc_type (vm, elem)->size_bytes, n = b[1] < c[1] ? b[1] : c[1];
  VmStatus status = VM_OK;

  if (n != 0 && size != 0)
    {
      if (!vm_mem (vm, c[0], n * size))
        return vm_fault (vm, c[0]);
      if (!vm_mem_w (vm, b[0], n * size))
        return vm_fault (vm, b[0]);
      status = vm_copy_typed (vm, elem, b[0], c[0], n);
    }
  fp[VM_A (ins)] = n;
  return status;
}

static VmStatus
clear_typed (Vm *vm, TypeId type, Addr at, uint64_t bytes)
{
  VmStatus status = VM_OK;

  if (bytes == 0)
    return VM_OK;
  if (!vm_mem_w (vm, at, bytes))
    return vm_fault (vm, at);
  if (vm_gc_type (vm, type)->ptr_bytes != 0 && gc_barrier_on (vm->gc))
    {
      vm_barrier_bulk (vm, at, 0, bytes, type);
      status = VM_TICK;
    }
  memset (image_ptr (vm->im, at), 0, bytes);
  vm->extra += (Vtime) (bytes / 64) * COST_CLEAR_PER_64B;
  return status;
}

VM_HELPER (vm_op_grow)
{
  uint64_t *a = &fp[VM_A (ins)];
  const uint64_t *b = &fp[VM_B (ins)];
  TypeId elem = VM_UK (*next);
  uint64_t size = vm_gc_type (vm, elem)->size_bytes, n = fp[VM_C (ins)], grown[3];
  VmStatus status, cleared = VM_OK;

  if ((int64_t) n < 0)
    return vm_trap (vm, TRAP_MAKESLICE_LEN, 0, 0);
  status = grow_slice (vm, elem, b, b[1] + n, grown);
  if (status != VM_OK && status != VM_TICK)
    return status;
  if (VM_UA (*next))
    cleared = clear_typed (vm, elem, grown[0] + grown[1] * size, n * size);
  a[0] = grown[0];
  a[1] = grown[1] + n;
  a[2] = grown[2];
  return status == VM_TICK ? VM_TICK : cleared;
}

VM_HELPER (vm_op_clears)
{
  TypeId elem = VM_UK (*next);
  const uint64_t *a = &fp[VM_A (ins)];

  return clear_typed (vm, elem, a[0], a[1] * vm_gc_type (vm, elem)->size_bytes);
}

VM_HELPER (vm_op_stt)
{
  TypeId type = VM_UK (*next);
  Addr at = fp[VM_A (ins)] + VM_UC (ins);

  if (!vm_mem_w (vm, at, vm_gc_type (vm, type)->size_bytes))
    return vm_fault (vm, at);
  return vm_store_typed (vm, type, at, &fp[VM_B (ins)]);
}

VM_HELPER (vm_op_zerom)
{
  TypeId type = VM_UK (*next);

  return clear_typed (vm, type, fp[VM_A (ins)] + VM_UB (ins), vm_gc_type (vm, type)->size_bytes);
}

VM_HELPER (vm_op_copyt)
{
  TypeId type = VM_UK (*next);
  uint64_t bytes = vm_gc_type (vm, type)->size_bytes;
  Addr dst = fp[VM_A (ins)], src = fp[VM_B (ins)];

  if (!vm_mem (vm, src, bytes))
    return vm_fault (vm, src);
  if (!vm_mem_w (vm, dst, bytes))
    return vm_fault (vm, dst);
  return vm_copy_typed (vm, type, dst, src, 1);
}

/* Go 1.22 runtime/unsafe.go. -address is what there is of memory behind it; nothing behind nil. */
VM_HELPER (vm_op_unsafechk)
{
  Addr at = fp[VM_A (ins)];
  int64_t n = (int64_t) fp[VM_B (ins)];
  bool string = VM_A (*next) != 0;
  uint64_t bytes;

  if (n >= 0 && !__builtin_mul_overflow ((uint64_t) n, VM_UK (*next), &bytes) && bytes <= -at && (at != 0 || n == 0))
    return VM_OK;
  if (n >= 0 && at == 0)
    return vm_trap (vm, string ? TRAP_UNSAFE_STRING_NIL : TRAP_UNSAFE_SLICE_NIL, 0, 0);
  return vm_trap (vm, string ? TRAP_UNSAFE_STRING_LEN : TRAP_UNSAFE_SLICE_LEN, 0, 0);
}

/* ---- slicing ---- */

enum { SLICE_LO = 1, SLICE_HI = 2, SLICE_MAX = 4 };

/* Checks lo, hi, max in Go's order. `cap` bounds hi (or max); texts name it capacity or length. */
static VmStatus
slice_bounds (Vm *vm, unsigned flags, const uint64_t *c, uint64_t len, uint64_t cap, bool by_cap, uint64_t *lo,
              uint64_t *hi, uint64_t *max)
{
  *lo = flags & SLICE_LO ? c[0] : 0;
  *hi = flags & SLICE_HI ? c[1] : len;
  *max = flags & SLICE_MAX ? c[2] : cap;
  if (flags & SLICE_MAX)
    {
      if (*max > cap)
        return vm_trap (vm, by_cap ? TRAP_SLICE3_ACAP : TRAP_SLICE3_ALEN, *max, cap);
      if (*hi > *max)
        return vm_trap (vm, TRAP_SLICE3_B, *hi, *max);
      if (*lo > *hi)
        return vm_trap (vm, TRAP_SLICE3_C, *lo, *hi);
      return VM_OK;
    }
  if (*hi > cap)
    return vm_trap (vm, by_cap ? TRAP_SLICE_ACAP : TRAP_SLICE_ALEN, *hi, cap);
  if (*lo > *hi)
    return vm_trap (vm, TRAP_SLICE_B, *lo, *hi);
  return VM_OK;
}

VM_HELPER (vm_op_slice)
{
  uint64_t *a = &fp[VM_A (ins)];
  const uint64_t *b = &fp[VM_B (ins)];
  uint64_t lo, hi, max;
  VmStatus status = slice_bounds (vm, VM_UA (*next), &fp[VM_C (ins)], b[1], b[2], true, &lo, &hi, &max);

  if (status != VM_OK)
    return status;
  a[0] = b[0] + (max == lo ? 0 : lo * VM_UK (*next));
  a[1] = hi - lo;
  a[2] = max - lo;
  return VM_OK;
}

VM_HELPER (vm_op_slicestr)
{
  uint64_t *a = &fp[VM_A (ins)];
  const uint64_t *b = &fp[VM_B (ins)];
  uint64_t lo, hi, max;
  VmStatus status = slice_bounds (vm, VM_UA (*next), &fp[VM_C (ins)], b[1], b[1], false, &lo, &hi, &max);

  if (status != VM_OK)
    return status;
  a[0] = b[0] + (hi == lo ? 0 : lo);
  a[1] = hi - lo;
  return VM_OK;
}

VM_HELPER (vm_op_slicearr)
{
  uint64_t *a = &fp[VM_A (ins)];
  Addr array = fp[VM_B (ins)];
  uint64_t n = VM_UK (next[1]), lo, hi, max;
  VmStatus status;

  if (array < 4096)
    return vm_fault (vm, array);
  status = slice_bounds (vm, VM_UA (*next), &fp[VM_C (ins)], n, n, false, &lo, &hi, &max);
  if (status != VM_OK)
    return status;
  a[0] = array + (max == lo ? 0 : lo * VM_UK (*next));
  a[1] = hi - lo;
  a[2] = max - lo;
  return VM_OK;
}
