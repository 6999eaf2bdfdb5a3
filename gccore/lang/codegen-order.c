/* The order in which the operands of one expression or statement are computed.
 *
 * The language fixes the order of calls, receives and the like among each other, not when a variable beside them is read
 * or an object beside them is allocated. The Go compiler first takes what acts out of the whole statement, from left to
 * right, each result into a temporary, and computes the rest afterwards: `n + f ()` reads n when f has returned, and
 * &T{f ()} allocates then. cmd/compile/internal/walk/order.go (expr1) names what is taken out. Slices and
 * assertions are among that, so `s[i], s[j:]` panics of j first.
 *
 * Most operands cannot tell the difference; they are left where they are, which needs no temporaries. */

#include "lang/codegen-internal.h"

#define SLOT_BIAS 100000

typedef bool (*Test) (Fn *fn, Expr *x);

void
cg_settle (Fn *fn, Expr *x, int slot)
{
  g_hash_table_insert (fn->settled, expr_unparen (x), GINT_TO_POINTER (slot + SLOT_BIAS));
}

bool
cg_settled (Fn *fn, Expr *x, int *slot)
{
  gpointer found = g_hash_table_size (fn->settled) ? g_hash_table_lookup (fn->settled, x) : NULL;

  if (found)
    *slot = GPOINTER_TO_INT (found) - SLOT_BIAS;
  return found != NULL;
}

static gboolean
is_below (gpointer x, gpointer slot, gpointer low)
{
  (void) x;
  return GPOINTER_TO_INT (slot) - SLOT_BIAS < *(int *) low;
}

void
cg_forget_settled (Fn *fn, int low)
{
  if (g_hash_table_size (fn->settled) > 0)
    g_hash_table_foreach_remove (fn->settled, is_below, &low);
}

static bool
is_settled (Fn *fn, Expr *x)
{
  int slot;

  return cg_settled (fn, x, &slot);
}

static bool
any_of (Fn *fn, ExprList list, Test test)
{
  for (int i = 0; i < list.n; i++)
    if (list.v[i] && test (fn, list.v[i]))
      return true;
  return false;
}

/* What an expression is computed from, in the order of the source. `room` holds up to four; longer lists are the node's
 * own. */
static ExprList
operands (Expr *x, Expr *room[4])
{
  ExprList list = { room, 0 };

  switch (x->kind)
    {
    case EXPR_COMPOSITE:
      return x->composite.elems;
    case EXPR_KEY_VALUE: /* of a struct or an array the key is a name or a constant */
      room[list.n++] = x->key_value.key;
      room[list.n++] = x->key_value.value;
      break;
    case EXPR_SELECTOR:
      if (x->selector.kind != SEL_PACKAGE && x->selector.kind != SEL_METHOD_EXPR)
        room[list.n++] = x->selector.x;
      break;
    case EXPR_INDEX:
      if (!x->index.is_instance)
        {
          room[list.n++] = x->index.x;
          room[list.n++] = x->index.index;
        }
      break;
    case EXPR_SLICE:
      room[list.n++] = x->slice.x;
      room[list.n++] = x->slice.lo;
      room[list.n++] = x->slice.hi;
      room[list.n++] = x->slice.max;
      break;
    case EXPR_ASSERT:
      room[list.n++] = x->assert.x;
      break;
    case EXPR_STAR:
      room[list.n++] = x->star.x;
      break;
    case EXPR_UNARY:
      room[list.n++] = x->unary.x;
      break;
    case EXPR_BINARY:
      room[list.n++] = x->binary.x;
      room[list.n++] = x->binary.y;
      break;
    case EXPR_CONVERT:
      room[list.n++] = x->convert.x;
      break;
    case EXPR_CALL:
      return x->call.args;
    default:
      break;
    }
  return list;
}

static bool
is_leaf (Fn *fn, Expr *x)
{
  return x->value || x->mode == MODE_NIL || x->mode == MODE_TYPE || is_settled (fn, x);
}

static bool
is_logical (Expr *x)
{
  return x->kind == EXPR_BINARY && (x->binary.op == OP_AND_AND || x->binary.op == OP_OR_OR);
}

/* Whether x is taken out and may panic of its own. */
static bool
may_panic_early (const Expr *x)
{
  return (x->kind == EXPR_SLICE && (x->slice.lo || x->slice.hi)) || (x->kind == EXPR_ASSERT && !x->comma_ok);
}

/* Whether x may panic of its own where it is left. */
static bool
may_panic_late (const Expr *x)
{
  return (x->kind == EXPR_INDEX && !x->index.is_instance
          && !(x->index.index->value && type_is_kind (x->index.x->type, KIND_ARRAY)))
         || (x->kind == EXPR_BINARY && (x->binary.op == OP_DIV || x->binary.op == OP_REM) && !x->binary.y->value);
}

/* Whether computing x may change what others read, or panics before they would, by itself or in a part of it. */
static bool
acts (Fn *fn, Expr *x)
{
  Expr *room[4];

  x = expr_unparen (x);
  if (is_leaf (fn, x))
    return false;
  if (x->kind == EXPR_CALL && x->call.kind != CALL_CONVERSION)
    {
      if (x->call.kind != CALL_BUILTIN || x->call.builtin == BUILTIN_APPEND || x->call.builtin == BUILTIN_COPY
          || x->call.builtin == BUILTIN_RECOVER)
        return true;
    }
  if ((x->kind == EXPR_UNARY && x->unary.op == OP_RECV) || may_panic_early (x))
    return true;
  return any_of (fn, operands (x, room), acts);
}

/* Whether x is taken out as it is: its value is that of its turn, even if what it is read from changes later. */
static bool
is_taken_out (Expr *x)
{
  switch (x->kind)
    {
    case EXPR_CALL:
      if (x->call.kind == CALL_CONVERSION)
        return type_is_kind (x->type, KIND_SLICE) && !type_is_kind (x->call.args.v[0]->type, KIND_SLICE);
      return x->call.kind != CALL_BUILTIN
             || x->call.builtin < BUILTIN_UNSAFE_ADD || x->call.builtin > BUILTIN_UNSAFE_STRING_DATA;
    case EXPR_UNARY:
      return x->unary.op == OP_RECV;
    case EXPR_ASSERT:
    case EXPR_SLICE:
      return true;
    default:
      return is_logical (x) || (x->kind == EXPR_COMPOSITE && type_is_kind (x->composite.base, KIND_MAP));
    }
}

static bool
is_length (Expr *x)
{
  return x->kind == EXPR_CALL && x->call.kind == CALL_BUILTIN
         && (x->call.builtin == BUILTIN_LEN || x->call.builtin == BUILTIN_CAP);
}

/* Whether a name is that of a variable which others may change while this statement is computed. */
static bool
is_shared (Fn *fn, Object *obj)
{
  const Loc *loc;

  if (!obj || obj->kind != OBJ_VAR)
    return false;
  if (obj->var.kind == VAR_GLOBAL)
    return true;
  loc = cg_loc (fn, obj);
  return loc && loc->kind != LOC_SLOT;
}

/* Whether it could be told that x is computed after something that acts: it reads what may change, allocates or
 * panics. */
static bool
is_late (Fn *fn, Expr *x)
{
  Expr *room[4];

  x = expr_unparen (x);
  if (is_leaf (fn, x) || (is_taken_out (x) && !is_length (x)))
    return false;
  if (may_panic_late (x))
    return true;
  switch (x->kind)
    {
    case EXPR_NAME:
      return is_shared (fn, x->name.obj);
    case EXPR_STAR:
      return true;
    case EXPR_SELECTOR:
      if (x->selector.kind == SEL_PACKAGE)
        return is_shared (fn, x->selector.obj);
      if (x->selector.kind != SEL_FIELD || x->selector.deref)
        return x->selector.kind != SEL_METHOD_EXPR;
      break;
    case EXPR_INDEX:
      if (x->index.is_instance)
        return false;
      if (!type_is_kind (x->index.x->type, KIND_ARRAY) && !type_is_kind (x->index.x->type, KIND_STRING))
        return true;
      break;
    case EXPR_COMPOSITE:
      if (x->composite.is_pointer || type_is_kind (x->composite.base, KIND_SLICE))
        return true;
      break;
    case EXPR_FUNC_LIT:
      return x->func_lit.func->captures.n > 0;
    case EXPR_UNARY:
      if (x->unary.op == OP_AND && expr_unparen (x->unary.x)->kind == EXPR_COMPOSITE)
        return true;
      break;
    case EXPR_BINARY:
      if (x->binary.op == OP_ADD && type_is_kind (x->type, KIND_STRING))
        return true;
      break;
    case EXPR_CALL:
      if (x->call.kind == CALL_CONVERSION && type_is_kind (x->type, KIND_STRING))
        return true;
      break;
    case EXPR_CONVERT:
      if (!type_is_interface (x->convert.x->type) && !expr_unparen (x->convert.x)->value)
        return true;
      break;
    default:
      break;
    }
  return any_of (fn, operands (x, room), is_late);
}

/* Computes what is taken out of x, in its turn, and remembers where it is. */
static void
take_out (Fn *fn, Expr *x)
{
  Expr *room[4];
  ExprList list;

  x = expr_unparen (x);
  if (is_leaf (fn, x))
    return;
  if (is_taken_out (x))
    {
      /* A length is a word of its variable: it is copied, or it would change with it. */
      cg_settle (fn, x, cg_expr (fn, x, is_length (x) ? cg_temp (fn, x->type) : NO_DEST));
      return;
    }
  list = operands (x, room);
  for (int i = 0; i < list.n; i++)
    if (list.v[i])
      take_out (fn, list.v[i]);
}

void
cg_order_list (Fn *fn, Expr *first, ExprList rest, bool late)
{
  int last = rest.n - 1;

  while (last >= 0 && !(rest.v[last] && acts (fn, rest.v[last])))
    last--;
  if (last < 0 && !(late && first && acts (fn, first)))
    return;
  late = late || (first && is_late (fn, first));
  for (int i = 0; i < last && !late; i++)
    late = rest.v[i] && is_late (fn, rest.v[i]);
  if (!late)
    return;
  if (first)
    take_out (fn, first);
  for (int i = 0; i <= last; i++)
    if (rest.v[i])
      take_out (fn, rest.v[i]);
}

void
cg_order (Fn *fn, Expr *a, Expr *b)
{
  cg_order_list (fn, a, (ExprList) { &b, 1 }, false);
}

void
cg_order_bounds (Fn *fn, Expr *base, ExprList bounds)
{
  int last = bounds.n - 1;

  while (last >= 0 && !(bounds.v[last] && acts (fn, bounds.v[last])))
    last--;
  if (last < 0)
    return;
  take_out (fn, base);
  for (int i = 0; i <= last; i++)
    {
      Expr *bound = bounds.v[i] ? expr_unparen (bounds.v[i]) : NULL;

      if (bound && bound->kind != EXPR_NAME && !is_leaf (fn, bound))
        cg_settle (fn, bound, cg_expr (fn, bound, cg_temp (fn, bound->type)));
    }
}
