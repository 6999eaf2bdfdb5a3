/* The same as metadata.go, on gccore. Metadata is all of the image beside the heap, work buffers included. */

#include <stdio.h>

#include "gc/library.h"

static const uint64_t first_word[] = { 1 };
static const GcType types[] = { [1] = { 48, 8, first_word, "main.node", 8, GCKIND_STRUCT } };

int
main (void)
{
  GccoreLibOptions options = { .n_procs = 2 };
  GcTypeTable table = { types, 2 };
  GccoreError error;
  GccoreLib *lib = gccore_lib_new (&options, &table, &error);
  Addr keep = 0;
  GccoreRoots roots;
  MemStats stats;
  uint64_t meta;

  if (lib == NULL)
    {
      fprintf (stderr, "%s\n", error.text);
      return 1;
    }
  gccore_lib_push (lib, &roots, &keep, 1);
  for (int i = 0; i < 1000000; i++)
    {
      Addr node = gccore_lib_alloc (lib, 1, 1);

      gccore_lib_store (lib, node, keep);
      keep = node;
    }
  gccore_lib_collect (lib);
  gccore_lib_read_stats (lib, &stats);
  meta = stats.mspan_sys + stats.mcache_sys + stats.gc_sys + stats.other_sys;
  printf ("{\"heap\":%llu,\"meta\":%llu,\"percent\":%.3f}\n", (unsigned long long) stats.heap_inuse,
          (unsigned long long) meta, (double) meta * 100 / (double) stats.heap_inuse);
  gccore_lib_pop (lib, &roots);
  gccore_lib_free (lib);
  return 0;
}
