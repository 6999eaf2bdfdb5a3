/* defer, panic, recover; the texts of panics.
 *
 * A panic runs the function `runtime.gopanic` (hand-written bytecode, see codegen-link.c) on the panicking goroutine's
 * stack, below the frame that panicked. Its frame is the panic record:
 *
 *   +1 +2   the value                     -6 .. -9   a run-time error still to be made (kind, x, y, z)
 *   -1      older panic                   -11 -10    its text, once the program is about to die of it
 *   -2      flags                         -12        panic whose text is being made
 *   -3 -4   frame and function of the deferred call that runs
 *   -5      address of a memory fault     -16        window of the calls it makes
 *
 * Frames are named by their distance from the top of the stack (stack_hi - fp), which copying the stack keeps.
 * Facts: Go 1.22 runtime/panic.go, error.go. */

#include <string.h>

#include "lang/vm-internal.h"
#include "lang/vm-spares.h"

enum { PANIC_RECOVERED = 1, PANIC_GOEXIT = 2, PANIC_TEXT = 4, PANIC_SIGNAL = 8 };
enum { WINDOW = -16 };
/* Where in gopanic a panic begins: at TRAPTEXT, at MAKETRAP, at the loop. */
enum { ENTRY_TRAP_TEXT, ENTRY_TRAP, ENTRY_VALUE };

static bool
is_about_type (uint64_t trap)
{
  return trap == TRAP_UNCOMPARABLE || trap == TRAP_UNHASHABLE;
}

static inline uint64_t
frame_offset (const G *g, Addr fp)
{
  return g->stack_hi - fp;
}

static inline uint64_t *
frame_at (Vm *vm, const G *g, uint64_t offset)
{
  return image_ptr (vm->im, g->stack_hi - offset);
}

/* Pushes a frame of gopanic below the one that executes at `pc`. */
static VmStatus
push_panic (Vm *vm, const VmIns *pc, uint64_t *fp, uint32_t entry)
{
  const Program *program = vm->program;
  G *g = vm->g;
  uint32_t at = (uint32_t) (pc - vm->code);
  const ProgFunc *func = program_func_at (program, at), *gopanic = &program->funcs[program->panic_func];
  uint64_t down = func->frame_slots + 3;
  uint64_t *frame = fp - down;

  if ((uintptr_t) (frame - gopanic->frame_slots) < (uintptr_t) image_ptr (vm->im, g->stack_lo) + 256)
    return vm_stack_grow (vm, g, (down + gopanic->frame_slots + 40) * 8);
  memset (frame - gopanic->frame_slots, 0, gopanic->frame_slots * 8u);
  frame[0] = at | down << 32;
  frame[-1] = g->vm.panic;
  g->vm.fp = g->sp = image_addr (vm->im, frame);
  g->vm.panic = frame_offset (g, g->vm.fp);
  g->vm.pc = gopanic->entry + entry;
  return VM_JUMP;
}

/* Codes of runtime.boundsError, in the order of Go 1.22 runtime/error.go. */
static int
bounds_code (uint32_t kind)
{
  switch (kind)
    {
    case TRAP_INDEX: return 0;
    case TRAP_SLICE_ALEN: return 1;
    case TRAP_SLICE_ACAP: return 2;
    case TRAP_SLICE_B: return 3;
    case TRAP_SLICE3_ALEN: return 4;
    case TRAP_SLICE3_ACAP: return 5;
    case TRAP_SLICE3_B: return 6;
    case TRAP_SLICE3_C: return 7;
    case TRAP_SLICE_CONVERT: return 8;
    default: return -1;
    }
}

/* Which operand of the instruction the error is about, as in ProgUnsigned. */
static uint32_t
bounds_operand (uint32_t kind)
{
  switch (kind)
    {
    case TRAP_SLICE_ALEN: case TRAP_SLICE_ACAP: case TRAP_SLICE3_B: return 2;
    case TRAP_SLICE3_ALEN: case TRAP_SLICE3_ACAP: return 4;
    default: return 1;
    }
}

VmStatus
vm_raise (Vm *vm, const VmIns *pc, uint64_t *fp)
{
  VmStatus status;
  uint64_t *frame;

  if (vm->trap.kind == TRAP_FAULT)
    {
      char text[96];

      g_snprintf (text, sizeof text, "unexpected fault address 0x%" G_GINT64_MODIFIER "x\n", vm->trap.x);
      vm_write (vm, 2, text, strlen (text));
      vm_fatal (vm, "fault");
      return VM_END;
    }
  status = push_panic (vm, pc, fp, is_about_type (vm->trap.kind) ? ENTRY_TRAP_TEXT : ENTRY_TRAP);
  if (status != VM_JUMP)
    return status;
  frame = image_ptr (vm->im, vm->g->vm.fp);
  frame[1] = frame[2] = 0;
  frame[-6] = vm->trap.kind;
  frame[-7] = vm->trap.x;
  frame[-8] = vm->trap.y;
  frame[-9] = vm->trap.z;
  if (bounds_code (vm->trap.kind) >= 0)
    frame[-9] = program_checks_unsigned (vm->program, (uint32_t) (pc - vm->program->code), bounds_operand (vm->trap.kind));
  if (vm->trap.kind == TRAP_NIL)
    {
      frame[-2] = PANIC_SIGNAL;
      frame[-5] = vm->trap.x;
    }
  return VM_JUMP;
}

VmStatus
vm_panic_text (Vm *vm, const char *text)
{
  const Program *program = vm->program;

  for (uint32_t i = 0; i < program->n_panic_texts; i++)
    if (strcmp (program->panic_texts[i], text) == 0)
      return vm_trap (vm, TRAP_TEXT, program->panic_text_addrs[i], 0);
  return vm_trap (vm, TRAP_NIL, 0, 0);
}

VM_HELPER (vm_op_panic)
{
  uint64_t type = fp[VM_A (ins)], data = fp[VM_A (ins) + 1];
  VmStatus status;
  uint64_t *frame;

  if (type == 0)
    return vm_trap (vm, TRAP_PANIC_NIL, 0, 0);
  status = push_panic (vm, next - 1, fp, ENTRY_VALUE);
  if (status == VM_JUMP)
    {
      frame = image_ptr (vm->im, vm->g->vm.fp);
      frame[1] = type;
      frame[2] = data;
      sched_event (vm->sched, EVENT_PANIC, vm->p, vm->g, data, type, 0);
    }
  return status;
}

VM_HELPER (vm_op_traptext)
{
  const RtType *type;
  uint64_t text[2];
  GString *s;
  VmStatus status;

  s = g_string_new (fp[-6] == TRAP_UNHASHABLE ? "hash of unhashable type " : "comparing uncomparable type ");
  type = vm_type (vm, fp[-7]);
  if (type)
    g_string_append_len (s, vm_mem (vm, type->string_addr, type->string_len), (gssize) type->string_len);
  status = vm_new_string (vm, s->str, s->len, text);
  g_string_free (s, TRUE);
  if (status == VM_TICK)
    {
      fp[2] = text[0];
      fp[-8] = text[1];
    }
  return status;
}

/* The first method of the interface that the type lacks. */
static void
put_missing_method (Vm *vm, uint64_t *out, uint64_t type, uint64_t iface)
{
  const Program *program = vm->program;
  const RtType *i = vm_type (vm, iface);

  out[0] = out[1] = 0;
  if (!i || !vm_type (vm, type))
    return;
  for (uint32_t m = 0; m < i->n_iface_methods; m++)
    if (program->dispatch[type * program->n_methods + i->iface_methods[m]] == 0)
      {
        out[0] = program->method_name_addrs[i->iface_methods[m]];
        out[1] = strlen (program->method_names[i->iface_methods[m]]);
        return;
      }
}

VM_HELPER (vm_op_maketrap)
{
  const Program *program = vm->program;
  uint32_t kind = (uint32_t) fp[-6];
  uint64_t words[8] = { 0 };
  TypeId type;
  Addr data;
  VmStatus status;

  if (kind < G_N_ELEMENTS (program->trap_strings) && program->trap_strings[kind] != 0)
    {
      fp[1] = program->trap_types[kind];
      fp[2] = program->trap_strings[kind];
      return VM_OK;
    }
  if (kind == TRAP_TEXT)
    {
      fp[1] = program->known[PROG_TYPE_STRING];
      fp[2] = fp[-7];
      return VM_OK;
    }
  if (kind == TRAP_PANIC_NIL)
    {
      fp[1] = program->known[PROG_TYPE_PANIC_NIL_ERROR_PTR];
      fp[2] = fp[1] ? IMAGE_ZERO_BASE : 0;
      return VM_OK;
    }
  if (bounds_code (kind) >= 0)
    {
      type = program->known[PROG_TYPE_BOUNDS_ERROR];
      words[0] = fp[-7];
      words[1] = fp[-8];
      words[2] = (fp[-9] == 0) | (uint64_t) bounds_code (kind) << 8; /* signed bool, code uint8 */
    }
  else if (kind == TRAP_ASSERT || kind == TRAP_ASSERT_METHOD)
    {
      type = program->known[PROG_TYPE_ASSERT_ERROR];
      if (kind == TRAP_ASSERT || fp[-7] != 0) /* nil to an interface: Go does not say which interface it was */
        words[0] = fp[-9];
      words[1] = fp[-7];
      words[2] = fp[-8];
      if (kind == TRAP_ASSERT_METHOD && fp[-7] != 0)
        put_missing_method (vm, &words[3], fp[-7], fp[-8]);
    }
  else if (is_about_type (kind))
    {
      type = program->known[PROG_TYPE_ERROR_STRING];
      words[0] = fp[2];
      words[1] = fp[-8];
    }
  else
    {
      type = program->known[PROG_TYPE_PLAIN_ERROR];
      words[0] = fp[-7];
      words[1] = fp[-8];
    }
  if (type == TYPE_NONE)
    {
      fp[1] = 0;
      fp[2] = 0;
      return VM_OK;
    }
  status = vm_malloc (vm, vm_gc_type (vm, type)->size_bytes, type, true, &data);
  if (status != VM_TICK)
    return status;
  memcpy (vm_own (vm, data, vm_gc_type (vm, type)->size_bytes), words, vm_gc_type (vm, type)->size_bytes);
  /* The assertion error is a pointer; the others are boxed values of their type. */
  fp[1] = type == program->known[PROG_TYPE_ASSERT_ERROR] ? program->known[PROG_TYPE_ASSERT_ERROR_PTR] : type;
  fp[2] = data;
  return VM_TICK;
}

/* ---- defer ---- */

static void
push_defer (Vm *vm, Addr record, Addr closure)
{
  G *g = vm->g;
  const ProgFunc *func = program_func_at (vm->program, (uint32_t) g->vm.pc);
  uint64_t *words = vm_own (vm, record, 64);

  words[0] = g->vm.defers;
  words[1] = closure;
  words[2] = frame_offset (g, g->vm.fp);
  words[3] = (uint64_t) (func - vm->program->funcs);
  g->vm.defers = record;
}

VM_HELPER (vm_op_defer)
{
  push_defer (vm, image_addr (vm->im, &fp[VM_A (ins)]), fp[VM_B (ins)]);
  return VM_OK;
}

VM_HELPER (vm_op_deferh)
{
  Addr record = 0;
  VmStatus status = VM_OK;

  if (vm->g->malloc.step == 0) /* an allocation that was begun is finished */
    record = vm_take_spare (vm, vm_spare_defers (vm));
  if (record == 0)
    {
      TypeId type = vm->program->known[PROG_TYPE_DEFER];

      status = vm_malloc (vm, vm_gc_type (vm, type)->size_bytes, type, true, &record);
      if (status != VM_TICK)
        return status;
    }
  push_defer (vm, record, fp[VM_B (ins)]);
  fp[VM_A (ins)] = record;
  return status;
}

/* Takes the innermost record off the chain. A heap record is spare. */
static void
pop_defer (Vm *vm, uint64_t out[4])
{
  G *g = vm->g;
  Addr record = g->vm.defers;
  uint64_t *words = vm_own (vm, record, 64);

  memcpy (out, words, 32);
  g->vm.defers = out[0];
  if (record < g->stack_lo || record >= g->stack_hi)
    {
      words[0] = words[1] = 0;
      vm_keep_spare (vm, vm_spare_defers (vm), record);
    }
}

/* Calls a closure without arguments through a window of the frame at fp; it returns to code index `to`. */
static VmStatus
call_closure (Vm *vm, uint64_t *fp, int window, Addr closure, uint64_t to)
{
  const Program *program = vm->program;
  G *g = vm->g;
  const uint64_t *words = vm_mem (vm, closure, 8);
  uint64_t *frame = fp + window;
  uint32_t func;

  if (!words || words[0] >= program->n_funcs)
    return vm_fault (vm, closure);
  func = (uint32_t) words[0];
  frame[-1] = closure;
  frame[0] = to | (uint64_t) -window << 32;
  g->vm.fp = g->sp = image_addr (vm->im, frame);
  g->vm.pc = program->entries[func].entry;
  return VM_JUMP;
}

/* Whether the callee of closure fits below fp's window; else grows the stack. */
static VmStatus
room_for (Vm *vm, uint64_t *fp, int window, Addr closure)
{
  const uint64_t *words = vm_mem (vm, closure, 8);
  uint32_t slots;

  if (!words || words[0] >= vm->program->n_funcs)
    return VM_OK;
  slots = vm->program->entries[words[0]].frame_slots;
  if ((uintptr_t) (fp + window - slots) < (uintptr_t) image_ptr (vm->im, vm->g->stack_lo) + 256)
    return vm_stack_grow (vm, vm->g, ((uint64_t) -window + slots + 40) * 8);
  return VM_OK;
}

VM_HELPER (vm_op_deferret)
{
  G *g = vm->g;
  uint64_t record[4], at = g->vm.pc;
  const uint64_t *words;
  VmStatus status;

  if (g->vm.defers == 0)
    return VM_OK;
  words = vm_own (vm, g->vm.defers, 64);
  if (words[2] != frame_offset (g, g->vm.fp))
    return VM_OK;
  status = room_for (vm, fp, VM_A (ins), words[1]);
  if (status != VM_OK)
    return status;
  pop_defer (vm, record);
  return call_closure (vm, fp, VM_A (ins), record[1], at);
}

/* ---- the panic loop ---- */

static void
print_panics (Vm *vm, G *g, uint64_t offset, GString *out)
{
  uint64_t *frame = frame_at (vm, g, offset);

  if (frame[-1] != 0)
    {
      print_panics (vm, g, frame[-1], out);
      if (!(frame_at (vm, g, frame[-1])[-2] & PANIC_GOEXIT))
        g_string_append_c (out, '\t');
    }
  if (frame[-2] & PANIC_GOEXIT)
    return;
  g_string_append (out, "panic: ");
  if (frame[-10] != 0 && vm_mem (vm, frame[-11], frame[-10]))
    g_string_append_len (out, image_ptr (vm->im, frame[-11]), (gssize) frame[-10]);
  if (frame[-2] & PANIC_RECOVERED)
    g_string_append (out, " [recovered]");
  g_string_append_c (out, '\n');
}

/* No deferred call is left: the texts of all panics are made by the program's own code (Error and String methods), one
 * a call, then the program dies. */
static VmStatus
die (Vm *vm, uint64_t *fp)
{
  const Program *program = vm->program;
  G *g = vm->g;
  GString *out;

  if (fp[-2] & PANIC_GOEXIT)
    return vm_goroutine_over (vm);
  for (uint64_t offset = g->vm.panic; offset != 0; offset = frame_at (vm, g, offset)[-1])
    {
      uint64_t *frame = frame_at (vm, g, offset), *window = fp + WINDOW;

      if (frame[-2] & (PANIC_TEXT | PANIC_GOEXIT) || program->print_panics_func == UINT32_MAX)
        continue;
      frame[-2] |= PANIC_TEXT;
      fp[-12] = offset;
      window[0] = (g->vm.pc + 1) | (uint64_t) -WINDOW << 32;
      window[1] = frame[1];
      window[2] = frame[2];
      g->vm.fp = g->sp = image_addr (vm->im, window);
      g->vm.pc = program->entries[program->print_panics_func].entry;
      return VM_JUMP;
    }
  out = g_string_new (NULL);
  print_panics (vm, g, g->vm.panic, out);
  for (uint64_t offset = g->vm.panic; offset != 0; offset = frame_at (vm, g, offset)[-1])
    if (frame_at (vm, g, offset)[-2] & PANIC_SIGNAL)
      {
        uint64_t pc = (uint32_t) frame_at (vm, g, offset)[0];

        g_string_append_printf (out, "[signal SIGSEGV: segmentation violation code=0x1 addr=0x%" G_GINT64_MODIFIER
                                "x pc=0x%" G_GINT64_MODIFIER "x]\n", frame_at (vm, g, offset)[-5], 0x400000 + pc * 8);
        break;
      }
  g_string_append_c (out, '\n');
  vm_print_trace (vm, g, out);
  vm_write (vm, 2, out->str, out->len);
  g_string_free (out, TRUE);
  vm_end (vm, 2);
  return VM_END;
}

/* runtime.setpanictext (s string), called by runtime.printpanics. */
VmStatus
vm_native_setpanictext (Vm *vm, uint64_t *base)
{
  G *g = vm->g;
  uint64_t *frame = frame_at (vm, g, g->vm.panic), *target = frame_at (vm, g, frame[-12]);

  target[-11] = base[1];
  target[-10] = base[2];
  return VM_OK;
}

VM_HELPER (vm_op_panicnext)
{
  G *g = vm->g;
  uint64_t record[4], at = g->vm.pc;
  VmStatus status;

  if (g->vm.defers == 0)
    return die (vm, fp);
  status = room_for (vm, fp, WINDOW, ((uint64_t *) image_ptr (vm->im, g->vm.defers))[1]);
  if (status != VM_OK)
    return status;
  pop_defer (vm, record);
  fp[-3] = record[2];
  fp[-4] = record[3];
  return call_closure (vm, fp, WINDOW, record[1], at + 1);
}

VM_HELPER (vm_op_panicdone)
{
  G *g = vm->g;
  uint64_t target = fp[-3], older;

  if (!(fp[-2] & PANIC_RECOVERED))
    return VM_OK;
  /* Older panics whose frames go with ours were aborted by this one. A Goexit among them goes on. */
  for (older = fp[-1]; older != 0 && older > target; older = frame_at (vm, g, older)[-1])
    if (frame_at (vm, g, older)[-2] & PANIC_GOEXIT)
      {
        g->vm.panic = older;
        g->vm.fp = g->sp = g->stack_hi - older;
        g->vm.pc = vm->program->funcs[vm->program->panic_func].entry + ENTRY_VALUE;
        return VM_JUMP;
      }
  g->vm.panic = older;
  g->vm.fp = g->sp = g->stack_hi - target;
  g->vm.pc = vm->program->funcs[fp[-4]].defer_return;
  return VM_JUMP;
}

/* From a frame to its caller's, and on while that is a wrapper's. */
static void
up_from_wrappers (const Program *program, uint64_t **frame)
{
  const ProgFunc *caller;

  do
    {
      caller = program_func_at (program, (uint32_t) **frame);
      *frame += **frame >> 32;
    }
  while (caller && (uint32_t) **frame != 0 && caller->flags & PROG_FUNC_WRAPPER);
}

VM_HELPER (vm_op_recover)
{
  const Program *program = vm->program;
  G *g = vm->g;
  uint64_t *a = &fp[VM_A (ins)], *frame = fp;
  uint64_t *panic;
  const ProgFunc *func = program_func_at (program, (uint32_t) g->vm.pc);

  a[0] = a[1] = 0;
  if (g->vm.panic == 0)
    return VM_OK;
  /* The caller of this function must be the panic itself, wrappers aside. `defer recover ()` is a call in the function
   * that defers it. */
  if (func && func->flags & PROG_FUNC_WRAPPER)
    up_from_wrappers (program, &frame);
  up_from_wrappers (program, &frame);
  panic = frame_at (vm, g, g->vm.panic);
  if (frame != panic || panic[-2] & (PANIC_RECOVERED | PANIC_GOEXIT))
    return VM_OK;
  panic[-2] |= PANIC_RECOVERED;
  a[0] = panic[1];
  a[1] = panic[2];
  return VM_OK;
}

/* runtime.Goexit: a panic that nothing recovers and that ends the goroutine quietly. */
VmStatus
vm_native_goexit (Vm *vm, uint64_t *base)
{
  G *g = vm->g;
  VmStatus status = push_panic (vm, vm->code + g->vm.pc, image_ptr (vm->im, g->vm.fp), ENTRY_VALUE);

  if (status == VM_JUMP)
    {
      uint64_t *frame = image_ptr (vm->im, g->vm.fp);

      frame[1] = frame[2] = 0;
      frame[-2] = PANIC_GOEXIT;
    }
  return status;
}
