#pragma once

/* The checker's own workings; for check_*.c, lookup.c and generics only.
 *
 * The method is that of the compiler's type checker (Go 1.22 cmd/compile/internal/types2): expressions are evaluated
 * into operands; untyped ones keep an untyped type in the tree until a context gives them their final type, which is
 * then pushed down (update_expr_type); package-level objects are resolved on demand, with colours against cycles;
 * function bodies and checks that need complete types are delayed. Errors are collected in the order in which they are
 * found; the unit sorts and limits them at the end.
 *
 * One Checker checks one package; unit->priv points to the one that is active. */

#include "lang/arena.h"
#include "lang/unit.h"

/* What is being evaluated. */
typedef struct {
  ExprMode mode;
  Type *type;
  const ConstVal *val;        /* MODE_CONSTANT */
  Expr *expr;
  BuiltinId id;               /* MODE_BUILTIN */
} Operand;

/* A package-level declaration that is resolved on demand. */
typedef struct DeclInfo {
  Scope *file_scope;
  ObjectList lhs;             /* n:1 variable declarations: all variables */
  Expr *vtype;
  Expr **init;                /* where the initialiser stands in the tree; NULL: none */
  bool inherited;             /* init belongs to an earlier constant */
  Decl *tdecl, *fdecl;
  ObjectList deps;            /* constants, variables, functions that the initialiser or body refers to */
  GHashTable *dep_set;        /* the same; lookup only */
  bool emitted;               /* in the order of initialisation */
  bool is_instance;           /* a copy for given type arguments: what may be odd in it is no error */
  struct DeclInfo *deps_to;   /* instances: the declaration that gets the dependencies */
} DeclInfo;

typedef struct { Pos *v; int n; } PosList;

/* How an expression may be used as a statement. */
typedef enum { KIND_OF_CONVERSION, KIND_OF_EXPRESSION, KIND_OF_STATEMENT } ExprUse;

typedef struct {
  DeclInfo *decl;             /* collects dependencies */
  Scope *scope;
  const ConstVal *iota;       /* in constant declarations */
  Pos errpos;                 /* where errors of inherited constants are reported */
  Func *func;                 /* being checked; NULL at package level */
  int loop_depth;
  bool has_call_or_recv;
  bool in_interface;          /* an interface type's elements */
  bool in_tparams;            /* constraints of type parameters: a generic type must not need itself here */
  bool in_copy; /* of a declaration, for given type arguments: see check_error() */
} Env;

typedef struct Checker Checker;
typedef void (*DelayedFn) (Checker *c, void *data);

struct Checker {
  LangUnit *unit;
  Arena *arena;
  Package *pkg;
  Env env;
  Scope *file_scope;          /* one file a package */
  GPtrArray *objects;         /* Object* with DeclInfo, in order of declaration */
  GPtrArray *imports;         /* Object* OBJ_PACKAGE */
  bool package_missing;       /* an import names no package at all */
  GArray *delayed;
  GArray *last;               /* Delayed: done when the package is through, without errors */
  guint next_delayed;
  GPtrArray *path;            /* Object*: being resolved */
  GPtrArray *interfaces;      /* Expr*: interface types that are in no other */
  GPtrArray *methods;         /* Object* OBJ_FUNC with receivers, not yet given to their type */
  GPtrArray *instances;       /* Func* of generic functions and methods */
  GPtrArray *with_deps;       /* DeclInfo with a dep_set, which is freed at the end */
  struct Mono *mono;          /* check_mono.h */
  uint32_t order;
  int n_init_funcs;
};

#define GREY 2                /* and above: GREY + index in the path */
#define WHITE 0
#define BLACK 1

static inline bool
checker_in_instance (const Checker *c)
{
  return c->env.decl != NULL && c->env.decl->is_instance;
}

/* ---- Errors (check.c) ---- */

/* An error in a copy made for type arguments follows from one that is reported elsewhere: it is kept aside, and told only if
 * there is no other. */
void check_error (Checker *c, Pos pos, const char *format, ...) G_GNUC_PRINTF (3, 4);
void check_unsupported (Checker *c, Pos pos, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* Texts for messages; they live as long as the unit. */
const char *type_text (Checker *c, const Type *t);
const char *expr_text (Checker *c, const Expr *x);
const char *operand_text (Checker *c, const Operand *x);
const char *const_text (Checker *c, const ConstVal *value);
char *types_summary (Checker *c, Type *const *types, int n, bool variadic);
const char *pos_text (Checker *c, Pos pos);
static inline Pos
operand_pos (const Operand *x)
{
  return expr_start (x->expr);
}
static inline void
operand_invalidate (Operand *x)
{
  x->mode = MODE_INVALID;
}
/* The diagnostics as the compiler would report them; `syntax`: before any type checking. */
void unit_report (LangUnit *unit, Pos pos, const char *text, bool unsupported);
/* Whether anything was reported or kept aside. */
bool unit_has_errors (const LangUnit *unit);

/* ---- Objects and scopes (check_scope.c) ---- */

Scope *scope_new (Checker *c, Scope *parent);
Object *scope_lookup (const Scope *scope, const char *name);                  /* in this scope alone */
Object *scope_find (const Scope *scope, const char *name, Scope **where);     /* outwards; where may be NULL */
Object *scope_insert (Arena *arena, Scope *scope, Object *obj);               /* the object already there, or NULL */
void check_declare (Checker *c, Scope *scope, Object *obj);
Object *object_new (Checker *c, ObjectKind kind, Pos pos, const char *name, Type *type);
Object *var_new (Checker *c, VarKind kind, Pos pos, const char *name, Type *type);
/* Makes a parameter or result a variable of func; var_new does it for VAR_LOCAL. */
void check_add_local (Checker *c, Func *func, Object *var);
void check_open_scope (Checker *c);
void check_close_scope (Checker *c);
void check_usage (Checker *c, Func *func);
void check_redeclared (Checker *c, Object *obj, Object *other);

/* ---- Types (check_type.c) ---- */

Type *type_new (Checker *c, TypeKind kind);
Type *type_new_pointer (Checker *c, Type *elem);
Type *type_new_slice (Checker *c, Type *elem);
Type *type_new_tuple (Checker *c, Type *const *types, int n);
Type *type_invalid (Checker *c);
Type *check_type (Checker *c, Expr *x);
Type *check_var_type (Checker *c, Expr *x);   /* and no constraint */
void check_valid_var_type (Checker *c, Expr *x, Type *t);
/* def: the type name being declared as x, or NULL. */
Type *check_defined_type (Checker *c, Expr *x, Object *def);
void check_func_type (Checker *c, Type *sig, Decl *fdecl, Expr *syntax, Scope *scope);
/* What t stands for, if it is the type that a name being declared will have. */
void check_set_def (Object *def, Type *t);
int64_t check_array_length (Checker *c, Expr *x);
Type *check_core_type (Checker *c, Type *t);

/* ---- Interfaces (check_interface.c) ---- */

Type *check_interface_type (Checker *c, Expr *x, Object *def);
/* A constraint: also ~T and A|B without the interface around. */
Type *check_constraint_literal (Checker *c, Expr *x);
Type *check_core_string (Checker *c, Type *t);
/* For a package without errors: anonymous interfaces that need themselves. */
void check_interface_cycles (Checker *c);
void check_valid_type (Checker *c, Type *named);
void check_named_done (Checker *c, Type *named);

/* ---- Declarations (check_collect.c, check_decl.c, check_init.c) ---- */

/* The declaration whose type and values a constant declaration uses: its own or the last one in its group. */
typedef struct {
  Decl *last;
  int group;
} ConstGroup;

/* Whose type and values d uses; sets d's `inherited`. */
const Decl *check_inherit_values (Checker *c, ConstGroup *group, Decl *d);
void check_arity (Checker *c, Pos pos, const ExprList *names, const ExprList *values, bool is_const, bool inherited);
void check_collect_methods (Checker *c, Object *obj);
void check_collect_objects (Checker *c, FileSyntax *file);
void check_package_objects (Checker *c);
void check_object (Checker *c, Object *obj, Object *def);
void check_decl_stmt (Checker *c, Stmt *s);
void check_cycle_error (Checker *c, Object *const *cycle, int n);
#define CHECK_DELAYED_BYTES (4 * sizeof (void *))
void check_later (Checker *c, DelayedFn fn, void *data);
/* Puts off to the end of the package: types are complete; not done after errors. */
void check_last (Checker *c, DelayedFn fn, void *data);
void check_process_last (Checker *c);
void check_process_delayed (Checker *c, guint from);
guint check_delayed_mark (const Checker *c);
void check_add_dep (Checker *c, Object *obj);
void check_init_order (Checker *c);
void check_func_body (Checker *c, DeclInfo *decl, Func *func, Scope *scope, const ConstVal *iota);
Func *check_new_func (Checker *c, Object *obj, Type *sig, Pos pos);
void check_declare_func (Checker *c, Object *obj, DeclInfo *info, Scope *scope);

/* For lookup.c, also after the check. */
void check_resolve (LangUnit *unit, Object *obj);
void check_complete_named (LangUnit *unit, Type *named);
void check_duplicate_method (LangUnit *unit, Pos pos, Object *method, Pos other_pos);
void check_embedded_duplicate (LangUnit *unit, Pos pos, Object *method, Object *other, Pos other_pos);
/* When two methods' types are the same. */
typedef struct {
  bool (*same) (Type *x, Type *y, void *data);
  void *data;
} MethodMatch;
Object *check_missing_method (LangUnit *unit, Type *t, Type *iface, bool is_static, const MethodMatch *match,
                              Object **wrong, char **cause);
void check_sort_methods (ObjectList *methods);
bool check_implements (LangUnit *unit, Type *t, Type *iface, bool is_constraint, char **cause);

/* ---- Expressions (check_expr.c, check_binary.c, check_const.c, check_literal.c, check_index.c) ---- */

ExprUse check_raw_expr (Checker *c, Operand *x, Expr *e, Type *hint, bool allow_generic);
void check_expr (Checker *c, Operand *x, Expr *e);
/* Where a function is assigned to, for a generic one to become an instance. */
typedef struct {
  Type *type; /* of the place; NULL: none yet */
  const char *text; /* of the place, for messages */
} FuncTarget;
void check_expr_with_target (Checker *c, Operand *x, Expr *e, const FuncTarget *target);
void check_expr_with_hint (Checker *c, Operand *x, Expr *e, Type *hint);
void check_expr_or_type (Checker *c, Operand *x, Expr *e, bool allow_generic);
void check_exclude (Checker *c, Operand *x, bool no_value, bool builtin, bool type);
void check_single_value (Checker *c, Operand *x);
/* The values of e: several for a tuple, two for a comma-ok form if allowed. Free with g_free. */
Operand *check_multi_expr (Checker *c, Expr *e, bool allow_comma_ok, int *n, bool *comma_ok);
Operand *check_expr_list (Checker *c, ExprList *list, bool allow_generic, int *n);
void check_ident (Checker *c, Operand *x, Expr *e, Object *def, bool want_type);
/* Whether the operator is defined for x (`ok`); else reported. */
bool check_op (Checker *c, Operand *x, Operator op, bool ok);
/* Position of the operator of an operation, else the start. */
Pos check_op_pos (const Expr *e);
void check_binary (Checker *c, Operand *x, Expr *e, Expr **lhs, Expr **rhs, Operator op);
void check_comparison (Checker *c, Operand *x, Operand *y, Operator op, bool switch_case);
void check_match_types (Checker *c, Operand *x, Operand *y);
void check_convert_untyped (Checker *c, Operand *x, Type *target);
/* Of two untyped types the one that holds both; NULL: none does. */
Type *check_larger_untyped (Type *x, Type *y);
void check_update_expr_type (Checker *c, Expr *e, Type *type, bool final);
void check_update_expr_val (Expr *e, const ConstVal *val);
typedef enum { REPR_OK, REPR_TRUNCATED, REPR_OVERFLOWS, REPR_INVALID } Representation;
Type *check_implicit_type (Checker *c, Operand *x, Type *target, const ConstVal **val, Representation *why);
bool check_representable (Checker *c, const ConstVal *x, const Type *type, const ConstVal **rounded);
void check_representable_operand (Checker *c, Operand *x, Type *type);
void check_overflow (Checker *c, Operand *x, Pos op_pos);
bool check_assignable (Checker *c, Operand *x, Type *t, char **cause);
/* Puts before *cause (may be NULL) that one type is not fit for another, by a format for the two; each may be a term of a
 * type parameter. */
void check_explain_term (Checker *c, char **cause, const char *format, const Type *from, const Type *from_in,
                         const Type *to, const Type *to_in);
void check_record (Checker *c, Operand *x);
const char *kind_text (Checker *c, Type *t);
ExprUse check_composite (Checker *c, Operand *x, Expr *e, Type *hint);
bool check_index_expr (Checker *c, Operand *x, Expr *e);                      /* true: a generic function's instance */
void check_slice_expr (Checker *c, Operand *x, Expr *e);
Type *check_index (Checker *c, Expr **slot, int64_t max, int64_t *value);
bool check_valid_index (Checker *c, Operand *x, const char *what, bool allow_negative);
void check_mark_address_taken (Checker *c, Expr *e);
void check_mark_reassigned (Checker *c, Expr *e);
void check_type_assertion (Checker *c, Expr *e, Operand *x, Type *t, bool type_switch);

/* ---- Assignments (check_assign.c) ---- */

/* Checks that x may be assigned to a variable of type t (NULL: the blank identifier) and gives untyped x its type. */
void check_assignment (Checker *c, Operand *x, Type *t, const char *context);
/* The same, and puts an EXPR_CONVERT in the slot if the value goes into an interface. */
void check_assignment_slot (Checker *c, Operand *x, Expr **slot, Type *t, const char *context);
void check_wrap_interface (Checker *c, Expr **slot, const Operand *x, Type *t);
void check_init_const (Checker *c, Object *lhs, Operand *x);
void check_init_var (Checker *c, Object *lhs, Operand *x, Expr **slot, const char *context);
AssignForm check_init_vars (Checker *c, Object **lhs, int n_lhs, ExprList *rhs, Stmt *return_stmt);
AssignForm check_assign_vars (Checker *c, ExprList *lhs, ExprList *rhs);
void check_assign_var (Checker *c, Expr **lhs, Expr **rhs, Operand *x, const char *context);
void check_short_var_decl (Checker *c, Stmt *s);
bool check_use (Checker *c, Expr *e);
bool check_use_list (Checker *c, const ExprList *list);
bool check_use_lhs (Checker *c, const ExprList *list);

/* ---- Calls (check_call.c, check_builtin.c, check_convert.c) ---- */

ExprUse check_call (Checker *c, Operand *x, Expr *call);
void check_selector (Checker *c, Operand *x, Expr *e, Object *def, bool want_type);
bool check_builtin (Checker *c, Operand *x, Expr *call, BuiltinId id);
ExprUse builtin_use (BuiltinId id);
const char *builtin_name (BuiltinId id);
/* call: the conversion of x to t. */
void check_conversion (Checker *c, Operand *x, Type *t, const Expr *call);
/* The type that argument i must have; packed: the last ones go into a slice. */
Type *check_param_type (const Type *sig, int i, bool packed);
/* Checks arguments against a signature; Sets call's packing. Returns the (instantiated) signature. */
Type *check_arguments (Checker *c, Expr *call, Type *sig, Operand *args, int n_args, ExprList *slots);

/* ---- Statements (check_stmt.c, check_switch.c, check_return.c) ---- */

void check_stmt (Checker *c, Stmt *s);
void check_stmt_list (Checker *c, const StmtList *list);
void check_switch_stmt (Checker *c, Stmt *s);
void check_type_switch_stmt (Checker *c, Stmt *s);
void check_select_stmt (Checker *c, Stmt *s);
void check_range_stmt (Checker *c, Stmt *s);
bool check_is_terminating (const Stmt *s, const char *label);

/* ---- Packages (check.c, universe.c, stdlib.c) ---- */

void universe_init (LangUnit *unit);
Package *unit_import (LangUnit *unit, const char *path);      /* NULL: unknown */
Package *package_new (LangUnit *unit, const char *path, const char *name);
bool stdlib_has_member (const char *path, const char *name);  /* in real Go; name: New, Value.Call */
/* Whether real Go has a standard package of this path. */
bool stdlib_is_known (const char *path);

/* ---- Generics (check_generic.c, check_infer.c, check_instance.c) ---- */

Type *generic_instantiate_type (Checker *c, Type *generic, Type *const *targs, int n, Pos pos);
Object *generic_instantiate_func (Checker *c, Object *generic, Type *const *targs, int n, Pos pos);
/* Why type arguments do not satisfy their constraints, and which is the first; NULL: they do. */
const char *generic_unsatisfied (Checker *c, const ObjectList *tparams, Type *const *targs, int *which);
void generic_declare_tparams (Checker *c, Scope *scope, const FieldList *list, ObjectList *out);
bool type_is_generic (const Type *t);
/* The interface that a type, no interface itself, stands for where it is a constraint. */
Type *generic_constraint_of (Checker *c, Type *t, Pos pos);
/* Whether a type parameter occurs in t. */
bool generic_has_params (const Type *t);
/* What a declared type takes from the instance that it is in. */
TypeShape generic_shape_around (const Type *named);
/* t with the known arguments in place of the parameters. */
Type *generic_substitute (Checker *c, Type *t, const ObjectList *tparams, Type *const *targs);
/* The signature with type parameters of its own: in a recursive call the function's may occur in the arguments. */
Type *generic_rename_tparams (Checker *c, const Type *sig);
/* Whether one of these type parameters occurs in t. */
bool generic_mentions (const ObjectList *tparams, Type *t);
/* Completes targs (NULL: unknown) from the types of arguments and the constraints. False: reported. `reverse`: the
 * argument is the place that a function is to be assigned to. */
bool generic_infer (Checker *c, Pos pos, const ObjectList *tparams, Type **targs, Type *const *params,
                    const Operand *args, int n, bool reverse);
/* f[T] with f a generic function in x: makes x the instance, or keeps it generic if arguments are missing and may be. */
void generic_func_instance (Checker *c, Operand *x, Expr *e, bool allow_partial);
/* Makes a generic function's value in x the instance that a place needs; others stay as they are. */
void generic_instantiate_for (Checker *c, Operand *x, const FuncTarget *target);
/* A call of a generic function, or with such ones among the arguments: infers the missing type arguments and makes
 * instances of all of them. *sig becomes the callee's signature. False: reported. */
bool generic_call (Checker *c, Expr *call, Type **sig, Operand *args, int n_args);
/* The index expression in a receiver's type, which names the type parameters; NULL: there is none. */
Expr *generic_receiver_index (Expr *x);
/* Resolves the signature of a method whose receiver has type parameters and has its body checked as written; false: it has
 * none. */
bool generic_receiver (Checker *c, Object *method, DeclInfo *info);
/* Resolves a generic function's signature and has its body checked as written. */
void generic_declare_func (Checker *c, Object *obj, DeclInfo *info, Scope *scope);
void generic_resolve_method (Checker *c, Object *method);
