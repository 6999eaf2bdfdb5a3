#include <stdarg.h>
#include <string.h>

#include "lang/codegen-internal.h"
#include "lang/dictionary.h"

void
cg_unsupported (Fn *fn, Pos pos, const char *format, ...)
{
  Cg *cg = fn->cg;
  char text[400];
  va_list args;

  va_start (args, format);
  g_vsnprintf (text, sizeof text, format, args);
  va_end (args);
  gccore_error_set (cg->error, GCCORE_ERR_UNSUPPORTED, "%s: not supported yet: %s", cg_file (cg, pos.file), text);
  if (cg->error)
    {
      cg->error->line = (int) pos.line;
      cg->error->column = pos.col;
    }
  longjmp (cg->fail, 1);
}

const char *
cg_file (Cg *cg, uint16_t file)
{
  return file < cg->unit->n_files ? cg->unit->files[file].name : "?";
}

/* ---- instructions, labels ---- */

uint32_t
cg_emit (Fn *fn, VmIns ins)
{
  uint32_t at = fn->cg->code->len;

  g_array_append_val (fn->cg->code, ins);
  g_array_append_val (fn->cg->lines, fn->line);
  return at;
}

bool
cg_is_unsigned_word (Type *t)
{
  return type_is_unsigned (t) && type_size (t) == 8;
}

void
cg_checks_unsigned (Fn *fn, uint32_t from, uint32_t operands)
{
  ProgUnsigned check = { from, fn->cg->code->len, operands };

  if (operands)
    g_array_append_val (fn->cg->unsigned_, check);
}

int
cg_label (Fn *fn)
{
  uint32_t none = UINT32_MAX;

  g_array_append_val (fn->labels, none);
  return (int) fn->labels->len - 1;
}

void
cg_place_label (Fn *fn, int label)
{
  g_array_index (fn->labels, uint32_t, label) = fn->cg->code->len;
}

static void
add_patch (Fn *fn, uint32_t at, int label, bool wide)
{
  Patch patch = { at, (uint32_t) label, wide };

  g_array_append_val (fn->patches, patch);
}

void
cg_jump (Fn *fn, int label)
{
  add_patch (fn, cg_opk (fn, VM_JMP, 0, 0), label, true);
}

void
cg_jump_if (Fn *fn, VmOp op, int a, int label)
{
  add_patch (fn, cg_opk (fn, op, a, 0), label, true);
}

void
cg_jump_compare (Fn *fn, VmOp op, int a, int b, int label)
{
  if (fn->long_jumps)
    {
      cg_op (fn, op, a, b, 1);
      cg_opk (fn, VM_JMP, 0, 1);
      cg_jump (fn, label);
      return;
    }
  add_patch (fn, cg_op (fn, op, a, b, 0), label, false);
}

static void
resolve_patches (Fn *fn)
{
  for (guint i = 0; i < fn->patches->len; i++)
    {
      const Patch *patch = &g_array_index (fn->patches, Patch, i);
      uint32_t target = g_array_index (fn->labels, uint32_t, patch->label);
      VmIns *ins = &g_array_index (fn->cg->code, VmIns, patch->at);
      int64_t offset = (int64_t) target - ((int64_t) patch->at + 1);

      if (patch->wide)
        *ins = (*ins & 0xffffffff) | (uint64_t) (uint32_t) (int32_t) offset << 32;
      else if (offset < INT16_MIN || offset > INT16_MAX)
        fn->cg->too_long = true;
      else
        *ins = (*ins & UINT64_C (0xffffffffffff)) | (uint64_t) (uint16_t) (int16_t) offset << 48;
    }
}

/* ---- slots ---- */

/* The slots of a frame that 16 bits name. */
#define MAX_NEAR_SLOTS 32000
/* What a variable may take of them, and what it may once they were not enough. */
#define NEAR_BYTES 65536
#define FEWER_NEAR_BYTES 512

void
cg_check_near (Fn *fn, int64_t slots)
{
  if (slots <= MAX_NEAR_SLOTS)
    return;
  if (!fn->func || fn->near_bytes <= FEWER_NEAR_BYTES)
    cg_unsupported (fn, fn->func ? fn->func->pos : (Pos) { 0 }, "more than 250 KB of values on the way in one function");
  fn->cg->too_wide = true;
}

int
cg_temp_slots (Fn *fn, uint32_t n)
{
  fn->low -= (int) n;
  if (fn->low < fn->lowest)
    fn->lowest = fn->low;
  cg_check_near (fn, -fn->low);
  return fn->low;
}

static void
open_range (Fn *fn, int slot, uint64_t mask, bool always)
{
  ProgRange range = { fn->cg->code->len, 0, slot, always, mask };
  guint index = fn->ranges->len;

  g_array_append_val (fn->ranges, range);
  g_array_append_val (fn->open, index);
}

void
cg_range (Fn *fn, int slot, Type *type, bool always)
{
  uint64_t bytes = type_ptr_bytes (type), n = (bytes / 8 + 63) / 64;
  uint64_t *mask;

  if (bytes == 0)
    return;
  (void) type_size (type);
  mask = g_new0 (uint64_t, n);
  type_ptr_mask (type, mask);
  for (uint64_t i = 0; i < n; i++)
    if (mask[i] != 0)
      open_range (fn, slot + (int) i * 64, mask[i], always);
  g_free (mask);
}

void
cg_range_mask (Fn *fn, int slot, uint64_t mask)
{
  open_range (fn, slot, mask, true);
}

void
cg_range_pointer (Fn *fn, int slot)
{
  open_range (fn, slot, 1, false);
}

/* Elements of arrays are reached through addresses that the liveness pass cannot follow: an array with pointers counts
 * as live as long as it exists, and is zeroed first. */
bool
cg_has_array (Type *type)
{
  Type *u = type_underlying (type);

  if (!type_has_pointers (type))
    return false;
  if (u->kind == KIND_ARRAY)
    return true;
  if (u->kind == KIND_STRUCT)
    for (int i = 0; i < u->struct_.n; i++)
      if (cg_has_array (u->struct_.fields[i].var->type))
        return true;
  return false;
}

int
cg_temp (Fn *fn, Type *type)
{
  int slot = cg_temp_slots (fn, cg_slots (type));

  if (cg_has_array (type))
    {
      cg_zero (fn, type, slot);
      cg_range (fn, slot, type, true);
    }
  else
    cg_range (fn, slot, type, false);
  return slot;
}

int
cg_temp_pointer (Fn *fn)
{
  int slot = cg_temp_slots (fn, 1);

  cg_range_pointer (fn, slot);
  return slot;
}

/* Ends what lies below `low`. */
void
cg_release (Fn *fn, int low)
{
  while (fn->open->len > 0)
    {
      guint index = g_array_index (fn->open, guint, fn->open->len - 1);
      ProgRange *range = &g_array_index (fn->ranges, ProgRange, index);

      if (range->slot >= low)
        break;
      range->end = fn->cg->code->len;
      g_array_set_size (fn->open, fn->open->len - 1);
    }
  cg_forget_settled (fn, low);
  fn->low = low;
}

/* ---- variables ---- */

/* Where escape analysis has decided nothing, what has its address taken or is captured by reference is on the heap. */
bool
cg_captured_by_value (const Object *obj)
{
  if (obj->var.escape)
    return escape_var_captured_by_value (obj);
  return !obj->var.reassigned && !obj->var.addr_taken && type_size (obj->type) <= 128;
}

bool
cg_in_memory (const Object *obj)
{
  return obj->var.addr_taken || (obj->var.captured && !cg_captured_by_value (obj));
}

bool
cg_var_on_heap (const Object *obj)
{
  return obj->var.escape ? escape_var_on_heap (obj) : cg_in_memory (obj);
}

bool
cg_on_heap (const Fn *fn, const Expr *x)
{
  return (!fn->func && !fn->makes_call) || fn->force_heap || (escape_on_heap (x) && !escape_zero_copy (x));
}

Loc *
cg_loc (Fn *fn, Object *obj)
{
  return g_hash_table_lookup (fn->locs, obj);
}

Loc *
cg_set_loc (Fn *fn, Object *obj, LocKind kind, int slot)
{
  Loc *loc = g_new (Loc, 1);

  loc->kind = kind;
  loc->slot = slot;
  g_hash_table_insert (fn->locs, obj, loc);
  return loc;
}

int
cg_reserve_box (Fn *fn, Object *obj)
{
  int slot = cg_temp_pointer (fn);

  cg_set_loc (fn, obj, LOC_BOX, slot);
  return slot;
}

Loc *
cg_reserve (Fn *fn, Object *obj)
{
  int slot;

  /* A pointer to it may outlive its block. */
  if (cg_in_memory (obj) && fn->func)
    {
      slot = cg_storage (fn, cg_slots (obj->type));
      cg_storage_pointers (fn, slot, obj->type, 1);
      cg_zero (fn, obj->type, slot);
      return cg_set_loc (fn, obj, LOC_MEMORY, slot);
    }
  slot = cg_temp_slots (fn, cg_slots (obj->type));
  if (cg_has_array (obj->type))
    {
      cg_zero (fn, obj->type, slot);
      cg_range (fn, slot, obj->type, true);
    }
  else
    cg_range (fn, slot, obj->type, false);
  return cg_set_loc (fn, obj, LOC_SLOT, slot);
}

Loc *
cg_declare (Fn *fn, Object *obj, bool zero)
{
  Loc *loc;

  if (cg_var_boxed (fn, obj))
    {
      int slot = cg_reserve_box (fn, obj);

      cg_new_variable (fn, obj, slot);
      return cg_loc (fn, obj);
    }
  loc = cg_reserve (fn, obj);
  if (zero && !cg_in_memory (obj) && !cg_has_array (obj->type))
    cg_zero (fn, obj->type, loc->slot);
  return loc;
}

/* ---- functions ---- */

bool
cg_is_native (const Func *func)
{
  return func->body == NULL;
}

uint32_t
cg_native (Cg *cg, const char *name, uint32_t args, uint32_t results)
{
  gpointer found = g_hash_table_lookup (cg->native_index, name);
  uint32_t index;
  ProgNative native;

  if (found)
    return GPOINTER_TO_UINT (found) - 1;
  index = vm_native_find (name);
  if (index == 0)
    {
      gccore_error_set (cg->error, GCCORE_ERR_UNSUPPORTED, "not supported yet: %s", name);
      longjmp (cg->fail, 1);
    }
  native = (ProgNative) { index - 1, (uint16_t) args, (uint16_t) results, g_strdup (name) };
  g_array_append_val (cg->natives, native);
  g_hash_table_insert (cg->native_index, (gpointer) native.name, GUINT_TO_POINTER (cg->natives->len));
  return cg->natives->len - 1;
}

uint32_t
cg_func (Cg *cg, Func *func)
{
  gpointer found = g_hash_table_lookup (cg->func_index, func);
  ProgFunc empty = { 0 };

  if (found)
    return GPOINTER_TO_UINT (found) - 1;
  g_array_append_val (cg->funcs, empty);
  g_hash_table_insert (cg->func_index, func, GUINT_TO_POINTER (cg->funcs->len));
  g_ptr_array_add (cg->pending, func);
  return cg->funcs->len - 1;
}

/* A func value without captures is one word in the constants. */
uint32_t
cg_closure_static (Cg *cg, uint32_t func)
{
  gpointer found = g_hash_table_lookup (cg->static_closures, GUINT_TO_POINTER (func + 1));
  uint64_t word = func;

  if (!found)
    {
      found = GUINT_TO_POINTER (cg_rodata (cg, &word, 8, 8) + 1);
      g_hash_table_insert (cg->static_closures, GUINT_TO_POINTER (func + 1), found);
    }
  return GPOINTER_TO_UINT (found) - 1;
}

Fn *
cg_begin (Cg *cg, const char *name, Func *func)
{
  Fn *fn = g_new0 (Fn, 1);

  (void) name;
  g_assert (cg->fn == NULL);
  cg->fn = fn;
  fn->cg = cg;
  fn->func = func;
  fn->start = cg->code->len;
  fn->near_bytes = NEAR_BYTES;
  fn->ranges = g_array_new (FALSE, FALSE, sizeof (ProgRange));
  fn->far = g_array_new (FALSE, FALSE, sizeof (ProgRange));
  fn->open = g_array_new (FALSE, FALSE, sizeof (guint));
  fn->locs = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  fn->labels = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  fn->patches = g_array_new (FALSE, FALSE, sizeof (Patch));
  fn->goto_labels = g_hash_table_new (g_direct_hash, g_direct_equal);
  fn->settled = g_hash_table_new (g_direct_hash, g_direct_equal);
  fn->defer_label = -1;
  fn->line = func ? func->pos.line : 0;
  return fn;
}

static void
fn_free (Fn *fn)
{
  fn->cg->fn = NULL;
  g_array_free (fn->ranges, TRUE);
  if (fn->far)
    g_array_free (fn->far, TRUE);
  g_array_free (fn->open, TRUE);
  g_hash_table_unref (fn->locs);
  g_array_free (fn->labels, TRUE);
  g_array_free (fn->patches, TRUE);
  g_hash_table_unref (fn->goto_labels);
  g_hash_table_unref (fn->settled);
  g_free (fn);
}

/* How far the frame pointer goes down to make room for far storage, and the way out from there. */
static uint32_t
far_slots (const Fn *fn)
{
  return (uint32_t) fn->far_base + fn->far_reserved;
}

static void
cg_return (Fn *fn)
{
  if (fn->far_reserved == 0)
    {
      cg_op (fn, VM_RET, 0, 0, 0);
      return;
    }
  cg_opk (fn, VM_RETFAR, 0, far_slots (fn));
  cg_extra (fn, fn->result_slots, (uint32_t) (1 + fn->arg_slots));
}

/* Ends the function under way and gives it its place in the table, at `index`. */
static void
finish (Fn *fn, uint32_t index, const char *name, const char *file, uint32_t line, uint32_t flags)
{
  Cg *cg = fn->cg;
  ProgFunc *f = &g_array_index (cg->funcs, ProgFunc, index);
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (ProgRange));

  /* Every function ends in an instruction that does not go on. */
  cg_op (fn, VM_UNREACH, 0, 0, 0);
  cg_release (fn, INT32_MAX);
  resolve_patches (fn);
  for (guint i = 0; i < fn->ranges->len; i++)
    {
      ProgRange range = g_array_index (fn->ranges, ProgRange, i);

      if (range.start == UINT32_MAX)
        {
          range.start = fn->prologue_end;
          range.end = cg->code->len;
        }
      if (range.end > range.start)
        g_array_append_val (kept, range);
    }
  f->name = g_strdup (name);
  f->file = g_strdup (file);
  f->line = line;
  f->entry = fn->start;
  f->end = cg->code->len;
  f->frame_slots = (uint32_t) -fn->lowest + 1;
  f->arg_slots = (uint16_t) fn->arg_slots;
  f->result_slots = (uint16_t) fn->result_slots;
  f->flags = flags;
  f->closure_type = fn->closure_type;
  if (fn->defer_label >= 0)
    f->defer_return = g_array_index (fn->labels, uint32_t, fn->defer_label);
  f->far_slots = fn->far_reserved > 0 ? far_slots (fn) : 0;
  f->n_far = fn->far->len;
  f->far = (ProgRange *) g_array_free (g_steal_pointer (&fn->far), FALSE);
  f->n_ranges = kept->len;
  f->ranges = (ProgRange *) g_array_free (kept, FALSE);
  fn_free (fn);
}

void
cg_end (Fn *fn, const char *name, const char *file, uint32_t line, uint32_t flags)
{
  ProgFunc empty = { 0 };

  g_array_append_val (fn->cg->funcs, empty);
  finish (fn, fn->cg->funcs->len - 1, name, file, line, flags);
}

void
cg_end_at (Fn *fn, uint32_t index, const char *name, const char *file, uint32_t line, uint32_t flags)
{
  finish (fn, index, name, file, line, flags);
}

void
cg_later (Cg *cg, void (*compile) (Cg *, const CgLater *), uint32_t index, const char *name, Expr *x, Type *type)
{
  CgLater later = { compile, index, arena_copy (cg->scratch, name, strlen (name) + 1), x, type, NULL, NULL };

  g_array_append_val (cg->later, later);
}

/* Runs what was deferred; `label` (-1: none) is for those who come from elsewhere. A trace takes a frame's line from the
 * instruction before the one returned to, and deferred calls return to the one that makes them. */
void
cg_run_defers (Fn *fn, int label)
{
  int low = fn->low;

  cg_op (fn, VM_NOP, 0, 0, 0);
  if (label >= 0)
    cg_place_label (fn, label);
  cg_op (fn, VM_DEFERRET, cg_temp_slots (fn, 1), 0, 0);
  cg_release (fn, low);
}

/* The way out: boxed results into their slots. */
void
cg_return_values (Fn *fn)
{
  ObjectList results = fn->func->results;

  for (int i = 0; i < results.n; i++)
    {
      Loc *loc = cg_loc (fn, results.v[i]);

      if (loc && loc->kind == LOC_BOX)
        cg_load (fn, results.v[i]->type, fn->result_slot[i], loc->slot, 0);
    }
  cg_return (fn);
}

/* What one attempt to compile a function takes for granted; afterwards what the next one must. */
typedef struct {
  bool long_jumps;
  int storage;
  bool storage_pointers;
  uint32_t far;
  uint64_t near_bytes;
} Attempt;

void
cg_reserve_storage (Fn *fn, int storage, bool pointers)
{
  fn->storage_reserved = storage;
  fn->low = fn->lowest = fn->low - storage;
  if (pointers)
    cg_op (fn, VM_ZERO, fn->low, storage, 0);
  fn->prologue_end = fn->cg->code->len;
}

/* False: the code is no good, as it found other things than it was told. */
static bool
compile_body (Cg *cg, Func *func, uint32_t index, Attempt *attempt)
{
  Fn *fn = cg_begin (cg, func->name, func);
  uint32_t flags = func->pkg && func->pkg->is_std ? PROG_FUNC_STD : 0;
  int storage = attempt->storage;
  bool good;

  cg->too_long = cg->too_wide = false;
  fn->long_jumps = attempt->long_jumps;
  fn->near_bytes = attempt->near_bytes;
  fn->far_reserved = attempt->far;
  fn->has_defers = func->has_defer;
  fn->is_closure = func->literal != NULL && (func->captures.n > 0 || dictionary_captured_in (func));
  if (fn->is_closure)
    {
      fn->low = fn->lowest = fn->storage_base = -1;
      cg_range_pointer (fn, -1);
      flags |= PROG_FUNC_CLOSURE;
    }
  cg_count_signature (fn);
  if (fn->far_reserved > 0)
    cg_opk (fn, VM_ENTER, fn->arg_slots + fn->result_slots, far_slots (fn));
  cg_reserve_storage (fn, storage, attempt->storage_pointers);
  if (fn->has_defers)
    {
      fn->defer_label = cg_label (fn);
      flags |= PROG_FUNC_DEFERS;
    }
  cg_bind_signature (fn);
  if (fn->is_closure)
    cg_bind_captures (fn);
  if (cg_is_native (func))
    {
      cg_opk (fn, VM_NATIVE, 0, cg_native (cg, func->name, (uint32_t) fn->arg_slots, (uint32_t) fn->result_slots));
      cg_return (fn);
    }
  else
    {
      cg_block (fn, func->body->block.list);
      fn->line = func->end.line;
      if (fn->has_defers)
        {
          cg_run_defers (fn, fn->defer_label);
          cg_return_values (fn);
        }
      else if (func->results.n == 0)
        cg_return (fn);
    }
  good = fn->storage_used == storage && fn->storage_pointers == attempt->storage_pointers
         && fn->far_used == fn->far_reserved && !cg->too_wide;
  attempt->storage = cg->too_wide ? 0 : fn->storage_used;
  attempt->storage_pointers = !cg->too_wide && fn->storage_pointers;
  attempt->far = cg->too_wide ? 0 : fn->far_used;
  finish (fn, index, func->name, cg_file (cg, func->pos.file), func->pos.line, flags);
  attempt->long_jumps |= cg->too_long;
  if (cg->too_wide)
    attempt->near_bytes = FEWER_NEAR_BYTES;
  return good && !cg->too_long;
}

void
cg_forget_func (Cg *cg, uint32_t index, uint32_t start, guint n_later)
{
  ProgFunc *f = &g_array_index (cg->funcs, ProgFunc, index);

  g_clear_pointer (&f->name, g_free);
  g_clear_pointer (&f->file, g_free);
  g_clear_pointer (&f->ranges, g_free);
  g_clear_pointer (&f->far, g_free);
  g_array_set_size (cg->code, start);
  g_array_set_size (cg->lines, start);
  while (cg->unsigned_->len > 0 && g_array_index (cg->unsigned_, ProgUnsigned, cg->unsigned_->len - 1).from >= start)
    g_array_set_size (cg->unsigned_, cg->unsigned_->len - 1);
  for (guint i = cg->later->len; i-- > n_later;)
    if (g_array_index (cg->later, CgLater, i).data)
      g_array_remove_index (cg->later, i);
}

void
cg_compile_func (Cg *cg, Func *func)
{
  uint32_t index = cg_func (cg, func), start = cg->code->len;
  guint n_later = cg->later->len;
  Attempt attempt = { .near_bytes = NEAR_BYTES };

  escape_analyze (cg->escape, func);
  while (!compile_body (cg, func, index, &attempt))
    cg_forget_func (cg, index, start, n_later);
}

static void
cg_init (Cg *cg, LangUnit *unit, GccoreError *error)
{
  memset (cg, 0, sizeof *cg);
  cg->unit = unit;
  cg->error = error;
  cg->scratch = arena_new ();
  cg->code = g_array_new (FALSE, FALSE, sizeof (VmIns));
  cg->lines = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  cg->unsigned_ = g_array_new (FALSE, FALSE, sizeof (ProgUnsigned));
  cg->funcs = g_array_new (FALSE, TRUE, sizeof (ProgFunc));
  cg->consts = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  cg->const_index = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  cg->relocs = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  cg->strings = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  cg->rodata = g_byte_array_new ();
  cg->rodata_relocs = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  cg->func_index = g_hash_table_new (g_direct_hash, g_direct_equal);
  cg->wrappers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cg->pending = g_ptr_array_new ();
  cg->later = g_array_new (FALSE, TRUE, sizeof (CgLater));
  cg->natives = g_array_new (FALSE, FALSE, sizeof (ProgNative));
  cg->native_index = g_hash_table_new (g_str_hash, g_str_equal);
  cg->gc_types = g_array_new (FALSE, TRUE, sizeof (GcType));
  cg->rt_types = g_array_new (FALSE, TRUE, sizeof (RtType));
  cg->type_of = g_ptr_array_new ();
  cg->synthetic = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cg->method_index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  cg->method_names = g_ptr_array_new ();
  cg->static_closures = g_hash_table_new (g_direct_hash, g_direct_equal);
}

/* Everything but what cg_finish() moved into the Program, or cg_discard() freed. */
static void
cg_fini (Cg *cg)
{
  g_hash_table_unref (cg->const_index);
  g_array_free (cg->relocs, TRUE);
  g_hash_table_unref (cg->strings);
  g_array_free (cg->rodata_relocs, TRUE);
  g_hash_table_unref (cg->func_index);
  g_hash_table_unref (cg->wrappers);
  g_ptr_array_free (cg->pending, TRUE);
  g_array_free (cg->later, TRUE);
  g_hash_table_unref (cg->native_index);
  g_ptr_array_free (cg->type_of, TRUE);
  g_hash_table_unref (cg->synthetic);
  g_hash_table_unref (cg->method_index);
  g_hash_table_unref (cg->static_closures);
  arena_free (cg->scratch);
}

/* Package variables: offsets in the globals zone. Those of size 0 all lie at its zero base, as Go's linker has it. */
static void
lay_out_globals (Cg *cg)
{
  uint64_t at = 0, zero_base;

  for (int i = 0; i < cg->unit->globals.n; i++)
    {
      Object *obj = cg->unit->globals.v[i];
      uint64_t align = type_align (obj->type);

      at = (at + align - 1) / align * align;
      obj->var.slot = (uint32_t) at;
      at += type_size (obj->type);
    }
  cg->globals_bytes = (at + 7) / 8 * 8;

  zero_base = image_globals_zone_bytes (cg->globals_bytes) - (IMAGE_HEAP_BASE - IMAGE_ZERO_BASE);
  for (int i = 0; i < cg->unit->globals.n; i++)
    if (type_size (cg->unit->globals.v[i]->type) == 0)
      cg->unit->globals.v[i]->var.slot = (uint32_t) zero_base;
}

static void
compile_pending (Cg *cg)
{
  for (;;)
    {
      while (cg->pending->len > 0 || cg->later->len > 0)
        if (cg->pending->len > 0)
          cg_compile_func (cg, g_ptr_array_steal_index (cg->pending, 0));
        else
          {
            CgLater later = g_array_index (cg->later, CgLater, cg->later->len - 1);

            g_array_set_size (cg->later, cg->later->len - 1);
            later.compile (cg, &later);
          }
      /* Method tables may need functions that nothing else called. */
      cg_methods (cg);
      if (cg->pending->len == 0 && cg->later->len == 0)
        return;
    }
}

Program *
codegen_program (LangUnit *unit, GccoreError *error)
{
  Cg *cg = g_new0 (Cg, 1);
  Program *volatile program = NULL;

  for (int i = 0; i < unit->n_types; i++)
    unit->types[i]->codegen_id = 0;
  cg_init (cg, unit, error);
  if (setjmp (cg->fail) == 0)
    {
      cg->escape = escape_begin (unit);
      cg_types_init (cg);
      lay_out_globals (cg);
      cg_runtime_functions (cg);
      cg_main (cg);
      compile_pending (cg);
      program = cg_finish (cg);
    }
  else
    {
      g_clear_pointer (&cg->fn, fn_free);
      cg_discard (cg);
    }
  g_clear_pointer (&cg->escape, escape_end);
  cg_fini (cg);
  g_free (cg);
  return program;
}
