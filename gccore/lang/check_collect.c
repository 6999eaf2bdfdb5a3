#include "lang/check_priv.h"

#include <string.h>

/* A file's declarations become objects; imports; methods find their types.
 * Go 1.22 cmd/compile/internal/types2/resolver.go. */

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
void
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

const Decl *
check_inherit_values (Checker *c, ConstGroup *group, Decl *d)
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
  const Decl *from = check_inherit_values (c, group, d);
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
  obj->func.scope = c->file_scope;
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
        {
          check_error (c, d->import.path_pos, "package %s is not in std", d->import.path);
          c->package_missing = true;
        }
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
  if (d->import.local != NULL && strcmp (name, ".") == 0)
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

void
check_collect_methods (Checker *c, Object *obj)
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
        check_error (c, obj->pos,
                     "%s already declared through import of package %s (\"%s\")\n\t%s: other declaration of %s",
                     obj->name, import->package.imported->name, import->package.imported->path,
                     pos_text (c, import->pos), import->name);
      else
        check_error (c, obj->pos, "%s already declared through dot-import of package %s (\"%s\")", obj->name,
                     import->pkg->name, import->pkg->path);
    }
  associate_methods (c);
}
