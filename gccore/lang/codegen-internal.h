#pragma once

/* What the files of the code generator share.
 *
 *   codegen.c          functions, variables, slots, ranges, jumps
 *   codegen-constant.c constants, the read-only zone
 *   codegen-bind.c     parameters, results, captured variables
 *   codegen-frame.c    storage in the frame, near and far
 *   codegen-type.c     type table, layouts of closures, map buckets
 *   codegen-place.c    places: what can be read, written, or have its address taken
 *   codegen-expr.c     expressions
 *   codegen-compare.c  comparisons, conditions
 *   codegen-complex.c  complex numbers, as pairs of floats
 *   codegen-order.c    what of an expression or statement is computed before the rest
 *   codegen-literal.c  composite and function literals, method values
 *   codegen-call.c     calls, go, defer
 *   codegen-builtin.c  builtin functions and conversions
 *   codegen-stmt.c     statements
 *   codegen-range.c    range, switch, type switch, select
 *   codegen-link.c     method tables, the runtime's own functions, the finished Program */

#include <setjmp.h>

#include "lang/arena.h"
#include "lang/codegen.h"
#include "lang/escape.h"
#include "lang/vm-internal.h"

typedef struct Cg Cg;

/* A function made by the compiler, compiled when the one under way is done. */
typedef struct CgLater CgLater;
struct CgLater {
  void (*compile) (Cg *cg, const CgLater *later);
  uint32_t index;
  const char *name;
  Expr *x;
  Type *type;
  const Lookup *lookup;
  gpointer data;
};

/* The whole program while it is made. */
struct Cg {
  LangUnit *unit;
  GccoreError *error;
  EscapeAnalysis *escape;
  jmp_buf fail;                           /* whoever jumps there lets go of nothing: codegen_program() does */
  Arena *scratch;                         /* what is needed on the way */
  struct Fn *fn;                          /* the function that is being made; NULL: none */
  GArray *code, *lines;                   /* VmIns, uint32_t */
  GArray *unsigned_;                      /* ProgUnsigned */
  GArray *funcs;                          /* ProgFunc */
  GArray *consts;                         /* uint64_t */
  GHashTable *const_index;                /* value -> index + 1 */
  GArray *relocs;                         /* consts that are offsets into rodata */
  GHashTable *strings;                    /* GBytes -> rodata offset */
  GByteArray *rodata;
  GArray *rodata_relocs;                  /* words of rodata that are offsets into rodata */
  GHashTable *func_index;                 /* Func -> index + 1 */
  GHashTable *wrappers;                   /* name -> func index + 1 */
  GPtrArray *pending;                     /* Func: functions still to be compiled */
  GArray *later;                          /* CgLater */
  GArray *natives;                        /* ProgNative */
  GHashTable *native_index;
  GArray *gc_types, *rt_types;
  GPtrArray *type_of;                     /* id -> Type (NULL: made here) */
  GHashTable *synthetic;                  /* key -> type id */
  GHashTable *method_index;               /* name (with package if not exported) -> number + 1 */
  GPtrArray *method_names;
  uint64_t globals_bytes;
  GHashTable *static_closures;            /* func index -> rodata offset + 1 */
  uint32_t main_func;
  bool too_long;                          /* a function was too long for 16-bit offsets: compile it again */
  bool too_wide;                          /* its frame has too many slots for 16 bits: the same, with more of it far */
};

typedef enum {
  LOC_SLOT,         /* value in the frame, scalars in canonical form */
  LOC_MEMORY,       /* in the frame in memory form: its address is taken */
  LOC_BOX,          /* slot holds the address of a heap variable (or of one in an outer frame) */
} LocKind;
typedef struct { LocKind kind; int slot; } Loc;

typedef struct { uint32_t at; uint32_t label; bool wide; } Patch;

/* A loop, switch or select that break and continue may name. */
typedef struct Target { struct Target *up; const Stmt *stmt; int break_label, continue_label; } Target;

/* Uncleared memory does not exist here: zeros. It lives until the program is done. */
#define CG_NEW_N(cg, type, n) ARENA_NEW_N ((cg)->scratch, type, n)

/* One function while it is made. */
typedef struct Fn {
  Cg *cg;
  Func *func;                             /* NULL: a wrapper */
  uint32_t start;                         /* index of its first instruction */
  int low, lowest;                        /* slots in use reach down to low; lowest ever */
  /* Storage of what does not escape lives as long as the frame: slots just below the link, handed out once, zeroed at
   * entry, live throughout. How much is known only at the end: such a function is compiled twice. */
  int storage_base, storage_used, storage_reserved;
  bool storage_pointers;                  /* in near storage: it must be clear before the collector looks at it */
  /* Far storage (codegen-frame.c): slots from far_base upwards; reserved and used as above. */
  int far_base;
  uint32_t far_used, far_reserved;
  uint64_t near_bytes;                    /* what is larger is far */
  uint32_t prologue_end;
  TypeId closure_type;
  int n_literals, n_deferred;
  uint32_t line;
  GArray *ranges;                         /* ProgRange */
  GArray *far;                            /* ProgRange: pointers in far storage */
  GArray *open;                           /* guint: ranges that have not ended, in order of their slots */
  GHashTable *locs;                       /* Object -> Loc */
  GArray *labels;                         /* code index or UINT32_MAX */
  GArray *patches;
  GHashTable *goto_labels;                /* STMT_LABELED -> label + 1 */
  Target *targets;
  int arg_slots, result_slots;
  int *result_slot;                       /* of each result */
  int defer_label;                        /* deferreturn point, -1: none */
  bool has_defers, is_closure, long_jumps;
  bool makes_call;                        /* for a go or defer: no Func, and yet what it makes may stay in its frame */
  bool force_heap;                        /* packed results that go, or defer in a loop, passes on outlive the frame */
  bool map_lookup;                        /* the map element being placed is only read: its key need not be copied */
  Stmt *fallthrough;
  int fallthrough_label;
  GHashTable *settled;                    /* Expr -> slot + bias: already computed; see codegen-order.c */
} Fn;

#define NO_DEST INT32_MIN

_Noreturn void cg_unsupported (Fn *fn, Pos pos, const char *format, ...) __attribute__ ((format (printf, 3, 4)));

/* ---- codegen.c ---- */
/* Whether values of the type may be too large for a signed word. */
bool cg_is_unsigned_word (Type *t);
/* The code since `from` checks operands of 64-bit unsigned types, as in ProgUnsigned; 0: it does not. */
void cg_checks_unsigned (Fn *fn, uint32_t from, uint32_t operands);
uint32_t cg_emit (Fn *fn, VmIns ins);
static inline uint32_t cg_op (Fn *fn, VmOp op, int a, int b, int c) { return cg_emit (fn, vm_ins (op, a, b, c)); }
static inline uint32_t cg_opk (Fn *fn, VmOp op, int a, uint32_t k) { return cg_emit (fn, vm_ins_k (op, a, k)); }
static inline void cg_extra (Fn *fn, int x16, uint32_t x32) { cg_emit (fn, vm_ins_k (VM_EXTRA, x16, x32)); }
int cg_temp_slots (Fn *fn, uint32_t n);                   /* without pointers */
int cg_temp (Fn *fn, Type *type);
int cg_temp_pointer (Fn *fn);
void cg_range (Fn *fn, int slot, Type *type, bool always);
void cg_range_pointer (Fn *fn, int slot);
void cg_release (Fn *fn, int low);
int cg_label (Fn *fn);
void cg_place_label (Fn *fn, int label);
void cg_jump (Fn *fn, int label);
void cg_jump_if (Fn *fn, VmOp op, int a, int label);                     /* JT, JF */
void cg_jump_compare (Fn *fn, VmOp op, int a, int b, int label);         /* JEQ ...: 16-bit offset */
Loc *cg_loc (Fn *fn, Object *obj);
Loc *cg_set_loc (Fn *fn, Object *obj, LocKind kind, int slot);
/* Whether a variable has an address, and so lies in its memory form. */
bool cg_in_memory (const Object *obj);
/* Whether the type holds an array with pointers: the liveness pass cannot follow what reaches its elements. */
bool cg_has_array (Type *type);
/* A new variable: its slot or box, zeroed unless an initial value follows at once. */
Loc *cg_declare (Fn *fn, Object *obj, bool zero);
/* Slots of a new variable, not yet written (its first write must follow before any read). */
Loc *cg_reserve (Fn *fn, Object *obj);
int cg_reserve_box (Fn *fn, Object *obj);
void cg_range_mask (Fn *fn, int slot, uint64_t mask);     /* live throughout */
bool cg_var_on_heap (const Object *obj);
bool cg_captured_by_value (const Object *obj);
/* Whether an allocating expression's storage is on the heap. */
bool cg_on_heap (const Fn *fn, const Expr *x);
/* Notes that the frame needs so many slots below the link: perhaps too many. */
void cg_check_near (Fn *fn, int64_t slots);
uint32_t cg_func (Cg *cg, Func *func);
uint32_t cg_closure_static (Cg *cg, uint32_t func);       /* rodata offset of {func} */
Fn *cg_begin (Cg *cg, const char *name, Func *func);
void cg_end (Fn *fn, const char *name, const char *file, uint32_t line, uint32_t flags);
/* Near storage of that many slots, cleared if there are pointers in it; what comes before is the function's prologue. */
void cg_reserve_storage (Fn *fn, int storage, bool pointers);
/* Forgets the function at `index`, compiled since `start`, but for the numbers of functions it calls. */
void cg_forget_func (Cg *cg, uint32_t index, uint32_t start, guint n_later);
void cg_end_at (Fn *fn, uint32_t index, const char *name, const char *file, uint32_t line, uint32_t flags);
void cg_later (Cg *cg, void (*compile) (Cg *, const CgLater *), uint32_t index, const char *name, Expr *x, Type *type);
void cg_compile_func (Cg *cg, Func *func);
uint32_t cg_native (Cg *cg, const char *name, uint32_t args, uint32_t results);
const char *cg_file (Cg *cg, uint16_t file);

/* ---- codegen-constant.c ---- */
void cg_int (Fn *fn, int dest, int64_t value);
void cg_word (Fn *fn, int dest, uint64_t value);
void cg_string (Fn *fn, int dest, const char *bytes, gsize len);
uint32_t cg_rodata (Cg *cg, const void *bytes, gsize len, gsize align);
uint32_t cg_rodata_string (Cg *cg, const char *bytes, gsize len);
void cg_rodata_address (Fn *fn, int dest, uint32_t offset);
void cg_constant (Fn *fn, const ConstVal *value, Type *type, int dest);

/* ---- codegen-type.c ---- */
TypeId cg_type (Cg *cg, Type *type);
TypeId cg_array_of (Cg *cg, Type *elem, int64_t len);
/* Layout of {fn, captures ...}; offsets are filled in. */
TypeId cg_closure_type (Cg *cg, Type *const *types, int n, uint64_t *offsets);
char *cg_method_key (Cg *cg, const Object *method);
uint32_t cg_method_number (Cg *cg, const Object *method);
uint32_t cg_slots (Type *type);
bool cg_is_scalar (Type *type);
GcKind cg_kind (Type *type);
static inline bool cg_is_signed (GcKind kind) { return kind >= GCKIND_INT && kind <= GCKIND_INT64; }
void cg_types_init (Cg *cg);
TypeId cg_known_type (Cg *cg, ProgTypeName name);

/* ---- codegen-bind.c ---- */
void cg_count_signature (Fn *fn);                         /* arg_slots, result_slots, result_slot, far_base */
void cg_bind_signature (Fn *fn);
void cg_bind_captures (Fn *fn);

/* ---- codegen-place.c ---- */
typedef enum { PLACE_BLANK, PLACE_SLOT, PLACE_FRAME, PLACE_POINTER, PLACE_GLOBAL, PLACE_INDEX, PLACE_MAP } PlaceKind;
typedef struct {
  PlaceKind kind;
  Type *type;
  int slot;                               /* SLOT, FRAME: base; POINTER: its slot; INDEX: the slice; MAP: the map */
  int index;                              /* INDEX, MAP: slot of index or key */
  bool unsigned_index;                    /* INDEX: of a 64-bit unsigned type */
  int64_t offset;                         /* FRAME, POINTER, GLOBAL: bytes */
  TypeId map_type;
} Place;
Place cg_place (Fn *fn, Expr *x);
int cg_place_load (Fn *fn, const Place *place, int dest);
void cg_place_store (Fn *fn, const Place *place, int src);
void cg_place_zero (Fn *fn, const Place *place);
int cg_place_address (Fn *fn, const Place *place, int dest);
Place cg_place_settled (Fn *fn, const Place *place);
Place cg_place_field (const Place *place, Type *type, uint64_t offset);
void cg_move (Fn *fn, Type *type, int dest, int src);
void cg_zero (Fn *fn, Type *type, int dest);
void cg_load (Fn *fn, Type *type, int dest, int pointer, int64_t offset);
void cg_store (Fn *fn, Type *type, int pointer, int64_t offset, int src);
/* Whether the expression names memory (a variable, field, element, dereference). */
bool cg_is_addressable (Expr *x);

/* ---- codegen-frame.c ---- */
#define MAX_FRAME_SLOTS ((1u << 30) / 8)                  /* Go: cmd/compile/internal/ssagen/pgen.go, Compile */
/* Near storage for n slots, not zeroed; the pointers in it. */
int cg_storage (Fn *fn, uint32_t n);
void cg_storage_pointers (Fn *fn, int slot, Type *type, int64_t count);
void cg_storage_mask (Fn *fn, int slot, const uint64_t *mask, uint64_t n_words);
/* n elements in the frame, zeroed, near or far; their address to `dest`. */
void cg_frame_array (Fn *fn, Type *elem, int64_t n, int dest);
/* A new zeroed variable of the type: on the heap or in the frame. */
void cg_new (Fn *fn, Type *type, bool heap, int dest);
/* Whether a variable is reached through a slot with its address: it is on the heap, or far. Then it is made so. */
bool cg_var_boxed (const Fn *fn, const Object *obj);
void cg_new_variable (Fn *fn, Object *obj, int box);
/* Values too large to pass through slots: stored, or made a new variable's, from address to address. */
bool cg_is_far_value (const Fn *fn, Type *type);
void cg_store_far (Fn *fn, const Place *place, Expr *x);
void cg_define_far (Fn *fn, Object *obj, Expr *x);

/* ---- codegen-expr.c ---- */
/* Evaluates x into dest, or anywhere (NO_DEST): the slot is returned. */
int cg_expr (Fn *fn, Expr *x, int dest);
/* A slot that keeps the value whatever is assigned afterwards. */
int cg_expr_kept (Fn *fn, Expr *x);
int cg_address (Fn *fn, Expr *x, int dest, bool heap);    /* heap: for &T{} */
/* b of string (b), b of bytes; NULL: x is something else. */
Expr *cg_bytes_of_text (Expr *x);
/* A string operand that is only looked at: string (b) of bytes is not copied. */
int cg_string_operand (Fn *fn, Expr *x, int dest);
/* place += x */
void cg_append_text (Fn *fn, Place *place, Expr *x);
void cg_binary_op (Fn *fn, Operator op, Type *type, int dest, int x, int y, Expr *y_expr);
/* dest = x op y for a constant y that fits an immediate operand; false: it does not. */
bool cg_immediate (Fn *fn, Operator op, Type *type, int dest, int x, Expr *y);
bool cg_small_int (Expr *x, int64_t lo, int64_t hi, int64_t *out);
void cg_assert (Fn *fn, Expr *x, int dest, int ok);       /* x.(T): value to dest, ok slot or NO_DEST: panics */
void cg_unbox (Fn *fn, Type *type, int dest, int data);
void cg_comma_ok (Fn *fn, Expr *x, int dest, int ok);    /* v, ok = ...; dest may be NO_DEST */

/* ---- codegen-compare.c ---- */
/* dest = x op y for operands of a comparable type. */
void cg_compare (Fn *fn, Operator op, Type *type, int dest, int x, int y);
/* The operators that compare; && and ||: as a value. */
int cg_comparison (Fn *fn, Expr *x, int dest);
int cg_logical (Fn *fn, Expr *x, int dest);
/* Jumps where x is jump_if. */
void cg_condition (Fn *fn, Expr *x, int label, bool jump_if);

/* ---- codegen-complex.c ---- */
bool cg_is_complex (Type *type);
Type *cg_complex_part (Cg *cg, Type *type);               /* of its parts: float32 or float64 */
void cg_complex_bits (const ConstVal *value, Type *type, uint64_t bits[2]);
void cg_complex_binary (Fn *fn, Operator op, Type *type, int dest, int x, int y);
void cg_complex_negate (Fn *fn, Type *type, int dest, int x);
void cg_complex_convert (Fn *fn, Type *from, Type *to, int dest, int src);
void cg_complex_make (Fn *fn, Type *type, int dest, int re, int im);
void cg_complex_take (Fn *fn, Type *type, int dest, int x, bool imag);

/* ---- codegen-order.c ---- */
/* Computes at once what must not wait for its turn among operands that are about to be generated from left to right:
 * `first` (or NULL) and `rest`. `late`: the construct itself reads or allocates before its operands are generated. */
void cg_order_list (Fn *fn, Expr *first, ExprList rest, bool late);
/* The same for the bounds of a slice of base: each is computed in its turn, but names. */
void cg_order_bounds (Fn *fn, Expr *base, ExprList bounds);
void cg_order (Fn *fn, Expr *a, Expr *b);
/* x has been computed; its value stays in the slot until that is released. */
void cg_settle (Fn *fn, Expr *x, int slot);
bool cg_settled (Fn *fn, Expr *x, int *slot);
void cg_forget_settled (Fn *fn, int low);                 /* those below `low` */

/* ---- codegen-literal.c ---- */
int cg_composite (Fn *fn, Expr *x, int dest);
void cg_order_elements (Fn *fn, Expr *x, bool heap);
/* The address of a new variable that holds the literal: &T{...}. */
int cg_literal_address (Fn *fn, Expr *x, bool heap, int dest);
void cg_composite_into (Fn *fn, Expr *x, const Place *place, bool zeroed);
void cg_make_map (Fn *fn, TypeId id, bool heap, int64_t constant_hint, int hint, int dest);
int cg_func_literal (Fn *fn, Expr *x, int dest);
int cg_func_literal_in (Fn *fn, Expr *x, int dest, bool heap);
int cg_method_value (Fn *fn, Expr *x, int dest);
int cg_method_expr (Fn *fn, Expr *x, int dest);
int cg_func_value (Fn *fn, uint32_t func, int dest);
/* The instance that x denotes, as a value. */
int cg_instance_value (Fn *fn, Expr *x, Object *instance, int dest);
/* A slot with what stands for a dictionary. */
int cg_dictionary (Fn *fn);
uint32_t cg_method_expr_func (Cg *cg, Expr *x);
uint32_t cg_data_method (Cg *cg, Type *type, const Lookup *found);
/* Makes a closure {func, values ...} from slots. `heap` false: in the frame. */
int cg_make_closure (Fn *fn, uint32_t func, Type *const *types, const int *slots, int n, bool heap, int dest);

/* ---- codegen-call.c ---- */
int cg_call (Fn *fn, Expr *x, int dest);                  /* slot of the first result */
int cg_receiver (Fn *fn, Expr *selector, int dest);       /* receiver of a method call or value, adjusted */
Type *cg_method_sig (Fn *fn, Object *method);
void cg_go (Fn *fn, Stmt *s);
void cg_defer (Fn *fn, Stmt *s);
typedef struct { int link; int args, results; uint32_t arg_slots, result_slots; } Window;
Window cg_window (Fn *fn, Type *sig, Type *recv);
uint32_t cg_sig_slots (Type *sig, Type *recv, uint32_t *results);
bool cg_is_native (const Func *func);
void cg_call_func (Fn *fn, Func *func, const Window *w);

/* ---- codegen-builtin.c ---- */
int cg_builtin (Fn *fn, Expr *x, int dest);
int cg_conversion (Fn *fn, Expr *call, int dest);
int cg_to_interface (Fn *fn, Expr *x, Type *to, int dest, bool heap);
void cg_box (Fn *fn, Type *from, int src, int dest);
void cg_convert_value (Fn *fn, Type *from, Type *to, int src, int dest);  /* assignability: concrete to interface */
void cg_narrow (Fn *fn, GcKind kind, int dest, int src);

/* ---- codegen-stmt.c, codegen-range.c ---- */
void cg_stmt (Fn *fn, Stmt *s);
void cg_block (Fn *fn, StmtList list);
void cg_run_defers (Fn *fn, int label);
void cg_return_values (Fn *fn);
void cg_range_stmt (Fn *fn, Stmt *s, Target *t);
void cg_switch (Fn *fn, Stmt *s);
void cg_type_switch (Fn *fn, Stmt *s);
void cg_select (Fn *fn, Stmt *s);
void cg_assign_two (Fn *fn, Expr *a, Expr *b, Type *a_type, int a_slot, Type *b_type, int b_slot);
void cg_define_or_assign (Fn *fn, Expr *lhs, bool define, Type *from, int src);

/* ---- codegen-link.c ---- */
void cg_runtime_functions (Cg *cg);
void cg_methods (Cg *cg);
Program *cg_finish (Cg *cg);
/* Instead: what was made so far is freed. */
void cg_discard (Cg *cg);
uint32_t cg_main (Cg *cg);
