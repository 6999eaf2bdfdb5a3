#include "lang/check_priv.h"

#include <string.h>

/* Generics. Each set of type arguments makes a type or function of its own: a copy of the declaration's syntax is
 * checked with the type parameters' names standing for the arguments. The declaration itself is checked once with its
 * type parameters as they are, for errors. */

/* Instances of instances ... beyond this are an endless expansion. */
#define MAX_INSTANCES 5000

bool
type_is_generic (const Type *t)
{
  return t != NULL && t->kind == KIND_NAMED && t->named.n_targs == 0 && t->named.tparams.n > 0;
}

/* ---- What occurs in a type ---- */

/* Type arguments beyond this come from an endless expansion, too: of one type into a deeper or a wider one. */
#define MAX_DEPTH 100
#define MAX_PARTS 10000

static bool
is_endless (const TypeShape *shape)
{
  return shape->depth > MAX_DEPTH || shape->n_parts > MAX_PARTS;
}

typedef struct {
  int depth;
  TypeShape *shape;
} Measure;

static bool measure_part (Type *t, void *data);

/* Adds a type that is found at that depth. An interface may be written in several ways: it counts as one part. */
static void
measure (const Type *t, int depth, TypeShape *shape)
{
  TypeShape inside = { 0 };
  Measure parts = { depth + 1, shape };

  if (t == NULL || is_endless (shape))
    return;
  depth++;
  shape->n_parts++;
  shape->depth = MAX (shape->depth, depth);
  if (t->kind == KIND_TYPE_PARAM)
    shape->open = true;
  else if (t->kind == KIND_NAMED)
    {
      shape->n_parts += t->named.shape.n_parts;
      shape->depth = MAX (shape->depth, depth + t->named.shape.depth);
      shape->open = shape->open || t->named.shape.open;
    }
  else if (t->kind == KIND_INTERFACE)
    {
      parts = (Measure){ 0, &inside };
      type_any_part (t, measure_part, &parts);
      shape->open = shape->open || inside.open;
    }
  else
    type_any_part (t, measure_part, &parts);
}

static bool
measure_part (Type *t, void *data)
{
  const Measure *m = data;

  measure (t, m->depth, m->shape);
  return false;
}

static TypeShape
measure_all (TypeShape shape, Type *const *types, int n)
{
  for (int i = 0; i < n; i++)
    measure (types[i], 0, &shape);
  return shape;
}

TypeShape
generic_shape_around (const Type *named)
{
  const Object *around = type_instance_around (named);

  return around != NULL ? measure_all ((TypeShape) { 0 }, around->func.targs, around->func.n_targs) : (TypeShape) { 0 };
}

bool
generic_has_params (const Type *t)
{
  TypeShape shape = { 0 };

  measure (t, 0, &shape);
  return shape.open;
}

/* ---- Type parameters ---- */

static bool
is_constraint_literal (const Expr *x)
{
  return (x->kind == EXPR_BINARY && x->binary.op == OP_OR) || (x->kind == EXPR_UNARY && x->unary.op == OP_TILDE);
}

Type *
generic_constraint_of (Checker *c, Type *t, Pos pos)
{
  Type *iface = type_new (c, KIND_INTERFACE);
  struct { Type **v; int n; } embeds = { 0 };
  struct { Pos *v; int n; } positions = { 0 };

  ARENA_APPEND (c->arena, &embeds, t);
  ARENA_APPEND (c->arena, &positions, pos);
  iface->iface.embeds = embeds.v;
  iface->iface.embed_pos = positions.v;
  iface->iface.n_embeds = 1;
  iface->iface.implicit = true;
  iface->iface.complete = true;
  return iface;
}

/* The interface of a constraint. */
static Type *
constraint (Checker *c, Expr *x)
{
  Type *t = check_type (c, x);

  if (t->kind == KIND_TYPE_PARAM)
    {
      check_error (c, expr_start (x), "cannot use a type parameter as constraint");
      return type_invalid (c);
    }
  if (is_constraint_literal (x) || !type_is_valid (t) || type_underlying (t)->kind == KIND_INTERFACE)
    return t;
  return generic_constraint_of (c, t, expr_start (x));
}

/* In place of a constraint that is not known yet, or was reported: nothing is known of the types. */
static Type *
wrong_constraint (Checker *c)
{
  Type *t = type_new (c, KIND_INTERFACE);

  t->iface.complete = true;
  t->iface.is_wrong = true;
  return t;
}

void
generic_declare_tparams (Checker *c, Scope *scope, const FieldList *list, ObjectList *out)
{
  const Env outer = c->env;
  Type *unknown = wrong_constraint (c), *bound = NULL;

  for (int i = 0; i < list->n; i++)
    {
      Expr *name = list->v[i].name;
      Object *obj = object_new (c, OBJ_TYPE, name->pos, name->name.text, NULL);
      Type *t = type_new (c, KIND_TYPE_PARAM);

      t->tparam.obj = obj;
      t->tparam.index = i;
      t->tparam.bound = unknown;
      obj->type = t;
      obj->color = BLACK;
      name->name.obj = obj;
      check_declare (c, scope, obj);
      ARENA_APPEND (c->arena, out, obj);
    }
  c->env.scope = scope;
  c->env.in_tparams = true;
  for (int i = 0; i < list->n; i++)
    {
      if (i == 0 || list->v[i].type != list->v[i - 1].type)
        bound = constraint (c, list->v[i].type);
      if (!type_is_valid (bound))
        bound = unknown;
      out->v[i]->type->tparam.bound = bound;
      if (type_underlying (bound)->kind == KIND_INTERFACE)
        type_interface_set (c->unit, bound);
    }
  c->env.scope = outer.scope;
  c->env.in_tparams = outer.in_tparams;
}

/* A scope in which the parameters' names stand for the arguments. */
static Scope *
argument_scope (Checker *c, Scope *parent, const char *const *names, Type *const *targs, int n)
{
  Scope *scope = scope_new (c, parent);

  for (int i = 0; i < n; i++)
    if (strcmp (names[i], "_") != 0)
      {
        Object *obj = object_new (c, OBJ_TYPE, (Pos) { 0 }, names[i], targs[i]);

        obj->color = BLACK;
        obj->type_name.is_alias = true;
        obj->type_name.is_targ = true;
        scope_insert (c->arena, scope, obj);
      }
  return scope;
}

static const char **
tparam_names (Checker *c, const ObjectList *tparams)
{
  const char **names = ARENA_NEW_N (c->arena, const char *, MAX (tparams->n, 1));

  for (int i = 0; i < tparams->n; i++)
    names[i] = tparams->v[i]->name;
  return names;
}

static bool
same_targs (Type *const *a, Type *const *b, int n)
{
  for (int i = 0; i < n; i++)
    if (!type_identical (a[i], b[i]))
      return false;
  return true;
}

/* ---- Types ---- */

/* All methods of an instance are made: an interface may call any of them. */
static void
resolve_methods_later (Checker *c, void *data)
{
  Type *named = data;

  check_complete_named (c->unit, named);
  for (int i = 0; i < named->named.methods.n; i++)
    check_resolve (c->unit, named->named.methods.v[i]);
}

/* With too few or too many arguments, as is reported: a type that nothing is known of. */
static Type *
wrong_instance (Checker *c, Type *generic, Type *const *targs, int n)
{
  Type *t = type_new (c, KIND_NAMED);

  t->named.obj = generic->named.obj;
  t->named.origin = generic;
  t->named.targs = arena_copy (c->arena, targs, (gsize) n * sizeof *targs);
  t->named.n_targs = n;
  t->named.shape = measure_all (generic->named.shape, targs, n);
  t->named.underlying = t->named.rhs = type_invalid (c);
  t->named.expanded = true;
  return t;
}

Type *
generic_instantiate_type (Checker *c, Type *generic, Type *const *targs, int n, Pos pos)
{
  struct { Type **v; int n; } list = { generic->named.instances, generic->named.n_instances };
  const Decl *d = generic->named.obj->type_name.decl;
  const TypeShape shape = measure_all (generic->named.shape, targs, n);
  Package *pkg = c->pkg;
  Env env = c->env;
  Object *def;
  Type *t;

  if (n != generic->named.tparams.n)
    return wrong_instance (c, generic, targs, n);
  for (int i = 0; i < list.n; i++)
    if (same_targs (list.v[i]->named.targs, targs, n))
      return list.v[i];
  if (list.n > MAX_INSTANCES / 10 || is_endless (&shape))
    {
      check_error (c, pos, "instantiation cycle");
      return type_invalid (c);
    }
  t = type_new (c, KIND_NAMED);
  t->named.obj = generic->named.obj;
  t->named.origin = generic;
  t->named.targs = arena_copy (c->arena, targs, (gsize) n * sizeof *targs);
  t->named.n_targs = n;
  t->named.instance_pos = pos;
  t->named.shape = shape;
  ARENA_APPEND (c->arena, &list, t);
  generic->named.instances = list.v;
  generic->named.n_instances = list.n;

  c->pkg = generic->named.obj->pkg;
  c->env = (Env){ .decl = env.decl, .in_copy = true };
  c->env.scope = argument_scope (c, generic->named.tparam_scope, tparam_names (c, &generic->named.tparams), targs, n);
  def = object_new (c, OBJ_TYPE, generic->named.obj->pos, generic->named.obj->name, t);
  def->color = BLACK;
  t->named.rhs = check_defined_type (c, expr_clone (c->arena, d->type.type), def);
  if (t->named.underlying == NULL)
    t->named.underlying = t->named.rhs;
  if (generic->named.underlying != NULL && generic->named.underlying->kind == KIND_INVALID)
    t->named.underlying = type_invalid (c);
  c->env = env;
  c->pkg = pkg;
  if (!shape.open)
    check_later (c, resolve_methods_later, t);
  return t;
}

Expr *
generic_receiver_index (Expr *x)
{
  while (x->kind == EXPR_PAREN || x->kind == EXPR_STAR)
    x = x->kind == EXPR_PAREN ? x->paren.x : x->star.x;
  return x->kind == EXPR_INDEX ? x : NULL;
}

void
check_complete_named (LangUnit *unit, Type *named)
{
  const ObjectList *methods;

  if (named->named.origin == NULL || named->named.expanded)
    return;
  methods = &named->named.origin->named.methods;
  named->named.expanded = true;
  for (int i = 0; i < methods->n; i++)
    {
      Object *method;

      if (generic_receiver_index (methods->v[i]->func.decl->func.recv->type) == NULL)
        continue; /* wrong, and reported where it is declared */
      method = arena_copy (unit->arena, methods->v[i], sizeof *method);
      method->type = NULL;
      method->color = WHITE;
      method->check = NULL;
      method->func.func = NULL;
      method->func.origin = methods->v[i];
      method->func.recv_named = named;
      method->func.targs = named->named.targs;
      method->func.n_targs = named->named.n_targs;
      ARENA_APPEND (unit->arena, &named->named.methods, method);
    }
}

/* ---- Functions ---- */

static ExprList
receiver_args (Decl *d)
{
  Expr *index = generic_receiver_index (d->func.recv->type);

  return index->index.index->kind == EXPR_LIST ? index->index.index->list.elems : (ExprList){ &index->index.index, 1 };
}

/* The names that a generic method gives to its type's parameters. */
static const char **
receiver_names (Checker *c, Decl *d, int n)
{
  ExprList args = receiver_args (d);
  const char **names = ARENA_NEW_N (c->arena, const char *, MAX (n, 1));

  for (int i = 0; i < n; i++)
    names[i] = i < args.n && args.v[i]->kind == EXPR_NAME ? args.v[i]->name.text : "_";
  return names;
}

/* Replaces the receiver's `T[A, B]` by the instance itself: blank parameters have no name to be found by. */
static void
set_receiver_type (Expr *x, Type *t)
{
  Expr *index = generic_receiver_index (x);

  index->mode = MODE_TYPE;
  index->type = t;
  index->index.is_instance = true;
}

/* Resolves obj's signature from a copy of its declaration, with names in `scope`, and has the body checked; the
 * function is to be compiled only if no type parameter is left in it. `own`: the scope is the function's. */
static void
resolve_copy (Checker *c, Object *obj, Decl *copy, Scope *scope, bool own, bool is_concrete, bool check_body)
{
  Package *pkg = c->pkg;
  Env env = c->env;
  Scope *inner;
  DeclInfo *info;
  Type *sig = type_new (c, KIND_FUNC);

  c->pkg = obj->pkg;
  c->env = (Env){ .decl = env.decl, .scope = scope, .in_copy = is_concrete || !check_body };
  inner = own ? scope : scope_new (c, scope);
  obj->type = sig;
  obj->color = BLACK;
  copy->func.tparams.n = 0;
  check_func_type (c, sig, copy, copy->func.type, inner);
  info = ARENA_NEW (c->arena, DeclInfo);
  info->file_scope = scope;
  info->fdecl = copy;
  info->deps_to = env.decl;
  info->is_instance = is_concrete;
  if (check_body)
    {
      check_declare_func (c, obj, info, inner);
      if (is_concrete)
        g_ptr_array_add (c->instances, obj->func.func);
    }
  c->env = env;
  c->pkg = pkg;
}

void
generic_resolve_method (Checker *c, Object *method)
{
  Object *origin = method->func.origin;
  Decl *copy = decl_clone (c->arena, origin->func.decl);
  Type *named = method->func.recv_named;
  int n = named->named.n_targs;
  bool concrete = !named->named.shape.open;

  set_receiver_type (copy->func.recv->type, named);
  resolve_copy (c, method, copy,
                argument_scope (c, origin->func.scope, receiver_names (c, copy, n), named->named.targs, n), false,
                concrete, concrete);
}

/* The type parameters that a method declares by its receiver, in `scope`; with the bounds of the type's own if there are as
 * many. Blank ones have no name to be found by: their syntax gets the type. */
static void
receiver_tparams (Checker *c, Decl *d, const ObjectList *own, Scope *scope)
{
  ExprList args = receiver_args (d);
  g_autofree Type **types = g_new0 (Type *, args.n);
  Type *unknown = wrong_constraint (c);

  for (int i = 0; i < args.n; i++)
    {
      Expr *arg = args.v[i];
      bool named = arg->kind == EXPR_NAME;
      Object *obj = object_new (c, OBJ_TYPE, arg->pos, named ? arg->name.text : "_", type_new (c, KIND_TYPE_PARAM));

      if (!named && arg->kind != EXPR_BAD)
        check_error (c, expr_start (arg), "receiver type parameter %s must be an identifier", expr_text (c, arg));
      types[i] = obj->type;
      types[i]->tparam.obj = obj;
      types[i]->tparam.index = i;
      types[i]->tparam.bound = unknown;
      obj->color = BLACK;
      check_declare (c, scope, obj);
      if (named && strcmp (obj->name, "_") == 0)
        {
          arg->mode = MODE_TYPE;
          arg->type = obj->type;
        }
    }
  for (int i = 0; i < args.n && args.n == own->n; i++)
    {
      types[i]->tparam.bound = generic_substitute (c, own->v[i]->type->tparam.bound, own, types);
      types[i]->tparam.own = own->v[i];
    }
  if (args.n < own->n)
    check_error (c, d->func.recv->pos, "got %d type parameter%s, but receiver base type declares %d", args.n,
                 args.n == 1 ? "" : "s", own->n);
}

/* Methods of generic types are kept as they are; here only the errors in them are looked for. */
bool
generic_receiver (Checker *c, Object *method, DeclInfo *info)
{
  Expr *index = generic_receiver_index (method->func.decl->func.recv->type);
  ObjectList own = { 0 };
  Object *base = NULL, *probe;
  Scope *scope;
  Decl *copy;

  if (index == NULL)
    return false;
  if (index->index.x->kind == EXPR_NAME)
    base = scope_find (info->file_scope, index->index.x->name.text, NULL);
  if (base != NULL && base->kind == OBJ_TYPE)
    {
      check_object (c, base, NULL);
      if (type_is_generic (base->type))
        own = base->type->named.tparams;
    }
  copy = decl_clone (c->arena, method->func.decl);
  scope = scope_new (c, info->file_scope);
  receiver_tparams (c, copy, &own, scope);
  probe = arena_copy (c->arena, method, sizeof *method);
  resolve_copy (c, probe, copy, scope, true, false, true);
  method->type = probe->type;
  return true;
}

void
generic_declare_func (Checker *c, Object *obj, DeclInfo *info, Scope *scope)
{
  Decl *copy = decl_clone (c->arena, info->fdecl);
  DeclInfo *probe_info = ARENA_NEW (c->arena, DeclInfo);
  Object *probe = arena_copy (c->arena, obj, sizeof *obj);

  check_func_type (c, obj->type, copy, copy->func.type, scope);
  if (copy->func.body == NULL)
    return;
  /* The body as written. */
  probe_info->file_scope = info->file_scope;
  probe_info->fdecl = copy;
  probe_info->deps_to = info;
  probe->type = obj->type;
  probe->func.origin = obj;
  check_declare_func (c, probe, probe_info, scope);
}

static const char *
instance_name (Checker *c, const Object *obj)
{
  g_autoptr (GString) name = g_string_new (NULL);

  g_string_printf (name, "%s.%s[", obj->pkg->path, obj->name);
  for (int i = 0; i < obj->func.n_targs; i++)
    {
      if (i > 0)
        g_string_append_c (name, ',');
      type_print (name, obj->func.targs[i], NULL);
    }
  g_string_append_c (name, ']');
  return arena_intern_string (c->arena, name->str);
}

Object *
generic_instantiate_func (Checker *c, Object *generic, Type *const *targs, int n, Pos pos)
{
  Object *obj;
  const TypeShape shape = measure_all ((TypeShape) { 0 }, targs, n);

  for (int i = 0; i < generic->func.instances.n; i++)
    if (same_targs (generic->func.instances.v[i]->func.targs, targs, n))
      return generic->func.instances.v[i];
  if (c->instances->len > MAX_INSTANCES || generic->func.instances.n > MAX_INSTANCES / 10 || is_endless (&shape))
    {
      check_error (c, pos, "instantiation cycle");
      return NULL;
    }
  obj = arena_copy (c->arena, generic, sizeof *obj);
  obj->check = NULL;
  obj->func.func = NULL;
  obj->func.instances = (ObjectList) { 0 };
  obj->func.origin = generic;
  obj->func.targs = arena_copy (c->arena, targs, (gsize) n * sizeof *targs);
  obj->func.n_targs = n;
  obj->func.open = shape.open;
  ARENA_APPEND (c->arena, &generic->func.instances, obj);
  resolve_copy (c, obj, decl_clone (c->arena, generic->func.decl),
                argument_scope (c, generic->func.scope, tparam_names (c, &generic->type->func.tparams), targs, n),
                false, !shape.open, !shape.open);
  if (obj->func.func != NULL)
    obj->func.func->name = instance_name (c, obj);
  return obj;
}

/* ---- Substitution ---- */

static void
substitute_list (Checker *c, ObjectList *out, const ObjectList *list, const ObjectList *tparams, Type *const *targs)
{
  for (int i = 0; i < list->n; i++)
    {
      Object *var = arena_copy (c->arena, list->v[i], sizeof *var);

      var->type = generic_substitute (c, var->type, tparams, targs);
      ARENA_APPEND (c->arena, out, var);
    }
}

Type *
generic_substitute (Checker *c, Type *t, const ObjectList *tparams, Type *const *targs)
{
  Type *copy;

  if (!generic_has_params (t))
    return t;
  if (t->kind == KIND_TYPE_PARAM)
    {
      for (int i = 0; i < tparams->n; i++)
        if (tparams->v[i]->type == t)
          return targs[i] != NULL ? targs[i] : t;
      return t;
    }
  copy = arena_copy (c->arena, t, sizeof *t);
  copy->laid_out = false;
  copy->canonical = NULL;
  switch (t->kind)
    {
    case KIND_ARRAY: copy->array.elem = generic_substitute (c, t->array.elem, tparams, targs); break;
    case KIND_SLICE: copy->slice.elem = generic_substitute (c, t->slice.elem, tparams, targs); break;
    case KIND_POINTER: copy->pointer.elem = generic_substitute (c, t->pointer.elem, tparams, targs); break;
    case KIND_CHAN: copy->chan.elem = generic_substitute (c, t->chan.elem, tparams, targs); break;
    case KIND_MAP:
      copy->map.key = generic_substitute (c, t->map.key, tparams, targs);
      copy->map.elem = generic_substitute (c, t->map.elem, tparams, targs);
      break;
    case KIND_FUNC:
      copy->func.params = copy->func.results = (ObjectList) { 0 };
      copy->func.result_tuple = NULL;
      substitute_list (c, &copy->func.params, &t->func.params, tparams, targs);
      substitute_list (c, &copy->func.results, &t->func.results, tparams, targs);
      break;
    case KIND_STRUCT:
      copy->struct_.fields = arena_copy (c->arena, t->struct_.fields, (gsize) t->struct_.n * sizeof *t->struct_.fields);
      for (int i = 0; i < t->struct_.n; i++)
        {
          Object *var = arena_copy (c->arena, t->struct_.fields[i].var, sizeof *var);

          var->type = generic_substitute (c, var->type, tparams, targs);
          copy->struct_.fields[i].var = var;
        }
      break;
    case KIND_INTERFACE:
      {
        ObjectList methods = { 0 };
        Type **embeds = ARENA_NEW_N (c->arena, Type *, MAX (t->iface.n_embeds, 1));

        substitute_list (c, &methods, &t->iface.methods, tparams, targs);
        for (int i = 0; i < t->iface.n_embeds; i++)
          embeds[i] = generic_substitute (c, t->iface.embeds[i], tparams, targs);
        copy->iface.methods = methods;
        copy->iface.embeds = embeds;
        copy->iface.set = NULL;
      }
      break;
    case KIND_UNION:
      copy->union_.terms = arena_copy (c->arena, t->union_.terms, (gsize) t->union_.n * sizeof *t->union_.terms);
      for (int i = 0; i < t->union_.n; i++)
        copy->union_.terms[i].type = generic_substitute (c, t->union_.terms[i].type, tparams, targs);
      break;
    case KIND_NAMED:
      {
        g_autofree Type **args = g_new0 (Type *, t->named.n_targs);

        if (t->named.n_targs != t->named.origin->named.tparams.n)
          return type_invalid (c); /* reported where it is written */
        for (int i = 0; i < t->named.n_targs; i++)
          args[i] = generic_substitute (c, t->named.targs[i], tparams, targs);
        return generic_instantiate_type (c, t->named.origin, args, t->named.n_targs, t->named.obj->pos);
      }
    default: break;
    }
  return copy;
}

Type *
generic_rename_tparams (Checker *c, const Type *sig)
{
  Type *copy = arena_copy (c->arena, sig, sizeof *sig);
  const ObjectList *tparams = &sig->func.tparams;
  g_autofree Type **fresh = g_new0 (Type *, tparams->n);

  copy->func.tparams = copy->func.params = copy->func.results = (ObjectList) { 0 };
  for (int i = 0; i < tparams->n; i++)
    {
      Object *obj = arena_copy (c->arena, tparams->v[i], sizeof *obj);

      fresh[i] = arena_copy (c->arena, tparams->v[i]->type, sizeof *fresh[i]);
      fresh[i]->tparam.obj = obj;
      obj->type = fresh[i];
      ARENA_APPEND (c->arena, &copy->func.tparams, obj);
    }
  for (int i = 0; i < tparams->n; i++)
    fresh[i]->tparam.bound = generic_substitute (c, fresh[i]->tparam.bound, tparams, fresh);
  substitute_list (c, &copy->func.params, &sig->func.params, tparams, fresh);
  substitute_list (c, &copy->func.results, &sig->func.results, tparams, fresh);
  return copy;
}

/* ---- Constraints ---- */

const char *
generic_unsatisfied (Checker *c, const ObjectList *tparams, Type *const *targs, int *which)
{
  for (int i = 0; i < tparams->n; i++)
    {
      Type *bound = generic_substitute (c, tparams->v[i]->type->tparam.bound, tparams, targs);
      g_autofree char *cause = NULL;

      *which = i;
      if (!check_implements (c->unit, targs[i], bound, true, &cause))
        return cause != NULL ? arena_intern_string (c->arena, cause)
                             : "type argument does not satisfy its constraint";
    }
  return NULL;
}
