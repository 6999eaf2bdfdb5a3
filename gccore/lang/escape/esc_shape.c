#include "lang/escape/esc_shape.h"

struct EscShapes {
  GHashTable *first;          /* Object*, generic -> GPtrArray of Object*: the first instance of each shape; look-up only */
};

EscShapes *
esc_shapes_new (void)
{
  EscShapes *shapes = g_new (EscShapes, 1);

  shapes->first = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  return shapes;
}

void
esc_shapes_free (EscShapes *shapes)
{
  g_hash_table_unref (shapes->first);
  g_free (shapes);
}

typedef struct { Type *const *v; int n; } TypeArguments;

static TypeArguments
arguments_of (const Object *instance)
{
  const Type *recv = instance->func.recv_named;

  if (instance->func.n_targs > 0 || !recv)
    return (TypeArguments) { instance->func.targs, instance->func.n_targs };
  return (TypeArguments) { recv->named.targs, recv->named.n_targs };
}

static bool
same_shape (const Object *a, const Object *b)
{
  TypeArguments x = arguments_of (a), y = arguments_of (b);

  for (int i = 0; i < x.n && i < y.n; i++) {
    Type *t = type_underlying (x.v[i]), *u = type_underlying (y.v[i]);

    if (!(t->kind == KIND_POINTER && u->kind == KIND_POINTER) && !type_identical (t, u))
      return false;
  }
  return true;
}

bool
esc_shapes_repeats (EscShapes *shapes, const EscFunc *fn)
{
  Object *generic;
  GPtrArray *seen;

  if (!fn->instance)
    return false;
  generic = fn->obj->func.origin;
  seen = g_hash_table_lookup (shapes->first, generic);
  if (!seen) {
    seen = g_ptr_array_new ();
    g_hash_table_insert (shapes->first, generic, seen);
  }
  for (guint i = 0; i < seen->len; i++)
    if (seen->pdata[i] == fn->obj)
      return false;
    else if (same_shape (seen->pdata[i], fn->obj))
      return true;
  g_ptr_array_add (seen, fn->obj);
  return false;
}
