/* The socket on which a VMM hands over its memory. */

#ifndef UFFD_HANDLER_CONNECTION_H
#define UFFD_HANDLER_CONNECTION_H

#include <sys/types.h>

#include "waiting.h"

typedef struct {
    uid_t uid;
    gid_t gid;
} socket_owner;

/*
 * Binds a socket that its owner alone may connect to; `owner` NULL leaves it to this process. Changes the working
 * directory to the socket's, since a socket address holds 107 bytes and a jail may lie deeper (unix(7)).
 */
int listen_on(const char *path, const socket_owner *owner);

enum { MAX_MESSAGE_BYTES = 65536 };

typedef struct {
    int socket;
    int userfault; /* does not block */
    char message[MAX_MESSAGE_BYTES];
} connection;

/* Waits for one VMM and its message, then takes away the socket's name: there is no second. */
ending accept_vmm(int listener, const char *path, ends_to_watch ends, connection *accepted);

#endif
