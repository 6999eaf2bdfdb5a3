#include "session/bookmarks.h"
#include "session/branches.h"

#include <string.h>

#include "base/i18n.h"
#include "session/frame-runs.h"
#include "session/history.h"

#define MAX_BRANCHES 32
#define FIRST_NAME "main"

/* What is known of a history after some tick. */
typedef struct {
  GPtrArray *moments;         /* history.h; NULL: none */
  GString *output;
  GArray *marks;              /* OutputMark */
  GArray *trace;              /* TraceLine */
} Future;

struct Branch {
  char *name;
  GArray *changes;            /* KnobChange, from tick 0 on */
  uint64_t last_tick;
  GccorePosition position;    /* where the machine stood when it left */
  Future *future;             /* after the fork from the present branch at `known_from`; NULL: nothing is known */
  uint64_t known_from;        /* tick */
};

/* --- the future, cut off and joined again --- */

static Future *
cut_future (GccoreMachine *m)
{
  Future *f = g_new0 (Future, 1);
  gsize pos = MIN (m->output_pos, m->output->len);
  guint marks = m->output_marks->len;
  f->moments = m->history != NULL ? history_cut (m) : NULL;
  f->output = g_string_new_len (m->output->str + pos, (gssize) (m->output->len - pos));
  g_string_truncate (m->output, pos);
  while (marks > 0 && g_array_index (m->output_marks, OutputMark, marks - 1).end > pos)
    marks--;
  f->marks = g_array_new (FALSE, FALSE, sizeof (OutputMark));
  f->trace = g_array_new (FALSE, FALSE, sizeof (TraceLine));
  if (m->output_marks->len > marks)
    g_array_append_vals (f->marks, &g_array_index (m->output_marks, OutputMark, marks), m->output_marks->len - marks);
  g_array_set_size (m->output_marks, marks);
  if (m->trace->len > m->n_trace)
    g_array_append_vals (f->trace, &g_array_index (m->trace, TraceLine, m->n_trace), m->trace->len - m->n_trace);
  g_array_set_size (m->trace, m->n_trace);
  return f;
}

static void
join_future (GccoreMachine *m, Future *f)
{
  history_join (m, f->moments);
  g_string_append_len (m->output, f->output->str, (gssize) f->output->len);
  g_array_append_vals (m->output_marks, f->marks->data, f->marks->len);
  g_array_append_vals (m->trace, f->trace->data, f->trace->len);
  g_string_free (f->output, TRUE);
  g_array_unref (f->marks);
  g_array_unref (f->trace);
  g_free (f);
}

static void
drop_future (GccoreMachine *m, Future *f)
{
  if (f == NULL)
    return;
  if (f->moments != NULL)
    history_drop (m, f->moments);
  for (guint i = 0; i < f->trace->len; i++)
    g_free (g_array_index (f->trace, TraceLine, i).text);
  g_string_free (f->output, TRUE);
  g_array_unref (f->marks);
  g_array_unref (f->trace);
  g_free (f);
}

/* --- the list --- */

static Branch *
branch_at (const GccoreMachine *m, guint i)
{
  return g_ptr_array_index (m->branches, i);
}

static void
branch_drop (GccoreMachine *m, guint i)
{
  Branch *b = g_ptr_array_remove_index (m->branches, i);
  drop_future (m, b->future);
  g_array_unref (b->changes);
  g_free (b->name);
  g_free (b);
}

static const char *
present_name (const GccoreMachine *m)
{
  return m->branch_name != NULL ? m->branch_name : FIRST_NAME;
}

/* Puts the present history aside, with what is known of it after the present tick. */
static void
put_aside (GccoreMachine *m, GccorePosition position, uint64_t last_tick)
{
  Branch *b = g_new0 (Branch, 1);
  b->name = g_strdup (present_name (m));
  b->changes = g_array_copy (m->knob_changes);
  b->last_tick = last_tick;
  b->position = position;
  b->future = cut_future (m);
  b->known_from = m->sched.st->tick;
  frame_runs_forget (m->frame_runs);
  g_ptr_array_add (m->branches, b);
}

static bool
name_is_taken (const GccoreMachine *m, const char *name)
{
  bool taken = strcmp (present_name (m), name) == 0;
  for (guint i = 0; i < m->branches->len; i++)
    taken = taken || strcmp (branch_at (m, i)->name, name) == 0;
  return taken;
}

static char *
new_name (const GccoreMachine *m)
{
  for (guint n = 1;; n++)
    {
      g_autofree char *name = g_strdup_printf ("branch %u", n);
      if (!name_is_taken (m, name))
        return g_steal_pointer (&name);
    }
}

/* The present history goes on by itself; what was known of its future becomes a branch of the old name. */
static void
fork_here (GccoreMachine *m, GccorePosition position, uint64_t last_tick)
{
  put_aside (m, position, last_tick);
  char *name = new_name (m);
  g_free (m->branch_name);
  m->branch_name = name;
  if (m->branches->len >= MAX_BRANCHES)
    branch_drop (m, 0);
}

void
branches_fork (GccoreMachine *m)
{
  GccorePosition here = gccore_machine_position (m);
  uint64_t last_tick = gccore_machine_last_tick (m);
  if (m->history != NULL && last_tick > here.tick)
    {
      gccore_machine_seek (m, here.tick, 0); /* futures begin between two ticks */
      fork_here (m, here, last_tick);
      gccore_machine_seek_to (m, here, 0);
    }
  else
    drop_future (m, cut_future (m));
  m->quiet_tick = MAX (m->quiet_tick, here.tick + (here.step > 0));
  g_array_set_size (m->knob_changes, m->n_knob_changes);
  m->end_tick = UINT64_MAX;
}

void
branches_free (GccoreMachine *m)
{
  while (m->branches->len > 0)
    branch_drop (m, m->branches->len - 1);
  g_ptr_array_unref (m->branches);
  g_free (m->branch_name);
}

const GArray *
branches_changes (const GccoreMachine *m, guint i)
{
  return i == 0 ? m->knob_changes : branch_at (m, i - 1)->changes;
}

void
branches_put (GccoreMachine *m, const char *name, GArray *changes, uint64_t last_tick, GccorePosition position, bool present)
{
  if (present)
    {
      g_array_unref (m->knob_changes);
      m->knob_changes = changes;
      g_free (m->branch_name);
      m->branch_name = g_strdup (name);
      return;
    }
  if (name_is_taken (m, name) || m->branches->len + 1 >= MAX_BRANCHES)
    {
      g_array_unref (changes);
      return;
    }
  Branch *b = g_new0 (Branch, 1);
  *b = (Branch) { .name = g_strdup (name), .changes = changes, .last_tick = last_tick, .position = position };
  g_ptr_array_add (m->branches, b);
}

/* --- what is offered --- */

guint
gccore_machine_n_branches (const GccoreMachine *m)
{
  return m->branches->len + 1;
}

/* The first tick at whose beginning two histories part; UINT64_MAX: never. */
static uint64_t
fork_tick (const GArray *a, const GArray *b)
{
  for (guint i = 0;; i++)
    {
      const KnobChange *x = i < a->len ? &g_array_index (a, KnobChange, i) : NULL;
      const KnobChange *y = i < b->len ? &g_array_index (b, KnobChange, i) : NULL;
      if (x == NULL && y == NULL)
        return UINT64_MAX;
      if (x == NULL || y == NULL)
        return x != NULL ? x->tick : y->tick;
      if (x->tick != y->tick || x->knob != y->knob || x->value != y->value)
        return MIN (x->tick, y->tick);
    }
}

GccoreBranch
gccore_machine_branch (const GccoreMachine *m, guint i)
{
  if (i == 0)
    return (GccoreBranch) { present_name (m), gccore_machine_last_tick (m), gccore_machine_position (m), UINT64_MAX };
  const Branch *b = branch_at (m, i - 1);
  return (GccoreBranch) { b->name, b->last_tick, b->position, fork_tick (b->changes, m->knob_changes) };
}

GccoreStatus
gccore_machine_rename_branch (GccoreMachine *m, guint i, const char *name, GccoreError *error)
{
  char **place = i == 0 ? &m->branch_name : &branch_at (m, i - 1)->name;
  if (name[0] == '\0' || (strcmp (gccore_machine_branch (m, i).name, name) != 0 && name_is_taken (m, name)))
    {
      gccore_error_set (error, GCCORE_ERR_USAGE, name[0] == '\0' ? N_("a branch needs a name")
                                                                  : N_("another branch is called \"%.60s\""), name);
      return GCCORE_ERR_USAGE;
    }
  bookmarks_rename_branch (m, gccore_machine_branch (m, i).name, name);
  char *copy = g_strdup (name);
  g_free (*place);
  *place = copy;
  return GCCORE_OK;
}

/* Puts the machine at a tick at which the two histories are still one: where the known future was cut off, else the
 * latest one that is near a moment or at hand. What happens at tick 0 comes after its moment. */
static bool
go_to_common (GccoreMachine *m, const Branch *b)
{
  uint64_t fork = fork_tick (b->changes, m->knob_changes), tick = b->known_from;
  if (fork == 0)
    return history_restore (m, 0);
  if (b->future == NULL)
    {
      uint64_t here = m->sched.st->tick, moment = history_tick (m, history_before (m, fork - 1));
      tick = here < fork ? MAX (here, moment) : moment;
    }
  return gccore_machine_seek (m, MIN (fork - 1, tick), 0) == GCCORE_STOP_STEPPED;
}

/* Its future was cut off where it left another branch: it goes on from there. */
static void
join_known (GccoreMachine *m, Branch *b)
{
  if (b->future != NULL && m->sched.st->tick < b->known_from)
    gccore_machine_seek (m, b->known_from, 0);
  if (b->future != NULL && m->sched.st->tick == b->known_from)
    join_future (m, b->future);
  else
    drop_future (m, b->future);
  history_set_last_tick (m, MAX (b->last_tick, m->sched.st->tick));
}

bool
branches_enter (GccoreMachine *m, guint i)
{
  Branch *b = branch_at (m, i - 1);
  GccorePosition position = gccore_machine_position (m);
  uint64_t last_tick = gccore_machine_last_tick (m);
  if (!go_to_common (m, b))
    return m->run_state != GCCORE_RUN_HOST_ERROR;
  m->quiet_tick = MIN (m->quiet_tick, m->sched.st->tick);
  g_ptr_array_remove (m->branches, b);
  put_aside (m, position, last_tick);
  g_array_unref (m->knob_changes);
  m->knob_changes = b->changes;
  g_free (m->branch_name);
  m->branch_name = b->name;
  m->end_tick = UINT64_MAX;
  machine_replay_knobs (m);
  join_known (m, b);
  g_free (b);
  return m->run_state != GCCORE_RUN_HOST_ERROR;
}

GccoreStopReason
gccore_machine_switch_branch (GccoreMachine *m, guint i, uint64_t budget_us)
{
  if (i == 0 || m->history == NULL)
    return GCCORE_STOP_STEPPED;
  GccorePosition position = gccore_machine_branch (m, i).position;
  return branches_enter (m, i) ? gccore_machine_seek_to (m, position, budget_us) : GCCORE_STOP_HOST_ERROR;
}
