#pragma once

/* From Go source to a program the machine can run, in one screen:
 *
 *   source --lexer--> tokens --parser--> AST (ast.h) --check--> typed AST (types.h) --escape--> decisions on the AST
 *          --codegen--> Program (program.h): functions as register bytecode over Go-layout frames, types, constants
 *          --vm--> ticks
 *
 *   lexer, parser*, branches    syntax of one file; break, continue, goto get their targets
 *   ast*                        the tree: positions, text, copies, dump
 *   constant*                   untyped constants at full precision (GMP)
 *   types*, lookup              identity, layout, names; members, method sets, type sets, who implements what
 *   check                       unit.h's lang_check(): packages, diagnostics in the compiler's order and number
 *   check_collect, _decl, _init objects, resolved on demand; initialisation order
 *   check_type, _interface      type expressions
 *   check_expr, _binary, _const, _call, _builtin, _convert, _index, _literal, _assign
 *                               expressions and assignments
 *   check_stmt, _switch, _return, _scope
 *                               statements and scopes
 *   check_generic, _instance    instances: copies of the syntax, checked with the type arguments; who needs which
 *   check_mono                  instances that need ever new ones
 *   check_infer, _unify         type arguments from the types of values and from constraints
 *   gomath                      elementary functions to Go's last bit
 *   std-reach                   what of the library a program can reach; the rest is not even parsed
 *   universe, stdlib, std/      predeclared names; the library, Go of our own compiled by the same front end: fmt, too,
 *                               which looks at values by internal/reflect; natives (vm-native, -callers, -text, -reflect,
 *                               -sync, -time) only at the bottom
 *
 * Everything before the VM is host memory (GLib arenas), immutable once compiled and shared by all machines of the same
 * source. Diagnostics are collected, sorted by position, at most ten, in the compiler's form. */

#include <glib.h>

typedef struct LangUnit LangUnit;   /* checked packages: AST + types (unit.h) */
typedef struct Program Program;     /* compiled; immutable, refcounted */
