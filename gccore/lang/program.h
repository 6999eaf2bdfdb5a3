#pragma once

/* A compiled program: functions as register bytecode, types, constants, globals, lines. Immutable and refcounted;
 * every machine of the same source shares one.
 *
 * Frames. The stack grows down. A frame pointer points at the frame's link word; slots are 8-byte words relative to it:
 *
 *      +n   results                      the caller's window: arguments, then results (each a whole number of slots)
 *      +1   arguments (receiver first)
 *  fp   0   link: return pc (low 32 bits), slots up to the caller's frame pointer (high 32)
 *      -1   closure context, in functions that have one
 *      ..   variables and temporaries in Go's memory layout (a value of n slots at s occupies s .. s+n-1)
 *           windows of calls under way lie below them; the callee's frame is the window with its own slots below
 *
 * A function whose variables do not fit the slots that 16 bits name begins with VM_ENTER: it moves link, arguments and
 * results down, and what lies between them and the caller's window is its far storage, reached by addresses (LEAFAR).
 *
 * The link holds no address, so copying a stack moves frames without touching links. Return pcs are checked against
 * `call_ends` before they are followed: a word of the stack is not trusted more than any other.
 *
 * Pointer maps. For each function `ranges` says which slots hold pointers between which instructions; the liveness
 * pass (liveness.h) says which of them will still be read. Their intersection is what the collector sees.
 *
 * Type ids. `types` describes each type that the running program can meet (allocation, interface, map, channel):
 * GcType for the collector, RtType for the VM. Id 0 is none. An interface's first word is the dynamic type's id, in
 * interfaces with methods, too: the method table is found by (type id, method number). */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/image.h"
#include "heap/gctype.h"

typedef enum {
#define OP(name, roles, text) VM_##name,
#include "lang/opcodes.def"
#undef OP
  VM_N_OPS
} VmOp;

typedef uint64_t VmIns;

#define VM_A(ins) ((int16_t) ((ins) >> 16))
#define VM_B(ins) ((int16_t) ((ins) >> 32))
#define VM_C(ins) ((int16_t) ((ins) >> 48))
#define VM_UA(ins) ((uint16_t) ((ins) >> 16))
#define VM_UB(ins) ((uint16_t) ((ins) >> 32))
#define VM_UC(ins) ((uint16_t) ((ins) >> 48))
#define VM_K(ins) ((int32_t) ((ins) >> 32))
#define VM_UK(ins) ((uint32_t) ((ins) >> 32))
#define VM_OP(ins) ((uint16_t) (ins))

static inline VmIns
vm_ins (VmOp op, int a, int b, int c)
{
  return (uint64_t) op | (uint64_t) (uint16_t) a << 16 | (uint64_t) (uint16_t) b << 32 | (uint64_t) (uint16_t) c << 48;
}

static inline VmIns
vm_ins_k (VmOp op, int a, uint32_t k)
{
  return (uint64_t) op | (uint64_t) (uint16_t) a << 16 | (uint64_t) k << 32;
}

/* Slots that hold pointers while pc is in [start, end): bit i of mask is slot `slot` + i. Values of more than 64 slots
 * have several ranges. `always`: live throughout (its address is taken, or a deferred call may read it). */
typedef struct {
  uint32_t start, end;
  int32_t slot;
  bool always;
  uint64_t mask;
} ProgRange;

typedef struct
{
  Addr addr;
  uint32_t len;
} ProgText;

typedef enum {
  PROG_FUNC_CLOSURE = 1,      /* slot -1 receives the closure */
  PROG_FUNC_WRAPPER = 2,      /* made by the compiler: invisible to recover () and traces */
  PROG_FUNC_DEFERS = 4,       /* has a deferreturn point */
  PROG_FUNC_STD = 8,          /* of a standard package */
  PROG_FUNC_RUNTIME = 16,     /* the runtime's own frames: gopanic, goexit */
} ProgFuncFlags;

typedef struct {
  char *name;                 /* "main.(*T).m" */
  char *file;
  ProgText name_text, file_text; /* the same in the constants zone, if the program may ask; names as traces have them */
  uint32_t line;              /* of the declaration */
  uint32_t entry, end;        /* code [entry, end) */
  uint32_t frame_slots;       /* slots below the link that the function may touch, windows included */
  uint32_t far_slots;         /* slots that its frame moves down at entry (VM_ENTER); 0: none */
  uint16_t arg_slots, result_slots;
  uint32_t defer_return;      /* code index of the deferreturn point; 0: none */
  uint32_t flags;             /* ProgFuncFlags */
  TypeId closure_type;        /* of its closure objects; TYPE_NONE: no captures */
  ProgRange *ranges; uint32_t n_ranges;
  ProgRange *far; uint32_t n_far; /* pointers in far storage, once the first instruction is done */
} ProgFunc;

typedef struct { uint32_t entry, frame_slots; } ProgEntry; /* frame_slots: with the far ones */

/* A native that the program calls: its index in the VM's tables, and its window. */
typedef struct { uint32_t index; uint16_t arg_slots, result_slots; const char *name; } ProgNative;

/* A struct field or an interface's method, for printing and comparing. */
typedef struct {
  const char *name;
  const char *tag;            /* struct fields; "" if none */
  Addr name_addr, tag_addr;   /* the same in the constants zone */
  TypeId type;
  uint64_t offset_bytes;
  bool exported, embedded, blank;
} RtField;

/* A method of a concrete type as interfaces call it: the receiver is the interface's data word. */
typedef struct { uint32_t method; uint32_t func; } RtMethod;

/* How a value of the type is compared and hashed. */
typedef enum { RT_EQ_NONE, RT_EQ_MEM, RT_EQ_FLOAT, RT_EQ_STRING, RT_EQ_EFACE, RT_EQ_STRUCT, RT_EQ_ARRAY } RtEq;

/* Keys of maps that have their own lookup (Go: cmd/compile/internal/walk/walk.go, mapfast). */
typedef enum { RT_MAP_KEY_ANY, RT_MAP_KEY_32, RT_MAP_KEY_64, RT_MAP_KEY_STRING } RtMapKey;
/* Maps of such keys whose elements are in the buckets; of words: keys and elements of eight bytes (vm-map-near.h). */
typedef enum { RT_MAP_FAR, RT_MAP_NEAR_32, RT_MAP_NEAR_64, RT_MAP_NEAR_STRING, RT_MAP_NEAR_WORDS } RtMapNear;

typedef struct {
  uint8_t kind;               /* GcKind of the underlying type */
  uint8_t sole_component;     /* GcKind of all that there is in a value; GCKIND_INVALID: several components or none */
  uint8_t eq;                 /* RtEq */
  bool direct;                /* pointer-shaped: the data word of an interface is the value */
  bool named, has_methods;
  bool variadic;              /* func types */
  uint8_t chan_dir;
  uint8_t scalar;             /* 1: one slot in canonical form; 0: memory layout */
  uint32_t slots;
  TypeId elem, key;
  int64_t len;                /* arrays */
  RtField *fields; uint32_t n_fields;     /* structs */
  TypeId *params; uint32_t n_params, n_results; /* func types: of the parameters, then of the results */
  RtMethod *methods; uint32_t n_methods;  /* concrete types: sorted by method number */
  uint32_t *iface_methods; uint32_t n_iface_methods; /* interfaces: method numbers, sorted */
  char *pkg;                  /* package path of a named type, "" otherwise */
  const char *string;         /* as %T and panics print it: "main.T", "*main.T", "[]int" */
  Addr string_addr;           /* the same in the constants zone */
  uint32_t string_len;
  /* maps */
  TypeId bucket;
  uint8_t map_key;            /* RtMapKey */
  uint8_t key_slot_bytes, elem_slot_bytes; /* bytes in a bucket; 8 when kept by pointer */
  bool key_indirect, elem_indirect, key_reflexive, key_may_panic;
  bool key_pointers;          /* a bucket holds pointers for its keys */
  uint8_t map_near;           /* RtMapNear */
  bool map_elem_word;         /* map_near, and elements of eight bytes: the loop loads and stores them itself */
  uint16_t bucket_bytes;
} RtType;

/* Known types that natives allocate; found by name when codegen ends. TYPE_NONE: the program has no use for it. */
typedef enum {
  PROG_TYPE_STRING, PROG_TYPE_INT, PROG_TYPE_BYTES, PROG_TYPE_ANY_SLICE, PROG_TYPE_RUNTIME_ERROR, PROG_TYPE_POINTER,
  PROG_TYPE_SUDOG, PROG_TYPE_DEFER, PROG_TYPE_HCHAN, PROG_TYPE_HMAP, PROG_TYPE_MAPEXTRA, PROG_TYPE_G, PROG_TYPE_TIMER,
  PROG_TYPE_ERROR_STRING, PROG_TYPE_BOUNDS_ERROR, PROG_TYPE_PLAIN_ERROR, PROG_TYPE_ASSERT_ERROR,
  PROG_TYPE_ASSERT_ERROR_PTR, PROG_TYPE_PANIC_NIL_ERROR_PTR, PROG_TYPE_POINTERS,
  PROG_TYPE_POOL_LOCAL, PROG_TYPE_POOL_CHAIN, PROG_TYPE_EFACE,
  PROG_N_TYPES
} ProgTypeName;

/* Code that checks operands of 64-bit unsigned types: one of 2^63 and more is too large, and no negative number. */
typedef struct {
  uint32_t from, to;          /* code indices, `to` behind the last */
  uint32_t operands;          /* 1: an index or the low bound, 2: the high one, 4: the third */
} ProgUnsigned;

typedef struct Program {
  int refs;
  VmIns *code; uint32_t n_code;
  uint32_t *lines;            /* [n_code]: line of the program's own source; 0: none, or a standard package's code */
  uint32_t *trace_lines;      /* [n_code]: line in the function's own file, whichever it is */
  ProgUnsigned *unsigned_; uint32_t n_unsigned; /* by code index */
  uint8_t *call_ends;         /* bitmap: a call may return to this code index */
  uint64_t *consts; uint32_t n_consts;
  ProgFunc *funcs; uint32_t n_funcs;
  ProgEntry *entries;         /* [n_funcs]: what a call needs */
  uint32_t *func_order;       /* [n_funcs]: function numbers by entry */
  uint32_t main_func;         /* runs the initialisers, then main.main */
  uint32_t panic_func;        /* the runtime's gopanic loop; it begins with TRAPTEXT, MAKETRAP */
  uint32_t print_panics_func; /* runtime.printpanics: takes over when no deferred call is left; UINT32_MAX: none */
  Addr trap_strings[40];      /* string headers of constant run-time errors, by VmTrap; their types */
  TypeId trap_types[40];
  const char *const *panic_texts; Addr *panic_text_addrs; uint32_t n_panic_texts; /* panics of natives */

  GcTypeTable gc_types;
  RtType *types;              /* same ids */
  TypeId known[PROG_N_TYPES];
  uint32_t *dispatch;         /* [type id * n_methods + method number]: func index + 1, 0 none */
  uint32_t n_methods;
  const char **method_names;
  Addr *method_name_addrs;    /* the same in the constants zone */
  ProgText outer_texts[4];    /* name and file of runtime.main and of runtime.goexit, for vm-callers.c */
  Addr type_words;            /* in the constants zone: [type id] = type id, reflect's word for a type */
  uint32_t method_error, method_string; /* numbers of Error () string and String () string + 1; 0: none */

  uint8_t *rodata; uint64_t rodata_bytes;
  uint64_t globals_bytes;
  uint64_t *globals_mask;     /* one bit a word of the globals zone */
  Addr rodata_base, globals_base; /* where the image will have them: addresses in code and constants assume it */

  ProgNative *natives; uint32_t n_natives;
  char *main_file;
  void *owner;                /* arena of names */
} Program;

Program *program_ref (Program *program);
void program_unref (Program *program);

/* Function that contains a code index; NULL: none. */
/* A function's name as traces have it: type arguments are not told, main.f[...]. */
void program_append_func_name (GString *out, const char *name);
const ProgFunc *program_func_at (const Program *program, uint32_t pc);
/* Source line of a code index; 0: none. */
uint32_t program_line_at (const Program *program, uint32_t pc);
/* Whether what the code checks there is of an unsigned type; operand: as in ProgUnsigned. */
bool program_checks_unsigned (const Program *program, uint32_t pc, uint32_t operand);

/* Where an instruction can jump to; 0: nowhere. */
uint32_t program_jump_target (const Program *program, uint32_t pc);
/* Whether it is the program's own code: no library's, no wrapper made by the compiler. */
bool program_is_own (const ProgFunc *func);
/* Sets the bit (per code index) of each instruction at which a goroutine comes to a line of the program's own: it enters a
 * function there, or gets there from another line. */
void program_line_starts (const Program *program, uint64_t *starts);

/* Text listing (spanscape run --dump-bytecode). */
void program_disassemble (const Program *program, GString *out);
void program_disassemble_func (const Program *program, const ProgFunc *func, GString *out);
const char *vm_op_name (VmOp op);
const char *vm_op_roles (VmOp op);
