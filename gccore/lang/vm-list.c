#include "lang/vm-list.h"

#include "heap/sizeclass.h"
#include "lang/vm-natives.h"

VmStatus
vm_list_reserve (Vm *vm, VmList *list, uint64_t used, uint64_t need)
{
  uint64_t cap;
  Addr array;
  VmStatus status;

  if (need <= list->cap)
    return VM_OK;
  if (!slice_grow_capacity (sizeof (Addr), false, list->cap, need, &cap))
    return vm_throw (vm, "growslice: len out of range");
  status = vm_malloc_locked (vm, cap * sizeof (Addr), vm->program->known[PROG_TYPE_POINTER], &array);
  if (status != VM_OK)
    return status;
  for (uint64_t i = 0; i < used; i++)
    vm_put_pointer (vm, array + i * sizeof (Addr),
                    *(Addr *)vm_own (vm, list->array + i * sizeof (Addr), sizeof (Addr)));
  *list = (VmList){ array, cap };
  return VM_OK;
}
