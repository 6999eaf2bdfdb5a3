#pragma once

/* The pages of all checkpoints: immutable, refcounted, packed (packed-page.h).
 *
 * A page that is added is only copied. A second host thread packs the copies, so that the run which is recorded pays for
 * no more than the copying; what comes of it is the same whoever packs, and when. Copies lie in batches:
 *
 *   being filled --full--> waiting --> being packed --> done --collected by the owner--> free, to be filled again
 *
 * A page that is like the one before it keeps only what differs from that one, or from the whole page from which that
 * one differs: so no page is more than one away from a whole one.
 *
 * There are only so many batches. When all are in use, as on a host with one core, the owner packs one itself.
 * A page is added with its table's place for it, and the page that was there before, which it may turn out to be equal
 * to. The place holds the copy at once, and what it became when the batch is collected; so the place must stay where it
 * is, and be read by nobody who keeps what he reads, until saved_pages_settle().
 *
 * The second thread helps unpacking, too. Threads: one at a time, the owner; the second one is inside. Units: bytes. */

#include <glib.h>
#include <stdint.h>

#include "session/packed-page.h"

typedef struct SavedPages SavedPages;

typedef struct SavedPage {
  uint32_t refs;
  uint32_t n_bytes;           /* of what is packed; 0: the plain page stands in its place */
  struct SavedPage *whole;    /* held; NULL: this one is whole */
  union {
    PackedPage packed;
    PackedChanges changes;    /* of `whole` */
  };
} SavedPage;

SavedPages *saved_pages_new (void);
/* All pages were given back. */
void saved_pages_free (SavedPages *pages);
/* How many bytes the copies that wait may take, about; there are always some. */
void saved_pages_set_room (SavedPages *pages, uint64_t bytes);
/* Memory that pages and batches take, copies counted as if they could not be packed. */
uint64_t saved_pages_bytes (const SavedPages *pages);

/* Puts a copy of the page of the image at `bytes` into *place, with one reference. `before` may be NULL. */
void saved_pages_add (SavedPages *pages, const void *bytes, SavedPage *before, SavedPage **place);
/* No more will be added soon: the second thread may begin with the last ones. */
void saved_pages_begin (SavedPages *pages);
/* No copies are left: all places hold packed pages. */
void saved_pages_settle (SavedPages *pages);

/* `page` may be NULL; a copy cannot be given back. */
void saved_page_unref (SavedPages *pages, SavedPage *page);
/* Writes the page of the image to `bytes`. */
void saved_page_read (const SavedPage *page, void *bytes);
/* The same of many pages, on both threads: between the two calls, at an unknown time. */
void saved_pages_will_read (SavedPages *pages, const SavedPage *page, void *bytes);
void saved_pages_read (SavedPages *pages);
