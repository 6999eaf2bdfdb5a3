#define G_LOG_DOMAIN "ScapeExportDialog"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/theme.h"
#include "widgets/scape-export-dialog.h"
#include "widgets/scape-settings.h"

/* A preview a moment after the last key is soon enough. */
#define PREVIEW_DELAY_MS 150

struct _ScapeExportDialog
{
  AdwWindow parent_instance;

  /* template children */
  GtkStringList *what_list;
  GtkPicture *preview;
  GtkWidget *copy_button;
  AdwComboRow *what_row;
  AdwComboRow *format_row;
  AdwComboRow *scale_row;
  AdwComboRow *style_row;
  GtkEditable *caption_row;
  GtkSpinButton *count_button;
  AdwComboRow *by_row;

  guint changed_source;
  gboolean ready;
};

G_DEFINE_FINAL_TYPE (ScapeExportDialog, scape_export_dialog, ADW_TYPE_WINDOW)

enum { CHANGED, SAVE, COPY, N_SIGNALS };
static guint signals[N_SIGNALS];

/* In the order of the rows' models. */
static const char *const formats[] = { "png", "svg", "pdf" };
static const int styles[] = { -1, SCENE_THEME_LIGHT, SCENE_THEME_DARK, SCENE_THEME_PRINT };
static const GccoreGranularity granularities[] = { GCCORE_BY_TICK, GCCORE_BY_OBJECT, GCCORE_BY_LINE, GCCORE_BY_PHASE,
                                                   GCCORE_BY_CYCLE };

void
scape_export_dialog_get_choice (ScapeExportDialog *self,
                                ScapeExportChoice *choice)
{
  const char *caption = gtk_editable_get_text (self->caption_row);
  int style = styles[adw_combo_row_get_selected (self->style_row)];

  g_return_if_fail (SCAPE_IS_EXPORT_DIALOG (self));

  *choice = (ScapeExportChoice) {
    .whole = adw_combo_row_get_selected (self->what_row) == 0,
    .format = formats[adw_combo_row_get_selected (self->format_row)],
    .scale = (int) adw_combo_row_get_selected (self->scale_row) + 1,
    .style = style >= 0 ? scene_theme_nick ((SceneThemeKind) style) : NULL,
    .caption = *caption != '\0' ? caption : NULL,
    .n_pictures = (guint) gtk_spin_button_get_value_as_int (self->count_button),
    .by = granularities[adw_combo_row_get_selected (self->by_row)],
  };
}

void
scape_export_dialog_set_preview (ScapeExportDialog *self,
                                 GdkPaintable      *preview)
{
  g_return_if_fail (SCAPE_IS_EXPORT_DIALOG (self));

  gtk_picture_set_paintable (self->preview, preview);
}

static gboolean
tell_cb (gpointer data)
{
  ScapeExportDialog *self = data;

  self->changed_source = 0;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (ScapeExportDialog *self)
{
  ScapeExportChoice choice;

  if (!self->ready)
    return;
  scape_export_dialog_get_choice (self, &choice);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale_row), g_str_equal (choice.format, "png"));
  gtk_widget_set_sensitive (self->copy_button, choice.n_pictures == 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->by_row), choice.n_pictures > 1);
  if (self->changed_source == 0)
    self->changed_source = g_timeout_add (PREVIEW_DELAY_MS, tell_cb, self);
}

static void
keep (ScapeExportDialog *self)
{
  GSettings *settings = scape_settings ();
  ScapeExportChoice choice;

  scape_export_dialog_get_choice (self, &choice);
  g_settings_set_string (settings, "picture-format", choice.format);
  g_settings_set_int (settings, "picture-scale", choice.scale);
  g_settings_set_boolean (settings, "picture-whole", choice.whole);
}

static void
save_cb (ScapeExportDialog *self)
{
  keep (self);
  g_signal_emit (self, signals[SAVE], 0);
}

static void
copy_cb (ScapeExportDialog *self)
{
  keep (self);
  g_signal_emit (self, signals[COPY], 0);
}

static void
scape_export_dialog_dispose (GObject *object)
{
  g_clear_handle_id (&SCAPE_EXPORT_DIALOG (object)->changed_source, g_source_remove);

  G_OBJECT_CLASS (scape_export_dialog_parent_class)->dispose (object);
}

static void
scape_export_dialog_class_init (ScapeExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_export_dialog_dispose;

  /* Another picture was chosen. */
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVE] = g_signal_new ("save", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[COPY] = g_signal_new ("copy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, what_list);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, copy_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, what_row);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, scale_row);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, style_row);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, caption_row);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, count_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeExportDialog, by_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static void
scape_export_dialog_init (ScapeExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

ScapeExportDialog *
scape_export_dialog_new (GtkWindow  *parent,
                         const char *view,
                         const char *caption)
{
  ScapeExportDialog *self = g_object_new (SCAPE_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  GSettings *settings = scape_settings ();
  g_autofree char *format = g_settings_get_string (settings, "picture-format");
  /* Translators: %s is a view's name like "span map". */
  g_autofree char *shown = g_strdup_printf (_("What is shown: %s"), view);

  gtk_string_list_append (self->what_list, shown);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i], format))
      adw_combo_row_set_selected (self->format_row, i);
  adw_combo_row_set_selected (self->scale_row, (guint) g_settings_get_int (settings, "picture-scale") - 1);
  adw_combo_row_set_selected (self->what_row, g_settings_get_boolean (settings, "picture-whole") ? 0 : 1);
  gtk_editable_set_text (self->caption_row, caption);
  self->ready = TRUE;
  changed_cb (self);
  return self;
}
