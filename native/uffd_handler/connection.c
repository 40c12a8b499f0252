#define _GNU_SOURCE
#include "connection.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "failure.h"

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static void enter_directory_of(const char *path)
{
    const size_t length = (size_t)(name_of(path) - path);
    if (length == 0)
        return;
    char *directory = need(strndup(path, length));
    if (chdir(directory) != 0)
        fail_errno("enter %s", directory);
    free(directory);
}

int listen_on(const char *path, const socket_owner *owner)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *name = name_of(path);
    if (*name == '\0' || strlen(name) >= sizeof address.sun_path)
        fail("listen on %s: the socket's name has 0 or more than 107 bytes", path);
    strcpy(address.sun_path, name);
    enter_directory_of(path);

    const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const mode_t mask_before = umask(0177);
    if (listener < 0 || bind(listener, (const struct sockaddr *)&address, sizeof address) != 0)
        fail_errno("listen on %s", path);
    umask(mask_before);
    if (owner != NULL && lchown(name, owner->uid, owner->gid) != 0)
        fail_errno("give %s to its owner", path);
    if (listen(listener, 1) != 0)
        fail_errno("listen on %s", path);
    return listener;
}

static ending wait_until_readable(int descriptor, ends_to_watch ends)
{
    struct pollfd awaited = {.fd = descriptor, .events = POLLIN};
    ending seen = NOT_ENDED;
    while (awaited.revents == 0 && seen == NOT_ENDED)
        seen = wait_for(ends, &awaited, 1, UNTIL_EVENT);
    return awaited.revents != 0 ? NOT_ENDED : seen;
}

static int descriptor_in(struct msghdr *header)
{
    const struct cmsghdr *control = CMSG_FIRSTHDR(header);
    const bool has_one = control != NULL && control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_RIGHTS &&
                         control->cmsg_len == CMSG_LEN(sizeof(int));
    if (!has_one)
        fail("take over the memory: the VMM's message does not carry one descriptor");
    int descriptor;
    memcpy(&descriptor, CMSG_DATA(control), sizeof descriptor);
    return descriptor;
}

/* Firecracker sends text and descriptor together, in one message. */
static ending receive_message(connection *accepted)
{
    struct iovec text = {accepted->message, sizeof accepted->message - 1};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    struct msghdr header = {
        .msg_iov = &text, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    const ssize_t length = recvmsg(accepted->socket, &header, MSG_CMSG_CLOEXEC);
    if (length < 0)
        fail_errno("receive the VMM's message");
    if (length == 0)
        return ENDED_VMM_GONE;
    accepted->message[length] = '\0';
    accepted->userfault = descriptor_in(&header);
    /* A userfaultfd that blocks cannot be polled (userfaultfd(2)). */
    if (fcntl(accepted->userfault, F_SETFL, O_NONBLOCK) != 0)
        fail_errno("prepare the VMM's descriptor");
    return NOT_ENDED;
}

ending accept_vmm(int listener, const char *path, ends_to_watch ends, connection *accepted)
{
    ending seen = wait_until_readable(listener, ends);
    if (seen == NOT_ENDED) {
        accepted->socket = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (accepted->socket < 0)
            fail_errno("accept the VMM");
        seen = wait_until_readable(accepted->socket, ends);
    }
    close(listener);
    unlink(name_of(path)); /* a jail that is being removed may have lost it already */
    return seen == NOT_ENDED ? receive_message(accepted) : seen;
}
