/* Range loops, switches, select. */

#include <string.h>

#include "lang/codegen-internal.h"

/* ---- range ---- */

/* The clause's variables for this iteration, from slots. */
static void
bind_iteration (Fn *fn, Stmt *s, int key, Type *key_type, int value, Type *value_type)
{
  if (!s->range.define && s->range.key && s->range.value && key != NO_DEST && value != NO_DEST)
    {
      cg_assign_two (fn, s->range.key, s->range.value, key_type, key, value_type, value);
      return;
    }
  if (s->range.key && key != NO_DEST)
    cg_define_or_assign (fn, s->range.key, s->range.define, key_type, key);
  if (s->range.value && value != NO_DEST)
    cg_define_or_assign (fn, s->range.value, s->range.define, value_type, value);
}

static bool
is_used (Expr *x)
{
  x = x ? expr_unparen (x) : NULL;
  return x && !(x->kind == EXPR_NAME && !x->name.obj);
}

static void
body (Fn *fn, Stmt *s, Target *t)
{
  fn->targets = t;
  cg_stmt (fn, s->range.body);
  fn->targets = t->up;
  cg_place_label (fn, t->continue_label);
}

/* i from 0 below a limit in a slot; the element, if asked for, from an indexed place. */
static void
counted (Fn *fn, Stmt *s, Target *t, int limit, const Place *element, Type *key_type)
{
  Type *int_type = fn->cg->unit->basic[KIND_INT];
  int i = cg_temp_slots (fn, 1), test = cg_label (fn), top = cg_label (fn), low;

  cg_int (fn, i, 0);
  cg_jump (fn, test);
  cg_place_label (fn, top);
  low = fn->low;
  if (element && is_used (s->range.value))
    {
      Place place = *element;
      int value;

      if (place.kind == PLACE_INDEX)
        place.index = i;
      else
        {
          int pointer = cg_temp_pointer (fn);

          cg_op (fn, VM_LEAXP, pointer, element->slot, i);
          cg_extra (fn, 0, (uint32_t) type_size (element->type));
          cg_extra (fn, 0, (uint32_t) element->offset);
          place = (Place) { .kind = PLACE_POINTER, .type = element->type, .slot = pointer };
        }
      value = cg_place_load (fn, &place, NO_DEST);
      bind_iteration (fn, s, i, int_type, value, element->type);
    }
  else
    bind_iteration (fn, s, i, key_type ? key_type : int_type, NO_DEST, NULL);
  body (fn, s, t);
  cg_release (fn, low);
  cg_op (fn, VM_ADDI, i, i, 1);
  cg_place_label (fn, test);
  fn->line = s->pos.line;
  cg_jump_compare (fn, VM_JLT, i, limit, top);
}

static void
range_int (Fn *fn, Stmt *s, Target *t)
{
  int limit = cg_temp_slots (fn, 1);

  cg_expr (fn, s->range.x, limit);
  counted (fn, s, t, limit, NULL, s->range.key_type ? s->range.key_type : s->range.x->type);
}

static void
range_slice (Fn *fn, Stmt *s, Target *t)
{
  int slice = cg_temp (fn, s->range.x->type), limit = cg_temp_slots (fn, 1);
  Place element = { .kind = PLACE_INDEX, .type = type_underlying (s->range.x->type)->slice.elem, .slot = slice };

  cg_expr (fn, s->range.x, slice);
  cg_op (fn, VM_MOV, limit, slice + 1, 0);
  counted (fn, s, t, limit, &element, NULL);
}

static void
range_array (Fn *fn, Stmt *s, Target *t)
{
  Type *u = type_underlying (s->range.x->type);
  Type *array = u->kind == KIND_POINTER ? type_underlying (u->pointer.elem) : u;
  int limit = cg_temp_slots (fn, 1), base = cg_temp_pointer (fn);
  Place element = { .kind = PLACE_POINTER, .type = array->array.elem, .slot = base, .offset = array->array.len };

  cg_int (fn, limit, array->array.len);
  if (!is_used (s->range.value))
    {
      if (u->kind == KIND_POINTER || !cg_is_addressable (s->range.x))
        {
          int low = fn->low;

          if (s->range.x->kind == EXPR_CALL || expr_unparen (s->range.x)->kind == EXPR_UNARY)
            cg_expr (fn, s->range.x, NO_DEST);
          cg_release (fn, low);
        }
      counted (fn, s, t, limit, NULL, NULL);
      return;
    }
  if (u->kind == KIND_POINTER)
    cg_expr (fn, s->range.x, base);
  else if (cg_is_addressable (s->range.x) && type_size (array) > 4096)
    cg_address (fn, s->range.x, base, true);
  else
    {
      /* The loop runs over a copy. */
      int copy = cg_temp (fn, s->range.x->type);

      cg_expr (fn, s->range.x, copy);
      cg_op (fn, VM_LEAF, base, copy, 0);
    }
  counted (fn, s, t, limit, &element, NULL);
}

static void
range_string (Fn *fn, Stmt *s, Target *t)
{
  Cg *cg = fn->cg;
  int string = cg_temp (fn, s->range.x->type), next = cg_temp_slots (fn, 1), here = cg_temp_slots (fn, 1);
  int rune = cg_temp_slots (fn, 2), test = cg_label (fn), top = cg_label (fn), low;

  cg_expr (fn, s->range.x, string);
  cg_int (fn, next, 0);
  cg_jump (fn, test);
  cg_place_label (fn, top);
  low = fn->low;
  cg_op (fn, VM_MOV, here, next, 0);
  cg_op (fn, VM_SRUNE, rune, string, next);
  cg_op (fn, VM_MOV, next, rune + 1, 0);
  bind_iteration (fn, s, here, cg->unit->basic[KIND_INT], rune, cg->unit->basic[KIND_INT32]);
  body (fn, s, t);
  cg_release (fn, low);
  cg_place_label (fn, test);
  fn->line = s->pos.line;
  cg_jump_compare (fn, VM_JLT, next, string + 1, top);
}

#define ITERATOR_SLOTS 12
#define ITERATOR_POINTERS 0x61f

static bool
same_variable (const Expr *a, const Expr *b)
{
  if (a->kind == EXPR_SELECTOR && b->kind == EXPR_SELECTOR)
    return a->selector.obj == b->selector.obj && same_variable (a->selector.x, b->selector.x);
  return a->kind == EXPR_NAME && b->kind == EXPR_NAME && a->name.obj == b->name.obj;
}

/* for k := range m { delete (m, k) }: the map is cleared at once. cmd/compile/internal/walk/range.go, isMapClear. */
static bool
clears_map (Fn *fn, const Stmt *s)
{
  const Expr *x = expr_unparen (s->range.x), *key;
  const Stmt *only;
  const Expr *call;

  if (s->range.value || !s->range.define || !s->range.key_obj || s->range.body->block.list.n != 1)
    return false;
  only = s->range.body->block.list.v[0];
  if (only->kind != STMT_EXPR)
    return false;
  call = expr_unparen (only->expr.x);
  if (call->kind != EXPR_CALL || call->call.kind != CALL_BUILTIN || call->call.builtin != BUILTIN_DELETE)
    return false;
  key = expr_unparen (call->call.args.v[1]);
  return same_variable (x, expr_unparen (call->call.args.v[0])) && key->kind == EXPR_NAME
         && key->name.obj == s->range.key_obj
         && g_array_index (fn->cg->rt_types, RtType, cg_type (fn->cg, x->type)).key_reflexive;
}

static void
range_map (Fn *fn, Stmt *s, Target *t)
{
  Type *u = type_underlying (s->range.x->type);
  int map = cg_temp (fn, s->range.x->type), it = cg_temp_slots (fn, ITERATOR_SLOTS), top = cg_label (fn), low, key, value;

  cg_expr (fn, s->range.x, map);
  if (clears_map (fn, s))
    {
      cg_op (fn, VM_MAPCLEAR, map, 0, 0);
      cg_extra (fn, 0, cg_type (fn->cg, s->range.x->type));
      return;
    }
  cg_op (fn, VM_MAPITER, it, map, 0);
  cg_extra (fn, 0, cg_type (fn->cg, s->range.x->type));
  cg_range_mask (fn, it, ITERATOR_POINTERS);
  cg_place_label (fn, top);
  cg_op (fn, VM_MAPNEXT, it, 0, 0);
  cg_extra (fn, 0, cg_type (fn->cg, s->range.x->type));
  cg_jump_compare (fn, VM_JEQI, it, 0, t->break_label);
  low = fn->low;
  key = value = NO_DEST;
  if (is_used (s->range.key))
    {
      key = cg_temp (fn, u->map.key);
      if (cg_slots (u->map.key) != 0)
        cg_load (fn, u->map.key, key, it, 0);
    }
  if (is_used (s->range.value))
    {
      value = cg_temp (fn, u->map.elem);
      if (cg_slots (u->map.elem) != 0)
        cg_load (fn, u->map.elem, value, it + 1, 0);
    }
  bind_iteration (fn, s, key, u->map.key, value, u->map.elem);
  body (fn, s, t);
  cg_release (fn, low);
  fn->line = s->pos.line;
  cg_jump (fn, top);
}

static void
range_chan (Fn *fn, Stmt *s, Target *t)
{
  Type *elem = type_underlying (s->range.x->type)->chan.elem;
  int channel = cg_temp (fn, s->range.x->type), low, value, ok;

  cg_expr (fn, s->range.x, channel);
  cg_place_label (fn, t->continue_label);
  low = fn->low;
  value = cg_temp (fn, elem);
  ok = cg_temp_slots (fn, 1);
  cg_op (fn, VM_RECV, value, ok, channel);
  cg_extra (fn, 0, cg_type (fn->cg, elem));
  cg_jump_if (fn, VM_JF, ok, t->break_label);
  if (is_used (s->range.key))
    cg_define_or_assign (fn, s->range.key, s->range.define, elem, value);
  fn->targets = t;
  cg_stmt (fn, s->range.body);
  fn->targets = t->up;
  cg_release (fn, low);
  fn->line = s->pos.line;
  cg_jump (fn, t->continue_label);
}

void
cg_range_stmt (Fn *fn, Stmt *s, Target *t)
{
  int low = fn->low;

  switch (s->range.range)
    {
    case RANGE_INT: range_int (fn, s, t); break;
    case RANGE_SLICE: range_slice (fn, s, t); break;
    case RANGE_ARRAY:
    case RANGE_ARRAY_POINTER: range_array (fn, s, t); break;
    case RANGE_STRING: range_string (fn, s, t); break;
    case RANGE_MAP: range_map (fn, s, t); break;
    case RANGE_CHAN: range_chan (fn, s, t); break;
    }
  cg_place_label (fn, t->break_label);
  cg_release (fn, low);
}

/* ---- switch ---- */

/* Bodies of a switch's clauses in order, each at its label; `end` follows them. */
static void
clause_bodies (Fn *fn, ClauseList clauses, const int *labels, int end, Target *t)
{
  int outer = fn->fallthrough_label;

  fn->targets = t;
  for (int i = 0; i < clauses.n; i++)
    {
      cg_place_label (fn, labels[i]);
      fn->fallthrough_label = i + 1 < clauses.n ? labels[i + 1] : end;
      cg_block (fn, clauses.v[i].body);
      if (i + 1 < clauses.n)
        cg_jump (fn, end);
    }
  fn->targets = t->up;
  fn->fallthrough_label = outer;
  cg_place_label (fn, end);
}

static int *
clause_labels (Fn *fn, ClauseList clauses)
{
  int *labels = CG_NEW_N (fn->cg, int, clauses.n + 1);

  for (int i = 0; i < clauses.n; i++)
    labels[i] = cg_label (fn);
  return labels;
}

static int
default_label (ClauseList clauses, const int *labels, int end)
{
  for (int i = 0; i < clauses.n; i++)
    if (clauses.v[i].is_default)
      return labels[i];
  return end;
}

static void
test_case (Fn *fn, Expr *tag, int slot, Expr *x, int label)
{
  int low = fn->low, flag, value;
  int64_t k;

  if (type_is_integer (tag->type) && cg_small_int (x, -32768, 32767, &k))
    cg_jump_compare (fn, VM_JEQI, slot, (int) k, label);
  else if (expr_unparen (x)->mode == MODE_NIL)
    cg_jump_compare (fn, VM_JEQI, slot, 0, label);
  else
    {
      Type *type = tag->type;
      Expr *inner = expr_unparen (x);

      flag = cg_temp_slots (fn, 1);
      if (type_is_interface (type) && inner->kind == EXPR_CONVERT && !type_is_interface (inner->convert.x->type))
        {
          value = cg_expr (fn, inner->convert.x, NO_DEST);
          cg_op (fn, VM_EQIT, flag, slot, value);
          cg_extra (fn, 0, cg_type (fn->cg, inner->convert.x->type));
        }
      else
        {
          int left = slot;

          value = cg_expr (fn, x, NO_DEST);
          if (type_is_interface (x->type) && !type_is_interface (type))
            {
              left = cg_temp (fn, x->type);
              cg_box (fn, type, slot, left);
              type = x->type;
            }
          cg_compare (fn, OP_EQ, type, flag, left, value);
        }
      cg_jump_if (fn, VM_JT, flag, label);
    }
  cg_release (fn, low);
}

static bool
cases_are_constant (ClauseList clauses)
{
  for (int i = 0; i < clauses.n; i++)
    for (int k = 0; k < clauses.v[i].cases.n; k++)
      if (!clauses.v[i].cases.v[k]->value)
        return false;
  return true;
}

void
cg_switch (Fn *fn, Stmt *s)
{
  ClauseList clauses = s->switch_.clauses;
  int low = fn->low, end = cg_label (fn), *labels = clause_labels (fn, clauses), slot = NO_DEST;
  Expr *tag = s->switch_.tag;
  Target t = { fn->targets, s, end, -1 };

  if (s->switch_.init)
    cg_stmt (fn, s->switch_.init);
  if (tag)
    {
      slot = cg_temp (fn, tag->type);
      /* Bytes that nothing can change meanwhile are looked at where they are (Go 1.22
       * cmd/compile/internal/walk/switch.go, walkSwitchExpr). */
      if (cases_are_constant (clauses))
        cg_string_operand (fn, tag, slot);
      else
        cg_expr (fn, tag, slot);
    }
  for (int i = 0; i < clauses.n; i++)
    for (int k = 0; k < clauses.v[i].cases.n; k++)
      {
        Expr *x = clauses.v[i].cases.v[k];

        fn->line = x->pos.line ? x->pos.line : fn->line;
        if (tag)
          test_case (fn, tag, slot, x, labels[i]);
        else
          cg_condition (fn, x, labels[i], true);
      }
  cg_jump (fn, default_label (clauses, labels, end));
  clause_bodies (fn, clauses, labels, end, &t);
  cg_release (fn, low);
}

/* ---- type switch ---- */

static bool
is_nil_case (Expr *x)
{
  return expr_unparen (x)->mode == MODE_NIL;
}

static void
test_type (Fn *fn, Expr *x, int slot, int label)
{
  int low = fn->low, flag;

  if (is_nil_case (x))
    {
      cg_jump_compare (fn, VM_JEQI, slot, 0, label);
      return;
    }
  flag = cg_temp_slots (fn, 1);
  cg_op (fn, type_is_interface (x->type) ? VM_IMPL : VM_TYPEIS, flag, slot, 0);
  cg_extra (fn, 0, cg_type (fn->cg, x->type));
  cg_jump_if (fn, VM_JT, flag, label);
  cg_release (fn, low);
}

/* The clause's variable: of the case's type if it names exactly one, else the interface. */
static void
bind_switch_variable (Fn *fn, const Clause *clause, int slot, Type *from)
{
  Object *obj = clause->var;
  int value = slot, low;
  Expr lhs = { .kind = EXPR_NAME };

  if (!obj)
    return;
  lhs.name.obj = obj;
  lhs.name.is_definition = true;
  if (type_is_interface (obj->type))
    {
      cg_define_or_assign (fn, &lhs, true, from, slot);
      return;
    }
  if (cg_var_boxed (fn, obj))
    {
      int box = cg_reserve_box (fn, obj);

      low = fn->low;
      value = cg_temp (fn, obj->type);
      cg_unbox (fn, obj->type, value, slot + 1);
      cg_new_variable (fn, obj, box);
      cg_store (fn, obj->type, box, 0, value);
      cg_release (fn, low);
    }
  else
    {
      Loc *loc = cg_reserve (fn, obj);

      cg_unbox (fn, obj->type, loc->slot, slot + 1);
    }
}

void
cg_type_switch (Fn *fn, Stmt *s)
{
  ClauseList clauses = s->type_switch.clauses;
  int low = fn->low, end = cg_label (fn), *labels = clause_labels (fn, clauses), slot;
  Expr *x = s->type_switch.tag->type_switch.x;
  Target t = { fn->targets, s, end, -1 };

  if (s->type_switch.init)
    cg_stmt (fn, s->type_switch.init);
  slot = cg_temp (fn, x->type);
  cg_expr (fn, x, slot);
  for (int i = 0; i < clauses.n; i++)
    for (int k = 0; k < clauses.v[i].cases.n; k++)
      test_type (fn, clauses.v[i].cases.v[k], slot, labels[i]);
  cg_jump (fn, default_label (clauses, labels, end));
  fn->targets = &t;
  for (int i = 0; i < clauses.n; i++)
    {
      int inner = fn->low;

      cg_place_label (fn, labels[i]);
      fn->line = clauses.v[i].pos.line;
      bind_switch_variable (fn, &clauses.v[i], slot, x->type);
      cg_block (fn, clauses.v[i].body);
      cg_release (fn, inner);
      if (i + 1 < clauses.n)
        cg_jump (fn, end);
    }
  fn->targets = t.up;
  cg_place_label (fn, end);
  cg_release (fn, low);
}

/* ---- select ---- */

static Expr *
receive_of (Stmt *comm)
{
  Expr *x = expr_unparen (comm->kind == STMT_EXPR ? comm->expr.x : comm->assign.rhs.v[0]);

  while (x->kind == EXPR_CONVERT)
    x = expr_unparen (x->convert.x);
  return x;
}

/* A select of one case is what that does (Go 1.22 cmd/compile/internal/walk/select.go, walkSelectCases). */
static void
select_only (Fn *fn, const Stmt *comm, int channel, int value, Type *elem, int ok)
{
  fn->line = comm->pos.line;
  if (comm->kind == STMT_SEND)
    cg_op (fn, VM_SEND, channel, value, 0);
  else
    cg_op (fn, VM_RECV, value, ok, channel);
  cg_extra (fn, 0, cg_type (fn->cg, elem));
}

void
cg_select (Fn *fn, Stmt *s)
{
  ClauseList clauses = s->select.clauses;
  int n = 0, low = fn->low, end = cg_label (fn), *labels = clause_labels (fn, clauses), has_default = 0, result;
  int *channels = CG_NEW_N (fn->cg, int, clauses.n + 1), *values = CG_NEW_N (fn->cg, int, clauses.n + 1);
  Type **elems = CG_NEW_N (fn->cg, Type *, clauses.n + 1);
  Target t = { fn->targets, s, end, -1 };

  result = cg_temp_slots (fn, 2);
  for (int i = 0; i < clauses.n; i++)
    {
      Stmt *comm = clauses.v[i].comm;
      Expr *channel;

      if (!comm)
        {
          has_default = 1;
          continue;
        }
      n++;
      channel = comm->kind == STMT_SEND ? comm->send.chan : receive_of (comm)->unary.x;
      elems[i] = type_underlying (channel->type)->chan.elem;
      channels[i] = cg_temp (fn, channel->type);
      cg_expr (fn, channel, channels[i]);
      values[i] = cg_temp (fn, elems[i]);
      if (comm->kind == STMT_SEND)
        cg_expr (fn, comm->send.value, values[i]);
    }
  if (n > 64)
    cg_unsupported (fn, s->pos, "a select with more than 64 cases");
  if (n == 1 && !has_default)
    select_only (fn, clauses.v[0].comm, channels[0], values[0], elems[0], result + 1);
  else
    {
      cg_op (fn, VM_SELECT, result, n, has_default);
      for (int i = 0; i < clauses.n; i++)
        if (clauses.v[i].comm)
          {
            cg_op (fn, VM_EXTRA, channels[i], values[i], clauses.v[i].comm->kind == STMT_SEND ? 1 : 2);
            cg_extra (fn, 0, cg_type (fn->cg, elems[i]));
          }
      n = 0;
      for (int i = 0; i < clauses.n; i++)
        cg_jump_compare (fn, VM_JEQI, result, clauses.v[i].comm ? n++ : -1, labels[i]);
      cg_jump (fn, end);
    }
  fn->targets = &t;
  for (int i = 0; i < clauses.n; i++)
    {
      Stmt *comm = clauses.v[i].comm;
      int inner = fn->low;

      cg_place_label (fn, labels[i]);
      if (comm && comm->kind == STMT_ASSIGN)
        {
          cg_define_or_assign (fn, comm->assign.lhs.v[0], comm->assign.define, elems[i], values[i]);
          if (comm->assign.lhs.n > 1)
            cg_define_or_assign (fn, comm->assign.lhs.v[1], comm->assign.define, fn->cg->unit->basic[KIND_BOOL],
                                 result + 1);
        }
      cg_block (fn, clauses.v[i].body);
      cg_release (fn, inner);
      cg_jump (fn, end);
    }
  fn->targets = t.up;
  cg_place_label (fn, end);
  cg_release (fn, low);
}
