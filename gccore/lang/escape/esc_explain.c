/* The text of -m=2: why something escapes or leaks, as the path of flows from it to the root
 * (Go 1.22 cmd/compile/internal/escape/solve.go explainPath, explainFlow). */

#include "lang/escape/esc_graph.h"

static void
append_location (GString *out, const EscBatch *batch, const EscLocation *l)
{
  if (l == &batch->heap)
    g_string_append (out, "{heap}");
  else if (!l->n)
    g_string_append (out, "{temp}");
  else if (l->n->op == ESC_NAME)
    g_string_append (out, l->n->name->text);
  else {
    g_string_append (out, "{storage for ");
    esc_print (out, l->n, batch->report->pkg);
    g_string_append_c (out, '}');
  }
}

/* One edge: "flow: dst = **src:" and what made it, each line at src's position of the thing explained. */
static void
explain_flow (EscBatch *batch, const EscNode *subject, const EscLocation *dst, const EscLocation *src, int derefs,
              const EscNote *notes)
{
  g_autoptr (GString) line = g_string_new ("  flow: ");

  append_location (line, batch, dst);
  g_string_append (line, " = ");
  if (derefs < 0)
    g_string_append_c (line, '&');
  for (int i = 0; i < derefs; i++)
    g_string_append_c (line, '*');
  append_location (line, batch, src);
  esc_report_add (batch->report, subject->pos, "%s:", line->str);
  for (; notes; notes = notes->next) {
    g_autofree char *where = esc_report_position (batch->report, notes->where->pos);

    g_string_assign (line, "    from ");
    esc_print (line, notes->where, batch->report->pkg);
    esc_report_add (batch->report, subject->pos, "%s (%s) at %s", line->str, notes->why, where);
  }
}

static void
explain_path (EscBatch *batch, const EscLocation *root, const EscLocation *l)
{
  const EscNode *subject = l->n;
  g_autoptr (GHashTable) visited = g_hash_table_new (NULL, NULL);

  for (const EscLocation *src = l;;) {
    const EscLocation *dst = src->dst;
    const EscEdge *edge;

    if (!g_hash_table_add (visited, (gpointer) src)) {
      esc_report_add (batch->report, subject->pos,
                      "  warning: truncated explanation due to assignment cycle; see golang.org/issue/35518");
      return;
    }
    edge = &g_array_index (dst->edges, EscEdge, src->dst_edge);
    explain_flow (batch, subject, dst, src, edge->derefs, edge->notes);
    if (dst == root)
      return;
    src = dst;
  }
}

static void
explain_subject (EscBatch *batch, const EscNode *n)
{
  g_autoptr (GString) line = g_string_new (NULL);

  esc_print (line, n, batch->report->pkg);
  esc_report_add (batch->report, n->pos, "%s escapes to heap:", line->str);
}

void
esc_explain_escape (EscBatch *batch, EscLocation *root, EscLocation *l)
{
  if (batch->report->level < 2)
    return;
  explain_subject (batch, l->n);
  explain_path (batch, root, l);
}

void
esc_explain_flow_escape (EscBatch *batch, EscHole k, EscLocation *src)
{
  if (batch->report->level < 2)
    return;
  explain_subject (batch, src->n);
  explain_flow (batch, src->n, k.dst, src, k.derefs, k.notes);
}

void
esc_explain_leak (EscBatch *batch, EscLocation *root, EscLocation *l, int derefs)
{
  g_autoptr (GString) line = NULL;

  if (batch->report->level < 2)
    return;
  if (l->n->name->foreign)
    return;
  line = g_string_new (NULL);
  append_location (line, batch, root);
  esc_report_add (batch->report, l->n->pos, "parameter %s leaks to %s with derefs=%d:",
                  l->n->name->text, line->str, derefs);
  explain_path (batch, root, l);
}
