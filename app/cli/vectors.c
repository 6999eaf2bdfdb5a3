#include "config.h"

#include "cli/vectors.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RELATIVE_ERROR 1e-9
#define MAX_REPORTS 20

typedef enum { ANSWER_I64, ANSWER_U64, ANSWER_HEX, ANSWER_F64 } AnswerType;

typedef struct {
  AnswerType type;
  union { int64_t i; uint64_t u; double f; };
} Answer;

struct VecRun {
  const char *file;
  const VecLine *line;      /* the one being done */
  bool line_bad;
  const char *why;          /* it is bad, or NULL */
  GArray *answers;          /* Answer */
  int n_checks, n_right, n_bad_lines, n_reports;
};

static const VecKind *const kinds[] = {
  &vec_kind_maps,
  &vec_kind_pacer,
  &vec_kind_pagealloc,
  &vec_kind_scavenge,
  &vec_kind_sizes,
};

/* --- words to numbers --- */

void
vec_bad (VecRun *run, const char *why)
{
  if (run->line_bad)
    return;
  run->line_bad = true;
  run->why = why;
}

bool
vec_line_ok (const VecRun *run)
{
  return !run->line_bad;
}

static bool
parse_i64 (const char *text, int64_t *value)
{
  char *end;

  if (!g_ascii_isdigit (text[text[0] == '-']))
    return false;
  errno = 0;
  *value = strtoll (text, &end, 10);
  return errno == 0 && *end == '\0';
}

static bool
parse_u64 (const char *text, uint64_t *value, int base)
{
  char *end;

  if (!g_ascii_isxdigit (text[0]))
    return false;
  errno = 0;
  *value = strtoull (text, &end, base);
  return errno == 0 && *end == '\0';
}

static bool
parse_f64 (const char *text, double *value)
{
  char *end;

  if (g_ascii_isspace (text[0]))
    return false;
  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

static const char *
word_at (VecRun *run, const VecLine *line, int i)
{
  if (i < line->n_words)
    return line->word[i];
  vec_bad (run, "a word is missing");
  return NULL;
}

int64_t
vec_i64 (VecRun *run, const VecLine *line, int i)
{
  const char *text = word_at (run, line, i);
  int64_t value = 0;

  if (text != NULL && !parse_i64 (text, &value))
    {
      vec_bad (run, "not an integer");
      return 0;
    }
  return value;
}

uint64_t
vec_u64 (VecRun *run, const VecLine *line, int i)
{
  const char *text = word_at (run, line, i);
  uint64_t value = 0;

  if (text != NULL && !parse_u64 (text, &value, 10))
    {
      vec_bad (run, "not a natural number");
      return 0;
    }
  return value;
}

uint64_t
vec_hex (VecRun *run, const VecLine *line, int i)
{
  const char *text = word_at (run, line, i);
  uint64_t value = 0;

  if (text != NULL && !parse_u64 (text, &value, 16))
    {
      vec_bad (run, "not a bit pattern");
      return 0;
    }
  return value;
}

double
vec_f64 (VecRun *run, const VecLine *line, int i)
{
  const char *text = word_at (run, line, i);
  double value = 0;

  if (text != NULL && !parse_f64 (text, &value))
    {
      vec_bad (run, "not a number");
      return 0;
    }
  return value;
}

int64_t
vec_range (VecRun *run, const VecLine *line, int i, int64_t min, int64_t max)
{
  int64_t value = vec_i64 (run, line, i);

  if (!run->line_bad && value >= min && value <= max)
    return value;
  vec_bad (run, "a number is out of range");
  return min;
}

/* --- answers --- */

void
vec_answer_i64 (VecRun *run, int64_t value)
{
  Answer a = { .type = ANSWER_I64, .i = value };
  g_array_append_val (run->answers, a);
}

void
vec_answer_u64 (VecRun *run, uint64_t value)
{
  Answer a = { .type = ANSWER_U64, .u = value };
  g_array_append_val (run->answers, a);
}

void
vec_answer_hex (VecRun *run, uint64_t value)
{
  Answer a = { .type = ANSWER_HEX, .u = value };
  g_array_append_val (run->answers, a);
}

void
vec_answer_f64 (VecRun *run, double value)
{
  Answer a = { .type = ANSWER_F64, .f = value };
  g_array_append_val (run->answers, a);
}

static bool
same_f64 (const char *text, double value)
{
  double want;

  if (!parse_f64 (text, &want))
    return false;
  if (isnan (want) || isnan (value))
    return isnan (want) && isnan (value);
  if (want == value)
    return true;
  /* A whole number stands there: nothing was rounded, so nothing is forgiven. */
  if (strpbrk (text, ".eEnNiI") == NULL || isinf (want) || isinf (value))
    return false;
  return fabs (want - value) <= RELATIVE_ERROR * fmax (fabs (want), fabs (value));
}

static bool
same (const char *text, const Answer *a)
{
  int64_t i;
  uint64_t u;

  switch (a->type)
    {
    case ANSWER_I64:
      return parse_i64 (text, &i) && i == a->i;
    case ANSWER_U64:
      return parse_u64 (text, &u, 10) && u == a->u;
    case ANSWER_HEX:
      return parse_u64 (text, &u, 16) && u == a->u;
    case ANSWER_F64:
      return same_f64 (text, a->f);
    }
  return false;
}

static void
append_answer (GString *out, const Answer *a)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (a->type)
    {
    case ANSWER_I64:
      g_string_append_printf (out, " %" G_GINT64_FORMAT, a->i);
      break;
    case ANSWER_U64:
      g_string_append_printf (out, " %" G_GUINT64_FORMAT, a->u);
      break;
    case ANSWER_HEX:
      g_string_append_printf (out, " %016" G_GINT64_MODIFIER "x", a->u);
      break;
    case ANSWER_F64:
      g_string_append_printf (out, " %s", g_ascii_formatd (number, sizeof number, "%.17g", a->f));
      break;
    }
}

static void
report (VecRun *run)
{
  const VecLine *line = run->line;
  g_autofree char *asked = g_strjoinv (" ", line->word);
  g_autofree char *want = g_strjoinv (" ", line->want);
  g_autoptr (GString) got = g_string_new (NULL);

  if (run->n_reports++ >= MAX_REPORTS)
    return;
  for (guint i = 0; i < run->answers->len; i++)
    append_answer (got, &g_array_index (run->answers, Answer, i));
  if (run->line_bad)
    fprintf (stderr, "%s:%d: %s: %s\n", run->file, line->number, asked, run->why);
  else
    fprintf (stderr, "%s:%d: %s: want %s, got%s\n", run->file, line->number, asked, want, got->str);
}

static void
judge (VecRun *run)
{
  const VecLine *line = run->line;
  bool right = !run->line_bad && (int) run->answers->len == line->n_want;

  for (int i = 0; right && i < line->n_want; i++)
    right = same (line->want[i], &g_array_index (run->answers, Answer, i));
  run->n_checks++;
  if (right)
    run->n_right++;
  else
    report (run);
}

/* --- files --- */

/* Splits at blanks into `words` (NULL-terminated, pointing into `text`, which is cut up). */
static int
split_words (char *text, GPtrArray *words)
{
  char *save = NULL;

  g_ptr_array_set_size (words, 0);
  for (char *w = strtok_r (text, " \t\r", &save); w != NULL; w = strtok_r (NULL, " \t\r", &save))
    g_ptr_array_add (words, w);
  g_ptr_array_add (words, NULL);
  return (int) words->len - 1;
}

static void
run_line (VecRun *run, const VecKind *kind, void **state, const VecLine *line)
{
  run->line = line;
  run->line_bad = false;
  run->why = NULL;
  g_array_set_size (run->answers, 0);

  if (strcmp (line->word[0], "vec") == 0)
    {
      if (line->n_words < 2 || strcmp (line->word[1], kind->name) != 0)
        vec_bad (run, "vectors of another kind");
    }
  else if (strcmp (line->word[0], "case") == 0)
    {
      kind->state_free (*state);
      *state = kind->state_new ();
    }
  else
    kind->line (run, *state, line);

  if (line->is_check)
    judge (run);
  else if (run->line_bad)
    {
      run->n_bad_lines++;
      report (run);
    }
}

static int
run_vectors (const VecKind *kind, char **lines, const char *file)
{
  VecRun run = { .file = file };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GPtrArray) want = g_ptr_array_new ();
  void *state = kind->state_new ();

  run.answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  for (int i = 0; lines[i] != NULL; i++)
    {
      VecLine line = { .number = i + 1 };
      char *equals = strchr (lines[i], '=');

      if (lines[i][strspn (lines[i], " \t\r")] == '#')
        continue;
      line.is_check = equals != NULL;
      if (equals != NULL)
        *equals = '\0';
      line.n_words = split_words (lines[i], words);
      line.n_want = equals != NULL ? split_words (equals + 1, want) : 0;
      line.word = (char **) words->pdata;
      line.want = (char **) want->pdata;
      if (line.n_words > 0)
        run_line (&run, kind, &state, &line);
      else if (line.is_check)
        run.n_checks++;
    }
  kind->state_free (state);
  g_array_unref (run.answers);

  if (run.n_reports > MAX_REPORTS)
    fprintf (stderr, "%s: %d more\n", file, run.n_reports - MAX_REPORTS);
  printf ("ok %d/%d\n", run.n_right, run.n_checks);
  return run.n_bad_lines > 0 ? 1 : 0;
}

/* Whether the first line that says something starts with `vec`. */
static bool
is_vec_file (char **lines)
{
  for (int i = 0; lines[i] != NULL; i++)
    {
      const char *text = lines[i] + strspn (lines[i], " \t\r");

      if (*text != '\0' && *text != '#')
        return strncmp (text, "vec", 3) == 0 && (text[3] == '\0' || g_ascii_isspace (text[3]));
    }
  return true;
}

static int
run_file (const VecKind *kind, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!g_file_get_contents (file, &text, &length, &error))
    {
      fprintf (stderr, "spanscape: %s\n", error->message);
      return 1;
    }
  if (memchr (text, '\0', length) != NULL)
    {
      fprintf (stderr, "spanscape: %s: not a text file\n", file);
      return 1;
    }
  lines = g_strsplit (text, "\n", -1);
  if (kind->scenario != NULL && !is_vec_file (lines))
    return kind->scenario (lines, file);
  return run_vectors (kind, lines, file);
}

static int
usage (FILE *out)
{
  fprintf (out, "usage: spanscape vectors KIND FILE ...\nKIND is one of:");
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    fprintf (out, " %s", kinds[i]->name);
  fprintf (out, "\n");
  return out == stdout ? 0 : 2;
}

int
vectors_main (int argc, char **argv)
{
  int status = 0;

  if (argc == 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    return usage (stdout);
  if (argc < 3)
    return usage (stderr);
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    if (strcmp (argv[1], kinds[k]->name) == 0)
      {
        for (int i = 2; i < argc; i++)
          {
            int file_status = run_file (kinds[k], argv[i]);

            status = MAX (status, file_status);
          }
        return status;
      }
  fprintf (stderr, "spanscape: no vectors of kind %s\n", argv[1]);
  return usage (stderr);
}
