/* A machine's VM: constants into the image, the main goroutine, output, where goroutines are. */

#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "lang/vm-internal.h"

uint64_t
vm_rodata_bytes (const Program *program)
{
  return program->rodata_bytes;
}

uint64_t
vm_globals_bytes (const Program *program)
{
  return program->globals_bytes;
}

static void
start_main (Vm *vm)
{
  G *g = vm_new_goroutine (vm, NULL, vm->program->main_func, 0);

  GCCORE_ASSERT (g != NULL);
  sched_ready_new (vm->sched, NULL, g);
}

static Vm *
new_handle (const VmOptions *options)
{
  Vm *vm = g_new0 (Vm, 1);

  vm->im = options->im;
  vm->gc = options->gc;
  vm->sched = options->sched;
  vm->program = program_ref ((Program *) options->program);
  vm->code = vm->program->code;
  vm->stack_cap = options->stack_cap > 0 ? options->stack_cap : INT64_C (256) << 20;
  vm->output = options->output;
  vm->output_context = options->output_context;
  vm->args = options->args;
  vm->live = liveness_new (vm->program);
  vm->natives = g_new (VmNativeFunc, vm->program->n_natives + 1);
  for (uint32_t i = 0; i < vm->program->n_natives; i++)
    vm->natives[i] = vm_native_at (vm->program->natives[i].index);
  sched_set_kind (vm->sched, G_KIND_VM, vm_run, vm);
  sched_set_timer (vm->sched, TIMER_VM, vm_timer_fired, vm);
  return vm;
}

Vm *
vm_new (const VmOptions *options, GccoreError *error)
{
  const Program *program = options->program;
  Image *im = options->im;
  Vm *vm;

  if (im->rodata_base != program->rodata_base || im->globals_base != program->globals_base)
    {
      gccore_error_set (error, GCCORE_ERR_USAGE, "the image was not made for this program");
      return NULL;
    }
  vm = new_handle (options);
  im->header->roots[IMAGE_ROOT_VM] = image_carve (im, sizeof (VmState), 64);
  vm->st = image_ptr (im, im->header->roots[IMAGE_ROOT_VM]);
  memset (vm->st, 0, sizeof *vm->st);
  rng_seed ((Rng *) vm->st->rng, options->seed);
  rng_seed ((Rng *) vm->st->rand, options->seed ^ UINT64_C (0x9e3779b97f4a7c15));
  memcpy (image_ptr (im, im->rodata_base), program->rodata, program->rodata_bytes);
  start_main (vm);
  return vm;
}

void
vm_attach (Vm *vm)
{
  vm->st = image_ptr (vm->im, vm->im->header->roots[IMAGE_ROOT_VM]);
  vm->p = NULL;
  vm->g = NULL;
}

void
vm_free (Vm *vm)
{
  if (!vm)
    return;
  vm_breaks_free (vm);
  liveness_free (vm->live);
  g_free (vm->natives);
  program_unref ((Program *) vm->program);
  g_free (vm);
}

void
vm_set_output (Vm *vm, VmOutputFunc output, void *context)
{
  vm->output = output;
  vm->output_context = context;
}

void
vm_write (Vm *vm, int fd, const char *bytes, gsize length)
{
  if (vm->output && length != 0)
    vm->output (vm->output_context, fd, bytes, length);
}

bool
vm_ended (const Vm *vm, int *exit_status)
{
  if (vm->st->ended && exit_status)
    *exit_status = vm->st->exit_status;
  return vm->st->ended;
}

uint64_t
vm_instructions (const Vm *vm)
{
  return vm->st->instructions;
}

bool
vm_place (Vm *vm, const G *g, const ProgFunc **func, uint32_t *line, uint64_t *depth_bytes)
{
  uint64_t pc = g->vm.pc;
  Addr fp = g->vm.fp;
  bool in_call = false;

  while (g->kind == G_KIND_VM && fp > g->stack_lo && fp < g->stack_hi && pc < vm->program->n_code)
    {
      uint32_t at = (uint32_t) (in_call ? pc - 1 : pc);
      const ProgFunc *f = program_func_at (vm->program, at);
      const uint64_t *frame = image_ptr (vm->im, fp);

      if (f && program_is_own (f))
        {
          *func = f;
          *line = vm->program->lines[at];
          *depth_bytes = g->stack_hi - fp;
          return true;
        }
      if ((uint32_t) *frame == 0)
        break;
      in_call = !f || !(f->flags & PROG_FUNC_RUNTIME);
      pc = (uint32_t) *frame;
      fp += (*frame >> 32) * 8;
    }
  return false;
}

bool
vm_position (Vm *vm, const G *g, const ProgFunc **func, uint32_t *line)
{
  uint64_t depth_bytes;

  return vm_place (vm, g, func, line, &depth_bytes);
}
