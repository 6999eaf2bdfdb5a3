/* Program counters as programs see them: runtime.Callers, FuncForPC and their kin. Facts: Go 1.22 runtime/extern.go,
 * symtab.go.
 *
 * Instruction i is at CODE_BASE + 8 * i. Below lie the two functions of Go's that every goroutine's stack ends with. */

#include "lang/vm-natives.h"

#define CODE_BASE UINT64_C (0x400000)

enum { OUTER_MAIN, OUTER_GOEXIT, N_OUTER };
static const uint32_t outer_lines[N_OUTER] = { 271, 1695 };

static uint64_t
outer_pc (int outer)
{
  return CODE_BASE - 8 * (uint64_t) (N_OUTER - outer);
}

/* Which of the outermost functions; -1: none of them. */
static int
outer_at (uint64_t pc)
{
  return pc >= outer_pc (0) && pc < CODE_BASE ? (int) ((pc - outer_pc (0)) / 8) : -1;
}

static const ProgFunc *
func_at (const Vm *vm, uint64_t pc)
{
  return pc >= CODE_BASE && (pc - CODE_BASE) / 8 < vm->program->n_code
             ? program_func_at (vm->program, (uint32_t) ((pc - CODE_BASE) / 8))
             : NULL;
}

typedef struct {
  int64_t skip;
  VmStackFrame frame;
  bool found;
} Caller;

static void
skip_frame (const VmStackFrame *frame, int n, void *context)
{
  Caller *caller = context;

  if (n != caller->skip)
    return;
  caller->frame = *frame;
  caller->found = true;
}

/* Where the frame goes on; of one that stopped at an instruction, as if that had been a call. */
static uint64_t
return_pc (const VmStackFrame *frame)
{
  return CODE_BASE + 8 * ((uint64_t) frame->pc + !frame->in_call);
}

/* runtime.callerpc (skip int) uintptr: 0 beyond the outermost. */
static VmStatus
runtime_callerpc (Vm *vm, uint64_t *base)
{
  Caller caller = { .skip = (int64_t) base[1] };
  int64_t outer = caller.skip - vm_walk_stack (vm, vm->g, skip_frame, &caller);

  if (vm->g->goid != 1)
    outer++; /* not started by runtime.main */
  base[2] = caller.found ? return_pc (&caller.frame) : outer >= 0 && outer < N_OUTER ? outer_pc ((int) outer) : 0;
  return VM_OK;
}

/* runtime.funcat (pc uintptr) (entry uintptr, name, file string); entry 0: of no function. */
static VmStatus
runtime_func_at (Vm *vm, uint64_t *base)
{
  const ProgFunc *func = func_at (vm, base[1]);
  int outer = outer_at (base[1]);
  ProgText name = { 0 }, file = { 0 };

  base[2] = 0;
  if (outer >= 0)
    {
      base[2] = outer_pc (outer);
      name = vm->program->outer_texts[2 * outer];
      file = vm->program->outer_texts[2 * outer + 1];
    }
  else if (func)
    {
      base[2] = CODE_BASE + 8 * (uint64_t) func->entry;
      name = func->name_text;
      file = func->file_text;
    }
  base[3] = name.addr;
  base[4] = name.len;
  base[5] = file.addr;
  base[6] = file.len;
  return VM_OK;
}

/* runtime.lineat (pc uintptr) int */
static VmStatus
runtime_line_at (Vm *vm, uint64_t *base)
{
  const ProgFunc *func = func_at (vm, base[1]);
  int outer = outer_at (base[1]);

  base[2] = outer >= 0 ? outer_lines[outer]
            : !func    ? 0
            : func->flags & PROG_FUNC_RUNTIME ? func->line
                                              : vm->program->trace_lines[(base[1] - CODE_BASE) / 8];
  return VM_OK;
}

/* internal/native.CodeOf (function uintptr) unsafe.Pointer */
static VmStatus
code_of (Vm *vm, uint64_t *base)
{
  base[2] = base[1] < vm->program->n_funcs ? CODE_BASE + 8 * (uint64_t) vm->program->funcs[base[1]].entry : 0;
  return VM_OK;
}

const VmNative vm_callers_natives[] = {
  { "internal/native.CodeOf", code_of },
  { "runtime.callerpc", runtime_callerpc },
  { "runtime.funcat", runtime_func_at },
  { "runtime.lineat", runtime_line_at },
  { NULL, NULL },
};
