#include <stdbool.h>

#include "address_space.h"
#include "console.h"
#include "machine.h"
#include "modes.h"
#include "working_set.h"

typedef struct {
    uint64_t low;
    uint64_t high;
} generation_id;

static uint64_t id_address;
static generation_id known_id;
static working_set set;

/* Volatile: it shall come from the restored memory, not from a register in the state of the vCPU. */
static volatile uint64_t token;

static generation_id read_id(void)
{
    return (generation_id){*word_at(id_address), *word_at(id_address + sizeof(uint64_t))};
}

static bool is_equal(generation_id a, generation_id b)
{
    return a.low == b.low && a.high == b.high;
}

/* Whether it looks like an ID: memory that was never written reads as zeros, and no memory at all as ones. */
static bool is_random(generation_id id)
{
    return !is_equal(id, (generation_id){0, 0}) && !is_equal(id, (generation_id){UINT64_MAX, UINT64_MAX});
}

/* One instruction, so that the page is written at once rather than first read and then written. */
static uint64_t exchange(volatile uint64_t *word, uint64_t value)
{
    __asm__ volatile("xchg %0, %1" : "+r"(value), "+m"(*word) : : "memory");
    return value;
}

/* What the first word of a page holds from before the guest is ready until its end. */
static uint64_t content_of(uint64_t page, uint64_t salt)
{
    return page ^ salt;
}

static void fill_working_set(void)
{
    const uint64_t salt = token;
    for (uint64_t page = set.begin; page < set.end; page += PAGE_SIZE)
        *word_at(page) = content_of(page, salt);
}

static void touch_working_set(void)
{
    const uint64_t salt = token;
    for (uint64_t page = set.begin; page < set.end; page += PAGE_SIZE) {
        const uint64_t content = content_of(page, salt);
        if (exchange(word_at(page), content) == content)
            continue;
        print_char('X');
        print_hex(page);
        print("\n");
        halt();
    }
    print_char('T');
}

void prepare_vmgen(const boot_protocol *boot)
{
    id_address = required_number(boot, "gen");
    if (!is_mapped(id_address) || id_address % sizeof(uint64_t) != 0)
        refuse(boot, "not an aligned address in the first or the fourth GiB", "gen");
    known_id = read_id();
    if (!is_random(known_id))
        refuse(boot, "no VM generation ID there", "gen");
    set = read_working_set(boot);
    token = read_tsc() ^ known_id.low;
    fill_working_set();
}

void run_vmgen(void)
{
    print("token ");
    print_hex(token);
    print("\n");
    for (;;) {
        while (is_equal(read_id(), known_id))
            ;
        print_char('!');
        known_id = read_id();
        print_hex(token);
        print("\n");
        if (set.begin < set.end)
            touch_working_set();
    }
}
