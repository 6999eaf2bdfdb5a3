#pragma once

/* Tables of the inspector are made row by row. Private to inspector*.c. */

#include "scene/inspector.h"

void scene_table_init (SceneTable *table, char *title);
SceneTableRow *scene_table_add (SceneTable *table, const char *label, SceneTone tone, const char *format, ...)
  G_GNUC_PRINTF (4, 5);
