/* Interfaces: boxing, type tests, equality by type. */

#include <string.h>

#include "lang/vm-internal.h"

/* Where the constants zone keeps Go's staticuint64s (256 words) and zeroVal (1 KiB of zeros): program.c writes them. */
#define STATIC_WORD(vm, byte) ((vm)->im->rodata_base + 8 * (uint64_t) (byte))
#define STATIC_ZERO(vm) ((vm)->im->rodata_base + 2048)

/* Go 1.22 runtime/iface.go, convT and its kin; cmd/compile/internal/walk/convert.go, dataWordFuncName. */
VM_HELPER (vm_op_box)
{
  TypeId type = VM_UK (*next);
  const RtType *t = &vm->program->types[type];
  const GcType *gt = vm_gc_type (vm, type);
  const uint64_t *value = &fp[VM_B (ins)];
  uint64_t *a = &fp[VM_A (ins)], size = gt->size_bytes;
  bool noscan = gt->ptr_bytes == 0;
  Addr data;
  VmStatus status;

  if (size == 0)
    data = STATIC_ZERO (vm);
  else if (size == 1 && t->sole_component != GCKIND_INVALID)
    data = STATIC_WORD (vm, *(const uint8_t *) value);
  else if (size == 2 && gt->align_bytes == 2 && noscan && *(const uint16_t *) value < 256)
    data = STATIC_WORD (vm, *value & 0xff);
  else if (size == 4 && gt->align_bytes == 4 && noscan && *(const uint32_t *) value < 256)
    data = STATIC_WORD (vm, *value & 0xff);
  else if (size == 8 && gt->align_bytes == 8 && noscan && *value < 256)
    data = STATIC_WORD (vm, *value & 0xff);
  else if (t->sole_component == GCKIND_STRING && value[1] == 0)
    data = STATIC_ZERO (vm);
  else if (t->sole_component == GCKIND_SLICE && value[0] == 0)
    data = STATIC_ZERO (vm);
  else
    {
      status = vm_malloc (vm, size, type, !noscan, &data);
      if (status != VM_TICK)
        return status;
      /* The object is new: only the value stored can be lost to the collector, and it is on this stack. */
      vm_store_typed (vm, type, data, value);
      a[0] = type;
      a[1] = data;
      return VM_TICK;
    }
  a[0] = type;
  a[1] = data;
  return VM_OK;
}

bool
vm_implements (const Vm *vm, TypeId type, TypeId iface)
{
  const Program *program = vm->program;
  const RtType *i = &program->types[iface];

  if (i->n_iface_methods == 0)
    return true;
  for (uint32_t m = 0; m < i->n_iface_methods; m++)
    if (program->dispatch[(uint64_t) type * program->n_methods + i->iface_methods[m]] == 0)
      return false;
  return true;
}

VM_HELPER (vm_op_impl)
{
  uint64_t type = fp[VM_B (ins)];

  fp[VM_A (ins)] = vm_type (vm, type) && vm_implements (vm, (TypeId) type, VM_UK (*next));
  return VM_OK;
}

VM_HELPER (vm_op_asserti)
{
  const uint64_t *b = &fp[VM_B (ins)];
  uint64_t *a = &fp[VM_A (ins)], type = b[0], data = b[1];

  if (!vm_type (vm, type) || !vm_implements (vm, (TypeId) type, VM_UK (*next)))
    {
      vm_trap (vm, TRAP_ASSERT_METHOD, type, VM_UK (*next));
      vm->trap.z = VM_UA (*next);
      return VM_TRAP;
    }
  a[0] = type;
  a[1] = data;
  return VM_OK;
}

static bool
equal_ifaces (Vm *vm, const uint64_t *a, const uint64_t *b, VmStatus *status)
{
  const RtType *t;
  const void *x, *y;

  if (a[0] != b[0])
    return false;
  if (a[0] == 0)
    return true;
  t = vm_type (vm, a[0]);
  if (!t)
    {
      *status = vm_fault (vm, a[0]);
      return false;
    }
  if (t->eq == RT_EQ_NONE)
    {
      *status = vm_trap (vm, TRAP_UNCOMPARABLE, a[0], 0);
      return false;
    }
  if (t->direct)
    return a[1] == b[1];
  if (a[1] == b[1] && t->eq == RT_EQ_MEM)
    return true;
  x = vm_mem (vm, a[1], vm_gc_type (vm, (TypeId) a[0])->size_bytes);
  y = vm_mem (vm, b[1], vm_gc_type (vm, (TypeId) a[0])->size_bytes);
  if (!x || !y)
    {
      *status = vm_fault (vm, x ? b[1] : a[1]);
      return false;
    }
  return vm_equal (vm, (TypeId) a[0], x, y, status);
}

bool
vm_equal (Vm *vm, TypeId type, const void *a, const void *b, VmStatus *status)
{
  const RtType *t = &vm->program->types[type];
  uint64_t size = vm_gc_type (vm, type)->size_bytes;

  switch ((RtEq) t->eq)
    {
    case RT_EQ_NONE:
      *status = vm_trap (vm, TRAP_UNCOMPARABLE, type, 0);
      return false;
    case RT_EQ_MEM:
      return memcmp (a, b, size) == 0;
    case RT_EQ_FLOAT:
      return size == 4 ? *(const float *) a == *(const float *) b : *(const double *) a == *(const double *) b;
    case RT_EQ_STRING:
      return vm_string_equal (vm, a, b);
    case RT_EQ_EFACE:
      return equal_ifaces (vm, a, b, status);
    case RT_EQ_STRUCT:
      for (uint32_t i = 0; i < t->n_fields; i++)
        {
          const RtField *f = &t->fields[i];

          if (f->blank)
            continue;
          if (!vm_equal (vm, f->type, (const char *) a + f->offset_bytes, (const char *) b + f->offset_bytes, status))
            return false;
        }
      return true;
    case RT_EQ_ARRAY:
      {
        uint64_t step = vm_gc_type (vm, t->elem)->size_bytes;

        for (int64_t i = 0; i < t->len; i++)
          if (!vm_equal (vm, t->elem, (const char *) a + (uint64_t) i * step, (const char *) b + (uint64_t) i * step,
                         status))
            return false;
        return true;
      }
    }
  return false;
}

VM_HELPER (vm_op_eqi2)
{
  VmStatus status = VM_OK;
  bool equal = equal_ifaces (vm, &fp[VM_B (ins)], &fp[VM_C (ins)], &status);

  if (status == VM_OK)
    fp[VM_A (ins)] = equal;
  return status;
}

VM_HELPER (vm_op_eqt)
{
  VmStatus status = VM_OK;
  bool equal = vm_equal (vm, VM_UK (*next), &fp[VM_B (ins)], &fp[VM_C (ins)], &status);

  if (status == VM_OK)
    fp[VM_A (ins)] = equal;
  return status;
}

VM_HELPER (vm_op_eqm)
{
  VmStatus status = VM_OK;
  TypeId type = VM_UK (*next);
  uint64_t bytes = vm_gc_type (vm, type)->size_bytes;
  const void *x = vm_mem (vm, fp[VM_B (ins)], bytes), *y = vm_mem (vm, fp[VM_C (ins)], bytes);
  bool equal;

  if (!x || !y)
    return vm_fault (vm, x ? fp[VM_C (ins)] : fp[VM_B (ins)]);
  equal = vm_equal (vm, type, x, y, &status);
  if (status == VM_OK)
    fp[VM_A (ins)] = equal;
  return status;
}

VM_HELPER (vm_op_eqit)
{
  VmStatus status = VM_OK;
  TypeId type = VM_UK (*next);
  const uint64_t *b = &fp[VM_B (ins)], *c = &fp[VM_C (ins)];
  bool equal = false;

  if (b[0] == type)
    {
      uint64_t bytes = vm_gc_type (vm, type)->size_bytes;

      if (vm->program->types[type].direct)
        equal = b[1] == c[0];
      else if (!vm_mem (vm, b[1], bytes))
        return vm_fault (vm, b[1]);
      else
        equal = vm_equal (vm, type, image_ptr (vm->im, b[1]), c, &status);
    }
  if (status == VM_OK)
    fp[VM_A (ins)] = equal;
  return status;
}
