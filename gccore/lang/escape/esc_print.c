/* Nodes as the compiler's messages print them (Go 1.22 cmd/compile/internal/ir/fmt.go, verb %v): the IR, not the source,
 * so implicit steps are skipped, loops are just "for loop", and parentheses come from precedence alone. */

#include "lang/escape/esc_ir.h"

#include <string.h>

enum { PREC_STATEMENT = -1, PREC_OTHER = 0, PREC_UNARY = 7, PREC_PRIMARY = 8 };

static void print_expr (GString *out, const Package *pkg, const EscNode *n, int prec);

static void
print_type (GString *out, const Package *pkg, const Type *type)
{
  esc_print_type (out, type, pkg);
}

/* The left side of an assignment; nothing stands for the blank. */
static void
print_place (GString *out, const Package *pkg, const EscNode *n)
{
  if (n)
    esc_print (out, n, pkg);
  else
    g_string_append_c (out, '_');
}

static void
print_places (GString *out, const Package *pkg, const EscNodes *list)
{
  for (guint i = 0; i < list->n; i++) {
    if (i > 0)
      g_string_append (out, ", ");
    print_place (out, pkg, list->v[i]);
  }
}

/* "a, b" of expressions or "s; t" of statements. */
static void
print_list (GString *out, const Package *pkg, const EscNodes *list, const char *separator)
{
  for (guint i = 0; i < list->n; i++) {
    if (i > 0)
      g_string_append (out, separator);
    esc_print (out, list->v[i], pkg);
  }
}

static int
precedence (const EscNode *n)
{
  switch (n->op) {
  case ESC_UNARY:
  case ESC_ADDR:
  case ESC_DEREF:
  case ESC_RECV:
    return PREC_UNARY;
  case ESC_DOTTYPE:
    return n->dynamic ? PREC_OTHER : PREC_PRIMARY;
  case ESC_TYPE:
    return n->type->kind == KIND_POINTER ? PREC_UNARY : PREC_PRIMARY;
  case ESC_BINARY:
  case ESC_LOGICAL:
    /* The grammar's levels, with room for sends between comparison and &&. */
    switch (operator_precedence (n->operator)) {
    case 5:
      return 6;
    case 4:
      return 5;
    case 3:
      return 4;
    default:
      return operator_precedence (n->operator);
    }
  case ESC_SEND:
    return 3;
  /* The compiler's table has no entry for these, which reads as the lowest precedence. */
  case ESC_ADDSTR:
  case ESC_CLOSURE:
  case ESC_PTRLIT:
  case ESC_MAKECHAN:
  case ESC_MAKEMAP:
    return PREC_OTHER;
  case ESC_BUILTIN:
    switch (n->builtin) {
    case BUILTIN_RECOVER:
    case BUILTIN_COMPLEX:
    case BUILTIN_REAL:
    case BUILTIN_IMAG:
      return PREC_OTHER;
    default:
      return PREC_PRIMARY;
    }
  default:
    return n->op >= ESC_DCL ? PREC_STATEMENT : PREC_PRIMARY;
  }
}

static const EscNode *
skip_implicit (const EscNode *n)
{
  while (n && n->implicit
         && (n->op == ESC_ADDR || n->op == ESC_DEREF || n->op == ESC_CONV || n->op == ESC_CONVIFACE))
    n = n->x;
  return n;
}

static const char *
builtin_name (BuiltinId id)
{
  static const char *const names[BUILTIN_COUNT] = {
    [BUILTIN_APPEND] = "append", [BUILTIN_CAP] = "cap", [BUILTIN_CLEAR] = "clear", [BUILTIN_CLOSE] = "close",
    [BUILTIN_COMPLEX] = "complex", [BUILTIN_COPY] = "copy", [BUILTIN_DELETE] = "delete", [BUILTIN_IMAG] = "imag",
    [BUILTIN_LEN] = "len", [BUILTIN_MAKE] = "make", [BUILTIN_MAX] = "max", [BUILTIN_MIN] = "min",
    [BUILTIN_NEW] = "new", [BUILTIN_PANIC] = "panic", [BUILTIN_PRINT] = "print", [BUILTIN_PRINTLN] = "println",
    [BUILTIN_REAL] = "real", [BUILTIN_RECOVER] = "RECOVERFP", [BUILTIN_UNSAFE_ADD] = "unsafe.Add",
    [BUILTIN_UNSAFE_SLICE] = "unsafe.Slice", [BUILTIN_UNSAFE_SLICE_DATA] = "unsafe.SliceData",
    [BUILTIN_UNSAFE_STRING] = "unsafe.String", [BUILTIN_UNSAFE_STRING_DATA] = "unsafe.StringData",
  };

  return names[id] ? names[id] : "?";
}

/* "-x"; a space keeps two of the same operator apart. */
static void
print_unary (GString *out, const Package *pkg, const char *op, const EscNode *n)
{
  g_string_append (out, op);
  if (n->x && n->x->op == n->op && (n->op != ESC_UNARY || n->x->operator == n->operator))
    g_string_append_c (out, ' ');
  print_expr (out, pkg, n->x, PREC_UNARY + 1);
}

static void
print_slice (GString *out, const Package *pkg, const EscNode *n)
{
  print_expr (out, pkg, n->x, PREC_PRIMARY);
  g_string_append_c (out, '[');
  if (n->y)
    esc_print (out, n->y, pkg);
  g_string_append_c (out, ':');
  if (n->z)
    esc_print (out, n->z, pkg);
  if (n->w) {
    g_string_append_c (out, ':');
    esc_print (out, n->w, pkg);
  }
  g_string_append_c (out, ']');
}

static void
print_conversion (GString *out, const Package *pkg, const EscNode *n)
{
  if (n->text) {
    g_string_append (out, n->text);
  } else if (type_is_named (n->type) || (n->type->kind == KIND_INTERFACE && n->type->iface.is_any)) {
    print_type (out, pkg, n->type);
  } else {
    g_string_append_c (out, '(');
    print_type (out, pkg, n->type);
    g_string_append_c (out, ')');
  }
  g_string_append_c (out, '(');
  esc_print (out, n->x, pkg);
  g_string_append_c (out, ')');
}

/* The type of what is made: in an instance, as all of the same shape share it. */
static void
print_made_type (GString *out, const Package *pkg, const EscNode *n, const Type *type)
{
  if (n->text)
    g_string_append (out, n->text);
  else
    print_type (out, pkg, type);
}

static void
print_make (GString *out, const Package *pkg, const EscNode *n)
{
  g_string_append (out, "make(");
  print_made_type (out, pkg, n, n->type);
  if (n->x) {
    g_string_append (out, ", ");
    esc_print (out, n->x, pkg);
  }
  if (n->y) {
    g_string_append (out, ", ");
    esc_print (out, n->y, pkg);
  }
  g_string_append_c (out, ')');
}

/* The dictionary of an instance comes first, of an instance's method behind the receiver. */
static void
print_arguments (GString *out, const Package *pkg, const EscNode *n)
{
  guint at = n->x && n->x->op == ESC_METHEXPR ? 1 : 0;

  for (guint i = 0; i < n->list.n || (n->dictionary && i == at); i++) {
    if (n->dictionary && i == at)
      g_string_append_printf (out, "%s%s%s", i > 0 ? ", " : "", n->dictionary, i < n->list.n ? ", " : "");
    else if (i > 0)
      g_string_append (out, ", ");
    if (i < n->list.n)
      esc_print (out, n->list.v[i], pkg);
  }
}

static void
print_call (GString *out, const Package *pkg, const EscNode *n)
{
  /* The compiler has no spelling for these. */
  if (n->op == ESC_BUILTIN
      && (n->builtin == BUILTIN_UNSAFE_STRING || n->builtin == BUILTIN_UNSAFE_STRING_DATA
          || n->builtin == BUILTIN_UNSAFE_SLICE_DATA || n->builtin == BUILTIN_RECOVER)) {
    g_string_append_printf (out, "<node %s>", builtin_name (n->builtin));
    return;
  }
  if (n->op == ESC_BUILTIN)
    g_string_append (out, builtin_name (n->builtin));
  else if (n->text)
    g_string_append (out, n->text);
  else
    print_expr (out, pkg, n->x, PREC_PRIMARY);
  g_string_append_c (out, '(');
  print_arguments (out, pkg, n);
  g_string_append (out, n->is_ddd ? "...)" : ")");
}

static void
print_composite (GString *out, const Package *pkg, const EscNode *n)
{
  if (n->implicit) {
    g_string_append (out, "... argument");
    return;
  }
  print_made_type (out, pkg, n, n->type);
  g_string_append (out, n->list.n > 0 ? "{...}" : "{}");
}

static void
print_expr (GString *out, const Package *pkg, const EscNode *n, int prec)
{
  n = skip_implicit (n);
  if (!n) {
    g_string_append (out, "<nil>");
    return;
  }
  if (prec > precedence (n)) {
    g_string_append_c (out, '(');
    esc_print (out, n, pkg);
    g_string_append_c (out, ')');
    return;
  }
  switch (n->op) {
  case ESC_NAME:
    /* A global's name is shared by the packages that use it. */
    if (n->name->class == ESC_CLASS_GLOBAL && n->name->obj && n->name->obj->pkg != pkg)
      g_string_append_printf (out, "%s.", n->name->obj->pkg->name);
    g_string_append (out, n->name->text);
    break;
  case ESC_LITERAL:
  case ESC_METHEXPR:
  case ESC_DICTIONARY:
    g_string_append (out, n->text);
    break;
  case ESC_NIL:
    g_string_append (out, "nil");
    break;
  case ESC_CALLERSP:
    g_string_append (out, "<node GETCALLERSP>");
    break;
  case ESC_TYPE:
    if (n->dynamic)
      g_string_append (out, "<node DYNAMICTYPE>");
    else
      print_type (out, pkg, n->type);
    break;
  case ESC_UNARY:
    print_unary (out, pkg, operator_text (n->operator), n);
    break;
  case ESC_RECV:
    print_unary (out, pkg, "<-", n);
    break;
  case ESC_ADDR:
    print_unary (out, pkg, "&", n);
    break;
  case ESC_DEREF:
    g_string_append_c (out, '*');
    print_expr (out, pkg, n->x, PREC_UNARY + 1);
    break;
  case ESC_BINARY:
  case ESC_LOGICAL:
    print_expr (out, pkg, n->x, precedence (n));
    g_string_append_printf (out, " %s ", operator_text (n->operator));
    print_expr (out, pkg, n->y, precedence (n) + 1);
    break;
  case ESC_ADDSTR:
    for (guint i = 0; i < n->list.n; i++) {
      if (i > 0)
        g_string_append (out, " + ");
      print_expr (out, pkg, n->list.v[i], PREC_OTHER);
    }
    break;
  case ESC_DOT:
  case ESC_DOTPTR:
  case ESC_DOTINTER:
  case ESC_METHVALUE:
    print_expr (out, pkg, n->x, PREC_PRIMARY);
    g_string_append_printf (out, ".%s", n->sym);
    break;
  case ESC_DOTTYPE:
    if (n->dynamic) {
      g_string_append (out, n->comma_ok ? "<node DYNAMICDOTTYPE2>" : "<node DYNAMICDOTTYPE>");
      break;
    }
    print_expr (out, pkg, n->x, PREC_PRIMARY);
    g_string_append (out, ".(");
    print_type (out, pkg, n->type->kind == KIND_TUPLE ? n->type->tuple.vars.v[0]->type : n->type);
    g_string_append_c (out, ')');
    break;
  case ESC_INDEX:
  case ESC_INDEXMAP:
    print_expr (out, pkg, n->x, PREC_PRIMARY);
    g_string_append_c (out, '[');
    esc_print (out, n->y, pkg);
    g_string_append_c (out, ']');
    break;
  case ESC_SLICE:
    print_slice (out, pkg, n);
    break;
  case ESC_CONV:
  case ESC_CONVIFACE:
  case ESC_SLICE2ARR:
  case ESC_SLICE2ARRPTR:
  case ESC_RUNES2STR:
  case ESC_BYTES2STR:
  case ESC_STR2RUNES:
  case ESC_STR2BYTES:
  case ESC_RUNESTR:
    print_conversion (out, pkg, n);
    break;
  case ESC_CALLFUNC:
  case ESC_CALLINTER:
  case ESC_BUILTIN:
    print_call (out, pkg, n);
    break;
  case ESC_SPTR: /* another one without a spelling */
    g_string_append (out, "<node SPTR>");
    break;
  case ESC_NEW:
    g_string_append (out, "new(");
    print_made_type (out, pkg, n, type_underlying (n->type)->pointer.elem);
    g_string_append_c (out, ')');
    break;
  case ESC_MAKESLICE:
  case ESC_MAKECHAN:
  case ESC_MAKEMAP:
    print_make (out, pkg, n);
    break;
  case ESC_PTRLIT:
    g_string_append_c (out, '&');
    esc_print (out, n->x, pkg);
    break;
  case ESC_ARRAYLIT:
  case ESC_SLICELIT:
  case ESC_STRUCTLIT:
  case ESC_MAPLIT:
    print_composite (out, pkg, n);
    break;
  case ESC_CLOSURE:
    g_string_append (out, "func literal");
    break;
  case ESC_SEND:
    print_expr (out, pkg, n->x, 3);
    g_string_append (out, " <- ");
    print_expr (out, pkg, n->y, 4);
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
print_branch (GString *out, const char *word, const EscNode *n)
{
  g_string_append (out, word);
  if (n->sym)
    g_string_append_printf (out, " %s", n->sym);
}

static void
print_if (GString *out, const Package *pkg, const EscNode *n)
{
  g_string_append (out, "if ");
  if (n->init.n == 1 && n->init.v[0]->init.n == 0) {
    esc_print (out, n->init.v[0], pkg);
    g_string_append (out, "; ");
  }
  esc_print (out, n->x, pkg);
  g_string_append (out, " { ");
  print_list (out, pkg, &n->body, "; ");
  g_string_append (out, " }");
  if (n->list2.n > 0) {
    g_string_append (out, " else { ");
    print_list (out, pkg, &n->list2, "; ");
    g_string_append (out, " }");
  }
}

static void
print_statement (GString *out, const Package *pkg, const EscNode *n)
{
  switch (n->op) {
  case ESC_DCL:
    g_string_append_printf (out, "var %s ", n->name->text);
    print_type (out, pkg, n->name->type);
    break;
  case ESC_AS:
    print_place (out, pkg, n->x);
    g_string_append (out, n->defines ? " := " : " = ");
    esc_print (out, n->y, pkg);
    break;
  case ESC_ASOP:
    esc_print (out, n->x, pkg);
    if (n->incdec) {
      g_string_append (out, n->operator == OP_ADD ? "++" : "--");
    } else {
      g_string_append_printf (out, " %s= ", operator_text (n->operator));
      esc_print (out, n->y, pkg);
    }
    break;
  case ESC_AS2:
  case ESC_AS2DOTTYPE:
  case ESC_AS2MAPR:
  case ESC_AS2RECV:
  case ESC_AS2FUNC:
    print_places (out, pkg, &n->list);
    g_string_append (out, n->defines ? " := " : " = ");
    print_list (out, pkg, &n->list2, ", ");
    break;
  case ESC_BLOCK:
    print_list (out, pkg, &n->list, "; ");
    break;
  case ESC_RETURN:
    g_string_append (out, "return ");
    print_list (out, pkg, &n->list, ", ");
    break;
  case ESC_GO:
    g_string_append (out, "go ");
    esc_print (out, n->x, pkg);
    break;
  case ESC_DEFER:
    g_string_append (out, "defer ");
    esc_print (out, n->x, pkg);
    break;
  case ESC_IF:
    print_if (out, pkg, n);
    break;
  case ESC_FOR:
  case ESC_RANGE:
    g_string_append (out, "for loop");
    break;
  case ESC_SELECT:
    g_string_append (out, "select statement");
    break;
  case ESC_SWITCH:
  case ESC_TYPESWITCH:
    g_string_append (out, "switch statement");
    break;
  case ESC_CASE:
    if (n->list.n > 0) {
      g_string_append (out, "case ");
      print_list (out, pkg, &n->list, ", ");
    } else {
      g_string_append (out, "default");
    }
    g_string_append (out, ": ");
    print_list (out, pkg, &n->body, "; ");
    break;
  case ESC_BREAK:
    print_branch (out, "break", n);
    break;
  case ESC_CONTINUE:
    print_branch (out, "continue", n);
    break;
  case ESC_GOTO:
    print_branch (out, "goto", n);
    break;
  case ESC_FALL:
    print_branch (out, "fallthrough", n);
    break;
  case ESC_LABEL:
    g_string_append_printf (out, "%s: ", n->sym);
    break;
  default:
    g_assert_not_reached ();
  }
}

void
esc_print (GString *out, const EscNode *n, const Package *pkg)
{
  if (!n)
    g_string_append (out, "<nil>");
  else if (precedence (n) == PREC_STATEMENT)
    print_statement (out, pkg, n);
  else
    print_expr (out, pkg, n, 0);
}
