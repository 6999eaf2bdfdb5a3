#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/source.h"
#include "widgets/scape-settings.h"
#include "widgets/scape-window-private.h"

/* Compiling on every key would be wasteful, and underline what is only half written. */
#define CHECK_DELAY_MS 500

/* A machine made of the script, or why there is none */

static void
show_banner (ScapeWindow *self, GtkMessageType type, const char *text, gboolean can_restart)
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
  gboolean same_history = self->has_machine && self->machine_revision == self->sent_revision && !self->history_changed;

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

    case SCAPE_THEN_STEP: scape_engine_step (self->engine, self->then_by, 1); break;

    case SCAPE_THEN_STAY:
    default: break;
    }
}

static void
show_load_error (ScapeWindow *self, const ScapeLoadResult *result)
{
  const char *text;
  /* Of a session that is none. */
  g_autofree char *named = self->session_name != NULL
                           ? g_strdup_printf ("%s: %s", self->session_name, result->error) : NULL;

  if (result->host_error || result->diagnostics->len == 0)
    {
      text = named != NULL ? named : result->error;
      scape_output_panel_set_error (self->output, text);
    }
  else
    text = _ ("The script does not compile; the picture is of its last good version.");

  if (self->has_machine)
    show_banner (self, result->host_error ? GTK_MESSAGE_ERROR : GTK_MESSAGE_WARNING, text, FALSE);
  adw_status_page_set_title (self->error_page, result->host_error ? _ ("The Machine Could Not Start")
                                                                  : _ ("The Script Does Not Compile"));
  adw_status_page_set_description (self->error_page, result->error);
  if (!result->check)
    scape_window_show_output (self, "errors");
}

static void
take_escapes (ScapeWindow *self, GPtrArray *escapes)
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

/* A load or check of a text that was edited again meanwhile says nothing about the present one. */
static gboolean
is_of_present_text (ScapeWindow *self, guint serial)
{
  return serial == self->sent_serial && self->sent_revision == self->revision;
}

static void
escapes_cb (ScapeWindow *self, guint serial, GPtrArray *escapes)
{
  if (!is_of_present_text (self, serial))
    return;
  take_escapes (self, escapes);
  update_decisions (self);
  scape_window_update_texts (self);
}

static void
loaded_cb (ScapeWindow *self, const ScapeLoadResult *result)
{
  gboolean awaited = result->serial == self->load_serial;

  if (awaited)
    self->load_serial = 0;
  self->compiles = result->compiled;
  if (result->session != NULL && result->adopted)
    scape_window_take_session (self, result->session);
  if (result->adopted)
    adopt_machine (self);

  if (is_of_present_text (self, result->serial))
    {
      scape_editor_set_diagnostics (self->editor, result->diagnostics);
      if (!result->compiled)
        take_escapes (self, NULL);
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
        show_banner (self, GTK_MESSAGE_INFO, _ ("The script has changed since this run began."), TRUE);
    }
  update_decisions (self);
  if (awaited && result->compiled)
    go_on (self);
  else if (awaited)
    self->then = SCAPE_THEN_STAY;
  scape_window_show_centre (self);
  scape_window_update_actions (self);
  scape_window_update_texts (self);
}

/* What the machine tells */

static void
stopped_cb (ScapeWindow *self, int reason, const char *stop)
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
      text = g_strdup_printf (_ ("The machine stopped: %s. What you see is its last state."), stop);
      show_banner (self, GTK_MESSAGE_ERROR, text, TRUE);
    }
  else if (reason == GCCORE_STOP_ENDED && back)
    {
      scape_window_toast (self, _ ("No stop came true before this moment"));
    }
  else if (reason == GCCORE_STOP_ENDED && frame != NULL)
    {
      self->last_tick = self->known_last_tick = frame->tick;
      if (frame->death != NULL)
        scape_window_show_output (self, "output");
      text = scape_window_ended_text (frame);
      if (self->noted_end != frame->tick)
        scape_output_panel_add_note (self->output, frame->tick, text, frame->exit_status != 0);
      self->noted_end = frame->tick;
      scape_window_update_texts (self);
    }
  else if (reason == GCCORE_STOP_HIT && stop != NULL)
    {
      g_free (self->hit);
      self->hit = g_strdup (stop);
      scape_window_update_texts (self);
    }
}

static void
state_cb (ScapeWindow *self)
{
  if (scape_engine_is_busy (self->engine))
    g_clear_pointer (&self->hit, g_free);
  scape_transport_show_state (self->transport, scape_engine_get_state (self->engine));
  scape_window_update_texts (self);
  scape_window_update_actions (self);
}

static void
output_cb (ScapeWindow *self, const ScapeOutput *output)
{
  scape_output_panel_add (self->output, output);
}

static void
trace_cb (ScapeWindow *self, guint64 tick, const char *line)
{
  scape_output_panel_add_trace (self->output, tick, line);
}

static void
verified_cb (ScapeWindow *self, const char *broken)
{
  /* What it found stands over every view (scene/notice.h). */
  if (broken == NULL)
    scape_window_toast (self, _ ("Every promise of the heap holds"));
}

/* The script */

static void
send_source (ScapeWindow *self, gboolean check)
{
  g_autoptr (GBytes) text = scape_document_dup_text (self->document);
  const char *name = scape_document_get_name (self->document);
  GccoreKnobs knobs;

  g_clear_pointer (&self->session_name, g_free);
  gccore_knobs_init (&knobs);
  scape_knobs_get (self->knobs, &knobs);
  knobs.verify = g_settings_get_boolean (scape_settings (), "verify") || scape_knobs_is_broken (self->knobs);
  self->sent_revision = self->revision;
  g_clear_pointer (&self->sent_text, g_bytes_unref);
  self->sent_text = g_bytes_ref (text);
  if (check)
    self->sent_serial = scape_engine_check (self->engine, name, text, &knobs);
  /* The same program once more: its bookmarks are still good. */
  else if (self->has_machine && self->machine_text != NULL && g_bytes_equal (text, self->machine_text))
    self->sent_serial = scape_engine_restart (self->engine, name, text, &knobs);
  else
    self->sent_serial = scape_engine_load (self->engine, name, text, &knobs);
}

void
scape_window_load (ScapeWindow *self, ScapeThen then, GccoreGranularity by)
{
  g_clear_handle_id (&self->check_source, g_source_remove);
  if (scape_document_is_blank (self->document))
    {
      scape_window_show_centre (self);
      return;
    }
  self->then = then;
  self->then_by = by;
  send_source (self, FALSE);
  self->load_serial = self->sent_serial;
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
  scape_window_update_texts (self);
  scape_window_show_centre (self);
}

static gboolean
check_cb (gpointer data)
{
  ScapeWindow *self = data;

  self->check_source = 0;
  if (scape_document_is_blank (self->document))
    scape_window_show_centre (self);
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
  scape_window_update_lines (self);
  update_decisions (self);
  scape_window_update_actions (self);
}

static void
document_cb (ScapeWindow *self)
{
  scape_window_update_title (self);
  scape_window_update_actions (self);
}

static void
banner_restart_cb (ScapeWindow *self)
{
  scape_window_load (self, SCAPE_THEN_STAY, GCCORE_BY_TICK);
}

/* Knobs, speed and history */

static void
live_cb (ScapeWindow *self, const char *name, gint64 value)
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
speed_cb (ScapeWindow *self, double speed)
{
  scape_engine_set_speed (self->engine, speed);
}

static void
history_cb (ScapeWindow *self)
{
  guint64 megabytes = (guint64)g_settings_get_int (scape_settings (), "history-megabytes");

  scape_engine_set_history (self->engine, megabytes << 20);
}

void
scape_window_class_init_machine (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, banner_restart_cb);
}

void
scape_window_init_machine (ScapeWindow *self)
{
  g_signal_connect_swapped (self->engine, "loaded", G_CALLBACK (loaded_cb), self);
  g_signal_connect_swapped (self->engine, "escapes", G_CALLBACK (escapes_cb), self);
  g_signal_connect_swapped (self->engine, "stopped", G_CALLBACK (stopped_cb), self);
  g_signal_connect_swapped (self->engine, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (self->engine, "output", G_CALLBACK (output_cb), self);
  g_signal_connect_swapped (self->engine, "trace", G_CALLBACK (trace_cb), self);
  g_signal_connect_swapped (self->engine, "refused", G_CALLBACK (scape_window_toast), self);
  g_signal_connect_swapped (self->engine, "verified", G_CALLBACK (verified_cb), self);
  g_signal_connect_object (self->knobs, "live", G_CALLBACK (live_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->knobs, "restart", G_CALLBACK (restart_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transport, "speed", G_CALLBACK (speed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "notify", G_CALLBACK (document_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scape_document_get_buffer (self->document), "changed", G_CALLBACK (edited_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (scape_settings (), "changed::history-megabytes", G_CALLBACK (history_cb), self,
                           G_CONNECT_SWAPPED);
  history_cb (self);
  scape_engine_set_speed (self->engine, scape_transport_get_speed (self->transport));
}
