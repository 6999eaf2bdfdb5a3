#include "scene/scene-i18n.h"

#include "scene/format.h"
#include "scene/inspector-private.h"

#define MAX_GOROUTINES 64u    /* of a table; nobody reads more */

void
scene_table_ps (SceneTable *table, const GccoreFrame *frame)
{
  scene_table_init (table, g_strdup (_("Ps")));
  for (guint i = 0; i < frame->n_ps; i++)
    {
      const GccoreFrameP *p = &frame->ps[i];
      g_autoptr (GString) text = g_string_new (NULL);
      char label[24];

      g_snprintf (label, sizeof label, "P%u", i);
      /* A P that has just been given a goroutine is not idle, though no time has been spent yet. */
      if (p->lane != GCCORE_LANE_IDLE || p->g < 0)
        g_string_append (text, scene_lane_label ((uint8_t) p->lane));
      if (p->g >= 0)
        g_string_append_printf (text, "%sG%d", text->len ? " · " : "", p->g);
      if (p->n_work > 0)
        {
          g_string_append (text, " · ");
          /* Translators: grey objects that wait in a P's work buffers. */
          g_string_append_printf (text, ngettext ("%u grey", "%u grey", p->n_work), p->n_work);
        }
      scene_table_add (table, label, p->g < 0 ? SCENE_TONE_DIM : SCENE_TONE_PLAIN, "%s", text->str)->line = p->line;
    }
}

/* The P that runs it, or -1. */
static int
p_of (const GccoreFrame *frame, int32_t g)
{
  for (guint i = 0; i < frame->n_ps; i++)
    if (frame->ps[i].g == g)
      return (int) i;
  return -1;
}

/* A row under its goroutine. */
static SceneTableRow *
add_inner (SceneTable *table, const char *label, SceneTone tone, const char *value)
{
  g_autofree char *indented = g_strconcat ("\u2003", label, NULL);

  return scene_table_add (table, indented, tone, "%s", value);
}

/* The stack that was asked for, under its goroutine: where it lies, then its frames, each with its line and its
 * size. */
static void
add_stack (SceneTable *table, const GccoreFrameStack *stack)
{
  char a[SCENE_TEXT_MAX], b[SCENE_TEXT_MAX];

  if (stack->hi > stack->lo)
    {
      g_autofree char *used = NULL;

      add_inner (table, _("stack"), SCENE_TONE_ACCENT, scene_format_addr (a, stack->lo))->addr = stack->lo;
      /* Translators: bytes of a stack in use, and its size. */
      used = g_strdup_printf (_("%s of %s"), scene_format_bytes (a, stack->hi - stack->sp),
                              scene_format_bytes (b, stack->hi - stack->lo));
      add_inner (table, _("in use"), SCENE_TONE_PLAIN, used);
    }
  else
    /* Translators: a goroutine of the runtime runs none of the program's code. */
    add_inner (table, _("stack"), SCENE_TONE_DIM, _("none: the runtime's own"));
  for (guint i = 0; i < stack->n_frames; i++)
    {
      const GccoreStackFrame *frame = &stack->frames[i];
      g_autofree char *place = NULL;

      if (stack->n_left_out > 0 && i == stack->n_frames / 2)
        {
          g_autofree char *more = g_strdup_printf (ngettext ("%u more frame", "%u more frames", stack->n_left_out),
                                                   stack->n_left_out);

          add_inner (table, "…", SCENE_TONE_DIM, more);
        }
      scene_format_bytes (a, frame->bytes);
      if (frame->line == 0)
        {
          add_inner (table, frame->function, SCENE_TONE_DIM, a);
          continue;
        }
      /* Translators: the line of source that a function is at, and the size of its frame. */
      place = g_strdup_printf (_("line %u · %s"), frame->line, a);
      add_inner (table, frame->function, SCENE_TONE_PLAIN, place)->line = frame->line;
    }
}

void
scene_table_goroutines (SceneTable *table, const GccoreFrame *frame)
{
  scene_table_init (table, g_strdup (_("Goroutines")));
  for (guint i = 0; i < frame->n_gs && i < MAX_GOROUTINES; i++)
    {
      const GccoreFrameG *g = &frame->gs[i];
      gboolean waits = g->wait_reason && *g->wait_reason;
      g_autofree char *label = g_strdup_printf ("G%d %s", g->id, g->function && *g->function ? g->function : "");
      int p = p_of (frame, g->id);
      SceneTableRow *row;

      g_strchomp (label);
      if (p >= 0)
        row = scene_table_add (table, label, SCENE_TONE_PLAIN, "P%d", p);
      else
        row = scene_table_add (table, label, SCENE_TONE_DIM, "%s", waits ? g->wait_reason : _("runnable"));
      row->line = g->line;
      row->g = g->id;
      if (frame->stack.g == g->id)
        add_stack (table, &frame->stack);
    }
  if (frame->n_gs > MAX_GOROUTINES)
    {
      guint more = frame->n_gs - MAX_GOROUTINES;
      g_autofree char *text = g_strdup_printf (ngettext ("%u more goroutine", "%u more goroutines", more), more);

      scene_table_add (table, "…", SCENE_TONE_DIM, "%s", text);
    }
}
