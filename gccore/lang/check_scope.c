#include "lang/check_priv.h"

#include <string.h>

Scope *
scope_new (Checker *c, Scope *parent)
{
  Scope *scope = ARENA_NEW (c->arena, Scope);

  scope->parent = parent;
  scope->func = c->env.func;
  return scope;
}

/* Small scopes are searched; only package scopes and the like get a table. */
#define TABLE_FROM 12

Object *
scope_lookup (const Scope *scope, const char *name)
{
  if (scope->names != NULL)
    return g_hash_table_lookup (scope->names, name);
  for (int i = 0; i < scope->objects.n; i++)
    if (scope->objects.v[i]->name == name)
      return scope->objects.v[i];
  return NULL;
}

Object *
scope_find (const Scope *scope, const char *name, Scope **where)
{
  for (; scope != NULL; scope = scope->parent)
    {
      Object *obj = scope_lookup (scope, name);

      if (obj != NULL)
        {
          if (where != NULL)
            *where = (Scope *) scope;
          return obj;
        }
    }
  return NULL;
}

Object *
scope_insert (Arena *arena, Scope *scope, Object *obj)
{
  Object *other = scope_lookup (scope, obj->name);

  if (other != NULL)
    return other;
  ARENA_APPEND (arena, &scope->objects, obj);
  if (obj->parent == NULL)
    obj->parent = scope;
  if (scope->names != NULL)
    g_hash_table_insert (scope->names, (gpointer) obj->name, obj);
  return NULL;
}

/* Gives a large scope its table. The unit frees it. */
static void
index_scope (LangUnit *unit, Scope *scope)
{
  if (scope->names != NULL || scope->objects.n < TABLE_FROM)
    return;
  scope->names = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_ptr_array_add (unit->scopes, scope->names);
  for (int i = 0; i < scope->objects.n; i++)
    g_hash_table_insert (scope->names, (gpointer) scope->objects.v[i]->name, scope->objects.v[i]);
}

void
check_redeclared (Checker *c, Object *obj, Object *other)
{
  if (pos_is_known (other->pos))
    check_error (c, obj->pos, "%s redeclared in this block\n\t%s: other declaration of %s", obj->name,
                 pos_text (c, other->pos), other->name);
  else
    check_error (c, obj->pos, "%s redeclared in this block", obj->name);
}

void
check_declare (Checker *c, Scope *scope, Object *obj)
{
  Object *other;

  if (strcmp (obj->name, "_") == 0)
    return;
  other = scope_insert (c->arena, scope, obj);
  if (other != NULL)
    check_redeclared (c, obj, other);
  else
    index_scope (c->unit, scope);
}

Object *
object_new (Checker *c, ObjectKind kind, Pos pos, const char *name, Type *type)
{
  Object *obj = ARENA_NEW (c->arena, Object);

  obj->kind = kind;
  obj->pos = pos;
  obj->name = name;
  obj->pkg = c->pkg;
  obj->type = type;
  obj->order = ++c->order;
  return obj;
}

void
check_add_local (Checker *c, Func *func, Object *var)
{
  var->var.owner = func;
  var->var.index = func->locals.n;
  ARENA_APPEND (c->arena, &func->locals, var);
}

Object *
var_new (Checker *c, VarKind kind, Pos pos, const char *name, Type *type)
{
  Object *obj = object_new (c, OBJ_VAR, pos, name, type);

  obj->var.kind = kind;
  if (kind == VAR_LOCAL && c->env.func != NULL)
    check_add_local (c, c->env.func, obj);
  return obj;
}

void
check_open_scope (Checker *c)
{
  c->env.scope = scope_new (c, c->env.scope);
}

void
check_close_scope (Checker *c)
{
  c->env.scope = c->env.scope->parent;
}

void
check_usage (Checker *c, Func *func)
{
  for (int i = 0; i < func->locals.n; i++)
    {
      const Object *var = func->locals.v[i];

      if (var->var.kind == VAR_LOCAL && !var->used && strcmp (var->name, "_") != 0 && var->parent != NULL)
        check_error (c, var->pos, "%s declared and not used", var->name);
    }
}
