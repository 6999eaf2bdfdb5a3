/* Rounds of open, run to the end, look at every view, step back, close, in one process: nothing of a round may stay.
 * The window must be finalized, the process's resident memory and number of threads and mappings flat.
 *
 * usage: test-rounds ROUNDS SOURCE.go. Needs a display; TAP on standard output. */

#include <gtksourceview/gtksource.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/scape-application.h"
#include "widgets/scape-window-private.h"

#define ROUND_SECONDS 15
#define MOST_GROWTH 1.05
#define SAY_EVERY 50

/* Turns the loop until `done` says so; FALSE: it took too long. */
static gboolean
turn_until (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 end = g_get_monotonic_time () + ROUND_SECONDS * G_USEC_PER_SEC;

  while (!done (data))
    {
      if (g_get_monotonic_time () > end)
        return FALSE;
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
  return TRUE;
}

static void
turn_for (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

static gboolean loaded (gpointer window) { return ((ScapeWindow *) window)->has_machine; }

static gboolean
ended (gpointer window)
{
  const GccoreFrame *frame = scape_engine_get_frame (((ScapeWindow *) window)->engine);

  return frame != NULL && frame->run_state == GCCORE_RUN_EXITED;
}

static gboolean gone (gpointer weak) { return *(gpointer *) weak == NULL; }

/* Of /proc/self/status: VmRSS in KiB, Threads. */
static long
status (const char *name)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || (at = strstr (text, name)) == NULL)
    return -1;
  return strtol (at + strlen (name) + 1, NULL, 10);
}

/* In KiB, without the free memory that malloc keeps for later. */
static long
resident (void)
{
  malloc_trim (0);
  return status ("VmRSS:");
}

/* Every widget of a window, by weak pointers: what is left of them when it has gone is a leak. */
typedef struct { gpointer weak; const char *type; } Part;

static void
watch_parts (GtkWidget *widget, GPtrArray *parts)
{
  Part *part;

  /* The tooltip's window is GTK's own, one for the display. */
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkTooltipWindow"))
    return;
  part = g_new0 (Part, 1);
  part->weak = widget;
  part->type = G_OBJECT_TYPE_NAME (widget);
  g_object_add_weak_pointer (G_OBJECT (widget), &part->weak);
  g_ptr_array_add (parts, part);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    watch_parts (child, parts);
}

static gboolean
all_gone (gpointer parts)
{
  for (guint i = 0; i < ((GPtrArray *) parts)->len; i++)
    if (((Part *) ((GPtrArray *) parts)->pdata[i])->weak != NULL)
      return FALSE;
  return TRUE;
}

static guint
count_left (const GPtrArray *parts)
{
  guint left = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      Part *part = parts->pdata[i];

      if (part->weak == NULL)
        continue;
      printf ("# a %s stayed\n", part->type);
      g_object_remove_weak_pointer (part->weak, &part->weak);
      left++;
    }
  return left;
}

static gboolean
play_round (GtkApplication *application, GFile *file)
{
  static const char *const views[] = { "board", "objects", "fragmentation", "map" };
  GtkWidget *window = GTK_WIDGET (scape_window_new (application));
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  scape_window_open (SCAPE_WINDOW (window), file);
  gtk_window_present (GTK_WINDOW (window));
  if (!turn_until (loaded, window))
    {
      printf ("# the script was not loaded\n");
      return FALSE;
    }
  gtk_widget_activate_action (window, "win.run-to-end", NULL);
  if (!turn_until (ended, window))
    {
      printf ("# the program did not end\n");
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      gtk_widget_activate_action (window, "view.show", "s", views[i]);
      turn_for (40);
    }
  gtk_widget_activate_action (window, "win.step-back", NULL);
  turn_for (40);
  watch_parts (window, parts);
  gtk_window_close (GTK_WINDOW (window));
  if (!turn_until (gone, &weak))
    {
      printf ("# the window was not finalized: %u references, %s\n", G_OBJECT (window)->ref_count,
              gtk_widget_in_destruction (window)      ? "in destruction"
              : gtk_widget_get_visible (window)       ? "still shown"
              : gtk_window_get_application ((GtkWindow *) window) ? "still the application's"
                                                      : "hidden");
      return FALSE;
    }
  turn_until (all_gone, parts);
  return count_left (parts) == 0;
}

int
main (int argc, char **argv)
{
  guint rounds = argc > 2 ? (guint) atoi (argv[1]) : 0, warm = MAX (rounds / 4, 6);
  g_autoptr (GtkApplication) application = NULL;
  g_autoptr (GFile) file = NULL;
  long rss = 0, threads = 0;

  if (rounds == 0)
    {
      fprintf (stderr, "usage: test-rounds ROUNDS SOURCE.go\n");
      return 2;
    }
  /* How many arenas the threads' pieces lie scattered in is chance. */
  mallopt (M_ARENA_MAX, 1);
  gtk_disable_setlocale ();
  application =
      g_object_new (SCAPE_TYPE_APPLICATION, "application-id", "org.spanscape.Rounds", "resource-base-path",
                    "/org/spanscape/Spanscape", "flags", G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN, NULL);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    return 1;
  g_application_hold (G_APPLICATION (application));
  file = g_file_new_for_path (argv[2]);
  printf ("1..3\n");
  for (guint i = 0; i < rounds; i++)
    {
      if (!play_round (application, file))
        {
          printf ("not ok 1 - every window is loaded, run and finalized (round %u of %u)\n", i + 1, rounds);
          return 1;
        }
      if (i + 1 == warm)
        {
          rss = resident ();
          threads = status ("Threads:");
        }
      if ((i + 1) % SAY_EVERY == 0)
        printf ("# %ld KiB resident after round %u\n", status ("VmRSS:"), i + 1);
    }
  printf ("ok 1 - every window is loaded, run and finalized (%u rounds)\n", rounds);

  long last = resident ();
  gboolean flat = (double) last <= MOST_GROWTH * (double) rss, few = status ("Threads:") <= threads + 1;
  printf ("%sok 2 - resident memory is flat: %ld KiB after %u rounds, %ld after %u\n", flat ? "" : "not ", rss, warm,
          last, rounds);
  printf ("%sok 3 - so are threads: %ld, %ld\n", few ? "" : "not ", threads, status ("Threads:"));
  g_application_release (G_APPLICATION (application));
  return flat && few ? 0 : 1;
}
