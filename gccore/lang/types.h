#pragma once

/* Types, objects, scopes, functions and packages.
 *
 * Types. A Type is built once and never changes after its declaration is complete. Identity is type_identical(), not
 * pointer equality: `[]int` written twice is two Types (types_canonical() maps each to one representative). Defined
 * types (KIND_NAMED) are identical only to themselves (an instance of a generic type: same origin and arguments; the
 * checker makes only one). `any` is the alias object of the empty interface and keeps its spelling in messages, as do
 * byte and rune, whose Types are distinct from, and identical to, uint8 and int32.
 *
 * Layout is Go's for amd64 (Go 1.22 cmd/compile/internal/types/size.go): 8-byte words, a zero-size last field of a
 * non-empty struct is padded by one byte; string 2 words, slice 3, interface 2 (itab or type word, data word), map,
 * chan, func and pointer 1. The pointer mask has one bit a word.
 *
 * Objects are what names stand for; one Object per declared entity (per iteration variables included: the copying is
 * the code generator's). */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "ast.h"

/* ---- Types ---- */

typedef enum {
  KIND_INVALID,
  KIND_BOOL, KIND_INT, KIND_INT8, KIND_INT16, KIND_INT32, KIND_INT64,
  KIND_UINT, KIND_UINT8, KIND_UINT16, KIND_UINT32, KIND_UINT64, KIND_UINTPTR,
  KIND_FLOAT32, KIND_FLOAT64, KIND_COMPLEX64, KIND_COMPLEX128, KIND_STRING, KIND_UNSAFE_POINTER,
  KIND_UNTYPED_BOOL, KIND_UNTYPED_INT, KIND_UNTYPED_RUNE, KIND_UNTYPED_FLOAT, KIND_UNTYPED_COMPLEX, KIND_UNTYPED_STRING,
  KIND_UNTYPED_NIL,
  KIND_ARRAY, KIND_SLICE, KIND_STRUCT, KIND_POINTER, KIND_FUNC, KIND_INTERFACE, KIND_MAP, KIND_CHAN,
  KIND_TUPLE,                 /* results of a call, the pair of a comma-ok form */
  KIND_NAMED,                 /* a defined type; see type_underlying() */
  KIND_TYPE_PARAM,
  KIND_UNION,                 /* only in constraints */
} TypeKind;

typedef struct Package Package;
typedef struct TypeSet TypeSet;   /* of an interface; below */

typedef struct {
  Object *var;                /* OBJ_VAR with var_kind VAR_FIELD: name, type, embedded */
  const char *tag;            /* "" if none */
  uint64_t offset_bytes;      /* valid once type_size() of the struct was asked */
} Field;

typedef struct { bool tilde; Type *type; } UnionTerm;

/* How much a type is. Equal for identical types, but for `open`. */
typedef struct {
  int n_parts;                /* types in it, itself included; what a declared type is made of is no part of it */
  int depth;                  /* one in the other */
  bool open;                  /* a type parameter occurs in it */
} TypeShape;

struct Type {
  TypeKind kind;
  bool laid_out;
  bool incomplete;            /* an array, slice, struct or map whose parts are being found */
  uint8_t align_bytes;        /* valid once laid out; use type_align() */
  uint64_t size_bytes;
  uint64_t ptr_bytes;         /* prefix that holds all pointers; 0: none */
  uint32_t codegen_id;        /* for the code generator: its number of the canonical type; 0 none yet */
  Type *canonical;            /* filled by types_canonical() */
  union {
    struct { const char *name; } basic;
    struct { Type *elem; int64_t len; } array;        /* len < 0: unknown after an error */
    struct { Type *elem; } slice;
    struct { Type *elem; } pointer;
    struct { Type *key, *elem; } map;
    struct { Type *elem; ChanDir dir; } chan;
    struct { Field *fields; int n; } struct_;
    struct {
      Object *recv;           /* methods: the receiver variable; NULL for functions and func types */
      ObjectList params, results;                     /* VAR_PARAM, VAR_RESULT; names may be "" */
      bool variadic;          /* the last parameter has type []T */
      ObjectList tparams;     /* OBJ_TYPE of type parameters; empty unless generic */
      Type *result_tuple;     /* several results as one type; NULL until a call needs it */
    } func;
    struct {
      ObjectList methods;     /* explicitly declared, sorted */
      Type **embeds; int n_embeds; Pos *embed_pos;
      TypeSet *set;           /* computed on demand */
      bool implicit;          /* the constraint literal ~T or A|B */
      struct LangUnit *unit;  /* to compute the set */
      bool complete;          /* methods and embeds are collected */
      bool is_any;            /* the predeclared one: keeps its name in messages */
      bool is_wrong;          /* stands for a wrong or unknown constraint: "invalid type" */
      bool acyclic;           /* known not to need itself, or reported */
    } iface;
    struct { ObjectList vars; } tuple;
    struct {
      Object *obj;
      Type *underlying;       /* may be another KIND_NAMED: ask type_underlying() */
      Type *rhs;              /* the type as written behind the name */
      bool valid;             /* known not to contain itself */
      bool expanded;          /* instance: methods are there */
      Scope *tparam_scope;    /* generic: where it was declared */
      Type **instances; int n_instances;              /* generic */
      ObjectList methods;     /* OBJ_FUNC, source order */
      Type *origin; Type **targs; int n_targs;        /* instance of a generic type */
      Pos instance_pos;       /* where it is first met */
      TypeShape shape;        /* of its type arguments, and of those of the function around it */
      ObjectList tparams;     /* generic type */
    } named;
    struct {
      Object *obj;
      int index;
      Type *bound;
      Object *own;            /* of a method: the type parameter of the type that it stands for; else NULL */
    } tparam;
    struct { UnionTerm *terms; int n; } union_;
  };
};

/* What an interface stands for: all types that have the methods, of the terms' types (all_types: of any type). */
struct TypeSet {
  ObjectList methods;         /* OBJ_FUNC, sorted: the order of itabs */
  UnionTerm *terms; int n_terms;
  bool all_types;
  bool comparable;
};

Type *type_underlying (const Type *t);        /* of a type parameter: its constraint's interface */
bool type_identical (const Type *a, const Type *b);
/* One representative for each class of identical types; to be used after the check. `byte`, `any` lose their names. */
typedef struct LangUnit LangUnit;
Type *types_canonical (LangUnit *unit, Type *t);
/* The instance of a generic function or method that a declared type is in; NULL: none. */
const Object *type_instance_around (const Type *t);

static inline bool type_is_kind (const Type *t, TypeKind kind) { return type_underlying (t)->kind == kind; }
bool type_is_boolean (const Type *t);
bool type_is_integer (const Type *t);
bool type_is_unsigned (const Type *t);
bool type_is_float (const Type *t);
bool type_is_complex (const Type *t);
bool type_is_numeric (const Type *t);
bool type_is_string (const Type *t);
bool type_is_pointer (const Type *t);
bool type_is_ordered (const Type *t);         /* number or string: has < and + */
bool type_is_const_type (const Type *t);
bool type_is_untyped (const Type *t);
bool type_is_interface (const Type *t);       /* and no type parameter */
bool type_is_constraint (const Type *iface);  /* more than methods: only for type parameters */
bool type_has_nil (const Type *t);
bool type_comparable (const Type *t);
bool type_is_named (const Type *t);           /* predeclared, defined, type parameter */
bool type_is_valid (const Type *t);
bool type_is_type_param (const Type *t);
bool type_is_bytes_or_runes (const Type *t);  /* []byte, []rune and the like */
bool type_identical_ignore_tags (const Type *a, const Type *b);
bool type_strictly_comparable (const Type *t);/* comparable without risk of a run-time panic */
Type *type_deref (Type *t, bool *was_pointer);/* *T -> T; others unchanged */
Type *type_default (LangUnit *unit, Type *t); /* default type of an untyped one */
/* Whether two names are the same member: exported ones by name, others also by package. */
bool name_is_exported (const char *name);
bool object_is_member (const Object *obj, const Package *pkg, const char *name);

bool type_set_is_empty (const TypeSet *set);
/* Whether two type sets have the same terms. */
bool type_sets_same_terms (const TypeSet *a, const TypeSet *b);
/* Whether `test` holds for one of the types that t is made of, in their order; of a declared type for one of its type
 * arguments. */
bool type_any_part (const Type *t, bool (*test) (Type *part, void *data), void *data);

/* Layout in bytes. A type larger than this is refused, as by the compiler. */
#define TYPE_MAX_BYTES (UINT64_C (1) << 50)
uint64_t type_size (Type *t);
uint64_t type_align (Type *t);
uint64_t type_ptr_bytes (Type *t);
static inline bool type_has_pointers (Type *t) { return type_ptr_bytes (t) != 0; }
uint64_t type_field_offset (Type *struct_type, int index);
/* Sets bit i of `mask` (zeroed by the caller, at least ptr_bytes/8 bits) for each word i that holds a pointer. */
void type_ptr_mask (Type *t, uint64_t *mask);
/* A single pointer word: stored in an interface as it is (pointer, map, chan, func, unsafe.Pointer, or a struct or
 * array of exactly one such). */
bool type_is_pointer_shaped (Type *t);

/* Go spelling. Names of other packages than `relative_to` get their package; NULL: all do ("main.T"). */
char *type_to_string (const Type *t, const Package *relative_to);
void type_print (GString *out, const Type *t, const Package *relative_to);
/* "(a int, b ...string) (n int, err error)"; names of parameters only if `names`. */
void type_print_signature (GString *out, const Type *sig, const Package *relative_to, bool names);

/* ---- Method sets ---- */

typedef struct {
  Object *obj;                /* field or method; NULL: not found */
  int *path; int n_path;      /* field indices; of a field the last one is the field's own, of a method all embed */
  bool indirect;              /* a pointer was on the way (the receiver's own included) */
  bool ambiguous;             /* obj NULL: found more than once at the same depth */
  bool needs_pointer;         /* obj NULL: a method with pointer receiver, and T is not a pointer */
} Lookup;

/* x.name for x of type t. `addressable`: x is a variable (or pointer method sets are asked). `pkg` for lower case. */
Lookup type_lookup (LangUnit *unit, Type *t, bool addressable, const Package *pkg, const char *name);
/* All methods of an interface, sorted by name (exported and not): the order of itabs. */
const TypeSet *type_interface_set (LangUnit *unit, Type *iface);
static inline const ObjectList *
type_interface_methods (LangUnit *unit, Type *iface)
{
  return &type_interface_set (unit, iface)->methods;
}
/* The method set of a concrete type (named, pointer to named, struct with embedded): one Lookup for each, by name. */
typedef struct { Lookup *v; int n; } MethodSet;
const MethodSet *type_method_set (LangUnit *unit, Type *t);
/* Whether t has all of iface's methods. If not, *missing and *wrong (same name, other type or pointer receiver). */
bool type_implements (LangUnit *unit, Type *t, Type *iface, Object **missing, Object **wrong);

/* ---- Objects ---- */

typedef enum { OBJ_BAD, OBJ_PACKAGE, OBJ_CONST, OBJ_TYPE, OBJ_VAR, OBJ_FUNC, OBJ_LABEL, OBJ_BUILTIN, OBJ_NIL } ObjectKind;
typedef enum { VAR_GLOBAL, VAR_LOCAL, VAR_PARAM, VAR_RESULT, VAR_RECV, VAR_FIELD } VarKind;

/* A method of a type parameter, which an instance finds in its dictionary (lang/dictionary.h). */
typedef struct {
  int tparam;                 /* its index */
  const char *name;
  Pos pos;                    /* of its first use */
} DictionaryMethod;

typedef struct { DictionaryMethod *v; int n; } DictionaryMethodList;

struct Object {
  ObjectKind kind;
  const char *name;           /* interned */
  Pos pos;                    /* of the declaring name */
  Package *pkg;               /* NULL: universe */
  Type *type;
  Scope *parent;
  bool used;
  union {
    struct { Package *imported; } package;
    const ConstVal *value;    /* OBJ_CONST */
    struct {
      Decl *decl;
      bool is_alias;
      bool is_broken;         /* an alias whose type is being found */
      bool is_targ;           /* in a copy: a type parameter's name stands for the argument */
    } type_name;
    struct {
      VarKind kind;
      bool embedded;          /* fields */
      bool per_iteration;     /* declared by for or range: a new variable in each iteration (Go 1.22) */
      bool captured;          /* used in a function literal inside its owner */
      bool addr_taken;        /* &x, x[:] of an array, x.f() with pointer receiver; through fields and array elements */
      bool reassigned;        /* assigned after its declaration (also x.f = , x[i] = of an array, ++, range) */
      bool declared_zero;     /* `var x T` without a value */
      bool is_switch_var;     /* of a type switch clause */
      Func *owner;            /* function that declares it; NULL for globals and fields */
      int index;              /* in owner->locals; of a global in unit->globals; of a field in its struct */
      Expr *init;             /* the expression it was declared with, if exactly one; else NULL */
      Stmt *init_stmt;        /* STMT_ASSIGN that defines it, or NULL */
      uint32_t slot;          /* for the code generator */
      void *escape;           /* for escape analysis */
    } var;
    struct {
      Decl *decl;             /* NULL for interface methods */
      Func *func;             /* NULL for interface methods and generic ones */
      Type *recv_named;       /* methods: the receiver's base type; NULL otherwise */
      bool ptr_recv;          /* methods: receiver is a pointer */
      bool is_iface_method;
      Object *base_name;      /* methods: the OBJ_TYPE of the receiver's base type */
      Scope *scope;           /* declared ones: the file's, for instances */
      ObjectList instances;   /* generic: OBJ_FUNC of each set of type arguments */
      Object *origin;         /* instance of this generic function or method */
      Type **targs; int n_targs;
      bool open;              /* instance: there are type parameters in its type arguments */
    } func;
    BuiltinId builtin;
    struct { Stmt *stmt; } label;
  };
  DictionaryMethodList dictionary; /* generic functions and types: the methods of their parameters that they use */
  /* for the checker */
  Decl *decl;
  uint32_t order;             /* of declaration */
  uint16_t color;
  int decl_index;             /* among the names of a const or var declaration */
  void *check;
};

struct Scope {
  Scope *parent;
  GHashTable *names;          /* name -> Object; lookup only */
  ObjectList objects;         /* in order of declaration */
  Func *func;                 /* function whose body this is in; NULL at package level */
  bool is_func;               /* outermost scope of a function */
  Pos pos, end;
};

/* ---- Functions ---- */

/* A function to be compiled: declared, method, literal, instance, or the initialiser of the package's variables. */
struct Func {
  const char *name;           /* Go's symbol: "main.f", "main.(*T).m", "main.T.m", "main.f.func1", "main.G[int]" */
  Object *obj;                /* OBJ_FUNC; NULL for a literal */
  Package *pkg;
  Func *outer;                /* of a literal: the function around it; NULL for literals in package variables too */
  Pos pos;                    /* declared name, or `func` of a literal */
  Pos end;                    /* closing brace */
  Type *type;                 /* KIND_FUNC */
  Object *recv;               /* or NULL */
  ObjectList params, results; /* = type's, named or not */
  Stmt *body;                 /* NULL: native or without body */
  unsigned pragma;
  ObjectList locals;          /* every variable it declares in order: receiver, parameters, results, then as met */
  ObjectList captures;        /* variables of outer functions that it or its literals use, in order of first use */
  Func **literals; int n_literals;                    /* directly inside, in source order */
  Expr *literal;              /* EXPR_FUNC_LIT of a literal */
  bool has_defer, has_recover, has_goto;
  int n_defers, n_returns;    /* for open-coded defers: defer statements, return statements (+1 for the closing brace) */
  bool defer_in_loop;
  uint32_t index;             /* in unit->funcs */
  void *escape, *codegen;     /* for the later passes */
};

/* ---- Packages ---- */

typedef struct {
  ObjectList lhs;             /* one, or several for `var a, b = f()`; blanks included */
  Expr *rhs;
} Initializer;

struct Package {
  const char *path, *name;    /* "math/rand", "rand" */
  Scope *scope;
  FileSyntax **files; int n_files;
  Package **imports; int n_imports;                   /* direct, in source order */
  Initializer *inits; int n_inits;                    /* package variables in the order they must be initialised */
  Func **init_funcs; int n_init_funcs;                /* func init () */
  ObjectList globals;         /* OBJ_VAR, source order, blanks included */
  ObjectList types;           /* OBJ_TYPE of defined types, local ones too */
  Func **literals; int n_literals;                    /* function literals in initialisers of package variables */
  bool is_std;                /* one of ours, from lang/std */
  bool is_fake;               /* could not be imported: an error was reported */
};
