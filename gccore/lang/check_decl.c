#include "lang/check_priv.h"

#include <string.h>

/* Declarations, resolved on demand. Go 1.22 cmd/compile/internal/types2/decl.go. */

/* ---- Delayed work ---- */

typedef struct {
  DelayedFn fn;
  void *data;
  Package *pkg;               /* whose code it is: an instance's is its generic type's */
  bool in_copy;
} Delayed;

_Static_assert (sizeof (Delayed) == CHECK_DELAYED_BYTES, "check.c makes the arrays");

void
check_later (Checker *c, DelayedFn fn, void *data)
{
  Delayed delayed = { fn, data, c->pkg, c->env.in_copy || checker_in_instance (c) };

  g_array_append_val (c->delayed, delayed);
}

void
check_last (Checker *c, DelayedFn fn, void *data)
{
  Delayed delayed = { fn, data, c->pkg, c->env.in_copy };

  g_array_append_val (c->last, delayed);
}

void
check_process_last (Checker *c)
{
  if (unit_has_errors (c->unit))
    return;
  for (guint i = 0; i < c->last->len; i++)
    {
      Delayed delayed = g_array_index (c->last, Delayed, i);

      delayed.fn (c, delayed.data);
    }
}

guint
check_delayed_mark (const Checker *c)
{
  return c->delayed->len;
}

/* Does what was put off since the mark; it may put off more. */
void
check_process_delayed (Checker *c, guint from)
{
  Env env = c->env;
  Package *pkg = c->pkg;

  for (guint i = from; i < c->delayed->len; i++)
    {
      Delayed delayed = g_array_index (c->delayed, Delayed, i);

      c->env.errpos = (Pos) { 0 };
      c->env.in_copy = delayed.in_copy;
      c->pkg = delayed.pkg;
      delayed.fn (c, delayed.data);
    }
  g_array_set_size (c->delayed, from);
  c->env = env;
  c->pkg = pkg;
}

/* ---- Dependencies ---- */

void
check_add_dep (Checker *c, Object *obj)
{
  DeclInfo *info = c->env.decl;

  if (info == NULL || obj->check == NULL)
    return;
  while (info->deps_to != NULL)
    info = info->deps_to;
  if (info->dep_set == NULL)
    {
      info->dep_set = g_hash_table_new (g_direct_hash, g_direct_equal);
      g_ptr_array_add (c->with_deps, info);
    }
  if (g_hash_table_add (info->dep_set, obj))
    ARENA_APPEND (c->arena, &info->deps, obj);
}

/* ---- Cycles ---- */

void
check_cycle_error (Checker *c, Object *const *cycle, int n)
{
  int first = 0;
  Object *obj;
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 1; i < n; i++)
    if (pos_compare (cycle[i]->pos, cycle[first]->pos) < 0)
      first = i;
  obj = cycle[first];
  if (obj->kind == OBJ_TYPE)
    obj->type_name.is_broken = false; /* reported */
  if (n == 1)
    {
      if (obj->kind == OBJ_TYPE)
        check_error (c, obj->pos, "invalid recursive type: %s refers to itself", obj->name);
      else
        check_error (c, obj->pos, "invalid cycle in declaration: %s refers to itself", obj->name);
      return;
    }
  g_string_printf (text, obj->kind == OBJ_TYPE ? "invalid recursive type %s" : "invalid cycle in declaration of %s",
                   obj->name);
  for (int i = 0; i < n; i++)
    {
      const Object *from = cycle[(first + i) % n];

      g_string_append_printf (text, "\n\t%s: %s refers to", pos_text (c, from->pos), from->name);
    }
  g_string_append_printf (text, "\n\t%s: %s", pos_text (c, obj->pos), obj->name);
  check_error (c, obj->pos, "%s", text->str);
}

/* obj is being resolved and was met again: whether that is all right (else reported). */
static bool
valid_cycle (Checker *c, Object *obj)
{
  guint start = obj->color - GREY;
  guint n = c->path->len - start;
  guint n_values = 0, n_defined = 0;
  bool through_tparams = false;

  for (guint i = start; i < c->path->len; i++)
    {
      const Object *on_path = c->path->pdata[i];

      if (on_path->kind == OBJ_TYPE && c->env.in_tparams && type_is_generic (on_path->type))
        through_tparams = true;
      if (on_path->kind == OBJ_CONST || on_path->kind == OBJ_VAR)
        n_values++;
      else if (on_path->kind == OBJ_TYPE && !on_path->type_name.is_alias)
        n_defined++;
    }
  if (!through_tparams && (n_values == n || (n_values == 0 && n_defined > 0)))
    return true;
  check_cycle_error (c, (Object *const *) &c->path->pdata[start], (int) n);
  return false;
}

/* ---- Resolving objects ---- */

static void
push_object (Checker *c, Object *obj)
{
  obj->color = (uint16_t) (GREY + c->path->len);
  g_ptr_array_add (c->path, obj);
}

static void
pop_object (Checker *c)
{
  Object *obj = c->path->pdata[c->path->len - 1];

  g_ptr_array_set_size (c->path, (int) c->path->len - 1);
  obj->color = BLACK;
}

static void
const_decl (Checker *c, Object *obj, Expr *type, Expr **init, bool inherited)
{
  const ConstVal *iota = c->env.iota;
  Pos errpos = c->env.errpos;
  Operand x = { .mode = MODE_INVALID, .type = type_invalid (c) };

  c->env.iota = obj->value;
  c->env.errpos = (Pos) { 0 };
  obj->value = const_unknown ();
  if (type != NULL)
    {
      Type *t = check_type (c, type);

      obj->type = t;
      if (!type_is_const_type (t))
        {
          if (type_is_valid (type_underlying (t)))
            check_error (c, expr_start (type), "invalid constant type %s", type_text (c, t));
          obj->type = type_invalid (c);
          goto out;
        }
    }
  if (init != NULL)
    {
      /* A copy: with another iota the types in it may be others. */
      if (inherited)
        c->env.errpos = obj->pos;
      check_expr (c, &x, inherited ? expr_clone (c->arena, *init) : *init);
    }
  check_init_const (c, obj, &x);
out:
  c->env.iota = iota;
  c->env.errpos = errpos;
}

/* lhs: all variables of an n:1 declaration, else empty. */
static void
var_decl (Checker *c, Object *obj, const ObjectList *lhs, Expr *type, Expr **init)
{
  Operand x;
  ExprList rhs = { init, 1 };

  if (type != NULL)
    obj->type = check_var_type (c, type);
  if (init == NULL)
    {
      if (type == NULL)
        obj->type = type_invalid (c);
      obj->var.declared_zero = true;
      return;
    }
  if (lhs->n <= 1)
    {
      check_expr_with_target (c, &x, *init, &(FuncTarget){ obj->type, obj->name });
      check_init_var (c, obj, &x, init, "variable declaration");
      obj->var.init = *init;
      return;
    }
  if (type != NULL)
    for (int i = 0; i < lhs->n; i++)
      lhs->v[i]->type = obj->type;
  obj->decl->var.form = check_init_vars (c, lhs->v, lhs->n, &rhs, NULL);
}

static void
validate_type_later (Checker *c, void *data)
{
  const Object *obj = data;

  if (obj->type->kind == KIND_NAMED)
    check_valid_type (c, obj->type);
}

static void
type_decl (Checker *c, Object *obj, Decl *d)
{
  Type *named;

  check_later (c, validate_type_later, obj);
  if (d->type.alias)
    {
      if (d->type.tparams.n > 0)
        check_error (c, d->pos, "generic type cannot be alias");
      obj->type = type_invalid (c);
      obj->type_name.is_broken = true;
      obj->type = check_type (c, d->type.type);
      obj->type_name.is_broken = false;
      return;
    }
  named = type_new (c, KIND_NAMED);
  named->named.obj = obj;
  named->named.shape = generic_shape_around (named);
  obj->type = named;
  ARENA_APPEND (c->arena, &c->pkg->types, obj);
  if (d->type.tparams.n > 0)
    {
      /* Only the copies for given type arguments are resolved. */
      Scope *outer = c->env.scope;

      c->env.scope = scope_new (c, outer);
      named->named.tparam_scope = outer;
      generic_declare_tparams (c, c->env.scope, &d->type.tparams, &named->named.tparams);
      named->named.rhs = check_defined_type (c, expr_clone (c->arena, d->type.type), obj);
      c->env.scope = outer;
    }
  else
    named->named.rhs = check_defined_type (c, d->type.type, obj);
  if (named->named.underlying == NULL)
    named->named.underlying = type_invalid (c);
  if (named->named.rhs->kind == KIND_TYPE_PARAM)
    {
      check_error (c, expr_start (d->type.type), "cannot use a type parameter as RHS in type declaration");
      named->named.underlying = type_invalid (c);
    }
}

static void
func_decl (Checker *c, Object *obj, DeclInfo *info)
{
  Type *sig = type_new (c, KIND_FUNC);
  uint16_t color = obj->color;
  Decl *d = info->fdecl;
  Scope *scope;

  obj->type = sig;
  /* A generic method is resolved for each instance of its type (check_generic.c). */
  if (d->func.recv != NULL && generic_receiver (c, obj, info))
    return;
  scope = scope_new (c, c->env.scope);
  obj->color = BLACK;
  if (d->func.tparams.n > 0)
    {
      if (d->func.body == NULL && !c->pkg->is_std)
        check_error (c, d->pos, "generic function is missing function body");
      generic_declare_func (c, obj, info, scope);
      obj->color = color;
      return;
    }
  check_func_type (c, sig, d, d->func.type, scope);
  obj->color = color;
  check_declare_func (c, obj, info, scope);
}

typedef struct {
  DeclInfo *info;
  Func *func;
  Scope *scope;
} BodyCheck;

static void
check_body_later (Checker *c, void *data)
{
  const BodyCheck *check = data;

  check_func_body (c, check->info, check->func, check->scope, NULL);
}

/* Makes the Func of a declared function or instance whose signature is known, and has its body checked. */
void
check_declare_func (Checker *c, Object *obj, DeclInfo *info, Scope *scope)
{
  Decl *d = info->fdecl;
  Func *func = check_new_func (c, obj, obj->type, obj->pos);
  BodyCheck *check;

  obj->func.func = func;
  func->body = d->func.body;
  func->pragma = d->func.pragma;
  func->end = d->func.body != NULL ? d->func.body->block.end : obj->pos;
  scope->func = func;
  scope->is_func = true;
  if (d->func.recv == NULL && strcmp (obj->name, "init") == 0)
    {
      struct { Func **v; int n; } list = { c->pkg->init_funcs, c->pkg->n_init_funcs };

      func->name = arena_printf (c->arena, "%s.init.%d", c->pkg->path, c->n_init_funcs++);
      ARENA_APPEND (c->arena, &list, func);
      c->pkg->init_funcs = list.v;
      c->pkg->n_init_funcs = list.n;
    }
  if (d->func.body == NULL)
    return;
  check = ARENA_NEW (c->arena, BodyCheck);
  check->info = info;
  check->func = func;
  check->scope = scope;
  check_later (c, check_body_later, check);
}

static void
resolve_grey (Checker *c, Object *obj)
{
  bool valid = valid_cycle (c, obj);

  switch (obj->kind)
    {
    case OBJ_CONST:
    case OBJ_VAR:
      if (!valid || obj->type == NULL)
        obj->type = type_invalid (c);
      break;
    case OBJ_TYPE:
      if (!valid)
        obj->type = type_invalid (c);
      break;
    default:
      break;
    }
}

void
check_object (Checker *c, Object *obj, Object *def)
{
  DeclInfo *info = obj->check;
  Env env = c->env;

  if (obj->color == WHITE && obj->type != NULL)
    {
      obj->color = BLACK;
      return;
    }
  if (obj->color >= GREY)
    {
      resolve_grey (c, obj);
      return;
    }
  if (obj->color == BLACK || info == NULL)
    return;
  push_object (c, obj);
  c->env = (Env) { .scope = info->file_scope };
  switch (obj->kind)
    {
    case OBJ_CONST:
      c->env.decl = info;
      const_decl (c, obj, info->vtype, info->init, info->inherited);
      break;
    case OBJ_VAR:
      c->env.decl = info;
      var_decl (c, obj, &info->lhs, info->vtype, info->init);
      break;
    case OBJ_TYPE:
      type_decl (c, obj, info->tdecl);
      check_collect_methods (c, obj);
      break;
    case OBJ_FUNC:
      func_decl (c, obj, info);
      break;
    default:
      break;
    }
  c->env = env;
  pop_object (c);
}

void
check_package_objects (Checker *c)
{
  /* Defined types, then aliases, then the rest: so most cycles through aliases resolve. */
  for (int phase = 0; phase < 3; phase++)
    for (guint i = 0; i < c->objects->len; i++)
      {
        Object *obj = c->objects->pdata[i];
        int its_phase = obj->kind != OBJ_TYPE ? 2 : obj->type_name.is_alias ? 1 : 0;

        if (its_phase == phase)
          check_object (c, obj, NULL);
      }
}

void
check_resolve (LangUnit *unit, Object *obj)
{
  Checker *c = unit->priv;

  if (c == NULL || obj->type != NULL)
    return;
  if (obj->func.origin != NULL)
    generic_resolve_method (c, obj);
  else
    check_object (c, obj, NULL);
}

void
check_duplicate_method (LangUnit *unit, Pos pos, Object *method, Pos other_pos)
{
  Checker *c = unit->priv;

  if (c != NULL)
    check_error (c, pos, "duplicate method %s\n\t%s: other declaration of %s", method->name, pos_text (c, other_pos),
                 method->name);
}

typedef struct {
  Pos pos, other_pos;
  Object *method, *other;
} DuplicateCheck;

static void
check_duplicate_later (Checker *c, void *data)
{
  const DuplicateCheck *check = data;

  if (!type_identical (check->method->type, check->other->type))
    check_duplicate_method (c->unit, check->pos, check->method, check->other_pos);
}

void
check_embedded_duplicate (LangUnit *unit, Pos pos, Object *method, Object *other, Pos other_pos)
{
  Checker *c = unit->priv;
  DuplicateCheck *check;

  if (c == NULL || method == other)
    return;
  check = ARENA_NEW (c->arena, DuplicateCheck);
  check->pos = pos;
  check->method = method;
  check->other = other;
  check->other_pos = other_pos;
  check_later (c, check_duplicate_later, check);
}

/* ---- Functions ---- */

static const char *
func_name (Checker *c, Object *obj, const Type *sig)
{
  g_autofree char *recv = NULL;
  bool is_pointer;
  Type *base;

  if (sig->func.recv == NULL)
    return arena_printf (c->arena, "%s.%s", c->pkg->path, obj->name);
  base = type_deref (sig->func.recv->type, &is_pointer);
  recv = type_to_string (base, base->kind == KIND_NAMED ? base->named.obj->pkg : c->pkg);
  return arena_printf (c->arena, is_pointer ? "%s.(*%s).%s" : "%s.%s.%s", c->pkg->path, recv, obj->name);
}

/* A declared function, or with obj NULL a literal inside c->env.func. */
Func *
check_new_func (Checker *c, Object *obj, Type *sig, Pos pos)
{
  Func *func = ARENA_NEW (c->arena, Func);

  func->obj = obj;
  func->pkg = c->pkg;
  func->pos = pos;
  func->type = sig;
  func->recv = sig->func.recv;
  func->params = sig->func.params;
  func->results = sig->func.results;
  if (obj != NULL)
    func->name = func_name (c, obj, sig);
  if (func->recv != NULL)
    check_add_local (c, func, func->recv);
  for (int i = 0; i < func->params.n; i++)
    check_add_local (c, func, func->params.v[i]);
  for (int i = 0; i < func->results.n; i++)
    check_add_local (c, func, func->results.v[i]);
  return func;
}

void
check_func_body (Checker *c, DeclInfo *decl, Func *func, Scope *scope, const ConstVal *iota)
{
  Env env = c->env;
  Package *pkg = c->pkg;

  c->pkg = func->pkg;
  c->env = (Env) { .decl = decl, .scope = scope, .iota = iota, .func = func };
  check_stmt_list (c, &func->body->block.list);
  func->body->block.scope = scope;
  if (func->results.n > 0 && !check_is_terminating (func->body, NULL))
    check_error (c, func->body->block.end, "missing return");
  check_usage (c, func);
  c->env = env;
  c->pkg = pkg;
}

/* ---- Declarations inside functions ---- */

static void
local_const (Checker *c, ConstGroup *group, Decl *d)
{
  guint mark = check_delayed_mark (c);
  const Decl *from = check_inherit_values (c, group, d);
  const ConstVal *iota = const_from_int64 (c->unit->consts, d->iota);

  for (int i = 0; i < d->const_.names.n; i++)
    {
      Expr *name = d->const_.names.v[i];
      Object *obj = object_new (c, OBJ_CONST, name->pos, name->name.text, NULL);

      obj->value = iota;
      name->name.obj = obj;
      ARENA_APPEND (c->arena, &d->const_.objs, obj);
      const_decl (c, obj, from->const_.type, i < from->const_.values.n ? &from->const_.values.v[i] : NULL,
                  d->const_.inherited);
    }
  check_arity (c, d->pos, &d->const_.names, &from->const_.values, true, d->const_.inherited);
  check_process_delayed (c, mark);
  for (int i = 0; i < d->const_.objs.n; i++)
    check_declare (c, c->env.scope, d->const_.objs.v[i]);
}

static void
local_var (Checker *c, Decl *d)
{
  guint mark = check_delayed_mark (c);
  const ExprList *values = &d->var.values;
  const ObjectList none = { 0 };

  for (int i = 0; i < d->var.names.n; i++)
    {
      Expr *name = d->var.names.v[i];
      Object *obj = var_new (c, VAR_LOCAL, name->pos, name->name.text, NULL);

      obj->decl = d;
      obj->decl_index = i;
      name->name.obj = obj;
      ARENA_APPEND (c->arena, &d->var.objs, obj);
    }
  for (int i = 0; i < d->var.objs.n; i++)
    {
      bool together = values->n == 1 && d->var.objs.n > 1;

      var_decl (c, d->var.objs.v[i], together ? &d->var.objs : &none, d->var.type,
                together ? &values->v[0] : i < values->n ? &values->v[i] : NULL);
      if (values->n == 1)
        break;
    }
  for (int i = 0; i < d->var.objs.n; i++)
    if (d->var.objs.v[i]->type == NULL)
      d->var.objs.v[i]->type = type_invalid (c);
  if (d->var.type == NULL || values->n > 0)
    check_arity (c, d->pos, &d->var.names, values, false, false);
  check_process_delayed (c, mark);
  for (int i = 0; i < d->var.objs.n; i++)
    check_declare (c, c->env.scope, d->var.objs.v[i]);
}

static void
local_type (Checker *c, Decl *d)
{
  Expr *name = d->type.name;
  Object *obj = object_new (c, OBJ_TYPE, name->pos, name->name.text, NULL);

  obj->type_name.decl = d;
  obj->type_name.is_alias = d->type.alias;
  name->name.obj = obj;
  d->type.obj = obj;
  check_declare (c, c->env.scope, obj);
  push_object (c, obj);
  type_decl (c, obj, d);
  pop_object (c);
}

void
check_decl_stmt (Checker *c, Stmt *s)
{
  ConstGroup group = { 0 };

  for (int i = 0; i < s->decl.n; i++)
    {
      Decl *d = s->decl.v[i];

      if (d->kind == DECL_CONST)
        local_const (c, &group, d);
      else if (d->kind == DECL_VAR)
        local_var (c, d);
      else
        local_type (c, d);
    }
}
