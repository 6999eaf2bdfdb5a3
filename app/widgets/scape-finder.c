#define G_LOG_DOMAIN "ScapeFinder"

#include "config.h"

#include "widgets/scape-finder.h"

/* More is not read; one types another letter instead. */
#define MAX_RESULTS 40

struct _ScapeFinder
{
  AdwBin parent_instance;

  /* template children */
  GtkSearchEntry *entry;
  GtkListBox *list;

  guint n_results;
};

G_DEFINE_FINAL_TYPE (ScapeFinder, scape_finder, ADW_TYPE_BIN)

enum { SEARCH, CLOSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
clear (ScapeFinder *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->n_results = 0;
}

static void
changed_cb (ScapeFinder *self)
{
  clear (self);
  g_signal_emit (self, signals[SEARCH], 0, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static GtkWidget *
new_label (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static char *
accel_label (const char *accel)
{
  GdkModifierType modifiers;
  guint key;

  if (accel == NULL || !gtk_accelerator_parse (accel, &key, &modifiers))
    return NULL;
  return gtk_accelerator_get_label (key, modifiers);
}

gboolean
scape_finder_add (ScapeFinder *self,
                  const char  *kind,
                  const char  *title,
                  const char  *detail,
                  const char  *accel,
                  const char  *action,
                  GVariant    *target)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *what = new_label (kind, "dim-label"), *name = new_label (title, NULL);
  g_autofree char *keys = accel_label (accel);

  g_return_val_if_fail (SCAPE_IS_FINDER (self), FALSE);

  gtk_label_set_width_chars (GTK_LABEL (what), 10);
  gtk_widget_set_hexpand (name, detail == NULL);
  gtk_box_append (GTK_BOX (box), what);
  gtk_box_append (GTK_BOX (box), name);
  if (detail != NULL)
    {
      GtkWidget *more = new_label (detail, "dim-label");

      gtk_widget_set_hexpand (more, TRUE);
      gtk_box_append (GTK_BOX (box), more);
    }
  if (keys != NULL)
    gtk_box_append (GTK_BOX (box), new_label (keys, "dim-label"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "action", g_strdup (action), g_free);
  if (target != NULL)
    g_object_set_data_full (G_OBJECT (row), "target", g_variant_ref_sink (target), (GDestroyNotify) g_variant_unref);
  gtk_list_box_append (self->list, row);
  return ++self->n_results < MAX_RESULTS;
}

static void
row_cb (ScapeFinder   *self,
        GtkListBoxRow *row)
{
  g_autofree char *action = g_strdup (g_object_get_data (G_OBJECT (row), "action"));
  GVariant *target = g_object_get_data (G_OBJECT (row), "target");
  g_autoptr (GVariant) kept = target != NULL ? g_variant_ref (target) : NULL;

  scape_finder_close (self);
  gtk_widget_activate_action_variant (GTK_WIDGET (self), action, kept);
}

static void
activate_cb (ScapeFinder *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    row_cb (self, row);
}

/* The keyboard stays in the entry; the selection walks. */
static gboolean
key_cb (ScapeFinder     *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int step = key == GDK_KEY_Down        ? 1
             : key == GDK_KEY_Up        ? -1
             : key == GDK_KEY_Page_Down ? 8
             : key == GDK_KEY_Page_Up   ? -8
                                        : 0;
  int index;

  if (step == 0 || row == NULL)
    return GDK_EVENT_PROPAGATE;
  index = CLAMP (gtk_list_box_row_get_index (row) + step, 0, (int) self->n_results - 1);
  row = gtk_list_box_get_row_at_index (self->list, index);
  gtk_list_box_select_row (self->list, row);
  {
    GtkAdjustment *adjustment = gtk_list_box_get_adjustment (self->list);
    graphene_rect_t place;

    if (adjustment != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &place))
      gtk_adjustment_clamp_page (adjustment, place.origin.y, place.origin.y + place.size.height);
  }
  return GDK_EVENT_STOP;
}

void
scape_finder_open (ScapeFinder *self)
{
  g_return_if_fail (SCAPE_IS_FINDER (self));

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

gboolean
scape_finder_close (ScapeFinder *self)
{
  g_return_val_if_fail (SCAPE_IS_FINDER (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[CLOSED], 0);
  return TRUE;
}

/* A click elsewhere leaves it. */
static void
focus_left_cb (ScapeFinder *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (window != NULL && gtk_window_is_active (window) && gtk_window_get_focus (window) != NULL)
    scape_finder_close (self);
}

static void
scape_finder_class_init (ScapeFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[SEARCH] = g_signal_new ("search", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_STRING);
  signals[CLOSED] = g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeFinder, entry);
  gtk_widget_class_bind_template_child (widget_class, ScapeFinder, list);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_cb);
  gtk_widget_class_bind_template_callback (widget_class, scape_finder_close);
}

static void
scape_finder_init (ScapeFinder *self)
{
  GtkEventController *keys = gtk_event_controller_key_new (), *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
