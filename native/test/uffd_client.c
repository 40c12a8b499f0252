/*
 * uffd_client: stands in for a restoring VMM in the tests of uffd_handler. It makes memory with a userfaultfd, hands both
 * over as Firecracker does, and then touches pages step by step.
 *
 * CONTRACT
 *
 *   uffd_client [OPTION...] SOCKET STEP...
 *
 *   --pages N[,N...]   one mapping of so many pages each, one after the other in the memory file (default 8)
 *   --page-size BYTES  4096 (the default) or 2097152 (from the pool of huge pages)
 *   --name NAME        the field that holds the page size: page_size, page_size_kib or both (the default)
 *   --message TEXT     send this instead of the mappings
 *   --no-descriptor    send no userfaultfd
 *   --orphan           a child sends the message after the process that owns the memory has died, and waits until the
 *                      handler hangs up
 *
 * Pages are counted over all mappings. Each step prints one line:
 *
 *   read:N        "N=<the first word of page N>"
 *   write:N       writes N + 1001 to the first word of page N; "N written"
 *   read-all      "all=<the words of all pages, parted by commas>"
 *   race:N        four threads read page N at once; "N=<word> <word> <word> <word>"
 *   remove:N-M    gives the pages N to M back (madvise(2), MADV_DONTNEED); "removed"
 *   storm         one thread gives the pages of the first half back, one after the other, four times over, while another
 *                 reads those of the second half; "storm <how many of them held N + 1>"
 *   line          waits for a line on stdin; "line"
 *   close         closes the connection; "closed"
 *
 * Exit status 0; 64 for wrong usage; 1 for anything else, with one line on stderr.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { MAX_MAPPINGS = 8, RACING_THREADS = 4, STATUS_USAGE = 64 };

typedef struct {
    char *memory;
    size_t page_count;
} mapping;

static mapping mappings[MAX_MAPPINGS];
static size_t mapping_count;
static size_t page_size = 4096;

static _Noreturn void fail(const char *action)
{
    fprintf(stderr, "uffd_client: cannot %s: %s\n", action, strerror(errno));
    exit(EXIT_FAILURE);
}

static _Noreturn void fail_usage(const char *word)
{
    fprintf(stderr, "uffd_client: wrong usage: %s\n", word);
    exit(STATUS_USAGE);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

static int open_userfault(void)
{
    const int userfault = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
    if (userfault < 0)
        fail("open a userfaultfd");
    struct uffdio_api api = {.api = UFFD_API,
                             .features = UFFD_FEATURE_EVENT_REMOVE | UFFD_FEATURE_MISSING_HUGETLBFS};
    if (ioctl(userfault, UFFDIO_API, &api) != 0)
        fail("enable the userfaultfd");
    return userfault;
}

static mapping make_mapping(int userfault, size_t page_count)
{
    const size_t size = page_count * page_size;
    const int huge = page_size == 4096 ? 0 : MAP_HUGETLB;
    char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | huge, -1, 0);
    if (memory == MAP_FAILED)
        fail("map memory");
    struct uffdio_register range = {.range = {(uintptr_t)memory, size}, .mode = UFFDIO_REGISTER_MODE_MISSING};
    if (ioctl(userfault, UFFDIO_REGISTER, &range) != 0)
        fail("register memory");
    return (mapping){memory, page_count};
}

static size_t total_pages(void)
{
    size_t total = 0;
    for (size_t i = 0; i < mapping_count; i++)
        total += mappings[i].page_count;
    return total;
}

static volatile uint64_t *word_of(size_t page)
{
    for (size_t i = 0; i < mapping_count; page -= mappings[i].page_count, i++)
        if (page < mappings[i].page_count)
            return (volatile uint64_t *)(mappings[i].memory + page * page_size);
    fail_usage("no such page");
}

/* ---- Message ----------------------------------------------------------------------------------------------------- */

static const char *describe_page_size(const char *name)
{
    static char text[96];
    if (strcmp(name, "both") == 0)
        snprintf(text, sizeof text, "\"page_size\":%zu,\"page_size_kib\":%zu", page_size, page_size);
    else
        snprintf(text, sizeof text, "\"%s\":%zu", name, page_size);
    return text;
}

static const char *describe_mappings(const char *page_size_name)
{
    static char text[4096];
    size_t length = (size_t)snprintf(text, sizeof text, "[");
    size_t offset = 0;
    for (size_t i = 0; i < mapping_count; i++) {
        const size_t size = mappings[i].page_count * page_size;
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "%s{\"base_host_virt_addr\":%ju,\"size\":%zu,\"offset\":%zu,%s}", i == 0 ? "" : ",",
                                   (uintmax_t)(uintptr_t)mappings[i].memory, size, offset,
                                   describe_page_size(page_size_name));
        offset += size;
    }
    snprintf(text + length, sizeof text - length, "]");
    return text;
}

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        fail_usage(path);
    strcpy(address.sun_path, path);
    const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0 || connect(connection, (const struct sockaddr *)&address, sizeof address) != 0)
        fail("connect");
    return connection;
}

/* Without a descriptor when `userfault` is negative. */
static void send_message(int connection, const char *message, int userfault)
{
    struct iovec text = {(void *)(uintptr_t)message, strlen(message)};
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {0};
    struct msghdr header = {.msg_iov = &text, .msg_iovlen = 1};
    if (userfault >= 0) {
        header.msg_control = control;
        header.msg_controllen = sizeof control;
        struct cmsghdr *descriptor = CMSG_FIRSTHDR(&header);
        *descriptor = (struct cmsghdr){
            .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(descriptor), &userfault, sizeof userfault);
    }
    if (sendmsg(connection, &header, 0) < 0)
        fail("send the message");
}

/* Returns in a child whose parent, the owner of the memory, is dead. */
static void outlive_the_owner(void)
{
    int lifeline[2];
    if (pipe2(lifeline, O_CLOEXEC) != 0)
        fail("make a pipe");
    const pid_t child = fork();
    if (child < 0)
        fail("fork");
    if (child != 0)
        _exit(EXIT_SUCCESS);
    /* The memory goes before the descriptors do (Linux, kernel/exit.c, do_exit): the end of the pipe comes after it. */
    char end;
    close(lifeline[1]);
    if (read(lifeline[0], &end, 1) != 0)
        fail("wait for the owner's death");
}

/* ---- Steps ------------------------------------------------------------------------------------------------------- */

static void *read_word(void *address)
{
    return (void *)(uintptr_t)*(volatile uint64_t *)address;
}

static void race(size_t page)
{
    pthread_t threads[RACING_THREADS];
    for (size_t i = 0; i < RACING_THREADS; i++)
        if ((errno = pthread_create(&threads[i], NULL, read_word, (void *)(uintptr_t)word_of(page))) != 0)
            fail("start a thread");
    printf("%zu=", page);
    for (size_t i = 0; i < RACING_THREADS; i++) {
        void *word;
        pthread_join(threads[i], &word);
        printf("%s%ju", i == 0 ? "" : " ", (uintmax_t)(uintptr_t)word);
    }
    printf("\n");
}

static void read_all(void)
{
    printf("all=");
    for (size_t page = 0; page < total_pages(); page++)
        printf("%s%ju", page == 0 ? "" : ",", (uintmax_t)*word_of(page));
    printf("\n");
}

static void remove_pages(size_t first, size_t last)
{
    for (size_t page = first; page <= last; page++)
        if (madvise((void *)(uintptr_t)word_of(page), page_size, MADV_DONTNEED) != 0)
            fail("remove a page");
}

static void *remove_first_half(void *unused)
{
    for (int round = 0; round < 4; round++)
        remove_pages(0, total_pages() / 2 - 1);
    return unused;
}

static void storm(void)
{
    pthread_t remover;
    if ((errno = pthread_create(&remover, NULL, remove_first_half, NULL)) != 0)
        fail("start a thread");
    size_t right = 0;
    for (size_t page = total_pages() / 2; page < total_pages(); page++)
        right += *word_of(page) == page + 1;
    pthread_join(remover, NULL);
    printf("storm %zu\n", right);
}

static void take_step(const char *step, int connection)
{
    size_t page, last;
    if (sscanf(step, "read:%zu", &page) == 1) {
        printf("%zu=%ju\n", page, (uintmax_t)*word_of(page));
    } else if (sscanf(step, "write:%zu", &page) == 1) {
        *word_of(page) = page + 1001;
        printf("%zu written\n", page);
    } else if (sscanf(step, "race:%zu", &page) == 1) {
        race(page);
    } else if (sscanf(step, "remove:%zu-%zu", &page, &last) == 2) {
        remove_pages(page, last);
        printf("removed\n");
    } else if (strcmp(step, "read-all") == 0) {
        read_all();
    } else if (strcmp(step, "storm") == 0) {
        storm();
    } else if (strcmp(step, "line") == 0) {
        while (getchar() != '\n' && !feof(stdin))
            ;
        printf("line\n");
    } else if (strcmp(step, "close") == 0) {
        close(connection);
        printf("closed\n");
    } else {
        fail_usage(step);
    }
}

/* ---- Main -------------------------------------------------------------------------------------------------------- */

typedef struct {
    char *pages;
    const char *page_size_name;
    const char *message;
    bool has_descriptor;
    bool is_orphan;
} options;

/* Takes the options away from the front of the arguments. */
static options take_options(char ***arguments)
{
    static char default_pages[] = "8";
    options chosen = {default_pages, "both", NULL, true, false};
    for (; **arguments != NULL && strncmp(**arguments, "--", 2) == 0; (*arguments)++) {
        const char *name = **arguments;
        if (strcmp(name, "--no-descriptor") == 0) {
            chosen.has_descriptor = false;
            continue;
        }
        if (strcmp(name, "--orphan") == 0) {
            chosen.is_orphan = true;
            continue;
        }
        char *value = *++*arguments;
        if (value == NULL)
            fail_usage(name);
        if (strcmp(name, "--pages") == 0)
            chosen.pages = value;
        else if (strcmp(name, "--page-size") == 0)
            page_size = strtoull(value, NULL, 10);
        else if (strcmp(name, "--name") == 0)
            chosen.page_size_name = value;
        else if (strcmp(name, "--message") == 0)
            chosen.message = value;
        else
            fail_usage(name);
    }
    return chosen;
}

static void make_mappings(int userfault, char *page_counts)
{
    for (char *count = strtok(page_counts, ","); count != NULL; count = strtok(NULL, ",")) {
        if (mapping_count == MAX_MAPPINGS)
            fail_usage("too many mappings");
        mappings[mapping_count++] = make_mapping(userfault, strtoull(count, NULL, 10));
    }
}

int main(int argument_count, char **arguments)
{
    char **rest = arguments + (argument_count > 0 ? 1 : 0);
    const options chosen = take_options(&rest);
    if (*rest == NULL)
        fail_usage("no SOCKET");
    setlinebuf(stdout);
    const int userfault = open_userfault();
    make_mappings(userfault, chosen.pages);
    const char *message = chosen.message != NULL ? chosen.message : describe_mappings(chosen.page_size_name);
    if (chosen.is_orphan)
        outlive_the_owner();
    const int connection = connect_to(*rest++);
    send_message(connection, message, chosen.has_descriptor ? userfault : -1);
    char ignored;
    if (chosen.is_orphan)
        return read(connection, &ignored, 1) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    for (; *rest != NULL; rest++)
        take_step(*rest, connection);
    return EXIT_SUCCESS;
}
