#pragma once

/* Inside of the lowering: what esc_lower.c (nodes, names and functions), esc_lower_stmt.c and esc_lower_expr.c share. */

#include "lang/escape/esc_ir.h"

typedef struct {
  EscPackage *package;
  Arena *arena;
  EscFunc *fn;                /* function whose body is being lowered */
  Pos base_pos;               /* of the variable declared last in it, or of itself: the place of what has none */
} Lower;

/* Names. */
EscNode *lower_name_node (Lower *l, EscName *name, Pos pos);
EscName *lower_new_name (Lower *l, EscClass class, const char *text, Pos pos, Type *type);
EscName *lower_local (Lower *l, Object *var);
EscName *lower_temp (Lower *l, Pos pos, Type *type);
EscName *lower_func_name (Lower *l, Object *func);
EscNode *lower_dcl (Lower *l, EscName *name);
EscNode *lower_assign (Lower *l, Pos pos, EscNode *dst, EscNode *src, bool defines);

/* Functions. */
EscFunc *lower_new_func (Lower *l, const char *name, Type *type);
EscName *lower_declare (Lower *l, EscFunc *fn, EscClass class, const char *text, Pos pos, Type *type);
/* The next parameter or result; fn->params and fn->results have room. */
EscName *lower_param (Lower *l, EscFunc *fn, const char *text, Pos pos, Type *type);
EscName *lower_result (Lower *l, EscFunc *fn, const char *text, Pos pos, Type *type);
/* A declared function or method with its body. */
EscFunc *lower_function (Lower *l, Func *func);
bool lower_is_unnamed (const Object *var);
/* A literal of the compiler's own in the present function, without parameters or body yet. */
EscNode *lower_own_literal (Lower *l, const char *name, Pos pos, Type *type);
/* The name of the next literal in the present function. */
const char *lower_literal_name (Lower *l);
EscFunc *lower_literal (Lower *l, Func *func, EscNode *closure);
void lower_capture (Lower *l, EscName *name, Pos pos);

/* Whether values of the type are interfaces with methods: what such a one is asserted to be is looked up in a table of
 * method tables, which messages show as "dynamic". */
bool lower_has_itab (Lower *l, Type *type);

/* Statements. */
void lower_stmts (Lower *l, const StmtList *list, EscNodes *out);
/* -1 always false, 1 always true, 0 unknown; *cond may be replaced by the part that matters. */
int lower_static_bool (Expr **cond);

/* Expressions. */
EscNode *lower_expr (Lower *l, Expr *x);
EscNode *lower_expr_opt (Lower *l, Expr *x);
/* A place on the left of an assignment; NULL for the blank. */
EscNode *lower_place (Lower *l, Expr *x);
/* x converted to the type it is assigned to, if that makes a difference here: to an interface. */
EscNode *lower_convert (Lower *l, EscNode *x, Type *to, bool implicit, Pos pos);
/* An assignment of what yields several values, a call or comma-ok form; its places are to be added. */
EscNode *lower_spread (Lower *l, Pos pos, Expr *x);
/* One call or comma-ok form that yields several values: temporaries that hold them. `to` (n of them, may be NULL or hold
 * NULLs) are the types they go to. The first result carries the statement. */
void lower_multi (Lower *l, Pos pos, Expr *x, Type *const *to, int n_to, EscNodes *out);
/* fn, made by the compiler, ends with `return call`, or with the call where it has no results. */
void lower_tail_call (Lower *l, EscFunc *fn, EscNode *call);
/* return call, of a function whose several results are the present one's. */
void lower_spread_return (Lower *l, Pos pos, EscNode *call, EscNode *ret);
/* go and defer: the call as a literal without parameters; operands go to temporaries declared in *init. */
EscNode *lower_go_defer_call (Lower *l, Pos pos, EscOp op, EscNode *call, EscNodes *init);
EscNode *lower_literal_value (Lower *l, const Expr *x, const ConstVal *value, Type *type);

/* Methods (esc_method.c). Addresses, indirections and fields on the way are implicit: not printed. */
Type *lower_pointer_to (Lower *l, Type *elem);
Type *lower_slice_of (Lower *l, Type *elem);
EscNode *lower_address (Lower *l, EscNode *x, Pos pos);
EscNode *lower_indirection (Lower *l, EscNode *x, Pos pos);
/* x.f, through a pointer or not. */
EscNode *lower_field (Lower *l, EscNode *x, Pos pos, int index);
/* The embedded field of x that has what was found. */
EscNode *lower_promoted (Lower *l, EscNode *x, Pos pos, const Lookup *found);
/* x, of the method's base type or a pointer to it, as the method wants it. */
EscNode *lower_receiver (Lower *l, EscNode *x, Pos pos, const Object *method);
/* "(*T).m" or "T.m". */
const char *lower_method_text (Lower *l, const Type *recv, const char *method);
EscNode *lower_method_expr (Lower *l, Pos pos, Type *recv, Object *method, Type *type);
