/* Expressions of the checked AST as the compiler's IR has them before escape analysis
 * (Go 1.22 cmd/compile/internal/noder writer.go, reader.go; typecheck/func.go, stmt.go). */

#include "lang/escape/esc_dictionary.h"
#include "lang/escape/esc_lower.h"
#include "lang/escape/esc_shape.h"

#include <string.h>

#include "lang/arena.h"
#include "lang/dictionary.h"
#include "lang/quote.h"

static EscNode *
node (Lower *l, EscOp op, Pos pos, Type *type)
{
  return esc_node_new (l->arena, op, pos, type);
}

static void
add (Lower *l, EscNodes *nodes, EscNode *n)
{
  esc_nodes_add (l->arena, nodes, n);
}

static void
move_nodes (Lower *l, EscNodes *to, EscNodes *from)
{
  for (guint i = 0; i < from->n; i++)
    add (l, to, from->v[i]);
  from->n = 0;
}

static EscNode *
unary (Lower *l, EscOp op, Pos pos, Type *type, EscNode *x, bool implicit)
{
  EscNode *n = node (l, op, pos, type);

  n->x = x;
  n->implicit = implicit;
  return n;
}

/* -- constants ------------------------------------------------------------------------------------------------------ */

/* Whether the value's kind alone tells the type. */
static bool
is_default_type (const LangUnit *unit, const ConstVal *value, const Type *type)
{
  if (type_is_untyped (type))
    return true;
  switch (value->kind) {
  case CONST_BOOL:
    return type == unit->basic[KIND_BOOL];
  case CONST_STRING:
    return type == unit->basic[KIND_STRING];
  case CONST_INT:
    return type == unit->basic[KIND_INT];
  case CONST_COMPLEX:
    return type == unit->basic[KIND_COMPLEX128];
  default:
    return type == unit->basic[KIND_FLOAT64];
  }
}

EscNode *
lower_literal_value (Lower *l, const Expr *x, const ConstVal *value, Type *type)
{
  EscNode *n = node (l, ESC_LITERAL, x->pos, type);
  g_autofree char *text = NULL;
  guint64 rune;

  n->expr = x;
  /* Types decide the kind: a float constant that happens to be whole is still a float. */
  if (type_is_float (type) && value->kind == CONST_INT)
    value = const_as_float (l->package->unit->consts, value);
  else if (type_is_complex (type))
    value = const_as_complex (l->package->unit->consts, value);
  else if (type_is_integer (type) && const_is_float (value))
    value = const_as_int (l->package->unit->consts, value);
  if ((type == l->package->unit->rune_type || type->kind == KIND_UNTYPED_RUNE) && const_to_uint64 (value, &rune)
      && rune <= 0x10ffff) {
    g_autoptr (GString) quoted = g_string_new (NULL);

    lang_quote_rune (quoted, (gunichar) rune);
    n->text = arena_intern_string (l->arena, quoted->str);
    return n;
  }
  text = const_to_string (value);
  if (is_default_type (l->package->unit, value, type)) {
    n->text = arena_intern_string (l->arena, text);
  } else {
    g_autoptr (GString) typed = g_string_new (NULL);

    esc_print_type (typed, type, l->package->pkg);
    n->text = arena_printf (l->arena, "%s(%s)", typed->str, text);
  }
  return n;
}

static EscNode *
zero (Lower *l, const Expr *x, Type *type)
{
  return node (l, ESC_NIL, x->pos, type);
}

/* -- conversions ---------------------------------------------------------------------------------------------------- */

static bool
is_bytes (const Type *t, LangUnit *unit, bool runes)
{
  const Type *u = type_underlying (t);

  return u->kind == KIND_SLICE
         && type_underlying (u->slice.elem)->kind == (runes ? KIND_INT32 : KIND_UINT8);
}

static EscOp
conversion_op (Lower *l, Type *from, Type *to)
{
  LangUnit *unit = l->package->unit;

  if (type_is_interface (to)) {
    if (!type_is_interface (from))
      return ESC_CONVIFACE;
    return type_identical (from, to) || (!lower_has_itab (l, from) && !lower_has_itab (l, to)) ? ESC_CONV : ESC_CONVIFACE;
  }
  if (type_is_string (to)) {
    if (type_is_integer (from))
      return ESC_RUNESTR;
    if (is_bytes (from, unit, false))
      return ESC_BYTES2STR;
    if (is_bytes (from, unit, true))
      return ESC_RUNES2STR;
    return ESC_CONV;
  }
  if (type_is_string (from) && is_bytes (to, unit, false))
    return ESC_STR2BYTES;
  if (type_is_string (from) && is_bytes (to, unit, true))
    return ESC_STR2RUNES;
  if (type_is_kind (from, KIND_SLICE) && type_is_kind (to, KIND_ARRAY))
    return ESC_SLICE2ARR;
  if (type_is_kind (from, KIND_SLICE) && type_is_kind (to, KIND_POINTER))
    return ESC_SLICE2ARRPTR;
  return ESC_CONV;
}

EscNode *
lower_convert (Lower *l, EscNode *x, Type *to, bool implicit, Pos pos)
{
  EscNode *n;

  if (implicit && (!to || type_identical (x->type, to)))
    return x;
  n = unary (l, conversion_op (l, x->type, to), pos, to, x, implicit);
  if (n->op == ESC_BYTES2STR || n->op == ESC_RUNES2STR) {
    Type *elem = type_underlying (x->type)->slice.elem;

    /* Bytes and runes of a defined type are taken for plain ones first. */
    if (elem->kind == KIND_NAMED)
      n->x = unary (l, ESC_CONV, x->pos, n->op == ESC_BYTES2STR ? lower_slice_of (l, l->package->unit->byte_type)
                                                               : lower_slice_of (l, l->package->unit->rune_type),
                    x, false);
  }
  return n;
}

/* []rune ("text") of a constant is the slice literal of its runes. */
static EscNode *
lower_rune_literal (Lower *l, Expr *call, const Expr *text)
{
  EscNode *n = node (l, ESC_SLICELIT, text->pos, call->type);
  const char *bytes = text->value->string.bytes;

  n->expr = call;
  for (gsize i = 0; i < text->value->string.len; i++)
    if (((guchar) bytes[i] & 0xc0) != 0x80) {
      EscNode *rune = node (l, ESC_LITERAL, text->pos, l->package->unit->rune_type);

      rune->text = "rune";
      add (l, &n->list, rune);
    }
  return n;
}

static EscNode *
lower_explicit_conversion (Lower *l, Expr *call)
{
  Expr *arg = expr_unparen (call->call.args.v[0]);
  EscNode *x, *n;

  if (arg->value && arg->value->kind == CONST_STRING && is_bytes (call->type, l->package->unit, true))
    return lower_rune_literal (l, call, arg);
  if (arg->value)
    x = lower_literal_value (l, arg, arg->value, arg->type);
  else
    x = lower_expr (l, arg);
  /* The compiler positions a conversion at its operand. */
  n = lower_convert (l, x, call->type, false, call->call.args.v[0]->pos);
  n->expr = call;
  n->text = call->pattern ? esc_shape_type (l, call->pattern->type) : NULL;
  if (n->text && call->pattern->type->kind != KIND_TYPE_PARAM && call->pattern->type->kind != KIND_NAMED)
    n->text = arena_printf (l->arena, "(%s)", n->text);
  return n;
}

/* -- names and selections --------------------------------------------------------------------------------------------- */

static EscNode *
lower_object (Lower *l, Object *obj, const Expr *x)
{
  EscName *name;

  switch (obj->kind) {
  case OBJ_FUNC:
    return esc_curry (l, x, lower_func_name (l, obj)->node);
  case OBJ_VAR:
    name = lower_local (l, obj);
    if (name->class == ESC_CLASS_GLOBAL)
      return name->node;
    if (name->fn != l->fn)
      lower_capture (l, name, x->pos);
    return lower_name_node (l, name, x->pos);
  case OBJ_NIL:
    return zero (l, x, x->type);
  default:
    g_assert_not_reached ();
  }
}

/* The receiver as the method wants it. */
static EscNode *
adjust_receiver (Lower *l, EscNode *x, RecvAdjust adjust, Pos pos)
{
  switch (adjust) {
  case RECV_ADDRESS:
    return lower_address (l, x, pos);
  case RECV_DEREF:
    return lower_indirection (l, x, pos);
  default:
    return x;
  }
}

/* x.m as a value. */
static EscNode *
lower_method_value (Lower *l, Expr *x, EscNode *operand)
{
  EscNode *n = unary (l, ESC_METHVALUE, x->pos, x->type, operand, false);

  n->sym = x->selector.obj->name;
  n->method = x->selector.obj;
  n->expr = x;
  return n;
}

/* How the type of x in x.m prints, in an instance where it depends on type arguments; else NULL. */
static const char *
operand_shape (Lower *l, const Expr *selector)
{
  const Expr *pattern = selector->selector.x->pattern;

  return pattern ? esc_shape_type (l, pattern->type) : NULL;
}

static EscNode *
lower_selector (Lower *l, Expr *x)
{
  EscNode *n, *operand;
  const char *shape;

  switch (x->selector.kind) {
  case SEL_PACKAGE:
    return lower_object (l, x->selector.obj, x);
  case SEL_FIELD:
    operand = lower_expr (l, x->selector.x);
    n = unary (l, x->selector.deref ? ESC_DOTPTR : ESC_DOT, x->pos, x->type, operand, false);
    n->sym = x->selector.obj->name;
    return n;
  case SEL_METHOD:
    operand = adjust_receiver (l, lower_expr (l, x->selector.x), x->selector.adjust, x->pos);
    if (operand_shape (l, x))
      return esc_curry_method (l, x, lower_method_expr (l, x->pos, operand->type, x->selector.obj, x->selector.obj->type),
                               operand);
    n = lower_method_value (l, x, operand);
    n->callee = lower_func_name (l, x->selector.obj)->func;
    return n;
  case SEL_IFACE_METHOD:
    operand = lower_expr (l, x->selector.x);
    shape = operand_shape (l, x);
    if (shape) {
      operand = unary (l, ESC_CONV, x->pos, operand->type, operand, false);
      operand->text = shape;
    }
    return lower_method_value (l, x, operand);
  case SEL_METHOD_EXPR:
    n = lower_method_expr (l, x->pos, x->selector.recv, x->selector.obj, x->type);
    esc_dictionary_find_method (l, x, n);
    return esc_curry (l, x, n);
  default:
    g_assert_not_reached ();
  }
}

/* -- composite literals ------------------------------------------------------------------------------------------------ */

/* The key of the value that n gets next. */
static void
set_key (Lower *l, EscNode *n, Expr *key)
{
  while (n->keys.n < n->list.n)
    esc_nodes_add (l->arena, &n->keys, NULL);
  esc_nodes_add (l->arena, &n->keys, lower_expr (l, key));
}

static EscNode *
lower_composite (Lower *l, Expr *x)
{
  Type *base = x->composite.base ? x->composite.base : x->type;
  Type *u = type_underlying (base);
  EscNode *n, *pointer;
  EscOp op = u->kind == KIND_STRUCT ? ESC_STRUCTLIT : u->kind == KIND_ARRAY ? ESC_ARRAYLIT
             : u->kind == KIND_SLICE ? ESC_SLICELIT : ESC_MAPLIT;

  n = node (l, op, x->pos, base);
  n->expr = x;
  n->text = x->pattern ? esc_shape_type (l, x->pattern->composite.base ? x->pattern->composite.base : x->pattern->type)
                       : NULL;
  n->indices = x->composite.indices;
  for (int i = 0; i < x->composite.elems.n; i++) {
    Expr *elem = x->composite.elems.v[i];

    if (elem->kind == EXPR_KEY_VALUE) {
      if (op == ESC_MAPLIT) {
        add (l, &n->list, lower_expr (l, elem->key_value.key));
        add (l, &n->list2, lower_expr (l, elem->key_value.value));
        continue;
      }
      if (op != ESC_STRUCTLIT)
        set_key (l, n, elem->key_value.key);
      elem = elem->key_value.value;
    }
    add (l, &n->list, lower_expr (l, elem));
  }
  if (!x->composite.is_pointer)
    return n;
  n->expr = NULL;
  pointer = unary (l, ESC_PTRLIT, x->pos, x->type, n, false);
  pointer->expr = x;
  return pointer;
}

/* -- calls -------------------------------------------------------------------------------------------------------------- */

static bool
has_call (const EscNode *n)
{
  if (!n)
    return false;
  switch (n->op) {
  case ESC_CALLFUNC:
  case ESC_CALLINTER:
  case ESC_RECV:
    return true;
  case ESC_BUILTIN:
    return true;
  case ESC_CLOSURE:
    return false;
  default:
    break;
  }
  if (has_call (n->x) || has_call (n->y) || has_call (n->z) || has_call (n->w))
    return true;
  for (guint i = 0; i < n->list.n; i++)
    if (has_call (n->list.v[i]))
      return true;
  for (guint i = 0; i < n->list2.n; i++)
    if (has_call (n->list2.v[i]))
      return true;
  for (guint i = 0; i < n->init.n; i++)
    if (has_call (n->init.v[i]))
      return true;
  return false;
}

/* f()() becomes t := f(); t(): what is called is put into a temporary if finding it takes a call itself. */
static void
name_callee (Lower *l, EscNode *call)
{
  EscNode **place = call->op == ESC_CALLINTER ? &call->x->x : &call->x;
  EscName *temp;
  EscNode *as;

  if (!has_call (*place))
    return;
  temp = lower_temp (l, call->pos, (*place)->type);
  as = lower_assign (l, call->pos, temp->node, *place, false);
  temp->defn = as;
  add (l, &as->init, lower_dcl (l, temp));
  *place = temp->node;
  add (l, &call->init, as);
}

EscNode *
lower_spread (Lower *l, Pos pos, Expr *x)
{
  EscNode *call = lower_expr (l, x);
  EscNode *as;
  EscOp op = ESC_AS2FUNC;

  if (call->op == ESC_DOTTYPE)
    op = ESC_AS2DOTTYPE;
  else if (call->op == ESC_INDEXMAP)
    op = ESC_AS2MAPR;
  else if (call->op == ESC_RECV)
    op = ESC_AS2RECV;
  as = node (l, op, pos, NULL);
  add (l, &as->list2, call);
  return as;
}

void
lower_multi (Lower *l, Pos pos, Expr *x, Type *const *to, int n_to, EscNodes *out)
{
  EscNode *as = lower_spread (l, pos, x);
  Type *tuple = x->type;
  guint first = out->n;

  as->defines = true;
  for (int i = 0; i < tuple->tuple.vars.n; i++) {
    Type *type = tuple->tuple.vars.v[i]->type;
    EscName *temp = lower_temp (l, pos, type);
    EscNode *result = temp->node;

    add (l, &as->init, lower_dcl (l, temp));
    add (l, &as->list, temp->node);
    if (to && i < n_to && to[i] && !type_identical (type, to[i]))
      result = lower_convert (l, result, to[i], true, pos);
    add (l, out, result);
  }
  g_assert (out->n > first);
  /* The first result carries the statement; a bare name cannot, and is wrapped in a conversion to its own type. */
  if (out->v[first]->op == ESC_NAME)
    out->v[first] = unary (l, ESC_CONV, l->base_pos, out->v[first]->type, out->v[first], false);
  add (l, &out->v[first]->init, as);
}

void
lower_spread_return (Lower *l, Pos pos, EscNode *call, EscNode *ret)
{
  EscNode *as = node (l, ESC_AS2FUNC, pos, NULL);

  as->defines = true;
  add (l, &as->list2, call);
  for (guint i = 0; i < l->fn->n_results; i++) {
    EscName *temp = lower_temp (l, pos, l->fn->results[i]->type);

    add (l, &as->init, lower_dcl (l, temp));
    add (l, &as->list, temp->node);
    add (l, &ret->list, temp->node);
  }
  add (l, &ret->init, as);
}

/* The type argument i is assigned to; from n_fixed (>= 0) on they are elements of the variadic slice. A method
 * expression's receiver comes first and has its own type already. */
static Type *
param_type (const Type *sig, int n_fixed, int i)
{
  if (n_fixed >= 0 && i >= n_fixed)
    return type_underlying (sig->func.params.v[n_fixed]->type)->slice.elem;
  return i < sig->func.params.n ? sig->func.params.v[i]->type : NULL;
}

/* Arguments, one for each parameter; the variadic ones in a slice literal that prints as "... argument". */
static void
lower_arguments (Lower *l, Expr *x, EscNode *call)
{
  const Type *sig = type_underlying (x->call.sig);
  EscNodes args = { 0 };
  int n_fixed = sig->func.variadic && !x->call.has_dots ? sig->func.params.n - 1 : -1;

  if (x->call.spread) {
    Expr *arg = expr_unparen (x->call.args.v[0]);
    int n = arg->type->tuple.vars.n;
    g_autofree Type **to = g_new0 (Type *, n);

    for (int i = 0; i < n; i++)
      to[i] = param_type (sig, n_fixed, i);
    lower_multi (l, x->pos, arg, to, n, &args);
  } else {
    for (int i = 0; i < x->call.args.n; i++) {
      Expr *arg = x->call.args.v[i];

      add (l, &args, lower_convert (l, lower_expr (l, arg), param_type (sig, n_fixed, i), true, arg->pos));
    }
  }
  call->is_ddd = x->call.has_dots;
  if (n_fixed >= 0) {
    Type *slice_type = sig->func.params.v[n_fixed]->type;
    EscNode *slice;

    if ((int) args.n > n_fixed) {
      slice = node (l, ESC_SLICELIT, x->pos, slice_type);
      slice->implicit = true;
      slice->expr = x;
      for (guint i = (guint) n_fixed; i < args.n; i++)
        add (l, &slice->list, args.v[i]);
    } else {
      slice = node (l, ESC_NIL, x->pos, slice_type);
    }
    args.n = (guint) n_fixed;
    add (l, &args, slice);
    call->is_ddd = true;
  }
  for (guint i = 0; i < args.n; i++)
    add (l, &call->list, args.v[i]);
}

static EscNode *
lower_function_call (Lower *l, Expr *x)
{
  Expr *fun = expr_unparen (x->call.fun);
  EscNode *call = node (l, x->call.kind == CALL_IFACE_METHOD ? ESC_CALLINTER : ESC_CALLFUNC, x->pos, x->type);
  EscNode *recv;

  call->expr = x;
  switch (x->call.kind) {
  case CALL_METHOD:
    recv = adjust_receiver (l, lower_expr (l, fun->selector.x), fun->selector.adjust, fun->pos);
    call->x = lower_method_expr (l, fun->pos, recv->type, x->call.callee, fun->type);
    esc_dictionary_find_method (l, fun, call->x);
    add (l, &call->list, recv);
    break;
  case CALL_IFACE_METHOD:
    call->x = node (l, ESC_DOTINTER, fun->pos, fun->type);
    call->x->x = lower_expr (l, fun->selector.x);
    call->x->sym = fun->selector.obj->name;
    call->x->method = fun->selector.obj;
    break;
  case CALL_FUNC:
    call->x = lower_func_name (l, x->call.callee)->node;
    break;
  default:
    call->x = lower_expr (l, fun);
    break;
  }
  lower_arguments (l, x, call);
  if (call->op == ESC_CALLFUNC)
    esc_shape_spell_call (l, call);
  if (x->call.kind != CALL_METHOD)
    name_callee (l, call);
  return call;
}

static EscNode *
lower_make (Lower *l, Expr *x)
{
  const ExprList *args = &x->call.args;
  EscOp op = type_is_kind (x->type, KIND_SLICE) ? ESC_MAKESLICE : type_is_kind (x->type, KIND_MAP) ? ESC_MAKEMAP
             : ESC_MAKECHAN;
  EscNode *n = node (l, op, x->pos, x->type);

  n->expr = x;
  n->text = x->pattern ? esc_shape_type (l, x->pattern->type) : NULL;
  if (args->n > 1)
    n->x = lower_expr (l, args->v[1]);
  if (args->n > 2)
    n->y = lower_expr (l, args->v[2]);
  return n;
}

static EscNode *
lower_builtin (Lower *l, Expr *x)
{
  EscNode *n;

  switch (x->call.builtin) {
  case BUILTIN_MAKE:
    return lower_make (l, x);
  case BUILTIN_NEW:
    n = node (l, ESC_NEW, x->pos, x->type);
    n->expr = x;
    if (x->pattern && esc_shape_type (l, x->pattern->type))
      n->text = "<node DYNAMICTYPE>";
    return n;
  default:
    break;
  }
  n = node (l, ESC_BUILTIN, x->pos, x->type);
  n->builtin = x->call.builtin;
  n->expr = x;
  n->is_ddd = x->call.has_dots;
  if (x->call.spread) {
    lower_multi (l, x->pos, expr_unparen (x->call.args.v[0]), NULL, 0, &n->list);
    return n;
  }
  for (int i = 0; i < x->call.args.n; i++)
    add (l, &n->list, lower_expr (l, x->call.args.v[i]));
  return n;
}

/* -- operators ------------------------------------------------------------------------------------------------------------ */

/* a + b + c of strings is one operation. */
static void
flatten_concat (Lower *l, Expr *x, EscNodes *out)
{
  EscNode *n = lower_expr (l, x);

  if (n->op == ESC_ADDSTR)
    move_nodes (l, out, &n->list);
  else
    add (l, out, n);
}

static EscNode *
lower_binary (Lower *l, Expr *x)
{
  Operator op = x->binary.op;
  EscNode *n;

  if (op == OP_ADD && type_is_string (x->type)) {
    n = node (l, ESC_ADDSTR, x->pos, x->type);
    flatten_concat (l, x->binary.x, &n->list);
    flatten_concat (l, x->binary.y, &n->list);
    n->expr = x;
    return n;
  }
  n = node (l, op == OP_AND_AND || op == OP_OR_OR ? ESC_LOGICAL : ESC_BINARY, x->pos, x->type);
  n->operator = op;
  n->x = lower_expr (l, x->binary.x);
  n->y = lower_expr (l, x->binary.y);
  /* Shift counts are unsigned when constant: a << uint(1). */
  return n;
}

static EscNode *
lower_unary (Lower *l, Expr *x)
{
  EscNode *n, *operand = lower_expr (l, x->unary.x);

  switch (x->unary.op) {
  case OP_RECV:
    return unary (l, ESC_RECV, x->pos, x->type, operand, false);
  case OP_AND:
    if (operand->op == ESC_STRUCTLIT || operand->op == ESC_ARRAYLIT || operand->op == ESC_SLICELIT
        || operand->op == ESC_MAPLIT) {
      n = unary (l, ESC_PTRLIT, x->pos, x->type, operand, false);
      n->expr = x;
      return n;
    }
    return unary (l, ESC_ADDR, x->pos, x->type, operand, false);
  default:
    n = unary (l, ESC_UNARY, x->pos, x->type, operand, false);
    n->operator = x->unary.op;
    return n;
  }
}

static EscNode *
lower_index (Lower *l, Expr *x)
{
  EscNode *n, *operand = lower_expr (l, x->index.x);
  Type *u = type_underlying (operand->type);

  if (u->kind == KIND_POINTER) /* of an array */
    operand = lower_indirection (l, operand, x->pos);
  n = unary (l, u->kind == KIND_MAP ? ESC_INDEXMAP : ESC_INDEX, x->pos, x->type, operand, false);
  n->y = lower_expr (l, x->index.index);
  return n;
}

static EscNode *
lower_slice (Lower *l, Expr *x)
{
  EscNode *n, *operand = lower_expr (l, x->slice.x);

  if (type_is_kind (operand->type, KIND_ARRAY))
    operand = lower_address (l, operand, x->pos);
  n = unary (l, ESC_SLICE, x->pos, x->type, operand, false);
  n->y = lower_expr_opt (l, x->slice.lo);
  n->z = lower_expr_opt (l, x->slice.hi);
  n->w = lower_expr_opt (l, x->slice.max);
  return n;
}

EscNode *
lower_expr (Lower *l, Expr *x)
{
  const Expr *outermost = x; /* a conversion is where the parentheses around what it converts begin */
  EscNode *n;

  x = expr_unparen (x);
  if (x->value && x->kind != EXPR_CONVERT)
    return lower_literal_value (l, x, x->value, x->type);
  if (x->mode == MODE_NIL)
    return zero (l, x, x->type);
  switch (x->kind) {
  case EXPR_NAME:
    return lower_object (l, x->name.obj, x);
  case EXPR_COMPOSITE:
    return lower_composite (l, x);
  case EXPR_FUNC_LIT:
    n = node (l, ESC_CLOSURE, x->pos, x->type);
    n->expr = x;
    n->func = lower_literal (l, x->func_lit.func, n);
    return n;
  case EXPR_SELECTOR:
    return lower_selector (l, x);
  case EXPR_INDEX:
    if (x->index.is_instance)
      return lower_object (l, x->index.obj, x);
    return lower_index (l, x);
  case EXPR_SLICE:
    return lower_slice (l, x);
  case EXPR_ASSERT:
    n = unary (l, ESC_DOTTYPE, x->pos,
               x->comma_ok && x->type->kind == KIND_TUPLE ? x->type->tuple.vars.v[0]->type : x->type,
               lower_expr (l, x->assert.x), false);
    n->dynamic = lower_has_itab (l, n->x->type);
    n->comma_ok = x->comma_ok;
    return n;
  case EXPR_STAR:
    return unary (l, ESC_DEREF, x->pos, x->type, lower_expr (l, x->star.x), false);
  case EXPR_UNARY:
    return lower_unary (l, x);
  case EXPR_BINARY:
    return lower_binary (l, x);
  case EXPR_CONVERT:
    n = lower_convert (l, lower_expr (l, x->convert.x), x->type, true,
                       outermost != x ? outermost->pos : x->convert.x->pos);
    if (n->op == ESC_CONVIFACE)
      n->expr = x;
    return n;
  case EXPR_CALL:
    switch (x->call.kind) {
    case CALL_CONVERSION:
      return lower_explicit_conversion (l, x);
    case CALL_BUILTIN:
      return lower_builtin (l, x);
    default:
      return lower_function_call (l, x);
    }
  default:
    g_assert_not_reached ();
  }
}

EscNode *
lower_expr_opt (Lower *l, Expr *x)
{
  return x ? lower_expr (l, x) : NULL;
}

EscNode *
lower_place (Lower *l, Expr *x)
{
  x = expr_unparen (x);
  if (x->kind == EXPR_NAME && g_str_equal (x->name.text, "_"))
    return NULL;
  return lower_expr (l, x);
}

/* -- go and defer ---------------------------------------------------------------------------------------------------------- */

typedef struct {
  Lower *l;
  GPtrArray *operands;        /* EscNode **: places in the call to be replaced by temporaries */
} Operands;

/* Finds what must be evaluated when the go or defer statement runs. */
static void
gather_operand (Operands *o, EscNode **place)
{
  EscNode *n = *place;

  if (!n)
    return;
  switch (n->op) {
  case ESC_LITERAL:
  case ESC_NIL:
  case ESC_METHEXPR:
  case ESC_NEW:
    return;
  case ESC_NAME:
    if (n->name->class == ESC_CLASS_FUNC)
      return;
    break;
  case ESC_CONV:
    if (type_is_kind (n->type, KIND_UINTPTR) && type_is_kind (n->x->type, KIND_UNSAFE_POINTER)) {
      gather_operand (o, &n->x);
      return;
    }
    break;
  case ESC_ARRAYLIT:
  case ESC_SLICELIT:
  case ESC_STRUCTLIT:
    for (guint i = 0; i < n->list.n; i++)
      gather_operand (o, &n->list.v[i]);
    return;
  default:
    break;
  }
  g_ptr_array_add (o->operands, place);
}

static bool
takes_dictionary (const EscNode *call)
{
  return call->op == ESC_CALLFUNC && call->expr && dictionary_among_operands (call->expr);
}

static bool
takes_and_gives_nothing (const EscNode *call)
{
  const Type *sig;

  if (call->op != ESC_CALLFUNC || takes_dictionary (call))
    return false;
  sig = type_underlying (call->x->type);
  return call->x->op != ESC_METHEXPR && call->list.n == 0 && sig->func.results.n == 0;
}

/* What comes out of a dictionary is an operand as well: a method before its receiver, the dictionary itself behind it. */
static void
gather_dictionary (Operands *o, EscNode *call)
{
  Expr *fun = expr_unparen (call->expr->call.fun);
  EscNode **place = ARENA_NEW (o->l->arena, EscNode *);
  bool is_method = call->expr->call.kind == CALL_METHOD, found = is_method && dictionary_has_methods_of (fun->selector.x);
  bool behind = is_method && !found;

  *place = esc_dictionary_node (o->l, fun->pos,
                                found ? call->x->text : call->dictionary ? call->dictionary : ".dict");
  g_ptr_array_insert (o->operands, MIN (behind, (int) o->operands->len), place);
}

EscNode *
lower_go_defer_call (Lower *l, Pos pos, EscOp op, EscNode *call, EscNodes *init)
{
  g_autoptr (GPtrArray) operands = g_ptr_array_new ();
  Operands o = { .l = l, .operands = operands };
  EscFunc *wrapper;
  EscNode *closure, *outer_call, *as;
  Type *type;

  move_nodes (l, init, &call->init);
  if (takes_and_gives_nothing (call))
    return call;

  type = ARENA_NEW (l->arena, Type);
  type->kind = KIND_FUNC;
  closure = lower_own_literal (l, arena_printf (l->arena, "%s.%s", l->fn->name, op == ESC_GO ? "gowrap" : "deferwrap"),
                               pos, type);
  wrapper = closure->func;

  if (call->op == ESC_BUILTIN && call->builtin == BUILTIN_RECOVER)
    add (l, &call->list, node (l, ESC_CALLERSP, call->pos, l->package->unit->basic[KIND_UINTPTR]));
  if (call->op == ESC_CALLFUNC)
    gather_operand (&o, &call->x);
  else if (call->op == ESC_CALLINTER)
    g_ptr_array_add (operands, &call->x->x);
  for (guint i = 0; i < call->list.n; i++)
    gather_operand (&o, &call->list.v[i]);
  if (takes_dictionary (call))
    gather_dictionary (&o, call);

  if (operands->len > 0) {
    as = node (l, ESC_AS2, pos, NULL);
    for (guint i = 0; i < operands->len; i++) {
      EscNode **place = operands->pdata[i];
      bool own_pos = (*place)->op != ESC_NAME && (*place)->op != ESC_LITERAL && (*place)->op != ESC_NIL;
      EscName *temp = lower_temp (l, own_pos ? (*place)->pos : pos, (*place)->type);
      EscNode *use;

      add (l, init, lower_dcl (l, temp));
      temp->defn = as;
      add (l, &as->list, temp->node);
      add (l, &as->list2, *place);
      use = lower_name_node (l, temp, temp->pos);
      esc_nodes_add (l->arena, &wrapper->captures, use);
      *place = use;
    }
    add (l, init, as);
  }
  add (l, &wrapper->body, call);

  outer_call = node (l, ESC_CALLFUNC, call->pos, NULL);
  outer_call->x = closure;
  return outer_call;
}
