#pragma once

/* Promises that the code makes to itself, in three prices:
 *
 *   GCCORE_ASSERT             a compare or two; on unless NDEBUG
 *   GCCORE_ASSERT_INTERNAL    once an operation; on in builds with GCCORE_CHECKS >= 1
 *   GCCORE_ASSERT_EXPENSIVE   loops; on with GCCORE_CHECKS >= 2
 *
 * A broken promise is a bug of ours and aborts; what a user's program does wrong is never an assertion. */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef GCCORE_CHECKS
#define GCCORE_CHECKS 0
#endif

#define GCCORE_ASSERT(condition) assert (condition)

#if GCCORE_CHECKS >= 1
#define GCCORE_ASSERT_INTERNAL(condition) assert (condition)
#else
#define GCCORE_ASSERT_INTERNAL(condition) ((void) 0)
#endif

#if GCCORE_CHECKS >= 2
#define GCCORE_ASSERT_EXPENSIVE(condition) assert (condition)
#else
#define GCCORE_ASSERT_EXPENSIVE(condition) ((void) 0)
#endif

/* Like Go's throw: the machine's own structures are broken, going on would only hide it. */
#define GCCORE_THROW(text)                                                                                            \
  do                                                                                                                  \
    {                                                                                                                 \
      fprintf (stderr, "spanscape: internal error: %s (%s:%d)\n", (text), __FILE__, __LINE__);                        \
      abort ();                                                                                                       \
    }                                                                                                                 \
  while (0)

#define GCCORE_UNREACHABLE() GCCORE_THROW ("unreachable")

#define GCCORE_LIKELY(x) __builtin_expect (!!(x), 1)
#define GCCORE_UNLIKELY(x) __builtin_expect (!!(x), 0)
