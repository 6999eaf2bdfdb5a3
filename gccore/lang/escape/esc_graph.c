#include "lang/escape/esc_graph.h"

#include <string.h>

/* -- leaks --------------------------------------------------------------------------------------------------------- */

void
esc_leaks_init (EscLeaks *leaks)
{
  leaks->heap = leaks->mutator = leaks->callee = -1;
  for (int i = 0; i < ESC_N_RESULTS; i++)
    leaks->result[i] = -1;
}

void
esc_leaks_add (gint16 *sink, int derefs)
{
  /* Tags are bytes in export data, one of which means "none" (Go 1.22 escape/leaks.go). */
  derefs = MIN (derefs, 254);
  if (*sink < 0 || derefs < *sink)
    *sink = (gint16) derefs;
}

void
esc_leaks_optimize (EscLeaks *leaks)
{
  gint16 *sinks[] = { &leaks->mutator, &leaks->callee };

  if (leaks->heap < 0)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (sinks); i++)
    if (*sinks[i] >= leaks->heap)
      *sinks[i] = -1;
  for (int i = 0; i < ESC_N_RESULTS; i++)
    if (leaks->result[i] >= leaks->heap)
      leaks->result[i] = -1;
}

/* -- locations ----------------------------------------------------------------------------------------------------- */

static void
location_init (EscLocation *location, guint attrs)
{
  memset (location, 0, sizeof *location);
  location->attrs = attrs;
  esc_leaks_init (&location->leaks);
}

void
esc_batch_init (EscBatch *batch, Arena *arena, EscReport *report)
{
  memset (batch, 0, sizeof *batch);
  batch->arena = arena;
  batch->report = report;
  batch->locations = g_ptr_array_new ();
  batch->closures = g_array_new (FALSE, FALSE, sizeof (EscPending));
  location_init (&batch->heap, ESC_ATTR_ALL);
  location_init (&batch->mutator, ESC_ATTR_MUTATES);
  location_init (&batch->callee, ESC_ATTR_CALLS);
  location_init (&batch->blank, 0);
}

static void
drop_edges (EscLocation *location)
{
  g_clear_pointer (&location->edges, g_array_unref);
}

void
esc_batch_fini (EscBatch *batch)
{
  for (guint i = 0; i < batch->locations->len; i++)
    drop_edges (batch->locations->pdata[i]);
  drop_edges (&batch->heap);
  drop_edges (&batch->mutator);
  drop_edges (&batch->callee);
  g_ptr_array_unref (batch->locations);
  g_array_unref (batch->closures);
}

EscLocation *
esc_location_new (EscBatch *batch, EscNode *n, EscFunc *fn, int loop_depth, bool persists)
{
  EscLocation *location = esc_alloc (batch->arena, sizeof *location);

  location_init (location, persists ? ESC_ATTR_PERSISTS : 0);
  location->n = n;
  location->fn = fn;
  location->loop_depth = loop_depth;
  g_ptr_array_add (batch->locations, location);
  if (n && n->op == ESC_NAME)
    n->name->location = location;
  return location;
}

bool
esc_location_is (const EscLocation *location, EscClass class)
{
  return location->n && location->n->op == ESC_NAME && location->n->name->class == class;
}

/* -- holes --------------------------------------------------------------------------------------------------------- */

EscHole
esc_hole_note (EscBatch *batch, EscHole k, const EscNode *where, const char *why)
{
  EscNote *note;

  if (batch->report->level < 2)
    return k;
  note = esc_alloc (batch->arena, sizeof *note);
  *note = (EscNote) { .next = k.notes, .where = where, .why = why };
  k.notes = note;
  return k;
}

EscHole
esc_hole_shift (EscHole k, int delta)
{
  k.derefs += delta;
  g_assert (k.derefs >= -1);
  k.addrtaken = delta < 0;
  return k;
}

EscHole
esc_hole_deref (EscBatch *batch, EscHole k, const EscNode *where, const char *why)
{
  return esc_hole_note (batch, esc_hole_shift (k, 1), where, why);
}

EscHole
esc_hole_addr (EscBatch *batch, EscHole k, const EscNode *where, const char *why)
{
  return esc_hole_note (batch, esc_hole_shift (k, -1), where, why);
}

void
esc_flow (EscBatch *batch, EscHole k, EscLocation *src)
{
  EscLocation *dst = k.dst;
  EscEdge edge = { .src = src, .derefs = k.derefs, .notes = k.notes };

  if (k.addrtaken)
    src->addrtaken = true;
  if (dst == &batch->blank || (dst == src && k.derefs >= 0))
    return;
  if ((dst->attrs & ESC_ATTR_ESCAPES) && k.derefs < 0) {
    esc_explain_flow_escape (batch, k, src);
    src->attrs |= ESC_ATTR_ALL;
    return;
  }
  if (!dst->edges)
    dst->edges = g_array_sized_new (FALSE, FALSE, sizeof (EscEdge), 4);
  g_array_append_val (dst->edges, edge);
}

EscHole
esc_tee (EscBatch *batch, EscFunc *fn, int loop_depth, const EscHole *ks, guint n_ks)
{
  EscLocation *temporary;

  if (n_ks == 0)
    return esc_hole (&batch->blank);
  if (n_ks == 1)
    return ks[0];
  temporary = esc_location_new (batch, NULL, fn, loop_depth, false);
  for (guint i = 0; i < n_ks; i++) {
    g_assert (ks[i].derefs >= 0);
    esc_flow (batch, ks[i], temporary);
  }
  return esc_hole (temporary);
}
