/* Values of any type: what package reflect, sort.Slice and errors.As ask of the machine. A type is its number here, a
 * value an interface's two words or an address. */

#include <stddef.h>
#include <string.h>

#include "lang/vm-natives.h"

/* ---- types ---- */

/* TypeOf (x any) uintptr */
static VmStatus
type_of (Vm *vm, uint64_t *base)
{
  base[3] = base[1];
  return VM_OK;
}

/* TypeWord (id uintptr) unsafe.Pointer: the table of numbers lies in the constants zone (codegen-link.c). */
static VmStatus
type_word (Vm *vm, uint64_t *base)
{
  base[2] = vm_type (vm, base[1]) ? vm->program->type_words + 8 * base[1] : 0;
  return VM_OK;
}

/* TypeNumber (id uintptr, what int) int: in the order of internal/native's constants. */
static VmStatus
type_number (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);
  const GcType *gt;

  base[3] = 0;
  if (!t)
    return VM_OK;
  gt = vm_gc_type (vm, (TypeId) base[1]);
  switch (base[2])
    {
    case 0: base[3] = t->kind; break;
    case 1: base[3] = gt->size_bytes; break;
    case 2: base[3] = gt->align_bytes; break;
    case 3: base[3] = t->elem; break;
    case 4: base[3] = t->key; break;
    case 5: base[3] = (uint64_t) t->len; break;
    case 6: base[3] = t->n_fields; break;
    case 7: base[3] = t->direct; break;
    case 8: base[3] = t->named; break;
    case 9: base[3] = t->eq != RT_EQ_NONE; break;
    case 10: base[3] = t->kind == GCKIND_INTERFACE ? t->n_iface_methods : t->n_methods; break;
    case 11: base[3] = t->variadic; break;
    case 12: base[3] = t->n_params; break;
    case 13: base[3] = t->n_results; break;
    case 14: base[3] = t->chan_dir; break;
    default: break;
    }
  return VM_OK;
}

/* TypeString (id uintptr) string */
static VmStatus
type_string (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  base[2] = t ? t->string_addr : 0;
  base[3] = t ? t->string_len : 0;
  return VM_OK;
}

/* TypePackage (id uintptr) string */
static VmStatus
type_package (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  return vm_new_string (vm, t ? t->pkg : "", t ? strlen (t->pkg) : 0, &base[2]);
}

/* TypeImplements (id, iface uintptr) bool */
static VmStatus
type_implements (Vm *vm, uint64_t *base)
{
  base[3] = vm_type (vm, base[1]) && vm_type (vm, base[2])
            && vm_implements (vm, (TypeId) base[1], (TypeId) base[2]);
  return VM_OK;
}

/* TypeField (id uintptr, i int) (name string, typ, offset uintptr, flags int) */
static VmStatus
type_field (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  memset (&base[3], 0, 5 * 8);
  if (t && base[2] < t->n_fields)
    {
      const RtField *field = &t->fields[base[2]];

      base[3] = field->name_addr;
      base[4] = strlen (field->name);
      base[5] = field->type;
      base[6] = field->offset_bytes;
      base[7] = (field->exported ? 1 : 0) | (field->embedded ? 2 : 0);
    }
  return VM_OK;
}

/* TypeTag (id uintptr, i int) string */
static VmStatus
type_tag (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);
  const RtField *field = t && base[2] < t->n_fields ? &t->fields[base[2]] : NULL;

  base[3] = field ? field->tag_addr : 0;
  base[4] = field ? strlen (field->tag) : 0;
  return VM_OK;
}

/* TypeParam (id uintptr, i int) uintptr */
static VmStatus
type_param (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  base[3] = t && base[2] < t->n_params + t->n_results ? t->params[base[2]] : 0;
  return VM_OK;
}

/* ---- values ---- */

/* NewObject (id uintptr) unsafe.Pointer */
static VmStatus
new_object (Vm *vm, uint64_t *base)
{
  if (!vm_type (vm, base[1]))
    return vm_fault (vm, base[1]);
  return vm_malloc (vm, vm_gc_type (vm, (TypeId) base[1])->size_bytes, (TypeId) base[1], true, &base[2]);
}

/* CopyObject (id uintptr, to, from unsafe.Pointer) */
static VmStatus
copy_object (Vm *vm, uint64_t *base)
{
  uint64_t size;

  if (!vm_type (vm, base[1]))
    return vm_fault (vm, base[1]);
  size = vm_gc_type (vm, (TypeId) base[1])->size_bytes;
  if (size == 0)
    return VM_OK;
  if (!vm_mem_w (vm, base[2], size) || !vm_mem (vm, base[3], size))
    return vm_fault (vm, vm_mem_w (vm, base[2], size) ? base[3] : base[2]);
  return vm_copy_typed (vm, (TypeId) base[1], base[2], base[3], 1);
}

/* Pack (id uintptr, word unsafe.Pointer) any */
static VmStatus
pack (Vm *vm, uint64_t *base)
{
  uint64_t id = base[1], word = base[2];

  base[3] = id;
  base[4] = word;
  return VM_OK;
}

/* The program's iterator, which may lie in the heap, takes its new pointers through the barrier. */
static void
put_iterator (Vm *vm, Addr at, const Hiter *it)
{
  static const size_t pointers[] = {
    offsetof (Hiter, key), offsetof (Hiter, elem), offsetof (Hiter, h), offsetof (Hiter, buckets),
    offsetof (Hiter, bucket_ptr), offsetof (Hiter, overflow), offsetof (Hiter, old_overflow),
  };
  Hiter *to;

  for (size_t i = 0; i < G_N_ELEMENTS (pointers); i++)
    vm_put_pointer (vm, at + pointers[i], *(const Addr *) ((const char *) it + pointers[i]));
  to = vm_mem_w (vm, at, sizeof *to);
  *to = *it;
}

/* MapIterStart (id uintptr, m, it unsafe.Pointer) */
static VmStatus
map_iter_start (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);
  VmStatus status;
  Hiter it;

  if (!t || t->kind != GCKIND_MAP || !vm_mem_w (vm, base[3], sizeof it))
    return vm_fault (vm, base[3]);
  status = vm_map_iter_start (vm, (TypeId) base[1], base[2], &it);
  if (status == VM_OK)
    put_iterator (vm, base[3], &it);
  return status;
}

/* MapIterNext (id uintptr, it unsafe.Pointer) */
static VmStatus
map_iter_next (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);
  const Hiter *from = vm_mem_w (vm, base[2], sizeof *from);
  VmStatus status;
  Hiter it;

  if (!t || t->kind != GCKIND_MAP || !from)
    return vm_fault (vm, base[2]);
  it = *from;
  status = vm_map_iter_next (vm, (TypeId) base[1], &it);
  if (status == VM_OK)
    put_iterator (vm, base[2], &it);
  return status;
}

/* MapEntries (id uintptr, m, keys, elems unsafe.Pointer, n int) */
static VmStatus
map_entries (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);
  uint64_t from = base[5], n = base[6], *keys, *elems;
  GArray *entries;
  VmStatus status;

  if (!t || t->kind != GCKIND_MAP || n == 0)
    return VM_OK;
  keys = n < UINT32_MAX ? vm_mem_w (vm, base[3], n * 24) : NULL;
  elems = n < UINT32_MAX ? vm_mem_w (vm, base[4], n * 24) : NULL;
  if (!keys || !elems)
    return vm_fault (vm, keys ? base[4] : base[3]);
  entries = g_array_new (FALSE, FALSE, 2 * sizeof (Addr));
  status = vm_map_entries (vm, (TypeId) base[1], base[2], entries);
  for (uint64_t i = 0; status == VM_OK && i < n && from + i < entries->len; i++)
    {
      const Addr *entry = &((const Addr *) (void *) entries->data)[2 * (from + i)];

      vm_put_pointer (vm, base[3] + i * 24 + 8, entry[0]);
      vm_put_pointer (vm, base[4] + i * 24 + 8, entry[1]);
    }
  vm->extra += (Vtime) entries->len * COST_MAP_ENTRY;
  g_array_free (entries, TRUE);
  return status;
}

/* MapFind (id uintptr, m, key unsafe.Pointer) unsafe.Pointer */
static VmStatus
map_find (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);
  const void *key = t && t->kind == GCKIND_MAP ? vm_mem (vm, base[3], vm_gc_type (vm, t->key)->size_bytes) : NULL;

  return key ? vm_map_find (vm, (TypeId) base[1], base[2], key, &base[4]) : vm_fault (vm, base[3]);
}

/* CopyMap (to, from any) */
static VmStatus
copy_map (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  return t && t->kind == GCKIND_MAP ? vm_map_copy (vm, (TypeId) base[1], base[2], base[4]) : VM_OK;
}

/* ---- slices, errors ---- */

static uint64_t *
boxed_slice (Vm *vm, uint64_t type, uint64_t data, const RtType **t)
{
  *t = vm_type (vm, type);
  if (!*t || (*t)->kind != GCKIND_SLICE)
    return NULL;
  return vm_mem (vm, data, 24);
}

/* SliceShape (x any) (n, size, kind int) */
static VmStatus
slice_shape (Vm *vm, uint64_t *base)
{
  const RtType *t;
  const GcType *elem;
  uint64_t *header = boxed_slice (vm, base[1], base[2], &t);

  if (!header)
    return vm_panic_text (vm, "reflect: call of Swapper on a value that is no slice");
  elem = vm_gc_type (vm, t->elem);
  base[3] = header[1];
  base[4] = elem->size_bytes;
  base[5] = elem->ptr_bytes == 0 ? 0 : elem->kind == GCKIND_STRING ? 2 : 1;
  return VM_OK;
}

/* DataWord (x any) unsafe.Pointer */
static VmStatus
data_word (Vm *vm, uint64_t *base)
{
  base[3] = base[2];
  return VM_OK;
}

/* SwapElements (x any, i, j int, scratch *byte) */
static VmStatus
swap_elements (Vm *vm, uint64_t *base)
{
  const RtType *t;
  uint64_t *header = boxed_slice (vm, base[1], base[2], &t), size, i = base[3], j = base[4];
  char *a, *b, *temp;

  if (!header)
    return vm_panic_text (vm, "reflect: call of Swapper on a value that is no slice");
  if (i >= header[1] || j >= header[1])
    return vm_panic_text (vm, "reflect: slice index out of range");
  size = vm_gc_type (vm, t->elem)->size_bytes;
  if (size == 0 || i == j)
    return VM_OK;
  a = vm_mem_w (vm, header[0] + i * size, size);
  b = vm_mem_w (vm, header[0] + j * size, size);
  if (!a || !b)
    return vm_fault (vm, header[0]);
  if (vm_gc_type (vm, t->elem)->ptr_bytes != 0 && gc_barrier_on (vm->gc))
    {
      vm_barrier_bulk (vm, header[0] + i * size, header[0] + j * size, size, t->elem);
      vm_barrier_bulk (vm, header[0] + j * size, header[0] + i * size, size, t->elem);
    }
  temp = g_malloc (size);
  memcpy (temp, a, size);
  memcpy (a, b, size);
  memcpy (b, temp, size);
  g_free (temp);
  vm->extra += COST_SWAP;
  return VM_OK;
}

static VmStatus
comparable (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  base[3] = !t || t->eq != RT_EQ_NONE;
  return VM_OK;
}

/* AsTarget (target any) int: 0 fine, 1 no non-nil pointer, 2 points to what no error can be. */
static VmStatus
as_target (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]), *elem;

  base[3] = 1;
  if (!t || t->kind != GCKIND_POINTER || base[2] == 0)
    return VM_OK;
  elem = vm_type (vm, t->elem);
  base[3] = 0;
  if (elem->kind != GCKIND_INTERFACE
      && !(vm->program->method_error
           && vm->program->dispatch[(uint64_t) t->elem * vm->program->n_methods + vm->program->method_error - 1]))
    base[3] = 2;
  return VM_OK;
}

/* AssignTo (target any, err error) bool */
static VmStatus
assign_to (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]), *elem = t ? vm_type (vm, t->elem) : NULL, *dynamic = vm_type (vm, base[3]);
  Addr at = base[2];

  base[5] = 0;
  if (!elem || !dynamic || !vm_mem_w (vm, at, vm_gc_type (vm, t->elem)->size_bytes))
    return VM_OK;
  if (elem->kind == GCKIND_INTERFACE)
    {
      if (!vm_implements (vm, (TypeId) base[3], t->elem))
        return VM_OK;
      *IMAGE_AT (vm->im, uint64_t, at) = base[3];
      vm_put_pointer (vm, at + 8, base[4]);
    }
  else
    {
      if (base[3] != t->elem)
        return VM_OK;
      if (elem->direct)
        vm_put_pointer (vm, at, base[4]);
      else if (vm_mem (vm, base[4], vm_gc_type (vm, t->elem)->size_bytes))
        vm_copy_typed (vm, t->elem, at, base[4], 1);
    }
  base[5] = 1;
  return VM_OK;
}

#define N(name, func) { "internal/native." name, func }

const VmNative vm_reflect_natives[] = {
  N ("TypeOf", type_of),
  N ("TypeWord", type_word),
  N ("TypeNumber", type_number),
  N ("TypeString", type_string),
  N ("TypePackage", type_package),
  N ("TypeImplements", type_implements),
  N ("TypeField", type_field),
  N ("TypeTag", type_tag),
  N ("TypeParam", type_param),
  N ("NewObject", new_object),
  N ("CopyObject", copy_object),
  N ("Pack", pack),
  N ("MapIterStart", map_iter_start),
  N ("MapIterNext", map_iter_next),
  N ("MapEntries", map_entries),
  N ("MapFind", map_find),
  N ("CopyMap", copy_map),
  N ("DataWord", data_word),
  N ("SliceShape", slice_shape),
  N ("SwapElements", swap_elements),
  N ("Comparable", comparable),
  N ("AsTarget", as_target),
  N ("AssignTo", assign_to),
  { NULL, NULL },
};
