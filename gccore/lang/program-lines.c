/* Lines of the source as places in the code. */

#include "base/bits.h"
#include "lang/program.h"

bool
program_is_own (const ProgFunc *func)
{
  return (func->flags & (PROG_FUNC_STD | PROG_FUNC_RUNTIME | PROG_FUNC_WRAPPER)) == 0;
}

uint32_t
program_jump_target (const Program *program, uint32_t pc)
{
  VmIns ins = program->code[pc];
  const char *roles = vm_op_roles (VM_OP (ins));

  if (roles[1] == 'l')
    return (uint32_t) ((int64_t) pc + 1 + VM_K (ins));
  if (roles[2] == 'j')
    return (uint32_t) ((int64_t) pc + 1 + VM_C (ins));
  return 0;
}

/* Whether the instruction that follows in the code can be the next one executed. */
static bool
goes_on (VmIns ins)
{
  switch (VM_OP (ins))
    {
    case VM_JMP: case VM_RET: case VM_RETFAR: case VM_UNREACH: case VM_GOEXIT: case VM_PANIC: case VM_ILLEGAL: case VM_JTAB:
      return false;
    default:
      return true;
    }
}

static void
come_to (const Program *program, uint64_t *starts, uint32_t from, uint32_t to)
{
  if (program->lines[to] != 0 && program->lines[to] != program->lines[from])
    bitmap_set (starts, to);
}

static void
function_starts (const Program *program, const ProgFunc *func, uint64_t *starts)
{
  if (func->entry < func->end && program->lines[func->entry] != 0)
    bitmap_set (starts, func->entry);
  for (uint32_t pc = func->entry; pc < func->end; pc++)
    {
      VmIns ins = program->code[pc];
      uint32_t target = VM_OP (ins) != VM_EXTRA ? program_jump_target (program, pc) : 0, next = pc + 1;

      if (VM_OP (ins) == VM_EXTRA)
        continue;
      while (next < func->end && VM_OP (program->code[next]) == VM_EXTRA)
        next++;
      if (target >= func->entry && target < func->end)
        come_to (program, starts, pc, target);
      if (next < func->end && goes_on (ins))
        come_to (program, starts, pc, next);
      for (uint32_t i = 0; VM_OP (ins) == VM_JTAB && i <= VM_UB (ins); i++)
        come_to (program, starts, pc, pc + 1 + i);
    }
}

void
program_line_starts (const Program *program, uint64_t *starts)
{
  for (uint32_t i = 0; i < program->n_funcs; i++)
    if (program_is_own (&program->funcs[i]))
      function_starts (program, &program->funcs[i], starts);
}
