/* Loop variables of Go 1.22: a new one in each iteration. One that a literal captures, or whose address is taken inside
 * its loop, becomes a fresh variable at the top of the body, copied from a temporary that the loop itself counts with;
 * the others stay as they are (Go 1.22 cmd/compile/internal/loopvar/loopvar.go, ForCapture). */

#include "lang/escape/esc_analyze.h"

#include <string.h>

#include "lang/arena.h"

typedef struct {
  Lower *l;
  GHashTable *leaked;         /* loop variables in scope of the scan: EscName -> GINT_TO_POINTER (leaks) */
  GHashTable *moved;          /* EscName -> the assignment that now declares it */
  int loop_depth, return_depth;
  guint n_labels;
} Scan;

static void scan (Scan *s, EscNode *n);

static void
scan_list (Scan *s, const EscNodes *list)
{
  for (guint i = 0; i < list->n; i++)
    if (list->v[i])
      scan (s, list->v[i]);
}

static void
scan_children (Scan *s, EscNode *n)
{
  EscNode *const children[] = { n->x, n->y, n->z, n->w };

  scan_list (s, &n->init);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    if (children[i])
      scan (s, children[i]);
  scan_list (s, &n->list);
  scan_list (s, &n->list2);
  scan_list (s, &n->body);
}

static void
watch (Scan *s, const EscNode *n)
{
  if (n && n->op == ESC_NAME)
    g_hash_table_insert (s->leaked, n->name, GINT_TO_POINTER (FALSE));
}

static void
leak (Scan *s, EscName *name)
{
  if (s->return_depth < s->loop_depth && g_hash_table_contains (s->leaked, name))
    g_hash_table_insert (s->leaked, name, GINT_TO_POINTER (TRUE));
}

static bool
leaks (const Scan *s, const EscNode *n)
{
  return n && n->op == ESC_NAME && g_hash_table_lookup (s->leaked, n->name);
}

/* The variable an address expression points into. */
static EscNode *
outer_value (EscNode *n)
{
  for (;;)
    switch (n->op) {
    case ESC_DOT:
      n = n->x;
      break;
    case ESC_INDEX:
      if (!type_is_kind (n->x->type, KIND_ARRAY))
        return n;
      n = n->x;
      break;
    default:
      return n;
    }
}

/* name := temp at the top of the body. */
static EscNode *
fresh_copy (Scan *s, EscNode *loop, EscName *name, EscName *temp)
{
  EscNode *as = lower_assign (s->l, loop->pos, name->node, temp->node, true);

  g_hash_table_insert (s->moved, name, as);
  return as;
}

static void
prepend (Lower *l, EscNodes *nodes, EscNode *n)
{
  esc_nodes_add (l->arena, nodes, n);
  memmove (nodes->v + 1, nodes->v, (nodes->n - 1) * sizeof *nodes->v);
  nodes->v[0] = n;
}

static EscNode *
replace_range_variable (Scan *s, EscNode *loop, EscNode *n)
{
  EscName *temp;

  if (!leaks (s, n))
    return n;
  temp = lower_temp (s->l, loop->pos, n->type);
  prepend (s->l, &loop->body, fresh_copy (s, loop, n->name, temp));
  return temp->node;
}

static void
scan_range (Scan *s, EscNode *n)
{
  if (!n->defines) {
    scan_children (s, n);
    return;
  }
  watch (s, n->x);
  watch (s, n->y);
  s->loop_depth++;
  scan_children (s, n);
  s->loop_depth--;
  n->x = replace_range_variable (s, n, n->x);
  n->y = replace_range_variable (s, n, n->y);
}

/* continue becomes a jump to the copy at the end of the body. */
static void
edit_continues (EscNodes *list, const char *loop_label, const char *target, bool inner)
{
  for (guint i = 0; i < list->n; i++) {
    EscNode *n = list->v[i];
    bool deeper;

    if (!n)
      continue;
    deeper = inner || n->op == ESC_FOR || n->op == ESC_RANGE;
    if (n->op == ESC_CONTINUE && ((!inner && !n->sym) || (n->sym && loop_label && g_str_equal (n->sym, loop_label)))) {
      n->op = ESC_GOTO;
      n->sym = target;
    }
    edit_continues (&n->init, loop_label, target, deeper);
    if (n->op >= ESC_DCL)
      edit_continues (&n->list, loop_label, target, deeper);
    edit_continues (&n->body, loop_label, target, deeper);
    if (n->op == ESC_IF)
      edit_continues (&n->list2, loop_label, target, deeper);
  }
}

static void
add (Scan *s, EscNodes *nodes, EscNode *n)
{
  esc_nodes_add (s->l->arena, nodes, n);
}

static EscNode *
statement (Scan *s, EscOp op, Pos pos)
{
  return esc_node_new (s->l->arena, op, pos, NULL);
}

/* The names that the loop's init declares, in order. */
static GPtrArray *
init_names (const EscNode *loop)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < loop->init.n; i++) {
    const EscNode *n = loop->init.v[i];

    if (n->op == ESC_AS && n->defines && n->x && n->x->op == ESC_NAME)
      g_ptr_array_add (names, n->x->name);
    for (guint j = 0; n->op == ESC_AS2 && n->defines && j < n->list.n; j++)
      if (n->list.v[j] && n->list.v[j]->op == ESC_NAME)
        g_ptr_array_add (names, n->list.v[j]->name);
  }
  return names;
}

static void
replace_in_init (EscNode *loop, const EscName *name, EscNode *by)
{
  for (guint i = 0; i < loop->init.n; i++) {
    EscNode *n = loop->init.v[i];

    if (n->op == ESC_AS && n->x && n->x->op == ESC_NAME && n->x->name == name)
      n->x = by;
    for (guint j = 0; n->op == ESC_AS2 && j < n->list.n; j++)
      if (n->list.v[j] && n->list.v[j]->op == ESC_NAME && n->list.v[j]->name == name)
        n->list.v[j] = by;
  }
}

/* for init; cond; post { body } with leaking variables:
 *   for init', first := true; ; {
 *     z := z'; if first { first = false } else { post }; if !cond { break }; body; next: z' = z }          */
static void
rewrite_for (Scan *s, EscNode *loop, GPtrArray *leaked)
{
  LangUnit *unit = s->l->package->unit;
  EscNodes before = { 0 }, after = { 0 };
  const char *target = arena_printf (s->l->arena, ".3clNext_%u", ++s->n_labels);
  EscNode *label = statement (s, ESC_LABEL, loop->pos);

  for (guint i = 0; i < leaked->len; i++) {
    EscName *name = leaked->pdata[i];
    EscName *temp = lower_temp (s->l, loop->pos, name->type);

    add (s, &before, fresh_copy (s, loop, name, temp));
    add (s, &after, lower_assign (s->l, loop->pos, temp->node, name->node, false));
    replace_in_init (loop, name, temp->node);
  }
  label->sym = target;
  edit_continues (&loop->body, loop->sym, target, false);
  if (loop->y) {
    EscName *first = lower_temp (s->l, loop->pos, unit->basic[KIND_BOOL]);
    EscNode *choose = statement (s, ESC_IF, loop->pos);
    EscNode *yes = esc_node_new (s->l->arena, ESC_LITERAL, loop->pos, unit->basic[KIND_BOOL]);
    EscNode *no = esc_node_new (s->l->arena, ESC_LITERAL, loop->pos, unit->basic[KIND_BOOL]);

    yes->text = "true";
    no->text = "false";
    add (s, &choose->init, lower_dcl (s->l, first));
    choose->x = first->node;
    add (s, &choose->body, lower_assign (s->l, loop->pos, first->node, no, false));
    add (s, &choose->list2, loop->y);
    add (s, &before, choose);
    add (s, &loop->init, lower_assign (s->l, loop->pos, first->node, yes, false));
    loop->y = NULL;
  }
  if (loop->x) {
    EscNode *leave = statement (s, ESC_IF, loop->pos);

    leave->x = esc_node_new (s->l->arena, ESC_UNARY, loop->x->pos, loop->x->type);
    leave->x->operator = OP_NOT;
    leave->x->x = loop->x;
    add (s, &leave->body, statement (s, ESC_BREAK, loop->pos));
    add (s, &before, leave);
    loop->x = NULL;
  }
  for (guint i = 0; i < loop->body.n; i++)
    add (s, &before, loop->body.v[i]);
  add (s, &before, label);
  for (guint i = 0; i < after.n; i++)
    add (s, &before, after.v[i]);
  loop->body = before;
}

static void
scan_for (Scan *s, EscNode *n)
{
  g_autoptr (GPtrArray) names = init_names (n);
  g_autoptr (GPtrArray) leaked = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    g_hash_table_insert (s->leaked, names->pdata[i], GINT_TO_POINTER (FALSE));
  s->loop_depth++;
  scan_children (s, n);
  s->loop_depth--;
  for (guint i = 0; i < names->len; i++)
    if (g_hash_table_lookup (s->leaked, names->pdata[i]))
      g_ptr_array_add (leaked, names->pdata[i]);
  if (leaked->len > 0)
    rewrite_for (s, n, leaked);
}

static void
scan (Scan *s, EscNode *n)
{
  int saved;

  switch (n->op) {
  case ESC_CLOSURE:
    for (guint i = 0; i < n->func->captures.n; i++)
      leak (s, n->func->captures.v[i]->name);
    break;
  case ESC_ADDR: {
    EscNode *value = outer_value (n->x);

    if (value->op == ESC_NAME)
      leak (s, value->name);
    scan_children (s, n);
    break;
  }
  case ESC_RETURN:
    saved = s->return_depth;
    s->return_depth = s->loop_depth;
    scan_children (s, n);
    s->return_depth = saved;
    break;
  case ESC_RANGE:
    scan_range (s, n);
    break;
  case ESC_FOR:
    scan_for (s, n);
    break;
  default:
    scan_children (s, n);
    break;
  }
}

/* Declarations of variables that moved into a body go with them. */
static void
move_declarations (Scan *s, EscNode *n)
{
  guint kept = 0;
  EscNodes *const lists[] = { &n->list, &n->list2, &n->body };

  for (guint i = 0; i < n->init.n; i++) {
    EscNode *as = n->init.v[i]->op == ESC_DCL ? g_hash_table_lookup (s->moved, n->init.v[i]->name) : NULL;

    if (as && as != n) {
      prepend (s->l, &as->init, n->init.v[i]);
      g_hash_table_remove (s->moved, n->init.v[i]->name);
    } else {
      n->init.v[kept++] = n->init.v[i];
    }
  }
  n->init.n = kept;
  for (guint i = 0; i < n->init.n; i++)
    move_declarations (s, n->init.v[i]);
  for (guint k = 0; n->op >= ESC_DCL && k < G_N_ELEMENTS (lists); k++)
    for (guint i = 0; i < lists[k]->n; i++)
      if (lists[k]->v[i])
        move_declarations (s, lists[k]->v[i]);
}

void
lower_loop_variables (Lower *l, EscFunc *fn)
{
  g_autoptr (GHashTable) leaked = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) moved = g_hash_table_new (NULL, NULL);
  Scan s = { .l = l, .leaked = leaked, .moved = moved };
  EscFunc *outer = l->fn;

  l->fn = fn;
  scan_list (&s, &fn->body);
  if (g_hash_table_size (moved) > 0)
    for (guint i = 0; i < fn->body.n; i++)
      move_declarations (&s, fn->body.v[i]);
  l->fn = outer;
}
