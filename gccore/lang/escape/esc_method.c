/* Methods as the compiler's IR has them: a call of one is a call of a method expression with the receiver as its first
 * argument, implicit steps to an embedded field and to or from a pointer spelled out
 * (Go 1.22 cmd/compile/internal/typecheck/subr.go, ir/expr.go). */

#include "lang/escape/esc_lower.h"

#include "lang/arena.h"

Type *
lower_pointer_to (Lower *l, Type *elem)
{
  Type *t = ARENA_NEW (l->arena, Type);

  t->kind = KIND_POINTER;
  t->pointer.elem = elem;
  return t;
}

Type *
lower_slice_of (Lower *l, Type *elem)
{
  Type *t = ARENA_NEW (l->arena, Type);

  t->kind = KIND_SLICE;
  t->slice.elem = elem;
  return t;
}

static EscNode *
step (Lower *l, EscOp op, Pos pos, Type *type, EscNode *x)
{
  EscNode *n = esc_node_new (l->arena, op, pos, type);

  n->x = x;
  n->implicit = op == ESC_ADDR || op == ESC_DEREF;
  return n;
}

EscNode *
lower_address (Lower *l, EscNode *x, Pos pos)
{
  return step (l, ESC_ADDR, pos, lower_pointer_to (l, x->type), x);
}

EscNode *
lower_indirection (Lower *l, EscNode *x, Pos pos)
{
  return step (l, ESC_DEREF, pos, type_underlying (x->type)->pointer.elem, x);
}

EscNode *
lower_field (Lower *l, EscNode *x, Pos pos, int index)
{
  Type *t = type_underlying (x->type);
  bool through_pointer = t->kind == KIND_POINTER;
  const Object *field;
  EscNode *n;

  if (through_pointer)
    t = type_underlying (t->pointer.elem);
  field = t->struct_.fields[index].var;
  n = step (l, through_pointer ? ESC_DOTPTR : ESC_DOT, pos, field->type, x);
  n->sym = field->name;
  return n;
}

EscNode *
lower_promoted (Lower *l, EscNode *x, Pos pos, const Lookup *found)
{
  for (int i = 0; i < found->n_path; i++)
    x = lower_field (l, x, pos, found->path[i]);
  return x;
}

EscNode *
lower_receiver (Lower *l, EscNode *x, Pos pos, const Object *method)
{
  bool is_pointer = type_underlying (x->type)->kind == KIND_POINTER;

  if (method->func.ptr_recv == is_pointer)
    return x;
  return method->func.ptr_recv ? lower_address (l, x, pos) : lower_indirection (l, x, pos);
}

bool
lower_has_itab (Lower *l, Type *type)
{
  return type_is_interface (type) && type_interface_methods (l->package->unit, type_underlying (type))->n > 0;
}

const char *
lower_method_text (Lower *l, const Type *recv, const char *method)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (recv->kind == KIND_POINTER)
    g_string_append_c (text, '(');
  esc_print_type (text, recv, l->package->pkg);
  if (recv->kind == KIND_POINTER)
    g_string_append_c (text, ')');
  g_string_append_printf (text, ".%s", method);
  return arena_intern_string (l->arena, text->str);
}

EscNode *
lower_method_expr (Lower *l, Pos pos, Type *recv, Object *method, Type *type)
{
  EscNode *n = esc_node_new (l->arena, ESC_METHEXPR, pos, type);

  n->text = lower_method_text (l, recv, method->name);
  n->sym = method->name;
  n->method = method;
  if (!method->func.is_iface_method)
    n->callee = lower_func_name (l, method)->func;
  return n;
}
