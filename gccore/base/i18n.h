#pragma once

/* Marks a text that the window translates (gettext is the window's; here it stays English). */
#define N_(text) text
