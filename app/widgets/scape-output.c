#define G_LOG_DOMAIN "ScapeOutputPanel"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/theme.h"
#include "widgets/scape-canvas.h"
#include "widgets/scape-output.h"

#define MAX_LINES 5000
#define MAX_BYTES (1024 * 1024)

/* Text that waits for the next turn of the main loop. */
typedef struct {
  int fd;                     /* 1, 2; 0: a note, -1: a bad note */
  GString *text;
} Pending;

struct _ScapeOutputPanel
{
  AdwBin parent_instance;

  /* template children */
  AdwViewStack *stack;
  AdwViewStackPage *errors_page;
  GtkTextView *output_view;
  GtkTextView *trace_view;
  GtkStack *errors_stack;
  GtkListBox *errors_list;

  /* owned */
  GArray *pending;            /* of Pending */
  GString *pending_trace;
  guint flush_source;
};

G_DEFINE_FINAL_TYPE (ScapeOutputPanel, scape_output_panel, ADW_TYPE_BIN)

enum { PROBLEM_ACTIVATED, CLOSE, N_SIGNALS };
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
trim (GtkTextBuffer *buffer)
{
  int lines = gtk_text_buffer_get_line_count (buffer), chars = gtk_text_buffer_get_char_count (buffer);
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (buffer, &start);
  if (lines > MAX_LINES + MAX_LINES / 4)
    gtk_text_buffer_get_iter_at_line (buffer, &end, lines - MAX_LINES);
  else if (chars > MAX_BYTES + MAX_BYTES / 4)
    gtk_text_buffer_get_iter_at_offset (buffer, &end, chars - MAX_BYTES);
  else
    return;
  gtk_text_buffer_delete (buffer, &start, &end);
}

static void
append (GtkTextView *view,
        const char  *text,
        gsize        length,
        const char  *tag)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  gboolean follow = is_following (view);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (tag != NULL)
    gtk_text_buffer_insert_with_tags_by_name (buffer, &end, valid, -1, tag, NULL);
  else
    gtk_text_buffer_insert (buffer, &end, valid, -1);
  trim (buffer);
  if (follow)
    scroll_to_end (view);
}

static gboolean
flush_cb (gpointer data)
{
  static const char *const tags[] = { "bad", "note", NULL, "stderr" }; /* by fd + 1 */
  ScapeOutputPanel *self = data;

  self->flush_source = 0;
  for (guint i = 0; i < self->pending->len; i++)
    {
      const Pending *pending = &g_array_index (self->pending, Pending, i);

      append (self->output_view, pending->text->str, pending->text->len, tags[CLAMP (pending->fd, -1, 2) + 1]);
    }
  g_array_set_size (self->pending, 0);
  if (self->pending_trace->len > 0)
    append (self->trace_view, self->pending_trace->str, self->pending_trace->len, NULL);
  g_string_truncate (self->pending_trace, 0);
  return G_SOURCE_REMOVE;
}

static void
queue_flush (ScapeOutputPanel *self)
{
  if (self->flush_source == 0)
    self->flush_source = g_timeout_add (30, flush_cb, self);
}

static void
add (ScapeOutputPanel *self,
     int               fd,
     const char       *text,
     gsize             length)
{
  Pending *last = self->pending->len > 0 ? &g_array_index (self->pending, Pending, self->pending->len - 1) : NULL;

  if (last == NULL || last->fd != fd)
    {
      Pending pending = { fd, g_string_new (NULL) };

      g_array_append_val (self->pending, pending);
      last = &g_array_index (self->pending, Pending, self->pending->len - 1);
    }
  g_string_append_len (last->text, text, (gssize) length);
  queue_flush (self);
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

      scape_output_panel_add_note (self, note, FALSE);
      return;
    }
  add (self, output->fd, output->text, output->length);
}

void
scape_output_panel_add_note (ScapeOutputPanel *self,
                             const char       *text,
                             gboolean          bad)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  add (self, bad ? -1 : 0, line, strlen (line));
}

void
scape_output_panel_add_trace (ScapeOutputPanel *self,
                              const char       *line)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  g_string_append (self->pending_trace, line);
  g_string_append_c (self->pending_trace, '\n');
  if (self->pending_trace->len > MAX_BYTES)
    g_string_erase (self->pending_trace, 0, MAX_BYTES / 2);
  queue_flush (self);
}

void
scape_output_panel_clear (ScapeOutputPanel *self)
{
  g_return_if_fail (SCAPE_IS_OUTPUT_PANEL (self));

  g_array_set_size (self->pending, 0);
  g_string_truncate (self->pending_trace, 0);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->output_view), "", 0);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->trace_view), "", 0);
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
      g_autofree char *place = g_strdup_printf ("%s:%d:%d", name, diagnostic->line, diagnostic->column);

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
pending_clear (Pending *pending)
{
  g_string_free (pending->text, TRUE);
}

static void
scape_output_panel_dispose (GObject *object)
{
  ScapeOutputPanel *self = SCAPE_OUTPUT_PANEL (object);

  g_clear_handle_id (&self->flush_source, g_source_remove);
  g_clear_pointer (&self->pending, g_array_unref);
  if (self->pending_trace != NULL)
    g_string_free (g_steal_pointer (&self->pending_trace), TRUE);

  G_OBJECT_CLASS (scape_output_panel_parent_class)->dispose (object);
}

static void
scape_output_panel_class_init (ScapeOutputPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = scape_output_panel_dispose;

  signals[PROBLEM_ACTIVATED] = g_signal_new ("problem-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[CLOSE] = g_signal_new ("close", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-output.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, errors_page);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, output_view);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, trace_view);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, errors_stack);
  gtk_widget_class_bind_template_child (widget_class, ScapeOutputPanel, errors_list);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
scape_output_panel_init (ScapeOutputPanel *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkTextView *views[2];

  self->pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  g_array_set_clear_func (self->pending, (GDestroyNotify) pending_clear);
  self->pending_trace = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  views[0] = self->output_view;
  views[1] = self->trace_view;
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (views[i]), FALSE);
      g_signal_connect (views[i], "map", G_CALLBACK (scroll_to_end), NULL);
    }
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->output_view), "stderr", NULL);
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->output_view), "bad", NULL);
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->output_view), "note", NULL);
  style_cb (self);
  show_problems (self, 0);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
}
