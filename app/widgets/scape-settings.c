#define G_LOG_DOMAIN "ScapeSettings"

#include "config.h"

#include <glib/gstdio.h>

#include "setup.h"
#include "widgets/scape-settings.h"

#define SCHEMA_ID "org.spanscape.Spanscape"

/* The compiled schema lies in the resources; a schema source wants a folder, which may go as soon as it is read. */
static GSettingsSchema *
lookup_built_in (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/org/spanscape/Spanscape/gschemas.compiled", 0, NULL);
  g_autoptr (GSettingsSchemaSource) source = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("spanscape-XXXXXX", &error);
  g_autofree char *path = NULL;
  GSettingsSchema *schema = NULL;

  g_assert (bytes != NULL);
  if (folder == NULL)
    g_error ("%s", error->message);
  path = g_build_filename (folder, "gschemas.compiled", NULL);
  if (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error))
    source =
        g_settings_schema_source_new_from_directory (folder, g_settings_schema_source_get_default (), TRUE, &error);
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA_ID, FALSE);
  g_unlink (path);
  g_rmdir (folder);
  if (schema == NULL)
    g_error ("%s", error != NULL ? error->message : "no schema");
  return schema;
}

static GSettings *
make_settings (void)
{
  GSettingsSchemaSource *installed = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (installed != NULL)
    schema = g_settings_schema_source_lookup (installed, SCHEMA_ID, TRUE);
  if (schema == NULL)
    schema = lookup_built_in ();
  return g_settings_new_full (schema, NULL, NULL);
}

GSettings *
scape_settings (void)
{
  static GSettings *settings;

  if (settings == NULL)
    settings = make_settings ();
  return settings;
}

char *
scape_data_folder (const char *name)
{
  g_autofree char *folder = g_build_filename (app_in_build_folder () ? SOURCE_DATADIR : PKGDATADIR, name, NULL);

  return g_file_test (folder, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&folder) : NULL;
}
