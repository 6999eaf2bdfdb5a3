/* Interface calls on a local that was declared with a concrete value and never changes: the call goes to that type's
 * method (Go 1.22 cmd/compile/internal/devirtualize/devirtualize.go, StaticCall). Also what a local is known to hold in
 * general, which tells static callees (ir.StaticValue, ir.StaticCalleeName). */

#include "lang/escape/esc_analyze.h"
#include "lang/escape/esc_lower.h"
#include "lang/escape/esc_order.h"

#include "lang/arena.h"

static EscNode *
static_value_once (EscNode *n)
{
  const EscName *name;
  EscNode *defn;

  while (n->op == ESC_CONV && n->implicit)
    n = n->x;
  if (n->op != ESC_NAME)
    return NULL;
  name = n->name;
  defn = name->defn;
  if (name->class != ESC_CLASS_AUTO || !defn || name->reassigned_in_source)
    return NULL;
  if (defn->op == ESC_AS)
    return defn->y;
  if (defn->op == ESC_AS2)
    for (guint i = 0; i < defn->list.n && i < defn->list2.n; i++)
      if (defn->list.v[i] && defn->list.v[i]->op == ESC_NAME && defn->list.v[i]->name == name)
        return defn->list2.v[i];
  return NULL;
}

EscNode *
esc_static_value (EscNode *n)
{
  for (;;) {
    EscNode *next;

    if (n->op == ESC_CONV && type_identical (n->type, n->x->type)) {
      n = n->x;
      continue;
    }
    next = static_value_once (n);
    if (!next)
      return n;
    n = next;
  }
}

EscFunc *
esc_static_callee (EscNode *callee)
{
  EscNode *value = esc_static_value (callee);

  switch (value->op) {
  case ESC_NAME:
    return value->name->class == ESC_CLASS_FUNC ? value->name->func : NULL;
  case ESC_METHEXPR:
    return value->callee;
  case ESC_CLOSURE:
    return value->func;
  default:
    return NULL;
  }
}

typedef struct { Lower *l; EscReport *report; } Pass;

static void
report (Pass *p, const EscNode *call, const char *how, const EscNode *selector, const Type *type)
{
  g_autoptr (GString) what = NULL, to = NULL;

  if (p->report->level == 0)
    return;
  what = g_string_new (NULL);
  to = g_string_new (NULL);
  esc_print (what, selector, p->report->pkg);
  esc_print_type (to, type, p->report->pkg);
  esc_report_add (p->report, call->pos, "%s %s to %s", how, what->str, to->str);
}

static void
devirtualize_call (Pass *p, EscNode *call)
{
  EscNode *selector = call->x, *value = esc_static_value (selector->x), *assertion, *x;
  Type *type;
  Lookup found;

  if (value->op != ESC_CONVIFACE || type_is_interface (value->x->type))
    return;
  type = value->x->type;
  found = type_lookup (p->l->package->unit, type, true, p->l->package->pkg, selector->sym);
  if (!found.obj || found.obj->kind != OBJ_FUNC)
    return;
  assertion = esc_node_new (p->l->arena, ESC_DOTTYPE, selector->pos, type);
  assertion->x = selector->x;
  x = lower_promoted (p->l, assertion, selector->pos, &found);
  if (found.obj->func.is_iface_method) {
    report (p, call, "partially devirtualizing", selector, type);
    selector->x = x;
    selector->method = found.obj;
    return;
  }
  report (p, call, "devirtualizing", selector, type);
  if (call->expr)
    ((Expr *) call->expr)->call.reads_recv = found.n_path == 0 && !found.obj->func.ptr_recv
                                             && type_is_kind (type, KIND_POINTER);
  x = lower_receiver (p->l, x, selector->pos, found.obj);
  call->op = ESC_CALLFUNC;
  call->x = lower_method_expr (p->l, selector->pos, x->type, found.obj, found.obj->type);
  {
    EscNodes args = { 0 };

    esc_nodes_add (p->l->arena, &args, x);
    for (guint i = 0; i < call->list.n; i++)
      esc_nodes_add (p->l->arena, &args, call->list.v[i]);
    call->list = args;
  }
}

static void
visit_node (EscNode *n, gpointer data)
{
  if (n->op == ESC_CALLINTER)
    devirtualize_call (data, n);
}

void
esc_devirtualize (Lower *l, EscFunc *fn, EscReport *report)
{
  Pass p = { .l = l, .report = report };

  for (guint i = 0; i < fn->body.n; i++)
    esc_for_each_node (fn->body.v[i], NULL, visit_node, &p);
}
