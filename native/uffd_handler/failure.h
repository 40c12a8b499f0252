/* Ends that are not the VMM's. */

#ifndef UFFD_HANDLER_FAILURE_H
#define UFFD_HANDLER_FAILURE_H

/* "uffd_handler: cannot <action>: <the system's reason>" on stderr, then status 1. */
_Noreturn void fail_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "uffd_handler: cannot <text>" on stderr, then status 1. */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Memory that is there, or the end. */
void *need(void *allocated);

#endif
