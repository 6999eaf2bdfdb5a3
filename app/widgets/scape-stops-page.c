#define G_LOG_DOMAIN "ScapeStopsPage"

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/scape-stops-page.h"

struct _ScapeStopsPage
{
  AdwBin parent_instance;

  /* template children */
  GtkEntry *entry;
  GtkWidget *add_button;
  GtkLabel *help_label;
  GtkRevealer *said_revealer;
  GtkLabel *said;
  GtkListBox *list;

  /* owned */
  ScapeStops *stops;
};

G_DEFINE_FINAL_TYPE (ScapeStopsPage, scape_stops_page, ADW_TYPE_BIN)

enum { LINE_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The grammar by example; the sentences beside are the stops' own. */
static const char *const examples[] = {
  "line:24", "func:main.build", "cycle:3", "cycle:2/mark:50%", "event:assist", "event:scavenge#4", "heap>8MiB",
  "object:0xc000012340 becomes grey", "tick:48211", "end",
};

static void
fill_help (ScapeStopsPage *self)
{
  GString *markup = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *sentence = scape_stop_describe (examples[i]);
      g_autofree char *line =
          sentence != NULL ? g_markup_printf_escaped ("%s<tt>%s</tt>\n%s", i > 0 ? "\n\n" : "", examples[i], sentence)
                           : NULL;

      if (line != NULL)
        g_string_append (markup, line);
    }
  gtk_label_set_markup (self->help_label, markup->str);
  g_string_free (markup, TRUE);
}

/* A label that can be copied from takes the focus, and selects all of itself with it. */
static void
help_shown_cb (ScapeStopsPage *self)
{
  gtk_label_select_region (self->help_label, 0, 0);
}

/* The entry: what is wrong is said below it as soon as it is asked for, and what is right while it is typed. */

static void
say (ScapeStopsPage *self,
     const char     *text,
     gboolean        wrong)
{
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->said), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->said), "error");
  gtk_label_set_text (self->said, text != NULL ? text : "");
  gtk_revealer_set_reveal_child (self->said_revealer, text != NULL);
}

static void
entry_changed_cb (ScapeStopsPage *self)
{
  g_autofree char *sentence = scape_stop_describe (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  say (self, sentence, FALSE);
}

static void
add_cb (ScapeStopsPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GError) error = NULL;

  if (*text == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else if (!scape_stops_add (self->stops, text, &error))
    say (self, error->message, TRUE);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

/* The rows */

static void
remove_cb (GtkWidget *button)
{
  ScapeStopsPage *self = SCAPE_STOPS_PAGE (gtk_widget_get_ancestor (button, SCAPE_TYPE_STOPS_PAGE));

  scape_stops_remove (self->stops, g_object_get_data (G_OBJECT (button), "stop"));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
fill_row (GtkLabel  *condition,
          GtkLabel  *sentence,
          ScapeStop *stop)
{
  g_autofree char *text = scape_stop_describe (scape_stop_get_condition (stop));

  gtk_label_set_text (condition, scape_stop_get_condition (stop));
  gtk_label_set_text (sentence, text != NULL ? text : "");
}

/* A line's stop moves with its line. */
static void
condition_cb (GtkWidget  *texts,
              GParamSpec *pspec,
              ScapeStop  *stop)
{
  GtkWidget *condition = gtk_widget_get_first_child (texts);

  fill_row (GTK_LABEL (condition), GTK_LABEL (gtk_widget_get_next_sibling (condition)), stop);
}

static GtkWidget *
make_texts (ScapeStop *stop)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *condition = gtk_label_new (NULL), *sentence = gtk_label_new (NULL);

  gtk_widget_add_css_class (condition, "value");
  gtk_widget_add_css_class (sentence, "dim-label");
  gtk_widget_add_css_class (sentence, "caption");
  for (GtkWidget *label = condition; label != NULL; label = label == condition ? sentence : NULL)
    {
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), 8);
      gtk_box_append (GTK_BOX (texts), label);
    }
  gtk_widget_set_hexpand (texts, TRUE);
  fill_row (GTK_LABEL (condition), GTK_LABEL (sentence), stop);
  g_signal_connect_object (stop, "notify::condition", G_CALLBACK (condition_cb), texts, G_CONNECT_SWAPPED);
  return texts;
}

static GtkWidget *
make_remove_button (ScapeStop *stop)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("Remove the Stop"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove the stop"), -1);
  g_object_set_data_full (G_OBJECT (button), "stop", g_object_ref (stop), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), NULL);
  return button;
}

static GtkWidget *
make_row (gpointer item,
          gpointer data)
{
  ScapeStop *stop = item;
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *check = gtk_check_button_new (), *texts = make_texts (stop);
  GtkWidget *condition = gtk_widget_get_first_child (texts);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (check, _("Switch On or Off"));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY, condition, NULL, -1);
  g_object_bind_property (stop, "enabled", check, "active", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), make_remove_button (stop));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, condition, NULL, -1);
  g_object_set_data_full (G_OBJECT (row), "stop", g_object_ref (stop), g_object_unref);
  return row;
}

static void
row_cb (ScapeStopsPage *self,
        GtkListBoxRow  *row)
{
  ScapeStop *stop = g_object_get_data (G_OBJECT (row), "stop");

  if (scape_stop_get_line (stop) > 0)
    g_signal_emit (self, signals[LINE_ACTIVATED], 0, scape_stop_get_line (stop));
  else
    scape_stop_set_enabled (stop, !scape_stop_get_enabled (stop));
}

void
scape_stops_page_set_stops (ScapeStopsPage *self,
                            ScapeStops     *stops)
{
  g_return_if_fail (SCAPE_IS_STOPS_PAGE (self));

  if (!g_set_object (&self->stops, stops))
    return;
  gtk_list_box_bind_model (self->list, scape_stops_get_list (stops), make_row, NULL, NULL);
}

void
scape_stops_page_begin (ScapeStopsPage *self)
{
  g_return_if_fail (SCAPE_IS_STOPS_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
scape_stops_page_dispose (GObject *object)
{
  g_clear_object (&SCAPE_STOPS_PAGE (object)->stops);

  G_OBJECT_CLASS (scape_stops_page_parent_class)->dispose (object);
}

static void
scape_stops_page_class_init (ScapeStopsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_stops_page_dispose;

  signals[LINE_ACTIVATED] = g_signal_new ("line-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-stops-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeStopsPage, entry);
  gtk_widget_class_bind_template_child (widget_class, ScapeStopsPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeStopsPage, help_label);
  gtk_widget_class_bind_template_child (widget_class, ScapeStopsPage, said_revealer);
  gtk_widget_class_bind_template_child (widget_class, ScapeStopsPage, said);
  gtk_widget_class_bind_template_child (widget_class, ScapeStopsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, help_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
}

static void
scape_stops_page_init (ScapeStopsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_help (self);
}
