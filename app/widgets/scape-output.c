#define G_LOG_DOMAIN "ScapeOutputPanel"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/theme.h"
#include "widgets/scape-canvas.h"
#include "widgets/scape-event-list.h"
#include "widgets/scape-output.h"

#define MAX_LINES 5000

typedef struct {
  guint64 tick;
  int fd;                     /* 1, 2; 0: a note, -1: a bad note */
  int n_chars;
  char *text;                 /* UTF-8 */
} Line;

/* A text that knows when each line was printed; the view shows the first n_shown of them. */
typedef struct {
  GtkTextView *view;          /* borrowed */
  GArray *lines;              /* of Line, ticks ascending */
  guint n_shown;
} Log;

struct _ScapeOutputPanel
{
  AdwBin parent_instance;

  /* template children */
  AdwViewStack *stack;
  AdwViewStackPage *errors_page;
  GtkTextView *output_view;
  GtkTextView *trace_view;
  GtkWidget *output_hint, *trace_hint; /* seen while the text is empty */
  GtkStack *errors_stack;
  GtkListBox *errors_list;
  ScapeEventList *events;

  /* owned */
  Log output;
  Log trace;
};

G_DEFINE_FINAL_TYPE (ScapeOutputPanel, scape_output_panel, ADW_TYPE_BIN)

enum
{
  PROBLEM_ACTIVATED,
  TICK_ACTIVATED,
  CLOSE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* The end of the text stays in sight until a person scrolls up, and again once they have scrolled down to it. */

static gboolean
is_following (GtkTextView *view)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  const double *ours = g_object_get_data (G_OBJECT (view), "end");
  double value = gtk_adjustment_get_value (adjustment);

  return ours == NULL || value == *ours ||
         value + gtk_adjustment_get_page_size (adjustment) >= gtk_adjustment_get_upper (adjustment) - 24;
}

/* After the text has been laid out, which the view does when idle. */
static gboolean
scroll_to_end_cb (gpointer data)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (data);
  double *ours = g_new (double, 1);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) -
                                        gtk_adjustment_get_page_size (adjustment));
  *ours = gtk_adjustment_get_value (adjustment);
  g_object_set_data_full (data, "end", ours, g_free);
  return G_SOURCE_REMOVE;
}

static void
scroll_to_end (GtkTextView *view)
{
  g_idle_add_full (G_PRIORITY_LOW, scroll_to_end_cb, g_object_ref (view), g_object_unref);
}

static void
log_drop_oldest (Log   *log,
                 guint  n)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (log->view);
  GtkTextIter start, end;
  int chars = 0;

  for (guint i = 0; i < MIN (n, log->n_shown); i++)
    chars += g_array_index (log->lines, Line, i).n_chars;
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, chars);
  gtk_text_buffer_delete (buffer, &start, &end);
  g_array_remove_range (log->lines, 0, n);
  log->n_shown -= MIN (n, log->n_shown);
}

static void
log_add (Log        *log,
         guint64     tick,
         int         fd,
         const char *text,
         gsize       length)
{
  Line line = { .tick = tick, .fd = fd, .text = g_utf8_make_valid (text, (gssize) length) };

  line.n_chars = (int) g_utf8_strlen (line.text, -1);
  g_array_append_val (log->lines, line);
  if (log->lines->len > MAX_LINES + MAX_LINES / 4)
    log_drop_oldest (log, MAX_LINES / 4);
}

static void
log_take_back (Log   *log,
               guint  n)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (log->view);
  GtkTextIter start, end;
  int chars = 0;

  for (guint i = n; i < log->n_shown; i++)
    chars += g_array_index (log->lines, Line, i).n_chars;
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, gtk_text_buffer_get_char_count (buffer) - chars);
  gtk_text_buffer_delete (buffer, &start, &end);
  log->n_shown = n;
}

static void
log_show (Log   *log,
          guint  n)
{
  static const char *const tags[] = { "bad", "note", NULL, "stderr" }; /* by fd + 1 */
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (log->view);
  gboolean follow = is_following (log->view);

  for (; log->n_shown < n; log->n_shown++)
    {
      const Line *line = &g_array_index (log->lines, Line, log->n_shown);
      const char *tag = tags[CLAMP (line->fd, -1, 2) + 1];
      GtkTextIter end;

      gtk_text_buffer_get_end_iter (buffer, &end);
      if (tag != NULL)
        gtk_text_buffer_insert_with_tags_by_name (buffer, &end, line->text, -1, tag, NULL);
      else
        gtk_text_buffer_insert (buffer, &end, line->text, -1);
    }
  if (follow)
    scroll_to_end (log->view);
}

/* How many lines were printed up to @tick. */
static guint
log_count (const Log *log,
           guint64    tick)
{
  guint n = log->lines->len;

  while (n > 0 && g_array_index (log->lines, Line, n - 1).tick > tick)
    n--;
  return n;
}

static void
log_show_tick (Log     *log,
               guint64  tick)
{
  guint n = log_count (log, tick);

  if (n < log->n_shown)
    log_take_back (log, n);
  else if (n > log->n_shown)
    log_show (log, n);
}

static void
log_forget_after (Log     *log,
                  guint64  tick)
{
  guint n = log_count (log, tick);

  if (n < log->n_shown)
    log_take_back (log, n);
  g_array_set_size (log->lines, n);
}

void
scape_output_panel_add (ScapeOutputPanel  *self,
                        const ScapeOutput *output)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  if (output->fd == 0)
    {
      g_autofree char *size = g_format_size_full (output->tick, G_FORMAT_SIZE_IEC_UNITS);
      /* Translators: printed among the program's output; %s is a size like "12 KiB". */
      g_autofree char *note = g_strdup_printf (_("… %s left out …"), size);
      guint64 tick = self->output.lines->len > 0
                     ? g_array_index (self->output.lines, Line, self->output.lines->len - 1).tick : 0;

      scape_output_panel_add_note (self, tick, note, FALSE);
      return;
    }
  log_add (&self->output, output->tick, output->fd, output->text, output->length);
}

void
scape_output_panel_add_note (ScapeOutputPanel *self,
                             guint64           tick,
                             const char       *text,
                             gboolean          bad)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  log_add (&self->output, tick, bad ? -1 : 0, line, strlen (line));
}

void
scape_output_panel_add_trace (ScapeOutputPanel *self,
                              guint64           tick,
                              const char       *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);

  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  log_add (&self->trace, tick, 1, text, strlen (text));
}

void
scape_output_panel_show_tick (ScapeOutputPanel *self,
                              guint64           tick)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  log_show_tick (&self->output, tick);
  log_show_tick (&self->trace, tick);
}

void
scape_output_panel_forget_after (ScapeOutputPanel *self,
                                 guint64           tick)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  log_forget_after (&self->output, tick);
  log_forget_after (&self->trace, tick);
}

static void
log_clear (Log *log)
{
  g_array_set_size (log->lines, 0);
  log->n_shown = 0;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (log->view), "", 0);
}

void
scape_output_panel_clear (ScapeOutputPanel *self)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  log_clear (&self->output);
  log_clear (&self->trace);
}

void
scape_output_panel_set_frame (ScapeOutputPanel *self, GccoreFrame *frame)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  scape_event_list_set_frame (self->events, frame);
}

gboolean
scape_output_panel_get_line (ScapeOutputPanel *self, guint n, const char **text, guint64 *tick)
{
  g_return_val_if_fail (SCAPE_IS_OUTPUT_PANEL (self), FALSE);

  if (n >= self->output.n_shown)
    return FALSE;
  *text = g_array_index (self->output.lines, Line, n).text;
  *tick = g_array_index (self->output.lines, Line, n).tick;
  return TRUE;
}

static void
remove_problems (ScapeOutputPanel *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->errors_list))) != NULL)
    gtk_list_box_remove (self->errors_list, row);
}

static void
add_problem (ScapeOutputPanel *self,
             const char       *place,
             const char       *text,
             int               line,
             int               column)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name ("dialog-error-symbolic");
  GtkWidget *where = gtk_label_new (place);
  GtkWidget *what = gtk_label_new (text);

  gtk_widget_add_css_class (image, "error");
  gtk_widget_add_css_class (where, "value");
  gtk_widget_add_css_class (where, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (what), 0);
  gtk_label_set_wrap (GTK_LABEL (what), TRUE);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  if (place != NULL)
    gtk_box_append (GTK_BOX (box), where);
  else
    g_object_ref_sink (where), g_object_unref (where);
  gtk_box_append (GTK_BOX (box), what);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), line > 0);
  g_object_set_data (G_OBJECT (row), "line", GINT_TO_POINTER (line));
  g_object_set_data (G_OBJECT (row), "column", GINT_TO_POINTER (column));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_list_box_append (self->errors_list, row);
}

static void
show_problems (ScapeOutputPanel *self,
               guint             n)
{
  gtk_stack_set_visible_child_name (self->errors_stack, n > 0 ? "list" : "none");
  adw_view_stack_page_set_badge_number (self->errors_page, n);
  adw_view_stack_page_set_needs_attention (self->errors_page, n > 0);
}

void
scape_output_panel_set_diagnostics (ScapeOutputPanel *self,
                                    const char       *name,
                                    GPtrArray        *diagnostics)
{
  guint n = diagnostics != NULL ? diagnostics->len : 0;

  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  remove_problems (self);
  for (guint i = 0; i < n; i++)
    {
      const GccoreDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);
      g_autofree char *place = diagnostic->column > 0
                                 ? g_strdup_printf ("%s:%d:%d", name, diagnostic->line, diagnostic->column)
                                 : g_strdup_printf ("%s:%d", name, diagnostic->line);

      add_problem (self, place, diagnostic->text, diagnostic->line, diagnostic->column);
    }
  show_problems (self, n);
}

void
scape_output_panel_set_error (ScapeOutputPanel *self,
                              const char       *text)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  remove_problems (self);
  add_problem (self, NULL, text, 0, 0);
  show_problems (self, 1);
}

void
scape_output_panel_show_page (ScapeOutputPanel *self,
                              const char       *page)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  adw_view_stack_set_visible_child_name (self->stack, page);
}

static void
row_cb (ScapeOutputPanel *self,
        GtkListBoxRow    *row)
{
  g_signal_emit (self, signals[PROBLEM_ACTIVATED], 0,
                 (guint) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "line")),
                 (guint) GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "column")));
}

/* A click that selects nothing goes to the moment at which the line was printed. */
static void
log_clicked (ScapeOutputPanel *self, const Log *log, double x, double y)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (log->view);
  GtkTextIter iter;
  int bx, by, left;

  if (gtk_text_buffer_get_has_selection (buffer))
    return;
  gtk_text_view_window_to_buffer_coords (log->view, GTK_TEXT_WINDOW_WIDGET, (int)x, (int)y, &bx, &by);
  gtk_text_view_get_line_at_y (log->view, &iter, by, NULL);
  left = gtk_text_iter_get_offset (&iter);
  for (guint i = 0; i < log->n_shown; i++)
    {
      const Line *line = &g_array_index (log->lines, Line, i);

      left -= line->n_chars;
      if (left >= 0)
        continue;
      g_signal_emit (self, signals[TICK_ACTIVATED], 0, line->tick);
      return;
    }
}

static void
released_cb (ScapeOutputPanel *self, int n_press, double x, double y, GtkGestureClick *gesture)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  if (n_press == 1)
    log_clicked (self, view == GTK_WIDGET (self->output_view) ? &self->output : &self->trace, x, y);
}

static void
tick_cb (ScapeOutputPanel *self, guint64 tick)
{
  g_signal_emit (self, signals[TICK_ACTIVATED], 0, tick);
}

static void
close_cb (ScapeOutputPanel *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

static void
style_cb (ScapeOutputPanel *self)
{
  g_autoptr (SceneTheme) theme = scene_theme_new (scape_canvas_theme_kind (), 1);
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (gtk_text_view_get_buffer (self->output_view));
  const struct { const char *name; SceneColour colour; } tags[] = {
    { "stderr", theme->warning }, { "bad", theme->error }, { "note", theme->dim },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      GdkRGBA colour = { tags[i].colour.r, tags[i].colour.g, tags[i].colour.b, tags[i].colour.a };

      g_object_set (gtk_text_tag_table_lookup (table, tags[i].name), "foreground-rgba", &colour, NULL);
    }
}

static void
line_clear (Line *line)
{
  g_free (line->text);
}

static void
log_init (Log *log, GtkTextView *view, ScapeOutputPanel *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  /* Beside what the view itself does with clicks. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));

  log->view = view;
  log->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (log->lines, (GDestroyNotify) line_clear);
  gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (view), FALSE);
  g_signal_connect (view, "map", G_CALLBACK (scroll_to_end), NULL);
}

static void
log_changed (Log *log, GtkWidget *hint)
{
  gtk_widget_set_visible (hint, gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (log->view)) == 0);
  /* A text view finds the height of its text when idle, or else while it is drawn, which is too late to give the scroll
   * bar its place: with this it does so in the layout that comes before. */
  gtk_widget_queue_resize (GTK_WIDGET (log->view));
}

static void
output_changed_cb (ScapeOutputPanel *self)
{
  log_changed (&self->output, self->output_hint);
}

static void
trace_changed_cb (ScapeOutputPanel *self)
{
  log_changed (&self->trace, self->trace_hint);
}

static void
scape_output_panel_finalize (GObject *object)
{
  ScapeOutputPanel *self = SCAPE_OUTPUT_PANEL (object);

  g_array_unref (self->output.lines);
  g_array_unref (self->trace.lines);

  G_OBJECT_CLASS (scape_output_panel_parent_class)->finalize (object);
}

static void
scape_output_panel_class_init (ScapeOutputPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->finalize = scape_output_panel_finalize;

  signals[PROBLEM_ACTIVATED] = g_signal_new ("problem-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[TICK_ACTIVATED] =
      g_signal_new ("tick-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[CLOSE] = g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SCAPE_TYPE_EVENT_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-output.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, events);
  gtk_widget_class_bind_template_callback (widget_class, tick_cb);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, errors_page);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, output_view);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, trace_view);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, output_hint);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, trace_hint);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, errors_stack);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, errors_list);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
scape_output_panel_init (ScapeOutputPanel *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));

  log_init (&self->output, self->output_view, self);
  log_init (&self->trace, self->trace_view, self);
  g_signal_connect_object (gtk_text_view_get_buffer (self->output_view), "changed", G_CALLBACK (output_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->trace_view), "changed", G_CALLBACK (trace_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->output_view), "stderr", NULL);
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->output_view), "bad", NULL);
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->output_view), "note", NULL);
  style_cb (self);
  show_problems (self, 0);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
}
