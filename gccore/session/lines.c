#include "session/lines.h"

#include <string.h>

#include "base/bits.h"
#include "session/places.h"
#include "session/watch.h"

GSlot
lines_next_goroutine (const GccoreMachine *m)
{
  const P *next = NULL;
  if (sched_is_inside (&m->sched))
    return m->sched.ps[m->sched.st->inside_p - 1].g;
  for (uint32_t i = 0; i < m->sched.st->n_procs; i++)
    {
      const P *p = &m->sched.ps[i];
      if (p->status == P_RUNNING && (next == NULL || p->clock < next->clock))
        next = p;
    }
  return next != NULL ? next->g : 0;
}

static uint64_t
depth_of (const G *g)
{
  return g->stack_hi - g->vm.fp;
}

/* Whose step it is, and where it stands. */
static void
find_owner (const GccoreMachine *m, LineStep *step)
{
  const ProgFunc *func;
  GSlot slot = lines_next_goroutine (m);
  const G *g = slot != 0 ? &m->sched.gs[slot] : NULL;
  if (g == NULL || !vm_place (m->vm, g, &func, &step->line, &step->depth_bytes))
    return;
  step->g = slot;
  step->goid = g->goid;
  step->pc = g->vm.pc;
}

static bool
is_owner (const LineStep *step, const G *g)
{
  return step->g == 0 || (g->slot == step->g && g->goid == step->goid);
}

bool
lines_owner_gone (const GccoreMachine *m)
{
  const LineStep *step = &m->line_step;
  const G *g = &m->sched.gs[step->g];
  return step->g != 0 && (g->goid != step->goid || g->status == G_DEAD);
}

/* Whether a step that began elsewhere ends where its goroutine is now. */
static bool
leads_to (const GccoreMachine *m, const LineStep *step, const G *g)
{
  uint64_t pc = g->vm.pc;
  if (depth_of (g) < step->depth_bytes)
    return true;
  if (step->by == GCCORE_BY_LINE_OUT || !bitmap_get (m->line_starts, pc))
    return false;
  if (depth_of (g) > step->depth_bytes)
    return step->by == GCCORE_BY_LINE;
  return m->program->lines[pc] != step->line || program_func_at (m->program, (uint32_t) pc)->entry == pc;
}

static bool
ends_step (GccoreMachine *m, const G *g, GccorePosition position)
{
  LineStep *step = &m->line_step;
  uint64_t pc = g->vm.pc;
  if (!is_owner (step, g))
    return false;
  if (step->g == 0)
    return bitmap_get (m->line_starts, pc);
  bool first = !step->moved && pc == step->pc;
  step->moved = true;
  if (first) /* where the step began */
    return false;
  return leads_to (m, step, g);
}

uint64_t *
lines_places (GccoreMachine *m)
{
  uint64_t *set = places_new (m);
  memcpy (set, places_line_starts (m), (m->program->n_code / 64 + 1) * sizeof *set);
  places_add_returns (m, set);
  return set;
}

void
lines_begin (GccoreMachine *m, GccoreGranularity by)
{
  LineStep *step = &m->line_step;
  GccorePosition here = gccore_machine_position (m);
  g_autofree uint64_t *set = lines_places (m);

  if (!step->under_way || step->by != by || gccore_position_compare (step->position, here) != 0)
    {
      *step = (LineStep) { .by = by, .position = here, .moved = here.step > 0 };
      find_owner (m, step);
    }
  places_watch (m, set, ends_step);
}

void
lines_end (GccoreMachine *m, bool goes_on)
{
  m->line_step.under_way = goes_on;
  m->line_step.position = gccore_machine_position (m);
  places_watch (m, NULL, NULL);
}

void
lines_begin_back (GccoreMachine *m, GccoreGranularity by)
{
  m->line_step = (LineStep) { .by = by };
  find_owner (m, &m->line_step);
}

/* Steps into calls follow one another from the first line on that the goroutine comes to in a stretch of history. */
static bool
note_into (GccoreMachine *m, const G *g, GccorePosition position)
{
  LineStep *step = &m->line_step;
  bool goes_on = step->moved && gccore_position_compare (position, step->position) > 0;
  return goes_on ? leads_to (m, step, g) : bitmap_get (m->line_starts, g->vm.pc);
}

bool
lines_note (GccoreMachine *m, const G *g, GccorePosition position)
{
  LineStep *step = &m->line_step;
  if (!is_owner (step, g))
    return false;
  if (step->g != 0 && step->by == GCCORE_BY_LINE)
    {
      if (!note_into (m, g, position))
        return false;
      step->line = m->program->lines[g->vm.pc];
      step->depth_bytes = depth_of (g);
      step->position = position;
      step->moved = true;
    }
  else if (!bitmap_get (m->line_starts, g->vm.pc)
           || (step->g != 0 && depth_of (g) >= step->depth_bytes
               && !(depth_of (g) == step->depth_bytes && step->by == GCCORE_BY_LINE_OVER)))
    return false;
  watch_note (m, position, 0);
  return false;
}
