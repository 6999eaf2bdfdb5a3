#define G_LOG_DOMAIN "ScapeApplication"

#include "config.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <locale.h>

#include "widgets/scape-application.h"
#include "widgets/scape-preferences.h"
#include "widgets/scape-settings.h"
#include "widgets/scape-window.h"

#define APPLICATION_ID "org.spanscape.Spanscape"

struct _ScapeApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (ScapeApplication, scape_application, ADW_TYPE_APPLICATION)

static void
style_cb (void)
{
  g_autofree char *nick = g_settings_get_string (scape_settings (), "style");
  AdwColorScheme scheme = g_str_equal (nick, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                          : g_str_equal (nick, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                       : ADW_COLOR_SCHEME_DEFAULT;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

/* Off here is off; on is what the desktop says. */
static void
animations_cb (void)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (g_settings_get_boolean (scape_settings (), "animations"))
    gtk_settings_reset_property (settings, "gtk-enable-animations");
  else
    g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  gtk_window_present (GTK_WINDOW (scape_preferences_new (gtk_application_get_active_window (data))));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name", "Spanscape",
                         "application-icon", APPLICATION_ID,
                         "version", PACKAGE_VERSION,
                         "comments", _("Shows how Go manages memory: pages, spans and objects, marking, sweeping, the "
                                       "pacer and the scavenger, one visible step at a time."),
                         "developer-name", _("The Spanscape contributors"),
                         "license-type", GTK_LICENSE_MIT_X11,
                         /* Translators: your names, one a line; shown as credits. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  /* One by one, so that unsaved edits are asked about; the application ends with the last. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
scape_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "preferences", .activate = preferences_action },
    { .name = "about", .activate = about_action },
    { .name = "quit", .activate = quit_action },
  };
  g_autofree char *styles = scape_data_folder ("styles");

  G_APPLICATION_CLASS (scape_application_parent_class)->startup (application);

  gtk_source_init ();
  if (styles != NULL)
    /* Only those: the first buffer's default scheme would have all that are installed be read. */
    gtk_source_style_scheme_manager_set_search_path (gtk_source_style_scheme_manager_get_default (),
                                                     (const char *const[]) { styles, NULL });
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit",
                                         (const char *const[]) { "<Control>q", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.preferences",
                                         (const char *const[]) { "<Control>comma", NULL });
  gtk_window_set_default_icon_name (APPLICATION_ID);
  style_cb ();
  animations_cb ();
  g_signal_connect_object (scape_settings (), "changed::animations", G_CALLBACK (animations_cb), application, 0);
  g_signal_connect_object (scape_settings (), "changed::style", G_CALLBACK (style_cb), application, 0);
}

static void
scape_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    {
      window = GTK_WINDOW (scape_window_new (GTK_APPLICATION (application)));
      scape_window_open_default (SCAPE_WINDOW (window));
    }
  gtk_window_present (window);
}

static void
scape_application_open (GApplication  *application,
                        GFile        **files,
                        int            n_files,
                        const char    *hint)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));

  for (int i = 0; i < n_files; i++)
    {
      ScapeWindow *window;

      if (i == 0 && SCAPE_IS_WINDOW (active) && scape_window_is_fresh (SCAPE_WINDOW (active)))
        window = SCAPE_WINDOW (active);
      else
        window = scape_window_new (GTK_APPLICATION (application));
      scape_window_open (window, files[i]);
      gtk_window_present (GTK_WINDOW (window));
    }
}

static void
scape_application_class_init (ScapeApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = scape_application_startup;
  application_class->activate = scape_application_activate;
  application_class->open = scape_application_open;
}

static void
scape_application_init (ScapeApplication *self)
{
}

int
scape_application_main (int    argc,
                        char **argv)
{
  g_autoptr (GApplication) application = NULL;

  /* main() has chosen the locale already. */
  gtk_disable_setlocale ();
  if (!gtk_init_check ())
    {
      g_printerr ("spanscape: %s\n",
                  _("there is no display to open a window on; commands need none: “spanscape help” lists them"));
      return 1;
    }
  g_set_application_name ("Spanscape");
  application = g_object_new (SCAPE_TYPE_APPLICATION,
                              "application-id", APPLICATION_ID,
                              "resource-base-path", "/org/spanscape/Spanscape",
                              "flags", G_APPLICATION_HANDLES_OPEN,
                              NULL);
  return g_application_run (application, argc, argv);
}
