/* Breaks: the VM runs a copy of the code in which BREAK stands in the place of the instructions before which somebody may
 * want to stop. Elsewhere the loop is what it was, so a run with breaks costs what its breaks cost; without any it runs
 * the program's own code. EXTRA words are data and stay. */

#include <string.h>

#include "lang/vm-internal.h"

struct VmBreaks {
  VmIns *code;                /* [n_code] */
  uint64_t *pcs;              /* the bits that `code` was made for */
  gsize bytes;                /* of pcs */
  VmBreakFunc func;
  void *context;
};

static void
patch (const Program *program, struct VmBreaks *breaks)
{
  memcpy (breaks->code, program->code, program->n_code * sizeof (VmIns));
  for (uint32_t i = 0; i < breaks->bytes / 8; i++)
    for (uint64_t bits = breaks->pcs[i]; bits != 0; bits &= bits - 1)
      {
        uint32_t pc = i * 64 + (uint32_t) __builtin_ctzll (bits);
        VmIns ins = pc < program->n_code ? program->code[pc] : vm_ins (VM_EXTRA, 0, 0, 0);

        if (VM_OP (ins) != VM_EXTRA)
          breaks->code[pc] = (ins & ~UINT64_C (0xffff)) | VM_BREAK;
      }
}

void
vm_set_breaks (Vm *vm, const uint64_t *pcs, VmBreakFunc func, void *context)
{
  const Program *program = vm->program;
  struct VmBreaks *breaks = vm->breaks;

  vm->code = program->code;
  if (pcs == NULL)
    return;
  if (breaks == NULL)
    {
      breaks = vm->breaks = g_new0 (struct VmBreaks, 1);
      breaks->bytes = (program->n_code + 63) / 64 * 8;
      breaks->code = g_memdup2 (program->code, program->n_code * sizeof (VmIns));
      breaks->pcs = g_malloc0 (breaks->bytes);
    }
  if (memcmp (breaks->pcs, pcs, breaks->bytes) != 0)
    {
      memcpy (breaks->pcs, pcs, breaks->bytes);
      patch (program, breaks);
    }
  breaks->func = func;
  breaks->context = context;
  vm->code = breaks->code;
}

bool
vm_at_break (Vm *vm, P *p, G *g, int64_t budget)
{
  return vm->breaks->func (vm->breaks->context, p, g, (uint64_t) (VM_TICK_INSTRUCTIONS - budget));
}

uint64_t
vm_inside_executed (const Vm *vm)
{
  return (uint64_t) (VM_TICK_INSTRUCTIONS - vm->st->inside_budget);
}

void
vm_breaks_free (Vm *vm)
{
  if (vm->breaks == NULL)
    return;
  g_free (vm->breaks->code);
  g_free (vm->breaks->pcs);
  g_clear_pointer (&vm->breaks, g_free);
}
