#pragma once

/* From Go source to a program the machine can run, in one screen:
 *
 *   source --lexer--> tokens --parser--> AST (ast.h) --check--> typed AST (types.h) --escape--> decisions on the AST
 *          --codegen--> Program (program.h): functions as register bytecode over Go-layout frames, types, constants
 *          --vm--> ticks
 *
 * Everything before the VM is host memory (GLib arenas), immutable once compiled and shared by all machines of the same
 * source. Diagnostics are collected, sorted by position, at most ten, in the compiler's form. */

#include <glib.h>

typedef struct LangUnit LangUnit;   /* a checked package: AST + types */
typedef struct Program Program;     /* compiled; immutable, refcounted */
