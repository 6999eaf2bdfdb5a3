#pragma once

/* Preferences: style, palette, the verifier. Applied at once, kept in the settings. */

#include <adwaita.h>

G_BEGIN_DECLS

#define SCAPE_TYPE_PREFERENCES (scape_preferences_get_type ())
G_DECLARE_FINAL_TYPE (ScapePreferences, scape_preferences, SCAPE, PREFERENCES, AdwPreferencesWindow)

GtkWidget *scape_preferences_new (GtkWindow *parent);

G_END_DECLS
