#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/source.h"
#include "session/escape-lines.h"

#include <math.h>
#include <string.h>

#define LINE_H 19.0
#define GUTTER 60.0           /* numbers and marks */
#define TAB_COLUMNS 4

static const char *const keywords[] = {
  "break", "case",   "chan",   "const",  "continue", "default", "defer",     "else", "fallthrough",
  "for",   "func",   "go",     "goto",   "if",       "import",  "interface", "map",  "package",
  "range", "return", "select", "struct", "switch",   "type",    "var",       NULL,
};

static const char *const types[] = {
  "any",     "bool",  "byte",   "comparable", "complex64", "complex128", "error", "float32",
  "float64", "int",   "int8",   "int16",      "int32",     "int64",      "rune",  "string",
  "uint",    "uint8", "uint16", "uint32",     "uint64",    "uintptr",    NULL,
};

static const char *const constants[] = { "true", "false", "nil", "iota", NULL };

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || (unsigned char) c >= 0x80;
}

SceneGoToken
scene_go_next (const char *text, gsize available, SceneGoState *state, gsize *length)
{
  gsize n = 0;

  if (state->block_comment)
    {
      while (n < available && !(n > 0 && text[n - 1] == '*' && text[n] == '/'))
        n++;
      state->block_comment = n == available;
      *length = MIN (n + 1, available);
      return SCENE_GO_COMMENT;
    }
  if (state->raw_string)
    {
      while (n < available && text[n] != '`')
        n++;
      state->raw_string = n == available;
      *length = MIN (n + 1, available);
      return SCENE_GO_STRING;
    }
  if (available >= 2 && text[0] == '/' && text[1] == '/')
    {
      *length = available;
      return SCENE_GO_COMMENT;
    }
  if (available >= 2 && text[0] == '/' && text[1] == '*')
    {
      for (n = 2; n + 1 < available && !(text[n] == '*' && text[n + 1] == '/'); n++)
        ;
      state->block_comment = n + 1 >= available;
      *length = state->block_comment ? available : n + 2;
      return SCENE_GO_COMMENT;
    }
  if (text[0] == '`')
    {
      for (n = 1; n < available && text[n] != '`'; n++)
        ;
      state->raw_string = n == available;
      *length = MIN (n + 1, available);
      return SCENE_GO_STRING;
    }
  if (text[0] == '"' || text[0] == '\'')
    {
      for (n = 1; n < available && text[n] != text[0]; n++)
        if (text[n] == '\\')
          n++;
      *length = MIN (n + 1, available);
      return SCENE_GO_STRING;
    }
  if (g_ascii_isdigit (text[0]))
    {
      while (n < available && (is_word (text[n]) || text[n] == '.'))
        n++;
      *length = n;
      return SCENE_GO_NUMBER;
    }
  if (is_word (text[0]))
    {
      g_autofree char *word = NULL;
      gsize after;

      while (n < available && is_word (text[n]))
        n++;
      *length = n;
      word = g_strndup (text, n);
      if (g_strv_contains (keywords, word))
        return SCENE_GO_KEYWORD;
      if (g_strv_contains (types, word))
        return SCENE_GO_TYPE;
      if (g_strv_contains (constants, word))
        return SCENE_GO_NUMBER;
      for (after = n; after < available && text[after] == ' '; after++)
        ;
      return after < available && text[after] == '(' ? SCENE_GO_CALL : SCENE_GO_PLAIN;
    }
  while (n < available && !is_word (text[n]) && !strchr ("/`\"'", text[n]))
    n++;
  *length = MAX (n, 1);
  return SCENE_GO_PLAIN;
}

static SceneColour
token_colour (const SceneTheme *theme, SceneGoToken token)
{
  switch (token)
    {
    case SCENE_GO_KEYWORD: return theme->keyword;
    case SCENE_GO_TYPE: return theme->type;
    case SCENE_GO_STRING: return theme->string;
    case SCENE_GO_NUMBER: return theme->number;
    case SCENE_GO_COMMENT: return theme->comment;
    case SCENE_GO_CALL: return theme->function;
    case SCENE_GO_PLAIN:
    default: return theme->text;
    }
}

static void
paint_line (cairo_t *cr, const SceneTheme *theme, double x, double y, double right, const char *line, gsize length,
            SceneGoState *state)
{
  double advance = scene_text_width (theme, SCENE_FONT_MONO, "0000000000") / 10;
  guint column = 0;

  for (gsize at = 0; at < length;)
    {
      gsize n;
      SceneGoToken token;
      g_autoptr (GString) piece = NULL;
      guint start = column;

      if (line[at] == '\t' && !state->block_comment && !state->raw_string)
        {
          column += TAB_COLUMNS - column % TAB_COLUMNS;
          at++;
          continue;
        }
      token = scene_go_next (line + at, length - at, state, &n);
      piece = g_string_sized_new (n);
      for (gsize i = 0; i < n; i++)
        {
          if (line[at + i] == '\t')
            do
              {
                g_string_append_c (piece, ' ');
                column++;
              }
            while (column % TAB_COLUMNS);
          else
            {
              g_string_append_c (piece, line[at + i]);
              column += ((unsigned char) line[at + i] & 0xc0) != 0x80;
            }
        }
      at += n;
      if (x + start * advance > right)
        continue;
      scene_text (cr, theme, token == SCENE_GO_KEYWORD ? SCENE_FONT_MONO_BOLD : SCENE_FONT_MONO,
                  token_colour (theme, token), x + start * advance, y, SCENE_LEFT, 0, piece->str);
    }
}

void
paint_source (cairo_t *cr, SceneRect rect, const char *source, guint current, const SceneSourceMark *marks,
              guint n_marks, const SceneTheme *theme)
{
  double line_h = round (LINE_H * MAX (1, theme->text_scale));
  guint room = (guint) (rect.h / line_h), n_lines = 1, first = 1, number = 1;
  SceneGoState state = { FALSE, FALSE };
  const char *line = source;

  if (source == NULL || room == 0)
    return;
  for (const char *c = source; *c; c++)
    n_lines += *c == '\n' && c[1];
  if (current > room * 2 / 3 && n_lines > room)
    first = MIN (current - room / 2, n_lines - room + 1);

  cairo_save (cr);
  cairo_rectangle (cr, rect.x, rect.y, rect.w, rect.h);
  cairo_clip (cr);
  for (; *line && number < first + room; number++)
    {
      const char *end = strchr (line, '\n');
      gsize length = end ? (gsize) (end - line) : strlen (line);
      double y = rect.y + (number - first) * line_h + line_h / 2;
      char text[16];

      if (number < first)
        {
          /* Comments and raw strings may begin above. */
          for (gsize at = 0, n; at < length; at += n)
            scene_go_next (line + at, length - at, &state, &n);
        }
      else
        {
          if (number == current)
            scene_fill_rect (cr, (SceneRect) { rect.x, y - line_h / 2, rect.w, line_h }, theme->current_line);
          g_snprintf (text, sizeof text, "%u", number);
          scene_text (cr, theme, SCENE_FONT_MONO_SMALL, number == current ? theme->text : theme->line_number,
                      rect.x + 34, y, SCENE_RIGHT, 0, text);
          if (number == current)
            {
              scene_set (cr, theme->heap_mark);
              cairo_move_to (cr, rect.x + 42, y - 4);
              cairo_line_to (cr, rect.x + 50, y);
              cairo_line_to (cr, rect.x + 42, y + 4);
              cairo_close_path (cr);
              cairo_fill (cr);
            }
          else
            for (guint i = 0; i < n_marks; i++)
              if (marks[i].line == number)
                {
                  SceneRect box = scene_snap_rect (theme, (SceneRect) { rect.x + 40, y - 6, 13, 13 });

                  scene_fill_round (cr, box, 3, marks[i].heap ? theme->heap_mark : theme->stack_mark);
                  /* Translators: one letter: H for heap, S for stack. */
                  scene_text (cr, theme, SCENE_FONT_MONO_SMALL, scene_colour_hex (0xffffff), box.x + box.w / 2,
                              box.y + box.h / 2, SCENE_CENTRE, 0,
                              marks[i].heap ? C_("escape mark", "H") : C_("escape mark", "S"));
                  break;
                }
          paint_line (cr, theme, rect.x + GUTTER, y, rect.x + rect.w, line, length, &state);
        }
      line = end ? end + 1 : line + length;
    }
  /* Long lines run out softly. */
  {
    cairo_pattern_t *fade = cairo_pattern_create_linear (rect.x + rect.w - 24, 0, rect.x + rect.w, 0);
    SceneColour c = theme->panel;

    cairo_pattern_add_color_stop_rgba (fade, 0, c.r, c.g, c.b, 0);
    cairo_pattern_add_color_stop_rgba (fade, 1, c.r, c.g, c.b, 1);
    cairo_set_source (cr, fade);
    for (guint i = first; i < number; i++)
      if (i != current)
        cairo_rectangle (cr, rect.x + rect.w - 24, rect.y + (i - first) * line_h, 24, line_h);
    cairo_fill (cr);
    cairo_pattern_destroy (fade);
  }
  cairo_restore (cr);
}

void
scene_source_marks (const GPtrArray *escapes, GArray *marks, guint *n_heap, guint *n_stack)
{
  *n_heap = *n_stack = 0;
  for (guint i = 0; i < escapes->len; i++)
    {
      const GccoreEscapeLine *escape = g_ptr_array_index (escapes, i);
      SceneSourceMark mark = { (uint32_t) MAX (escape->line, 0), escape->kind == GCCORE_ESCAPE_HEAP };

      if (escape->kind != GCCORE_ESCAPE_HEAP && escape->kind != GCCORE_ESCAPE_STACK)
        continue;
      *(mark.heap ? n_heap : n_stack) += 1;
      g_array_append_val (marks, mark);
    }
}
