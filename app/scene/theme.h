#pragma once

/* Themes: every colour, font and length a painter uses. The widgets fill one from the desktop's style (dark, high
 * contrast), export and tests name one. The colours are Okabe and Ito's, which people with any kind of colour vision
 * tell apart; what matters is never told by colour alone (hatching, dots, shapes, words). */

#include <cairo.h>
#include <pango/pangocairo.h>

#include "scene/scene.h"

G_BEGIN_DECLS

typedef struct { float r, g, b, a; } SceneColour;

typedef enum { SCENE_THEME_LIGHT, SCENE_THEME_DARK, SCENE_THEME_HIGH_CONTRAST, SCENE_THEME_HIGH_CONTRAST_DARK,
               SCENE_THEME_PRINT } SceneThemeKind;
#define SCENE_N_THEMES 5
typedef enum { SCENE_PALETTE_OKABE_ITO, SCENE_PALETTE_TOL, SCENE_PALETTE_GREY } ScenePalette;
#define SCENE_N_PALETTES 3

typedef enum {
  SCENE_FONT_UI, SCENE_FONT_UI_BOLD, SCENE_FONT_SMALL, SCENE_FONT_HEADING, SCENE_FONT_TITLE,
  SCENE_FONT_MONO, SCENE_FONT_MONO_BOLD, SCENE_FONT_MONO_SMALL,
} SceneFont;
#define SCENE_N_FONTS 8

#define SCENE_N_SERIES 12     /* colours for things without a fixed one: lines of source, Ps */

/* What tells areas apart where colours may not: strokes over the fill. The grey palette needs them. */
typedef enum { SCENE_WEAVE_NONE, SCENE_WEAVE_RISING, SCENE_WEAVE_UPRIGHT, SCENE_WEAVE_LEVEL } SceneWeave;

typedef struct {
  SceneThemeKind kind;
  ScenePalette palette;
  gboolean dark, high_contrast;
  gboolean vector;            /* the surface is SVG or PDF: outlines instead of pixels */
  double pixel_scale;         /* device pixels per unit; edges are snapped to them */
  double text_scale;          /* 1; larger for presenting */

  /* surfaces and text */
  SceneColour window, panel, card, bar, border, shadow;
  SceneColour text, dim, faint, accent, on_accent, accent_soft, warning, error;
  SceneColour button, button_border, track;

  /* the machine */
  SceneColour pages[GCCORE_N_PAGES_STATES], pages_line[GCCORE_N_PAGES_STATES];
  SceneWeave pages_weave[GCCORE_N_PAGES_STATES], lanes_weave[GCCORE_N_LANES];
  SceneColour bar_alloc, bar_free, bar_marked; /* occupancy bar over a span's colour */
  SceneColour black, grey, white, free_slot, object_line, free_line, lost;
  SceneColour phases[GCCORE_N_PHASES + 1];     /* full; the last is the scavenger */
  SceneColour phases_soft[GCCORE_N_PHASES + 1];
  SceneColour lanes[GCCORE_N_LANES];
  SceneColour live, trigger, goal, rss, mark_shade, cursor;
  SceneColour selection, selection_halo, hover, changed;
  SceneColour series[SCENE_N_SERIES];
  SceneColour ramp_low, ramp_high;             /* ends of continuous scales (occupancy, marked) */

  /* source */
  SceneColour keyword, type, string, number, comment, function, current_line, line_number, heap_mark, stack_mark;

  /*< private >*/
  char *ui_family, *mono_family;
  double font_sizes[SCENE_N_FONTS];
  struct SceneText *text_cache;
} SceneTheme;

/* `pixel_scale` 1 or 2 for the usual displays. Free with scene_theme_free(). */
SceneTheme *scene_theme_new (SceneThemeKind kind, double pixel_scale);
void scene_theme_free (SceneTheme *theme);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SceneTheme, scene_theme_free)

void scene_theme_set_palette (SceneTheme *theme, ScenePalette palette);
void scene_theme_set_text_scale (SceneTheme *theme, double text_scale);
/* For SVG and PDF surfaces. */
void scene_theme_set_vector (SceneTheme *theme, gboolean vector);
/* NULL keeps the default: "Cantarell, Inter, DejaVu Sans" and "DejaVu Sans Mono". */
void scene_theme_set_fonts (SceneTheme *theme, const char *ui_family, const char *mono_family);

const char *scene_theme_nick (SceneThemeKind kind);    /* "light", "dark", ... */
gboolean scene_theme_parse (const char *nick, SceneThemeKind *kind);
const char *scene_palette_nick (ScenePalette palette); /* "okabe-ito", "tol", "grey" */
gboolean scene_palette_parse (const char *nick, ScenePalette *palette);

static inline SceneColour
scene_colour_hex (uint32_t rgb)
{
  return (SceneColour) { ((rgb >> 16) & 0xff) / 255.0f, ((rgb >> 8) & 0xff) / 255.0f, (rgb & 0xff) / 255.0f, 1.0f };
}

static inline SceneColour
scene_colour_alpha (SceneColour c, double alpha)
{
  c.a *= (float) alpha;
  return c;
}

/* t = 0: a, t = 1: b. */
static inline SceneColour
scene_colour_mix (SceneColour a, SceneColour b, double t)
{
  float u = (float) t;
  return (SceneColour) { a.r + (b.r - a.r) * u, a.g + (b.g - a.g) * u, a.b + (b.b - a.b) * u, a.a + (b.a - a.a) * u };
}

/* WCAG contrast ratio, 1..21, of two opaque colours. */
double scene_colour_contrast (SceneColour a, SceneColour b);

G_END_DECLS
