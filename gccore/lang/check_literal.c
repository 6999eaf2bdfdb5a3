#include "lang/check_priv.h"

#include <string.h>

/* Composite literals. Go 1.22 cmd/compile/internal/types2/expr.go (CompositeLit), index.go (indexedElts). */

static int
field_index (const Type *t, const Package *pkg, const char *name)
{
  if (strcmp (name, "_") == 0)
    return -1;
  for (int i = 0; i < t->struct_.n; i++)
    if (object_is_member (t->struct_.fields[i].var, pkg, name))
      return i;
  return -1;
}

/* { name: value, ... } */
static void
keyed_struct (Checker *c, Expr *e, Type *t, Type *base)
{
  ExprList *elems = &e->composite.elems;
  g_autofree bool *visited = g_new0 (bool, MAX (t->struct_.n, 1));

  for (int i = 0; i < elems->n; i++)
    {
      Expr *pair = elems->v[i];
      Expr *key;
      Operand x;
      int index;

      e->composite.indices[i] = -1;
      if (pair->kind != EXPR_KEY_VALUE)
        {
          check_error (c, expr_start (pair), "mixture of field:value and value elements in struct literal");
          continue;
        }
      key = pair->key_value.key;
      index = key->kind == EXPR_NAME ? field_index (t, c->pkg, key->name.text) : -1;
      check_expr (c, &x, pair->key_value.value);
      if (key->kind != EXPR_NAME)
        {
          check_error (c, expr_start (pair), "invalid field name %s in struct literal", expr_text (c, key));
          continue;
        }
      if (index < 0)
        {
          check_error (c, key->pos, "unknown field %s in struct literal of type %s", key->name.text,
                       type_text (c, base));
          continue;
        }
      key->name.obj = t->struct_.fields[index].var;
      check_assignment_slot (c, &x, &pair->key_value.value, t->struct_.fields[index].var->type, "struct literal");
      if (visited[index])
        {
          check_error (c, expr_start (pair), "duplicate field name %s in struct literal", key->name.text);
          continue;
        }
      visited[index] = true;
      e->composite.indices[i] = index;
    }
}

/* { value, ... } */
static void
positional_struct (Checker *c, Expr *e, Type *t, Type *base)
{
  ExprList *elems = &e->composite.elems;

  for (int i = 0; i < elems->n; i++)
    {
      const Object *field;
      Operand x;

      e->composite.indices[i] = i;
      if (elems->v[i]->kind == EXPR_KEY_VALUE)
        {
          check_error (c, elems->v[i]->pos, "mixture of field:value and value elements in struct literal");
          continue;
        }
      check_expr (c, &x, elems->v[i]);
      if (i >= t->struct_.n)
        {
          check_error (c, operand_pos (&x), "too many values in struct literal of type %s", type_text (c, base));
          break;
        }
      field = t->struct_.fields[i].var;
      if (!name_is_exported (field->name) && field->pkg != c->pkg)
        {
          check_error (c, operand_pos (&x), "implicit assignment to unexported field %s in struct literal of type %s",
                       field->name, type_text (c, base));
          continue;
        }
      check_assignment_slot (c, &x, &elems->v[i], field->type, "struct literal");
    }
  if (elems->n < t->struct_.n)
    check_error (c, e->composite.end, "too few values in struct literal of type %s", type_text (c, base));
}

/* Elements of an array (length >= 0) or slice. Returns the largest index + 1. */
static int64_t
indexed_elements (Checker *c, Expr *e, Type *elem, int64_t length)
{
  ExprList *elems = &e->composite.elems;
  g_autoptr (GHashTable) visited = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, NULL);
  int64_t index = 0, max = 0;

  for (int i = 0; i < elems->n; i++)
    {
      Expr **slot = &elems->v[i];
      bool valid = false;
      Operand x;

      if ((*slot)->kind == EXPR_KEY_VALUE)
        {
          Expr *pair = *slot;
          int64_t value;
          Type *type = check_index (c, &pair->key_value.key, length, &value);

          if (type_is_valid (type) && value >= 0)
            {
              index = value;
              valid = true;
            }
          else if (type_is_valid (type))
            check_error (c, pair->pos, "index %s must be integer constant", expr_text (c, pair->key_value.key));
          slot = &pair->key_value.value;
        }
      else if (length >= 0 && index >= length)
        check_error (c, expr_start (*slot), "index %" G_GINT64_FORMAT " is out of bounds (>= %" G_GINT64_FORMAT ")",
                     index, length);
      else
        valid = true;
      e->composite.indices[i] = index;
      if (valid && !g_hash_table_add (visited, &e->composite.indices[i]))
        check_error (c, expr_start (elems->v[i]), "duplicate index %" G_GINT64_FORMAT " in array or slice literal",
                     index);
      index++;
      max = MAX (max, index);
      check_expr_with_hint (c, &x, *slot, elem);
      check_assignment_slot (c, &x, slot, elem, "array or slice literal");
    }
  e->composite.len = max;
  return max;
}

/* A text that equal constants share, whatever their kind; with the type if keys are interfaces. */
static char *
key_text (const Operand *x, bool with_type)
{
  g_autofree char *value = const_to_exact_string (x->val);
  g_autofree char *type = with_type ? type_to_string (x->type, NULL) : g_strdup ("");

  return g_strdup_printf ("%s %s", type, value);
}

static void
map_elements (Checker *c, Expr *e, Type *t)
{
  ExprList *elems = &e->composite.elems;
  g_autoptr (GHashTable) visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bool interface_key = type_is_interface (t->map.key);

  for (int i = 0; i < elems->n; i++)
    {
      Expr *pair = elems->v[i];
      Operand x;

      if (pair->kind != EXPR_KEY_VALUE)
        {
          check_error (c, expr_start (pair), "missing key in map literal");
          continue;
        }
      check_expr_with_hint (c, &x, pair->key_value.key, t->map.key);
      check_assignment_slot (c, &x, &pair->key_value.key, t->map.key, "map literal");
      if (x.mode == MODE_INVALID)
        continue;
      if (x.mode == MODE_CONSTANT && !checker_in_instance (c)
          && !g_hash_table_add (visited, key_text (&x, interface_key)))
        {
          check_error (c, operand_pos (&x), "duplicate key %s in map literal", const_text (c, x.val));
          continue;
        }
      check_expr_with_hint (c, &x, pair->key_value.value, t->map.elem);
      check_assignment_slot (c, &x, &pair->key_value.value, t->map.elem, "map literal");
    }
}

static void
use_elements (Checker *c, Expr *e)
{
  for (int i = 0; i < e->composite.elems.n; i++)
    {
      Expr *elem = e->composite.elems.v[i];

      check_use (c, elem->kind == EXPR_KEY_VALUE ? elem->key_value.value : elem);
    }
}

/* The literal's type, and in *base the type that is built, as messages show it: of a literal without type, what is under
 * the element's. NULL: none, reported. */
static Type *
literal_type (Checker *c, Expr *e, Type *hint, Type **base)
{
  Expr *syntax = e->composite.type;
  bool is_pointer;
  Type *core;

  if (syntax != NULL && syntax->kind == EXPR_ARRAY_TYPE && syntax->array.len == NULL)
    {
      if (syntax->mode != MODE_TYPE)
        {
          Type *t = type_new (c, KIND_ARRAY);

          t->array.len = -1;
          t->array.elem = check_var_type (c, syntax->array.elem);
          syntax->mode = MODE_TYPE;
          syntax->type = t;
        }
      return *base = syntax->type;
    }
  if (syntax != NULL)
    return *base = check_type (c, syntax);
  if (hint == NULL)
    {
      check_error (c, e->pos, "missing type in composite literal");
      return NULL;
    }
  core = check_core_type (c, hint);
  if (core == NULL)
    {
      check_error (c, e->pos, "invalid composite literal element type %s (no core type)", type_text (c, hint));
      return NULL;
    }
  *base = type_deref (core, &is_pointer);
  e->composite.is_pointer = is_pointer;
  e->composite.base = is_pointer ? *base : hint;
  return hint;
}

ExprUse
check_composite (Checker *c, Operand *x, Expr *e, Type *hint)
{
  Type *base = NULL, *under;
  Type *t = literal_type (c, e, hint, &base);

  x->expr = e;
  x->mode = MODE_INVALID;
  if (t == NULL)
    return KIND_OF_STATEMENT;
  if (e->composite.base == NULL)
    e->composite.base = base;
  if (e->composite.elems.n > 0)
    e->composite.indices = ARENA_NEW_N (c->arena, int64_t, e->composite.elems.n);
  under = check_core_type (c, base);
  if (under != NULL && under->incomplete)
    {
      check_error (c, expr_start (e), "invalid recursive type");
      return KIND_OF_STATEMENT;
    }
  switch (under != NULL ? under->kind : KIND_INVALID)
    {
    case KIND_STRUCT:
      if (e->composite.elems.n == 0)
        break;
      if (e->composite.elems.v[0]->kind == EXPR_KEY_VALUE)
        keyed_struct (c, e, under, base);
      else
        positional_struct (c, e, under, base);
      break;
    case KIND_ARRAY:
      {
        int64_t n = indexed_elements (c, e, under->array.elem, under->array.len);

        if (under->array.len < 0)
          under->array.len = n;
        e->composite.len = under->array.len;
      }
      break;
    case KIND_SLICE:
      indexed_elements (c, e, under->slice.elem, -1);
      break;
    case KIND_MAP:
      map_elements (c, e, under);
      break;
    default:
      use_elements (c, e);
      if (under == NULL || type_is_valid (under))
        {
          check_error (c, expr_start (e), "invalid composite literal type %s", type_text (c, t));
          return KIND_OF_STATEMENT;
        }
    }
  x->mode = MODE_VALUE;
  x->type = t;
  return KIND_OF_EXPRESSION;
}
