#include "session/places.h"

#include <string.h>

#include "base/bits.h"
#include "base/i18n.h"

uint64_t *
places_new (const GccoreMachine *m)
{
  return g_new0 (uint64_t, m->program->n_code / 64 + 1);
}

const uint64_t *
places_line_starts (GccoreMachine *m)
{
  if (m->line_starts == NULL)
    {
      m->line_starts = places_new (m);
      program_line_starts (m->program, m->line_starts);
    }
  return m->line_starts;
}

bool
places_add_line (GccoreMachine *m, uint64_t *set, uint64_t line)
{
  const uint64_t *starts = places_line_starts (m);
  bool any = false;
  for (uint32_t pc = 0; pc < m->program->n_code; pc++)
    if (m->program->lines[pc] == line && bitmap_get (starts, pc))
      {
        bitmap_set (set, pc);
        any = true;
      }
  for (uint32_t i = 0; i < m->program->n_funcs; i++)
    if (program_is_own (&m->program->funcs[i]) && m->program->funcs[i].line == line
        && bitmap_get (starts, m->program->funcs[i].entry))
      {
        bitmap_set (set, m->program->funcs[i].entry);
        any = true;
      }
  return any;
}

bool
places_is_function (const ProgFunc *func, const char *name)
{
  if ((func->flags & (PROG_FUNC_RUNTIME | PROG_FUNC_WRAPPER)) != 0)
    return false;
  return strcmp (func->name, name) == 0
         || (g_str_has_prefix (func->name, "main.") && strcmp (func->name + strlen ("main."), name) == 0);
}

bool
places_add_function (const GccoreMachine *m, uint64_t *set, const char *name)
{
  bool any = false;
  for (uint32_t i = 0; i < m->program->n_funcs; i++)
    if (places_is_function (&m->program->funcs[i], name))
      {
        bitmap_set (set, m->program->funcs[i].entry);
        any = true;
      }
  return any;
}

void
places_add_returns (const GccoreMachine *m, uint64_t *set)
{
  for (uint32_t i = 0; i < m->program->n_funcs; i++)
    {
      const ProgFunc *func = &m->program->funcs[i];
      for (uint32_t pc = func->entry; program_is_own (func) && pc < func->end; pc++)
        if ((m->program->call_ends[pc / 8] >> pc % 8 & 1) != 0)
          bitmap_set (set, pc);
    }
}

static uint32_t
last_line (const GccoreMachine *m)
{
  uint32_t last = 0;
  for (uint32_t pc = 0; pc < m->program->n_code; pc++)
    last = MAX (last, m->program->lines[pc]);
  return last;
}

GccoreStatus
gccore_stop_check (const GccoreStop *stop, GccoreMachine *m, GccoreError *error)
{
  g_autofree uint64_t *set = places_new (m);
  uint32_t next = 0;
  if (stop->kind == GCCORE_STOP_FUNC && !places_add_function (m, set, stop->name))
    {
      gccore_error_set (error, GCCORE_ERR_USAGE, N_("the program has no function \"%.80s\", or never calls it"), stop->name);
      return GCCORE_ERR_USAGE;
    }
  if (stop->kind != GCCORE_STOP_LINE || places_add_line (m, set, stop->n))
    return GCCORE_OK;
  for (uint32_t line = (uint32_t) MIN (stop->n, G_MAXUINT32 - 1) + 1; next == 0 && line <= last_line (m); line++)
    next = places_add_line (m, set, line) ? line : 0;
  if (next != 0)
    gccore_error_set (error, GCCORE_ERR_USAGE, N_("there is nothing to stop at on line %lu; the next line with code is %u"),
                      (unsigned long) stop->n, next);
  else
    gccore_error_set (error, GCCORE_ERR_USAGE, N_("there is nothing to stop at on line %lu"), (unsigned long) stop->n);
  return GCCORE_ERR_USAGE;
}

static bool
break_cb (void *context, P *p, G *g, uint64_t executed)
{
  GccoreMachine *m = context;
  return m->place_func (m, g, (GccorePosition) { m->sched.st->tick, (uint32_t) executed + 1 });
}

void
places_watch (GccoreMachine *m, const uint64_t *set, PlaceFunc func)
{
  m->place_func = func;
  vm_set_breaks (m->vm, set, break_cb, m);
}
