#pragma once

/* The syntax tree, and what the checker writes into it.
 *
 * Idea. One node struct for expressions (and type expressions), one for statements, one for declarations; the parser
 * fills the syntax part, the checker the part marked "checked". After a successful check the tree is all that escape
 * analysis and code generation need: every expression has its final type (no untyped types left, but for operands of
 * constant expressions below a node that has a constant value: stop at `value`), every name its object.
 *
 * What the checker rewrites, so that later passes see plain steps:
 *  - a promoted field or method `x.f` becomes `x.A.B.f` with inserted EXPR_SELECTOR nodes flagged `implicit`;
 *  - a value that goes into an interface is wrapped in EXPR_CONVERT (`implicit`): assignment, argument, result, element,
 *    key, send, comparison, case. Where one multi-valued expression feeds several places (`a, b = f()`, `return f()`,
 *    `g(f())`, `range`) there is nothing to wrap: compare the tuple's types with the destinations' types;
 *  - nil has the type of the pointer, slice, map, chan, func or interface that it becomes;
 *  - parentheses stay (EXPR_PAREN); expr_unparen() skips them.
 *
 * Positions are the compiler's own: `pos` is the operator of a binary expression, the `(` of a call or conversion, the
 * `[` of an index or slice expression, the `.` of a selector or assertion, the `{` of a composite literal, the operator
 * of an assignment, the first character of anything else. expr_start() gives the leftmost character, where type errors
 * are reported.
 *
 * Generic functions are checked once as written (for errors) and once more, on a copy of their syntax, for each set of
 * type arguments: only the copies become Func objects to be compiled, and no type parameter is left in them.
 *
 * Memory: everything lives in the unit's arena and is immutable after the check. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "constant.h"
#include "token.h"

typedef struct Expr Expr;
typedef struct Stmt Stmt;
typedef struct Decl Decl;
typedef struct Type Type;     /* types.h */
typedef struct Object Object; /* types.h */
typedef struct Func Func;     /* types.h */
typedef struct Scope Scope;   /* types.h */

typedef struct { Expr **v; int n; } ExprList;
typedef struct { Stmt **v; int n; } StmtList;
typedef struct { Object **v; int n; } ObjectList;

/* ---- Expressions ---- */

typedef enum {
  EXPR_BAD,                   /* a syntax error was here */
  EXPR_NAME,
  EXPR_LITERAL,               /* number, rune, string: always has a value */
  EXPR_COMPOSITE,             /* T{...}; also elided inner ones, type syntax NULL */
  EXPR_KEY_VALUE,             /* k: v, only inside a composite literal */
  EXPR_FUNC_LIT,
  EXPR_PAREN,
  EXPR_SELECTOR,
  EXPR_INDEX,                 /* x[i]; also f[T] and G[T] of generics: see index.is_instance */
  EXPR_SLICE,
  EXPR_ASSERT,                /* x.(T) */
  EXPR_TYPE_SWITCH,           /* v := x.(type): only as the tag of a type switch */
  EXPR_STAR,                  /* *p, or the type *T (mode tells) */
  EXPR_UNARY,                 /* + - ! ^ & <- ~ */
  EXPR_BINARY,
  EXPR_CALL,                  /* calls, builtins, explicit conversions: call.kind */
  EXPR_CONVERT,               /* inserted by the checker: x becomes `type`, an interface */
  /* type syntax */
  EXPR_ARRAY_TYPE,            /* array.len NULL: [...]T */
  EXPR_SLICE_TYPE,
  EXPR_DOTS_TYPE,             /* ...T of a last parameter */
  EXPR_STRUCT_TYPE,
  EXPR_INTERFACE_TYPE,
  EXPR_FUNC_TYPE,
  EXPR_MAP_TYPE,
  EXPR_CHAN_TYPE,
  EXPR_LIST,                  /* a, b, c while parsing; none is left where a list field holds the parts */
} ExprKind;

/* What an expression denotes. */
typedef enum {
  MODE_INVALID,
  MODE_NO_VALUE,              /* call of a function without results */
  MODE_BUILTIN,
  MODE_TYPE,
  MODE_CONSTANT,
  MODE_VARIABLE,              /* addressable */
  MODE_MAP_INDEX,             /* assignable, not addressable; allows comma-ok */
  MODE_VALUE,
  MODE_NIL,
  MODE_COMMA_OK,              /* receive or assertion: a value that allows comma-ok */
  MODE_PACKAGE,               /* the package name left of a selector */
} ExprMode;

typedef enum {
  SEL_NONE,
  SEL_PACKAGE,                /* pkg.Name: `obj` is the object; x is the package name */
  SEL_FIELD,                  /* obj is the field, `deref`: x is a pointer to the struct */
  SEL_METHOD,                 /* method of a concrete type; callee of a call, or a method value */
  SEL_IFACE_METHOD,           /* method of an interface value; method_index is its place in the sorted method set */
  SEL_METHOD_EXPR,            /* T.m: a function with the receiver first; see path for promoted ones */
} SelKind;

/* What must be done with the operand to obtain the receiver. */
typedef enum { RECV_AS_IS, RECV_ADDRESS, RECV_DEREF } RecvAdjust;

typedef enum {
  CALL_NONE,
  CALL_CONVERSION,            /* T(x): args.v[0] */
  CALL_BUILTIN,
  CALL_FUNC,                  /* a declared function (callee), package-qualified or not */
  CALL_METHOD,                /* a method of a concrete type (callee); fun is its SEL_METHOD selector */
  CALL_METHOD_EXPR,           /* T.m(recv, ...) or (*T).m(recv, ...); callee NULL if T is an interface */
  CALL_IFACE_METHOD,
  CALL_CLOSURE,               /* any other func value, function literals called in place among them */
} CallKind;

typedef enum {
  BUILTIN_APPEND, BUILTIN_CAP, BUILTIN_CLEAR, BUILTIN_CLOSE, BUILTIN_COMPLEX, BUILTIN_COPY, BUILTIN_DELETE,
  BUILTIN_IMAG, BUILTIN_LEN, BUILTIN_MAKE, BUILTIN_MAX, BUILTIN_MIN, BUILTIN_NEW, BUILTIN_PANIC, BUILTIN_PRINT,
  BUILTIN_PRINTLN, BUILTIN_REAL, BUILTIN_RECOVER,
  BUILTIN_UNSAFE_ADD, BUILTIN_UNSAFE_ALIGNOF, BUILTIN_UNSAFE_OFFSETOF, BUILTIN_UNSAFE_SIZEOF, BUILTIN_UNSAFE_SLICE,
  BUILTIN_UNSAFE_SLICE_DATA, BUILTIN_UNSAFE_STRING, BUILTIN_UNSAFE_STRING_DATA,
  BUILTIN_COUNT
} BuiltinId;

typedef enum { CHAN_BOTH, CHAN_SEND_ONLY, CHAN_RECV_ONLY } ChanDir;

/* A struct field, a parameter, a result, or an element of an interface, as written. */
typedef struct {
  Pos pos;
  Expr *name;                 /* EXPR_NAME, or NULL: embedded or unnamed */
  Expr *type;                 /* shared by the names of `a, b T` */
  Expr *tag;                  /* struct fields: string literal or NULL */
  bool embedded;
} FieldSyntax;
typedef struct { FieldSyntax *v; int n; } FieldList;

/* Where an allocating expression's storage goes (escape.h). */
typedef enum { EXPR_ESCAPE_UNKNOWN, EXPR_ESCAPE_STACK, EXPR_ESCAPE_HEAP, EXPR_ESCAPE_ZERO_COPY } ExprEscape;

struct Expr {
  ExprKind kind;
  Pos pos;
  /* checked */
  ExprMode mode;
  bool implicit;              /* inserted by the checker */
  bool comma_ok;              /* used in v, ok form: type is then the tuple (T, bool) */
  bool is_stmt;               /* an expression statement: its result is dropped */
  uint8_t escape;             /* ExprEscape, set by escape analysis */
  bool shift_operand;         /* for the checker: left operand of a shift, untyped yet */
  Type *type;                 /* of calls: a single result's type, a tuple for several, NULL for none */
  Expr *pattern;              /* copies of a generic declaration: the first copy's, which is checked with the type
                                 parameters as they are; NULL: never copied */
  const ConstVal *value;      /* not NULL: a constant; nothing below need be looked at */
  union {
    struct {
      const char *text;       /* interned */
      Object *obj;            /* checked; NULL for `_` */
      bool is_definition;     /* left of := and new here */
    } name;
    struct { LitKind kind; const char *text; gsize len; bool bad; } literal;
    struct {
      Expr *type;             /* NULL: elided */
      ExprList elems;         /* EXPR_KEY_VALUE or values */
      Pos end;                /* the } */
      /* checked */
      Type *base;             /* struct, array, slice or map type that is built; `&T{}` elided: expr->type is a pointer */
      int64_t *indices;       /* struct: field index of each element; array and slice: element index */
      int64_t len;            /* array, slice: number of elements (largest index + 1) */
      bool is_pointer;        /* elided &T inside []*T{{...}}: the value is the address of a new variable */
    } composite;
    struct { Expr *key, *value; } key_value;
    struct {
      Expr *type;             /* EXPR_FUNC_TYPE */
      Stmt *body;             /* STMT_BLOCK */
      Func *func;             /* checked */
    } func_lit;
    struct { Expr *x; } paren;
    struct {
      Expr *x, *name;         /* name: EXPR_NAME */
      /* checked */
      SelKind kind;
      Object *obj;            /* package member, field (an OBJ_VAR) or method (an OBJ_FUNC) */
      bool deref;             /* SEL_FIELD: through a pointer */
      RecvAdjust adjust;      /* SEL_METHOD */
      int field_index;        /* SEL_FIELD, in its struct */
      int method_index;       /* SEL_IFACE_METHOD, SEL_METHOD_EXPR of an interface: in the type's sorted method set */
      Type *recv;             /* SEL_METHOD_EXPR: T as written */
      int *path;              /* SEL_METHOD_EXPR: embedded fields from T to the method's receiver */
      int n_path;
    } selector;
    struct {
      Expr *x, *index;        /* index: EXPR_LIST for several type arguments */
      bool is_instance;       /* checked: an instantiated function or type, not an element */
      Object *obj;            /* checked, is_instance: the instance's function */
    } index;
    struct { Expr *x, *lo, *hi, *max; bool full; } slice;
    struct { Expr *x, *type; } assert;
    struct { Expr *lhs, *x; } type_switch;            /* lhs: EXPR_NAME or NULL */
    struct { Expr *x; } star;
    struct { Operator op; Expr *x; } unary;           /* OP_AND: address-of; OP_RECV */
    struct { Operator op; Expr *x, *y; } binary;
    struct {
      Expr *fun;
      ExprList args;
      bool has_dots;          /* f(xs...) */
      Pos end;                /* the ) */
      /* checked */
      CallKind kind;
      BuiltinId builtin;
      Object *callee;         /* CALL_FUNC, CALL_METHOD, CALL_METHOD_EXPR: the OBJ_FUNC */
      Type *sig;              /* the signature called (without receiver) */
      bool spread;            /* f(g()): the one argument is a tuple that fills all parameters */
      int n_fixed;            /* arguments from here on are packed into the variadic slice; -1: none are */
      bool reads_recv;        /* CALL_IFACE_METHOD: of a pointer to what the method takes, as escape analysis knows */
    } call;
    struct { Expr *x; } convert;
    struct { Expr *len, *elem; } array;
    struct { Expr *elem; } elem;                      /* EXPR_SLICE_TYPE, EXPR_DOTS_TYPE */
    struct { FieldList fields; } struct_type;
    struct { FieldList elems; } interface_type;       /* methods: name + EXPR_FUNC_TYPE; others: embedded */
    struct { FieldList params, results; } func_type;
    struct { Expr *key, *value; } map;
    struct { ChanDir dir; Expr *elem; } chan;
    struct { ExprList elems; } list;
  };
};

/* ---- Statements ---- */

typedef enum {
  STMT_BAD, STMT_EMPTY,
  STMT_EXPR,
  STMT_SEND,
  STMT_ASSIGN,                /* = := op= ++ -- */
  STMT_DECL,
  STMT_BLOCK,
  STMT_IF, STMT_FOR, STMT_RANGE, STMT_SWITCH, STMT_TYPE_SWITCH, STMT_SELECT,
  STMT_LABELED,
  STMT_BRANCH,                /* break, continue, goto, fallthrough */
  STMT_RETURN, STMT_GO, STMT_DEFER,
} StmtKind;

typedef enum { BRANCH_BREAK, BRANCH_CONTINUE, BRANCH_GOTO, BRANCH_FALLTHROUGH } BranchKind;

/* How the values of an assignment meet the places. */
typedef enum {
  ASSIGN_PAIRS,               /* as many values as places; all operands first, then the stores, left to right */
  ASSIGN_CALL,                /* a, b = f(): one tuple */
  ASSIGN_COMMA_OK,            /* v, ok = m[k], <-c, x.(T): rhs.v[0] has comma_ok set */
} AssignForm;

typedef enum {
  RANGE_INT, RANGE_ARRAY, RANGE_ARRAY_POINTER, RANGE_SLICE, RANGE_STRING, RANGE_MAP, RANGE_CHAN,
} RangeKind;

/* A case of switch, type switch or select. */
typedef struct {
  Pos pos;                    /* the keyword */
  Pos colon;
  ExprList cases;             /* switch: values; type switch: types and nil. Empty and not default: never */
  Stmt *comm;                 /* select: STMT_SEND, STMT_EXPR (receive) or STMT_ASSIGN (receive); NULL: default */
  StmtList body;
  bool is_default;
  /* checked */
  Object *var;                /* type switch with v := : this clause's variable */
  Scope *scope;
} Clause;
typedef struct { Clause *v; int n; } ClauseList;

struct Stmt {
  StmtKind kind;
  Pos pos;
  union {
    struct { Expr *x; } expr;
    struct { Expr *chan, *value; } send;
    struct {
      ExprList lhs, rhs;
      Operator op;            /* OP_NONE: plain; else lhs op= rhs */
      bool define;            /* := ; a place whose name.is_definition is set is a new variable */
      bool incdec;            /* x++ and x--: rhs holds the constant 1 of x's type */
      AssignForm form;        /* checked */
    } assign;
    struct { Decl **v; int n; } decl;                 /* const, type, var inside a function */
    struct { StmtList list; Pos end; /* } */ Scope *scope; } block;
    struct { Stmt *init; Expr *cond; Stmt *then_; Stmt *else_; /* block, if, NULL */ Scope *scope; } if_;
    struct {
      Stmt *init; Expr *cond; Stmt *post; Stmt *body;
      ObjectList vars;        /* checked: what init := declares; one variable per iteration, as Go 1.22 has it */
      Scope *scope;
    } for_;
    struct {
      Expr *key, *value;      /* NULL if absent */
      Expr *extra;            /* a third place: refused by the checker */
      bool define;
      Pos range_pos;          /* of `range`; `pos` is that of `for` */
      Expr *x;
      Stmt *body;
      /* checked */
      RangeKind range;
      Object *key_obj, *value_obj;                    /* with :=, unless blank; one variable per iteration */
      Type *key_type, *value_type;                    /* what the range yields */
      Scope *scope;
    } range;
    struct { Stmt *init; Expr *tag; ClauseList clauses; Pos end; Scope *scope; } switch_; /* tag NULL: true */
    struct { Stmt *init; Expr *tag; /* EXPR_TYPE_SWITCH */ ClauseList clauses; Pos end; Scope *scope; } type_switch;
    struct { ClauseList clauses; Pos end; } select;
    struct { Expr *label; Stmt *stmt; bool used; Object *obj; } labeled;
    struct {
      BranchKind kind;
      Expr *label;            /* NULL if none */
      Stmt *target;           /* checked: the for, range, switch or select (not its label); goto: the STMT_LABELED */
    } branch;
    struct {
      ExprList results;
      bool is_call;           /* checked: one call that yields all results */
      Func *func;             /* checked: for bare returns of named results */
    } return_;
    struct { Expr *call; int in_loop; /* checked: number of loops around it in its function */ } go; /* and defer */
  };
};

/* ---- Declarations ---- */

typedef enum { DECL_IMPORT, DECL_CONST, DECL_TYPE, DECL_VAR, DECL_FUNC } DeclKind;

struct Decl {
  DeclKind kind;
  Pos pos;                    /* the declared name; for a func what follows the word */
  int group;                  /* parenthesised group number, 0 if none */
  int iota;                   /* const: place in its group */
  union {
    struct { Expr *local; /* name, `.`, `_` or NULL */ const char *path; Pos path_pos; } import;
    struct { ExprList names; Expr *type; ExprList values; /* own or inherited */ bool inherited; ObjectList objs; } const_;
    struct {
      Expr *name;
      FieldList tparams;
      Expr *type;
      bool alias;
      int local_number;       /* among the types that functions of the file declare, aliases aside; 0: of the package */
      Object *obj;
    } type;
    struct { ExprList names; Expr *type; ExprList values; ObjectList objs; AssignForm form; } var;
    struct {
      Expr *name;
      FieldSyntax *recv;      /* NULL for functions */
      FieldList tparams;
      Expr *type;             /* EXPR_FUNC_TYPE */
      Stmt *body;             /* NULL: native */
      unsigned pragma;        /* FUNC_PRAGMA_* */
      Object *obj;
    } func;
  };
};

enum { FUNC_PRAGMA_NOESCAPE = 1, FUNC_PRAGMA_NOINLINE = 2, FUNC_PRAGMA_OTHER = 4,
       FUNC_PRAGMA_UINTPTRESCAPES = 8 };

/* One parsed file. */
typedef struct {
  uint16_t file;
  Expr *package_name;
  Decl **decls;
  int n_decls;
  Pos end;
} FileSyntax;

/* ---- Helpers ---- */

Expr *expr_unparen (Expr *x);
Pos expr_start (const Expr *x);   /* leftmost position */
Pos expr_end (const Expr *x);     /* just past the last character, as far as known */
/* The expression as source, in the form the compiler's messages use (function bodies and long literals as {…}). */
char *expr_to_string (const Expr *x);
void expr_print (GString *out, const Expr *x);
/* Deep copy of syntax, unchecked: for instances of generic functions. The first copy becomes the pattern of all.
 * `arena` is arena.h's. */
typedef struct Arena Arena;
Expr *expr_clone (Arena *arena, const Expr *x);
Stmt *stmt_clone (Arena *arena, const Stmt *s);
Decl *decl_clone (Arena *arena, const Decl *d);
/* Indented dump of a file, checked or not, for debugging and tests. */
void lang_dump_ast (GString *out, const FileSyntax *file);
