/* "index bounds check elided": an array or constant string indexed by an expression whose range cannot leave it
 * (Go 1.22 cmd/compile/internal/walk/{expr,walk}.go walkIndexExpr, bounded).
 *
 * The compiler finds these after it has put every statement's evaluation in order: calls and their like are computed
 * into temporaries before the rest of the expression they are in. So their indices are reported first, and an index that
 * has become a temporary shows its type only. */

#include "lang/escape/esc_analyze.h"

static bool
small_constant (const EscNode *n, gint64 *value)
{
  return n->op == ESC_LITERAL && n->expr && n->expr->value && const_to_int64 (n->expr->value, value);
}

/* Whether 0 <= n < max for every value of n; `copy`: of n's type. */
static bool
is_bounded (const EscNode *n, gint64 max, bool copy)
{
  bool is_unsigned;
  int bits;
  gint64 v;

  if (!type_is_integer (n->type))
    return false;
  is_unsigned = type_is_unsigned (n->type);
  bits = 8 * (int) type_size (n->type);
  if (small_constant (n, &v))
    return 0 <= v && v < max;
  if (n->op == ESC_BINARY && !copy) {
    switch (n->operator) {
    case OP_AND:
      if ((small_constant (n->x, &v) || small_constant (n->y, &v)) && 0 <= v && v < max)
        return true;
      break;
    case OP_AND_NOT:
      if (small_constant (n->x, &v)) {
        if (0 <= v && v < max)
          return true;
      } else if (small_constant (n->y, &v)) {
        v = ~v;
        if (is_unsigned && bits < 64)
          v &= (gint64) ((G_GUINT64_CONSTANT (1) << bits) - 1);
        if (0 <= v && v < max)
          return true;
      }
      break;
    case OP_REM:
      if (is_unsigned && small_constant (n->y, &v) && 0 <= v && v <= max)
        return true;
      break;
    case OP_DIV:
      if (is_unsigned && small_constant (n->y, &v))
        for (; bits > 0 && v >= 2; v >>= 1)
          bits--;
      break;
    case OP_SHR:
      if (is_unsigned && small_constant (n->y, &v)) {
        if (v > bits)
          return true;
        bits -= (int) v;
      }
      break;
    default:
      break;
    }
  }
  return is_unsigned && bits <= 62 && ((gint64) 1 << bits) <= max;
}

typedef struct {
  EscReport *report;
  GPtrArray *literals;        /* EscFunc*: those met that capture something */
  GHashTable *copied;         /* EscNode*: what is a copy before the rest of its expression; look-up only */
  GHashTable *assigned;       /* EscName*: what the pairs of an assignment so far have written; look-up only */
  bool memory_written;        /* by those pairs: anything that is not a variable of its own */
  bool is_affected;           /* the answer of find_affected */
} Check;

static void check_statement (Check *check, EscNode *n);

/* -- what is computed first ----------------------------------------------------------------------------------------- */

/* What is taken out of an expression and computed into a temporary (Go 1.22 cmd/compile/internal/walk/order.go expr1). */
static bool
is_taken_out (const EscNode *n)
{
  switch (n->op) {
  case ESC_CALLFUNC:
  case ESC_CALLINTER:
  case ESC_MAKESLICE:
  case ESC_MAKEMAP:
  case ESC_MAKECHAN:
  case ESC_NEW:
  case ESC_STR2BYTES:
  case ESC_STR2RUNES:
  case ESC_RECV:
  case ESC_LOGICAL:
  case ESC_SLICE:
    return true;
  case ESC_DOTTYPE:
    return !type_is_pointer_shaped (n->type);
  case ESC_BUILTIN:
    switch (n->builtin) {
    case BUILTIN_APPEND: case BUILTIN_CAP: case BUILTIN_COMPLEX: case BUILTIN_COPY: case BUILTIN_IMAG: case BUILTIN_LEN:
    case BUILTIN_MAX: case BUILTIN_MIN: case BUILTIN_REAL: case BUILTIN_RECOVER:
      return true;
    default:
      return false;
    }
  default:
    return false;
  }
}

static bool
is_plain (const EscNode *n)
{
  return n->op == ESC_NAME || n->op == ESC_LITERAL || n->op == ESC_NIL;
}

/* Whether the operand `n` of `parent` is computed before the rest of it. */
static bool
goes_ahead (const EscNode *parent, const EscNode *n)
{
  return is_taken_out (n) || (parent->op == ESC_SLICE && n != parent->x && !is_plain (n));
}

/* Whether n can be evaluated again as it stands; what cannot is copied into a temporary first
 * (Go 1.22 cmd/compile/internal/walk/expr.go safeExpr). */
static bool
stays (const EscNode *n)
{
  switch (n->op) {
  case ESC_DOT:
  case ESC_DOTPTR:
  case ESC_DEREF:
    return stays (n->x);
  case ESC_INDEX:
  case ESC_INDEXMAP:
    return stays (n->x) && stays (n->y);
  default:
    return is_plain (n) || is_taken_out (n);
  }
}

/* -- expressions ---------------------------------------------------------------------------------------------------- */

static void
check_index (Check *check, const EscNode *n)
{
  gint64 length, index;

  if (small_constant (n->y, &index))
    return;
  if (type_is_kind (n->x->type, KIND_ARRAY))
    length = type_underlying (n->x->type)->array.len;
  else if (n->x->op == ESC_LITERAL && n->x->expr && n->x->expr->value && n->x->expr->value->kind == CONST_STRING)
    length = (gint64) n->x->expr->value->string.len;
  else
    return;
  if (is_bounded (n->y, length, g_hash_table_contains (check->copied, n->y)))
    esc_report_add (check->report, n->pos, "index bounds check elided");
}

typedef void OperandFunc (Check *check, EscNode *parent, EscNode *n);

static void
for_each_operand (Check *check, EscNode *n, OperandFunc *visit)
{
  EscNode *const operands[] = { n->x, n->y, n->z, n->w };

  for (guint i = 0; i < G_N_ELEMENTS (operands); i++)
    if (operands[i])
      visit (check, n, operands[i]);
  for (guint i = 0; i < n->list.n; i++) {
    if (n->list.v[i])
      visit (check, n, n->list.v[i]);
    if (n->op == ESC_MAPLIT)
      visit (check, n, n->list2.v[i]);
  }
  for (guint i = 0; n->op != ESC_MAPLIT && i < n->list2.n; i++)
    visit (check, n, n->list2.v[i]);
}

static void check_rest_of (Check *check, EscNode *parent, EscNode *n);

/* n without what went ahead. */
static void
check_rest (Check *check, EscNode *n)
{
  if (n->op == ESC_CLOSURE) {
    if (n->func->captures.n > 0)
      g_ptr_array_add (check->literals, n->func);
    return;
  }
  for_each_operand (check, n, check_rest_of);
  if (n->op == ESC_INDEX)
    check_index (check, n);
}

static void
check_rest_of (Check *check, EscNode *parent, EscNode *n)
{
  if (!goes_ahead (parent, n) && !g_hash_table_contains (check->copied, n))
    check_rest (check, n);
}

/* n is copied into a temporary before the expression that it is in is looked at. */
static void
check_copied (Check *check, EscNode *n)
{
  check_rest (check, n);
  g_hash_table_add (check->copied, n);
}

/* The indices in an argument of append, which are copied before the argument is looked at. */
static void
check_indices (Check *check, EscNode *n)
{
  switch (n->op) {
  case ESC_DOT:
  case ESC_DOTPTR:
  case ESC_DEREF:
    check_indices (check, n->x);
    break;
  case ESC_INDEX:
  case ESC_INDEXMAP:
    check_indices (check, n->x);
    check_indices (check, n->y);
    if (!stays (n->y))
      check_copied (check, n->y);
    break;
  default:
    break;
  }
}

static void
check_ahead (Check *check, EscNode *parent, EscNode *n)
{
  for (guint i = 0; i < n->init.n; i++)
    check_statement (check, n->init.v[i]);
  for_each_operand (check, n, check_ahead);
  if (n->op == ESC_BUILTIN && n->builtin == BUILTIN_APPEND)
    for (guint i = 0; i < n->list.n; i++)
      check_indices (check, n->list.v[i]);
  if (goes_ahead (parent, n))
    check_rest (check, n);
}

/* -- a, b = x, y (Go 1.22 cmd/compile/internal/walk/assign.go ascompatee) -------------------------------------------- */

/* Whether the variable is memory that is written to by other ways than its name. */
static bool
is_in_memory (const EscName *name)
{
  return name->class == ESC_CLASS_GLOBAL || name->heap
         || (name->obj && (name->obj->var.addr_taken || (name->obj->var.captured && !name->byval)));
}

static bool
reads_memory (const EscNode *n)
{
  switch (n->op) {
  case ESC_NAME:
    return n->name->class != ESC_CLASS_FUNC && is_in_memory (n->name);
  case ESC_BINARY:
    return operator_is_comparison (n->operator);
  case ESC_UNARY:
    return n->operator == OP_NOT;
  case ESC_LITERAL:
  case ESC_NIL:
  case ESC_CONV:
  case ESC_CONVIFACE:
  case ESC_DOT:
  case ESC_DOTTYPE:
  case ESC_LOGICAL:
    return false;
  default:
    return true;
  }
}

static void
find_affected (Check *check, EscNode *parent, EscNode *n)
{
  if (goes_ahead (parent, n))
    return;
  if ((n->op == ESC_NAME && g_hash_table_contains (check->assigned, n->name))
      || (check->memory_written && reads_memory (n)))
    check->is_affected = true;
  for_each_operand (check, n, find_affected);
}

/* What reads anything that the pairs so far have written is copied before all of them. */
static void
check_affected (Check *check, EscNode *parent, EscNode *n)
{
  check->is_affected = false;
  find_affected (check, parent, n);
  if (check->is_affected && !goes_ahead (parent, n))
    check_copied (check, n);
}

static void
check_pair (Check *check, EscNode *as, EscNode *dst, EscNode *src)
{
  EscNode *place = dst;

  while (place && (place->op == ESC_DOT || (place->op == ESC_INDEX && type_is_kind (place->x->type, KIND_ARRAY)))) {
    if (place->op == ESC_INDEX)
      check_affected (check, place, place->y);
    place = place->x;
  }
  if (place && place->op != ESC_NAME)
    for_each_operand (check, place, check_affected);
  check_affected (check, as, src);
  if (dst)
    check_rest_of (check, as, dst);
  check_rest_of (check, as, src);
  if (place && place->op == ESC_NAME && !is_in_memory (place->name))
    g_hash_table_add (check->assigned, place->name);
  else if (place)
    check->memory_written = true;
}

static void
check_pairs (Check *check, EscNode *as)
{
  for_each_operand (check, as, check_ahead);
  for (guint i = 0; i < as->list.n; i++)
    check_pair (check, as, as->list.v[i], as->list2.v[i]);
  g_hash_table_remove_all (check->assigned);
  check->memory_written = false;
}

/* -- statements ----------------------------------------------------------------------------------------------------- */

static void
check_list (Check *check, const EscNodes *list)
{
  for (guint i = 0; i < list->n; i++)
    check_statement (check, list->v[i]);
}

/* An expression of a statement or clause. */
static void
check_whole (Check *check, EscNode *parent, EscNode *n)
{
  if (!n)
    return;
  check_ahead (check, parent, n);
  check_rest_of (check, parent, n);
}

/* m[k] = v computes v before the place; of m[k] = append (m[k], v...) each v. */
static void
check_map_assign (Check *check, EscNode *n)
{
  bool appends = n->y->op == ESC_BUILTIN && n->y->builtin == BUILTIN_APPEND;

  check_ahead (check, n, n->x);
  if (!appends)
    check_whole (check, n, n->y);
  for (guint i = 1; appends && i < n->y->list.n; i++)
    check_whole (check, n->y, n->y->list.v[i]);
  check_rest (check, n->x);
}

static void
check_clause (Check *check, EscNode *clause)
{
  for (guint i = 0; i < clause->list.n; i++)
    check_whole (check, clause, clause->list.v[i]);
  if (clause->x)
    check_statement (check, clause->x);
  check_list (check, &clause->body);
}

static void
check_statement (Check *check, EscNode *n)
{
  check_list (check, &n->init);
  switch (n->op) {
  case ESC_BLOCK:
    check_list (check, &n->list);
    break;
  case ESC_IF:
    check_whole (check, n, n->x);
    check_list (check, &n->body);
    check_list (check, &n->list2);
    break;
  case ESC_FOR:
    check_whole (check, n, n->x);
    if (n->y)
      check_statement (check, n->y);
    check_list (check, &n->body);
    break;
  case ESC_RANGE:
    check_whole (check, n, n->z);
    check_whole (check, n, n->x);
    check_whole (check, n, n->y);
    check_list (check, &n->body);
    break;
  case ESC_SWITCH:
  case ESC_TYPESWITCH:
  case ESC_SELECT:
    check_whole (check, n, n->x);
    for (guint i = 0; i < n->list.n; i++)
      check_clause (check, n->list.v[i]);
    break;
  case ESC_AS2:
    check_pairs (check, n);
    break;
  case ESC_AS:
  case ESC_ASOP:
    if (n->x && n->x->op == ESC_INDEXMAP && n->y) {
      check_map_assign (check, n);
      break;
    }
    G_GNUC_FALLTHROUGH;
  default:
    for_each_operand (check, n, check_ahead);
    for_each_operand (check, n, check_rest_of);
    break;
  }
}

void
esc_report_bounds (EscFunc *fn, EscReport *report)
{
  g_autoptr (GPtrArray) todo = g_ptr_array_new ();
  g_autoptr (GHashTable) copied = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) assigned = g_hash_table_new (NULL, NULL);
  Check check = { .report = report, .literals = todo, .copied = copied, .assigned = assigned };

  /* A function's literals that capture come after it, the last one first. */
  g_ptr_array_add (todo, fn);
  while (todo->len > 0) {
    EscFunc *next = g_ptr_array_steal_index (todo, todo->len - 1);

    check_list (&check, &next->body);
  }
}
