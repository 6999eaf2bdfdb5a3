#define G_LOG_DOMAIN "ScapeEditor"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/theme.h"
#include "session/escape-lines.h"
#include "session/machine.h"
#include "widgets/scape-canvas.h"
#include "widgets/scape-editor.h"
#include "widgets/scape-stop-gutter.h"

#define CATEGORY_CURRENT "scape-current"
#define CATEGORY_BARE "scape-current-bare" /* the same on a line whose margin has a mark already */
#define CATEGORY_OTHER "scape-other"
#define CATEGORY_ERROR "scape-error"
#define CATEGORY_HEAP "scape-heap"
#define CATEGORY_STACK "scape-stack"

/* Left of the line numbers. */
#define STOPS_POSITION (GTK_SOURCE_VIEW_GUTTER_POSITION_LINES - 10)

/* Bytes after which a tooltip has said enough. */
#define MAX_TOOLTIP 1500

typedef struct {
  guint line;
  char *text;
} Problem;

struct _ScapeEditor
{
  AdwBin parent_instance;

  /* template children */
  GtkSourceView *view;

  /* owned */
  ScapeDocument *document;
  ScapeStops *stops;
  GHashTable *stop_marks;       /* ScapeStop of a line -> GtkTextMark of the buffer, which knows where the line went */
  ScapeStopGutter *stop_gutter; /* borrowed from the view */
  GtkTextTag *error_tag;      /* borrowed from the buffer's table */
  GArray *problems;           /* of Problem */
  GPtrArray *escapes;         /* of GccoreEscapeLine; NULL none */
  GArray *lines;              /* guint: those shown, the current first */
};

G_DEFINE_FINAL_TYPE (ScapeEditor, scape_editor, ADW_TYPE_BIN)

static GtkTextBuffer *
get_buffer (ScapeEditor *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static GdkRGBA
to_rgba (SceneColour colour)
{
  return (GdkRGBA) { colour.r, colour.g, colour.b, colour.a };
}

static void
set_category (ScapeEditor *self,
              const char  *category,
              const char  *icon,
              GdkRGBA      background,
              int          priority)
{
  g_autoptr (GtkSourceMarkAttributes) attributes = gtk_source_mark_attributes_new ();

  if (icon != NULL)
    gtk_source_mark_attributes_set_icon_name (attributes, icon);
  if (background.alpha > 0)
    gtk_source_mark_attributes_set_background (attributes, &background);
  gtk_source_view_set_mark_attributes (self->view, category, attributes, priority);
}

static void
style_cb (ScapeEditor *self)
{
  g_autoptr (SceneTheme) theme = scene_theme_new (scape_canvas_theme_kind (), 1);
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (manager, theme->dark ? "spanscape-dark"
                                                                                                   : "spanscape");
  GdkRGBA none = { 0, 0, 0, 0 };

  if (scheme != NULL)
    gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (get_buffer (self)), scheme);
  set_category (self, CATEGORY_CURRENT, "spanscape-here-symbolic", to_rgba (theme->current_line), 3);
  set_category (self, CATEGORY_BARE, NULL, to_rgba (theme->current_line), 3);
  set_category (self, CATEGORY_OTHER, "spanscape-there-symbolic", none, 2);
  set_category (self, CATEGORY_HEAP, "spanscape-heap", none, 1);
  set_category (self, CATEGORY_STACK, "spanscape-stack", none, 0);
  set_category (self, CATEGORY_ERROR, "dialog-error-symbolic", none, 4);
  if (self->error_tag != NULL)
    {
      GdkRGBA colour = to_rgba (theme->error);

      g_object_set (self->error_tag, "underline", PANGO_UNDERLINE_ERROR, "underline-rgba", &colour, NULL);
    }
  if (self->stop_gutter != NULL)
    {
      GdkRGBA colour = to_rgba (theme->error);

      scape_stop_gutter_set_colour (self->stop_gutter, &colour);
    }
}

/* The text that a compiler's position means: the word there, or one character, or the last one of the line. */
static void
problem_range (ScapeEditor *self,
               int          line,
               int          column,
               GtkTextIter *start,
               GtkTextIter *end)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter line_end;

  gtk_text_buffer_get_iter_at_line (buffer, start, MAX (line, 1) - 1);
  line_end = *start;
  if (!gtk_text_iter_ends_line (&line_end))
    gtk_text_iter_forward_to_line_end (&line_end);
  if (column > 1)
    gtk_text_iter_set_line_index (start, MIN (column - 1, gtk_text_iter_get_line_index (&line_end)));
  if (gtk_text_iter_equal (start, &line_end) && !gtk_text_iter_starts_line (start))
    gtk_text_iter_backward_char (start);

  *end = *start;
  while (!gtk_text_iter_ends_line (end) &&
         (g_unichar_isalnum (gtk_text_iter_get_char (end)) || gtk_text_iter_get_char (end) == '_'))
    gtk_text_iter_forward_char (end);
  if (gtk_text_iter_equal (start, end) && !gtk_text_iter_ends_line (end))
    gtk_text_iter_forward_char (end);
}

static void
clear_problems (ScapeEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  if (self->problems->len > 0)
    {
      gtk_text_buffer_remove_tag (get_buffer (self), self->error_tag, &start, &end);
      gtk_source_buffer_remove_source_marks (GTK_SOURCE_BUFFER (get_buffer (self)), &start, &end, CATEGORY_ERROR);
    }
  g_array_set_size (self->problems, 0);
}

void
scape_editor_set_diagnostics (ScapeEditor *self,
                              GPtrArray   *diagnostics)
{
  g_return_if_fail (SCAPE_IS_EDITOR (self));

  clear_problems (self);
  for (guint i = 0; diagnostics != NULL && i < diagnostics->len; i++)
    {
      const GccoreDiagnostic *diagnostic = g_ptr_array_index (diagnostics, i);
      Problem problem = { (guint) MAX (diagnostic->line, 1), g_strdup (diagnostic->text) };
      GtkTextIter start, end;

      g_array_append_val (self->problems, problem);
      problem_range (self, diagnostic->line, diagnostic->column, &start, &end);
      gtk_text_buffer_apply_tag (get_buffer (self), self->error_tag, &start, &end);
      gtk_source_buffer_create_source_mark (GTK_SOURCE_BUFFER (get_buffer (self)), NULL, CATEGORY_ERROR, &start);
    }
}

void
scape_editor_set_escapes (ScapeEditor *self,
                          GPtrArray   *escapes)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (get_buffer (self));
  guint n_lines = (guint) gtk_text_buffer_get_line_count (GTK_TEXT_BUFFER (buffer));
  g_autofree GccoreEscapeKind *kinds = g_new (GccoreEscapeKind, n_lines + 1);
  GtkTextIter start, end;

  g_return_if_fail (SCAPE_IS_EDITOR (self));

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &start, &end);
  gtk_source_buffer_remove_source_marks (buffer, &start, &end, CATEGORY_HEAP);
  gtk_source_buffer_remove_source_marks (buffer, &start, &end, CATEGORY_STACK);
  g_clear_pointer (&self->escapes, g_ptr_array_unref);
  if (escapes == NULL)
    return;

  /* One mark a line; what goes to the heap is what one looks for. */
  self->escapes = g_ptr_array_ref (escapes);
  for (guint i = 0; i <= n_lines; i++)
    kinds[i] = GCCORE_ESCAPE_OTHER;
  for (guint i = 0; i < escapes->len; i++)
    {
      const GccoreEscapeLine *escape = g_ptr_array_index (escapes, i);

      if (escape->line < 1 || (guint) escape->line > n_lines)
        continue;
      if (escape->kind == GCCORE_ESCAPE_HEAP ||
          (escape->kind == GCCORE_ESCAPE_STACK && kinds[escape->line] != GCCORE_ESCAPE_HEAP))
        kinds[escape->line] = escape->kind;
    }
  for (guint line = 1; line <= n_lines; line++)
    if (kinds[line] != GCCORE_ESCAPE_OTHER)
      {
        gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (buffer), &start, (int) line - 1);
        gtk_source_buffer_create_source_mark (buffer, NULL, kinds[line] == GCCORE_ESCAPE_HEAP ? CATEGORY_HEAP
                                                                                             : CATEGORY_STACK, &start);
      }
}

void
scape_editor_set_lines (ScapeEditor *self,
                        guint        current,
                        const guint *others,
                        guint        n_others)
{
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (get_buffer (self));
  guint n_lines = (guint) gtk_text_buffer_get_line_count (GTK_TEXT_BUFFER (buffer));
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint));
  GtkTextIter start, end;

  g_return_if_fail (SCAPE_IS_EDITOR (self));

  g_array_append_val (lines, current);
  g_array_append_vals (lines, others, n_others);
  if (lines->len == self->lines->len && memcmp (lines->data, self->lines->data, sizeof (guint) * lines->len) == 0)
    return;
  g_array_unref (self->lines);
  self->lines = g_array_ref (lines);

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &start, &end);
  gtk_source_buffer_remove_source_marks (buffer, &start, &end, CATEGORY_CURRENT);
  gtk_source_buffer_remove_source_marks (buffer, &start, &end, CATEGORY_BARE);
  gtk_source_buffer_remove_source_marks (buffer, &start, &end, CATEGORY_OTHER);
  for (guint i = 0; i < lines->len; i++)
    {
      guint line = g_array_index (lines, guint, i);
      GSList *marks;

      if (line == 0 || line > n_lines || (i > 0 && line == current))
        continue;
      gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (buffer), &start, (int) line - 1);
      marks = gtk_source_buffer_get_source_marks_at_line (buffer, (int) line - 1, NULL);
      if (i == 0)
        gtk_source_buffer_create_source_mark (buffer, NULL, marks != NULL ? CATEGORY_BARE : CATEGORY_CURRENT, &start);
      else if (marks == NULL)
        gtk_source_buffer_create_source_mark (buffer, NULL, CATEGORY_OTHER, &start);
      g_slist_free (marks);
      /* Follow only where nobody types. */
      if (i == 0 && !gtk_widget_has_focus (GTK_WIDGET (self->view)))
        gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &start, 0.1, FALSE, 0, 0);
    }
}

/* Stops of lines */

static void
forget_stop_marks (ScapeEditor *self)
{
  GHashTableIter iter;
  gpointer mark;

  g_hash_table_iter_init (&iter, self->stop_marks);
  while (g_hash_table_iter_next (&iter, NULL, &mark))
    {
      gtk_text_buffer_delete_mark (get_buffer (self), mark);
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
is_gone (gpointer stop, gpointer mark, gpointer data)
{
  ScapeEditor *self = data;

  if (scape_stops_at_line (self->stops, scape_stop_get_line (stop)) == stop)
    return FALSE;
  gtk_text_buffer_delete_mark (get_buffer (self), mark);
  return TRUE;
}

/* A mark for each stop of a line, and none else. */
static void
stops_changed_cb (ScapeEditor *self)
{
  GListModel *list = scape_stops_get_list (self->stops);

  g_hash_table_foreach_remove (self->stop_marks, is_gone, self);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (ScapeStop) stop = g_list_model_get_item (list, i);
      GtkTextIter iter;

      if (scape_stop_get_line (stop) == 0 || g_hash_table_contains (self->stop_marks, stop))
        continue;
      gtk_text_buffer_get_iter_at_line (get_buffer (self), &iter, (int)scape_stop_get_line (stop) - 1);
      g_hash_table_insert (self->stop_marks, g_object_ref (stop),
                           gtk_text_buffer_create_mark (get_buffer (self), NULL, &iter, FALSE));
    }
}

static void
replaced_cb (ScapeEditor *self)
{
  if (self->stops == NULL)
    return;
  forget_stop_marks (self);
  stops_changed_cb (self);
}

static void
edited_cb (ScapeEditor *self)
{
  g_autoptr (GList) stops = NULL;

  /* A text view that first learns its new height while it is drawn would move the scroll bars too late. */
  gtk_widget_queue_resize (GTK_WIDGET (self->view));
  if (self->stops == NULL || scape_document_is_loading (self->document))
    return;
  stops = g_hash_table_get_keys (self->stop_marks);
  for (GList *l = stops; l != NULL; l = l->next)
    {
      g_autoptr (ScapeStop) stop = g_object_ref (l->data);
      GtkTextMark *mark = g_hash_table_lookup (self->stop_marks, stop);
      GtkTextIter iter;

      if (mark == NULL)
        continue;
      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, mark);
      scape_stops_move_line (self->stops, stop, (guint)gtk_text_iter_get_line (&iter) + 1);
    }
}

/* A click into the column of the marks, too, sets a stop. */
static void
mark_activated_cb (ScapeEditor *self, const GtkTextIter *iter, guint button, GdkModifierType state, int n_presses)
{
  if (button == GDK_BUTTON_PRIMARY && n_presses == 1)
    scape_stops_toggle_line (self->stops, (guint)gtk_text_iter_get_line (iter) + 1);
}

void
scape_editor_set_stops (ScapeEditor *self, ScapeStops *stops)
{
  GtkSourceGutter *gutter;

  g_return_if_fail (SCAPE_IS_EDITOR (self));
  g_return_if_fail (self->stops == NULL && self->document != NULL);

  self->stops = g_object_ref (stops);
  gutter = gtk_source_view_get_gutter (self->view, GTK_TEXT_WINDOW_LEFT);
  self->stop_gutter = SCAPE_STOP_GUTTER (scape_stop_gutter_new (stops));
  gtk_source_gutter_insert (gutter, GTK_SOURCE_GUTTER_RENDERER (self->stop_gutter), STOPS_POSITION);
  g_signal_connect_object (stops, "changed", G_CALLBACK (stops_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "line-mark-activated", G_CALLBACK (mark_activated_cb), self, G_CONNECT_SWAPPED);
  style_cb (self);
}

guint
scape_editor_get_line (ScapeEditor *self)
{
  GtkTextIter iter;

  g_return_val_if_fail (SCAPE_IS_EDITOR (self), 0);

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, gtk_text_buffer_get_insert (get_buffer (self)));
  return (guint)gtk_text_iter_get_line (&iter) + 1;
}

void
scape_editor_go_to (ScapeEditor *self,
                    guint        line,
                    guint        column)
{
  GtkTextIter start, end;

  g_return_if_fail (SCAPE_IS_EDITOR (self));

  problem_range (self, (int) line, (int) column, &start, &end);
  gtk_text_buffer_place_cursor (get_buffer (self), &start);
  gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->view), &start, 0.2, FALSE, 0, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static gboolean
unparent_idle (gpointer popover)
{
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not at once: the popover is still in the middle of closing. */
static void
reasons_closed_cb (GtkPopover *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent_idle, g_object_ref (popover), g_object_unref);
}

void
scape_editor_show_reasons (ScapeEditor *self,
                           guint        line)
{
  g_autofree char *text = NULL;
  GtkWidget *popover, *label;
  GtkTextIter iter;
  GdkRectangle rect;

  g_return_if_fail (SCAPE_IS_EDITOR (self));

  if (self->escapes != NULL)
    text = gccore_escape_reasons (self->escapes, line);
  if (text == NULL)
    return;
  label = gtk_label_new (text);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 72);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), label);
  gtk_widget_set_parent (popover, GTK_WIDGET (self->view));

  gtk_text_buffer_get_iter_at_line (get_buffer (self), &iter, (int) line - 1);
  while (g_unichar_isspace (gtk_text_iter_get_char (&iter)) && !gtk_text_iter_ends_line (&iter))
    gtk_text_iter_forward_char (&iter);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self->view), &iter, &rect);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (self->view), GTK_TEXT_WINDOW_WIDGET, rect.x, rect.y, &rect.x,
                                         &rect.y);
  rect.width = MAX (rect.width, 1);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &rect);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_BOTTOM);
  g_signal_connect (popover, "closed", G_CALLBACK (reasons_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
  gtk_label_select_region (GTK_LABEL (label), 0, 0); /* the focus selects all */
}

void
scape_editor_set_document (ScapeEditor   *self,
                           ScapeDocument *document)
{
  GtkTextBuffer *buffer;

  g_return_if_fail (SCAPE_IS_EDITOR (self));

  if (!g_set_object (&self->document, document))
    return;
  buffer = GTK_TEXT_BUFFER (scape_document_get_buffer (document));
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self->view), buffer);
  self->error_tag = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);
  style_cb (self);
}

static gboolean
tooltip_cb (ScapeEditor *self,
            int          x,
            int          y,
            gboolean     keyboard,
            GtkTooltip  *tooltip)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->view);
  GtkTextIter iter;
  GString *text = NULL;
  guint line;
  int bx, by;

  if (self->problems->len == 0 && self->escapes == NULL)
    return FALSE;
  if (keyboard)
    {
      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, gtk_text_buffer_get_insert (get_buffer (self)));
    }
  else
    {
      gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, &bx, &by);
      gtk_text_view_get_line_at_y (view, &iter, by, NULL);
    }
  line = (guint) gtk_text_iter_get_line (&iter) + 1;
  for (guint i = 0; i < self->problems->len; i++)
    {
      const Problem *problem = &g_array_index (self->problems, Problem, i);

      if (problem->line != line)
        continue;
      if (text == NULL)
        text = g_string_new (problem->text);
      else
        g_string_append_printf (text, "\n%s", problem->text);
    }
  for (guint i = 0; self->escapes != NULL && i < self->escapes->len; i++)
    {
      const GccoreEscapeLine *escape = g_ptr_array_index (self->escapes, i);

      if ((guint) escape->line != line || (text != NULL && text->len > MAX_TOOLTIP))
        continue;
      if (text == NULL)
        text = g_string_new (escape->text);
      else
        g_string_append_printf (text, "\n%s", escape->text);
    }
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text->str);
  g_string_free (text, TRUE);
  return TRUE;
}

static gboolean
scape_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SCAPE_EDITOR (widget)->view));
}

static void
problem_clear (Problem *problem)
{
  g_free (problem->text);
}

/* Before GtkSourceView 5.21 a gutter never lets go of the lines that it drew last, nor they of their view. Drawn once
 * more without anything to draw, it forgets them. */
static void
empty_gutter (GtkSourceView *view)
{
  GtkSourceGutter *gutter = gtk_source_view_get_gutter (view, GTK_TEXT_WINDOW_LEFT);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GtkWidget *renderer;

  while ((renderer = gtk_widget_get_first_child (GTK_WIDGET (gutter))) != NULL)
    gtk_source_gutter_remove (gutter, GTK_SOURCE_GUTTER_RENDERER (renderer));
  GTK_WIDGET_GET_CLASS (gutter)->snapshot (GTK_WIDGET (gutter), snapshot);
}

static void
scape_editor_dispose (GObject *object)
{
  ScapeEditor *self = SCAPE_EDITOR (object);

  if (self->view != NULL)
    empty_gutter (self->view);
  self->view = NULL;
  g_clear_object (&self->document);
  g_clear_object (&self->stops);
  g_clear_pointer (&self->stop_marks, g_hash_table_unref);
  g_clear_pointer (&self->problems, g_array_unref);
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->escapes, g_ptr_array_unref);

  G_OBJECT_CLASS (scape_editor_parent_class)->dispose (object);
}

static void
scape_editor_class_init (ScapeEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = scape_editor_dispose;
  widget_class->grab_focus = scape_editor_grab_focus;

  g_type_ensure (GTK_SOURCE_TYPE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeEditor, view);
}

static void
scape_editor_init (ScapeEditor *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->problems = g_array_new (FALSE, FALSE, sizeof (Problem));
  g_array_set_clear_func (self->problems, (GDestroyNotify) problem_clear);
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  self->stop_marks = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->view, "query-tooltip", G_CALLBACK (tooltip_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
}
