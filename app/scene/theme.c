#include "scene/theme.h"

#include "scene/draw.h"

#include <math.h>
#include <string.h>

#define HEX(x) scene_colour_hex (0x##x)

static const double default_sizes[SCENE_N_FONTS] = {
  [SCENE_FONT_UI] = 13, [SCENE_FONT_UI_BOLD] = 13, [SCENE_FONT_SMALL] = 12, [SCENE_FONT_HEADING] = 14,
  [SCENE_FONT_TITLE] = 15, [SCENE_FONT_MONO] = 12, [SCENE_FONT_MONO_BOLD] = 12, [SCENE_FONT_MONO_SMALL] = 11,
};

/* Six hues and what wears them: swept, needs sweeping, being swept, cached (and mark work), stack, large, returned. */
typedef struct { uint32_t swept, needs, sweeping, cached, stack, large, released; } Hues;

static const Hues hues[SCENE_N_PALETTES][2] = {
  /* Okabe & Ito, "Color Universal Design": bluish green, orange, vermillion, blue, reddish purple; slate; sky blue. */
  [SCENE_PALETTE_OKABE_ITO] = { { 0x19a780, 0xe9a81a, 0xd9701c, 0x1a80ba, 0xd187b0, 0x5c7490, 0x56b4e9 },
                                { 0x1fa983, 0xe0a225, 0xdd6f2c, 0x3d96d8, 0xc57fa7, 0x5b718c, 0x4b9fd0 } },
  /* Paul Tol, "bright" qualitative scheme. */
  [SCENE_PALETTE_TOL] = { { 0x228833, 0xccbb44, 0xee6677, 0x4477aa, 0xaa3377, 0x6b7684, 0x66ccee },
                          { 0x369c48, 0xcfbf4f, 0xee6b7b, 0x5a8fc4, 0xb85590, 0x66727f, 0x57b4d3 } },
  /* Steps of lightness alone, for one-colour print and for no colour vision. */
  [SCENE_PALETTE_GREY] = { { 0x8b929a, 0xc9ced4, 0x4a5058, 0x2b3036, 0xaeb4bb, 0x686f78, 0x7d848c },
                           { 0x7d848c, 0xc3c8ce, 0xa2a8af, 0xe8ebee, 0x5d636b, 0x474d55, 0x8b929a } },
};

/* In grey every two states that are near in lightness differ in their strokes, and so do what wears them. */
static void
set_weaves (SceneTheme *t)
{
  gboolean grey = t->palette == SCENE_PALETTE_GREY;

  memset (t->pages_weave, 0, sizeof t->pages_weave);
  memset (t->lanes_weave, 0, sizeof t->lanes_weave);
  if (!grey)
    return;
  t->pages_weave[GCCORE_PAGES_SWEEPING] = t->lanes_weave[GCCORE_LANE_ASSIST] = SCENE_WEAVE_RISING;
  t->pages_weave[GCCORE_PAGES_STACK] = t->lanes_weave[GCCORE_LANE_STW] = SCENE_WEAVE_UPRIGHT;
  t->pages_weave[GCCORE_PAGES_LARGE] = t->lanes_weave[GCCORE_LANE_SCAVENGE] = SCENE_WEAVE_LEVEL;
}

static void
set_hues (SceneTheme *t)
{
  const Hues *h = &hues[t->palette][t->dark];
  SceneColour back = t->card;

  t->pages[GCCORE_PAGES_SWEPT] = scene_colour_hex (h->swept);
  t->pages[GCCORE_PAGES_NEEDS_SWEEP] = scene_colour_hex (h->needs);
  t->pages[GCCORE_PAGES_SWEEPING] = scene_colour_hex (h->sweeping);
  t->pages[GCCORE_PAGES_CACHED] = scene_colour_hex (h->cached);
  t->pages[GCCORE_PAGES_STACK] = scene_colour_hex (h->stack);
  t->pages[GCCORE_PAGES_LARGE] = scene_colour_hex (h->large);
  t->pages[GCCORE_PAGES_FREE] = t->dark ? HEX (33383e) : t->kind == SCENE_THEME_PRINT ? HEX (e4e7ea) : HEX (e9edf0);
  t->pages[GCCORE_PAGES_RELEASED] = scene_colour_mix (back, scene_colour_hex (h->released), 0.07);
  t->pages[GCCORE_PAGES_RESERVED] = t->window;
  for (guint i = 0; i < GCCORE_N_PAGES_STATES; i++)
    t->pages_line[i] = scene_colour_mix (t->pages[i], t->text, 0.35);
  t->pages_line[GCCORE_PAGES_RELEASED] = scene_colour_hex (h->released);
  t->pages_line[GCCORE_PAGES_RESERVED] = t->high_contrast ? t->dim : t->dark ? HEX (474d55) : HEX (cfd3d8);
  if (t->high_contrast)
    t->pages_line[GCCORE_PAGES_FREE] = t->dim;

  t->lanes[GCCORE_LANE_IDLE] = t->dark ? HEX (2b2f34) : HEX (f0f1f3);
  t->lanes[GCCORE_LANE_GOROUTINE] = t->dark ? HEX (4d5866) : HEX (cfd8e3);
  t->lanes[GCCORE_LANE_MARK] =
      scene_colour_hex (t->palette == SCENE_PALETTE_OKABE_ITO && !t->dark ? 0x0072b2 : h->cached);
  t->lanes[GCCORE_LANE_ASSIST] = scene_colour_hex (h->sweeping);
  t->lanes[GCCORE_LANE_SWEEP] = scene_colour_hex (h->swept);
  t->lanes[GCCORE_LANE_SCAVENGE] = scene_colour_hex (h->released);
  t->lanes[GCCORE_LANE_STW] = scene_colour_hex (h->stack);

  t->phases[GCCORE_PHASE_OFF] = t->dark ? HEX (59626d) : HEX (8a939e);
  t->phases[GCCORE_PHASE_SWEEP_TERM] = t->phases[GCCORE_PHASE_MARK_TERM] = t->lanes[GCCORE_LANE_STW];
  t->phases[GCCORE_PHASE_MARK] = t->lanes[GCCORE_LANE_MARK];
  t->phases[GCCORE_PHASE_SWEEP] = t->lanes[GCCORE_LANE_SWEEP];
  t->phases[GCCORE_N_PHASES] = t->lanes[GCCORE_LANE_SCAVENGE];
  for (guint i = 0; i <= GCCORE_N_PHASES; i++)
    t->phases_soft[i] = scene_colour_mix (t->window, t->phases[i],
                                          i == GCCORE_PHASE_OFF ? (t->dark ? 0.30 : 0.10)
                                          : t->dark             ? 0.30
                                                                : 0.26);

  set_weaves (t);
  t->live = t->lanes[GCCORE_LANE_MARK];
  t->trigger = t->dark                                 ? scene_colour_hex (h->needs)
               : t->palette == SCENE_PALETTE_OKABE_ITO ? HEX (cf8f00)
                                                       : scene_colour_hex (h->needs);
  t->goal = scene_colour_hex (h->sweeping);
  t->rss = scene_colour_hex (h->released);
  t->mark_shade = scene_colour_alpha (t->live, t->dark ? 0.17 : 0.10);

  /* Twelve for lines of source and Ps: the hues, then the hues moved towards text and card. */
  {
    const uint32_t base[6] = { h->swept, h->cached, h->needs, h->stack, h->sweeping, h->released };

    for (guint i = 0; i < SCENE_N_SERIES; i++)
      {
        SceneColour c = scene_colour_hex (base[i % 6]);

        t->series[i] = i < 6 ? c : scene_colour_mix (c, t->dark ? HEX (ffffff) : HEX (000000), 0.35);
      }
  }
  t->ramp_low = scene_colour_mix (t->card, t->live, t->dark ? 0.30 : 0.18);
  t->ramp_high = t->dark ? HEX (9fd0f2) : HEX (053d61);
}

static void
set_light (SceneTheme *t)
{
  t->window = HEX (fafafa);
  t->panel = HEX (ffffff);
  t->card = HEX (ffffff);
  t->bar = HEX (ececed);
  t->border = HEX (e1e4e8);
  t->shadow = (SceneColour) { 0, 0, 0, 0.05f };
  t->text = HEX (22272e);
  t->dim = HEX (636b76);
  t->faint = HEX (9aa1ab);
  t->accent = HEX (0072b2);
  t->on_accent = HEX (ffffff);
  t->accent_soft = HEX (dceafd);
  t->warning = HEX (a86400);
  t->error = HEX (b3261e);
  t->button = HEX (dedfe1);
  t->button_border = (SceneColour) { 0, 0, 0, 0 };
  t->track = HEX (d3dae3);
  t->bar_marked = HEX (2d3136);
  t->bar_alloc = HEX (ffffff);
  t->bar_free = (SceneColour) { 1, 1, 1, 0.42f };
  t->black = HEX (22272e);
  t->grey = HEX (9aa4b1);
  t->white = HEX (ffffff);
  t->object_line = HEX (767f8b);
  t->free_slot = HEX (f2f3f5);
  t->free_line = HEX (c3c9d0);
  t->lost = HEX (d00000);
  t->cursor = HEX (22272e);
  t->selection = HEX (16191d);
  t->selection_halo = HEX (ffffff);
  t->hover = (SceneColour) { 0.09f, 0.10f, 0.11f, 0.65f };
  t->changed = HEX (d55e00);
  t->keyword = HEX (7c3aed);
  t->type = HEX (0e7490);
  t->string = HEX (0b7a3e);
  t->number = HEX (0550ae);
  t->comment = HEX (6b737e);
  t->function = HEX (22272e);
  t->current_line = HEX (fff4d6);
  t->line_number = HEX (8d95a0);
  t->heap_mark = HEX (d55e00);
  t->stack_mark = HEX (00875f);
}

static void
set_dark (SceneTheme *t)
{
  t->dark = TRUE;
  t->window = HEX (1c1e21);
  t->panel = HEX (222529);
  t->card = HEX (24272b);
  t->bar = HEX (2c3035);
  t->border = HEX (383d44);
  t->shadow = (SceneColour) { 0, 0, 0, 0.25f };
  t->text = HEX (e8eaed);
  t->dim = HEX (a4acb6);
  t->faint = HEX (6f7883);
  t->accent = HEX (3584c9);
  t->on_accent = HEX (ffffff);
  t->accent_soft = HEX (26415a);
  t->warning = HEX (f0b545);
  t->error = HEX (ff8a80);
  t->button = HEX (3b4047);
  t->button_border = (SceneColour) { 0, 0, 0, 0 };
  t->track = HEX (454b53);
  t->bar_marked = HEX (14171a);
  t->bar_alloc = HEX (f4f6f8);
  t->bar_free = (SceneColour) { 1, 1, 1, 0.32f };
  t->black = HEX (0a0c0e);
  t->grey = HEX (8d97a3);
  t->white = HEX (f1f3f5);
  t->object_line = HEX (767f8a);
  t->free_slot = HEX (2c3035);
  t->free_line = HEX (535a63);
  t->lost = HEX (ff5a52);
  t->cursor = HEX (f1f3f5);
  t->selection = HEX (ffffff);
  t->selection_halo = HEX (101214);
  t->hover = (SceneColour) { 1, 1, 1, 0.7f };
  t->changed = HEX (ff9a4d);
  t->keyword = HEX (c4a5ff);
  t->type = HEX (67d1e0);
  t->string = HEX (86d69b);
  t->number = HEX (8cc4ff);
  t->comment = HEX (8b94a0);
  t->function = HEX (e8eaed);
  t->current_line = HEX (3f3820);
  t->line_number = HEX (7a838e);
  t->heap_mark = HEX (d9662a);
  t->stack_mark = HEX (1c9a76);
}

static void
set_high_contrast (SceneTheme *t)
{
  t->high_contrast = TRUE;
  if (t->dark)
    {
      t->window = t->panel = t->card = HEX (000000);
      t->bar = HEX (101214);
      t->text = HEX (ffffff);
      t->dim = HEX (d5dae0);
      t->faint = HEX (a8b0b9);
      t->border = HEX (9aa3ad);
      t->object_line = HEX (d5dae0);
      t->line_number = HEX (b8c0c8);
      t->track = HEX (7d858e);
    }
  else
    {
      t->window = t->panel = t->card = HEX (ffffff);
      t->bar = HEX (f2f2f2);
      t->text = HEX (000000);
      t->dim = HEX (33383e);
      t->faint = HEX (5a6169);
      t->border = HEX (6b737c);
      t->object_line = HEX (33383e);
      t->line_number = HEX (4b525a);
      t->warning = HEX (7a4800);
      t->comment = HEX (3f464e);
      t->track = HEX (8b939c);
    }
  t->button_border = t->dim;
}

static void
set_print (SceneTheme *t)
{
  t->window = t->panel = t->card = t->bar = HEX (ffffff);
  t->border = HEX (b8bec5);
  t->text = HEX (000000);
  t->dim = HEX (3c434b);
  t->faint = HEX (70777f);
  t->shadow = (SceneColour) { 0, 0, 0, 0 };
  t->button = HEX (f2f3f4);
  t->button_border = HEX (b8bec5);
  t->line_number = HEX (5a6169);
}

SceneTheme *
scene_theme_new (SceneThemeKind kind, double pixel_scale)
{
  SceneTheme *t = g_new0 (SceneTheme, 1);

  t->kind = kind;
  t->pixel_scale = pixel_scale > 0 ? pixel_scale : 1;
  t->text_scale = 1;
  set_light (t);
  if (kind == SCENE_THEME_DARK || kind == SCENE_THEME_HIGH_CONTRAST_DARK)
    set_dark (t);
  if (kind == SCENE_THEME_HIGH_CONTRAST || kind == SCENE_THEME_HIGH_CONTRAST_DARK)
    set_high_contrast (t);
  if (kind == SCENE_THEME_PRINT)
    set_print (t);
  set_hues (t);

  for (guint i = 0; i < SCENE_N_FONTS; i++)
    t->font_sizes[i] = default_sizes[i];
  t->ui_family = g_strdup ("Cantarell, Inter, DejaVu Sans");
  t->mono_family = g_strdup ("DejaVu Sans Mono");
  t->text_cache = scene_text_cache_new (t);
  return t;
}

void
scene_theme_free (SceneTheme *theme)
{
  if (theme == NULL)
    return;
  scene_text_cache_free (theme->text_cache);
  g_free (theme->ui_family);
  g_free (theme->mono_family);
  g_free (theme);
}

static void
renew_text (SceneTheme *theme)
{
  scene_text_cache_free (theme->text_cache);
  theme->text_cache = scene_text_cache_new (theme);
}

void
scene_theme_set_palette (SceneTheme *theme, ScenePalette palette)
{
  theme->palette = palette;
  set_hues (theme);
}

void
scene_theme_set_text_scale (SceneTheme *theme, double text_scale)
{
  theme->text_scale = CLAMP (text_scale, 0.5, 4);
  renew_text (theme);
}

void
scene_theme_set_fonts (SceneTheme *theme, const char *ui_family, const char *mono_family)
{
  if (ui_family)
    {
      g_free (theme->ui_family);
      theme->ui_family = g_strdup (ui_family);
    }
  if (mono_family)
    {
      g_free (theme->mono_family);
      theme->mono_family = g_strdup (mono_family);
    }
  renew_text (theme);
}

void
scene_theme_set_vector (SceneTheme *theme, gboolean vector)
{
  theme->vector = vector;
  renew_text (theme);
}

static const char *const theme_nicks[SCENE_N_THEMES] = { "light", "dark", "high-contrast", "high-contrast-dark",
                                                         "print" };
static const char *const palette_nicks[SCENE_N_PALETTES] = { "okabe-ito", "tol", "grey" };

static gboolean
nick_find (const char *const *nicks, guint n, const char *nick, guint *index)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (nicks[i], nick) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

const char *
scene_theme_nick (SceneThemeKind kind)
{
  return theme_nicks[kind];
}

gboolean
scene_theme_parse (const char *nick, SceneThemeKind *kind)
{
  guint i;

  if (!nick_find (theme_nicks, SCENE_N_THEMES, nick, &i))
    return FALSE;
  *kind = (SceneThemeKind) i;
  return TRUE;
}

const char *
scene_palette_nick (ScenePalette palette)
{
  return palette_nicks[palette];
}

gboolean
scene_palette_parse (const char *nick, ScenePalette *palette)
{
  guint i;

  if (!nick_find (palette_nicks, SCENE_N_PALETTES, nick, &i))
    return FALSE;
  *palette = (ScenePalette) i;
  return TRUE;
}

static double
channel (double c)
{
  return c <= 0.03928 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

double
scene_colour_contrast (SceneColour a, SceneColour b)
{
  double la = 0.2126 * channel (a.r) + 0.7152 * channel (a.g) + 0.0722 * channel (a.b);
  double lb = 0.2126 * channel (b.r) + 0.7152 * channel (b.g) + 0.0722 * channel (b.b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}
