#include "session/knobs.h"

#include <string.h>

#include "base/i18n.h"

static const GccoreKnob table[] = {
#define KNOB(field, kind, flag, environment, value, min, max, live, help) \
  { #field, GCCORE_KNOB_##kind, flag, environment, value, min, max, live, help, \
    offsetof (GccoreKnobs, field), sizeof (((GccoreKnobs *) NULL)->field) },
#include "session/knobs.def"
#undef KNOB
};

const GccoreKnob *
gccore_knob_table (guint *n_knobs)
{
  *n_knobs = G_N_ELEMENTS (table);
  return table;
}

const GccoreKnob *
gccore_knob_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (strcmp (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}

const GccoreKnob *
gccore_knob_find_flag (const char *flag)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].flag != NULL && strcmp (table[i].flag, flag) == 0)
      return &table[i];
  return NULL;
}

int64_t
gccore_knob_get (const GccoreKnob *knob, const GccoreKnobs *knobs)
{
  const char *field = (const char *) knobs + knob->offset;
  switch (knob->size_bytes)
    {
    case sizeof (bool):
      return *(const bool *) field;
    case sizeof (int32_t):
      return *(const int32_t *) field;
    default:
      return *(const int64_t *) field;
    }
}

void
gccore_knob_set (const GccoreKnob *knob, GccoreKnobs *knobs, int64_t value)
{
  char *field = (char *) knobs + knob->offset;
  switch (knob->size_bytes)
    {
    case sizeof (bool):
      *(bool *) field = value != 0;
      break;
    case sizeof (int32_t):
      *(int32_t *) field = (int32_t) value;
      break;
    default:
      *(int64_t *) field = value;
    }
}

void
gccore_knobs_init (GccoreKnobs *knobs)
{
  memset (knobs, 0, sizeof *knobs);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gccore_knob_set (&table[i], knobs, table[i].default_value);
}

/* The value that "off" stands for; false if the kind has none. */
static bool
off_value (const GccoreKnob *knob, int64_t *value)
{
  if (knob->kind == GCCORE_KNOB_PERCENT)
    *value = GCCORE_GOGC_OFF;
  else if (knob->kind == GCCORE_KNOB_SIZE && knob->max == GCCORE_NO_LIMIT)
    *value = GCCORE_NO_LIMIT;
  else if (knob->kind == GCCORE_KNOB_SWITCH)
    *value = 0;
  else
    return false;
  return true;
}

GccoreStatus
gccore_knob_check (const GccoreKnob *knob, int64_t value, GccoreError *error)
{
  int64_t off;
  if ((value >= knob->min && value <= knob->max) || (off_value (knob, &off) && value == off))
    return GCCORE_OK;
  g_autofree char *min = gccore_knob_format (knob, knob->min);
  g_autofree char *max = gccore_knob_format (knob, knob->max);
  gccore_error_set (error, GCCORE_ERR_USAGE,
                    knob->kind == GCCORE_KNOB_PERCENT ? N_("%s must be between %s and %s, or off")
                                                      : N_("%s must be between %s and %s"), knob->name, min, max);
  return GCCORE_ERR_USAGE;
}

bool
gccore_parse_bytes (const char *text, int64_t *bytes)
{
  /* Go 1.22 runtime/string.go, parseByteCount: ^[0-9]+(([KMGT]i)?B)?$ */
  static const struct { const char *suffix; int shift; } units[] = {
    { "", 0 }, { "B", 0 }, { "KiB", 10 }, { "MiB", 20 }, { "GiB", 30 }, { "TiB", 40 },
  };
  if (!g_ascii_isdigit (text[0]))
    return false;
  int64_t n = 0;
  for (; g_ascii_isdigit (*text); text++)
    if (__builtin_mul_overflow (n, 10, &n) || __builtin_add_overflow (n, *text - '0', &n))
      return false;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (text, units[i].suffix) == 0)
      return !__builtin_mul_overflow (n, INT64_C (1) << units[i].shift, bytes);
  return false;
}

char *
gccore_format_bytes (int64_t bytes)
{
  static const char *const units[] = { "KiB", "MiB", "GiB", "TiB" };
  if (bytes == 0 || bytes % 1024 != 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, bytes);
  guint unit = 0;
  for (bytes /= 1024; bytes % 1024 == 0 && unit + 1 < G_N_ELEMENTS (units); bytes /= 1024)
    unit++;
  return g_strdup_printf ("%" G_GINT64_FORMAT "%s", bytes, units[unit]);
}

static bool
parse_value (const GccoreKnob *knob, const char *text, int64_t *value)
{
  if (strcmp (text, "off") == 0)
    return off_value (knob, value);
  if (knob->kind == GCCORE_KNOB_SIZE)
    return gccore_parse_bytes (text, value);
  if (knob->kind == GCCORE_KNOB_SWITCH && strcmp (text, "on") == 0)
    {
      *value = 1;
      return true;
    }
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL);
}

static const char *
expected_form (const GccoreKnob *knob)
{
  switch (knob->kind)
    {
    case GCCORE_KNOB_PERCENT:
      return N_("a percentage such as 100, or off");
    case GCCORE_KNOB_SIZE:
      return knob->max == GCCORE_NO_LIMIT ? N_("a size such as 64MiB, or off") : N_("a size such as 64MiB");
    case GCCORE_KNOB_COUNT:
      return N_("a whole number");
    case GCCORE_KNOB_SWITCH:
      return N_("on or off");
    }
  g_return_val_if_reached ("");
}

GccoreStatus
gccore_knob_parse (const GccoreKnob *knob, const char *text, int64_t *value, GccoreError *error)
{
  if (!parse_value (knob, text, value))
    {
      gccore_error_set (error, GCCORE_ERR_USAGE, N_("%s: \"%.100s\" is not %s"), knob->name, text, expected_form (knob));
      return GCCORE_ERR_USAGE;
    }
  return gccore_knob_check (knob, *value, error);
}

char *
gccore_knob_format (const GccoreKnob *knob, int64_t value)
{
  int64_t off;
  if (off_value (knob, &off) && value == off)
    return g_strdup ("off");
  if (knob->kind == GCCORE_KNOB_SWITCH)
    return g_strdup ("on");
  if (knob->kind == GCCORE_KNOB_SIZE)
    return gccore_format_bytes (value);
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

GccoreStatus
gccore_knobs_read_environment (GccoreKnobs *knobs, const char *(*lookup) (const char *name), GccoreError *error)
{
  const char *text;
  int64_t n;

  text = lookup ("GOGC");
  if (text != NULL && strcmp (text, "off") == 0)
    knobs->gogc = GCCORE_GOGC_OFF;
  else if (text != NULL && g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &n, NULL))
    knobs->gogc = n < 0 ? GCCORE_GOGC_OFF : (int32_t) n;

  text = lookup ("GOMAXPROCS");
  if (text != NULL && g_ascii_string_to_signed (text, 10, 1, G_MAXINT32, &n, NULL))
    knobs->procs = (int32_t) MIN (n, gccore_knob_find ("procs")->max);

  text = lookup ("GOMEMLIMIT");
  if (text == NULL || text[0] == '\0')
    return GCCORE_OK;
  if (strcmp (text, "off") == 0)
    knobs->memory_limit = GCCORE_NO_LIMIT;
  else if (!gccore_parse_bytes (text, &knobs->memory_limit))
    {
      gccore_error_set (error, GCCORE_ERR_USAGE,
                        "GOMEMLIMIT=%.100s\nfatal error: malformed GOMEMLIMIT; see `go doc runtime/debug.SetMemoryLimit`",
                        text);
      return GCCORE_ERR_USAGE;
    }
  return GCCORE_OK;
}
