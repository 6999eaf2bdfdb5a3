#include "lang/escape/esc_shape.h"

#include <string.h>

#include "lang/arena.h"
#include "lang/dictionary.h"

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

typedef struct {
  Type *const *v;
  int n;
  const ObjectList *parameters; /* that they stand for */
} TypeArguments;

static TypeArguments
arguments_of (const Object *instance)
{
  const Type *recv = instance->func.recv_named;

  if (recv)
    return (TypeArguments) { recv->named.targs, recv->named.n_targs, &recv->named.origin->named.tparams };
  return (TypeArguments) { instance->func.targs, instance->func.n_targs, &instance->func.origin->type->func.tparams };
}

bool
esc_is_method_set (const Type *constraint)
{
  Type *iface = type_underlying (constraint);
  const TypeSet *set = type_interface_set (iface->iface.unit, iface);

  return set->all_types && !set->comparable;
}

/* All pointers are alike where nothing but methods is known of the parameter. */
static bool
is_any_pointer (TypeArguments arguments, int i)
{
  return i < arguments.parameters->n && type_underlying (arguments.v[i])->kind == KIND_POINTER
         && esc_is_method_set (arguments.parameters->v[i]->type);
}

static void
append_arguments (GString *out, TypeArguments arguments)
{
  for (int i = 0; i < arguments.n; i++) {
    g_string_append_c (out, i > 0 ? ',' : '[');
    esc_print_link_type (out, arguments.v[i]);
  }
  g_string_append_c (out, ']');
}

static void
append_shape (GString *out, TypeArguments arguments, int i)
{
  g_string_append (out, "go.shape.");
  if (is_any_pointer (arguments, i))
    g_string_append (out, "*uint8");
  else
    esc_print_link_type (out, type_underlying (arguments.v[i]));
}

static void
append_shapes (GString *out, TypeArguments arguments)
{
  for (int i = 0; i < arguments.n; i++) {
    g_string_append_c (out, i > 0 ? ',' : '[');
    append_shape (out, arguments, i);
  }
  g_string_append_c (out, ']');
}

/* The instance that fn is, or lies in; NULL: none. */
static const EscFunc *
instance_around (const EscFunc *fn)
{
  while (fn && !fn->instance)
    fn = fn->outer;
  return fn;
}

const char *
esc_shape_type (Lower *l, const Type *pattern)
{
  const EscFunc *instance = instance_around (l->fn);
  g_autoptr (GString) text = NULL;
  const char **shapes;
  TypeArguments arguments;

  if (!instance || !pattern)
    return NULL;
  arguments = arguments_of (instance->obj);
  shapes = ARENA_NEW_N (l->arena, const char *, arguments.n);
  text = g_string_new (NULL);
  for (int i = 0; i < arguments.n; i++) {
    g_string_truncate (text, 0);
    append_shape (text, arguments, i);
    shapes[i] = arena_intern_string (l->arena, text->str);
  }
  g_string_truncate (text, 0);
  esc_print_shaped_type (text, pattern, l->package->pkg, shapes);
  return strstr (text->str, "go.shape.") ? arena_intern_string (l->arena, text->str) : NULL;
}

const char *
esc_shape_dictionary_method (Lower *l, const Expr *fun)
{
  const Expr *pattern = fun->pattern;
  const Type *recv = pattern->selector.x->type, *method = pattern->type;
  Type sig = *method;
  Object self = { .kind = OBJ_VAR, .name = "", .type = (Type *) recv };

  if (pattern->selector.kind != SEL_METHOD_EXPR) {
    sig.func.params = (ObjectList) { 0 };
    ARENA_APPEND (l->arena, &sig.func.params, &self);
    for (int i = 0; i < method->func.params.n; i++)
      ARENA_APPEND (l->arena, &sig.func.params, method->func.params.v[i]);
  }
  return arena_printf (l->arena, "(%s)(&.dict[%d])", esc_shape_type (l, &sig),
                       dictionary_method_word (l->fn->func, recv, pattern->selector.name->name.text));
}

/* "main." of another package's; nothing for one of our own. */
static const char *
prefix_of (Lower *l, const Object *instance)
{
  return instance->pkg == l->package->pkg ? "" : arena_printf (l->arena, "%s.", instance->pkg->name);
}

const char *
esc_shape_name (Lower *l, const Object *instance)
{
  const Type *recv = instance->func.recv_named;
  bool by_pointer = recv && instance->func.ptr_recv;
  g_autoptr (GString) text = g_string_new (by_pointer ? "(*" : "");

  g_string_append_printf (text, "%s%s", prefix_of (l, instance), (recv ? recv->named.obj : instance->func.origin)->name);
  append_shapes (text, arguments_of (instance));
  if (by_pointer)
    g_string_append_c (text, ')');
  if (recv)
    g_string_append_printf (text, ".%s", instance->name);
  return arena_intern_string (l->arena, text->str);
}

void
esc_shape_spell_call (Lower *l, EscNode *call)
{
  const Object *callee = call->x->op == ESC_METHEXPR ? call->x->method
                         : call->x->op == ESC_NAME && call->x->name->class == ESC_CLASS_FUNC ? call->x->name->obj : NULL;
  g_autoptr (GString) dictionary = NULL;
  const Type *recv;

  if (!callee || callee->kind != OBJ_FUNC || !callee->func.origin || instance_around (l->fn))
    return;
  recv = callee->func.recv_named;
  dictionary = g_string_new (NULL);
  g_string_append_printf (dictionary, "&%s.dict.%s", prefix_of (l, callee),
                          (recv ? recv->named.obj : callee->func.origin)->name);
  append_arguments (dictionary, arguments_of (callee));
  call->text = esc_shape_name (l, callee);
  call->dictionary = arena_intern_string (l->arena, dictionary->str);
}

static bool
same_shape (const Object *a, const Object *b)
{
  TypeArguments x = arguments_of (a), y = arguments_of (b);

  for (int i = 0; i < x.n && i < y.n; i++) {
    bool alike = is_any_pointer (x, i) && is_any_pointer (y, i);

    if (!alike && !type_identical (type_underlying (x.v[i]), type_underlying (y.v[i])))
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
