#include "failure.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fail_errno(const char *format, ...)
{
    const int error = errno;
    va_list arguments;
    va_start(arguments, format);
    fputs("uffd_handler: cannot ", stderr);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, ": %s\n", strerror(error));
    exit(EXIT_FAILURE);
}

_Noreturn void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("uffd_handler: cannot ", stderr);
    vfprintf(stderr, format, arguments);
    fputs("\n", stderr);
    exit(EXIT_FAILURE);
}

void *need(void *allocated)
{
    if (allocated == NULL)
        fail_errno("allocate memory");
    return allocated;
}
