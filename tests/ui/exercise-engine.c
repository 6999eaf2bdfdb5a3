/* The window's side and the worker at work together, at random: load, run, pause, steps both ways, seeks, knobs,
 * watched spans, checks of other texts, and every frame read to its last word. Made for a ThreadSanitizer build; a few
 * seconds of it are a test in every build.
 *
 * usage: exercise-engine SECONDS SOURCE.go ... Prints what it did; exit status 0 when every command was answered. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/scape-engine.h"

typedef struct { guint frames, stopped, loaded, outputs, others; uint64_t sum; } Counts;

/* Reads all that a frame holds, as painters do. */
static uint64_t
read_frame (const GccoreFrame *f)
{
  uint64_t sum = f->tick + (uint64_t) f->now_ns + strlen (f->sentence) + f->output_len;

  for (uint32_t i = 0; i < f->n_runs; i++)
    sum += f->runs[i].page + f->runs[i].n_alloc;
  for (uint32_t i = 0; i < f->n_details; i++)
    for (uint32_t k = 0; k < f->details[i].n_elems; k++)
      sum += f->details[i].colour[k];
  for (uint32_t i = 0; i < f->graph.n_nodes; i++)
    sum += f->graph.nodes[i].addr;
  for (uint32_t i = 0; i < f->graph.n_edges; i++)
    sum += f->graph.edges[i].to;
  for (uint32_t i = 0; i < f->n_ps; i++)
    for (uint32_t k = 0; k < f->ps[i].n_segments; k++)
      sum += f->ps[i].segments[k].lane;
  for (uint32_t i = 0; i < f->timeline.n_points; i++)
    sum += f->timeline.points[i].live;
  for (uint32_t i = 0; i < f->n_events; i++)
    sum += strlen (f->events[i].text);
  for (uint32_t i = 0; i < f->n_gs; i++)
    sum += f->gs[i].stack_bytes;
  for (size_t i = 0; i < f->output_len; i++)
    sum += (unsigned char) f->output[i];
  return sum;
}

static void
frame_cb (ScapeEngine *engine, Counts *counts)
{
  counts->frames++;
  counts->sum += read_frame (scape_engine_get_frame (engine));
}

static void stopped_cb (ScapeEngine *engine, int reason, const char *stop, Counts *counts) { counts->stopped++; }
static void refused_cb (ScapeEngine *engine, const char *why, Counts *counts) { counts->others++; }
static void verified_cb (ScapeEngine *engine, const char *broken, Counts *counts) { counts->others += broken == NULL; }

static void
output_cb (ScapeEngine *engine, const ScapeOutput *output, Counts *counts)
{
  counts->outputs++;
  for (gsize i = 0; i < output->length; i++)
    counts->sum += (unsigned char) output->text[i];
}

static void
loaded_cb (ScapeEngine *engine, const ScapeLoadResult *result, Counts *counts)
{
  counts->loaded++;
  for (guint i = 0; i < result->diagnostics->len; i++)
    counts->sum += (uint64_t) ((GccoreDiagnostic *) result->diagnostics->pdata[i])->line;
}

static void
turn_for (GMainContext *context, guint64 us)
{
  gint64 end = g_get_monotonic_time () + (gint64) us;

  do
    if (!g_main_context_iteration (context, FALSE))
      g_usleep (200);
  while (g_get_monotonic_time () < end);
}

typedef struct { char *name; GBytes *text; } Script;

static void
act (ScapeEngine *engine, GRand *dice, const Script *scripts, guint n_scripts)
{
  static const char *const stops[] = { "cycle:2/mark:50%", NULL };
  const GccoreFrame *frame = scape_engine_get_frame (engine);
  const Script *script = &scripts[g_rand_int_range (dice, 0, (gint32) n_scripts)];
  GccoreKnobs knobs;

  gccore_knobs_init (&knobs);
  /* Loads are few: each takes as long as many of the others. */
  switch (g_rand_int_range (dice, g_rand_int_range (dice, 0, 6) == 0 ? 0 : 2, 17))
    {
    case 0:
      scape_engine_load (engine, script->name, script->text, &knobs);
      break;
    case 1:
      scape_engine_check (engine, script->name, script->text, &knobs);
      break;
    case 2:
      scape_engine_run (engine, NULL);
      break;
    case 3:
      scape_engine_run_fast (engine, stops);
      break;
    case 4:
      scape_engine_run_back (engine, stops);
      break;
    case 5:
      scape_engine_pause (engine);
      break;
    case 6:
    case 7:
      scape_engine_step (engine, (GccoreGranularity) g_rand_int_range (dice, 0, 5), 1);
      break;
    case 8:
      scape_engine_step_back (engine, (GccoreGranularity) g_rand_int_range (dice, 0, 5), 1);
      break;
    case 9:
    case 10:
      scape_engine_seek (engine, (guint64) (g_rand_double (dice) * (double) scape_engine_get_last_tick (engine)));
      break;
    case 11:
      scape_engine_set_speed (engine, g_rand_boolean (dice) ? SCAPE_SPEED_MAX : 50000);
      break;
    case 12:
      scape_engine_set_knob (engine, "gogc", g_rand_int_range (dice, 20, 400));
      break;
    case 13:
      scape_engine_add_bookmark (engine, "here");
      break;
    case 14:
      if (frame != NULL && frame->n_bookmarks > 0)
        scape_engine_go_to_bookmark (engine, (guint) g_rand_int_range (dice, 0, (gint32) frame->n_bookmarks));
      break;
    case 15:
      if (frame != NULL && frame->n_branches > 1)
        scape_engine_switch_branch (engine, (guint) g_rand_int_range (dice, 1, (gint32) frame->n_branches));
      break;
    default:
      if (frame != NULL && frame->n_runs > 0)
        {
          const ScapeWatch also = { .n_nodes = g_rand_boolean (dice) ? 80 : 0, .words = g_rand_boolean (dice) };
          guint64 spans[3];

          for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
            spans[i] = frame->heap_base
                       + (guint64) frame->runs[g_rand_int_range (dice, 0, (gint32) frame->n_runs)].page * 8192;
          scape_engine_watch (engine, spans, G_N_ELEMENTS (spans), &also);
        }
      scape_engine_verify (engine);
      break;
    }
}

int
main (int argc, char **argv)
{
  double seconds = argc > 2 ? g_ascii_strtod (argv[1], NULL) : 0;
  guint n_scripts = argc > 2 ? (guint) argc - 2 : 0, n_acts = 0, n_engines = 0;
  g_autofree Script *scripts = g_new0 (Script, MAX (n_scripts, 1));
  g_autoptr (GRand) dice = g_rand_new_with_seed (8);
  GMainContext *context = g_main_context_default ();
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  Counts counts = { 0 };

  if (seconds <= 0)
    {
      fprintf (stderr, "usage: exercise-engine SECONDS SOURCE.go ...\n");
      return 2;
    }
  for (guint i = 0; i < n_scripts; i++)
    {
      char *text;
      gsize length;

      if (!g_file_get_contents (argv[i + 2], &text, &length, NULL))
        return 2;
      scripts[i] = (Script) { argv[i + 2], g_bytes_new_take (text, length) };
    }
  while (g_get_monotonic_time () < end)
    {
      g_autoptr (ScapeEngine) engine = scape_engine_new ();
      gint64 until = MIN (end, g_get_monotonic_time () + 5 * G_USEC_PER_SEC);
      GccoreKnobs knobs;

      n_engines++;
      gccore_knobs_init (&knobs);
      g_signal_connect (engine, "frame", G_CALLBACK (frame_cb), &counts);
      g_signal_connect (engine, "loaded", G_CALLBACK (loaded_cb), &counts);
      g_signal_connect (engine, "stopped", G_CALLBACK (stopped_cb), &counts);
      g_signal_connect (engine, "output", G_CALLBACK (output_cb), &counts);
      g_signal_connect (engine, "refused", G_CALLBACK (refused_cb), &counts);
      g_signal_connect (engine, "verified", G_CALLBACK (verified_cb), &counts);
      scape_engine_set_history (engine, 64 << 20);
      scape_engine_load (engine, scripts[n_engines % n_scripts].name, scripts[n_engines % n_scripts].text, &knobs);
      for (; g_get_monotonic_time () < until; n_acts++)
        {
          act (engine, dice, scripts, n_scripts);
          turn_for (context, (guint64) g_rand_int_range (dice, 0, 20000));
        }
      /* Away while it may still be at work. */
    }
  for (guint i = 0; i < n_scripts; i++)
    g_bytes_unref (scripts[i].text);
  printf ("%u engines, %u commands: %u frames, %u stops, %u loads, %u lines, sum %" G_GINT64_MODIFIER "x\n", n_engines,
          n_acts, counts.frames, counts.stopped, counts.loaded, counts.outputs, (guint64) counts.sum);
  return counts.frames > 0 && counts.stopped > 0 && counts.loaded > 0 ? 0 : 1;
}
