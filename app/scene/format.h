#pragma once

/* Numbers as people read them; all into a caller's buffer, returning it. Digits are grouped by a no-break space. */

#include <glib.h>
#include <stdint.h>

G_BEGIN_DECLS

#define SCENE_TEXT_MAX 48

char *scene_format_bytes (char *buf, uint64_t bytes);        /* "41 KiB", "5.82 MiB", "17 B" */
char *scene_format_count (char *buf, uint64_t n);            /* "48 211" */
/* The same; an estimate is rounded to three digits and says that it is one: "≈ 48 200". */
char *scene_format_about (char *buf, uint64_t n, gboolean estimate);
char *scene_format_bytes_about (char *buf, uint64_t bytes, gboolean estimate); /* "≈ 41 KiB" */
char *scene_format_addr (char *buf, uint64_t addr);          /* "0xc000124000" */
char *scene_format_ns (char *buf, int64_t ns);               /* "12.482 ms" */
char *scene_format_percent (char *buf, double fraction, int digits); /* "62 %", "25.0 %" */

G_END_DECLS
