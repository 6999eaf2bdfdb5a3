/* Statements, but for range, switch and select. */

#include <string.h>

#include "lang/codegen-internal.h"

static bool
is_blank (Expr *x)
{
  x = expr_unparen (x);
  return x->kind == EXPR_NAME && !x->name.obj;
}

static bool
defines (Expr *lhs, bool define)
{
  return define && lhs->kind == EXPR_NAME && lhs->name.is_definition && lhs->name.obj;
}

/* Gives a new variable the value in src (of type `from`), or what `value` evaluates to. */
static void
define_variable (Fn *fn, Object *obj, Expr *value, Type *from, int src)
{
  if (value && cg_is_far_value (fn, obj->type))
    cg_define_far (fn, obj, value);
  else if (cg_var_boxed (fn, obj))
    {
      int box = cg_reserve_box (fn, obj), low = fn->low;

      if (value)
        {
          src = cg_expr (fn, value, NO_DEST);
          from = value->type;
        }
      if (from && !type_identical (from, obj->type) && type_is_interface (obj->type) && !type_is_interface (from))
        {
          int boxed = cg_temp (fn, obj->type);

          cg_convert_value (fn, from, obj->type, src, boxed);
          src = boxed;
        }
      cg_new_variable (fn, obj, box);
      cg_store (fn, obj->type, box, 0, src);
      cg_release (fn, low);
    }
  else
    {
      Loc *loc = cg_reserve (fn, obj);
      int low = fn->low, slot = loc->slot;

      if (value)
        cg_expr (fn, value, slot);
      else
        cg_convert_value (fn, from, obj->type, src, slot);
      cg_release (fn, low);
    }
}

/* One destination of a tuple or of a range clause. */
void
cg_define_or_assign (Fn *fn, Expr *lhs, bool define, Type *from, int src)
{
  Place place;
  int low;

  if (!lhs || is_blank (lhs))
    return;
  if (defines (lhs, define))
    {
      define_variable (fn, lhs->name.obj, NULL, from, src);
      return;
    }
  low = fn->low;
  place = cg_place (fn, lhs);
  if (type_is_interface (place.type) && !type_is_interface (from))
    {
      int boxed = cg_temp (fn, place.type);

      cg_convert_value (fn, from, place.type, src, boxed);
      src = boxed;
    }
  cg_place_store (fn, &place, src);
  cg_release (fn, low);
}

/* ---- assignment ---- */

/* Copies what a place is named by, if that is a variable which another store of the same statement may change. */
static void
pin (Fn *fn, Place *place, int low)
{
  int copy;

  if (place->kind != PLACE_POINTER && place->kind != PLACE_INDEX && place->kind != PLACE_MAP)
    return;
  if (place->slot >= low)
    {
      if (place->kind == PLACE_INDEX)
        {
          copy = cg_temp_slots (fn, 3);
          cg_range_pointer (fn, copy);
          cg_op (fn, VM_MOV2, copy, place->slot, 0);
        }
      else
        {
          copy = cg_temp_pointer (fn);
          cg_op (fn, VM_MOV, copy, place->slot, 0);
        }
      place->slot = copy;
    }
  if (place->kind == PLACE_INDEX && place->index >= low)
    {
      copy = cg_temp_slots (fn, 1);
      cg_op (fn, VM_MOV, copy, place->index, 0);
      place->index = copy;
    }
}

static void
assign_op (Fn *fn, Stmt *s)
{
  Expr *lhs = s->assign.lhs.v[0], *rhs = s->assign.rhs.v[0];
  int low = fn->low, current, value, result;
  Place place;
  Type *type = lhs->type;
  bool in_map;

  cg_order (fn, lhs, rhs);
  place = cg_place (fn, lhs);

  /* A call on the right may change the variables that the place is named by. */
  if (!rhs->value && expr_unparen (rhs)->kind != EXPR_NAME)
    pin (fn, &place, low);

  /* The element of a map is found or made when the other operand is there; a division that fails makes none (Go 1.22
   * cmd/compile/internal/walk/order.go, OASOP, safeMapRHS). */
  in_map = place.kind == PLACE_MAP && s->assign.op != OP_DIV && s->assign.op != OP_REM;
  if (in_map && !rhs->value)
    cg_settle (fn, rhs, cg_expr (fn, rhs, NO_DEST));
  if (cg_kind (type) == GCKIND_STRING)
    {
      cg_append_text (fn, &place, rhs);
      cg_release (fn, low);
      return;
    }
  if (in_map)
    place = cg_place_settled (fn, &place); /* once */
  current = cg_place_load (fn, &place, NO_DEST);
  result = place.kind == PLACE_SLOT ? place.slot : cg_temp (fn, type);
  if (!cg_immediate (fn, s->assign.op, type, result, current, rhs))
    {
      value = cg_expr (fn, rhs, NO_DEST);
      cg_binary_op (fn, s->assign.op, type, result, current, value, rhs);
    }
  if (result != place.slot || place.kind != PLACE_SLOT)
    cg_place_store (fn, &place, result);
  cg_release (fn, low);
}

static void
assign_one (Fn *fn, Expr *lhs, Expr *rhs, bool define)
{
  int low, src;
  Place place;

  if (defines (lhs, define))
    {
      define_variable (fn, lhs->name.obj, rhs, NULL, 0);
      return;
    }
  low = fn->low;
  if (is_blank (lhs))
    {
      if (!rhs->value && rhs->mode != MODE_NIL)
        cg_expr (fn, rhs, NO_DEST);
      cg_release (fn, low);
      return;
    }
  if (expr_unparen (lhs)->kind != EXPR_NAME)
    cg_order (fn, lhs, rhs);
  place = cg_place (fn, lhs);
  if (cg_is_far_value (fn, place.type))
    cg_store_far (fn, &place, rhs);
  else if (place.kind == PLACE_SLOT || (place.kind == PLACE_FRAME && place.offset % 8 == 0 && !cg_is_scalar (place.type)
                                   && type_size (place.type) % 8 == 0))
    cg_expr (fn, rhs, place.slot + (int) (place.offset / 8));
  else
    {
      src = cg_expr (fn, rhs, NO_DEST);
      cg_place_store (fn, &place, src);
    }
  cg_release (fn, low);
}

/* What is taken out of both sides of an assignment. */
static void
order_assignment (Fn *fn, ExprList lhs, ExprList rhs)
{
  ExprList all = { CG_NEW_N (fn->cg, Expr *, lhs.n + rhs.n), 0 };

  for (int i = 0; i < lhs.n; i++)
    if (expr_unparen (lhs.v[i])->kind != EXPR_NAME)
      all.v[all.n++] = lhs.v[i];
  for (int i = 0; i < rhs.n; i++)
    all.v[all.n++] = rhs.v[i];
  cg_order_list (fn, NULL, all, false);
}

static void
assign_pairs (Fn *fn, ExprList lhs, ExprList rhs, bool define)
{
  int n = lhs.n, start = fn->low, low;
  Place *places = CG_NEW_N (fn->cg, Place, n);
  int *values = CG_NEW_N (fn->cg, int, n);

  /* New variables get their slots first, below them come the temporaries. */
  for (int i = 0; i < n; i++)
    if (defines (lhs.v[i], define))
      {
        if (cg_var_boxed (fn, lhs.v[i]->name.obj))
          cg_reserve_box (fn, lhs.v[i]->name.obj);
        else
          cg_reserve (fn, lhs.v[i]->name.obj);
      }
  low = fn->low;
  order_assignment (fn, lhs, rhs);
  for (int i = 0; i < n; i++)
    if (!is_blank (lhs.v[i]) && !defines (lhs.v[i], define))
      {
        places[i] = cg_place (fn, lhs.v[i]);
        pin (fn, &places[i], start);
      }
  for (int i = 0; i < n; i++)
    {
      values[i] = cg_temp (fn, rhs.v[i]->type);
      cg_expr (fn, rhs.v[i], values[i]);
    }
  for (int i = 0; i < n; i++)
    if (defines (lhs.v[i], define))
      {
        Object *obj = lhs.v[i]->name.obj;
        Loc *loc = cg_loc (fn, obj);

        if (loc->kind == LOC_BOX)
          {
            cg_new_variable (fn, obj, loc->slot);
            cg_store (fn, obj->type, loc->slot, 0, values[i]);
          }
        else
          cg_move (fn, obj->type, loc->slot, values[i]);
      }
    else if (!is_blank (lhs.v[i]))
      cg_place_store (fn, &places[i], values[i]);
  cg_release (fn, low);
}

/* a, b = f () and v, ok = ...: places first, then the values, then the stores from left to right. */
static void
assign_tuple (Fn *fn, ExprList lhs, Expr *rhs, bool define, AssignForm form)
{
  int n = lhs.n, start = fn->low, low, from;
  Type **types = CG_NEW_N (fn->cg, Type *, n);
  int *values = CG_NEW_N (fn->cg, int, n);
  Place *places = CG_NEW_N (fn->cg, Place, n);

  for (int i = 0; i < n; i++)
    if (defines (lhs.v[i], define))
      {
        if (cg_var_boxed (fn, lhs.v[i]->name.obj))
          cg_reserve_box (fn, lhs.v[i]->name.obj);
        else
          cg_reserve (fn, lhs.v[i]->name.obj);
      }
  low = fn->low;
  if (form != ASSIGN_COMMA_OK)
    order_assignment (fn, lhs, (ExprList) { &rhs, 1 });
  for (int i = 0; i < n; i++)
    if (!is_blank (lhs.v[i]) && !defines (lhs.v[i], define))
      {
        places[i] = cg_place (fn, lhs.v[i]);
        pin (fn, &places[i], start);
      }
  if (form == ASSIGN_COMMA_OK)
    {
      Type *tuple = rhs->type;

      types[0] = tuple->kind == KIND_TUPLE ? tuple->tuple.vars.v[0]->type : tuple;
      types[1] = fn->cg->unit->basic[KIND_BOOL];
      values[0] = cg_temp (fn, types[0]);
      values[1] = cg_temp_slots (fn, 1);
      cg_comma_ok (fn, rhs, values[0], values[1]);
    }
  else
    {
      from = cg_expr (fn, rhs, NO_DEST);
      for (int i = 0; i < n; i++)
        {
          types[i] = rhs->type->tuple.vars.v[i]->type;
          values[i] = from;
          from += (int) cg_slots (types[i]);
        }
    }
  for (int i = 0; i < n; i++)
    if (!is_blank (lhs.v[i]))
      {
        bool defined = defines (lhs.v[i], define);
        Object *obj = defined ? lhs.v[i]->name.obj : NULL;
        Type *type = defined ? obj->type : places[i].type;
        int inner = fn->low, value = values[i];

        if (type_is_interface (type) && !type_is_interface (types[i]))
          {
            value = cg_temp (fn, type);
            cg_convert_value (fn, types[i], type, values[i], value);
          }
        if (!defined)
          cg_place_store (fn, &places[i], value);
        else if (cg_loc (fn, obj)->kind == LOC_BOX)
          {
            cg_new_variable (fn, obj, cg_loc (fn, obj)->slot);
            cg_store (fn, type, cg_loc (fn, obj)->slot, 0, value);
          }
        else
          cg_move (fn, type, cg_loc (fn, obj)->slot, value);
        cg_release (fn, inner);
      }
  cg_release (fn, low);
}

/* key, value = of a range clause that assigns to both: places before stores. */
void
cg_assign_two (Fn *fn, Expr *a, Expr *b, Type *a_type, int a_slot, Type *b_type, int b_slot)
{
  int low = fn->low;
  Place places[2];
  Expr *lhs[2] = { a, b };
  Type *types[2] = { a_type, b_type };
  int slots[2] = { a_slot, b_slot };

  for (int i = 0; i < 2; i++)
    {
      places[i] = cg_place (fn, lhs[i]);
      pin (fn, &places[i], low);
    }
  for (int i = 0; i < 2; i++)
    {
      int value = slots[i];

      if (places[i].kind == PLACE_BLANK)
        continue;
      if (type_is_interface (places[i].type) && !type_is_interface (types[i]))
        {
          value = cg_temp (fn, places[i].type);
          cg_convert_value (fn, types[i], places[i].type, slots[i], value);
        }
      cg_place_store (fn, &places[i], value);
    }
  cg_release (fn, low);
}

static void
assign (Fn *fn, ExprList lhs, ExprList rhs, bool define, AssignForm form)
{
  if (form != ASSIGN_PAIRS)
    assign_tuple (fn, lhs, rhs.v[0], define, form);
  else if (lhs.n == 1)
    assign_one (fn, lhs.v[0], rhs.v[0], define);
  else
    assign_pairs (fn, lhs, rhs, define);
}

static void
declare_vars (Fn *fn, Decl *decl)
{
  ExprList names = decl->var.names;

  if (decl->var.values.n == 0)
    {
      for (int i = 0; i < names.n; i++)
        if (names.v[i]->name.obj)
          cg_declare (fn, names.v[i]->name.obj, true);
      return;
    }
  /* In a declaration every name but _ is new. */
  for (int i = 0; i < names.n; i++)
    names.v[i]->name.is_definition = names.v[i]->name.obj != NULL;
  assign (fn, names, decl->var.values, true, decl->var.form);
}

/* ---- branches ---- */

static Target *
find_target (Fn *fn, const Stmt *stmt, bool loop)
{
  for (Target *t = fn->targets; t; t = t->up)
    if (stmt ? t->stmt == stmt : !loop || t->continue_label >= 0)
      return t;
  return NULL;
}

static int
goto_label (Fn *fn, Stmt *labeled)
{
  gpointer found = g_hash_table_lookup (fn->goto_labels, labeled);

  if (!found)
    {
      found = GINT_TO_POINTER (cg_label (fn) + 1);
      g_hash_table_insert (fn->goto_labels, labeled, found);
    }
  return GPOINTER_TO_INT (found) - 1;
}

static void
branch (Fn *fn, Stmt *s)
{
  Target *t;

  switch (s->branch.kind)
    {
    case BRANCH_GOTO:
      cg_jump (fn, goto_label (fn, s->branch.target));
      break;
    case BRANCH_FALLTHROUGH:
      cg_jump (fn, fn->fallthrough_label);
      break;
    case BRANCH_BREAK:
      t = find_target (fn, s->branch.target, false);
      cg_jump (fn, t->break_label);
      break;
    case BRANCH_CONTINUE:
      t = find_target (fn, s->branch.target, true);
      cg_jump (fn, t->continue_label);
      break;
    }
}

/* ---- if, for ---- */

static void
if_stmt (Fn *fn, Stmt *s)
{
  int low = fn->low, otherwise = cg_label (fn), done = cg_label (fn);

  if (s->if_.init)
    cg_stmt (fn, s->if_.init);
  cg_condition (fn, s->if_.cond, otherwise, false);
  cg_stmt (fn, s->if_.then_);
  if (s->if_.else_)
    cg_jump (fn, done);
  cg_place_label (fn, otherwise);
  if (s->if_.else_)
    cg_stmt (fn, s->if_.else_);
  cg_place_label (fn, done);
  cg_release (fn, low);
}

/* Go 1.22: each iteration has its own variables; the next begins with a copy. Seen only if they are not in slots. */
static void
renew_loop_variables (Fn *fn, ObjectList vars)
{
  for (int i = 0; i < vars.n; i++)
    {
      Object *obj = vars.v[i];
      Loc *loc = cg_loc (fn, obj);
      int low = fn->low, value;

      if (!loc || loc->kind != LOC_BOX || !obj->var.per_iteration || !cg_var_on_heap (obj))
        continue;
      value = cg_temp (fn, obj->type);
      cg_load (fn, obj->type, value, loc->slot, 0);
      cg_opk (fn, VM_NEW, loc->slot, cg_type (fn->cg, obj->type));
      cg_store (fn, obj->type, loc->slot, 0, value);
      cg_release (fn, low);
    }
}

static void
for_stmt (Fn *fn, Stmt *s)
{
  int low = fn->low, body = cg_label (fn), test = cg_label (fn);
  Target t = { fn->targets, s, cg_label (fn), cg_label (fn) };

  if (s->for_.init)
    cg_stmt (fn, s->for_.init);
  if (s->for_.cond)
    cg_jump (fn, test);
  cg_place_label (fn, body);
  fn->targets = &t;
  cg_stmt (fn, s->for_.body);
  fn->targets = t.up;
  cg_place_label (fn, t.continue_label);
  renew_loop_variables (fn, s->for_.vars);
  if (s->for_.post)
    cg_stmt (fn, s->for_.post);
  cg_place_label (fn, test);
  if (s->for_.cond)
    {
      fn->line = s->pos.line;
      cg_condition (fn, s->for_.cond, body, true);
    }
  else
    cg_jump (fn, body);
  cg_place_label (fn, t.break_label);
  cg_release (fn, low);
}

/* ---- return ---- */

static void
leave (Fn *fn)
{
  if (fn->has_defers)
    {
      cg_run_defers (fn, -1);
      cg_jump (fn, fn->defer_label);
    }
  else
    cg_return_values (fn);
}

static void
store_result (Fn *fn, int i, int src, Type *from)
{
  Object *obj = fn->func->results.v[i];
  Loc *loc = cg_loc (fn, obj);

  if (loc && loc->kind == LOC_BOX)
    {
      if (type_is_interface (obj->type) && !type_is_interface (from))
        {
          int boxed = cg_temp (fn, obj->type);

          cg_convert_value (fn, from, obj->type, src, boxed);
          src = boxed;
        }
      cg_store (fn, obj->type, loc->slot, 0, src);
    }
  else
    cg_convert_value (fn, from, obj->type, src, fn->result_slot[i]);
}

static void
return_stmt (Fn *fn, Stmt *s)
{
  ExprList values = s->return_.results;
  ObjectList results = fn->func->results;
  int low = fn->low, src, *slots;

  if (s->return_.is_call)
    {
      Type *tuple = values.v[0]->type;

      src = cg_expr (fn, values.v[0], NO_DEST);
      for (int i = 0; i < results.n; i++)
        {
          store_result (fn, i, src, tuple->tuple.vars.v[i]->type);
          src += (int) cg_slots (tuple->tuple.vars.v[i]->type);
        }
    }
  else if (values.n == 1)
    {
      Loc *loc = cg_loc (fn, results.v[0]);

      if (!loc || loc->kind != LOC_BOX)
        cg_expr (fn, values.v[0], fn->result_slot[0]);
      else
        store_result (fn, 0, cg_expr (fn, values.v[0], NO_DEST), values.v[0]->type);
    }
  else if (values.n > 1)
    {
      slots = CG_NEW_N (fn->cg, int, values.n);
      cg_order_list (fn, NULL, values, false);
      for (int i = 0; i < values.n; i++)
        {
          slots[i] = cg_temp (fn, values.v[i]->type);
          cg_expr (fn, values.v[i], slots[i]);
        }
      for (int i = 0; i < values.n; i++)
        store_result (fn, i, slots[i], values.v[i]->type);
    }
  cg_release (fn, low);
  leave (fn);
}

/* ---- everything ---- */

static void
send_stmt (Fn *fn, Stmt *s)
{
  int low = fn->low, channel, value;
  Type *elem = type_underlying (s->send.chan->type)->chan.elem;

  cg_order (fn, s->send.chan, s->send.value);
  channel = cg_expr (fn, s->send.chan, NO_DEST);
  value = cg_temp (fn, elem);
  cg_expr (fn, s->send.value, value);
  cg_op (fn, VM_SEND, channel, value, 0);
  cg_extra (fn, 0, cg_type (fn->cg, elem));
  cg_release (fn, low);
}

void
cg_block (Fn *fn, StmtList list)
{
  int low = fn->low;

  for (int i = 0; i < list.n; i++)
    cg_stmt (fn, list.v[i]);
  cg_release (fn, low);
}

void
cg_stmt (Fn *fn, Stmt *s)
{
  int low = fn->low;
  Target t = { fn->targets, s, -1, -1 };

  if (s->pos.line != 0)
    fn->line = s->pos.line;
  switch (s->kind)
    {
    case STMT_BAD:
    case STMT_EMPTY:
      break;
    case STMT_EXPR:
      cg_expr (fn, s->expr.x, NO_DEST);
      cg_release (fn, low);
      break;
    case STMT_SEND:
      send_stmt (fn, s);
      break;
    case STMT_ASSIGN:
      if (s->assign.op != OP_NONE)
        assign_op (fn, s);
      else
        assign (fn, s->assign.lhs, s->assign.rhs, s->assign.define, s->assign.form);
      break;
    case STMT_DECL:
      for (int i = 0; i < s->decl.n; i++)
        if (s->decl.v[i]->kind == DECL_VAR)
          declare_vars (fn, s->decl.v[i]);
      break;
    case STMT_BLOCK:
      cg_block (fn, s->block.list);
      break;
    case STMT_IF:
      if_stmt (fn, s);
      break;
    case STMT_FOR:
      for_stmt (fn, s);
      break;
    case STMT_RANGE:
      t.break_label = cg_label (fn);
      t.continue_label = cg_label (fn);
      cg_range_stmt (fn, s, &t);
      break;
    case STMT_SWITCH:
      cg_switch (fn, s);
      break;
    case STMT_TYPE_SWITCH:
      cg_type_switch (fn, s);
      break;
    case STMT_SELECT:
      cg_select (fn, s);
      break;
    case STMT_LABELED:
      cg_place_label (fn, goto_label (fn, s));
      cg_stmt (fn, s->labeled.stmt);
      break;
    case STMT_BRANCH:
      branch (fn, s);
      break;
    case STMT_RETURN:
      return_stmt (fn, s);
      break;
    case STMT_GO:
      cg_go (fn, s);
      break;
    case STMT_DEFER:
      cg_defer (fn, s);
      break;
    }
}
