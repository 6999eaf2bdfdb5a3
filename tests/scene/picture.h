#pragma once

/* Pictures compared with golden ones, with a tolerance for another FreeType or cairo: a pixel differs when a channel is
 * off by more than PIXEL_TOLERANCE; the picture, when more than SHARE_TOLERANCE of its pixels differ. On a mismatch the
 * picture and a map of the differences are written beside each other, and their names printed. */

#include <cairo.h>
#include <glib.h>

#define PICTURE_PIXEL_TOLERANCE 40
#define PICTURE_SHARE_TOLERANCE 0.005

typedef struct { double share; int worst; } PictureDifference;

/* FALSE when the sizes differ. `diff` may be NULL; else a new surface, differing pixels red over a pale copy. */
gboolean picture_compare (cairo_surface_t *a, cairo_surface_t *b, PictureDifference *difference,
                          cairo_surface_t **diff);

/* Compares with GOLDEN_DIR/name.png; with SCENE_GOLDEN_UPDATE set in the environment writes that file instead. */
gboolean picture_check (cairo_surface_t *surface, const char *golden_dir, const char *name);
