#include "session/bookmarks.h"

#include <string.h>

#include "session/branches.h"
#include "session/knobs.h"

/* Of stops that came true, the last so many are remembered. */
#define MAX_STOPS 1000

static void
mark_clear (gpointer data)
{
  Mark *mark = data;
  g_free (mark->text);
  g_free (mark->branch);
}

static GArray *
marks_new (void)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  g_array_set_clear_func (marks, mark_clear);
  return marks;
}

static Mark
mark_here (GccoreMachine *m, char *text)
{
  return (Mark) { text, g_strdup (gccore_machine_branch (m, 0).name), gccore_machine_position (m),
                  observer_now (m->observer).t_ns };
}

void
bookmarks_free (GccoreMachine *m)
{
  g_clear_pointer (&m->bookmarks, g_array_unref);
  g_clear_pointer (&m->stop_marks, g_array_unref);
}

void
bookmarks_rename_branch (GccoreMachine *m, const char *from, const char *to)
{
  GArray *lists[] = { m->bookmarks, m->stop_marks };
  for (guint k = 0; k < G_N_ELEMENTS (lists); k++)
    for (guint i = 0; lists[k] != NULL && i < lists[k]->len; i++)
      {
        Mark *mark = &g_array_index (lists[k], Mark, i);
        if (strcmp (mark->branch, from) == 0)
          {
            g_free (mark->branch);
            mark->branch = g_strdup (to);
          }
      }
}

void
bookmarks_note_stop (GccoreMachine *m, const GccoreStop *stop)
{
  Mark mark = mark_here (m, gccore_stop_format (stop));
  if (m->stop_marks == NULL)
    m->stop_marks = marks_new ();
  for (guint i = 0; i < m->stop_marks->len; i++)
    {
      const Mark *old = &g_array_index (m->stop_marks, Mark, i);
      if (gccore_position_compare (old->position, mark.position) == 0 && strcmp (old->text, mark.text) == 0
          && strcmp (old->branch, mark.branch) == 0)
        {
          mark_clear (&mark);
          return;
        }
    }
  if (m->stop_marks->len == MAX_STOPS)
    g_array_remove_index (m->stop_marks, 0);
  g_array_append_val (m->stop_marks, mark);
}

/* --- what is offered --- */

guint
gccore_machine_n_bookmarks (const GccoreMachine *m)
{
  return m->bookmarks != NULL ? m->bookmarks->len : 0;
}

GccoreBookmark
gccore_machine_bookmark (const GccoreMachine *m, guint i)
{
  const Mark *mark = &g_array_index (m->bookmarks, Mark, i);
  return (GccoreBookmark) { mark->text, mark->branch, mark->position };
}

void
gccore_machine_add_bookmark (GccoreMachine *m, const char *name)
{
  const Mark mark = mark_here (m, g_strdup (name));
  if (m->bookmarks == NULL)
    m->bookmarks = marks_new ();
  g_array_append_val (m->bookmarks, mark);
}

void
gccore_machine_put_bookmark (GccoreMachine *m, const GccoreBookmark *bookmark)
{
  const Mark mark = { g_strdup (bookmark->name), g_strdup (bookmark->branch), bookmark->position, -1 };
  if (m->bookmarks == NULL)
    m->bookmarks = marks_new ();
  g_array_append_val (m->bookmarks, mark);
}

void
gccore_machine_rename_bookmark (GccoreMachine *m, guint i, const char *name)
{
  Mark *mark = &g_array_index (m->bookmarks, Mark, i);
  g_free (mark->text);
  mark->text = g_strdup (name);
}

void
gccore_machine_remove_bookmark (GccoreMachine *m, guint i)
{
  g_array_remove_index (m->bookmarks, i);
}

GccoreStopReason
gccore_machine_go_to_bookmark (GccoreMachine *m, guint i, uint64_t budget_us)
{
  const GccoreBookmark bookmark = gccore_machine_bookmark (m, i);
  for (guint k = 1; m->history != NULL && k < gccore_machine_n_branches (m); k++)
    if (strcmp (gccore_machine_branch (m, k).name, bookmark.branch) == 0)
      {
        if (!branches_enter (m, k))
          return GCCORE_STOP_HOST_ERROR;
        break;
      }
  return gccore_machine_seek_to (m, bookmark.position, budget_us);
}

/* --- landmarks --- */

static void
add_marks (const GccoreMachine *m, GArray *landmarks, const GArray *marks, GccoreLandmarkKind kind)
{
  const char *branch = gccore_machine_branch (m, 0).name;
  for (guint i = 0; marks != NULL && i < marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks, Mark, i);
      const GccoreLandmark landmark = { .kind = kind, .position = mark->position, .t_ns = mark->t_ns, .text = mark->text };
      if (strcmp (mark->branch, branch) == 0)
        g_array_append_val (landmarks, landmark);
    }
}

static gint
by_position (gconstpointer a, gconstpointer b)
{
  return gccore_position_compare (((const GccoreLandmark *) a)->position, ((const GccoreLandmark *) b)->position);
}

GccoreLandmark *
bookmarks_landmarks (const GccoreMachine *m, guint *n)
{
  GArray *landmarks = g_array_new (FALSE, FALSE, sizeof (GccoreLandmark));
  for (guint i = 0; i < m->knob_changes->len; i++)
    {
      const KnobChange *change = &g_array_index (m->knob_changes, KnobChange, i);
      const GccoreLandmark landmark = { .kind = GCCORE_LANDMARK_KNOB, .position = { change->tick, 0 }, .t_ns = change->t_ns,
                                        .text = change->knob->name, .value = change->value };
      g_array_append_val (landmarks, landmark);
    }
  add_marks (m, landmarks, m->stop_marks, GCCORE_LANDMARK_STOP);
  add_marks (m, landmarks, m->bookmarks, GCCORE_LANDMARK_BOOKMARK);
  g_array_sort (landmarks, by_position);
  *n = landmarks->len;
  return (GccoreLandmark *) (gpointer) g_array_free (landmarks, FALSE);
}
