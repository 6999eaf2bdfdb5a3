#include "lang/check_priv.h"

#include <string.h>

/* Calls of built-in functions. Go 1.22 cmd/compile/internal/types2/builtins.go. */

typedef struct {
  Checker *c;
  Expr *call;
  Operand *args;              /* evaluated arguments; not for make, new, Offsetof */
  int n_args;
  bool spread;                /* they come from one tuple */
} Builtin;

static Expr **
arg_slot (Builtin *b, int i)
{
  return b->spread ? NULL : &b->call->call.args.v[i];
}

static const struct {
  int min;
  bool variadic;
} counts[BUILTIN_COUNT] = {
  [BUILTIN_APPEND] = { 1, true }, [BUILTIN_CAP] = { 1, false }, [BUILTIN_CLEAR] = { 1, false },
  [BUILTIN_CLOSE] = { 1, false }, [BUILTIN_COMPLEX] = { 2, false }, [BUILTIN_COPY] = { 2, false },
  [BUILTIN_DELETE] = { 2, false }, [BUILTIN_IMAG] = { 1, false }, [BUILTIN_LEN] = { 1, false },
  [BUILTIN_MAKE] = { 1, true }, [BUILTIN_MAX] = { 1, true }, [BUILTIN_MIN] = { 1, true }, [BUILTIN_NEW] = { 1, false },
  [BUILTIN_PANIC] = { 1, false }, [BUILTIN_PRINT] = { 0, true }, [BUILTIN_PRINTLN] = { 0, true },
  [BUILTIN_REAL] = { 1, false }, [BUILTIN_RECOVER] = { 0, false }, [BUILTIN_UNSAFE_ADD] = { 2, false },
  [BUILTIN_UNSAFE_ALIGNOF] = { 1, false }, [BUILTIN_UNSAFE_OFFSETOF] = { 1, false },
  [BUILTIN_UNSAFE_SIZEOF] = { 1, false }, [BUILTIN_UNSAFE_SLICE] = { 2, false },
  [BUILTIN_UNSAFE_SLICE_DATA] = { 1, false }, [BUILTIN_UNSAFE_STRING] = { 2, false },
  [BUILTIN_UNSAFE_STRING_DATA] = { 1, false },
};

static void
set_value (Operand *x, Type *t)
{
  x->mode = MODE_VALUE;
  x->type = t;
}

/* ---- append, copy, clear, delete, close ---- */

/* append (s, elems...): a variadic function with the slice's element type. */
static Type *
append_signature (Checker *c, Type *slice, Type *elem)
{
  Type *sig = type_new (c, KIND_FUNC);
  Object *first = var_new (c, VAR_PARAM, (Pos) { 0 }, "", slice);
  Object *rest = var_new (c, VAR_PARAM, (Pos) { 0 }, "", type_new_slice (c, elem));

  ARENA_APPEND (c->arena, &sig->func.params, first);
  ARENA_APPEND (c->arena, &sig->func.params, rest);
  sig->func.variadic = true;
  return sig;
}

/* Why x is no slice, in the compiler's words. */
static const char *
no_slice_cause (Checker *c, const Operand *x, const Type *core)
{
  if (x->mode == MODE_NIL)
    return "have untyped nil";
  if (x->type->kind != KIND_TYPE_PARAM)
    return arena_printf (c->arena, "have %s", operand_text (c, x));
  return core != NULL ? arena_printf (c->arena, "%s has core type %s", operand_text (c, x), type_text (c, core))
                      : arena_printf (c->arena, "%s has no core type", operand_text (c, x));
}

static bool
check_append (Builtin *b, Operand *x)
{
  Checker *c = b->c;
  Type *slice = x->type;
  Type *core = check_core_type (c, slice);

  if (x->mode == MODE_NIL || core == NULL || core->kind != KIND_SLICE)
    {
      check_error (c, operand_pos (x), "first argument to append must be a slice; %s", no_slice_cause (c, x, core));
      return false;
    }
  if (b->n_args == 2 && b->call->call.has_dots)
    {
      Type *other = check_core_string (c, b->args[1].type);

      /* append ([]byte, string...) */
      if (type_underlying (core->slice.elem)->kind == KIND_UINT8 && other != NULL && type_is_string (other))
        {
          if (type_is_untyped (b->args[1].type))
            check_convert_untyped (c, &b->args[1], c->unit->basic[KIND_STRING]);
          set_value (x, slice);
          return true;
        }
    }
  check_arguments (c, b->call, append_signature (c, slice, core->slice.elem), b->args, b->n_args,
                   b->spread ? NULL : &b->call->call.args);
  set_value (x, slice);
  return true;
}

/* Of a builtin that was given at least two. */
static Operand *
second_argument (Builtin *b)
{
  g_assert (b->args != NULL);
  return &b->args[1];
}

static bool
check_copy (Builtin *b, Operand *x)
{
  Checker *c = b->c;
  Operand *y = second_argument (b);
  Type *dst = check_core_type (c, x->type);
  Type *src = check_core_string (c, y->type);
  Type *elem = NULL;

  if (src != NULL && type_is_string (src))
    elem = c->unit->byte_type;
  else if (src != NULL && src->kind == KIND_SLICE)
    elem = src->slice.elem;
  if (x->mode == MODE_NIL || dst == NULL || dst->kind != KIND_SLICE || elem == NULL)
    {
      check_error (c, operand_pos (x), "invalid argument: copy expects slice arguments; found %s and %s",
                   operand_text (c, x), operand_text (c, y));
      return false;
    }
  if (!type_identical (dst->slice.elem, elem))
    {
      check_error (c, operand_pos (x),
                   "invalid argument: arguments to copy %s and %s have different element types %s and %s",
                   operand_text (c, x), operand_text (c, y), type_text (c, dst->slice.elem), type_text (c, elem));
      return false;
    }
  if (type_is_untyped (y->type))
    check_convert_untyped (c, y, c->unit->basic[KIND_STRING]);
  set_value (x, c->unit->basic[KIND_INT]);
  return true;
}

/* Whether `test` holds for the type, or for every type in the set of a type parameter; *one is one of them. */
static bool
every_type (Checker *c, Type *t, bool (*test) (const Type *under), Type **one)
{
  const TypeSet *set;

  *one = type_underlying (t);
  if (t->kind != KIND_TYPE_PARAM)
    return test (*one);
  set = type_interface_set (c->unit, t);
  for (int i = 0; i < set->n_terms; i++)
    {
      *one = type_underlying (set->terms[i].type);
      if (!test (*one))
        return false;
    }
  return set->n_terms > 0;
}

/* Whether that part is one type in all types of the set of a type parameter; holds for all others. */
static bool
same_in_every_type (Checker *c, Type *t, Type *(*part) (const Type *under))
{
  const TypeSet *set = type_interface_set (c->unit, t);

  for (int i = 1; t->kind == KIND_TYPE_PARAM && i < set->n_terms; i++)
    if (!type_identical (part (type_underlying (set->terms[0].type)), part (type_underlying (set->terms[i].type))))
      return false;
  return true;
}

static Type *map_key (const Type *t) { return t->map.key; }
static bool is_map (const Type *t) { return t->kind == KIND_MAP; }
static bool is_chan (const Type *t) { return t->kind == KIND_CHAN; }
static bool can_clear (const Type *t) { return t->kind == KIND_MAP || t->kind == KIND_SLICE; }

static bool
check_delete (Builtin *b, Operand *x)
{
  Checker *c = b->c;
  Type *map;

  if (!every_type (c, x->type, is_map, &map))
    {
      check_error (c, operand_pos (x), "invalid argument: %s is not a map", operand_text (c, x));
      return false;
    }
  if (!same_in_every_type (c, x->type, map_key))
    {
      check_error (c, operand_pos (x), "invalid argument: maps of %s must have identical key types",
                   operand_text (c, x));
      return false;
    }
  *x = *second_argument (b);
  check_assignment_slot (c, x, arg_slot (b, 1), map->map.key, "argument to delete");
  if (x->mode == MODE_INVALID)
    return false;
  x->mode = MODE_NO_VALUE;
  return true;
}

static bool
check_clear (Builtin *b, Operand *x)
{
  Type *t;

  if (!every_type (b->c, x->type, can_clear, &t))
    {
      check_error (b->c, operand_pos (x),
                   "invalid argument: cannot clear %s: argument must be (or constrained by) map or slice",
                   operand_text (b->c, x));
      return false;
    }
  x->mode = MODE_NO_VALUE;
  return true;
}

static bool
check_close (Builtin *b, Operand *x)
{
  Type *t;

  if (!every_type (b->c, x->type, is_chan, &t))
    {
      check_error (b->c, operand_pos (x), "invalid operation: cannot close non-channel %s", operand_text (b->c, x));
      return false;
    }
  if (t->chan.dir == CHAN_RECV_ONLY)
    {
      check_error (b->c, operand_pos (x), "invalid operation: cannot close receive-only channel %s",
                   operand_text (b->c, x));
      return false;
    }
  x->mode = MODE_NO_VALUE;
  return true;
}

/* ---- len, cap ---- */

static Type *
array_behind_pointer (Type *t)
{
  if (t->kind == KIND_POINTER && type_underlying (t->pointer.elem)->kind == KIND_ARRAY)
    return type_underlying (t->pointer.elem);
  return t;
}

static bool
has_length (const Type *t, BuiltinId id)
{
  switch (t->kind)
    {
    case KIND_STRING:
    case KIND_UNTYPED_STRING:
    case KIND_MAP:
      return id == BUILTIN_LEN;
    case KIND_ARRAY:
    case KIND_SLICE:
    case KIND_CHAN:
      return true;
    default:
      return false;
    }
}

static bool
param_has_length (Checker *c, Type *t, BuiltinId id)
{
  const TypeSet *set = type_interface_set (c->unit, t);

  for (int i = 0; i < set->n_terms; i++)
    if (!has_length (array_behind_pointer (type_underlying (set->terms[i].type)), id))
      return false;
  return set->n_terms > 0;
}

static bool
check_length (Builtin *b, Operand *x, BuiltinId id)
{
  Checker *c = b->c;
  Type *t = array_behind_pointer (type_underlying (x->type));
  bool ok = x->type->kind == KIND_TYPE_PARAM ? param_has_length (c, x->type, id) : has_length (t, id);

  if (!ok || x->mode == MODE_NIL)
    {
      if (type_is_valid (t))
        check_error (c, operand_pos (x), "invalid argument: %s for %s", operand_text (c, x), builtin_name (id));
      return false;
    }
  if (type_is_string (t) && x->mode == MODE_CONSTANT)
    {
      x->val = const_from_int64 (c->unit->consts, (int64_t) x->val->string.len);
      x->type = c->unit->basic[KIND_INT];
      return true;
    }
  if (t->kind == KIND_ARRAY && !c->env.has_call_or_recv)
    {
      x->mode = MODE_CONSTANT;
      x->val = t->array.len >= 0 ? const_from_int64 (c->unit->consts, t->array.len) : const_unknown ();
      x->type = c->unit->basic[KIND_INT];
      return true;
    }
  set_value (x, c->unit->basic[KIND_INT]);
  return true;
}

/* ---- make, new ---- */

static bool
check_make (Builtin *b, Operand *x)
{
  Checker *c = b->c;
  ExprList *args = &b->call->call.args;
  Type *t = check_var_type (c, args->v[0]), *core;
  int min = 1, n_sizes = 0;
  int64_t sizes[2] = { -1, -1 };

  if (!type_is_valid (t))
    return false;
  core = check_core_type (c, t);
  if (core == NULL)
    {
      check_error (c, expr_start (args->v[0]), "invalid argument: cannot make %s: no core type",
                   expr_text (c, args->v[0]));
      return false;
    }
  if (core->kind == KIND_SLICE)
    min = 2;
  else if (core->kind != KIND_MAP && core->kind != KIND_CHAN)
    {
      check_error (c, expr_start (args->v[0]), "invalid argument: cannot make %s; type must be slice, map, or channel",
                   expr_text (c, args->v[0]));
      return false;
    }
  if (args->n < min || args->n > min + 1)
    {
      check_error (c, expr_start (b->call), "invalid operation: %s expects %d or %d arguments; found %d",
                   expr_text (c, b->call), min, min + 1, args->n);
      return false;
    }
  for (int i = 1; i < args->n; i++)
    {
      int64_t value;

      check_index (c, &args->v[i], -1, &value);
      if (value >= 0)
        sizes[n_sizes++] = value;
    }
  if (n_sizes == 2 && sizes[0] > sizes[1])
    check_error (c, expr_start (args->v[1]), "invalid argument: length and capacity swapped");
  set_value (x, t);
  return true;
}

static bool
check_new (Builtin *b, Operand *x)
{
  Type *t = check_var_type (b->c, b->call->call.args.v[0]);

  if (!type_is_valid (t))
    return false;
  set_value (x, type_new_pointer (b->c, t));
  return true;
}

/* ---- min, max ---- */

static bool
check_min_max (Builtin *b, Operand *x, BuiltinId id)
{
  Checker *c = b->c;

  for (int i = 0; i < b->n_args; i++)
    {
      Operand *a = &b->args[i];

      if (!type_is_ordered (a->type))
        {
          check_error (c, operand_pos (a), "invalid argument: %s cannot be ordered", operand_text (c, a));
          return false;
        }
      if (i == 0)
        continue;
      check_match_types (c, x, a);
      if (x->mode == MODE_INVALID)
        return false;
      if (!type_identical (x->type, a->type))
        {
          check_error (c, operand_pos (a),
                       "invalid argument: mismatched types %s (previous argument) and %s (type of %s)",
                       type_text (c, x->type), type_text (c, a->type), expr_text (c, a->expr));
          return false;
        }
      if (x->mode == MODE_CONSTANT && a->mode == MODE_CONSTANT)
        {
          if (const_compare (id == BUILTIN_MAX ? OP_GT : OP_LT, a->val, x->val))
            *x = *a;
        }
      else
        x->mode = MODE_VALUE;
    }
  if (x->mode != MODE_CONSTANT)
    {
      const char *context = arena_printf (c->arena, "argument to %s", builtin_name (id));

      x->mode = MODE_VALUE;
      check_assignment (c, x, c->unit->empty_interface, context);
      if (x->mode == MODE_INVALID)
        return false;
    }
  for (int i = 0; i < b->n_args; i++)
    check_update_expr_type (c, b->args[i].expr, x->type, true);
  return true;
}

/* ---- complex, real, imag ---- */

/* A constant that is real is a float for complex (). */
static void
take_as_float (Checker *c, Operand *x)
{
  if (type_is_numeric (x->type) && const_sign (const_imag (c->unit->consts, x->val)) == 0)
    x->type = c->unit->basic[KIND_UNTYPED_FLOAT];
}

static void
match_parts (Checker *c, Operand *x, Operand *y)
{
  bool x_untyped = type_is_untyped (x->type), y_untyped = type_is_untyped (y->type);

  if (x_untyped && y_untyped && x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT)
    {
      take_as_float (c, x);
      take_as_float (c, y);
      return;
    }
  if (x_untyped)
    check_convert_untyped (c, x, y_untyped ? c->unit->basic[KIND_FLOAT64] : y->type);
  if (y_untyped)
    check_convert_untyped (c, y, x_untyped ? c->unit->basic[KIND_FLOAT64] : x->type);
}

/* The kind that complex () makes of parts of a kind, or that the parts of a complex kind have; KIND_INVALID: none. */
static TypeKind
whole_kind (TypeKind part)
{
  return part == KIND_FLOAT32         ? KIND_COMPLEX64
         : part == KIND_FLOAT64       ? KIND_COMPLEX128
         : part == KIND_UNTYPED_FLOAT ? KIND_UNTYPED_COMPLEX
                                      : KIND_INVALID;
}

static TypeKind
part_kind (TypeKind whole)
{
  return whole == KIND_COMPLEX64         ? KIND_FLOAT32
         : whole == KIND_COMPLEX128      ? KIND_FLOAT64
         : whole == KIND_UNTYPED_COMPLEX ? KIND_UNTYPED_FLOAT
                                         : KIND_INVALID;
}

/* What becomes of the operand's type. Of a type parameter it would be one whose terms are what becomes of its terms;
 * but that is refused (Go 1.22 cmd/compile/internal/types2/builtins.go, applyTypeFunc). NULL: nothing becomes of it, or
 * of one of its terms. */
static Type *
apply_to_kinds (Checker *c, const Operand *x, BuiltinId id, TypeKind (*kind_of) (TypeKind))
{
  Type *t = x->type;
  struct { UnionTerm *v; int n; } terms = { 0 };
  const TypeSet *set;
  Type *all, *result;
  TypeKind kind;

  if (t->kind != KIND_TYPE_PARAM)
    {
      kind = kind_of (type_underlying (t)->kind);
      return kind != KIND_INVALID ? c->unit->basic[kind] : NULL;
    }
  set = type_interface_set (c->unit, type_underlying (t));
  for (int i = 0; i < set->n_terms; i++)
    {
      UnionTerm term = set->terms[i];

      kind = kind_of (type_underlying (term.type)->kind);
      if (kind == KIND_INVALID)
        return NULL;
      term.type = c->unit->basic[kind];
      ARENA_APPEND (c->arena, &terms, term);
    }
  if (terms.n == 0)
    return NULL;
  all = type_new (c, KIND_UNION);
  all->union_.terms = terms.v;
  all->union_.n = terms.n;
  result = type_new (c, KIND_TYPE_PARAM);
  result->tparam.obj = t->tparam.obj;
  result->tparam.bound = generic_constraint_of (c, all, t->tparam.obj->pos);
  result->tparam.bound->iface.implicit = false;
  check_error (c, operand_pos (x), "%s not supported as argument to %s for go1.18 (see go.dev/issue/50937)",
               operand_text (c, x), builtin_name (id));
  return result;
}

static bool
check_complex (Builtin *b, Operand *x)
{
  Checker *c = b->c;
  ConstPool *pool = c->unit->consts;
  Operand *y = second_argument (b);
  Type *whole;

  match_parts (c, x, y);
  if (x->mode == MODE_INVALID || y->mode == MODE_INVALID)
    return false;
  if (!type_identical (x->type, y->type))
    {
      check_error (c, operand_pos (x), "invalid operation: %s (mismatched types %s and %s)", expr_text (c, b->call),
                   type_text (c, x->type), type_text (c, y->type));
      return false;
    }
  whole = apply_to_kinds (c, x, BUILTIN_COMPLEX, whole_kind);
  if (whole == NULL)
    {
      check_error (c, operand_pos (x), "invalid argument: arguments have type %s, expected floating-point",
                   type_text (c, x->type));
      return false;
    }
  if (x->mode == MODE_CONSTANT && y->mode == MODE_CONSTANT)
    x->val = const_complex (pool, const_as_float (pool, x->val), const_as_float (pool, y->val));
  else
    x->mode = MODE_VALUE;
  x->type = whole;
  return true;
}

static bool
check_part (Builtin *b, Operand *x, BuiltinId id)
{
  Checker *c = b->c;
  Type *part;

  if (type_is_untyped (x->type) && x->mode != MODE_CONSTANT)
    check_convert_untyped (c, x, c->unit->basic[KIND_COMPLEX128]);
  else if (type_is_untyped (x->type) && type_is_numeric (x->type))
    x->type = c->unit->basic[KIND_UNTYPED_COMPLEX];
  if (x->mode == MODE_INVALID)
    return false;
  part = apply_to_kinds (c, x, id, part_kind);
  if (part == NULL)
    {
      check_error (c, operand_pos (x), "invalid argument: argument has type %s, expected complex type",
                   type_text (c, x->type));
      return false;
    }
  if (x->mode == MODE_CONSTANT)
    x->val = id == BUILTIN_REAL ? const_real (x->val) : const_imag (c->unit->consts, x->val);
  else
    x->mode = MODE_VALUE;
  x->type = part;
  return true;
}

/* ---- panic, print ---- */

static bool
check_panic (Builtin *b, Operand *x)
{
  check_assignment_slot (b->c, x, arg_slot (b, 0), b->c->unit->empty_interface, "argument to panic");
  if (x->mode == MODE_INVALID)
    return false;
  x->mode = MODE_NO_VALUE;
  return true;
}

static bool
check_print (Builtin *b, Operand *x, BuiltinId id)
{
  const char *context = arena_printf (b->c->arena, "argument to %s", builtin_name (id));

  for (int i = 0; i < b->n_args; i++)
    {
      check_assignment (b->c, &b->args[i], NULL, context);
      if (b->args[i].mode == MODE_INVALID)
        return false;
    }
  x->mode = MODE_NO_VALUE;
  return true;
}

/* ---- unsafe ---- */

static void
set_uintptr_constant (Checker *c, Operand *x, uint64_t value)
{
  x->mode = MODE_CONSTANT;
  x->val = const_from_uint64 (c->unit->consts, value);
  x->type = c->unit->basic[KIND_UINTPTR];
}

/* Sizes of types that hold type parameters are not known. */
static bool
has_variable_size (Type *t, int depth)
{
  Type *under = type_underlying (t);

  if (t->kind == KIND_TYPE_PARAM || depth > 50)
    return true;
  if (under->kind == KIND_ARRAY)
    return has_variable_size (under->array.elem, depth + 1);
  if (under->kind == KIND_STRUCT)
    for (int i = 0; i < under->struct_.n; i++)
      if (has_variable_size (under->struct_.fields[i].var->type, depth + 1))
        return true;
  return false;
}

static bool
check_sizeof (Builtin *b, Operand *x, BuiltinId id)
{
  Checker *c = b->c;

  check_assignment (c, x, NULL,
                    id == BUILTIN_UNSAFE_SIZEOF ? "argument to unsafe.Sizeof" : "argument to unsafe.Alignof");
  if (x->mode == MODE_INVALID)
    return false;
  if (has_variable_size (x->type, 0))
    set_value (x, c->unit->basic[KIND_UINTPTR]);
  else
    set_uintptr_constant (c, x, id == BUILTIN_UNSAFE_SIZEOF ? type_size (x->type) : type_align (x->type));
  return true;
}

static bool
check_offsetof (Builtin *b, Operand *x)
{
  Checker *c = b->c;
  Expr *arg = b->call->call.args.v[0], *selector = expr_unparen (arg);
  Type *base;
  const char *name;
  Lookup found;
  uint64_t offset = 0;

  if (selector->kind != EXPR_SELECTOR)
    {
      check_error (c, expr_start (arg), "invalid argument: %s is not a selector expression", expr_text (c, arg));
      check_use (c, arg);
      return false;
    }
  check_expr (c, x, selector->selector.x);
  if (x->mode == MODE_INVALID)
    return false;
  base = x->type;
  if (type_underlying (base)->kind == KIND_POINTER
      && type_underlying (type_underlying (base)->pointer.elem)->kind == KIND_STRUCT)
    base = type_underlying (base)->pointer.elem;
  name = selector->selector.name->name.text;
  found = type_lookup (c->unit, base, false, c->pkg, name);
  if (found.obj == NULL)
    {
      check_error (c, operand_pos (x), "invalid argument: %s has no single field %s", type_text (c, base), name);
      return false;
    }
  if (found.obj->kind == OBJ_FUNC)
    {
      check_error (c, expr_start (arg), "invalid argument: %s is a method value", expr_text (c, arg));
      return false;
    }
  if (found.indirect)
    {
      check_error (c, operand_pos (x), "invalid argument: field %s is embedded via a pointer in %s", name,
                   type_text (c, base));
      return false;
    }
  if (has_variable_size (base, 0))
    {
      set_value (x, c->unit->basic[KIND_UINTPTR]);
      return true;
    }
  for (int i = 0; i < found.n_path; i++)
    {
      offset += type_field_offset (type_underlying (base), found.path[i]);
      base = type_underlying (base)->struct_.fields[found.path[i]].var->type;
    }
  set_uintptr_constant (c, x, offset);
  return true;
}

static bool
check_unsafe_pointer_op (Builtin *b, Operand *x, BuiltinId id)
{
  Checker *c = b->c;
  LangUnit *unit = c->unit;
  Type *core = NULL, *byte_pointer = type_new_pointer (c, unit->byte_type);

  switch (id)
    {
    case BUILTIN_UNSAFE_ADD:
      check_assignment (c, x, unit->basic[KIND_UNSAFE_POINTER], "argument to unsafe.Add");
      if (x->mode == MODE_INVALID || !check_valid_index (c, &b->args[1], "length", true))
        return false;
      set_value (x, unit->basic[KIND_UNSAFE_POINTER]);
      return true;
    case BUILTIN_UNSAFE_SLICE:
      core = check_core_type (c, x->type);
      if (core == NULL || core->kind != KIND_POINTER)
        {
          check_error (c, operand_pos (x), "invalid argument: %s is not a pointer", operand_text (c, x));
          return false;
        }
      if (!check_valid_index (c, &b->args[1], "length", false))
        return false;
      set_value (x, type_new_slice (c, core->pointer.elem));
      return true;
    case BUILTIN_UNSAFE_SLICE_DATA:
      core = check_core_type (c, x->type);
      if (core == NULL || core->kind != KIND_SLICE)
        {
          check_error (c, operand_pos (x), "invalid argument: %s is not a slice", operand_text (c, x));
          return false;
        }
      set_value (x, type_new_pointer (c, core->slice.elem));
      return true;
    case BUILTIN_UNSAFE_STRING:
      check_assignment (c, x, byte_pointer, "argument to unsafe.String");
      if (x->mode == MODE_INVALID || !check_valid_index (c, &b->args[1], "length", false))
        return false;
      set_value (x, unit->basic[KIND_STRING]);
      return true;
    default:
      check_assignment (c, x, unit->basic[KIND_STRING], "argument to unsafe.StringData");
      if (x->mode == MODE_INVALID)
        return false;
      set_value (x, byte_pointer);
      return true;
    }
}

/* ---- All ---- */

static bool
check_by_id (Builtin *b, Operand *x, BuiltinId id)
{
  switch (id)
    {
    case BUILTIN_APPEND: return check_append (b, x);
    case BUILTIN_CAP:
    case BUILTIN_LEN: return check_length (b, x, id);
    case BUILTIN_CLEAR: return check_clear (b, x);
    case BUILTIN_CLOSE: return check_close (b, x);
    case BUILTIN_COMPLEX: return check_complex (b, x);
    case BUILTIN_REAL:
    case BUILTIN_IMAG: return check_part (b, x, id);
    case BUILTIN_COPY: return check_copy (b, x);
    case BUILTIN_DELETE: return check_delete (b, x);
    case BUILTIN_MAKE: return check_make (b, x);
    case BUILTIN_NEW: return check_new (b, x);
    case BUILTIN_MAX:
    case BUILTIN_MIN: return check_min_max (b, x, id);
    case BUILTIN_PANIC: return check_panic (b, x);
    case BUILTIN_PRINT:
    case BUILTIN_PRINTLN: return check_print (b, x, id);
    case BUILTIN_RECOVER:
      if (b->c->env.func != NULL)
        b->c->env.func->has_recover = true;
      set_value (x, b->c->unit->empty_interface);
      return true;
    case BUILTIN_UNSAFE_ALIGNOF:
    case BUILTIN_UNSAFE_SIZEOF: return check_sizeof (b, x, id);
    case BUILTIN_UNSAFE_OFFSETOF: return check_offsetof (b, x);
    default: return check_unsafe_pointer_op (b, x, id);
    }
}

static bool
evaluate_arguments (Builtin *b, Operand *x, BuiltinId id)
{
  ExprList *list = &b->call->call.args;

  b->n_args = list->n;
  if (id == BUILTIN_MAKE || id == BUILTIN_NEW || id == BUILTIN_UNSAFE_OFFSETOF)
    return true;
  if (list->n == 0)
    return true;
  b->args = check_expr_list (b->c, list, false, &b->n_args);
  b->spread = list->n == 1 && b->n_args > 1;
  b->call->call.spread = b->spread;
  for (int i = 0; i < b->n_args; i++)
    if (b->args[i].mode == MODE_INVALID)
      return false;
  *x = b->args[0];
  return true;
}

bool
check_builtin (Checker *c, Operand *x, Expr *call, BuiltinId id)
{
  Builtin b = { .c = c, .call = call };
  bool had_call = c->env.has_call_or_recv, ok = false;
  const char *count = NULL;

  if (call->call.has_dots && id != BUILTIN_APPEND)
    {
      check_error (c, expr_start (call), "invalid operation: invalid use of ... with built-in %s", builtin_name (id));
      check_use_list (c, &call->call.args);
      return false;
    }
  if (id == BUILTIN_LEN || id == BUILTIN_CAP)
    c->env.has_call_or_recv = false;
  if (!evaluate_arguments (&b, x, id))
    goto out;
  if (b.n_args < counts[id].min)
    count = "not enough";
  else if (!counts[id].variadic && b.n_args > counts[id].min)
    count = "too many";
  if (count != NULL)
    {
      check_error (c, expr_start (call),
                   "invalid operation: %s arguments for %s (expected %d, found %d)", count, expr_text (c, call),
                   counts[id].min, b.n_args);
      goto out;
    }
  ok = check_by_id (&b, x, id);
out:
  if (id == BUILTIN_LEN || id == BUILTIN_CAP)
    c->env.has_call_or_recv = had_call;
  g_free (b.args);
  return ok;
}
