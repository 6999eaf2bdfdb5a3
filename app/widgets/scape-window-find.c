/* What the finder finds: places of the heap, moments, lines and functions, events, stops, commands. */

#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "scene/format.h"
#include "scene/sentence.h"
#include "widgets/scape-window-private.h"

/* Fewer hexadecimal digits than these are a word or a number. */
#define LEAST_ADDRESS_DIGITS 6
#define MAX_EVENTS 12

/* Everything that can be done, in the words of the shortcuts window. */
static const struct { const char *title, *action, *accel;
} commands[] = {
  { N_ ("Run or pause"), "win.run", "space" },
  { N_ ("Run to the next stop"), "win.continue", "F5" },
  { N_ ("Back to the stop before"), "win.run-back", "<Shift>F5" },
  { N_ ("Step"), "win.step", "period" },
  { N_ ("Step back"), "win.step-back", "comma" },
  { N_ ("Step one tick"), "win.step-into", "F7" },
  { N_ ("Step one line"), "win.step-over", "F8" },
  { N_ ("To the next phase"), "win.step-phase", "<Shift>Right" },
  { N_ ("To the phase before"), "win.phase-back", "<Shift>Left" },
  { N_ ("To the next cycle"), "win.step-cycle", "<Control>Right" },
  { N_ ("To the cycle before"), "win.cycle-back", "<Control>Left" },
  { N_ ("Run to the end"), "win.run-to-end", "End" },
  { N_ ("Restart"), "win.restart", "Home" },
  { N_ ("Stop at this line, or no more"), "win.toggle-stop", "<Control>b" },
  { N_ ("Write a stop"), "win.add-stop", "<Control><Shift>b" },
  { N_ ("Bookmark this moment"), "win.bookmark", "<Control>d" },
  { N_ ("Rename this branch of the history"), "win.rename-branch", NULL },
  { N_ ("Save the session"), "win.save-session", NULL },
  { N_ ("Screenshot"), "win.screenshot", "<Control><Shift>p" },
  { N_ ("Copy the picture"), "win.copy-picture", "<Control><Shift>c" },
  { N_ ("Verify the heap"), "win.verify", NULL },
  { N_ ("Line and decision behind the object"), "win.show-allocation", "<Control><Shift>e" },
  { N_ ("Who greyed the object"), "win.find-greying", "<Control><Shift>g" },
  { N_ ("Stack of the next goroutine"), "win.next-goroutine", "g" },
  { N_ ("Zoom to the selected span"), "win.zoom-to", "f" },
  { N_ ("Show everything"), "win.zoom-fit", "0" },
  { N_ ("To the script"), "win.edit", "<Control>e" },
  { N_ ("Side panel"), "win.toggle-side", "F9" },
  { N_ ("Inspector"), "win.inspector-visible", "<Control>F9" },
  { N_ ("Output"), "win.toggle-output", "<Control>j" },
  { N_ ("New script"), "win.new", "<Control>n" },
  { N_ ("Open"), "win.open", "<Control>o" },
  { N_ ("Save"), "win.save", "<Control>s" },
  { N_ ("Save as"), "win.save-as", "<Control><Shift>s" },
  { N_ ("Fullscreen"), "win.fullscreen", "F11" },
  { N_ ("Preferences"), "app.preferences", "<Control>comma" },
  { N_ ("Keyboard shortcuts"), "win.show-help-overlay", "<Control>question" },
};

static const struct { const char *title, *view, *accel; } pictures[] = {
  { N_("Show the span map"), "map", "<Control>1" },
  { N_("Show the span classes"), "board", "<Control>2" },
  { N_("Show the objects"), "objects", "<Control>3" },
  { N_("Show the fragmentation"), "fragmentation", "<Control>4" },
};

static gboolean
parse_address (const char *text,
               guint64    *addr)
{
  gboolean hex = g_str_has_prefix (text, "0x") || g_str_has_prefix (text, "0X");

  if (!hex && strlen (text) < LEAST_ADDRESS_DIGITS)
    return FALSE;
  return g_ascii_string_to_unsigned (hex ? text + 2 : text, 16, 1, G_MAXUINT64, addr, NULL);
}

/* The span there, and the object; of a span that the frame leaves out nothing is known until it is selected. */
static void
find_address (ScapeWindow *self,
              const char  *text)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  SceneHit hit = { .kind = SCENE_HIT_RUN, .index = -1, .p = -1 };
  char name[SCENE_TEXT_MAX];
  gboolean left_out;
  guint64 addr;
  g_autofree char *span = NULL;

  if (!parse_address (text, &addr))
    return;
  hit.addr = addr;
  hit.run = scene_frame_run_at (frame, addr);
  left_out = hit.run < 0 && scene_frame_run_near (frame, addr) >= 0;
  if (hit.run < 0 && !left_out)
    return;
  scene_format_addr (name, addr);
  span = left_out ? g_strdup (name) : scene_hit_describe (frame, &hit);
  scape_finder_add (self->finder, _("span"), span, NULL, NULL, "win.select", g_variant_new ("(tb)", addr, FALSE));
  if (!left_out && frame->runs[hit.run].elem_size > 0)
    {
      scape_finder_add (self->finder, _("object"), name, NULL, NULL, "win.select", g_variant_new ("(tb)", addr, TRUE));
    }
}

/* A number may be a moment, a line, or a page of the heap. */
static void
find_number (ScapeWindow *self,
             const char  *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (scape_document_get_buffer (self->document));
  guint64 number;
  char shown[SCENE_TEXT_MAX];
  g_autofree char *tick = NULL;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return;
  if (number >= 1 && number <= (guint64) gtk_text_buffer_get_line_count (buffer))
    {
      g_autofree char *line = g_strdup_printf (_("Line %u"), (guint) number);

      scape_finder_add (self->finder, _("line"), line, NULL, NULL, "win.go-to-line",
                        g_variant_new_uint32 ((guint) number));
    }
  if (!self->has_machine)
    return;
  tick = g_strdup_printf (_("Tick %s"), scene_format_count (shown, number));
  scape_finder_add (self->finder, _("moment"), tick, NULL, NULL, "win.seek", g_variant_new_uint64 (number));
}

static void
find_stop (ScapeWindow *self,
           const char  *text)
{
  g_autofree char *when = scape_stop_describe (text);

  if (when != NULL)
    scape_finder_add (self->finder, _("new stop"), text, when, NULL, "win.stop-when", g_variant_new_string (text));
}

static void
find_functions (ScapeWindow *self,
                const char  *folded)
{
  g_autoptr (GBytes) bytes = scape_document_dup_text (self->document);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *place = NULL;

      if (!g_str_has_prefix (lines[i], "func ") || !scene_sentence_contains (lines[i], folded))
        continue;
      g_strchomp (lines[i]);
      if (g_str_has_suffix (lines[i], "{"))
        lines[i][strlen (lines[i]) - 1] = '\0';
      place = g_strdup_printf (_("Line %u"), i + 1);
      if (!scape_finder_add (self->finder, _("function"), lines[i], place, NULL, "win.go-to-line",
                             g_variant_new_uint32 (i + 1)))
        return;
    }
}

/* Of the last events, the newest first. */
static void
find_events (ScapeWindow *self,
             const char  *folded)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  guint n = 0;

  for (guint i = frame->n_events; i > 0 && n < MAX_EVENTS; i--)
    {
      const GccoreFrameEvent *event = &frame->events[i - 1];
      g_autofree char *text = scene_event_sentence (event);
      char tick[SCENE_TEXT_MAX];

      if (!scene_sentence_contains (text, folded))
        continue;
      scene_format_count (tick, event->tick);
      n++;
      if (!scape_finder_add (self->finder, tick, text, NULL, NULL, "win.seek", g_variant_new_uint64 (event->tick)))
        return;
    }
}

static void
find_bookmarks (ScapeWindow *self, const char *folded)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);

  for (guint i = 0; i < frame->n_bookmarks; i++)
    {
      char tick[SCENE_TEXT_MAX];

      scene_format_count (tick, frame->bookmarks[i].position.tick);
      if (scene_sentence_contains (frame->bookmarks[i].name, folded)
          && !scape_finder_add (self->finder, _ ("bookmark"), frame->bookmarks[i].name, tick, NULL,
                                "win.go-to-bookmark", g_variant_new_uint32 (i)))
        return;
    }
}

static void
find_output (ScapeWindow *self, const char *folded)
{
  const char *text;
  guint64 tick;

  for (guint i = 0, n = 0; scape_output_panel_get_line (self->output, i, &text, &tick) && n < MAX_EVENTS; i++)
    {
      g_autofree char *line = g_strchomp (g_strdup (text));

      if (!scene_sentence_contains (line, folded))
        continue;
      n++;
      if (!scape_finder_add (self->finder, _ ("output"), line, NULL, NULL, "win.seek", g_variant_new_uint64 (tick)))
        return;
    }
}

static gboolean
is_possible (ScapeWindow *self,
             const char  *action)
{
  GActionGroup *group = g_str_has_prefix (action, "app.") ? G_ACTION_GROUP (g_application_get_default ())
                                                          : G_ACTION_GROUP (self);

  /* What the widget class installed is not in the group; doing it when it cannot be done does nothing. */
  return !g_action_group_has_action (group, action + 4) || g_action_group_get_action_enabled (group, action + 4);
}

/* In the window's language, or in English: who cannot type the one may know the other. */
static gboolean
is_called (const char *title, const char *folded)
{
  return scene_sentence_contains (gettext (title), folded) || scene_sentence_contains (title, folded);
}

static void
find_commands (ScapeWindow *self,
               const char  *folded)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (is_called (commands[i].title, folded) && is_possible (self, commands[i].action) &&
        !scape_finder_add (self->finder, _("command"), gettext (commands[i].title), NULL, commands[i].accel,
                           commands[i].action, NULL))
      return;
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    if (is_called (pictures[i].title, folded)
        && !scape_finder_add (self->finder, _("command"), gettext (pictures[i].title), NULL, pictures[i].accel,
                              "view.show", g_variant_new_string (pictures[i].view)))
      return;
}

static void
search_cb (ScapeWindow *self,
           const char  *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *folded = g_utf8_casefold (stripped, -1);

  if (*stripped != '\0')
    {
      if (self->has_machine)
        find_address (self, stripped);
      find_number (self, stripped);
      find_stop (self, stripped);
      find_functions (self, folded);
      if (self->has_machine)
        find_bookmarks (self, folded);
    }
  find_commands (self, folded);
  if (*stripped != '\0' && self->has_machine)
    {
      find_output (self, folded);
      find_events (self, folded);
    }
}

static void
closed_cb (ScapeWindow *self)
{
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->view_stack));
}

/* The actions that results are */

static void
select_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  ScapeWindow *self = data;
  guint64 addr;
  gboolean object;

  g_variant_get (parameter, "(tb)", &addr, &object);
  scape_span_map_select (self->map, addr, object);
  scape_span_map_zoom_to (self->map);
}

static void
go_to_line_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       data)
{
  ScapeWindow *self = data;

  scape_window_show_side (self, "script");
  scape_editor_go_to (self->editor, g_variant_get_uint32 (parameter), 0);
}

static void
seek_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  scape_window_seek (data, g_variant_get_uint64 (parameter));
}

static void
stop_when_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  ScapeWindow *self = data;

  scape_stops_add (self->stops, g_variant_get_string (parameter, NULL), NULL);
  scape_window_show_side (self, "stops");
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  scape_finder_open (SCAPE_WINDOW (widget)->finder);
}

void
scape_window_class_init_find_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find_action);
}

void
scape_window_init_find (ScapeWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "select", .activate = select_action, .parameter_type = "(tb)" },
    { .name = "go-to-line", .activate = go_to_line_action, .parameter_type = "u" },
    { .name = "seek", .activate = seek_action, .parameter_type = "t" },
    { .name = "stop-when", .activate = stop_when_action, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->finder, "search", G_CALLBACK (search_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->finder, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}
