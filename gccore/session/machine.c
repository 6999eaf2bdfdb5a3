#include "session/bookmarks.h"
#include "session/branches.h"
#include "session/diagnostics.h"
#include "session/frame-runs.h"
#include "session/history.h"
#include "session/machine-internal.h"

#include <string.h>

#include "base/i18n.h"
#include "gc/mgctrace.h"
#include "gc/verify.h"
#include "lang/codegen.h"
#include "lang/unit.h"
#include "session/knobs.h"

/* --- hooks: what the collector asks of the language --- */

static uint64_t
scan_goroutine_cb (void *context, GcRoots *roots, G *g)
{
  GccoreMachine *m = context;
  return vm_scan_goroutine (m->vm, roots, g);
}

static void
scan_runtime_cb (void *context, GcRoots *roots)
{
  GccoreMachine *m = context;
  vm_scan_runtime (m->vm, roots);
}

static void
shrink_stack_cb (void *context, P *p, G *g)
{
  GccoreMachine *m = context;
  vm_shrink_stack (m->vm, p, g);
}

static void
finalizers_ready_cb (void *context, P *p)
{
  GccoreMachine *m = context;
  vm_finalizers_ready (m->vm, p);
}

static void
clear_pools_cb (void *context)
{
  GccoreMachine *m = context;
  vm_clear_pools (m->vm);
}

static void
cycle_done_cb (void *context, const GcCycleStats *stats)
{
  GccoreMachine *m = context;
  if (m->n_trace == m->trace->len)
    {
      char text[512];
      gc_trace_format (stats, text, sizeof text);
      const TraceLine line = { m->sched.st->tick, g_strdup (text) };
      g_array_append_val (m->trace, line);
    }
  const TraceLine *line = &g_array_index (m->trace, TraceLine, m->n_trace++);
  if (m->trace_func != NULL && line->tick >= m->quiet_tick)
    m->trace_func (line->text, m->trace_data);
}

static void
keep_output (GccoreMachine *m, int fd, const char *bytes, gsize length)
{
  gsize room = (gsize) m->knobs.output_cap - MIN (m->output->len, (gsize) m->knobs.output_cap);
  const OutputMark mark = { m->sched.st->tick, m->output->len + MIN (length, room), fd };
  if (mark.end == m->output->len)
    return;
  g_string_append_len (m->output, bytes, (gssize) MIN (length, room));
  g_array_append_val (m->output_marks, mark);
}

static void
output_cb (void *context, int fd, const char *bytes, gsize length)
{
  GccoreMachine *m = context;
  uint64_t tick = m->sched.st->tick;
  if (m->output_pos >= m->output->len) /* else it is known already: the machine went back */
    keep_output (m, fd, bytes, length);
  m->output_pos += length;
  if (m->output_func != NULL && tick >= m->quiet_tick)
    m->output_func (fd, bytes, length, tick, m->output_data);
}

void
machine_tell_known (GccoreMachine *m, gsize output_pos, guint n_trace)
{
  gsize start = 0;
  for (guint i = 0; i < m->output_marks->len && start < m->output_pos; i++)
    {
      const OutputMark *mark = &g_array_index (m->output_marks, OutputMark, i);
      if (mark->end > output_pos && m->output_func != NULL)
        m->output_func (mark->fd, m->output->str + start, mark->end - start, mark->tick, m->output_data);
      start = mark->end;
    }
  for (guint i = n_trace; i < m->n_trace; i++)
    if (m->trace_func != NULL)
      m->trace_func (g_array_index (m->trace, TraceLine, i).text, m->trace_data);
}

static const char *
type_name_cb (void *context, uint64_t type)
{
  GccoreMachine *m = context;
  return type < m->program->gc_types.n_types ? m->program->gc_types.types[type].name : NULL;
}

EventWorld
machine_event_world (GccoreMachine *m)
{
  return (EventWorld) { .context = m, .type_name = type_name_cb };
}

/* --- loading --- */

/* Source to program; NULL: `diagnostics` or `error` say why not. */
static Program *
compile (const char *name, const char *source, gsize length, GPtrArray **diagnostics, GccoreError *error)
{
  LangUnit *unit = lang_check (name, source, length, NULL);
  Program *program = NULL;
  if (lang_unit_ok (unit))
    program = codegen_program (unit, error);
  else
    {
      const Diagnostic *first = g_ptr_array_index (unit->diagnostics, 0);
      gccore_error_set (error, first->unsupported ? GCCORE_ERR_UNSUPPORTED : GCCORE_ERR_PROGRAM, "%s", first->text);
      error->line = (int) first->pos.line;
      error->column = (int) first->pos.col;
    }
  *diagnostics = session_diagnostics (unit);
  lang_unit_free (unit);
  return program;
}

static bool
build (GccoreMachine *m, GccoreError *error)
{
  uint64_t reserve = ((uint64_t) m->knobs.heap_cap + HEAP_ARENA_BYTES - 1) / HEAP_ARENA_BYTES * HEAP_ARENA_BYTES;
  const SchedOptions sched_options = { .n_procs = (uint32_t) m->knobs.procs, .seed = m->knobs.seed };
  const ImageOptions image_options = { .heap_reserve_bytes = reserve, .globals_bytes = vm_globals_bytes (m->program),
                                       .rodata_bytes = vm_rodata_bytes (m->program) };
  const HeapOptions heap_options = { .heap_cap_bytes = (uint64_t) m->knobs.heap_cap, .n_procs = sched_options.n_procs };
  const GcOptions gc_options = {
    .gc_percent = m->knobs.gogc, .memory_limit = m->knobs.memory_limit,
    .globals_scan_bytes = GC_GO_GLOBALS_SCAN_BYTES + image_options.globals_bytes,
    .go_runtime = true, .g_type = m->program->known[PROG_TYPE_G], .sudog_type = m->program->known[PROG_TYPE_SUDOG],
    .g_pointer_type = m->program->known[PROG_TYPE_POINTER],
    .globals_base = m->program->globals_base, .globals_bytes = image_options.globals_bytes,
    .globals_mask = m->program->globals_mask,
    .broken = { m->knobs.break_write_barrier, m->knobs.break_deletion_barrier, m->knobs.break_assists,
                m->knobs.break_proportional_sweep },
  };

  if (image_init (&m->image, &image_options, error) != GCCORE_OK)
    return false;
  m->have_image = true;
  heap_init (&m->heap, &m->image, &m->program->gc_types, &heap_options);
  m->heap.track_scanned = true;
  sched_init (&m->sched, &m->image, &sched_options);
  m->sched.sink.context = m;
  gc_init (&m->gc, &m->image, &m->heap, &m->sched, &m->program->gc_types, &gc_options);
  m->gc.hooks = (GcHooks) {
    .context = m, .scan_goroutine = scan_goroutine_cb, .scan_runtime = scan_runtime_cb, .shrink_stack = shrink_stack_cb,
    .clear_pools = clear_pools_cb, .finalizers_ready = finalizers_ready_cb, .phase_changed = machine_phase_changed, .cycle_done = cycle_done_cb,
  };
  const VmOptions vm_options = {
    .im = &m->image, .gc = &m->gc, .sched = &m->sched, .program = m->program, .seed = m->knobs.seed,
    .stack_cap = m->knobs.stack_cap, .args = (const char *const *) m->args, .output = output_cb, .output_context = m,
  };
  m->vm = vm_new (&vm_options, error); /* goroutine 1 is the program's main goroutine, as in Go */
  if (m->vm != NULL)
    gc_enable (&m->gc, NULL);
  return m->vm != NULL;
}

GccoreMachine *
gccore_machine_load (const char *name, const char *source, gsize length, const GccoreKnobs *knobs,
                     GPtrArray **diagnostics, GccoreError *error)
{
  GPtrArray *lines = NULL;
  GccoreError why = { 0 };
  Program *program = compile (name, source, length, &lines, &why);
  GccoreMachine *m = NULL;

  if (program != NULL)
    {
      m = g_new0 (GccoreMachine, 1);
      m->name = g_strdup (name);
      m->source = g_strndup (source, length);
      m->source_length = length;
      m->knobs = *knobs;
      m->args = g_strdupv ((char **) knobs->args);
      m->knobs.args = (const char *const *) m->args;
      m->first_knobs = m->knobs;
      m->knob_changes = g_array_new (FALSE, FALSE, sizeof (KnobChange));
      m->branches = g_ptr_array_new ();
      m->program = program;
      m->output = g_string_new (NULL);
      m->sentence = g_string_new (NULL);
      m->output_marks = g_array_new (FALSE, FALSE, sizeof (OutputMark));
      m->trace = g_array_new (FALSE, FALSE, sizeof (TraceLine));
      m->run_state = GCCORE_RUN_PAUSED;
      m->end_tick = UINT64_MAX;
      if (build (m, &why))
        {
          m->observer = observer_new (&m->gc);
          observer_sample (m->observer);
        }
      else
        g_clear_pointer (&m, gccore_machine_free);
    }
  if (diagnostics != NULL)
    *diagnostics = lines;
  else
    g_ptr_array_unref (lines);
  if (m == NULL && error != NULL)
    *error = why;
  return m;
}

bool
gccore_machine_remember_lines (GccoreMachine *m)
{
  if (m->gc.births == NULL)
    m->gc.births = births_new (m->image.heap_base, m->image.heap_end - m->image.heap_base);
  return m->gc.births != NULL;
}

void
gccore_machine_forget_grey (GccoreMachine *m)
{
  m->forgets_grey = true;
  m->heap.track_scanned = false;
}

void
gccore_machine_free (GccoreMachine *m)
{
  if (m == NULL)
    return;
  branches_free (m);
  bookmarks_free (m);
  history_free (m);
  observer_free (m->observer);
  g_clear_pointer (&m->vm, vm_free);
  g_clear_pointer (&m->gc.births, births_free);
  frame_runs_free (m->frame_runs);
  if (m->have_image)
    image_fini (&m->image);
  program_unref (m->program);
  for (guint i = 0; i < m->trace->len; i++)
    g_free (g_array_index (m->trace, TraceLine, i).text);
  g_array_unref (m->trace);
  g_array_unref (m->output_marks);
  g_string_free (m->output, TRUE);
  g_string_free (m->sentence, TRUE);
  g_array_unref (m->knob_changes);
  g_strfreev (m->args);
  g_free (m->line_starts);
  g_free (m->source);
  g_free (m->name);
  g_free (m);
}

/* --- what can be asked at any tick --- */

uint64_t
gccore_machine_tick (const GccoreMachine *m)
{
  return m->sched.st->tick;
}

GccorePosition
gccore_machine_position (const GccoreMachine *m)
{
  bool inside = sched_is_inside (&m->sched);
  return (GccorePosition) { m->sched.st->tick, inside ? (uint32_t) vm_inside_executed (m->vm) + 1 : 0 };
}

uint64_t
gccore_machine_instructions (const GccoreMachine *m)
{
  return vm_instructions (m->vm);
}

bool
gccore_machine_ended (const GccoreMachine *m, int *exit_status)
{
  if (exit_status != NULL)
    *exit_status = m->exit_status;
  return m->run_state == GCCORE_RUN_EXITED || m->run_state == GCCORE_RUN_PANICKED;
}

const GccoreError *
gccore_machine_error (const GccoreMachine *m)
{
  return &m->error;
}

const GccoreKnobs *
gccore_machine_knobs (const GccoreMachine *m)
{
  return &m->knobs;
}

char *
gccore_machine_bytecode (const GccoreMachine *m)
{
  GString *out = g_string_new (NULL);
  program_disassemble (m->program, out);
  return g_string_free (out, FALSE);
}

char *
gccore_machine_goroutine_dump (GccoreMachine *m)
{
  return vm_goroutine_dump (m->vm);
}

GccoreStatus
gccore_machine_verify (GccoreMachine *m, GccoreError *error)
{
  GccoreError why = { 0 };
  GccoreStatus status = gc_verify (&m->gc, &why);
  if (status == GCCORE_OK)
    status = sched_verify (&m->sched, &why);
  m->broken = why;
  m->broken_tick = m->sched.st->tick;
  if (error != NULL)
    *error = why;
  return status;
}

uint64_t
gccore_machine_hash (GccoreMachine *m)
{
  return machine_image_hash (m);
}

/* --- listeners --- */

void
gccore_machine_set_output (GccoreMachine *m, GccoreOutputFunc func, gpointer data)
{
  m->output_func = func;
  m->output_data = data;
}

void
gccore_machine_set_gctrace (GccoreMachine *m, GccoreTraceFunc func, gpointer data)
{
  m->trace_func = func;
  m->trace_data = data;
}

void
gccore_machine_set_events (GccoreMachine *m, GccoreEventFunc func, gpointer data)
{
  m->event_func = func;
  m->event_data = data;
}

/* --- knobs --- */

static void
apply_knob (GccoreMachine *m, const GccoreKnob *knob, int64_t value)
{
  GcBroken *broken = gc_broken (&m->gc);
  gccore_knob_set (knob, &m->knobs, value);
  if (strcmp (knob->name, "gogc") == 0)
    gc_set_gc_percent (&m->gc, NULL, (int32_t) value);
  else if (strcmp (knob->name, "memory_limit") == 0)
    gc_set_memory_limit (&m->gc, NULL, value);
  broken->no_write_barrier = m->knobs.break_write_barrier;
  broken->no_deletion_barrier = m->knobs.break_deletion_barrier;
  broken->no_assists = m->knobs.break_assists;
  broken->no_proportional_sweep = m->knobs.break_proportional_sweep;
}

GccoreStatus
gccore_machine_set_knob (GccoreMachine *m, const char *name, int64_t value, GccoreError *error)
{
  const GccoreKnob *knob = gccore_knob_find (name);
  if (knob == NULL)
    {
      gccore_error_set (error, GCCORE_ERR_USAGE, N_("there is no knob \"%.60s\""), name);
      return GCCORE_ERR_USAGE;
    }
  if (!knob->live)
    {
      gccore_error_set (error, GCCORE_ERR_USAGE, N_("%s cannot change while the program runs"), name);
      return GCCORE_ERR_USAGE;
    }
  GccoreStatus status = gccore_knob_check (knob, value, error);
  if (status != GCCORE_OK || gccore_knob_get (knob, &m->knobs) == value)
    return status;
  branches_fork (m);
  const KnobChange change = { m->sched.st->tick + sched_is_inside (&m->sched), knob, value, -1 };
  g_array_append_val (m->knob_changes, change);
  if (!sched_is_inside (&m->sched))
    machine_replay_knobs (m);
  return GCCORE_OK;
}

uint64_t
machine_next_knob_tick (const GccoreMachine *m)
{
  return m->n_knob_changes < m->knob_changes->len
           ? g_array_index (m->knob_changes, KnobChange, m->n_knob_changes).tick : UINT64_MAX;
}

void
machine_replay_knobs (GccoreMachine *m)
{
  while (machine_next_knob_tick (m) == m->sched.st->tick)
    {
      KnobChange *change = &g_array_index (m->knob_changes, KnobChange, m->n_knob_changes++);
      change->t_ns = observer_now (m->observer).t_ns;
      apply_knob (m, change->knob, change->value);
    }
}
