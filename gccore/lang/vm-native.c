/* Natives: functions of the standard packages without a Go body, found by their symbol. This file: the registry, package
 * runtime and its debug package, and the output of print. */

#include <stdlib.h>
#include <string.h>

#include "heap/mstats.h"
#include "lang/vm-internal.h"
#include "lang/vm-natives.h"

uint32_t
vm_native_find (const char *name)
{
  uint32_t index = 0;

  for (const VmNative *const *table = vm_native_tables; *table; table++)
    for (const VmNative *native = *table; native->name; native++, index++)
      if (strcmp (native->name, name) == 0)
        return index + 1;
  return 0;
}

VmNativeFunc
vm_native_at (uint32_t index)
{
  for (const VmNative *const *table = vm_native_tables; *table; table++)
    for (const VmNative *native = *table; native->name; native++)
      if (index-- == 0)
        return native->func;
  return NULL;
}

VmStatus
vm_mutator_status (Vm *vm, MutatorResult result)
{
  switch (result)
    {
    case MUTATOR_DONE:
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

/* ---- runtime ---- */

static VmStatus
runtime_gc (Vm *vm, uint64_t *base)
{
  vm_charge (vm);
  return vm_mutator_status (vm, gc_collect (vm->gc, vm->p, vm->g));
}

static VmStatus
runtime_read_mem_stats (Vm *vm, uint64_t *base)
{
  MemStats *stats;
  Addr at = base[1];

  if (!vm_mem_w (vm, at, sizeof *stats))
    return vm_fault (vm, at);
  stats = g_new0 (MemStats, 1);
  vm_charge (vm);
  gc_flush_for_stats (vm->gc, vm->p, vm->g);
  gc_read_memstats (vm->gc, stats);
  memcpy (image_ptr (vm->im, at), stats, sizeof *stats);
  g_free (stats);
  return VM_TICK;
}

static VmStatus
runtime_gosched (Vm *vm, uint64_t *base)
{
  vm_synchronised (vm);
  return VM_YIELD_NEXT;
}

static VmStatus
runtime_num_goroutine (Vm *vm, uint64_t *base)
{
  base[1] = sched_num_goroutine (vm->sched);
  return VM_OK;
}

static VmStatus
runtime_num_cpu (Vm *vm, uint64_t *base)
{
  base[1] = vm->sched->st->n_procs;
  return VM_OK;
}

static VmStatus
runtime_gomaxprocs (Vm *vm, uint64_t *base)
{
  int64_t n = (int64_t) base[1];

  base[2] = vm->sched->st->n_procs;
  if (n <= 0 || n == (int64_t) base[2])
    return VM_OK;
  vm_charge (vm);
  gc_set_procs (vm->gc, vm->p, vm->g, n > P_MAX ? P_MAX : (uint32_t) n);
  return VM_TICK;
}

static VmStatus
nothing (Vm *vm, uint64_t *base)
{
  return VM_OK;
}

/* runtime.Stack (buf []byte, all bool) int */
static VmStatus
runtime_stack (Vm *vm, uint64_t *base)
{
  GString *out = g_string_new (NULL);
  uint64_t n;
  void *buf = base[2] ? vm_mem_w (vm, base[1], base[2]) : NULL;

  vm_print_trace (vm, vm->g, out);
  n = MIN (out->len, base[2]);
  if (buf)
    memcpy (buf, out->str, n);
  base[5] = buf ? n : 0;
  g_string_free (out, TRUE);
  return VM_OK;
}

/* runtime.setfinalizer (obj, finalizer any) */
static VmStatus
runtime_set_finalizer (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]), *f = vm_type (vm, base[3]);

  if (!t || t->kind != GCKIND_POINTER)
    return vm_throw (vm, "runtime.SetFinalizer: first argument is not a pointer");
  if (base[3] != 0 && (!f || f->kind != GCKIND_FUNC))
    return vm_throw (vm, "runtime.SetFinalizer: second argument is not a function");
  if (base[2] == 0)
    return vm_throw (vm, "runtime.SetFinalizer: first argument is nil");
  switch (gc_set_finalizer (vm->gc, vm->p, base[2], base[3] ? base[4] : 0, base[3]))
    {
    case GC_FINALIZER_OK: case GC_FINALIZER_NOT_HEAP:
      return VM_OK;
    case GC_FINALIZER_NOT_OBJECT:
      return vm_throw (vm, "runtime.SetFinalizer: pointer not at beginning of allocated block");
    case GC_FINALIZER_ALREADY_SET:
      return vm_throw (vm, "runtime.SetFinalizer: finalizer already set");
    case GC_FINALIZER_NO_ROOM:
      return vm_throw (vm, "runtime: out of memory");
    }
  GCCORE_UNREACHABLE ();
}

/* runtime.createfing (run func ()). The goroutine is the runtime's own, and waits from the beginning: Go's does so
 * soon. */
static VmStatus
runtime_createfing (Vm *vm, uint64_t *base)
{
  const uint64_t *words = vm_mem (vm, base[1], 8);
  G *g = words && words[0] < vm->program->n_funcs ? vm_new_goroutine (vm, vm->g, (uint32_t) words[0], base[1]) : NULL;

  if (!g)
    return vm_throw (vm, "runtime: out of memory");
  g->system = true;
  vm->sched->st->n_user_gs--;
  g->status = G_WAITING;
  g->wait_reason = G_WAIT_FINALIZER_WAIT;
  vm->st->finalizer_g = g->slot;
  return VM_TICK;
}

/* runtime.nextfinalizer () (f finalizer, p unsafe.Pointer): waits for one. */
static VmStatus
runtime_next_finalizer (Vm *vm, uint64_t *base)
{
  GcFinalizer next;

  if (!gc_next_finalizer (vm->gc, vm->p, &next))
    {
      sched_park (vm->sched, vm->p, vm->g, G_WAIT_FINALIZER_WAIT);
      return VM_PARK;
    }
  base[1] = next.func;
  base[2] = next.object;
  sched_event (vm->sched, EVENT_FINALIZER, vm->p, vm->g, next.object, 0, 0);
  return VM_TICK;
}

void
vm_finalizers_ready (void *context, P *p)
{
  Vm *vm = context;
  G *g = sched_g (vm->sched, vm->st->finalizer_g);

  if (g && g->status == G_WAITING && g->wait_reason == G_WAIT_FINALIZER_WAIT)
    sched_ready (vm->sched, p, g, true); /* Go 1.22 runtime/proc.go, findRunnable: before all that wait */
}

VmStatus
vm_throw (Vm *vm, const char *text)
{
  vm_fatal (vm, text);
  return VM_END;
}

/* ---- print ---- */

static void
print_value (GString *out, const RtType *t, const uint64_t *words, Vm *vm)
{
  double d;
  float f;

  switch (t->kind)
    {
    case GCKIND_BOOL:
      g_string_append (out, words[0] ? "true" : "false");
      break;
    case GCKIND_STRING:
      if (words[1] != 0 && vm_mem (vm, words[0], words[1]))
        g_string_append_len (out, image_ptr (vm->im, words[0]), (gssize) words[1]);
      break;
    case GCKIND_FLOAT64:
      memcpy (&d, words, 8);
      vm_format_print_float (out, d);
      break;
    case GCKIND_FLOAT32:
      memcpy (&f, words, 4);
      vm_format_print_float (out, f);
      break;
    case GCKIND_COMPLEX64:
    case GCKIND_COMPLEX128:
      g_string_append_c (out, '(');
      for (int i = 0; i < 2; i++)
        {
          if (t->kind == GCKIND_COMPLEX64)
            {
              memcpy (&f, (const char *) words + 4 * i, 4);
              d = f;
            }
          else
            memcpy (&d, &words[i], 8);
          vm_format_print_float (out, d);
        }
      g_string_append (out, "i)");
      break;
    case GCKIND_INTERFACE:
    case GCKIND_SLICE:
      if (t->kind == GCKIND_SLICE)
        g_string_append_printf (out, "[%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT "]0x%" G_GINT64_MODIFIER "x", words[1],
                                words[2], words[0]);
      else
        g_string_append_printf (out, "(0x%" G_GINT64_MODIFIER "x,0x%" G_GINT64_MODIFIER "x)", words[0], words[1]);
      break;
    case GCKIND_INT: case GCKIND_INT8: case GCKIND_INT16: case GCKIND_INT32: case GCKIND_INT64:
      g_string_append_printf (out, "%" G_GINT64_FORMAT, (int64_t) words[0]);
      break;
    case GCKIND_UINT: case GCKIND_UINT8: case GCKIND_UINT16: case GCKIND_UINT32: case GCKIND_UINT64:
    case GCKIND_UINTPTR:
      g_string_append_printf (out, "%" G_GUINT64_FORMAT, words[0]);
      break;
    default:
      g_string_append_printf (out, "0x%" G_GINT64_MODIFIER "x", words[0]);
      break;
    }
}

static VmStatus
runtime_print_value (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, (uint32_t) base[1]);
  GString *out = g_string_new (base[1] >> 32 ? " " : NULL);

  if (t)
    print_value (out, t, &base[2], vm);
  vm_write (vm, 2, out->str, out->len);
  g_string_free (out, TRUE);
  return VM_OK;
}

static VmStatus
runtime_print_nl (Vm *vm, uint64_t *base)
{
  vm_write (vm, 2, "\n", 1);
  return VM_OK;
}

/* runtime.panicvalue (v any) string: the text of a panic's value that has neither Error nor String. */
static VmStatus
runtime_panic_value (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);
  GString *out = g_string_new (NULL);
  uint64_t words[3] = { 0 };
  VmStatus status;

  if (!t)
    g_string_append (out, "nil");
  else if ((t->kind >= GCKIND_BOOL && t->kind <= GCKIND_COMPLEX128) || t->kind == GCKIND_STRING)
    {
      const GcType *gt = vm_gc_type (vm, (TypeId) base[1]);

      if (vm_mem (vm, base[2], gt->size_bytes))
        vm_load_value (t, gt, words, image_ptr (vm->im, base[2]));
      /* A complex number brings its own parentheses. */
      bool named = t->pkg[0] != 0, open = named && t->kind != GCKIND_COMPLEX64 && t->kind != GCKIND_COMPLEX128;

      if (named)
        g_string_append (out, t->string);
      if (open)
        g_string_append (out, t->kind == GCKIND_STRING ? "(\"" : "(");
      print_value (out, t, words, vm);
      if (open)
        g_string_append (out, t->kind == GCKIND_STRING ? "\")" : ")");
    }
  else
    g_string_append_printf (out, "(%s) 0x%" G_GINT64_MODIFIER "x", t->string, base[2]);
  status = vm_new_string (vm, out->str, out->len, &base[3]);
  g_string_free (out, TRUE);
  return status;
}

/* runtime.typename (v any) string */
static VmStatus
runtime_type_name (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  base[3] = t ? t->string_addr : 0;
  base[4] = t ? t->string_len : 0;
  return VM_OK;
}

/* runtime.throw (s string) */
static VmStatus
runtime_throw (Vm *vm, uint64_t *base)
{
  const char *text = base[2] ? vm_mem (vm, base[1], base[2]) : NULL;
  g_autofree char *copy = g_strndup (text ? text : "", text ? base[2] : 0);

  return vm_throw (vm, copy);
}

/* ---- runtime/debug ---- */

static VmStatus
debug_set_gc_percent (Vm *vm, uint64_t *base)
{
  vm_charge (vm);
  base[2] = (uint64_t) (int64_t) gc_set_gc_percent (vm->gc, vm->p, (int32_t) base[1]);
  return (int32_t) base[1] < 0 && gc_wait_on_mark (vm->gc, vm->p, vm->g) ? VM_PARK_NEXT : VM_TICK;
}

static VmStatus
debug_set_memory_limit (Vm *vm, uint64_t *base)
{
  vm_charge (vm);
  base[2] = (uint64_t) gc_set_memory_limit (vm->gc, vm->p, (int64_t) base[1]);
  return VM_TICK;
}

static VmStatus
debug_free_os_memory (Vm *vm, uint64_t *base)
{
  vm_charge (vm);
  return vm_mutator_status (vm, gc_free_os_memory (vm->gc, vm->p, vm->g));
}

/* ---- os ---- */

static VmStatus
debug_set_max_stack (Vm *vm, uint64_t *base)
{
  int64_t old = vm->stack_cap;

  /* The cap is a knob of the machine; a program may lower it. */
  base[2] = (uint64_t) old;
  return VM_OK;
}

static VmStatus
debug_set_max_threads (Vm *vm, uint64_t *base)
{
  base[2] = 10000;
  return VM_OK;
}

static VmStatus
debug_write_error (Vm *vm, uint64_t *base)
{
  const char *bytes = base[2] ? vm_mem (vm, base[1], base[2]) : NULL;

  if (bytes)
    vm_write (vm, 2, bytes, base[2]);
  return VM_OK;
}

static VmStatus
os_exit (Vm *vm, uint64_t *base)
{
  vm_end (vm, (int) base[1]);
  return VM_END;
}

/* Output of the program; the bytes written are the result. */
static VmStatus
write_bytes (Vm *vm, uint64_t fd, const uint64_t *header, uint64_t *result)
{
  uint64_t len = header[1];

  *result = len;
  if (len != 0)
    {
      const char *bytes = vm_mem (vm, header[0], len);

      if (!bytes)
        return vm_fault (vm, header[0]);
      vm_write (vm, fd == 2 ? 2 : 1, bytes, len);
      vm->extra += COST_WRITE + (Vtime) (len / 64) * COST_CLEAR_PER_64B;
    }
  return VM_OK;
}

/* os.write (fd int, b []byte) int */
static VmStatus
os_write (Vm *vm, uint64_t *base)
{
  return write_bytes (vm, base[1], &base[2], &base[5]);
}

/* os.writeString (fd int, s string) int */
static VmStatus
os_write_string (Vm *vm, uint64_t *base)
{
  return write_bytes (vm, base[1], &base[2], &base[4]);
}

/* os.arguments () []string. The slice waits in VmState.interned, a root, while its strings are made. */
static VmStatus
os_arguments (Vm *vm, uint64_t *base)
{
  const Program *program = vm->program;
  uint64_t n = 1, *state = &vm->g->vm.state, out[2];
  const char *text;
  Addr array;
  VmStatus status;

  while (vm->args && vm->args[n - 1])
    n++;
  if (*state == 0)
    {
      status = vm_malloc (vm, n * 16, program->known[PROG_TYPE_STRING], true, &array);
      if (status != VM_TICK)
        return status;
      vm->st->interned = array;
      *state = 1;
      return VM_RETRY;
    }
  if (*state <= n)
    {
      text = *state == 1 ? program->main_file : vm->args[*state - 2];
      status = vm_new_string (vm, text, strlen (text), out);
      if (status != VM_TICK && status != VM_OK)
        return status;
      *(uint64_t *) vm_own (vm, vm->st->interned + 16 * (*state - 1) + 8, 8) = out[1];
      vm_put_pointer (vm, vm->st->interned + 16 * (*state - 1), out[0]);
      ++*state;
      return VM_RETRY;
    }
  *state = 0;
  base[1] = vm->st->interned;
  base[2] = base[3] = n;
  return VM_OK;
}

/* runtime.typetext (id uintptr) string */
static VmStatus
runtime_type_text (Vm *vm, uint64_t *base)
{
  const RtType *t = vm_type (vm, base[1]);

  base[2] = t ? t->string_addr : 0;
  base[3] = t ? t->string_len : 0;
  return VM_OK;
}

static const VmNative runtime_natives[] = {
  { "runtime.GC", runtime_gc },
  { "runtime.ReadMemStats", runtime_read_mem_stats },
  { "runtime.Gosched", runtime_gosched },
  { "runtime.Goexit", vm_native_goexit },
  { "runtime.GOMAXPROCS", runtime_gomaxprocs },
  { "runtime.NumCPU", runtime_num_cpu },
  { "runtime.NumGoroutine", runtime_num_goroutine },
  { "runtime.KeepAlive", nothing },
  { "internal/native.Leak", nothing },
  { "runtime.setfinalizer", runtime_set_finalizer },
  { "runtime.createfing", runtime_createfing },
  { "runtime.nextfinalizer", runtime_next_finalizer },
  { "runtime.Stack", runtime_stack },
  { "runtime.printvalue", runtime_print_value },
  { "runtime.printnl", runtime_print_nl },
  { "runtime.panicvalue", runtime_panic_value },
  { "runtime.setpanictext", vm_native_setpanictext },
  { "runtime.throw", runtime_throw },
  { "runtime.typename", runtime_type_name },
  { "runtime.typetext", runtime_type_text },
  { "runtime/debug.SetGCPercent", debug_set_gc_percent },
  { "runtime/debug.SetMemoryLimit", debug_set_memory_limit },
  { "runtime/debug.FreeOSMemory", debug_free_os_memory },
  { "os.Exit", os_exit },
  { "os.write", os_write },
  { "os.writeString", os_write_string },
  { "os.arguments", os_arguments },
  { "runtime/debug.SetMaxStack", debug_set_max_stack },
  { "runtime/debug.SetMaxThreads", debug_set_max_threads },
  { "runtime/debug.writeError", debug_write_error },
  { NULL, NULL },
};

const VmNative *const vm_native_tables[] = {
  runtime_natives,    vm_sync_natives,    vm_time_natives,
  vm_text_natives,    vm_math_natives,    vm_sort_natives,
  vm_reflect_natives, vm_callers_natives, vm_digest_natives,
  NULL,
};
