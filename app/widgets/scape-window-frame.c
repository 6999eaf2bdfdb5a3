#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "scene/compose.h"
#include "scene/format.h"
#include "scene/graph.h"
#include "scene/ribbon.h"
#include "scene/sentence.h"
#include "scene/span-map.h"
#include "scene/sums.h"
#include "widgets/scape-settings.h"
#include "widgets/scape-window-private.h"

/* Numbers in labels change at most this often while the machine runs: nobody can read faster. */
#define TEXT_INTERVAL_US 66000
/* Below this speed, in ticks a second, the line being run is shown as it runs. */
#define FOLLOW_SPEED 32.0
/* From this zoom on there may be room for what is in the words of an object. */
#define WORDS_ZOOM 64.0

/* Who looks at what */

static int
compare_addresses (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;

  return x < y ? -1 : x > y;
}

static gboolean
shows_view (ScapeWindow *self, const char *view)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->view_stack), view) == 0;
}

/* Tells the engine which spans' objects are looked at, when that has changed. */
void
scape_window_update_watched (ScapeWindow *self)
{
  const SceneMapView *view = scape_span_map_get_view (self->map);
  guint64 addrs[SCAPE_MAX_WATCHED];
  gboolean map = shows_view (self, "map"), objects = shows_view (self, "objects");
  guint n = map ? scape_span_map_wanted (self->map, addrs, SCAPE_MAX_WATCHED - 1) : 0;
  const ScapeWatch watch = { .n_nodes = objects ? SCENE_GRAPH_NODES : 0,
                             .graph_from = objects && view->selected_object ? view->selected : 0,
                             .words = map && view->zoom > WORDS_ZOOM,
                             .object = view->selected != 0 ? view->selected : self->followed,
                             .stack_g = scape_window_stack_g (self, scape_engine_get_frame (self->engine)),
                             .path = view->selected_object,
                             .cells = map ? scape_span_map_cells (self->map) : GCCORE_NO_CELLS,
                             .list_spans = map || objects ? 0 : SCENE_LIST_SPANS };

  if (watch.object != 0)
    addrs[n++] = watch.object;
  qsort (addrs, n, sizeof addrs[0], compare_addresses);
  if (n == self->watched->len && memcmp (addrs, self->watched->data, n * sizeof addrs[0]) == 0
      && scape_watch_equal (&watch, &self->watch))
    return;
  g_array_set_size (self->watched, 0);
  g_array_append_vals (self->watched, addrs, n);
  self->watch = watch;
  scape_engine_watch (self->engine, addrs, n, &watch);
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

  scape_window_inspect (self, &view);
  scape_picture_set_selected (self->board, view.selected);
  scape_picture_set_selected (self->objects, view.selected);
  scape_legend_set_view (self->objects_legend, &view);
  scape_window_update_watched (self);
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
      subtitle = g_strdup_printf (_ ("cycle %u · %s · %s"), frame->cycle, scene_phase_sentence (frame->phase), time);
    }
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");

  title = (g_free (title),
           g_strdup_printf ("%s%s – Spanscape", modified ? "• " : "", scape_document_get_name (self->document)));
  gtk_window_set_title (GTK_WINDOW (self), title);
}

void
scape_window_update_lines (ScapeWindow *self)
{
  const GccoreFrame *frame = self->has_machine ? scape_engine_get_frame (self->engine) : NULL;
  guint others[64], n_others = 0, current = 0;
  gboolean fast = scape_engine_is_busy (self->engine) && scape_transport_get_speed (self->transport) > FOLLOW_SPEED;

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

char *
scape_window_ended_text (const GccoreFrame *frame)
{
  /* Translators: %d is the status a program exits with. */
  return g_strdup_printf (_ ("The program ended, exit status %d"), frame->exit_status);
}

static char *
hit_text (ScapeWindow *self, const GccoreFrame *frame)
{
  g_autofree char *hit = scape_window_stop_text (self->hit), *sentence = scene_step_sentence (frame);

  return *sentence != '\0' ? g_strdup_printf ("%s · %s", hit, sentence) : g_steal_pointer (&hit);
}

/* "canvas", or what stands in its place. */
static const char *
centre_page (ScapeWindow *self)
{
  if (self->has_machine)
    return "canvas";
  return scape_document_is_blank (self->document) ? "empty" : self->compiles ? "loading" : "error";
}

gboolean
scape_window_has_nothing (ScapeWindow *self)
{
  const char *page = centre_page (self);

  return g_str_equal (page, "empty") || g_str_equal (page, "error");
}

void
scape_window_update_texts (ScapeWindow *self)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  g_autofree char *map_title = NULL, *said = NULL;
  guint64 last_tick;

  g_clear_handle_id (&self->text_source, g_source_remove);
  self->text_due_us = g_get_monotonic_time () + TEXT_INTERVAL_US;
  scape_window_update_title (self);
  scape_window_update_lines (self);
  update_inspector (self);
  for (guint i = SCAPE_N_MOVING; i < G_N_ELEMENTS (self->canvases); i++)
    scape_canvas_set_frame (self->canvases[i], scape_engine_get_frame (self->engine));
  /* Nothing is left of a program whose place another one took. */
  if (scape_window_has_nothing (self))
    {
      scape_transport_show (self->transport, NULL, 0);
      scape_transport_say (self->transport, "");
      return;
    }
  if (frame == NULL)
    return;
  last_tick = scape_engine_get_last_tick (self->engine);
  scape_transport_show (self->transport, frame, last_tick > frame->tick ? last_tick : self->last_tick);
  scape_output_panel_show_tick (self->output, frame->tick);
  scape_output_panel_set_frame (self->output, scape_engine_get_frame (self->engine));
  scape_window_update_places (self);
  /* What was selected since the last step, else what that step did. */
  if (self->selected_tick == frame->tick && scape_span_map_get_view (self->map)->selected != 0)
    said = scape_canvas_describe (SCAPE_CANVAS (self->map));
  else if (self->hit != NULL)
    said = hit_text (self, frame);
  else if (scape_engine_get_state (self->engine) == SCAPE_ENGINE_ENDED)
    said = scape_window_ended_text (frame);
  else if (frame->tick == 0 && self->marks->len > 0)
    said = g_strdup_printf (_ ("%u heap · %u stack by escape analysis"), self->n_heap, self->n_stack);
  else
    said = scene_step_sentence (frame);
  scape_transport_say (self->transport, said != NULL ? said : "");
  map_title = scene_span_map_title (frame);
  if (g_strcmp0 (gtk_label_get_text (self->map_title), map_title) != 0)
    {
      gtk_label_set_text (self->map_title, map_title);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->map_title), map_title); /* a small window cuts it short */
    }
}

static gboolean
text_cb (gpointer data)
{
  ScapeWindow *self = data;

  self->text_source = 0;
  scape_window_update_texts (self);
  return G_SOURCE_REMOVE;
}

/* The newest frame */

/* Only what is seen is fed: laying out the others would be work for nobody. */
static gboolean
is_seen (ScapeWindow *self, ScapeCanvas *canvas)
{
  return gtk_widget_get_parent (GTK_WIDGET (canvas)) != GTK_WIDGET (self->view_stack)
         || gtk_stack_get_visible_child (self->view_stack) == GTK_WIDGET (canvas) || canvas == SCAPE_CANVAS (self->map);
}

void
scape_window_show_centre (ScapeWindow *self)
{
  gtk_stack_set_visible_child_name (self->centre_stack, centre_page (self));
  scape_window_show_inspector (self);
}

static void
frame_cb (ScapeWindow *self)
{
  GccoreFrame *frame = scape_engine_get_frame (self->engine);

  for (guint i = 0; i < SCAPE_N_MOVING; i++)
    if (is_seen (self, self->canvases[i]))
      scape_canvas_set_frame (self->canvases[i], frame);
  scape_window_update_watched (self);

  if (!scape_engine_is_busy (self->engine) || g_get_monotonic_time () >= self->text_due_us)
    scape_window_update_texts (self);
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
  scape_window_update_watched (self);
}

static void
selected_cb (ScapeWindow *self)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);

  self->selected_tick = frame != NULL ? frame->tick : G_MAXUINT64;
  scape_window_update_texts (self);
  scape_window_update_actions (self);
}

static void
address_activated_cb (ScapeWindow *self, guint64 addr, gboolean object)
{
  scape_span_map_select (self->map, addr, object);
}

static void
filtered_cb (ScapeWindow *self, guint only)
{
  scape_span_map_set_only (self->map, only);
}

/* Another picture is shown in the place of the map. */
static void
view_stack_cb (ScapeWindow *self)
{
  gboolean map = shows_view (self, "map");
  ScapeCanvas *canvas = SCAPE_CANVAS (gtk_stack_get_visible_child (self->view_stack));

  gtk_widget_set_visible (self->map_tools, map);
  gtk_widget_set_visible (GTK_WIDGET (self->map_legend), map);
  scape_canvas_set_frame (canvas, scape_engine_get_frame (self->engine));
  scape_window_update_watched (self);
  /* What had the focus may be gone; and the keys are for what was asked to be seen. */
  gtk_widget_grab_focus (GTK_WIDGET (canvas));
}

void
scape_window_init_frame (ScapeWindow *self)
{
  g_signal_connect_swapped (self->engine, "frame", G_CALLBACK (frame_cb), self);
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (view_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map, "selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->map_legend, "filtered", G_CALLBACK (filtered_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->fragmentation, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->objects, "address-activated", G_CALLBACK (address_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view_stack, "notify::visible-child", G_CALLBACK (view_stack_cb), self,
                           G_CONNECT_SWAPPED);
  selected_cb (self);
  scape_window_show_centre (self);
  scape_window_update_title (self);
}
