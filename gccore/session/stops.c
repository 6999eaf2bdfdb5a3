#include "session/stops.h"

#include <errno.h>
#include <string.h>

#include "base/i18n.h"
#include "session/events.h"
#include "session/knobs.h"

#define KNOWN_FORMS "tick:N, end, cycle:N, cycle:N/mark:50%, line:N, func:NAME, event:KIND, heap>SIZE, " \
                    "object:ADDR becomes COLOUR"

/* The phases as the grammar writes them; OFF has no name. Those with `progress` may be followed by ":P%". */
static const struct { const char *name; GccorePhase phase; bool progress; } phases[] = {
  { "sweepterm", GCCORE_PHASE_SWEEP_TERM, false },
  { "mark", GCCORE_PHASE_MARK, true },
  { "markterm", GCCORE_PHASE_MARK_TERM, false },
  { "sweep", GCCORE_PHASE_SWEEP, true },
};

static const char *const colours[] = { "free", "white", "grey", "black" };

/* The text of one condition and where its error goes. */
typedef struct { const char *text; GccoreError *error; } Parse;

static bool G_GNUC_PRINTF (2, 3)
fail (const Parse *parse, const char *format, ...)
{
  va_list args;

  if (parse->error == NULL)
    return false;
  va_start (args, format);
  gccore_error_set_va (parse->error, GCCORE_ERR_USAGE, format, args);
  va_end (args);
  /* Where the condition stands beside it, the rest says enough: only the text repeats it. */
  g_autofree char *why = g_strdup (parse->error->text);
  g_snprintf (parse->error->text, sizeof parse->error->text, "stop condition \"%.120s\": %s", parse->text, why);
  return false;
}

/* A whole number of at least `min` at `text`; *end is what follows. */
static bool
parse_number (const Parse *parse, const char *text, const char *what, uint64_t min, uint64_t *n, const char **end)
{
  char *rest;
  while (g_ascii_isspace (*text))
    text++;
  if (!g_ascii_isdigit (text[0]))
    return fail (parse, N_("%s must be a whole number"), what);
  errno = 0;
  *n = g_ascii_strtoull (text, &rest, 10);
  if (errno == ERANGE)
    return fail (parse, N_("%s is too large"), what);
  if (*n < min)
    return fail (parse, N_("%s starts at %lu"), what, (unsigned long) min);
  *end = rest;
  return true;
}

/* Nothing but spaces may be left. */
static bool
parse_end (const Parse *parse, const char *rest)
{
  while (g_ascii_isspace (*rest))
    rest++;
  if (*rest != '\0')
    return fail (parse, N_("did not expect \"%.40s\""), rest);
  return true;
}

static bool
parse_percent (const Parse *parse, const char *text, double *progress)
{
  char *rest;
  double percent = g_ascii_strtod (text, &rest);
  if (!g_ascii_isdigit (text[0]) || !(percent <= 100))
    return fail (parse, N_("a progress goes from 0%% to 100%%"));
  if (*rest != '%')
    return fail (parse, N_("a progress is written as a percentage, such as 50%%"));
  *progress = percent / 100;
  return parse_end (parse, rest + 1);
}

static bool
parse_cycle (const Parse *parse, const char *text, GccoreStop *stop)
{
  const char *rest = text;
  if (!parse_number (parse, text, N_("the cycle"), 1, &stop->n, &rest))
    return false;
  if (*rest != '/')
    return parse_end (parse, rest);
  rest++;
  size_t length = strcspn (rest, ":");
  while (length > 0 && g_ascii_isspace (rest[length - 1]))
    length--;
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    if (strlen (phases[i].name) == length && strncmp (rest, phases[i].name, length) == 0)
      {
        stop->phase = phases[i].phase;
        rest += length;
        if (*rest != ':')
          return parse_end (parse, rest);
        if (!phases[i].progress)
          return fail (parse, N_("\"%.10s\" has no progress, only mark and sweep have"), phases[i].name);
        return parse_percent (parse, rest + 1, &stop->progress);
      }
  return fail (parse, N_("\"%.*s\" is no phase; the phases are sweepterm, mark, markterm and sweep"), (int) length, rest);
}

static bool
parse_address (const Parse *parse, const char *text, uint64_t *addr)
{
  bool hex = g_str_has_prefix (text, "0x");
  return g_ascii_string_to_unsigned (text + (hex ? 2 : 0), 16, 0, G_MAXUINT64, addr, NULL)
         || fail (parse, N_("\"%.40s\" is no address; write one such as 0xc000012340"), text);
}

/* KIND[@ADDR][#N], spaces between them free. */
static bool
parse_event (const Parse *parse, const char *text, GccoreStop *stop)
{
  const char *rest = strchr (text, '#');
  g_autofree char *kind = g_strstrip (rest != NULL ? g_strndup (text, rest - text) : g_strdup (text));
  char *addr = strchr (kind, '@');
  stop->n = 1;
  if (addr != NULL)
    {
      *addr++ = '\0';
      g_strchomp (kind);
      g_strchug (addr);
    }
  if (!gccore_event_find (kind, &stop->event))
    {
      g_autofree char *known = gccore_event_names ();
      return fail (parse, N_("\"%.40s\" is no kind of event; the kinds are %.300s"), kind, known);
    }
  if (addr != NULL && !parse_address (parse, addr, &stop->addr))
    return false;
  return rest == NULL || (parse_number (parse, rest + 1, N_("the number after #"), 1, &stop->n, &rest)
                          && parse_end (parse, rest));
}

static bool
parse_heap (const Parse *parse, const char *text, GccoreStop *stop)
{
  int64_t bytes;
  g_autofree char *size = g_strstrip (g_strdup (text));
  if (!gccore_parse_bytes (size, &bytes))
    return fail (parse, N_("\"%.40s\" is no size; write one such as 8MiB"), size);
  stop->n = (uint64_t) bytes;
  return true;
}

static bool
parse_object (const Parse *parse, const char *text, GccoreStop *stop)
{
  g_auto (GStrv) words = g_regex_split_simple ("\\s+", text, 0, 0);
  guint n = g_strv_length (words);
  if (n != 3 || strcmp (words[1], "becomes") != 0)
    return fail (parse, N_("write it as object:ADDR becomes COLOUR"));
  if (!parse_address (parse, words[0], &stop->addr))
    return false;
  if (strcmp (words[2], "gray") == 0)
    words[2][2] = 'e';
  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    if (strcmp (words[2], colours[i]) == 0)
      {
        stop->colour = (GccoreObjectColour) i;
        return true;
      }
  return fail (parse, N_("\"%.40s\" is no colour; the colours are white, grey, black and free"), words[2]);
}

static bool
parse_function (const Parse *parse, const char *text, GccoreStop *stop)
{
  stop->name = g_strstrip (g_strdup (text));
  if (stop->name[0] == '\0' || strpbrk (stop->name, " \t\n") != NULL)
    return fail (parse, N_("write it as func:NAME, such as func:main.build or func:(*List).push"));
  return true;
}

static bool
parse_kind (const Parse *parse, GccoreStop *stop)
{
  static const struct { const char *prefix; GccoreStopKind kind; } kinds[] = {
    { "tick:", GCCORE_STOP_TICK }, { "cycle:", GCCORE_STOP_CYCLE }, { "line:", GCCORE_STOP_LINE },
    { "func:", GCCORE_STOP_FUNC }, { "event:", GCCORE_STOP_EVENT }, { "object:", GCCORE_STOP_OBJECT },
  };
  const char *rest;

  if (g_str_has_prefix (parse->text, "heap"))
    {
      rest = parse->text + 4;
      while (g_ascii_isspace (*rest))
        rest++;
      stop->kind = GCCORE_STOP_HEAP;
      return *rest == '>' ? parse_heap (parse, rest + 1, stop) : fail (parse, N_("write it as heap>SIZE"));
    }
  stop->kind = GCCORE_STOP_END;
  if (strcmp (parse->text, "end") == 0)
    return true;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (parse->text, kinds[i].prefix))
      {
        stop->kind = kinds[i].kind;
        rest = parse->text + strlen (kinds[i].prefix);
        while (g_ascii_isspace (*rest))
          rest++;
        switch (stop->kind)
          {
          case GCCORE_STOP_TICK:
            return parse_number (parse, rest, N_("the tick"), 0, &stop->n, &rest) && parse_end (parse, rest);
          case GCCORE_STOP_LINE:
            return parse_number (parse, rest, N_("the line"), 1, &stop->n, &rest) && parse_end (parse, rest);
          case GCCORE_STOP_CYCLE:
            return parse_cycle (parse, rest, stop);
          case GCCORE_STOP_FUNC:
            return parse_function (parse, rest, stop);
          case GCCORE_STOP_EVENT:
            return parse_event (parse, rest, stop);
          default:
            return parse_object (parse, rest, stop);
          }
      }
  return fail (parse, N_("unknown; the conditions are %.200s"), KNOWN_FORMS);
}

GccoreStop *
gccore_stop_parse (const char *text, GccoreError *error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  Parse parse = { trimmed, error };
  GccoreStop *stop = g_new0 (GccoreStop, 1);
  if (parse_kind (&parse, stop))
    return stop;
  gccore_stop_free (stop);
  return NULL;
}

static char *
format_cycle (const GccoreStop *stop)
{
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    if (phases[i].phase == stop->phase)
      {
        char percent[G_ASCII_DTOSTR_BUF_SIZE];
        if (stop->progress == 0)
          return g_strdup_printf ("cycle:%" G_GUINT64_FORMAT "/%s", stop->n, phases[i].name);
        g_ascii_formatd (percent, sizeof percent, "%.10g", stop->progress * 100);
        return g_strdup_printf ("cycle:%" G_GUINT64_FORMAT "/%s:%s%%", stop->n, phases[i].name, percent);
      }
  return g_strdup_printf ("cycle:%" G_GUINT64_FORMAT, stop->n);
}

static char *
format_event (const GccoreStop *stop)
{
  GString *text = g_string_new ("event:");
  g_string_append (text, gccore_event_name (stop->event));
  if (stop->addr != 0)
    g_string_append_printf (text, "@0x%" G_GINT64_MODIFIER "x", stop->addr);
  if (stop->n > 1)
    g_string_append_printf (text, "#%" G_GUINT64_FORMAT, stop->n);
  return g_string_free (text, FALSE);
}

char *
gccore_stop_format (const GccoreStop *stop)
{
  switch (stop->kind)
    {
    case GCCORE_STOP_TICK:
      return g_strdup_printf ("tick:%" G_GUINT64_FORMAT, stop->n);
    case GCCORE_STOP_END:
      return g_strdup ("end");
    case GCCORE_STOP_CYCLE:
      return format_cycle (stop);
    case GCCORE_STOP_LINE:
      return g_strdup_printf ("line:%" G_GUINT64_FORMAT, stop->n);
    case GCCORE_STOP_FUNC:
      return g_strdup_printf ("func:%s", stop->name);
    case GCCORE_STOP_EVENT:
      return format_event (stop);
    case GCCORE_STOP_HEAP:
      {
        g_autofree char *size = gccore_format_bytes ((int64_t) stop->n);
        return g_strdup_printf ("heap>%s", size);
      }
    case GCCORE_STOP_OBJECT:
      return g_strdup_printf ("object:0x%" G_GINT64_MODIFIER "x becomes %s", stop->addr, colours[stop->colour]);
    }
  g_return_val_if_reached (NULL);
}

void
gccore_stop_free (GccoreStop *stop)
{
  if (stop == NULL)
    return;
  g_free (stop->name);
  g_free (stop);
}
