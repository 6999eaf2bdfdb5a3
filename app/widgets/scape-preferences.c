#define G_LOG_DOMAIN "ScapePreferences"

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/scape-preferences.h"
#include "widgets/scape-settings.h"

struct _ScapePreferences
{
  AdwPreferencesWindow parent_instance;

  /* template children */
  AdwComboRow *style_row;
  AdwComboRow *palette_row;
  GtkSwitch *animations_switch;
  GtkSwitch *verify_switch;
  GtkAdjustment *history_adjustment;
};

G_DEFINE_FINAL_TYPE (ScapePreferences, scape_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the rows' models. */
static const char *const styles[] = { "follow", "light", "dark", NULL };
static const char *const palettes[] = { "okabe-ito", "tol", "grey", NULL };

static gboolean
nick_to_index (GValue   *value,
               GVariant *variant,
               gpointer  nicks)
{
  const char *const *list = nicks;

  for (guint i = 0; list[i] != NULL; i++)
    if (g_str_equal (list[i], g_variant_get_string (variant, NULL)))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
index_to_nick (const GValue       *value,
               const GVariantType *type,
               gpointer            nicks)
{
  const char *const *list = nicks;
  guint index = g_value_get_uint (value);

  return index < g_strv_length ((char **) list) ? g_variant_new_string (list[index]) : NULL;
}

static void
scape_preferences_class_init (ScapePreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapePreferences, style_row);
  gtk_widget_class_bind_template_child (widget_class, ScapePreferences, palette_row);
  gtk_widget_class_bind_template_child (widget_class, ScapePreferences, animations_switch);
  gtk_widget_class_bind_template_child (widget_class, ScapePreferences, verify_switch);
  gtk_widget_class_bind_template_child (widget_class, ScapePreferences, history_adjustment);
}

static void
scape_preferences_init (ScapePreferences *self)
{
  GSettings *settings = scape_settings ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_settings_bind_with_mapping (settings, "style", self->style_row, "selected", G_SETTINGS_BIND_DEFAULT,
                                nick_to_index, index_to_nick, (gpointer) styles, NULL);
  g_settings_bind_with_mapping (settings, "palette", self->palette_row, "selected", G_SETTINGS_BIND_DEFAULT,
                                nick_to_index, index_to_nick, (gpointer) palettes, NULL);
  g_settings_bind (settings, "animations", self->animations_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "history-megabytes", self->history_adjustment, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "verify", self->verify_switch, "active", G_SETTINGS_BIND_DEFAULT);
}

GtkWidget *
scape_preferences_new (GtkWindow *parent)
{
  return g_object_new (SCAPE_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE, NULL);
}
