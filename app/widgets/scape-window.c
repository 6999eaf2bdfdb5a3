#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "scene/compose.h"
#include "scene/format.h"
#include "scene/ribbon.h"
#include "scene/sentence.h"
#include "scene/source.h"
#include "scene/span-map.h"
#include "widgets/scape-settings.h"
#include "widgets/scape-window-private.h"

/* Compiling on every key would be wasteful, and underline what is only half written. */
#define CHECK_DELAY_MS 500
/* Numbers in labels change at most this often while the machine runs: nobody can read faster. */
#define TEXT_INTERVAL_US 66000
/* Below this speed, in ticks a second, the line being run is shown as it runs. */
#define FOLLOW_SPEED 32.0
#define GRAPH_NODES 160

G_DEFINE_FINAL_TYPE (ScapeWindow, scape_window, ADW_TYPE_APPLICATION_WINDOW)

void
scape_window_toast (ScapeWindow *self,
                    const char  *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

void
scape_window_show_output (ScapeWindow *self,
                          const char  *page)
{
  if (page != NULL)
    scape_output_panel_show_page (self->output, page);
  gtk_widget_set_visible (GTK_WIDGET (self->output), TRUE);
}

gboolean
scape_window_is_stale (ScapeWindow *self)
{
  return !self->has_machine || self->machine_revision != self->revision;
}

/* Text */

void
scape_window_update_title (ScapeWindow *self)
{
  const GccoreFrame *frame = self->has_machine ? scape_engine_get_frame (self->engine) : NULL;
  gboolean modified = scape_document_get_modified (self->document);
  g_autofree char *title = NULL, *subtitle = NULL;

  title = g_strconcat (modified ? "• " : "", scape_document_get_name (self->document), NULL);
  adw_window_title_set_title (self->title, title);
  if (frame != NULL)
    {
      char time[SCENE_TEXT_MAX];

      scene_format_ns (time, frame->now_ns);
      /* Translators: the window's subtitle: "cycle 7 · concurrent mark · 12.482 ms". */
      subtitle = g_strdup_printf (_("cycle %u · %s · %s"), frame->cycle, scene_phase_sentence (frame->phase), time);
    }
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_label_set_text (self->script_state, modified ? _("not saved") : "");

  title = (g_free (title), g_strdup_printf ("%s%s – Spanscape", modified ? "• " : "",
                                            scape_document_get_name (self->document)));
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update_lines (ScapeWindow *self)
{
  const GccoreFrame *frame = self->has_machine ? scape_engine_get_frame (self->engine) : NULL;
  guint others[64], n_others = 0, current = 0;
  gboolean fast = scape_engine_is_busy (self->engine) &&
                  scape_transport_get_speed (self->transport) > FOLLOW_SPEED;

  if (frame == NULL || fast || self->machine_revision != self->revision || frame->tick == 0)
    {
      scape_editor_set_lines (self->editor, 0, NULL, 0);
      return;
    }
  if (frame->n_events > 0)
    current = frame->events[frame->n_events - 1].line;
  for (guint i = 0; i < frame->n_ps; i++)
    {
      if (frame->ps[i].g < 0 || frame->ps[i].line == 0)
        continue;
      if (current == 0)
        current = frame->ps[i].line;
      else if (n_others < G_N_ELEMENTS (others))
        others[n_others++] = frame->ps[i].line;
    }
  scape_editor_set_lines (self->editor, current, others, n_others);
}

static void update_inspector (ScapeWindow *self);

static char *
ended_text (const GccoreFrame *frame)
{
  /* Translators: %d is the status a program exits with. */
  return g_strdup_printf (_("The program ended, exit status %d"), frame->exit_status);
}

static char *
hit_text (ScapeWindow *self, const GccoreFrame *frame)
{
  g_autofree char *hit = scape_window_stop_text (self->hit), *sentence = scene_step_sentence (frame);

  return *sentence != '\0' ? g_strdup_printf ("%s · %s", hit, sentence) : g_steal_pointer (&hit);
}

static void
update_texts (ScapeWindow *self)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  g_autofree char *map_title = NULL, *said = NULL;
  guint64 last_tick;

  g_clear_handle_id (&self->text_source, g_source_remove);
  self->text_due_us = g_get_monotonic_time () + TEXT_INTERVAL_US;
  scape_window_update_title (self);
  update_lines (self);
  update_inspector (self);
  for (guint i = SCAPE_N_MOVING; i < G_N_ELEMENTS (self->canvases); i++)
    scape_canvas_set_frame (self->canvases[i], scape_engine_get_frame (self->engine));
  if (frame == NULL)
    return;
  last_tick = scape_engine_get_last_tick (self->engine);
  scape_transport_show (self->transport, frame, last_tick > frame->tick ? last_tick : self->last_tick);
  scape_output_panel_show_tick (self->output, frame->tick);
  scape_output_panel_set_frame (self->output, scape_engine_get_frame (self->engine));
  scape_window_update_places (self);
  if (self->hit != NULL)
    said = hit_text (self, frame);
  else if (scape_engine_get_state (self->engine) == SCAPE_ENGINE_ENDED)
    said = ended_text (frame);
  else if (frame->tick == 0 && self->marks->len > 0)
    said = g_strdup_printf (_("%u heap · %u stack by escape analysis"), self->n_heap, self->n_stack);
  else
    said = scene_step_sentence (frame);
  scape_transport_say (self->transport, said);
  map_title = scene_span_map_title (frame);
  if (g_strcmp0 (gtk_label_get_text (self->map_title), map_title) != 0)
    gtk_label_set_text (self->map_title, map_title);
}

static gboolean
text_cb (gpointer data)
{
  ScapeWindow *self = data;

  self->text_source = 0;
  update_texts (self);
  return G_SOURCE_REMOVE;
}

/* The newest frame */

/* Only what is seen is fed: laying out the others would be work for nobody. */
static gboolean
is_seen (ScapeWindow *self,
         ScapeCanvas *canvas)
{
  return gtk_widget_get_parent (GTK_WIDGET (canvas)) != GTK_WIDGET (self->view_stack) ||
         gtk_stack_get_visible_child (self->view_stack) == GTK_WIDGET (canvas) || canvas == SCAPE_CANVAS (self->map);
}

static int
compare_addresses (gconstpointer a,
                   gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

static gboolean
scape_window_shows (ScapeWindow *self,
                    const char  *view)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->view_stack), view) == 0;
}

/* Tells the engine which spans' objects are looked at, when that has changed. */
static void
update_watched (ScapeWindow *self)
{
  const SceneMapView *view = scape_span_map_get_view (self->map);
  guint64 addrs[SCAPE_MAX_WATCHED];
  guint n = 0, n_nodes;
  guint64 graph_from;

  if (scape_window_shows (self, "map"))
    n = scape_span_map_wanted (self->map, addrs, SCAPE_MAX_WATCHED - 3);

  if (view->selected != 0 || self->followed != 0)
    addrs[n++] = view->selected != 0 ? view->selected : self->followed;
  qsort (addrs, n, sizeof addrs[0], compare_addresses);
  n_nodes = scape_window_shows (self, "objects") ? GRAPH_NODES : 0;
  graph_from = n_nodes > 0 && view->selected_object ? view->selected : 0;
  addrs[n++] = n_nodes;
  addrs[n++] = graph_from;
  if (n == self->watched->len && memcmp (addrs, self->watched->data, n * sizeof addrs[0]) == 0)
    return;
  g_array_set_size (self->watched, 0);
  g_array_append_vals (self->watched, addrs, n);
  scape_engine_watch (self->engine, addrs, n - 2, n_nodes, graph_from);
}

static void
show_centre (ScapeWindow *self)
{
  const char *page = "canvas";

  if (!self->has_machine)
    page = scape_document_is_blank (self->document) ? "empty" : self->compiles ? "loading" : "error";
  gtk_stack_set_visible_child_name (self->centre_stack, page);
  gtk_widget_set_visible (self->inspector, self->has_machine &&
                          g_settings_get_boolean (scape_settings (), "inspector-visible"));
}

static void
frame_cb (ScapeWindow *self)
{
  GccoreFrame *frame = scape_engine_get_frame (self->engine);

  for (guint i = 0; i < SCAPE_N_MOVING; i++)
    if (is_seen (self, self->canvases[i]))
      scape_canvas_set_frame (self->canvases[i], frame);
  update_watched (self);

  if (!scape_engine_is_busy (self->engine) || g_get_monotonic_time () >= self->text_due_us)
    update_texts (self);
  else if (self->text_source == 0)
    self->text_source = g_timeout_add (TEXT_INTERVAL_US / 1000, text_cb, self);
}

static void
view_changed_cb (ScapeWindow *self)
{
  const SceneMapView *view = scape_span_map_get_view (self->map);
  g_autofree char *zoom = g_strdup_printf ("%.0f %%", MAX (view->zoom, 1.0) * 100);

  gtk_label_set_text (self->zoom_label, zoom);
  scape_legend_set_view (self->map_legend, view);
  update_watched (self);
}

/* What the inspector is about: the selection, or, while there is none, the span that the last step touched. */
static void
update_inspector (ScapeWindow *self)
{
  SceneMapView view = *scape_span_map_get_view (self->map);
  const GccoreFrame *frame = self->has_machine ? scape_engine_get_frame (self->engine) : NULL;

  if (view.selected != 0)
    self->followed = 0;
  else if (frame == NULL)
    self->followed = 0;
  else if (self->followed == 0 || !scape_engine_is_busy (self->engine))
    self->followed = scene_selection (frame, &view);
  if (view.selected == 0)
    view.selected = self->followed;

  scape_table_set_selected (self->span_table, view.selected, view.selected_object);
  scape_table_set_selected (self->strip_table, view.selected, view.selected_object);
  scape_table_set_selected (self->object_table, view.selected, view.selected_object);
  scape_picture_set_selected (self->board, view.selected);
  scape_picture_set_selected (self->objects, view.selected);
  scape_legend_set_view (self->objects_legend, &view);
  gtk_widget_set_visible (self->span_group, view.selected != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->object_table), view.selected_object);
  gtk_widget_set_visible (self->hint_group, view.selected == 0);
  update_watched (self);
}

static void
selected_cb (ScapeWindow *self)
{
  update_inspector (self);
  scape_window_update_actions (self);
}

static void
address_activated_cb (ScapeWindow *self,
                      guint64      addr,
                      gboolean     object)
{
  scape_span_map_select (self->map, addr, object);
}

static void
filtered_cb (ScapeWindow *self,
             guint        only)
{
  scape_span_map_set_only (self->map, only);
}

/* The engine */

static void
show_banner (ScapeWindow    *self,
             GtkMessageType  type,
             const char     *text,
             gboolean        can_restart)
{
  gtk_info_bar_set_revealed (self->banner, text != NULL);
  gtk_label_set_text (self->banner_label, text != NULL ? text : "");
  if (text == NULL)
    return;
  gtk_info_bar_set_message_type (self->banner, type);
  gtk_widget_set_visible (self->banner_button, can_restart);
}

static void
adopt_machine (ScapeWindow *self)
{
  gboolean same_history = self->has_machine && self->machine_revision == self->sent_revision &&
                          !self->history_changed;

  self->machine_revision = self->sent_revision;
  g_clear_pointer (&self->machine_text, g_bytes_unref);
  self->machine_text = g_bytes_ref (self->sent_text);
  self->has_machine = TRUE;
  self->last_tick = same_history ? self->known_last_tick : 0;
  self->known_last_tick = self->last_tick;
  self->history_changed = FALSE;
  self->noted_end = 0;
  g_clear_pointer (&self->hit, g_free);
  scape_timeline_forget (self->timeline);
  scape_output_panel_clear (self->output);
  show_banner (self, GTK_MESSAGE_OTHER, NULL, FALSE);
}

static void
go_on (ScapeWindow *self)
{
  ScapeThen then = self->then;

  self->then = SCAPE_THEN_STAY;
  switch (then)
    {
    case SCAPE_THEN_RUN: scape_window_run (self); break;

    case SCAPE_THEN_RUN_TO_END: scape_window_run_to_end (self); break;

    case SCAPE_THEN_STEP:
      scape_engine_step (self->engine, self->then_by, 1);
      break;

    case SCAPE_THEN_STAY:
    default:
      break;
    }
}

static void
show_load_error (ScapeWindow           *self,
                 const ScapeLoadResult *result)
{
  const char *text;

  if (result->host_error || result->diagnostics->len == 0)
    {
      scape_output_panel_set_error (self->output, result->error);
      text = result->error;
    }
  else
    text = _("The script does not compile; the picture is of its last good version.");

  if (self->has_machine)
    show_banner (self, result->host_error ? GTK_MESSAGE_ERROR : GTK_MESSAGE_WARNING, text, FALSE);
  adw_status_page_set_title (self->error_page, result->host_error ? _("The Machine Could Not Start")
                                                                  : _("The Script Does Not Compile"));
  adw_status_page_set_description (self->error_page, result->error);
  if (!result->check)
    scape_window_show_output (self, "errors");
}

static void
take_escapes (ScapeWindow *self,
              GPtrArray   *escapes)
{
  scape_editor_set_escapes (self->editor, escapes);
  g_array_set_size (self->marks, 0);
  self->n_heap = self->n_stack = 0;
  if (escapes != NULL)
    scene_source_marks (escapes, self->marks, &self->n_heap, &self->n_stack);
  g_clear_pointer (&self->escapes, g_ptr_array_unref);
  if (escapes != NULL)
    self->escapes = g_ptr_array_ref (escapes);
}

/* Objects are explained while the text is the one that made them. */
static void
update_decisions (ScapeWindow *self)
{
  scape_table_set_escapes (self->object_table, scape_window_is_stale (self) ? NULL : self->escapes);
}

static void
loaded_cb (ScapeWindow           *self,
           const ScapeLoadResult *result)
{
  gboolean awaited = result->serial == self->load_serial;

  if (awaited)
    self->load_serial = 0;
  self->compiles = result->compiled;
  if (result->session != NULL && result->adopted)
    scape_window_take_session (self, result->session);
  if (result->adopted)
    adopt_machine (self);

  /* A check of a text that was edited again meanwhile says nothing about the present one. */
  if (self->sent_revision == self->revision)
    {
      scape_editor_set_diagnostics (self->editor, result->diagnostics);
      take_escapes (self, result->escapes);
      scape_output_panel_set_diagnostics (self->output, scape_document_get_name (self->document), result->diagnostics);
      if (!result->compiled)
        show_load_error (self, result);
      else if (!result->adopted && g_bytes_equal (self->sent_text, self->machine_text))
        {
          /* Undone: the machine is of this text after all. */
          self->machine_revision = self->revision;
          show_banner (self, GTK_MESSAGE_OTHER, NULL, FALSE);
        }
      else if (!result->adopted)
        show_banner (self, GTK_MESSAGE_INFO, _("The script has changed since this run began."), TRUE);
    }
  update_decisions (self);
  if (awaited && result->compiled)
    go_on (self);
  else if (awaited)
    self->then = SCAPE_THEN_STAY;
  show_centre (self);
  scape_window_update_actions (self);
  scape_window_update_title (self);
}

static void
stopped_cb (ScapeWindow *self,
            int          reason,
            const char  *stop)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  gboolean back = self->running_back;
  g_autofree char *text = NULL;

  self->running_back = self->running_to_end = FALSE;
  if (scape_window_series_stopped (self, (GccoreStopReason)reason))
    return;
  if (reason == GCCORE_STOP_HOST_ERROR)
    {
      /* Translators: %s is the system's reason. */
      text = g_strdup_printf (_("The machine stopped: %s. What you see is its last state."), stop);
      show_banner (self, GTK_MESSAGE_ERROR, text, TRUE);
    }
  else if (reason == GCCORE_STOP_BROKEN)
    {
      /* Translators: %s is the broken promise, in English. */
      text = g_strdup_printf (_("The verifier found: %s"), stop);
      show_banner (self, GTK_MESSAGE_ERROR, text, FALSE);
    }
  else if (reason == GCCORE_STOP_ENDED && back)
    {
      scape_window_toast (self, _ ("No stop came true before this moment"));
    }
  else if (reason == GCCORE_STOP_ENDED && frame != NULL)
    {
      self->last_tick = self->known_last_tick = frame->tick;
      if (frame->run_state == GCCORE_RUN_PANICKED)
        {
          show_banner (self, GTK_MESSAGE_WARNING,
                       _("The program panicked. The machine is as it was at that moment and can be looked into."), TRUE);
          scape_window_show_output (self, "output");
        }
      text = ended_text (frame);
      if (self->noted_end != frame->tick)
        scape_output_panel_add_note (self->output, frame->tick, text, frame->exit_status != 0);
      self->noted_end = frame->tick;
      update_texts (self);
    }
  else if (reason == GCCORE_STOP_HIT && stop != NULL)
    {
      g_free (self->hit);
      self->hit = g_strdup (stop);
      update_texts (self);
    }
}

static void
state_cb (ScapeWindow *self)
{
  if (scape_engine_is_busy (self->engine))
    g_clear_pointer (&self->hit, g_free);
  scape_transport_show_state (self->transport, scape_engine_get_state (self->engine));
  update_texts (self);
  scape_window_update_actions (self);
}

static void
output_cb (ScapeWindow       *self,
           const ScapeOutput *output)
{
  scape_output_panel_add (self->output, output);
}

static void
trace_cb (ScapeWindow *self,
          guint64      tick,
          const char  *line)
{
  scape_output_panel_add_trace (self->output, tick, line);
}

static void
verified_cb (ScapeWindow *self,
             const char  *broken)
{
  if (broken != NULL)
    show_banner (self, GTK_MESSAGE_ERROR, broken, FALSE);
  else
    scape_window_toast (self, _("Every promise of the heap holds"));
}

/* The script */

static guint
send_source (ScapeWindow *self,
             gboolean     check)
{
  g_autoptr (GBytes) text = scape_document_dup_text (self->document);
  const char *name = scape_document_get_name (self->document);
  GccoreKnobs knobs;

  gccore_knobs_init (&knobs);
  scape_knobs_get (self->knobs, &knobs);
  knobs.verify = g_settings_get_boolean (scape_settings (), "verify") || scape_knobs_is_broken (self->knobs);
  self->sent_revision = self->revision;
  g_clear_pointer (&self->sent_text, g_bytes_unref);
  self->sent_text = g_bytes_ref (text);
  if (check)
    return scape_engine_check (self->engine, name, text, &knobs);
  /* The same program once more: its bookmarks are still good. */
  if (self->has_machine && self->machine_text != NULL && g_bytes_equal (text, self->machine_text))
    return scape_engine_restart (self->engine, name, text, &knobs);
  return scape_engine_load (self->engine, name, text, &knobs);
}

void
scape_window_load (ScapeWindow       *self,
                   ScapeThen          then,
                   GccoreGranularity  by)
{
  g_clear_handle_id (&self->check_source, g_source_remove);
  if (scape_document_is_blank (self->document))
    {
      show_centre (self);
      return;
    }
  self->then = then;
  self->then_by = by;
  self->load_serial = send_source (self, FALSE);
}

void
scape_window_script_replaced (ScapeWindow *self)
{
  self->revision++;
  self->has_machine = FALSE;
  self->compiles = TRUE;
  self->known_last_tick = 0;
  scape_window_keep_or_clear_stops (self);
  g_clear_handle_id (&self->check_source, g_source_remove);
  scape_editor_set_diagnostics (self->editor, NULL);
  take_escapes (self, NULL);
  scape_output_panel_set_diagnostics (self->output, NULL, NULL);
  scape_output_panel_clear (self->output);
  scape_span_map_select (self->map, 0, FALSE);
  scape_span_map_zoom_fit (self->map);
  scape_timeline_zoom_fit (self->timeline);
  show_banner (self, GTK_MESSAGE_OTHER, NULL, FALSE);
  scape_engine_pause (self->engine);
  scape_window_load (self, SCAPE_THEN_STAY, GCCORE_BY_TICK);
  scape_window_update_actions (self);
  update_texts (self);
  show_centre (self);
}

static gboolean
check_cb (gpointer data)
{
  ScapeWindow *self = data;

  self->check_source = 0;
  if (scape_document_is_blank (self->document))
    show_centre (self);
  else
    send_source (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
edited_cb (ScapeWindow *self)
{
  self->revision++;
  g_clear_handle_id (&self->check_source, g_source_remove);
  self->check_source = g_timeout_add (CHECK_DELAY_MS, check_cb, self);
  update_lines (self);
  update_decisions (self);
  scape_window_update_actions (self);
}

static void
document_cb (ScapeWindow *self)
{
  scape_window_update_title (self);
  scape_window_update_actions (self);
}

/* Knobs and speed */

static void
live_cb (ScapeWindow *self,
         const char  *name,
         gint64       value)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);

  if (self->has_machine && frame != NULL && frame->tick == 0 && !scape_engine_is_busy (self->engine))
    {
      scape_window_load (self, SCAPE_THEN_STAY, GCCORE_BY_TICK);
      self->history_changed = TRUE;
      return;
    }
  self->history_changed = TRUE;
  self->last_tick = 0;
  self->noted_end = 0;
  if (frame != NULL)
    scape_output_panel_forget_after (self->output, frame->tick);
  scape_timeline_forget (self->timeline);
  scape_engine_set_knob (self->engine, name, value);
  if (scape_knobs_is_broken (self->knobs))
    scape_engine_set_knob (self->engine, "verify", 1);
}

static void
restart_cb (ScapeWindow *self)
{
  gboolean running = scape_engine_get_state (self->engine) == SCAPE_ENGINE_RUNNING;

  self->history_changed = TRUE;
  scape_window_load (self, running ? SCAPE_THEN_RUN : SCAPE_THEN_STAY, GCCORE_BY_TICK);
}

static void
speed_cb (ScapeWindow *self,
          double       speed)
{
  scape_engine_set_speed (self->engine, speed);
}

static void
side_cb (ScapeWindow *self)
{
  int width = gtk_paned_get_position (self->side_paned);

  scape_transport_set_side_width (self->transport, gtk_widget_get_visible (self->side) ? width : 200);
}

static void
problem_cb (ScapeWindow *self,
            guint        line,
            guint        column)
{
  scape_window_show_side (self, "script");
  scape_editor_go_to (self->editor, line, column);
}

void
scape_window_show_allocation (ScapeWindow *self,
                              guint        line)
{
  problem_cb (self, line, 0);
  scape_editor_show_reasons (self->editor, line);
}

/* Another picture is shown in the place of the map. */
static void
view_stack_cb (ScapeWindow *self)
{
  gboolean map = scape_window_shows (self, "map");
  ScapeCanvas *canvas = SCAPE_CANVAS (gtk_stack_get_visible_child (self->view_stack));

  gtk_widget_set_visible (self->map_tools, map);
  gtk_widget_set_visible (GTK_WIDGET (self->map_legend), map);
  scape_canvas_set_frame (canvas, scape_engine_get_frame (self->engine));
  update_watched (self);
  /* What had the focus may be gone; and the keys are for what was asked to be seen. */
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
}

static void
output_close_cb (ScapeWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->output), FALSE);
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->view_stack));
}

static void
banner_restart_cb (ScapeWindow *self)
{
  scape_window_load (self, SCAPE_THEN_STAY, GCCORE_BY_TICK);
}

/* Object */

ScapeWindow *
scape_window_new (GtkApplication *application)
{
  return g_object_new (SCAPE_TYPE_WINDOW, "application", application, NULL);
}

static gboolean
scape_window_close_request (GtkWindow *window)
{
  ScapeWindow *self = SCAPE_WINDOW (window);
  GSettings *settings = scape_settings ();
  int width, height;

  if (!scape_window_confirm_close (self))
    return GDK_EVENT_STOP;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set (settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  if (!self->narrow)
    g_settings_set_int (settings, "side-width", gtk_paned_get_position (self->side_paned));
  scape_document_discard_draft (self->document);
  return GTK_WINDOW_CLASS (scape_window_parent_class)->close_request (window);
}

static gboolean
size_cb (gpointer data)
{
  ScapeWindow *self = data;

  self->size_source = 0;
  scape_window_update_room (self);
  return G_SOURCE_REMOVE;
}

static void
scape_window_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  GTK_WIDGET_CLASS (scape_window_parent_class)->size_allocate (widget, width, height, baseline);

  /* Sizes may not be asked for while they are being given. */
  if ((width != self->width || height != self->height) && self->size_source == 0)
    self->size_source = g_idle_add_full (G_PRIORITY_HIGH, size_cb, self, NULL);
  self->width = width;
  self->height = height;
}

static void
scape_window_dispose (GObject *object)
{
  ScapeWindow *self = SCAPE_WINDOW (object);

  /* Actions that hold a part of the window, which in turn holds on to its actions. */
  g_action_map_remove_action (G_ACTION_MAP (self), "toggle-side");
  g_action_map_remove_action (G_ACTION_MAP (self), "toggle-output");
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->text_source, g_source_remove);
  g_clear_handle_id (&self->size_source, g_source_remove);
  if (self->engine != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->engine, self);
      g_object_run_dispose (G_OBJECT (self->engine));
    }
  g_clear_object (&self->engine);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_object (&self->asked_file);
  scape_window_clear_series (self);
  g_clear_object (&self->stops);
  g_clear_pointer (&self->stops_of, g_free);
  g_clear_object (&self->places_menu);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->hit, g_free);
  g_clear_pointer (&self->watched, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->escapes, g_ptr_array_unref);
  g_clear_pointer (&self->sent_text, g_bytes_unref);
  g_clear_pointer (&self->machine_text, g_bytes_unref);

  G_OBJECT_CLASS (scape_window_parent_class)->dispose (object);
}

static void
scape_window_class_init (ScapeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = scape_window_close_request;
  widget_class->size_allocate = scape_window_size_allocate;

  g_type_ensure (SCAPE_TYPE_EDITOR);
  g_type_ensure (SCAPE_TYPE_FINDER);
  g_type_ensure (SCAPE_TYPE_KNOBS);
  g_type_ensure (SCAPE_TYPE_OUTPUT_PANEL);
  g_type_ensure (SCAPE_TYPE_PICTURE);
  g_type_ensure (SCAPE_TYPE_RIBBON);
  g_type_ensure (SCAPE_TYPE_SPAN_MAP);
  g_type_ensure (SCAPE_TYPE_STOPS_PAGE);
  g_type_ensure (SCAPE_TYPE_LEGEND);
  g_type_ensure (SCAPE_TYPE_TIMELINE);
  g_type_ensure (SCAPE_TYPE_TABLE);
  g_type_ensure (SCAPE_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-window.ui");
  scape_window_class_bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, banner_restart_cb);
  scape_window_class_init_actions (widget_class);
  scape_window_class_init_file_actions (widget_class);
  scape_window_class_init_stop_actions (widget_class);
  scape_window_class_init_export_actions (widget_class);
  scape_window_class_init_find_actions (widget_class);
  scape_window_class_init_session_actions (widget_class);
  scape_window_class_init_progress_actions (widget_class);
}

static void
connect_engine (ScapeWindow *self)
{
  g_signal_connect_swapped (self->engine, "frame", G_CALLBACK (frame_cb), self);
  g_signal_connect_swapped (self->engine, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (self->engine, "stopped", G_CALLBACK (stopped_cb), self);
  g_signal_connect_swapped (self->engine, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (self->engine, "output", G_CALLBACK (output_cb), self);
  g_signal_connect_swapped (self->engine, "trace", G_CALLBACK (trace_cb), self);
  g_signal_connect_swapped (self->engine, "refused", G_CALLBACK (scape_window_toast), self);
  g_signal_connect_swapped (self->engine, "verified", G_CALLBACK (verified_cb), self);
}

static void
connect_widgets (ScapeWindow *self)
{
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->timeline, "seek", G_CALLBACK (scape_window_seek), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->events_table, "tick-activated", G_CALLBACK (scape_window_seek), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map_legend, "filtered", G_CALLBACK (filtered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->span_table, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->strip_table, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->object_table, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->object_table, "line-activated", G_CALLBACK (scape_window_show_allocation),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->objects, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->events_table, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view_stack, "notify::visible-child", G_CALLBACK (view_stack_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->knobs, "live", G_CALLBACK (live_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->knobs, "restart", G_CALLBACK (restart_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transport, "speed", G_CALLBACK (speed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output, "problem-activated", G_CALLBACK (problem_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output, "tick-activated", G_CALLBACK (scape_window_seek), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output, "close", G_CALLBACK (output_close_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side_paned, "notify::position", G_CALLBACK (side_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side, "notify::visible", G_CALLBACK (side_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "notify", G_CALLBACK (document_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scape_document_get_buffer (self->document), "changed", G_CALLBACK (edited_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
set_kinds (ScapeWindow *self)
{
  ScapeCanvas *canvases[SCAPE_N_CANVASES] = {
    SCAPE_CANVAS (self->ribbon), SCAPE_CANVAS (self->map), SCAPE_CANVAS (self->board),
    SCAPE_CANVAS (self->objects), SCAPE_CANVAS (self->fragmentation), SCAPE_CANVAS (self->timeline),
    SCAPE_CANVAS (self->map_legend), SCAPE_CANVAS (self->lanes_legend), SCAPE_CANVAS (self->span_table),
    SCAPE_CANVAS (self->strip_table), SCAPE_CANVAS (self->object_table), SCAPE_CANVAS (self->pacer_table),
    SCAPE_CANVAS (self->events_table), SCAPE_CANVAS (self->objects_legend),
  };

  memcpy (self->canvases, canvases, sizeof canvases);
  scape_picture_set_kind (self->board, SCAPE_PICTURE_BOARD);
  scape_picture_set_kind (self->objects, SCAPE_PICTURE_OBJECTS);
  scape_picture_set_kind (self->fragmentation, SCAPE_PICTURE_FRAGMENTATION);
  scape_legend_set_kind (self->map_legend, SCAPE_LEGEND_SPAN_MAP);
  scape_legend_set_kind (self->lanes_legend, SCAPE_LEGEND_LANES);
  scape_legend_set_kind (self->objects_legend, SCAPE_LEGEND_OBJECTS);
  scape_table_set_kind (self->span_table, SCAPE_TABLE_SPAN);
  scape_table_set_kind (self->strip_table, SCAPE_TABLE_STRIP);
  scape_table_set_kind (self->object_table, SCAPE_TABLE_OBJECT);
  scape_table_set_kind (self->pacer_table, SCAPE_TABLE_PACER);
  scape_table_set_kind (self->events_table, SCAPE_TABLE_EVENTS);
}

static void
history_cb (ScapeWindow *self)
{
  guint64 megabytes = (guint64)g_settings_get_int (scape_settings (), "history-megabytes");

  scape_engine_set_history (self->engine, megabytes << 20);
}

static void
restore_state (ScapeWindow *self)
{
  GSettings *settings = scape_settings ();
  int width, height;

  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_paned_set_position (self->side_paned, g_settings_get_int (settings, "side-width"));
  g_settings_bind (settings, "side-visible", self->side, "visible", G_SETTINGS_BIND_DEFAULT);
  history_cb (self);
  g_signal_connect_object (settings, "changed::history-megabytes", G_CALLBACK (history_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::inspector-visible", G_CALLBACK (show_centre), self, G_CONNECT_SWAPPED);
}

static void
scape_window_init (ScapeWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->watched = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->marks = g_array_new (FALSE, FALSE, sizeof (SceneSourceMark));
  self->document = scape_document_new ();
  self->engine = scape_engine_new ();
  self->compiles = TRUE;

  gtk_widget_init_template (GTK_WIDGET (self));
  set_kinds (self);
  scape_editor_set_document (self->editor, self->document);
  scape_window_init_stops (self);
  scape_window_init_actions (self);
  scape_window_init_files (self);
  connect_engine (self);
  connect_widgets (self);
  scape_window_init_find (self);
  scape_window_init_session (self);
  scape_window_init_progress (self);
  scape_window_watch_room (self);
  restore_state (self);
  side_cb (self);
  scape_engine_set_speed (self->engine, scape_transport_get_speed (self->transport));
  selected_cb (self);
  show_centre (self);
  scape_window_update_title (self);
}
