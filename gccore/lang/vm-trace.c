/* Goroutine traces, fatal errors, the end of a program. Facts: Go 1.22 runtime/traceback.go, panic.go. */

#include <string.h>

#include "lang/vm-internal.h"

/* Natives have no frames. Where one waits, or ends the program, Go's frames of the functions it stands for are shown,
 * the innermost first: by the reason of the wait or the text of the fatal error. */
static const struct { const char *why, *func, *file; uint32_t line; } native_frames[] = {
  { "semacquire", "sync.runtime_Semacquire", "runtime/sema.go", 62 },
  { "semacquire", "sync.(*WaitGroup).Wait", "sync/waitgroup.go", 116 },
  { "sync.Mutex.Lock", "sync.runtime_SemacquireMutex", "runtime/sema.go", 77 },
  { "sync.Mutex.Lock", "sync.(*Mutex).lockSlow", "sync/mutex.go", 171 },
  { "sync.Mutex.Lock", "sync.(*Mutex).Lock", "sync/mutex.go", 90 },
  { "sync.RWMutex.RLock", "sync.runtime_SemacquireRWMutexR", "runtime/sema.go", 82 },
  { "sync.RWMutex.RLock", "sync.(*RWMutex).RLock", "sync/rwmutex.go", 70 },
  { "sync.RWMutex.Lock", "sync.runtime_SemacquireRWMutex", "runtime/sema.go", 87 },
  { "sync.RWMutex.Lock", "sync.(*RWMutex).Lock", "sync/rwmutex.go", 151 },
  { "sync.Cond.Wait", "sync.runtime_notifyListWait", "runtime/sema.go", 569 },
  { "sleep", "time.Sleep", "runtime/time.go", 195 },
  { "sync: unlock of unlocked mutex", "sync.fatal", "runtime/panic.go", 1007 },
  { "sync: unlock of unlocked mutex", "sync.(*Mutex).unlockSlow", "sync/mutex.go", 229 },
  { "sync: unlock of unlocked mutex", "sync.(*Mutex).Unlock", "sync/mutex.go", 223 },
  { "sync: RUnlock of unlocked RWMutex", "sync.fatal", "runtime/panic.go", 1007 },
  { "sync: RUnlock of unlocked RWMutex", "sync.(*RWMutex).rUnlockSlow", "sync/rwmutex.go", 128 },
  { "sync: RUnlock of unlocked RWMutex", "sync.(*RWMutex).RUnlock", "sync/rwmutex.go", 118 },
  { "sync: Unlock of unlocked RWMutex", "sync.fatal", "runtime/panic.go", 1007 },
  { "sync: Unlock of unlocked RWMutex", "sync.(*RWMutex).Unlock", "sync/rwmutex.go", 208 },
};

static void
print_native_frames (GString *out, const char *why)
{
  for (gsize i = 0; i < G_N_ELEMENTS (native_frames); i++)
    if (strcmp (native_frames[i].why, why) == 0)
      g_string_append_printf (out, "%s(...)\n\t%s:%u +0x25\n", native_frames[i].func, native_frames[i].file,
                              native_frames[i].line);
}

/* Of a deep stack the innermost and the outermost 50 frames are shown. */
#define TRACE_END_FRAMES 50

int
vm_walk_stack (Vm *vm, const G *g, VmStackFunc visit, void *context)
{
  uint64_t pc = g->vm.pc;
  Addr fp = g->vm.fp, below = 0, top;
  /* A sleeper goes on behind what it sleeps in. */
  bool in_call = false, asleep = g->status == G_WAITING && g->wait_reason == G_WAIT_SLEEP;
  int n = 0;

  while (fp > g->stack_lo && fp < g->stack_hi && pc < vm->program->n_code)
    {
      const ProgFunc *func = program_func_at (vm->program, (uint32_t) (in_call ? pc - 1 : pc));
      const uint64_t *frame = image_ptr (vm->im, fp);

      if (!func)
        break;
      /* A frame lies below its fp, down to that of the function it calls. */
      if (below == 0)
        below = fp - func->frame_slots * 8;
      top = fp + (in_call || pc != func->entry ? func->far_slots * UINT64_C (8) : 0);
      /* The frame of the panic that the program dies of is not shown; wrappers never are. */
      if (!(n == 0 && func->flags & PROG_FUNC_RUNTIME) && !(func->flags & PROG_FUNC_WRAPPER))
        {
          if (visit)
            visit (&(VmStackFrame) { .func = func, .pc = (uint32_t) pc, .in_call = in_call, .bytes = top - below,
                                     .line = vm->program->trace_lines[in_call || asleep ? pc - 1 : pc] }, n, context);
          n++;
        }
      if ((uint32_t) *frame == 0)
        break;
      in_call = !(func->flags & PROG_FUNC_RUNTIME);
      pc = (uint32_t) *frame;
      below = top;
      fp += (*frame >> 32) * 8;
      asleep = false;
    }
  return n;
}

typedef struct { GString *out; int total; } Trace;

/* What the runtime has for itself is not shown: it is not exported (Go 1.22 runtime/traceback.go, showfuncinfo). */
static bool
is_hidden (const char *func)
{
  return g_str_has_prefix (func, "runtime.") && g_ascii_islower (func[strlen ("runtime.")]);
}

static void
print_frame (const VmStackFrame *frame, int n, void *context)
{
  const Trace *trace = context;
  const ProgFunc *func = frame->func;

  if (trace->total > 2 * TRACE_END_FRAMES && n >= TRACE_END_FRAMES && n < trace->total - TRACE_END_FRAMES)
    {
      if (n == TRACE_END_FRAMES)
        g_string_append_printf (trace->out, "...%d frames elided...\n", trace->total - 2 * TRACE_END_FRAMES);
      return;
    }
  if (func->flags & PROG_FUNC_RUNTIME)
    {
      g_string_append_printf (trace->out, "panic(...)\n\t%s:%u +0x%x\n", func->file, func->line,
                              (frame->pc - func->entry) * 8);
      return;
    }
  if (is_hidden (func->name))
    return;
  program_append_func_name (trace->out, func->name);
  g_string_append_printf (trace->out, "(%s)\n\t%s:%u +0x%x\n", func->arg_slots > 0 ? "..." : "", func->file, frame->line,
                          (frame->pc - func->entry) * 8);
}

/* `why`: what the native it stands in is about; NULL: it stands in none. */
static void
print_trace (Vm *vm, G *g, const char *why, GString *out)
{
  const char *state = g->status == G_WAITING ? g_wait_reason_text (g->wait_reason)
                      : g->status == G_RUNNABLE ? "runnable" : "running";

  g_string_append_printf (out, "goroutine %" G_GUINT64_FORMAT " [%s]:\n", g->goid, state);
  if (why)
    print_native_frames (out, why);
  vm_walk_stack (vm, g, print_frame, &(Trace) { out, vm_walk_stack (vm, g, NULL, NULL) });
  if (g->parent_goid != 0)
    {
      const ProgFunc *creator = &vm->program->funcs[g->vm.func < vm->program->n_funcs ? g->vm.func : 0];

      if (is_hidden (creator->name))
        return;
      g_string_append (out, "created by ");
      program_append_func_name (out, creator->name);
      g_string_append_printf (out, " in goroutine %" G_GUINT64_FORMAT "\n\t%s:%u +0x1d\n", g->parent_goid, creator->file,
                              g->parent_line);
    }
  else if (g->goid != 1) /* no goroutine started what a timer did */
    g_string_append (out, "created by time.goFunc\n\ttime/sleep.go:177 +0x2d\n");
}

void
vm_print_trace (Vm *vm, G *g, GString *out)
{
  print_trace (vm, g, g->status == G_WAITING ? g_wait_reason_text (g->wait_reason) : NULL, out);
}

/* The program's goroutines that live; that of the finalizers is one of them while it runs one. */
static bool
is_listed (const G *g)
{
  bool idle_finalizer = g->status == G_WAITING && g->wait_reason == G_WAIT_FINALIZER_WAIT;

  return g->kind == G_KIND_VM && g->status != G_DEAD && g->status != G_IDLE && !idle_finalizer;
}

static void
print_others (Vm *vm, const G *except, GString *out)
{
  for (uint32_t i = 1; i <= vm->sched->st->n_gs; i++)
    {
      G *g = sched_g (vm->sched, i);

      if (g == except || !is_listed (g))
        continue;
      g_string_append_c (out, '\n');
      vm_print_trace (vm, g, out);
    }
}

void
vm_fatal (Vm *vm, const char *text)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "fatal error: %s\n", text);
  if (vm->g && vm->g->kind == G_KIND_VM && vm->g->status == G_RUNNING)
    {
      g_string_append_c (out, '\n');
      print_trace (vm, vm->g, text, out);
    }
  print_others (vm, vm->g && vm->g->status == G_RUNNING ? vm->g : NULL, out);
  vm_write (vm, 2, out->str, out->len);
  g_string_free (out, TRUE);
  vm_end (vm, 2);
}

void
vm_deadlock (Vm *vm)
{
  bool any_left = false;

  vm->g = NULL;
  for (uint32_t i = 1; i <= vm->sched->st->n_gs; i++)
    any_left = any_left || is_listed (sched_g (vm->sched, i));
  vm_fatal (vm, any_left ? "all goroutines are asleep - deadlock!"
                         : "no goroutines (main called runtime.Goexit) - deadlock!");
}

char *
vm_goroutine_dump (Vm *vm)
{
  GString *out = g_string_new (NULL);

  print_others (vm, NULL, out);
  if (out->len > 0)
    g_string_erase (out, 0, 1);
  return g_string_free (out, FALSE);
}

void
vm_end (Vm *vm, int status)
{
  vm->st->ended = true;
  vm->st->exit_status = status;
  sched_event (vm->sched, EVENT_EXIT, vm->p, vm->g, 0, (uint64_t) status, 0);
}
