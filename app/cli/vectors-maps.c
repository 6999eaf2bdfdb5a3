/* Vectors of kind maps: what a map of so many entries allocates. Each question becomes a small Go program that asks the
 * machine's own runtime; the answers of one program serve the lines about the same map. */

#include "config.h"

#include "cli/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/machine.h"

typedef struct {
  const char *name, *types, *prepare, *insert;
} MapKind;

static const MapKind map_kinds[] = {
  { "int_int", "map[int]int", "", "m[i] = i" },
  { "str_int", "map[string]int", "keys := makeKeys(n)", "m[keys[i]] = i" },
  { "int_ptr", "map[int]*int", "values := new([1]int)", "m[i] = &values[0]" },
  { "int_b16", "map[int][16]byte", "var value [16]byte", "m[i] = value" },
  { "int_b200", "map[int][200]byte", "var value [200]byte", "m[i] = value" },
};

static const char program[] =
  "package main\n"
  "import (\n\"runtime\"\n\"runtime/debug\"\n\"unsafe\"\n)\n"
  "type hmap struct {\ncount int\nflags, B uint8\nnoverflow uint16\nhash0 uint32\nbuckets unsafe.Pointer\n}\n"
  "var hint, n = %lld, %lld\n"
  "var sink %s\n"
  "var before, after runtime.MemStats\n"
  "func makeKeys(n int) []string {\n"
  "keys := make([]string, n)\n"
  "for i := range keys {\n"
  "b := []byte(\"k0000000000\")\n"
  "for j, x := 10, i; x > 0; j, x = j-1, x/10 {\nb[j] = byte('0' + x%%10)\n}\n"
  "keys[i] = string(b)\n}\nreturn keys\n}\n"
  "func main() {\n"
  "debug.SetGCPercent(-1)\n"
  "makeKeys(0)\n"
  "%s\n"
  "runtime.ReadMemStats(&before)\n"
  "m := make(%s%s)\n"
  "sink = m\n"
  "for i := 0; i < n; i++ {\n%s\n}\n"
  "runtime.ReadMemStats(&after)\n"
  "h := *(**hmap)(unsafe.Pointer(&sink))\n"
  "println(1<<h.B, h.buckets != nil, after.Mallocs-before.Mallocs, after.TotalAlloc-before.TotalAlloc)\n"
  "}\n";

typedef struct {
  char *asked;                /* kind, hint and count of the numbers below */
  uint64_t buckets, ready, mallocs, bytes;
  bool ok;
} MapState;

static void *
maps_vec_new (void)
{
  return calloc (1, sizeof (MapState));
}

static void
maps_vec_free (void *state)
{
  g_free (((MapState *) state)->asked);
  free (state);
}

static void
collect_output (int fd, const char *bytes, gsize length, uint64_t tick, gpointer data)
{
  g_string_append_len (data, bytes, (gssize) length);
}

static void
run_program (MapState *s, const char *source)
{
  GccoreKnobs knobs;
  GccoreError error = { 0 };
  GccoreMachine *machine;
  GString *output = g_string_new (NULL);
  char ready[8];
  int status = 1;

  gccore_knobs_init (&knobs);
  knobs.procs = 1;
  knobs.heap_cap = INT64_C (2) << 30;
  machine = gccore_machine_load ("maps.go", source, strlen (source), &knobs, NULL, &error);
  if (machine)
    {
      gccore_machine_set_output (machine, collect_output, output);
      while (gccore_machine_run (machine, NULL, 0, 0, NULL) == GCCORE_STOP_BUDGET)
        ;
      gccore_machine_ended (machine, &status);
      gccore_machine_free (machine);
    }
  s->ok = status == 0
          && sscanf (output->str, "%" G_GUINT64_FORMAT " %7s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, &s->buckets, ready,
                     &s->mallocs, &s->bytes) == 4;
  s->ready = s->ok && strcmp (ready, "true") == 0;
  g_string_free (output, TRUE);
}

static void
measure (MapState *s, const MapKind *kind, int64_t hint, int64_t n)
{
  g_autofree char *asked = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, kind->name, hint, n);
  g_autofree char *source = NULL;

  if (g_strcmp0 (asked, s->asked) == 0)
    return;
  g_free (s->asked);
  s->asked = g_steal_pointer (&asked);
  source = g_strdup_printf (program, (long long) hint, (long long) n, kind->types, kind->prepare, kind->types,
                            hint < 0 ? "" : ", hint", kind->insert);
  run_program (s, source);
}

static const char *
word (const VecLine *line, int i)
{
  return i < line->n_words ? line->word[i] : "";
}

static void
maps_vec_line (VecRun *run, void *state, const VecLine *line)
{
  MapState *s = state;
  const MapKind *kind = NULL;
  bool insert = strcmp (word (line, 0), "insert") == 0;
  const char *what;
  int64_t hint, n;

  for (guint i = 0; i < G_N_ELEMENTS (map_kinds); i++)
    if (strcmp (word (line, 1), map_kinds[i].name) == 0)
      kind = &map_kinds[i];
  if (!kind || (!insert && strcmp (word (line, 0), "make") != 0))
    {
      vec_bad (run, "not a question about a map");
      return;
    }
  hint = vec_range (run, line, 2, -1, INT64_C (1) << 32);
  n = insert ? vec_range (run, line, 3, 0, INT64_C (1) << 24) : 0;
  what = word (line, insert ? 4 : 3);
  if (!vec_line_ok (run))
    return;
  measure (s, kind, hint, n);
  if (!s->ok)
    vec_bad (run, "the program about the map did not run");
  else if (strcmp (what, "buckets") == 0)
    vec_answer_u64 (run, s->buckets);
  else if (strcmp (what, "ready") == 0)
    vec_answer_u64 (run, s->ready);
  else if (strcmp (what, "mallocs") == 0)
    vec_answer_u64 (run, s->mallocs);
  else if (strcmp (what, "bytes") == 0)
    vec_answer_u64 (run, s->bytes);
  else
    vec_bad (run, "unknown number of a map");
}

const VecKind vec_kind_maps = { "maps", maps_vec_new, maps_vec_free, maps_vec_line, NULL };
