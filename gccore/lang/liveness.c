#include <string.h>

#include "lang/liveness.h"

typedef struct { uint32_t start, end; uint64_t *live_out; } Block;

typedef struct {
  const ProgFunc *func;
  uint32_t n_words;           /* of a bit set */
  Block *blocks; uint32_t n_blocks;
} FuncLiveness;

struct Liveness {
  const Program *program;
  GHashTable *funcs;          /* ProgFunc -> FuncLiveness */
  GHashTable *points;         /* pc * 2 + in_call -> LiveSlots */
};

/* What one instruction reads and writes: runs of slots. */
typedef struct { int32_t slot; uint32_t n; } Run;
typedef struct {
  Run *reads, *writes;
  uint32_t n_reads, n_writes, room;
  uint32_t width;             /* words of the instruction */
  bool ends;                  /* does not go on to the next */
} Effect;

static void
add_run (Run **runs, uint32_t *n, int32_t slot, uint32_t count)
{
  if (count == 0)
    return;
  if ((*n & 7) == 0)
    *runs = g_renew (Run, *runs, *n + 8);
  (*runs)[(*n)++] = (Run) { slot, count };
}

#define READ(slot, count) add_run (&e->reads, &e->n_reads, (slot), (count))
#define WRITE(slot, count) add_run (&e->writes, &e->n_writes, (slot), (count))

static uint32_t
type_slots (const Program *program, uint32_t type)
{
  return (uint32_t) ((program->gc_types.types[type].size_bytes + 7) / 8);
}

static void
special (const Program *program, const ProgFunc *func, uint32_t pc, Effect *e)
{
  VmIns ins = program->code[pc], extra = pc + 1 < program->n_code ? program->code[pc + 1] : 0;
  int a = VM_A (ins), b = VM_B (ins), c = VM_C (ins);

  switch (VM_OP (ins))
    {
    case VM_MOVN:
      READ (b, VM_UC (ins));
      WRITE (a, VM_UC (ins));
      break;
    case VM_ZERO:
      WRITE (a, VM_UB (ins));
      break;
    case VM_LDN:
      WRITE (a, (VM_UK (extra) + 7) / 8);
      break;
    case VM_STN:
      READ (b, (VM_UK (extra) + 7) / 8);
      break;
    case VM_STT:
      READ (b, type_slots (program, VM_UK (extra)));
      break;
    case VM_LDF8S: case VM_LDF8U: case VM_LDF16S: case VM_LDF16U: case VM_LDF32S: case VM_LDF32U:
      READ (b + VM_UC (ins) / 8, 1);
      break;
    case VM_LDFX8U:
      READ (b, (VM_UK (extra) + 7) / 8);
      break;
    case VM_LDFX32S:
      READ (b, (VM_UK (extra) + 1) / 2);
      break;
    case VM_LDFX64:
      READ (b, VM_UK (extra));
      break;
    case VM_APPEND1:
      READ (c, type_slots (program, VM_UK (extra)));
      break;
    case VM_CONCAT:
      READ (a + 2, VM_UK (ins) * 2);
      break;
    case VM_BOX:
      READ (b, type_slots (program, VM_UK (extra)));
      break;
    case VM_EQT:
      READ (b, type_slots (program, VM_UK (extra)));
      READ (c, type_slots (program, VM_UK (extra)));
      break;
    case VM_EQIT:
      READ (c, type_slots (program, VM_UK (extra)));
      break;
    case VM_CALL:
      {
        const ProgFunc *callee = &program->funcs[VM_UK (ins)];

        READ (a + 1, callee->arg_slots);
        WRITE (a + 1 + callee->arg_slots, callee->result_slots);
        break;
      }
    case VM_NATIVE:
      {
        const ProgNative *native = &program->natives[VM_UK (ins)];

        READ (a + 1, native->arg_slots);
        WRITE (a + 1 + native->arg_slots, native->result_slots);
        break;
      }
    case VM_CALLC:
    case VM_CALLM:
      READ (a + 1, VM_UA (extra));
      WRITE (a + 1 + VM_UA (extra), VM_UK (extra));
      break;
    case VM_MAPGET: case VM_MAPSET:
      READ (c, type_slots (program, program->types[VM_UK (extra)].key));
      break;
    case VM_MAPLOAD:
      READ (c, type_slots (program, program->types[VM_UK (extra)].key));
      WRITE (a, type_slots (program, program->types[VM_UK (extra)].elem));
      if (VM_A (extra) != 0)
        WRITE (VM_A (extra), 1);
      break;
    case VM_MAPSTORE:
      READ (c, type_slots (program, program->types[VM_UK (extra)].key));
      READ (a, type_slots (program, program->types[VM_UK (extra)].elem));
      break;
    case VM_MAPDEL:
      READ (b, type_slots (program, program->types[VM_UK (extra)].key));
      break;
    case VM_SEND:
      READ (b, type_slots (program, VM_UK (extra)));
      break;
    case VM_RECV:
      WRITE (a, type_slots (program, VM_UK (extra)));
      WRITE (b, 1);
      break;
    case VM_SELECT:
      for (uint32_t i = 0; i < VM_UB (ins); i++)
        {
          VmIns one = program->code[pc + 1 + 2 * i], two = program->code[pc + 2 + 2 * i];
          uint32_t n = VM_UK (two) ? type_slots (program, VM_UK (two)) : 0;

          READ (VM_A (one), 1);
          if (VM_C (one) == 1)
            READ (VM_B (one), n);
          else
            WRITE (VM_B (one), n);
        }
      e->width = 1 + 2 * VM_UB (ins);
      break;
    case VM_RET:
    case VM_RETFAR:
      READ (1 + func->arg_slots, func->result_slots);
      e->ends = true;
      break;
    case VM_SLICEARR:
    case VM_LEAXP:
    case VM_ASSERT:
      e->width = 3;
      break;
    case VM_SLICE:
    case VM_SLICESTR:
      /* lo, hi, max as far as the flags say */
      for (int i = 0; i < 3; i++)
        if (VM_UA (extra) >> i & 1)
          READ (c + i, 1);
      break;
    default:
      break;
    }
  if (VM_OP (ins) == VM_SLICEARR)
    for (int i = 0; i < 3; i++)
      if (VM_UA (extra) >> i & 1)
        READ (c + i, 1);
}

static void
effect_of (const Program *program, const ProgFunc *func, uint32_t pc, Effect *e)
{
  VmIns ins = program->code[pc];
  const char *roles = vm_op_roles (VM_OP (ins));
  int operands[3] = { VM_A (ins), VM_B (ins), VM_C (ins) };

  e->n_reads = e->n_writes = 0;
  e->ends = false;
  e->width = roles[3] == '+' ? 2 : 1;
  for (int i = 0; i < 3; i++)
    switch (roles[i])
      {
      case 'w': WRITE (operands[i], 1); break;
      case 'W': WRITE (operands[i], 2); break;
      case 'v': WRITE (operands[i], 3); break;
      case 'r': READ (operands[i], 1); break;
      case 'R': READ (operands[i], 2); break;
      case 's': READ (operands[i], 3); break;
      default: break;
      }
  special (program, func, pc, e);
  switch (VM_OP (ins))
    {
    case VM_JMP: case VM_UNREACH: case VM_GOEXIT: case VM_PANIC: case VM_ILLEGAL:
      e->ends = true;
      break;
    default:
      break;
    }
}

static void
apply (const ProgFunc *func, const Effect *e, uint64_t *live, uint32_t n_words)
{
  uint32_t n_bits = n_words * 64;

  for (uint32_t i = 0; i < e->n_writes; i++)
    for (uint32_t k = 0; k < e->writes[i].n; k++)
      {
        uint32_t bit = (uint32_t) (e->writes[i].slot + (int32_t) k + (int32_t) func->frame_slots);

        if (bit < n_bits)
          live[bit / 64] &= ~(UINT64_C (1) << bit % 64);
      }
  for (uint32_t i = 0; i < e->n_reads; i++)
    for (uint32_t k = 0; k < e->reads[i].n; k++)
      {
        uint32_t bit = (uint32_t) (e->reads[i].slot + (int32_t) k + (int32_t) func->frame_slots);

        if (bit < n_bits)
          live[bit / 64] |= UINT64_C (1) << bit % 64;
      }
}

/* The live set before the instruction at pc, starting from `live` = the live set at the end of its block. */
static void
walk_back (const Program *program, const ProgFunc *func, const Block *block, uint32_t pc, uint64_t *live,
           uint32_t n_words)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  Effect e = { 0 };

  for (uint32_t at = block->start; at < block->end; at += e.width)
    {
      effect_of (program, func, at, &e);
      g_array_append_val (starts, at);
    }
  for (guint i = starts->len; i-- > 0;)
    {
      uint32_t at = g_array_index (starts, uint32_t, i);

      if (at < pc)
        break;
      effect_of (program, func, at, &e);
      apply (func, &e, live, n_words);
    }
  g_free (e.reads);
  g_free (e.writes);
  g_array_free (starts, TRUE);
}

static Block *
block_at (const FuncLiveness *fl, uint32_t pc)
{
  uint32_t lo = 0, hi = fl->n_blocks;

  while (hi - lo > 1)
    {
      uint32_t mid = (lo + hi) / 2;

      if (fl->blocks[mid].start <= pc)
        lo = mid;
      else
        hi = mid;
    }
  return &fl->blocks[lo];
}

static void
find_blocks (const Program *program, const ProgFunc *func, FuncLiveness *fl)
{
  uint32_t n = func->end - func->entry;
  uint8_t *leader = g_new0 (uint8_t, n + 1);
  GArray *blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  Effect e = { 0 };

  leader[0] = 1;
  if (func->defer_return)
    leader[func->defer_return - func->entry] = 1;
  for (uint32_t pc = func->entry; pc < func->end; pc += e.width)
    {
      uint32_t target = program_jump_target (program, pc);

      effect_of (program, func, pc, &e);
      if (target >= func->entry && target < func->end)
        leader[target - func->entry] = 1;
      if ((target != 0 || e.ends) && pc + e.width < func->end)
        leader[pc + e.width - func->entry] = 1;
      if (VM_OP (program->code[pc]) == VM_JTAB)
        for (uint32_t i = 0; i <= VM_UB (program->code[pc]); i++)
          leader[pc + 1 + i - func->entry] = 1;
    }
  for (uint32_t i = 0; i < n;)
    {
      Block *block;

      g_array_set_size (blocks, blocks->len + 1);
      block = &g_array_index (blocks, Block, blocks->len - 1);
      *block = (Block) { .start = func->entry + i };
      for (i++; i < n && !leader[i]; i++)
        ;
      block->end = func->entry + i;
      block->live_out = g_new0 (uint64_t, fl->n_words);
    }
  g_free (leader);
  g_free (e.reads);
  g_free (e.writes);
  fl->n_blocks = blocks->len;
  fl->blocks = (Block *) g_array_free (blocks, FALSE);
}

static bool
merge (uint64_t *into, const uint64_t *from, uint32_t n)
{
  bool changed = false;

  for (uint32_t i = 0; i < n; i++)
    {
      uint64_t both = into[i] | from[i];

      changed |= both != into[i];
      into[i] = both;
    }
  return changed;
}

static FuncLiveness *
analyse (const Program *program, const ProgFunc *func)
{
  FuncLiveness *fl = g_new0 (FuncLiveness, 1);
  uint64_t *live;
  uint64_t **live_in;
  bool changed = true;

  fl->func = func;
  fl->n_words = (func->frame_slots + 1 + func->arg_slots + func->result_slots + 63) / 64 + 1;
  find_blocks (program, func, fl);
  live_in = g_new0 (uint64_t *, fl->n_blocks);
  for (uint32_t i = 0; i < fl->n_blocks; i++)
    live_in[i] = g_new0 (uint64_t, fl->n_words);
  live = g_new0 (uint64_t, fl->n_words);
  while (changed)
    {
      changed = false;
      for (uint32_t i = fl->n_blocks; i-- > 0;)
        {
          Block *block = &fl->blocks[i];
          uint32_t last = block->start;
          Effect e = { 0 };

          for (uint32_t at = block->start; at < block->end; at += e.width)
            {
              effect_of (program, func, at, &e);
              last = at;
            }
          if (!e.ends && i + 1 < fl->n_blocks)
            merge (block->live_out, live_in[i + 1], fl->n_words);
          if (VM_OP (program->code[last]) == VM_JTAB)
            for (uint32_t k = 0; k <= VM_UB (program->code[last]); k++)
              merge (block->live_out, live_in[block_at (fl, last + 1 + k) - fl->blocks], fl->n_words);
          else
            {
              uint32_t target = program_jump_target (program, last);

              if (target != 0)
                merge (block->live_out, live_in[block_at (fl, target) - fl->blocks], fl->n_words);
            }
          g_free (e.reads);
          g_free (e.writes);
          memcpy (live, block->live_out, fl->n_words * 8);
          walk_back (program, func, block, block->start, live, fl->n_words);
          changed |= merge (live_in[i], live, fl->n_words);
        }
    }
  for (uint32_t i = 0; i < fl->n_blocks; i++)
    g_free (live_in[i]);
  g_free (live_in);
  g_free (live);
  return fl;
}

static void
func_liveness_free (gpointer data)
{
  FuncLiveness *fl = data;

  for (uint32_t i = 0; i < fl->n_blocks; i++)
    g_free (fl->blocks[i].live_out);
  g_free (fl->blocks);
  g_free (fl);
}

Liveness *
liveness_new (const Program *program)
{
  Liveness *live = g_new0 (Liveness, 1);

  live->program = program;
  live->funcs = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, func_liveness_free);
  live->points = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  return live;
}

void
liveness_free (Liveness *live)
{
  if (!live)
    return;
  g_hash_table_unref (live->funcs);
  g_hash_table_unref (live->points);
  g_free (live);
}

/* The call that ends at pc: its results are not there yet. */
static void
drop_call_results (const Program *program, const ProgFunc *func, uint32_t pc, uint64_t *live, uint32_t n_words)
{
  uint32_t call = pc - 1;
  Effect e = { 0 };

  if (VM_OP (program->code[call]) == VM_EXTRA)
    call--;
  switch (VM_OP (program->code[call]))
    {
    case VM_CALL: case VM_CALLC: case VM_CALLM:
      effect_of (program, func, call, &e);
      e.n_reads = 0;
      apply (func, &e, live, n_words);
      break;
    default:
      break;
    }
  g_free (e.reads);
  g_free (e.writes);
}

static LiveSlots *
compute (Liveness *live, const ProgFunc *func, uint32_t pc, bool in_call)
{
  const Program *program = live->program;
  FuncLiveness *fl = g_hash_table_lookup (live->funcs, func);
  uint64_t *set;
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (int32_t));
  LiveSlots *result;

  if (!fl)
    {
      fl = analyse (program, func);
      g_hash_table_insert (live->funcs, (gpointer) func, fl);
    }
  set = g_new0 (uint64_t, fl->n_words);
  if (pc < func->end)
    {
      const Block *block = block_at (fl, pc);

      memcpy (set, block->live_out, fl->n_words * 8);
      walk_back (program, func, block, pc, set, fl->n_words);
    }
  if (in_call)
    drop_call_results (program, func, pc, set, fl->n_words);
  for (uint32_t i = 0; i < func->n_ranges; i++)
    {
      const ProgRange *range = &func->ranges[i];
      uint32_t at = range->always && in_call ? pc - 1 : pc;

      if (at < range->start || at >= range->end)
        continue;
      for (uint64_t m = range->mask; m != 0; m &= m - 1)
        {
          int32_t slot = range->slot + __builtin_ctzll (m);
          uint32_t bit = (uint32_t) (slot + (int32_t) func->frame_slots);

          if (range->always || (bit / 64 < fl->n_words && set[bit / 64] >> bit % 64 & 1))
            g_array_append_val (slots, slot);
        }
    }
  result = g_malloc (sizeof (LiveSlots) + slots->len * sizeof (int32_t));
  result->func = func;
  result->n = slots->len;
  if (slots->len > 0)
    memcpy (result->slots, slots->data, slots->len * sizeof (int32_t));
  g_array_free (slots, TRUE);
  g_free (set);
  return result;
}

const LiveSlots *
liveness_pointers (Liveness *live, uint32_t pc, bool in_call)
{
  gpointer key = GSIZE_TO_POINTER ((gsize) pc * 2 + in_call);
  LiveSlots *slots = g_hash_table_lookup (live->points, key);

  if (!slots)
    {
      const ProgFunc *func = program_func_at (live->program, pc < live->program->n_code ? pc : 0);

      /* A call may be the last instruction of its function: then pc is already the next one's. */
      if (in_call && func && pc == func->entry)
        func = program_func_at (live->program, pc - 1);
      if (!func)
        return NULL;
      slots = compute (live, func, pc, in_call);
      g_hash_table_insert (live->points, key, slots);
    }
  return slots;
}
