#include "scene/scene-i18n.h"
#include "scene/span-map-private.h"

#include "scene/draw.h"
#include "scene/format.h"

#include <math.h>
#include <string.h>

/* The keys of every colouring end with stack, free, returned and reserved pages, which look the same in all of them. */
#define N_TAIL 4

static const char *const state_labels[GCCORE_N_PAGES_STATES] = {
  N_("swept"),        N_("needs sweeping"), N_("being swept"),    N_("cached by a P"), N_("stack"),
  N_("large object"), N_("free"),           N_("returned to OS"), N_("reserved"),
};

static const char *const band_labels[] = { N_("8–16 B"),      N_("24–64 B"),      N_("80–256 B"),
                                           N_("288 B–1 KiB"), N_("1152 B–8 KiB"), N_("9–32 KiB") };
/* Ages in cycles: each band as far as double the one before. */
static const char *const age_labels[] = { N_("this cycle"), N_("1 cycle"), N_("2–3 cycles"), N_("4–7 cycles"),
                                          N_("8 cycles or more") };
static const uint32_t age_starts[G_N_ELEMENTS (age_labels)] = { 0, 1, 2, 4, 8 };

#define N_BANDS G_N_ELEMENTS (band_labels)
static const uint32_t band_ends[N_BANDS] = { 16, 64, 256, 1024, 8192, UINT32_MAX };

static SceneMapKey *
add (SceneMapKeys *keys, SceneColour fill, SceneColour line, SceneSwatch swatch, const char *label)
{
  SceneMapKey *key = &keys->keys[keys->n++];

  g_assert (keys->n <= SCENE_MAP_MAX_KEYS);
  key->fill = fill;
  key->line = line;
  key->swatch = swatch;
  g_strlcpy (key->label, label, sizeof key->label);
  key->entry = *label ? keys->n_entries++ : keys->n_entries ? keys->n_entries - 1 : 0;
  return key;
}

static void
add_state (SceneMapKeys *keys, const SceneTheme *theme, GccorePagesState state)
{
  SceneSwatch swatch = state == GCCORE_PAGES_RELEASED ? SCENE_SWATCH_HATCH
                     : state == GCCORE_PAGES_RESERVED ? SCENE_SWATCH_DOTTED : SCENE_SWATCH_FILL;

  add (keys, theme->pages[state], theme->pages_line[state], swatch, _(state_labels[state]))->weave =
      theme->pages_weave[state];
}

/* The lines of source that allocated most pages. Of very many runs every nth is asked: the greatest stay the
 * greatest. */
#define ASKED_RUNS 65536u
#define AHEAD 24u             /* runs asked for ahead, as each lies in another line of the cache */

static void
find_lines (SceneMapKeys *keys, const GccoreFrame *frame)
{
  g_autofree uint64_t *pages = g_new0 (uint64_t, G_N_ELEMENTS (keys->of_line));
  uint32_t end = 0, stride = 1 + frame->n_runs / ASKED_RUNS;

  for (uint32_t i = 0; i < frame->n_runs; i += stride)
    {
      const GccoreRun *run = &frame->runs[i];

      __builtin_prefetch (&run[stride * AHEAD].line);
      if (run->line == 0 || run->state > GCCORE_PAGES_LARGE || run->line >= G_N_ELEMENTS (keys->of_line))
        continue;
      /* What is seen counts at least for something. */
      pages[run->line] += MAX (gccore_frame_counted_pages (frame, run), 1);
      end = MAX (end, run->line + 1);
    }
  while (keys->n_lines < G_N_ELEMENTS (keys->lines))
    {
      uint32_t best = 0;

      for (uint32_t line = 1; line < end; line++)
        if (pages[line] > pages[best])
          best = line;
      if (best == 0)
        break;
      keys->lines[keys->n_lines++] = best;
      pages[best] = 0;
    }
  /* In the order of the source, so that a colour does not move when two lines change places. */
  for (guint i = 1; i < keys->n_lines; i++)
    for (guint j = i; j > 0 && keys->lines[j] < keys->lines[j - 1]; j--)
      {
        uint32_t t = keys->lines[j];

        keys->lines[j] = keys->lines[j - 1];
        keys->lines[j - 1] = t;
      }
  memset (keys->of_line, (int) keys->n_lines, sizeof keys->of_line);
  for (guint i = 0; i < keys->n_lines; i++)
    keys->of_line[keys->lines[i]] = (uint8_t) i;
}

static void
add_ramp (SceneMapKeys *keys, const SceneTheme *theme, const char *const *labels)
{
  for (guint i = 0; i < 5; i++)
    {
      char label[48];

      g_snprintf (label, sizeof label, "%u–%u %%", i * 20, i * 20 + 20);
      add (keys, scene_colour_mix (theme->ramp_low, theme->ramp_high, i / 4.0), theme->dim, SCENE_SWATCH_FILL,
           labels ? _(labels[i]) : label);
    }
}

void
scene_map_keys_init (SceneMapKeys *keys, const GccoreFrame *frame, const SceneTheme *theme, const SceneMapView *view)
{
  const SceneColour *pages = theme->pages;

  memset (keys, 0, G_STRUCT_OFFSET (SceneMapKeys, of_size));
  keys->n_lines = keys->n_ps = 0;
  keys->by = view->colour_by;
  switch (keys->by)
    {
    case SCENE_COLOUR_BY_STATE:
    default:
      keys->by = SCENE_COLOUR_BY_STATE;
      for (guint i = 0; i < GCCORE_PAGES_STACK; i++)
        add_state (keys, theme, (GccorePagesState) i);
      add_state (keys, theme, GCCORE_PAGES_LARGE);
      break;
    case SCENE_COLOUR_BY_SWEEPGEN:
      add (keys, pages[GCCORE_PAGES_NEEDS_SWEEP], theme->dim, SCENE_SWATCH_FILL, _("h − 2: needs sweeping"));
      add (keys, pages[GCCORE_PAGES_SWEEPING], theme->dim, SCENE_SWATCH_FILL, _("h − 1: being swept"))->weave =
          theme->pages_weave[GCCORE_PAGES_SWEEPING];
      add (keys, pages[GCCORE_PAGES_SWEPT], theme->dim, SCENE_SWATCH_FILL, _("h: swept"));
      add (keys, pages[GCCORE_PAGES_LARGE], theme->dim, SCENE_SWATCH_FILL, _("h + 1: cached before the sweep"))->weave =
          theme->pages_weave[GCCORE_PAGES_LARGE];
      add (keys, pages[GCCORE_PAGES_CACHED], theme->dim, SCENE_SWATCH_FILL, _("h + 3: swept, then cached"));
      break;
    case SCENE_COLOUR_BY_SPAN_CLASS:
      {
        static const GccorePagesState order[N_BANDS] = { GCCORE_PAGES_CACHED,      GCCORE_PAGES_SWEPT,
                                                         GCCORE_PAGES_NEEDS_SWEEP, GCCORE_PAGES_SWEEPING,
                                                         GCCORE_PAGES_RELEASED,    GCCORE_PAGES_STACK };

        for (guint i = 0, band = 0; i < G_N_ELEMENTS (keys->of_size); i++)
          {
            while (i * 8 > band_ends[band])
              band++;
            keys->of_size[i] = (uint8_t) (2 * band);
          }
        for (guint i = 0; i < N_BANDS; i++)
          {
            SceneColour c =
                order[i] == GCCORE_PAGES_RELEASED ? theme->pages_line[GCCORE_PAGES_RELEASED] : pages[order[i]];

            if (order[i] == GCCORE_PAGES_STACK)
              c = scene_colour_mix (c, theme->dark ? scene_colour_hex (0xffffff) : scene_colour_hex (0x000000), 0.35);
            add (keys, c, theme->dim, SCENE_SWATCH_FILL, _(band_labels[i]));
            /* The same size without pointers: lighter. */
            add (keys, scene_colour_mix (c, theme->card, 0.45), theme->dim, SCENE_SWATCH_FILL, "");
          }
        add (keys, pages[GCCORE_PAGES_LARGE], theme->dim, SCENE_SWATCH_FILL, _("large"));
        add (keys, scene_colour_mix (pages[GCCORE_PAGES_LARGE], theme->card, 0.45), theme->dim, SCENE_SWATCH_FILL,
             _("lighter: noscan"));
        keys->keys[keys->n - 1].entry = keys->n_entries - 2;
      }
      break;
    case SCENE_COLOUR_BY_OCCUPANCY:
    case SCENE_COLOUR_BY_MARKED:
      add_ramp (keys, theme, NULL);
      break;
    case SCENE_COLOUR_BY_AGE:
      add_ramp (keys, theme, age_labels);
      break;
    case SCENE_COLOUR_BY_OWNER:
      keys->n_ps = CLAMP (frame->n_ps, 1, 8);
      for (guint i = 0; i < keys->n_ps; i++)
        {
          char label[48];

          g_snprintf (label, sizeof label, i == 7 && frame->n_ps > 8 ? "P%u…" : "P%u", i);
          add (keys, theme->series[i], theme->dim, SCENE_SWATCH_FILL, label);
        }
      add (keys, scene_colour_mix (theme->text, theme->card, 0.70), theme->dim, SCENE_SWATCH_FILL,
           _("mcentral partial"));
      add (keys, scene_colour_mix (theme->text, theme->card, 0.50), theme->dim, SCENE_SWATCH_FILL, _("mcentral full"));
      add (keys, scene_colour_mix (theme->text, theme->card, 0.30), theme->dim, SCENE_SWATCH_FILL, _("mheap (large)"));
      break;
    case SCENE_COLOUR_BY_LINE:
      find_lines (keys, frame);
      for (guint i = 0; i < keys->n_lines; i++)
        {
          char label[48];

          /* Translators: a line of the program's source. */
          g_snprintf (label, sizeof label, _("line %u"), keys->lines[i]);
          add (keys, theme->series[i], theme->dim, SCENE_SWATCH_FILL, label);
        }
      add (keys, scene_colour_mix (theme->text, theme->card, 0.62), theme->dim, SCENE_SWATCH_FILL,
           keys->n_lines ? _("other lines") : _("line unknown"));
      break;
    }
  if (keys->by == SCENE_COLOUR_BY_STATE)
    {
      /* The legend's order is the states': stack before large. */
      SceneMapKey large = keys->keys[keys->n - 1];

      keys->n--;
      keys->n_entries--;
      add_state (keys, theme, GCCORE_PAGES_STACK);
      keys->keys[keys->n] = large;
      keys->keys[keys->n++].entry = keys->n_entries++;
    }
  else
    add_state (keys, theme, GCCORE_PAGES_STACK);
  add_state (keys, theme, GCCORE_PAGES_FREE);
  add_state (keys, theme, GCCORE_PAGES_RELEASED);
  add_state (keys, theme, GCCORE_PAGES_RESERVED);

  if (view->only)
    for (guint i = 0; i < keys->n; i++)
      if (!(view->only & (1u << keys->keys[i].entry)))
        {
          keys->keys[i].faded = TRUE;
          keys->keys[i].fill = scene_colour_mix (keys->keys[i].fill, theme->window, 0.85);
          keys->keys[i].line = scene_colour_mix (keys->keys[i].line, theme->window, 0.7);
        }
}

static guint
ramp_key (guint part, guint whole)
{
  return whole == 0 ? 0 : MIN (4, part * 5 / whole);
}

guint
scene_map_key (const SceneMapKeys *keys, const GccoreRun *run)
{
  if (keys->by == SCENE_COLOUR_BY_STATE)
    return run->state;                       /* keys stand in the order of the states */
  if (run->state == GCCORE_PAGES_STACK)
    return keys->n - N_TAIL;
  if (run->state >= GCCORE_PAGES_FREE)
    return keys->n - N_TAIL + 1 + (run->state - GCCORE_PAGES_FREE);

  switch (keys->by)
    {
    case SCENE_COLOUR_BY_SWEEPGEN:
      return run->sweepgen_rel <= -2   ? 0
             : run->sweepgen_rel == -1 ? 1
             : run->sweepgen_rel == 0  ? 2
             : run->sweepgen_rel == 1  ? 3
                                       : 4;
    case SCENE_COLOUR_BY_SPAN_CLASS:
      if (run->span_class < 2)
        return 2 * N_BANDS + (run->span_class & 1);
      return keys->of_size[MIN ((run->elem_size + 7) / 8, G_N_ELEMENTS (keys->of_size) - 1)] + (run->span_class & 1);
    case SCENE_COLOUR_BY_OCCUPANCY:
      return ramp_key (run->n_alloc, run->n_elems);
    case SCENE_COLOUR_BY_MARKED:
      return ramp_key (run->n_marked, run->n_elems);
    case SCENE_COLOUR_BY_OWNER:
      if (run->set == GCCORE_SET_MCACHE && run->p >= 0)
        return MIN ((guint) run->p, keys->n_ps - 1);
      if (run->state == GCCORE_PAGES_LARGE)
        return keys->n_ps + 2;
      if (run->set == GCCORE_SET_PARTIAL_SWEPT || run->set == GCCORE_SET_PARTIAL_UNSWEPT)
        return keys->n_ps;
      return keys->n_ps + 1;
    case SCENE_COLOUR_BY_AGE:
      {
        guint band = 0;

        for (guint i = 1; i < G_N_ELEMENTS (age_starts); i++)
          band += run->age >= age_starts[i];
        return band;
      }
    case SCENE_COLOUR_BY_LINE:
      return run->line < G_N_ELEMENTS (keys->of_line) ? keys->of_line[run->line] : keys->n_lines;
    case SCENE_COLOUR_BY_STATE:
    default:
      return run->state;
    }
}

/* Pages by entry of the legend. Those that nobody has are the same in all colourings. */
static void
count_pages (const SceneMapKeys *keys, const GccoreFrame *frame, uint64_t *pages)
{
  if (keys->by == SCENE_COLOUR_BY_STATE)
    {
      memcpy (pages, frame->pages_by_state, sizeof frame->pages_by_state);
      return;
    }
  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      const GccoreRun *run = &frame->runs[i];

      if (run->state < GCCORE_PAGES_FREE)
        pages[keys->keys[scene_map_key (keys, run)].entry] += gccore_frame_counted_pages (frame, run);
    }
  for (guint state = GCCORE_PAGES_FREE; state < GCCORE_N_PAGES_STATES; state++)
    pages[keys->keys[keys->n - N_TAIL + 1 + state - GCCORE_PAGES_FREE].entry] += frame->pages_by_state[state];
}

/* Whether the number of pages with a key is. */
static gboolean
is_estimate (const SceneMapKeys *keys, const GccoreFrame *frame, guint key)
{
  if (keys->by == SCENE_COLOUR_BY_STATE)
    return frame->states_estimated && (key <= GCCORE_PAGES_SWEEPING || key == GCCORE_PAGES_LARGE);
  return frame->n_left_out > 0 && key < keys->n - N_TAIL + 1;
}

void
scene_legend_span_map (SceneLegendLayout *legend, const GccoreFrame *frame, const SceneTheme *theme,
                       const SceneMapView *view)
{
  SceneMapKeys keys;
  uint64_t pages[SCENE_MAP_MAX_KEYS] = { 0 };

  memset (legend, 0, sizeof *legend);
  scene_map_keys_init (&keys, frame, theme, view);
  count_pages (&keys, frame, pages);

  for (guint i = 0; i < keys.n && legend->n_entries < SCENE_MAX_LEGEND; i++)
    {
      SceneLegendEntry *entry;

      if (keys.keys[i].label[0] == '\0')
        continue;
      entry = &legend->entries[legend->n_entries];
      g_strlcpy (entry->label, keys.keys[i].label, sizeof entry->label);
      if (keys.keys[i].entry == legend->n_entries)
        {
          gboolean estimate = is_estimate (&keys, frame, i);

          scene_format_about (entry->count, pages[legend->n_entries], estimate);
        }
      entry->colour = keys.keys[i].fill;
      entry->line = keys.keys[i].line;
      entry->swatch = keys.keys[i].swatch;
      entry->weave = keys.keys[i].weave;
      entry->faded = keys.keys[i].faded;
      legend->n_entries++;
    }
}

static const struct {
  const char *nick, *label;
} colour_bys[SCENE_N_COLOUR_BY] = {
  { "state", N_("state") },         { "sweepgen", N_("sweepgen") }, { "class", N_("span class") },
  { "occupancy", N_("occupancy") }, { "marked", N_("marked") },     { "owner", N_("owner") },
  { "line", N_("source line") },    { "age", N_("age") },
};

const char *
scene_colour_by_label (SceneColourBy by)
{
  return _(colour_bys[by].label);
}

const char *
scene_colour_by_nick (SceneColourBy by)
{
  return colour_bys[by].nick;
}

gboolean
scene_colour_by_parse (const char *nick, SceneColourBy *by)
{
  for (guint i = 0; i < SCENE_N_COLOUR_BY; i++)
    if (g_strcmp0 (colour_bys[i].nick, nick) == 0)
      {
        *by = (SceneColourBy) i;
        return TRUE;
      }
  return FALSE;
}
