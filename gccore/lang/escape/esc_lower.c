/* The IR's nodes, names and functions (Go 1.22 cmd/compile/internal/noder writer.go, reader.go). */

#include "lang/escape/esc_dictionary.h"
#include "lang/escape/esc_lower.h"
#include "lang/escape/esc_shape.h"

#include <string.h>

#include "lang/arena.h"

/* -- nodes and names ------------------------------------------------------------------------------------------------- */

void *
esc_alloc (Arena *arena, gsize bytes)
{
  return arena_alloc (arena, bytes);
}

EscNode *
esc_node_new (Arena *arena, EscOp op, Pos pos, Type *type)
{
  EscNode *n = ARENA_NEW (arena, EscNode);

  n->op = op;
  n->pos = pos;
  n->type = type;
  return n;
}

void
esc_nodes_add (Arena *arena, EscNodes *nodes, EscNode *n)
{
  if (nodes->n == nodes->room) {
    guint room = MAX (4, nodes->room * 2);
    EscNode **v = ARENA_NEW_N (arena, EscNode *, room);

    if (nodes->n > 0)
      memcpy (v, nodes->v, nodes->n * sizeof *v);
    nodes->v = v;
    nodes->room = room;
  }
  nodes->v[nodes->n++] = n;
}

void
esc_names_add (Arena *arena, EscNames *names, EscName *name)
{
  if (names->n == names->room) {
    guint room = MAX (4, names->room * 2);
    EscName **v = ARENA_NEW_N (arena, EscName *, room);

    if (names->n > 0)
      memcpy (v, names->v, names->n * sizeof *v);
    names->v = v;
    names->room = room;
  }
  names->v[names->n++] = name;
}

EscNode *
lower_name_node (Lower *l, EscName *name, Pos pos)
{
  EscNode *n = esc_node_new (l->arena, ESC_NAME, pos, name->type);

  n->name = name;
  return n;
}

EscName *
lower_new_name (Lower *l, EscClass class, const char *text, Pos pos, Type *type)
{
  EscName *name = ARENA_NEW (l->arena, EscName);

  name->class = class;
  name->text = text;
  name->pos = pos;
  name->type = type;
  name->node = lower_name_node (l, name, pos);
  return name;
}

EscName *
lower_declare (Lower *l, EscFunc *fn, EscClass class, const char *text, Pos pos, Type *type)
{
  EscName *name = lower_new_name (l, class, text, pos, type);

  name->fn = fn;
  esc_names_add (l->arena, &fn->dcl, name);
  return name;
}

EscName *
lower_temp (Lower *l, Pos pos, Type *type)
{
  return lower_declare (l, l->fn, ESC_CLASS_AUTO, arena_printf (l->arena, ".autotmp_%u", l->fn->dcl.n), pos, type);
}

/* A local's name; declared in the present function when it is met for the first time. */
EscName *
lower_local (Lower *l, Object *var)
{
  EscName *name = var->var.escape;

  if (name)
    return name;
  if (var->var.kind == VAR_GLOBAL) {
    name = lower_new_name (l, ESC_CLASS_GLOBAL, var->name, var->pos, var->type);
  } else {
    name = lower_declare (l, l->fn, ESC_CLASS_AUTO, var->name, var->pos, var->type);
    name->reassigned_in_source = var->var.reassigned || var->var.addr_taken;
  }
  name->obj = var;
  var->var.escape = name;
  return name;
}

/* A variable of a function further out is used at pos: every literal on the way captures it. */
void
lower_capture (Lower *l, EscName *name, Pos pos)
{
  for (EscFunc *fn = l->fn; fn && fn != name->fn; fn = fn->outer) {
    bool known = false;

    for (guint i = 0; i < fn->captures.n && !known; i++)
      known = fn->captures.v[i]->name == name;
    if (!known)
      esc_nodes_add (l->arena, &fn->captures, lower_name_node (l, name, pos));
  }
}

EscNode *
lower_dcl (Lower *l, EscName *name)
{
  EscNode *n = esc_node_new (l->arena, ESC_DCL, name->pos, NULL);

  n->name = name;
  return n;
}

EscNode *
lower_assign (Lower *l, Pos pos, EscNode *dst, EscNode *src, bool defines)
{
  EscNode *n = esc_node_new (l->arena, ESC_AS, pos, NULL);

  n->x = dst;
  n->y = src;
  n->defines = defines;
  return n;
}

/* -- functions ------------------------------------------------------------------------------------------------------- */

EscFunc *
lower_new_func (Lower *l, const char *name, Type *type)
{
  EscFunc *fn = ARENA_NEW (l->arena, EscFunc);

  fn->name = name;
  fn->type = type;
  fn->package = l->package;
  return fn;
}

/* "main.(*T).m" -> "(*T).m": messages leave the package out. */
static const char *
local_name (Lower *l, const Func *func)
{
  const char *name = func->name, *path = l->package->pkg->path;
  gsize n = strlen (path);

  return strncmp (name, path, n) == 0 && name[n] == '.' ? name + n + 1 : name;
}

EscName *
lower_param (Lower *l, EscFunc *fn, const char *text, Pos pos, Type *type)
{
  EscName *name = lower_declare (l, fn, ESC_CLASS_PARAM, text, pos, type);

  fn->params[fn->n_params++] = (EscParam) { .name = name, .pos = pos, .type = type };
  return name;
}

EscName *
lower_result (Lower *l, EscFunc *fn, const char *text, Pos pos, Type *type)
{
  EscName *name = lower_declare (l, fn, ESC_CLASS_RESULT, text, pos, type);

  fn->results[fn->n_results++] = name;
  return name;
}

bool
lower_is_unnamed (const Object *var)
{
  return !var->name || var->name[0] == '\0' || g_str_equal (var->name, "_");
}

/* Receiver, parameters and results, in this order. */
static void
declare_signature (Lower *l, EscFunc *fn, Object *recv, const ObjectList *params, const ObjectList *results)
{
  guint n = (recv ? 1 : 0) + (guint) params->n;

  fn->params = ARENA_NEW_N (l->arena, EscParam, MAX (n, 1));
  fn->is_method = recv != NULL;
  if (fn->instance && !recv)
    esc_dictionary_declare (l, fn);
  for (guint i = 0; i < n; i++) {
    Object *var = recv && i == 0 ? recv : params->v[i - (recv ? 1 : 0)];
    const char *text = lower_is_unnamed (var) ? arena_printf (l->arena, "~p%u", i) : var->name;
    EscName *name = lower_param (l, fn, text, var->pos, var->type);

    name->unnamed = lower_is_unnamed (var);
    name->obj = var;
    name->reassigned_in_source = var->var.reassigned || var->var.addr_taken;
    var->var.escape = name;
    if (fn->instance && recv && i == 0)
      esc_dictionary_declare (l, fn);
  }
  fn->results = ARENA_NEW_N (l->arena, EscName *, MAX (results->n, 1));
  for (int i = 0; i < results->n; i++) {
    Object *var = results->v[i];
    const char *text = lower_is_unnamed (var) ? arena_printf (l->arena, "~r%d", i) : var->name;
    EscName *name = lower_result (l, fn, text, var->pos, var->type);

    name->obj = var;
    var->var.escape = name;
  }
}

static void
lower_body (Lower *l, EscFunc *fn, Stmt *body, Pos pos)
{
  EscFunc *outer = l->fn;
  Pos outer_base = l->base_pos;

  fn->has_body = body != NULL;
  if (!body)
    return;
  l->fn = fn;
  l->base_pos = pos;
  lower_stmts (l, &body->block.list, &fn->body);
  l->fn = outer;
  l->base_pos = outer_base;
}

EscFunc *
lower_function (Lower *l, Func *func)
{
  EscFunc *fn = lower_func_name (l, func->obj)->func;

  fn->package = l->package;
  fn->name = local_name (l, func);
  fn->instance = func->obj->func.origin != NULL;
  if (fn->instance)
    fn->name = esc_shape_name (l, func->obj);
  fn->noescape = func->pragma & FUNC_PRAGMA_NOESCAPE;
  fn->uintptr_escapes = func->pragma & FUNC_PRAGMA_UINTPTRESCAPES;
  declare_signature (l, fn, func->recv, &func->params, &func->results);
  lower_body (l, fn, func->body, func->pos);
  return fn;
}

const char *
lower_literal_name (Lower *l)
{
  /* Numbers count what is compiled: literals in dead code are none. */
  return arena_printf (l->arena, "%s%s%u", l->fn->name, l->fn->closure ? "." : ".func", ++l->fn->n_literals);
}

EscFunc *
lower_literal (Lower *l, Func *func, EscNode *closure)
{
  EscFunc *fn = lower_new_func (l, lower_literal_name (l), func->type);

  fn->func = func;
  fn->closure = closure;
  fn->outer = l->fn;
  fn->hidden_closure = true;
  fn->dictionary = l->fn->dictionary;
  func->escape = fn;
  declare_signature (l, fn, NULL, &func->params, &func->results);
  lower_body (l, fn, func->body, func->pos);
  esc_dictionary_capture (l, fn);
  return fn;
}

EscNode *
lower_own_literal (Lower *l, const char *name, Pos pos, Type *type)
{
  EscNode *closure = esc_node_new (l->arena, ESC_CLOSURE, pos, type);
  EscFunc *fn = lower_new_func (l, name, type);

  fn->wrapper = true;
  fn->hidden_closure = true;
  fn->closure = closure;
  fn->outer = l->fn;
  fn->has_body = true;
  closure->func = fn;
  return closure;
}

void
lower_tail_call (Lower *l, EscFunc *fn, EscNode *call)
{
  EscFunc *outer = l->fn;
  EscNode *ret;

  if (fn->n_results == 0) {
    esc_nodes_add (l->arena, &fn->body, call);
    return;
  }
  ret = esc_node_new (l->arena, ESC_RETURN, call->pos, NULL);
  if (fn->n_results == 1) {
    call->type = fn->results[0]->type;
    esc_nodes_add (l->arena, &ret->list, call);
  } else {
    l->fn = fn;
    lower_spread_return (l, call->pos, call, ret);
    l->fn = outer;
  }
  esc_nodes_add (l->arena, &fn->body, ret);
}

/* The name of a function or method, and its EscFunc: of this package, or known by tag. */
EscName *
lower_func_name (Lower *l, Object *obj)
{
  EscName *name = g_hash_table_lookup (l->package->func_names, obj);
  const Func *func = obj->func.func;
  const char *text;

  if (name)
    return name;
  if (obj->pkg == l->package->pkg)
    text = func ? local_name (l, func) : obj->name;
  else
    text = arena_printf (l->arena, "%s.%s", obj->pkg->name, obj->name);
  name = lower_new_name (l, ESC_CLASS_FUNC, text, obj->pos, obj->type);
  name->obj = obj;
  g_hash_table_insert (l->package->func_names, obj, name);
  if (func && func->escape)
    name->func = func->escape;
  else {
    name->func = lower_new_func (l, text, obj->type);
    name->func->package = NULL;
    name->func->obj = obj;
    name->func->func = obj->func.func;
    if (func)
      obj->func.func->escape = name->func;
  }
  return name;
}
