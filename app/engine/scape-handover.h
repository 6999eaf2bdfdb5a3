#pragma once

/* Queues between the two threads. GLib's own locks are futexes, which ThreadSanitizer does not see in a GLib that was
 * not built for it; in a build with it these tell it that whoever takes an item knows all that its giver did before. */

#include <glib.h>

#if defined (__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#define SCAPE_TSAN_GIVE(item) __tsan_release (item)
#define SCAPE_TSAN_TAKE(item) __tsan_acquire (item)
#else
#define SCAPE_TSAN_GIVE(item) ((void) 0)
#define SCAPE_TSAN_TAKE(item) ((void) 0)
#endif

G_BEGIN_DECLS

static inline void
scape_hand_over (GAsyncQueue *queue, gpointer item)
{
  SCAPE_TSAN_GIVE (item);
  g_async_queue_push (queue, item);
}

/* Before all that wait. */
static inline void
scape_hand_over_first (GAsyncQueue *queue, gpointer item)
{
  SCAPE_TSAN_GIVE (item);
  g_async_queue_push_front (queue, item);
}

/* What was taken from a queue, or NULL. */
static inline gpointer
scape_taken (gpointer item)
{
  if (item != NULL)
    SCAPE_TSAN_TAKE (item);
  return item;
}

G_END_DECLS
