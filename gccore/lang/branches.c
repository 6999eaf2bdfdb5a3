#include "lang/parser_priv.h"

/* Labels and branch statements of one function body: gives each branch its target and refuses what jumps wrongly.
 * Function literals have been checked on their own. Go 1.22 cmd/compile/internal/syntax/branches.go. */

typedef struct Block {
  struct Block *parent;
  unsigned serial;            /* names the block after its walk is over */
  Pos start;
  Stmt *labeled;              /* the STMT_LABELED whose statement this block belongs to, or NULL */
} Block;

typedef struct {
  Stmt *stmt;
  unsigned block_serial;
  Pos block_start;
  bool used;
} Label;

typedef struct {
  Arena *arena;
  const ParserInput *input;
  GPtrArray *labels;          /* Label*, in order of declaration */
  unsigned n_blocks;
} Branches;

/* What break, continue and fallthrough would refer to. */
typedef struct {
  Stmt *breaks, *continues;
  int case_index;             /* of the enclosing switch; -1 inside a further block */
} Targets;

static void G_GNUC_PRINTF (3, 4)
branch_error (Branches *b, Pos pos, const char *format, ...)
{
  va_list args;
  g_autofree char *text = NULL;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  b->input->error (b->input->data, pos, text, false);
}

static Label *
find_label (Branches *b, const char *name)
{
  for (guint i = 0; i < b->labels->len; i++)
    {
      Label *label = b->labels->pdata[i];

      if (label->stmt->labeled.label->name.text == name)
        return label;
    }
  return NULL;
}

static void
declare_label (Branches *b, Block *block, Stmt *s)
{
  const char *name = s->labeled.label->name.text;
  Label *label = find_label (b, name);

  if (label != NULL)
    {
      Pos other = label->stmt->labeled.label->pos;

      branch_error (b, s->labeled.label->pos, "label %s already defined at %s:%u:%u", name,
                    b->input->name, other.line, other.col);
      return;
    }
  label = ARENA_NEW (b->arena, Label);
  label->stmt = s;
  label->block_serial = block->serial;
  label->block_start = block->start;
  g_ptr_array_add (b->labels, label);
}

static bool
encloses (unsigned outer_serial, const Block *block)
{
  for (; block != NULL; block = block->parent)
    if (block->serial == outer_serial)
      return true;
  return false;
}

/* The labelled statement that encloses block; *defined tells whether the label exists at all. */
static Stmt *
enclosing_labeled (Branches *b, const Block *block, const char *name, bool *defined)
{
  Label *label = find_label (b, name);

  *defined = label != NULL;
  if (label == NULL)
    return NULL;
  label->used = true;
  for (; block != NULL && label->stmt != NULL; block = block->parent)
    if (block->labeled == label->stmt)
      return label->stmt->labeled.stmt;
  return NULL;
}

typedef struct {
  Branches *b;
  Block block;
  Targets targets;
  GPtrArray *forward;         /* gotos whose label was not met yet */
  GPtrArray *crossing;        /* those of them that stand before the last variable declaration */
  Pos var_pos;
  char *var_name;
} Walk;

static void walk_list (Walk *outer, Branches *b, Targets targets, Stmt *labeled, Pos start, const StmtList *list,
                       GPtrArray *forward);

static void
record_variable (Walk *w, Pos pos, const ExprList *names)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < names->n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      expr_print (text, names->v[i]);
    }
  g_free (w->var_name);
  w->var_name = g_string_free (text, FALSE);
  w->var_pos = pos;
  g_ptr_array_set_size (w->crossing, 0);
  for (guint i = 0; i < w->forward->len; i++)
    g_ptr_array_add (w->crossing, w->forward->pdata[i]);
}

static void
resolve_forward_gotos (Walk *w, Stmt *s)
{
  const char *name = s->labeled.label->name.text;
  guint kept = 0;

  for (guint i = 0; i < w->forward->len; i++)
    {
      Stmt *branch = w->forward->pdata[i];

      if (branch->branch.label->name.text != name)
        {
          w->forward->pdata[kept++] = branch;
          continue;
        }
      branch->branch.target = s;
      find_label (w->b, name)->used = true;
      if (pos_is_known (w->var_pos) && g_ptr_array_find (w->crossing, branch, NULL))
        branch_error (w->b, branch->branch.label->pos, "goto %s jumps over declaration of %s at %s:%u:%u", name,
                      w->var_name, w->b->input->name, w->var_pos.line, w->var_pos.col);
    }
  g_ptr_array_set_size (w->forward, (int) kept);
}

static void
plain_branch (Walk *w, Stmt *s, bool is_last)
{
  const char *text = "fallthrough statement out of place";
  Stmt *around = w->targets.breaks;

  switch (s->branch.kind)
    {
    case BRANCH_BREAK:
      s->branch.target = around;
      if (around == NULL)
        branch_error (w->b, s->pos, "break is not in a loop, switch, or select");
      return;
    case BRANCH_CONTINUE:
      s->branch.target = w->targets.continues;
      if (w->targets.continues == NULL)
        branch_error (w->b, s->pos, "continue is not in a loop");
      return;
    default:
      break;
    }
  if (around != NULL && around->kind == STMT_TYPE_SWITCH)
    text = "cannot fallthrough in type switch";
  else if (around != NULL && around->kind == STMT_SWITCH && w->targets.case_index >= 0 && is_last)
    {
      if (w->targets.case_index + 1 < around->switch_.clauses.n)
        {
          s->branch.target = around;
          return;
        }
      text = "cannot fallthrough final case in switch";
    }
  branch_error (w->b, s->pos, "%s", text);
}

static bool
is_loop (const Stmt *s)
{
  return s->kind == STMT_FOR || s->kind == STMT_RANGE;
}

static void
labeled_branch (Walk *w, Stmt *s)
{
  const char *name = s->branch.label->name.text;
  const char *what = s->branch.kind == BRANCH_BREAK ? "break" : "continue";
  Label *label;
  Stmt *target;
  bool defined;

  if (s->branch.kind == BRANCH_GOTO)
    {
      label = find_label (w->b, name);
      if (label != NULL)
        label->used = true;
      if (label != NULL && encloses (label->block_serial, &w->block))
        s->branch.target = label->stmt;
      else
        g_ptr_array_add (w->forward, s);
      return;
    }
  target = enclosing_labeled (w->b, &w->block, name, &defined);
  if (!defined)
    branch_error (w->b, s->branch.label->pos, "%s label not defined: %s", what, name);
  else if (target != NULL
           && (is_loop (target)
               || (s->branch.kind == BRANCH_BREAK
                   && (target->kind == STMT_SWITCH || target->kind == STMT_TYPE_SWITCH
                       || target->kind == STMT_SELECT))))
    s->branch.target = target;
  else
    branch_error (w->b, s->branch.label->pos, "invalid %s label %s", what, name);
}

static void
walk_block (Walk *w, Targets targets, Stmt *labeled, const Stmt *block)
{
  walk_list (w, w->b, targets, labeled, block->pos, &block->block.list, w->forward);
}

static void
walk_clauses (Walk *w, Stmt *s, const ClauseList *clauses, Stmt *labeled)
{
  Targets targets = { s, w->targets.continues, -1 };

  for (int i = 0; i < clauses->n; i++)
    {
      targets.case_index = i;
      walk_list (w, w->b, targets, labeled, clauses->v[i].pos, &clauses->v[i].body, w->forward);
    }
}

static void
walk_stmt (Walk *w, Stmt *s, bool is_last)
{
  Targets inner = { w->targets.breaks, w->targets.continues, -1 };
  Stmt *labeled = NULL;

  while (s->kind == STMT_LABELED)
    {
      const char *name = s->labeled.label->name.text;

      if (strcmp (name, "_") != 0)
        {
          bool known = find_label (w->b, name) != NULL;

          declare_label (w->b, &w->block, s);
          if (!known)
            resolve_forward_gotos (w, s);
          labeled = s;
        }
      s = s->labeled.stmt;
    }

  switch (s->kind)
    {
    case STMT_DECL:
      for (int i = 0; i < s->decl.n; i++)
        if (s->decl.v[i]->kind == DECL_VAR)
          {
            ExprList first = { s->decl.v[i]->var.names.v, 1 };

            record_variable (w, s->decl.v[i]->pos, &first);
            break;
          }
      break;
    case STMT_ASSIGN:
      if (s->assign.define)
        record_variable (w, s->pos, &s->assign.lhs);
      break;
    case STMT_BRANCH:
      if (s->branch.label != NULL)
        labeled_branch (w, s);
      else
        plain_branch (w, s, is_last);
      break;
    case STMT_BLOCK:
      walk_block (w, inner, labeled, s);
      break;
    case STMT_IF:
      walk_block (w, inner, labeled, s->if_.then_);
      if (s->if_.else_ != NULL)
        {
          StmtList list = { &s->if_.else_, 1 };

          walk_list (w, w->b, inner, labeled, s->if_.else_->pos, &list, w->forward);
        }
      break;
    case STMT_FOR:
      walk_block (w, (Targets) { s, s, -1 }, labeled, s->for_.body);
      break;
    case STMT_RANGE:
      walk_block (w, (Targets) { s, s, -1 }, labeled, s->range.body);
      break;
    case STMT_SWITCH:
      walk_clauses (w, s, &s->switch_.clauses, labeled);
      break;
    case STMT_TYPE_SWITCH:
      walk_clauses (w, s, &s->type_switch.clauses, labeled);
      break;
    case STMT_SELECT:
      walk_clauses (w, s, &s->select.clauses, labeled);
      break;
    default:
      break;
    }
}

/* Walks a block; gotos that it leaves unresolved are added to `forward`. */
static void
walk_list (Walk *outer, Branches *b, Targets targets, Stmt *labeled, Pos start, const StmtList *list,
           GPtrArray *forward)
{
  Walk w = { .b = b, .targets = targets };
  int n = list->n;

  w.block = (Block) { .parent = outer != NULL ? &outer->block : NULL, .start = start, .labeled = labeled };
  w.block.serial = ++b->n_blocks;
  w.forward = g_ptr_array_new ();
  w.crossing = g_ptr_array_new ();
  while (n > 0 && list->v[n - 1]->kind == STMT_EMPTY)
    n--; /* a fallthrough before empty statements still is the last statement */
  for (int i = 0; i < n; i++)
    walk_stmt (&w, list->v[i], i + 1 == n);
  for (guint i = 0; i < w.forward->len; i++)
    g_ptr_array_add (forward, w.forward->pdata[i]);
  g_ptr_array_unref (w.forward);
  g_ptr_array_unref (w.crossing);
  g_free (w.var_name);
}

void
branches_check (Arena *arena, Stmt *body, const ParserInput *input)
{
  Branches b = { .arena = arena, .input = input, .labels = g_ptr_array_new () };
  g_autoptr (GPtrArray) forward = g_ptr_array_new ();

  walk_list (NULL, &b, (Targets) { .case_index = -1 }, NULL, body->pos, &body->block.list, forward);
  for (guint i = 0; i < forward->len; i++)
    {
      const Stmt *branch = forward->pdata[i];
      const char *name = branch->branch.label->name.text;
      Label *label = find_label (&b, name);

      if (label == NULL)
        branch_error (&b, branch->branch.label->pos, "label %s not defined", name);
      else
        {
          label->used = true;
          branch_error (&b, branch->branch.label->pos, "goto %s jumps into block starting at %s:%u:%u", name,
                        input->name, label->block_start.line, label->block_start.col);
        }
    }
  for (guint i = 0; i < b.labels->len; i++)
    {
      Label *label = b.labels->pdata[i];

      label->stmt->labeled.used = label->used;
      if (!label->used)
        branch_error (&b, label->stmt->labeled.label->pos, "label %s defined and not used",
                      label->stmt->labeled.label->name.text);
    }
  g_ptr_array_unref (b.labels);
}
