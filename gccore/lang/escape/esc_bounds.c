/* "index bounds check elided": an array or constant string indexed by an expression whose range cannot leave it
 * (Go 1.22 cmd/compile/internal/walk/{expr,walk}.go walkIndexExpr, bounded). */

#include "lang/escape/esc_analyze.h"
#include "lang/escape/esc_order.h"

static bool
small_constant (const EscNode *n, gint64 *value)
{
  return n->op == ESC_LITERAL && n->expr && n->expr->value && const_to_int64 (n->expr->value, value);
}

/* Whether 0 <= n < max for every value of n. */
static bool
is_bounded (const EscNode *n, gint64 max)
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
  if (n->op == ESC_BINARY) {
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

typedef struct { EscReport *report; GPtrArray *literals; } Check;

static void
check_index (EscNode *n, gpointer data)
{
  Check *check = data;
  gint64 length, index;

  if (n->op == ESC_CLOSURE) {
    if (n->func->captures.n > 0)
      g_ptr_array_add (check->literals, n->func);
    return;
  }
  if (n->op != ESC_INDEX || small_constant (n->y, &index))
    return;
  if (type_is_kind (n->x->type, KIND_ARRAY))
    length = type_underlying (n->x->type)->array.len;
  else if (n->x->op == ESC_LITERAL && n->x->expr && n->x->expr->value && n->x->expr->value->kind == CONST_STRING)
    length = (gint64) n->x->expr->value->string.len;
  else
    return;
  if (is_bounded (n->y, length))
    esc_report_add (check->report, n->pos, "index bounds check elided");
}

void
esc_report_bounds (EscFunc *fn, EscReport *report)
{
  g_autoptr (GPtrArray) todo = g_ptr_array_new ();
  Check check = { .report = report, .literals = todo };

  /* A function's literals that capture come after it, the last one first. */
  g_ptr_array_add (todo, fn);
  while (todo->len > 0) {
    EscFunc *next = g_ptr_array_steal_index (todo, todo->len - 1);

    for (guint i = 0; i < next->body.n; i++)
      esc_for_each_node (next->body.v[i], NULL, check_index, &check);
  }
}
