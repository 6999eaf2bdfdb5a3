#pragma once

/* What the tests of scenes begin with: cmocka, frames made by hand, and a theme whose fonts are the same everywhere. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "sample-frame.h"

#include "scene/theme.h"

static inline SceneTheme *
dejavu_theme (double scale)
{
  SceneTheme *theme = scene_theme_new (SCENE_THEME_LIGHT, scale);

  scene_theme_set_fonts (theme, "DejaVu Sans", "DejaVu Sans Mono");
  return theme;
}
