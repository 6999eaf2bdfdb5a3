/* A C program on Go's heap: a binary search tree that grows, is searched, and is dropped.
 *
 *   cc example.c -lgccore        (here: built and run by the tests)
 *
 * It shows all that a program has to do: describe its types, keep what it needs in root variables, store pointers
 * through the barrier. The rest is plain C. */

#include <stdio.h>

#include "gc/library.h"

/* What an object looks like to C: pointers to other objects are Addr. */
typedef struct {
  int64_t key;
  Addr left, right;
  Addr label;
} Node;

/* What it looks like to the collector: words 1, 2 and 3 are pointers. */
enum { T_NODE = 1 };

static const uint64_t node_mask[] = { 0xe };
static const GcType types[] = {
  [T_NODE] = { .size_bytes = sizeof (Node), .ptr_bytes = sizeof (Node), .ptr_mask = node_mask, .name = "Node",
               .align_bytes = 8, .kind = GCKIND_STRUCT },
};

static Node *
node_at (const GccoreLib *lib, Addr addr)
{
  return gccore_lib_ptr (lib, addr);
}

/* A new node; 0: out of memory. Between two allocations the first result must be in a root variable. */
static Addr
new_node (GccoreLib *lib, int64_t key)
{
  Addr vars[1] = { gccore_lib_alloc (lib, T_NODE, 1) };
  GccoreRoots roots;
  Addr label;

  if (vars[0] == 0)
    return 0;
  gccore_lib_push (lib, &roots, vars, 1);
  label = gccore_lib_alloc_bytes (lib, 24);
  gccore_lib_pop (lib, &roots);
  if (label == 0)
    return 0;
  snprintf (gccore_lib_ptr (lib, label), 24, "number %lld", (long long) key);
  node_at (lib, vars[0])->key = key;
  gccore_lib_store (lib, vars[0] + offsetof (Node, label), label);
  return vars[0];
}

/* Returns false when memory ran out. */
static bool
insert (GccoreLib *lib, Addr *root, int64_t key)
{
  Addr fresh = new_node (lib, key), at = *root;

  if (fresh == 0)
    return false;
  if (at == 0)
    {
      *root = fresh; /* a root variable: no barrier */
      return true;
    }
  for (;;)
    {
      Addr slot = at + (key < node_at (lib, at)->key ? offsetof (Node, left) : offsetof (Node, right));

      if (gccore_lib_load (lib, slot) == 0)
        {
          gccore_lib_store (lib, slot, fresh);
          return true;
        }
      at = gccore_lib_load (lib, slot);
    }
}

static Addr
find (const GccoreLib *lib, Addr at, int64_t key)
{
  while (at != 0 && node_at (lib, at)->key != key)
    at = key < node_at (lib, at)->key ? node_at (lib, at)->left : node_at (lib, at)->right;
  return at;
}

static void
print_stats (GccoreLib *lib, const char *when)
{
  MemStats stats;

  gccore_lib_read_stats (lib, &stats);
  printf ("%s: %llu objects, %llu KB, %u collections\n", when, (unsigned long long) stats.heap_objects,
          (unsigned long long) stats.heap_alloc / 1024, stats.num_gc);
}

int
main (void)
{
  GccoreLibOptions options = { .n_procs = 4, .heap_cap_bytes = UINT64_C (256) << 20 };
  GcTypeTable table = { types, 2 };
  GccoreError error;
  GccoreLib *lib = gccore_lib_new (&options, &table, &error);
  Addr tree = 0, found;
  GccoreRoots roots;

  if (lib == NULL)
    {
      fprintf (stderr, "%s\n", error.text);
      return 1;
    }
  gccore_lib_push (lib, &roots, &tree, 1);

  for (int64_t i = 0; i < 100000; i++)
    if (!insert (lib, &tree, i * 7919 % 100003))
      {
        fprintf (stderr, "out of memory\n");
        return 1;
      }
  found = find (lib, tree, 42);
  printf ("found %s\n", found != 0 ? (const char *) gccore_lib_ptr (lib, node_at (lib, found)->label) : "nothing");
  gccore_lib_collect (lib);
  print_stats (lib, "grown");

  tree = 0;
  gccore_lib_collect (lib);
  print_stats (lib, "dropped");

  if (gccore_lib_verify (lib, &error) != GCCORE_OK)
    {
      fprintf (stderr, "%s\n", error.text);
      return 1;
    }
  gccore_lib_pop (lib, &roots);
  gccore_lib_free (lib);
  return 0;
}
