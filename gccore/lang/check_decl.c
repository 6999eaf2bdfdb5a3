#include "lang/check_priv.h"

#include <string.h>

/* Declarations. Go 1.22 cmd/compile/internal/types2/resolver.go, decl.go. */

/* ---- Delayed work ---- */

typedef struct {
  DelayedFn fn;
  void *data;
} Delayed;

void
check_later (Checker *c, DelayedFn fn, void *data)
{
  Delayed delayed = { fn, data };

  g_array_append_val (c->delayed, delayed);
}

void
check_last (Checker *c, DelayedFn fn, void *data)
{
  Delayed delayed = { fn, data };

  g_array_append_val (c->last, delayed);
}

void
check_process_last (Checker *c)
{
  if (c->unit->diagnostics->len > 0)
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

  for (guint i = from; i < c->delayed->len; i++)
    {
      Delayed delayed = g_array_index (c->delayed, Delayed, i);

      c->env.errpos = (Pos) { 0 };
      delayed.fn (c, delayed.data);
    }
  g_array_set_size (c->delayed, from);
  c->env = env;
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
    info->dep_set = g_hash_table_new (g_direct_hash, g_direct_equal);
  if (g_hash_table_add (info->dep_set, obj))
    ARENA_APPEND (c->arena, &info->deps, obj);
}

/* ---- Collecting the package's objects ---- */

static DeclInfo *
info_new (Checker *c)
{
  DeclInfo *info = ARENA_NEW (c->arena, DeclInfo);

  info->file_scope = c->file_scope;
  return info;
}

static void
register_object (Checker *c, Object *obj, DeclInfo *info)
{
  obj->check = info;
  g_ptr_array_add (c->objects, obj);
}

static void
declare_object (Checker *c, Object *obj, DeclInfo *info)
{
  if (strcmp (obj->name, "init") == 0)
    {
      check_error (c, obj->pos, "cannot declare init - must be func");
      return;
    }
  if (strcmp (obj->name, "main") == 0 && strcmp (c->pkg->name, "main") == 0)
    {
      check_error (c, obj->pos, "cannot declare main - must be func");
      return;
    }
  check_declare (c, c->pkg->scope, obj);
  register_object (c, obj, info);
}

/* As many values as names, but for one call that yields several. */
static void
check_arity (Checker *c, Pos pos, const ExprList *names, const ExprList *values, bool is_const, bool inherited)
{
  if (names->n < values->n)
    {
      const Expr *extra = values->v[names->n];

      if (inherited)
        check_error (c, pos, "extra init expr at %s", pos_text (c, extra->pos));
      else
        check_error (c, expr_start (extra), "extra init expr %s", expr_text (c, extra));
    }
  else if (names->n > values->n && (is_const || values->n != 1))
    check_error (c, names->v[values->n]->pos, "missing init expr for %s", names->v[values->n]->name.text);
}

/* The declaration whose type and values a constant declaration uses: its own or the last one in its group. */
typedef struct {
  Decl *last;
  int group;
} ConstGroup;

static const Decl *
inherit_values (Checker *c, ConstGroup *group, Decl *d)
{
  if (group->last == NULL || d->group == 0 || d->group != group->group)
    group->last = NULL;
  group->group = d->group;
  if (d->const_.type != NULL || d->const_.values.n > 0)
    group->last = d;
  else if (group->last != NULL)
    d->const_.inherited = true;
  else
    {
      group->last = ARENA_NEW (c->arena, Decl);
      group->last->kind = DECL_CONST;
    }
  return group->last;
}

static void
collect_const (Checker *c, ConstGroup *group, Decl *d)
{
  const Decl *from = inherit_values (c, group, d);
  const ConstVal *iota = const_from_int64 (c->unit->consts, d->iota);

  for (int i = 0; i < d->const_.names.n; i++)
    {
      Expr *name = d->const_.names.v[i];
      Object *obj = object_new (c, OBJ_CONST, name->pos, name->name.text, NULL);
      DeclInfo *info = info_new (c);

      obj->value = iota;
      obj->decl = d;
      name->name.obj = obj;
      info->vtype = from->const_.type;
      info->init = i < from->const_.values.n ? &from->const_.values.v[i] : NULL;
      info->inherited = d->const_.inherited;
      ARENA_APPEND (c->arena, &d->const_.objs, obj);
      declare_object (c, obj, info);
    }
  check_arity (c, d->pos, &d->const_.names, &from->const_.values, true, d->const_.inherited);
}

static void
collect_var (Checker *c, Decl *d)
{
  DeclInfo *shared = NULL;
  const ExprList *values = &d->var.values;

  for (int i = 0; i < d->var.names.n; i++)
    {
      Expr *name = d->var.names.v[i];
      Object *obj = var_new (c, VAR_GLOBAL, name->pos, name->name.text, NULL);

      obj->decl = d;
      obj->decl_index = i;
      name->name.obj = obj;
      ARENA_APPEND (c->arena, &d->var.objs, obj);
      ARENA_APPEND (c->arena, &c->pkg->globals, obj);
    }
  if (values->n == 1)
    {
      shared = info_new (c);
      shared->lhs = d->var.objs;
      shared->vtype = d->var.type;
      shared->init = &values->v[0];
    }
  for (int i = 0; i < d->var.objs.n; i++)
    {
      DeclInfo *info = shared;

      if (info == NULL)
        {
          info = info_new (c);
          info->vtype = d->var.type;
          info->init = i < values->n ? &values->v[i] : NULL;
        }
      declare_object (c, d->var.objs.v[i], info);
    }
  d->var.form = values->n == 1 && d->var.names.n > 1 ? ASSIGN_CALL : ASSIGN_PAIRS;
  if (d->var.type == NULL || values->n > 0)
    check_arity (c, d->pos, &d->var.names, values, false, false);
}

static void
collect_type (Checker *c, Decl *d)
{
  Expr *name = d->type.name;
  Object *obj = object_new (c, OBJ_TYPE, name->pos, name->name.text, NULL);
  DeclInfo *info = info_new (c);

  obj->type_name.decl = d;
  obj->type_name.is_alias = d->type.alias;
  name->name.obj = obj;
  d->type.obj = obj;
  info->tdecl = d;
  declare_object (c, obj, info);
}

static void
collect_plain_func (Checker *c, Decl *d, Object *obj)
{
  bool is_init = strcmp (obj->name, "init") == 0;

  if (is_init || (strcmp (obj->name, "main") == 0 && strcmp (c->pkg->name, "main") == 0))
    {
      const Expr *type = d->func.type;

      if (d->func.tparams.n > 0)
        check_error (c, d->func.tparams.v[0].pos, "func %s must have no type parameters", obj->name);
      if (type->func_type.params.n > 0 || type->func_type.results.n > 0)
        check_error (c, d->func.name->pos, "func %s must have no arguments and no return values", obj->name);
    }
  if (is_init)
    {
      obj->parent = c->pkg->scope;
      if (d->func.body == NULL)
        check_error (c, obj->pos, "missing function body");
    }
  else
    check_declare (c, c->pkg->scope, obj);
}

static void
collect_func (Checker *c, Decl *d)
{
  Expr *name = d->func.name;
  Object *obj = object_new (c, OBJ_FUNC, name->pos, name->name.text, NULL);
  DeclInfo *info = info_new (c);

  obj->func.decl = d;
  name->name.obj = obj;
  d->func.obj = obj;
  info->fdecl = d;
  if (d->func.recv == NULL)
    collect_plain_func (c, d, obj);
  else if (strcmp (obj->name, "_") != 0)
    g_ptr_array_add (c->methods, obj);
  register_object (c, obj, info);
}

/* ---- Imports ---- */

static void
dot_import (Checker *c, Object *import, Pos pos)
{
  const ObjectList *members = &import->package.imported->scope->objects;

  for (int i = 0; i < members->n; i++)
    if (name_is_exported (members->v[i]->name))
      {
        Object *other = scope_insert (c->arena, c->file_scope, members->v[i]);

        if (other != NULL && other != members->v[i])
          check_error (c, pos, "%s redeclared in this block", other->name);
      }
}

/* A package that could not be imported is known by name, so that its uses are not reported as well. */
static void
declare_fake_import (Checker *c, Decl *d)
{
  const char *slash = strrchr (d->import.path, '/');
  const char *last = slash != NULL ? slash + 1 : d->import.path;
  const char *name = d->import.local != NULL ? d->import.local->name.text : arena_intern_string (c->arena, last);
  Object *obj = object_new (c, OBJ_PACKAGE, d->pos, name, type_invalid (c));

  obj->color = BLACK;
  obj->used = true;
  obj->package.imported = package_new (c->unit, d->import.path, last);
  obj->package.imported->scope = scope_new (c, NULL);
  obj->package.imported->is_fake = true;
  if (strcmp (name, ".") != 0)
    check_declare (c, c->file_scope, obj);
}

static void
collect_import (Checker *c, Decl *d)
{
  Package *pkg;
  Object *obj;
  const char *name;
  struct { Package **v; int n; } imports = { c->pkg->imports, c->pkg->n_imports };

  if (d->import.path == NULL)
    return;
  if (d->import.path[0] == '\0')
    {
      check_error (c, d->import.path_pos, "invalid import path (empty string)");
      return;
    }
  if (strcmp (d->import.path, "C") == 0)
    {
      check_unsupported (c, d->import.path_pos, "cgo (import \"C\") is not supported");
      declare_fake_import (c, d);
      return;
    }
  if (g_str_has_prefix (d->import.path, "internal/") && !c->pkg->is_std)
    {
      check_error (c, d->import.path_pos, "use of internal package %s not allowed", d->import.path);
      declare_fake_import (c, d);
      return;
    }
  pkg = unit_import (c->unit, d->import.path);
  if (pkg == NULL)
    {
      if (stdlib_is_known (d->import.path))
        check_unsupported (c, d->import.path_pos, "package %s is not supported", d->import.path);
      else
        check_error (c, d->import.path_pos, "package %s is not in std", d->import.path);
      declare_fake_import (c, d);
      return;
    }
  name = d->import.local != NULL ? d->import.local->name.text : pkg->name;
  if (strcmp (name, "init") == 0)
    {
      check_error (c, d->pos, "cannot import package as init - init must be a func");
      return;
    }
  obj = object_new (c, OBJ_PACKAGE, d->pos, name, type_invalid (c));
  obj->color = BLACK;
  obj->package.imported = pkg;
  g_ptr_array_add (c->imports, obj);
  ARENA_APPEND (c->arena, &imports, pkg);
  c->pkg->imports = imports.v;
  c->pkg->n_imports = imports.n;
  if (strcmp (name, ".") == 0)
    dot_import (c, obj, d->import.local->pos);
  else
    check_declare (c, c->file_scope, obj);
}

/* ---- Methods and their types ---- */

/* The name of the receiver's base type in the syntax; NULL: none. */
static Expr *
receiver_name (Expr *x, bool *is_pointer)
{
  *is_pointer = false;
  while (x->kind == EXPR_PAREN || x->kind == EXPR_STAR)
    {
      *is_pointer = *is_pointer || x->kind == EXPR_STAR;
      x = x->kind == EXPR_PAREN ? x->paren.x : x->star.x;
    }
  if (x->kind == EXPR_INDEX)
    x = x->index.x;
  return x->kind == EXPR_NAME ? x : NULL;
}

static Object *
base_type_name (Checker *c, Expr *name, bool *is_pointer)
{
  for (int i = 0; i < 100 && name != NULL; i++)
    {
      Object *obj = scope_lookup (c->pkg->scope, name->name.text);
      bool more;

      if (obj == NULL || obj->kind != OBJ_TYPE || obj->check == NULL)
        return NULL;
      if (!obj->type_name.is_alias)
        return obj;
      name = receiver_name (obj->type_name.decl->type.type, &more);
      if (more && *is_pointer)
        return NULL;
      *is_pointer = *is_pointer || more;
    }
  return NULL;
}

static void
associate_methods (Checker *c)
{
  guint kept = 0;

  for (guint i = 0; i < c->methods->len; i++)
    {
      Object *method = c->methods->pdata[i];
      bool is_pointer;
      Expr *name = receiver_name (method->func.decl->func.recv->type, &is_pointer);
      Object *base = name != NULL ? base_type_name (c, name, &is_pointer) : NULL;

      if (base == NULL)
        continue;
      method->func.ptr_recv = is_pointer;
      method->func.base_name = base;
      c->methods->pdata[kept++] = method;
    }
  g_ptr_array_set_size (c->methods, (int) kept);
}

static void
check_field_names_later (Checker *c, void *data)
{
  const Type *named = data;
  const Type *under = type_underlying (named);

  if (under->kind != KIND_STRUCT)
    return;
  for (int i = 0; i < under->struct_.n; i++)
    for (int j = 0; j < named->named.methods.n; j++)
      {
        const Object *field = under->struct_.fields[i].var, *method = named->named.methods.v[j];

        if (field->name == method->name && strcmp (field->name, "_") != 0)
          check_error (c, method->pos, "field and method with the same name %s\n\t%s: other declaration of %s",
                       field->name, pos_text (c, field->pos), field->name);
      }
}

static void
collect_methods (Checker *c, Object *obj)
{
  ObjectList *methods;
  bool any = false;

  if (obj->type == NULL || obj->type->kind != KIND_NAMED)
    return;
  methods = &obj->type->named.methods;
  for (guint i = 0; i < c->methods->len; i++)
    {
      Object *method = c->methods->pdata[i];
      Object *other = NULL;

      if (method->func.base_name != obj)
        continue;
      any = true;
      for (int j = 0; j < methods->n && other == NULL; j++)
        if (methods->v[j]->name == method->name)
          other = methods->v[j];
      if (other != NULL)
        {
          check_error (c, method->pos, "method %s.%s already declared at %s", obj->name, method->name,
                       pos_text (c, other->pos));
          continue;
        }
      method->func.recv_named = obj->type;
      ARENA_APPEND (c->arena, methods, method);
    }
  if (any)
    check_later (c, check_field_names_later, obj->type);
}

void
check_collect_objects (Checker *c, FileSyntax *file)
{
  ConstGroup group = { 0 };

  c->env.scope = c->file_scope;
  for (int i = 0; i < file->n_decls; i++)
    {
      Decl *d = file->decls[i];

      switch (d->kind)
        {
        case DECL_IMPORT: collect_import (c, d); break;
        case DECL_CONST: collect_const (c, &group, d); break;
        case DECL_VAR: collect_var (c, d); break;
        case DECL_TYPE: collect_type (c, d); break;
        case DECL_FUNC: collect_func (c, d); break;
        }
    }
  for (int i = 0; i < c->file_scope->objects.n; i++)
    {
      Object *import = c->file_scope->objects.v[i];
      Object *obj = scope_lookup (c->pkg->scope, import->name);

      if (obj == NULL)
        continue;
      if (import->kind == OBJ_PACKAGE)
        check_error (c, obj->pos, "%s already declared through import of package %s (\"%s\")\n\t%s: other declaration of %s",
                     obj->name, import->package.imported->name, import->package.imported->path,
                     pos_text (c, import->pos), import->name);
      else
        check_error (c, obj->pos, "%s already declared through dot-import of package %s (\"%s\")", obj->name,
                     import->pkg->name, import->pkg->path);
    }
  associate_methods (c);
}

/* ---- Cycles ---- */

void
check_cycle_error (Checker *c, Object *const *cycle, int n)
{
  int first = 0;
  const Object *obj;
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 1; i < n; i++)
    if (pos_compare (cycle[i]->pos, cycle[first]->pos) < 0)
      first = i;
  obj = cycle[first];
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

  for (guint i = start; i < c->path->len; i++)
    {
      const Object *on_path = c->path->pdata[i];

      if (on_path->kind == OBJ_CONST || on_path->kind == OBJ_VAR)
        n_values++;
      else if (on_path->kind == OBJ_TYPE && !on_path->type_name.is_alias)
        n_defined++;
    }
  if (n_values == n || (n_values == 0 && n_defined > 0))
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
      if (inherited)
        c->env.errpos = obj->pos;
      check_expr (c, &x, *init);
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
      check_expr_with_target (c, &x, *init, obj->type);
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
      obj->type = check_type (c, d->type.type);
      return;
    }
  named = type_new (c, KIND_NAMED);
  named->named.obj = obj;
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
  Scope *scope = scope_new (c, c->env.scope);

  obj->type = sig;
  /* A generic method is resolved for each instance of its type (check_generic.c). */
  if (d->func.recv != NULL && generic_receiver (c, obj, info))
    return;
  obj->color = BLACK;
  if (d->func.tparams.n > 0)
    {
      if (d->func.body == NULL)
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
  if (obj->color == BLACK || info == NULL)
    return;
  if (obj->color >= GREY)
    {
      resolve_grey (c, obj);
      return;
    }
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
      collect_methods (c, obj);
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
check_duplicate_method (LangUnit *unit, Pos pos, Object *method, Object *other)
{
  Checker *c = unit->priv;

  if (c != NULL)
    check_error (c, pos, "duplicate method %s\n\t%s: other declaration of %s", method->name, pos_text (c, other->pos),
                 method->name);
}

typedef struct {
  Pos pos;
  Object *method, *other;
} DuplicateCheck;

static void
check_duplicate_later (Checker *c, void *data)
{
  const DuplicateCheck *check = data;

  if (!type_identical (check->method->type, check->other->type))
    check_duplicate_method (c->unit, check->pos, check->method, check->other);
}

void
check_embedded_duplicate (LangUnit *unit, Pos pos, Object *method, Object *other)
{
  Checker *c = unit->priv;
  DuplicateCheck *check;

  if (c == NULL || method == other)
    return;
  check = ARENA_NEW (c->arena, DuplicateCheck);
  check->pos = pos;
  check->method = method;
  check->other = other;
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
  const Decl *from = inherit_values (c, group, d);
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
